r"""Q85 · Authentication: who it is, for how long, and what they may do.

Topics: authentication, security, web, decorators
Needs: pyjwt

How do you implement authentication and authorization? Half the holes are in the checks. The rules
follow OWASP and RFC 6750, 7519, 8725 and 9700; only scrypt's cost is lower here.

## Build

`hash_password(password)` returns `scrypt$SALT$DIGEST`. `SALT` is 16 random bytes, and `DIGEST` is
what `hashlib.scrypt` makes of the password in UTF-8 with this salt, `n=16384`, `r=8`, `p=1` and
`dklen=32`. Both are written in hexadecimal.

`verify_password(password, stored)` returns whether `stored` is such a hash of the password.

`TokenService(secret, audience, clock)` issues and checks tokens. `secret` and `audience` are texts,
and `clock()` is the time in whole seconds since 1970.

- `login(name, roles)` returns a pair `(access, refresh)` of tokens for this user. `roles` is a list
  of words.
- `verify(access)` returns the `Identity` of the user, which is given.
- `refresh(refresh)` returns a new pair for the same user and roles.
- An access token is good while less than 900 seconds have passed since it was issued, a refresh
  token while less than 1,209,600 have.

`require_role(service, role)` returns a decorator. The decorated function takes a dict of HTTP
headers where the function itself takes an `Identity` as its first argument, and passes on all
others. The `Identity` is that of the header `Authorization: Bearer TOKEN`, where `TOKEN` is an
access token.

## Rules

- `verify_password` returns False for a `stored` that is no such text.
- Tokens are JWTs, signed by HS256 with the secret. Their claims `sub`, `aud` and `exp` are the
  name, the audience and the time at which they end.
- A token is refused that has the algorithm `none`, HS384 or HS512, or was signed with another
  secret.
- A token is refused that has another audience, or lacks one of these three claims.
- Only the clock of the service decides whether a token has ended.
- A refresh token is no access token, and an access token is no refresh token.
- A refresh token can be exchanged once.
- When it is given a second time, no later refresh token of the same login can be exchanged any
  more. Other logins go on, those of the same user too.
- All this holds for concurrent threads, too.
- What is refused, and a text that is no token, raises an `AuthError`, which is given, with the
  status 401.
- So does a call of a decorated function without the header, or with another scheme.
- A user who lacks the role gets an `AuthError` with the status 403.
- The names of headers and the scheme may be written in upper or lower case.
- The function is not called when an `AuthError` is raised, and its own name and docstring stay.

## Left open

Further claims, tokens for several audiences, short secrets, `hash_password` of lone surrogates,
other spellings of a token or `stored`, an ended refresh token given again, keyword arguments named
like your parameters.

## Example

    >>> service = TokenService("a secret of more than 32 characters", "shop", lambda: 1000.0)
    >>> access, refresh = service.login("ada", ["editor"])
    >>> service.verify(access)
    Identity(name='ada', roles=('editor',))
    >>> @require_role(service, "editor")
    ... def greet(user):
    ...     return f"Hello, {user.name}"
    >>> greet({"Authorization": f"Bearer {access}"})
    'Hello, ada'
    >>> verify_password("tea", hash_password("tea"))
    True
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class AuthError(Exception):
    """A request is refused with a status of HTTP. Given: nothing to do here."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(status, message)
        self.status = status


class Identity(NamedTuple):
    """Who it is. Given: nothing to do here."""

    name: str
    roles: tuple[str, ...]


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    raise NotImplementedError


def verify_password(password: str, stored: str) -> bool:
    """Return whether the password is the one that was stored."""
    raise NotImplementedError


class TokenService:
    """Issues tokens and checks them."""

    def __init__(self, secret: str, audience: str, clock: Callable[[], float]) -> None:
        """Start without logins."""
        raise NotImplementedError

    def login(self, name: str, roles: Sequence[str]) -> tuple[str, str]:
        """Return an access token and a refresh token."""
        raise NotImplementedError

    def verify(self, access: str) -> Identity:
        """Return who it is."""
        raise NotImplementedError

    def refresh(self, refresh: str) -> tuple[str, str]:
        """Exchange a refresh token for a new pair."""
        raise NotImplementedError


def require_role(service: TokenService, role: str) -> Callable[..., Any]:
    """Return a decorator that lets in only users with the role."""
    raise NotImplementedError
