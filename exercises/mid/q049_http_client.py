r"""Q49 · HTTP client: one connection, a time limit, and retries only where they are safe.

Topics: http, rest, exceptions, context-managers
Needs: httpx

How do you make HTTP requests in Python? `requests.get(url)` is half an answer. What if the
server is busy, slow or gone, and what do a hundred requests cost? Build a client on top of `httpx`.

## Build

`ApiClient(base_url, token, *, timeout, attempts=3, sleep=time.sleep)` is a client of one JSON API.

- `get(path, params=None)` sends a GET request.
- `put(path, payload)` sends a PUT request, and `post(path, payload)` a POST request.
- With the `base_url` `"http://host:8000/v1"` and the path `"users/7"`, each of them asks for
  `http://host:8000/v1/users/7`.
- `params` is a dict from names to texts or integers, which becomes the query of the address,
  properly quoted.
- `payload` is a dict, sent as JSON with the content type `application/json`.
- All three return the decoded JSON of the answer.
- Every request has the header `Authorization: Bearer TOKEN`, where `TOKEN` is `token`.
- `timeout` is the time limit that httpx gets, in seconds. It has no default.
- `close()` closes the connection to the server.
- `with ApiClient(...) as api:` binds the client and closes it when the block ends or raises.
- What the block raises reaches the caller.

## Rules

- An answer whose status is not 200 to 299 raises a `StatusError` with this `status`.
- A redirect is such an answer, and is not followed.
- A timeout of httpx while connecting, reading or writing raises an `ApiTimeout`.
- A refused connection, or a body shorter than its `Content-Length`, raises an `ApiError` that is
  neither of these two.
- The `__cause__` of all these is the httpx exception.
- If a GET or PUT request is answered with 503, it is sent again, until it has been sent `attempts`
  times.
- After any other failure, and after a POST, nothing is sent again.
- `sleep` is called once before each further attempt, and at no other time.
- If the answer's `Retry-After` is a number of seconds, such as `0` or `120`, `sleep` gets it.
- If it is a date or missing, `sleep` gets 1 after the first attempt of a request, 2 after the
  second, 4 after the third, and so on.
- Requests that follow one another share one connection, also after a `StatusError`.
- Proxies named by environment variables are not used.

## Left open

Successful answers without JSON, other answers cut short, other transport errors, other texts in
`Retry-After`, waits over a year, other slashes, paths with a colon or that need quoting, a user in
`base_url`, `attempts` below 1, idle connections, threads, closed clients.

## Example

    >>> import http.server, threading
    >>> class Greeter(http.server.BaseHTTPRequestHandler):
    ...     def do_GET(self):
    ...         self.send_response(200)
    ...         self.end_headers()
    ...         self.wfile.write(b'{"hello": "world"}')
    ...     def log_message(self, *args):
    ...         pass
    >>> server = http.server.HTTPServer(("127.0.0.1", 0), Greeter)
    >>> threading.Thread(target=server.serve_forever, daemon=True).start()
    >>> address = f"http://127.0.0.1:{server.server_port}/v1"
    >>> with ApiClient(address, "secret", timeout=2) as api:
    ...     api.get("greeting")
    {'hello': 'world'}
    >>> server.shutdown()
    >>> server.server_close()
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self


class ApiError(Exception):
    """A request failed. Given: nothing to do here."""


class ApiTimeout(ApiError):
    """The server took too long. Given: nothing to do here."""


class StatusError(ApiError):
    """The answer was not a success; `status` is its status code. Given: nothing to do here."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answered with status {status}")
        self.status = status


class ApiClient:
    """A client of one JSON API."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float,
        attempts: int = 3,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Prepare for requests; nothing is sent yet."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Return the client itself."""
        raise NotImplementedError

    def __exit__(self, *error: object) -> None:
        """Close the client."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection to the server."""
        raise NotImplementedError

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the decoded JSON of the answer to a GET request."""
        raise NotImplementedError

    def put(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` with a PUT request and return the decoded JSON of the answer."""
        raise NotImplementedError

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` with a POST request and return the decoded JSON of the answer."""
        raise NotImplementedError
