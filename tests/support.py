"""What several test files need: courses, workspaces, a full disk, a terminal, a sign of life."""

import codecs
import contextlib
import fcntl
import os
import pty
import resource
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader import catalog
from grader.engine import shown
from grader.practice import layout
from grader.practice.workspace import Workspace

Q1_FILES = (
    "exercises/entry/q001_double.py",
    "exercises/entry/q001_double_test.py",
    "solutions/entry/q001_double.py",
    "solutions/entry/q001_double.mistakes.toml",
)
"""Stub, checks, reference and mistakes of Q1 of the fixture course."""

COURSE = Path(__file__).parent / "course"

PATIENCE = 30.0
"""Seconds until something that must come is given up: far more than a busy machine needs."""


def make_course(folder: Path, files: dict[str, str | bytes]) -> catalog.Catalog:
    """A course of the given files (paths under `exercises`, with their contents) in a folder."""
    for name, content in files.items():
        file = folder / "exercises" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return catalog.load(folder)


def copy_course(folder: Path) -> Path:
    """A copy of the fixture course which a test may change."""
    return shutil.copytree(COURSE, folder, ignore=shutil.ignore_patterns("__pycache__"))


def make_workspace(folder: Path, course: catalog.Catalog) -> Workspace:
    """A fresh workspace of a course."""
    layout.lay_out(folder, course, pytest.fail)
    return Workspace(folder)


def solution(exercise: catalog.Exercise, find: str = "", put: str = "") -> str:
    """An exercise's reference, with one replacement if wanted."""
    source = exercise.reference.read_text(encoding="utf-8")
    assert not find or source.count(find) == 1
    return source.replace(find, put) if find else source


@contextlib.contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """Inside, this process cannot make any file longer than `room` bytes: as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def as_nobody(command: list[str]) -> list[str]:
    """The command by which root runs another one as the user nobody.

    What the grader needs is shown to that user also where only root may go, in root's home.
    """
    words = ["bwrap", "--dev-bind", "/", "/"]
    covered: set[Path] = set()
    for path in shown.needed(COURSE):
        _, path = shown.follow(path)
        closed = [folder for folder in path.parents if not folder.stat().st_mode & 0o001]
        if not closed:
            continue
        if closed[-1] not in covered:
            words += ["--tmpfs", str(closed[-1])]
        covered.add(closed[-1])
        for parent in reversed(path.parents):
            if parent.is_relative_to(closed[-1]) and parent not in covered:
                words += ["--dir", str(parent)]
                covered.add(parent)
        words += ["--ro-bind", str(path), str(path)]
    become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    return [*words, *become, *command]


def run_as_nobody(*words, cwd, before=""):
    """The command as a user to whom permissions mean something, behind what the shell does."""
    command = [sys.executable, "-m", "grader", "--course", str(COURSE), *map(str, words)]
    command = ["sh", "-c", f"{before}{shlex.join(command)}"]
    if os.geteuid() == 0:
        if not (shutil.which("bwrap") and shutil.which("setpriv")):
            pytest.skip("root may look everywhere, and cannot become nobody here")
        for path in (cwd, *cwd.rglob("*")):
            os.chown(path, 65534, 65534)
        command = as_nobody(command)
    environment = {**os.environ, "PYTHONPATH": str(COURSE.parent.parent), "HOME": "/"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@contextlib.contextmanager
def browser():
    """A real Chromium, as Playwright has it; the test is skipped where either is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    command = shutil.which("chromium") or shutil.which("google-chrome")
    if command is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        launched = driver.chromium.launch(executable_path=command, args=switches)
        yield launched
        launched.close()


