"""Checks for Q96 · Middleware."""

import asyncio

import pytest
from asgiref.sync import AsyncToSync, SyncToAsync, ThreadSensitiveContext
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, Client, RequestFactory, override_settings
from django.urls import path
from q096_middleware import CountBytes, Maintenance, RequestId, traffic

ALL = ["RequestId", "Maintenance", "CountBytes"]
SITES = pytest.mark.parametrize("site", ["WSGI", "ASGI"])
VIEWS = pytest.mark.parametrize("view", ["sync", "async"])
HOME = {"WSGI": "sync", "ASGI": "async"}  # the views that need no change of kind


def caused(text):
    """Return an error that a `PermissionError` has led to."""
    error = ValueError(text)
    error.__cause__ = error.__context__ = PermissionError(text)
    return error


ERRORS = {
    "permission": PermissionError,
    "subclass": type("NotYours", (PermissionError,), {}),
    "file": lambda text: PermissionError(13, text, "secret.txt"),
    "denied": PermissionDenied,
    "missing": Http404,
    "os-error": OSError,
    "caused": caused,
}
PARTS = ["grün".encode(), b"\xff\x00", b"", b"!"]
TEXTS = {"wide": "grün", "long": "0123456789" * 50, "none": ""}
CALLED = []


def echo(request):
    CALLED.append(request.path)
    return HttpResponse(f"id {getattr(request, 'id', None)}")


async def echo_async(request):
    await asyncio.sleep(0)
    return echo(request)


def fail(request, error):
    raise ERRORS[error]("no")


async def fail_async(request, error):
    fail(request, error)


def say(request, name):
    return HttpResponse(TEXTS[name])


async def say_async(request, name):
    return HttpResponse(TEXTS[name])


def own(request):
    return HttpResponse("own", headers={"X-Request-ID": "mine"})


async def own_async(request):
    return own(request)


def stream(request):
    return StreamingHttpResponse(iter(PARTS))


async def stream_async(request):
    async def parts():
        for part in PARTS:
            await asyncio.sleep(0)
            yield part

    return StreamingHttpResponse(parts())


URLS = [
    path("sync/echo/", echo),
    path("async/echo/", echo_async),
    path("sync/fail/<error>/", fail),
    path("async/fail/<error>/", fail_async),
    path("sync/say/<name>/", say),
    path("async/say/<name>/", say_async),
    path("sync/own/", own),
    path("async/own/", own_async),
    path("sync/stream/", stream),
    path("async/stream/", stream_async),
]


@pytest.fixture(autouse=True)
def start(django_site):
    """A function that starts a site with these middlewares: `start("RequestId", "CountBytes")`."""
    traffic.clear()
    CALLED.clear()

    def start(*names):
        django_site(URLS, MIDDLEWARE=[f"q096_middleware.{name}" for name in names])

    return start


class Loop(asyncio.SelectorEventLoop):
    """An event loop that counts what it hands to other threads."""

    threads = 0

    def run_in_executor(self, *args):
        Loop.threads += 1
        return super().run_in_executor(*args)


def run(function, *args):
    """Run a coroutine function to its result, and end all threads that it has started."""

    async def main():
        async with ThreadSensitiveContext():
            return await function(*args)

    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(main())


def client_of(site):
    """Return a client of a site that has just been started, under WSGI or ASGI."""
    kind = {"WSGI": Client, "ASGI": AsyncClient}[site]
    return kind(raise_request_exception=False)


def get(site, address, headers=None, client=None):
    """Return the response to a GET request, with its whole body as `body`."""
    client = client or client_of(site)

    async def get_async():
        response = await client.get(address, headers=headers)
        if response.streaming:
            response.body = b"".join([part async for part in response.streaming_content])
        return response

    try:
        response = client.get(address, headers=headers) if site == "WSGI" else run(get_async)
    except (AttributeError, TypeError) as error:  # Django's, of what came in place of a response
        error.args = (f"{error}, in answer to GET {address} with the headers {headers}, {site}",)
        raise
    if not response.streaming:
        response.body = response.content
    elif site == "WSGI":
        response.body = b"".join(response.streaming_content)
    return response


def said(site, address, headers=None, client=None):
    """Return status and body of the answer to a GET request."""
    response = get(site, address, headers, client)
    return response.status_code, response.body.decode("utf-8", "replace")


def named(site, address, headers=None):
    """Return status and `X-Request-ID` of the answer to a GET request."""
    response = get(site, address, headers)
    return response.status_code, response.headers.get("X-Request-ID")


