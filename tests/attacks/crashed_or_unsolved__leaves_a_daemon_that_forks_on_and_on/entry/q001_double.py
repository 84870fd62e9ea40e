"""Leaves a chain of daemons, each ending as the next begins, to outrun the hunt (3 s at most)."""

import os
import time


def become_daemon():
    if os.fork():
        os.wait()
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    return True


if become_daemon():
    until = time.monotonic() + 3
    while time.monotonic() < until:
        if os.fork():
            os._exit(0)
        os.setsid()
    os._exit(0)


def double(number):
    return None


def triple(number):
    return None
