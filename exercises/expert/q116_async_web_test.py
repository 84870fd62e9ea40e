"""Checks for Q116 · Concurrency on the web. The searches run in virtual time."""

import asyncio
import json
import threading
from types import SimpleNamespace

import httpx
import pytest
from q116_async_web import create_app

PATIENCE = 1.0  # seconds after which a check gives up on a thread; nothing waits for them to pass


def now():
    return round(asyncio.get_running_loop().time(), 6)


class Net:
    """Upstreams whose names are their hosts: `Net(a=3)` takes 3 seconds for each response.

    `outcomes` has, by name, what is not the JSON text of the name: an exception, or the arguments
    of an `httpx.Response`. `urls` lists what was asked for, `begun` and `cancelled` the names with
    the time. A call that is cancelled tidies up for two seconds, and is then in `tidied`. `running`
    is how many calls run, `peak` the most that ever did.
    """

    def __init__(self, outcomes=(), **seconds):
        self.outcomes, self.seconds = dict(outcomes), seconds
        self.urls, self.begun, self.cancelled, self.tidied = [], [], [], []
        self.running = self.peak = 0
        self.client = httpx.AsyncClient(
            transport=httpx.MockTransport(self.handle), trust_env=False, headers={"x-from": "here"}
        )

    def app(self, limit=100, deadline=60, render=str.upper, path="/"):
        upstreams = {name: f"http://{name}{path}" for name in self.seconds}
        return create_app(self.client, upstreams, render, limit=limit, deadline=deadline)

    async def handle(self, request):
        name = request.url.host
        self.urls.append((request.method, str(request.url), request.headers.get("x-from")))
        self.begun.append((name, now()))
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await asyncio.sleep(self.seconds[name])
        except asyncio.CancelledError:
            self.cancelled.append((name, now()))
            await asyncio.sleep(2)
            self.tidied.append(name)
            raise
        finally:
            self.running -= 1
        outcome = self.outcomes.get(name, {"json": name})
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(**{"status_code": 200, **outcome})


async def visit(app, target, gone=None, parts=1):
    """Send a GET request; return status, body, and when the answer began.

    The empty body comes in `parts` messages. The client hangs up when the event `gone` is set, or
    without one, when it has the answer.
    """
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"testserver")],
        "client": ("127.0.0.1", 50000),
        "server": ("testserver", 80),
        "state": {},
    }
    end = gone or asyncio.Event()
    messages = [
        {"type": "http.request", "body": b"", "more_body": more > 0} for more in range(parts)
    ]
    seen = SimpleNamespace(status=None, body=b"", began=None, type=None)

    async def receive():
        if messages:
            return messages.pop()
        await end.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            headers = {key.lower(): value for key, value in message.get("headers", ())}
            seen.status, seen.began = message["status"], now()
            seen.type = headers.get(b"content-type", b"").decode().partition(";")[0]
        else:
            seen.body += message.get("body", b"")
            if not gone and not message.get("more_body"):
                end.set()

    await app(scope, receive, send)
    return seen


async def search(app, query="tea", gone=None, parts=1):
    """Search, and return the status, what the JSON says, and when the answer began."""
    seen = await visit(app, f"/search?q={query}", gone, parts)
    try:
        said = json.loads(seen.body)
    except ValueError:
        said = seen.body
    return seen.status, said, seen.began


async def tasks_left(before):
    """How many tasks there are now that were not there before, but for what ends at once."""
    await asyncio.sleep(0.1)
    return len(asyncio.all_tasks() - before)


async def ending(task):
    """Wait until a task has ended, in whatever way."""
    await asyncio.wait([task])
    return task.cancelled() or task.exception()


