r"""Q29 · Logging: send each record to the right stream, once.

Topics: logging, configuration, decorators, exceptions

How do you log in Python, and why is `print` not enough? The follow-ups come from production: every
line appears twice, warnings drown in standard output, a traceback is lost. Set up a logger that has
none of these faults, and a decorator that logs what goes wrong.

## Build

`configure(name, out, err, level=logging.INFO)` sets up the logger called `name` (never empty) and
returns it. Records below `WARNING` are written to the text stream `out`, all others to the text
stream `err`.

- Each record is written as a line `LEVEL NAME: MESSAGE`, such as `INFO shop: open`.
- Its traceback, if there is one, follows.
- `level` is a number above 0 or the name of a level, such as `"DEBUG"`.
- Records below `level` are written nowhere.

`log_failures(logger)` returns a decorator. A decorated function takes the same arguments, returns
the same result and has the same name and docstring. When an `Exception` leaves it, one `ERROR`
record goes to `logger`, and then the same exception object reaches the caller.

- The record's message contains the function's `__name__` and the `repr` of every argument,
  positional or keyword.
- When a handler writes the record, the traceback follows once.

## Rules

- After every call of `configure`, the logger has exactly two handlers, whatever it had before.
- They write to the streams of the latest call, at the level of that call and above.
- The streams of earlier calls stay open.
- Records of loggers below it, such as `shop.cart` below `shop`, are written the same way, under
  their own names.
- Loggers above it, the root among them, keep their level and handlers, and those handlers get none
  of its records.
- A call of a decorated function that succeeds logs nothing.
- An exception that is no `Exception`, such as `KeyboardInterrupt`, reaches the caller without a
  record.
- Where `ERROR` is off for `logger`, by a level or by `logging.disable`, no `repr` or `str` of an
  argument is made.

## Left open

Loggers below with settings of their own, disabled loggers, and names of levels other than the five
usual ones. Whether handlers that are replaced are closed. For `log_failures`, arguments whose
`repr` fails, generators and coroutines.

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
