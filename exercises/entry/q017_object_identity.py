r"""Q17 · Object identity: names are labels, objects are things.

Topics: identity, memory, types

What does a variable hold, and when do two names mean one object? Interviewers ask because many bugs
are one list that is reached by two names. Write three functions that tell the same from the merely
equal.

## Build

`alias_groups(objects)` takes a list, a tuple or a generator and finds the objects that it gives
more than once. It returns a list of groups. A group is the list of the positions of one object,
counted from 0 and rising. An object given only once has no group. The groups stand in the order in
which their objects were first given.

`make_grid(rows, columns, fill)` returns a list of `rows` lists, each with `columns` cells. Either
number may be 0. Every row is a list of its own. Every cell holds `fill` itself.

`clone(value)` returns a copy of the list `value`. Lists in lists are copied too, down to 50 levels.
Everything else in the copy is the very object of the original: numbers, strings, `None`, tuples,
dicts and sets.

## Rules

- Only identity counts: `1` and `True` are two objects, and so are two empty lists.
- Objects may be unhashable.
- Where the original holds one list in several places, the copy holds one copy in the same places.
- Two equal lists in the original are still two lists in the copy.
- A list inside a tuple or a dict is kept, together with the tuple or dict.
- No function changes its arguments.

## Left open

- `clone`: lists that contain themselves, subclasses of `list`, a `value` that is no list.

## Example

    >>> first, second = [], []
    >>> alias_groups([first, second, first, "x"])
    [[0, 2]]
    >>> grid = make_grid(2, 3, 0)
    >>> grid[0][1] = 7
    >>> grid
    [[0, 7, 0], [0, 0, 0]]
    >>> copy = clone([first, second, first])
    >>> copy[0] is first, copy[0] is copy[2], copy[0] is copy[1]
    (False, True, False)
"""

from collections.abc import Iterable
from typing import Any


def alias_groups(objects: Iterable[Any]) -> list[list[int]]:
    """Group the positions that hold one and the same object."""
    raise NotImplementedError


def make_grid(rows: int, columns: int, fill: Any) -> list[list[Any]]:
    """Make a grid of independent rows, each cell holding `fill`."""
    raise NotImplementedError


def clone(value: Any) -> Any:
    """Copy a list and the lists in it, keeping what is shared shared."""
    raise NotImplementedError
