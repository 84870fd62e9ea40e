"""Honest: talks to a server of its own on the loopback."""

import socket
import threading


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].sendall(b"3"))
        thread.start()
        with socket.create_connection(server.getsockname()) as client:
            assert client.recv(1) == b"3"
        thread.join()
    return 3 * number