def request_for(address, **headers):
    return RequestFactory().get(address, headers=headers)


@SITES
@VIEWS
@pytest.mark.hint(
    "`request.headers` has the header, and `response.headers` takes one.",
    "`asgiref.sync` has `iscoroutinefunction`: ask it about `get_response`.",
)
def test_the_id_of_the_client(site, view, start):
    """An id that the client has sent is the request's, and comes back with the response."""
    start("RequestId")
    client = client_of(site)
    for wish in ("0", "AZ-az-09", "Z" * 64, "0"):
        response = get(site, f"/{view}/echo/", {"X-Request-ID": wish}, client)
        seen = response.status_code, response.body.decode(), response.headers.get("X-Request-ID")
        assert seen == (200, f"id {wish}", wish), f"GET /{view}/echo/ with X-Request-ID: {wish}"
    names = get(site, f"/{view}/own/", {"X-Request-ID": "a-1"}).headers.get("X-Request-ID")
    assert names == "a-1", (
        f"X-Request-ID of GET /{view}/own/ with X-Request-ID: a-1; the view's response has `mine`"
    )


@SITES
@pytest.mark.hint("`uuid.uuid4().hex` is a new text each time. When must it be made?")
def test_a_new_id(site, start):
    """Without the header the request gets a new id, another one each time."""
    start("RequestId")
    names, client = [], client_of(site)
    for _ in range(3):
        response = get(site, "/async/echo/", None, client)
        name = response.headers.get("X-Request-ID", "")
        seen = response.status_code, response.body.decode()
        told = f"GET /async/echo/ without X-Request-ID, answered with {name!r}"
        assert seen == (200, f"id {name}"), told
        assert name, told
        names.append(name)
    kinds = []

    def answer(request):
        kinds.append(type(request.id))
        return HttpResponse()

    layer = RequestId(answer)
    names += [layer(request_for("/tea/")).headers.get("X-Request-ID") for _ in range(99)]
    repeated = [name for name in names if names.count(name) > 1]
    assert repeated == [], (
        f"ids given more than once, in {len(names)} requests: GET /async/echo/ and GET /tea/"
    )
    assert kinds == [str] * 99, "the types of request.id in 99 times GET /tea/"


@SITES
@pytest.mark.hint("What Django makes of an exception is a response, too.")
def test_the_id_on_errors(site, start):
    """An answer that is an error has the id, too, whoever made it."""
    view = HOME[site]
    start(*ALL)
    client = client_of(site)
    for address, status, seconds in (
        ("nowhere", 404, 0),
        ("fail/os-error", 500, 0),
        ("fail/permission", 403, 0),
        ("echo", 503, 60),
    ):
        with override_settings(MAINTENANCE=seconds):
            answers = [
                get(site, f"/{view}/{address}/", {"X-Request-ID": name}, client)
                for name in ("a-1", "b-2")
            ]
        seen = [(each.status_code, each.headers.get("X-Request-ID")) for each in answers]
        assert seen == [(status, "a-1"), (status, "b-2")], (
            f"status and X-Request-ID of both answers to GET /{view}/{address}/ with X-Request-ID:"
            f" a-1 and then b-2, MAINTENANCE = {seconds}"
        )


@SITES
@pytest.mark.hint(
    "To answer early is to return a response without a call of `get_response`.",
    "In an asynchronous site whoever calls you awaits what you return.",
)
def test_closed(site, start):
    """While the site is closed, the answer is 503 with `Retry-After`, and no view is called."""
    view = HOME[site]
    start("Maintenance")
    with override_settings(MAINTENANCE=120):
        response = get(site, f"/{view}/echo/")
        missing = get(site, "/nowhere/")
        posted = Maintenance(echo)(RequestFactory().post(f"/{view}/echo/"))
    with override_settings(MAINTENANCE=86_400):
        after = get(site, f"/{view}/echo/").headers.get("Retry-After")
    answers = {f"GET /{view}/echo/": response, "GET /nowhere/": missing, "POST": posted}
    seen = {
        name: (each.status_code, each.headers.get("Retry-After")) for name, each in answers.items()
    }
    assert seen == dict.fromkeys(answers, (503, "120")), (
        f"status and Retry-After of GET and POST /{view}/echo/, and GET /nowhere/,"
        " with MAINTENANCE = 120"
    )
    assert after == "86400", f"Retry-After for GET /{view}/echo/ with MAINTENANCE = 86400"
    assert CALLED == [], (
        f"the views called by GET /{view}/echo/, GET /nowhere/ and POST /{view}/echo/ with a"
        " MAINTENANCE that is positive"
    )


