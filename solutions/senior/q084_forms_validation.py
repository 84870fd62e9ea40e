r"""Q84 · Forms: the answer and one way to build it.

## Answer

I describe the input once, declaratively, and let a library parse, validate and report: WTForms in
Flask, where Flask-WTF adds CSRF protection, Django's forms and ModelForms with `is_valid` and
`cleaned_data`, pydantic 2 models in FastAPI. Each turns texts into types, and reports all errors by
field, so that the form is shown again with what was typed, except for passwords.

OWASP asks to validate on the server, with allow-lists of types, lengths and ranges, after
normalising Unicode; a cap on the raw length comes before that. Checks in the browser are comfort.
Unknown fields are refused, against mass assignment. Validation doesn't replace escaping on output
or parameters in SQL, and "sanitizing" by cutting out bad characters is neither.

Against CSRF a POST carries a token bound to the session, signed and limited in time, besides
`SameSite` cookies. Secrets stay out of messages and logs. For passwords NIST SP 800-63B-4 wants
length, 15 characters where nothing else protects, no rules of composition, and a list of leaked
ones.

## Follow-ups

- **Does an API need CSRF tokens?** Not if it takes only a bearer token in a header, which no
  browser adds by itself. With cookies it does, or it must check `Origin` or `Sec-Fetch-Site`.
- **How do you validate an email address?** Loosely, by a message with a link. A full grammar
  proves nothing about whether somebody reads there; `EmailStr` needs the package email-validator.
- **Why not an `after` validator on the model for the confirmation?** pydantic runs it only when all
  fields are valid, so the visitor hears of the difference one round later.
- **And uniqueness of the address?** Only the database knows, at the moment of the insert: a unique
  constraint, its error turned into a message. To strangers say the same either way.

## Notes

`str.isprintable` keeps out NUL and other control characters, lone surrogates, which UTF-8 and so no
database takes, and the marks by which a name is shown backwards. Its price: the joiners in some
Persian names and in composed emoji are refused too. Where they are wanted one allows them by
context, as PRECIS (RFC 8264) does. An email ends at 254 characters since RFC 5321 allows a path of
256 octets, two of which are `<` and `>`; an address beyond ASCII has more octets than characters,
and the mail server has the last word on it. NFKC writes one character in up to 18 (U+FDFA), and
orders the marks on a letter: CPython 3.11 takes minutes for 160 kB of them, 3.15 no longer does. So
texts that are far too long never get there, as in Django's `UsernameField`. The confirmation
concerns the texts that were sent, so `validate_signup` compares them, and the model holds a valid
sign-up only. `hide_input_in_errors` keeps inputs out of the text of the `ValidationError`, which
ends in logs. The session's id is part of the salt, from which the key of the signature is derived;
so a token needs no copy of it, and the signed value is chance, which makes every token another. A
`URLSafeTimedSerializer` of the id is shorter, and shows the id to all who see the page.
"""

import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated

from itsdangerous import BadData, TimestampSigner
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)


def _short(text: str) -> str:
    if len(text) > 1000:  # normalising it would take long
        raise ValueError("this is far too long")
    return text


def _normal(text: str) -> str:
    """Return a text in the form NFKC, with single blanks between its words."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    return _printable(text)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("there are characters in it that nobody sees")
    return text


def _address(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise ValueError("this is not an email address")
    return _printable(text)


def _digits(text: str) -> str:
    if not re.fullmatch("[0-9]+", text):
        raise ValueError("write a whole number")
    return text


_Sent = Annotated[str, AfterValidator(_short)]


class SignupForm(BaseModel):
    """A valid sign-up."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[_Sent, AfterValidator(_normal), Field(min_length=1, max_length=50)]
    email: Annotated[_Sent, AfterValidator(_address), Field(max_length=254)]
    age: Annotated[int, BeforeValidator(_digits), Field(ge=18, le=120)]
    newsletter: bool = False
    password: Annotated[SecretStr, Field(min_length=15, max_length=128)]


def validate_signup(data: Mapping[str, str]) -> tuple[SignupForm | None, dict[str, str]]:
    """Return the form, or None, and a message for each field that is wrong."""
    fields = dict(data)
    confirmation = fields.pop("confirmation", None)
    form, errors = None, {}
    try:
        form = SignupForm.model_validate(fields)
    except ValidationError as failure:
        # a field whose name UTF-8 can't write has no place in pydantic's errors, and none here
        errors = {"".join(map(str, error["loc"][:1])): error["msg"] for error in failure.errors()}
    if confirmation is None or confirmation != data.get("password"):
        errors["confirmation"] = "repeat the password here"
    return None if errors else form, errors


class _Signer(TimestampSigner):
    """A signer with a clock of its own."""

    clock: Callable[[], float]

    def get_timestamp(self) -> int:
        return int(self.clock())


class Csrf:
    """Tokens that only this server can make, each for one session and a while."""

    def __init__(self, secret: str, max_age: float, clock: Callable[[], float] = time.time) -> None:
        """Keep what tokens are made of."""
        self._secret, self._max_age, self._clock = secret, max_age, clock

    def token(self, session: str) -> str:
        """Return a new token for a form of this session."""
        return self._signer(session).sign(secrets.token_urlsafe(16)).decode()

    def verify(self, token: str | None, session: str) -> bool:
        """Whether the token was made for this session, and not too long ago."""
        try:
            self._signer(session).unsign(token or "", max_age=self._max_age)
        except (BadData, UnicodeError):  # the latter for lone surrogates
            return False
        return True

    def _signer(self, session: str) -> _Signer:
        signer = _Signer(self._secret, salt=f"csrf {session}")
        signer.clock = self._clock
        return signer
