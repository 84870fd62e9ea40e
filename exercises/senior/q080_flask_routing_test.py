"""Checks for Q80 · Flask routing, through Flask's own test client."""

import logging
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, abort, url_for
from q080_flask_routing import CodeConverter, create_app
from werkzeug.exceptions import HTTPException

LAMP = {"code": "AB-123", "name": "Lamp"}
CHAIR = {"code": "ZZ-000", "name": 'Stühle & "Sessel" ☃'}
TABLE = {"code": "CD-456", "name": "Table"}
OTHER = {"code": "AB-124", "name": "Lamp"}
BENCH = {"code": "AA-001", "name": "Bench"}


def ask(app, method, path, **sent):
    """Return status and body of the response: JSON decoded, the free text of an error as "…".

    Of a body that is no JSON there are the first 30 characters.
    """
    response = app.test_client().open(path, method=method, **sent)
    body = response.get_json() if response.is_json else response.get_data(as_text=True)[:30]
    if isinstance(body, dict) and body.get("error") and isinstance(body["error"], str):
        body = {**body, "error": "…"}
    return response.status_code, body


def problem(status):
    """What `ask` returns for an error with this status."""
    return status, {"status": status, "error": "…"}


def no_route():
    """What `ask` returns where no rule of an app of the check's own fits."""
    return ask(Flask("empty"), "GET", "/")


def other_app(rule, view):
    """An app of the check's own, which knows the converter as `part`, with one rule."""
    app = Flask("other")
    app.url_map.converters["part"] = CodeConverter
    app.add_url_rule(rule, "parts", view)
    return app


def headers_of(app, method, path, **sent):
    """Return the headers of the response."""
    return app.test_client().open(path, method=method, **sent).headers


def stocked(*items, **views):
    """An app in which these items are stored, and that has these views of the check's own."""
    app = create_app()
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    for item in items:
        ask(app, "POST", "/items/", json=item)
    return app


