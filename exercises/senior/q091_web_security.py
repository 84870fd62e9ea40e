r"""Q91 · Web security: the guard before the application.

Topics: security, web, http, wsgi

How do you secure Python web applications? Escaping and bound parameters belong to each view. Other
defences are the same for all pages: no redirects to strangers, no writes by other sites, a policy
for scripts, careful cookies.

## Build

`is_safe_redirect(target, host)` tells whether a browser on the site `host` certainly stays there
when it is sent to `target`. The `target` comes from a request and may be None. The `host` is text
like `kata.test` or `kata.test:8000`. It returns True for these two kinds of target, and False for
all others:

- a path that begins with one slash, such as `/basket?page=2`,
- an address that begins with `http://` or `https://`, followed by exactly this host and port, and
  then by nothing, `/`, `?` or `#`.

Neither kind may contain a backslash, a blank, or a control character (up to U+001F, and U+007F).

`Guard(app)` is a WSGI application around the WSGI application `app`.

- A request with another method than GET, HEAD and OPTIONS is a write, and may be refused.
- With the header `Sec-Fetch-Site`, a write goes to `app` if that is `same-origin` or `none`.
- Without it, a write that has `Origin` goes to `app` if that is the scheme and the `Host` of the
  request, such as `https://kata.test:8000`.
- A write that has neither header goes to `app`.
- Any other write is answered with 403, and `app` is not called.
- `app` finds a nonce in `environ["guard.nonce"]`. It is made for this request by `secrets`, and has
  22 characters or more, each of them a letter A to Z or a to z, a digit, `-` or `_`.
- Every answer has the headers `HEADERS`, and as its `Content-Security-Policy` the text `POLICY`
  with the nonce in place of `NONCE`. On https every answer has `HSTS`, too (RFC 6797, 7.2).
- Each `Set-Cookie` of `app` gets the attributes `HttpOnly` and `SameSite=Lax`, and on https
  `Secure`.

## Rules

- Hosts and schemes may be written in upper or lower case, in `host`, `Host`, targets and origins.
- A header that `app` sends itself stays as it is, and none of the same name is added.
- An attribute that a cookie already has stays as it is, and none of the same name is added.
- Names of headers and attributes may be written in upper or lower case.
- The other members of the environ, the status, the other headers, an `exc_info`, the body with its
  `close`, and what `start_response` returns are passed on unchanged.
- The list object that `app` passes as headers is not changed.

## Left open

The body of 403, written-out default ports, blanks other than U+0020, TRACE, methods in lower case,
empty headers, hosts and schemes that are empty, missing or not ASCII, cookies ending in `;`, and
whether `app` gets a copy of the environ.

## Example

    >>> is_safe_redirect("/basket", "kata.test"), is_safe_redirect("//evil.test", "kata.test")
    (True, False)
    >>> def app(environ, start_response):
    ...     start_response("200 OK", [("Set-Cookie", "id=7")])
    ...     return [b"hello"]
    >>> def request(method, **headers):
    ...     environ = {"REQUEST_METHOD": method, "HTTP_HOST": "kata.test", **headers}
    ...     return Guard(app)({"wsgi.url_scheme": "https", **environ}, answer)
    >>> def answer(status, headers):
    ...     print(status, dict(headers).get("X-Content-Type-Options"))
    >>> request("POST", HTTP_ORIGIN="https://kata.test")
    200 OK nosniff
    [b'hello']
    >>> body = request("POST", HTTP_ORIGIN="https://evil.test")
    403 Forbidden nosniff
"""

from collections.abc import Callable, Iterable
from typing import Any

POLICY = (
    "default-src 'self'; script-src 'nonce-NONCE' 'strict-dynamic'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Given: what pages may load and run; the nonce takes the place of `NONCE`."""

HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
"""Given: what every answer has."""

HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
"""Given: what every answer on https has."""


def is_safe_redirect(target: str | None, host: str) -> bool:
    """Tell whether a redirect to `target` certainly stays on `host`."""
    raise NotImplementedError


class Guard:
    """A WSGI application that stands before another one."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        """Stand before `app`."""
        raise NotImplementedError

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        raise NotImplementedError
