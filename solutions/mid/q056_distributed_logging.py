r"""Q56 · Distributed logging: the answer and one way to build it.

## Answer

Every service writes structured logs, one JSON object a line, so that a machine can search the
fields; python-json-logger or structlog do that ready-made. Each line carries a correlation or trace
ID. The first service makes it, every call to another service passes it on in a header, today mostly
the W3C `traceparent` that OpenTelemetry sets, and whoever receives it binds it again. Inside a
process the ID lives in a `contextvars.ContextVar`: each thread and each asyncio task sees its own,
so a formatter or filter can add it without any function passing it along. Thread-locals would not
do, since all tasks of a loop share one thread.

Then the lines go to one place. A container just writes to standard output, and an agent such as
Fluentd ships them to Elasticsearch, Loki or a cloud's log service; without an agent there is
`SysLogHandler`. A `QueueHandler` keeps slow network handlers out of the request's way. Secrets
never go in.

## Follow-ups

- **Does a new thread see what its creator bound?** With the GIL it begins with an empty context,
  while free-threaded builds from 3.14 on hand it a copy (`sys.flags.thread_inherit_context`).
  `asyncio.to_thread` always copies, and `Thread(context=…)` of 3.14 says it outright.
- **What changes behind a `QueueHandler`?** The listener's handlers format in another thread, where
  nothing is bound. Put the formatter on the `QueueHandler` itself, which formats in the thread that
  logs, or add the fields to the record in a filter.
- **May you trust an ID that came from outside?** Only as text: limit its length and characters, or
  make a new one at the edge and log the old one beside it. Quoting keeps line breaks out.
- **Why OpenTelemetry, if you have an ID?** Its spans say which call caused which and how long each
  took. The same trace ID in the logs joins the two.

## Notes

The context variable holds dictionaries that are never changed: a task copies the context but not
the objects in it, so changing one in place would be seen by everybody. What counts as an extra is
found by comparing with a blank record, which knows the attributes of the running version; 3.12
added `taskName`. The alternative is a filter that sets the bound fields on the record. That works
with every formatter, but a field called `name` would overwrite the logger's.
"""

import contextlib
import json
import logging
import urllib.parse
import uuid
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

HEADERS = {"correlation_id": "X-Correlation-ID", "tenant": "X-Tenant"}

_STANDARD = vars(logging.makeLogRecord({})).keys() | {"message", "asctime"}
_bound: ContextVar[Mapping[str, Any]] = ContextVar("bound", default=MappingProxyType({}))


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, with what is bound and what came as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for `record`."""
        extras = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        created = datetime.fromtimestamp(record.created, UTC)
        entry = {
            **_bound.get(),
            **extras,
            "time": created.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


@contextlib.contextmanager
def bind(**context: Any) -> Iterator[None]:
    """Add fields to every line formatted in the block."""
    token = _bound.set({**_bound.get(), **context})
    try:
        yield
    finally:
        _bound.reset(token)


def inject(headers: dict[str, str]) -> dict[str, str]:
    """Copy `headers` and add those for the bound fields that travel."""
    bound = _bound.get()
    injected = {
        header: urllib.parse.quote(str(bound[field]), safe="")
        for field, header in HEADERS.items()
        if field in bound
    }
    replaced = {header.lower() for header in injected}
    kept = {name: value for name, value in headers.items() if name.lower() not in replaced}
    return kept | injected


def extract(headers: dict[str, str]) -> dict[str, str]:
    """Give the fields that came in `headers`, with a new correlation ID if none came."""
    values = {name.lower(): value for name, value in headers.items()}
    found = {
        field: urllib.parse.unquote(value)
        for field, header in HEADERS.items()
        if (value := values.get(header.lower()))
    }
    return {"correlation_id": uuid.uuid4().hex} | found
