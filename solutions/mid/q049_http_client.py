"""Q49 · HTTP client: the answer and one way to build it.

## Answer

For plain synchronous calls, `requests` is the classic and `httpx` its modern relative; for asyncio
take `httpx.AsyncClient` or `aiohttp`. The standard library's `urllib.request` will do for a script.
All of them take query parameters, headers, authentication and JSON bodies: `client.post(url,
json=data)`. Four habits matter more than the library. Use a session or client for several requests,
because it keeps connections open and saves the handshakes. Always set a timeout: `requests` has
none unless you pass one, httpx gives five seconds. Look at the status, with `raise_for_status()` or
by hand, since a 404 is an answer and raises nothing by itself. Stream large bodies instead of
loading them into memory. Retry only what is safe to repeat: a GET, or a POST that carries an
idempotency key; wait between attempts, and honour `Retry-After`.

## Notes

All requests go through `_send`, so the retry rule and the error classes stand in one place. An
unsuccessful answer is read to its end even when streaming, or its connection could not be reused.
`_translated` is needed twice, because a streamed body can still fail after the headers came. The
download is written beside its target and moved over it at the end: nobody ever sees half a file.
"""

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx


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


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn httpx's errors in a block into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise ApiTimeout(str(error)) from error
    except httpx.TransportError as error:
        raise ApiError(str(error)) from error


def _delay(response: httpx.Response, attempt: int) -> int:
    """Seconds to wait after the given attempt, counted from 1."""
    wish = response.headers.get("Retry-After", "")
    return int(wish) if wish.isdecimal() else 2 ** (attempt - 1)


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
        self._http = httpx.Client(
            base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=timeout
        )
        self._attempts = attempts
        self._sleep = sleep

    def __enter__(self) -> "ApiClient":
        """Return the client itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the client."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request until it succeeds or may not be tried again."""
        attempt = 1
        while True:
            with _translated():
                response = self._http.send(request, stream=stream)
                if response.is_success:
                    return response
                response.read()
            if request.method != "GET" or response.status_code != 503 or attempt >= self._attempts:
                raise StatusError(response.status_code)
            self._sleep(_delay(response, attempt))
            attempt += 1

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the decoded JSON of the answer to a GET request."""
        return self._send(self._http.build_request("GET", path, params=params)).json()

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` as JSON, once, and return the decoded JSON of the answer."""
        return self._send(self._http.build_request("POST", path, json=payload)).json()

    def pages(self, path: str, params: Mapping[str, str | int] | None = None) -> Iterator[Any]:
        """Give the items of a page and of all that follow it."""
        request = self._http.build_request("GET", path, params=params)
        while True:
            response = self._send(request)
            yield from response.json()
            if "next" not in response.links:
                return
            address = response.url.join(response.links["next"]["url"])
            request = self._http.build_request("GET", address)

    def download(self, path: str, target: Path, sha256: str) -> int:
        """Fetch a file, check it and put it in place; return its size in bytes."""
        response = self._send(self._http.build_request("GET", path), stream=True)
        part = target.with_name(f"{target.name}.part")
        digest = hashlib.sha256()
        try:
            with _translated(), contextlib.closing(response), part.open("wb") as file:
                for chunk in response.iter_bytes():
                    digest.update(chunk)
                    file.write(chunk)
                size = file.tell()
            if digest.hexdigest() != sha256:
                raise ChecksumError(f"{path} has the checksum {digest.hexdigest()}, not {sha256}")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return size
