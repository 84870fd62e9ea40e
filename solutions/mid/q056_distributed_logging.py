"""Q56 · Distributed logging: the answer and one way to build it.

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

## Notes

The context variable holds dictionaries that are never changed: a task copies the context but not
the objects in it, so changing one in place would be seen by everybody. `default=str` of `json` is
not enough: it is never asked about keys, `nan` or cycles. What counts as an extra is found by
comparing with a blank record, which knows the attributes of the running version; 3.12 added
`taskName`. The formatter reads what is bound when it runs: behind a `QueueHandler` it has to sit on
that handler, which formats in the thread that logs.
"""

import contextlib
import json
import logging
import math
import urllib.parse
import uuid
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

HEADERS = {"correlation_id": "X-Correlation-ID", "tenant": "X-Tenant"}

_RESERVED = {"time", "level", "logger", "message", "exception"}
_STANDARD = vars(logging.makeLogRecord({})).keys() | {"message", "asctime"}
_bound: ContextVar[Mapping[str, Any]] = ContextVar("bound", default=MappingProxyType({}))


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, with what is bound and what came as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for `record`."""
        extras = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        entry = {
            f"{name}_" if name in _RESERVED else name: _plain(value)
            for name, value in {**_bound.get(), **extras}.items()
        }
        created = datetime.fromtimestamp(record.created, UTC)
        entry["time"] = created.isoformat(timespec="milliseconds")
        entry["level"] = record.levelname
        entry["logger"] = record.name
        entry["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def _plain(value: Any, around: tuple[Any, ...] = ()) -> Any:
    """Give what JSON writes for `value`, which stands inside of the containers `around`."""
    if any(value is container for container in around):
        return "..."
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case dict():
            return {_text(key): _plain(item, (*around, value)) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, (*around, value)) for item in value]
    return _text(value)


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:
        return f"<unprintable {type(value).__name__}>"


@contextlib.contextmanager
def bind(**context: Any) -> Iterator[None]:
    """Add fields to every line formatted in the block."""
    if reserved := _RESERVED & context.keys():
        raise ValueError(f"reserved for the formatter: {', '.join(sorted(reserved))}")
    token = _bound.set({**_bound.get(), **context})
    try:
        yield
    finally:
        _bound.reset(token)


def inject(headers: Mapping[str, str]) -> dict[str, str]:
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


def extract(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the fields that came in `headers`, with a new correlation ID if none came."""
    values = {name.lower(): value for name, value in headers.items()}
    found = {
        field: urllib.parse.unquote(value)
        for field, header in HEADERS.items()
        if (value := values.get(header.lower()))
    }
    return {"correlation_id": uuid.uuid4().hex} | found