@pytest.mark.hint(
    "`client.get(url)` is awaited, and `response.json()` decodes.",
    "`params=` of a request quotes what stands in a query.",
)
def test_search(virtual_time):
    """A search asks each upstream, by the client, and returns what they said, by their names."""
    values = {"a": {"x": [1]}, "b": None, "c": 0, "d": [], "e": "é"}
    texts = {name: {"text": json.dumps(value)} for name, value in values.items()}
    net = Net(texts, a=1, b=1, c=1, d=1, e=1)
    app = net.app(path="/find")
    query = "a%26b=%C3%A9+%252%2B%23c&page=2"
    status, said, _ = virtual_time(search(app, query))
    assert said == {"results": values, "errors": {}}
    assert status == 200
    asked = [(method, httpx.URL(url), by) for method, url, by in net.urls]
    seen = sorted((url.host, url.path, url.params.multi_items()) for _, url, _ in asked)
    assert seen == [(name, "/find", [("q", "a&b=é %2+#c")]) for name in "abcde"], (
        f"host, path and query of the calls for /search?q={query}"
    )
    made = [(method, by) for method, _, by in asked]
    assert made == [("GET", "here")] * 5, "method of each call, and a header that the client adds"
    assert net.client.is_closed is False
    blank = virtual_time(search(net.app(), "%20"))
    assert blank[:2] == (200, {"results": values, "errors": {}}), "GET /search?q=%20: a blank"
    net.urls.clear()
    virtual_time(search(net.app(), "%20Tea%0a"))
    queries = {httpx.URL(url).params["q"] for _, url, _ in net.urls}
    assert queries == {" Tea\n"}, "the query that upstreams got for /search?q=%20Tea%0a"
    net.urls.clear()
    upstreams = {"one": "http://a/", "two": "http://a/"}
    app = create_app(net.client, upstreams, str.upper, limit=9, deadline=9)
    said = virtual_time(search(app))[1]
    assert said == {"results": dict.fromkeys(upstreams, {"x": [1]}), "errors": {}}
    assert len(net.urls) == 2, "calls for two upstreams that have the same URL"


@pytest.mark.hint(
    "One `await` after the other takes turns.",
    "`asyncio.TaskGroup` runs several coroutines at the same time.",
)
def test_calls_overlap(virtual_time):
    """All upstreams are asked at the same time, also for two requests at once."""
    net = Net(a=3, b=1, c=2)
    app = net.app()

    async def main():
        return await asyncio.gather(search(app, "x"), search(app, "y"))

    said = {"results": {"a": "a", "b": "b", "c": "c"}, "errors": {}}
    assert virtual_time(main()) == [(200, said, 3)] * 2, "status, JSON and the time of the answers"
    assert sorted(net.begun) == [("a", 0)] * 2 + [("b", 0)] * 2 + [("c", 0)] * 2, (
        "names and times of the calls; a, b and c take 3, 1 and 2 s"
    )
    queries = sorted(httpx.URL(url).params["q"] for _, url, _ in net.urls)
    assert queries == ["x"] * 3 + ["y"] * 3


@pytest.mark.hint(
    "A task that raises makes its group cancel the others.",
    "Each call has to catch what it raises itself, and note it under its name.",
)
def test_failures(virtual_time):
    """Upstreams that fail are in the errors, and the results of the others come all the same."""
    outcomes = {
        "broken": {"status_code": 500, "json": "sorry"},
        "created": {"status_code": 201, "json": "created"},
        "proxied": {"status_code": 203, "json": "proxied"},
        "partial": {"status_code": 206, "json": "partial"},
        "expired": {"status_code": 408, "json": "expired"},
        "gateway": {"status_code": 504, "json": "gateway"},
        "moved": {"status_code": 302, "headers": {"location": "http://good/"}},
        "html": {"text": "<html>"},
        "latin": {"content": b'"\xff"'},
        "refused": httpx.ConnectError("refused"),
        "slow": httpx.ReadTimeout("slow"),
        "library": TimeoutError("of a library"),
        "bug": RuntimeError("a bug"),
        "group": ExceptionGroup("several", [ValueError("a"), OSError("b")]),
    }
    net = Net(outcomes, **dict.fromkeys(outcomes, 1), good=3)
    status, said, began = virtual_time(search(net.app()))
    assert said["errors"] == dict.fromkeys(outcomes, "failed"), f"the upstreams give {outcomes}"
    assert said["results"] == {"good": "good"}
    assert (status, began) == (200, 3), "status and time of the answer; the good one takes 3 s"


