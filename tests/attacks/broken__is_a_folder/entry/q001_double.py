"""Is replaced by a folder; only an ordinary file is opened."""


def double(number):
    return None


def triple(number):
    return None
