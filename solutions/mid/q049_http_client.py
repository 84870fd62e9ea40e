r"""Q49 · HTTP client: the answer and one way to build it.

## Answer

For synchronous calls, `requests` is the classic and `httpx` its modern relative; for asyncio take
`httpx.AsyncClient` or `aiohttp`. The standard library's `urllib.request` does for a script. All of
them take query parameters, headers, authentication and bodies: `client.post(url, json=data)` sends
JSON, `response.json()` decodes it, and a large answer can be streamed instead of held in memory.

Four habits matter more than the library. Use one client or session for several requests: it keeps
connections open and saves handshakes. Set a timeout, always: `requests` has none of its own, httpx
gives five seconds, `aiohttp` five minutes. Look at the status, by hand or with
`raise_for_status()`, because a 404 is an answer and raises nothing by itself. Retry only what is
safe to repeat: GET and PUT are idempotent, a POST is not, unless it carries an idempotency key.
Wait between attempts, longer each time, honour `Retry-After`, and give up at some point.

## Follow-ups

- **Why does `timeout=5` not end a request after five seconds?** In httpx and `requests` it limits
  each wait: for the connection, and for the next bytes. A server that sends a byte a second goes on
  for ever; a limit for the whole needs `asyncio.timeout`, or a look at the clock while streaming.
- **May a request that timed out be sent again?** Only if it is idempotent: the server may have
  carried it out, and merely the answer is lost.
- **How do you test such a client?** With `httpx.MockTransport`, or as here with a server on the
  loopback interface, which also shows connections and timeouts; and with a `sleep` that is passed
  in.

## Notes

All requests go through `_send`, so the errors and the retries stand in one place. httpx reads an
answer to its end before it returns it, also a refusal; with streaming that would be ours to do, or
the connection could not be used again. `trust_env=False` leaves out proxies, and also the variables
`SSL_CERT_FILE` and `SSL_CERT_DIR`; `mounts={"http://": None, "https://": None}` would leave out
proxies alone. Libraries such as `tenacity` or `stamina` would do the loop, but not know
`Retry-After` by themselves.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx


class ApiError(Exception):
    """A request failed."""


class ApiTimeout(ApiError):
    """The server took too long."""


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
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(
            base_url=base_url, headers=headers, timeout=timeout, trust_env=False
        )
        self._attempts = attempts
        self._sleep = sleep

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the client."""
        self.close()

    def close(self) -> None:
        """Close the connection to the server."""
        self._http.close()

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the decoded JSON of the answer to a GET request."""
        return self._send("GET", path, params=params)

    def put(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` with a PUT request and return the decoded JSON of the answer."""
        return self._send("PUT", path, json=payload)

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """Send `payload` with a POST request and return the decoded JSON of the answer."""
        return self._send("POST", path, json=payload)

    def _send(self, method: str, path: str, **content: Any) -> Any:
        """Send a request until it succeeds or may not be tried again."""
        attempt = 1
        while True:
            try:
                response = self._http.request(method, path, **content)
            except httpx.TimeoutException as error:
                raise ApiTimeout(f"{method} {path} timed out") from error
            except httpx.TransportError as error:
                raise ApiError(f"{method} {path} failed: {error}") from error
            if response.is_success:
                return response.json()
            if response.status_code != 503 or method == "POST" or attempt == self._attempts:
                raise StatusError(response.status_code)
            wish = response.headers.get("Retry-After", "")
            self._sleep(int(wish) if wish.isdecimal() else 2 ** (attempt - 1))
            attempt += 1
