"""Honest: a forked process returns as well, like its parent; only the parent is heard."""

import os


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    if os.fork() == 0:
        return 3 * number
    return 3 * number
