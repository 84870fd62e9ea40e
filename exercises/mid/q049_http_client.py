"""Q49 · HTTP client: one connection, a time limit, and retries only where they are safe.

Topics: http, rest, exceptions, files
Needs: httpx

Asked about HTTP requests, nearly everybody says `requests.get(url)`. The interviewer waits for the
rest: what if the server is busy, slow or gone, and what do a hundred requests cost? Build the
client of a JSON API that a whole team could use, on top of `httpx`.

## Build

`ApiClient(base_url, token, *, timeout, attempts=3, sleep=time.sleep)` talks to one API:

- `base_url` is a text like `"http://host:8000/v1"`, without a slash at its end. Each `path` below
  is a text like `"users/7"`, without a slash at its start or anything that needs quoting: together
  they give `http://host:8000/v1/users/7`.
- Every request carries the header `Authorization: Bearer TOKEN`, with `token` for `TOKEN`.
- `timeout` is how many seconds to wait for a connection, or for the next bytes of an answer. It
  has no default: the caller has to think of it.
- `attempts`, at least 1, is how often a request is sent at most. `sleep(seconds)` is what to call
  to wait before the next attempt.

`get(path, params=None)` sends a GET request and returns the decoded JSON of the answer. `params` is
a dict from names to texts or integers; they become the query of the address, properly quoted.

`post(path, payload)` sends a POST request with the dict `payload` as JSON, marked as
`Content-Type: application/json`, and returns the decoded JSON of the answer.

`pages(path, params=None)` returns an iterator over the items of all pages, in order. Each page is a
GET request, the first one like that of `get`. Its answer is a JSON list of items, possibly empty.
The next page is at the address that the answer's `Link` header gives as `rel="next"`; without such
a link the page is the last one.

`download(path, target, sha256)` sends a GET request and puts the body of the answer into the file
`target`, a `Path` in a folder that exists. It returns the number of bytes. If the SHA-256 of the
body, in lower-case hexadecimal, is not the text `sha256`, it raises `ChecksumError`.

`close()` closes the connections. A client is a context manager too: `with ApiClient(...) as api:`
binds the client itself and closes it at the end. A closed client is not used again.

## Rules

Errors, whatever the request was made for (the classes stand below, complete):

- An answer with a status other than 200 to 299 raises `StatusError`. Redirects are not followed.
- What httpx reports as a timeout raises `ApiTimeout`. Any other transport failure, such as a
  refused connection or one that is cut in the middle of an answer, raises a plain `ApiError`, of
  no subclass. In both, `__cause__` is the httpx exception.
- The body of a successful answer to `get`, `post` or `pages` is valid JSON.

Retries:

- Only an answer with status 503, and only to a GET request, is tried again, up to `attempts`
  requests in all for `get`, for `download` and for each page. If the last one gives 503 too, that
  is a `StatusError`. Everything else is sent once: a POST may have been carried out although its
  answer says otherwise.
- Before each further attempt, and at no other time, `sleep` is called once. If the answer's
  `Retry-After` header consists of digits, that is the number of seconds, zero included. Without the
  header, or with other text in it, such as a date, it is 1 second after the first attempt, 2 after
  the second, 4 after the third: doubled with every attempt.

Connections:

- A client that sends one request after the other needs one connection for all of them, as long as
  the server keeps it open: also for retries, pages, completed downloads, and after an answer that
  raised `StatusError`. The connection is gone after `close()` or the end of the `with` block.

Pages:

- `pages` sends nothing until the first item is asked for, and asks for each further page only when
  an item is wanted that the pages before do not have.
- `Link` is a list such as `<ADDRESS>; rel="prev", <ADDRESS>; rel="next"`, in any order. An address
  on the same server is complete or relative. A relative one is meant as in a web page: relative to
  the address of the page it came with. It brings its own query: `params` are for the first page.

Downloads:

- The body, which no server compresses, is written as it arrives. Less than 1 MB of it is in memory
  at a time.
- `target` is replaced only by a body that is complete and has the right checksum. After an error it
  is as it was before: absent, or with its old content. On success and on failure, no other file is
  left in its folder.

## Example

    >>> import http.server, threading
    >>> class Greeter(http.server.BaseHTTPRequestHandler):
    ...     def do_GET(self):
    ...         self.send_response(200 if self.path == "/v1/greeting" else 404)
    ...         self.end_headers()
    ...         self.wfile.write(b'{"hello": "world"}')
    ...     def log_message(self, *args):
    ...         pass
    >>> server = http.server.HTTPServer(("127.0.0.1", 0), Greeter)
    >>> threading.Thread(target=server.serve_forever, daemon=True).start()
    >>> address = f"http://127.0.0.1:{server.server_port}/v1"
    >>> with ApiClient(address, "secret", timeout=2) as api:
    ...     print(api.get("greeting"))
    ...     try:
    ...         api.post("greeting", {"hello": "you"})
    ...     except StatusError as error:
    ...         print(error.status)
    {'hello': 'world'}
    501
    >>> server.shutdown()
    >>> server.server_close()
"""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any


class ApiError(Exception):
    """A request failed; the subclasses say how, where more is known."""


class ApiTimeout(ApiError):
    """The server took too long."""


class ChecksumError(ApiError):
    """What was downloaded is not what was announced."""


class StatusError(ApiError):
    """The answer was not a success; `status` is its status code."""

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

    def __enter__(self) -> "ApiClient":
        """Return the client itself."""
        raise NotImplementedError

    def __exit__(self, *error: object) -> None:
        """Close the client."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connections."""
        raise NotImplementedError

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the decoded JSON of the answer to a GET request."""
        raise NotImplementedError

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` as JSON, once, and return the decoded JSON of the answer."""
        raise NotImplementedError

    def pages(self, path: str, params: Mapping[str, str | int] | None = None) -> Iterator[Any]:
        """Give the items of a page and of all that follow it."""
        raise NotImplementedError

    def download(self, path: str, target: Path, sha256: str) -> int:
        """Fetch a file, check it and put it in place; return its size in bytes."""
        raise NotImplementedError
