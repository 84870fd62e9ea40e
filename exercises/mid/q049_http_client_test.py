"""Checks for Q49 · HTTP client, against a real server on the loopback interface."""

import contextlib
import hashlib
import json
import socket
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from q049_http_client import ApiClient, ApiError, ApiTimeout, ChecksumError, StatusError

pytestmark = pytest.mark.timeout(10)


@dataclass
class Answer:
    """What the server answers to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    missing: int = 0  # so many bytes of the body are announced but do not come
    stall: bool = False  # what is missing keeps the client waiting; otherwise the line is cut

    def send(self, handler):
        handler.send_response(self.status)
        handler.send_header("Content-Length", str(len(self.body) + self.missing))
        for name, text in self.headers.items():
            handler.send_header(name, text)
        handler.end_headers()
        handler.wfile.write(self.body)
        if self.stall:
            handler.server.release.wait(2)
        handler.close_connection = handler.close_connection or self.missing > 0


def reply(value, **headers):
    return Answer(body=json.dumps(value).encode(), headers=headers)


def failure(status, **headers):
    return Answer(status, b"no", {name.replace("_", "-"): text for name, text in headers.items()})


@pytest.fixture
def server(loopback_server, monkeypatch, tmp_path):
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # no certificates: loading them takes long
    loopback_server.url += "/v1"
    return loopback_server


@pytest.fixture
def connect(server, clock):
    """A function that makes a client of the server; it must not sleep for real."""

    def connect(**options):
        return ApiClient(server.url, "t0ken", **{"timeout": 4, "sleep": clock.sleep, **options})

    return connect


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def send(api, kind, folder):
    """Make a request of the given kind for `things`; a download is put into `folder`."""
    match kind:
        case "get":
            return api.get("things")
        case "post":
            return api.post("things", {})
        case "pages":
            return list(api.pages("things"))
        case "download":
            return api.download("things", folder / "file", sha256(b"[1]"))


ALL = pytest.mark.parametrize("kind", ["get", "post", "pages", "download"])
READS = pytest.mark.parametrize("kind", ["get", "pages", "download"])


@pytest.mark.hint(
    "`httpx.Client(base_url=…, headers=…)` puts both into every request.",
    "`params=` quotes what needs it; `json=` encodes a body and names its type.",
)
def test_speaks_json(server, connect):
    """`get` and `post` ask the right address, show the token, send and decode JSON."""
    server.answers(reply({"id": 7}), reply([]), Answer(201, b'{"id": 8}'))
    with connect() as api:
        results = [
            api.get("users/7"),
            api.get("search", {"q": "salt & pepper", "limit": 2}),
            api.post("users", {"name": "Grace", "tags": ["a", None]}),
        ]
    assert results == [{"id": 7}, [], {"id": 8}]
    addresses = [urlsplit(path) for _, path in server.asked]
    assert [address.path for address in addresses] == ["/v1/users/7", "/v1/search", "/v1/users"]
    assert parse_qs(addresses[1].query) == {"q": ["salt & pepper"], "limit": ["2"]}
    method, _, headers, body = server.requests[2]
    assert (method, headers["Content-Type"]) == ("POST", "application/json")
    assert json.loads(body) == {"name": "Grace", "tags": ["a", None]}
    tokens = [headers["Authorization"] for _, _, headers, _ in server.requests]
    assert tokens == ["Bearer t0ken"] * 3


@ALL
@pytest.mark.hint(
    "An answer is an answer: httpx raises nothing for a 404 unless you ask it to.",
    "`response.is_success` is true for 200 to 299 only; `is_error` leaves redirects out.",
)
def test_refusals(server, connect, clock, tmp_path, kind):
    """Every status that is no success raises a `StatusError` with it, and is not retried."""

    def refusal(status):
        server.answers(failure(status, Location="/v1/other"), reply([1]))
        try:
            return f"no error, but {send(api, kind, tmp_path)!r}"
        except StatusError as error:
            return error.status

    with connect() as api:
        refusals = [refusal(status) for status in (302, 404, 500, 504)]
    assert refusals == [302, 404, 500, 504]
    assert [path for _, path in server.asked] == ["/v1/things"] * 4
    assert clock.sleeps == []


@READS
@pytest.mark.hint(
    "Status 503 says: later. `Retry-After` may say how much later.",
    "A header is text: `int(...)` it, and call the `sleep` you were given.",
)
def test_waits_as_long_as_the_server_asks(server, connect, clock, tmp_path, kind):
    """A 503 to a GET request is tried again after the seconds in `Retry-After`."""
    server.answers(failure(503, Retry_After="7"), failure(503, Retry_After="0"), reply([1]))
    with connect() as api:
        result = send(api, kind, tmp_path)
    assert result == (3 if kind == "download" else [1])
    assert clock.sleeps == [7, 0]
    assert server.asked == [("GET", "/v1/things")] * 3


@pytest.mark.hint(
    "`Retry-After` can be missing, and may be a date: ask `text.isdecimal()` before `int(text)`.",
    "After attempt n the wait is `2 ** (n - 1)` seconds, whatever the waits before were.",
)
def test_waits_longer_each_time(server, connect, clock):
    """Without a number in `Retry-After` the waits are 1, 2, 4 … seconds, by the attempt."""
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    server.answers(
        failure(503),
        failure(503, Retry_After=date),
        failure(503, Retry_After="30"),
        failure(503, Retry_After="-5"),
        reply("done"),
    )
    with connect(attempts=5) as api:
        assert api.get("things") == "done"
    assert clock.sleeps == [1, 2, 30, 8]


class Number(int):
    """A number that equals another without being the same object, as large numbers do."""


@pytest.mark.parametrize(
    ("options", "requests", "waits"),
    [
        ({}, 3, [1, 2]),
        ({"attempts": 1}, 1, []),
        ({"attempts": 2}, 2, [1]),
        ({"attempts": Number(20)}, 20, [2**n for n in range(19)]),
    ],
    ids=["default", "attempts=1", "attempts=2", "attempts=20"],
)
@pytest.mark.hint(
    "`attempts` counts the requests, not the repetitions.",
    "After the last attempt there is nothing to wait for.",
)
def test_gives_up(server, connect, clock, options, requests, waits):
    """After `attempts` requests, 3 by default, a 503 is a `StatusError` and no more is waited."""
    server.answers(*[failure(503)] * 30)
    with connect(**options) as api, pytest.raises(StatusError) as caught:
        api.get("things")
    assert caught.value.status == 503
    assert (len(server.requests), clock.sleeps) == (requests, waits)


@pytest.mark.parametrize(
    ("answer", "error"),
    [(failure(503, Retry_After="1"), StatusError), (Answer(missing=5), ApiError)],
    ids=["503", "cut"],
)
@pytest.mark.hint(
    "A second order is worse than an error message.",
    "Decide by the method: only GET has more than one attempt.",
)
def test_post_is_sent_once(server, connect, clock, answer, error):
    """A POST request is never sent a second time, whatever went wrong."""
    server.answers(answer, reply("done"))
    with connect() as api, pytest.raises(ApiError) as caught:
        api.post("orders", {"article": 12})
    assert type(caught.value) is error
    assert (server.asked, clock.sleeps) == ([("POST", "/v1/orders")], [])


@ALL
@pytest.mark.hint(
    "Give the timeout to the `httpx.Client`, and look up what httpx raises when it is over.",
    "`raise ApiTimeout(...) from error` for `httpx.TimeoutException`, for every method alike.",
    "With a stream, the error may come while you read the body, after `send` has returned.",
)
def test_timeouts(server, connect, clock, tmp_path, kind):
    """A server that does not go on answering raises `ApiTimeout`, caused by httpx's error."""
    server.answers(Answer(body=b"[", missing=2, stall=True), reply([1]))
    with connect(timeout=0.03) as api, pytest.raises(ApiTimeout) as caught:
        send(api, kind, tmp_path)
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.TimeoutException), f"the cause is {cause!r}"
    assert clock.sleeps == []


