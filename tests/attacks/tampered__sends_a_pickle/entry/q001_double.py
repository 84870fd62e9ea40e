"""Sends a pickle that would run code where it is read; nothing there reads pickles."""

import os
import pickle
import stat


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


class Bomb:
    def __reduce__(self):
        return open, ("@OUTSIDE@/unpickled", "w")


os.write(channel(), pickle.dumps(Bomb()).replace(b"\n", b" ") + b"\n")


def double(number):
    return None


def triple(number):
    return None
