"""What exercises promise and a single run of their references does not show."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from grader import catalog
from grader.engine import Engine
from grader.grading import make_job, missing_packages
from tests.conftest import ROOT


def test_every_exercise_can_be_begun_with_nothing_written():
    """All that checks import is lacking, and still each of them is told."""
    exercises = [e for e in catalog.load(ROOT).exercises if not missing_packages(e)]
    with Engine(ROOT) as engine:
        jobs = [make_job(exercise, '"""Nothing yet."""', exercise.number) for exercise in exercises]
        verdicts = list(engine.run(jobs))
    assert {verdict.ending for verdict in verdicts} == {"ran"}
    assert [c.name for verdict in verdicts for c in verdict.checks if not c.failure] == []


@pytest.mark.skipif(not find_spec("fakeredis"), reason="needs the packages of Q113")
@pytest.mark.parametrize("server", ["real", "fake"])
def test_q113_holds_on_a_real_server_and_on_a_fake_one(server, tmp_path):
    if server == "real" and not shutil.which("redis-server"):
        pytest.skip("needs redis-server")
    path = os.environ["PATH"] if server == "real" else str(tmp_path)
    command = [sys.executable, "-m", "grader", "run", "113", "--submission", "solutions"]
    done = subprocess.run(
        [*command, "--sandbox", "off"],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
