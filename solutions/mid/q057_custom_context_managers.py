r"""Q57 · Custom context managers: the answer and one way to build it.

## Answer

A context manager is an object with `__enter__` and `__exit__`. `__enter__` acquires and returns
what `as` binds. `__exit__` always runs; it gets the exception's type, value and traceback, or three
times `None`, and swallows the exception if it returns a true value. A class is right when there is
state to keep or several blocks to serve. Otherwise `contextlib.contextmanager` makes one from a
generator that yields once: what stands before the `yield` enters, what stands after it leaves. An
exception appears at the `yield`, so the cleaning up belongs in a `finally`.

`ExitStack` manages any number of managers known only at run time, in reverse order, and undoes a
partial opening. `ContextDecorator` lets a manager wrap functions; what `@contextmanager` makes can
do that already. Async code has `__aenter__`, `__aexit__` and `asynccontextmanager`; there, a
cancellation arrives as `CancelledError`, which is a `BaseException`.

## Follow-ups

- **When does a manager swallow an exception, and why is that rare?** If `__exit__` returns a true
  value, or the generator ends instead of raising it again. Whoever reads the block cannot see it,
  so a name has to say it, as `contextlib.suppress` does.
- **Why can't most of what `@contextmanager` makes be used twice?** Its generator has run out. As a
  decorator it can, because each call makes a new one; a class that keeps no state can always.
- **What if a second cancellation comes during the rollback?** It interrupts it. Where that matters,
  run the cleanup in a task of its own under `asyncio.shield`, with a timeout.

## Notes

`__exit__` of `Indenter` returns None: it swallows nothing. `depth` is counted, not set, so one
object serves nested blocks and recursion. `commit` stands inside the `try`, so that a failing one
is rolled back. What is raised while an exception is under way gets that one as its `__context__` by
Python itself. As a class, `session` would have to keep the connection from `__aenter__` to
`__aexit__`, and one object could not serve two blocks at a time.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ContextDecorator
from types import TracebackType
from typing import Any, Protocol


class Connection(Protocol):
    """What `connect` gives. Given: nothing to do here."""

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...

    async def close(self) -> None: ...


@contextlib.contextmanager
def suppress_and_log(logger: logging.Logger, *kinds: type[BaseException]) -> Iterator[None]:
    """Log exceptions of the given kinds instead of raising them."""
    try:
        yield
    except kinds as error:
        logger.warning("suppressed %r", error, exc_info=True)


class Indenter(ContextDecorator):
    """Writes lines, each block of it one unit further to the right."""

    def __init__(self, write: Callable[[str], Any], unit: str = "    ") -> None:
        """Write by calling `write`, beginning at depth 0."""
        self.depth = 0
        self._write = write
        self._unit = unit

    def __enter__(self) -> "Indenter":
        """Go one unit to the right."""
        self.depth += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Go one unit back to the left."""
        self.depth -= 1

    def line(self, text: str) -> None:
        """Write `text` at the present depth."""
        self._write(f"{self._unit * self.depth}{text}\n")


@contextlib.asynccontextmanager
async def session(connect: Callable[[], Awaitable[Connection]]) -> AsyncIterator[Connection]:
    """Commit what a block did, or roll it back, and close the connection."""
    connection = await connect()
    try:
        yield connection
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise
    finally:
        await connection.close()
