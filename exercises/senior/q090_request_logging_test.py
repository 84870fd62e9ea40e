"""Checks for Q90 · Request logging."""

import asyncio
import contextlib
import logging
from urllib.parse import quote

import pytest
from q090_request_logging import RequestIdFilter, RequestLog
from starlette.responses import PlainTextResponse, StreamingResponse


@pytest.fixture
def site():
    """Calls a `RequestLog` around an application, and notes records and messages."""
    records, sent, now, made = [], [], [100.0], {}
    logger = logging.Logger("access")
    handler = logging.Handler()
    handler.emit = records.append
    logger.addHandler(handler)
    logger.addFilter(RequestIdFilter())
    ids = iter(f"new.{n}" for n in range(99))

    def call(app, query=b"", headers=(), kind="http", path="/shop/tea"):
        if app not in made:
            made[app] = RequestLog(
                app, logger=logger, clock=lambda: now[0], new_id=lambda: next(ids)
            )
        scope = {
            "type": kind,
            "method": "PUT",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "/shop",
            "headers": list(headers),
            "query_string": query,
        }
        if kind == "lifespan":
            scope = {"type": kind}

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)
            now[0] += 0.25  # what the network takes

        return made[app](scope, receive, send)

    call.records, call.sent, call.now, call.logger = records, sent, now, logger
    return call


def raised_by(request):
    """Wait for a request, and return the OSError that it raises, or None."""
    try:
        asyncio.run(request)
    except OSError as error:
        return error


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("path", ["/shop/tea", "/shop/t\xe9 50%d"])
@pytest.mark.hint("`logger.log` takes `extra=`.")
def test_record(site, status, path):
    """The record has the method, the path, the status and the id."""
    asyncio.run(site(PlainTextResponse("x", status), path=path))
    told = f"PUT {path!r} without X-Request-ID, which app answers with {status}"
    assert len(site.records) == 1, f"records of {told}"
    r = site.records[0]
    assert (r.method, r.path, r.status, r.levelname, r.request_id) == (
        "PUT",
        path,
        status,
        "INFO",
        "new.0",
    ), f"the record of {told}"
    assert isinstance(r.getMessage(), str), f"the message of the record of {told}, made a text"
    ids = [v for k, v in site.sent[0]["headers"] if k.lower() == b"x-request-id"]
    assert ids == [b"new.0"], f"X-Request-ID in the response to {told}"


@pytest.mark.parametrize(
    "wish, kept",
    [
        (b"a-1", True),
        (b"Z" * 64, True),
        (b"azAZ-09", True),
        (b"-", True),
        (b"-" * 64, True),
        (b"0", True),
        (b"\xb2", False),
        (b"Z" * 65, False),
        (b"", False),
        (b"a_b", False),
        (b"a.b", False),
        (b"a b", False),
        (b"a\xe9b", False),
        (b"a\n", False),
        (b"\xe9", False),
    ],
)
@pytest.mark.hint(
    "`re.fullmatch`; drop the header of the application first.",
)
def test_id(site, wish, kept):
    """A good id is kept, any other replaced, and the response has it once."""
    app = PlainTextResponse("x", headers={"x-request-id": "inner"})
    app.raw_headers += (b"X-Request-ID", b"other"), (b"link", b"</a>"), (b"link", b"</b>")
    asyncio.run(site(app, headers=[(b"host", b"h"), (b"x-request-id", wish), (b"x-b", b"c")]))
    want = wish if kept else b"new.0"
    assert [v for k, v in site.sent[0]["headers"] if k.lower() == b"x-request-id"] == [want], (
        f"X-Request-ID in the response to PUT /shop/tea with X-Request-ID: {wish}"
    )
    others = [pair for pair in app.raw_headers if pair[0].lower() != b"x-request-id"]
    sent = [tuple(pair) for pair in site.sent[0]["headers"] if pair[0].lower() != b"x-request-id"]
    assert sent == others, "the other headers of the response to PUT /shop/tea"

    async def bare(scope, receive, send):
        await send(start)
        await send({"type": "http.response.body"})

    start = {"type": "http.response.start", "status": 204, "headers": [], "trailers": True}
    asyncio.run(site(bare, headers=[(b"x-request-id", b"a-1")]))
    seen = {**site.sent[2], "headers": [tuple(pair) for pair in site.sent[2]["headers"]]}
    assert seen == {**start, "headers": [(b"x-request-id", b"a-1")]}, (
        f"the start of the response to PUT /shop/tea with X-Request-ID: a-1; app sent {start}"
    )


