"""What verdicts are worth: points, outcomes, sums by level.

In: the engine's verdicts and the catalogue. Out: `ExerciseResult` and `Report`. An exercise is
worth its level's points times the share of its checks that passed.
"""

from collections.abc import Iterable

from grader import mistakes
from grader.catalog import Exercise, Level
from grader.engine import CheckVerdict, Verdict
from grader.errors import KataError
from grader.results import (
    CheckResult,
    ExerciseResult,
    Isolation,
    LevelResult,
    Outcome,
    Report,
)

ROUNDING = 0.001
"""What rounded points may lack of a pass mark, in hundredths of a point."""

UNCOUNTED = {Outcome.UNAVAILABLE, Outcome.ERROR}
"""Outcomes that are never held against the learner: such an exercise is left out of the sums."""


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
    made = fitting[0] if outcome is Outcome.PARTIAL and len(fitting) == 1 else None
    broken = mistakes.one_sentence(fitting)
    proven = {name: broken or mistakes.sentence(name, known) for name in failed}
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
        message=verdict.message,
        file=file,
        line=verdict.line,
        mistake=made.name if made else None,
        breaks=made.breaks or None if made else None,
    )


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
        message=failure.message if failure else "",
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
    isolation: Isolation,
    seconds: float,
    interrupted: bool = False,
) -> Report:
    """Put results, in catalogue order, into a report with sums by level."""
    results = tuple(sorted(results, key=lambda result: result.number))
    counted = [result for result in results if result.outcome not in UNCOUNTED]
    levels = tuple(
        LevelResult(
            level=level,
            solved=sum(r.outcome is Outcome.SOLVED for r in of_level),
            exercises=len(of_level),
            points=round(sum(r.points for r in of_level), 6),
            max_points=sum(r.max_points for r in of_level),
        )
        for level in Level
        if (of_level := [r for r in counted if r.level == level])
    )
    return Report(
        isolation=isolation,
        interrupted=interrupted,
        seconds=round(seconds, 3),
        exercises=results,
        levels=levels,
        solved=sum(level.solved for level in levels),
        points=round(sum(level.points for level in levels), 6),
        max_points=sum(level.max_points for level in levels),
    )


def passes(report: Report, min_score: float | None) -> bool:
    """Whether a report reaches the pass mark: `min_score` percent of the points, or all solved.

    What was not counted does not matter, but something has to be.
    """
    counted = sum(level.exercises for level in report.levels)
    if min_score is None:
        return report.solved == counted > 0
    return counted > 0 and 100 * report.points >= min_score * report.max_points - ROUNDING
