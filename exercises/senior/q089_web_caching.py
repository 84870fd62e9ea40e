r"""Q89 · Web caching: one answer for many, and never the wrong one.

Topics: caching, http, wsgi, web
Needs: flask

How do you implement caching in web applications? The hard part is what may be shared: a cached page
with a session in it is a leak. Build a page cache for any WSGI application, after
RFC 9111.

## Build

`PageCache(app, *, ttl, clock)` is a WSGI application around the WSGI application `app`. `ttl` is a
number of seconds, and so is what `clock()` returns.

- It stores `app`'s answers to GET requests that have the status 200.
- While a stored answer is fresh, GET and HEAD requests for its address get it, and `app` is not
  called. The answer to HEAD has no body.
- An answer is fresh while its age is less than its lifetime. The lifetime is the `max-age` of its
  `Cache-Control`, else `ttl` (RFC 9111, 4.2.1).
- An answer from the cache has the header `Age` (RFC 9111, 5.1), its age in whole seconds, rounded
  down.
- A request whose `If-None-Match` lists the `ETag` of the stored answer gets 304 without a body
  instead (RFC 9110, 13.1.2 and 15.4.5).

## Rules

- The address is the scheme, the host, the path with its `SCRIPT_NAME`, and the query string.
- An answer is not stored if it has `Set-Cookie`, if its `Vary` is `*`, or if its `Cache-Control`
  has `private`, `no-store` or `no-cache` (RFC 9111, 5.2.2).
- A request with `Authorization` goes to `app`, and its answer is not stored (RFC 9111, 3.5).
- An answer with `Vary` is only for requests in which the headers it names equal those of the
  request that it was made for (RFC 9111, 4.1). Answers for others are stored beside it.
- Names of headers and directives may be in upper or lower case.
- When a POST, PUT, PATCH or DELETE, also one with `Authorization`, is answered with a status from
  200 to 399, all answers stored for its address are dropped, whatever their query string (RFC 9111,
  4.4).
- Everything else goes to `app` as it came, and its answer back as it is.
- A stored answer keeps the status, the headers and the body that `app` gave.
- When the server has read an answer and closed it, the `close` of the body of `app` has been called
  once, if it has one.

## Left open

Overlapping requests, the cache's size, `s-maxage`, `Expires`, broken, repeated or empty headers,
requests with `Cache-Control` or `Range`, variables that the environ lacks, hosts in upper case,
`If-None-Match: *`, weak tags and tags with commas, when an age begins and when parts are passed on,
`exc_info`, answers started twice or closed early, bodies that raise, changes to the environ or to
sent headers, odd directives, `Vary` with `Content-Type` or `Content-Length`, the headers of a 304,
apps that send `Age` or call `write`.

## Example

    >>> from flask import Flask
    >>> site = Flask("site")
    >>> @site.get("/price")
    ... def price():
    ...     return f"12 € at {now}"
    >>> now = 0.0
    >>> site.wsgi_app = PageCache(site.wsgi_app, ttl=60, clock=lambda: now)
    >>> client = site.test_client()
    >>> client.get("/price").text
    '12 € at 0.0'
    >>> now = 59.5
    >>> client.get("/price").text, client.get("/price").headers["Age"]
    ('12 € at 0.0', '59')
    >>> now = 60.0
    >>> client.get("/price").text
    '12 € at 60.0'
"""

from collections.abc import Callable, Iterable
from typing import Any


class PageCache:
    """A WSGI application that answers from memory what another one answered before."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], *, ttl: float, clock: Callable[[], float]
    ) -> None:
        """Start with nothing stored."""
        raise NotImplementedError

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        raise NotImplementedError
