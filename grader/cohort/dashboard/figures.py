"""What a dashboard shows, in numbers: learners one by one in, sums and statistics out.

Kept of a learner are a share for each exercise and a few sums, so that a large cohort fits.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.catalog import Exercise, Level
from grader.cohort.marks import Mark
from grader.cohort.plan import Plan
from grader.cohort.store import Grade
from grader.results import ExerciseResult
from grader.scoring import UNCOUNTED

GROUP = 0.27
"""The share of the learners in the upper and in the lower group of the discrimination index: T. L.
Kelley, "The selection of upper and lower groups for the validation of test items", Journal of
Educational Psychology 30 (1939), 17-24."""

FEWEST = 8
"""Learners from whom on the two groups say anything."""

BINS = 10
"""Bars of the distribution of scores."""


@dataclass(frozen=True)
class Row:
    """A learner: `shares` is, for each exercise in order, how much of it passed, 0 to 1, None where
    nothing was handed in; `uncounted` are the places of those that count for nobody, for want of a
    package or by the grader's fault, `ungraded` of those that have no result yet. Points are
    weighted, `percent` is of them; `passed` is None where nobody can say. Who could not be graded
    (`graded`) is in no figure."""

    number: int
    name: str
    graded: bool
    trouble: str
    shares: Sequence[float | None]
    uncounted: Collection[int]
    ungraded: Collection[int]
    solved: int
    points: float
    max_points: float
    percent: float
    late: int
    passed: bool | None


@dataclass(frozen=True)
class Item:
    """An exercise: how many handed it in and solved it, its facility (the mean share, 0 to 1) and
    its discrimination (-1 to 1); each is None where there are too few learners for it."""

    exercise: Exercise
    tried: int
    solved: int
    facility: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Trap:
    """A check, or a mistake: of those who handed the exercise in, how many it caught."""

    exercise: Exercise
    text: str
    number: int
    tried: int

    @property
    def share(self) -> float:
        return self.number / max(1, self.tried)


@dataclass
class Figures:
    """The numbers of a cohort, learner after learner added."""

    plan: Plan
    rows: list[Row] = field(default_factory=list)
    _tried: Counter = field(default_factory=Counter)
    _failed: Counter = field(default_factory=Counter)
    _made: Counter = field(default_factory=Counter)
    _outcomes: Counter = field(default_factory=Counter)

    def add(self, mark: Mark, grades: Mapping[str, Grade]) -> Row:
        """Count a learner's mark, and the grades that it comes from by the exercises' names."""
        shares: list[float | None] = []
        uncounted, ungraded = set(), set()
        for place, exercise in enumerate(self.plan.exercises):
            grade = None if mark.problem else grades.get(exercise.name)
            result = grade.result if grade else None
            share = result.points / result.max_points if grade and grade.submitted else None
            shares.append(share)
            if result is None or result.outcome in UNCOUNTED:
                (uncounted if result else ungraded).add(place)
                continue
            self._outcomes[exercise.level, _kind(share)] += 1
            if share is not None:
                self._tried[exercise.name] += 1
                self._note(exercise, result)
        row = Row(
            number=len(self.rows) + 1,
            name=mark.name,
            graded=mark.graded,
            trouble=", ".join(mark.trouble),
            shares=tuple(shares),
            uncounted=frozenset(uncounted),
            ungraded=frozenset(ungraded),
            solved=mark.report.solved,
            points=mark.report.points,
            max_points=mark.report.max_points,
            percent=mark.report.percent,
            late=len(mark.late),
            passed=mark.passed,
        )
        self.rows.append(row)
        return row

    def _note(self, exercise: Exercise, result: ExerciseResult) -> None:
        for check in result.checks:
            if not (check.passed or check.unwritten or check.not_run):
                self._failed[exercise.name, check.label or check.name] += 1
        if result.mistake:
            self._made[exercise.name, result.mistake] += 1

    # what comes of it

    def items(self) -> list[Item]:
        """The exercises, in order."""
        graded = [*filter(_is_graded, self.rows)]
        everybody = [(row, 1.0) for row in graded]
        upper, lower = (_group(graded, best) for best in (True, False))
        enough = len(graded) >= FEWEST
        items = []
        for place, exercise in enumerate(self.plan.exercises):
            high, low = (_facility(group, place) for group in (upper, lower))
            known = enough and high is not None and low is not None
            items.append(
                Item(
                    exercise=exercise,
                    tried=self._tried[exercise.name],
                    solved=sum(row.shares[place] == 1 for row in self.rows),
                    facility=_facility(everybody, place),
                    discrimination=high - low if known else None,
                )
            )
        return items

    def hardest_checks(self, most: int) -> list[Trap]:
        """The checks that failed most often where they ran, among those who handed something in."""
        return self._traps(self._failed, most)

    def common_mistakes(self, most: int) -> list[Trap]:
        """The known mistakes that were made most often."""
        return self._traps(self._made, most)

    def _traps(self, counts: Counter, most: int) -> list[Trap]:
        exercises = {exercise.name: exercise for exercise in self.plan.exercises}
        return [
            Trap(exercises[name], text, number, self._tried[name])
            for (name, text), number in counts.most_common(most)
        ]

    def distribution(self) -> list[int]:
        """How many learners have a score of 0 to 10 percent, above 10 to 20, and so on."""
        counts = [0] * BINS
        for row in filter(_is_graded, self.rows):
            counts[max(0, min(BINS - 1, -int(-row.percent * BINS // 100) - 1))] += 1
        return counts

    def levels(self) -> list[tuple[Level, Mapping[str, float]]]:
        """For each level, the shares of its exercises, over all learners, by kind of outcome."""
        found = []
        for level in Level:
            counts = {kind: self._outcomes[level, kind] for kind in KINDS}
            if total := sum(counts.values()):
                found.append((level, {kind: n / total for kind, n in counts.items()}))
        return found


KINDS = ("solved", "in part", "not solved", "not handed in")
"""The kinds of outcome that progress is told by."""


def _kind(share: float | None) -> str:
    if share is None:
        return "not handed in"
    if share == 1:
        return "solved"
    return "in part" if share else "not solved"


def _group(rows: Iterable[Row], best: bool) -> list[tuple[Row, float]]:
    """The `GROUP` of the learners with the highest or the lowest scores, each with a weight: 1, but
    those level at its end share what room is left, since nothing says who of them belongs to it."""
    ordered = sorted(rows, key=_percent, reverse=best)
    room = round(GROUP * len(ordered))
    group = []
    for _, level in itertools.groupby(ordered, _percent):
        level = list(level)
        taken = min(room, len(level))
        group += [(row, taken / len(level)) for row in level if taken]
        room -= taken
    return group


def _is_graded(row: Row) -> bool:
    return row.graded


def _percent(row: Row) -> float:
    return row.percent


def _facility(rows: Iterable[tuple[Row, float]], place: int) -> float | None:
    """The mean share of an exercise among learners with a weight each, where nothing handed in is
    worth nothing; None where it counts for nobody, or is not graded yet."""
    shares = [
        (row.shares[place] or 0.0, by)
        for row, by in rows
        if place not in row.uncounted and place not in row.ungraded
    ]
    whole = sum(by for _, by in shares)
    return sum(share * by for share, by in shares) / whole if whole else None
