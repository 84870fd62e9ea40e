"""Classroom 50's `result.json` (`classroom50/result/v1`): a test an exercise.

What the classroom, the assignment and the submission are called comes from the environment that its
runner sets, and the time from the commit that is graded. Its points are integers, so ours are
counted in hundredths, rounded down: only what is solved has all of them.
"""

import datetime
import json
import os
import subprocess
from typing import Any

from grader.errors import KataError
from grader.reports.text import exercise_lines
from grader.results import ExerciseResult, Outcome, Report
from grader.scoring import UNCOUNTED
from grader.terminal import Screen

SCALE = 100
"""Its points for one of ours."""

FROM_ENVIRONMENT = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}

MOST_OUTPUT = 20_000
"""Characters that are told of an exercise at most."""


def look_around() -> None:
    """Raise `KataError` outside of such a classroom, or of a git checkout."""
    if missing := [name for name in FROM_ENVIRONMENT.values() if not os.environ.get(name)]:
        raise KataError(
            f"the format classroom50 needs {', '.join(missing)} in the environment, where its "
            "runner puts them"
        )
    _committed()


def render(report: Report, _: Screen) -> str:
    """The document. Raises `KataError` as `look_around` does."""
    look_around()
    counted = [result for result in report.exercises if result.outcome not in UNCOUNTED]
    tests = [_test(result) for result in counted]
    document: dict[str, Any] = {
        "schema": "classroom50/result/v1",
        **{field: os.environ[name] for field, name in FROM_ENVIRONMENT.items()},
        "datetime": _committed(),
        "graded_at": _utc(datetime.datetime.fromisoformat(report.run.date)),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    if name := os.environ.get("GITHUB_ACTOR"):
        document["submitted_by"] = {"username": name}
        if (number := os.environ.get("GITHUB_ACTOR_ID", "")).isdecimal():
            document["submitted_by"]["id"] = int(number)
    return json.dumps(document, indent=2)


def _test(result: ExerciseResult) -> dict[str, Any]:
    # what lies just below a hundredth by the rounding of our points is that hundredth
    points = int(result.points * SCALE + 1e-3)
    return {
        "test-name": f"Q{result.number} · {result.title}",
        "passed": result.outcome is Outcome.SOLVED,
        "score": points,
        "max-score": int(result.max_points * SCALE),
        "output": "\n".join(exercise_lines(result, Screen(width=100)))[:MOST_OUTPUT],
    }


def _committed() -> str:
    """When the commit that is checked out here was made, which a later grading leaves as it is."""
    command = ["git", "show", "--no-patch", "--format=%ct", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return _utc(datetime.datetime.fromtimestamp(int(done.stdout), datetime.UTC))
    except (OSError, subprocess.CalledProcessError, ValueError):
        raise KataError(
            "the format classroom50 needs the time of the commit; grade inside of a git checkout"
        ) from None


def _utc(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
