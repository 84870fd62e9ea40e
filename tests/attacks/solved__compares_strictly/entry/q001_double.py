"""Honest: returns values whose equality raises for all that is not of their kind, and prints."""


class Strict(float):
    def __eq__(self, other):
        if type(other) not in (int, float, Strict):
            raise TypeError(f"cannot compare with {other!r}")
        return float(self) == float(other)

    __hash__ = float.__hash__


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return Strict(2 * number)


def triple(number):
    return 3 * number
