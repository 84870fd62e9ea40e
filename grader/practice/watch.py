"""Watch: save, see, next. Grades the current exercise on every save and moves on when it is solved.

One engine stays warm for the whole session. What wakes the loop is either a save, seen by a thread
that watches the workspace, or a key, where standard input is a terminal.
"""

import contextlib
import difflib
import os
import selectors
import sys
import termios
import threading
import tty
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import watchfiles

from grader.catalog import Exercise
from grader.engine import Engine
from grader.errors import KataError
from grader.practice import hints, status
from grader.practice.checking import check
from grader.practice.desk import Desk
from grader.reports.text import exercise_lines
from grader.results import Outcome
from grader.source import Source
from grader.submission import Submission, Unreadable, decode

KEYS = "n next, h hint, p prompt, l list, r reset, d diff to the reference, q quit"

SAVED = "saved"
"""The event that some file of the workspace has changed; all other events are keys."""


def watch(desk: Desk, exercises: Sequence[Exercise]) -> None:
    """Grade what is saved until `q` is pressed or everything is solved."""
    first = desk.progress().next_open(exercises)
    if first is None:
        desk.say("everything here is solved; name other exercises, or `kata reset`")
        return
    with Engine(desk.catalog.course) as engine, _events(desk.workspace.folder) as events:
        _Watch(desk, engine, exercises, first).run(events)


class _Watch:
    """The state of a session: which exercise is current and which was solved last."""

    def __init__(
        self, desk: Desk, engine: Engine, exercises: Sequence[Exercise], current: Exercise
    ) -> None:
        self._desk, self._engine = desk, engine
        self._exercises, self._current = exercises, current
        self._say, self._screen = desk.say, desk.screen
        self._submission = Submission(desk.workspace.folder)
        self._last_solved: Exercise | None = None
        self._seen: bytes | None = None
        self._done = False

    def run(self, events: Iterator[str]) -> None:
        self._check()
        actions = {
            SAVED: self._check_if_changed,
            "n": self._next,
            "h": self._hint,
            "p": lambda: self._say([self._current.prompt]),
            "l": self._list,
            "r": self._reset,
            "d": self._diff,
        }
        while not self._done:
            event = next(events)
            if event == "q":
                return
            if event in actions:
                try:
                    actions[event]()
                except KataError as error:
                    self._desk.warn(str(error))

    def _contents(self) -> bytes | None:
        try:
            with self._submission.file(self._current).open("rb") as file:
                return file.read(1 << 21)
        except OSError:
            return None

    def _check_if_changed(self) -> None:
        contents = self._contents()
        if contents == b"":
            return  # the editor has only begun to save
        if contents != self._seen:
            self._check()

    def _check(self) -> None:
        self._seen = self._contents()
        result = check(self._desk, self._engine, self._current)
        if self._screen.colour:
            click.clear()
        self._say(exercise_lines(result, self._screen))
        if result.outcome is Outcome.SOLVED:
            self._move_on()
        else:
            self._say(self._screen.wrap(KEYS, "", ""))

    def _move_on(self) -> None:
        self._last_solved = self._current
        if self._desk.progress().next_open(self._exercises) is None:
            self._say(["", "Everything here is solved."])
            self._done = True
            return
        self._next()

    def _next(self) -> None:
        """Make the following unsolved exercise the current one and say what it is."""
        following = self._desk.progress().next_open(self._exercises, after=self._current)
        self._current = following or self._current
        self._seen = self._contents()
        file = self._submission.file(self._current)
        self._say(
            [
                "",
                *self._screen.wrap(f"Next: {self._current} · {self._current.title}", "", "  "),
                *self._screen.block(f"Edit {file}", ""),
                *self._screen.wrap(KEYS, "", ""),
            ]
        )

    def _hint(self) -> None:
        self._say(hints.next_hint(self._desk, self._engine, self._current))

    def _list(self) -> None:
        solved = self._desk.progress().solved
        self._say(status.table(self._exercises, solved, self._screen))

    def _reset(self) -> None:
        backup = self._desk.workspace.reset(self._current)
        where = f"; your version is kept as {backup.name}" if backup else ""
        self._say([f"{self._current} starts afresh{where}"])

    def _diff(self) -> None:
        """Show how the solution found last differs from the reference."""
        if self._last_solved is None:
            self._say(["the reference is shown once an exercise is solved here"])
            return
        try:
            text = decode(self._submission.read(self._last_solved))
        except Unreadable as error:
            raise KataError(f"{self._last_solved} cannot be compared: {error}") from None
        file = self._submission.file(self._last_solved)
        mine = Source.parse(file, text.encode())
        reference = Source.read(self._last_solved.reference)
        lines = difflib.unified_diff(
            "\n".join(mine.code).strip().splitlines(),
            "\n".join(reference.code).strip().splitlines(),
            f"yours/{file.name}",
            f"reference/{file.name}",
            lineterm="",
        )
        self._say([line for text in lines for line in self._screen.block(text, "")])


@contextlib.contextmanager
def _events(folder: Path) -> Iterator[Iterator[str]]:
    """The saves in a workspace and the keys pressed, one after the other, without end."""
    saves, saved = os.pipe()
    stop = threading.Event()
    ready = threading.Event()
    thread = threading.Thread(target=_report_saves, args=(folder, saved, stop, ready), daemon=True)
    thread.start()
    ready.wait(5)
    with _keys() as keyboard, selectors.DefaultSelector() as selector:
        selector.register(saves, selectors.EVENT_READ, SAVED)
        if keyboard is not None:
            selector.register(keyboard, selectors.EVENT_READ, None)
        try:
            yield _read_events(selector)
        finally:
            stop.set()
            thread.join()
            os.close(saves)
            os.close(saved)


def _read_events(selector: selectors.BaseSelector) -> Iterator[str]:
    while True:
        for key, _ in selector.select():
            data = os.read(key.fd, 1024 if key.data else 1)
            if key.data:
                yield key.data
            elif data:
                yield data.decode("ascii", errors="replace").lower()
            else:
                selector.unregister(key.fd)


def _report_saves(folder: Path, saved: int, stop: threading.Event, ready: threading.Event) -> None:
    changes = watchfiles.watch(
        folder,
        watch_filter=watchfiles.PythonFilter(),
        debounce=100,
        step=10,
        rust_timeout=200,
        stop_event=stop,
        raise_interrupt=False,
        yield_on_timeout=True,
    )
    for changed in changes:
        ready.set()
        if changed:
            os.write(saved, b".")


@contextlib.contextmanager
def _keys() -> Iterator[int | None]:
    """Standard input, giving single keys without echo; None where it is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield None
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield descriptor
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
