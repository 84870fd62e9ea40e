"""Checks for Q89 · Web caching. `ask` plays the server; `Origin` is the application behind."""

import io

import pytest
from flask import Flask, session
from q089_web_caching import PageCache


class Origin:
    """An application whose body says how many requests came before: `made 1`, `made 2`, …

    `asked` lists method and path of each request that reached it, `environ` is that of the last.
    """

    def __init__(self, *headers, status="200 OK"):
        self.headers, self.status, self.asked = [*headers], status, []

    def __call__(self, environ, start_response):
        self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        self.environ = environ
        text = f"made {len(self.asked)}"
        start_response(self.status, [("Content-Type", "text/plain"), *self.headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [text[:3].encode(), text[3:].encode()]


def environ_of(method, target, **headers):
    """Return the WSGI environment of a request; `if_none_match` is the header If-None-Match."""
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": "".join([*method]),  # as from a server: equal, and another object
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "kata.test",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "kata.test",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def exchange(site, environ):
    """Make the WSGI call; return the status, the list of headers and the body as text."""
    started = []
    parts = site(environ, lambda *answer: started.append(answer))
    try:
        body = b"".join(parts).decode()
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return int(started[-1][0][:3]), [tuple(pair) for pair in started[-1][1]], body


def ask(site, method, target, **headers):
    """Return status and body of the answer to a request."""
    status, _, body = exchange(site, environ_of(method, target, **headers))
    return status, body


def headers_of(site, method, target, **headers):
    """Return the headers of the answer to a request, by their names in lower case."""
    sent = exchange(site, environ_of(method, target, **headers))[1]
    return {name.lower(): value for name, value in sent}


def age(site, method, target):
    """Return the header Age of the answer to a request, or None."""
    return headers_of(site, method, target).get("age")


@pytest.mark.hint(
    "A WSGI application is called with `environ` and `start_response`. Call `app` with a"
    " `start_response` of your own that notes the status and the headers.",
    "A class-level dict is shared by all instances; make it in `__init__`.",
)
def test_one_answer_for_many(clock):
    """The second GET gets what the first one got, and the application is called once."""
    origin = Origin(("X-Tea", "green"), ("X-Tea", "black"))
    site, other = (PageCache(app=origin, ttl=10, clock=clock) for _ in range(2))
    assert ask(site, "GET", "/tea") == (200, "made 1")
    assert ask(site, "GET", "/tea") == (200, "made 1"), "the second GET"
    assert origin.asked == [("GET", "/tea")], "the requests that reached the application"
    status, headers, _ = exchange(site, environ_of("GET", "/tea"))
    kept = [pair for pair in headers if pair[0] != "Age"]
    assert (status, kept) == (
        200,
        [("Content-Type", "text/plain"), ("X-Tea", "green"), ("X-Tea", "black")],
    ), "GET /tea from the cache: status, and headers without Age"
    assert ask(other, "GET", "/tea") == (200, "made 2"), "another PageCache around the same app"
    fresh = Origin(status="200 Fine")
    fine, lines = PageCache(fresh, ttl=10, clock=clock), []
    for _ in range(2):
        list(fine(environ_of("GET", "/"), lambda status, headers, *_: lines.append(status)))
    assert lines == ["200 Fine", "200 Fine"], "the status lines of two answers to GET /"
    assert fresh.asked == [("GET", "/")], "what of GET /, twice, reached the app, with 200 Fine"


@pytest.mark.parametrize("parts", [(b"tea",), (b"",), ()])
@pytest.mark.hint(
    "A generator runs nothing until its first part is asked for. Who has called `start_response`?",
    "An empty body is a body, and 0 is a time.",
)
def test_late_start_and_empty_body(parts):
    """An application may start its answer when the body is read, and the body may be empty."""

    def app(environ, start_response):
        asked.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [])
        yield from parts

    asked, site = [], PageCache(app, ttl=10, clock=lambda: 0)
    answers = [ask(site, method, "/tea") for method in ("GET", "GET", "HEAD", "POST", "GET")]
    text = b"".join(parts).decode()
    assert answers == [(200, text), (200, text), (200, ""), (200, text), (200, text)], (
        f"GET, GET, HEAD, POST, GET; the app is a generator with the parts {parts}, the time 0"
    )
    assert asked == ["GET", "POST", "GET"], "the requests of these that reached the application"
    again = [ask(site, "GET", target) for target in ("/tea?milk=1", "/tea?milk=1", "/tea")]
    assert again == [(200, text)] * 3, "GET /tea?milk=1, twice, and GET /tea, still at the time 0"
    assert len(asked) == 4, "calls of the application, of which GET /tea?milk=1 needs one"


@pytest.mark.hint(
    "HEAD looks in the same place as GET. Only what is sent differs.",
    "Where nothing is stored, HEAD is a request like any other: do not turn it into a GET.",
)
def test_head(clock):
    """HEAD is answered from a stored GET without a body, and stores nothing itself."""
    origin = Origin(("Content-Length", "6"))
    site = PageCache(origin, ttl=10, clock=clock)
    assert ask(site, "HEAD", "/tea") == (200, "")
    assert ask(site, "GET", "/tea") == (200, "made 2"), "GET after HEAD"
    assert origin.asked == [("HEAD", "/tea"), ("GET", "/tea")], (
        "what reached the application, of HEAD /tea and GET /tea"
    )
    clock.advance(3)
    for turn in "once", "again":
        status, headers, body = exchange(site, environ_of("HEAD", "/tea"))
        assert (status, body) == (200, ""), f"HEAD /tea, after a GET, {turn}"
        assert sorted(headers) == [
            ("Age", "3"),
            ("Content-Length", "6"),
            ("Content-Type", "text/plain"),
        ], f"the headers of HEAD /tea, after a GET, {turn}"
    assert origin.asked == [("HEAD", "/tea"), ("GET", "/tea")], "HEAD was to come from the cache"


@pytest.mark.parametrize(
    "control, lifetime",
    [
        (None, 10.5),
        ("public", 10.5),
        ("max-age=4", 4),
        ("max-age=60", 60),
        ("public, must-revalidate, Max-Age=4", 4),
        ("s-maxage=7, max-age=4", 4),
        ("max-age=0", 0),
    ],
)
@pytest.mark.hint(
    "Keep with each answer when it was stored and how long it lives.",
    "An answer whose age equals its lifetime is stale. A `max-age` of 0 is a lifetime, too.",
)
def test_lifetime(control, lifetime, clock):
    """An answer is fresh until `max-age`, else `ttl`, has passed, and tells its age."""
    origin = Origin(*[("cache-CONTROL", control)] * bool(control))
    site = PageCache(origin, ttl=10.5, clock=clock)
    said = f"ttl=10.5, Cache-Control: {control}; "
    first = [age(site, "GET", "/tea"), len(origin.asked)]
    assert first == [None, 1], said + "Age of the first answer, calls of the application"
    if lifetime:
        clock.advance(lifetime - 0.25)
        seen = [age(site, "GET", "/tea"), len(origin.asked)]
        assert seen == [str(int(lifetime - 0.25)), 1], (
            said + f"Age of GET /tea after {lifetime - 0.25} s, calls of the application"
        )
        clock.advance(0.25)
    assert ask(site, "GET", "/tea") == (200, "made 2"), said + f"GET after {lifetime} s"
    if lifetime:
        clock.advance(lifetime - 0.25)
        assert ask(site, "HEAD", "/tea") == (200, ""), said + "HEAD, the answer is fresh again"
        assert len(origin.asked) == 2, said + "calls of the application"
    clock.advance(100)
    assert ask(site, "HEAD", "/tea") == (200, ""), said + "HEAD 100 s later"
    assert len(origin.asked) == 3, said + "calls of the application after HEAD 100 s later"
    assert ask(site, "GET", "/tea") == (200, "made 4"), said + "GET 100 s later, after HEAD"


@pytest.mark.parametrize(
    "change",
    [
        {"QUERY_STRING": "milk=1"},
        {"QUERY_STRING": ""},
        {"QUERY_STRING": "sugar=1&milk=2"},
        {"QUERY_STRING": "milk=2&sugar=1&"},
        {"QUERY_STRING": "MILK=2&sugar=1"},
        {"PATH_INFO": "/tea?milk=2&sugar=1", "QUERY_STRING": ""},
        {"HTTP_HOST": "other.test"},
        {"HTTP_HOST": "kata.test:8080"},
        {"SCRIPT_NAME": "/shop"},
        {"PATH_INFO": "/te%61"},
        {"PATH_INFO": "/tea/"},
        {"PATH_INFO": "/TEA"},
        {"wsgi.url_scheme": "https"},
    ],
    ids=str,
)
@pytest.mark.hint(
    "The path alone is not the address. Two sites may share a cache.",
    "`wsgiref.util.request_uri(environ)` puts a whole address together.",
)
def test_address(change, clock):
    """Requests that differ in any part of the address get answers of their own."""
    origin = Origin()
    site = PageCache(origin, ttl=10, clock=clock)
    plain, changed = (environ_of("GET", "/tea?milk=2&sugar=1") | each for each in ({}, change))
    head = changed | {"REQUEST_METHOD": "HEAD"}
    bodies = [exchange(site, {**each})[2] for each in (plain, head, changed, plain, changed)]
    assert bodies == ["made 1", "", "made 3", "made 1", "made 3"], (
        "GET http://kata.test/tea?milk=2&sugar=1, then HEAD, GET, the first again and the third"
        f" again; HEAD and the third are the same request but {change}"
    )
    ways = [
        {"SCRIPT_NAME": name, "PATH_INFO": f"{path}/tea"}
        for name, path in (("/a", "/b"), ("", "/a/b"))
    ]
    bodies = [exchange(site, environ_of("GET", "/") | way)[2] for way in ways]
    assert bodies == ["made 4", "made 4"], f"GET http://kata.test/a/b/tea, sent as each of {ways}"
    ways = [
        {"PATH_INFO": path, "QUERY_STRING": query} for path, query in (("/a?b", "c"), ("/a", "b?c"))
    ]
    bodies = [exchange(site, environ_of("GET", "/") | way)[2] for way in ways]
    assert bodies == ["made 5", "made 6"], f"GET with each of {ways}, which are two addresses"


@pytest.mark.parametrize(
    "status",
    [
        "201 Created",
        "203 Other",
        "204 No Content",
        "206 Partial Content",
        "301 Moved",
        "404 Not Found",
    ]
    + ["304 Not Modified", "500 Oops"],
)
@pytest.mark.hint("Note the status that `app` gives to your `start_response`, and look at it then.")
def test_other_statuses_are_not_stored(status, clock):
    """Only answers of 200 to GET are stored; other methods go past what is stored."""
    site = PageCache(Origin(status=status), ttl=10, clock=clock)
    asked = [ask(site, "GET", "/tea", if_none_match='"a"') for _ in range(2)]
    assert asked == [(int(status[:3]), "made 1"), (int(status[:3]), "made 2")], "GET /tea, twice"
    origin = Origin(("ETag", '"a"'))
    site = PageCache(origin, ttl=10, clock=clock)
    ask(site, "GET", "/tea")
    clock.advance(10)
    origin.status = status
    asked = [ask(site, "GET", "/tea", if_none_match='"a"') for _ in range(2)]
    assert asked == [(int(status[:3]), "made 2"), (int(status[:3]), "made 3")], (
        """GET /tea with If-None-Match: "a", twice, where a 200 with ETag: "a" is stale"""
    )
    site = PageCache(Origin(), ttl=10, clock=clock)
    methods = ("POST", "OPTIONS", "GET", "GET", "OPTIONS")
    bodies = [ask(site, method, "/tea")[1] for method in methods]
    assert bodies == ["made 1", "made 2", "made 3", "made 3", "made 4"], (
        f"the bodies of {', '.join(methods)} /tea, each answered with 200"
    )


@pytest.mark.parametrize(
    "headers",
    [
        [("Set-Cookie", "id=7")],
        [("Cache-Control", "public, max-age=60"), ("SET-cookie", "id=7")],
        [("Vary", "*")],
        [("Vary", "Accept, *")],
        [("Cache-Control", "private")],
        [("Cache-Control", "max-age=60,no-store")],
        [("Cache-Control", "No-Cache"), ("ETag", '"a"')],
        [("cache-control", "max-age=60, PRIVATE , immutable")],
    ],
)
@pytest.mark.hint(
    "Compare names in lower case, and look for directives as whole words.",
)
def test_personal_answers_are_not_stored(headers, clock):
    """Answers that set a cookie, vary on everything or forbid it are not stored."""
    site = PageCache(Origin(*headers), ttl=10, clock=clock)
    asked = [ask(site, "GET", "/me") for _ in range(2)]
    assert asked == [(200, "made 1"), (200, "made 2")], f"GET /me, twice; the app sent {headers}"
    site = PageCache(Origin(("Cache-Control", "x-private, no-transform")), ttl=10, clock=clock)
    asked = [ask(site, "GET", "/me") for _ in range(2)]
    assert asked == [(200, "made 1"), (200, "made 1")], "Cache-Control: x-private, no-transform"


@pytest.mark.hint("The session's cookie is among the headers that come at last, like any other.")
def test_a_session_of_flask_is_not_shared(clock):
    """A Flask page that fills the session is made for each client; another page is shared."""
    shop = Flask("shop")
    shop.secret_key = "not much of a secret"
    visits = []

    @shop.get("/basket")
    def basket():
        session["visit"] = visit = len(visits)
        visits.append(visit)
        return f"basket {visit}"

    @shop.get("/price")
    def price():
        visits.append("price")
        return f"price {len(visits)}"

    shop.wsgi_app = PageCache(shop.wsgi_app, ttl=10, clock=clock)
    ann, bob = shop.test_client(), shop.test_client()
    assert [each.get("/basket").text for each in (ann, bob)] == ["basket 0", "basket 1"]
    assert [each.get("/price").text for each in (ann, bob)] == ["price 3", "price 3"]


@pytest.mark.hint("It reads nothing and leaves nothing. It may still change what is stored.")
def test_authorization(clock):
    """A request with Authorization is served past the cache, in both directions."""
    origin = Origin(("Cache-Control", "public"), ("ETag", '"a"'))
    site = PageCache(origin, ttl=10, clock=clock)
    assert ask(site, "GET", "/me", authorization="Bearer a") == (200, "made 1")
    assert ask(site, "GET", "/me") == (200, "made 2"), "the answer made for Bearer a is not shared"
    sent = {"authorization": "Bearer b", "if_none_match": '"a"'}
    assert ask(site, "GET", "/me", **sent) == (200, "made 3"), f"GET /me with {sent}"
    assert ask(site, "GET", "/me") == (200, "made 2"), "the answer without Authorization stays"
    assert ask(site, "HEAD", "/me", authorization="Basic b") == (200, ""), "HEAD"
    post = environ_of("POST", "/me?a=b", authorization="Bearer a", if_none_match='"a"')
    post["wsgi.input"] = io.BytesIO(b"milk")
    status, _, body = exchange(site, {**post})
    assert (status, body) == (200, "made 5"), "POST /me?a=b with Authorization"
    assert {name: origin.environ.get(name) for name in post} == post, "what the app got of POST"
    assert post["wsgi.input"].read() == b"milk", "what the app can read of the body of POST"
    assert ask(site, "GET", "/me") == (200, "made 6"), "GET after POST with Authorization"


@pytest.mark.parametrize(
    "vary",
    ["Accept-Language, COOKIE", "cookie ,accept-language", "Cookie,Accept-Language"],
)
@pytest.mark.hint(
    "Which headers matter is known only when the answer is there. Keep their names and values.",
    "`Accept-Language` is `HTTP_ACCEPT_LANGUAGE` in the environ, and may be missing.",
    "Values are compared as they came: two sessions may differ in upper and lower case alone.",
)
def test_vary(vary, clock):
    """An answer with Vary goes only to requests that are alike in those headers."""
    origin = Origin(("vary", vary))
    site = PageCache(origin, ttl=10, clock=clock)
    bodies = [
        [
            ask(site, "GET", "/tea")[1],
            ask(site, "GET", "/tea", accept_language="de")[1],
            ask(site, "GET", "/tea", accept_language="de", cookie="id=7")[1],
            ask(site, "GET", "/tea", accept_language="de", cookie="id=8")[1],
            ask(site, "GET", "/tea", accept_language="de", cookie="ID=8")[1],
            ask(site, "GET", "/tea", cookie="id=8", user_agent=agent)[1],
            ask(site, "GET", "/tea", accept_language="id=8")[1],
        ]
        for agent in ("curl", "wget")
    ]
    assert bodies == [[f"made {number}" for number in range(1, 8)]] * 2, (
        "GET /tea: plain, de, de id=7, de id=8, de ID=8, id=8, id=8 as the language, twice;"
        f" the app sends Vary: {vary}"
    )
    ask(site, "HEAD", "/tea", accept_language="fr")
    assert len(origin.asked) == 8, f"calls of the app after HEAD /tea in fr, too; Vary: {vary}"
    origin.headers[:] = [("Vary", "Cookie")]
    bodies = [ask(site, "GET", "/tea", **sent)[1] for sent in ({"cookie": "id=9"}, {})]
    assert bodies == ["made 9", "made 1"], (
        f"GET /tea: id=9, and plain, as at first; the app sent Vary: {vary}, and then Vary: Cookie"
    )
    bodies = []
    for sent, varies in ("x", "Accept-Language"), ("y", vary), ("z", vary), ("w", vary):
        origin.headers[:] = [("Vary", varies)]
        language = "en" if sent in "xw" else "de"
        bodies.append(ask(site, "GET", "/cup", accept_language=language, cookie=sent)[1])
    assert bodies == ["made 10", "made 11", "made 12", "made 10"], (
        f"GET /cup: en x, with Vary: Accept-Language; then de y and de z, with Vary: {vary}; then"
        " en w, which the first is for"
    )
    bodies = []
    for varies, sent in ("Cookie", {}), ("Accept-Language", {"cookie": "x"}), (vary, {}):
        origin.headers[:] = [("Vary", varies)]
        bodies.append(ask(site, "GET", "/jug", accept_language="de", **sent)[1])
        clock.advance(5)
    assert bodies == ["made 13", "made 14", "made 14"], (
        "GET /jug: de, with Vary: Cookie and ttl=10; 5 s later de x, with Vary: Accept-Language;"
        " 5 s later de, for which the first is stale and the second is not"
    )


@pytest.mark.parametrize(
    "name, tag, listed, status",
    [
        ("ETag", '"a"', '"a"', 304),
        ("etag", '"a"', '"b", "a"', 304),
        ("Etag", '"a"', '"b","a" , "c"', 304),
        ("ETag", '"a"', '"b", "c", "a"', 304),
        ("ETag", '"a"', '"b"', 200),
        ("etag", '"a"', '"ab", "A"', 200),
        ("ETag", None, '"a"', 200),
        ("ETag", None, "", 200),
        ("ETag", '"a"', None, 200),
    ],
)
@pytest.mark.hint(
    "The tags stand in a list. Is the stored one among them?",
    'A tag is more than its letters: `"a"` is another one than `"ab"`.',
)
def test_not_modified(name, tag, listed, status, clock):
    """A client that has the fresh answer already gets 304 without a body."""
    origin = Origin(*[(name, tag)] * bool(tag))
    site = PageCache(origin, ttl=60, clock=clock)
    sent = {} if listed is None else {"if_none_match": listed}
    assert ask(site, "GET", "/tea", **sent) == (200, "made 1"), (
        f"the first GET /tea, with If-None-Match: {listed}; the app answers 200 with {name}: {tag}"
    )
    assert origin.environ.get("HTTP_IF_NONE_MATCH") == listed, "what the app got of If-None-Match"
    clock.advance(20)
    said = f"the cached {name} is {tag}, If-None-Match: {listed}"
    for method in ("GET", "HEAD"):
        body = "made 1" if (method, status) == ("GET", 200) else ""
        assert ask(site, method, "/tea", **sent) == (status, body), said
    assert len(origin.asked) == 1, "calls of the application"
    for language in "en", "de":
        origin.headers[:] = [("Vary", "Accept-Language"), ("ETag", f'"{language}"')]
        ask(site, "GET", "/cup", accept_language=language)
    seen = [
        ask(site, "GET", "/cup", accept_language=language, if_none_match='"en"')[0]
        for language in ("de", "en", "de")
    ]
    assert seen == [200, 304, 200], """GET /cup in de, en, de, with If-None-Match: "en", of en"""


@pytest.mark.parametrize(
    "method, status, dropped",
    [
        ("POST", "201 Created", True),
        ("PUT", "204 No Content", True),
        ("PATCH", "200 OK", True),
        ("DELETE", "303 See Other", True),
        ("DELETE", "200 OK", True),
        ("POST", "399 Strange", True),
        ("POST", "400 Bad Request", False),
        ("DELETE", "500 Oops", False),
        ("OPTIONS", "200 OK", False),
        ("GET", "404 Not Found", False),
    ],
)
@pytest.mark.hint(
    "Group what is stored by the address without its query, so that one `pop` drops all of it."
)
def test_writes_drop_what_is_stored(method, status, dropped, clock):
    """A write that succeeded drops all answers stored for its path, and no others."""
    origin = Origin(("Vary", "Accept"))
    site = PageCache(origin, ttl=10, clock=clock)
    for target in ("/tea", "/tea?milk=1", "/tea/green", "/te"):
        ask(site, "GET", target)
    ask(site, "GET", "/tea", accept="text/html")
    elsewhere = [
        {"HTTP_HOST": "other.test"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/shop"},
    ]
    for change in elsewhere:
        exchange(site, environ_of("GET", "/tea") | change)
    origin.status = status
    assert ask(site, method, "/tea?sugar=1") == (int(status[:3]), "made 9")
    origin.status = "200 OK"
    others = [ask(site, "GET", target)[1] for target in ("/tea/green", "/te")]
    others += [exchange(site, environ_of("GET", "/tea") | change)[2] for change in elsewhere]
    said = f"after {method} /tea?sugar=1, answered with {status}"
    assert others == ["made 3", "made 4", "made 6", "made 7", "made 8"], (
        f"GET /tea/green, /te, http://other.test/tea, https://kata.test/tea, /shop/tea {said}"
    )
    bodies = [ask(site, "GET", "/tea?milk=1")[1], ask(site, "GET", "/tea")[1]]
    bodies.append(ask(site, "GET", "/tea", accept="text/html")[1])
    assert bodies == (
        ["made 10", "made 11", "made 12"] if dropped else ["made 2", "made 1", "made 5"]
    ), f"GET /tea?milk=1, /tea, /tea with Accept {said}"
    shop, before = environ_of("GET", "/tea") | {"SCRIPT_NAME": "/shop"}, len(origin.asked)
    origin.status = status
    exchange(site, shop | {"REQUEST_METHOD": method})
    origin.status = "200 OK"
    body = exchange(site, shop)[2]
    reached = [("GET", "/tea")] * dropped
    assert origin.asked[before + (method != "GET") :] == reached, (
        f"requests that reached the app after {method} /shop/tea, answered with {status}, for GET "
        f"/shop/tea, which gave {body!r}"
    )


class Body:
    """A body in parts, which counts the calls of `close`."""

    def __init__(self, *parts):
        self.parts, self.closed = parts, 0

    def __iter__(self):
        yield from self.parts

    def close(self):
        self.closed += 1


def serving(clock, *bodies, status="200 OK"):
    """Return a `PageCache` around an application that answers with one body after the other."""
    left = iter(bodies)

    def app(environ, start_response):
        start_response(status, [])
        return next(left)

    return PageCache(app, ttl=10, clock=clock)


@pytest.mark.parametrize(
    "method, sent",
    [
        ("GET", {}),
        ("HEAD", {}),
        ("POST", {}),
        ("OPTIONS", {}),
        ("GET", {"authorization": "Bearer a"}),
    ],
)
@pytest.mark.hint(
    "The server calls `close` on what you return. Hand it on.",
    "The server may get a list that has no `close`; then you have closed the body before.",
)
def test_bodies_are_closed(method, sent, clock):
    """The application's body has been closed once when the server has closed the answer."""
    body, empty = Body(b"a", b"b", b"c"), Body()
    site = serving(clock, body, [b"new"], empty, [b"more"])
    assert exchange(site, environ_of(method, "/1", **sent))[0] == 200
    assert body.closed == 1, f"calls of close() for {method} /1 with {sent}, read to the end"
    assert exchange(site, environ_of(method, "/2", **sent))[0] == 200, (
        f"{method} /2 with {sent}; the body is a list, without close"
    )
    assert exchange(site, environ_of(method, "/3", **sent))[0] == 200
    assert empty.closed == 1, f"calls of close() for {method} /3 with {sent}; the body has no parts"
    assert exchange(site, environ_of(method, "/1", **sent))[0] == 200
    assert body.closed == 1, f"calls of close() for {method} /1 with {sent}, and once more"
    lost = Body(b"lost")
    exchange(serving(clock, lost, status="404 Not Found"), environ_of(method, "/4", **sent))
    assert lost.closed == 1, f"calls of close() for {method} /4 with {sent}, answered with 404"
