"""Takes files from the supervisor by prlimit; it goes on, or is replaced."""

import os
import resource
import time
from pathlib import Path


def supervisor():
    """The parent, if it is a supervisor: nothing else may ever be hit."""
    parent = os.getppid()
    words = Path(f"/proc/{parent}/cmdline").read_bytes()
    return parent if b"grader.engine.supervisor" in words else None


def others():
    """The other exercises' processes, and the supervisor."""
    if parent := supervisor():
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        yield from set(map(int, children)) - {os.getpid()}
        yield parent


until = time.monotonic() + 1
while time.monotonic() < until:
    for other in filter(None, [supervisor()]):
        for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
            try:
                resource.prlimit(other, kind, (0, 0))
                print("REACH" + "ED the limits of another process")
            except (OSError, ValueError) as error:
                print("held:", error)
    time.sleep(0.005)


def double(number):
    return None


def triple(number):
    return None
