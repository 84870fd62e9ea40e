"""Honest: returns numbers of other types, whose equality is not that of int or float."""

import decimal
import fractions


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __eq__(self, other):
        return self.amount == getattr(other, "amount", other)

    def __hash__(self):
        return hash(self.amount)

    def __mul__(self, factor):
        return Money(self.amount * factor)

    def __rmul__(self, factor):
        return Money(self.amount * factor)

    def __repr__(self):
        return f"Money({self.amount})"


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    if isinstance(number, Money):
        return number * 2
    return decimal.Decimal(number) * 2 if number < 1 else Money(number) * 2


def triple(number):
    return int(fractions.Fraction(number) * 3)
