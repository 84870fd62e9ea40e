r"""Q94 · Testing web apps: tests that no broken app passes.

Topics: testing, mocking, flask, http
Needs: flask, werkzeug

How do you test a Python web application? With a test client, and with a mock where the app leaves
the process. What counts is that tests fail when the app is wrong, and only then.

## Build

Write at least six functions whose names start with `test_`. Each has two parameters, `client` and
`mail`, and tests the app behind them. `client` is Flask's test client of a new app without users.
`mail` is `create_autospec(Mailer, instance=True)`, with which this app sends its mail. A test fails
by raising an exception, as `assert` does.

The app has two routes:

- `POST /users` signs up, with JSON such as `{"email": "a@b.org", "password": "correct horse"}`. An
  `email` without `@` and a `password` of less than 8 characters are refused with 400. An `email`
  that a user has is refused with 409.
- `GET /users/<email>` answers with 200 and the user's `email` in a JSON object. If there is no such
  user, it answers with 404.

A right app keeps these rules, too:

1. A sign-up that is not refused is answered with 201 and the user's `email` in a JSON object.
2. It sends a mail to that `email`, with `mail.send`.
3. It sends no other mail.
4. A refused sign-up sends no mail.
5. A refused sign-up stores no user.
6. Upper and lower case make no difference in an `email`, before and behind the `@`, and it is
   answered in lower case.
7. A password of 8 characters is long enough.
8. No answer has the password in it.
9. If `mail.send` raises a `MailError`, the user is stored and answered as ever.

Broken apps each break one of these nine, or one side of an `and` in it, wherever they can, and keep
all else.

## Rules

- Each broken app is caught: at least one test passes on every right app and fails on that one.
- One of the tests is `test_sends_one_mail`, and it catches the apps that break 2 and 3.
- Every test passes on every right app, whatever that leaves open.
- Every test fails on an app that answers every request with 418 and sends no mail.
- On each broken app at least three of the tests pass, so that those that fail point at the fault.
- Each test passes on a right app alone, twice in a row, and in any order with the others, each time
  on a new app.

## Left open

- Right apps differ in the texts of mails, whether they mail to the `email` as typed or in lower
  case, whether `mail.send` gets its arguments by position or by name, refusals' bodies, headers
  other than `Content-Type`, and further members of objects.
- They differ in what they do with other requests, and objects of another shape.
- Common words may be in their answers, even ones used as passwords.

## Example

    >>> from unittest.mock import create_autospec
    >>> from flask import Flask
    >>> app = Flask("an app that sends no mail")
    >>> @app.post("/users")
    ... def sign_up():
    ...     return {"email": "a@b.org"}, 201
    >>> try:
    ...     test_sends_one_mail(app.test_client(), create_autospec(Mailer, instance=True))
    ... except Exception:
    ...     print("caught")
    caught
"""

from typing import Any

from flask.testing import FlaskClient


class MailError(Exception):
    """A mail could not be sent. Given: nothing to do here."""


class Mailer:
    """What an app sends its mail with. Given: nothing to do here."""

    def send(self, to: str, text: str) -> None:
        """Send a mail, or raise a `MailError`."""


def test_sends_one_mail(client: FlaskClient, mail: Any) -> None:
    """A sign-up sends one mail, to its address."""
    raise NotImplementedError
