"""What a learner's grades are worth by the plan: one `Mark` a learner, made one at a time."""

import datetime
from collections.abc import Iterator, Mapping

import msgspec

from grader.catalog import Exercise
from grader.cohort.plan import Plan
from grader.cohort.store import Grade, Learner, Store
from grader.cohort.submissions import Contents
from grader.grading import unrun
from grader.reports.feedback import reduce
from grader.results import ExerciseResult, Report, Run
from grader.scoring import summarise
from grader.terminal import printable


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How a learner stands. `learner` is what the submission was called, `name` what reports call
    them, `problem` why it cannot be graded, if so, `late` the exercises handed in after the
    deadline, `ungraded` those without a result yet, which the report has as unsolved. Its points
    are weighted, and it tells no more than the plan allows."""

    learner: str
    name: str
    problem: str
    late: tuple[str, ...]
    ungraded: tuple[str, ...]
    report: Report

    @property
    def passed(self) -> bool | None:
        """Whether the learner passed; None where nobody can say: not all is graded, none counts."""
        known = self.report.passed or (self.report.total and not self.ungraded)
        return self.report.passed if known else None


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
        submission=printable(learner.path),
        unrecognised=learner.unrecognised,
        seconds=round(sum(result.seconds for result in results), 3),
    )
    ungraded = tuple(e.name for e in plan.exercises if e.name not in grades)
    report = summarise(results, about, plan.pass_mark)
    report = msgspec.structs.replace(report, interrupted=bool(ungraded))
    return Mark(
        learner=learner.name,
        name=plan.names.get(learner.name, learner.name),
        problem=learner.problem,
        late=tuple(e.name for e in plan.exercises if is_late(grades.get(e.name), plan)),
        ungraded=ungraded,
        report=reduce(report, plan.feedback),
    )


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
