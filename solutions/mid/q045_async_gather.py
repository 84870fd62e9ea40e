r"""Q45 · Asyncio: the answer and one way to build it.

## Answer

Asyncio runs many coroutines on one event loop in one thread. Calling an `async def` function only
makes a coroutine object. `await` suspends it until the result is there, and the loop runs others
meanwhile. That suits many waits at once, for HTTP, databases or websockets, and costs far less than
a thread each. It doesn't speed up computing, and one blocking call stops everything: hand it to
`asyncio.to_thread`.

`asyncio.run` starts the loop, runs the main coroutine and closes the loop. Awaiting one coroutine
after the other gives no concurrency: start tasks in an `asyncio.TaskGroup`, there since 3.11. When
one fails, the group cancels the others, waits for them and raises an `ExceptionGroup`. The older
`asyncio.gather` gives the results in order, but leaves the other tasks running when one fails. Use
`asyncio.timeout` for deadlines and a `Semaphore` to limit how many run, and let `CancelledError`
through.

## Follow-ups

- **Why keep a reference to what `create_task` returns?** The loop holds its tasks weakly, so one
  that nobody refers to may be collected half-way. A `TaskGroup` keeps its tasks.
- **What does `task.cancel()` do?** It asks: at its next step the task gets a `CancelledError` where
  it waits. Cleaning up may take time, or fail, so await the task afterwards.
- **How do you look into a program that hangs?** Debug mode reports slow callbacks, and since 3.14
  `python -m asyncio pstree PID` shows which task awaits which.

## Notes

Each worker takes factory after factory and ends at a failure, so its place is not passed on. With
a `Semaphore` it would be: the failing task lets the next one in before anybody hears of the
failure. `asyncio.wait` cancels nothing of its own accord, so that `_end` cancels each task exactly
once; a second `cancel()` would break into a `finally` block that still awaits something. A
`TaskGroup` does much of this in less code. But it raises what a task raised while cleaning up, even
where the call itself was cancelled.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any


async def gather_limited(
    factories: list[Callable[[], Coroutine[Any, Any, Any]]], limit: int
) -> list[Any]:
    """Await what the factories return, at most `limit` at a time, and list the results."""
    waiting = deque(enumerate(factories))
    results: list[Any] = [None] * len(waiting)
    errors: list[Exception] = []

    async def work() -> None:
        while waiting:
            place, factory = waiting.popleft()
            try:
                results[place] = await factory()
            except Exception as error:
                errors.append(error)
                raise

    workers = [asyncio.create_task(work()) for _ in results[:limit]]
    try:
        if workers:
            await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        waiting.clear()
        await _end(workers)
    if errors:
        raise errors[0]
    return results


async def first_success(*awaitables: Awaitable[Any]) -> Any:
    """Return the first result, or raise all exceptions as a group."""
    tasks = [asyncio.create_task(awaitable) for awaitable in awaitables]
    try:
        for earliest in asyncio.as_completed(tasks):
            with suppress(Exception):
                return await earliest
        raise ExceptionGroup("nothing succeeded", [task.exception() for task in tasks])
    finally:
        await _end(tasks)


async def _end(tasks: list[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
