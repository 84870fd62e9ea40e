"""Q2 · Python 2 to 3: the answer and one way to build it.

## Answer

Python 3 broke compatibility to repair the design. In Python 2 `print` was a statement; now it is a
function. Dividing two integers by `/` gave an integer; now it divides truly and `//` rounds down.
The deepest change is text: Python 2's `str` held bytes, `unicode` was a type apart, and the two
mixed by silent ASCII conversion; now `str` is Unicode, `bytes` is separate, and you decode and
encode at the borders. `range`, `zip`, `map` and `filter` no longer build lists but are lazy, and
the `dict` methods give views. Values of unrelated types cannot be ordered any more: `None < 1`
raises `TypeError`. Also, `except E as e` is the only spelling and all classes are new-style.
Python 2 reached its end of life in January 2020; current libraries support only Python 3, so all
new code is written for it and old code should be ported.

## Notes

Each helper is one changed meaning. `midpoint` stays among integers because a `float` would round
large ones. The key of `legacy_sorted` gives a rank first, so that values are compared only within
their group; equal numbers keep their order because `sorted` is stable. Real Python 2 also ordered
other types, by their names; refusing them is the better port.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def average(numbers: Iterable[float]) -> float:
    """Return the arithmetic mean of `numbers`."""
    numbers = list(numbers)
    if not numbers:
        raise ValueError("the average of no numbers is not defined")
    return sum(numbers) / len(numbers)


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


def to_bytes(data: bytes | str, encoding: str = "utf-8") -> bytes:
    """Return `data` as bytes."""
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode(encoding)
    raise TypeError(f"expected str or bytes, got {type(data).__name__}")


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
    """Return the first element that satisfies `predicate`, or `None`."""
    return next(filter(predicate, iterable), None)