@pytest.mark.parametrize(
    "query, shown",
    [
        (b"a=+1&&token=x&TOKEN=y&b=%20", "a=+1&&token=***&TOKEN=***&b=%20"),
        (b"t%6Fken=x=y&tokens=1&key&%20key=z", "t%6Fken=***&tokens=1&key&%20key=z"),
        (b"password=a&Key=&%54OKEN=z", "password=***&Key=***&%54OKEN=***"),
        (b"a=1;b=2&c;token", "a=1;b=2&c;token"),
        (b"", ""),
        (b"token=x&q=token=x&token=x&q=x", "token=***&q=token=x&token=***&q=x"),
        (b"token[]=1&api_key=2&%2574oken=3&%6bey=4", "token[]=1&api_key=2&%2574oken=3&%6bey=***"),
        (b"key=" + b"0123456789" * 9, "key=***"),
    ],
)
@pytest.mark.hint("Split at `&`, then at the first `=`.")
def test_secrets(site, query, shown):
    """Secret values of the query string are masked, all else stays."""

    async def app(scope, receive, send):
        asked.append(scope["query_string"])
        await PlainTextResponse("x")(scope, receive, send)

    asked = []
    asyncio.run(site(app, query))
    told = f"PUT /shop/tea?{query.decode()}, which app answers with 200"
    assert len(site.records) == 1, f"records of {told}"
    assert site.records[0].query == shown, f"the record of {told}"
    assert asked == [query], f"the query string that app got in {told}"


@pytest.mark.hint("Wrap `send`, and look at `more_body`.")
def test_parts_and_time(site):
    """Parts are passed on one by one, and the time ends after the last."""
    seen = []

    async def parts():
        for part in ("a", "", "b"):
            site.now[0] += 1
            yield part
            seen.append(len(site.sent))

    async def app(scope, receive, send):
        site.now[0] += 3
        await send({"type": "http.response.debug", "info": {}})
        await StreamingResponse(parts())(scope, receive, send)
        site.now[0] += 5
        await send({"type": "http.response.trailers", "headers": []})

    async def plain(scope, receive, send):
        await PlainTextResponse("x")(scope, receive, send)
        site.now[0] += 5

    asyncio.run(site(app))
    assert seen == [3, 4, 5], (
        "messages sent on after each of three parts; app answers PUT /shop/tea,"
        " after a message http.response.debug"
    )
    assert len(site.records) == 1, "records of PUT /shop/tea, which app answers with 200"
    assert site.records[0].milliseconds == 7500, (
        "the record of PUT /shop/tea, whose answer takes 3 s, three parts of 1 s, one of them"
        " empty, and six messages of 0.25 s, and 5 s later sends http.response.trailers"
    )
    asyncio.run(site(plain))
    assert site.records[1].milliseconds == 500, (
        "the record of PUT /shop/tea, whose app sends two messages of 0.25 s, the last one without"
        " `more_body`, and then works for 5 s"
    )


