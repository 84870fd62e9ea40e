"""Grading one exercise of a workspace, and noting in the progress when it is solved."""

from collections.abc import Iterable

from grader.catalog import Exercise
from grader.engine import Engine
from grader.grading import grade
from grader.practice.desk import Desk
from grader.results import ExerciseResult, Outcome
from grader.submission import Submission


def own(desk: Desk) -> Submission:
    """The files in the workspace."""
    return Submission(desk.workspace.folder, own=True)


def check(
    desk: Desk,
    engine: Engine,
    exercise: Exercise,
    submission: Submission | None = None,
    until_timeout: bool = False,
) -> ExerciseResult:
    """Grade an exercise, as it is saved now or as it was read before, and note the result."""
    (result,) = grade(engine, [exercise], submission or own(desk), until_timeout)
    note(desk, [result])
    return result


def note(desk: Desk, results: Iterable[ExerciseResult]) -> None:
    """Note in the progress what is solved."""
    if solved := [result.name for result in results if result.outcome is Outcome.SOLVED]:
        with desk.changing() as progress:
            progress.note_solved(solved)