@pytest.mark.parametrize("limit", [100, 4])
@pytest.mark.hint(
    "`async with asyncio.timeout(seconds)` cancels its block when the time is over.",
    "Where do the results stand that have come by then?",
    "What a group has begun has ended when the block of the group has.",
)
def test_deadline(virtual_time, limit):
    """At the deadline the late calls are cancelled and tidy up, and what has come is answered."""
    net = Net({"c": OSError("down")}, a=3, b=300, c=1, d=20)
    app = net.app(deadline=10, limit=limit)

    async def main():
        before = asyncio.all_tasks()
        answer = await search(app, gone=asyncio.Event())
        return answer, [net.running, await tasks_left(before)]

    answer, left = virtual_time(main())
    said = {"results": {"a": "a"}, "errors": {"b": "timeout", "c": "failed", "d": "timeout"}}
    assert answer == (200, said, 12), "status, JSON and time; the deadline is 10, tidying takes 2 s"
    assert sorted(net.cancelled) == [("b", 10), ("d", 10)], "calls that were cancelled, and when"
    assert left == [0, 0], "calls that still ran after the answer, and tasks that were left"
    brief = Net(a=0.2, b=0.3)
    answer = virtual_time(search(brief.app(deadline=0.25, limit=limit)))
    said = {"results": {"a": "a"}, "errors": {"b": "timeout"}}
    assert answer == (200, said, 2.25), "the deadline is 0.25, and the calls take 0.2 and 0.3 s"

    async def body():
        await asyncio.sleep(30)
        yield b"1"

    slow = Net({"a": {"content": body()}}, a=1)
    _, said, began = virtual_time(search(slow.app(deadline=10, limit=limit)))
    assert (said, began) == ({"results": {}, "errors": {"a": "timeout"}}, 10), (
        "JSON and time; the deadline is 10, and the body of the only response comes at 31"
    )


@pytest.mark.parametrize(
    ("outcomes", "seconds", "errors", "statuses"),
    [
        ({}, {"a": 50, "b": 60}, {"a": "timeout", "b": "timeout"}, {502, 504}),
        ({"a": {"text": "?"}}, {"a": 1, "b": 60}, {"a": "failed", "b": "timeout"}, {502, 504}),
        ({"b": TimeoutError()}, {"a": 60, "b": 1}, {"a": "timeout", "b": "failed"}, {502, 504}),
        ({"a": TimeoutError()}, {"a": 1}, {"a": "failed"}, {502, 504}),
        ({"a": {"content": b""}}, {"a": 1}, {"a": "failed"}, {502, 504}),
        ({"a": httpx.ReadTimeout("slow")}, {"a": 1}, {"a": "failed"}, {502, 504}),
        ({"a": {"text": "null"}}, {"a": 1, "b": 60}, {"b": "timeout"}, {200}),
        ({"a": {"text": "null"}, "b": OSError()}, {"a": 1, "b": 2}, {"b": "failed"}, {200}),
    ],
)
@pytest.mark.hint("Null is a result, and a `TimeoutError` of a call is not your deadline.")
def test_status(virtual_time, outcomes, seconds, errors, statuses):
    """The status is 502 or 504 without a result; the errors tell who was late and who failed."""
    seen, said, _ = virtual_time(search(Net(outcomes, **seconds).app(deadline=10)))
    what = f"deadline=10, seconds {seconds}, what upstreams give: {outcomes}"
    assert said["errors"] == errors, what
    assert seen in statuses, what


