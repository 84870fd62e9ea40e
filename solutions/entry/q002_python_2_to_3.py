r"""Q2 · Python 2 to 3: the answer and one way to build it.

## Answer

Python 2 reached its end of life in January 2020; libraries support Python 3 alone, and all new code
is written for it. Python 3 broke compatibility to repair the design. `print` became a function.
`/` divides truly, and `//` rounds down. The deepest change is text: Python 2's `str` held bytes and
mixed silently with `unicode`; now `str` is Unicode, `bytes` is separate, and you decode and encode
at the borders. `range`, `zip`, `map` and `filter` are lazy, and the methods of `dict` give views.

What still bites when old code is ported is what runs in both and means something else. A division
turns an index into a `float`. `bytes` never equal a `str`, and indexing them gives numbers. An
iterator is empty the second time. `None < 1` and sorting mixed values raise `TypeError`. `round`
takes halves to the even neighbour. Old pickles may need an `encoding` to be read.

## Follow-ups

- **How would you port a large code base today?** I put tests around it first, then port module by
  module, with care for where bytes become text. The converter `2to3` and its library were removed
  in 3.13, so it runs on an older version, and so does `futurize`, which is built on it.
- **Which encoding does `open` use?** Up to 3.14 that of the locale, unless UTF-8 mode is on. From
  3.15 the mode is on by default (PEP 686); I still write `encoding="utf-8"`.
- **How can old sort code with `cmp` be kept?** `functools.cmp_to_key` wraps the comparison; a `key`
  function is usually shorter and is called once for each item.

## Notes

Each helper is one changed meaning. `midpoint` stays among integers because a `float` rounds large
ones. The key of `legacy_sorted` starts with a rank, so values are compared only within their group;
equal items keep their order because `sorted` is stable. Three lists, sorted apart and joined, would
do as well, in more lines. Real Python 2 also ordered other types, by their names; refusing them is
the better port.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def midpoint(low: int, high: int) -> int:
    """Return half the sum of two integers, rounded down."""
    return (low + high) // 2


def to_text(data: bytes | str, encoding: str = "utf-8") -> str:
    """Return `data` as text."""
    if isinstance(data, str):
        return data
    if isinstance(data, bytes):
        return data.decode(encoding)
    raise TypeError(f"expected bytes or str, got {type(data).__name__}")


def _legacy_key(item: None | int | float | str) -> tuple[int, int | float | str]:
    if item is None:
        return 0, ""
    if isinstance(item, int | float):
        return 1, item
    if isinstance(item, str):
        return 2, item
    raise TypeError(f"cannot order a value of type {type(item).__name__}")


def legacy_sorted(
    items: Iterable[None | int | float | str],
) -> list[None | int | float | str]:
    """Sort as Python 2 did: `None`, then numbers, then text."""
    return sorted(items, key=_legacy_key)


def first_match(iterable: Iterable[T], predicate: Callable[[T], object]) -> T | None:
    """Return the first element for which the predicate is true, or `None`."""
    return next(filter(predicate, iterable), None)
