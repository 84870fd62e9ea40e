"""Reports: one module a format, each a function from `Report` to text.

`WRITERS` maps a format's name to its function; `write` sends reports where they are wanted.
"""

from collections.abc import Callable, Sequence
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


Target = tuple[str, Path | None]
"""A format's name, and where the report goes (None: standard output)."""


def parse_targets(values: Sequence[str]) -> list[Target]:
    """`NAME`, `NAME=-` or `NAME=FILE`, each; `KataError` where two go to standard output."""
    targets = [_parse_target(value) for value in values]
    if len(printed := [name for name, path in targets if path is None]) > 1:
        raise KataError(
            f"{' and '.join(printed)} would both go to standard output; give one a file: "
            f"--format {printed[1]}=FILE"
        )
    return targets


def _parse_target(value: str) -> Target:
    name, _, target = value.partition("=")
    if name not in WRITERS:
        raise KataError(f"no report format {name!r}; there are: {', '.join(WRITERS)}")
    return name, None if target in ("", "-") else Path(target)


def write(report: Report, targets: Sequence[Target], screen: Screen) -> None:
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
