r"""Q84 · Forms: every error at once, nothing secret in any of them, and no forged request.

Topics: forms, validation, security, web
Needs: itsdangerous, pydantic

How do you handle forms and validate input? Write a shop's sign-up: the visitor hears all mistakes
at once, and no other site may send the form.

## Build

`SignupForm` is a pydantic model of a valid sign-up, and refuses any other.

- `name` is a text of 1 to 50 characters.
- `email` has at most 254 characters, one `@`, at least one character before it, behind it two or
  more non-empty parts separated by dots, and no white space.
- `age` is an `int` from 18 to 120, sent in the digits 0 to 9 only.
- `newsletter` is True if `on` was sent for it, and False if it is missing.
- `password` is a `pydantic.SecretStr` of 15 to 128 characters.

`validate_signup(data)` takes a dict from names to texts and returns `(form, errors)`.

- `form` is the `SignupForm`, or None if there is an error.
- `errors` is a dict with a message, a text, for each field that is wrong.

`Csrf(secret, max_age, clock=time.time)` guards forms against requests that other sites forge.
`secret` is a text, `max_age` a number of seconds, and `clock()` the time in seconds.

- `token(session)` returns a text for a hidden field of a form in this session, whose id is a text.
- `verify(token, session)` returns True if `token` was made for this session with this secret, at
  most `max_age` seconds ago, and False otherwise.

## Rules

- `name` and `email` are first brought to the form NFKC, then white space at their ends goes.
- Either sent in over 1,000 characters is wrong, and not normalised.
- A run of white space within a name becomes one blank, and the email becomes lower case.
- Lengths are those of the result. The result passes `str.isprintable`.
- The password is taken as it was sent, with all its blanks.
- `data` also has `confirmation`, which is wrong unless it is the text sent as `password`.
- `confirmation` is named also if other fields are wrong.
- Every missing field but `newsletter` is wrong, and so is every field not named here.
- No message shows the password, nor does the `str` or `repr` of the form or of the model's
  `ValidationError`.
- Every token is different, and `verify` does not use it up.
- The session's id does not stand in a token, not even in Base64.
- A token from the future is refused, and so is None, which stands for a form without one.

## Left open

Values that are no texts, other values of `newsletter`, leading zeros in ages, rare white space,
whether `confirmation` is a field of the model, lone surrogates elsewhere, ids beyond ASCII or
empty, what decoding ignores, a `max_age` below 1 or changed, fractions of a second.

## Example

    >>> form, errors = validate_signup({"name": " Ada  L. ", "email": "ADA@Shop.test", "age": "36",
    ...     "password": "correct horse battery", "confirmation": "correct horse battery"})
    >>> form.name, form.email, form.age, form.newsletter, errors
    ('Ada L.', 'ada@shop.test', 36, False, {})
    >>> form, errors = validate_signup({"name": "Ada", "age": "17", "password": "secret"})
    >>> form, sorted(errors)
    (None, ['age', 'confirmation', 'email', 'password'])
    >>> csrf = Csrf("a-long-secret", max_age=3600)
    >>> csrf.verify(csrf.token("session-1"), "session-1")
    True
"""

import time
from collections.abc import Callable, Mapping

from pydantic import BaseModel


class SignupForm(BaseModel):
    """A valid sign-up."""


def validate_signup(data: Mapping[str, str]) -> tuple[SignupForm | None, dict[str, str]]:
    """Return the form, or None, and a message for each field that is wrong."""
    raise NotImplementedError


class Csrf:
    """Tokens that only this server can make, each for one session and a while."""

    def __init__(self, secret: str, max_age: float, clock: Callable[[], float] = time.time) -> None:
        """Keep what tokens are made of."""
        raise NotImplementedError

    def token(self, session: str) -> str:
        """Return a new token for a form of this session."""
        raise NotImplementedError

    def verify(self, token: str | None, session: str) -> bool:
        """Whether the token was made for this session, and not too long ago."""
        raise NotImplementedError
