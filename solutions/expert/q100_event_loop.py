r"""Q100 · Coroutines: the answer and one way to build it.

## Answer

A coroutine is a function that can suspend itself at an `await` and be resumed there later, with its
local variables intact. Calling an `async def` function only makes a coroutine object. An event loop
drives it: it calls `send(None)`, the coroutine runs until something inside really has to wait and
yields, and the loop resumes it when a timer or a socket is ready. The result arrives as
`StopIteration.value`, and `throw` raises an exception in it: that is how cancelling works.

The point is waiting for many slow things, such as API calls, database queries and connections, in
one thread. A coroutine costs a few kilobytes and no stack of a thread, so ten thousand are no
problem. Switches happen only at an `await`, so between two of them no other coroutine touches your
data. The price: one that computes, or calls a blocking function, stops them all. Such work belongs
in threads or processes.

In practice the loop is asyncio's. `asyncio.run` starts it, and a `TaskGroup`, since 3.11, or
`gather` runs coroutines concurrently.

## Follow-ups

- **Does every `await` suspend?** No: awaiting a coroutine calls into it, and only a `yield` at the
  very bottom, in some `__await__`, reaches the loop. A loop of awaits that never yields blocks
  everything.
- **How does a real loop wait for sockets and timers at once?** It asks a selector, such as epoll,
  with the time to the next timer as its timeout.
- **Why is `Cancelled` no `Exception`?** So that an `except Exception` for errors does not swallow
  it; `asyncio.CancelledError` has been a `BaseException` since 3.8.

## Notes

A task is in one place at a time: in the queue of ready tasks, among the timers, or with the task
that it joins. `waits_for` says which: a timer or a task, or None when it is ready. Who wakes a task
says for what, and a wake-up for anything else is out of date and ignored. Cancelling therefore
needs to search neither the timers nor the joiners. A dead timer stays in the heap until its turn
comes, and is dropped there unawaited; a program that cancels most of its long sleeps would clear
the heap now and then, as asyncio does. A sorted list with `bisect.insort` would do as well: it
compares as little, but moves up to all timers for a new one.
"""

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from types import coroutine as generator_coroutine
from typing import Any


class Cancelled(BaseException):
    """Raised in a task that is cancelled."""


class Deadlock(Exception):
    """No task can ever go on."""

    def __init__(self, waits: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name} waits for {other}" for name, other in waits.items()))
        self.waits = waits


class _Task:
    """A coroutine, what it waits for, and how it ended."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], name: str) -> None:
        self.coroutine, self.name = coroutine, name
        self.waits_for: Any = None
        self.cancelled = self.ended = False
        self.result: Any = None
        self.error: BaseException | None = None
        self.joiners: dict[_Task, None] = {}  # in the order of their calls


@generator_coroutine
def _suspend():
    yield


class Loop:
    """Runs coroutines in turn."""

    def __init__(self, clock: Callable[[], float], wait: Callable[[float], None]) -> None:
        """Read the time from `clock`, and let it pass with `wait`."""
        self._clock, self._wait = clock, wait
        self._ready: deque[_Task] = deque()
        self._timers: list[tuple[float, int, _Task]] = []  # a heap
        self._calls = itertools.count()
        self._tasks: dict[_Task, None] = {}  # those that have not ended, in their order
        self._current: Any = None

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine, and all that it spawns, and return its result."""
        main = self.spawn(coroutine, "main")
        while not main.ended:
            self._turn()
        for task in self._tasks:
            self.cancel(task)
        while self._tasks:
            self._turn()
        return self._outcome(main)

    def spawn(self, coroutine: Coroutine[Any, Any, Any], name: str) -> Any:
        """Make a task of a coroutine."""
        task = _Task(coroutine, name)
        self._tasks[task] = None
        self._ready.append(task)
        return task

    async def sleep(self, seconds: float) -> None:
        """Suspend the task for some seconds."""
        timer = self._clock() + seconds, next(self._calls), self._current
        heapq.heappush(self._timers, timer)
        self._current.waits_for = timer
        await _suspend()

    async def join(self, task: Any) -> Any:
        """Wait for a task, and return its result or raise its exception."""
        if not task.ended:
            task.joiners.pop(self._current, None)  # from before it was cancelled
            task.joiners[self._current] = None
            self._current.waits_for = task
            await _suspend()
        return self._outcome(task)

    def cancel(self, task: Any) -> None:
        """Raise `Cancelled` where the task waits."""
        task.cancelled = True
        if task.waits_for is not None:
            self._wake(task, task.waits_for)

    def _wake(self, task: _Task, reason: Any) -> None:
        if task.waits_for is reason:
            task.waits_for = None
            self._ready.append(task)

    def _turn(self) -> None:
        """Let one task run until it waits again, as soon as one is ready."""
        while True:
            now = self._clock()
            while self._timers:
                timer = self._timers[0]
                if timer[0] > now and timer[2].waits_for is timer:
                    break
                self._wake(timer[2], heapq.heappop(self._timers))
            if self._ready:
                return self._step(self._ready.popleft())
            if not self._timers:
                raise Deadlock({task.name: task.waits_for.name for task in self._tasks})
            self._wait(self._timers[0][0] - now)

    def _step(self, task: _Task) -> None:
        self._current = task
        try:
            if task.cancelled:
                task.cancelled = False
                task.coroutine.throw(Cancelled())
            else:
                task.coroutine.send(None)
        except StopIteration as stop:
            task.result = stop.value
        except (Exception, Cancelled) as error:
            task.error = error
        else:
            return
        task.ended = True
        del self._tasks[task]
        for joiner in task.joiners:
            self._wake(joiner, task)

    def _outcome(self, task: _Task) -> Any:
        if task.error is not None:
            raise task.error
        return task.result
