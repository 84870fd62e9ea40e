"""Checks for Q48 · Sockets. Every socket has a timeout, so nothing here waits for ever."""

import contextlib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from q048_sockets import KeyValueServer, receive_message, send_message

PATIENCE = 2  # seconds


class Fragments(socket.socket):
    """A socket of which one call gives or takes a few bytes only, as a slow network does."""

    size = 1

    def recv(self, count, *flags):
        return super().recv(min(count, self.size), *flags)

    def recv_into(self, buffer, count=0, *flags):
        return super().recv_into(buffer, min(count or len(buffer), self.size), *flags)

    def send(self, data, *flags):
        return super().send(data[: self.size], *flags)


@pytest.fixture
def pair():
    """Two sockets that are connected to each other."""
    one, other = (Fragments(fileno=end.detach()) for end in socket.socketpair())
    with one, other:
        for end in (one, other):
            end.size = 2**16
            end.settimeout(PATIENCE)
        yield one, other


def frame(message):
    return len(message).to_bytes(4, "big") + message


def exactly(sock, size):
    """Receive so many bytes, without help from the submission."""
    received = b""
    while len(received) < size:
        try:
            part = sock.recv(size - len(received))
        except TimeoutError:
            pytest.fail(f"after {received!r}, nothing came for {PATIENCE} seconds")
        except ConnectionError:
            part = b""
        assert part, f"the stream ended after {received!r}, {size} bytes were expected"
        received += part
    return received


def reply(client):
    return exactly(client, int.from_bytes(exactly(client, 4), "big"))


def ask(client, *requests):
    """Send requests one by one, and list the replies."""
    replies = []
    for request in requests:
        client.sendall(frame(request))
        replies.append(reply(client))
    return replies


def connect(server):
    return socket.create_connection(server.address, timeout=PATIENCE)


def is_closed(client):
    """Whether the other side has closed the connection, or does so soon."""
    try:
        while client.recv(1000):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def bounded(action, patience=PATIENCE):
    """Call it in a thread, so that one that hangs fails the check and holds up nothing else."""
    errors = []

    def run():
        try:
            action()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience)
    assert not thread.is_alive(), f"`{action.__name__}` hangs: it has not returned in time"
    if errors:
        raise errors[0]


@contextlib.contextmanager
def running():
    server = KeyValueServer()
    bounded(server.start)
    try:
        yield server
    except BaseException:
        with contextlib.suppress(Exception):
            bounded(server.stop, patience=0.5)
        raise
    bounded(server.stop)


@pytest.mark.hint(
    "`int.to_bytes` and the module `struct` turn a number into bytes.",
    "Big-endian and unsigned, 4 bytes: `>I` for `struct`.",
)
def test_sends_the_length_and_then_the_message(pair):
    """On the wire there are 4 bytes of length, big-endian, and then the message."""
    one, other = pair
    for message in [b"hello", b"", b"x" * 258]:
        send_message(one, message)
    one.close()
    assert exactly(other, 9) == b"\x00\x00\x00\x05hello"
    assert exactly(other, 4) == b"\x00\x00\x00\x00"
    assert exactly(other, 262) == b"\x00\x00\x01\x02" + b"x" * 258
    assert other.recv(1) == b""


@pytest.mark.hint(
    "Read the length, and then as many bytes as it says: none of them belongs to the next message.",
    '`recv` gives `b""` at the end of the stream, and only there.',
)
def test_receives_one_message_at_a_time(pair):
    """Messages come one by one, also empty ones; the end of the stream gives `None`."""
    one, other = pair
    one.sendall(frame(b"first") + frame(b"") + frame(b"third") + b"more")
    first, second, third = (receive_message(other) for _ in range(3))
    assert [first, second, third] == [b"first", b"", b"third"]
    assert [type(message) for message in (first, second, third)] == [bytes] * 3
    assert exactly(other, 4) == b"more"
    one.close()
    assert receive_message(other) is None


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.hint(
    "`recv(100)` may give a single byte: how do you get the other 99?",
    "Loop until you have all bytes, and each time ask for those only that are missing.",
    "`sendall` loops for you; `send` does not.",
)
def test_copes_with_fragments(pair, size):
    """Messages arrive whole even if each `recv` or `send` moves one byte or a few."""
    one, other = pair
    one.size = other.size = size
    one.sendall(frame(b"in small pieces") + frame(b"next"))
    assert [receive_message(other), receive_message(other)] == [b"in small pieces", b"next"]
    send_message(other, b"and back")
    assert exactly(one, 12) == frame(b"and back")


