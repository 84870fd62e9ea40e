"""Honest: is put into Latin-1 by the test, as its first lines declare."""


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number


assert len("@UMLAUT@") == 1, "the text was decoded in another encoding than the declared one"
