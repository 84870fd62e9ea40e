"""How text reaches a terminal: width, colour, symbols, and nothing a submission could abuse.

`Screen` knows what the output can show. Everything that comes from a submission goes through
`harmless` first, which leaves no control character that a terminal would obey.
"""

import os
import re
import sys
import textwrap
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

Item = TypeVar("Item")

MAX_WIDTH = 100
"""Columns that are used at most: longer lines are hard to read."""

# what CI runners obey: `::name::` at the start of a line, after blanks of any kind (GitHub),
# `##[name]`, `##vso[name]` and `##teamcity[name]` anywhere (Azure, TeamCity)
_COMMAND = r"(?m)^([^\S\n]*)::"
_BRACKETED = r"##(?=\w*\[)"

_ODD = r"[^\x20-\x7e\n\t]"
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""The Unicode categories of what controls a terminal, reorders or hides text, or is nothing."""

_BLANK = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, marks and symbols that show nothing, and so can hide what they spell."""


def harmless(text: str) -> str:
    """The text with every character that a terminal would obey, or that a reader could not see,
    written out (`\\x1b`); newlines and tabs kept."""
    text = text.replace("\r\n", "\n")
    return text if text.isascii() and text.isprintable() else re.sub(_ODD, _written_out, text)


def inert(text: str) -> str:
    """The text, harmless, with nothing in it that a CI runner obeys: for files and logs."""
    return Screen().fit(harmless(text))


def _written_out(found: re.Match[str]) -> str:
    character = found[0]
    if unicodedata.category(character) in _HIDDEN or re.match(_BLANK, character):
        return character.encode("unicode_escape").decode()
    return character


def counted(number: int, noun: str) -> str:
    """So many of something: `1 line`, `2 lines`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def few(names: Sequence[str], most: int = 3, wide: int = 60) -> str:
    """The first of several names, cut where they are longer than `wide`, in one line."""
    cut = (name if len(name) <= wide else f"{name[: wide - 1]}…" for name in names[:most])
    said = ", ".join(cut)
    return f"{said} and more" if len(names) > most else said


def from_here(path: Path) -> Path:
    """A path as the person would write it from the current folder, by the shorter way."""
    if ".." in path.parts:
        return path  # by way of a link that may lead elsewhere than it seems
    try:
        near = os.path.relpath(path)
    except FileNotFoundError:  # the current folder is gone
        return path
    whole = path.absolute()  # which says more than dots alone
    return whole if near.endswith("..") else min(Path(near), whole, key=lambda p: len(str(p)))


def printable(path: Path | str) -> str:
    """A path as text that every report can hold."""
    return str(path).encode("utf-8", "backslashreplace").decode()


_LABEL = r"[a-z]+ {2,}(?<=^.{10})(?=\S)"
"""What stands before a value where it is told what was called and what came."""

Paragraph = tuple[str, str, str]
"""A text that is still to be wrapped, and what stands before its first line and the others."""


class Screen(NamedTuple):
    """What an output can show."""

    width: int = 80
    colour: bool = False
    unicode: bool = True

    def line(self, text: str) -> str:
        """A text in one line, whatever is in it."""
        return self.fit(harmless(" ".join(text.split("\n"))))

    def mark(self, passed: bool) -> str:
        """A tick or a cross, or their ASCII stand-ins."""
        if self.unicode:
            return self.style("✓", "green") if passed else self.style("✗", "red")
        return self.style("ok", "green") if passed else self.style("--", "red")

    def style(self, text: str, colour: str | None = None, bold: bool = False) -> str:
        return click.style(text, fg=colour, bold=bold) if self.colour else text

    def wrap(self, text: str, first: str, rest: str) -> list[str]:
        """Break a text into lines that fit, with what stands before the first and the others."""
        text = self.fit(harmless(text))
        room = max(20, self.width - max(len(click.unstyle(first)), len(rest)))
        if len(text) <= room and text.isprintable() and text == text.rstrip():
            return [first + text]  # most of a table: textwrap would say the same, slowly
        said, run, command = text.rpartition(_RUN)
        lines = textwrap.wrap(said + run if run else text, room, break_on_hyphens=False)
        lines += [command] if run else []  # unbroken: what is copied from two lines does not run
        lines = [*map(self.fit, lines)]  # one that begins here may say what none said before
        return [first + lines[0], *(rest + line for line in lines[1:])] if lines else [first]

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> list[str]:
        """Paragraphs as lines."""
        return [line for paragraph in paragraphs for line in self.wrap(*paragraph)]

    def cut(self, text: str, first: str) -> str:
        """A text in one line behind what stands first, cut where it does not fit."""
        whole = self.fit(harmless(" ".join(text.split())))
        room = max(8, self.width - len(click.unstyle(first)))
        more = self.fit("…")
        return first + (whole if len(whole) <= room else whole[: room - len(more)] + more)

    def block(self, text: str, indent: str, labelled: bool = False) -> list[str]:
        """A text's own lines, indented; too long ones go on below, broken between words, those that
        have a label, with `labelled`, below what it labels."""
        wrapper = textwrap.TextWrapper(
            max(20, self.width - len(indent)),
            drop_whitespace=False,
            replace_whitespace=False,
            break_on_hyphens=False,
        )
        lines = []
        for line in self.fit(harmless(text)).expandtabs().splitlines():
            label = labelled and re.match(_LABEL, line)
            wrapper.subsequent_indent = " " * len(label[0]) if label else ""
            lines += [(indent + self.fit(part)).rstrip(" ") for part in wrapper.wrap(line) or [""]]
        return lines

    def fit(self, text: str) -> str:
        """The text as this output's encoding can show it, with nothing that a CI runner obeys."""
        if "::" in text:
            text = re.sub(_COMMAND, r"\1\\x3a:", text)
        if "##" in text:
            text = re.sub(_BRACKETED, r"#\\x23", text)
        return (
            text
            if self.unicode
            else text.translate(_ASCII).encode("ascii", "backslashreplace").decode()
        )


