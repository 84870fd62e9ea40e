"""Leaves daemons that close everything and ignore or stop on signals; SIGKILL takes them."""

import os
import signal
import time


def become_daemon():
    if os.fork():
        os.wait()
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    return True


for stopped in (False, True):
    if become_daemon():
        os.closerange(0, 256)
        os.chdir("/")
        for number in range(1, 32):
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_IGN)
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(30)
        os._exit(0)


def double(number):
    return None


def triple(number):
    return None
