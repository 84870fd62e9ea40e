"""The command's end of the engine: it starts a supervisor, gives it jobs and hears its verdicts.

A supervisor that is lost is replaced, so that what one job does costs that job alone.
"""

import os
import select
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from grader.engine import compiled, limits, processes, sandbox
from grader.engine.interpreter import python_command
from grader.engine.messages import (
    NOT_RUN,
    Begun,
    CheckVerdict,
    Failure,
    Isolation,
    Job,
    Ready,
    Setup,
    Verdict,
)
from grader.errors import GraderFault

ENVIRONMENT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "LD_LIBRARY_PATH",
    "COVERAGE_PROCESS_CONFIG",
    "COVERAGE_PROCESS_START",
)
"""What a supervisor is given of the caller's environment."""

SETTINGS = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONHASHSEED": "0"}
"""What it is given besides: no native threads before a fork; threads that reserve little of the
address space, which is limited; and sets that come in the same order at every run, so that a
verdict does not change from one to the next."""

KEEP_SECONDS = 1.0
"""How long a stopping engine waits for checks that are being compiled for the next time."""

STOP_SECONDS = 1.0
"""How long a stopping engine waits for its supervisor to clear away; then it is killed."""


def wait_to_read(descriptor: int, seconds: float) -> bool:
    """Wait until there is something to read, at most so many seconds; say whether there is."""
    return bool(select.select([descriptor], [], [], seconds)[0])


@dataclass(frozen=True)
class Usage:
    """Peak memory in KiB, and seconds of CPU."""

    peak_memory: int
    cpu_seconds: float


