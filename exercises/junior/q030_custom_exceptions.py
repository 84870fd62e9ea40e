"""Q30 · Custom exceptions: carry facts, survive a trip, keep the cause.

Topics: exceptions, context-managers, serialization

"How do you handle exceptions, and when do you write your own?" Subclassing `Exception` is one line.
What interviewers probe is the rest: a base class that callers can catch, attributes instead of
parsed messages, instances that can cross a process boundary, and a cause that is not lost.

## Build

`class ShopError(Exception)` is the base of all errors of a shop. It is given, complete. The base
that the stub gives the other two classes is not the right one yet.

`class OutOfStock(sku, wanted, available)` is a `ShopError`: an article (`sku`, a `str`) of which
`wanted` pieces were ordered and only `available` are left (two `int`).

- The three arguments are attributes of the same names.
- The property `missing` is the number of pieces lacking: `wanted` minus `available`.

`class PaymentDeclined(cents, reason="declined by the bank")` is a `ShopError`: a payment of `cents`
(an `int`) that failed for a `reason` (a `str`). Both are attributes of the same names.

`translate_errors()` returns a context manager, used as `with translate_errors():`, that turns the
transport's errors into the shop's:

- A `ConnectionError` or `TimeoutError`, also of a subclass, leaves the block as a new `ShopError`
  (exactly this class), whose `__cause__` is the original and whose text contains the original's.
- A `ShopError`, also of a subclass, leaves the block as the same object, its `__cause__` as it was.
- So does everything else: other `OSError`s such as `FileNotFoundError`, programming errors,
  `KeyboardInterrupt`.

## Rules

- All arguments may be given by position or by keyword.
- `str(error)` is a text for people. It names all that the class was given (SKU, wanted and
  available; cents and reason), and it is not the text of a tuple.
- A copy made by `pickle.loads(pickle.dumps(error))`, `copy.copy(error)` or `copy.deepcopy(error)`
  is of the same class, with equal attributes and the same `str`.
- So is a copy of a copy: its text is the same again, not one wrapped into another.
- `except ShopError` catches all of the shop's errors and nothing else. Neither subclass catches the
  other.
- A block without an error simply ends. Blocks may be nested; an error is translated only once.

## Example

    >>> try:
    ...     raise OutOfStock("tea-7", wanted=12, available=5)
    ... except ShopError as error:
    ...     print(error.sku, error.missing)
    tea-7 7
    >>> try:
    ...     with translate_errors():
    ...         raise TimeoutError("no answer from the warehouse")
    ... except ShopError as error:
    ...     print(repr(error.__cause__))
    TimeoutError('no answer from the warehouse')
"""

from contextlib import AbstractContextManager


class ShopError(Exception):
    """The base of all errors of the shop."""


class OutOfStock(Exception):
    """Fewer pieces of an article are left than were wanted."""

    def __init__(self, sku: str, wanted: int, available: int) -> None:
        raise NotImplementedError

    @property
    def missing(self) -> int:
        """The number of pieces lacking."""
        raise NotImplementedError


class PaymentDeclined(Exception):
    """A payment failed."""

    def __init__(self, cents: int, reason: str = "declined by the bank") -> None:
        raise NotImplementedError


def translate_errors() -> AbstractContextManager[None]:
    """Turn connection errors and timeouts of a `with` block into `ShopError`."""
    raise NotImplementedError
