r"""Q89 · Web caching: the answer and one way to build it.

## Answer

I cache at the outermost place that may. The browser and the CDN come first, told by headers:
`Cache-Control: max-age`, `private` or `no-store`, `Vary` for what the answer depends on, and an
`ETag` or `Last-Modified` so that a stale copy costs a 304 and no body. Static files get a hash in
their name and a year of `immutable`.

In the application comes Redis or Memcached, shared by all processes: Django's cache framework and
Flask-Caching keep pages, template fragments or query results; `functools.lru_cache` serves one
process only. Usually it is cache-aside: look, compute, store with a lifetime.

The hard parts are the key, which must hold everything the answer depends on, user and language
included, and invalidation: lifetimes, deleting at a write, or versions in the key. A popular entry
that expires brings a stampede, against which a lock, early refresh or `stale-while-revalidate`
help. What is personal is never shared. And I measure hits, or I don't know whether it helps.

## Follow-ups

- **`no-cache` or `no-store`?** `no-cache` may be stored but must be revalidated before each use;
  `no-store` must not be stored at all.
- **What is cache poisoning?** A header that is not part of the key changes the answer, say
  `X-Forwarded-Host`, and everybody gets the attacker's version. Key it, or ignore it.
- **Strong or weak ETag?** A strong one says the bytes are equal and allows ranges; a weak one says
  the meaning is. For `If-None-Match` the comparison is weak.
- **How do you invalidate pages that show one thing in many places?** Tag entries with what they
  were made of, and drop by tag; CDNs call it surrogate keys.

## Notes

For each address without its query there is a list of answers, the latest first, so a write drops
one key. An answer knows the query and the varying headers of its request and tells whether it fits
another one. That is a walk through the list; a dict with a key of these values finds it at once,
but which headers vary is known only from the answers, so it needs a second dict for their names.
A body is read whole before it is sent, which is simple and makes the client wait. Passing its parts
on while they are noted needs a class with a `close`: closing a generator that never started runs
none of its code, and the body of `app` would stay open. The cache stands outside of Flask, since
Flask adds the session's cookie after every `after_request` function.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.util import request_uri

Headers = list[tuple[str, str]]
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
NOT_MODIFIED = {"age", "cache-control", "content-location", "date", "etag", "expires", "vary"}


class _Answer(NamedTuple):
    """A stored answer, and the values in the environ of the requests that it is for."""

    status: str
    headers: Headers
    body: bytes
    selects: dict[str, str | None]
    since: float
    lifetime: float

    def fits(self, environ: dict[str, Any]) -> bool:
        return all(environ.get(name) == value for name, value in self.selects.items())


class PageCache:
    """A WSGI application that answers from memory what another one answered before."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], *, ttl: float, clock: Callable[[], float]
    ) -> None:
        """Start with nothing stored."""
        self._app, self._ttl, self._clock = app, ttl, clock
        self._answers: dict[str, list[_Answer]] = {}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        request, started = dict(environ), []  # the application may change its environ
        method, address = request["REQUEST_METHOD"], request_uri(request, include_query=False)
        shared = "HTTP_AUTHORIZATION" not in request
        if shared and method in ("GET", "HEAD"):
            for answer in self._answers.get(address, ()):
                age = self._clock() - answer.since
                if age < answer.lifetime and answer.fits(request):
                    return _replay(answer, age, request, start_response)

        def start(status: str, headers: Headers, *exc_info: Any) -> Any:
            started[:] = status, list(headers)
            if method in WRITES and status[0] in "23":
                self._answers.pop(address, None)
            return start_response(status, headers, *exc_info)

        body = self._app(environ, start)
        if shared and method == "GET":
            whole = _whole(body)
            self._keep(address, request, whole, *started)
            return [whole]
        return body

    def _keep(
        self, address: str, request: dict[str, Any], body: bytes, status: str, headers: Headers
    ) -> None:
        """Store an answer, if it may be shared."""
        control = _values(headers, "cache-control").lower()
        vary = re.findall(r"[^\s,]+", _values(headers, "vary"))
        personal = {"private", "no-store", "no-cache"} & set(re.findall(r"[\w-]+", control))
        if status[:3] != "200" or personal or "*" in vary or _values(headers, "set-cookie"):
            return
        names = ["QUERY_STRING", *("HTTP_" + name.upper().replace("-", "_") for name in vary)]
        selects = {name: request.get(name) for name in names}
        stated = re.search(r"(?<![\w-])max-age=\"?(\d+)", control)
        lifetime = int(stated[1]) if stated else self._ttl
        now, older = self._clock(), self._answers.get(address, [])
        live = [each for each in older if now - each.since < each.lifetime]
        self._answers[address] = [_Answer(status, headers, body, selects, now, lifetime), *live]


def _whole(body: Iterable[bytes]) -> bytes:
    """Read a body to its end, and close it."""
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def _values(headers: Headers, wanted: str) -> str:
    return ", ".join(value for name, value in headers if name.lower() == wanted)


def _replay(
    answer: _Answer, age: float, request: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Answer from memory."""
    status, headers, body = answer.status, [*answer.headers, ("Age", str(int(age)))], answer.body
    tags = re.findall(r'"[^"]*"', request.get("HTTP_IF_NONE_MATCH", ""))
    if _values(headers, "etag").removeprefix("W/") in tags:
        status, body = "304 Not Modified", b""
        headers = [pair for pair in headers if pair[0].lower() in NOT_MODIFIED]
    start_response(status, headers)
    return [] if request["REQUEST_METHOD"] == "HEAD" else [body]
