"""The trusted process that runs jobs: it prepares everything once, then starts a child a job.

In: a `Setup` line, then `Job` lines on standard input; when that closes, everything is ended. Out:
a `Verdict` line a job, in the order in which they end. A child's word counts only where the
supervisor expects it: what was not reported as passed, exactly once, by the name of a check of this
job that had been started, is not passed.
"""

import gc
import importlib
import os
import random
import secrets
import selectors
import signal
import socket
import subprocess
import tempfile
import time
import tokenize
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from grader.engine import checks, child, failures, guard, limits, seccomp
from grader.engine.interpreter import python_command
from grader.engine.messages import (
    MAX_LINE,
    MAX_TEXT,
    Begun,
    Bent,
    Broken,
    CheckVerdict,
    Done,
    End,
    Facts,
    Failure,
    Fault,
    Finished,
    FromChild,
    Job,
    Loading,
    Noted,
    Ready,
    Setup,
    Started,
    Turn,
    Verdict,
)
from grader.engine.session import Session

LOAD_SECONDS = 15.0
"""How long a submission may take until its first check starts, and between two checks."""

GRACE_SECONDS = 1.0
"""How long after its time was up a check may take to let itself be stopped."""

LOOK_SECONDS = 0.1
"""How often the supervisor looks at what its children use."""

NEGATIONS = 3
"""How many negated checks are run with a graded submission."""

FOLDERS = ("code", "cwd", "tmp", "home")
"""What a child's scratch folder holds, see `child`."""

STARTS_THREADS = {"polars", "pyarrow"}
"""Packages never imported here: they start native threads, which a fork does not survive."""


