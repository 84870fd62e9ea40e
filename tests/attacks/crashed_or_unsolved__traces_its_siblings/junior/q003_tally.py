"""Attaches to the other exercises' processes and holds them for three seconds."""

import ctypes
import os
import time
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH = 16


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
held = set()
while time.monotonic() < until:
    for other in set(others()) - held - {supervisor()}:
        if libc.ptrace(PTRACE_ATTACH, other, 0, 0) == 0:
            print("REACH" + "ED a sibling by ptrace")
            held.add(other)
    time.sleep(0.005)
if held:
    time.sleep(3)


class Overflow(Exception):
    pass


class Tally:
    pass
