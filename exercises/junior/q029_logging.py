r"""Q29 · Logging: send each record to the right stream, once.

Topics: logging, configuration, decorators, exceptions

How do you log in Python, and why is `print` not enough? The follow-ups come from production: every
line appears twice, warnings drown in standard output, a traceback is lost. Set up a logger that has
none of these faults, and a decorator that logs what goes wrong.

## Build

`configure(name, out, err, level=logging.INFO)` sets up the logger called `name`, such as `"shop"`,
and returns it. Records below `WARNING` are written to the text stream `out`, all others to the text
stream `err`.

- Each record is written as a line `LEVEL NAME: MESSAGE`, such as `INFO shop: open`.
- `level` is one of the five usual levels, by number or by name: `logging.DEBUG` or `"DEBUG"`.
- Records below `level` are written nowhere.

`log_failures(logger)` returns a decorator for functions. A decorated function takes the same
arguments, returns the same result and has the same name and docstring. When it raises an
`Exception`, one `ERROR` record goes to `logger`, and then the same exception object reaches the
caller.

- The record's message contains the function's `__name__` and the `repr` of every argument,
  positional or keyword.
- The traceback comes with the record, as `logger.exception` adds it.

## Rules

- After a second call of `configure` for a name, its logger still has two handlers. They write to
  the streams of that call, and only records at that call's level or above.
- Records of `shop.cart` are written as those of `shop` are, under their own name.
- The root logger keeps its level and handlers, and those handlers get none of the records.
- A call of a decorated function that succeeds logs nothing.
- `KeyboardInterrupt` and `SystemExit` reach the caller without a record.
- While the level of `logger` is above `ERROR`, no `repr` or `str` of an argument is made.

## Left open

Handlers that the logger had before, other loggers with settings of their own, and records of other
levels. A level that `logger` takes over from its parent, methods, coroutines, decorated functions
that call each other, arguments whose `repr` raises, and keywords that are also names in your
wrapper.

## Example

    >>> import io
    >>> out, err = io.StringIO(), io.StringIO()
    >>> logger = configure("shop", out, err)
    >>> logger.info("%d teas sold", 3)
    >>> logger.warning("no tea left")
    >>> print(out.getvalue(), end="")
    INFO shop: 3 teas sold
    >>> print(err.getvalue(), end="")
    WARNING shop: no tea left
"""

import logging
from collections.abc import Callable
from typing import Any, TextIO


def configure(
    name: str, out: TextIO, err: TextIO, level: int | str = logging.INFO
) -> logging.Logger:
    """Set up the logger `name` to write to `out` and `err`, and return it."""
    raise NotImplementedError


def log_failures(
    logger: logging.Logger,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that logs the exceptions of a function and raises them on."""
    raise NotImplementedError
