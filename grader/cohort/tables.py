"""The reports of a cohort: a function a format, from marks to lines, one learner at a time.

Sources of the formats: Canvas' `GradebookImporter` (a student's columns end with `Section`, the
second row has the points possible, learners are known by their login); Moodle's documentation of
its grade import (a column to know users by, one a grade, of 100 unless its item says otherwise).
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

import msgspec

from grader.cohort.marks import Mark, is_late
from grader.cohort.plan import Plan
from grader.cohort.standing import WIDE
from grader.cohort.store import Store
from grader.reports.csv import cell
from grader.reports.json import dump
from grader.reports.text import cut_percent, points
from grader.results import ExerciseResult, Run
from grader.scoring import UNCOUNTED
from grader.terminal import Screen, few

TITLE = "Interview Katas"
"""What a gradebook calls the points or the percentage."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the export. `source` is a hash of what was handed in, `submitted` when that was
    (UTC, None where nothing was), `run` what it was graded in, `result` unweighted and in full."""

    learner: str
    name: str
    submitted: str | None
    late: bool
    source: str
    run: Run
    result: ExerciseResult


SCHEMA = 1
"""Of the json report; rises when a reader would have to change."""

NAME_WIDTH = 30
"""Columns of a learner's name in the text report."""


def text(marks: Iterable[Mark], plan: Plan, screen: Screen) -> Iterator[str]:
    """A line a learner, for a terminal; dashes for what nobody knows."""
    yield f"{'learner':{NAME_WIDTH}}  solved       points  percent"
    for mark in marks:
        report = mark.report
        name = screen.cut(mark.name, "")[:NAME_WIDTH]
        solved = f"{report.solved}/{sum(level.exercises for level in report.levels)}"
        worth = f"{points(report.points)}/{points(report.max_points)}"
        if not mark.graded:
            solved = worth = "–"
        percent = "–" if mark.passed is None else f"{cut_percent(report.percent):.1f}"
        notes = [] if mark.passed is None else ["passed" if mark.passed else "not passed"]
        notes += [f"{len(mark.late)} late"] if mark.late else []
        notes += ["not graded"] if mark.problem else []
        notes += mark.trouble
        files = report.run.unrecognised
        notes += [f"not graded: {few(files, wide=WIDE)}"] if files else []
        row = f"{name:{NAME_WIDTH}}  {solved:>6}  {worth:>11}  {percent:>7}  {', '.join(notes)}"
        yield screen.line(row)


def json(marks: Iterable[Mark], plan: Plan, screen: Screen) -> Iterator[str]:
    """One document: the deadline and a list of marks with their reports (`kata schema`), null for
    who could not be graded."""
    yield f'{{"schema": {SCHEMA}, "deadline": {dump(plan.deadline)}, "learners": ['
    before = ""
    for mark in marks:
        # who could not be graded has no mark, so no report that could be taken for one
        nobody_knows = {"report": None} if mark.problem else {}
        yield before + dump(msgspec.to_builtins(mark) | nobody_knows)
        before = ","
    yield "]}"


def sheet(marks: Iterable[Mark], plan: Plan, screen: Screen) -> Iterator[str]:
    """A row a learner: sums, trouble in the words of the text report, files that are not graded,
    and the points of every exercise; nothing where something is not counted or not graded."""
    names = [exercise.name for exercise in plan.exercises]
    yield _row(
        *("learner", "name", "solved", "exercises", "points", "max_points", "percent"),
        *("passed", "late", "problem", "trouble", "not_graded", *names),
    )
    for mark in marks:
        report = mark.report
        counted = [r for r in report.exercises if r.outcome not in UNCOUNTED]
        graded = [r for r in counted if mark.graded and r.name not in mark.ungraded]
        worth = {result.name: result.points for result in graded}
        sums = (report.solved, report.points) if mark.graded else ("", "")
        verdict = (
            ("", "") if mark.passed is None else (report.percent, "yes" if mark.passed else "no")
        )
        yield _row(
            *(mark.learner, mark.name, sums[0], sum(s.exercises for s in report.levels)),
            *(sums[1], report.max_points, *verdict, len(mark.late), mark.problem),
            *(", ".join(mark.trouble), ", ".join(report.run.unrecognised)),
            *(worth.get(name, "") for name in names),
        )


def canvas(marks: Iterable[Mark], plan: Plan, screen: Screen) -> Iterator[str]:
    """For the import of Canvas' gradebook; learners are called by their logins."""
    possible = sum(e.level.points * plan.weights[e.name] for e in plan.exercises)
    yield _row("Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE)
    yield _row("    Points Possible", "", "", "", "", round(possible, 6))
    for mark in marks:
        worth = round(mark.report.percent / 100 * possible, 2) if _is_marked(mark) else ""
        yield _row(mark.name, "", "", mark.learner, "", worth)


def moodle(marks: Iterable[Mark], plan: Plan, screen: Screen) -> Iterator[str]:
    """For Moodle's import of grades; learners are called by their user names."""
    yield _row("username", TITLE)
    for mark in marks:
        yield _row(mark.learner, round(mark.report.percent, 2) if _is_marked(mark) else "")


def _is_marked(mark: Mark) -> bool:
    """Whether a gradebook gets points: it keeps what it has where nothing counts, and for whoever
    handed in what cannot be graded."""
    return bool(mark.report.total) and not mark.problem


FORMATS: dict[str, Callable[[Iterable[Mark], Plan, Screen], Iterator[str]]] = {
    "text": text,
    "csv": sheet,
    "json": json,
    "canvas": canvas,
    "moodle": moodle,
}
"""Each format's name, and what makes its lines."""

GRADEBOOKS = {"canvas", "moodle"}
"""The formats that make marks of points, so that nothing may be missing."""


def export(store: Store, plan: Plan) -> Iterator[str]:
    """Everything that is known of every learner's newest grades: a line of JSON each."""
    for learner in store.learners():
        for grade in store.grades(learner.name):
            exported = Exported(
                learner=learner.name,
                name=plan.names.get(learner.name, learner.name),
                submitted=grade.submitted,
                late=is_late(grade, plan),
                source=grade.source.hex(),
                run=msgspec.structs.replace(grade.about, unrecognised=learner.unrecognised),
                result=grade.result,
            )
            yield dump(exported)


def _row(*values: str | float) -> str:
    line = io.StringIO()
    # Python 3.11 quotes the line breaks that are in its line terminator, and no others
    csv.writer(line, lineterminator="\n").writerow([cell(value) for value in values])
    return line.getvalue().removesuffix("\n")