@pytest.mark.hint("What becomes of the task that waits for the client to hang up?")
def test_nothing_is_left(virtual_time):
    """When all upstreams have answered or failed in time, no task of the request goes on."""
    outcomes = {"a": {}, "b": {"status_code": 500}}

    async def main(seconds):
        before = asyncio.all_tasks()
        answer = await search(Net(outcomes, **seconds).app(deadline=10), gone=asyncio.Event())
        return answer[2], await tasks_left(before)

    assert virtual_time(main({"b": 2})) == (2, 0), (
        "when the answer began, and tasks that were left; the only upstream failed at 2"
    )
    outcomes["a"] = {"json": 1}
    assert virtual_time(main({"a": 3, "b": 2})) == (3, 0), (
        "when the answer began, and tasks that were left; the upstreams take 3 and 2 s"
    )


@pytest.mark.hint(
    "A semaphore lets a number of tasks in, and the others wait.",
    "Is there one for each request, or one for the application?",
)
def test_limit(virtual_time):
    """No more calls than the limit run at the same time, whichever requests they are for."""
    net = Net(a=3, b=3, c=3)
    app, other = net.app(limit=2), Net(a=3)

    async def main():
        return await asyncio.gather(
            search(app), search(app, "coffee"), search(app, "milk"), search(other.app(1))
        )

    answers = virtual_time(main())
    assert [status for status, _, _ in answers] == [200] * 4
    assert net.peak == 2, "calls that ran at the same time, with limit=2 and three requests"
    assert [time for _, time in net.begun] == [0, 0, 3, 3, 6, 6, 9, 9, 12], (
        "when the calls began, with limit=2, three requests, three upstreams that take 3 s each"
    )
    assert other.begun == [("a", 0)], "a call of another application, with limit=1"
    uneven = Net(a=1, b=3, c=1)
    virtual_time(search(uneven.app(limit=2)))
    assert [time for _, time in uneven.begun] == [0, 0, 1], (
        "when calls began, with limit=2, one request, and calls that take 1, 3 and 1 s"
    )
    slow = Net(a=1, b=1)

    async def body():
        slow.running += 1
        slow.peak = max(slow.peak, slow.running)
        await asyncio.sleep(3)
        yield b"1"
        slow.running -= 1

    slow.outcomes = {name: {"content": body()} for name in "ab"}
    virtual_time(search(slow.app(limit=1)))
    assert slow.peak == 1, "calls that ran at the same time, with limit=1; bodies take 3 s to come"
    one = Net(a=3)
    app = one.app(limit=2)

    async def one_by_one():
        requests = []
        for pause in (1, 1.2, 1.1, 0):
            requests.append(asyncio.create_task(search(app)))
            await asyncio.sleep(pause)
        await asyncio.wait(requests)

    virtual_time(one_by_one())
    assert [time for _, time in one.begun] == [0, 1, 3, 4], (
        "when calls of 3 s began, with limit=2 and requests at 0, 1, 2.2 and 3.3"
    )


@pytest.mark.hint("Where does the time begin: at the request, or when a call gets its room?")
def test_waiting_counts(virtual_time):
    """A call that still waits for room at the deadline is an error, and is not sent."""
    net = Net(a=4, b=4, c=4, d=4)

    async def main():
        first = await search(net.app(limit=1, deadline=10))
        await asyncio.sleep(60)
        return first

    status, said, began = virtual_time(main())
    counts = status, len(said["results"]), sorted(said["errors"].values())
    assert counts == (200, 2, ["timeout", "timeout"]), f"limit=1, deadline=10, 4 s a call: {said}"
    assert [time for _, time in net.begun] == [0, 4, 8], "when calls began"
    assert began == 12, "when the answer began; the third call is cancelled at 10 and tidies up"
    one = Net(a=8)
    app = one.app(limit=1, deadline=10)

    async def two_clients():
        first = asyncio.create_task(search(app))
        await asyncio.sleep(1)
        return await asyncio.gather(first, search(app))

    answers = virtual_time(two_clients())
    assert [began for _, _, began in answers] == [8, 13], (
        "when the answers began; the only place was taken when the second request came, at 1"
    )
    assert answers[1][1] == {"results": {}, "errors": {"a": "timeout"}}, "the second answer"


