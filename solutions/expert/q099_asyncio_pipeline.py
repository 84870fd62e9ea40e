r"""Q99 · Asyncio: the answer and one way to build it.

## Answer

asyncio runs many coroutines in one thread. `asyncio.run(main())` starts an event loop; it runs a
task until that awaits something that is not ready, such as a socket or a timer, and meanwhile runs
others. So I/O does not block, and thousands of connections fit into a thread. A future is a result
to come, a task a future that drives a coroutine.

Concurrency has to be asked for: two awaits one after the other take turns. `create_task` starts a
coroutine in the background, and one keeps the task. `gather` collects results in order; when one
fails, the others run on. Since 3.11 I prefer a `TaskGroup`: it cancels the rest, awaits it and
raises an `ExceptionGroup`. `asyncio.timeout`, also of 3.11, limits any block. A bounded
`asyncio.Queue` connects producers with consumers and gives back-pressure; a `Semaphore` limits how
many run.

The libraries must be asynchronous too: httpx or aiohttp, asyncpg. Blocking calls go to
`asyncio.to_thread`, computing goes to processes.

## Follow-ups

- **How do you end workers that wait on a queue?** With a mark for the end that each passes on, by
  cancelling them after `queue.join()`, or, since 3.13, with `queue.shutdown()`.
- **Why must an async generator be closed?** Its `finally` may await. If nobody calls `aclose()`,
  that happens when the collector or `asyncio.run` gets to it: late, and in another task.
- **Why not `except Exception: pass` around a stage?** `CancelledError` passes it, since 3.8, but
  the error is lost. Catch what you expect, and turn it into a result.

## Notes

Each entry carries its place in the source, so items may overtake each other and are put in order
only at the end. The mark for the end goes round among the workers of a stage; a task of its own
passes it to the next queue when all of them have ended. That keeps all tasks in one group, where a
`TaskGroup` for each stage would nest the exceptions. The order of the managers matters: the timeout
stands around the group and turns the cancellation into `TimeoutError` when all tasks have ended,
and the source is closed last, when nobody reads it any more. A generator that yields results as
they come would save memory, at the price of holding everything up whenever its consumer is slow.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, NamedTuple

_END: Any = object()  # stands in a queue after its last item


class Stage(NamedTuple):
    """A step of a pipeline."""

    func: Callable[[Any], Awaitable[Any]]
    workers: int = 1


async def run_pipeline(
    source: AsyncGenerator[Any, None],
    stages: list[Stage],
    *,
    queue_size: int = 1,
    timeout: float | None = None,
) -> list[Any]:
    """Send the items of the source through all stages, and list the results in their order."""
    for number in (queue_size, *(stage.workers for stage in stages)):
        if number < 1:
            raise ValueError(f"queue_size and workers must be at least 1, got {number!r}")
    results: dict[int, Any] = {}
    async with aclosing(source), asyncio.timeout(timeout), asyncio.TaskGroup() as group:
        queue: asyncio.Queue[Any] = asyncio.Queue(queue_size)
        group.create_task(_feed(source, queue))
        for func, count in stages:
            inbox, queue = queue, asyncio.Queue(queue_size)
            workers = [group.create_task(_work(func, inbox, queue)) for _ in range(count)]
            group.create_task(_end(workers, queue))
        while (entry := await queue.get()) is not _END:
            place, result = entry
            results[place] = result
    return [results[place] for place in sorted(results)]


async def _feed(source: AsyncGenerator[Any, None], outbox: asyncio.Queue[Any]) -> None:
    place = 0
    async for item in source:
        await outbox.put((place, item))
        place += 1
    await outbox.put(_END)


async def _work(func: Callable, inbox: asyncio.Queue[Any], outbox: asyncio.Queue[Any]) -> None:
    while (entry := await inbox.get()) is not _END:
        place, item = entry
        await outbox.put((place, await func(item)))
    await inbox.put(_END)  # for the next worker


async def _end(workers: list[asyncio.Task[None]], outbox: asyncio.Queue[Any]) -> None:
    await asyncio.wait(workers)
    await outbox.put(_END)
