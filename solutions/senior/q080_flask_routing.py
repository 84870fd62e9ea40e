r"""Q80 · Flask routing: the answer and one way to build it.

## Answer

`@app.route` registers a rule, an endpoint and a view in Werkzeug's URL map. For a request, the map
picks the most specific rule, static parts before converters, and converters such as `int`, `path`
or your own check and convert the variable parts. A known path with another method gives 405; a
missing final slash is redirected with 308. `url_for` builds addresses from endpoints, so nothing is
hard-coded.

`request`, a proxy for the current context, has `args`, `form`, `files`, `headers` and `get_json()`,
which answers 415 or 400 by itself. A view returns text, a dict or list (sent as JSON), a tuple with
status and headers, or a `Response`. `abort` raises an `HTTPException`, and error handlers give
those one format.

I build the app in a factory and group routes in blueprints. A blueprint's handlers don't see 404
for unknown addresses, since no blueprint was chosen, so the format of errors belongs to the app.

## Follow-ups

- **What happens around a view?** `before_request` functions run first, and may answer themselves;
  `after_request` functions may change the response; `teardown_request` runs also after an error.
- **Why can `request` be a global?** It is a proxy for a context variable, set anew for every
  request. So threads and tasks each see their own, and using it outside of a request raises
  `RuntimeError`.
- **What does `args.get("limit", type=int)` do with `limit=x`?** It returns the default, silently.
  For an API, convert it yourself and answer 400.
- **Is Flask asynchronous?** Views may be `async def`, each run in an event loop of its own on a
  worker thread's time. For many waiting requests, Quart has the same interface on ASGI.

## Notes

The blueprint is made once and holds no state; the items live in `app.extensions`, so apps are
independent. Making the blueprint inside of `create_app`, with the items in a closure, does as well,
and costs a long factory. The handler changes the body and the type of the response that Werkzeug
made for the error, and so keeps `Allow` and the like. It also gets what Flask makes of an
unexpected exception, an `InternalServerError` with a general text. Redirects of the map pass it by.
"""

import json
import re
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

CODE = "[A-Za-z]{2}-[0-9]{3}"

items = Blueprint("items", __name__, url_prefix="/items")


class CodeConverter(BaseConverter):
    """A URL converter for codes."""

    regex = CODE

    def to_python(self, value: str) -> str:
        """Return what a view gets for a part of an address."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the part of an address for a code."""
        return super().to_url(value.lower())


def create_app() -> Flask:
    """Return an app of its own."""
    app = Flask(__name__)
    app.url_map.converters["code"] = CodeConverter
    app.extensions["items"] = {}
    app.register_blueprint(items)
    app.register_error_handler(HTTPException, _as_json)
    return app


@items.get("/")
def index() -> list[dict[str, str]]:
    """List the items."""
    stored = list(_stored().values())
    text = request.args.get("limit")
    if text is None:
        return stored
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0:
        abort(400, "limit must be a whole number of at least 0")
    return stored[:limit]


@items.post("/")
def create() -> tuple[dict[str, str], int, dict[str, str]]:
    """Store an item."""
    match request.get_json():
        case {"code": str(code), "name": str(name)} if name and re.fullmatch(CODE, code):
            code = code.upper()
        case _:
            abort(400, "an item is an object of a code, such as AB-123, and a name")
    if code in _stored():
        abort(409, f"there is an item {code}")
    item = _stored()[code] = {"code": code, "name": name}
    return item, 201, {"Location": url_for(".show", code=code)}


@items.get("/<code:code>")
def show(code: str) -> dict[str, str]:
    """Show one item."""
    return _stored().get(code) or abort(404, f"there is no item {code}")


def _stored() -> dict[str, dict[str, Any]]:
    """Return the items of the app that answers now, by code."""
    return current_app.extensions["items"]


def _as_json(error: HTTPException) -> Response:
    """Return the response of an error, with the body as JSON."""
    response = error.get_response()
    response.data = json.dumps({"status": error.code, "error": error.description})
    response.content_type = "application/json"
    return response