class Child:
    """A running child and what it has said so far."""

    def __init__(
        self, job: Job, turns: Sequence[Turn], scratch: Path, pid: int, channel: int, output: int
    ) -> None:
        self.job, self.scratch, self.pid = job, scratch, pid
        self.channel, self.output = channel, output
        self.verdicts: dict[str, CheckVerdict] = {}
        self._turns = {turn.alias: turn for turn in turns}
        self._current: Turn | None = None
        self._passed_negations: list[Turn] = []
        self._answer: str | None = None
        self.loading = self.ended = self.halted = False
        self.stopped: tuple[str, str] | None = None
        self.broken: Broken | None = None
        self.fault: Fault | None = None
        self.notes: list[str] = []
        self._taken = 0
        self.cpu_seconds = 0.0
        self.started = time.monotonic()
        self.deadline = self.started + LOAD_SECONDS
        self.accompanied = False
        self._unread = bytearray()
        self._decoder = msgspec.json.Decoder(FromChild)

    def look(self) -> None:
        """End the child if it has printed too much or its time is up."""
        if os.fstat(self.output).st_size > limits.OUTPUT:
            self.stop("crashed", f"stopped: it printed more than {limits.OUTPUT // 1024} KiB")
        elif time.monotonic() >= self.deadline:
            self._run_out()

    def read_channel(self) -> bool:
        """Take what the child has said; False when there is nothing more to come."""
        try:
            chunk = os.read(self.channel, 65536)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False
        self._unread += chunk
        *lines, rest = self._unread.split(b"\n")
        self._unread = rest
        for line in lines:
            self._hear(bytes(line))
        if len(rest) > MAX_LINE:
            self._tampered("a message without an end")
        return bool(chunk)

    def _hear(self, line: bytes) -> None:
        if self.stopped:
            return
        try:
            message = self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._tampered("something that is not a message")
            return
        now = time.monotonic()
        match message:
            case _ if self.ended:
                self._tampered("a message after the last one")
            case Loading() if not self.loading:
                self.loading = True
                self.deadline = now + LOAD_SECONDS
            case Started(alias) if self._current is None and alias in self._turns:
                self._current = self._turns.pop(alias)
                self.deadline = now + self.job.checks[self._current.check] + GRACE_SECONDS
            case Finished(alias) if self._current and alias == self._current.alias:
                self._finish_turn(self._current, message)
                self._current = None
                self.deadline = now + LOAD_SECONDS
            case Broken():
                self.broken = message
            case Noted(text) if self.job.kind in ("example", "coverage"):
                self.notes.append(text)
            case Fault():
                self.fault = message
            case Bent(what):
                self.stop("tampered", f"the submission has changed {what}")
            case Done() if self._current is None and self._answer is None:
                self._answer = secrets.token_hex(16)
                self._say(self._answer)
            case End(answer) if answer == self._answer:
                self.ended = True
            case _:
                self._tampered("a message out of turn")

    def _finish_turn(self, turn: Turn, message: Finished) -> None:
        text = self._take_text(message.printed)
        if turn.negation is None:
            failure = self._explain(message.facts) if message.facts else None
            self.verdicts[turn.check] = CheckVerdict(
                name=turn.check, failure=failure, output=text, seconds=message.seconds
            )
        elif message.facts is None:
            self._passed_negations.append(turn)

    def _explain(self, facts: Facts) -> Failure:
        job = self.job
        return failures.explain(facts, Path(job.checks_path), f"{job.name}.py", self.scratch)

    def _say(self, answer: str) -> None:
        with suppress(OSError):
            # a child that no longer listens gives no end mark either
            os.write(self.channel, answer.encode() + b"\n")

    def is_victim(self, status: int) -> bool:
        """Whether another child of the same submission may have ended, stopped or robbed this one.

        Only one that had company is asked; then it is to run once more, alone.
        """
        return self.accompanied and (
            (os.WIFSIGNALED(status) and self.stopped is None)
            or self.halted
            or not all((self.scratch / folder).is_dir() for folder in FOLDERS)
        )

    @property
    def running(self) -> str | None:
        """The check that runs now, itself or in a negation."""
        return self._current.check if self._current else None

    def _tampered(self, what: str) -> None:
        self.stop("tampered", f"the submission sent the grader {what}")

    def stop(self, ending: str, message: str) -> None:
        """End the child, for the first reason given."""
        if not self.stopped:
            self.stopped = (ending, message)
            limits.end_group(self.pid)

    def _run_out(self) -> None:
        self.halted = limits.is_halted(self.pid)
        if self.running:
            limit = self.job.checks[self.running]
            what = f"stopped: {self.running} was still running after {limit:g} s"
        elif self.verdicts:
            what = f"stopped: nothing happened for {LOAD_SECONDS:g} s between two checks"
        else:
            what = f"stopped: it was still being imported after {LOAD_SECONDS:g} s"
        self.stop("timeout", what)

    def _take_text(self, end: int) -> str:
        """What was printed since the last call and up to a byte, as text."""
        start, self._taken = self._taken, max(self._taken, end)
        data = os.pread(self.output, min(self._taken - start, 4 * MAX_TEXT), start)
        text = data.decode("utf-8", errors="replace")
        cut = self._taken - start > len(data) or len(text) > MAX_TEXT
        return f"{text[:MAX_TEXT]}… (the rest is cut)" if cut else text

    def verdict(self, status: int) -> Verdict:
        """What became of the job, now that its process has ended with a wait status."""
        ending, message, line = self._ending(status)
        return Verdict(
            job=self.job.id,
            ending=ending,
            message=message,
            line=line,
            checks=tuple(self._check(name, ending, message) for name in self.job.checks),
            seconds=time.monotonic() - self.started,
            cpu_seconds=self.cpu_seconds,
            notes=(*self.notes, *self._notes_on_negations()),
        )

    def _notes_on_negations(self) -> list[str]:
        if self.job.kind != "negations":
            return []
        return [
            f"{turn.check} passes also with its assertion {turn.negation + 1} turned round"
            for turn in self._passed_negations
        ]

    def _ending(self, status: int) -> tuple[str, str, int | None]:
        if self.job.kind == "grade" and (names := self._contradictions()):
            return "tampered", f"{names[0]} passes, and so does its opposite", None
        if self.stopped:
            return *self.stopped, None
        if self.broken:
            return "broken", self.broken.message, self.broken.line
        if self.fault:
            return ("crashed" if self.loading else "error"), self.fault.message, None
        if self.ended:
            return "ran", "", None
        during = f" during {self.running}" if self.running else ""
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            cause = {
                signal.SIGXCPU: f"used more than {limits.CPU_SECONDS} s of CPU",
                signal.SIGKILL: "was killed",
            }.get(number, f"ended by {signal.Signals(number).name}")
            return "crashed", f"the process {cause}{during}", None
        code = os.waitstatus_to_exitcode(status)
        return "crashed", f"the process exited with code {code}{during}", None

    def _contradictions(self) -> list[str]:
        """The checks that pass together with one of their negations, which no honest code does."""
        passed = {name for name, check in self.verdicts.items() if check.failure is None}
        return [turn.check for turn in self._passed_negations if turn.check in passed]

    def _check(self, name: str, ending: str, message: str) -> CheckVerdict:
        if name in self.verdicts:
            return self.verdicts[name]
        running = name == self.running
        if not running:
            message = "not run: the submission could not be loaded"
            if ending != "broken":
                message = "not run: the process had ended before"
        return CheckVerdict(
            name=name,
            failure=Failure(message=message, timed_out=running and ending == "timeout"),
            output=self._take_text(os.fstat(self.output).st_size) if running else "",
        )