@SITES
@pytest.mark.hint(
    "A middleware is made once, when the server starts. When do you look at the setting?",
    "A setting that does not exist raises `AttributeError`: `getattr` takes a default.",
)
def test_closed_and_opened(site, start):
    """The site closes and opens with the setting, while it runs; without one it is open."""
    start("Maintenance")
    client = client_of(site)
    seen = [get(site, "/sync/echo/", client=client).status_code]
    for seconds in (60, 0, 1):
        with override_settings(MAINTENANCE=seconds):
            seen.append(get(site, "/sync/echo/", client=client).status_code)
    seen.append(get(site, "/sync/echo/", client=client).status_code)
    assert seen == [200, 503, 200, 503, 200], (
        "the status of GET /sync/echo/ where MAINTENANCE is missing, 60, 0, 1 and missing again"
    )


@SITES
@VIEWS
@pytest.mark.hint(
    "The method `process_exception` is called with what a view has raised.",
    "It returns a response, or None.",
)
def test_what_is_not_permitted(site, view, start):
    """A `PermissionError` of a view is answered with 403, other exceptions as ever."""
    start()
    others = {error: said(site, f"/{view}/fail/{error}/") for error in ("denied", "missing")}
    start("Maintenance")
    seen = {error: said(site, f"/{view}/fail/{error}/") for error in ERRORS}
    assert {error: status for error, (status, _) in seen.items()} == {
        "permission": 403,
        "subclass": 403,
        "file": 403,
        "denied": 403,
        "missing": 404,
        "os-error": 500,
        "caused": 500,
    }, (
        f"the status of GET /{view}/fail/…/ by what the view raises; `caused` is a ValueError,"
        " whose cause is a PermissionError"
    )
    assert {error: seen[error] for error in others} == others, (
        f"GET /{view}/fail/…/, what Django itself answers to its PermissionDenied and Http404,"
        " with `Maintenance` and without"
    )


@SITES
@pytest.mark.hint("`response.content` is bytes. Is every response counted, an empty one too?")
def test_counts_bodies(site, start):
    """The body of each response is counted, in bytes."""
    view = HOME[site]
    start("CountBytes")
    bodies = {name: said(site, f"/{view}/say/{name}/") for name in TEXTS}
    assert bodies == {name: (200, text) for name, text in TEXTS.items()}, f"GET /{view}/say/…/"
    counted = [(f"/{view}/say/{name}/", len(text.encode())) for name, text in TEXTS.items()]
    assert traffic == counted, f"after GET requests for {[path for path, _ in counted]}"
    traffic.clear()
    missing = get(site, "/nowhere/").body
    assert traffic == [("/nowhere/", len(missing))], "after GET /nowhere/, which is answered 404"
    traffic.clear()
    request = RequestFactory().get("/tea/?kind=green", SCRIPT_NAME="/app")
    CountBytes(lambda request: HttpResponse("hot"))(request)
    assert traffic == [("/app/tea/", 3)], "after GET /tea/?kind=green of a site below /app"
    for method, status in (("POST", 201), ("DELETE", 204), ("GET", 304)):
        traffic.clear()
        request = RequestFactory().generic(method, "/tea/")
        CountBytes(lambda request, status=status: HttpResponse(status=status))(request)
        assert traffic == [("/tea/", 0)], f"after {method} /tea/, answered with {status}, no body"


@SITES
@pytest.mark.hint(
    "A streamed response has no `content`. It has `streaming_content`, which may be replaced.",
    "`response.is_async` says of which kind that is.",
)
def test_counts_streams(site, start):
    """A streamed body is counted once, and arrives as it was, with the id if there is one."""
    start("CountBytes")
    view = HOME[site]
    client = client_of(site)
    bodies = [get(site, f"/{view}/stream/", client=client).body for _ in range(2)]
    assert bodies == ["grün".encode() + b"\xff\x00!"] * 2, f"GET /{view}/stream/, twice"
    assert traffic == [(f"/{view}/stream/", 8)] * 2, f"after GET /{view}/stream/, twice"
    start("RequestId", "CountBytes")
    sent = {"X-Request-ID": "a-1"}
    assert named(site, f"/{view}/stream/", sent) == (200, "a-1"), (
        f"status and X-Request-ID of GET /{view}/stream/ with {sent}, a streamed response"
    )


