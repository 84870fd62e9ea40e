r"""Q3 · Tally: the answer and one way to build it.

## Answer

A class binds data to the functions that may change it, so that what must always hold can be kept in
one place: here, that the total never exceeds one hundred. State belongs on the instance, set in
`__init__`; what stands on the class is shared by all instances, which is right for constants and
wrong for counters. A method that changes its object may return the object itself, which lets calls
be chained; one that refuses should change nothing first. An exception class of its own lets callers
catch just this failure and no other.

## Follow-ups

- **Is `add` safe in threads?** No: two may look at the total before either changes it.
- **Why return the tally?** So that calls can be chained; the price is that it looks like a copy.

## Notes

The new total is computed before it is stored.
"""


class Overflow(Exception):
    """A tally would exceed 100."""


class Tally:
    """Counts up to 100."""

    def __init__(self, start: int = 0) -> None:
        self.total = start

    def add(self, amount: int = 1) -> "Tally":
        """Add to the total."""
        if self.total + amount > 100:
            raise Overflow(f"{self.total} and {amount} are more than 100")
        self.total += amount
        return self