class Supervisor:
    """Runs jobs, as many at once as `workers` says, until its input closes."""

    def __init__(self, setup: Setup, inbox: int, outbox: int) -> None:
        self._setup = setup
        self._inbox, self._outbox = inbox, outbox
        self._process = os.getpid()
        self._queue: deque[bytes] = deque()
        self._alone: deque[Job] = deque()  # jobs to run once more, when no other child runs
        self._by_itself = False
        self._children: dict[int, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._root = Path(tempfile.mkdtemp(prefix="kata-"))
        self._session = Session(Path(setup.conftest), setup.check_seconds)
        self._snapshot = guard.Snapshot()
        gc.freeze()  # nothing that is here will be garbage, and what is not looked at is not copied
        gc.enable()
        self._prepared: dict[tuple[str, int], bytes] = {}
        self._unread = bytearray()
        self._unsent = bytearray()
        self._next_look = 0.0
        self._wake, wakened = os.pipe()
        os.set_blocking(outbox, False)
        os.set_blocking(self._wake, False)
        os.set_blocking(wakened, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakened, warn_on_full_buffer=False)
        self._own = {inbox, outbox, self._wake, wakened}
        self._selector.register(inbox, selectors.EVENT_READ, self._read_jobs)
        self._selector.register(self._wake, selectors.EVENT_READ, self._reap)
        self._open = True

    def run(self) -> child.Work | None:
        """Serve until the input closes, then end every child.

        In a forked child it returns as well, with the child's work: what this object knows, other
        jobs and which turns are negations, has to be gone before a submission is loaded.
        """
        self._say(Ready())
        try:
            while self._open:
                if work := self._start_what_fits():
                    return work
                for key, _ in self._selector.select(self._patience()):
                    if key.fileobj in self._selector.get_map():
                        # it may have been closed by what came before it in this round
                        key.data()
                self._look()
        finally:
            if os.getpid() == self._process:
                self._end()
        return None

    def _end(self) -> None:
        for running in self._children.values():
            limits.end_group(running.pid)
        limits.end_orphans(set())
        limits.remove(self._root)

    def _start_what_fits(self) -> child.Work | None:
        """Start children until enough run; in a forked child, return its work."""
        while self._queue and not self._by_itself and len(self._children) < self._setup.workers:
            job = msgspec.json.decode(self._queue.popleft(), type=Job)
            if work := self._start(job):
                return work
        if self._alone and not self._children:
            self._by_itself = True
            return self._start(self._alone.popleft())
        return None

    def _look(self) -> None:
        """End children that are over a limit which only a look from outside can hold."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        strays = len(limits.children() - self._children.keys())
        for running in self._children.values():
            running.look()
            if max(strays, limits.count_descendants(running.pid)) > limits.PROCESSES:
                running.stop("crashed", f"stopped: it had more than {limits.PROCESSES} processes")

    def _patience(self) -> float | None:
        deadlines = [running.deadline for running in self._children.values()]
        if not deadlines:
            return None
        return max(0.0, min(self._next_look, *deadlines) - time.monotonic())

    def _read_jobs(self) -> None:
        chunk = os.read(self._inbox, 1 << 20)
        self._open = bool(chunk)
        self._unread += chunk
        *lines, self._unread = self._unread.split(b"\n")
        self._queue.extend(map(bytes, lines))

    def _prepare(self, path: Path) -> checks.Prepared:
        """A file of checks, made ready once, with what it imports imported for all children.

        It is remembered as one piece of bytes, since what is many objects makes forks slower.
        """
        key = (str(path), path.stat().st_mtime_ns)
        if key in self._prepared:
            return checks.decode(self._prepared[key])
        self._prepared[key] = checks.prepare(path)
        prepared = checks.decode(self._prepared[key])
        for module in prepared.imports:
            if module.partition(".")[0] not in {*STARTS_THREADS, path.stem.removesuffix("_test")}:
                with suppress(Exception):
                    # what cannot be imported here shows in the child, as that check's failure
                    importlib.import_module(module)
        gc.freeze()
        return prepared

    def _start(self, job: Job) -> child.Work | None:
        scratch = Path(tempfile.mkdtemp(dir=self._root))
        for folder in FOLDERS:
            (scratch / folder).mkdir()
        (scratch / "code" / f"{job.name}.py").write_bytes(encoded(job.source))
        path = Path(job.checks_path)
        negations = {"grade": NEGATIONS, "negations": checks.ALL}.get(job.kind, 0)
        turns, code = checks.select(self._prepare(path), path, job.checks, negations)
        order = [turn.alias for turn in turns]
        if job.kind == "strict":
            random.Random(job.seed).shuffle(order)
        plan = child.Plan(code, order, self._snapshot)
        self._say(Begun(job.id))  # before it is true: the child might end us first
        channel, says = (end.detach() for end in socket.socketpair())
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL
        output = os.open(scratch / "output", flags, 0o600)
        (scratch / "output").unlink()
        if self._setup.process == "fork":
            pid = os.fork()
            if not pid:
                self._forget(channel)
                return child.Work(job, plan, self._session, scratch, says, output)
        else:
            pid = self._spawn(job, plan, scratch, says, output)
        os.close(says)
        running = Child(job, turns, scratch, pid, channel, output)
        self._children[pid] = running
        for one in self._children.values() if len(self._children) > 1 else ():
            one.accompanied = True
        os.set_blocking(channel, False)
        self._selector.register(channel, selectors.EVENT_READ, lambda: self._listen(running))
        return None

    def _forget(self, channel: int) -> None:
        """Close, in a forked child, what belongs to the supervisor, and let go of what it knows."""
        signal.set_wakeup_fd(-1)
        self._selector.close()  # which refers back to this object, and would keep it alive
        for other in self._children.values():
            for descriptor in (other.channel, other.output):
                os.close(descriptor)
        for descriptor in (*self._own, channel):
            os.close(descriptor)

    def _listen(self, running: Child) -> None:
        if not running.read_channel():
            self._selector.unregister(running.channel)

    def _spawn(self, job: Job, plan: child.Plan, scratch: Path, says: int, output: int) -> int:
        parts = (self._setup, job, plan.code, plan.order)
        (scratch / "job.json").write_bytes(msgspec.json.encode(parts))
        process = subprocess.Popen(
            [*python_command("grader.engine.child"), str(scratch), str(says), str(output)],
            pass_fds=(says, output),
        )
        process.returncode = 0  # reaped by this supervisor, not by the Popen object
        return process.pid

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._wake, 4096)
        for pid, running in list(self._children.items()):
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                running.cpu_seconds = usage.ru_utime + usage.ru_stime
                self._finish(running, status)

    def _finish(self, running: Child, status: int) -> None:
        del self._children[running.pid]
        limits.end_group(running.pid)
        limits.end_orphans(set(self._children))
        for _ in range(256):  # a bound, since a survivor could go on writing
            if not running.read_channel():
                break
        with suppress(KeyError):
            self._selector.unregister(running.channel)
        verdict = running.verdict(status)
        victim = running.is_victim(status)
        self._by_itself = False
        os.close(running.channel)
        os.close(running.output)
        limits.remove(running.scratch)
        if victim:
            self._alone.append(running.job)
        else:
            self._say(verdict)

    def _say(self, message: Ready | Begun | Verdict) -> None:
        self._unsent += msgspec.json.encode(message) + b"\n"
        self._send()

    def _send(self) -> None:
        """Send what fits now: whoever reads this may itself be busy sending jobs."""
        with suppress(BlockingIOError):
            while self._unsent:
                del self._unsent[: os.write(self._outbox, self._unsent)]
        if self._unsent and self._outbox not in self._selector.get_map():
            self._selector.register(self._outbox, selectors.EVENT_WRITE, self._send)
        elif not self._unsent and self._outbox in self._selector.get_map():
            self._selector.unregister(self._outbox)


def encoded(source: str) -> bytes:
    """A source text as bytes, in the encoding that it declares for itself."""
    lines = iter(source.encode("utf-8").splitlines(keepends=True))
    return source.encode(tokenize.detect_encoding(lambda: next(lines, b""))[0])


def main() -> None:
    """Run a supervisor on standard input and output."""
    outbox = os.dup(1)
    os.dup2(2, 1)
    inbox = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.adopt_orphans()
    limits.hide()
    # here and not in each child: nothing of what it refuses is needed, and forks inherit it
    seccomp.install(seccomp.build([os.getpid(), os.getppid()]))
    head = bytearray()
    while not head.endswith(b"\n"):
        byte = os.read(inbox, 1)
        if not byte:
            return
        head += byte
    setup = msgspec.json.decode(bytes(head), type=Setup)
    if work := Supervisor(setup, inbox, outbox).run():
        child.run(work)
    os._exit(0)  # all is cleared away, and somebody waits
