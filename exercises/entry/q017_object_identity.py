"""Q17 · Object identity: names are labels, objects are things.

Topics: identity, memory, types

What does a variable hold, when do two names mean one object, and when does that matter?
Interviewers ask because many bugs are one list reached by two names. Write four functions that tell
the same from the merely equal.

## Build

`alias_groups(objects)` takes an iterable of any objects and returns a list of groups: for each
object that is met more than once, the list of its positions, counted from 0 and rising. Groups
stand in the order in which their objects are first met; an object met once makes no group.

`make_grid(rows, columns, fill)` returns a list of `rows` lists of `columns` cells, both 0 or more.
Every cell holds `fill` itself, not a copy, and every row is a list of its own.

`clone(value)` returns a deep copy.

- A list, dict, set or tuple is copied together with everything in it, at any depth: lists and
  tuples item by item, dicts value by value. Dict keys and members of sets are kept as they are.
- Any other object is kept as it is, not copied.
- An object met twice is copied once: where two places of the original hold one list, the same two
  places of the copy hold one list. Objects that are merely equal stay apart.
- A list or dict may contain itself, directly or through other lists and dicts; then so does its
  copy. A tuple in such a circle need not work.
- A tuple that holds a list, dict or set at any depth is made anew. For a tuple without any, it is
  left open whether the copy is a new one.

`intern_all(words)` takes an iterable of `str` and returns the list of the same words, each as the
one object that `sys.intern` gives for it. So equal words are one object, also across two calls.

## Rules

- "The same" means the same object, as with `is`. Equality does not matter: `1`, `1.0` and `True`
  are three objects. Objects need not be hashable.
- The arguments are not changed. Nothing is nested more than a few hundred levels deep.
- An iterable may be a generator that makes each object only when asked for it. Mind that an `id` is
  unique only among objects that exist at the same time.
- The types named above are meant exactly; subclasses of them need not be handled.

## Example

    >>> first, second = [], []
    >>> alias_groups([first, second, first, 1, True])
    [[0, 2]]
    >>> grid = make_grid(2, 3, 0)
    >>> grid[0][1] = 7
    >>> grid
    [[0, 7, 0], [0, 0, 0]]
    >>> copy = clone({"today": first, "always": first})
    >>> copy["today"] is copy["always"], copy["today"] is first
    (True, False)
    >>> one, two = intern_all(["".join("abc"), "".join("abc")])
    >>> one is two
    True
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
    """Copy lists, dicts, sets and tuples deeply, keeping what is shared shared."""
    raise NotImplementedError


def intern_all(words: Iterable[str]) -> list[str]:
    """Give every word as its one interned object."""
    raise NotImplementedError