class Engine:
    """A supervisor process and the way to give it jobs; a context manager, usable many times.

    `course` is the folder whose shared fixtures the checks use. `sandboxed` says whether to run in
    a sandbox: `auto` where there is one, `require` or not at all, or `off`. `hidden` are folders
    that a sandbox shows nothing of: those of submissions. `wait` waits for a supervisor's next
    words, for a caller that has more to wait for; what it raises breaks the run off and ends
    whatever runs. `crowd` is how many children there are at once for each core: more than one where
    many of them are expected only to wait.
    """

    def __init__(
        self,
        course: Path,
        sandboxed: Literal["auto", "require", "off"] = "off",
        hidden: Iterable[Path] = (),
        wait: Callable[[int, float], bool] = wait_to_read,
        crowd: int = 1,
    ) -> None:
        self._crowd = crowd
        self._course = course.absolute()
        self._sandbox: sandbox.Sandbox | None = None
        self._hidden = tuple(hidden)
        self._wait = wait
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._preparing: subprocess.Popen[bytes] | None = None
        self._ready = self._filtered = False
        self._decoder = msgspec.json.Decoder(Ready | Begun | Verdict)
        self.why_unsandboxed = ""
        if sandboxed != "off":
            found = sandbox.find(self._course)
            if isinstance(found, sandbox.Sandbox):
                self._sandbox = found
            elif sandboxed == "require":
                raise GraderFault(str(found))
            else:
                self.why_unsandboxed = str(found)

    def __enter__(self) -> "Engine":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def isolation(self) -> Isolation:
        """What stands between a submission and this machine."""
        return Isolation(
            sandbox="bubblewrap" if self._sandbox else "none",
            limits=(*limits.DESCRIPTION, *(["system calls"] if self._filtered else [])),
        )

    def start(self) -> None:
        """Start the supervisor, so that it gets ready while the caller does something else."""
        if self._supervisor is not None:
            return
        command = python_command("grader.engine.supervisor.loop")
        if self._sandbox:
            command = self._sandbox.wrap(command, self._course, self._hidden)
        inherited = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        self._ready = False
        self._heard = b""
        self._before = processes.children()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
        self._supervisor = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,
            env={**inherited, **SETTINGS},
        )
        # macOS does not say which of them this process may use
        able = hasattr(os, "sched_getaffinity")
        cores = len(os.sched_getaffinity(0)) if able else os.cpu_count() or 1
        self._send(
            Setup(
                conftest=str(self._course / "exercises" / "conftest.py"),
                workers=self._crowd * cores,
                private=self._sandbox is not None,
            )
        )

    def stop(self) -> None:
        """End the supervisor, and with it every child and whatever those have started, within a
        bounded time."""
        self._end_supervisor()
        if self._preparing is not None:
            # what it has not come to is compiled next time
            with suppress(subprocess.TimeoutExpired):
                self._preparing.wait(KEEP_SECONDS)
            self._preparing.kill()
            self._preparing.wait()
            self._preparing = None

    def _end_supervisor(self) -> None:
        if (supervisor := self._supervisor) is not None:
            self._supervisor = None
            with suppress(BrokenPipeError):
                supervisor.stdin.close()
            try:
                supervisor.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                processes.end_tree(supervisor.pid)
                with suppress(subprocess.TimeoutExpired):
                    supervisor.wait(STOP_SECONDS)
            self._end_adopted()
            supervisor.stdout.close()
            self._complaints.close()

    def _end_adopted(self) -> None:
        """End what a lost supervisor has left to this process, where this process adopts."""
        if processes.adopts_orphans():
            own = {self._preparing.pid} if self._preparing else set()
            processes.end_orphans(self._before | own)

    def usage(self) -> Usage:
        """What the supervisor has used so far, its children not counted; zeros where no one can
        tell (elsewhere than on Linux)."""
        pid = self._supervisor.pid
        for _ in range(self._sandbox.between if self._sandbox else 0):
            pid = next(iter(processes.children(pid)), pid)
        try:
            folder = Path(f"/proc/{pid}")
            peak = (folder / "status").read_text().partition("VmHWM:")[2].split()[0]
            nanoseconds = (folder / "schedstat").read_text().split()[0]
        except OSError:
            return Usage(0, 0.0)
        return Usage(int(peak), int(nanoseconds) / 1e9)

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Run jobs; yield a verdict for each, in the order in which they end.

        Jobs need ids of their own; the first ones run while the later ones are still being made. A
        supervisor that is lost is replaced: the jobs that were not yet running go on, those that
        were are tried once more, one at a time, and one that loses the supervisor again has
        crashed. Raises `GraderFault` when there can be no supervisor.
        """
        self.start()
        waiting: dict[int, Job] = {}
        for job in jobs:
            waiting[job.id] = job
            self._send(job)
        self._keep_checks({Path(job.checks_path) for job in waiting.values()})
        suspects: dict[int, Job] = {}
        yield from self._run(waiting, suspects)
        for job in suspects.values():
            lost: dict[int, Job] = {}
            self.start()
            self._send(job)
            yield from self._run({job.id: job}, lost)
            if lost:
                yield _crashed(job)

    def _keep_checks(self, paths: set[Path]) -> None:
        """Have checks that were never compiled here compiled for the next time, in the background.

        Supervisors only read what is kept: they run next to untrusted code.
        """
        if self._preparing is None and (missing := compiled.CACHE.missing(paths)):
            self._preparing = subprocess.Popen(
                [*python_command("grader.engine.checks"), *map(str, missing)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _run(self, waiting: dict[int, Job], suspects: dict[int, Job]) -> Iterator[Verdict]:
        """Yield the verdicts of jobs that were sent; those that ran when a supervisor was lost
        become suspects, the others are sent to the next one."""
        while waiting:
            begun: set[int] = set()
            for message in self._hear(len(waiting)):
                if isinstance(message, Begun):
                    begun.add(message.job)
                else:
                    begun.discard(message.job)
                    del waiting[message.job]
                    yield message
            if waiting:
                self._lose(bool(begun))
                suspects |= {number: waiting.pop(number) for number in begun}
                self.start()
                for job in waiting.values():
                    self._send(job)

    def _hear(self, verdicts: int) -> Iterator[Begun | Verdict]:
        """What the supervisor says until it has given so many verdicts, or is gone."""
        while verdicts and (line := self._read_line()):
            message = self._decoder.decode(line)
            if isinstance(message, Ready):
                self._ready, self._filtered = True, message.filtered
                continue
            verdicts -= isinstance(message, Verdict)
            yield message

    def _read_line(self) -> bytes:
        """The supervisor's next line, empty when it is gone; one that was stopped is killed."""
        output = self._supervisor.stdout.fileno()
        while b"\n" not in self._heard:
            try:
                ready = self._wait(output, 1.0)
            except BaseException:
                self._end_supervisor()  # the next run is not to hear of what this one has asked for
                raise
            if ready:
                if not (chunk := os.read(output, 1 << 16)):
                    return b""
                self._heard += chunk
            elif processes.is_halted(self._supervisor.pid):
                processes.end_tree(self._supervisor.pid)
        line, _, self._heard = self._heard.partition(b"\n")
        return line

    def _lose(self, begun: bool) -> None:
        """Take leave of a supervisor that is gone, and see whether another may do better."""
        processes.end_tree(self._supervisor.pid)
        self._supervisor.wait()
        self._complaints.seek(0)
        text = self._complaints.read().decode("utf-8", errors="replace")
        reason = next((t for t in reversed(text.split("\n")) if t.strip()), "it gave no reason")
        self.stop()
        if self._ready and begun:
            return
        # a sandbox has been tried before it was used: what fails in it is not its fault
        raise GraderFault(f"the supervisor ended: {reason}")

    def _send(self, message: Setup | Job) -> None:
        with suppress(BrokenPipeError):
            # whoever then listens for an answer sees that the supervisor is gone
            self._supervisor.stdin.write(msgspec.json.encode(message) + b"\n")
            self._supervisor.stdin.flush()


def _crashed(job: Job) -> Verdict:
    failure = Failure(message=f"{NOT_RUN}the process had ended before")
    return Verdict(
        job=job.id,
        ending="crashed",
        message=f"the grader's process was killed while {job.name} ran, twice",
        checks=tuple(CheckVerdict(name=limit.check, failure=failure) for limit in job.limits),
    )
