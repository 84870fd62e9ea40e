r"""Q111 · Logging architecture: the answer and one way to build it.

## Answer

Every module has `logging.getLogger(__name__)` and no more: it logs, and knows nothing of handlers.
One place configures the tree at the start, with `dictConfig` or in code: handlers on the root,
levels by module, since names form a hierarchy. A library adds a `NullHandler` at most.

Records are data: one JSON object a line, with the fields of `extra`, and the request, user and
trace IDs that a filter takes from context variables. In containers I write to standard output and
let an agent ship it to Elastic, Datadog or CloudWatch; on machines, `RotatingFileHandler` or its
timed sibling. Levels mean something, and secrets are masked before a record leaves the process.

What may block goes behind a queue: `QueueHandler` and `QueueListener`, which `dictConfig` can set
up since 3.12. Then the caller pays for formatting and a `put`, and one thread writes. I stop the
listener when the program ends, or the last lines are lost; and I decide what happens when the
queue is full.

## Follow-ups

- **What breaks with several processes?** Two that rotate one file lose lines. Send records to one
  process, through a `multiprocessing.Queue` or a socket, or write to standard output.
- **Why format in the caller's thread?** The arguments may change before the listener gets to them,
  and some can be neither pickled nor kept alive for long.
- **What if records come faster than they are written?** An unbounded queue fills the memory. A
  bounded one must block or drop; dropping low levels and counting them is the usual choice.
- **Why not put the masking filter on the root logger?** A logger's filters see only what is logged
  on it, not what propagates from its children. A handler's filters see all it handles.

## Notes

`Redact` settles the whole record, so that whatever goes into the queue is plain text: no frames
behind `exc_info`, no arguments. Matching after filling in finds a secret that the message and its
arguments make up together. The standard `prepare` folds the traceback into the message, which suits
pickling but robs a JSON formatter of it. An `ExitStack` holds all that `start` changed, so half a
start is undone like a whole one. One thread for all handlers is simple and keeps the order, but a
slow handler delays the others; a listener for each would cost a thread and a queue apiece.
"""

import copy
import logging
import re
from collections.abc import Mapping
from contextlib import ExitStack
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from typing import Any

_STANDARD = vars(logging.makeLogRecord({})).keys()


class Redact(logging.Filter):
    """Masks secrets in a record."""

    def __init__(self, secret: re.Pattern[str]) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record, and let it pass."""
        record.msg, record.args = self._mask(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        record.exc_text = self._mask(record.exc_text)
        record.stack_info = self._mask(record.stack_info)
        for name in vars(record).keys() - _STANDARD:
            setattr(record, name, self._mask(getattr(record, name)))
        return True

    def _mask(self, value: Any) -> Any:
        """Return the value, masked if it is a string."""
        if isinstance(value, str):
            return self._secret.sub("***", value)
        return value


class _Sender(QueueHandler):
    """Puts masked copies of records into the queue."""

    def __init__(self, records: Any, redact: Redact) -> None:
        super().__init__(records)
        self._redact = redact

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return what goes into the queue."""
        record = copy.copy(record)
        self._redact.filter(record)
        return record


class _Writer(QueueListener):
    """Hands records to handlers, and outlives their errors."""

    def handle(self, record: logging.LogRecord) -> None:
        """Hand the record to each handler that wants it."""
        for handler in self.handlers:
            if record.levelno >= handler.level:
                try:
                    handler.handle(record)
                except Exception:
                    handler.handleError(record)


class LogSystem:
    """Brings records to handlers, in a thread of its own."""

    def __init__(
        self,
        *handlers: logging.Handler,
        levels: Mapping[str, int | str],
        secret: re.Pattern[str],
    ) -> None:
        self._handlers, self._levels, self._redact = handlers, levels, Redact(secret)
        self._undo: ExitStack | None = None

    def start(self) -> None:
        """Take over what reaches the root logger."""
        if self._undo is not None:
            raise RuntimeError("the log system runs already")
        with ExitStack() as undo:
            for name, level in self._levels.items():
                logger = logging.getLogger(name)
                undo.callback(logger.setLevel, logger.level)
                logger.setLevel(level)
            for handler in self._handlers:
                undo.callback(handler.flush)
            records: SimpleQueue[logging.LogRecord] = SimpleQueue()
            writer = _Writer(records, *self._handlers)
            writer.start()
            undo.callback(writer.stop)
            root = logging.getLogger()
            undo.callback(setattr, root, "handlers", root.handlers)
            root.handlers = [_Sender(records, self._redact)]
            self._undo = undo.pop_all()

    def stop(self) -> None:
        """Wait for the handlers, and give everything back."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo.close()

    def __enter__(self) -> "LogSystem":
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
