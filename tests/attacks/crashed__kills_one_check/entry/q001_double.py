"""Honest: ends the process in one call; that costs the check which makes it, and no other."""

import os


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    if number == 0:
        os.abort()
    return 3 * number