class Source:
    """A body in parts, both synchronous and asynchronous; `log` tells what becomes of it."""

    def __init__(self, log, parts):
        self.log, self.parts = log, parts

    def sync(self):
        for part in self.parts:
            self.log.append(f"read {part!r}" + (f", traffic {traffic}" if traffic else ""))
            yield part

    async def asynchronous(self):
        for part in self.sync():
            yield part

    def response(self, kind):
        """Return it as a streamed response, which says how long it is."""
        body = self.sync() if kind == "sync" else self.asynchronous()
        length = sum(map(len, self.parts))
        return StreamingHttpResponse(body, headers={"Content-Length": length})


def read_all(response, log):
    """Read all parts of a streamed response, note each, and close it."""

    async def read_async():
        async for part in response.streaming_content:
            log.append(f"sent {part!r}")

    if response.is_async:
        run(read_async)
    else:
        log.extend(f"sent {part!r}" for part in response.streaming_content)
    response.close()


@VIEWS
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.hint(
    "A generator can count what it passes on.",
    "`b''.join` holds all of it. Who asks for the next part, and when?",
)
def test_streams_pass(view, kind):
    """A stream of either kind stays of its kind, and each part passes before the next is read."""
    log = []
    source = Source(log, [b"one", b"", b"three"])

    def answer(request):
        return source.response(kind)

    async def answer_async(request):
        return source.response(kind)

    request = RequestFactory().get("/stream/?kind=green", SCRIPT_NAME="/app")
    if view == "sync":
        response = CountBytes(answer)(request)
    else:
        response = run(CountBytes(answer_async), request)
    assert getattr(response, "is_async", type(response)) == (kind == "async"), (
        "is_async of the response to GET /app/stream/?kind=green,"
        f" which has the {kind} body of a {view} view"
    )
    assert (log, traffic) == ([], []), "GET /app/stream/?kind=green, before the body is asked for"
    read_all(response, log)
    assert log == [
        "read b'one'",
        "sent b'one'",
        "read b''",
        "sent b''",
        "read b'three'",
        "sent b'three'",
    ], (
        "GET /app/stream/?kind=green: what was read from the body, and what was sent;"
        " `traffic`, if there was any before the last part was sent"
    )
    assert traffic == [("/app/stream/", 8)], (
        "the traffic after GET /app/stream/?kind=green, whose body was read"
    )


@SITES
@VIEWS
@pytest.mark.hint(
    "What must a middleware say of itself, so that Django does not wrap it?",
    "`async_capable = True`, and `markcoroutinefunction(self)` if `get_response` is one.",
    "`MiddlewareMixin` calls its hooks by `sync_to_async`.",
)
def test_no_detours(site, view, start, monkeypatch):
    """The three make Django change between threads no more often than it does without them."""
    changes = []

    def counting(kind):
        genuine = kind.__call__

        def call(self, *args, **kwargs):
            changes.append(kind.__name__)
            return genuine(self, *args, **kwargs)

        monkeypatch.setattr(kind, "__call__", call)

    def detours(address, *names):
        start(*names)
        changes.clear()
        Loop.threads = 0
        status = get(site, address).status_code
        return status, len(changes) + Loop.threads

    counting(AsyncToSync)
    counting(SyncToAsync)
    for address in (f"/{view}/echo/", f"/{HOME[site]}/stream/"):
        status, without = detours(address)
        assert status == 200, f"GET {address} without the three, {site}"
        status, number = detours(address, *ALL)
        assert (status, max(number, without)) == (200, without), (
            f"GET {address}, {site}: status, and changes between threads; "
            f"without the three {without}, with them {number}"
        )


