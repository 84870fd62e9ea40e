"""The helper of action.yml: inputs become words of one call, and a report becomes outputs."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HELPER = ROOT / ".ci" / "action.py"
DEFAULTS = {"SELECT": "", "MIN_SCORE": "", "SUBMISSION": ".", "FEEDBACK": "full"}


@pytest.fixture(scope="module")
def action():
    spec = importlib.util.spec_from_file_location("action", HELPER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(action, **inputs):
    return action.command({**DEFAULTS, **inputs}, "summary.md", Path("reports"))


def test_without_inputs_everything_is_graded_and_must_be_solved(action):
    assert words(action) == [
        *("kata", "run", "--submission", ".", "--feedback", "full", "--sandbox", "require"),
        *("--format", "github", "--format", "markdown=summary.md"),
        *("--format=html=reports/report.html", "--format=json=reports/report.json"),
    ]


def test_what_is_graded_is_worded_as_on_the_command_line(action):
    assert words(action, SELECT="1-5 --level 'entry'")[:5] == [
        *("kata", "run", "1-5", "--level", "entry")
    ]


def test_a_pass_mark_is_handed_on(action):
    assert words(action, MIN_SCORE="80")[2:4] == ["--min-score", "80"]


@pytest.mark.parametrize("text", ["$(touch owned)", "; touch owned", "a b", "*", "`touch owned`"])
def test_an_input_is_one_word_whatever_is_in_it(action, text):
    assert words(action, SUBMISSION=text)[3] == text
    assert words(action, MIN_SCORE=text)[3] == text


def test_an_open_quote_is_told_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, HELPER],
        env={**DEFAULTS, "SELECT": "'", "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": "x"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (
        2,
        "kata: the input `select` has an open quote; close it\n",
    )


@pytest.mark.parametrize("passed", [True, False])
def test_later_steps_are_told_what_came_out(action, passed):
    report = {"passed": passed, "solved": 3, "points": 2.5, "max_points": 4.0, "more": "x"}
    assert action.outputs(report, Path("reports")) == (
        f"passed={str(passed).lower()}\nsolved=3\npoints=2.5\nmax-points=4.0\nreports=reports\n"
    )
