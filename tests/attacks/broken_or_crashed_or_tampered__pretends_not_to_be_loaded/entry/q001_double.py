"""Sends a forged word that it could not be loaded and goes on; that is still not solved."""

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


os.write(channel(), b'{"type":"broken","message":"\\u001b[2J","line":-5}\n')
os._exit(0)


def double(number):
    return None


def triple(number):
    return None
