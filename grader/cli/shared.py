"""What the commands share: the catalogue, the screen, the options that select exercises."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from grader import catalog, terminal
from grader.catalog import Catalog
from grader.errors import KataError
from grader.practice.desk import Desk
from grader.practice.workspace import locate
from grader.terminal import Screen

SELECTION = [
    click.argument("names", nargs=-1, metavar="[EXERCISE]..."),
    click.option("--level", "levels", multiple=True, help="Only this level (may be repeated)."),
    click.option("--topic", "topics", multiple=True, help="Only exercises with this topic tag."),
    click.option("--set", "sets", multiple=True, help="Only exercises of this curated set."),
]


def selection(command: Callable) -> Callable:
    """Give a command the arguments and options that select exercises."""
    for decorate in reversed(SELECTION):
        command = decorate(command)
    return command


class Context:
    """What every command is handed: where the exercises are, how to print."""

    def __init__(self, course: Path | None, plain: bool) -> None:
        self.plain = plain
        self._course = course

    @functools.cached_property
    def catalog(self) -> Catalog:
        return catalog.load(self._course)

    @property
    def screen(self) -> Screen:
        return terminal.screen(self.plain)

    def desk(self) -> Desk:
        """The learner's workspace around the current folder; `KataError` where there is none."""
        return Desk(self.catalog, locate(_here()), self.screen)

    def say(self, lines: Sequence[str] | str) -> None:
        """Print lines as this terminal can show them."""
        terminal.say(lines, self.screen)

    def warn(self, message: str) -> None:
        terminal.warn(message, self.screen)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise KataError("the current folder no longer exists; change into another") from None
