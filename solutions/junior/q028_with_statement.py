"""Q28 · The with statement: the answer and one way to build it.

## Answer

`with manager as name:` calls the manager's `__enter__`, binds what that returns, runs the block,
and calls `__exit__` on every way out: at the end, on `return` or `break`, and on an exception. So
setting up and tidying up stand together, and nobody can forget the second half, as with `finally`
but reusable. `__exit__` gets the exception's class, value and traceback, or None three times; a
true result swallows the exception, so a manager normally returns None.

Files close themselves this way, locks are released, network connections given back. With databases
look closer: leaving a `sqlite3` connection's block commits or rolls back, but doesn't close.

You write a manager as a class, or as a generator under `contextlib.contextmanager`: before the
`yield` is the entry, after it the exit, in a `finally` so that it also runs after an exception.
`contextlib` also has `closing`, `suppress`, `ExitStack` and more; `async with` is the same for
coroutines.

## Notes

Blocks nest, so what a block must remember goes on a stack: the one that began last ends first.
`temporary_attribute` needs no reuse, and there the generator is shorter. `vars(obj)` tells what is
the object's own; `getattr` would also find the class's and make a copy of it on the instance. It
deletes only if the attribute is still there, because the block may have deleted it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any


class Stopwatch:
    """Measure how long blocks take: one entry in `laps` for each."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start without laps."""
        self.laps: list[float] = []
        self._clock = clock
        self._starts: list[float] = []

    def __enter__(self) -> "Stopwatch":
        """Begin a block."""
        self._starts.append(self._clock())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the latest block."""
        self.laps.append(self._clock() - self._starts.pop())


@contextmanager
def temporary_attribute(obj: Any, name: str, value: Any) -> Iterator[None]:
    """Give `obj` an attribute for the time of a block."""
    own = name in vars(obj)
    old = vars(obj).get(name)
    setattr(obj, name, value)
    try:
        yield
    finally:
        if own:
            setattr(obj, name, old)
        elif name in vars(obj):
            delattr(obj, name)


class Transaction:
    """Take back the changes to a dict when a block ends with an exception."""

    def __init__(self, data: dict[Any, Any]) -> None:
        """Protect `data`."""
        self._data = data
        self._copies: list[dict[Any, Any]] = []

    def __enter__(self) -> dict[Any, Any]:
        """Begin a block and return the dict."""
        self._copies.append(self._data.copy())
        return self._data

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Keep the changes of the latest block, or take them back."""
        copy = self._copies.pop()
        if kind is not None:
            self._data.clear()
            self._data.update(copy)
