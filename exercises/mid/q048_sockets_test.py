"""Checks for Q48 · Sockets. Every socket has a timeout, so nothing here waits for ever."""

import contextlib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from q048_sockets import MessageServer, receive_message, send_message

PATIENCE = 2  # seconds

pytestmark = pytest.mark.timeout(10)


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


def receive_after(sent, pair, count):
    """Send bytes from one side, and receive so many messages at the other."""
    one, other = pair
    one.sendall(sent)
    return [receive_message(other) for _ in range(count)]


def exactly(sock, size):
    """Receive so many bytes, without help from the submission; fewer if no more come."""
    received = b""
    with contextlib.suppress(OSError):
        while len(received) < size and (part := sock.recv(size - len(received))):
            received += part
    return received


def reply_of(client):
    """The reply that comes, or in words what comes instead of one."""
    start = exactly(client, 4)
    length = int.from_bytes(start, "big")
    if len(start) < 4 or length > 2**21:
        return f"a length of {length} bytes" if len(start) == 4 else "nothing"
    reply = exactly(client, length)
    if len(reply) < length:
        return f"{len(reply)} of {length} announced bytes: {reply[:20]!r}"
    return reply


def ask(client, *requests):
    """Send requests one by one, and list the replies; "nothing" where none comes."""
    replies = []
    for request in requests:
        with contextlib.suppress(OSError):
            client.sendall(frame(request))
        replies.append(reply_of(client))
    return replies


def size_of(reply):
    """How large a reply is, so that no report shows a long one."""
    return f"{len(reply)} bytes" if isinstance(reply, bytes) else reply


def state_of(client):
    """ "closed" if the other side has closed the connection, or does so soon."""
    try:
        for _ in range(1000):
            if not client.recv(1000):
                return "closed"
    except ConnectionError:
        return "closed"
    except TimeoutError:
        return "still open"
    return "still open, and sends without end"


