r"""Q91 · Web security: the answer and one way to build it.

## Answer

I go by the OWASP Top 10 and use its ASVS as a checklist. Injection: bound parameters or the ORM,
never text put together. XSS: templates that escape by themselves, no `mark_safe` on what users
sent, and a Content-Security-Policy with nonces behind that. CSRF: the framework's token, `SameSite`
cookies, and a check of `Sec-Fetch-Site` or `Origin`; CORS names the origins that it lets in.
Redirects go to known hosts only.

HTTPS everywhere with HSTS; session cookies are `Secure`, `HttpOnly` and `SameSite`, get a new id at
login and end on the server. Authentication comes from the framework or a known library, with
Argon2id or passkeys, and with rate limits on login. Authorization is checked at every object, since
broken access control leads the list. Secrets stay out of the repository, errors out of the answers.
Dependencies are pinned and audited with `pip-audit`.

Most of this Django's middleware does; `check --deploy` tells what is off, and Django 6 brings CSP.

## Follow-ups

- **Is `SameSite=Lax` enough against CSRF?** No: subdomains are the same site, and a GET that
  changes something is let through. It is one layer; a token or the check of `Origin` is another.
- **Why is a fresh nonce better than an allow-list of hosts?** An allowed host often serves some
  script that an attacker can use. A nonce cannot be guessed, so what was injected does not run.
- **What if TLS ends at a proxy?** The application sees http. Trust `X-Forwarded-Proto` from that
  proxy alone, or `Secure` and HSTS are missing and the origins differ.
- **Can pages with a nonce be cached?** Not by others: everybody would get the same nonce. Use
  hashes of the scripts instead, or put the nonce in at the edge.

## Notes

A redirect is allowed by its form, not refused by a list of tricks. Browsers follow the WHATWG URL
standard and read more as an address than `urlsplit` does, such as `https:evil.test` or
`/\evil.test`. Writes are judged by Fetch Metadata first, because a site cannot forge it; browsers
send it on https and localhost only, so `Origin` (RFC 6454) decides elsewhere. An alternative is a
token in each form, which works without these headers, but needs a session, and care in every
template.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

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
    if not target or re.search(r"[\x00-\x20\x7f\\]", target):
        return False
    if target.startswith("/"):
        return not target.startswith("//")
    try:
        parts = urlsplit(target)
    except ValueError:  # such as a broken IPv6 host
        return False
    named = parts.scheme in ("http", "https")
    return named and parts.netloc.lower() == host.lower()


class Guard:
    """A WSGI application that stands before another one."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        """Stand before `app`."""
        self._app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        https = environ["wsgi.url_scheme"] == "https"
        environ["guard.nonce"] = nonce = secrets.token_urlsafe(16)
        added = [*HEADERS, ("Content-Security-Policy", POLICY.replace("NONCE", nonce))]
        if https:
            added.append(HSTS)

        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            own = {name.lower() for name, _ in headers}
            sent = [
                (name, _hardened(value, https) if name.lower() == "set-cookie" else value)
                for name, value in headers
            ]
            sent += [pair for pair in added if pair[0].lower() not in own]
            return start_response(status, sent, *exc_info)

        if _is_foreign_write(environ):
            start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This came from another site."]
        return self._app(environ, start)


def _is_foreign_write(environ: dict[str, Any]) -> bool:
    """Whether another site has a browser send a request that may change something."""
    if environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS"):
        return False
    site, origin = environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN")
    if site is not None:
        return site not in ("same-origin", "none")
    own = environ["wsgi.url_scheme"] + "://" + environ.get("HTTP_HOST", "")
    return origin is not None and origin.lower() != own.lower()


def _hardened(cookie: str, https: bool) -> str:
    """Return a cookie with the attributes that it lacks."""
    attributes = ["HttpOnly", "SameSite=Lax", "Secure"] if https else ["HttpOnly", "SameSite=Lax"]
    present = {_name(each) for each in cookie.split(";")[1:]}
    return "; ".join([cookie, *(each for each in attributes if _name(each) not in present)])


def _name(attribute: str) -> str:
    return attribute.partition("=")[0].strip().lower()
