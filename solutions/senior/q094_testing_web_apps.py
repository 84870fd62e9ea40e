r"""Q94 · Testing web apps: the answer and one way to build it.

## Answer

Most tests are unit tests of the logic, without HTTP. Above them, integration tests send requests
with the framework's test client: Flask's `test_client()`, Django's `Client` or DRF's `APIClient`,
FastAPI's `TestClient` or httpx with `ASGITransport`. They run in the process, through routing,
middleware and validation. pytest-django and pytest-flask bring fixtures.

Each test starts clean: a fresh app, a database of the production's kind whose transaction is rolled
back after it, as Django's `TestCase` does, and data from factories such as Factory Boy. What leaves
the process, such as mail or other services, is replaced at that boundary: an autospecced mock, or
`responses` and `respx` for HTTP. Contract tests keep the replacements honest.

I test what a caller sees: status, body, side effects, also those that must not happen, and errors.
Mutation testing shows what the tests miss; coverage only what they run. A few Playwright tests
cover the browser, Locust or k6 the load.

## Follow-ups

- **Why `create_autospec` and not a `Mock`?** A `Mock` accepts any call. An autospecced one has the
  signatures of the real class, so a wrong call fails, and calls by name or position compare equal.
- **When is a fake better than a mock?** When there is state: a fake mailer with an outbox lets the
  test ask what was sent, in whatever way. Django's `mail.outbox` is one.
- **What makes such tests flaky?** Shared state, order, time, randomness and the network. Inject
  the clock, seed, and forbid sockets.
- **Would you test through SQLite what runs on PostgreSQL?** For logic perhaps. Constraints, locks
  and JSON differ, so a container with the real one is worth its start-up time.

## Notes

Every test asserts what must have happened before it asserts that something did not, or it would
pass on an app that does nothing at all. `assert_called_once_with` with `ANY` binds the arguments by
the signature; `call_args.kwargs` would depend on how the app passes them. The password of the
helper is long, so that only one test depends on the limit. One test with many assertions would
need fewer requests, and tell less when it fails.
"""

from typing import Any
from unittest.mock import ANY

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

EMAIL = "ada@example.org"


class MailError(Exception):
    """A mail could not be sent."""


class Mailer:
    """What an app sends its mail with."""

    def send(self, to: str, text: str) -> None:
        """Send a mail, or raise a `MailError`."""


def sign_up(
    client: FlaskClient, email: str = EMAIL, password: str = "s3cret!horse"
) -> TestResponse:
    """Ask for a user of this address."""
    return client.post("/users", json={"email": email, "password": password})


def status_of(client: FlaskClient, email: str = EMAIL) -> int:
    """Return 200 if there is a user of this address, else 404."""
    return client.get(f"/users/{email}").status_code


def test_sign_up_is_answered_with_the_user(client: FlaskClient, mail: Any) -> None:
    """The answer is 201 and the address."""
    answer = sign_up(client)
    assert (answer.status_code, answer.json["email"]) == (201, EMAIL)


def test_sends_one_mail(client: FlaskClient, mail: Any) -> None:
    """A sign-up sends one mail, to its address."""
    sign_up(client)
    mail.send.assert_called_once_with(EMAIL, ANY)


def test_user_is_found(client: FlaskClient, mail: Any) -> None:
    """The user is there after the sign-up, and not before."""
    assert status_of(client) == 404
    sign_up(client)
    assert client.get(f"/users/{EMAIL}").json["email"] == EMAIL


def test_short_password_is_refused(client: FlaskClient, mail: Any) -> None:
    """A password of seven characters is refused, without a mail or a user."""
    assert sign_up(client, password="7 chars").status_code == 400
    mail.send.assert_not_called()
    assert status_of(client) == 404


def test_address_without_at_is_refused(client: FlaskClient, mail: Any) -> None:
    """What is no address is refused, without a mail or a user."""
    assert sign_up(client, email="ada.example.org").status_code == 400
    mail.send.assert_not_called()
    assert status_of(client, "ada.example.org") == 404


def test_taken_address_is_refused(client: FlaskClient, mail: Any) -> None:
    """An address can be used once, in whatever letters, and only the first use sends a mail."""
    sign_up(client)
    mail.reset_mock()
    assert sign_up(client, email=EMAIL.upper()).status_code == 409
    mail.send.assert_not_called()


def test_letters_make_no_difference(client: FlaskClient, mail: Any) -> None:
    """A user is found in whatever case, and answered in lower case."""
    sign_up(client, email="Ada@Example.org")
    assert client.get(f"/users/{EMAIL.upper()}").json["email"] == EMAIL


def test_eight_characters_are_enough(client: FlaskClient, mail: Any) -> None:
    """The shortest password has eight characters."""
    sign_up(client, password="8 chars!")
    assert status_of(client) == 200


def test_password_is_never_shown(client: FlaskClient, mail: Any) -> None:
    """Neither the sign-up nor the user shows the password, and nor does a refusal."""
    answers = [sign_up(client), client.get(f"/users/{EMAIL}"), sign_up(client)]
    assert [answer.status_code for answer in answers[1:]] == [200, 409]
    assert not any("s3cret!horse" in answer.text for answer in answers)


def test_mail_may_fail(client: FlaskClient, mail: Any) -> None:
    """A mail that cannot be sent is no reason to lose a user."""
    mail.send.side_effect = MailError("the server is down")
    answer = sign_up(client)
    assert (answer.status_code, answer.json["email"]) == (201, EMAIL)
    assert status_of(client) == 200
