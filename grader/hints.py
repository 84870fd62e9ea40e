"""Hints: one rung at a time for the first check that fails, remembered in the progress."""

from collections.abc import Callable

from grader.catalog import Exercise
from grader.engine import Engine
from grader.errors import KataError
from grader.grading import grade
from grader.results import Outcome
from grader.submission import Submission
from grader.terminal import Screen
from grader.workspace import Workspace


def next_hint(
    engine: Engine,
    exercise: Exercise,
    place: Workspace,
    screen: Screen,
    warn: Callable[[str], object],
) -> list[str]:
    """Grade the exercise and give the next hint for its first failing check, as lines of text."""
    (result,) = grade(engine, [exercise], Submission(place.folder))
    place.record([result], warn)
    failing = result.first_failure
    if result.outcome is Outcome.SOLVED or failing is None:
        return [f"{exercise} is solved; there is nothing to hint at."]
    if result.outcome in (Outcome.BROKEN, Outcome.UNAVAILABLE, Outcome.ERROR):
        return [f"{exercise} cannot be checked yet:", *screen.block(result.message, "  ")]
    return [
        *screen.wrap(f"{exercise}: {failing.label}", f"{screen.mark(False)} ", "  "),
        *_rungs(exercise, failing.name, place, screen, warn),
    ]


def _rungs(
    exercise: Exercise,
    name: str,
    place: Workspace,
    screen: Screen,
    warn: Callable[[str], object],
) -> list[str]:
    check = next(check for check in exercise.checks if check.name == name)
    progress = place.progress(warn)
    key = f"{exercise.name}/{name}"
    shown = min(progress.hints.get(key, 0) + 1, len(check.hints))
    progress.hints[key] = shown
    try:
        place.save(progress)
    except KataError as error:
        warn(str(error))
    lines = [
        line
        for number, text in enumerate(check.hints[:shown], 1)
        for line in screen.wrap(text, f"  {number}. ", "     ")
    ]
    left = len(check.hints) - shown
    more = "hint" if left == 1 else "hints"
    return [*lines, f"  ({left} more {more} for this check)" if left else "  (no further hints)"]
