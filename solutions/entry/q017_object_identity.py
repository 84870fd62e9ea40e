"""Q17 · Object identity: the answer and one way to build it.

## Answer

Objects live on a heap that the interpreter manages, and a variable is only a name bound to one:
assignment never copies, so after `a = b = []` both names reach the same list. CPython counts the
references to each object and frees it as soon as the count is zero, whatever its size. Objects that
refer to each other in a circle never reach zero; for these a collector runs from time to time by
itself, and `gc.collect()` is seldom needed. Some immutable objects are shared to save memory: small
integers, `None`, many strings that look like names, constants of one piece of code, and strings
given to `sys.intern`. That is not true of all immutables and is a detail of the implementation, so
compare values with `==` and keep `is` for `None` and for real identity. An `id` is unique only
while its object lives.

## Notes

`clone` keeps a dict from the `id` of each original to its copy, as `copy.deepcopy` does, and notes
a list or dict before filling it, so a circle closes. A tuple can only be noted when it is complete.
The originals stay alive during the call, so no `id` can come back. `alias_groups` makes a list
first for the same reason.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def alias_groups(objects: Iterable[Any]) -> list[list[int]]:
    """Group the positions that hold one and the same object."""
    alive = list(objects)
    positions = defaultdict(list)
    for position, obj in enumerate(alive):
        positions[id(obj)].append(position)
    return [group for group in positions.values() if len(group) > 1]


def make_grid(rows: int, columns: int, fill: Any) -> list[list[Any]]:
    """Make a grid of independent rows, each cell holding `fill`."""
    return [[fill] * columns for _ in range(rows)]


def clone(value: Any) -> Any:
    """Copy lists, dicts, sets and tuples deeply, keeping what is shared shared."""
    return _clone(value, {})


def _clone(value: Any, copies: dict[int, Any]) -> Any:
    if id(value) in copies:
        return copies[id(value)]
    if isinstance(value, list):
        copy = copies[id(value)] = []
        copy.extend(_clone(item, copies) for item in value)
    elif isinstance(value, dict):
        copy = copies[id(value)] = {}
        copy.update((key, _clone(item, copies)) for key, item in value.items())
    elif isinstance(value, set):
        copy = copies[id(value)] = set(value)
    elif isinstance(value, tuple):
        copy = copies[id(value)] = tuple(_clone(item, copies) for item in value)
    else:
        copy = value
    return copy


def intern_all(words: Iterable[str]) -> list[str]:
    """Give every word as its one interned object."""
    return [sys.intern(word) for word in words]
