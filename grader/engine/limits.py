"""What a child may use.

Limits are set in the child before any untrusted code runs, and a process cannot raise them again.
Time, output and the number of processes are held from outside, by the supervisor.
"""

import resource
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
