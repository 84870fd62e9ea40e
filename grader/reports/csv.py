"""A row an exercise, for spreadsheets and gradebooks (RFC 4180).

A cell that a spreadsheet would take for a formula begins with an apostrophe, as OWASP advises
against CSV injection.
"""

import csv
import io

from grader.results import ExerciseResult, Outcome, Report
from grader.terminal import Screen, inert

COLUMNS = (
    "number",
    "name",
    "level",
    "title",
    "outcome",
    "points",
    "max_points",
    "passed_checks",
    "checks",
    "seconds",
    "first_failure",
    "mistake",
    "message",
    "file",
)

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that is more than text to a spreadsheet."""


def render(report: Report, _: Screen) -> str:
    """The rows, their columns named in the first one."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(COLUMNS)
    for result in report.exercises:
        rows.writerow([cell(value) for value in _row(result)])
    return sheet.getvalue().rstrip("\n")


def _row(result: ExerciseResult) -> tuple:
    failing = result.first_failure if result.outcome is not Outcome.UNAVAILABLE else None
    return (
        result.number,
        result.name,
        result.level,
        result.title,
        str(result.outcome),
        result.points,
        result.max_points,
        sum(check.passed for check in result.checks),
        len(result.checks),
        result.seconds,
        failing.label if failing else "",
        result.mistake or "",
        result.message,
        result.file or "",
    )


def cell(value: str | float) -> str | float:
    """A value as a spreadsheet takes it for what it is."""
    if not isinstance(value, str):
        return value
    text = inert(value)
    return f"'{text}" if text.startswith(FORMULA) else text
