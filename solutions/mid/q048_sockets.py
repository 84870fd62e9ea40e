r"""Q48 · Sockets: the answer and one way to build it.

## Answer

The `socket` module wraps the system's sockets: TCP with `SOCK_STREAM`, UDP with `SOCK_DGRAM`. A TCP
server calls `bind`, `listen` and `accept`, which returns a new socket for each client; a client
calls `connect`; then both send and receive. TCP is a stream of bytes without message boundaries:
`recv` may return less than asked, and `b""` at the end, and `send` may take only a part. So use
`sendall`, and frame messages yourself, by a length or a delimiter. Limit what you accept, and set
timeouts.

For many clients, take a thread each, or one thread that watches non-blocking sockets with
`selectors`, or, for high concurrency, `asyncio` and its streams. Raw sockets are rarely needed: for
HTTP take `httpx` or `requests`, for WebSockets the `websockets` library, for protocols of your own
`socketserver` or asyncio streams; Twisted is the older framework.

## Follow-ups

- **Why not end each message with a newline?** That works for text, but bytes may hold the
  delimiter, and must be escaped; and the reader has to search, and to keep what it read too much. A
  length says at once how much comes, and whether that is too much.
- **What does a timeout change here?** `sock.settimeout(seconds)` makes each `recv` raise
  `TimeoutError` when nothing came. A server needs one against clients that connect and say nothing.
- **When does a thread for each client no longer do?** With thousands of clients, for memory and
  switching. Then `asyncio.start_server` serves them in one thread, with `readexactly` for the
  framing.
- **What is `SO_REUSEADDR` for?** On Unix it lets a server listen again at an address whose old
  connections are in TIME_WAIT; `socket.create_server` sets it there.

## Notes

On Linux, closing a socket doesn't wake a thread that waits in its `recv` or `accept`. So the server
calls `shutdown` on each connection, which ends the stream for the thread that reads it, and wakes
`accept` by connecting once more, with a socket made at the start: at the end, descriptors may have
run out. An `accept` that fails for want of one is tried again after a pause. Clients that nobody
has accepted yet are cut off by the system when the listener closes. Each thread closes its own
connection, and the acceptor joins all. `socketserver.ThreadingTCPServer` has the accepting ready,
but leaves open connections to themselves: it takes as many lines to end those.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from typing import Self

MAX_MESSAGE = 2**20
LENGTH = struct.Struct(">I")


def send_message(sock: socket.socket, message: bytes) -> None:
    """Send a message, with its length in front."""
    if len(message) > MAX_MESSAGE:
        raise ValueError(f"a message of {len(message)} bytes is too long")
    sock.sendall(LENGTH.pack(len(message)) + message)


def receive_message(sock: socket.socket) -> bytes | None:
    """Receive a whole message, or `None` at the end of the stream."""
    start = _receive(sock, LENGTH.size)
    if not start:
        return None
    if len(start) < LENGTH.size:
        raise ConnectionError("the stream ended within the length of a message")
    (length,) = LENGTH.unpack(start)
    if length > MAX_MESSAGE:
        raise ValueError(f"a message of {length} bytes is too long")
    message = _receive(sock, length)
    if len(message) < length:
        raise ConnectionError(f"the stream ended after {len(message)} of {length} bytes")
    return message


def _receive(sock: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size and (part := sock.recv(size - len(received))):
        received += part
    return bytes(received)


class MessageServer:
    """Answers the messages of its clients."""

    address: tuple[str, int]

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        """Take the function that makes the answers; nothing listens yet."""
        self._answer, self._ending = answer, threading.Event()

    def __enter__(self) -> Self:
        """Listen on a free port, serve clients from now on, and return the server."""
        self._listener, self._waker = socket.create_server(("127.0.0.1", 0)), socket.socket()
        self.address = self._listener.getsockname()
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(self, *error: object) -> None:
        """End everything that `__enter__` began."""
        self._ending.set()
        with self._waker, contextlib.suppress(OSError):  # it may have been woken just now
            self._waker.connect(self.address)
        self._acceptor.join()

    def _accept(self) -> None:
        """Give each client a thread, until the server ends; then end them all."""
        threads, pause = [], 0.0
        with self._listener:
            while not self._ending.wait(pause):
                pause = 0.05  # after a failure: descriptors or threads may have run out
                with contextlib.suppress(OSError, RuntimeError):
                    client, _ = self._listener.accept()
                    thread = threading.Thread(target=self._serve, args=[client], daemon=True)
                    thread.start()
                    threads = [pair for pair in threads if pair[0].is_alive()] + [(thread, client)]
                    pause = 0.0
        for thread, client in threads:
            with contextlib.suppress(OSError):  # the client may have gone
                client.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _serve(self, client: socket.socket) -> None:
        """Answer a client until its stream ends, or breaks the rules."""
        with client, contextlib.suppress(OSError, ValueError):  # nobody is left to tell
            while (message := receive_message(client)) is not None:
                send_message(client, self._answer(message))
