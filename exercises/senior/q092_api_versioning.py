r"""Q92 · API versioning: an old shape that lives on, and says until when.

Topics: api-design, rest, fastapi, http
Needs: fastapi, httpx

How do you version a REST API? Clients use path, media type and parameter. The old version must go
on working, and tell until when.

## Build

`create_app(users, *, deprecated, sunset)` returns a FastAPI application that answers GET requests
for users. `users` is a dict from ids, non-empty texts without `/`, to users like this one in
version 2:

    {"id": "7", "name": {"first": "Ada", "last": "Byron"}, "emails": ["ada@kata.test"]}

`deprecated` and `sunset` are datetimes of whole seconds, in any time zones.

- `/v1/users/<id>` and `/v2/users/<id>` answer with the user in this version, whatever `Accept` and
  the query say.
- `/users/<id>` answers with the user in the version that `Accept` names, else in that of the query
  parameter `version`, else in version 1.
- An id that no user has is answered with 404.

`to_v1(user)` returns a new dict of three fields, the user in version 1. Its `id` is the same. Its
`name` is the first and the last name with a blank between them, or one alone if the other is empty.
Its `email` is the first of the `emails`, or None.

## Rules

- In `Accept`, `application/vnd.kata.v2+json` names version 2, and other numbers other versions.
- Of the versions named there that exist, the one with the highest `q` is chosen, and the first of
  equals (RFC 9110, 12.5.1).
- The `q` is 1 where it is missing.
- Other media types and other parameters in `Accept` have no effect.
- Upper and lower case are the same there, and blanks may stand around commas and semicolons.
- If `Accept` names versions, but none that exists, the answer is 406 (RFC 9110, 15.5.7).
- Another version in the path is answered with 404.
- Where the query decides, another `version` than `1` and `2` is answered with 400.
- The `Content-Type` of a user is the media type of the version, however it was chosen.
- Each answer to GET on `/users/<id>` has `Vary: Accept` (RFC 9110, 12.5.5), also a refusal.
- Answers to addresses with a version lack it.
- A user in version 1 comes with `Deprecation`, which is `@` and the Unix time of `deprecated` (RFC
  9745), and with `Sunset`, which is `sunset` as an HTTP date (RFC 8594).
- It also comes with a `Link` (RFC 8288) to its address in version 2, with the relation
  `successor-version` (RFC 5829, 3.6).
- A user in version 2 comes with none of these three.

## Left open

HEAD, several headers `Accept`, and in it `q=0`, a version named twice, broken or quoted values,
`v02`, an unknown version beside `*/*`; several or padded `version`, names with outer blanks,
unknown users in unknown versions, refusals' bodies, changing users, mounted apps, a host in `Link`.

## Example

    >>> import asyncio, httpx
    >>> from datetime import UTC, datetime
    >>> user = {"id": "7", "name": {"first": "Ada", "last": "Byron"}, "emails": []}
    >>> to_v1(user)
    {'id': '7', 'name': 'Ada Byron', 'email': None}
    >>> day = datetime(2027, 1, 1, tzinfo=UTC)
    >>> app = create_app({"7": user}, deprecated=day, sunset=day)
    >>> client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://it")
    >>> answer = asyncio.run(client.get("/users/7?version=1"))
    >>> answer.json()["name"], answer.headers["Sunset"]
    ('Ada Byron', 'Fri, 01 Jan 2027 00:00:00 GMT')
    >>> asyncio.run(client.get("/v2/users/7")).json()["name"]
    {'first': 'Ada', 'last': 'Byron'}
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import FastAPI


def to_v1(user: Mapping[str, Any]) -> dict[str, Any]:
    """Return a user of version 2 in the shape of version 1."""
    raise NotImplementedError


def create_app(
    users: Mapping[str, Mapping[str, Any]], *, deprecated: datetime, sunset: datetime
) -> FastAPI:
    """Return an application that answers with users in two versions."""
    raise NotImplementedError
