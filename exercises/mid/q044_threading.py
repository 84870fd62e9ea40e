"""Q44 · Threading: let threads wait for each other, and share work out to them.

Topics: threads, locks, queues, futures

How does Python handle threads and concurrency? Every answer names the GIL and a pool; the
interviewer then looks for someone who has coordinated threads by hand. Build the two classics: a
queue that makes both sides wait, and a map over a few threads that fails cleanly.

## Build

`BoundedBuffer(capacity)` hands items from some threads to others, first in, first out. It holds at
most `capacity` items. A capacity below 1 raises `ValueError`.

- `put(item, timeout=None)` adds an item. While the buffer is full, it waits.
- `get(timeout=None)` takes out the oldest item and returns it. While the buffer is empty, it waits.
- `timeout` is the time in seconds, at least 0, that the call may wait in all. When it is over,
  `TimeoutError` is raised and the buffer stays as it was. With 0 the call does not wait; with
  `None` it waits as long as it takes.
- `close()` ends the input. From then on `put` raises `Closed`, also if there is room. `get` still
  gives the items that are left, then raises `Closed`. All calls that wait at that moment wake up
  and do the same: `put` adds nothing. Closing again has no effect.
- `len(buffer)` is the number of items in it.
- `condition` is the `threading.Condition` of the buffer, its only lock.

`Closed` is given.

`parallel_map(func, items, workers)` calls `func(item)` for each item of an iterable in threads and
returns the list of results, in the order of the items. `workers` below 1 raises `ValueError`.

## Rules

For `BoundedBuffer`:

- Locking, waiting and waking use whatever `Condition` is in `self.condition` when the method is
  called: a test can put one there and watch it.
- A call that waits sleeps in `wait` or `wait_for` of the condition until it is woken: no polling at
  intervals, no `time.sleep`. Without a timeout, it waits without a timeout.
- A thread may be woken when there is nothing for it to do, or when another was quicker. Then it
  waits again, only for the rest of its timeout.
- Each change wakes whoever can go on because of it, whoever else waits. Threads that put and
  threads that get may wait at the same time.

For `parallel_map`:

- Calls run in new threads: at most `workers` in all, and `workers` at a time if there are as many
  items. None of the threads is alive when `parallel_map` returns or raises.
- An item is taken from `items` only when a thread is free for it, and by one thread at a time:
  `items` may be a generator.
- When a call has raised, no thread takes a further item; only one already on its way may still get
  its call. Calls that run are waited for. Then the exception reaches the caller; if several raised,
  that of the first item, in order, among them.
- This holds for any exception, also for `SystemExit` and `StopIteration`. An exception that comes
  out of `items` itself counts as one of the item that should have come.
- You may not use `queue` or `concurrent.futures`.

## Example

    >>> buffer = BoundedBuffer(2)
    >>> buffer.put("a")
    >>> buffer.put("b")
    >>> buffer.put("c", timeout=0)
    Traceback (most recent call last):
        ...
    TimeoutError: the buffer is full
    >>> buffer.close()
    >>> buffer.get(), buffer.get(), len(buffer)
    ('a', 'b', 0)
    >>> parallel_map(str.upper, ["x", "y", "z"], workers=2)
    ['X', 'Y', 'Z']
"""

from collections.abc import Callable, Iterable
from typing import Any


class Closed(Exception):
    """The buffer is closed and gives or takes no more."""


class BoundedBuffer:
    """A queue of limited capacity between threads."""

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


def parallel_map(func: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """Call `func` with each item in a few threads and list the results in order."""
    raise NotImplementedError
