"""Q58 · Async iterators: streams that wait, merge and end properly.

Topics: asyncio, iterators, generators, coroutines, exceptions

How do you write an async iterator, and how an async generator? One is a class with two methods, the
other an `async def` with a `yield`, and both are easy until the consumer stops in the middle, a
source fails, or a time limit strikes while an item is on its way. Build one of the first kind and
two of the second.

## Build

`Ticker(interval, count=None)` is an async iterator that gives the ticks 1, 2, 3 and so on. Its time
begins when its first tick is asked for, and tick `n` is due `n * interval` seconds later. A tick
that is due already, because the consumer was busy, is given at once; none is left out. After
`count` ticks, an `int` of 0 or more, the iteration ends for good; with `None` it never does. An
`interval` that is not greater than 0 and a `count` below 0 raise a `ValueError` that names the
value, when the ticker is made.

`merge(*streams)` gives the items of all streams as they come: waiting for one stream holds back
none of the others. Each stream's own order is kept. It ends when all streams have ended, and
without streams at once.

`batch(stream, size, wait)` gives the items of `stream`, in order, as lists of `size` items. If a
batch is not full `wait` seconds after it got its first item, it is given as it is, and so is what
is left when the stream ends. No batch is empty. A `size` below 1 raises a `ValueError` that names
it, when the first batch is asked for or before.

## Rules

- What `merge` and `batch` return has `__aiter__`, `__anext__` and `aclose`, as any async generator.
  Make them async generators themselves (`async def`), or functions that return one.
- A stream is any async iterable. What its `__aiter__` gives may be an async generator, but also an
  iterator that has only `__aiter__` and `__anext__`, like a `Ticker`.
- A stream is asked for its next item only after it gave the one before. `merge` and `batch` ask for
  nothing before they are asked themselves for the first time. While the consumer is busy, they take
  at most two items of each stream that it has not been given.
- Waiting loses nothing: a stream that gives an item after `wait` has run out is not disturbed, and
  the item is in the next batch. If waiting for a tick is cancelled, the `Ticker` gives that tick,
  at the time it is due, when it is asked again.
- If a stream raises, `merge` raises the same exception; if several do, that of one of them. Items
  not yet given are lost. `batch` first gives the items that it has as a last batch, and raises the
  exception when it is asked for the next one.
- The end of a merge or a batch is the end of its streams, whether they came to their end, one
  raised, the consumer called `aclose()`, or the consumer was cancelled while it waited. Before the
  call that brings the end returns or raises, what still waits for an item is cancelled, every
  iterator that has an `aclose` is closed, and its `finally` blocks have run, however long that
  takes. No task is left.
- Time is that of the event loop, `loop.time()`. Nothing may block the loop, and no exception may
  end as "never retrieved".

## Example

    >>> import asyncio, contextlib
    >>> async def letters(text):
    ...     for letter in text:
    ...         yield letter
    >>> async def main():
    ...     print([tick async for tick in Ticker(0.001, count=3)])
    ...     print([part async for part in batch(letters("abcde"), size=2, wait=1)])
    ...     async with contextlib.aclosing(merge(letters("ab"), Ticker(3600))) as merged:
    ...         print([await anext(merged), await anext(merged)])
    >>> asyncio.run(main())
    [1, 2, 3]
    [['a', 'b'], ['c', 'd'], ['e']]
    ['a', 'b']
"""

from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any


class Ticker:
    """Gives the ticks 1, 2, 3 and so on, one every `interval` seconds."""

    def __init__(self, interval: float, count: int | None = None) -> None:
        """End after `count` ticks, or never."""
        raise NotImplementedError

    def __aiter__(self) -> "Ticker":
        """Give the iterator, which is the ticker itself."""
        raise NotImplementedError

    async def __anext__(self) -> int:
        """Wait for the next tick."""
        raise NotImplementedError


def merge(*streams: AsyncIterable[Any]) -> AsyncGenerator[Any, None]:
    """Give the items of all streams as they come."""
    raise NotImplementedError


def batch(stream: AsyncIterable[Any], size: int, wait: float) -> AsyncGenerator[list[Any], None]:
    """Give the items of a stream in lists."""
    raise NotImplementedError
