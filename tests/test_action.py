"""The helper of action.yml: inputs become words of one call, and a report becomes outputs."""

import importlib.util
import os
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


REPORT = '{"passed": false, "solved": 0, "points": 0, "max_points": 1}'


@pytest.mark.parametrize(
    ("code", "writes", "told"),
    [(0, True, True), (1, True, True), (3, True, True), (1, False, False), (2, False, False)],
)
def test_outputs_are_written_where_there_is_a_report_of_this_call(tmp_path, code, writes, told):
    (tmp_path / "interview-katas").mkdir()
    (tmp_path / "interview-katas" / "report.json").write_text("a report of another call")
    program = tmp_path / "kata"
    write = f"echo '{REPORT}' >\"${{word#--format=json=}}\"" if writes else ":"
    program.write_text(f"#!/bin/sh\nfor word; do :; done\n{write}\nexit {code}\n")
    program.chmod(0o755)
    env = {
        **DEFAULTS,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }
    for _ in range(2):
        done = subprocess.run([sys.executable, HELPER], env=env, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (code, "")
    lines = (tmp_path / "outputs").read_text().splitlines() if told else []
    folders = {line.removeprefix("reports=") for line in lines if line.startswith("reports=")}
    assert len(folders) == (2 if told else 0)
    assert (tmp_path / "outputs").exists() == told
