"""Gradescope's `results.json`: a test an exercise, with its points and what a terminal would show.

Source of the format: Gradescope, Autograder Specifications.
"""

import json
from typing import Any

from grader.reports.text import exercise_lines, not_graded, points
from grader.results import ExerciseResult, Outcome, Report
from grader.scoring import UNCOUNTED
from grader.terminal import Screen

MOST_OUTPUT = 20_000
"""Characters of output that a test shows at most."""


def render(report: Report, _: Screen) -> str:
    """The document; what is not counted has no test and is told in its output."""
    left_out = [f"Q{r.number}: {r.message}" for r in report.exercises if r.outcome in UNCOUNTED]
    told = [_sum(report), *(f"not counted: {e}" for e in left_out), not_graded(report.run)]
    document = {
        "execution_time": round(report.run.seconds, 3),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": "\n".join(Screen().block("\n".join(filter(None, told)), "")),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": [_test(r) for r in report.exercises if r.outcome not in UNCOUNTED],
    }
    if not document["tests"]:
        document["score"] = 0.0  # without tests a score is asked for
    return json.dumps(document, indent=2)


def _sum(report: Report) -> str:
    return f"{report.solved} solved, {points(report.points)} of {points(report.max_points)} points"


def _test(result: ExerciseResult) -> dict[str, Any]:
    lines = exercise_lines(result, Screen(width=100))
    return {
        "number": str(result.number),
        "name": f"Q{result.number} · {result.title}",
        "score": result.points,
        "max_score": result.max_points,
        "status": "passed" if result.outcome is Outcome.SOLVED else "failed",
        "output": "\n".join(lines)[:MOST_OUTPUT],
        "tags": [result.level],
        "visibility": "visible",
    }
