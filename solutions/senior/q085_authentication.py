r"""Q85 · Authentication: the answer and one way to build it.

## Answer

Authentication finds out who it is, authorization what they may do. For a site with a browser I take
sessions: a random id in a cookie with `HttpOnly`, `Secure` and `SameSite`, and the framework's own
support, `django.contrib.auth` or Flask-Login. For APIs and single sign-on I leave the login to an
identity provider by OAuth 2.0 and OpenID Connect, with PKCE, and only check tokens.

Passwords are hashed with a salt by a slow function that takes memory: Argon2id, or scrypt, for
which OWASP's Password Storage Cheat Sheet asks n=2**17, r=8 and p=1 at least, or bcrypt. A second
factor helps; passkeys (WebAuthn) leave nothing to phish and are the default to offer in 2026.

A JWT (RFC 7519) is signed, not encrypted, and can't be taken back, so access tokens are short.
Refresh tokens are rotated and a reused one ends its family (RFC 9700). The check names algorithm,
audience and expiry (RFC 8725); a 401 needs `WWW-Authenticate: Bearer` (RFC 6750).
Permissions are checked on the server at each request, denied by default, and logins rate-limited.

## Follow-ups

- **Where does a browser keep a token?** In an `HttpOnly` cookie, with protection against CSRF; what
  lies in `localStorage` is read by any script on the page.
- **How do you log somebody out at once?** With sessions by deleting one; with JWTs by a short life,
  a list of revoked ids, or a version in the user's row that the token must match.
- **401 or 403?** 401 says "I don't know who you are"; 403 says "I know, and you may not". To hide
  that a thing exists, 404.
- **Why is `alg` in the token dangerous?** The token would choose how it is checked: `none`, or the
  public key of RS256 taken for an HMAC secret. So the verifier fixes the list.

## Notes

RFC 7519 defines the JWT and its claims; RFC 8725, its best current practices, wants the algorithms
fixed by who verifies, the audience checked, and rules by which no kind of token passes for another.
RFC 6750 says how a bearer token is sent, and in section 3 that a refusal without credentials or
with a bad token must carry `WWW-Authenticate: Bearer`: whoever makes a response of the `AuthError`
adds it. RFC 9700, OAuth's security practice, wants rotation or sender-constrained refresh tokens of
public clients, and a replayed one to end the active one. Thief and victim may come at once, so the
look at the latest id and the note of the next are one step under a lock; with several processes it
is one conditional `UPDATE` in the database.

PyJWT compares `exp` with the computer's clock, so that is turned off and done here, while `require`
makes sure that the claim is there. Of each login only the id of its latest refresh token is kept:
any other one that carries a good signature was used before. Keeping every used id would tell the
same, and take far more room. A login that nobody renews stays in that dict for good; a table in a
database has the date of its end, and a job that deletes by it. `hmac.compare_digest` takes the same
time wherever two digests differ.
"""

import functools
import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jwt


class AuthError(Exception):
    """A request is refused with a status of HTTP. Given: nothing to do here."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(status, message)
        self.status = status


class Identity(NamedTuple):
    """Who it is. Given: nothing to do here."""

    name: str
    roles: tuple[str, ...]


ACCESS_SECONDS = 900
REFRESH_SECONDS = 14 * 24 * 60 * 60


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=16384, r=8, p=1, dklen=32)


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_digest(password, salt).hex()}"


def verify_password(password: str, stored: str) -> bool:
    """Return whether the password is the one that was stored."""
    try:
        kind, salt, digest = stored.split("$")
        expected, salt = bytes.fromhex(digest), bytes.fromhex(salt)
        password.encode()
    except ValueError:  # a lone surrogate in the password has no UTF-8, and raises one as well
        return False
    if len(salt) != 16:
        return False
    return kind == "scrypt" and hmac.compare_digest(_digest(password, salt), expected)


def _whole(claims: dict[str, Any]) -> bool:
    """Whether the claims are those of a token that this service writes."""
    kinds = {"exp": int | float, "roles": list, "login": str}
    if claims["use"] == "refresh":
        kinds["jti"] = str
    return all(isinstance(claims.get(name), kind) for name, kind in kinds.items())


class TokenService:
    """Issues tokens and checks them."""

    def __init__(self, secret: str, audience: str, clock: Callable[[], float]) -> None:
        """Start without logins."""
        self._secret, self._audience, self._clock = secret, audience, clock
        self._latest: dict[str, str] = {}  # of each login, the refresh token that may come
        self._lock = threading.Lock()

    def login(self, name: str, roles: Sequence[str]) -> tuple[str, str]:
        """Return an access token and a refresh token."""
        login, first = secrets.token_hex(16), secrets.token_hex(16)
        self._latest[login] = first
        return self._issue({"sub": name, "roles": list(roles), "login": login}, first)

    def verify(self, access: str) -> Identity:
        """Return who it is."""
        claims = self._read(access, "access")
        return Identity(claims["sub"], tuple(claims["roles"]))

    def refresh(self, refresh: str) -> tuple[str, str]:
        """Exchange a refresh token for a new pair."""
        claims = self._read(refresh, "refresh")
        login, following = claims["login"], secrets.token_hex(16)
        with self._lock:
            is_latest = self._latest.pop(login, None) == claims["jti"]
            if is_latest:
                self._latest[login] = following
        if not is_latest:
            raise AuthError(401, "the refresh token was used before")
        return self._issue({name: claims[name] for name in ("sub", "roles", "login")}, following)

    def _issue(self, claims: dict[str, Any], token_id: str) -> tuple[str, str]:
        return (
            self._write({**claims, "use": "access"}, ACCESS_SECONDS),
            self._write({**claims, "use": "refresh", "jti": token_id}, REFRESH_SECONDS),
        )

    def _write(self, claims: dict[str, Any], seconds: int) -> str:
        claims |= {"aud": self._audience, "exp": self._clock() + seconds}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def _read(self, token: str, use: str) -> dict[str, Any]:
        """Return the claims of a token that is good for this use now."""
        options = {"require": ["sub", "aud", "exp"], "verify_exp": False}
        try:
            claims = jwt.decode(
                token, self._secret, ["HS256"], audience=self._audience, options=options
            )
        except (jwt.InvalidTokenError, UnicodeError, RecursionError) as error:
            raise AuthError(401, "the token is not good") from error
        if claims.get("use") != use or not _whole(claims) or self._clock() >= claims["exp"]:
            raise AuthError(401, "the token is not good for this, or not any more")
        return claims


def require_role(service: TokenService, role: str) -> Callable[..., Any]:
    """Return a decorator that lets in only users with the role."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def guarded(headers: dict[str, str], /, *args: Any, **kwargs: Any) -> Any:
            values = [value for name, value in headers.items() if name.lower() == "authorization"]
            scheme, _, token = (values or [""])[0].partition(" ")
            if scheme.lower() != "bearer":
                raise AuthError(401, "a bearer token is needed")
            user = service.verify(token.strip())
            if role not in user.roles:
                raise AuthError(403, f"the role {role} is needed")
            return function(user, *args, **kwargs)

        return guarded

    return decorate