def listens(host, port):
    """Whether a client can connect."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        return True
    return False


def in_time(enter_or_exit, *error):
    """Call it in a thread, so that one that hangs fails the check and holds up nothing else."""
    outcome = []

    def run():
        try:
            returned = enter_or_exit(*error)
            outcome.append((returned, None))
        except BaseException as raised:
            outcome.append((None, raised))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    name = enter_or_exit.__name__
    assert outcome, f"the server's `{name}` has not returned after {PATIENCE} seconds"
    result, raised = outcome[0]
    if raised is not None:
        raise raised
    return result


@pytest.fixture
def start():
    """A function that starts a server, and ends it after the check unless `end` did so before."""
    running = []

    def start(answer):
        running.append(MessageServer(answer))
        return in_time(running[-1].__enter__)

    def end(server, *error):
        own = server in running
        assert own, f"the `with` statement gives a {type(server).__name__}, not the server"
        running.remove(server)
        return in_time(server.__exit__, *(error or (None, None, None)))

    start.end = end
    yield start
    for server in running:
        end(server)


@pytest.fixture
def connect():
    """A function that connects a client to a server; all are closed after the check."""
    with contextlib.ExitStack() as stack:
        yield lambda server: stack.enter_context(
            socket.create_connection(server.address, timeout=PATIENCE)
        )


@pytest.mark.hint(
    "`int.to_bytes` and the module `struct` turn a number into bytes.",
    "Big-endian and unsigned, four bytes: `>I` for `struct`.",
)
def test_sends_the_length_and_then_the_message(pair):
    """On the wire there are four bytes of length, big-endian, and then the message."""
    one, other = pair
    send_message(one, b"hello")
    send_message(one, b"")
    send_message(one, b"x" * 258)
    one.close()
    assert {"what send_message(one, b'hello') sent": exactly(other, 9)} == {
        "what send_message(one, b'hello') sent": b"\x00\x00\x00\x05hello"
    }
    assert {"what send_message(one, b'') sent": exactly(other, 4)} == {
        "what send_message(one, b'') sent": b"\x00\x00\x00\x00"
    }
    length, message = exactly(other, 4), exactly(other, 296)
    assert {"the length that send_message(one, b'x' * 258) sent": length} == {
        "the length that send_message(one, b'x' * 258) sent": b"\x00\x00\x01\x02"
    }
    assert {"what send_message(one, b'x' * 258) sent after it": message} == {
        "what send_message(one, b'x' * 258) sent after it": b"x" * 258
    }


@pytest.mark.hint(
    "Read the length, and then as many bytes as it says: none of them belongs to the next message.",
    '`recv` gives `b""` at the end of the stream, and only there.',
)
def test_receives_one_message_at_a_time(pair):
    """Messages come one by one, also empty ones; the end of the stream gives None."""
    one, other = pair
    sent = frame(b"first") + frame(b"") + frame(b"third") + b"more"
    messages = receive_after(frame(b"first") + frame(b"") + frame(b"third") + b"more", pair, 3)
    assert {"sent": sent, "messages received": messages} == {
        "sent": sent,
        "messages received": [b"first", b"", b"third"],
    }
    kinds = [isinstance(message, bytes) for message in messages]
    assert {"received": messages, "is it of type bytes": kinds} == {
        "received": messages,
        "is it of type bytes": [True] * 3,
    }
    left = exactly(other, 4)
    assert {"sent": sent, "left after the third message": left} == {
        "sent": sent,
        "left after the third message": b"more",
    }
    one.close()
    received_at_the_end_of_the_stream = receive_message(other)
    assert received_at_the_end_of_the_stream is None
    received_at_the_end_once_more = receive_message(other)
    assert received_at_the_end_once_more is None


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
    sent = frame(b"in small pieces") + frame(b"next")
    received = receive_after(frame(b"in small pieces") + frame(b"next"), pair, 2)
    assert {"sent": sent, "received": received} == {
        "sent": sent,
        "received": [b"in small pieces", b"next"],
    }
    send_message(other, b"and back")
    assert {"what send_message(other, b'and back') sent": exactly(one, 12)} == {
        "what send_message(other, b'and back') sent": frame(b"and back")
    }


@pytest.mark.hint("A message of exactly the maximum is allowed.")
def test_carries_a_megabyte(pair):
    """A message of exactly 1 MiB arrives whole."""
    one, megabyte_arrives_at = pair
    message = bytes(range(256)) * 4096
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_message, one, message)
        received = receive_message(megabyte_arrives_at)
    sending.result()
    assert len(received) == 1_048_576
    same = received == message  # a name for it, so that no report tries to show the difference
    assert same, "other bytes arrived than were sent"


@pytest.mark.parametrize(
    "end",
    [b"\x00", b"\x00\x00\x00", b"\x00\x00\x00\x06", b"\x00\x00\x00\x06a hal"],
    ids=["1", "3", "4", "9"],
)
@pytest.mark.hint("The end is clean only before the first byte of the length.")
def test_refuses_a_stream_that_ends_within_a_message(pair, end):
    """If the stream ends within the length or the message, a `ConnectionError` is raised."""
    one, other = pair
    one.sendall(frame(b"whole") + end)
    one.close()
    assert receive_message(other) == b"whole", f"sent: {frame(b'whole') + end}"
    with pytest.raises(ConnectionError):
        receive_message(other)


@pytest.mark.parametrize("length", [1_048_577, 0xFFFF_FFFF])
@pytest.mark.hint(
    "A stranger may announce four gigabytes; look at the length before you read on.",
    "Look at the length of your own message before you send the first byte.",
)
def test_refuses_oversize_messages(pair, length):
    """A length above 1 MiB raises a `ValueError` before anything of the message is moved."""
    one, other = pair
    one.sendall(length.to_bytes(4, "big"))
    with pytest.raises(ValueError):
        receive_message(other)
    with pytest.raises(ValueError):
        send_message(other, bytes(1_048_577))
    other.close()
    assert exactly(one, 1) == b"", "something was sent of a message that is too long"


@pytest.mark.hint(
    "`socket.create_server` listens; port 0 stands for a free one, and `getsockname` tells which.",
    "An empty host stands for every address of the machine, those on the network included.",
    "Go on with a client until its stream ends.",
)
def test_answers_the_messages_of_a_client(start, connect):
    """Each message of a client is answered, in order, over its one connection."""
    asked = []

    def answer(message):
        asked.append(message)
        return message[::-1] * 2

    server, other = start(answer), start(bytes.upper)
    assert server.address[0] == "127.0.0.1"
    assert isinstance(server.address, tuple), f"the address is {server.address!r}"
    assert isinstance(server, MessageServer)
    elsewhere = listens("127.0.0.2", server.address[1])
    assert not elsewhere, "it listens at 127.0.0.2 too, and so at any address of the machine"
    client = connect(server)
    assert ask(client, b"tea", b"", b"\x00\n\xff") == [b"aetaet", b"", b"\xff\n\x00\xff\n\x00"], (
        "answer turns each message round, and doubles it"
    )
    assert ask(client, b"tea", b"cup") == [b"aetaet", b"pucpuc"], "of the same client, later"
    assert {"calls of answer": asked} == {
        "calls of answer": [b"tea", b"", b"\x00\n\xff", b"tea", b"cup"]
    }
    large = b"large" * 100_000
    sizes = {"sent 500000 bytes, answered": size_of(ask(client, large)[0])}
    assert sizes == {"sent 500000 bytes, answered": "1000000 bytes"}
    assert ask(connect(other), b"tea") == [b"TEA"], "a second server at the same time"
    sizes = {"sent 1048576 bytes, answered": size_of(ask(connect(other), b"x" * 1_048_576)[0])}
    assert sizes == {"sent 1048576 bytes, answered": "1048576 bytes"}


@pytest.mark.hint(
    "While you wait for one client's bytes, who accepts and answers the others?",
    "Give each client a thread of its own, or let a selector tell who is ready.",
)
def test_serves_clients_at_the_same_time(start, connect):
    """Of twenty clients, eighteen that are silent and one with half a message hold up nobody."""
    server = start(bytes.upper)
    slow = connect(server)
    assert ask(slow, b"first") == [b"FIRST"]
    slow.sendall(frame(b"slow")[:6])
    # meanwhile the server has read the half message, before it reads those of the quick one
    silent = [connect(server) for _ in range(18)]
    quick = connect(server)
    assert ask(quick, *[b"quick", b"again"] * 10) == [b"QUICK", b"AGAIN"] * 10, (
        "answer is bytes.upper; 18 clients are silent, and one has sent half a message"
    )
    slow.sendall(frame(b"slow")[6:])
    assert {"the reply to the client that sent its message in two parts": exactly(slow, 8)} == {
        "the reply to the client that sent its message in two parts": frame(b"SLOW")
    }
    assert ask(silent[0], b"now") + ask(silent[17], b"too") == [b"NOW", b"TOO"]


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("a whole message", b"\x00\x00\x00\x01a"),
        ("half a length", b"\x00\x00"),
        ("half a message", b"\x00\x00\x00\x05he"),
        ("a length of 1 MiB + 1", b"\x00\x10\x00\x01"),
        ("a length of 1 MiB + 1 and more", b"\x00\x10\x00\x01" + b"x" * 1000),
    ],
)
@pytest.mark.hint(
    "An exception in one client's thread must end that connection and nothing else.",
    "Close the connection in a `finally`, or by a `with`.",
)
def test_drops_a_client_and_serves_the_others(start, connect, kind, sent):
    """A stream that ends, or a length too large, ends that connection and no other."""
    server = start(bytes.upper)
    good, states = connect(server), []
    while len(states) < 20 and states.count("closed") == len(states):
        leaving = connect(server)
        before = ask(good, b"before") + ask(leaving, b"before")
        if before != [b"BEFORE"] * 2:
            states.append(f"another and it were answered {before} before that")
            break
        try:
            leaving.sendall(sent)
            if "MiB" not in kind:
                leaving.shutdown(socket.SHUT_WR)
        except OSError as error:
            states.append(f"{error!r} when sending")
        else:
            states.append(state_of(leaving))
    assert {f"20 clients, one by one, are answered and then send {kind}": states} == {
        f"20 clients, one by one, are answered and then send {kind}": ["closed"] * 20
    }
    assert ask(good, b"after") + ask(connect(server), b"new") == [b"AFTER", b"NEW"]


@pytest.mark.parametrize(
    "error",
    [None, LookupError("of the block"), ConnectionResetError("of it"), KeyboardInterrupt()],
)
@pytest.mark.hint(
    "Closing a socket does not wake a thread that waits in its `recv` or `accept`.",
    "`shutdown(socket.SHUT_RDWR)` on a connection ends the stream for both sides.",
    "Note that you are stopping, then connect once to yourself: that wakes `accept`. Join threads.",
)
def test_ends_cleanly(start, connect, error):
    """After the block nothing listens, all connections are closed, and its exception passes."""
    server, other = start(bytes.upper), start(bytes.upper)
    idle, half, elsewhere = connect(server), connect(server), connect(other)
    connect(server).close()
    # by the last reply, the server waits for its next client
    assert ask(idle, b"a") + ask(half, b"b") + ask(elsewhere, b"c") == [b"A", b"B", b"C"], (
        "of two servers, of bytes.upper"
    )
    half.sendall(frame(b"half")[:6])
    swallowed = start.end(server, *(() if error is None else (type(error), error, None)))
    states = {name: state_of(client) for name, client in [("idle", idle), ("half", half)]}
    assert states == {"idle": "closed", "half": "closed"}, "connections after the server's __exit__"
    assert ask(elsewhere, b"d") == [b"D"], "of a client of another server, which goes on"
    address_of_ended_server = server.address
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address_of_ended_server, timeout=PATIENCE).close()
    swallows = error is not None and bool(swallowed)
    assert not swallows, f"`__exit__` returned {swallowed!r}, so the exception ends there"
