r"""Q3 · Tally: count with a class.

Topics: classes, exceptions

An exercise with a class and a given exception, for the grader's own tests.

## Build

`Tally(start=0)` counts: `add(amount=1)` adds to `total` and returns the tally itself.

`Overflow` is what `add` raises when `total` would exceed 100; `total` then stays as it was.

## Rules

- Two tallies count for themselves.

## Example

    >>> Tally(5).add().add(2).total
    8
"""


class Overflow(Exception):
    """A tally would exceed 100."""


class Tally:
    """Counts up to 100."""

    def __init__(self, start: int = 0) -> None:
        raise NotImplementedError

    def add(self, amount: int = 1) -> "Tally":
        """Add to the total."""
        raise NotImplementedError
