"""Grading one exercise of a workspace, and noting in the progress when it is solved."""

from collections.abc import Iterable

from grader.catalog import Exercise
from grader.engine import Engine
from grader.grading import grade
from grader.practice.desk import Desk
from grader.results import ExerciseResult, Outcome
from grader.submission import Submission
from grader.terminal import from_here


def check(desk: Desk, engine: Engine, exercise: Exercise) -> ExerciseResult:
    """Grade an exercise as it is saved now, and note the result."""
    (result,) = grade(engine, [exercise], Submission(from_here(desk.workspace.folder)))
    note(desk, [result])
    return result


def note(desk: Desk, results: Iterable[ExerciseResult]) -> None:
    """Note in the progress what is solved."""
    if solved := [result.name for result in results if result.outcome is Outcome.SOLVED]:
        with desk.changing() as progress:
            progress.note_solved(solved)
