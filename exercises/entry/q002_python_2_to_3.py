r"""Q2 · Python 2 to 3: port helpers whose meaning changed.

Topics: python-versions, numbers, text, sorting, iterators

"What changed from Python 2 to Python 3?" Say more than "`print` is a function": write
six helpers that many old code bases had, so that they do the right thing in Python 3.

## Build

`average(numbers)` returns the sum of the numbers (`int` or `float`) divided by their count, always
as a `float`. `numbers` is any iterable, also one that can be read only once. When it is empty, a
`ValueError` is raised.

`midpoint(low, high)` returns half the sum of two integers as an `int`, rounded down, that is
towards minus infinity: what `(low + high) / 2` meant in Python 2. It is exact however large the
integers. They may be negative, and `low` may be the greater.

`to_text(data, encoding="utf-8")` returns a `str`: `bytes` are decoded, a `str` comes back
unchanged.

`to_bytes(data, encoding="utf-8")` returns `bytes`: a `str` is encoded, `bytes` come back unchanged.

`legacy_sorted(items)` returns a new list in the order in which Python 2 sorted mixed values: first
every `None`, then the numbers (`int`, `float`, `bool`) by value, then the `str` values in their
usual order. Items that are equal stay in the order in which they came. `items` is any iterable and
is not changed. An item of any other type raises `TypeError`.

`first_match(iterable, predicate)` returns the first element for which `predicate(element)` is true,
or `None` when there is none.

## Rules

- Bytes that cannot be decoded raise `UnicodeDecodeError`; a text that cannot be encoded raises
  `UnicodeEncodeError`. Nothing is silently lost or replaced.
- `to_text` and `to_bytes` raise `TypeError` for what is neither `bytes` nor `str`, a `bytearray`
  included.
- The message of every `TypeError` contains the name of the type that was given.
- `first_match` is lazy: it reads up to the match and no further, and asks the predicate once for
  each element it reads. The iterable may be endless, or `range(10**15)`.

## Example

    >>> average([1, 2]), midpoint(1, 4), midpoint(-4, -1)
    (1.5, 2, -3)
    >>> to_text(b"caf\xc3\xa9"), to_bytes("café", "latin-1")
    ('café', b'caf\xe9')
    >>> legacy_sorted(["b", 2, None, "a", 1.5])
    [None, 1.5, 2, 'a', 'b']
    >>> first_match(range(10**15), lambda n: n * n > 50)
    8
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def average(numbers: Iterable[float]) -> float:
    """Return the arithmetic mean of `numbers`."""
    raise NotImplementedError


def midpoint(low: int, high: int) -> int:
    """Return half the sum of two integers, rounded down."""
    raise NotImplementedError


def to_text(data: bytes | str, encoding: str = "utf-8") -> str:
    """Return `data` as text."""
    raise NotImplementedError


def to_bytes(data: bytes | str, encoding: str = "utf-8") -> bytes:
    """Return `data` as bytes."""
    raise NotImplementedError


def legacy_sorted(
    items: Iterable[None | int | float | str],
) -> list[None | int | float | str]:
    """Sort as Python 2 did: `None`, then numbers, then text."""
    raise NotImplementedError


def first_match(iterable: Iterable[T], predicate: Callable[[T], object]) -> T | None:
    """Return the first element that satisfies `predicate`, or `None`."""
    raise NotImplementedError
