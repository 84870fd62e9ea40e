"""Checks for Q92 · API versioning. `get` sends a request to an app with three users."""

import copy
import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urljoin

import pytest
from q092_api_versioning import create_app, to_v1

ADA = {
    "id": "7",
    "name": {"first": "Ada", "last": "Byron"},
    "emails": ["ada@kata.test", "countess@kata.test"],
    "langs": ["en"],
}
OLD_ADA = {"id": "7", "name": "Ada Byron", "email": "ada@kata.test"}
PLATO = {"id": "plato", "name": {"first": "Plato", "last": ""}, "emails": []}
ODD = {"id": "grün & 50%?", "name": {"first": "", "last": "Grün"}, "emails": ["g@kata.test"]}
V1, V2 = "application/vnd.kata.v1+json", "application/vnd.kata.v2+json"
DEPRECATED = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
SUNSET = datetime(2027, 2, 5, 20, 0, 9, tzinfo=timezone(timedelta(hours=-5)))


def app_with(*users, deprecated=DEPRECATED, sunset=SUNSET):
    """Return an app with these users."""
    return create_app({each["id"]: each for each in users}, deprecated=deprecated, sunset=sunset)


@pytest.fixture
def get(asgi_client):
    """A function that sends GET with these headers Accept, and returns status and body."""
    ask = asgi_client(app_with(ADA, PLATO, ODD))

    def request(path, *accept):
        return ask("GET", path, headers=[("Accept", each) for each in accept])

    return request


def said(path, *accept):
    """Return a request in words."""
    return f"GET {path}" + "".join(f" with Accept: {each}" for each in accept)


@pytest.mark.hint(
    "Name the fields of the old shape one by one; do not copy the new one.",
    "`None` and empty text are left out by `filter(None, names)`.",
)
def test_old_shape():
    """A user in version 1 has the three old fields, made from the new ones."""
    assert to_v1(ADA) == OLD_ADA
    assert to_v1(PLATO) == {"id": "plato", "name": "Plato", "email": None}
    assert to_v1(ODD) == {"id": "grün & 50%?", "name": "Grün", "email": "g@kata.test"}
    inner = {**ADA, "name": {"first": "Mary Ann", "last": "van  Dyk"}}
    assert to_v1(inner)["name"] == "Mary Ann van  Dyk"
    assert to_v1({**ADA, "emails": ["", "ada@kata.test"]})["email"] == ""
    assert to_v1({**ADA, "emails": ["b@kata.test", "a@kata.test"]})["email"] == "b@kata.test"
    assert to_v1({**ADA, "id": " Ab "})["id"] == " Ab "
    user = copy.deepcopy(ADA)
    to_v1(user)["id"] = "8"
    assert user == ADA, "the user after to_v1(user)"


@pytest.mark.hint("Two routes, or one with the version in a parameter: `/v{version}/users/{id}`.")
def test_version_in_the_path(get):
    """An address with a version gives that version, whatever else is asked for."""
    for path, accept, user in [
        ("/v1/users/7", [], OLD_ADA),
        ("/v2/users/7", [], ADA),
        ("/v1/users/7?version=2", [V2], OLD_ADA),
        ("/v2/users/7?version=1", [V1], ADA),
        ("/v2/users/7?version=9", ["application/vnd.kata.v9+json"], ADA),
        ("/v1/users/7?version=", ["application/vnd.kata.v9+json"], OLD_ADA),
        ("/v2/users/plato", [], PLATO),
    ]:
        assert get(path, *accept) == (200, user), said(path, *accept)


@pytest.mark.hint("Ask `Accept` first; only if it names no version, the query; then 1 is left.")
def test_version_in_accept_or_query(get):
    """Without a version in the path Accept decides, then the query, then it is 1."""
    for path, accept, version in [
        ("/users/7", [], 1),
        ("/users/7", ["*/*"], 1),
        ("/users/7?version=2", [], 2),
        ("/users/7?version=1", [], 1),
        ("/users/7?Version=2", [], 1),
        ("/users/7", [V2], 2),
        ("/users/7", [V1], 1),
        ("/users/7?version=1", [V2], 2),
        ("/users/7?version=2", [V1], 1),
        ("/users/7?version=9", [V2], 2),
        ("/users/7?version=2", ["application/json, */*;q=0.1"], 2),
    ]:
        assert get(path, *accept) == (200, (OLD_ADA, ADA)[version - 1]), (
            f"{said(path, *accept)}, which asks for version {version}"
        )


