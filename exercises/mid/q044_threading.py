r"""Q44 · Threading: a buffer whose two sides wait for each other.

Topics: threads, locks, queues

How does Python handle threads and concurrency? Every answer names the GIL and a pool. Then the
interviewer looks for somebody who has coordinated threads by hand. Build the classic: a queue of
limited size that makes both of its sides wait.

## Build

`BoundedBuffer(capacity)` hands items from some threads to others, the oldest item first.

- It holds up to `capacity` items.
- A capacity below 1 raises `ValueError`, whose message contains the value's `repr`.
- `put(item, timeout=None)` adds an item, and waits while the buffer is full.
- `get(timeout=None)` takes the oldest item out and returns it, and waits while the buffer is empty.
- `len(buffer)` is the number of items in it.
- After `close()`, `put` raises `Closed`, which is given, whether there is room or not.
- After `close()`, `get` still gives the items that are left, and then raises `Closed`.
- Calls that wait when the buffer is closed wake up and raise `Closed`.
- Closing again has no effect.

## Rules

- `timeout` is the time in seconds that a call may wait in all, however often it is woken.
- When that time is over, the call raises `TimeoutError`, and the buffer stays as it was.
- With a timeout of 0 a call does not wait, and with `None` it waits as long as it takes.
- Any number of threads may call at the same time.
- A waiting call goes on as soon as it can, also when other calls of both kinds wait.
- A waiting call sleeps until it is woken, and does not look at intervals.
- Calls lock and wait on the `threading.Condition` in the attribute `condition` alone, which may be
  replaced between two calls.

## Left open

- Timeouts below 0 or without end, whether waiting for the lock counts, and whether `len` locks.
- What happens when `condition` is replaced while a call runs.
- Which of several waiting calls of one kind goes on first.
- What happens in the moment in which the time of a call is over.

## Example

    >>> buffer = BoundedBuffer(2)
    >>> buffer.put("a")
    >>> buffer.put("b")
    >>> try:
    ...     buffer.put("c", timeout=0)
    ... except TimeoutError:
    ...     print("full")
    full
    >>> buffer.close()
    >>> buffer.get(), buffer.get(), len(buffer)
    ('a', 'b', 0)
"""

import threading
from typing import Any


class Closed(Exception):
    """The buffer is closed. Given: nothing to do here."""


class BoundedBuffer:
    """A queue of limited capacity between threads."""

    condition: threading.Condition

    def __init__(self, capacity: int) -> None:
        """Start empty, with a condition of its own."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the items in the buffer."""
        raise NotImplementedError

    def put(self, item: Any, timeout: float | None = None) -> None:
        """Add an item, waiting for room."""
        raise NotImplementedError

    def get(self, timeout: float | None = None) -> Any:
        """Take the oldest item out, waiting for one."""
        raise NotImplementedError

    def close(self) -> None:
        """End the input and release everybody who waits."""
        raise NotImplementedError
