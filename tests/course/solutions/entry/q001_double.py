r"""Q1 · Doubling: the answer and one way to build it.

## Answer

To double a number is to add it to itself, or to multiply it by two; both give the same result for
every number that a computer can hold, since doubling only moves the exponent of a fraction by one.
In Python the same operators also work on texts and lists, which they repeat: that is handy in a
script and a trap in a function that promises numbers, because a text that came out of a form or a
file is then repeated in silence and no error shows where it went wrong. So a function that expects
a number says so, and refuses what is none.

## Follow-ups

- **What does `bool` do here?** `True` is an integer, so it is doubled to 2.
- **Why not ask for a number's type instead?** Numbers of other libraries are not of type `int` or
  `float`, and double just as well.

## Notes

Only text is refused, as the prompt asks.
"""


def double(number: float) -> float:
    """Return twice the number."""
    if isinstance(number, str):
        raise TypeError(f"a number is needed, not {number!r}")
    return 2 * number


def triple(number: float) -> float:
    """Return three times the number."""
    return 3 * number
