r"""Q109 · A resource pool: the answer and one way to build it.

## Answer

`with` calls `__enter__`, binds what that returns to the name after `as`, and calls `__exit__` when
the block ends: normally, by an exception, `return` or `break`. So files, connections and locks are
released on every path, and the releasing stands beside the acquiring. `__exit__` is given the
exception; a true result suppresses it. `contextlib` writes the rest for you: `contextmanager` turns
a generator into a manager, `suppress` swallows named exceptions, `closing` calls `close`, and an
`ExitStack` holds any number of resources and can hand them on.

For resources that are dear to make, the block should borrow rather than open: a pool. Then the
manager guarantees the return, and the pool guards the rest: a limit, waiting with a timeout, a
check of health before a connection is used again, and an orderly end. The classic bugs are a place
that is lost when making or checking fails, and a slow call made while the lock is held, which stops
every thread.

## Follow-ups

- **Why lend the latest returned first?** It is the warmest, and the others stay idle, so that a
  pool can let them go after a while. In turns, all stay busy and old.
- **Why not check the health of each resource when it comes back?** It may break while it lies idle,
  so the check before lending is the one that counts. After an error one may ask at once.
- **What changes for asyncio?** The same design with `asynccontextmanager` and an
  `asyncio.Condition`, and every `await` is a point at which a cancellation can lose a place.

## Notes

One number, `_places`, counts what exists or is being made or destroyed; the lock guards it and the
list, and no callback runs under it. A semaphore for the places and a `LifoQueue` for the free ones
is shorter, but `close` can't wake those who wait for a semaphore. The lease is a generator with its
state in the frame: it belongs to no thread, and any stack can carry it off. `notify_all` wakes more
threads than needed; two conditions on one lock would spare that.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any


class PoolTimeout(Exception):
    """No resource came in time. Given: nothing to do here."""


class PoolClosed(Exception):
    """The pool is closed. Given: nothing to do here."""


class Pool:
    """Lends a limited number of resources to many threads."""

    def __init__(
        self,
        create: Callable[[], Any],
        destroy: Callable[[Any], object],
        *,
        size: int,
        healthy: Callable[[Any], object] = lambda resource: True,
    ) -> None:
        """Lend up to `size` resources."""
        self._create, self._destroy, self._healthy = create, destroy, healthy
        self._size, self._places = size, 0
        self._free: list[Any] = []
        self._closed = False
        self._changed = threading.Condition()

    @contextmanager
    def lease(self, timeout: float | None = None) -> Iterator[Any]:
        """Borrow a resource for a block."""
        resource = self._borrow(timeout)
        try:
            yield resource
        finally:
            with self._changed:
                self._free.append(resource)
                self._changed.notify_all()

    def close(self) -> None:
        """Wait for all leases, and destroy all resources."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._places == len(self._free))
            free, self._free, self._places = self._free, [], 0
        errors = []
        for resource in free:
            try:
                self._destroy(resource)
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("resources could not be destroyed", errors)

    def _borrow(self, timeout: float | None) -> Any:
        """Return a free resource that works, or a new one."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._changed:
                left = None if end is None else end - time.monotonic()
                ready = self._changed.wait_for(self._can_go_on, left)
                if self._closed:
                    raise PoolClosed("the pool is closed")
                if not ready:
                    raise PoolTimeout(f"no resource within {timeout} seconds")
                if not self._free:
                    self._places += 1
                    break
                resource = self._free.pop()
            if self._works(resource):
                return resource
            self._discard(resource)
        try:
            return self._create()
        except BaseException:
            self._free_place()
            raise

    def _can_go_on(self) -> bool:
        """Whether a block that waits has a reason to go on."""
        return self._closed or bool(self._free) or self._places < self._size

    def _works(self, resource: Any) -> bool:
        """Ask for the health of a resource."""
        with suppress(Exception):
            return bool(self._healthy(resource))
        return False

    def _discard(self, resource: Any) -> None:
        """Destroy a resource, and free its place."""
        with suppress(Exception):
            self._destroy(resource)
        self._free_place()

    def _free_place(self) -> None:
        """Count one place less, and tell all who wait."""
        with self._changed:
            self._places -= 1
            self._changed.notify_all()
