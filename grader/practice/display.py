"""How pages come to standard output: one screen, drawn over, or line after line."""

import sys
from typing import Protocol

from grader import terminal
from grader.practice import view
from grader.practice.view import Mode, Page, State
from grader.terminal import Screen

HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[H", "\x1b[2K", "\x1b[J"
NO_WRAP, WRAP = "\x1b[?7l", "\x1b[?7h"
"""What is wider than it seems, as CJK text is, is cut then and moves nothing."""


class Display(Protocol):
    """Shows states."""

    redrawn: bool
    """Whether it moves the cursor, and so has the terminal's screen to itself."""

    def show(self, state: State, whole: bool = False) -> None:
        """Show what has changed; all of it with `whole`."""


def display(screen: Screen) -> Display:
    """What fits standard output: a terminal that can move its cursor has a screen."""
    return Drawn(screen) if terminal.obeys() and sys.stdout.isatty() else Told(screen)


class Drawn:
    """One screen, drawn over."""

    redrawn = True

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._last: list[str] = []

    def show(self, state: State, whole: bool = False) -> None:
        columns, rows = terminal.size()
        screen = self._screen._replace(width=min(terminal.MAX_WIDTH, columns))
        lines = view.fit(view.page(state, screen), rows, state.pages, screen)
        if whole or len(lines) != len(self._last):
            self._last = ["\0"] * len(lines)
        drawn = [HOME if whole else "", NO_WRAP]
        for row, (line, last) in enumerate(zip(lines, self._last, strict=True), 1):
            if line != last:
                drawn.append(f"\x1b[{row};1H{CLEAR_LINE}{line}")
        if whole:
            drawn.append(CLEAR_BELOW)
        # where the shell goes on, should this be left
        drawn.append(f"\x1b[{rows};1H\x1b[{columns}C{WRAP}")
        self._last = lines
        sys.stdout.write("".join(drawn))
        sys.stdout.flush()


class Told:
    """Line after line: what has changed, and the keys after it."""

    redrawn = False

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._last: Page | None = None

    def show(self, state: State, whole: bool = False) -> None:
        page, last = view.page(state, self._screen), self._last
        self._last = page
        # what a check that runs is about to replace is not told once more
        passing = state.checking is not None and state.mode is Mode.VERDICT
        lines = []
        for part in ("title", "status", "note") if passing else ("title", "status", "note", "body"):
            now = getattr(page, part)
            if whole or last is None or now != getattr(last, part):
                lines += now
        if not passing and (lines or last is None or page.keys != last.keys):
            lines += page.keys
        if lines:
            terminal.say(lines, self._screen)
            sys.stdout.flush()
