"""Q6 · Collections: the answer and one way to build it.

## Answer

A list is an ordered, mutable sequence that may hold repeats: the default for a series of things. A
tuple is ordered too but cannot be changed, fits records of fixed shape, is slightly leaner than a
list, and can be hashed if everything in it can. A set holds hashable elements once, in no order to
rely on, and answers `x in s` in constant time on average, where a list has to search; its immutable
kin is the frozenset. A dictionary maps hashable keys to values, finds a key in constant time on
average, and has kept insertion order since Python 3.7. I choose by four questions: do I look up by
position, by key or by membership; does order matter; may things repeat; must it change? Immutable
is not the same as hashable: a tuple that holds a list can be neither a key nor an element of a set.

## Notes

`dedupe` asks `hash()` itself, because `isinstance(item, Hashable)` looks only at the type and calls
a tuple of lists hashable. `dict.fromkeys` is a set that keeps order. `Counter` is a dictionary, so
`count_pairs` can return it as it is; the unpacking is what refuses a pair that is none.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
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


def group_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, list[Any]]:
    """Collect the items under what `key` says of them."""
    groups: dict[Hashable, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def invert(mapping: Mapping[Hashable, Hashable]) -> dict[Hashable, Hashable]:
    """Swap keys and values, refusing two keys with the same value."""
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


def count_pairs(pairs: Iterable[Sequence[Hashable]]) -> dict[frozenset[Hashable], int]:
    """Count pairs, whichever way round they come."""
    return Counter(frozenset((a, b)) for a, b in pairs)
