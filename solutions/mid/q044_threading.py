"""Q44 · Threading: the answer and one way to build it.

## Answer

Threads of a process share its memory. In CPython the GIL lets one of them at a time execute Python
code, and it is released while a thread waits for the network, a file or a lock. So threads suit
input and output, not computing. For that, use `multiprocessing`: separate processes with a GIL
each, at the price of starting them and pickling what they exchange. `concurrent.futures` gives both
the same interface, `ThreadPoolExecutor` and `ProcessPoolExecutor`. For very many connections,
`asyncio` runs coroutines in one thread that switch only where they await. From Python 3.13 on there
is also a build without the GIL, experimental at first.

Threads that share state must coordinate: `Lock`, `RLock` that its holder may take again,
`Semaphore` for a number of places, `Event` for a flag, `Condition` to wait until some state is
reached. With a condition, test in a loop and wake all who may go on. Mostly you need none of them:
pass data through a `queue.Queue` and let a pool own the threads.

## Notes

`wait_for` tests, waits, tests again and reckons with the rest of the timeout. As those who put and
those who get share one condition, `notify` could wake one of the wrong kind, who goes back to
sleep while the right one is never woken; hence `notify_all`. In `parallel_map` an exception in a
thread would otherwise end nowhere, so each worker hands its own over.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any


class Closed(Exception):
    """The buffer is closed and gives or takes no more."""


class BoundedBuffer:
    """A queue of limited capacity between threads."""

    def __init__(self, capacity: int) -> None:
        """Start empty, with a condition of its own."""
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        self._capacity = capacity
        self.condition = threading.Condition()
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
            self.condition.notify_all()
            return self._items.popleft()

    def close(self) -> None:
        """End the input and release everybody who waits."""
        with self.condition:
            self._closed = True
            self.condition.notify_all()

    def _can_put(self) -> bool:
        return self._closed or len(self._items) < self._capacity

    def _can_get(self) -> bool:
        return self._closed or len(self._items) > 0


_END = object()


def parallel_map(func: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """Call `func` with each item in a few threads and list the results in order."""
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    source = iter(items)
    results: list[Any] = []
    errors: dict[int, BaseException] = {}
    lock = threading.Lock()

    def work() -> None:
        try:
            while True:
                with lock:
                    index = len(results)
                    if errors or (item := next(source, _END)) is _END:
                        return
                    results.append(None)
                results[index] = func(item)
        except BaseException as error:
            errors[index] = error

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[min(errors)]
    return results
