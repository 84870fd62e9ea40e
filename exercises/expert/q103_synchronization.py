r"""Q103 · Synchronization: many may read, one may write, and nobody waits for ever.

Topics: threads, locks, context-managers, exceptions

How do you synchronize threads in Python? The tools are known: `Lock`, `RLock`, `Semaphore`,
`Event`, `Condition`. Then comes data that is read all the time and written now and then, and a
plain lock makes the readers queue for nothing. Build the lock for it. Then build a way to hold
several locks that rules out a deadlock.

## Build

- `with lock.reading(timeout=None):` holds `lock`, a `ReadWriteLock()`, for reading. Several threads
  can do so at the same time.
- `with lock.writing(timeout=None):` holds it for writing. Nobody else holds it then, for reading or
  for writing.
- `lock.waiting` is the number of calls that wait now.
- `with holding(*locks):` holds all of the locks, which are objects with `acquire()` and
  `release()`, and equal only to themselves.

## Rules

- A call that cannot have the read-write lock waits, for `timeout` seconds at most, and then raises
  `TimeoutError`.
- With a timeout of 0 it does not wait, and with None it waits as long as it takes.
- A call that raised `TimeoutError` has no effect on later calls.
- When the lock is released, all waiting calls that can go on do so.
- While a call waits to write, calls to read that come later wait too.
- When a call to write gives up, the calls that waited only for it go on.
- A thread that holds the lock for reading can do so again, even while others wait to write.
- It holds the lock until it has left as many blocks as it entered.
- Where a thread that reads asks to write, the `with` raises `RuntimeError` at once.
- So it does where a thread that writes asks to read or to write.
- After such an error the thread holds the lock as before, and others find it as before.
- The lock is released when the block raises, and the same exception reaches the caller.
- A thread that holds one lock can take another one in any way.
- Two calls of `holding` that are given the same locks take them in the same order, whatever the
  order of the arguments.
- A lock that is given to it several times is taken once.
- When `acquire()` of a lock raises, those already taken are released, no other is taken, and the
  same exception reaches the caller.
- All locks of `holding` are released when the block ends, also when it raises.
- Each of them is released even if the `release()` of another one raises. That exception reaches the
  caller.

## Left open

- Which of several calls goes on first, when each could.
- Whether calls to read that wait also wait for calls to write that come after them.
- A timeout that is negative or infinite.
- Blocks that are entered in one thread and left in another, and locks with equal hashes.
- What is raised when several things raise, and a `release()` that raises no `Exception`.
- A `StopIteration` of `acquire()` or `release()`, and a `KeyboardInterrupt` in a call that waits
  for the read-write lock.

## Example

    >>> lock = ReadWriteLock()
    >>> with lock.reading():
    ...     with lock.reading(timeout=0):
    ...         print("reading twice")
    reading twice
    >>> try:
    ...     with lock.reading(), lock.writing():
    ...         print("never")
    ... except RuntimeError:
    ...     print("refused")
    refused
    >>> import threading
    >>> one, two = threading.Lock(), threading.Lock()
    >>> with holding(two, one, two):
    ...     one.locked(), two.locked()
    (True, True)
"""

from contextlib import AbstractContextManager
from typing import Any


class ReadWriteLock:
    """A lock that many threads can hold for reading, or one for writing."""

    def __init__(self) -> None:
        raise NotImplementedError

    @property
    def waiting(self) -> int:
        """The number of calls that wait."""
        raise NotImplementedError

    def reading(self, timeout: float | None = None) -> AbstractContextManager[Any]:
        """Hold the lock together with other readers."""
        raise NotImplementedError

    def writing(self, timeout: float | None = None) -> AbstractContextManager[Any]:
        """Hold the lock alone."""
        raise NotImplementedError


def holding(*locks: Any) -> AbstractContextManager[Any]:
    """Hold several locks."""
    raise NotImplementedError
