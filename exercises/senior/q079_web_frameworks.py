r"""Q79 · Web frameworks: what each of them does for you, built on WSGI.

Topics: web, wsgi, http, decorators, exceptions

Which Python web frameworks are there, and when do you take which? Flask, Django and Pyramid find a
request's view, call it, and make its result a response. Build these steps on WSGI (PEP 3333).

## Build

`App()` is a WSGI application without routes.

- `route(pattern, methods=("GET",))` returns a decorator that registers a view for these methods,
  and returns it unchanged.
- In a pattern such as `/users/<id>/posts` the segment `<id>` is a name, and fits any segment that
  is not empty.
- Any other segment fits the same text only, and a pattern fits whole paths only.
- A view is called as `view(request, **values)`, and the values are the texts that the pattern's
  names stand for.
- It returns a `str`, which is sent as `text/plain; charset=utf-8`, or a `dict` or `list`, which is
  sent as JSON with the type `application/json`.
- The status is 200, unless the view returns a tuple `(result, status)`.

`Request(environ)` is the request that a view gets.

- `method` is its method, such as `"GET"`, and `path` its path.
- `query` is a dict from each name in the query string to the list of its values, in their order.
- `body` is `bytes`, read from `wsgi.input` up to `CONTENT_LENGTH` bytes and no further.

## Rules

- `wsgiref.validate` finds no fault with an app.
- `Content-Length` counts the bytes of the body.
- `PATH_INFO` holds the bytes of the path decoded as Latin-1; the path and its values are the same
  bytes decoded as UTF-8.
- A blank value in the query string counts as a value.
- A missing or empty `CONTENT_LENGTH` means an empty body, and a missing `QUERY_STRING` an empty
  query.
- If several patterns fit, the first segment where one has fixed text and another a name decides:
  fixed text wins, whichever was registered first.
- Several views may share a pattern, each for other methods.
- A path that no pattern fits is answered with 404.
- A method for which the winning pattern has no view is answered with 405, and `Allow` lists the
  methods that it has (RFC 9110, 15.5.6).
- If GET is among them, HEAD is too.
- A HEAD request gets the status and the headers that GET would get, and no body (RFC 9110, 9.3.2).
- An `HTTPError` of a view is answered with its status, and with its message as text.
- Any other `Exception` of a view, and a result that JSON cannot hold, as with NaN, is answered with
  500.
- The traceback of such a failure goes to `wsgi.errors`, and nothing of it to the client.
- A `KeyboardInterrupt` is left to the server.

## Left open

Views for HEAD itself, the `method` that a view sees then, patterns that fit the same paths. Paths
that are empty, hold line breaks or are no UTF-8. Statuses without a body or unknown to
`http.HTTPStatus`, lone surrogates, and other types of results.

## Example

    >>> from wsgiref.util import setup_testing_defaults
    >>> app = App()
    >>> @app.route("/hello/<name>")
    ... def hello(request, name):
    ...     return f"Hello, {name}!"
    >>> environ = {"PATH_INFO": "/hello/Ada"}
    >>> setup_testing_defaults(environ)
    >>> b"".join(app(environ, lambda status, headers: print(status)))
    200 OK
    b'Hello, Ada!'
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


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
        raise NotImplementedError


class App:
    """A WSGI application that is made of views."""

    def __init__(self) -> None:
        """Start without routes."""
        raise NotImplementedError

    def route(
        self, pattern: str, methods: Sequence[str] = ("GET",)
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Return a decorator that registers a view."""
        raise NotImplementedError

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        raise NotImplementedError
