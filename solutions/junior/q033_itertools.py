r"""Q33 · itertools: the answer and one way to build it.

## Answer

`itertools` holds fast building blocks for iterators, written in C. All are lazy: they pass on an
item when asked, so a pipeline needs little memory and can work on endless input.

There are three families. Endless ones: `count`, `cycle`, `repeat`. Those that work through an
input: `chain` joins iterables, `islice` cuts an iterator, `takewhile` and `dropwhile` split at a
condition, `groupby` finds runs of neighbours, `accumulate` gives running totals, `zip_longest`
pads; `pairwise` is there since 3.10, `batched` since 3.12, its `strict` since 3.13. And
combinatorics: `product`, `permutations`, `combinations`.

Traps: an iterator can be read only once. `groupby` groups neighbours only, so sort first if you
want all, and a group is lost as soon as you ask for the next. Not everything is thrifty: `cycle`
keeps a copy of its input, `product` and the combinations read it completely, and `tee` stores what
one copy is ahead of the other.

## Follow-ups

- **Why does `list(groupby(items))` show empty groups?** All groups read from one iterator, and
  each is skipped when the next is asked for. Use up a group before you go on.
- **When would you write a generator instead?** When a step has conditions or a state of its own: a
  loop with names says more than four nested calls. Both are lazy.
- **May two threads share one of these iterators?** Not without a lock: one may skip items or fail,
  as two calls of `next` overlap. Python 3.15 has `threading.serialize_iterator` for that.
- **Can you copy an iterator to go back?** Not with `copy`: since 3.14 these iterators cannot be
  copied or pickled. `tee` gives independent copies and stores what lies between them.

## Notes

`len(list(group))` would store a run to count it; `sum(1 for …)` doesn't. `powerset` could return
`chain.from_iterable(…)` at once, but then it would read its input at the call; as a generator it
waits. `round_robin` keeps for the next round the iterators that gave an item, instead of removing
others from a list under its feet. A `deque` that is rotated does the same with less copying, and is
harder to read. `StopIteration` is caught around `next` alone: in a generator, one that gets away
becomes a `RuntimeError`.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, islice
from typing import Any


def sliding_window(iterable: Iterable[Any], n: int) -> Iterator[tuple[Any, ...]]:
    """Give the tuples of `n` neighbouring items."""
    iterator = iter(iterable)
    window = deque(islice(iterator, n - 1), maxlen=n)
    for item in iterator:
        window.append(item)
        yield tuple(window)


def run_length_encode(iterable: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """Give each run of equal neighbours as its first item and its length."""
    for item, group in groupby(iterable):
        yield item, sum(1 for _ in group)


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
    for size in range(len(items) + 1):
        yield from combinations(items, size)
