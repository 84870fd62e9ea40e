r"""Q80 · Flask routing: addresses both ways, and errors that a program can read.

Topics: flask, web, http, rest, json
Needs: flask, werkzeug

How does Flask find the function for a request, and what does that do with it? Most answers end at
`@app.route`. Here is more.

## Build

A code is two letters A to Z, a hyphen and three digits 0 to 9, such as `AB-123`.

`CodeConverter` is a URL converter for codes, for use in any Flask app.

- An address that has no code in its place does not fit the route, so that another route may.
- The letters of the code may be of either case in an address.
- The view gets the code in upper case.
- `url_for` writes the code in lower case.

`create_app()` returns a `Flask` app, which knows the converter as `code`. It has a blueprint
`items` with these routes:

- `GET /items/` answers with a JSON list of all items, in the order in which they were stored.
- With `?limit=2` in the address it lists the first two items at most.
- `POST /items/` stores an item, sent as a JSON object such as `{"code": "AB-123", "name": "Lamp"}`.
- It answers with 201, with the item as JSON, and with its address as `Location` (RFC 9110, 10.2.2).
- `GET /items/<code:code>` answers with the item. The endpoint's name is `show`.

## Rules

- The code of a new item may have either case, and is stored in upper case.
- A new item's `name` is a text of at least one character.
- `Location` is right also where a server mounts the app under a prefix such as `/api`.
- Every error is answered with a JSON object of `status`, a number, and `error`, a text, both by the
  blueprint and elsewhere in the app.
- `Allow`, which Flask sends with a 405 (RFC 9110, 15.5.6), stays, and so does `Retry-After`
  (10.2.3) of `abort(429, retry_after=…)`.
- An item that is not stored is answered with 404 (RFC 9110, 15.5.5).
- A `limit` that is not a whole number of at least 0 is answered with 400 (RFC 9110, 15.5.1).
- A new item whose type is not `application/json` is answered with 415 (RFC 9110, 15.5.16).
- The type may have parameters, such as `charset=utf-8` (RFC 9110, 8.3.1).
- A body that is no JSON, or no such object, is answered with 400.
- A code that is taken is answered with 409 (RFC 9110, 15.5.10), and the item that has it stays.
- An unexpected exception of a view is answered with 500, and its text is not shown.
- `/items` is redirected to `/items/` with 308, by which a POST stays one (RFC 9110, 15.4.9).
- Two apps share no items.

## Left open

Line breaks and characters beyond ASCII, except in names. Names of blanks, texts of errors,
exceptions without descriptions, further members of a new item, NaN, types with `+json`, a `limit`
with signs, blanks, underscores or hundreds of digits, nested bodies, `TESTING`, `DEBUG`, threads.

## Example

    >>> client = create_app().test_client()
    >>> answer = client.post("/items/", json={"code": "ab-123", "name": "Lamp"})
    >>> answer.status_code, answer.headers["Location"].endswith("ab-123")
    (201, True)
    >>> client.get("/items/AB-123").json == {"code": "AB-123", "name": "Lamp"}
    True
    >>> answer = client.delete("/items/ab-123")
    >>> answer.status_code, answer.json["status"], "GET" in answer.headers["Allow"]
    (405, 405, True)
"""

from flask import Flask
from werkzeug.routing import BaseConverter


class CodeConverter(BaseConverter):
    """A URL converter for codes."""

    def to_python(self, value: str) -> str:
        """Return what a view gets for a part of an address."""
        raise NotImplementedError

    def to_url(self, value: str) -> str:
        """Return the part of an address for a code."""
        raise NotImplementedError


def create_app() -> Flask:
    """Return an app of its own."""
    raise NotImplementedError