@pytest.mark.parametrize("end", [{"status_code": 500}, OSError("down"), None], ids=repr)
@pytest.mark.hint("`async with semaphore:` gives the room back, whatever happens inside.")
def test_room_is_given_back(virtual_time, end):
    """Calls that failed or were cancelled make room for others, and not before they have ended."""
    net = Net({"a": end or {}, "b": end or {}}, a=4 if end else 50, b=4 if end else 50)
    app = net.app(limit=2, deadline=10)

    async def main():
        first = asyncio.create_task(search(app))
        await asyncio.sleep(9)
        second = asyncio.create_task(search(app))
        await asyncio.wait([first, second])

    virtual_time(main())
    assert net.peak == 2, "calls that ran at the same time, with limit=2"
    times = [0, 0, 9, 9] if end else [0, 0, 12, 12]
    assert [time for _, time in net.begun] == times, (
        "when calls began, for requests at 0 and 9, "
        + (f"whose calls fail after 4 s: {end!r}" if end else "that are late at 10 and tidy up")
    )


@pytest.mark.hint(
    "`await request.receive()` returns a message; one of them has the type `http.disconnect`.",
    "Wait for that in a task, next to the search, and cancel the search when it comes.",
    "What is cancelled a second time is interrupted in its `finally` block, too.",
)
def test_gone(virtual_time):
    """When a client hangs up, its calls are cancelled at once."""
    net = Net(a=40, b=40, c=40)
    app = net.app()

    async def main():
        other = asyncio.create_task(search(app, "other", parts=2))
        await asyncio.sleep(1)
        gone, before = asyncio.Event(), asyncio.all_tasks()
        request = asyncio.create_task(search(app, "tea", gone, parts=3))
        await asyncio.sleep(2.3456)
        when = now()
        gone.set()
        await ending(request)
        after = [round(now() - when, 3), net.running, await tasks_left(before)]
        return when, after, await other

    when, after, (status, said, _) = virtual_time(main())
    cancelled = sorted((name, round(time - when, 6)) for name, time in net.cancelled)
    assert cancelled == [("a", 0), ("b", 0), ("c", 0)], (
        "calls that were cancelled, and how many seconds after the client hung up"
    )
    assert sorted(net.tidied) == ["a", "b", "c"], "calls that could tidy up"
    assert after == [2, 3, 0], (
        "seconds until the application's call ended (tidying up takes 2 s), calls that ran then "
        "(those of another request), and tasks that were left"
    )
    assert said == {"results": {"a": "a", "b": "b", "c": "c"}, "errors": {}}, (
        "the other request, whose body came in two messages"
    )
    assert status == 200, "the other request"
    brief = Net(a=40, b=40)

    async def deadline_meanwhile():
        gone = asyncio.Event()
        request = asyncio.create_task(search(brief.app(deadline=4), "tea", gone))
        await asyncio.sleep(3)
        gone.set()
        await ending(request)
        return sorted(brief.tidied)

    assert virtual_time(deadline_meanwhile()) == ["a", "b"], (
        "calls that could tidy up before the application's call ended; the client hung up at 3, "
        "tidying takes 2 s, and the deadline is 4"
    )


@pytest.mark.hint("Who waits for the semaphore is to be cancelled, too.")
def test_gone_while_waiting(virtual_time):
    """Calls that wait for room are not begun when the client has gone, and no task is left."""
    net = Net(a=5, b=5, c=5)
    app = net.app(limit=1)

    async def main():
        gone, before = asyncio.Event(), asyncio.all_tasks()
        request = asyncio.create_task(search(app, "x", gone))
        await asyncio.sleep(1.3)
        gone.set()
        await ending(request)
        left = await tasks_left(before)
        await asyncio.sleep(60)
        return left, await search(app)

    left, answer = virtual_time(main())
    assert left == 0, "tasks that were left when the request had ended"
    assert [round(time) for _, time in net.begun] == [0, 63, 68, 73], (
        "when calls began, with limit=1; a first client hung up at 1.3, a second comes at 63.4"
    )
    assert answer[0] == 200
    net = Net(a=5, b=5)
    app = net.app(limit=1)

    async def full():
        gone, first = asyncio.Event(), asyncio.create_task(search(app))
        await asyncio.sleep(1)
        second = asyncio.create_task(search(app, "x", gone))
        await asyncio.sleep(1)
        gone.set()
        await ending(second)
        return now(), (await first)[2]

    assert virtual_time(full()) == (2, 10), (
        "when the two requests ended; no place was free when the second came, which hung up at 2"
    )
    assert len(net.begun) == 2, "calls that were begun, for the first client alone"


