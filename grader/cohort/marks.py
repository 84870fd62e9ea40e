"""What a learner's grades are worth by the plan: one `Mark` a learner, made one at a time."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from grader.catalog import Exercise
from grader.cohort.keys import source_hash
from grader.cohort.plan import Plan
from grader.cohort.store import Grade, Learner, Store
from grader.cohort.submissions import Contents
from grader.grading import unrun
from grader.reports.feedback import reduce
from grader.results import ExerciseResult, Outcome, Report, Run
from grader.scoring import summarise
from grader.submission import Unreadable
from grader.terminal import few, printable

TOLD = (Outcome.BROKEN, Outcome.TIMEOUT, Outcome.CRASHED, Outcome.TAMPERED)
"""The outcomes that are counted by name: more than checks that failed."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How a learner stands. `learner` is what the submission was called, `name` what reports call
    them, `problem` why it cannot be graded, if so, `late` the exercises handed in after the
    deadline, `ungraded` those without a result yet, which the report has as unsolved, `untouched`
    those of which nothing was handed in, or the stub as it was, `unread` says what could not be
    read and why. The report's points are weighted, and it tells no more than the plan allows."""

    learner: str
    name: str
    problem: str
    late: tuple[str, ...]
    ungraded: tuple[str, ...]
    untouched: tuple[str, ...]
    unread: tuple[str, ...]
    report: Report

    @property
    def passed(self) -> bool | None:
        """Whether the learner passed; None where nobody can say: not all is graded, none counts."""
        known = self.report.passed or (self.report.total and not self.ungraded)
        return self.report.passed if known and not self.problem else None

    @property
    def graded(self) -> bool:
        """Whether anything of the learner's is graded, so that there are points to speak of."""
        return not self.problem and len(self.ungraded) < len(self.report.exercises)

    @property
    def trouble(self) -> list[str]:
        """What was the matter beyond checks that failed, in the words of all reports."""
        if self.problem:
            return [self.problem]
        results = self.report.exercises
        said = [f"{len(self.ungraded)} not graded yet"] if self.ungraded else []
        said += ["nothing counted"] if not self.report.total else []
        if len(self.untouched) == len(results) > 0:
            said.append("nothing handed in")
        elif self.untouched:
            said.append(f"{len(self.untouched)} not begun")
        counts = Counter(result.outcome for result in results)
        counts[Outcome.BROKEN] -= len(self.unread)
        said += [few(self.unread, wide=100)] if self.unread else []
        return said + [f"{counts[outcome]} {outcome}" for outcome in TOLD if counts[outcome]]


def marks(store: Store, plan: Plan) -> Iterator[Mark]:
    """Everybody's mark, in the order of their names in the store. What is not graded yet counts,
    and is worth nothing yet."""
    run = store.newest_run()
    for learner in store.learners():
        yield mark(learner, {g.result.name: g for g in store.grades(learner.name)}, plan, run)


def mark(learner: Learner, grades: Mapping[str, Grade], plan: Plan, run: Run) -> Mark:
    """One learner's mark, from their newest grades by the exercises' names."""
    results = [_result(exercise, grades.get(exercise.name), plan) for exercise in plan.exercises]
    about = msgspec.structs.replace(
        run,
        submission=printable(learner.path.name),
        unrecognised=learner.unrecognised,
        seconds=round(sum(result.seconds for result in results), 3),
    )
    known = {e.name: grades[e.name] for e in plan.exercises if e.name in grades}
    ungraded = tuple(e.name for e in plan.exercises if e.name not in grades)
    untouched = tuple(name for name, grade in grades.items() if not grade.submitted)
    report = summarise(results, about, plan.pass_mark)
    report = msgspec.structs.replace(report, interrupted=bool(ungraded))
    return Mark(
        learner=learner.name,
        name=plan.names.get(learner.name, learner.name),
        problem=learner.problem,
        late=tuple(e.name for e in plan.exercises if is_late(grades.get(e.name), plan)),
        ungraded=ungraded,
        untouched=tuple(e.name for e in plan.exercises if e.name in untouched),
        unread=tuple(
            said for name, each in known.items() if (said := unread(each.source, each.result))
        ),
        report=reduce(report, plan.feedback),
    )


def unread(source: bytes, result: ExerciseResult) -> str:
    """Of a result without a run, what could not be read and why; empty where something was."""
    if source != source_hash(Unreadable(result.message)):
        return ""
    exercise = f"Q{result.number}"
    return f"{exercise} {result.message.removeprefix(f'{exercise} ').removeprefix('it ')}"


def is_late(grade: Grade | None, plan: Plan) -> bool:
    """Whether work was handed in after the deadline."""
    if grade is None or grade.submitted is None or plan.deadline is None:
        return False
    return datetime.datetime.fromisoformat(grade.submitted) > plan.deadline


def _result(exercise: Exercise, grade: Grade | None, plan: Plan) -> ExerciseResult:
    result = grade.result if grade else unrun(exercise, _NONE, "ran", "it is not graded yet")
    weight = plan.weights[exercise.name]
    return msgspec.structs.replace(
        result, points=round(weight * result.points, 6), max_points=weight * result.max_points
    )


_NONE = Contents(contents={})
