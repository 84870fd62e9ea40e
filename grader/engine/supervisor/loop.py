"""The supervisor: the process that runs jobs, a child each, as many at once as it is told to.

In: a `Setup` line, then `Job` lines on standard input; when that closes, everything is ended. Out:
a `Verdict` line a job, in the order in which they end. Whatever goes wrong about one job becomes
that job's verdict; nothing here waits for a child without a bound.
"""

import os
import selectors
import signal
import socket
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.engine import checks, limits, processes
from grader.engine.messages import Begun, Job, Ready, Setup, Verdict
from grader.engine.scratch import Root, Scratch
from grader.engine.supervisor import image
from grader.engine.supervisor.explain import explain
from grader.engine.supervisor.hearing import Hearing
from grader.engine.supervisor.running import Running, Stop
from grader.errors import FileError

LOOK_SECONDS = 0.1
"""How often the supervisor looks at what its children use."""

LISTEN_SECONDS = 0.02
"""How often the supervisor listens to its children: to be woken by each check would take more time
than to hear what it says."""

READS = 256
"""How often an ended child's channel is read, since a survivor could go on writing."""

DEAD_SECONDS = 2.0
"""How long a killed child may take to be gone; one that something holds is left behind then."""


@dataclass
class Child:
    """A process and what belongs to it."""

    hearing: Hearing
    running: Running
    scratch: Scratch
    pid: int
    channel: int
    output: int
    started: float
    accompanied: bool = False
    halted: bool = False
    killed: float | None = None

    def printed(self) -> int:
        return os.fstat(self.output).st_size

    def end(self) -> None:
        """Kill it, with its group, once it is not listened to any more."""
        if self.killed is None:
            self.killed = time.monotonic()
        processes.end_group(self.pid)
        processes.kill(self.pid)  # in case it has no group of its own yet

    def is_victim(self, status: int) -> bool:
        """Whether another child of the same submission may have ended, stopped or robbed this one.

        Only one that had company is asked; then it is to run once more, alone.
        """
        killed = os.WIFSIGNALED(status) and self.killed is None
        unprepared = self.running.stop.ending == "error"
        robbed = unprepared or not self.scratch.whole
        return self.accompanied and (killed or self.halted or robbed)


