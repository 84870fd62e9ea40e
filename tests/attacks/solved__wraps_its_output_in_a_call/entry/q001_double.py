"""Honest: wraps its standard output anew in a call, and prints to it."""

import io
import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    print(f"{number} \u00d7 3")
    return 3 * number
