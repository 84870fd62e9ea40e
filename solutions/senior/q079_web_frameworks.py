r"""Q79 · Web frameworks: the answer and one way to build it.

## Answer

Django brings everything: ORM, migrations, admin, forms, authentication. I take it for products
around a database, with Django REST framework or Ninja for an API. Flask is a small core of routing,
requests and Jinja templates; you choose the rest, which suits small services and unusual needs.
FastAPI sits on Starlette and pydantic: type hints become validation and OpenAPI documents, so it is
the usual choice in 2026 for new JSON APIs, above all with many waiting connections. Litestar
is similar. Pyramid is flexible and mature, rarely chosen anew. Tornado, older than asyncio and now
on top of it, serves long-lived connections; aiohttp is client and server.

Underneath is WSGI, one blocking call a request, or ASGI, which adds async and WebSockets. Async
helps with many slow connections, not with CPU work. Team, ecosystem and data model decide more than
benchmarks do; often the database is the limit. All of them route, parse, call a view and build the
response.

## Follow-ups

- **WSGI or ASGI?** WSGI is simpler and enough for most sites with a pool of threads or processes.
  ASGI pays where requests wait long or stay open: WebSockets, streaming, many calls to others.
- **Is FastAPI faster than Flask?** It handles more waiting requests in one process. One blocking
  call in an `async def` stops all of them, though, and CPU work gains nothing.
- **Can Django be asynchronous?** Yes: views, middleware and much of the ORM have async interfaces
  under ASGI. Its database drivers still work in threads, and transactions need synchronous code.
- **How would you mix two frameworks?** Mount one app under a path of another, or put a proxy in
  front of both. Both standards hand the prefix on, as `SCRIPT_NAME` or `root_path`.

## Notes

A route is a tuple of segments with a dict from methods to views, so 405 and `Allow` come from one
lookup. The winning pattern is the smallest by "is this segment a name?", segment by segment, which
is the rule itself. This asks every pattern; a tree of segments finds it in one walk, and is worth
its backtracking with hundreds of routes. Everything between reading the request and encoding the
result stands in one `try`, because a result that JSON cannot hold is a fault of the view too.
"""

import json
import traceback
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs


class HTTPError(Exception):
    """What a view raises to answer with this status. Given: nothing to do here."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message


class Request:
    """What a view is told about a request."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes

    def __init__(self, environ: dict[str, Any]) -> None:
        """Read the request from the WSGI environment."""
        self.method = environ["REQUEST_METHOD"]
        self.path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        self.query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        self.body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


class App:
    """A WSGI application that is made of views."""

    def __init__(self) -> None:
        """Start without routes."""
        self._routes: dict[tuple[str, ...], dict[str, Callable[..., Any]]] = {}

    def route(
        self, pattern: str, methods: Sequence[str] = ("GET",)
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Return a decorator that registers a view."""

        def register(view):
            views = self._routes.setdefault(tuple(pattern.split("/")), {})
            views.update(dict.fromkeys(methods, view))
            return view

        return register

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        request, headers = Request(environ), []
        try:
            status, kind, body = _encoded(self._result(request, headers))
        except HTTPError as error:
            status, kind, body = _encoded((error.message, error.status))
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            status, kind, body = _encoded(("something went wrong here", 500))
        headers += [("Content-Type", kind), ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [] if request.method == "HEAD" else [body]

    def _result(self, request: Request, headers: list[tuple[str, str]]) -> Any:
        """Return what the right view returns, or raise an `HTTPError`; `headers` may grow."""
        segments = request.path.split("/")
        fitting = [pattern for pattern in self._routes if _fits(pattern, segments)]
        if not fitting:
            raise HTTPError(404, f"there is nothing at {request.path}")
        pattern = min(fitting, key=lambda pattern: [_is_name(part) for part in pattern])
        views = self._routes[pattern]
        method = "GET" if request.method == "HEAD" else request.method
        if method not in views:
            allowed = [*views, "HEAD"] if "GET" in views else views
            headers.append(("Allow", ", ".join(allowed)))
            raise HTTPError(405, f"this method is not for {request.path}")
        pairs = zip(pattern, segments, strict=True)
        return views[method](
            request, **{part[1:-1]: text for part, text in pairs if _is_name(part)}
        )


def _is_name(part: str) -> bool:
    return part.startswith("<") and part.endswith(">")


def _fits(pattern: Sequence[str], segments: Sequence[str]) -> bool:
    """Whether a pattern, by segments, fits a path, by segments."""
    return len(pattern) == len(segments) and all(
        text != "" if _is_name(part) else text == part
        for part, text in zip(pattern, segments, strict=True)
    )


def _encoded(result: Any) -> tuple[int, str, bytes]:
    """Return the status, the content type and the body for what a view returned."""
    result, status = result if isinstance(result, tuple) else (result, 200)
    if isinstance(result, str):
        return status, "text/plain; charset=utf-8", result.encode()
    return status, "application/json", json.dumps(result, allow_nan=False).encode()
