"""Leaves a daemon that goes on writing to the channel; what comes out of turn is an offence."""

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


def leave_a_daemon():
    """Leave it, and say whether it has come to write: another exercise's end is its end too."""
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
    return os.read(at_work, 1)


for _ in range(20):
    if leave_a_daemon():
        break


def double(number):
    return None


def triple(number):
    return None