@pytest.mark.hint(
    "`asyncio.to_thread(function, argument)` awaits what a function returns in a thread."
)
def test_report():
    """A report is the text that `render` returns for the query, be that a blank."""
    seen = asyncio.run(visit(Net().app(render=" <{}> é\n".format), "/report?q=a%26b=%C3%A9+%252"))
    assert (seen.status, seen.type, seen.body.decode()) == (200, "text/plain", " <a&b=é %2> é\n")
    seen = asyncio.run(visit(Net().app(render="<{}>".format), "/report?q=%20"))
    assert (seen.status, seen.body) == (200, b"< >"), "GET /report?q=%20"
    seen = asyncio.run(visit(Net().app(render="<{}>".format), "/report?q=%20Tea%0a"))
    assert (seen.status, seen.body) == (200, b"< Tea\n>"), "GET /report?q=%20Tea%0a"
    seen = asyncio.run(visit(Net().app(render=lambda text: ""), "/report?q=tea"))
    assert (seen.status, seen.type, seen.body) == (200, "text/plain", b""), "an empty report"
    texts = iter(["first", "second"])

    async def twice():
        app = Net().app(render=lambda text: next(texts))
        return [(await visit(app, "/report?q=tea")).body for _ in range(2)]

    assert asyncio.run(twice()) == [b"first", b"second"], "GET /report?q=tea, twice"


@pytest.mark.hint(
    "Which thread runs the loop, and which runs `render`?",
    "A lock around `render` makes its callers wait for each other.",
)
def test_render_blocks_nobody():
    """While `render` waits, a search is answered, and another report is rendered."""
    release, noted = threading.Event(), []
    started = []

    async def main():
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def render(text):
            started.append(text)
            if len(started) > 1:
                return text
            loop.call_soon_threadsafe(begun.set)
            noted.append("released" if release.wait(PATIENCE) else "nobody else got through")
            return f"{text}, late"

        app = Net(a=0).app(render=render, limit=1)
        slow = asyncio.create_task(visit(app, "/report?q=tea"))
        await begun.wait()
        status, said, _ = await search(app)
        noted.append((status, said))
        quick = await asyncio.wait_for(visit(app, "/report?q=tea"), PATIENCE)
        noted.append(quick.body)
        release.set()
        noted.append((await slow).body)

    asyncio.run(main())
    said = {"results": {"a": "a"}, "errors": {}}
    assert noted == [(200, said), b"tea", "released", b"tea, late"], (
        "a search, a quick report, what the slow `render` saw, and its report on the same text"
    )
    release.clear()

    async def longer():
        loop, begun = asyncio.get_running_loop(), asyncio.Event()
        clock, passed = loop.time, [0]
        loop.time = lambda: clock() + passed[0]

        def late(text):
            loop.call_soon_threadsafe(begun.set)
            return text if release.wait(PATIENCE) else "nobody went on"

        report = asyncio.create_task(visit(Net().app(render=late, deadline=10), "/report?q=tea"))
        await begun.wait()
        passed[0] = 30
        await asyncio.sleep(0.001)
        release.set()
        await ending(report)
        return None if report.exception() else report.result().body

    assert asyncio.run(longer()) == b"tea", (
        "a report that takes 30 s by the clock of the loop; the deadline is 10"
    )
