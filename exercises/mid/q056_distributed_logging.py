"""Q56 · Distributed logging: one request, followed through every service.

Topics: logging, tracing, json, asyncio, threads

How do you handle logging when one request passes through five services? Each service writes lines
that a program can read, and every line carries the ID of the request it belongs to. Build the part
that each of the services would import.

## Build

`HEADERS` is given: the bound fields that travel to other services, and the header of each.

`class JsonFormatter()` is a `logging.Formatter`. Its `format(record)` returns a `str`: a JSON
object on one line, with these fields in any order and no others.

- `time`: when the record was created, in UTC with milliseconds, `2026-03-01T08:05:09.250+00:00`.
- `level`, `logger`, `message`: the name of the level, the name of the logger, and the message with
  its arguments filled in.
- Every field that is bound where `format` is called.
- Every extra of the record: the attributes that came with `extra=...`. If a bound field has the
  same name, the extra wins.
- `exception`: only if the record's `exc_info` holds an exception, so not for `(None, None, None)`.
  It is the traceback's text, as `logging.Formatter.formatException` makes it.

`bind(**context)` returns a context manager for one `with` block. In the block, the fields of
`context` are bound in addition to those bound before; of the same name, the innermost wins. When
the block is left, normally or by an exception, exactly those fields are bound that were before.

`inject(headers)` takes a mapping of strings and returns a new `dict` for a request to another
service: the same headers and, for each field of `HEADERS` that is bound here, its header. The value
is `urllib.parse.quote(str(value), safe="")`, so that no value can break out of its line.

`extract(headers)` takes the headers of a request that came in, and returns the `dict` of the fields
of `HEADERS` found there, for use as `bind(**extract(headers))`. Values are decoded to the original
`str`. A header that is missing or empty gives no field, with one exception: `correlation_id` is
always there, then as a new `uuid.uuid4().hex`.

## Rules

- What is bound belongs to the flow of work that bound it. Threads and tasks at work at the same
  time never see each other's fields. A task begins with the fields that were bound where it was
  created, and so does a function run by `asyncio.to_thread`; what they bind stays their own.
- `time`, `level`, `logger`, `message` and `exception` are reserved. `bind` of such a name raises a
  `ValueError` that names it, when it is called or when the block begins. An extra of such a name is
  written with an underscore behind it: `level_`, `exception_`. All other names can be bound, also
  those that records use themselves, such as `name` and `args`.
- Extras and bound values may be anything. `None`, `bool`, `int`, `float`, `str`, `list`, `tuple`
  and `dict` are written as the JSON of their kind, to any depth; dictionary keys are written as
  their `str()`. Whatever JSON has no form for is written as its `str()`: dates, sets and objects,
  but also the `float` values `nan`, `inf` and `-inf`.
- No value may spoil the line. An object whose `str()` raises an `Exception` is written as
  `<unprintable X>`, with the name of its class for `X`. Where a list, tuple or dict comes up again
  inside of itself, the string `...` stands there instead.
- A record is not changed by formatting it, and may have been formatted by others before.
- Header names are compared without regard to upper and lower case. An injected header replaces one
  of the same name. All other headers are kept, also a header of `HEADERS` whose field is not bound.
  The argument is not changed.

## Example

    >>> import json, logging
    >>> record = logging.makeLogRecord({"name": "shop", "levelname": "INFO", "msg": "paid"})
    >>> record.cents = 1299
    >>> with bind(**extract({"x-correlation-id": "r-7"})):
    ...     entry = json.loads(JsonFormatter().format(record))
    ...     inject({"Accept": "*/*"})
    {'Accept': '*/*', 'X-Correlation-ID': 'r-7'}
    >>> [entry[name] for name in ("level", "logger", "message", "correlation_id", "cents")]
    ['INFO', 'shop', 'paid', 'r-7', 1299]
    >>> inject({})
    {}
"""

import logging
from collections.abc import Mapping
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


def inject(headers: Mapping[str, str]) -> dict[str, str]:
    """Copy `headers` and add those for the bound fields that travel."""
    raise NotImplementedError


def extract(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the fields that came in `headers`, with a new correlation ID if none came."""
    raise NotImplementedError
