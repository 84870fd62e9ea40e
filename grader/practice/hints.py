"""Hints: one rung at a time for the first check that fails, remembered in the progress."""

from grader.catalog import Exercise
from grader.engine import Engine
from grader.practice.checking import check
from grader.practice.desk import Desk
from grader.results import ExerciseResult, Outcome
from grader.terminal import Paragraph


def next_hint(desk: Desk, engine: Engine, exercise: Exercise) -> list[str]:
    """Grade the exercise and give the next hint for its first failing check, as lines of text."""
    return desk.screen.paragraphs(hint(desk, exercise, check(desk, engine, exercise)))


def hint(desk: Desk, exercise: Exercise, result: ExerciseResult) -> list[Paragraph]:
    """The next hint for the first check that fails in a result."""
    failing = result.first_failure
    if result.outcome is Outcome.SOLVED or failing is None:
        return [(f"{exercise} is solved; there is nothing to hint at.", "", "")]
    if result.outcome in (Outcome.BROKEN, Outcome.UNAVAILABLE, Outcome.ERROR):
        said = [(line, "  ", "    ") for line in result.message.splitlines()]
        place = f"{result.file}:{result.line}" if result.line else f"{result.file}"
        return [(f"{exercise} cannot be checked yet: {place}", "", ""), *said]
    head = (f"{exercise}: {failing.label}", f"{desk.screen.mark(False)} ", "  ")
    return [head, *_rungs(desk, exercise, failing.name)]


def _rungs(desk: Desk, exercise: Exercise, name: str) -> list[Paragraph]:
    hints = next(check.hints for check in exercise.checks if check.name == name)
    key = f"{exercise.name}/{name}"
    with desk.changing() as progress:
        before = progress.hints.get(key, 0)
        shown = progress.hints[key] = min(before + 1, len(hints))
    rungs = [(text, f"  {number}. ", "     ") for number, text in enumerate(hints[:shown], 1)]
    left = len(hints) - shown
    more = "hint" if left == 1 else "hints"
    ending = f"({left} more {more} for this check)" if left else "(no further hints)"
    if before >= shown:
        ending = f"(that was the last hint: {shown} of {shown})"
    return [*rungs, (ending, "  ", "  ")]
