r"""Q96 · Middleware: three Django layers, at home in WSGI and ASGI.

Topics: django, http, asgi, wsgi, coroutines
Needs: asgiref, django

How do you implement middleware in Python frameworks? It is a layer around what answers a request. A
Django site runs synchronously or asynchronously, and a layer that knows only one costs a thread in
the other.

## Build

Each of the three classes is a Django middleware: it is made with `get_response`, and then called
with each request.

`RequestId` gives each request an id.

- The id is the value of the request's header `X-Request-ID`.
- Without this header it is a new text, another one for each request.
- Layers and views further in find the id as `request.id`.
- The response has the id as its only header `X-Request-ID`. So have answers that a layer further in
  gives early, and those that Django makes of the exceptions of a view.

`Maintenance` closes the site, and refuses what is not permitted.

- While `settings.MAINTENANCE` is a positive integer, every request is answered with 503, and with
  that number of seconds as `Retry-After` (RFC 9110, 10.2.3).
- Such a request goes no further in.
- The site is open while the setting is 0 or does not exist.
- Where a view raises a `PermissionError`, the answer is 403.
- All other exceptions of a view are left to Django.

`CountBytes` counts the bytes in the body of each response.

- It appends one pair, of `request.path` and the number of bytes, to `traffic`, which is given.
- For an ordinary response it does so before it returns the response.
- For a streamed response it does so when the last part has been passed on.

## Rules

- Each of the three works under WSGI and under ASGI, with synchronous and with asynchronous views.
- Each works alone, and together with the others in any order.
- While the site is open and no exception is raised, Django changes between synchronous and
  asynchronous code no more often with them than without them.
- The setting is read anew for each request.
- While one request or streamed body is under way, others come: each keeps its own id and number of
  bytes.
- Each part of a streamed body is passed on before the next one is asked for, and none is changed.
- A streamed body that is a synchronous iterator stays one, and an asynchronous one stays one.

## Left open

Ids from clients that are empty, longer than 64 characters, or more than letters, digits and `-`,
the bodies of 503 and 403, HEAD requests, streams that are empty, fail or are not read to their end,
parts that are no `bytes`, `FileResponse`, other values of `MAINTENANCE`, a changed `request.id`,
and exceptions of other middlewares.

## Example

    >>> from django.conf import settings
    >>> from django.http import HttpResponse
    >>> from django.test import RequestFactory
    >>> settings.configure(MAINTENANCE=0)
    >>> site = RequestId(Maintenance(CountBytes(lambda request: HttpResponse("hello"))))
    >>> response = site(RequestFactory().get("/tea", headers={"X-Request-ID": "a-1"}))
    >>> response.status_code, response.headers["X-Request-ID"], traffic
    (200, 'a-1', [('/tea', 5)])
    >>> settings.MAINTENANCE = 120
    >>> response = site(RequestFactory().get("/tea"))
    >>> response.status_code, response.headers["Retry-After"]
    (503, '120')
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

traffic: list[tuple[str, int]] = []
"""The path and the number of bytes of each response, filled by `CountBytes`."""


class RequestId:
    """Give each request an id, and its response the same."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand around `get_response`, which may be a coroutine function."""
        raise NotImplementedError

    def __call__(self, request: HttpRequest) -> Any:
        """Return the response, or a coroutine that does."""
        raise NotImplementedError


class Maintenance:
    """Answer for the views while the site is closed, and where they are not permitted something."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand around `get_response`, which may be a coroutine function."""
        raise NotImplementedError

    def __call__(self, request: HttpRequest) -> Any:
        """Return the response, or a coroutine that does."""
        raise NotImplementedError

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the response to an exception of a view, or None to leave it to Django."""
        raise NotImplementedError


class CountBytes:
    """Count the bytes of each response's body."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand around `get_response`, which may be a coroutine function."""
        raise NotImplementedError

    def __call__(self, request: HttpRequest) -> Any:
        """Return the response, or a coroutine that does."""
        raise NotImplementedError
