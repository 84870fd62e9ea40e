"""Q29 · Logging: send each record to the right stream, once.

Topics: logging, configuration, exceptions

"How do you log in Python, and why not just `print`?" The answer names loggers, levels, handlers,
filters and formatters. The follow-ups come from production: every line appears twice, warnings
drown in standard output, a traceback is lost. Set up a logger that has none of these faults.

## Build

`class MaxLevel(level)` is a filter for `addFilter` that lets a record through when its level number
is at most `level` (an `int`). Its method `filter(record)` returns a `bool`.

`configure(name, out, err, level=logging.INFO)` sets up the logger called `name` (never empty) and
returns it.

- Records below `WARNING`, also those of levels between the named ones such as 29, are written to
  the text stream `out`; all others to the text stream `err`. No record goes to both.
- Each is one line, `LEVEL NAME: MESSAGE`, for instance `INFO shop: open`. A traceback, where the
  record has one, follows as usual.
- `level` is a number of at least 1, or the upper-case name of a level. Records below it are written
  nowhere.

`log_failures(logger)` returns a decorator. A decorated function behaves exactly as before: its
arguments, result, exceptions, name and docstring. In addition, when an `Exception` leaves it, one
`ERROR` record goes to `logger` before the same exception object is raised on.

- The record's text (`getMessage()`) holds the function's `__name__` and the `repr` of every
  argument, positional and keyword.
- The record carries the exception in `exc_info`, so that a handler writes the traceback, once.

## Rules

- After any number of calls for the same name, its logger has exactly two handlers, whatever it had
  before. They write to the streams of the latest call, at the level of the latest call. No stream
  is ever closed.
- The root logger keeps its level and its handlers, and the root's handlers see none of the records:
  each is written once.
- Loggers further down, such as `shop.cart` below `shop`, are written the same way, under their own
  names, with no set-up of their own.
- `log_failures` is lazy: where `logger` is not enabled for `ERROR`, no `repr` or `str` of an
  argument is ever made.
- A call that succeeds logs nothing. Nor does one that ends in `KeyboardInterrupt`, `SystemExit` or
  another exception that is not an `Exception`; it passes through.

## Example

    >>> import io
    >>> out, err = io.StringIO(), io.StringIO()
    >>> logger = configure("shop", out, err)
    >>> logger.info("%d teas sold", 3)
    >>> logger.warning("no tea left")
    >>> out.getvalue()
    'INFO shop: 3 teas sold\\n'
    >>> err.getvalue()
    'WARNING shop: no tea left\\n'
"""

import logging
from collections.abc import Callable
from typing import Any, TextIO


class MaxLevel(logging.Filter):
    """Lets records up to a level through."""

    def __init__(self, level: int) -> None:
        raise NotImplementedError

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether `record` may pass."""
        raise NotImplementedError


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
