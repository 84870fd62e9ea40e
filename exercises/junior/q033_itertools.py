"""Q33 · itertools: building blocks that pass items on and store almost nothing.

Topics: itertools, iterators, generators

"What is in `itertools`, and when have you used it?" A list of names is a start. Better is to put
the blocks together: build six tools that work on a list, a file or a stream without end, and that
never read an item before they need it.

## Build

`sliding_window(iterable, n)` gives the tuples of `n` neighbouring items: the items 1 to `n`, then 2
to `n + 1`, and so on. An input of fewer than `n` items gives nothing.

`batched(iterable, n, *, strict=False)` cuts the input into tuples of `n` items that do not overlap.
The last one holds what is left: it may be shorter, but is never empty. With `strict` true, which
goes by keyword only, a `ValueError` is raised in place of a shorter tuple, after all the full ones
were given.

`run_length_encode(iterable)` gives a tuple `(item, count)` for each run, that is, for neighbouring
items that are equal (`==`). `item` is the first item of the run. An item that comes back later
starts a run of its own.

`run_length_decode(pairs)` goes the other way: it gives the item of each pair `count` times. `count`
is an integer up to `sys.maxsize`; 0 gives nothing.

`round_robin(*iterables)` gives the first item of each iterable, in the order of the arguments, then
the second of each, and so on. An iterable that runs out is left out from there on, and the others
go on.

`powerset(iterable)` gives every choice of the items as a tuple: first the empty one, then those of
one item, of two, up to all. Choices of one size come in the order of `itertools.combinations`.
Items are told apart by their position, so that equal ones count separately.

## Rules

- All six return iterators. On empty input they give nothing, and so does `round_robin()`; only
  `powerset` then gives one empty tuple.
- Every `iterable`, also `pairs`, may be a list, a string or any other iterable, an iterator too.
  `powerset` gets a finite one, the others may get one without end.
- `n` is an integer of at least 1.
- Items may be any objects: None, zero, or lists, which have no hash.
- Calling one of the six reads nothing, save for `powerset`, which may read its whole input at any
  time. The others read an item only when the next result needs it:
  `sliding_window` reads `n` items for the first window and one for each further window;
  `batched` reads `n` items for each full batch;
  `run_length_encode` reads up to the first item that is not equal, which ends the run;
  `run_length_decode` reads one pair when the items of the earlier pairs are used up;
  `round_robin` reads one item of one iterable for each result, if none has run out.
- Nothing grows with the length of the input or of a run, and `powerset` does not store the choices.
- `itertools` is there to be used. Leave out `itertools.batched`: Python 3.11 doesn't have it yet.

## Example

    >>> list(sliding_window("abcd", 3))
    [('a', 'b', 'c'), ('b', 'c', 'd')]
    >>> list(batched("abcde", 2))
    [('a', 'b'), ('c', 'd'), ('e',)]
    >>> list(run_length_encode("aaba"))
    [('a', 2), ('b', 1), ('a', 1)]
    >>> list(run_length_decode([("a", 2), ("b", 1)]))
    ['a', 'a', 'b']
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


def batched(iterable: Iterable[Any], n: int, *, strict: bool = False) -> Iterator[tuple[Any, ...]]:
    """Cut the input into tuples of `n` items."""
    raise NotImplementedError


def run_length_encode(iterable: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """Give each run of equal neighbours as its first item and its length."""
    raise NotImplementedError


def run_length_decode(pairs: Iterable[tuple[Any, int]]) -> Iterator[Any]:
    """Give the item of each pair as often as its count says."""
    raise NotImplementedError


def round_robin(*iterables: Iterable[Any]) -> Iterator[Any]:
    """Take one item of each iterable in turn until all have run out."""
    raise NotImplementedError


def powerset(iterable: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Give every choice of the items, the smaller ones first."""
    raise NotImplementedError
