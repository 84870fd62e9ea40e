r"""Q57 · Custom context managers: by generator, by class, and for async code.

Topics: context-managers, exceptions, decorators, logging, asyncio

How do you write your own context managers? By class or with `contextlib`: either will do for the
easy case. What if the block is a whole function, is entered again inside itself, or is cancelled?
Build one manager of each kind.

## Build

`suppress_and_log(logger, *kinds)` returns a context manager for one block.

- If the block raises an exception of the classes `kinds`, or of their subclasses, it is suppressed:
  the code after the block goes on.
- One `WARNING` record then goes to `logger`, with the exception's `repr` in its message and the
  exception in its `exc_info`.
- Every other exception passes and is not logged.
- If no `kinds` are given, every exception passes.

`Indenter(write, unit="    ")` writes indented text by calling `write` with strings.

- It is a context manager, and `as` binds the indenter itself.
- Its attribute `depth` is the number of its blocks that are open now.
- It can be used again, and inside its own blocks.
- A block that raises is closed like any other, and its exception passes.
- `line(text)` writes `depth` times `unit`, then `text`, which is one line, and then `\n`.

`session(connect)` returns an async context manager for one block.

- `connect`, an async function, is called when the block begins. Its result is a `Connection`, which
  `as` binds.
- If the block ends normally, `commit` is awaited, and then `close`.
- If the block or `commit` raises, `rollback` is awaited, and then `close`.
- `close` is awaited even if `rollback` raises.
- Each of the three is called once at most.
- The exception of the block or of `commit` reaches the caller.
- If `rollback` or `close` raises, that exception reaches the caller instead.
- If `connect` fails, its exception reaches the caller, and the block does not run.

## Rules

- A manager made by `suppress_and_log` or `Indenter` can decorate functions: each call is then a
  block of its own, also a call within another.
- Decorated functions keep their arguments, result, name and docstring.
- A call that ended in a suppressed exception returns None.
- All this holds for `KeyboardInterrupt` and `asyncio.CancelledError` too.

## Left open

Into how many strings `Indenter` cuts its text, and an empty `text` or `unit`. Exceptions and
connections that are false. A session that is cancelled twice. A manager for one block in two `with`
statements, or in an `ExitStack`. Decorated generators and coroutines. A `connect` or a method that
raises `StopIteration` or `StopAsyncIteration`.

## Example

    >>> import logging, sys
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
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, ContextDecorator
from types import TracebackType
from typing import Any, Protocol


class Connection(Protocol):
    """What `connect` gives. Given: nothing to do here."""

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...

    async def close(self) -> None: ...


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
