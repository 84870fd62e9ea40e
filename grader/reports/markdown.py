"""A summary in Markdown, as GitHub shows it under a step and other hosts in a comment.

All that comes from a submission stands in fenced blocks, whose fences are longer than any in it.
"""

import re
from collections.abc import Iterator, Sequence

from grader.reports.text import exercise_lines, not_graded, points
from grader.results import ExerciseResult, Outcome, Report
from grader.terminal import Screen, counted

MOST_BYTES = 900 * 1024
"""A step's summary may have 1 MiB; what came close to that has been dropped without a word."""

MOST_LINES = 60
"""Lines that are shown of an exercise at most."""


def render(report: Report, _: Screen) -> str:
    """Sums, a table of the levels, and each exercise that is not solved."""
    lines = list(_sums(report))
    size = len("\n".join(lines).encode())
    failing = [result for result in report.exercises if result.outcome is not Outcome.SOLVED]
    for index, result in enumerate(failing):
        block = list(_exercise(result))
        size += len("\n".join(block).encode()) + 1
        if size > MOST_BYTES:
            lines += ["", f"… and {counted(len(failing) - index, 'exercise')} more"]
            break
        lines += block
    return "\n".join(lines)


def _sums(report: Report) -> Iterator[str]:
    worth = f"{points(report.points)} of {points(report.max_points)} points"
    yield f"## {report.solved} of {report.total} solved, {worth}"
    yield ""
    if report.pass_mark is not None:
        reached = "reached" if report.passed else "missed"
        yield f"Pass mark {points(report.pass_mark)} %: {reached}."
        yield ""
    yield "| level | solved | points |"
    yield "| --- | ---: | ---: |"
    for level in report.levels:
        yield (
            f"| {level.level} | {level.solved} of {level.exercises} "
            f"| {points(level.points)} of {points(level.max_points)} |"
        )
    if said := not_graded(report.run):
        yield ""
        yield from _fenced(Screen(width=100).wrap(said, "", "  "))


def _exercise(result: ExerciseResult) -> Iterator[str]:
    passed = sum(check.passed for check in result.checks)
    lines = exercise_lines(result, Screen(width=100))[1:]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… and {counted(len(lines) - MOST_LINES, 'line')} more"]
    count = f", {passed} of {len(result.checks)} checks" if result.checks else ""
    yield ""
    yield f"### Q{result.number} · {_plain(result.title)}: {result.outcome}{count}"
    yield ""
    yield from _fenced(lines)


def _fenced(lines: Sequence[str]) -> Iterator[str]:
    longest = max(map(len, re.findall("`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}text"
    yield from lines
    yield fence


def _plain(text: str) -> str:
    """A text without what Markdown or HTML would take for more."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", text)
