"""What a child may use, and how the supervisor ends it and everything it has started.

Limits are set in the child before any untrusted code runs, and a process cannot raise them again.
Time is kept by the supervisor, from outside.
"""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 1024**3
"""Bytes of address space that a child may add to what it inherits."""
CPU_SECONDS = 60
FILE_SIZE = 64 * 1024**2
"""Bytes a file may grow to."""
OPEN_FILES = 256
PROCESSES = 64
"""Processes that a child may have at a time, itself and what it has left behind included."""
OUTPUT = 1024**2
"""Bytes that a child may print; past them it is stopped."""

DESCRIPTION = (
    f"{MEMORY // 1024**2} MiB more memory",
    f"{CPU_SECONDS} s of CPU",
    f"files of {FILE_SIZE // 1024**2} MiB",
    f"{OPEN_FILES} open files",
    f"{PROCESSES} processes",
    f"{OUTPUT // 1024**2} MiB of output",
    "time per check",
)
"""The limits in words, for reports."""

_SET_CHILD_SUBREAPER = 36
_SET_DUMPABLE = 4
_SET_PARENT_DEATH_SIGNAL = 1


def restrict() -> None:
    """Lower this process's limits, for good. What a system does not know is left out."""
    for kind, amount in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(kind, amount)
    if used := _address_space():
        _lower(resource.RLIMIT_AS, used + MEMORY)


def _lower(kind: int, amount: int) -> None:
    hard = resource.getrlimit(kind)[1]
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (amount, amount))


def _address_space() -> int:
    """Bytes of address space in use, or 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent has ended (Linux)."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def hide() -> None:
    """Let no other process read or write this one's memory, nor its children's (Linux)."""
    _prctl(_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def end_group(leader: int) -> None:
    """Kill every process of a group, if there still is one."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def is_halted(pid: int) -> bool:
    """Whether a process has been stopped by a signal, and so cannot go on (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in ("T", "t")
    except OSError:
        return False


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, however deep, where Python's own way gives up."""
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        subprocess.run(["rm", "-rf", str(folder)], stderr=subprocess.DEVNULL, check=False)


def end_orphans(known: set[int]) -> None:
    """Kill and reap what an ended child left behind: children of this process it never started.

    `known` are the children that go on. Killing an orphan may orphan others, hence the rounds.
    """
    for _ in range(1000):
        strays = children() - known
        if not strays:
            return
        for pid in strays:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        for pid in strays:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def children(pid: int | None = None) -> set[int]:
    """The child processes of a process, by default this one (Linux; elsewhere none are seen)."""
    place = "thread-self" if pid is None else f"{pid}/task/{pid}"
    try:
        return set(map(int, Path(f"/proc/{place}/children").read_text().split()))
    except OSError:
        return set()


def count_descendants(pid: int) -> int:
    """How many processes there are below one, itself included, up to a few above the limit."""
    known = {pid}
    ahead = [pid]
    while ahead and len(known) <= PROCESSES:
        fresh = children(ahead.pop()) - known
        known |= fresh
        ahead += fresh
    return len(known)
