"""Q48 · Sockets: the answer and one way to build it.

## Answer

The `socket` module wraps the system's sockets: TCP with `SOCK_STREAM`, UDP with `SOCK_DGRAM`. A TCP
server calls `bind`, `listen` and `accept`, which returns a new socket for each client; a client
calls `connect`; then both send and receive. TCP is a stream of bytes without message boundaries:
`recv` may return less than asked, and `b""` at the end, and `send` may take only a part. So use
`sendall` and frame messages yourself, by a length or a delimiter. Limit what you accept, and set
timeouts. For many clients, take a thread each, or one thread that multiplexes non-blocking sockets
with `selectors`, or, for high concurrency, `asyncio` and its streams. Raw sockets are rarely
needed: for HTTP take `httpx` or `requests`, for WebSockets the `websockets` library, for protocols
of your own `socketserver`, asyncio streams or Twisted.

## Notes

On Linux, closing a socket does not wake a thread that waits in its `recv` or `accept`. So the
server calls `shutdown` on each connection, which ends the stream for the thread that reads it, and
`stop` wakes `accept` by connecting once more. Handlers close their connections under the lock, so
nobody shuts down one that is being closed. Single operations of a dict are atomic, so the values
need no lock.
"""

import contextlib
import socket
import struct
import threading
from types import TracebackType
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
    """Receive so many bytes, or fewer if the stream ends."""
    received = bytearray()
    while len(received) < size:
        part = sock.recv(size - len(received))
        if not part:
            break
        received += part
    return bytes(received)


class KeyValueServer:
    """Keeps values for keys and serves them over TCP."""

    address: tuple[str, int] | None

    def __init__(self) -> None:
        """Make a server without values, which does not run yet."""
        self.address = None
        self._values: dict[bytes, bytes] = {}
        self._lock = threading.Lock()  # over the connections
        self._connections: set[socket.socket] = set()

    def start(self) -> None:
        """Listen on a free port and serve clients from now on."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def stop(self) -> None:
        """End everything that `start` began."""
        if self.address is None:
            return
        address, self.address = self.address, None
        socket.create_connection(address).close()
        self._acceptor.join()

    def __enter__(self) -> Self:
        """Start, and give the server itself."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def _accept(self) -> None:
        """Give each client a thread, until the server is stopped; then end them all."""
        handlers: list[threading.Thread] = []
        with self._listener:
            while True:
                connection, _ = self._listener.accept()
                if self.address is None:
                    connection.close()
                    break
                with self._lock:
                    self._connections.add(connection)
                handlers = [handler for handler in handlers if handler.is_alive()]
                handlers.append(
                    threading.Thread(target=self._serve, args=[connection], daemon=True)
                )
                handlers[-1].start()
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):  # the client may have gone
                    connection.shutdown(socket.SHUT_RDWR)
        for handler in handlers:
            handler.join()

    def _serve(self, connection: socket.socket) -> None:
        """Answer a client until its stream ends, or breaks the rules."""
        try:
            while (request := receive_message(connection)) is not None:
                send_message(connection, self._answer(request))
        except (OSError, ValueError):
            pass  # there is nobody left to tell
        finally:
            with self._lock:
                self._connections.remove(connection)
                connection.close()

    def _answer(self, request: bytes) -> bytes:
        match request.split(b" ", 2):
            case [b"SET", key, value] if key:
                self._values[key] = value
                return b"OK"
            case [b"GET", key] if key:
                value = self._values.get(key)
                return b"MISSING" if value is None else b"VALUE " + value
            case [b"DEL", key] if key:
                return b"MISSING" if self._values.pop(key, None) is None else b"OK"
            case _:
                return b"ERROR unknown request"
