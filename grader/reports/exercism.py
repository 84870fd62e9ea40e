"""Exercism's `results.json`, version 3: a test a check, in the order of the checks.

Source of the format: Exercism, The Test Runner Interface.
"""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from grader.reports.text import check_lines
from grader.results import CheckResult, ExerciseResult, Outcome, Report
from grader.terminal import Screen, inert

MOST_OUTPUT, CUT = 500, "Output was truncated. Please limit to 500 chars"
"""What a test may show of what was printed, and what is said where that is not all."""

MOST_MESSAGE = 65_535
"""What a message may hold, in bytes."""

DID_NOT_RUN = {
    Outcome.BROKEN,
    Outcome.CRASHED,
    Outcome.ERROR,
    Outcome.TAMPERED,
    Outcome.UNAVAILABLE,
}
"""Outcomes in which, with no check passed, something else than the checks has to be told."""


def render(report: Report, _: Screen) -> str:
    """The document, for one exercise or for several."""
    # what waits for packages is no failure of the learner's; there is no word for it but error
    tried = [result for result in report.exercises if result.outcome is not Outcome.UNAVAILABLE]
    results = tried or report.exercises
    several = len(report.exercises) > 1
    tests = [
        _test(check, f"Q{result.number}: " if several else "")
        for result in results
        for check in result.checks or (_whole(result),)
    ]
    document: dict[str, Any] = {"version": 3, "status": _status(results), "message": None}
    if document["status"] == "error":
        said = "\n".join(result.message for result in results if result.message)
        document["message"] = _message(said or "no check was run")
    return json.dumps(document | {"tests": tests}, indent=2)


def _status(results: Sequence[ExerciseResult]) -> str:
    if results and all(result.outcome is Outcome.SOLVED for result in results):
        return "pass"
    passed = any(check.passed for result in results for check in result.checks)
    broken = all(result.outcome in DID_NOT_RUN for result in results)
    return "error" if broken and not passed else "fail"


def _whole(result: ExerciseResult) -> CheckResult:
    """An exercise of whose checks a report says nothing, as one."""
    solved = result.outcome is Outcome.SOLVED
    return CheckResult(name=result.name, label=result.title, passed=solved, message=result.message)


def _test(check: CheckResult, before: str) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": inert(f"{before}{check.label or check.name}"),
        "status": "pass" if check.passed else "fail",
    }
    if not check.passed:
        shown = msgspec.structs.replace(check, output="")
        lines = list(check_lines(shown, Screen(width=100), check.proves))
        test["message"] = _message("\n".join(lines[1:]) or check.message)
    if check.output:
        output = inert(check.output)
        keep = MOST_OUTPUT - len(CUT) - 1
        test["output"] = output if len(output) <= MOST_OUTPUT else f"{output[:keep]}\n{CUT}"
    return test


def _message(text: str) -> str:
    return inert(text).encode()[:MOST_MESSAGE].decode(errors="ignore")
