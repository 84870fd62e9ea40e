r"""Q111 · Logging architecture: no caller waits for a log, and no secret gets into one.

Topics: logging, queues, threads, security

How do you implement logging for a large application? Its modules only ask for their loggers, and
one place decides where the records go. Now a handler sends them to a service that is slow, and
sometimes down. And a token was found in the logs. Build that one place.

## Build

- `Redact(secret)` is a `logging.Filter`, where `secret` is a compiled regular expression.
- Its `filter(record)` masks the record itself and returns a true value.
- To mask a text means to replace each match of `secret` with `***`.
- The message is masked with its arguments filled in, and `record.getMessage()` returns the result.
- If the record has a traceback, in `record.exc_info` or as a text in `record.exc_text`, the masked
  text goes into `record.exc_text`, and `record.exc_info` becomes None.
- `record.stack_info` is masked too.
- An extra is an attribute that came with `extra=`. Extras that are strings are masked, numbers and
  dates stay.
- `LogSystem(*handlers, levels, secret)` brings records that reach the root logger to the handlers.
- `levels` is a dict from names of loggers to levels, which are numbers or names such as `"INFO"`.
- The name `""` is that of the root logger.
- `start()` starts the system, and `stop()` stops it.
- `with LogSystem(…) as system:` does both.

## Rules

- A call that logs does not wait for the handlers.
- When `stop` returns, the handlers have handled all that was logged before, and are flushed.
- They get the records masked, with their levels, names of loggers and extras, in the order of the
  calls.
- A handler gets no records below its own level.
- A handler's own filters apply, too.
- The message is filled in during the call that logs; what happens to the arguments later has no
  effect.
- A formatter such as `logging.Formatter()` writes a traceback once.
- When a handler raises an `Exception` for a record, its `handleError(record)` is called.
- The other handlers get this record too, and all handlers get the later ones.
- While the system runs, the loggers in `levels` have the levels given there.
- Handlers that the root logger had before get nothing meanwhile.
- `stop` gives the root logger its handlers again, and each logger the level it had before `start`.
- It does so when the block raises, too, and what the block raised reaches the caller.
- After `stop` no thread of the system is left.
- When the system runs, `start` raises a `RuntimeError`, and the system goes on running.
- `stop` has no effect when the system does not run.
- A system that was stopped can be started again.

## Left open

- Extras of other kinds, such as lists, and one called `taskName`.
- Handlers of other loggers, and those that somebody else gives the root logger while the system
  runs.
- An `exc_info` without an exception, a `secret` that matches an empty text, unknown levels, and
  those of `addLevelName`.
- Records that handlers log, arguments that don't fit their message, a failing `handleError` or
  `flush`.
- Several systems at a time, two names of one logger, and threads that log during `stop`.

## Example

    >>> import logging, re, sys
    >>> handler = logging.StreamHandler(sys.stdout)
    >>> handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    >>> secret = re.compile(r"token=\w+")
    >>> with LogSystem(handler, levels={"shop": "INFO"}, secret=secret):
    ...     logging.getLogger("shop").info("GET /cart?token=%s", "a1b2c3")
    ...     logging.getLogger("shop.cart").debug("not written")
    INFO shop: GET /cart?***
"""

import logging
import re
from collections.abc import Mapping


class Redact(logging.Filter):
    """Masks secrets in a record."""

    def __init__(self, secret: re.Pattern[str]) -> None:
        raise NotImplementedError

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record, and let it pass."""
        raise NotImplementedError


class LogSystem:
    """Brings records to handlers, in a thread of its own."""

    def __init__(
        self,
        *handlers: logging.Handler,
        levels: Mapping[str, int | str],
        secret: re.Pattern[str],
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Take over what reaches the root logger."""
        raise NotImplementedError

    def stop(self) -> None:
        """Wait for the handlers, and give everything back."""
        raise NotImplementedError

    def __enter__(self) -> "LogSystem":
        raise NotImplementedError

    def __exit__(self, *exc_info: object) -> None:
        raise NotImplementedError
