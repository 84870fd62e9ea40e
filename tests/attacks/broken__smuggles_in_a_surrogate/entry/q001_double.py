"""Is given an encoding that decodes to half a character; that is no text to hand on."""


def double(number):
    return None


def triple(number):
    return None
