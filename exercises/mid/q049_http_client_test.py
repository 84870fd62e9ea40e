"""Checks for Q49 · HTTP client, against a real server on the loopback interface."""

import contextlib
import json
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from q049_http_client import ApiClient, ApiError, ApiTimeout, StatusError

pytestmark = pytest.mark.timeout(10)


@dataclass
class Answer:
    """What the server answers to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    missing: int = 0  # so many bytes of the body are announced but do not come
    stall: str = ""  # what the client waits for in vain; otherwise the line is cut

    def send(self, handler):
        if self.stall != "headers":
            handler.send_response(self.status)
            handler.send_header("Content-Length", str(len(self.body) + self.missing))
            for name, text in self.headers.items():
                handler.send_header(name, text)
            handler.end_headers()
            handler.wfile.write(self.body)
        if self.stall:
            handler.server.release.wait(2)
            handler.close_connection = True
        handler.close_connection = handler.close_connection or self.missing > 0


def reply(value, status=200):
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())


def failure(status, **headers):
    return Answer(status, b"no", {name.replace("_", "-"): text for name, text in headers.items()})


@pytest.fixture
def server(loopback_server, monkeypatch):
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")
    # to load certificates takes longer than all of a check, and nothing here is encrypted
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: None)
    loopback_server.url += "/v1"
    return loopback_server


@pytest.fixture
def connect(server, clock):
    """A function that makes a client of the server; it must not sleep for real."""
    clients = []

    def connect(**options):
        options = {"timeout": 4, "sleep": clock.sleep, **options}
        clients.append(ApiClient(server.url, "t0ken", **options))
        return clients[-1]

    yield connect
    for client in clients:
        with contextlib.suppress(Exception):  # that it closes is a check of its own
            client.close()
        with contextlib.suppress(Exception):
            client.__exit__(None, None, None)


def send(api, kind, name="Grace", path="things"):
    """Make a request of the given kind."""
    match kind:
        case "get":
            return api.get(path, {"q": "a"})
        case "put":
            return api.put(path, {"name": name})
        case "post":
            return api.post(path, {"name": name})


def outcome(api, kind, name="Grace"):
    """What a request of the given kind returns, or the `ApiError` that it raises."""
    try:
        return send(api, kind, name)
    except ApiError as error:
        return error


def said(result):
    """An outcome in short: the status of a `StatusError`, anything else as it is."""
    return result.status if isinstance(result, StatusError) else result


ALL = pytest.mark.parametrize("kind", ["get", "put", "post"])
REPEATABLE = pytest.mark.parametrize("kind", ["get", "put"])


@pytest.mark.hint(
    "`httpx.Client(base_url=…)` puts a path behind its own; `urljoin` may drop a part of it.",
    "`json=` encodes a body and names its type; `response.json()` decodes one.",
)
def test_speaks_json(server, connect):
    """`get`, `put` and `post` ask the right address, and send and decode JSON."""
    server.answers(
        reply({"id": 7}), reply(None), reply([0, "grün"]), reply({"id": 8}), reply(0), reply("")
    )
    api = connect()
    assert api.get("users/7") == {"id": 7}
    assert api.get("users/7/boss") is None
    assert api.put("users/7", {"name": "Grüner", "boss": None}) == [0, "grün"]
    assert api.post("users", payload={"id": 8}) == {"id": 8}
    assert api.post("users/8/touch", {}) == 0
    assert api.put("users/8", {}) == ""
    assert server.asked == [
        ("GET", "/v1/users/7"),
        ("GET", "/v1/users/7/boss"),
        ("PUT", "/v1/users/7"),
        ("POST", "/v1/users"),
        ("POST", "/v1/users/8/touch"),
        ("PUT", "/v1/users/8"),
    ], "the requests that these six calls made"
    sent = [(headers.get_content_type(), body) for _, _, headers, body in server.requests[2:]]
    assert [kind for kind, _ in sent] == ["application/json"] * 4, (
        "types of what was sent by the put, the two posts and the second put"
    )
    payloads = [json.loads(body) for _, body in sent]
    assert payloads == [{"name": "Grüner", "boss": None}, {"id": 8}, {}, {}], (
        "sent by the put, the two posts and the second put"
    )


@pytest.mark.hint(
    "Names and values may hold `&`, `=`, `+`, `#` and other letters.",
    "`params=` quotes them.",
)
def test_quotes_the_query(server, connect):
    """`params` arrive as they are, whatever characters are in them."""
    params = {"q": "salt & pepper", "a+b": "c=d#e?f%20", "page": 0, "ü": "/", "none": ""}
    server.answers(reply("found"), reply("all"))
    api = connect()
    assert api.get("search", params=params) == "found"
    assert api.get("all") == "all"
    address = urlsplit(server.requests[0][1])
    assert address.path == "/v1/search", "requested by api.get('search', params=…)"
    assert parse_qs(address.query, keep_blank_values=True) == {
        "q": ["salt & pepper"],
        "a+b": ["c=d#e?f%20"],
        "page": ["0"],
        "ü": ["/"],
        "none": [""],
    }, f"the query of api.get('search', params={params})"
    assert server.requests[1][1] == "/v1/all", "the next request, which has no `params`"


@pytest.mark.hint(
    "`httpx.Client(headers=…)` puts headers into every request.",
    "A keyword without a default is one that callers have to think of.",
)
def test_shows_the_token_and_has_no_default_timeout(server, connect):
    """Every request carries the token, the repeated ones too; `timeout` has to be given."""
    server.answers(reply(1), failure(503), reply(2), reply(3))
    api = connect()
    results = [said(outcome(api, kind)) for kind in ("get", "put", "post")]
    assert {"results of get, put and post": results} == {
        "results of get, put and post": [1, 2, 3]
    }, "the server answered 1, then with status 503, 2 and 3"
    tokens = [headers["Authorization"] for _, _, headers, _ in server.requests]
    assert tokens == ["Bearer t0ken"] * 4, "the header Authorization of the four requests"
    with pytest.raises(TypeError):
        ApiClient(server.url, "t0ken")


@ALL
@pytest.mark.hint(
    "An answer is an answer: httpx raises nothing for a 404 unless you ask it to.",
    "`response.is_success` is true for 200 to 299 only; `is_error` leaves redirects out.",
)
def test_refusals(server, connect, kind):
    """Every status but 200 to 299 raises a `StatusError` with it; no redirect is followed."""
    api, address = connect(), {"get": "/v1/things?q=a"}.get(kind, "/v1/things")
    statuses = [200, 201, 299, 300, 301, 302, 303, 307, 308, 404, 500]
    seen = {}
    for status in statuses:
        success = reply("fine", status)
        refusal = failure(status, Location="/v1/other")
        server.answers(success if status < 300 else refusal, reply("one too many"))
        seen[status] = said(outcome(api, kind))
    wanted = {status: "fine" if status < 300 else status for status in statuses}
    assert {"results by the status of the answer": seen} == {
        "results by the status of the answer": wanted
    }
    assert [path for _, path in server.asked] == [address] * len(statuses), (
        f"requested by a {kind} each, answered with {statuses}"
    )


@ALL
@pytest.mark.parametrize("stall", ["connect", "request", "headers", "body"])
@pytest.mark.hint(
    "Give the timeout to the `httpx.Client`, and look up what httpx raises when it is over.",
    "httpx has four exceptions for timeouts and one base class of them all.",
    "`raise ApiTimeout(...) from error` for `httpx.TimeoutException`.",
)
def test_timeouts(server, connect, clock, kind, stall):
    """A server that is slow to connect, read or answer raises `ApiTimeout`, with its cause."""
    server.answers(Answer(body=b"[", missing=2, stall=stall), reply("one too many"))
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()  # connections are made, but nobody reads
        if stall in ("connect", "request"):  # for https, connecting waits for words of the server
            scheme = "https" if stall == "connect" else "http"
            server.url = f"{scheme}://127.0.0.1:{deaf.getsockname()[1]}"
        name = "Grace" * (2_000_000 if stall == "request" else 1)
        result = outcome(connect(timeout=0.05), kind, name)
    assert isinstance(result, ApiTimeout), (
        f"a {kind} request, stalled in {stall}, gave {result!r} and no ApiTimeout"
    )
    cause = result.__cause__
    assert isinstance(cause, httpx.TimeoutException), (
        f"the cause of {result!r} is {cause!r}, no httpx.TimeoutException"
    )
    limits = result.__cause__.request.extensions["timeout"]
    assert [limits[what] for what in ("connect", "read", "write")] == [0.05] * 3, (
        f"the limits that httpx got for a {kind} request, with timeout=0.05: {limits}"
    )
    assert clock.sleeps == []


@ALL
@pytest.mark.hint(
    "httpx's exceptions have a common base for all that goes wrong on the way.",
    "`httpx.TransportError` covers refused and cut connections, and timeouts too: mind the order.",
)
def test_broken_connections(server, connect, clock, kind):
    """A refused connection, or a body cut short, is the cause of an `ApiError` of no other kind."""
    server.answers(Answer(body=b"[", missing=2), reply("one too many"))
    cut = outcome(connect(), kind)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but nobody listens
        server.url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        refused = outcome(connect(), kind)
    assert isinstance(cut, ApiError), f"a {kind} request, cut short, gave {cut!r}"
    assert isinstance(refused, ApiError), f"a {kind} request, refused, gave {refused!r}"
    assert not isinstance(cut, ApiTimeout | StatusError), f"cut: {cut!r}"
    assert not isinstance(refused, ApiTimeout | StatusError), f"refused: {refused!r}"
    for error in (cut, refused):
        cause = error.__cause__
        assert isinstance(cause, httpx.TransportError), (
            f"the cause of {error!r} is {cause!r}, no httpx.TransportError"
        )
    assert (len(server.requests), clock.sleeps) == (1, []), (
        "requests that the server got, and waits; one was cut, one refused"
    )


@REPEATABLE
@pytest.mark.hint(
    "Status 503 says: later. Then the same request is sent once more.",
    "A header is text: `int(...)` it, and call the `sleep` you were given.",
)
def test_waits_as_long_as_the_server_asks(server, connect, clock, kind):
    """A 503 to GET or PUT is tried again, unchanged, after the seconds in `Retry-After`."""
    server.answers(failure(503, Retry_After="7"), failure(503, Retry_After="0"), reply("done"))
    answers = "answered with 503 and Retry-After 7, with 503 and Retry-After 0, then 'done'"
    assert said(outcome(connect(), kind)) == "done", answers
    assert clock.sleeps == [7, 0], answers
    requests = [(method, path, body) for method, path, _, body in server.requests]
    address, body = {"get": ("/v1/things?q=a", b""), "put": ("/v1/things", requests[0][2])}[kind]
    assert {"requests answered with 503, 503 and 200": requests} == {
        "requests answered with 503, 503 and 200": [(kind.upper(), address, body)] * 3
    }


@pytest.mark.hint(
    "`Retry-After` holds seconds or a date. Both are texts.",
    "`str.isdecimal` tells them apart; or catch the error of `int`.",
)
def test_only_numbers_are_seconds(server, connect, clock):
    """`Retry-After` counts if it is a number, small or large; dates do not."""
    dates = ["Wed, 21 Oct 2015 07:28:00 GMT", "Thu, 31 Dec 2099 23:59:59 GMT"]
    expected = {"0": 0, "1": 1, "31536000": 31_536_000, **dict.fromkeys(dates, 1)}
    api, waits = connect(), {}
    for text in expected:
        server.answers(failure(503, Retry_After=text), reply("done"))
        results = [said(outcome(api, "get")), clock.sleeps[:]]
        clock.sleeps.clear()
        waits[text] = results[1][0] if results[0] == "done" and len(results[1]) == 1 else results
    assert {"waits by the text in Retry-After": waits} == {
        "waits by the text in Retry-After": expected
    }


@REPEATABLE
@pytest.mark.hint(
    "After attempt n the wait is `2 ** (n - 1)` seconds, whatever the waits before were.",
    "Count the attempts in the request, not in the client.",
)
def test_waits_longer_each_time(server, connect, kind):
    """Otherwise the waits are 1, 2, 4, 8 … seconds, by the attempt, one before each further one."""
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    waits = []
    api = connect(attempts=9, sleep=lambda seconds: waits.append((seconds, len(server.requests))))
    server.answers(
        failure(503),
        failure(503, Retry_After=date),
        failure(503, Retry_After="30"),
        failure(503),
        reply("done"),
        failure(503),
        reply("again"),
    )
    answers = "answered with 503 four times (Retry-After: none, a date, 30, none), 'done', "
    answers += "503, 'again'"
    assert [said(outcome(api, kind)), said(outcome(api, kind))] == ["done", "again"], answers
    assert {"pairs (seconds that `sleep` got, requests sent by then)": waits} == {
        "pairs (seconds that `sleep` got, requests sent by then)": (
            [(1, 1), (2, 2), (30, 3), (8, 4), (1, 6)]
        )
    }, answers


@pytest.mark.parametrize(
    ("kind", "options", "waits"),
    [
        ("get", {}, [1, 2]),
        ("put", {}, [1, 2]),
        ("get", {"attempts": 1}, []),
        ("put", {"attempts": 9}, [1, 2, 4, 8, 16, 32, 64, 128]),
    ],
)
@pytest.mark.hint(
    "`attempts` counts the requests, not the repetitions.",
    "After the last attempt there is nothing to wait for.",
)
def test_gives_up(server, connect, clock, kind, options, waits):
    """After `attempts` requests, by default 3, a 503 is a `StatusError`; the next call is new."""
    server.answers(*[failure(503)] * 20)
    api = connect(**options)
    assert [said(outcome(api, kind)), said(outcome(api, kind))] == [503, 503], (
        "every request is answered with 503"
    )
    assert (len(server.requests), clock.sleeps) == (2 * len(waits) + 2, waits * 2), (
        "requests and waits of two calls, which were answered with 503 only"
    )


@pytest.mark.hint(
    "A second order is worse than an error message.",
    "Decide by the method and by the status: every other answer is final.",
)
def test_other_requests_are_sent_once(server, connect, clock):
    """A POST is sent once; a GET or PUT that fails otherwise than with 503 is not sent again."""
    later, api = {"Retry_After": "1"}, connect()

    def result_if_answered_with(status, kind):
        server.answers(failure(status, **later), reply("one too many"))
        return said(outcome(api, kind))

    def result_if_answered_with_503_and_then(status, kind):
        server.answers(failure(503), failure(status), reply("one too many"))
        return said(outcome(api, kind))

    assert result_if_answered_with(503, kind="post") == 503
    assert result_if_answered_with(500, kind="get") == 500
    assert result_if_answered_with(429, kind="get") == 429
    assert result_if_answered_with(502, kind="put") == 502
    assert result_if_answered_with(504, kind="put") == 504
    assert (len(server.requests), clock.sleeps) == (5, []), "requests and waits of five calls"
    assert result_if_answered_with_503_and_then(500, kind="get") == 500
    assert result_if_answered_with_503_and_then(500, kind="put") == 500
    for kind in ("get", "put"):
        server.answers(failure(503), Answer(body=b"[", missing=2), reply("one too many"))
        cut = outcome(api, kind)
        asked = f"{kind}, answered with 503, then with half a body, and then with 'one too many'"
        came = "ApiError" if isinstance(cut, ApiError) else repr(cut)
        assert {asked: came} == {asked: "ApiError"}
        cause = cut.__cause__
        assert isinstance(cause, httpx.TransportError), (
            f"{asked}: the cause of {cut!r} is {cause!r}, no httpx.TransportError"
        )
    assert (len(server.requests), clock.sleeps) == (13, [1] * 4), (
        "requests and waits in all; the last four calls were answered with 503 first"
    )
    for kind in ("get", "put"):
        server.answers(failure(503), Answer(stall="headers"), reply("one too many"))
        late = outcome(connect(timeout=0.2), kind)
        asked = f"{kind} with timeout=0.2, answered with 503, then late, then with 'one too many'"
        came = "ApiTimeout" if isinstance(late, ApiTimeout) else repr(late)
        assert {asked: came} == {asked: "ApiTimeout"}


@pytest.mark.hint(
    "`httpx.get` opens a connection a call; an `httpx.Client` keeps its own.",
    "Make one `httpx.Client` in `__init__` and use it for everything.",
)
def test_one_connection(server, connect):
    """All requests of a client share one connection, after a refusal or a 503 too."""
    server.answers(
        *[reply(1), failure(503), reply(2), failure(404), reply(3)],
        *[failure(503), reply(4), failure(503), reply(5)],
    )
    api, kinds = connect(), ["get", "put", "put", "post", "get", "post", "post"]
    seen = [said(outcome(api, kind)) for kind in kinds]
    assert {f"results of {', '.join(kinds)}": seen} == {
        f"results of {', '.join(kinds)}": [1, 2, 404, 3, 4, 503, 5]
    }, "the server answered 1, 503, 2, 404, 3, 503, 4, 503, 5"
    assert server.connections == 1, f"{len(server.requests)} requests took several connections"


@pytest.mark.parametrize("way", ["close", "with", LookupError, KeyboardInterrupt])
@pytest.mark.hint(
    "`__enter__` returns the client; `__exit__` closes it, whatever happened in the block.",
    "Close the `httpx.Client`: it closes its connections.",
)
def test_closes(server, connect, way):
    """`close` and the end of the `with` block close the connection; errors of the block pass."""
    server.answers(reply("fine"))
    api, seen = connect(), []
    if way == "close":
        seen += [True, api.get("things"), server.hung_up.is_set()]
        api.close()
    else:
        try:
            with api as bound:
                seen += [bound is api, bound.get("things"), server.hung_up.is_set()]
                if way != "with":
                    raise way("of the block")
        except (LookupError, KeyboardInterrupt) as error:
            seen.append(str(error))
    error = ["of the block"] if isinstance(way, type) else []
    assert {"is `as` the client, result, closed early, error": seen} == {
        "is `as` the client, result, closed early, error": [True, "fine", False, *error]
    }
    assert server.hung_up.wait(2), f"the connection is still open after the end by {way!r}"


@pytest.mark.parametrize(
    "name",
    ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"],
)
@pytest.mark.hint(
    "httpx reads the environment on its own.",
    "`httpx.Client(trust_env=False)` leaves it alone.",
)
def test_ignores_proxy_variables(server, connect, monkeypatch, name):
    """A proxy that an environment variable names is not used."""
    server.answers(reply("direct"))
    for other in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(other)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but nobody listens
        monkeypatch.setenv(name, f"http://127.0.0.1:{deaf.getsockname()[1]}")
        result = outcome(connect(), "get")
        monkeypatch.setenv(name, server.url)
        server.url = f"https://127.0.0.1:{deaf.getsockname()[1]}"
        outcome(connect(), "get")
    assert result == "direct", f"a GET request with {name} set"
    assert server.connections == 1, f"a GET request to {server.url} with {name} set used the proxy"
