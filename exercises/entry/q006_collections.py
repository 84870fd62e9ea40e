r"""Q6 · Collections: pick the container that does the work.

Topics: collections, hashing, algorithms

"When do you take a list, and when a tuple, a set or a dictionary?" A wrong choice costs code and
time. Write three small functions in which the right container does nearly everything.

## Build

`dedupe(items)` returns a new list of the items without repeats. Of equal items only the first is
kept, and what is kept stays in the order of the input. Items may also be unhashable: lists, dicts,
sets, or tuples that hold a list.

`invert(mapping)` returns a dict from each value of `mapping` to its key, in the order of `mapping`.
Two keys with equal values raise `ValueError`, and the message contains the `repr` of one of these
values.

`common(*iterables)` returns a list of the items of the first iterable that are in all the others.
Of equal items only the first is in the list, and the list keeps the order of the first iterable.
Without iterables the list is empty.

## Rules

- Equal means `==`: 1, 1.0 and True are equal.
- `items` and the iterables of `common` may be generators.
- `dedupe` makes at most four `==` comparisons for each item when all items are hashable.
- `common` makes at most four `==` comparisons for each item in its iterables.
- No argument is changed.

## Left open

- Items that are not equal to themselves, such as NaN.
- An unhashable item of `dedupe` that equals a hashable one, like a set and a `frozenset`.
- Items of `dedupe` of other unhashable kinds, and unhashable items of `common` or values of
  `mapping`.
- How many comparisons it takes when different items have the same hash.
- Which kind of dict `invert` returns.

## Example

    >>> dedupe([3, 1, 3, [2], [2], 1.0])
    [3, 1, [2]]
    >>> invert({"one": 1, "two": 2}) == {1: "one", 2: "two"}
    True
    >>> common("banana", ["n", "a"], {"a", "n", "x"})
    ['a', 'n']
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any


def dedupe(items: Iterable[Any]) -> list[Any]:
    """Keep the first of equal items, in order."""
    raise NotImplementedError


def invert(mapping: Mapping[Hashable, Hashable]) -> dict[Hashable, Hashable]:
    """Swap keys and values, refusing two keys with equal values."""
    raise NotImplementedError


def common(*iterables: Iterable[Hashable]) -> list[Hashable]:
    """List what all the iterables share, in the order of the first."""
    raise NotImplementedError
