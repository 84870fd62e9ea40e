"""Honest: changes the decimal module's context in a check and never puts it back."""

import decimal


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert decimal.getcontext().prec == 28, "another check's decimal context is seen"
    decimal.getcontext().prec = 3
    return 3 * number
