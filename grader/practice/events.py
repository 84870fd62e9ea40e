"""Events: what happens while `kata watch` waits, one after the other: saves and keys above all.

Standard input, where it is a terminal, gives single keys without echo meanwhile. It is given back
when the stream is closed and while the process is stopped by Ctrl-Z.
"""

import contextlib
import enum
import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.catalog import Exercise
from grader.practice.keys import Decoder
from grader.practice.saves import Saves
from grader.submission import Submission

MARK_PASTES, LEAVE_PASTES = "\x1b[?2004h", "\x1b[?2004l"
"""What makes a terminal enclose what is pasted in sequences of their own, and stop doing so."""


class Kind(enum.Enum):
    """What has happened."""

    SAVED = enum.auto()
    """Files of `exercises` were saved."""
    KEY = enum.auto()
    """`key` was pressed: a character, or one of the names in `keys`."""
    REDRAW = enum.auto()
    """The terminal has another size, or has been used by others."""
    BLIND = enum.auto()
    """Saves are looked for from now on; `why` says what for."""
    READY = enum.auto()
    """What else was waited for has something to say."""


@dataclass(frozen=True)
class Event:
    """One of them."""

    kind: Kind
    exercises: tuple[Exercise, ...] = ()
    key: str = ""
    why: str = ""


class Events:
    """The stream; made by `listen`."""

    def __init__(
        self, submission: Submission, exercises: Sequence[Exercise], redrawn: bool
    ) -> None:
        self._waiting: deque[Event] = deque()
        self._bell, self._ring = os.pipe()
        for end in (self._bell, self._ring):
            os.set_blocking(end, False)
        self.saves = Saves(submission, exercises, self._wake)
        self.keyboard = _Keyboard(redrawn)
        self._decoder = Decoder()
        self._said_blind = False
        self._unsure_until = 0.0

    @property
    def has_keys(self) -> bool:
        """Whether there is a keyboard, or was one until now."""
        return self.keyboard.descriptor is not None

    def next(self, seconds: float | None = None, descriptor: int | None = None) -> Event | None:
        """Wait for an event, or until `descriptor` can be read; None after so many seconds."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self._waiting:
            left = None if end is None else max(0.0, end - time.monotonic())
            patience = [self.saves.seconds, *([] if left is None else [left])]
            if self._decoder.unsure:
                patience.append(max(0.0, self._unsure_until - time.monotonic()))
            sources = {self._bell, self.keyboard.descriptor, descriptor} - {None}
            ready, _, _ = select.select(sources, [], [], min(patience))
            self._read(ready)
            if descriptor in ready and not self._waiting:
                return Event(Kind.READY)  # never kept: it may not be true later
            if not self._waiting and end is not None and time.monotonic() >= end:
                return None
        return self._waiting.popleft()

    def forget_keys(self) -> None:
        """Drop what was pressed before now: a question is to be answered by who has read it."""
        self._waiting = deque(each for each in self._waiting if each.kind is not Kind.KEY)
        if self.keyboard.descriptor is not None:
            termios.tcflush(self.keyboard.descriptor, termios.TCIFLUSH)

    def _read(self, ready: Sequence[int]) -> None:
        if self._bell in ready:
            os.read(self._bell, 4096)
        if self.keyboard.descriptor in ready:
            data = self.keyboard.read()
            self._waiting += [Event(Kind.KEY, key=key) for key in self._decoder.feed(data)]
            self._unsure_until = time.monotonic() + self._decoder.patience
        elif self._decoder.unsure and time.monotonic() >= self._unsure_until:
            self._waiting += [Event(Kind.KEY, key=key) for key in self._decoder.pause()]
        if saved := self.saves.changed():
            self._waiting.append(Event(Kind.SAVED, exercises=tuple(saved)))
        if self.saves.blind and not self._said_blind:
            self._said_blind = True
            self._waiting.append(Event(Kind.BLIND, why=self.saves.blind))

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._ring, b".")  # a full pipe wakes as well

    def redraw(self, *_: object) -> None:
        self._waiting.append(Event(Kind.REDRAW))
        self._wake()

    def stop(self, *_: object) -> None:
        """Give the terminal back and stop; go on here when somebody says so."""
        self.keyboard.give_back()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self.stop)

    def go_on(self, *_: object) -> None:
        self.keyboard.take()
        self.redraw()

    def die(self, number: int, _: object) -> None:
        """Give the terminal back, then die of the signal as anybody would."""
        self.keyboard.give_back()
        signal.signal(number, signal.SIG_DFL)
        signal.pthread_kill(threading.get_ident(), number)

    def close(self) -> None:
        os.close(self._bell)
        os.close(self._ring)


@contextlib.contextmanager
def listen(
    submission: Submission, exercises: Sequence[Exercise], redrawn: bool
) -> Iterator[Events]:
    """The events of a session with a submission's files; `redrawn` when it has a screen."""
    events = Events(submission, exercises, redrawn)
    handlers = {
        signal.SIGWINCH: events.redraw,
        signal.SIGTSTP: events.stop,
        signal.SIGCONT: events.go_on,
        signal.SIGTERM: events.die,
        signal.SIGHUP: events.die,
    }
    before = {}
    try:
        with events.saves:
            events.keyboard.take()
            for number, handler in handlers.items():
                # who ignores Ctrl-Z for us has no way to let us go on either, and nohup is heeded
                if signal.getsignal(number) is not signal.SIG_IGN:
                    before[number] = signal.signal(number, handler)
            yield events
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        events.keyboard.give_back()
        events.close()


class _Keyboard:
    """Standard input while it gives single keys; its descriptor is None where it is no terminal."""

    def __init__(self, redrawn: bool) -> None:
        terminal = sys.stdin is not None and sys.stdin.isatty()
        self.descriptor = sys.stdin.fileno() if terminal else None
        self._redrawn = redrawn
        self._before: list | None = None

    def take(self) -> None:
        """Have the terminal give keys at once, and mark pastes."""
        with contextlib.suppress(termios.error):  # it is another's: we are in the background
            if self.descriptor is not None:
                self._before = self._before or termios.tcgetattr(self.descriptor)
                tty.setcbreak(self.descriptor)
        if self._redrawn:
            _send(MARK_PASTES)

    def give_back(self) -> None:
        """Put the terminal back to how it was."""
        with contextlib.suppress(termios.error):
            if self._before is not None and self.descriptor is not None:
                termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self._before)
        if self._redrawn:
            _send(f"{LEAVE_PASTES}\n")

    def read(self) -> bytes:
        data = b""
        with contextlib.suppress(OSError):
            data = os.read(self.descriptor, 1024)
        if not data:
            self.descriptor = None  # it has been closed: there are no more keys
        return data


def _send(sequence: str) -> None:
    with contextlib.suppress(OSError):
        sys.stdout.write(sequence)
        sys.stdout.flush()
