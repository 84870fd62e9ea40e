"""Q57 · Custom context managers: many at once, as a decorator, and for async code.

Topics: context-managers, exceptions, logging, asyncio

How do you write your own context managers? By class or with `contextlib`: either will do for the
easy case. The questions that follow are about the rest: how many resources there are is known only
at run time, the cleaning up fails itself, the block is a whole function, or it is cancelled.

## Build

`open_resources(factories)` takes an iterable of functions without arguments, each of which returns
a context manager, and returns a context manager for one block. `with open_resources(factories) as
values:` enters one manager for each factory, in order, and binds the list of what they gave to
`as`. However the block ends, all managers are left again, the last one first.

`suppress_and_log(logger, *kinds)` returns a context manager for one block. If the block raises one
of the exception classes `kinds`, or a subclass of one, the exception ends there: one `WARNING`
record goes to `logger`, and the code after the block goes on. The record's text (`getMessage()`)
holds the `repr` of the exception; the record carries the exception in `exc_info`. All other
exceptions pass, and nothing is logged. Without `kinds`, that is all of them. What `as` binds is up
to you.

`Indenter(write, unit="    ")` writes indented text by calling `write` with strings; into how many
strings it cuts the text is up to you. It is a context manager that can be used again and again and
inside itself; `as` binds the indenter. Its attribute `depth` is the number of its blocks that are
open now, 0 at first. `line(text)` writes `text` and a line break, behind `depth` times `unit`. Each
line of a `text` that has several is indented so. An empty line is never indented.

`session(connect)` returns an async context manager for one block. `connect` is a function without
arguments that returns an awaitable, which gives a connection: an object with the async methods
`commit()`, `rollback()` and `close()`. `async with session(connect) as connection:` binds it. If
the block ends normally, `commit` is awaited; if the block or `commit` raises, `rollback`. After
that, `close` is awaited in any case. Each of the three is called once at most.

## Rules

- `open_resources` does nothing before its block begins. A factory is called only when the manager
  of the one before has been entered.
- It leaves its managers as if each were a `with` block around those after it: every one is left,
  whatever became of the others, and is told of the exception that is under way there, if any. If a
  manager swallows it, there is none from there on, and the code after the block goes on.
- If a factory or the entering of its manager raises, the block doesn't run; the managers entered so
  far are left as above, and the exception reaches the caller. Assume that none of them swallows it.
- When cleaning up raises an error of its own, in `open_resources` or in `session`, that one goes on
  in place of the exception that was under way, which stands in its `__context__`.
- What `suppress_and_log` and `Indenter` give can also be used as a decorator, for any number of
  functions: each call of the function is then a block of its own, also if the function calls
  itself. Arguments, result, name and docstring are as before. A call that ended in a suppressed
  exception returns `None`.
- `Indenter` and `session` swallow no exception. "Raises" means an exception of whatever class: for
  `session`, a cancelled block has raised `asyncio.CancelledError`. It is rolled back and closed,
  however long that takes, before the cancellation goes on. No session is cancelled twice.
- If `connect` fails or is cancelled, no method is called.

## Example

    >>> import contextlib, logging, sys
    >>> with open_resources([contextlib.nullcontext, lambda: contextlib.nullcontext(2)]) as values:
    ...     values
    [None, 2]
    >>> out = Indenter(sys.stdout.write, unit="- ")
    >>> @out
    ... def show(tree):
    ...     for name, below in tree.items():
    ...         out.line(name)
    ...         show(below)
    >>> show({"animals": {"cats": {}}, "plants": {}})
    - animals
    - - cats
    - plants
    >>> @suppress_and_log(logging.Logger("silent", logging.ERROR), ValueError)
    ... def number(text):
    ...     return int(text)
    >>> number("12"), number("twelve")
    (12, None)
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ContextDecorator
from types import TracebackType
from typing import Any, Protocol


class Connection(Protocol):
    """What `connect` gives. Given: nothing to do here."""

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...

    async def close(self) -> None: ...


def open_resources(
    factories: Iterable[Callable[[], AbstractContextManager[Any]]],
) -> AbstractContextManager[list[Any]]:
    """Enter what the factories make, and leave all of it in reverse order."""
    raise NotImplementedError


def suppress_and_log(logger: logging.Logger, *kinds: type[BaseException]) -> ContextDecorator:
    """Log exceptions of the given kinds instead of raising them."""
    raise NotImplementedError


class Indenter:
    """Writes lines, each block of it one unit further to the right."""

    def __init__(self, write: Callable[[str], Any], unit: str = "    ") -> None:
        """Write by calling `write`, beginning at depth 0."""
        raise NotImplementedError

    def __enter__(self) -> "Indenter":
        """Go one unit to the right."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Go one unit back to the left."""
        raise NotImplementedError

    def line(self, text: str) -> None:
        """Write `text` at the present depth."""
        raise NotImplementedError


def session(
    connect: Callable[[], Awaitable[Connection]],
) -> AbstractAsyncContextManager[Connection]:
    """Commit what a block did, or roll it back, and close the connection."""
    raise NotImplementedError
