"""Is replaced by an expression nested very deep; the parser gives up in its process."""


def double(number):
    return None


def triple(number):
    return None
