r"""Q33 · itertools: building blocks that pass items on and store almost nothing.

Topics: itertools, iterators, generators

"What is in `itertools`, and when have you used it?" A list of names is a start. It is better to put
the blocks together. Build four tools that work on a list, a file or an endless stream, and that
never read an item before they need it.

## Build

`sliding_window(iterable, n)` gives every `n` neighbouring items as a tuple: the items 1 to `n`,
then 2 to `n + 1`, and so on. It gives nothing if there are fewer than `n` items.

`run_length_encode(iterable)` gives a tuple `(item, count)` for each run. A run begins with `item`
and goes on for as long as the next item is equal to `item` by `==`. An item that comes back later
begins a new run.

`round_robin(*iterables)` gives the first item of each iterable, in the order of the arguments, then
the second of each, and so on. An iterable that has run out is not asked again, and the others go
on.

`powerset(iterable)` gives every choice of the items as a tuple. Smaller choices come first, from
the empty one up to that of all items. Choices of one size come in the order of
`itertools.combinations`. Equal items at different positions make different choices.

## Rules

- Each function returns an iterator.
- Empty input gives nothing, save for the one empty tuple of `powerset`.
- An iterable is a list, a text or an iterator, which may be endless for all but `powerset`.
- Items are numbers, texts, lists, tuples and None.
- The call alone reads no item.
- `sliding_window` reads `n` items for its first result and one for each further result.
- `run_length_encode` gives a run once it has read the item that begins the next one.
- `round_robin` reads one item for each result.
- `run_length_encode` takes less than 100 kB of memory for a run of 100,000 items.

## Left open

- NaN, and other kinds of items and iterables.
- An `n` below 1, and one iterator given twice.
- When `powerset` reads its input, once the first result is asked for.

## Example

    >>> list(sliding_window("abcd", 3))
    [('a', 'b', 'c'), ('b', 'c', 'd')]
    >>> list(run_length_encode("aaba"))
    [('a', 2), ('b', 1), ('a', 1)]
    >>> list(round_robin("abc", "d", "ef"))
    ['a', 'd', 'e', 'b', 'f', 'c']
    >>> list(powerset("abc"))
    [(), ('a',), ('b',), ('c',), ('a', 'b'), ('a', 'c'), ('b', 'c'), ('a', 'b', 'c')]
"""

from collections.abc import Iterable, Iterator
from typing import Any


def sliding_window(iterable: Iterable[Any], n: int) -> Iterator[tuple[Any, ...]]:
    """Give the tuples of `n` neighbouring items."""
    raise NotImplementedError


def run_length_encode(iterable: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """Give each run of equal neighbours as its first item and its length."""
    raise NotImplementedError


def round_robin(*iterables: Iterable[Any]) -> Iterator[Any]:
    """Take one item of each iterable in turn until all have run out."""
    raise NotImplementedError


def powerset(iterable: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Give every choice of the items, the smaller ones first."""
    raise NotImplementedError