@pytest.mark.parametrize("kind", [OSError, TimeoutError])
@pytest.mark.hint("`exc_info=True`, then a bare `raise`.")
def test_exception(site, kind):
    """An exception is logged once with its traceback, and reaches the caller."""

    async def app(scope, receive, send):
        raise error

    error = kind("disk")
    told = f"PUT /shop/tea?token=x&a=1; app raises {error!r}"
    assert raised_by(site(app, b"token=x&a=1")) is error, f"what reaches the caller of {told}"
    seen = [(r.status, r.levelname, r.exc_info and str(r.exc_info[1])) for r in site.records]
    assert seen == [(500, "ERROR", "disk")], f"the record of {told}"
    r = site.records[0]
    assert r.exc_info[2] is not None, f"the traceback in `exc_info` of the record of {told}"
    assert (r.method, r.path, r.query) == ("PUT", "/shop/tea", "token=***&a=1"), (
        f"the record of {told}"
    )


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.hint("Note the status when the response starts.")
def test_late_exception(site, ended):
    """A response that had begun keeps its status in the record of an exception."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 201, "headers": []})
        if ended:
            await send({"type": "http.response.body", "body": b"x"})
        site.now[0] += 5
        raise OSError("disk")

    told = f"PUT /shop/tea; app raises OSError after the {'end' if ended else 'start'} of a 201"
    assert isinstance(raised_by(site(app)), OSError), f"what came of {told}; it raised no OSError"
    seen = [(r.status, r.levelname) for r in site.records]
    assert seen == [(201, "ERROR")], f"the record of {told}"
    if ended:
        assert site.records[0].milliseconds == 500, (
            f"the record of {told}, in two messages of 0.25 s, and 5 s later"
        )


@pytest.mark.hint("`ContextVar.reset`, in a `finally`.")
def test_after_a_request(site):
    """After a request, failed or not, the records have the id from before again, or none."""

    async def fail(scope, receive, send):
        raise OSError("disk")

    async def main():
        site.logger.debug("first")
        await site(PlainTextResponse("x"))
        site.logger.info("outside")
        with contextlib.suppress(OSError):
            await site(fail)
        site.logger.info("outside")

    async def nested(scope, receive, send):
        await site(PlainTextResponse("inner"))
        await PlainTextResponse("outer")(scope, receive, send)

    asyncio.run(main())
    assert [r.request_id for r in site.records] == ["-", "new.0", "-", "new.1", "-"], (
        "the ids of records before, in and after PUT /shop/tea, in and after one that app fails"
    )
    asyncio.run(site(nested))
    assert [r.request_id for r in site.records[5:]] == ["new.3", "new.2"], (
        "the records of PUT /shop/tea made while new.2 is answered, and of PUT /shop/tea, new.2"
    )


@pytest.mark.hint("`asyncio.CancelledError` is no `Exception`.")
@pytest.mark.parametrize("begun", [False, True])
def test_cancelled(site, begun):
    """A cancelled request is logged with 499, and stays cancelled."""

    async def app(scope, receive, send):
        if begun:
            await send({"type": "http.response.start", "status": 201, "headers": []})
        await asyncio.Event().wait()

    async def request():
        try:
            await site(app, b"key=x")
        finally:
            site.logger.info("outside")

    async def main():
        task = asyncio.create_task(request())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(main()), "is the task of PUT /shop/tea, which was cancelled, cancelled"
    assert [r.request_id for r in site.records] == ["new.0", "-"], (
        "the ids of the request's record and of one logged after it in the same task"
    )
    r = site.records[0]
    begun = "after" if begun else "before"
    assert (r.status, r.levelname, r.method, r.path, r.query) == (
        499,
        "WARNING",
        "PUT",
        "/shop/tea",
        "key=***",
    ), f"the record of PUT /shop/tea?key=x, cancelled {begun} the start of the response"


@pytest.mark.hint(
    "What does a new task know of the one that created it?",
    "A task has a copy of the context in which it was created, and so has `asyncio.to_thread`.",
)
def test_tasks_and_threads(site):
    """What `app` logs in tasks of its own and in other threads has the id, too."""

    async def part():
        site.logger.info("in a task")

    async def app(scope, receive, send):
        await asyncio.create_task(part())
        await asyncio.to_thread(site.logger.info, "in a thread")
        await PlainTextResponse("x")(scope, receive, send)

    asyncio.run(site(app))
    assert [r.request_id for r in site.records] == ["new.0", "new.0", "new.0"], (
        "PUT /shop/tea: the ids of a record in a task, of one in asyncio.to_thread, and of its own"
    )


@pytest.mark.hint("A `ContextVar` is a task's own.")
def test_two_at_once(site):
    """Two requests at once keep their ids apart."""

    async def app(scope, receive, send):
        site.logger.info("before")
        site.now[0] += 8
        await asyncio.sleep(0)
        site.logger.info("after")
        status = 200 if scope["headers"][0][1] == b"a" else 404
        site.logger.info("mine", extra={"request_id": "mine"})
        await send({"type": "http.response.start", "status": status, "headers": []})
        await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"x"})

    async def main():
        await asyncio.gather(
            site(app, headers=[(b"x-request-id", b"a")]),
            site(app, headers=[(b"x-request-id", b"b")]),
        )
        site.logger.info("outside")

    asyncio.run(main())
    assert sorted(r.request_id for r in site.records) == ["-"] + ["a"] * 4 + ["b"] * 4, (
        "the ids of the records of two PUT /shop/tea at once, with X-Request-ID a and b, of which"
        " one each had the request_id 'mine' already, and after"
    )
    starts = [message for message in site.sent if message["type"] == "http.response.start"]
    given = [(start["status"], [value for _, value in start["headers"]]) for start in starts]
    assert sorted(given) == [(200, [b"a"]), (404, [b"b"])], (
        "status and X-Request-ID of the responses to two PUT /shop/tea at once, with X-Request-ID a"
        " and b"
    )
    answered = [r for r in site.records if hasattr(r, "status")]
    assert sorted((r.request_id, r.status, r.milliseconds) for r in answered) == [
        ("a", 200, 16750),
        ("b", 404, 9000),
    ], (
        "the records of two PUT /shop/tea with X-Request-ID a and b, which take 8 s each, one after"
        " the other, and then send in turn"
    )


@pytest.mark.hint('Look at `scope["type"]` first.')
def test_other_scopes(site):
    """Scopes of other types pass untouched."""
    seen = []

    async def app(scope, receive, send):
        seen.append((scope["type"], scope.get("headers")))
        await send({"type": "http.response.start", "status": 200})

    async def fail(scope, receive, send):
        raise error

    error, kinds = OSError("disk"), ["lifespan", "websocket", "datagram"]
    for kind in kinds:
        asyncio.run(site(app, kind=kind))
    assert seen == [("lifespan", None), ("websocket", []), ("datagram", [])], (
        "type and headers that app got of three scopes"
    )
    assert site.sent == [{"type": "http.response.start", "status": 200}] * 3, "what app sent"
    raised = [raised_by(site(fail, kind=kind)) for kind in kinds]
    assert raised == [error] * 3, f"what the scopes {kinds} raise where app raises {error!r}"
    assert len(site.records) == 0, f"records for the scopes {kinds}, where app raises, too"
