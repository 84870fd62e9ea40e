"""What the commands share: the catalogue, the screen, the options that select exercises."""

import functools
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from grader import catalog, terminal
from grader.catalog import Catalog
from grader.errors import KataError
from grader.practice.desk import Desk
from grader.practice.workspace import locate
from grader.terminal import Screen, from_here

KINDS = {
    "level": "Only this level (may be repeated).",
    "topic": "Only exercises with this topic tag; without one, the tags are named.",
    "set": "Only exercises of this curated set; without one, the sets are named.",
}


def options(command: Callable) -> Callable:
    """Give a command the options that select exercises."""
    for kind, help in reversed(KINDS.items()):
        # without a value it is "", for which the catalogue names what there is
        option = click.option(
            f"--{kind}", f"{kind}s", multiple=True, is_flag=False, flag_value="", help=help
        )
        command = option(command)
    return command


def selection(command: Callable) -> Callable:
    """Give a command the arguments and options that select exercises."""
    return click.argument("names", nargs=-1, metavar="[EXERCISE]...")(options(command))


class Context:
    """What every command is handed: where the exercises are, how to print."""

    def __init__(self, course: Path | None, plain: bool) -> None:
        self.plain = plain
        self._course = course

    @functools.cached_property
    def catalog(self) -> Catalog:
        return catalog.load(self._course)

    @functools.cached_property
    def authors_catalog(self) -> Catalog:
        """For authors: the course of the checkout around the current folder; where there is none,
        the one that `catalog` is, which is said."""
        own = self._own_course
        if not own:
            self.warn(
                f"in no checkout of a course; the exercises are those of {self.catalog.course}"
            )
        return catalog.load(own) if own else self.catalog

    def own_catalog(self, *command: str) -> Catalog:
        """The course that an author may write into; `KataError` outside a checkout, with the line
        that runs the command, given as its words, from there."""
        if own := self._own_course:
            return catalog.load(own)
        known = catalog.content_folder()
        packaged = known.name == catalog.PACKAGED
        folder, where = ("FOLDER", "one") if packaged else (shlex.quote(str(known)), str(known))
        raise KataError(
            f"in no checkout of a course, to write into; cd into {where}, or run: "
            f"kata --course {folder} {shlex.join(command)}"
        )

    @property
    def _own_course(self) -> Path | None:
        return self._course or catalog.checkout(_here())

    def say_which_course(self) -> None:
        """Warn where somebody in a checkout may take another course for that one's."""
        around = catalog.checkout(_here())
        if around and not self._course and not around.samefile(self.catalog.course):
            self.warn(
                f"the checks are those of {self.catalog.course}; "
                f"`kata --course {shlex.quote(str(from_here(around)))}` takes this checkout's"
            )

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
