r"""Q56 · Distributed logging: one request, followed through every service.

Topics: logging, tracing, json, asyncio, threads

How do you log when one request passes through five services? Each writes lines that programs can
read, with the request's ID. Build the part they all import.

## Build

`HEADERS` is given: the fields that travel from service to service, each with its header.

`class JsonFormatter()` is a `logging.Formatter`. Its `format(record)` returns a JSON object on one
line, with these fields and no others:

- `time` is when the record was created, in UTC with milliseconds: `2026-03-01T08:05:09.250+00:00`.
- `level` is the name of the record's level, and `logger` that of its logger.
- `message` is the message with its arguments filled in.
- `exception` is the traceback, as `logging.Formatter.formatException` gives it. It is left out if
  the record's `exc_info` is None or `(None, None, None)`.
- Each extra is a field: an attribute that came with `extra=`.
- Each field that is bound where `format` is called is one too.

`bind(**context)` returns a context manager. In its block, the fields of `context` are bound too,
and win over outer ones of the same name. When the block is left, normally or by an exception, the
fields bound before it are bound again.

`inject(headers)` returns a new `dict` for a request to another service. It holds the given headers,
a `dict`, and the header of each field of `HEADERS` that is bound. The value of such a header is
`urllib.parse.quote(str(value), safe="")`. It replaces a given header of the same name.

`extract(headers)` returns the `dict` of the fields of `HEADERS` that came in the headers of a
request. Each value is decoded by `urllib.parse.unquote`. A header that is missing or empty gives no
field, but `correlation_id` is then a new `uuid.uuid4().hex`.

## Rules

- A field of the formatter wins over an extra of the same name, and an extra wins over a bound
  field.
- A value that JSON has no form for, such as a date, is written as its `str()`, at any depth.
- Threads and tasks at work at the same time don't see what the others bind.
- A task begins with the fields bound where it is created, and a function run by
  `asyncio.to_thread` with those of its caller.
- Header names are compared without regard to upper and lower case.
- `inject` and `extract` leave their argument unchanged.

## Left open

Records seen by another formatter, fields called `exception`, false exceptions, parts of a
millisecond. NaN, cycles, huge values, depths above 100, a `__str__` that raises, keys other than
text, subclasses of JSON's. Two headers of one name, a bound None in `inject`. What new threads
begin with. Managers kept for later.

## Example

    >>> import json, logging
    >>> record = logging.makeLogRecord({"name": "shop", "levelname": "INFO", "msg": "paid"})
    >>> record.cents = 1299
    >>> with bind(**extract({"x-correlation-id": "r-7"})):
    ...     entry = json.loads(JsonFormatter().format(record))
    ...     inject({})
    {'X-Correlation-ID': 'r-7'}
    >>> [entry[name] for name in ("level", "logger", "message", "correlation_id", "cents")]
    ['INFO', 'shop', 'paid', 'r-7', 1299]
"""

import logging
from contextlib import AbstractContextManager
from typing import Any

HEADERS = {"correlation_id": "X-Correlation-ID", "tenant": "X-Tenant"}


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, with what is bound and what came as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for `record`."""
        raise NotImplementedError


def bind(**context: Any) -> AbstractContextManager[None]:
    """Add fields to every line formatted in the block."""
    raise NotImplementedError


def inject(headers: dict[str, str]) -> dict[str, str]:
    """Copy `headers` and add those for the bound fields that travel."""
    raise NotImplementedError


def extract(headers: dict[str, str]) -> dict[str, str]:
    """Give the fields that came in `headers`, with a new correlation ID if none came."""
    raise NotImplementedError
