"""Leaves a daemon that writes to the channel out of turn, unless it is ended before it comes to."""

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


at_work, says_so = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    for _ in range(2000):
        try:
            os.write(channel(), b'{"type":"finished","alias":"x","seconds":0,"printed":0}\n')
            os.write(says_so, b".")
        except OSError:
            break
        time.sleep(0.005)
    os._exit(0)
os.close(says_so)
os.read(at_work, 1)  # or nothing, when the end of another exercise was the daemon's end too


def double(number):
    return None


def triple(number):
    return None
