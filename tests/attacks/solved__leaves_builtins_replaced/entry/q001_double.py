"""Honest: leaves print and len replaced, bends nothing by it, and wonders if they still are."""

import builtins

genuine = builtins.print, builtins.len


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert (builtins.print, builtins.len) == genuine, "another check's builtins are seen"
    builtins.print = lambda *_, **__: None
    builtins.len = lambda thing: genuine[1](thing)
    return 3 * number
