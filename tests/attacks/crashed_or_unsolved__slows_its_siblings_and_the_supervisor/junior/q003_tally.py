"""Has its siblings and the supervisor come last, and all of them on one processor."""

import os
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
    for other in list(others()):
        for slow in (
            lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
            lambda pid: os.sched_setaffinity(pid, {min(os.sched_getaffinity(0))}),
            lambda pid: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
        ):
            try:
                slow(other)
                print("REACH" + "ED how another process is scheduled")
            except OSError as error:
                print("held:", error)
    time.sleep(0.02)


class Overflow(Exception):
    pass


class Tally:
    pass
