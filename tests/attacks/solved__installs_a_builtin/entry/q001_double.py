"""Honest: adds a name to the builtins, as gettext does."""

import builtins

builtins._ = str


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    assert builtins._("text") == "text"
    return 2 * number


def triple(number):
    return 3 * number
