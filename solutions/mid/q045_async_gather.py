"""Q45 · Asyncio: the answer and one way to build it.

## Answer

Asyncio runs many coroutines on one event loop in one thread. Calling an `async def` function only
makes a coroutine object. `await` suspends it until the awaited thing is ready without blocking the
thread, so the loop runs other coroutines meanwhile. That suits many concurrent waits, such as HTTP,
databases or websockets, with far less overhead than a thread each. It doesn't speed up computing,
and one blocking call stops everything: move it off with `asyncio.to_thread`. `asyncio.run` starts
the loop, runs the main coroutine and closes the loop. Awaiting coroutines one after the other gives
no concurrency; make tasks, or use `asyncio.gather`, which runs them together and keeps the order.
When one fails, a plain `gather` leaves the others running; `asyncio.TaskGroup`, from 3.11 on,
cancels and awaits them and raises an `ExceptionGroup`. Set deadlines with `asyncio.timeout`, limit
concurrency with a `Semaphore`, and never swallow `CancelledError`.

## Notes

Cancelling only asks; somebody has to wait until it has happened. A `TaskGroup` does both and keeps
exceptions in the order of time, so the first of its group is the one to raise. It also cancels each
task only once: a second `cancel()` would break into a `finally` block that still awaits something.
`gather(return_exceptions=True)` is safe in `fetch_all`, since it never ends before all its tasks,
also when it is cancelled. `asyncio.timeout` acts inside the fetch's own task, so one late fetch
leaves the rest alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any


async def gather_limited(
    factories: Iterable[Callable[[], Coroutine[Any, Any, Any]]], limit: int
) -> list[Any]:
    """Await what the factories return, at most `limit` at a time, and list the results."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    places = asyncio.Semaphore(limit)

    async def run(factory: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        async with places:
            return await factory()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run(factory)) for factory in factories]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def fetch_all(
    fetch: Callable[[str], Coroutine[Any, Any, Any]], urls: Iterable[str], timeout: float
) -> tuple[dict[str, Any], dict[str, Exception]]:
    """Fetch all URLs at once and sort them into pages and errors."""

    async def attempt(url: str) -> Any:
        async with asyncio.timeout(timeout):
            return await fetch(url)

    unique = list(dict.fromkeys(urls))
    outcomes = await asyncio.gather(*map(attempt, unique), return_exceptions=True)
    pages, errors = {}, {}
    for url, outcome in zip(unique, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            errors[url] = outcome
        else:
            pages[url] = outcome
    return pages, errors


async def first_success(*awaitables: Awaitable[Any]) -> Any:
    """Return the first result, or raise all exceptions as a group."""
    if not awaitables:
        raise ValueError("there is nothing to wait for")
    tasks = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        for earliest in asyncio.as_completed(tasks):
            with suppress(Exception):
                return await earliest
        raise ExceptionGroup("nothing succeeded", [task.exception() for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
