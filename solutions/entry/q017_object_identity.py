r"""Q17 · Object identity: the answer and one way to build it.

## Answer

Objects live on a heap that the interpreter manages, and a variable is only a name bound to one.
Assignment never copies, so after `a = b = []` both names reach the same list. CPython counts the
references to each object and frees it as soon as the count is zero, whatever its size. Objects that
refer to each other in a circle never reach zero; a collector finds those from time to time, and
`gc.collect()` is seldom needed. Some immutable objects are shared to save memory: small integers,
`None`, names in the code, constants of one piece of code, strings given to `sys.intern`. Other
equal immutables are separate objects, and which are shared is a detail of the implementation. So
compare values with `==`, and keep `is` for `None`, sentinels and real identity. An `id` is unique
only while its object lives; afterwards the next object may get it.

## Follow-ups

- **Why did `a is b` hold for 256 and not for 257?** CPython keeps the small integers, -5 to 256 in
  most versions, for ever. Two equal constants compiled together are often one object as well, so
  the same test can differ between a file and the prompt.
- **Is the count of `None` ever zero?** No. Since Python 3.12 such objects are immortal (PEP 683):
  their count is fixed, so threads and forked processes need not write to it.
- **Shallow or deep copy?** `list(x)` and `copy.copy` make one new container with the old items;
  `copy.deepcopy` copies all that can be reached and remembers what it has copied.
- **What does `a += b` do to a list that has two names?** It extends the one list, so both names see
  it. `a = a + b` makes a new list and binds only `a` to it.

## Notes

`clone` keeps a dict from the `id` of each list to its copy, as `copy.deepcopy` does. The original
keeps its lists alive meanwhile, so no `id` can come back; `alias_groups` makes a list first for the
same reason. To note a copy before filling it would close circles too. An explicit stack in place of
the recursion would lift the bound on the depth and cost a few lines more.
"""

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
    """Copy a list and the lists in it, keeping what is shared shared."""
    return _clone(value, {})


def _clone(value: Any, copies: dict[int, list[Any]]) -> Any:
    if type(value) is not list:
        return value
    if id(value) not in copies:
        copy = copies[id(value)] = []
        copy.extend(_clone(item, copies) for item in value)
    return copies[id(value)]
