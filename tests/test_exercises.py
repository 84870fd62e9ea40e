"""What exercises promise and a single run of their references does not show."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT


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
