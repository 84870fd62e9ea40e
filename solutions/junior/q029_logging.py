r"""Q29 · Logging: the answer and one way to build it.

## Answer

Each module asks for a logger with `logging.getLogger(__name__)` and calls `debug`, `info`,
`warning`, `error` or `critical`. The levels let me choose how much I see without touching the code,
which `print` can't. Records travel up the dotted names; handlers on the way decide where they go:
`StreamHandler` to the console, `FileHandler` or `RotatingFileHandler` to files, syslog, socket or
HTTP handlers to other machines. Formatters add time, level and module, filters drop or enrich.

The application configures that once, at its start, with `basicConfig` or `dictConfig`; a library
only logs. A line that appears twice usually means that handlers were added twice, or that the
record also reached the root's handlers. I pass values as arguments, `logger.info("%s sold", sku)`,
so that text is built only if a handler writes it, and in an `except` block I call
`logger.exception`, which adds the traceback. `print` remains right for what a command-line tool is
asked to output.

## Follow-ups

- **What does a library do about handlers?** It adds none but perhaps a `NullHandler` to its top
  logger, and leaves levels and formats to the application.
- **The root's level is ERROR, and INFO records of a child still appear. Why?** Only the level of
  the logger that was called is asked, or of the first one above it that has one. Further up, only
  the handlers' own levels count.
- **Does logging block the program?** A slow handler does. A `QueueHandler` hands records over to a
  `QueueListener`, which writes them in a thread of its own; since 3.12, `dictConfig` can set up
  both.
- **How do you add a request's id to each record?** With a filter on the handler that reads a
  context variable and sets an attribute, or with a `LoggerAdapter`, which carries it as `extra`.

## Notes

Two handlers split the records: one with a level, which is a floor, one with a filter, since a
handler has no upper bound of its own. Filters sit on the handlers, because a logger's filters don't
see what comes from below. Level and `propagate` belong to the logger, so the root is left alone. A
`dictConfig` would say the same as data, good for a settings file, but unless told otherwise it
disables the loggers that exist already. The handlers replaced are not closed, because one of them
may hold a file that is somebody else's. A `FileHandler` of our own should be closed.
"""

import functools
import logging
from collections.abc import Callable
from typing import Any, TextIO


def configure(
    name: str, out: TextIO, err: TextIO, level: int | str = logging.INFO
) -> logging.Logger:
    """Set up the logger `name` to write to `out` and `err`, and return it."""
    logger = logging.getLogger(name)
    logger.setLevel(level)
    logger.propagate = False
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)

    ordinary, urgent = logging.StreamHandler(out), logging.StreamHandler(err)
    ordinary.addFilter(lambda record: record.levelno < logging.WARNING)
    urgent.setLevel(logging.WARNING)
    for handler in (ordinary, urgent):
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
    return logger


def log_failures(
    logger: logging.Logger,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that logs the exceptions of a function and raises them on."""

    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            try:
                return func(*args, **kwargs)
            except Exception:
                logger.exception("%s failed: args=%r kwargs=%r", func.__name__, args, kwargs)
                raise

        return wrapper

    return decorate
