r"""Q6 · Collections: the answer and one way to build it.

## Answer

A list is an ordered, mutable sequence that may hold repeats: the default for a series of things. A
tuple is ordered too but cannot be changed. It fits records of fixed shape, is slightly leaner than
a list, and can be hashed if everything in it can. A set is mutable and holds hashable elements
once, in no order to rely on. It answers `x in s` in constant time on average, where a list has to
search; its immutable kin is the frozenset. A dictionary maps hashable keys to values, finds a key
in constant time on average, and has kept insertion order since Python 3.7; from 3.15 on there is an
immutable `frozendict`. I choose by four questions: do I look up by position, by key or by
membership; does order matter; may things repeat; must it change? Immutable is not the same as
hashable: a tuple that holds a list can be neither a key nor an element of a set.

## Follow-ups

- **What do you owe a class when you define `__eq__`?** A `__hash__` that is the same for equal
  objects; otherwise Python sets it to None, and the objects are unhashable.
- **Is a tuple faster than a list?** It is smaller, and a constant tuple is made only once, but
  indexing and looping take about the same time. Choose by meaning.
- **When is `in` on a set slow?** When many elements have the same hash, a lookup compares one after
  the other: linear in the worst case.

## Notes

`dedupe` asks `hash()` itself, because `isinstance(item, Hashable)` looks only at the type and calls
a tuple of lists hashable. Unhashable items are searched one by one; sorting them would be faster,
but not everything that is equal can be put in order. `dict.fromkeys` is a set that keeps order.
`functools.reduce` over `&` would be shorter for `common`, but a set forgets the order of the first.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any


def dedupe(items: Iterable[Any]) -> list[Any]:
    """Keep the first of equal items, in order."""
    hashable: set[Any] = set()
    unhashable: list[Any] = []
    kept: list[Any] = []
    for item in items:
        try:
            hash(item)
        except TypeError:
            seen, remember = unhashable, unhashable.append
        else:
            seen, remember = hashable, hashable.add
        if item not in seen:
            remember(item)
            kept.append(item)
    return kept


def invert(mapping: Mapping[Hashable, Hashable]) -> dict[Hashable, Hashable]:
    """Swap keys and values, refusing two keys with equal values."""
    inverted: dict[Hashable, Hashable] = {}
    for key, value in mapping.items():
        if value in inverted:
            raise ValueError(f"{inverted[value]!r} and {key!r} both have the value {value!r}")
        inverted[value] = key
    return inverted


def common(*iterables: Iterable[Hashable]) -> list[Hashable]:
    """List what all the iterables share, in the order of the first."""
    if not iterables:
        return []
    first, *others = iterables
    sets = [set(other) for other in others]
    return [item for item in dict.fromkeys(first) if all(item in other for other in sets)]
