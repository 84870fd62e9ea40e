"""What children are forked from: pytest, the shared fixtures and what the checks import, all ready.

This is the only place where trusted code touches `engine/child/`: it is imported here, before there
is a submission, and runs in the forked child.
"""

import ast
import gc
import importlib
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from grader.engine import checks, seccomp
from grader.engine.child import errands
from grader.engine.child.items import CONFTEST, Session
from grader.engine.child.main import Work, run
from grader.engine.child.own import Own
from grader.engine.messages import Job, Setup
from grader.engine.scratch import Scratch
from grader.source import listed

__all__ = ["Image", "Work", "run"]

STARTS_THREADS = {"polars", "pyarrow"}
"""Packages never imported here, nor by others that could do with them: they start native threads,
which a fork does not survive."""

ENDS = 1.0
"""For how many seconds a thread that an import leaves behind is waited for, before any fork."""


class Image:
    """The supervisor's warm image."""

    def __init__(self, setup: Setup) -> None:
        self._session = Session(Path(setup.conftest))
        self._own = Own(CONFTEST)
        self._prepared: dict[tuple[str, int, int], bytes] = {}
        # here and not in each child: nothing of what it refuses is needed, and forks inherit it
        self.filtered = seccomp.install(seccomp.build([os.getpid(), os.getppid()]))
        gc.freeze()  # nothing that is here will be garbage, and what is not looked at is not copied
        gc.enable()

    def prepare(self, job: Job) -> checks.Prepared:
        """A job's checks, made ready, with what they import imported for all children.

        They are remembered as one piece of bytes, since what is many objects makes forks slower.
        Raises `OSError` or `SyntaxError` when there are no such checks.
        """
        path = Path(job.checks_path)
        if job.errand:
            self._import(errands.MODULES, path)
        if job.checks_source is not None:
            return checks.decode(checks.prepare(path, job.checks_source))
        status = path.stat()
        key = str(path), status.st_mtime_ns, status.st_size
        if key not in self._prepared:
            self._prepared[key] = checks.prepare(path, path.read_bytes())
            imports = checks.decode(self._prepared[key]).imports
            self._import((*imports, *_of_stub(path)), path)
        return checks.decode(self._prepared[key])

    def _import(self, modules: Iterable[str], path: Path) -> None:
        sys.modules.update(dict.fromkeys(STARTS_THREADS))  # to whoever tries, they are missing
        for module in modules:
            if module.partition(".")[0] != path.stem.removesuffix("_test"):
                with suppress(Exception):
                    # what cannot be imported here shows in the child, as that check's failure
                    importlib.import_module(module)
        for name in STARTS_THREADS:
            sys.modules.pop(name, None)
        for thread in set(threading.enumerate()) - {threading.main_thread()}:
            thread.join(ENDS)  # a timer that an import started and stopped, as matplotlib's does
        gc.freeze()

    def work(
        self, job: Job, chosen: checks.Selection, scratch: Scratch, channel: int, output: int
    ) -> Work:
        """All that a child is given."""
        return Work(
            job, chosen.code, chosen.turns, self._session, self._own, scratch, channel, output
        )


def _of_stub(checks_file: Path) -> Iterator[str]:
    """The packages that an exercise needs and what its stub imports, where it needs any: whoever
    solves it imports them as well, and in each child that would take longer than most checks."""
    stub = checks_file.with_name(f"{checks_file.stem.removesuffix('_test')}.py")
    with suppress(OSError, ValueError, SyntaxError):
        text = stub.read_text(encoding="utf-8")
        if needs := listed(text.splitlines(), "Needs:"):
            yield from (*needs, *checks.imports(ast.parse(text).body))
