"""Sends megabytes of known words once it is done; the first of them is out of turn."""

import contextlib
import os
import stat
import sys


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


def double(number):
    name = sys._getframe(1).f_code.co_name
    line = f'{{"type":"finished","alias":"{name}","seconds":0,"printed":0}}\n{{"type":"done"}}\n'
    os.write(channel(), line.encode())
    with contextlib.suppress(OSError):
        for _ in range(500):
            os.write(channel(), b'{"type":"done"}\n' * 1000)
    os._exit(0)


triple = double
