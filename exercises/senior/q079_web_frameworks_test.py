"""Checks for Q79 · Web frameworks. `ask` plays the server: it makes the WSGI call for a request."""

import builtins
import collections
import datetime
import functools
import io
import json
import warnings
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from q079_web_frameworks import App, HTTPError, Request


def environ_of(method, target, body=b""):
    """Return the WSGI environment of a request."""
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "text/plain",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    setup_testing_defaults(environ)
    return environ


def exchange(app, environ):
    """Make the WSGI call; return the status line, the headers by lower-case name, and the body."""
    started = []
    chunks = app(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, pairs = started[-1]
    headers = {}
    for name, value in pairs:  # what is sent twice counts as one, joined by a comma
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return status, headers, body


def ask(app, method, target, body=b""):
    """Return status and body of the response; JSON is decoded."""
    status, headers, content = exchange(app, environ_of(method, target, body))
    kind = headers.get("content-type", "")
    text = content.decode()
    return int(status[:3]), json.loads(text) if text and "json" in kind else text


def header(app, method, target, name):
    """Return a header of the response, in lower case and without blanks."""
    found = exchange(app, environ_of(method, target))[1].get(name.lower(), "")
    return str(found).lower().replace(" ", "")


def allowed(app, method, target):
    """Return the status, and the methods in `Allow`, sorted."""
    status, headers, _ = exchange(app, environ_of(method, target))
    return int(status[:3]), sorted(headers.get("allow", "none").replace(" ", "").split(","))


def validated(app, environ):
    """Return the status of the response, or what `wsgiref.validate` has to say against it."""
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        try:
            status = exchange(validator(app), environ)[0][:3]
        except AssertionError as fault:
            status = f"wsgiref.validate: {fault}"
    return f"wsgiref.validate: {doubts[0].message}" if doubts else status


def site(*patterns, methods=("GET",)):
    """An app whose views answer with their own pattern and the values they get."""
    app = App()
    for pattern in patterns:

        def view(request, pattern=pattern, **values):
            return [pattern, values]

        app.route(pattern, methods)(view)
    return app


@pytest.mark.hint(
    "Keep a dict from patterns to views. A decorator stores the function and hands it back.",
    'A response is a call `start_response("200 OK", [("Content-Type", "…")])` and a list of bytes.',
)
def test_calls_the_view():
    """The view of a path is called, and its text is sent as UTF-8 with status 200."""
    app = App()

    def home(request):
        return f"{type(request).__name__}: grün"

    same = app.route("/")(home) is home
    assert same, "`route(…)` did not return the view itself"
    assert vars(home) == {}, "the attributes that the view has since"
    assert ask(app, "GET", "/") == (200, "Request: grün")
    app.route("/about/us")(lambda request: "about us")
    assert ask(app, "GET", "/about/us") == (200, "about us")
    assert exchange(app, environ_of("GET", "/"))[0][:3] == "200"
    assert header(app, "GET", "/", "Content-Type") == "text/plain;charset=utf-8"
    numbers = iter(range(1, 9))
    app.route("/next")(functools.partial(lambda numbers, request: f"{next(numbers)}", numbers))
    answers = [ask(app, "GET", "/next") for _ in range(3)]
    assert answers == [(200, "1"), (200, "2"), (200, "3")], (
        "GET /next, three times; the view is a `functools.partial` that counts its calls"
    )
    app.route("/short")(lambda r: r.path)
    assert ask(app, "GET", "/short") == (200, "/short"), "the view is `lambda r: r.path`"
    app.route("/unused")
    assert ask(app, "GET", "/unused")[0] == 404, '`app.route("/unused")` was given no view'


@pytest.mark.hint(
    "Split the pattern and the path at the slashes and go through both side by side.",
    "Pass what you found as keywords: `view(request, **values)`.",
)
def test_names_in_patterns_are_values():
    """A view gets the text of each named segment as a keyword."""
    app = site("/users/<id>/posts", "/<year>/<month>", "/c/<x>/<y>/<z_1>", "/<self>/<view>/<path>/")
    assert ask(app, "GET", "/users/7/posts") == (200, ["/users/<id>/posts", {"id": "7"}])
    literal = "/users/%3Cid%3E/posts"
    assert ask(app, "GET", literal) == (200, ["/users/<id>/posts", {"id": "<id>"}])
    assert ask(app, "GET", "/2026/11?month=12") == (
        200,
        ["/<year>/<month>", {"year": "2026", "month": "11"}],
    )
    assert ask(app, "GET", "/c/a.b/*%2541/%20") == (
        200,
        ["/c/<x>/<y>/<z_1>", {"x": "a.b", "y": "*%41", "z_1": " "}],
    )
    assert ask(app, "GET", "/c/a+b/%3Cy%3E/%3Bk=1%3F%23:@") == (
        200,
        ["/c/<x>/<y>/<z_1>", {"x": "a+b", "y": "<y>", "z_1": ";k=1?#:@"}],
    )
    assert ask(app, "GET", "/c/./../~") == (
        200,
        ["/c/<x>/<y>/<z_1>", {"x": ".", "y": "..", "z_1": "~"}],
    )
    assert ask(app, "GET", "/1/2/3/") == (
        200,
        ["/<self>/<view>/<path>/", {"self": "1", "view": "2", "path": "3"}],
    )


@pytest.mark.hint(
    "Look at the type of what the view returned, and take a tuple apart first.",
    "`len` of a text counts characters. What goes over the wire?",
)
def test_makes_responses_of_results():
    """A dict or list is sent as JSON, a tuple brings a status, and the length counts bytes."""

    app = App()
    app.route("/dict")(lambda request: {"name": "grün", "tags": [1, None]})
    app.route("/list")(lambda request: ["a", 404])
    app.route("/none")(lambda request: [])
    app.route("/keyless")(lambda request: {})
    app.route("/text")(lambda request: ("grün €", 418))
    app.route("/made")(lambda request: ({"id": 7}, 201))
    app.route("/busy")(lambda request: ([], 503))
    app.route("/empty")(lambda request: "")
    app.route("/sorted")(lambda request: collections.OrderedDict(a=1, b=[]))
    app.route("/pair")(lambda request: collections.namedtuple("Pair", "what status")("made", 201))
    app.route("/lines")(lambda request: " a\n b\r\n")
    app.route("/own")(lambda request: (type("Rows", (list,), {})([1, 2]), 202))
    app.route("/kind")(lambda request: type("Markup", (str,), {})("<b>"))
    assert ask(app, "GET", "/dict") == (200, {"name": "grün", "tags": [1, None]})
    assert ask(app, "GET", "/list") == (200, ["a", 404])
    assert ask(app, "GET", "/none") == (200, [])
    assert ask(app, "GET", "/keyless") == (200, {})
    assert ask(app, "GET", "/text") == (418, "grün €")
    assert ask(app, "GET", "/made") == (201, {"id": 7})
    assert ask(app, "GET", "/busy") == (503, [])
    assert ask(app, "GET", "/empty") == (200, "")
    assert ask(app, "GET", "/sorted") == (200, {"a": 1, "b": []}), "the view returns an OrderedDict"
    app.route("/mixed")(lambda request: {"b": 1, 7: None})
    assert ask(app, "GET", "/mixed") == (200, {"b": 1, "7": None}), "it returns {'b': 1, 7: None}"
    assert ask(app, "GET", "/own") == (202, [1, 2]), "the view returns a subclass of list"
    assert ask(app, "GET", "/pair") == (201, "made"), "the view returns a namedtuple"
    assert ask(app, "GET", "/lines") == (200, " a\n b\r\n")
    kind = header(app, "GET", "/kind", "Content-Type")
    assert kind == "text/plain;charset=utf-8", "the view returns a subclass of str"
    assert header(app, "GET", "/text", "Content-Type") == "text/plain;charset=utf-8"
    assert header(app, "GET", "/empty", "Content-Type") == "text/plain;charset=utf-8"
    assert header(app, "GET", "/list", "Content-Type").partition(";")[0] == "application/json"
    assert header(app, "GET", "/text", "Content-Length") == "9", "GET /text sends 'grün €'"
    assert header(app, "GET", "/empty", "Content-Length") == "0", "GET /empty sends ''"
    _, headers, body = exchange(app, environ_of("GET", "/dict"))
    assert headers["content-length"] == str(len(body)), f"GET /dict sends {body!r}"


@pytest.mark.parametrize("order", [1, -1], ids=["in this order", "in the other order"])
@pytest.mark.hint(
    "Collect every pattern that fits before you decide.",
    "Compare two patterns segment by segment; the first difference decides.",
    "A key for `min`: `[is_name(part) for part in segments]`, since False sorts before True.",
)
def test_fixed_text_wins(order):
    """The pattern with fixed text at the first difference wins, in whatever order they came."""
    patterns = ["/users/me", "/users/<id>", "/<kind>/me", "/<kind>/<id>", "/<kind>/<id>/x"]
    app = site(*patterns[::order])
    for target, expected in [
        ("/users/me", "/users/me"),
        ("/users/7", "/users/<id>"),
        ("/teams/me", "/<kind>/me"),
        ("/teams/7", "/<kind>/<id>"),
        ("/users/me/x", "/<kind>/<id>/x"),
    ]:
        said = f"GET {target}; the patterns are {patterns[::order]}"
        assert ask(app, "GET", target)[1][0] == expected, said
    patterns = ["/a/<x>/c/d", "/a/b/<y>/<z>", "/<w>/b/c/d", "/a/b/<y>/e"]
    app = site(*patterns[::order])
    for target, expected in [
        ("/a/b/c/d", "/a/b/<y>/<z>"),
        ("/a/b/c/e", "/a/b/<y>/e"),
        ("/a/f/c/d", "/a/<x>/c/d"),
        ("/f/b/c/d", "/<w>/b/c/d"),
    ]:
        said = f"GET {target}; the patterns are {patterns[::order]}"
        assert ask(app, "GET", target)[1][0] == expected, said
    patterns = ["/<kind>/<id>/x", "/<owner>/me/x", "/<owner>/<name>/<page>"]
    app = site(*patterns[::order])
    said = f"the patterns are {patterns[::order]}"
    assert ask(app, "GET", "/teams/me/x")[1][0] == "/<owner>/me/x", f"GET /teams/me/x; {said}"
    assert ask(app, "GET", "/teams/7/x")[1][0] == "/<kind>/<id>/x", f"GET /teams/7/x; {said}"
    patterns = ["/<id>", "/<id>.txt", "/<id"]
    app = site(*patterns[::order])
    for target, expected in [("/%3Cid%3E.txt", "/<id>.txt"), ("/%3Cid", "/<id"), ("/7", "/<id>")]:
        said = f"GET {target}; the patterns are {patterns[::order]}"
        assert ask(app, "GET", target)[1][0] == expected, said
    app = site("/<owner>/<name>/x")
    assert ask(app, "GET", "/teams/7/x")[1][0] == "/<owner>/<name>/x", "GET /teams/7/x"
    app.route("/teams/<id>/x")(lambda request, id: "registered after a first GET /teams/7/x")
    assert ask(app, "GET", "/teams/7/x") == (200, "registered after a first GET /teams/7/x")


@pytest.mark.parametrize(
    "target",
    [
        "/users",
        "/users/",
        "/users/7/",
        "/users/7/posts/1",
        "/other/7",
        "//",
        "/a.b/",
        "/aXb",
        "/A.B",
        "/a.b%20",
        "/%2561.b",
        "/x/a.b",
        "/v1",
        "/7.txt",
        "/dir",
        "/dir//",
        "/b",
        "/x",
        "/%C3%BC",
    ],
)
@pytest.mark.hint(
    "A pattern has to fit the whole path, and a name fits at least one character.",
    "With regular expressions: `fullmatch`, and `re.escape` for what is no name.",
)
def test_answers_404_where_nothing_fits(target):
    """A path that no pattern fits from its start to its end is answered with 404."""
    patterns = ["/users/<id>", "/a.b", "/<a>/<b>/<c>/posts", "/v<id>", "/<id>.txt", "/dir/"]
    patterns.append("/[a-c]|(x)$")
    app = site(*patterns, methods=["GET", "POST"])
    assert [ask(app, "GET", target)[0], ask(app, "POST", target)[0]] == [404, 404], (
        f"GET and POST {target}; the patterns are {patterns}"
    )
    assert ask(app, "GET", "/a.b") == (200, ["/a.b", {}])
    assert ask(app, "GET", "/v<id>") == (200, ["/v<id>", {}])
    assert ask(app, "GET", "/dir/") == (200, ["/dir/", {}])
    assert ask(app, "GET", "/[a-c]|(x)$") == (200, ["/[a-c]|(x)$", {}])
    _, headers, body = exchange(app, environ_of("GET", target))
    assert headers.get("content-length") == str(len(body)), f"GET {target} answered {body!r}"


@pytest.mark.hint(
    "Find the pattern by the path alone, then ask what it has for the method.",
    "A pattern that is known already gets another method; it is not replaced.",
)
def test_answers_405_with_allow():
    """A method without a view is answered with 405, and `Allow` lists those that have one."""
    app = App()
    app.route("/notes")(lambda request: "all")
    app.route("/notes", methods=["POST"])(lambda request: ("made", 201))
    app.route("/notes/<id>", methods=("PUT", "DELETE"))(lambda request, id: request.method + id)
    app.route("/notes/new", methods=["GET"])(lambda request: "form")
    app.route("/tags", methods=["POST"])(lambda request: "tagged")
    app.route("/tags", methods=["PUT", "GET"])(lambda request: "tags")
    answers = [ask(app, method, "/tags") for method in ("GET", "PUT", "POST")]
    assert answers == [(200, "tags"), (200, "tags"), (200, "tagged")], "two views share /tags"
    assert ask(app, "HEAD", "/tags") == (200, ""), (
        "two views share /tags, and one is for PUT and GET"
    )

    def both(request):
        return request.method

    app.route("/both", ["GET"])(both)
    app.route("/both", ["PATCH"])(both)
    answers = [ask(app, method, "/both") for method in ("GET", "PATCH")]
    assert answers == [(200, "GET"), (200, "PATCH")], "one view, registered twice for /both"
    ask_for = ["GET"]
    app.route("/copied", ask_for)(lambda request: "copied")
    ask_for[:] = ["PUT"]
    assert ask(app, "GET", "/copied") == (200, "copied"), "registered for GET; its list was changed"
    assert ask(app, "GET", "/notes") == (200, "all"), "two views share /notes"
    assert ask(app, "POST", "/notes") == (201, "made"), "two views share /notes"
    assert ask(app, "PUT", "/notes/1") == (200, "PUT1")
    assert ask(app, "DELETE", "/notes/1") == (200, "DELETE1")
    app.route("/pot", methods=["Brew"])(lambda request: request.method)
    assert ask(app, "Brew", "/pot") == (200, "Brew"), "the only method of /pot is `Brew`"
    assert allowed(app, "PUT", "/notes") == (405, ["GET", "HEAD", "POST"])
    assert allowed(app, "DELETE", "/tags") == (405, ["GET", "HEAD", "POST", "PUT"])
    assert allowed(app, "BREW", "/notes/1") == (405, ["DELETE", "PUT"])
    assert allowed(app, "OPTIONS", "/notes/1") == (405, ["DELETE", "PUT"])
    _, headers, body = exchange(app, environ_of("PUT", "/notes"))
    assert headers.get("content-length") == str(len(body)), f"PUT /notes answered {body!r}"
    app.route("/<kind>/<id>")(lambda request, kind, id: f"{kind} {id}")
    assert ask(app, "GET", "/teams/1") == (200, "teams 1")
    for method in ["GET", "HEAD"]:
        assert allowed(app, method, "/notes/1") == (405, ["DELETE", "PUT"]), (
            f"{method} /notes/1: /notes/<id> wins over /<kind>/<id>, which has GET"
        )
    assert allowed(app, "DELETE", "/notes/new") == (405, ["GET", "HEAD"]), (
        "/notes/new wins over /notes/<id>, which has DELETE"
    )
    assert allowed(app, "DELETE", "/nothing/at/all") == (404, ["none"])


@pytest.mark.hint(
    "Answer HEAD like GET up to the last line, then leave the body away.",
    "`Content-Length` says how long the body of GET would be.",
)
def test_head_is_get_without_a_body():
    """HEAD gets the status and the headers of GET, and no body, whatever the outcome."""
    app = site("/", "/notes/<id>")

    @app.route("/gone")
    def gone(request):
        raise HTTPError(410, "gone for good")

    app.route("/made")(lambda request: ("grün", 201))
    app.route("/fail")(lambda request: 1 / 0)
    app.route("/write", methods=["POST"])(lambda request: "written")
    app.route("/outer")(lambda request: list(ask(app, "POST", "/write")))
    for target in ["/", "/notes/7", "/made", "/gone", "/fail", "/write", "/nothing", "/outer"]:
        status, headers, body = exchange(app, environ_of("HEAD", target))
        as_get = exchange(app, environ_of("GET", target))
        assert (status, headers) == as_get[:2], f"HEAD {target}, beside what GET gets"
        assert body == b"", f"HEAD {target}"
    environ = environ_of("HEAD", "/fail")
    exchange(app, environ)
    log = environ["wsgi.errors"].getvalue()
    assert "ZeroDivisionError" in log, f"in wsgi.errors of HEAD /fail: {log!r}"
    assert ask(app, "HEAD", "/made") == (201, "")
    assert ask(app, "HEAD", "/write") == (405, "")
    assert header(app, "HEAD", "/made", "Content-Length") == "5"


@pytest.mark.hint(
    "Each character of `PATH_INFO` is one byte of the path.",
    "Make bytes of it again, by the encoding that made it text, and decode those as UTF-8.",
)
def test_paths_are_utf_8():
    """Letters beyond ASCII arrive as they are, in the path, in a value and in a fixed segment."""
    app = App()
    app.route("/städte/<name>")(lambda request, name: [request.path, name])
    target = "/st%C3%A4dte/Krak%C3%B3w%20%E2%82%AC"
    assert ask(app, "GET", target) == (200, ["/städte/Kraków €", "Kraków €"])
    assert ask(app, "GET", "/st%C3%A4dte/a%CC%88")[1] == ["/städte/a\u0308", "a\u0308"]
    apart = "/sta%CC%88dte/x"
    assert ask(app, "GET", apart)[0] == 404, "an `a` and a dots character are not the letter `ä`"
    assert ask(app, "GET", "/ST%C3%84DTE/x")[0] == 404, "`Ä` is another letter than `ä`"
    app.route("/dir/<name>/")(lambda request, name: [request.path, name])
    assert ask(app, "GET", "/dir/x/") == (200, ["/dir/x/", "x"])
    assert Request(environ_of("GET", "/%C3%BC%3F%2541?a=b")).path == "/ü?%41"
    assert Request(environ_of("GET", "/a//.././B/?c=d")).path == "/a//.././B/"
    environ = environ_of("GET", target) | {"SCRIPT_NAME": "/mounted"}
    status, _, body = exchange(app, environ)
    assert (status[:3], json.loads(body or "0")) == ("200", ["/städte/Kraków €", "Kraków €"]), (
        "the app is mounted under /mounted, which is in SCRIPT_NAME and not in PATH_INFO"
    )


@pytest.mark.hint(
    "`urllib.parse.parse_qs` does most of it. What does it do with `a=`?",
    "PEP 3333 allows a server to leave `QUERY_STRING` out.",
)
def test_the_query_keeps_every_value():
    """Each name has the list of its values, blank and repeated ones too."""
    query = "?a=1&b=%C3%BC+%26&a=&c=&a=1&d=x%3Dy&e=+f%20&g&h=%2541%252B&i;j=1;2&n+%C3%BC=1"
    assert Request(environ_of("GET", "/find" + query)).query == {
        "a": ["1", "", "1"],
        "b": ["ü &"],
        "c": [""],
        "d": ["x=y"],
        "e": [" f "],
        "g": [""],
        "h": ["%41%2B"],
        "i;j": ["1;2"],
        "n ü": ["1"],
    }
    many = "&".join(f"n={number}" for number in range(1200))
    values = Request(environ_of("GET", f"/find?{many}")).query.get("n", [])
    assert values == [f"{number}" for number in range(1200)], "GET /find?n=0&n=1&… up to n=1199"
    assert Request(environ_of("GET", "/find")).query == {}
    changed = Request(environ_of("GET", "/find?a=1"))
    changed.query["a"].append("2")
    assert Request(environ_of("GET", "/find?a=1")).query == {"a": ["1"]}, (
        "GET /find?a=1, after the query of another such request was changed"
    )
    environ = environ_of("DELETE", "/find")
    del environ["QUERY_STRING"]
    request = Request(environ)
    assert request.query == {}, "a request without QUERY_STRING"
    assert (request.method, request.path) == ("DELETE", "/find")


@pytest.mark.hint(
    "On a real server, reading on after the body waits for ever.",
    "`CONTENT_LENGTH` is a text, it can be empty, and it can be missing.",
)
def test_reads_the_body_and_no_further():
    """The body has `CONTENT_LENGTH` bytes, and nothing after it is read."""
    environ = environ_of("POST", "/notes", "grün\n2\n".encode())
    environ["wsgi.input"] = stream = io.BytesIO("grün\n2\nGET / HTTP/1.1".encode())
    request = Request(environ)
    assert [request.body, request.body] == ["grün\n2\n".encode()] * 2, "`body`, asked for twice"
    assert stream.read() == b"GET / HTTP/1.1", "what `wsgi.input` still has after the body"
    for length in [None, "", "0"]:
        environ = environ_of("POST", "/notes")
        environ["wsgi.input"] = stream = io.BytesIO(b"GET / HTTP/1.1")
        environ["CONTENT_LENGTH"] = length
        if length is None:
            del environ["CONTENT_LENGTH"]
        assert Request(environ).body == b"", f"POST /notes with CONTENT_LENGTH {length!r}"
        assert stream.read() == b"GET / HTTP/1.1", f"`wsgi.input` with CONTENT_LENGTH {length!r}"
    large = bytes(range(256)) * 512
    request = Request(environ_of("POST", "/notes", large))
    assert len(request.body) == len(large) and request.body == large, "a body of 131072 bytes"
    environ = environ_of("POST", "/notes", b"one two")
    environ["wsgi.input"] = io.BytesIO(b"one")
    assert Request(environ).body == b"one", (
        "CONTENT_LENGTH is 7, and `wsgi.input` ends after three bytes"
    )
    app = App()
    methods = ["PUT", "GET", "DELETE"]
    app.route("/echo", methods)(lambda request: [request.body.decode(), request.method])
    for method in methods:
        assert ask(app, method, "/echo", b"some text") == (200, ["some text", method])


@pytest.mark.hint("Catch it where the view is called: it has all that the response needs.")
def test_http_errors_are_answers():
    """An `HTTPError` of a view, or a subclass, gives its status and its message."""

    class Teapot(HTTPError):
        """An error of the application's own."""

        def __init__(self):
            super().__init__(418, "grün € tea")

    class Locked(HTTPError):
        """An error that does not call the `__init__` above it."""

        def __init__(self):
            self.status, self.message = 423, ""

    app = App()

    @app.route("/notes/<id>", methods=["GET", "PUT"])
    def note(request, id):
        if id == "tea":
            raise Teapot
        if id == "blank":
            raise HTTPError(400, " no\n blanks\n")
        if id == "locked":
            raise Locked
        if id == "busy":
            raise HTTPError(405, "not now")
        if id == "late":
            raise HTTPError(503, "come back at 5")
        raise HTTPError(409 if request.method == "PUT" else 404, f"no note {id}")

    assert ask(app, "GET", "/notes/7") == (404, "no note 7")
    assert ask(app, "PUT", "/notes/8") == (409, "no note 8")
    assert ask(app, "GET", "/notes/tea") == (418, "grün € tea")
    assert ask(app, "GET", "/notes/busy") == (405, "not now"), "the view raises this 405"
    assert ask(app, "GET", "/notes/late") == (503, "come back at 5")
    assert ask(app, "GET", "/notes/blank") == (400, " no\n blanks\n")
    assert ask(app, "GET", "/notes/locked") == (423, ""), "its message is empty"
    assert header(app, "GET", "/notes/7", "Content-Type") == "text/plain;charset=utf-8"
    assert header(app, "GET", "/notes/tea", "Content-Length") == "13"


@pytest.mark.parametrize(
    "target",
    [
        "/crash",
        "/set",
        "/object",
        "/keys",
        "/nan",
        "/list",
        "/bytes",
        "/date",
        "/deep",
        "/raise/ValueError",
        "/raise/TypeError",
        "/raise/PermissionError",
        "/raise/NotImplementedError",
    ],
)
@pytest.mark.hint(
    "What fails inside the application is logged in full and told in general words.",
    "`traceback.print_exc(file=…)` writes to any stream.",
    "`json.dumps` belongs in the same `try`. Which of its options has it fail for NaN, too?",
)
def test_other_errors_are_500_and_stay_inside(target):
    """Another error is answered with 500, logged to `wsgi.errors`, and not shown."""

    def fail(request, name):
        raise getattr(builtins, name)("s3cret")

    def stop(request):
        raise KeyboardInterrupt

    def crash(request):
        raise KeyError("the s3cret is missing")

    def deep(request):
        nested = []
        for _ in range(200_000):
            nested = [nested]
        return nested

    app = site("/fine")
    app.route("/crash")(crash)
    app.route("/set")(lambda request: {"s3cret": {1, 2}})
    app.route("/object")(lambda request: [type("s3cret", (), {})()])
    app.route("/keys")(lambda request: {("s3cret", 1): 2})
    app.route("/nan")(lambda request: {"s3cret": float("nan")})
    app.route("/list")(lambda request: ["s3cret", [float("-inf")]])
    app.route("/bytes")(lambda request: {"data": b"s3cret"})
    app.route("/date")(lambda request: {"s3cret": datetime.date(2026, 11, 30)})
    app.route("/raise/<name>")(fail)
    app.route("/deep")(deep)
    exchange(app, environ_of("GET", target))
    environ = environ_of("GET", target)
    status, headers, body = exchange(app, environ)
    assert status[:3] == "500", f"GET {target}"
    inner = ["s3cret", "KeyError", "TypeError", "ValueError", "RecursionError", "Traceback"]
    shown = [word for word in inner if word in f"{status} {headers} {body.decode()}"]
    assert shown == [], f"GET {target} answered {status} with {headers} and {body!r}"
    assert headers["content-length"] == str(len(body)), f"GET {target} answered {body!r}"
    log = environ["wsgi.errors"].getvalue()
    crashed = "KeyError: 'the s3cret is missing'"
    error = {"/crash": crashed, "/set": "TypeError", "/keys": "TypeError"}
    expected = ["Traceback", error.get(target, "Error")]
    expected += ["in crash"] if target == "/crash" else []
    assert [word for word in expected if word in log] == expected, (
        f"in wsgi.errors of GET {target}, asked for a second time: {log!r}"
    )
    assert ask(app, "GET", "/fine") == (200, ["/fine", {}])
    app.route("/stop")(stop)
    try:
        stopped = exchange(app, environ_of("GET", "/stop"))[0]
    except KeyboardInterrupt:
        stopped = "KeyboardInterrupt"
    assert stopped == "KeyboardInterrupt", "GET /stop, whose view raises KeyboardInterrupt"


@pytest.mark.hint("Where do the routes live: in the class, in a global, or in each `App`?")
def test_apps_are_independent():
    """Each app has its own routes."""
    first, second, third = site("/", "/<id>"), site("/other"), App()
    assert ask(first, "GET", "/other") == (200, ["/<id>", {"id": "other"}])
    assert ask(second, "GET", "/other") == (200, ["/other", {}])
    assert ask(second, "GET", "/7")[0] == 404, "the route /<id> belongs to another app"
    assert ask(third, "GET", "/")[0] == 404, "this app has no routes"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("GET /", "200"),
        ("HEAD /", "200"),
        ("GET /7", "200"),
        ("POST /7", "405"),
        ("GET /fail", "500"),
        ("POST /write", "201"),
        ("GET /no/where", "404"),
        ("HEAD /no/where", "404"),
    ],
)
@pytest.mark.hint("Read what `wsgiref.validate` says; it names the rule of PEP 3333.")
def test_is_an_application_by_the_book(asked, status):
    """`wsgiref.validate` has no complaint."""
    app = site("/", "/<id>")
    app.route("/fail", methods=["GET", "POST"])(lambda request: 1 / 0)
    app.route("/write", methods=["POST"])(lambda request: (request.body.decode(), 201))
    environ = environ_of(*asked.split(), b"text" if asked == "POST /write" else b"")
    assert validated(app, environ) == status, asked
