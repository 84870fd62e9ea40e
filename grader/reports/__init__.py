"""Reports: one module a format, each a function from `Report` to text.

`WRITERS` maps a format's name to its function; `write` sends reports where they are wanted.
"""

from collections.abc import Callable
from pathlib import Path

import click

from grader.errors import KataError
from grader.reports import json, text
from grader.results import Report
from grader.terminal import Screen

WRITERS: dict[str, Callable[[Report, Screen], str]] = {
    "text": text.render,
    "json": json.render,
}


def parse_target(value: str) -> tuple[str, Path | None]:
    """`NAME`, `NAME=-` or `NAME=FILE` as a format's name and a path (None: standard output)."""
    name, _, target = value.partition("=")
    if name not in WRITERS:
        raise KataError(f"no report format {name!r}; there are: {', '.join(WRITERS)}")
    return name, None if target in ("", "-") else Path(target)


def write(report: Report, targets: list[tuple[str, Path | None]], screen: Screen) -> None:
    """Write a report in each of the formats; `KataError` for those that cannot be written."""
    unwritten = []
    for name, path in targets:
        if path is None:
            click.echo(WRITERS[name](report, screen), color=screen.colour)
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(WRITERS[name](report, Screen()) + "\n", encoding="utf-8")
        except OSError as error:
            unwritten.append(f"{path} cannot be written: {error.strerror}")
    if unwritten:
        raise KataError("; ".join(unwritten))