_RUN = "; run: "
"""What stands before the command that mends what is said."""

_ASCII = str.maketrans(
    {"·": "-", "…": "...", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "→": "->"}
)


def say(lines: Sequence[str] | str, screen: Screen) -> None:
    """Print lines as this terminal can show them."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    click.echo(screen.fit(text), color=screen.colour)


def warn(message: str, screen: Screen) -> None:
    """Print a warning, in one line on standard error."""
    click.echo(screen.line(f"kata: {message}"), err=True)


def obeys() -> bool:
    """Whether a terminal here obeys sequences that colour text or move the cursor."""
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown")


def size() -> os.terminal_size:
    """Columns and rows of the terminal on standard output as it is now; else what is usual."""
    try:
        real = os.get_terminal_size(sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        real = os.terminal_size((0, 0))
    if all(real):
        return real
    # not by shutil, whose import takes a twentieth of the time of `kata list`
    asked = (os.environ.get(name, "")[:4] for name in ("COLUMNS", "LINES"))
    columns, rows = (int(number) if number.isdecimal() else 0 for number in asked)
    return os.terminal_size((columns or 80, rows or 24))


def screen(plain: bool = False) -> Screen:
    """What standard output can show; `plain` asks for neither colour nor symbols."""
    stream = sys.stdout
    terminal = stream is not None and stream.isatty()
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return Screen(
        width=min(MAX_WIDTH, size().columns),
        colour=terminal and obeys() and not plain and not os.environ.get("NO_COLOR"),
        unicode=not plain and encoding.startswith("utf"),
    )


def show_progress(
    items: Iterable[Item], total: int, what: str, plain: bool = False
) -> Iterator[Item]:
    """Pass items on; draw a progress bar on standard error once this has taken a second.

    There is none where standard error is not a terminal, or with `plain`.
    """
    begin = time.monotonic()
    bar = task = None
    wanted = not plain and sys.stderr is not None and sys.stderr.isatty()
    try:
        for count, item in enumerate(items, 1):
            if wanted and bar is None and time.monotonic() - begin > 1:
                bar, task = _start_bar(what, total)
            if bar is not None:
                bar.update(task, completed=count)
            yield item
    finally:
        if bar is not None:
            bar.stop()


def _start_bar(what: str, total: int):
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.start()
    return bar, bar.add_task(what, total=total)
