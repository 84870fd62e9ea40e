"""Sends well-formed notes by the megabyte for the supervisor to keep; they are out of turn."""

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


line = b'{"type":"noted","text":"' + b"x" * 16_000 + b'"}\n'
for _ in range(2000):
    rest = line
    while rest:
        rest = rest[os.write(channel(), rest) :]


def double(number):
    return None


def triple(number):
    return None
