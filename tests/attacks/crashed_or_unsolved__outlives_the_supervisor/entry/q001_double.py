"""Kills the supervisor and stays, with a daemon (15 s); none may be left without a supervisor."""

import ctypes
import os
import signal
import time
from pathlib import Path


def supervisor():
    """The parent, if it is a supervisor: nothing else may ever be hit."""
    parent = os.getppid()
    words = Path(f"/proc/{parent}/cmdline").read_bytes()
    return parent if b"grader.engine.supervisor" in words else None


def send(number):
    try:
        if parent := supervisor():
            os.kill(parent, number)
    except OSError as error:
        print("held:", error)


ctypes.CDLL(None).prctl(1, 0)  # no signal at the parent's death
if os.fork() == 0:
    os.setsid()
    time.sleep(15)
    os._exit(0)
if supervisor():
    send(signal.SIGKILL)
    if not supervisor():
        time.sleep(15)


def double(number):
    return None


def triple(number):
    return None
