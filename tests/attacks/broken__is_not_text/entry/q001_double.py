"""Is replaced by bytes that are no UTF-8; the message says so."""


def double(number):
    return None


def triple(number):
    return None
