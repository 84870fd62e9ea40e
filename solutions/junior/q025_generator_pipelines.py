r"""Q25 · Generators: the answer and one way to build it.

## Answer

A generator computes its values one at a time, when they are asked for: `yield` hands one out and
suspends the function with its local state, and `next()` resumes it just there. So the memory used
doesn't grow with the number of values: a generator of a million numbers takes a few hundred bytes,
while a list takes megabytes. The first result comes at once, work that nobody asks for is never
done, and a source may be endless. Generators chain into pipelines, like Unix pipes: one reads
lines, one parses, one filters, and each item goes all the way through before the next is read. That
suits large files and streams.

They don't make the work itself faster: every item costs a resumption, so for small data a list is
often quicker. A generator has no length or index and can be used up only once. A `with` around the
`yield` releases resources also when the consumer stops early, through `close()`.

## Follow-ups

- **What is the difference between `[f(x) for x in xs]` and `(f(x) for x in xs)`?** The list is
  made at once and can be used again; the generator computes each value when it is asked for, and
  once.
- **When is the file closed if the consumer breaks out of its loop?** When the generator is closed
  or collected: in CPython as soon as nothing refers to it, elsewhere some time later. For
  certainty, wrap it in `contextlib.closing`, which closes that stage; a `with` around the open file
  in the consumer is safer still.
- **Do several threads speed up a pipeline of generators?** No: a generator can be resumed by one
  thread at a time, and a second one gets a `ValueError`. Put queues between the stages.

## Notes

In `parse` the `yield` stands outside of both `try` blocks, which are there for bad lines only.
Closing an abandoned pipeline drops its frame, and with it the last reference to the stage before,
which is closed in its turn: at once in CPython, which counts references. Each stage could close its
source itself in a `finally`, which works everywhere but also closes a source that the caller wanted
to go on with. `map` and `filter` are lazy too, but have no `close` and nowhere to count.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One line of a log, parsed."""

    time: int
    level: str
    message: str


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file without their line endings."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")


def parse(lines: Iterable[str], rejected: Counter[str]) -> Iterator[Event]:
    """Yield an event for each good line and count the bad ones in `rejected`."""
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
    """Yield the events whose attributes equal all of `wanted`."""
    for event in events:
        if all(getattr(event, name) == value for name, value in wanted.items()):
            yield event
