"""Annotations for GitHub Actions: workflow commands that put failures on the learner's lines.

GitHub shows ten of a kind a step, so the first failing check of each of the first exercises is
told, and how many more there are.
"""

from collections.abc import Iterator

from grader.reports.text import explains_itself, not_graded, points, quoted
from grader.results import CheckResult, ExerciseResult, Outcome, Report
from grader.terminal import Screen, counted, inert

MOST = 10
"""Annotations of a kind that a step shows."""

MOST_TEXT = 4000
"""Characters of a message; what a person reads beside a line of code is far less."""


def render(report: Report, _: Screen) -> str:
    """The commands, a line each, for a step to print."""
    failing = [
        result
        for result in report.exercises
        if result.outcome not in (Outcome.SOLVED, Outcome.UNAVAILABLE)
    ]
    lines = [_error(result) for result in failing[:MOST]]
    if rest := len(failing[MOST:]):
        more = f"{counted(rest, 'exercise')} more {'is' if rest == 1 else 'are'} not solved"
        lines.append(f"::notice title=Interview Katas::and {more}")
    sums = (
        f"{report.solved} of {report.total} solved, "
        f"{points(report.points)} of {points(report.max_points)} points"
    )
    said = "; ".join(filter(None, (sums, not_graded(report.run))))
    lines.append(f"::notice title=Interview Katas::{_data(said[:MOST_TEXT])}")
    return "\n".join(lines)


def _error(result: ExerciseResult) -> str:
    check = None if explains_itself(result) else result.first_failure
    properties = {
        "file": (check and check.file) or result.file,
        "line": _line(result, check),
        "title": f"Q{result.number} {result.title.partition(':')[0]}: {result.outcome}",
    }
    words = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::error {words}::{_data(chr(10).join(_said(result, check))[:MOST_TEXT])}"


def _line(result: ExerciseResult, check: CheckResult | None) -> int | None:
    if not result.file:
        return None
    return (check and check.line) or result.line or 1


def _said(result: ExerciseResult, check: CheckResult | None) -> Iterator[str]:
    if check is None or not check.message:
        yield check.label if check and check.label else result.message or str(result.outcome)
        return
    yield check.label or check.name
    yield check.message
    if check.proves:
        yield quoted(check.proves)


def _data(text: str) -> str:
    """A text as a command's message; `%` first, as it is what the others become."""
    return inert(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
