"""Is given the encoding unicode_escape, which fails in its own way; the file is unreadable."""


def double(number):
    return None


def triple(number):
    return None
