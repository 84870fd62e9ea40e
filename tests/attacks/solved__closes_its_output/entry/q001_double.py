"""Honest: closes and replaces its streams."""

import io
import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number


sys.stdout.close()
sys.stderr.close()
sys.stdout = io.StringIO()