@pytest.mark.hint(
    "Split at the commas, then at the semicolons. Sort by `q`; Python's sort keeps the order of"
    " equals.",
)
def test_quality(get):
    """Of the versions in Accept, the one with the highest q is chosen, the first of equals."""
    for accept, version in [
        (f"{V1}, {V2}", 1),
        (f"{V2}, {V1}", 2),
        (f"{V1};q=0.5, {V2}", 2),
        (f"{V1}, {V2};q=0.9", 1),
        (f"{V2};q=0.25,{V1};q=0.3", 1),
        (f"{V1};q=0.999,{V2};q=1.000", 2),
        (f"{V1};q=0.001, {V2};q=0.002", 2),
        (f"{V1};q=0.7, text/html, application/json, {V2};q=0.8, */*", 2),
        (f"{V1};q=0.5;x=1, {V2};charset=utf-8;q=0.6", 2),
        (f"{V1};q=0.6;charset=utf-8, {V2};x=1;q=0.5", 1),
        (f"{V1};x=1, {V2};q=0.9", 1),
        (f"{V1};q=1, {V2};q=1.0", 1),
        (f"{V1};q=0.91, {V2};q=0.95", 2),
        (f"{V1};q=1.0, {V2}", 1),
        (f"{V1};q=0.999, {V2}", 2),
        (f"{V1};qs=0.1, {V2};q=0.5", 1),
        (f"  {V1} ; q=0.5  ,\t{V2} ;  q=0.6 ", 2),
        (f"{V1.upper()};Q=0.5,{V2.title()};Q=0.6", 2),
        (f"application/vnd.kata.v3+json, {V2};q=0.1", 2),
        (f"{V1};q=0.2, application/vnd.kata.v9+json, {V2};q=0.1", 1),
        ("application/vnd.kata.v2+xml, application/vndxkata.v2+json", 1),
        ("application/vnd.other.v2+json, text/vnd.kata.v2+json", 1),
        ("application/x-application/vnd.kata.v2+json", 1),
        (f"{V2};seq=0, {V1}", 2),
        (f"{V1};q=0.5, */*, {V2};q=0.6", 2),
        ("application/vnd.kata.vtwo+json, application/vnd.kata.v+json", 1),
        (f"{V2}-seq", 1),
        ("", 1),
    ]:
        for path in ("/users/7", "/users/7?version=1"):
            assert get(path, accept) == (200, (OLD_ADA, ADA)[version - 1]), (
                f"{said(path, accept)}, which asks for version {version}"
            )


@pytest.mark.parametrize("name", ["3", "0", "12"])
@pytest.mark.hint("Keep the versions in a dict, as texts; what is not in it does not exist.")
def test_unknown_versions(get, name):
    """A version that does not exist is 404 in the path, 406 in Accept and 400 in the query."""
    unknown = f"application/vnd.kata.v{name}+json"
    for path, accept, status in [
        (f"/v{name}/users/7", [], 404),
        (f"/v{name}/users/7?version=2", [V2], 404),
        (f"/users/7?version={name}", [], 400),
        (f"/users/7?version={name}", ["*/*"], 400),
        ("/users/7?version=", ["text/html"], 400),
        ("/users/7?version=two", [], 400),
        ("/users/7?version=2.0", [], 400),
        ("/users/7?version=%D9%A2", [], 400),  # an Arabic 2
        ("/v2.0/users/7", [], 404),
        ("/v%D9%A2/users/7", [], 404),
        ("/vtwo/users/7", [], 404),
        ("/v02/users/7", [], 404),
        ("/users/7", [unknown], 406),
        ("/users/7?version=2", [unknown], 406),
        ("/users/7", [f"text/html, {unknown};q=0.5"], 406),
    ]:
        answer = get(path, *accept)
        assert answer.status == status, f"{said(path, *accept)}, which got {answer.body!r}"


@pytest.mark.hint("An id is text: declare it as `str`, and look it up.")
def test_unknown_users(get):
    """An id that no user has is answered with 404, whatever it looks like."""
    for path in (
        "/users/8",
        "/v1/users/8",
        "/v2/users/8",
        "/users/07",
        "/v2/users/%20",
        "/users/7a",
        "/v1/users/7%20",
        "/users/Plato",
        "/v1/users/PLATO",
    ):
        answer = get(path)
        assert answer.status == 404, (
            f"GET {path}, which got {answer.body!r}; the ids are '7', 'plato' and 'grün & 50%?'"
        )
    assert get("/users/8", V2).status == 404, said("/users/8", V2)
    assert get("/users/8?version=2").status == 404, "GET /users/8?version=2"


@pytest.mark.hint("`JSONResponse(content, media_type=…)`.")
def test_content_type(get):
    """A user has the media type of its version, however the version was chosen."""
    for path, accept, kind in [
        ("/users/7", "*/*", V1),
        ("/users/7", "application/json", V1),
        ("/users/7", V2.upper() + ";q=0.5", V2),
        ("/users/7?version=2", "*/*", V2),
        ("/v1/users/7", V2, V1),
        ("/v2/users/7", "*/*", V2),
    ]:
        answer = get(path, accept)
        sent = answer.headers.get("content-type", "").partition(";")[0]
        assert sent == kind, f"Content-Type of {said(path, accept)}, which got {answer}"


