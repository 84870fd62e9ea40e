"""Honest: sets a trace and a profile function and removes them again."""

import sys

lines = []


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    sys.settrace(lambda *event: lines.append(event))
    sys.setprofile(lambda *event: lines.append(event))
    abs(number)
    sys.setprofile(None)
    sys.settrace(None)
    return 2 * number


def triple(number):
    return 3 * number
