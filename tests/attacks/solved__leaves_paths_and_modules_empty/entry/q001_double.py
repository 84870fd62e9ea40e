"""Honest: empties sys.path, sys.modules and the import machinery in a call, and goes on."""

import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    sys.path.clear()
    sys.meta_path.clear()
    sys.path_hooks.clear()
    sys.modules.clear()
    return 3 * number
