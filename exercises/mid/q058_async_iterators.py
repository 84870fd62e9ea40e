r"""Q58 · Async iterators: one that keeps time, and one that waits for more.

Topics: asyncio, iterators, generators, coroutines

How do you write an async iterator, and how an async generator? One is a class with two methods, the
other an `async def` with a `yield`. Both are easy until the consumer stops in the middle, or a time
limit strikes meanwhile. Build one of each.

## Build

`Ticker(interval, count=None)` is an async iterator that gives the ticks 1, 2, 3 and so on, for an
`interval` of more than 0 seconds.

- Its time begins when its first tick is asked for, and tick `n` is due `n * interval` seconds
  later.
- A tick that is due already, because the consumer was busy, is given at once, and none is left out.
- A tick is not lost if waiting for it is cancelled: it is given when the ticker is asked again, at
  the time that it is due.
- After `count` ticks, 0 or more, the iteration ends for good.
- Without a `count`, it never ends.

`batch(stream, size, wait)` returns an async generator. It gives the items of `stream`, an async
generator of texts and `None`s, in their order, as lists.

- A batch is given as soon as it has `size` items, 1 or more.
- A batch that is not full is given `wait` seconds, more than 0, after its first item came.
- An item that is on its way at that time comes in the next batch.
- When the stream ends, the items that are left are given at once.
- No batch is empty.

## Rules

- After `aclose()`, the stream is closed: its own `aclose()` has run to its end, and no task of
  `batch` is left.
- Time is that of the event loop, `loop.time()`.

## Left open

Other arguments, and streams that raise. How far `batch` reads ahead while its consumer is busy, and
when `wait` then begins. An item that comes at the very moment that time is up. A cancellation of a
consumer that waits for a batch. `aclose()` before the first batch was asked for, or while the
stream is ending by itself. Several tasks that ask one iterator, the task that the stream runs in,
and code that blocks the loop.

## Example

    >>> import asyncio
    >>> async def letters(text):
    ...     for letter in text:
    ...         yield letter
    >>> async def main():
    ...     print([tick async for tick in Ticker(0.001, count=3)])
    ...     print([part async for part in batch(letters("abcde"), size=2, wait=1)])
    >>> asyncio.run(main())
    [1, 2, 3]
    [['a', 'b'], ['c', 'd'], ['e']]
"""

from collections.abc import AsyncGenerator
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


def batch(
    stream: AsyncGenerator[Any, None], size: int, wait: float
) -> AsyncGenerator[list[Any], None]:
    """Give the items of a stream in lists."""
    raise NotImplementedError
