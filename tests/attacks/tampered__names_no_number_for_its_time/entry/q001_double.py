"""Says that a check took NaN seconds; no message holds such a time."""

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
    line = f'{{"type":"finished","alias":"{name}","seconds":NaN,"printed":0}}\n'
    os.write(channel(), line.encode())


triple = double
