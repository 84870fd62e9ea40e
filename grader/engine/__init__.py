"""The engine: jobs in, verdicts out, each submission in a process of its own.

`Engine` is the trusted command's end. It starts a supervisor (`supervisor`), which runs one child
(`child`) a job and holds it to limits (`limits`). `checks` compiles and gathers the checks,
`failures` puts what went wrong into words, `messages` is what the processes say to each other.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from grader.catalog import CHECK_SECONDS
from grader.engine.interpreter import python_command
from grader.engine.limits import DESCRIPTION
from grader.engine.messages import Job, Setup, Verdict
from grader.errors import GraderFault
from grader.results import Isolation

__all__ = ["Engine", "Job", "Verdict"]


class Engine:
    """A supervisor process and the way to give it jobs; a context manager, usable many times.

    `course` is the folder whose shared fixtures the checks use. `process` says how a child starts:
    `fork` from the supervisor's warm image, or `spawn`, a fresh interpreter where fork is missing.
    """

    def __init__(
        self,
        course: Path,
        process: Literal["fork", "spawn"] = "fork" if hasattr(os, "fork") else "spawn",
    ) -> None:
        self.process = process
        self._setup = Setup(
            conftest=str((course / "exercises" / "conftest.py").absolute()),
            check_seconds=CHECK_SECONDS,
            process=process,
            workers=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2,
        )
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._decoder = msgspec.json.Decoder(Verdict)

    def __enter__(self) -> "Engine":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the supervisor, so that it gets ready while the caller does something else."""
        if self._supervisor is None:
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
            self._supervisor = subprocess.Popen(
                python_command("grader.engine.supervisor"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                start_new_session=True,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            self._send(self._setup)

    def stop(self) -> None:
        """End the supervisor, and with it every child and whatever those have started."""
        if self._supervisor is not None:
            self._supervisor.stdin.close()
            self._supervisor.wait()
            self._supervisor.stdout.close()
            self._complaints.close()
            self._supervisor = None

    @property
    def isolation(self) -> Isolation:
        """What stands between a submission and this machine."""
        return Isolation(sandbox="none", process=self.process, limits=DESCRIPTION)

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Run jobs; yield a verdict for each, in the order in which they end.

        Jobs need ids of their own. Raises `GraderFault` when the supervisor is lost.
        """
        self.start()
        waiting = set()
        for job in jobs:
            waiting.add(job.id)
            self._send(job)
        while waiting:
            line = self._supervisor.stdout.readline()
            if not line:
                raise GraderFault(f"the supervisor ended: {self._last_complaint()}")
            verdict = self._decoder.decode(line)
            waiting.remove(verdict.job)
            yield verdict

    def _send(self, message: Setup | Job) -> None:
        try:
            self._supervisor.stdin.write(msgspec.json.encode(message) + b"\n")
            self._supervisor.stdin.flush()
        except BrokenPipeError:
            raise GraderFault(f"the supervisor ended: {self._last_complaint()}") from None

    def _last_complaint(self) -> str:
        self._supervisor.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it gave no reason")
