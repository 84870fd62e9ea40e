r"""Q109 · A resource pool: lend what is dear, and get all of it back.

Topics: context-managers, threads, locks, exceptions

"How do context managers make the handling of resources better?" The `with` statement gives a
connection back, whatever happens in its block. But who says how many there are, and which of them
still work? Build the pool behind the `with`, for use by many threads.

## Build

`Pool(create, destroy, *, size, healthy=…)` lends resources, `size` of them at most. `create()`
makes one, which is true, hashable and equal only to itself, and `destroy(resource)` ends it.

- `with pool.lease(timeout=None) as resource:` borrows a resource for the block.
- `close()` ends the pool.

## Rules

- Between the call of `create` and the end of `destroy`, a resource has one of the `size` places.
- A resource is made only when a block begins and none is free.
- Of several free resources, the one that came back last is lent first.
- When all places are taken, a block waits at its beginning until a resource or a place is free.
- After `timeout` seconds of waiting it raises `PoolTimeout`, which is given; with a timeout of 0 it
  does not wait.
- What `create` raises reaches the caller, and the place is free again.
- `healthy(resource)` tells by its truth whether a free resource still works, and is asked once each
  time before it is lent.
- If `healthy` raises, the resource is not healthy.
- A resource that is not healthy is destroyed at once, and the block gets another one.
- What `destroy` raises for such a resource is ignored, and its place is free.
- A resource comes back when its block ends, also when that raises. The exception of a block reaches
  the caller as it is.
- A lease that was carried off by `ExitStack.pop_all` ends with that stack, also in another thread.
- While `create`, `destroy` or `healthy` runs, other threads can borrow and give back.
- After `close()` has begun, blocks that wait or begin raise `PoolClosed`, which is given.
- `close()` returns when all leases have ended and every resource is destroyed, each once.
- If `destroy` raises for one of them, the others are destroyed as well.
- Then `close()` raises an `ExceptionGroup` of all these errors.
- A second `close()` does nothing.

## Left open

- Which of several waiting blocks goes first, also for the place of a resource that is not healthy.
- Whether `healthy` is asked about a new resource, or about one whose block raised.
- Entering a lease twice, one that is never entered, and closing inside of a lease.
- From when `timeout` counts, if a lease is entered late, or gets another resource because one was
  not healthy.
- Blocks whose `create`, `healthy` or `destroy` runs when `close()` begins, and a second `close()`
  while the first one waits.
- Exceptions of `healthy` and `destroy` that are no `Exception`, and a `StopIteration` of `create`.

## Example

    >>> class Connection:
    ...     pass
    >>> pool = Pool(Connection, lambda connection: print("closed"), size=2)
    >>> with pool.lease() as first, pool.lease() as second:
    ...     try:
    ...         with pool.lease(timeout=0):
    ...             pass
    ...     except PoolTimeout:
    ...         print("all are lent")
    all are lent
    >>> with pool.lease() as again:
    ...     again is first
    True
    >>> pool.close()
    closed
    closed
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
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
        raise NotImplementedError

    def lease(self, timeout: float | None = None) -> AbstractContextManager[Any]:
        """Borrow a resource for a block."""
        raise NotImplementedError

    def close(self) -> None:
        """Wait for all leases, and destroy all resources."""
        raise NotImplementedError