@ALL
@pytest.mark.hint(
    "httpx's exceptions have a common base for all that goes wrong on the way.",
    "`httpx.TransportError` covers refused and cut connections, and timeouts too: mind the order.",
)
def test_broken_connections(server, connect, tmp_path, kind):
    """A refused or cut connection raises a plain `ApiError`, caused by httpx's error."""
    server.answers(Answer(body=b"[", missing=2), reply([1]))
    with connect() as api, pytest.raises(ApiError) as cut:
        send(api, kind, tmp_path)
    with contextlib.closing(socket.socket()) as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but nobody listens
        nowhere = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        lost = ApiClient(base_url=nowhere, token="t0ken", timeout=4)
        with lost as api, pytest.raises(ApiError) as refused:
            send(api, kind, tmp_path)
    assert (type(cut.value), type(refused.value)) == (ApiError, ApiError)
    causes = (cut.value.__cause__, refused.value.__cause__)
    assert isinstance(causes[0], httpx.TransportError), f"the cause is {causes[0]!r}"
    assert isinstance(causes[1], httpx.ConnectError), f"the cause is {causes[1]!r}"


@pytest.mark.hint(
    "A generator sends its next request only when somebody wants the next item.",
    "`response.links` is the parsed `Link` header.",
    "`response.url.join(address)` resolves a relative address; a new `params` would replace the "
    "query that the link brings.",
)
def test_pages(server, connect):
    """`pages` follows the `next` links, complete or relative, and only when items are wanted."""
    last = f"<{server.url}/items?cursor=c&size=2>"
    server.answers(
        reply([1, 2], Link='<?cursor=a>; rel="next"'),
        reply([3], Link='</v1/items?size=2>; rel="first", </v1/items?cursor=b>; rel="next"'),
        reply([], Link=f'{last}; rel="next", </v1/items?cursor=a>; rel="prev"'),
        reply([4], Link='</v1/items?cursor=b>; rel="prev"'),
    )
    with connect() as api:
        items = api.pages("items", {"size": 2})
        progress = [(len(server.requests), next(items)) for _ in range(2)]
        progress += [(len(server.requests), item) for item in items]
    assert progress == [(0, 1), (1, 2), (2, 3), (4, 4)]
    assert [path for _, path in server.asked] == [
        "/v1/items?size=2",
        "/v1/items?cursor=a",
        "/v1/items?cursor=b",
        "/v1/items?cursor=c&size=2",
    ]


