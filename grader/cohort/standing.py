"""How far a cohort is: what `kata cohort status` says, from a store and a plan, as lines."""

from collections.abc import Iterator

from grader.cohort.plan import Plan
from grader.cohort.store import Store
from grader.results import Outcome
from grader.terminal import Screen

MOST_NAMED = 20
"""How many learners and faults are named one by one."""


def lines(store: Store, plan: Plan, screen: Screen) -> Iterator[str]:
    """Learners, results and outcomes in numbers; by name what could not be graded."""
    learners = list(store.learners())
    chosen = {exercise.name for exercise in plan.exercises}
    counts = dict.fromkeys(Outcome, 0)
    for (exercise, outcome), count in store.counts().items():
        counts[outcome] += count if exercise in chosen else 0
    total = len(learners) * len(chosen)
    yield f"{len(learners)} learners, {len(chosen)} exercises"
    yield f"{sum(counts.values())} of {total} results are kept"
    yield ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    troubles = [f"{learner.name}: {learner.problem}" for learner in learners if learner.problem]
    troubles += [f"{learner}: {name}: {said}" for learner, name, said in store.faults()]
    yield from (screen.line(trouble) for trouble in troubles[:MOST_NAMED])
    if len(troubles) > MOST_NAMED:
        yield f"and {len(troubles) - MOST_NAMED} more; `kata cohort export` has all"
