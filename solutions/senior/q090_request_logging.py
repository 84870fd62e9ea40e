r"""Q90 · Request logging: the answer and one way to build it.

## Answer

I use the standard `logging` module, configured once at the start with `dictConfig`, in Django by
its `LOGGING` setting. In a container the records go to stdout as JSON, one object a line, and the
platform ships them to Loki, Elasticsearch or Datadog; gunicorn and uvicorn log there too.

A middleware writes one record for each request: method, path, status, duration. It gives the
request an id, which a context variable carries and a filter puts on every record, so that one
search finds all that belongs together. The id goes back to the client and on to other services;
with OpenTelemetry it is the trace id of the header `traceparent`.

An exception is logged once, at the boundary, with its traceback, and error trackers such as Sentry
group them. What must not be in a log is passwords, tokens and personal data. What a client sends
is checked before it is logged, or it forges lines. Rates and latencies belong in metrics, for which
logs are too expensive.

## Follow-ups

- **Why a context variable and no thread-local?** Many requests share the one thread of an event
  loop; each task has its own context.
- **Why pure ASGI and not `BaseHTTPMiddleware`?** That one returns before the body has been sent,
  so its times end too early.

## Notes

The time ends in `send`, since background tasks of Starlette run after the last part and before
`app` returns. Taking it after `app` is shorter, and counts them as waiting. The query string is
masked piece by piece; parsing and encoding it anew would change what was sent.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote_plus

SECRET = {"password", "token", "key"}
_current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Put the id of the current request on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set `record.request_id`, and let the record pass."""
        record.request_id = _current.get()
        return True


class RequestLog:
    """An ASGI application that logs the requests to another one."""

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        logger: logging.Logger,
        clock: Callable[[], float],
        new_id: Callable[[], str],
    ) -> None:
        """Stand around `app`."""
        self._app, self._logger, self._clock, self._new_id = app, logger, clock, new_id

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        name = given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else self._new_id()
        begun, ended, status = self._clock(), None, None

        async def send_on(message: Any) -> None:
            nonlocal ended, status
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message["headers"] if k.lower() != b"x-request-id"]
                message = {**message, "headers": [*kept, (b"x-request-id", name.encode())]}
                status = message["status"]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                ended = self._clock()

        def log(level: int, status: int | None, **options: Any) -> None:
            until = self._clock() if ended is None else ended
            fields = {
                "method": scope["method"],
                "path": scope["path"],
                "query": _masked(scope["query_string"].decode("latin-1")),
                "status": status,
                "milliseconds": (until - begun) * 1000,
            }
            self._logger.log(
                level, "%(method)s %(path)s %(status)s", fields, extra=fields, **options
            )

        token = _current.set(name)
        try:
            await self._app(scope, receive, send_on)
        except asyncio.CancelledError:
            log(logging.WARNING, 499)
            raise
        except Exception:
            log(logging.ERROR, 500 if status is None else status, exc_info=True)
            raise
        else:
            log(logging.INFO, status)
        finally:
            _current.reset(token)


def _masked(query: str) -> str:
    """Return a query string without its secrets."""
    parts = []
    for part in query.split("&"):
        name, equals, _ = part.partition("=")
        secret = equals and unquote_plus(name).lower() in SECRET
        parts.append(f"{name}=***" if secret else part)
    return "&".join(parts)
