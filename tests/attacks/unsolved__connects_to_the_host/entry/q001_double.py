"""Connects to the host's loopback and to an abstract socket of it; a sandbox has its own."""

import socket

for family, address in (
    (socket.AF_INET, ("127.0.0.1", int("0@PORT@"))),
    (socket.AF_UNIX, "\0@ABSTRACT@"),
):
    try:
        with socket.socket(family) as caller:
            caller.settimeout(1)
            caller.connect(address)
            print("REACH" + "ED", address)
    except OSError as error:
        print("held:", error)


def double(number):
    return None


def triple(number):
    return None
