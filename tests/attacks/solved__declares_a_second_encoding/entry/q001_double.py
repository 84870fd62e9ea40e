"""Honest: is given a second line by the test that looks like a declaration of no encoding."""


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number
