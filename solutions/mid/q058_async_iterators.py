r"""Q58 · Async iterators: the answer and one way to build it.

## Answer

An async iterator has `__aiter__`, a plain method that returns the iterator, and `__anext__`, a
coroutine that returns the next item or raises `StopAsyncIteration`. `async for` awaits it, so the
loop does other work while an item is on its way: rows from a database cursor, messages from a
websocket. An async generator, an `async def` with `yield`, gives all that for free, and I use it
unless there is state to keep apart, or a wait must survive being cancelled.

Closing needs care. Leaving an `async for` early does not close the generator: its `finally` runs
only when it is collected, or the loop shuts down. `contextlib.aclosing` closes it on time.
Cancelling a pending `__anext__`, as `asyncio.wait_for` does, ends a generator for good, so keep the
request in a task and wait for that with `asyncio.wait`.

Between producers and a consumer in different tasks stands an `asyncio.Queue`, with a `maxsize` so
that a fast producer has to wait.

## Follow-ups

- **Why is `__aiter__` not a coroutine?** `async for` calls it without awaiting it; only `__anext__`
  may wait. What has to be awaited first belongs in the first `__anext__`, or in an `async with`
  around the loop.
- **Does `[x async for x in stream]` run anything at the same time?** No, it takes one item after
  the other; only other tasks run in between.
- **Who closes an async generator that nobody closes?** The loop's hooks
  (`sys.set_asyncgen_hooks`): a collected one is closed in a new task, and `asyncio.run` closes the
  rest at its end, too late for a connection that was to go back to its pool.

## Notes

`batch` keeps one task for the item on its way, also from one batch to the next, and asks for an
item only when it wants one. That task must be over before `aclose`, which a running generator
refuses. A task of its own that pumps the stream into a queue would read ahead while the consumer
works, but has to carry the end through the queue. `Ticker` counts after it has slept, and sleeps
until a due time, so it neither drifts nor loses a tick.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

_END = object()


class Ticker:
    """Gives the ticks 1, 2, 3 and so on, one every `interval` seconds."""

    def __init__(self, interval: float, count: int | None = None) -> None:
        """End after `count` ticks, or never."""
        self._interval = interval
        self._count = count
        self._given = 0
        self._start: float | None = None

    def __aiter__(self) -> "Ticker":
        """Give the iterator, which is the ticker itself."""
        return self

    async def __anext__(self) -> int:
        """Wait for the next tick."""
        if self._given == self._count:
            raise StopAsyncIteration
        now = asyncio.get_running_loop().time()
        if self._start is None:
            self._start = now
        tick = self._given + 1
        await asyncio.sleep(self._start + tick * self._interval - now)
        self._given = tick
        return tick


async def _next(stream: AsyncGenerator[Any, None]) -> Any:
    return await anext(stream, _END)


async def batch(
    stream: AsyncGenerator[Any, None], size: int, wait: float
) -> AsyncGenerator[list[Any], None]:
    """Give the items of a stream in lists."""
    time = asyncio.get_running_loop().time
    item = coming = None
    try:
        while item is not _END:
            items, timeout = [], None
            while len(items) < size:
                coming = coming or asyncio.create_task(_next(stream))
                done, _ = await asyncio.wait([coming], timeout=timeout)
                if not done:
                    break
                item, coming = coming.result(), None
                if item is _END:
                    break
                items.append(item)
                if len(items) == 1:
                    deadline = time() + wait
                timeout = deadline - time()
            if items:
                yield items
    finally:
        if coming:
            coming.cancel()
            await asyncio.wait([coming])
        await stream.aclose()
