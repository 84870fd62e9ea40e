"""Fails a check with a text that no encoding takes; the other checks count as ever."""


def double(number):
    if isinstance(number, str):
        raise TypeError
    return 2 * number


def triple(number):
    raise ValueError("\ud800 \udcff")