@pytest.fixture(autouse=True)
def quiet():
    """Exceptions that Flask logs are expected here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.hint(
    'A `Blueprint("items", …, url_prefix="/items")` collects the routes; `register_blueprint` '
    "brings them into an app.",
    "A view may return a dict or a list, which Flask sends as JSON, or a tuple with the status.",
)
def test_stores_lists_and_shows():
    """A stored item is answered with 201, is listed in its turn and found at its address."""
    app = create_app()
    assert ask(app, "GET", "/items/") == (200, [])
    assert ask(app, "POST", "/items/", json=CHAIR) == (201, CHAIR)
    assert ask(app, "POST", "/items/", json=LAMP) == (201, LAMP)
    assert ask(app, "POST", "/items/", json=TABLE) == (201, TABLE)
    assert ask(app, "GET", "/items/") == (200, [CHAIR, LAMP, TABLE])
    assert ask(app, "GET", "/items/ab-123") == (200, LAMP)
    assert ask(app, "GET", "/items/zz-000") == (200, CHAIR)
    odd = [" Big  lamp ", "Two\nlines", "007", "0", "ü", "{{ 7 * 7 }}", "long " * 60]
    others = [{"code": f"EF-00{at}", "name": name} for at, name in enumerate(odd)]
    for item in (OTHER, BENCH, *others):
        assert ask(app, "POST", "/items/", json=item) == (201, item)
        assert ask(app, "GET", f"/items/{item['code']}") == (200, item)


@pytest.mark.hint(
    "Make the code upper case before you look whether it is taken.",
    "A converter's `to_python` decides what the view gets.",
)
def test_codes_have_either_case():
    """Codes may be written in either case, in a body and in an address, and are upper case."""
    app = create_app()
    assert ask(app, "POST", "/items/", json={"code": "aB-123", "name": "Lamp"}) == (201, LAMP)
    assert ask(app, "POST", "/items/", json={"code": "zz-000", "name": "x"})[1]["code"] == "ZZ-000"
    assert ask(app, "GET", "/items/ab-123") == (200, LAMP)
    assert ask(app, "GET", "/items/Ab-123") == (200, LAMP)
    assert ask(app, "GET", "/items/AB-123") == (200, LAMP)
    assert [item["code"] for item in ask(app, "GET", "/items/")[1]] == ["AB-123", "ZZ-000"]


@pytest.mark.hint(
    "`url_for` with the endpoint's name knows the address, wherever the app is mounted.",
    "A view may return a third thing in its tuple: a dict of headers.",
)
def test_location_leads_to_the_item():
    """`Location` of a new item is its address, under a prefix too."""
    app = create_app()
    headers = headers_of(app, "POST", "/items/", json=LAMP)
    location = urlsplit(urljoin("/items/", headers.get("Location", "none"))).path
    assert location == "/items/ab-123", "POST /items/ with the code AB-123"
    assert ask(app, "GET", location) == (200, LAMP)
    mount = "https://shop.test/api"
    headers = headers_of(app, "POST", "/items/", json=TABLE, base_url=mount)
    location = urljoin(f"{mount}/items/", headers.get("Location", "none"))
    assert location == f"{mount}/items/cd-456", f"POST /items/ to an app mounted at {mount}"
    headers = headers_of(app, "POST", "/items/?limit=1", json=CHAIR, base_url=mount)
    location = urljoin(f"{mount}/items/", headers.get("Location", "none"))
    assert location == f"{mount}/items/zz-000", f"POST /items/?limit=1 to an app at {mount}"


@pytest.mark.hint(
    "A converter says by its `regex` what fits.",
)
def test_what_is_no_code_is_404():
    """An address that has no code in its place does not fit the route, in any app."""
    shared = other_app("/parts/<part:code>", lambda code: code)
    shared.add_url_rule("/parts/<name>", "named", lambda name: f"named {name}")
    both = "the rules are /parts/<part:code> and /parts/<name>"
    assert ask(shared, "GET", "/parts/Lamp") == (200, "named Lamp"), both
    assert ask(shared, "GET", "/parts/ab-1234") == (200, "named ab-1234"), both
    assert ask(shared, "GET", "/parts/a1-123") == (200, "named a1-123"), both
    assert ask(shared, "GET", "/parts/ab-123") == (200, "AB-123"), both
    app = other_app("/parts/<part:code>", lambda code: code)
    assert ask(app, "GET", "/parts/ab-123") == (200, "AB-123"), "the rule is /parts/<part:code>"
    for code in [
        "ab-12",
        "ab-1234",
        "abc-123",
        "a-123",
        "ab123",
        "ab_123",
        "_b-123",
        "[^-123",
        "a1-123",
        "ab-123/",
        "xab-123",
        "ab-12a",
    ]:
        said = f"GET /parts/{code}; the rule is /parts/<part:code>"
        assert ask(app, "GET", f"/parts/{code}") == no_route(), said


@pytest.mark.hint(
    "`to_python` is for the way in, `to_url` for the way out.",
    "A converter knows nothing of items: another app may use it under another name.",
)
def test_the_converter_works_both_ways():
    """In any app the view gets upper case, and `url_for` writes lower case."""
    app = other_app("/parts/<part:code>.txt", lambda code: code)
    assert ask(app, "GET", "/parts/ab-123.txt") == (200, "AB-123"), "/parts/<part:code>.txt"
    app = other_app("/parts/<part:one>..<part:two>", lambda one, two: f"{one} {two}")
    assert ask(app, "GET", "/parts/ab-123..zz-999") == (200, "AB-123 ZZ-999"), (
        "the rule is /parts/<part:one>..<part:two>"
    )
    app = other_app("/parts/<part:one>/<part:two>", lambda one, two: f"{one} {two}")
    assert ask(app, "GET", "/parts/ab-123/Zz-999") == (200, "AB-123 ZZ-999")
    assert ask(app, "GET", "/parts/ab-123/999") == no_route(), (
        "GET /parts/ab-123/999, the rule is /parts/<part:one>/<part:two>"
    )
    with app.test_request_context():
        address = url_for("parts", one="AB-123", two="zZ-999")
    assert address == "/parts/ab-123/zz-999", "url_for('parts', one='AB-123', two='zZ-999')"
    app = create_app()
    app.add_url_rule("/parts/<code:number>", "parts", lambda number: number)
    assert ask(app, "GET", "/parts/qx-070") == (200, "QX-070"), "the rule is /parts/<code:number>"
    with app.test_request_context():
        address = url_for("items.show", code="QX-070")
    assert address == "/items/qx-070", "url_for('items.show', code='QX-070')"


@pytest.mark.hint(
    "`request.args` has the query parameters, as texts.",
    "A limit of 0 is a limit, and so is one of twenty digits. What does `islice` say to that?",
)
def test_the_limit_cuts_the_list():
    """`limit` is the number of items listed at most."""
    app = stocked(CHAIR, LAMP, TABLE)
    assert ask(app, "GET", "/items/?limit=2") == (200, [CHAIR, LAMP])
    assert ask(app, "GET", "/items/?limit=1") == (200, [CHAIR])
    assert ask(app, "GET", "/items/?limit=0") == (200, [])
    assert ask(app, "GET", "/items/?limit=3") == (200, [CHAIR, LAMP, TABLE])
    assert ask(app, "GET", "/items/?limit=100") == (200, [CHAIR, LAMP, TABLE])
    assert ask(app, "GET", "/items/?limit=99999999999999999999") == (200, [CHAIR, LAMP, TABLE])
    assert ask(app, "GET", "/items/?limit=02") == (200, [CHAIR, LAMP])
    many = [{"code": f"XY-{number}", "name": "Cup"} for number in range(320, 200, -1)]
    full = stocked(*many)
    assert ask(full, "GET", "/items/") == (200, many), "120 items are stored"
    assert ask(full, "GET", "/items/?limit=110") == (200, many[:110]), "120 items are stored"
    assert ask(app, "GET", "/items/?other=1") == (200, [CHAIR, LAMP, TABLE])


@pytest.mark.hint(
    "What does `request.args.get(name, type=int)` return for a text that is no number?",
    "Convert it yourself, and `abort(400)` where that fails.",
)
def test_a_bad_limit_is_400():
    """A limit that is no whole number of at least 0 is answered with 400."""
    app = stocked(LAMP)
    for limit in [
        "x",
        "",
        "-1",
        "2.5",
        "1e3",
        "two",
        "NaN",
        "1.0",
        "1.",
        "0x1",
        "0b1",
        "1,0",
        "1x",
    ]:
        assert ask(app, "GET", f"/items/?limit={limit}") == problem(400), f"?limit={limit}"
        assert ask(create_app(), "GET", f"/items/?limit={limit}") == problem(400), (
            f"?limit={limit}, where no item is stored"
        )


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b'{"code": "AB-123", "name": "Lamp"}'},
        {"data": b'{"code": "AB-123", "name": "Lamp"}', "content_type": "text/plain"},
        {"data": b'{"code": "AB-123", "name": "Lamp"}', "content_type": "text/json"},
        {"data": b'{"code": "AB-123", "name": "Lamp"}', "content_type": "application/json-seq"},
        {"data": {"code": "AB-123", "name": "Lamp"}},
        {"data": b"{", "content_type": "text/html"},
        {},
    ],
    ids=[
        "no type",
        "text/plain",
        "text/json",
        "json-seq",
        "a form",
        "text/html, no JSON",
        "nothing at all",
    ],
)
@pytest.mark.hint(
    "`request.get_json()` looks at the type first, and answers by itself.",
    "`force=True` takes every type, `silent=True` keeps quiet.",
    "There may be blanks around the `;`, and capitals in a type. `request.mimetype` knows that.",
)
def test_another_type_is_415(sent):
    """A new item that does not come as `application/json` is answered with 415."""
    app = create_app()
    assert ask(app, "POST", "/items/", **sent) == problem(415)
    assert ask(app, "GET", "/items/") == (200, [])
    lamp = '{"code": "AB-123", "name": "Lamp"}'
    for kind in [
        "application/json; charset=utf-8",
        "application/json;v=1",
        "application/json ; charset=utf-8",
        "application/json\t;\tcharset=utf-8",
        "Application/JSON",
    ]:
        app = create_app()
        answer = ask(app, "POST", "/items/", data=lamp, content_type=kind)
        assert answer == (201, LAMP), f"POST /items/ with the type {kind}"


@pytest.mark.hint(
    "JSON can be a list, a number or null as well. Look what it is before you ask it for members.",
    '`match` tells shapes apart: `case {"code": str(code)}:`.',
    "`re.match` asks for the beginning of a text, `re.fullmatch` for all of it.",
)
def test_another_body_is_400():
    """A body that is no JSON object with a code and a name is answered with 400, and not stored."""
    app = create_app()
    for body in [
        "",
        b'{"code": "AB-123", "name": "\xff"}',
        '{"code": "AB-123", "name": "Lamp"',
        "{'code': 'AB-123', 'name': 'Lamp'}",
        '{"code": "AB-123", "name": "Lamp"} {}',
        "code=AB-123&name=Lamp",
        "null",
        "[]",
        '[{"code": "AB-123", "name": "Lamp"}]',
        '[["code", "AB-123"], ["name", "Lamp"]]',
        '"code name"',
        '{"code": "AB-123"}',
        '{"name": "Lamp"}',
        '{"code": "AB-123", "name": ""}',
        '{"code": "AB-123", "name": null}',
        '{"code": "AB-123", "name": 5}',
        '{"code": null, "name": "Lamp"}',
        '{"code": 123, "name": "Lamp"}',
        '{"code": "AB-12", "name": "Lamp"}',
        '{"code": "AB-1234", "name": "Lamp"}',
        '{"code": "XAB-123", "name": "Lamp"}',
        '{"code": "AB123", "name": "Lamp"}',
        '{"code": " AB-123", "name": "Lamp"}',
        '{"code": "AB-123 ", "name": "Lamp"}',
        '{"code": "AB-123", "name": true}',
        '{"code": "AB-123", "name": 0}',
        '{"code": "AB-123", "name": {"de": "Lampe"}}',
        '{"code": {"AB-123": 1}, "name": "Lamp"}',
        '{"Code": "AB-123", "Name": "Lamp"}',
        '{"code": "AB_123", "name": "Lamp"}',
        '{"code": "_B-123", "name": "Lamp"}',
        '{"code": "A[-123", "name": "Lamp"}',
        '{"code": "AB-12A", "name": "Lamp"}',
        '{"code": "A1-123", "name": "Lamp"}',
        '{"code": "", "name": "Lamp"}',
        '{"code": ["AB-123"], "name": "Lamp"}',
        '{"code": "AB-123", "name": ["Lamp"]}',
    ]:
        answer = ask(app, "POST", "/items/", data=body, content_type="application/json")
        assert answer == problem(400), f"POST /items/ with {body!r}"
    assert ask(app, "GET", "/items/") == (200, [])


@pytest.mark.hint("Look before you store: a dict takes a second value without a word.")
def test_a_taken_code_is_409():
    """A code that is taken, in whatever case, is answered with 409, and its item stays."""
    app = stocked(LAMP, TABLE)
    assert ask(app, "POST", "/items/", json=LAMP) == problem(409)
    assert ask(app, "POST", "/items/", json={**LAMP, "code": "ab-123"}) == problem(409)
    assert ask(app, "POST", "/items/", json={"code": "AB-123", "name": "Other"}) == problem(409)
    assert ask(app, "POST", "/items/", json={"code": "ab-123", "name": "Other"}) == problem(409)
    assert ask(app, "GET", "/items/") == (200, [LAMP, TABLE])
    assert ask(app, "GET", "/items/ab-123") == (200, LAMP)


class Unpaid(HTTPException):
    """An error with a status that Werkzeug has no class for."""

    code = 402
    description = "not paid"


@pytest.mark.hint(
    "Which errors does a handler of the blueprint see, and which has no blueprint at all?",
    "`HTTPException` is the class of them all; `error.get_response()` has the headers.",
    "Change that response, `response.data` and `response.content_type`, and return it.",
)
def test_every_error_is_json_and_keeps_its_headers():
    """Errors anywhere in the app are JSON, with the headers that belong to them."""

    def pay():
        raise Unpaid

    year = datetime(2030, 1, 1, tzinfo=UTC)
    app = stocked(
        LAMP,
        busy=lambda: abort(429, retry_after=7),
        later=lambda: abort(429, retry_after=year),
        tea=lambda: abort(418),
        no=lambda: abort(405),
        slow=lambda: abort(429),
        pay=pay,
    )
    shut = stocked()
    shut.before_request(lambda: abort(429, retry_after=9))
    assert ask(create_app(), "GET", "/items/ab-123") == problem(404), "where no item is stored"
    assert ask(app, "GET", "/items/cd-456") == problem(404)
    assert ask(app, "GET", "/items/ab-12") == problem(404)
    assert ask(app, "GET", "/nowhere") == problem(404)
    assert ask(app, "GET", "/items/x/y") == problem(404)
    assert ask(app, "POST", "/") == problem(404)
    assert ask(app, "GET", "/static/lamp.css") == problem(404)
    assert ask(app, "DELETE", "/items/ab-123") == problem(405)
    assert ask(app, "PUT", "/items/") == problem(405)
    assert ask(app, "PATCH", "/items/ab-123") == problem(405)
    assert ask(app, "POST", "/items/ab-123") == problem(405)
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path, status in {"/items/cd-456": 404, "/nowhere": 404, "/busy": 429}.items():
        answer = ask(app, "GET", path, headers=browser)
        assert answer == problem(status), f"GET {path} with the headers {browser}"
    assert ask(app, "POST", "/busy") == problem(405)
    assert ask(app, "GET", "/busy") == problem(429)
    assert ask(app, "GET", "/tea") == problem(418)
    assert ask(app, "GET", "/pay") == problem(402), "the view raises an HTTPException of its own"
    assert ask(app, "GET", "/no") == problem(405), "the view calls abort(405)"
    assert ask(app, "GET", "/slow") == problem(429), "the view calls abort(429)"
    for path in ["/items/", "/items/ab-123", "/nowhere"]:
        said = f"GET {path}, where `before_request` calls abort(429, retry_after=9)"
        assert ask(shut, "GET", path) == problem(429), said
        assert headers_of(shut, "GET", path).get("Retry-After") == "9", said
    item, items = (
        {"GET", "POST"} & set(headers_of(app, "DELETE", path).get("Allow", "").split(", "))
        for path in ("/items/ab-123", "/items/")
    )
    assert (item, items) == ({"GET"}, {"GET", "POST"}), (
        "`Allow` for DELETE /items/ab-123 and for DELETE /items/"
    )
    assert headers_of(app, "GET", "/busy").get("Retry-After") == "7"
    assert ask(app, "GET", "/later") == problem(429)
    assert headers_of(app, "GET", "/later").get("Retry-After") == "Tue, 01 Jan 2030 00:00:00 GMT", (
        f"`Retry-After` of abort(429, retry_after={year})"
    )
    assert "GET" in headers_of(app, "POST", "/busy").get("Allow", ""), "`Allow` for POST /busy"


class Trouble(Exception):
    """An exception with members named like those of Flask's own."""

    code = 404
    name = description = "s3cret"


