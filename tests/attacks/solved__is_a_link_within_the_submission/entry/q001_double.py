"""Honest: is moved elsewhere in the folder by the test and linked."""


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number
