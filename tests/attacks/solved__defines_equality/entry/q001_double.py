"""Honest: classes of its own with equality, truth and a repr of their own."""


class Number:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == getattr(other, "value", other)

    def __bool__(self):
        return False

    __hash__ = None

    def __repr__(self):
        return f"Number({self.value})"


assert Number(1) == 1


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    assert Number(number) == Number(number)
    return 2 * number


def triple(number):
    return 3 * number
