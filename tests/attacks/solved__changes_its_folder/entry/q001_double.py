"""Honest: works in a folder of its own and removes the one it was given."""

import os
import tempfile


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number


given = os.getcwd()
os.chdir(tempfile.mkdtemp())
os.rmdir(given)
