r"""Q96 · Middleware: the answer and one way to build it.

## Answer

Middleware is a layer around the application: it sees each request before the view and each response
after it. It carries what concerns all views, such as ids, logging, authentication, compression and
security headers, and it may answer by itself.

In Django it is a callable made with `get_response`. The order in `MIDDLEWARE` is from the outside
in, so responses pass it backwards. The hooks `process_view` and `process_exception` are called by
the handler. The old `process_request` and `process_response` are what `MiddlewareMixin` adapts.

Under ASGI every layer that is only synchronous costs a change to a thread and back. So mine say
`async_capable`, ask whether `get_response` is a coroutine function, and mark themselves as one.
ASGI itself pays where views wait for much at a time, or for WebSockets.

Flask has `before_request` and `after_request`; a WSGI middleware wraps any WSGI application, an
ASGI middleware FastAPI or Starlette. Django has CSP as a middleware since 6.0; with 5.2 that takes
`django-csp`.

## Follow-ups

- **In which order do you put them?** `SecurityMiddleware` first, sessions before authentication;
  what must see everything, such as an id, outside; what changes bodies, such as GZip, outside of
  what reads them.
- **Where do exceptions go?** Django wraps each layer, so the next one out gets a response. Only
  what views raise comes to `process_exception`, which runs synchronously, in a thread under ASGI.
- **How does a log line get the id?** By a context variable that a logging filter reads: it belongs
  to the task or the thread of the request, and `sync_to_async` takes it along.
- **Middleware or decorator?** Middleware for all requests, a decorator or mixin for some views. A
  middleware that has a list of paths wants to be a decorator.

## Notes

`_Layer` has what the three share: what happens before and after, once with `await` and once
without. `MiddlewareMixin` looks the same but runs its hooks by `sync_to_async`, a thread each.
Functions with `@sync_and_async_middleware` do as well, but have no place for `process_exception`.
The counted body is a generator: what stands behind its loop runs after the last part. To count a
body that is closed early takes `finally`, and under ASGI more: Django passes no `aclose()` on.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse

traffic: list[tuple[str, int]] = []
"""The path and the number of bytes of each response, filled by `CountBytes`."""


class _Layer:
    """A middleware for both kinds of sites, with something to do before and after the rest."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Stand around `get_response`, which may be a coroutine function."""
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Return the response, or a coroutine that does."""
        if iscoroutinefunction(self):
            return self._answer(request)
        return self.before(request) or self.after(request, self.get_response(request))

    async def _answer(self, request: HttpRequest) -> HttpResponse:
        return self.before(request) or self.after(request, await self.get_response(request))

    def before(self, request: HttpRequest) -> HttpResponse | None:
        """Prepare the request, or answer it early."""

    def after(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the response, changed or not."""
        return response


class RequestId(_Layer):
    """Give each request an id, and its response the same."""

    def before(self, request: HttpRequest) -> None:
        """Take over the id of the request, or make one."""
        request.id = request.headers.get("X-Request-ID") or uuid.uuid4().hex

    def after(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Put the id on the response."""
        response.headers["X-Request-ID"] = request.id
        return response


class Maintenance(_Layer):
    """Answer for the views while the site is closed, and where they are not permitted something."""

    def before(self, request: HttpRequest) -> HttpResponse | None:
        """Answer early while the site is closed."""
        seconds = getattr(settings, "MAINTENANCE", 0)
        return HttpResponse(status=503, headers={"Retry-After": seconds}) if seconds else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the response to an exception of a view, or None to leave it to Django."""
        return HttpResponse(status=403) if isinstance(exception, PermissionError) else None


class CountBytes(_Layer):
    """Count the bytes of each response's body."""

    def after(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Count the body, or have it counted while it passes."""
        if not response.streaming:
            traffic.append((request.path, len(response.content)))
        else:
            counted = _counted_async if response.is_async else _counted
            response.streaming_content = counted(request.path, response.streaming_content)
        return response


def _counted(path: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Pass the parts on, and note their bytes when that is over."""
    number = 0
    for part in parts:
        number += len(part)
        yield part
    traffic.append((path, number))


async def _counted_async(path: str, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Pass the parts on, and note their bytes when that is over."""
    number = 0
    async for part in parts:
        number += len(part)
        yield part
    traffic.append((path, number))
