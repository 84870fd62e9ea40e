r"""Q25 · Generators: a pipeline that never holds the whole file.

Topics: generators, pipelines, iterators, files, memory

How do generators improve performance? The answer is best shown by a pipeline. Write the three
stages of one, in which each line of a large log travels through all of them before the next is
read.

## Build

`read_lines(path)` yields the lines of the text file at `path`, a `Path`, as strings without their
line endings. The file is UTF-8, on every machine. Each line ends with `\n`, which the last one may
lack. Blank lines are yielded too, and a line keeps all its spaces and tabs.

`parse(lines, rejected)` yields an `Event`, which is given, for each good line, such as
`1712,ERROR,disk full`. Before the first comma stands the time in digits, which becomes an `int`.
Between the first two commas stands the level, a word. The rest is the message, with all its commas.
A bad line is skipped and counted in `rejected`, a `collections.Counter`. A line with fewer than two
commas counts under `"fields"`, whatever its time is. Any other line whose time is not a whole
number counts under `"time"`.

`only(events, **wanted)` yields the events whose attributes equal all the keywords, as in
`only(events, level="ERROR", time=1712)`. The values are numbers and strings. Without keywords it
yields every event.

## Rules

- Each of the three functions returns a generator.
- A call alone opens no file and reads no item of its source.
- `parse` and `only` read an item of their source only when the next result is asked for and needs
  it.
- A bad line is counted before the next line is read.
- The file is closed when its lines have run out.
- `close()` on the generator of `read_lines` closes the file too.
- To read, parse and filter a file of 3 MB with lines of 10 kB takes less than 300 kB of memory at
  the peak.

## Left open

Other characters that could end a line, a byte order mark, a file that is not UTF-8, a time with a
sign, blanks, underscores, digits of other scripts or more than 4,300 digits, a source that raises,
and keywords that name no attribute.

## Example

    >>> from collections import Counter
    >>> lines = ["3,INFO,started", "oops", "7,ERROR,disk full, really", "noon,INFO,lunch"]
    >>> rejected = Counter()
    >>> for event in only(parse(lines, rejected), level="ERROR"):
    ...     print(event)
    Event(time=7, level='ERROR', message='disk full, really')
    >>> rejected["fields"], rejected["time"]
    (1, 1)
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One line of a log, parsed. Given: nothing to do here."""

    time: int
    level: str
    message: str


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file without their line endings."""
    raise NotImplementedError


def parse(lines: Iterable[str], rejected: Counter[str]) -> Iterator[Event]:
    """Yield an event for each good line and count the bad ones in `rejected`."""
    raise NotImplementedError


def only(events: Iterable[Event], **wanted: Any) -> Iterator[Event]:
    """Yield the events whose attributes equal all of `wanted`."""
    raise NotImplementedError
