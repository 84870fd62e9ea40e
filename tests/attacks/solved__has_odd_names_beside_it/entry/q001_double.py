"""Honest: is put by the test among files and folders whose names are made to be obeyed."""


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number
