"""Processes, seen from outside: hiding, adopting, counting, ending and reaping them.

Nothing here waits for a process without a bound: one that another process traces, or that the
kernel holds, cannot be reaped and must not hold up a run.
"""

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
_GET_CHILD_SUBREAPER = 37
_SET_DUMPABLE = 4
_SET_PARENT_DEATH_SIGNAL = 1

PATIENCE = 1.0
"""Seconds for which strays are killed and reaped before they are left alone."""

ROUNDS = 200
"""How often what is below a process is looked for anew."""

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)


def adopt_orphans(adopt: bool = True) -> None:
    """Make this process the parent of every descendant whose own parent has ended (Linux)."""
    _prctl(_SET_CHILD_SUBREAPER, int(adopt))


def adopts_orphans() -> bool:
    """Whether this process was made so."""
    answer = ctypes.c_int(0)
    if _libc is not None:
        _libc.prctl(_GET_CHILD_SUBREAPER, ctypes.byref(answer), 0, 0, 0)
    return bool(answer.value)


def hide() -> None:
    """Let no other process read or write this one's memory, nor its children's (Linux)."""
    _prctl(_SET_DUMPABLE, 0)


def shield() -> None:
    """Have nobody look into this process, and let nothing that it has started get away from it."""
    hide()
    adopt_orphans()


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def end_group(leader: int) -> None:
    """Kill every process of a group, if there still is one."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def end_tree(pid: int) -> None:
    """Kill a process, its group and whatever is below it, as far as it can be seen."""
    for _ in range(ROUNDS):
        below = descendants(pid, limit=10_000)
        end_group(pid)
        for each in below | {pid}:
            kill(each)
        if not below:
            return


def kill(pid: int) -> None:
    """Kill a process, if there still is one that may be killed."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def is_halted(pid: int) -> bool:
    """Whether a process has been stopped by a signal, and so cannot go on (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in ("T", "t")
    except OSError:
        return False


def end_orphans(known: set[int]) -> None:
    """Kill and reap what ended children left behind: children of this process it never started.

    `known` are the children that go on. Killing an orphan may orphan others, hence the rounds; one
    that cannot be reaped is left to the next time.
    """
    deadline = None
    while strays := children() - known:
        deadline = deadline or time.monotonic() + PATIENCE
        for pid in strays:
            kill(pid)
        reaped = 0
        for pid in strays:
            with suppress(ChildProcessError):
                reaped += os.waitpid(pid, os.WNOHANG)[0] != 0
        if time.monotonic() > deadline:
            return
        if not reaped:
            time.sleep(0.001)


def children(pid: int | None = None) -> set[int]:
    """The child processes of a process, by default this one (Linux; elsewhere none are seen)."""
    place = "thread-self" if pid is None else f"{pid}/task/{pid}"
    try:
        return set(map(int, Path(f"/proc/{place}/children").read_text().split()))
    except OSError:
        return set()


def descendants(pid: int, limit: int) -> set[int]:
    """The processes below one, a few above the limit at most."""
    found: set[int] = set()
    ahead = [pid]
    while ahead and len(found) <= limit:
        fresh = children(ahead.pop()) - found
        found |= fresh
        ahead += fresh
    return found
