r"""Q101 · Tasks and futures: one result, and everybody who waits for it.

Topics: asyncio, futures, coroutines, exceptions

How do tasks and futures work together in Python? A future is a result that is not there yet, and a
task is a future that runs a coroutine for it. Two jobs for both: an old library reports its results
by a callback, from a thread of its own: make that awaitable. A hundred requests want the same
costly value: compute it once, also when some are cancelled.

## Build

`await from_callback(start)` calls `start(done)`, and waits until `done` is called.

- After `done(result)` it returns that object, after `done()` it returns None, and after
  `done(error=exception)` it raises that very exception.
- `start` may return a function without arguments that stops what was started, or None.

`class SingleFlight` has the method `await run(key, factory)`, for any hashable key.

- If no task runs for the key, it calls `factory()`, and runs the coroutine that this returns in a
  task.
- If a task runs for the key, it waits for that one, and its own `factory` is not called.
- It returns the result of the task, the same object to all who wait.
- If the task raises an exception, all who wait get the same exception object.
- If `factory()` itself raises, the call raises that exception, and no task runs for the key.

## Rules

- `done` can be called from any thread, and before `start` has returned.
- Only its first call counts.
- A call that comes too late has no effect and raises nothing: after the awaiting was cancelled,
  after `start` raised, or when the event loop is closed.
- When the awaiting is cancelled before `done` was called, the function that `start` returned is
  called, once.
- It is not called in any other case.
- If `start` raises, so does `from_callback`, with the same exception object.
- When a task of a `SingleFlight` has ended, the next call for its key runs a new one.
- A call of `run` that is cancelled raises `asyncio.CancelledError`, and the others that wait for
  the task still get their result, whoever called first.
- If nobody else waits for the task, it is cancelled too.
- The call then raises when the task has ended, also if the task raises in a `finally` block.
- After a task was cancelled, the next call for its key runs a new one, even while the old one still
  runs.
- Calls that follow share the new one, also after the old one has ended.
- Two objects of `SingleFlight` share no tasks.
- When no task runs for a key, a `SingleFlight` holds no reference to the key or to a result.
- What a cancelled task raises in a `finally` block is not reported as "never retrieved".

## Left open

- A stopping function that is false or raises, and errors that are false, `StopIteration` or
  `CancelledError`.
- A second cancellation, and one just when `done` is called or a result comes.
- Calls of `done` before `start` raises.
- A task that raises `CancelledError` itself, goes on when cancelled, or is cancelled otherwise.
- A coroutine that runs its own key, several event loops, and loops closed while a call waits.

## Example

    >>> import asyncio, threading
    >>> def start(done):
    ...     threading.Thread(target=done, args=("from afar",)).start()
    >>> asyncio.run(from_callback(start))
    'from afar'
    >>> async def load():
    ...     print("loading")
    ...     return "value"
    >>> async def main():
    ...     flight = SingleFlight()
    ...     return await asyncio.gather(flight.run("key", load), flight.run("key", load))
    >>> asyncio.run(main())
    loading
    ['value', 'value']
"""

from collections.abc import Callable, Coroutine, Hashable
from typing import Any


async def from_callback(start: Callable[[Callable[..., None]], Callable[[], Any] | None]) -> Any:
    """Await what `start` reports to the callback that it is given."""
    raise NotImplementedError


class SingleFlight:
    """Runs one task for all who want the same thing at the same time."""

    def __init__(self) -> None:
        raise NotImplementedError

    async def run(self, key: Hashable, factory: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Return the result of the task that runs for the key, or of a new one."""
        raise NotImplementedError