@pytest.mark.hint("A message of exactly the maximum is allowed.")
def test_carries_a_megabyte(pair):
    """A message of exactly 1 MiB arrives whole."""
    one, other = pair
    message = bytes(range(256)) * 4096
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_message, one, message)
        received = receive_message(other)
        sending.result(PATIENCE)
    assert len(received) == 1_048_576
    assert received == message, "other bytes arrived than were sent"


@pytest.mark.parametrize("cut", [1, 3, 4, 8], ids=lambda cut: f"after {cut} bytes")
@pytest.mark.hint("The end is clean only before the first byte of the length.")
def test_refuses_a_stream_that_ends_within_a_message(pair, cut):
    """If the stream ends within the length or the message, a `ConnectionError` is raised."""
    one, other = pair
    one.sendall(frame(b"whole") + frame(b"a half")[:cut])
    one.close()
    assert receive_message(other) == b"whole"
    with pytest.raises(ConnectionError):
        receive_message(other)


@pytest.mark.parametrize("length", [1_048_577, 0xFFFF_FFFF])
@pytest.mark.hint(
    "A stranger may announce four gigabytes; look at the length before you read on.",
    "Look at the length of your own message before you send the first byte.",
)
def test_refuses_oversize_messages(pair, length):
    """A length above 1 MiB raises a `ValueError` that contains it, before anything is moved."""
    one, other = pair
    one.sendall(length.to_bytes(4, "big"))
    with pytest.raises(ValueError, match=str(length)):
        receive_message(other)
    with pytest.raises(ValueError, match="1048577"):
        send_message(other, bytes(1_048_577))
    other.close()
    assert one.recv(1) == b"", "something was sent of a message that is too long"


@pytest.mark.hint(
    "`socket.create_server` listens; port 0 stands for a free one, and `getsockname` tells which.",
    "A value may hold spaces: `request.split` takes the number of splits.",
    "An empty value is a value.",
)
def test_serves_a_client():
    """`SET`, `GET` and `DEL` are answered over one connection; values are any bytes."""
    with running() as server, connect(server) as client:
        assert server.address[0] == "127.0.0.1"
        dialogue = [
            (b"GET colour", b"MISSING"),
            (b"SET colour red", b"OK"),
            (b"SET colour dark  green ", b"OK"),
            (b"GET colour", b"VALUE dark  green "),
            (b"SET empty ", b"OK"),
            (b"GET empty", b"VALUE "),
            (b"SET \xff\n \x00\r\n", b"OK"),
            (b"GET \xff\n", b"VALUE \x00\r\n"),
            (b"DEL colour", b"OK"),
            (b"GET colour", b"MISSING"),
            (b"DEL colour", b"MISSING"),
            (b"DEL empty", b"OK"),
        ]
        replies = ask(client, *[request for request, _ in dialogue])
        assert list(zip([request for request, _ in dialogue], replies, strict=True)) == dialogue


@pytest.mark.hint(
    "Take the parts of a request only when there are as many as it needs.",
    "`match` on the list of parts has a `case _` for the rest. Is an empty key a key?",
)
def test_answers_what_it_does_not_understand():
    """Any other request gets a reply that starts with `ERROR`, and the connection goes on."""
    requests = [
        b"",
        b" ",
        b"get a",
        b"GET",
        b"GETa",
        b"GET ",
        b"GET a b",
        b"DEL ",
        b"SET a",
        b"SET  b",
    ]
    with running() as server, connect(server) as client:
        assert ask(client, b"SET a 1") == [b"OK"]
        starts = {request: ask(client, request)[0][:5] for request in requests}
        assert starts == dict.fromkeys(requests, b"ERROR")
        assert ask(client, b"GET a") == [b"VALUE 1"]


