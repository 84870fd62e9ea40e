"""Honest: prints and then closes its standard output, in each check."""

import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    print(number)
    sys.stdout.close()
    return 3 * number
