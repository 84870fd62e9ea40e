"""What a child is shut into: its own session, streams, folders, environment and limits.

All of it is done before a submission is loaded, and none of it can be undone by one. The filter of
system calls (`engine.seccomp`) it has from the supervisor.
"""

import io
import os
import signal
import sys
import tempfile

from grader.engine import limits, processes
from grader.engine.messages import DEBUG
from grader.engine.scratch import Scratch

ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "OPENBLAS_NUM_THREADS")
"""What a child keeps of the environment; the rest is made for it."""


def enter(scratch: Scratch, output: int) -> None:
    """Make this process a child that lives in a scratch folder and prints to a descriptor."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    # `__stdout__` as well: where a submission wraps the buffer anew, the first one must not go,
    # since that would close it
    sys.stdout = sys.__stdout__ = stream(1)
    sys.stderr = sys.__stderr__ = stream(2)
    inherited = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    os.environ.clear()
    os.environ.update(
        inherited,
        HOME=str(scratch.home),
        TMPDIR=str(scratch.tmp),
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONUTF8="1",
        PYTHONHASHSEED="0",
    )
    os.umask(0o022)
    os.chdir(scratch.cwd)
    tempfile.tempdir = None
    sys.dont_write_bytecode = True
    sys.argv = [""]
    sys.breakpointhook = _no_breakpoint
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    processes.adopt_orphans()  # so that what a child leaves behind is counted as its own
    processes.die_with_parent()
    limits.restrict()


def stream(number: int) -> io.TextIOWrapper:
    """A text stream that prints to a descriptor."""
    return io.TextIOWrapper(
        open(number, "wb", closefd=False),  # noqa: SIM115
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )


def _no_breakpoint(*_: object, **__: object) -> None:
    raise RuntimeError(
        "breakpoint() cannot stop here, where nobody sits at the keyboard; "
        f"to debug, run the checks with plain pytest: {DEBUG}"
    )
