r"""Q101 · Tasks and futures: the answer and one way to build it.

## Answer

A future is a result that is not available yet: it is pending, and ends once, with a result, an
exception or a cancellation. Awaiting it suspends until then. `asyncio.Future` belongs to one event
loop and is not thread-safe. One seldom makes it oneself, mainly to bridge callback code. The
`concurrent.futures.Future` of thread and process pools is another class, whose `result()` blocks;
`asyncio.wrap_future` turns it into the other kind.

A task is a future that drives a coroutine. `create_task` schedules it; it does not run before the
loop gets control, unless the loop has the eager task factory of 3.12. Keep a reference, as the loop
holds tasks weakly. `task.cancel()` asks: it raises `CancelledError` in the coroutine at its next
step, which may clean up first.

To coordinate, a `TaskGroup` awaits several tasks and cancels the rest when one fails; `gather`
returns results in order; `wait` tells what is done, and cancels nothing; `shield` protects a task
from its waiter.

## Follow-ups

- **How does a thread hand a result to the loop?** By `loop.call_soon_threadsafe`, or a whole
  coroutine by `asyncio.run_coroutine_threadsafe`. Setting the future directly is a race, and does
  not wake a sleeping loop.
- **What happens to a task that you await when you are cancelled?** It is cancelled too, as `await
  task` passes the cancellation on. With `asyncio.wait` or `shield` it runs on.
- **Why is "exception was never retrieved" reported so late?** The future finds out when it is
  collected that nobody asked for its exception.
- **What would you add for several servers?** A lock in Redis or a row in the database for the key;
  within the process this stays as it is.

## Notes

`done` only passes its call on to the loop, in the order of the calls; `settle` runs there and looks
whether the future still waits. `SingleFlight` waits with `asyncio.wait`, which leaves the task
alone. `shield` would do that as well, but then a task that fails after one of its waiters was
cancelled may be reported as an error that nobody handled. The number of callers decides who cancels
the task, and the entry goes as soon as that number is zero, so a task that still cleans up is found
by nobody. An entry is removed only if it is the caller's own.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from contextlib import suppress
from typing import Any


async def from_callback(start: Callable[[Callable[..., None]], Callable[[], Any] | None]) -> Any:
    """Await what `start` reports to the callback that it is given."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def done(result: Any = None, error: BaseException | None = None) -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(settle, result, error)

    stop = None
    try:
        stop = start(done)
        return await future
    except asyncio.CancelledError:
        if stop is not None:
            stop()
        raise
    finally:
        future.cancel()  # if `start` raised: then nothing comes of `done`


class _Flight:
    """A task and the number of calls that wait for it."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self.task, self.callers = task, 0


class SingleFlight:
    """Runs one task for all who want the same thing at the same time."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}

    async def run(self, key: Hashable, factory: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Return the result of the task that runs for the key, or of a new one."""
        flight = self._flights.get(key)
        if flight is None or flight.task.done():
            flight = self._flights[key] = _Flight(asyncio.create_task(factory()))
        flight.callers += 1
        try:
            await asyncio.wait([flight.task])
        finally:
            flight.callers -= 1
            if not flight.callers:
                if self._flights.get(key) is flight:
                    del self._flights[key]
                flight.task.cancel()
                await asyncio.gather(flight.task, return_exceptions=True)
        return flight.task.result()
