"""Q29 · Logging: the answer and one way to build it.

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

## Notes

Two handlers split the stream: one with a level (a floor), one with a filter (a ceiling), since
handlers have no upper bound of their own. Level and `propagate` belong to the logger, so the root
is left alone and children inherit the set-up. Removing the old handlers makes a repeated call
safe; closing a `StreamHandler` does not close its stream.
"""

import functools
import logging
from collections.abc import Callable
from typing import Any, TextIO


class MaxLevel(logging.Filter):
    """Lets records up to a level through."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether `record` may pass."""
        return record.levelno <= self.level


def configure(
    name: str, out: TextIO, err: TextIO, level: int | str = logging.INFO
) -> logging.Logger:
    """Set up the logger `name` to write to `out` and `err`, and return it."""
    logger = logging.getLogger(name)
    logger.setLevel(level)
    logger.propagate = False
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()

    ordinary, urgent = logging.StreamHandler(out), logging.StreamHandler(err)
    ordinary.addFilter(MaxLevel(logging.WARNING - 1))
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