class SignOfLife:
    """Tells that a submission is running, and later that none of its processes is left.

    `source` is code for a submission that gives the sign and goes on until this is closed.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "sign-of-life"
        os.mkfifo(path)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.source = (
            "import os, select\n"
            f"pipe = os.open({str(path)!r}, os.O_WRONLY)\n"
            "os.write(pipe, b'.')\n"
            "waiting = select.poll()\n"
            "waiting.register(pipe, 0)\n"
            "waiting.poll()\n"
        )

    def started(self) -> bool:
        """Whether the submission has begun to run since this was asked."""
        try:
            return os.read(self._reader, 1) == b"."
        except BlockingIOError:
            return False

    def wait_for_start(self) -> None:
        """Return once the submission is running."""
        assert self._next() == b".", "the submission did not start"

    def wait_for_end(self) -> None:
        """Return once every process of the submission has ended: nobody holds the pipe any more."""
        assert self._next() == b"", "the submission is still running"

    def _next(self) -> bytes | None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            return os.read(self._reader, 1) if selector.select(PATIENCE) else None

    def close(self) -> None:
        os.close(self._reader)


class Terminal:
    """The real command in a real pseudo-terminal, as a person at a keyboard meets it."""

    def __init__(self, *arguments: str, cwd: Path, **env: str) -> None:
        self._master, self._slave = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(COURSE.parent.parent), "COLUMNS": "80"}
        environment |= {"PYTHONIOENCODING": "utf-8", "TERM": "xterm-256color"}
        environment.pop("NO_COLOR", None)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        self.before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "--course", str(COURSE), *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            cwd=cwd,
            env={**environment, **env},
            start_new_session=True,
            preexec_fn=_take_terminal,
        )

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def read_until(self, text: str) -> str:
        """Wait for a text and return what came up to its end, since the last time."""
        deadline = time.monotonic() + PATIENCE
        while text not in self._unread:
            if not self._read(1.0):
                ended = self.process.poll() is not None and not self._read(0)
                if ended or time.monotonic() > deadline:
                    pytest.fail(f"no {text!r} came, only:\n{self._unread}")
        seen, _, self._unread = self._unread.partition(text)
        return seen + text

    def read_to_end(self) -> tuple[str, int]:
        """Wait for the command's end; return what came since the last time, and the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self._read(0.1)
            if time.monotonic() > deadline:
                pytest.fail(f"the command did not end; it said:\n{self._unread}")
        while self._read(0):
            pass
        seen, self._unread = self._unread, ""
        return seen, self.process.returncode

    def attributes(self) -> list:
        """The terminal's settings now; they stand in `before` as they were at the start."""
        return termios.tcgetattr(self._slave)

    def _read(self, seconds: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._master, selectors.EVENT_READ)
            if not selector.select(seconds):
                return False
        self._unread += self._decoder.decode(os.read(self._master, 65536)).replace("\r\n", "\n")
        return True

    def close(self) -> None:
        end(self.process)
        os.close(self._master)
        os.close(self._slave)


class Tmux:
    """The real command on a screen of its own: a window of tmux, without its status line.

    `run` is the shell command; without one there is a shell.
    """

    def __init__(self, columns: int, rows: int, run: str = "", **env: str) -> None:
        # a folder with a short name, since that of a socket has to be short
        self._folder = tempfile.TemporaryDirectory(prefix="tmux-")
        socket, settings = (Path(self._folder.name) / name for name in ("tmux", "tmux.conf"))
        self._command = ["tmux", "-u", "-S", str(socket), "-f", str(settings)]
        settings.write_text(
            "set -g status off\nset -g remain-on-exit on\nset -sg escape-time 0\n"
            "set -g default-terminal screen-256color\n"
        )
        words = [f"{name}={value}" for name, value in env.items()]
        start = ["new-session", "-d", "-x", str(columns), "-y", str(rows), "env", *words]
        self.do(*start, *(shlex.split(run) or ["bash", "--norc", "--noprofile"]))

    def do(self, *words: str) -> str:
        """A command of tmux, and what it says."""
        # a server inherits whatever this process heeds or not
        done = subprocess.run(
            [*self._command, *words],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
            preexec_fn=heed_signals,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names of them."""
        self.do("send-keys", *keys)

    def rows(self) -> list[str]:
        """What is on the screen now."""
        return self.do("capture-pane", "-p").split("\n")[:-1]

    def wait_for(self, *texts: str, gone: str = "") -> list[str]:
        """Wait until all texts are on the screen, and one is not; return its rows."""

        def there(rows: list[str]) -> bool:
            screen = "\n".join(rows)
            return all(text in screen for text in texts) and not (gone and gone in screen)

        return self.wait_until(there)

    def wait_until(self, good: Callable[[list[str]], bool]) -> list[str]:
        """Wait until what is on the screen is good; return its rows."""
        deadline = time.monotonic() + PATIENCE
        while not good(rows := self.rows()):
            if time.monotonic() > deadline:
                pytest.fail("what was waited for did not come, only:\n" + "\n".join(rows))
        return rows

    def wait_for_end(self) -> None:
        """Wait until the command has ended. (How, tmux does not always know.)"""
        self.wait_until(lambda _: self.do("display-message", "-p", "#{pane_dead}") == "1\n")

    def close(self) -> None:
        self.do("kill-server")
        self._folder.cleanup()


def end(process: subprocess.Popen) -> None:
    """End a process, by force if it does not listen."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _take_terminal() -> None:
    """Make standard input the controlling terminal, so that Ctrl-C there is an interrupt here."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    heed_signals()


def heed_signals() -> None:
    """Take signals as a process started by a person does, however the tests were started."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def check(name, body="assert double(2) == 4", hint='@pytest.mark.hint("A nudge.")\n'):
    """The source of a check that is in order, save for what is given."""
    return f'\n\n{hint}def {name}():\n    """It does."""\n    {body}\n'


def edit(path, old, new):
    """Put a text in the place of one that must be there once; in the place of none, at the end."""
    source = path.read_text(encoding="utf-8")
    assert source.count(old) == 1 or not old
    path.write_text(source.replace(old, new) if old else source + new, encoding="utf-8")


def assert_said(broken, *texts):
    """There are as many breaches as texts, and each holds its text."""
    assert len(broken) == len(texts), broken
    for breach, text in zip(broken, texts, strict=True):
        assert text in breach
