"""Q25 · Generators: a pipeline that never holds the whole file.

Topics: generators, pipelines, iterators, files, memory

"How do generators improve performance?" is easy to answer with a slogan. The proof is a pipeline
in which every line of a large log travels through all stages before the next line is even read.

## Build

An event is one line of a log: `1712,ERROR,disk full`. The class `Event` is given.

`read_lines(path)` gives the lines of a UTF-8 text file as strings without their line ending, which
is `\\n` or `\\r\\n` (no `\\r` stands alone). Nothing else is cut off: blank lines, spaces and tabs
stay. The last line may lack its line ending.

`parse(lines, rejected)` gives an `Event` for every good line. A good line has at least two commas.
What stands before the first is the time, text that `int()` accepts; between the first two stands
the level; the rest, further commas included, is the message. Every bad line is skipped and counted
in `rejected`, a `collections.Counter`: under `"fields"` if it has fewer than two commas, otherwise
under `"time"`. It is counted when it is met, not at the end.

`only(events, **wanted)` gives the events whose attributes equal all the keywords:
`only(events, level="ERROR", time=1712)`. Without keywords it gives every event.

`merge_sorted(*iterables, key=None)` merges any number of iterables, each already in ascending
order, into one ascending run. With `key`, it compares `key(item)` instead of the item. The merge is
stable: of items that compare equal, those of an earlier iterable come first, and items of one
iterable keep their order. Without iterables it gives nothing.

`count_by(items, key)` is the end of a pipeline: it reads all items and returns a plain `dict` from
`key(item)` to the number of items with that key, in the order in which the keys first appeared.

## Rules

- The first four return generators. Calling them does nothing yet: the file is opened, and the first
  item of a source is read, when the first result is asked for.
- A stage reads an item of its source only when it needs it for the next result. `merge_sorted` may
  hold one item of each iterable beyond those that it has given.
- The file is closed when its lines have run out, and also when the pipeline is abandoned:
  `close()` on the last generator of a pipeline, whose other stages nobody else refers to, closes
  the file of `read_lines` at once.
- Memory stays flat: two files of 3 MB with lines of 10 kB, read, parsed, merged, filtered and
  counted, take less than 300 kB at the peak.
- The standard library may be used freely.

## Example

    >>> from collections import Counter
    >>> lines = ["3,INFO,started", "oops", "7,ERROR,disk full, really", "noon,INFO,lunch"]
    >>> rejected = Counter()
    >>> for event in only(parse(lines, rejected), level="ERROR"):
    ...     print(event)
    Event(time=7, level='ERROR', message='disk full, really')
    >>> dict(rejected)
    {'fields': 1, 'time': 1}
    >>> list(merge_sorted([1, 4, 9], [2, 3, 10]))
    [1, 2, 3, 4, 9, 10]
    >>> count_by(["kiwi", "fig", "plum"], key=len)
    {4: 2, 3: 1}
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One line of a log, parsed. Given: nothing to do here."""

    time: int
    level: str
    message: str


def read_lines(path: Path) -> Iterator[str]:
    """Give the lines of a text file, without their line endings."""
    raise NotImplementedError


def parse(lines: Iterable[str], rejected: Counter[str]) -> Iterator[Event]:
    """Give an event for every good line and count the bad ones in `rejected`."""
    raise NotImplementedError


def only(events: Iterable[Event], **wanted: Any) -> Iterator[Event]:
    """Give the events whose attributes equal all of `wanted`."""
    raise NotImplementedError


def merge_sorted(
    *iterables: Iterable[Any], key: Callable[[Any], Any] | None = None
) -> Iterator[Any]:
    """Merge iterables in ascending order into one ascending run, stably."""
    raise NotImplementedError


def count_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, int]:
    """Count the items by their key."""
    raise NotImplementedError
