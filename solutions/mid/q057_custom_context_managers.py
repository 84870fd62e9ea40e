"""Q57 · Custom context managers: the answer and one way to build it.

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

## Notes

`__exit__` of `Indenter` returns `None`: it swallows nothing. `depth` is counted, not set, so one
object serves nested blocks and recursion. `commit` stands inside the `try`, so that a failing one
is rolled back. A second cancellation could still interrupt the rollback; where that matters, it is
shielded in a task of its own. What is raised while an exception is under way gets that one as its
`__context__` by Python itself; `ExitStack` sees to it that it is the latest.
"""

import contextlib
import logging
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ContextDecorator, ExitStack
from types import TracebackType
from typing import Any, Protocol


class Connection(Protocol):
    """What `connect` gives. Given: nothing to do here."""

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...

    async def close(self) -> None: ...


@contextlib.contextmanager
def open_resources(
    factories: Iterable[Callable[[], AbstractContextManager[Any]]],
) -> Iterator[list[Any]]:
    """Enter what the factories make, and leave all of it in reverse order."""
    with ExitStack() as stack:
        yield [stack.enter_context(factory()) for factory in factories]


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
        self._write(textwrap.indent(f"{text}\n", self._unit * self.depth))


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
