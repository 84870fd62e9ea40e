r"""Q100 · Coroutines: write the event loop that runs them.

Topics: coroutines, event-loop, exceptions, queues

What are coroutines, and how are they useful? "They pause at `await`" is the start of an answer. Who
lets them go on, and when? Write the loop that does it, without asyncio.

## Build

`class Loop(clock, wait)` runs coroutines in turn. `clock()` returns the time in seconds, and
`wait(seconds)` lets time pass.

- `run(coroutine)` runs the coroutine as the task `"main"`, and returns its result or raises its
  exception. It may be called again, and after `spawn`.
- `spawn(coroutine, name)` makes a task of the coroutine and returns the task. The coroutine begins
  when its turn comes, not before.
- `await sleep(seconds)` suspends the task for that time.
- `await join(task)` waits until the task has ended. It returns the task's result or raises its
  exception, `Cancelled` included.
- `cancel(task)` makes the task ready. In its next turn `Cancelled`, which is given, is raised where
  the task waits.

## Rules

- Ready tasks take turns in the order in which they became ready.
- When a task ends, those that join it become ready in the order of their calls.
- Sleepers wake in the order of their times, and at equal times in the order of their calls.
- A task that awaits `sleep(0)` lets all other ready tasks have a turn first.
- A sleeper whose time has come gets a turn, even if other tasks are always ready.
- Only when no task is ready, the loop calls `wait`, with exactly the seconds until the next
  sleeper's time.
- `wait` may return early: no sleeper wakes before its time.
- Each `join` of a task gives the same object, also when the task ended before.
- A task that raises stops only those that join it.
- A cancelled task runs its `finally` blocks to their end, even if they sleep or join.
- What a task waited for before it was cancelled no longer wakes it, and its time is not waited for.
- Cancelling a task that joins another one leaves the other as it is.
- A task that is cancelled before its first turn never begins.
- Cancelling has no effect on a task that has ended.
- When main has ended, the other tasks are cancelled, and `run` ends when they have ended.
- Exceptions of these tasks are ignored.
- When no task is ready and none sleeps, `run` raises `Deadlock(waits)`, which is given.
- `waits` is a dict from the name of each task that waited to the name of the task that it joined.
- Ten thousand tasks can join each other in a chain.

## Left open

- Negative seconds, equal names, and other awaitables than these two.
- Tasks and loop after a `Deadlock`.
- Tasks that never end, cancel themselves, or are cancelled twice before their turn.
- Tasks that join each other in `finally`, are in one when main ends, or are spawned later.
- Exceptions that are neither an `Exception` nor `Cancelled`.
- Whether a sleeper whose time has come goes before ready tasks and `sleep(0)`.
- Whether `join` of an ended task suspends, and whether `cancel` moves a ready task.

## Example

    >>> waits = []
    >>> loop = Loop(lambda: sum(waits), waits.append)
    >>> async def cook(dish, minutes):
    ...     await loop.sleep(60 * minutes)
    ...     return f"{dish} at {sum(waits)}"
    >>> async def main():
    ...     soup = loop.spawn(cook("soup", 20), "soup")
    ...     cake = loop.spawn(cook("cake", 45), "cake")
    ...     return await loop.join(cake), await loop.join(soup)
    >>> loop.run(main())
    ('cake at 2700', 'soup at 1200')
"""

from collections.abc import Callable, Coroutine
from typing import Any


class Cancelled(BaseException):
    """Raised in a task that is cancelled. Given: nothing to do here."""


class Deadlock(Exception):
    """No task can ever go on. Given: nothing to do here."""

    def __init__(self, waits: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name} waits for {other}" for name, other in waits.items()))
        self.waits = waits


class Loop:
    """Runs coroutines in turn."""

    def __init__(self, clock: Callable[[], float], wait: Callable[[float], None]) -> None:
        """Read the time from `clock`, and let it pass with `wait`."""
        raise NotImplementedError

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine, and all that it spawns, and return its result."""
        raise NotImplementedError

    def spawn(self, coroutine: Coroutine[Any, Any, Any], name: str) -> Any:
        """Make a task of a coroutine."""
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        """Suspend the task for some seconds."""
        raise NotImplementedError

    async def join(self, task: Any) -> Any:
        """Wait for a task, and return its result or raise its exception."""
        raise NotImplementedError

    def cancel(self, task: Any) -> None:
        """Raise `Cancelled` where the task waits."""
        raise NotImplementedError
