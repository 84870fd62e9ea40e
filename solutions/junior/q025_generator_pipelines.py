"""Q25 · Generators: the answer and one way to build it.

## Answer

A generator computes its values one at a time, when they are asked for: `yield` hands one out and
suspends the function with its local state, and `next()` resumes it just there. So the memory used
doesn't grow with the number of values: a generator of a million numbers takes a few hundred bytes,
while a list takes megabytes. The first result comes at once, work that nobody asks for is never
done, and a source may be endless. Generators chain into pipelines, like Unix pipes: one reads
lines, one parses, one filters, and each item goes all the way through before the next is read.
That suits large files and streams.

They don't make the work itself faster: every item costs a resumption, so for small data a list is
often quicker. A generator has no length or index and can be used up only once. A `with` around the
`yield` releases resources also when the consumer stops early, through `close()`.

## Notes

`heapq.merge` is lazy and stable, and holds one item a source. `yield from` makes `merge_sorted` a
generator function like the others. In `parse` the `yield` stands outside of both `try` blocks,
which are there for bad lines only. Closing an abandoned pipeline drops its frame, and with it the
last reference to the stage before, which is closed in its turn: at once in CPython, which counts
references.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One line of a log, parsed."""

    time: int
    level: str
    message: str


def read_lines(path: Path) -> Iterator[str]:
    """Give the lines of a text file, without their line endings."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")


def parse(lines: Iterable[str], rejected: Counter[str]) -> Iterator[Event]:
    """Give an event for every good line and count the bad ones in `rejected`."""
    for line in lines:
        try:
            time, level, message = line.split(",", maxsplit=2)
        except ValueError:
            rejected["fields"] += 1
            continue
        try:
            seconds = int(time)
        except ValueError:
            rejected["time"] += 1
            continue
        yield Event(seconds, level, message)


def only(events: Iterable[Event], **wanted: Any) -> Iterator[Event]:
    """Give the events whose attributes equal all of `wanted`."""
    for event in events:
        if all(getattr(event, name) == value for name, value in wanted.items()):
            yield event


def merge_sorted(
    *iterables: Iterable[Any], key: Callable[[Any], Any] | None = None
) -> Iterator[Any]:
    """Merge iterables in ascending order into one ascending run, stably."""
    yield from heapq.merge(*iterables, key=key)


def count_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, int]:
    """Count the items by their key."""
    return dict(Counter(map(key, items)))
