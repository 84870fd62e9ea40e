"""Q6 · Collections: pick the container that does the work.

Topics: collections, hashing, algorithms

When do you take a list, and when a tuple, a set or a dictionary? A wrong choice costs code and
time. Write five small functions in which the right container does nearly everything.

## Build

`dedupe(items)` returns a list of the items without repeats: of equal items only the first is kept,
in the order of the input. Items may be unhashable, as lists are.

`group_by(items, key)` returns a dictionary from each value of `key(item)` to the list of the items
that have it. Groups stand in the order in which they first appear, items in the order of the input.
`key` is called once for each item.

`invert(mapping)` returns a dictionary from each value of `mapping` to its key, in the order of
`mapping`. If two keys have equal values, it raises `ValueError`, naming that value.

`common(*iterables)` returns a list of the items that are in every one of the iterables: each once,
in the order in which it first appears in the first iterable.

`count_pairs(pairs)` counts pairs without regard to the order of the two: `("a", "b")` and
`("b", "a")` are the same pair. It returns a dictionary from `frozenset((a, b))` to how often the
pair came. Each pair is a list or a tuple; one that does not hold exactly two items raises
`ValueError`. The two may be equal, and the key then is a `frozenset` of one.

## Rules

- Items, keys and values are hashable, except where `dedupe` says otherwise. Equal means `==`, so 1,
  1.0 and True are equal items.
- `dedupe` need not compare an item that can be hashed with one that cannot. A tuple that holds a
  list cannot be hashed either.
- `dedupe` on hashable items, and `common`, stay fast on long inputs: in all they make at most four
  `==` comparisons for each item given, the items of all iterables of `common` counted together.
- `items`, `pairs` and the iterables of `common` may be of any kind, also a generator, which can be
  read only once. The arguments are never changed.
- `group_by` returns a plain `dict`: looking up a group that does not exist raises `KeyError`.
  `invert` and `count_pairs` may return any kind of `dict`.
- Nothing in, nothing out: empty input gives an empty list or dictionary. So does `common()` without
  arguments.

## Example

    >>> dedupe([3, 1, 3, [2], [2], 1.0])
    [3, 1, [2]]
    >>> group_by(["kiwi", "fig", "plum"], key=len)
    {4: ['kiwi', 'plum'], 3: ['fig']}
    >>> invert({"one": 1, "two": 2})
    {1: 'one', 2: 'two'}
    >>> common("banana", ["n", "a"], {"a", "n", "x"})
    ['a', 'n']
    >>> count_pairs([("a", "b"), ["b", "a"]]) == {frozenset({"a", "b"}): 2}
    True
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any


def dedupe(items: Iterable[Any]) -> list[Any]:
    """Keep the first of equal items, in order."""
    raise NotImplementedError


def group_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, list[Any]]:
    """Collect the items under what `key` says of them."""
    raise NotImplementedError


def invert(mapping: Mapping[Hashable, Hashable]) -> dict[Hashable, Hashable]:
    """Swap keys and values, refusing two keys with the same value."""
    raise NotImplementedError


def common(*iterables: Iterable[Hashable]) -> list[Hashable]:
    """List what all the iterables share, in the order of the first."""
    raise NotImplementedError


def count_pairs(pairs: Iterable[Sequence[Hashable]]) -> dict[frozenset[Hashable], int]:
    """Count pairs, whichever way round they come."""
    raise NotImplementedError