@pytest.mark.parametrize("way", ["with", "close"])
@pytest.mark.hint(
    "`httpx.get` opens a connection a call; an `httpx.Client` keeps its own.",
    "Make one `httpx.Client` in `__init__`, use it for everything, close it in `close`.",
    "A streamed answer has to be read to its end before its connection is free again.",
)
def test_one_connection(server, connect, tmp_path, way):
    """All requests of a client share one connection, which is closed with the client."""
    server.answers(
        reply([1]),
        failure(503),
        reply([1], Link='<?page=2>; rel="next"'),
        reply([2]),
        failure(503),
        Answer(body=b"[1]"),
        failure(404),
        reply({}),
    )
    api = connect()
    with api if way == "with" else contextlib.closing(api) as bound:
        assert bound is api
        api.get("things")
        list(api.pages("things"))
        send(api, "download", tmp_path)
        with pytest.raises(StatusError):
            api.get("nothing")
        api.post("things", {})
        assert (len(server.requests), server.connections) == (8, 1)
        assert not server.hung_up.is_set(), "the connection was closed too early"
    assert server.hung_up.wait(2), "the connection is still open after the end"


@pytest.mark.hint(
    "`client.stream(...)` or `send(..., stream=True)` gives the answer before its body.",
    "Go through `response.iter_bytes()`: write each piece, and feed it to `hashlib.sha256()`.",
)
def test_downloads_in_pieces(server, connect, tmp_path, peak_memory):
    """A download of 8 MB ends up in the file, returns its size and never is in memory whole."""
    body = b"0123456789abcdef" * 2**19
    (tmp_path / "big.bin").write_bytes(b"old")
    digest, sizes = sha256(body), []
    server.answers(Answer(body=body))
    with connect() as api:
        peak = peak_memory(lambda: sizes.append(api.download("big", tmp_path / "big.bin", digest)))
    assert (sizes, server.asked) == ([2**23], [("GET", "/v1/big")])
    content = (tmp_path / "big.bin").read_bytes()
    same = content == body  # a name for it, so that no report tries to show the difference
    assert same, f"the file has other content, {len(content)} bytes"
    assert [path.name for path in tmp_path.iterdir()] == ["big.bin"]
    assert peak < 3_000_000, f"up to {peak:,} bytes were in memory at a time"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(body=b"[0]"), ChecksumError),
        (Answer(body=b"[2]"), ChecksumError),
        (Answer(body=b"[1]", missing=2), ApiError),
        (Answer(body=b"[", missing=2, stall=True), ApiTimeout),
        (failure(404), StatusError),
    ],
    ids=["checksum", "other checksum", "cut", "stalled", "status"],
)
@pytest.mark.hint(
    "Write into another file beside the target, and move it over the target at the very end.",
    "`Path.replace` moves; a `finally` with `unlink(missing_ok=True)` tidies up.",
)
def test_failed_downloads_change_nothing(server, connect, tmp_path, answer, error):
    """After a failed download the target is as it was, and no other file lies around."""
    absent, present = tmp_path / "absent", tmp_path / "present"
    absent.mkdir()
    present.mkdir()
    (present / "file").write_bytes(b"old")
    server.answers(answer, answer)
    with connect(timeout=0.03 if answer.stall else 4) as api:
        with pytest.raises(ApiError) as first:
            send(api, "download", absent)
        with pytest.raises(ApiError) as second:
            send(api, "download", present)
    assert (type(first.value), type(second.value)) == (error, error)
    assert [path.name for path in absent.iterdir()] == []
    assert {path.name: path.read_bytes() for path in present.iterdir()} == {"file": b"old"}
