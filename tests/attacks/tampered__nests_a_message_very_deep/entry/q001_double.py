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


deep = b"[" * 100_000 + b"]" * 100_000
os.write(channel(), b'{"type":"started","unheard":' + deep + b',"alias":"x"}\n')


def double(number):
    return None


def triple(number):
    return None
