"""Q33 · itertools: the answer and one way to build it.

## Answer

`itertools` holds fast building blocks for iterators, written in C. All are lazy: they pass on an
item when asked, so a pipeline needs little memory and can work on endless input.

There are three families. Endless ones: `count`, `cycle`, `repeat`. Those that work through an
input: `chain` joins iterables, `islice` cuts an iterator, `takewhile` and `dropwhile` split at a
condition, `groupby` finds runs of neighbours, `zip_longest` pads; `pairwise` is there since 3.10,
`batched` since 3.12, its `strict` since 3.13. And combinatorics: `product`, `permutations`,
`combinations`.

Traps: an iterator can be read only once. `groupby` groups neighbours only, so sort first if you
want all, and a group is lost as soon as you ask for the next. Not everything is thrifty: `cycle`
keeps a copy of its input, `product` and the combinations read it completely, and `tee` stores what
one copy is ahead of the other.

## Notes

`len(list(group))` would store a run to count it; `sum(1 for …)` doesn't. `round_robin` keeps the
iterators that gave an item for the next round instead of removing others from a list under its
feet, and it catches `StopIteration` around `next` alone: in a generator, one that gets away becomes
a `RuntimeError`.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, groupby, islice, repeat
from typing import Any


def sliding_window(iterable: Iterable[Any], n: int) -> Iterator[tuple[Any, ...]]:
    """Give the tuples of `n` neighbouring items."""
    iterator = iter(iterable)
    window = deque(islice(iterator, n - 1), maxlen=n)
    for item in iterator:
        window.append(item)
        yield tuple(window)


def batched(iterable: Iterable[Any], n: int, *, strict: bool = False) -> Iterator[tuple[Any, ...]]:
    """Cut the input into tuples of `n` items."""
    iterator = iter(iterable)
    while batch := tuple(islice(iterator, n)):
        if strict and len(batch) < n:
            raise ValueError(f"the last batch has {len(batch)} instead of {n} items")
        yield batch


def run_length_encode(iterable: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """Give each run of equal neighbours as its first item and its length."""
    for item, group in groupby(iterable):
        yield item, sum(1 for _ in group)


def run_length_decode(pairs: Iterable[tuple[Any, int]]) -> Iterator[Any]:
    """Give the item of each pair as often as its count says."""
    return chain.from_iterable(repeat(item, count) for item, count in pairs)


def round_robin(*iterables: Iterable[Any]) -> Iterator[Any]:
    """Take one item of each iterable in turn until all have run out."""
    iterators = [iter(iterable) for iterable in iterables]
    while iterators:
        alive = []
        for iterator in iterators:
            try:
                item = next(iterator)
            except StopIteration:
                continue
            yield item
            alive.append(iterator)
        iterators = alive


def powerset(iterable: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Give every choice of the items, the smaller ones first."""
    items = tuple(iterable)
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))
