"""Is replaced by a link to itself; that cannot be read."""


def double(number):
    return None


def triple(number):
    return None