@pytest.mark.hint("`HTTPException` takes headers, too. A cache keeps refusals as well.")
def test_vary(get):
    """Where Accept may decide, every answer says so, a refusal too; elsewhere none does."""
    unknown = "application/vnd.kata.v9+json"
    for path, accept in [
        ("/users/7", "*/*"),
        ("/users/7", V2),
        ("/users/7?version=2", V1),
        ("/users/7?version=2", "*/*"),
        ("/users/8", "*/*"),
        ("/users/7?version=9", "*/*"),
        ("/users/7", unknown),
    ]:
        answer = get(path, accept)
        assert answer.headers.get("vary", "").lower() == "accept", (
            f"Vary of GET {path} with Accept: {accept}, answered with {answer[0]}"
        )
    for path in ("/v1/users/7", "/v2/users/7", "/v1/users/8", "/v9/users/7"):
        answer = get(path, V2)
        assert answer.headers.get("vary") is None, f"Vary of GET {path}, answered with {answer[0]}"


def ending(answer):
    """Return the headers Deprecation and Sunset of an answer."""
    return [answer.headers.get(name) for name in ("deprecation", "sunset")]


@pytest.mark.hint(
    "A datetime with a time zone knows its Unix time: `timestamp()`.",
    "`email.utils.format_datetime(…, usegmt=True)` writes the date, and needs one in UTC.",
)
def test_the_end_of_version_1(get, asgi_client):
    """A user in version 1 tells since when it is deprecated and until when it lasts."""
    expected = ["@1772321400", "Sat, 06 Feb 2027 01:00:09 GMT"]
    assert ending(get("/users/7")) == expected, "GET /users/7"
    assert ending(get("/v1/users/plato", V2)) == expected, "GET /v1/users/plato"
    assert ending(get("/users/7?version=2", V1)) == expected, f"GET /users/7 with Accept: {V1}"
    assert ending(get("/users/7?version=1")) == expected, "GET /users/7?version=1"
    early = datetime(1969, 12, 31, 23, 59, 58, tzinfo=UTC)
    ask = asgi_client(app_with(ADA, deprecated=early, sunset=datetime(2030, 12, 31, tzinfo=UTC)))
    assert ending(ask("GET", "/v1/users/7")) == ["@-2", "Tue, 31 Dec 2030 00:00:00 GMT"], (
        f"GET /v1/users/7, deprecated={early}, sunset=2030-12-31 in UTC"
    )


@pytest.mark.hint(
    "An address is made of ASCII characters, and `?` or `%` in an id would end or garble it.",
    'The header is `<address>; rel="successor-version"`, with the id through `urllib.parse.quote`.',
)
def test_the_successor(get):
    """A user in version 1 links to the same user in version 2, which has no such headers."""
    for path, user in [
        ("/users/7", ADA),
        ("/v1/users/plato?version=2", PLATO),
        ("/users/gr%C3%BCn%20%26%2050%25%3F", ODD),
        ("/users/plato?version=1", PLATO),
    ]:
        accept = "*/*" if "=1" in path else V1
        answer = get(path, accept)
        link = answer.headers.get("link", "")
        assert re.fullmatch(r'<[!-~]+>\s*;\s*rel="?successor-version"?', link), (
            f"{said(path, accept)} got {answer.status} {answer.body} and Link: {link!r}; it should"
            ' be <address>; rel="successor-version"'
        )
        address = urljoin("http://testserver" + path, link[1 : link.index(">")])
        assert get(address) == (200, user), (
            f"GET {address}, as {said(path, accept)} says Link: {link}"
        )
    for path, accept in (("/v2/users/7", "*/*"), ("/users/7?version=2", "*/*"), ("/users/7", V2)):
        sent = get(path, accept).headers
        told = [name for name in ("deprecation", "sunset", "link") if name in sent]
        assert told == [], f"headers of GET {path} with Accept: {accept}, a user in version 2"


@pytest.mark.hint("Keep nothing in the module that belongs to one application.")
def test_applications_are_independent(asgi_client):
    """Each application has users and dates of its own, and leaves the users as they are."""
    users = [copy.deepcopy(ADA), {**copy.deepcopy(ADA), "emails": ["other@kata.test"]}]
    asks = [
        asgi_client(app_with(user, sunset=SUNSET + timedelta(n))) for n, user in enumerate(users)
    ]
    answers = [ask("GET", "/users/7") for ask in asks]
    emails = [body.get("email") if isinstance(body, dict) else None for _, body in answers]
    assert emails == ["ada@kata.test", "other@kata.test"], (
        f"the email in GET /users/7, of two applications, which got {answers}"
    )
    days = [ask("GET", "/v1/users/7").headers.get("sunset", "")[:7] for ask in asks]
    assert days == ["Sat, 06", "Sun, 07"], "Sunset of GET /v1/users/7, of two applications"
    assert users == [ADA, {**ADA, "emails": ["other@kata.test"]}], "the users after the requests"
