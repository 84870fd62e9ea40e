r"""Q92 · API versioning: the answer and one way to build it.

## Answer

I try not to need a version: adding fields or endpoints breaks nobody who ignores what they don't
know. For what does break, I choose one way and keep to it. A number in the path, `/v2/users`, is
the most common: visible, easy to route, cache and log. A media type such as
`application/vnd.api.v2+json` in `Accept`, or a header of one's own, keeps the addresses stable, but
needs `Vary` and is harder to try in a browser. A query parameter is easy and soon forgotten. Large
APIs pin a date for each client.

In FastAPI these are routers with a prefix, in Django REST framework its versioning classes. Inside
there is one implementation, the newest, and thin adapters make the old shapes from it, with
contract tests for each version.

A version ends by plan: announced, told with `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a
link to its successor, watched in the logs until nobody calls, and then 410.

## Follow-ups

- **Which changes break clients?** Removing or renaming a field, another type, a new required
  parameter, stricter validation, other status codes; often also a new value of an enumeration.
- **How do writes work in several versions?** Old requests are turned into the new model, and fields
  that version 1 does not know stay as they are, so PUT needs care.
- **When is 406 right?** If nothing that the client accepts exists. RFC 9110 also allows ignoring
  `Accept`, but a client that names a version would then read the wrong shape.
- **`Deprecation` or `Sunset`?** The first says from when one should no longer build on it, the
  second from when it may be gone.

## Notes

Versions are texts throughout, so `02` or a superscript two is no version and nothing has to be
converted. A dict from version to adapter says which versions there are. The adapter for version 1
makes a new dict of named fields, so that what is added later does not leak into the old shape.
`Accept` is split by hand, as neither FastAPI nor Starlette reads it; a value in quotes may have
commas, and a `q` that is none must not end in a 500. A route of FastAPI's for GET refuses HEAD,
which every server has to answer (RFC 9110, 9.1). Choosing in a middleware that rewrites the path
would keep the views free of it; but then the `Vary` and the refusals stand far from the routes, and
the OpenAPI document does not show them.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

VARY = {"Vary": "Accept"}


def to_v1(user: Mapping[str, Any]) -> dict[str, Any]:
    """Return a user of version 2 in the shape of version 1."""
    names = user["name"]["first"], user["name"]["last"]
    return {
        "id": user["id"],
        "name": " ".join(filter(None, names)),
        "email": next(iter(user["emails"]), None),
    }


VERSIONS = {"1": to_v1, "2": dict}


def create_app(
    users: Mapping[str, Mapping[str, Any]], *, deprecated: datetime, sunset: datetime
) -> FastAPI:
    """Return an application that answers with users in two versions."""
    app = FastAPI()
    ending = {
        "Deprecation": f"@{int(deprecated.timestamp())}",
        "Sunset": format_datetime(sunset.astimezone(UTC), usegmt=True),
    }

    def present(user_id: str, version: str, headers: dict[str, str]) -> JSONResponse:
        if user_id not in users:
            raise HTTPException(404, "there is no such user", headers)
        if version == "1":
            successor = f'</v2/users/{quote(user_id, safe="")}>; rel="successor-version"'
            headers = {**headers, **ending, "Link": successor}
        kind = f"application/vnd.kata.v{version}+json"
        return JSONResponse(VERSIONS[version](users[user_id]), 200, headers, kind)

    @app.head("/v{version}/users/{user_id}", include_in_schema=False)
    @app.get("/v{version}/users/{user_id}")
    async def user_of_version(version: str, user_id: str) -> JSONResponse:
        if version not in VERSIONS:
            raise HTTPException(404, "there is no such version")
        return present(user_id, version, {})

    @app.head("/users/{user_id}", include_in_schema=False)
    @app.get("/users/{user_id}")
    async def user(user_id: str, request: Request) -> JSONResponse:
        named = _accepted(request.headers.get("accept", ""))
        version = next((each for each in named if each in VERSIONS), None)
        if named and version is None:
            raise HTTPException(406, "there is no such version", VARY)
        version = version or request.query_params.get("version", "1")
        if version not in VERSIONS:
            raise HTTPException(400, "there is no such version", VARY)
        return present(user_id, version, VARY)

    return app


def _accepted(accept: str) -> list[str]:
    """Return the versions that the header names, best first."""
    found = []
    for each in _split(accept.lower(), ","):
        kind, *parameters = _split(each, ";") or [""]
        named = re.fullmatch(r"application/vnd\.kata\.v([0-9]+)\+json", kind)
        weights = [re.fullmatch(r"q=([01](\.[0-9]{0,3})?)", part) for part in parameters]
        quality = next((float(weight[1]) for weight in weights if weight), 1)
        if named and quality:  # 0 is "not acceptable"
            found.append((quality, named[1]))
    return [version for _, version in sorted(found, key=lambda pair: -pair[0])]


def _split(text: str, sign: str) -> list[str]:
    """Return the parts between these signs, of which those in quotes do not count."""
    parts = re.findall(rf'(?:[^{sign}"]|"(?:[^"\\]|\\.)*"?)+', text)
    return [part.strip() for part in parts]
