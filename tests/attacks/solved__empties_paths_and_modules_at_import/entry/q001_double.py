"""Honest: empties sys.path and sys.modules while it is imported."""

import sys

sys.path.clear()
sys.modules.clear()


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number
