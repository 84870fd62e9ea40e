"""Q58 · Async iterators: the answer and one way to build it.

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

## Notes

`_Source` keeps one task for the next item of a stream; `take` asks for the one after before it
hands an item out, so a stream is one item ahead. The task must be over before `aclose`, which a
running generator refuses. `return_exceptions=True` also picks up the exceptions nobody wanted. The
ticker counts after it has slept, and sleeps until a due time, so it neither drifts nor loses ticks.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any


class Ticker:
    """Gives the ticks 1, 2, 3 and so on, one every `interval` seconds."""

    def __init__(self, interval: float, count: int | None = None) -> None:
        """End after `count` ticks, or never."""
        if interval <= 0:
            raise ValueError(f"the interval must be greater than 0, not {interval!r}")
        if count is not None and count < 0:
            raise ValueError(f"the count must not be below 0, but is {count!r}")
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


class _Source:
    """A stream's iterator and the task that waits for its next item."""

    def __init__(self, stream: AsyncIterable[Any]) -> None:
        self.iterator = aiter(stream)
        self.ask()

    def ask(self) -> None:
        self.task = asyncio.create_task(self._next())

    async def _next(self) -> Any:
        return await anext(self.iterator)

    def take(self) -> Any:
        """Give the item that has come, or raise what the iterator raised."""
        item = self.task.result()
        self.ask()
        return item

    async def aclose(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        if hasattr(self.iterator, "aclose"):
            await self.iterator.aclose()


async def merge(*streams: AsyncIterable[Any]) -> AsyncGenerator[Any, None]:
    """Give the items of all streams as they come."""
    async with contextlib.AsyncExitStack() as stack:
        sources = []
        for stream in streams:
            source = await stack.enter_async_context(contextlib.aclosing(_Source(stream)))
            sources.append(source)
        while sources:
            tasks = [source.task for source in sources]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for source in [source for source in sources if source.task.done()]:
                try:
                    item = source.take()
                except StopAsyncIteration:
                    sources.remove(source)
                else:
                    yield item


async def batch(
    stream: AsyncIterable[Any], size: int, wait: float
) -> AsyncGenerator[list[Any], None]:
    """Give the items of a stream in lists."""
    if size < 1:
        raise ValueError(f"the size must be at least 1, not {size!r}")
    time = asyncio.get_running_loop().time
    async with contextlib.aclosing(_Source(stream)) as source:
        while True:
            items, timeout = [], None
            while len(items) < size:
                done, _ = await asyncio.wait([source.task], timeout=timeout)
                if not done or (items and source.task.exception()):
                    break
                try:
                    items.append(source.take())
                except StopAsyncIteration:
                    return
                if len(items) == 1:
                    deadline = time() + wait
                timeout = deadline - time()
            yield items
