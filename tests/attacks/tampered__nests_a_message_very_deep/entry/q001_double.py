"""Sends JSON nested a hundred thousand deep to exhaust the decoder; it is refused."""

import os
import stat


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


os.write(channel(), b'{"type":"noted","text":' + b"[" * 100_000 + b"\n")


def double(number):
    return None


def triple(number):
    return None
