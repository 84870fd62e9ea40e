r"""Q2 · Python 2 to 3: port helpers whose meaning changed.

Topics: python-versions, numbers, text, sorting, iterators

"What changed from Python 2 to Python 3?" Everybody knows that `print` became a function. What still
bites is code that runs in both and means something else. Port four helpers of an old code base, so
that they keep their meaning.

## Build

`midpoint(low, high)` returns half the sum of two integers, rounded down to an `int`. The result is
exact, however large the integers.

`to_text(data, encoding="utf-8")` returns `data` as a `str`. It decodes `bytes` with the encoding,
which is `"utf-8"`, `"ascii"` or `"latin-1"`. A `str` comes back as it is.

`legacy_sorted(items)` returns a new list of the items in the order that Python 2 gave them: first
every `None`, then the numbers, then the texts. The numbers are `int`, `float` and `bool`, all
ordered by their values. The texts are `str` and stand in the usual order of strings.

`first_match(iterable, predicate)` returns the first element for which `predicate(element)` is true.
It returns `None` when there is no such element.

## Rules

- `to_text` raises `UnicodeDecodeError` for bytes that the encoding cannot decode.
- `to_text` raises `TypeError` for a value that is neither `bytes` nor `str`, such as a `bytearray`.
- `legacy_sorted` takes a list, a tuple or a generator of items. It does not change a list.
- Items that are equal keep the order in which they came.
- `legacy_sorted` raises `TypeError` for an item of another type, even if it is the only one.
- The message of each `TypeError` contains the name of the type.
- `first_match` reads no element beyond the match. It calls the predicate once for each element that
  it reads.

## Left open

Whether instances of subclasses of these types are accepted, and values with an `==` of their own.
Where NaN stands. A predicate that raises an exception.

## Example

    >>> midpoint(1, 4), midpoint(-4, -1)
    (2, -3)
    >>> to_text(b"caf\xc3\xa9"), to_text(b"caf\xe9", "latin-1"), to_text("café")
    ('café', 'café', 'café')
    >>> legacy_sorted(["b", 2, None, "a", 1.5])
    [None, 1.5, 2, 'a', 'b']
    >>> first_match(range(10**15), lambda n: n * n > 50)
    8
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def midpoint(low: int, high: int) -> int:
    """Return half the sum of two integers, rounded down."""
    raise NotImplementedError


def to_text(data: bytes | str, encoding: str = "utf-8") -> str:
    """Return `data` as text."""
    raise NotImplementedError


def legacy_sorted(
    items: Iterable[None | int | float | str],
) -> list[None | int | float | str]:
    """Sort as Python 2 did: `None`, then numbers, then text."""
    raise NotImplementedError


def first_match(iterable: Iterable[T], predicate: Callable[[T], object]) -> T | None:
    """Return the first element for which the predicate is true, or `None`."""
    raise NotImplementedError
