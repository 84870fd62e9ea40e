"""What verdicts are worth: points, outcomes, sums by level.

In: the engine's verdicts and the catalogue. Out: `ExerciseResult` and `Report`. An exercise is
worth its level's points times the share of its checks that passed.
"""

import math
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from grader import mistakes
from grader.catalog import Exercise, Level
from grader.engine import DEBUG, CheckVerdict, Verdict
from grader.errors import KataError
from grader.results import (
    CheckResult,
    ExerciseResult,
    LevelResult,
    Outcome,
    Report,
    Run,
)

ROUNDING = 0.001
"""What points may lack of a pass mark by the rounding of floats, in hundredths of a point."""

UNCOUNTED = {Outcome.UNAVAILABLE, Outcome.ERROR}
"""Outcomes that are never held against the learner: such an exercise is left out of the sums."""


def refuse_a_fraction(percent: float) -> None:
    """Raise `KataError` for a pass mark below one percent, which is meant as a share of one."""
    if 0 < percent < 1:
        raise KataError(f"a pass mark of {percent:g} is below 1 %; write {100 * percent:g}")


def score(
    exercise: Exercise, verdict: Verdict, file: str, checks_file: str | None = None
) -> ExerciseResult:
    """Turn a verdict into a result.

    `file` is the submission's path as the learner knows it, `checks_file` that of the checks.
    """
    passed = sum(check.failure is None for check in verdict.checks)
    outcome = _outcome(verdict, passed)
    share = 0.0 if outcome is Outcome.TAMPERED else passed / max(1, len(verdict.checks))
    failed = sorted(check.name for check in verdict.checks if check.failure)
    known = _known_mistakes(exercise) if failed and _tells(verdict) else ()
    fitting = [mistake for mistake in known if sorted(mistake.fails) == failed]
    unfinished = any(check.failure and check.failure.unfinished for check in verdict.checks)
    clear = outcome is Outcome.PARTIAL and len(fitting) == 1 and not unfinished
    made = fitting[0] if clear else None
    broken = made.breaks if made else None
    proven = {name: broken or mistakes.sentence(name, failed, known) for name in failed}
    return ExerciseResult(
        number=exercise.number,
        name=exercise.name,
        level=exercise.level,
        title=exercise.title,
        outcome=outcome,
        points=round(exercise.level.points * share, 6),
        max_points=exercise.level.points,
        seconds=round(verdict.seconds, 4),
        checks=tuple(
            _check(exercise, verdict, check, file, checks_file, proven.get(check.name))
            for check in verdict.checks
        ),
        message=_told(verdict.message, file, checks_file),
        file=file,
        line=verdict.line,
        mistake=made.name if made else None,
        breaks=broken or None,
    )


def _told(message: str, file: str, checks_file: str | None) -> str:
    """The message; a command in it that debugs names the file of checks, if it is beside the
    learner's."""
    if DEBUG in message and checks_file and Path(checks_file).parent == Path(file).parent:
        return message.replace(DEBUG, f"{DEBUG.rpartition(' ')[0]} {shlex.quote(checks_file)}")
    return message


def _tells(verdict: Verdict) -> bool:
    """Whether failures are those of the learner's code, and not of what kept it from running."""
    return verdict.ending == "ran" and not verdict.message


def _outcome(verdict: Verdict, passed: int) -> Outcome:
    if verdict.ending != "ran":
        return Outcome(verdict.ending)
    if any(check.failure and check.failure.timed_out for check in verdict.checks):
        return Outcome.TIMEOUT
    if passed == len(verdict.checks) > 0:
        return Outcome.SOLVED
    return Outcome.PARTIAL if passed else Outcome.UNSOLVED


def _check(
    exercise: Exercise,
    verdict: Verdict,
    check: CheckVerdict,
    file: str,
    checks_file: str | None,
    proves: str | None,
) -> CheckResult:
    failure = check.failure
    known = next((known for known in exercise.checks if known.name == check.name), None)
    placed = checks_file and known and failure and (_tells(verdict) or failure.timed_out)
    return CheckResult(
        name=check.name,
        label=known.label if known else "",
        passed=failure is None,
        message=_told(failure.message, file, checks_file) if failure else "",
        file=file if failure and failure.line else None,
        line=failure.line if failure else None,
        output=check.output,
        seconds=round(check.seconds, 4),
        proves=proves,
        check_file=checks_file if placed else None,
        check_line=(failure.check_line or known.line) if placed else None,
    )


def _known_mistakes(exercise: Exercise) -> tuple[mistakes.Mistake, ...]:
    try:
        return mistakes.read(exercise.mistakes_file).mistakes
    except KataError:
        return ()  # the authors' gate complains of it; a learner does without


def summarise(
    results: Iterable[ExerciseResult],
    run: Run,
    pass_mark: float | None = None,
    unreached: Collection[Exercise] = (),
) -> Report:
    """Put results, in catalogue order, into a report with sums by level.

    The pass mark is in percent of the points; without one, everything must be solved. What was not
    counted does not matter to it, but something has to be. `unreached` are the exercises to which
    an interrupted run did not come: they count, and are worth nothing yet.
    """
    results = tuple(sorted(results, key=lambda result: result.number))
    counted = [result for result in results if result.outcome not in UNCOUNTED]
    waiting = Counter(exercise.level for exercise in unreached)
    levels = tuple(
        _sum(level, of_level, waiting[level])
        for level in Level
        if (of_level := [r for r in counted if r.level == level]) or waiting[level]
    )
    solved = sum(level.solved for level in levels)
    points = math.fsum(map(_exact, counted))  # what was rounded, summed, would be off
    max_points = sum(level.max_points for level in levels)
    if pass_mark is None:
        passed = solved == sum(level.exercises for level in levels) > 0
    else:
        passed = max_points > 0 and 100 * points >= pass_mark * max_points - ROUNDING
    return Report(
        run=run,
        interrupted=bool(unreached),
        exercises=results,
        levels=levels,
        solved=solved,
        points=round(points, 6),
        max_points=max_points,
        percent=round(100 * points / max_points, 4) if max_points else 0.0,
        pass_mark=pass_mark,
        passed=passed,
    )


def _sum(level: Level, results: Sequence[ExerciseResult], waiting: int) -> LevelResult:
    exercises = len(results) + waiting
    return LevelResult(
        level=level,
        solved=sum(result.outcome is Outcome.SOLVED for result in results),
        exercises=exercises,
        points=round(math.fsum(map(_exact, results)), 6),
        max_points=sum(result.max_points for result in results) + waiting * level.points,
    )


def _exact(result: ExerciseResult) -> float:
    """The points of a result, not rounded; what cheated has none, whatever passed."""
    passed = sum(check.passed for check in result.checks)
    return result.max_points * passed / len(result.checks) if result.points else 0.0
