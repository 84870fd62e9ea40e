"""Q48 · Sockets: whole messages over a stream that has none.

Topics: sockets, threads, context-managers, exceptions

Asked how Python talks to a network, most people name `connect`, `send` and `recv`. The questions
that follow are harder: where does a message end, what if half of it arrives, and how does a server
stop while its clients are still there? Answer them with a small protocol and its server.

## Build

A message is a `bytes` of 0 to `MAX_MESSAGE` (1 MiB, 1,048,576) bytes. On the wire its length comes
first, as 4 bytes, big-endian and unsigned, and then the message itself.

`send_message(sock, message)` sends one message over a connected socket. A longer one raises
`ValueError` with a message that contains its length, and nothing is sent.

`receive_message(sock)` waits for one message and returns it as `bytes`:

- If the stream ends before the first byte of a message, it returns `None`.
- If the stream ends within a message or its length, it raises `ConnectionError`.
- If the length is above `MAX_MESSAGE`, it raises `ValueError` with a message that contains the
  length, at once, without waiting for any more bytes.

`KeyValueServer()` keeps values for keys and serves any number of clients at the same time, over TCP
on `127.0.0.1`. A new server does not run.

- `start()` starts it on a free port that the system chooses, and returns when clients can connect.
- `address` is the `(host, port)` it listens on, `None` while it does not run.
- `stop()` ends it. On a server that does not run it does nothing.
- `with KeyValueServer() as server:` starts it, and stops it at the end of the block.

A client may send any number of requests over its connection, each in a message, and gets one reply
to each, in a message:

| request | reply |
| --- | --- |
| `SET key value` | `OK` |
| `GET key` | `VALUE value`, or `MISSING` if the key has no value |
| `DEL key` | `OK`, or `MISSING` if the key had no value |
| anything else | text that starts with `ERROR` |

One space stands between the parts. A key is one or more bytes without a space. A value is any
bytes, also none, also with spaces in it.

## Rules

- One `recv` may give any part of the bytes that were asked for, and one `send` may take any part of
  its argument. `receive_message` takes no byte that lies behind its message.
- All clients share the same keys. A client that is silent, or has sent half a message, holds up
  nobody.
- After an `ERROR` the connection goes on. If the stream of a client ends, also within a message, or
  a length above `MAX_MESSAGE` arrives, the server closes that connection and serves all others as
  before. No thread of the server ends with an uncaught exception.
- When `stop()` returns, nothing listens at the address, no thread of the server is alive, and every
  client's connection is closed, also if the server was waiting for bytes from that client.
- A stopped server can be started again, with a new port. It has kept its values.

## Example

    >>> import socket
    >>> with KeyValueServer() as server, socket.create_connection(server.address) as client:
    ...     for request in [b"SET colour dark green", b"GET colour", b"DEL shape"]:
    ...         send_message(client, request)
    ...         print(receive_message(client))
    b'OK'
    b'VALUE dark green'
    b'MISSING'
"""

import socket
from types import TracebackType
from typing import Self

MAX_MESSAGE = 2**20


def send_message(sock: socket.socket, message: bytes) -> None:
    """Send a message, with its length in front."""
    raise NotImplementedError


def receive_message(sock: socket.socket) -> bytes | None:
    """Receive a whole message, or `None` at the end of the stream."""
    raise NotImplementedError


class KeyValueServer:
    """Keeps values for keys and serves them over TCP."""

    address: tuple[str, int] | None

    def __init__(self) -> None:
        """Make a server without values, which does not run yet."""
        raise NotImplementedError

    def start(self) -> None:
        """Listen on a free port and serve clients from now on."""
        raise NotImplementedError

    def stop(self) -> None:
        """End everything that `start` began."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Start, and give the server itself."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        raise NotImplementedError
