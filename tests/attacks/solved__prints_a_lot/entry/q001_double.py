"""Honest: prints much, below the limit."""


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    print("x" * 100_000)
    return 2 * number


def triple(number):
    return 3 * number
