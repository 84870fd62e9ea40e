"""Hangs and says again and again that it is still loading, to be given more time; out of turn."""

import os
import stat
import time


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        until = time.monotonic() + 14
        while time.monotonic() < until:
            try:
                os.write(channel(), b'{"type":"loading"}\n')
                time.sleep(0.3)
            except BaseException:
                continue
