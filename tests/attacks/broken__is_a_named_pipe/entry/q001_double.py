"""Is replaced by a pipe that nobody writes to; only an ordinary file is opened."""


def double(number):
    return None


def triple(number):
    return None
