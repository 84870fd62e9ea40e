"""How a cohort, and how one learner of it came to stand where they do, as lines for a terminal."""

import difflib
from collections.abc import Iterator

from grader.cohort.marks import is_late
from grader.cohort.plan import Plan
from grader.cohort.store import Learner, Store
from grader.errors import KataError
from grader.reports.text import points
from grader.results import Outcome
from grader.terminal import Screen, few

MOST_NAMED = 20
"""How many learners and faults are named one by one."""


def counted(number: int, noun: str) -> str:
    """A number of things: `1 learner`, `2 learners`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def status(store: Store, plan: Plan, screen: Screen) -> Iterator[str]:
    """Learners, results and outcomes in numbers; by name what could not be graded, and why."""
    learners = list(store.learners())
    chosen = {exercise.name for exercise in plan.exercises}
    counts = dict.fromkeys(Outcome, 0)
    for (exercise, outcome), count in store.counts().items():
        counts[outcome] += count if exercise in chosen else 0
    total = len(learners) * len(chosen)
    yield f"{counted(len(learners), 'learner')}, {counted(len(chosen), 'exercise')}"
    yield f"{sum(counts.values())} of {counted(total, 'result')} are kept"
    yield ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    troubles = [f"{learner.name}: {learner.problem}" for learner in learners if learner.problem]
    troubles += [
        f"{learner.name}: not graded: {few(learner.unrecognised)}"
        for learner in learners
        if learner.unrecognised
    ]
    troubles += [f"{learner}: {name}: {said}" for learner, name, said in store.faults()]
    yield from (screen.line(trouble) for trouble in troubles[:MOST_NAMED])
    if len(troubles) > MOST_NAMED:
        yield f"and {len(troubles) - MOST_NAMED} more; `kata cohort export` has all"


def find(store: Store, name: str) -> Learner:
    """The learner of this name; `KataError`, with suggestions, when there is none."""
    learners = {learner.name: learner for learner in store.learners()}
    if name not in learners:
        close = difflib.get_close_matches(name, learners, n=3, cutoff=0.5)
        perhaps = f" (did you mean {' or '.join(map(repr, close))}?)" if close else ""
        said = "; `kata cohort report` names everybody"
        raise KataError(f"no learner {name!r}{perhaps}{said}")
    return learners[name]


def history(store: Store, plan: Plan, name: str, screen: Screen) -> Iterator[str]:
    """Every grade that a learner ever had, the oldest first, and why it changed."""
    learner = find(store, name)
    yield screen.line(f"{plan.names.get(name, name)}: {learner.path}")
    sources: dict[str, bytes] = {}
    for grade in store.history(name):
        result, versions = grade.result, grade.about.versions
        before = sources.get(result.name)
        sources[result.name] = grade.source
        why = "first" if before is None else "graded anew" if before == grade.source else "new work"
        handed_in = f", handed in {grade.submitted}" if grade.submitted else ""
        late = ", late" if is_late(grade, plan) else ""
        said = f": {result.message}" if result.outcome is Outcome.BROKEN else ""
        yield screen.line(
            f"{grade.about.date}  {result.name}  {result.outcome}{said}  "
            f"{points(result.points)} of {points(result.max_points)} points  {why}{handed_in}{late}"
            f"  (grader {versions.grader}, Python {versions.python})"
        )
