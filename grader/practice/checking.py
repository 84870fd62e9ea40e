"""Grading one exercise of a workspace, and noting in the progress when it is solved."""

from collections.abc import Iterable

from grader.catalog import Exercise
from grader.engine import Engine
from grader.errors import KataError
from grader.grading import grade
from grader.practice.desk import Desk
from grader.results import ExerciseResult, Outcome
from grader.source import Source
from grader.submission import Submission, Unreadable, decode


def own(desk: Desk) -> Submission:
    """The files in the workspace."""
    return Submission(desk.workspace.folder, own=True)


def code_of(submission: Submission, exercise: Exercise) -> list[str]:
    """The lines of a learner's file, without its docstring; `KataError` where it cannot be read."""
    file = submission.shown_file(exercise)
    try:
        text = decode(submission.read(exercise))
    except Unreadable as error:
        raise KataError(f"{file}: {error}") from None
    return Source.parse(file, text.encode("utf-8")).code


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
