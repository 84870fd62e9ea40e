"""How a cohort, and how one learner of it came to stand where they do, as lines for a terminal."""

import difflib
import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.cohort.marks import is_late, unread
from grader.cohort.plan import Plan
from grader.cohort.store import Learner, Store
from grader.errors import KataError
from grader.reports.text import NOT_COUNTED, points
from grader.results import Outcome
from grader.terminal import Screen, few, from_here, printable

MOST_NAMED = 20
"""How many learners and faults are named one by one."""

MOST_LISTED = 3
"""How many exercises are named that do not count for one reason."""

WIDE = 100
"""Characters of what is told of a file that is not graded, or of a name for nobody."""


def counted(number: int, noun: str) -> str:
    """A number of things: `1 learner`, `2 learners`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def folders(store: Store) -> list[Path]:
    """Where submissions lie, of which each is a folder, an archive, or a folder with one alone."""
    return sorted(
        {
            learner.path.parents[learner.name == printable(learner.path.parent.name)]
            for learner in store.learners()
        }
    )


def unfinished(store: Store, plan: Plan) -> str:
    """How many results are still to be graded, and what does it; empty where none is."""
    total = sum(1 for _ in store.learners()) * len(plan.exercises)
    chosen = {exercise.name for exercise in plan.exercises}
    left = total - sum(count for (name, _), count in store.counts().items() if name in chosen)
    verb = "is" if left == 1 else "are"
    there = folders(store)
    where = shlex.quote(str(from_here(there[0]))) if len(there) == 1 else "SUBMISSIONS"
    how = f"run: kata cohort grade {where}"
    return f"{left} of {counted(total, 'result')} {verb} not graded yet; {how}" if left else ""


def remarks(store: Store, plan: Plan) -> Iterator[str]:
    """What whoever takes marks from here has to know of all: what is not graded yet, and what
    counts for nobody, and why."""
    if said := unfinished(store, plan):
        yield said
    for outcome in NOT_COUNTED:
        lacks = outcome is Outcome.UNAVAILABLE
        reasons, alike = store.reasons(outcome), {}
        for exercise in plan.exercises:
            if exercise.name in reasons:
                count, message = reasons[exercise.name]
                remedy = message.rpartition("; run: ")[2] if lacks else message
                alike.setdefault(remedy, []).append((str(exercise), count, message))
        for remedy, found in alike.items():
            names, counts, messages = zip(*found, strict=True)
            several = len(names) > MOST_LISTED
            said = f"{len(names)} exercises" if several else ", ".join(names)
            why = f"their packages are not installed; run: {remedy}"
            why = messages[0] if len(set(messages)) == 1 else why
            yield f"not counted: {said} ({counted(sum(counts), 'result')}): {why}"


def strangers(store: Store, plan: Plan) -> str:
    """Whom the plan gives a name and nobody is, each with a guess; empty where there is none."""
    learners = {learner.name for learner in store.learners()}
    free = learners - set(plan.names)

    def told(name: str) -> str:
        longer = [learner for learner in sorted(free) if name and learner.startswith(name)]
        close = longer or difflib.get_close_matches(name, free, n=1, cutoff=0.5)
        return f"{name!r} (did you mean {close[0]!r}?)" if close else repr(name)

    unknown = [told(name) for name in plan.names if name not in learners]
    return f"[names] has who is no learner here: {few(unknown, wide=WIDE)}" if unknown else ""


def trouble(store: Store, names: Collection[str] | None = None) -> str:
    """How many of these learners, or of all, could not be graded, and what says why; empty where
    all were."""
    asked = (each for each in store.learners() if names is None or each.name in names)
    count = sum(bool(each.problem) for each in asked)
    said = f"{counted(count, 'learner')} could not be graded; `kata cohort status` says why"
    return said if count else ""


def status(store: Store, plan: Plan, screen: Screen) -> Iterator[str]:
    """Learners, results and outcomes in numbers; by name what could not be graded, and why."""
    learners = list(store.learners())
    chosen = {exercise.name for exercise in plan.exercises}
    counts = dict.fromkeys((*Outcome, None), 0)
    for (exercise, outcome), count in store.counts().items():
        counts[outcome] += count if exercise in chosen else 0
    total = len(learners) * len(chosen)
    yield f"{counted(len(learners), 'learner')}, {counted(len(chosen), 'exercise')}"
    yield f"{sum(counts.values())} of {counted(total, 'result')} are kept"
    if any(counts.values()):
        kinds = ((count, outcome or "not graded") for outcome, count in counts.items())
        yield ", ".join(f"{count} {kind}" for count, kind in kinds if count)
    troubles = [f"{learner.name}: {learner.problem}" for learner in learners if learner.problem]
    troubles += [
        f"{learner.name}: not graded: {few(learner.unrecognised, wide=WIDE)}"
        for learner in learners
        if learner.unrecognised
    ]
    troubles += [
        f"{learner}: {said}"
        for learner, source, result in store.ended(Outcome.BROKEN)
        if result.name in chosen and (said := unread(source, result))
    ]
    troubles += [
        f"{learner}: {result.name}: {result.message}"
        for learner, _, result in store.ended(Outcome.ERROR)
    ]
    yield from (screen.line(trouble) for trouble in troubles[:MOST_NAMED])
    if len(troubles) > MOST_NAMED:
        yield f"and {len(troubles) - MOST_NAMED} more; `kata cohort report --format json` has all"
    yield from (screen.line(remark) for remark in remarks(store, plan))


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
    yield screen.line(f"{plan.names.get(name, name)}: {from_here(learner.path)}")
    sources: dict[str, bytes] = {}
    for grade in store.history(name):
        result, versions = grade.result, grade.about.versions
        before = sources.get(result.name)
        sources[result.name] = grade.source
        why = "first" if before is None else "graded anew" if before == grade.source else "new work"
        handed_in = f", handed in {grade.submitted}" if grade.submitted else ""
        late = ", late" if is_late(grade, plan) else ""
        place = f" in line {result.line}" if result.line else ""
        said = f"{place}: {result.message}" if result.outcome is Outcome.BROKEN else ""
        yield screen.line(
            f"{grade.about.date}  {result.name}  {result.outcome}{said}  "
            f"{points(result.points)} of {points(result.max_points)} points  {why}{handed_in}{late}"
            f"  (grader {versions.grader}, Python {versions.python})"
        )
