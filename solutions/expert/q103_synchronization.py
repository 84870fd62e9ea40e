r"""Q103 · Synchronization: the answer and one way to build it.

## Answer

Threads that share data need to agree on who may touch it. `Lock` gives mutual exclusion, always in
a `with`; `RLock` may be taken again by its owner. `Semaphore` admits a limited number, `Event` is a
flag to wait for, `Barrier` a meeting point, and `Condition` waits until some state holds: test it
in a loop, or with `wait_for`, and notify whoever may go on. The GIL replaces none of them: `count
+= 1` is several steps, and free-threaded builds, officially supported since 3.14, have no GIL.

asyncio has its own `Lock`, `Semaphore`, `Event` and `Condition`; they are for tasks of one loop and
not thread-safe. Tasks switch only at an `await`, so they need a lock only where state must stay
consistent across one.

Best of all is to share little: hand data over through `queue.Queue` or `asyncio.Queue`, which lock
by themselves. Where several locks are needed, take them in one order everywhere, hold them briefly,
and call no foreign code meanwhile. The standard library has no read-write lock.

## Follow-ups

- **What four things make a deadlock?** Exclusive use, holding while waiting, no taking away, and a
  circle of those who wait. One global order of the locks breaks the circle.
- **Why not allow upgrading from reading to writing?** Two readers that both upgrade wait for each
  other to stop reading, for ever. Release first, then write, and look at the data again.
- **Is a read-write lock always faster for reads?** No: it does more work than a plain lock, so it
  pays only when readers hold it for long. With the GIL they overlap only where it is released.
- **How can writers starve, and readers?** If new readers always get in, the writer never does. Here
  writers go first, so a steady stream of them keeps readers out.

## Notes

One condition guards all of the state. Every change notifies all, and everybody tests for
himself whether to go on; with hundreds of threads, a condition for the readers and one for the
writers would wake fewer in vain. A dict counts the blocks of each reading thread: that is how a
thread which reads already is known, and let in past waiting writers, who would otherwise wait for
it while it waits for them. `holding` sorts by `id`, an order that holds for the lives of the locks.
An explicit rank in each lock would also tell a wrong order of nested calls, and costs discipline.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any


class ReadWriteLock:
    """A lock that many threads can hold for reading, or one for writing."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._readers: dict[int, int] = {}  # how many blocks each thread is in
        self._writer: int | None = None
        self._waiting = self._waiting_writers = 0

    @property
    def waiting(self) -> int:
        """The number of calls that wait."""
        with self._condition:
            return self._waiting

    @contextmanager
    def reading(self, timeout: float | None = None) -> Iterator[None]:
        """Hold the lock together with other readers."""
        me = threading.get_ident()
        with self._condition:
            self._refuse(me == self._writer)
            if me not in self._readers:
                self._wait(lambda: self._writer is None and not self._waiting_writers, timeout)
            self._readers[me] = self._readers.get(me, 0) + 1
        try:
            yield
        finally:
            with self._condition:
                self._readers[me] -= 1
                if not self._readers[me]:
                    del self._readers[me]
                    self._condition.notify_all()

    @contextmanager
    def writing(self, timeout: float | None = None) -> Iterator[None]:
        """Hold the lock alone."""
        me = threading.get_ident()
        with self._condition:
            self._refuse(me == self._writer or me in self._readers)
            self._waiting_writers += 1
            try:
                self._wait(lambda: self._writer is None and not self._readers, timeout)
                self._writer = me
            finally:
                self._waiting_writers -= 1
                self._condition.notify_all()
        try:
            yield
        finally:
            with self._condition:
                self._writer = None
                self._condition.notify_all()

    def _refuse(self, hopeless: bool) -> None:
        if hopeless:
            raise RuntimeError("this thread would wait for itself")

    def _wait(self, ready: Callable[[], bool], timeout: float | None) -> None:
        self._waiting += 1
        try:
            if not self._condition.wait_for(ready, timeout):
                raise TimeoutError(f"the lock was not free within {timeout} seconds")
        finally:
            self._waiting -= 1


@contextmanager
def holding(*locks: Any) -> Iterator[None]:
    """Hold several locks."""
    distinct = {id(lock): lock for lock in locks}
    with ExitStack() as stack:
        for key in sorted(distinct):
            distinct[key].acquire()
            stack.callback(distinct[key].release)
        yield
