r"""Q44 · Threading: the answer and one way to build it.

## Answer

Threads of a process share its memory. In CPython the GIL lets one of them at a time run Python
code, and is released while a thread waits for the network, a file or a lock. So threads suit input
and output, not computing. For that there are processes, with `multiprocessing`: a GIL each, at the
price of starting them and pickling what they exchange. `concurrent.futures` gives pools of both the
same interface. For thousands of connections, `asyncio` switches between coroutines in one thread,
where they await.

The GIL is no longer a given: since 3.14 the free-threaded build is officially supported, though
optional, and `concurrent.interpreters` runs interpreters with a GIL each in one process.

Threads that share state must coordinate: `Lock`, `RLock` that its owner may take again, `Semaphore`
for a number of places, `Event` for a flag, `Condition` to wait for some state. With a condition,
test in a loop and wake all who may go on. Mostly you need none of them: pass data through a
`queue.Queue`, and let a pool own the threads.

## Follow-ups

- **Why test in a loop, and not with `if`?** Between being woken and holding the lock again, another
  thread may have been quicker. `wait_for` is that loop.
- **When is `notify` enough?** When all who wait are waiting for the same, and each change lets one
  go on. `queue.Queue` has two conditions on one lock for this: not empty, and not full.
- **How is a `queue.Queue` closed?** With `shutdown()`, since 3.13: waiting calls raise
  `queue.ShutDown`. Before that one puts a sentinel for each consumer.
- **Does the GIL make `count += 1` safe?** No. It is several steps, and no rule keeps other threads
  from running between them: use a lock.

## Notes

`wait_for` tests, waits, tests again and reckons with the rest of the timeout. As both sides share
one condition, `notify` could wake one of the wrong kind, who goes back to sleep while the right one
is never woken; hence `notify_all`. Two conditions on one lock would wake fewer threads for nothing,
which counts when hundreds wait, but `close` must then wake both sides.
"""

import threading
from collections import deque
from typing import Any


class Closed(Exception):
    """The buffer is closed."""


class BoundedBuffer:
    """A queue of limited capacity between threads."""

    condition: threading.Condition

    def __init__(self, capacity: int) -> None:
        """Start empty, with a condition of its own."""
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity!r}")
        self.condition = threading.Condition()
        self._capacity = capacity
        self._items: deque[Any] = deque()
        self._closed = False

    def __len__(self) -> int:
        """Count the items in the buffer."""
        with self.condition:
            return len(self._items)

    def put(self, item: Any, timeout: float | None = None) -> None:
        """Add an item, waiting for room."""
        with self.condition:
            if not self.condition.wait_for(self._can_put, timeout):
                raise TimeoutError("the buffer is full")
            if self._closed:
                raise Closed
            self._items.append(item)
            self.condition.notify_all()

    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item out, waiting for one."""
        with self.condition:
            if not self.condition.wait_for(self._can_get, timeout):
                raise TimeoutError("the buffer is empty")
            if not self._items:
                raise Closed
            item = self._items.popleft()
            self.condition.notify_all()
            return item

    def close(self) -> None:
        """End the input and release everybody who waits."""
        with self.condition:
            self._closed = True
            self.condition.notify_all()

    def _can_put(self) -> bool:
        return self._closed or len(self._items) < self._capacity

    def _can_get(self) -> bool:
        return self._closed or len(self._items) > 0