@pytest.mark.parametrize(
    "error",
    [KeyError("s3cret"), ValueError("s3cret"), OSError("s3cret"), Trouble(), Trouble("s3cret")],
)
@pytest.mark.hint(
    "Flask wraps an unexpected exception in an `InternalServerError`, which is an `HTTPException`.",
    "Say what the wrapped error is to the log, and not to the client.",
)
def test_an_unexpected_exception_is_500(error):
    """An exception of a view is answered with 500 as JSON, and its text is not shown."""

    def crash():
        raise error

    app = stocked(LAMP, crash=crash)
    assert ask(app, "GET", "/crash") == problem(500), f"the view raises {error!r}"
    browser = {"Accept": "text/html"}
    assert ask(app, "GET", "/crash", headers=browser) == problem(500), f"{error!r}, {browser}"
    response = app.test_client().get("/crash")
    shown = f"{response.headers}{response.get_data(as_text=True)}"
    assert "s3cret" not in shown, f"the view raises {error!r}"
    assert ask(app, "GET", "/items/ab-123") == (200, LAMP)


@pytest.mark.hint(
    "The rule ends in a slash: then Flask does the redirect by itself.",
    "`strict_slashes=False` answers both addresses instead.",
)
def test_redirects_to_the_slash():
    """`/items` is redirected to `/items/` with 308, and a POST arrives there with its body."""
    app = create_app()
    for method in ("GET", "POST"):
        assert ask(app, method, "/items", json=LAMP)[0] == 308, f"{method} /items"
        location = headers_of(app, method, "/items", json=LAMP).get("Location", "none")
        assert urlsplit(location).path == "/items/", f"{method} /items"
        mount = "https://shop.test/api"
        location = headers_of(app, method, "/items", base_url=mount).get("Location", "none")
        location = urljoin(f"{mount}/items", location)
        assert location == f"{mount}/items/", f"{method} /items to an app mounted at {mount}"
    assert ask(app, "POST", "/items", json=LAMP, follow_redirects=True) == (201, LAMP)
    assert ask(app, "GET", "/items?limit=0", follow_redirects=True) == (200, [])


@pytest.mark.hint(
    "A blueprint is made once; where do the items of each app live?",
    "`app.extensions` is a dict of the app, and `current_app` is the one that answers.",
)
def test_apps_share_no_items():
    """Each app has its own items."""
    first, second = stocked(LAMP), stocked(TABLE)
    assert ask(first, "GET", "/items/") == (200, [LAMP])
    assert ask(second, "GET", "/items/") == (200, [TABLE])
    assert ask(second, "GET", "/items/ab-123") == problem(404)
    assert ask(second, "POST", "/items/", json=LAMP) == (201, LAMP)
    assert ask(first, "GET", "/items/") == (200, [LAMP])
