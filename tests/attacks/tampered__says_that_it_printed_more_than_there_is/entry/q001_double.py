"""Says of two checks that 2 ** 70 bytes were printed in them; no file is as large as that."""

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
    line = f'{{"type":"finished","alias":"{name}","seconds":0,"printed":{2**70}}}\n'
    os.write(channel(), line.encode() * 2)


triple = double