class Supervisor:
    """Runs jobs, as many at once as `workers` says, until its input closes."""

    def __init__(self, setup: Setup, inbox: int, outbox: int) -> None:
        self._setup = setup
        self._inbox, self._outbox = inbox, outbox
        self._process = os.getpid()
        self._queue: deque[bytes] = deque()
        self._again: deque[Hearing] = deque()
        self._alone: deque[Hearing] = deque()  # to run once more, when no other child runs
        self._by_itself = False
        self._children: dict[int, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._root = Root(setup.private)
        self._image = image.Image(setup)
        self._unread = bytearray()
        self._unsent = bytearray()
        self._next_look = self._next_listening = 0.0
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

    def run(self) -> image.Work | None:
        """Serve until the input closes, then end every child.

        In a forked child it returns as well, with the child's work: what this object knows, other
        jobs and what the checks are to hand in, has to be gone before a submission is loaded.
        """
        self._say(Ready(filtered=self._image.filtered))
        try:
            while self._open:
                if work := self._start_what_fits():
                    return work
                for key, _ in self._selector.select(self._patience()):
                    key.data()
                self._listen()
                self._look()
        finally:
            if os.getpid() == self._process:
                self._end()
        return None

    def _end(self) -> None:
        for child in self._children.values():
            processes.end_tree(child.pid)
        processes.end_orphans(set())
        self._root.remove()

    def _start_what_fits(self) -> image.Work | None:
        """Start children until enough run; in a forked child, return its work."""
        while not self._by_itself and len(self._children) < self._setup.workers:
            if self._again:
                hearing = self._again.popleft()
            elif self._queue:
                hearing = Hearing(msgspec.json.decode(self._queue.popleft(), type=Job))
                self._say(Begun(hearing.job.id))  # before it is true: the child might end us first
            else:
                break
            if work := self._start(hearing):
                return work
        while self._alone and not self._children:
            self._by_itself = True
            self._root.clear()
            if work := self._start(self._alone.popleft()):
                return work
        return None

    def _look(self) -> None:
        """End children that are over a limit which only a look from outside can hold."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        for child in list(self._children.values()):
            if child.killed is None:
                used = 1 + len(processes.descendants(child.pid, limits.PROCESSES))
                # one that was stopped by a signal cannot have done it to itself alone
                child.halted = now >= child.running.deadline and processes.is_halted(child.pid)
                child.running.look(now, child.printed(), used)
                self._heed(child)
            elif now > child.killed + DEAD_SECONDS:
                processes.end_tree(child.pid)
                self._finish(child, signal.SIGKILL)
            else:
                child.end()
        self._reap()

    def _heed(self, child: Child) -> None:
        """End a child that is not listened to any more."""
        if child.running.stopped:
            child.end()

    def _patience(self) -> float | None:
        """Seconds until somebody is to be listened to, or looked at."""
        then = min(self._next_listening, self._next_look)
        return max(0.0, then - time.monotonic()) if self._children else None

    def _read_jobs(self) -> None:
        chunk = os.read(self._inbox, 1 << 20)
        self._open = bool(chunk)
        self._unread += chunk
        *lines, self._unread = self._unread.split(b"\n")
        self._queue.extend(map(bytes, lines))

    def _start(self, hearing: Hearing) -> image.Work | None:
        """Start a child for what a job is to run next; in the forked child, return its work."""
        try:
            chosen = checks.select(self._image.prepare(hearing.job), hearing.next())
            scratch = self._root.make()
            (scratch.code / f"{hearing.job.name}.py").write_bytes(hearing.job.source)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL
            output = os.open(scratch.folder / "output", flags, 0o600)
            (scratch.folder / "output").unlink()
        except (OSError, SyntaxError, ValueError, KeyError, FileError) as error:
            self._put_off(hearing, f"its checks cannot be run: {error}")
            return None
        channel, says = (end.detach() for end in socket.socketpair())
        try:
            if not (pid := os.fork()):
                self._forget(channel)
                return self._image.work(hearing.job, chosen, scratch, says, output)
        except OSError as error:
            for descriptor in (channel, says, output):
                os.close(descriptor)
            self._put_off(hearing, f"no process can be started: {error.strerror}")
            return None
        os.close(says)
        now = time.monotonic()
        running = self._begin(hearing.job, chosen, scratch, output, now)
        child = Child(hearing, running, scratch, pid, channel, output, now)
        self._children[pid] = child
        for one in self._children.values() if len(self._children) > 1 else ():
            one.accompanied = True
        os.set_blocking(channel, False)
        return None

    def _begin(
        self, job: Job, chosen: checks.Selection, scratch: Scratch, output: int, now: float
    ) -> Running:
        return Running(
            turns=chosen.turns,
            ledgers=chosen.ledgers,
            explain=lambda what, seconds: explain(
                what, Path(job.checks_path), f"{job.name}.py", str(scratch.folder), seconds
            ),
            read=lambda start, end: os.pread(output, end - start, start),
            now=now,
            errand=job.errand,
        )

    def _put_off(self, hearing: Hearing, why: str) -> None:
        """A job that cannot be started is tried once more when all is cleared away that others may
        have used up. Then it is the grader's fault, and nobody else's matter."""
        if not self._by_itself:
            self._alone.append(hearing)
            return
        hearing.stop, hearing.final = Stop("error", why), True
        self._by_itself = False
        self._say(hearing.verdict())

    def _forget(self, channel: int) -> None:
        """Close, in a forked child, what belongs to the supervisor, and let go of what it knows."""
        signal.set_wakeup_fd(-1)
        self._selector.close()  # which refers back to this object, and would keep it alive
        for other in self._children.values():
            for descriptor in (other.channel, other.output):
                os.close(descriptor)
        for descriptor in (*self._own, channel):
            os.close(descriptor)

    def _listen(self) -> None:
        """Take what the children have said since the last time, an equal share of each."""
        now = time.monotonic()
        if now < self._next_listening:
            return
        self._next_listening = now + LISTEN_SECONDS
        for child in self._children.values():
            with suppress(OSError):  # it has nothing to say
                self._hear(child, os.read(child.channel, 1 << 18))
                self._heed(child)

    def _hear(self, child: Child, chunk: bytes) -> None:
        """Take what a child has said. If that is more than we can take, it is that child's end."""
        try:
            child.running.hear(chunk, time.monotonic())
        except Exception as error:
            child.running.halt(Stop("crashed", f"what it said cannot be told: {error!r}"[:400]))

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._wake, 4096)
        for pid, child in list(self._children.items()):
            try:
                ended, status, usage = os.wait4(pid, os.WNOHANG)
            except ChildProcessError:
                ended, status, usage = pid, signal.SIGKILL, None  # somebody else has reaped it
            if ended and not os.WIFSTOPPED(status):  # which a tracer is told of
                seconds = usage.ru_utime + usage.ru_stime if usage else 0.0
                self._finish(child, status, seconds)

    def _finish(self, child: Child, status: int, cpu_seconds: float = 0.0) -> None:
        """Take leave of a child that has ended, and go on with its job.

        First whatever it left behind is ended, so that nobody writes into its channel any more, and
        nothing of it is counted against, or can disturb, the children that go on. Then the channel
        is read to its end, since what was said before the end counts.
        """
        del self._children[child.pid]
        processes.end_group(child.pid)
        processes.end_orphans(set(self._children))
        self._drain(child)
        child.running.close(_cause(status))
        victim = child.is_victim(status)
        self._by_itself = False
        os.close(child.channel)
        os.close(child.output)
        child.scratch.remove()
        if victim:
            self._alone.append(child.hearing)
            return
        child.hearing.take(child.running, time.monotonic() - child.started, cpu_seconds)
        if child.hearing.next():
            self._again.append(child.hearing)
        else:
            self._say(child.hearing.verdict())

    def _drain(self, child: Child) -> None:
        for _ in range(READS):
            try:
                chunk = os.read(child.channel, 65536)
            except OSError:
                return
            if not chunk:
                return
            self._hear(child, chunk)

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


def _cause(status: int) -> str:
    """How a process ended, in words that follow on "the process"."""
    if not os.WIFSIGNALED(status):
        return f"exited with code {os.waitstatus_to_exitcode(status)}"
    number = os.WTERMSIG(status)
    causes = {
        signal.SIGXCPU: f"used more than {limits.CPU_SECONDS} s of CPU",
        signal.SIGKILL: "was killed",
        signal.SIGSYS: "made a forbidden system call",
    }
    try:
        return causes.get(number) or f"ended by {signal.Signals(number).name}"
    except ValueError:
        return f"ended by signal {number}"


def main() -> None:
    """Run a supervisor on standard input and output."""
    outbox = os.dup(1)
    os.dup2(2, 1)
    inbox = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    processes.adopt_orphans()
    processes.hide()
    head = bytearray()
    while not head.endswith(b"\n"):
        byte = os.read(inbox, 1)
        if not byte:
            return
        head += byte
    setup = msgspec.json.decode(bytes(head), type=Setup)
    if work := Supervisor(setup, inbox, outbox).run():
        image.run(work)
    os._exit(0)  # all is cleared away, and somebody waits