@SITES
@pytest.mark.hint("What does each of your middlewares take for granted of the others?")
def test_alone_and_in_another_order(site, start):
    """Each of the three works alone, and all of them in another order."""
    view = HOME[site]
    address, sent = f"/{view}/echo/", {"X-Request-ID": "a-1"}
    start("RequestId")
    assert named(site, address, sent) == (200, "a-1"), (
        f"status and X-Request-ID of GET {address} with {sent}, with RequestId alone"
    )
    assert traffic == [], f"the traffic after GET {address}, without CountBytes"
    start("Maintenance")
    assert said(site, address, sent) == (200, "id None"), (
        f"GET {address} with {sent}, with Maintenance alone"
    )
    assert said(site, f"/{view}/fail/permission/")[0] == 403, (
        f"GET /{view}/fail/permission/, with Maintenance alone"
    )
    start("CountBytes")
    assert said(site, address, sent) == (200, "id None"), (
        f"GET {address} with {sent}, with CountBytes alone"
    )
    assert traffic == [(address, len("id None"))], (
        f"the traffic after GET {address}, with CountBytes alone"
    )
    start("CountBytes", "Maintenance", "RequestId")
    traffic.clear()
    assert said(site, address, sent) == (200, "id a-1"), (
        f"GET {address} with {sent}, in the order CountBytes, Maintenance, RequestId"
    )
    with override_settings(MAINTENANCE=60):
        closed = get(site, address)
    assert (closed.status_code, closed.headers.get("X-Request-ID")) == (503, None), (
        f"status and X-Request-ID of GET {address}, MAINTENANCE=60, with RequestId innermost"
    )
    assert traffic == [(address, len("id a-1")), (address, len(closed.body))], (
        f"the traffic after GET {address} twice, the second time with MAINTENANCE=60"
    )
    seen = {}
    for kind in (RequestId, Maintenance, CountBytes):
        layers = kind(lambda request: HttpResponse("one")), kind(echo_async)
        response = layers[0](request_for("/tea/"))
        seen[kind.__name__] = getattr(response, "content", type(response))
    assert seen == dict.fromkeys(ALL, b"one"), (
        "GET /tea/ of a layer around a synchronous view, when another object of the same class"
        " has been made around an asynchronous one"
    )


@VIEWS
@pytest.mark.hint(
    "One object of each class answers all requests. What belongs to one of them only?",
    "Keep it on the request, or in a local variable.",
)
def test_requests_at_once(view):
    """Requests that are answered in the middle of each other keep their ids and their numbers."""
    inner = []

    def answer(request):
        if request.path == "/outer/":
            inner.append(site(request_for("/inner/", x_request_id="in")))
        return HttpResponse(f"{request.path} {request.id}")

    async def answer_async(request):
        if request.path == "/outer/":
            inner.append(await site(request_for("/inner/", x_request_id="in")))
        return HttpResponse(f"{request.path} {request.id}")

    site = RequestId(Maintenance(CountBytes(answer if view == "sync" else answer_async)))
    request = request_for("/outer/", x_request_id="out")
    outer = site(request) if view == "sync" else run(site, request)
    seen = [
        (each.headers.get("X-Request-ID"), each.content.decode())
        if isinstance(each, HttpResponse)
        else type(each)
        for each in (outer, *inner)
    ]
    assert seen == [("out", "/outer/ out"), ("in", "/inner/ in")], (
        "X-Request-ID and body of GET /outer/ with X-Request-ID: out, and of GET /inner/ with"
        " X-Request-ID: in, which came in the middle of it"
    )
    assert traffic == [("/inner/", 10), ("/outer/", 11)], (
        "the traffic after GET /outer/ and GET /inner/, which came in the middle of it"
    )


@pytest.mark.hint("Where do you add up: once for each body, or once for all of them?")
def test_streams_at_once():
    """Streams that are read by turns are counted each for itself."""
    layer = CountBytes(lambda request: Source([], [request.path.encode()] * 3).response("sync"))
    bodies = [layer(request_for(name)).streaming_content for name in ("/a/", "/longer/")]
    turns = [b"".join(parts) for parts in zip(*bodies, strict=True)]
    assert turns == [b"/a//longer/"] * 3, (
        "the parts of GET /a/ and GET /longer/, each path three times, read by turns"
    )
    assert sorted(traffic) == [("/a/", 9), ("/longer/", 24)], (
        "the traffic of GET /a/ and GET /longer/, read by turns"
    )
    traffic.clear()

    async def by_turns():
        layer = CountBytes(
            lambda request: Source([], [request.path.encode()] * 3).response("async")
        )
        one, other = (layer(request_for(name)).streaming_content for name in ("/a/", "/longer/"))
        return [[await anext(one, b""), await anext(other, b"")] for _ in range(4)]

    assert run(by_turns) == [[b"/a/", b"/longer/"]] * 3 + [[b"", b""]], (
        "the parts of the async bodies of GET /a/ and GET /longer/, read by turns"
    )
    assert sorted(traffic) == [("/a/", 9), ("/longer/", 24)], (
        "the traffic of the async bodies of GET /a/ and GET /longer/, read by turns"
    )
