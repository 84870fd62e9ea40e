r"""Q30 · Custom exceptions: carry facts, survive a trip, keep the cause.

Topics: exceptions, context-managers, serialization

How do you handle exceptions, and when do you write your own? Subclassing `Exception` is one line.
What interviewers probe is the rest: attributes instead of parsed messages, instances that can go to
another process, one base class for callers to catch, and a cause that is not lost. Here the base
class is `ShopError`, which is given.

## Build

`OutOfStock(sku, wanted, available=0)` is a `ShopError`: somebody wanted more pieces of the article
`sku` than are available.

- The arguments, a word and two `int`, are given by position or by keyword.
- They are attributes of the same names.
- The attribute `missing` is the number of pieces lacking, `wanted - available`.
- `str(error)` is a text for people, not a tuple, and contains all three arguments: `tea`, `12`,
  `5`.

`translate_errors()` returns a context manager for one block.

- A `ConnectionError` or `TimeoutError` leaves the block as a new error, exactly of the class
  `ShopError`.
- The text of the new error contains the text of the original.
- Its `__cause__` is the original.
- A `ShopError` leaves the block as the same object, even if it is a `ConnectionError` too.
- Any other error, such as `FileNotFoundError`, `KeyError` or `KeyboardInterrupt`, also leaves the
  block as the same object.

## Rules

- `copy.copy`, `copy.deepcopy` and `pickle` make a copy of an `OutOfStock` that is of the same
  class.
- The copy has the same four attributes and the same `str`.
- A copy of a copy is no different.
- All this also holds for a subclass of `OutOfStock` that adds nothing.
- Blocks can be nested, and an error is translated only once.

## Left open

What is in `args`, attributes that are set or changed later, other protocols of `pickle` than its
default, negative numbers, and what `as` binds.

## Example

    >>> try:
    ...     raise OutOfStock("tea", wanted=12, available=5)
    ... except ShopError as error:
    ...     print(error.sku, error.missing)
    tea 7
    >>> try:
    ...     with translate_errors():
    ...         raise TimeoutError("no answer from the warehouse")
    ... except ShopError as error:
    ...     print(repr(error.__cause__))
    TimeoutError('no answer from the warehouse')
"""

from contextlib import AbstractContextManager


class ShopError(Exception):
    """The base of all errors of the shop. Given: nothing to do here."""


class OutOfStock(ShopError):
    """Fewer pieces of an article are available than were wanted."""

    def __init__(self, sku: str, wanted: int, available: int = 0) -> None:
        """Keep the facts."""
        raise NotImplementedError

    @property
    def missing(self) -> int:
        """The number of pieces lacking."""
        raise NotImplementedError


def translate_errors() -> AbstractContextManager[None]:
    """Turn connection errors and timeouts of a `with` block into `ShopError`."""
    raise NotImplementedError
