"""Reports: one module a format, each a function from `Report` to text.

`FORMATS` says which there are; a module is imported when its format is asked for. `write` sends
reports where they are wanted.
"""

import importlib
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import click

from grader.errors import KataError
from grader.results import Report
from grader.terminal import Screen

FORMATS = {
    "text": "text.render",
    "json": "json.render",
    "html": "html.render",
    "csv": "csv.render",
    "markdown": "markdown.render",
    "github": "github.render",
    "junit": "junit.render",
    "junit-strict": "junit.render_strict",
    "gradescope": "gradescope.render",
    "classroom50": "classroom50.render",
    "exercism": "exercism.render",
}
"""Each format's name, and the module here and the function in it that writes it."""

NEEDS = {"classroom50": "classroom50.look_around"}
"""Of a format that cannot be written everywhere, the function that says so beforehand."""

RECORDS_ONLY = {"csv", "exercism", "classroom50"}
"""The formats that have no place for what concerns no exercise: files that are not graded."""

MOST_HELD = 16 * 1024**2
"""Characters of a report that are held in memory until it is whole."""

STANDARD_OUTPUT = ("", "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""What names it behind a format."""

Target = tuple[str, Path | None]
"""A format's name, and where the report goes (None: standard output)."""


def writer(name: str) -> Callable[[Report, Screen], str]:
    """The function of a format, from a report and what an output can show to text."""
    return _function(FORMATS[name])


def look_around(targets: Sequence[Target]) -> None:
    """Raise `KataError` where one of the formats cannot be written here, whatever is graded."""
    for name, _ in targets:
        if name in NEEDS:
            _function(NEEDS[name])()


def _function(named: str) -> Callable:
    module, _, function = named.partition(".")
    return getattr(importlib.import_module(f"grader.reports.{module}"), function)


def parse_targets(values: Sequence[str], known: Collection[str] = FORMATS) -> list[Target]:
    """`NAME`, `NAME=-` or `NAME=FILE`, each; `KataError` where two go to the same place."""
    targets = [_parse_target(value, known) for value in values]
    taken: dict[Path | None, str] = {}
    for name, path in targets:
        place = path and path.resolve()
        if place in taken:
            raise KataError(
                f"{taken[place]} and {name} would both go to {path or 'standard output'}; "
                f"give one a file of its own: --format {name}=FILE"
            )
        taken[place] = name
    return targets


def _parse_target(value: str, known: Collection[str]) -> Target:
    name, _, target = value.partition("=")
    if name not in known:
        raise KataError(f"no report format {name!r}; there are: {', '.join(known)}")
    return name, None if target in STANDARD_OUTPUT else Path(target)


def write(report: Report, targets: Sequence[Target], screen: Screen) -> None:
    """Write a report in each of the formats; `KataError` for those that cannot be written."""
    write_pieces(targets, lambda name, screen: [writer(name)(report, screen)], screen)


def write_pieces(
    targets: Sequence[Target], pieces: Callable[[str, Screen], Iterable[str]], screen: Screen
) -> None:
    """Write in each of the formats what comes piece by piece, each with a newline at its end.

    `pieces` makes them from a format's name and what the output can show. A file that is there is
    replaced once all pieces of it are made. `KataError` for what cannot be written, once all else
    is.
    """
    unwritten = []
    for name, path in targets:
        try:
            if path is None:
                for piece in pieces(name, screen):
                    click.echo(piece, color=screen.colour)
                continue
            text = {"encoding": "utf-8", "newline": ""}
            with tempfile.SpooledTemporaryFile(MOST_HELD, "w+", **text) as whole:
                for piece in pieces(name, Screen()):
                    whole.write(f"{piece}\n")
                whole.seek(0)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w", **text) as file:
                    shutil.copyfileobj(whole, file)
        except OSError as error:
            if path is None:
                raise
            unwritten.append(f"{path} cannot be written: {error.strerror}")
        except UnicodeEncodeError as error:
            unwritten.append(
                f"standard output is {error.encoding}, which cannot hold the report; "
                f"give it a file: --format {name}=FILE"
            )
        except KataError as error:
            unwritten.append(str(error))
    if unwritten:
        raise KataError("; ".join(unwritten))
