r"""Q1 · Doubling: give back twice what came.

Topics: functions, numbers

The smallest exercise there is, for the grader's own tests.

## Build

`double(number)` returns twice the number. A `str` raises `TypeError`.

`triple(number)` returns three times the number.

## Rules

- Numbers are of type `int` or `float`.

## Example

    >>> double(2), triple(2)
    (4, 6)
"""


def double(number: float) -> float:
    """Return twice the number."""
    raise NotImplementedError


def triple(number: float) -> float:
    """Return three times the number."""
    raise NotImplementedError
