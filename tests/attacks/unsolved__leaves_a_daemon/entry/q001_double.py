"""Leaves a daemon in a session of its own, for 30 s; the supervisor adopts and ends it."""

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
    time.sleep(30)
    os._exit(0)


def double(number):
    return None


def triple(number):
    return None
