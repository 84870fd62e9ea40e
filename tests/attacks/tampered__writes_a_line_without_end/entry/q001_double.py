"""Sends megabytes without a line's end to fill the supervisor; a message has a maximal size."""

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


for _ in range(64):
    os.write(channel(), b"x" * 65536)


def double(number):
    return None


def triple(number):
    return None
