"""Honest: replaces builtins and functions for a moment, as tests of one's own do."""

import builtins
from unittest import mock


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    with mock.patch("builtins.print") as printed, mock.patch.object(builtins, "hash", lambda _: 0):
        print(hash("not printed"))
    printed.assert_called_once_with(0)
    return 2 * number


def triple(number):
    return 3 * number