@pytest.mark.hint(
    "While you wait for one client's bytes, who accepts and answers the others?",
    "Give each client a thread of its own, or let a selector tell who is ready.",
)
def test_serves_clients_at_the_same_time():
    """Silent clients and one that has sent half a message hold up nobody; all share the keys."""
    request = frame(b"SET shared from the slow one")
    with running() as server, contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(connect(server))
        slow, quick = (stack.enter_context(connect(server)) for _ in range(2))
        slow.sendall(request[:10])
        replies = ask(quick, b"SET shared from the quick one", b"GET shared")
        assert replies == [b"OK", b"VALUE from the quick one"]
        slow.sendall(request[10:])
        assert reply(slow) == b"OK"
        assert ask(quick, b"GET shared") == [b"VALUE from the slow one"]


@pytest.mark.hint(
    "An exception in one client's thread must end that connection and nothing else.",
    "Close the connection in a `finally`, or by a `with`.",
)
def test_survives_clients_that_break_the_rules(monkeypatch):
    """Half a message or a length too large ends that connection only, without a traceback."""
    uncaught = []
    monkeypatch.setattr(threading, "excepthook", lambda args: uncaught.append(args.exc_value))
    with running() as server, connect(server) as good, connect(server) as bad:
        assert ask(good, b"SET a 1") == [b"OK"]
        bad.sendall((2**20 + 1).to_bytes(4, "big"))
        assert is_closed(bad), "the connection was not closed after a length that is too large"
        with connect(server) as half:
            half.sendall(frame(b"GET a")[:6])
            half.shutdown(socket.SHUT_WR)
            assert is_closed(half), "the connection was not closed after half a message"
        with connect(server) as another:
            assert ask(another, b"GET a") == [b"VALUE 1"]
        assert ask(good, b"GET a") == [b"VALUE 1"]
    assert uncaught == [], f"exceptions that nobody caught: {uncaught}"


@pytest.mark.hint(
    "Closing a socket does not wake a thread that waits in its `recv` or `accept`.",
    "`shutdown(socket.SHUT_RDWR)` on a connection ends the stream for both sides.",
    "Note that you are stopping, then connect once to yourself: that wakes `accept`. Join threads.",
)
def test_stops_cleanly():
    """After `stop`, nothing listens, every connection is closed and no thread is left."""
    before = threading.enumerate()
    with running() as server, connect(server) as idle, connect(server) as half:
        address = server.address
        assert ask(idle, b"SET a 1") + ask(half, b"GET a") == [b"OK", b"VALUE 1"]
        half.sendall(frame(b"GET a")[:6])
        bounded(server.stop)
        threads = [thread.name for thread in threading.enumerate() if thread not in before]
        assert threads == [], f"threads still alive after `stop`: {threads}"
        assert server.address is None
        assert [is_closed(idle), is_closed(half)] == [True, True]
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, timeout=PATIENCE).close()


@pytest.mark.hint(
    "Make the values in `__init__`, and everything that belongs to one run in `start`.",
    "`__enter__` returns the server; `stop` has nothing to do where nothing runs.",
)
def test_can_be_started_again():
    """A stopped server starts again with its own values; `with` starts and stops it."""
    server = KeyValueServer()
    assert server.address is None
    bounded(server.stop)

    def with_statement():
        with server as entered:
            assert entered is server
            with connect(server) as client:
                assert ask(client, b"SET a 1") == [b"OK"]

    bounded(with_statement)
    assert server.address is None
    bounded(server.stop)
    bounded(server.start)
    try:
        with connect(server) as client:
            assert ask(client, b"GET a", b"GET b") == [b"VALUE 1", b"MISSING"]
        with running() as other, connect(other) as client:
            assert ask(client, b"GET a") == [b"MISSING"]
    finally:
        bounded(server.stop)
