r"""Q48 · Sockets: whole messages over a stream that has none.

Topics: sockets, threads, context-managers, exceptions

How does Python handle sockets? Most people name `connect`, `send` and `recv`. Harder questions
follow. Where does a message end? What if half of it arrives? How does a server stop while its
clients are still there? Answer them with a small protocol and its server.

## Build

A message is a `bytes` of 0 to `MAX_MESSAGE` bytes, which is 1 MiB. On the wire its length comes
first, as four bytes, unsigned and big-endian, and then the message itself.

`send_message(sock, message)` sends one message over a connected socket.

- A message longer than `MAX_MESSAGE` raises a `ValueError`, and nothing of it is sent.

`receive_message(sock)` waits for one message and returns it as `bytes`.

- No byte that follows the message is read.
- If the stream ends before the first byte of a message, it returns None.
- If the stream ends within the length or the message, it raises a `ConnectionError`.
- If the length is above `MAX_MESSAGE`, it raises a `ValueError` at once, without waiting for
  more bytes.

`MessageServer(answer)` is a context manager that serves up to twenty clients at a time, over TCP on
`127.0.0.1`, while its block runs.

- `with MessageServer(answer) as server:` binds the server itself, which clients can connect to from
  now on.
- `server.address` is its `(host, port)`, and the system chooses the port.
- For each message of a client the server calls `answer(message)` once, and sends the resulting
  `bytes` as a message to this client, who waits for it before the next request.

## Rules

- One `recv` may give any part of the bytes that were asked for, and one `send` may take any part of
  its argument.
- A client that is silent, or has sent half a message, holds up no other.
- If a client's stream ends, also within a message, its connection is closed.
- If a client announces a length above `MAX_MESSAGE`, its connection is closed as well.
- The other clients are still served, and so are new ones.
- When the block has ended or raised, nothing listens at the address.
- By then the server has closed the connection of each client that it ever answered, also where it
  waits for the rest of a message.
- An exception of the block reaches the caller.

## Left open

An `answer` that raises, takes long or gives too much. More than twenty clients. Clients that are
silent for long, read no answers, or break off with a reset. When the block ends: clients without
an answer, and whether the others see an end or a reset. What the server prints, when its
threads end, a server entered twice, and a system without free descriptors.

## Example

    >>> import socket
    >>> with MessageServer(bytes.upper) as server:
    ...     with socket.create_connection(server.address) as client:
    ...         for message in [b"green tea", b""]:
    ...             send_message(client, message)
    ...             receive_message(client)
    b'GREEN TEA'
    b''
"""

import socket
from collections.abc import Callable
from typing import Self

MAX_MESSAGE = 2**20


def send_message(sock: socket.socket, message: bytes) -> None:
    """Send a message, with its length in front."""
    raise NotImplementedError


def receive_message(sock: socket.socket) -> bytes | None:
    """Receive a whole message, or `None` at the end of the stream."""
    raise NotImplementedError


class MessageServer:
    """Answers the messages of its clients."""

    address: tuple[str, int]

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        """Take the function that makes the answers; nothing listens yet."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Listen on a free port, serve clients from now on, and return the server."""
        raise NotImplementedError

    def __exit__(self, *error: object) -> None:
        """End everything that `__enter__` began."""
        raise NotImplementedError
