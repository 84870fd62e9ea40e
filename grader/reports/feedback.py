"""How much a report tells a learner, for whom the checks may be a secret.

`full` tells all. `labels` says which checks passed, by their sentences, and nothing that came out
of running them: no value that was expected, nothing that was printed, no word of the submission's
own. `score` says how exercises came out and what they are worth.
"""

import msgspec

from grader.results import CheckResult, ExerciseResult, Feedback, Outcome, Report

GRADERS_OWN = (Outcome.UNAVAILABLE, Outcome.ERROR, Outcome.UNSOLVED)
"""Outcomes whose messages are the grader's: a package, a fault, a file that is not there."""

INSTEAD = {
    Outcome.BROKEN: "the file cannot be loaded",
    Outcome.TIMEOUT: "it ran out of time",
    Outcome.CRASHED: "the process ended before all checks had run",
    Outcome.TAMPERED: "it bent the test machinery",
}
"""What is said instead of messages that may quote the submission."""


def reduce(report: Report, feedback: Feedback) -> Report:
    """The report with no more in it than may be told."""
    if feedback == "full":
        return report
    keep = _labels if feedback == "labels" else _score
    return msgspec.structs.replace(
        report,
        run=msgspec.structs.replace(report.run, feedback=feedback),
        exercises=tuple(keep(result) for result in report.exercises),
    )


def _labels(result: ExerciseResult) -> ExerciseResult:
    said = result.message if result.outcome in GRADERS_OWN else INSTEAD.get(result.outcome, "")
    return msgspec.structs.replace(
        result,
        checks=tuple(
            CheckResult(name=each.name, label=each.label, passed=each.passed)
            for each in result.checks
        ),
        message=said,
        mistake=None,
        breaks=None,
    )


def _score(result: ExerciseResult) -> ExerciseResult:
    return msgspec.structs.replace(_labels(result), checks=(), line=None)
