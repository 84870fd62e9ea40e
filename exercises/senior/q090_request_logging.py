r"""Q90 · Request logging: one line for each request, whatever becomes of it.

Topics: logging, asgi, http, asyncio, web
Needs: starlette

How do you implement logging for web applications? One record a request, with time and status, and
one id on everything logged meanwhile. It reports failures, too, but no secrets.

## Build

`RequestLog(app, *, logger, clock, new_id)` is an ASGI application around the ASGI application
`app`. `clock()` returns seconds, and `new_id()` a new id, both without arguments.

It logs a record for each HTTP request to `logger`, with these attributes:

- `method` is the method, and `path` the path of the scope.
- `query` is the query string as a `str`. The values of the names in `SECRET`, which is given, are
  replaced by `***`.
- `status` is the status of the response.
- `milliseconds` is the time from the call until the last part of the body has been sent.

`RequestIdFilter()` is a `logging.Filter`. It lets every record pass, and sets its `request_id` to
the id of the request that is being answered, or to `-` where there is none. This holds in tasks
that `app` creates and in `asyncio.to_thread`, too.

## Rules

- The id of a request is its header `X-Request-ID`, if that has 1 to 64 characters and each of them
  is a letter A to Z or a to z, a digit 0 to 9 or `-`.
- Otherwise it is `new_id()`.
- The response has the id as its only header `X-Request-ID`.
- The record of the request has its id, too, if the filter is on the logger.
- The level of the record is `INFO`.
- An exception of `app` is logged with the level `ERROR` and its traceback, and reaches the caller.
- An exception before a response begins gets the status 500.
- A request that is cancelled is logged with the status 499 and the level `WARNING`, and the
  cancellation reaches the caller.
- The record is logged when `app` has returned or raised, and is the only one of its request.
- Each part of the body is passed on before `app` makes the next one.
- Requests overlap on one event loop: each has its own id, status and time.
- A secret's name may be percent-encoded, and in upper or lower case; each of its values is masked.
- All else in the query string, which is ASCII, stays as it came.
- Scopes of other types go to `app` unchanged, and nothing is logged.

## Left open

The text of the message, rounding, ids in other scopes, `milliseconds` where the last part is never
sent, cancellation after it, several headers `X-Request-ID` in a request, changes to the scope,
responses started without `headers` or not at all, exceptions of `send`, and what is no `Exception`.

## Example

    >>> import asyncio, logging
    >>> from starlette.responses import PlainTextResponse
    >>> logger = logging.Logger("access")
    >>> records = []
    >>> handler = logging.Handler()
    >>> handler.emit = records.append
    >>> logger.addHandler(handler)
    >>> logger.addFilter(RequestIdFilter())
    >>> site = RequestLog(
    ...     PlainTextResponse("tea"), logger=logger, clock=lambda: 0.0, new_id=lambda: "r-7"
    ... )
    >>> async def send(message): pass
    >>> scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    >>> asyncio.run(site({**scope, "query_string": b"token=x"}, None, send))
    >>> [(each.method, each.query, each.status, each.request_id) for each in records]
    [('GET', 'token=***', 200, 'r-7')]
"""

import logging
from collections.abc import Callable
from typing import Any

SECRET = {"password", "token", "key"}
"""The names in a query string whose values are secret, in lower case."""


class RequestIdFilter(logging.Filter):
    """Put the id of the current request on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set `record.request_id`, and let the record pass."""
        raise NotImplementedError


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
        raise NotImplementedError

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        raise NotImplementedError
