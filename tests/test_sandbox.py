"""The sandbox, as it is asked for, missing, or broken."""

import json
import shutil
import sys

import pytest

from grader.engine import Engine, sandbox
from grader.errors import GraderFault
from grader.grading import make_job
from grader.results import json_schema

NEEDS_BUBBLEWRAP = pytest.mark.skipif(
    sandbox.missing() is not None, reason=f"no sandbox here: {sandbox.missing()}"
)


@pytest.fixture
def solved(course, tmp_path):
    """A submission with one reference."""
    shutil.copy(course.one("1").reference, tmp_path)
    return tmp_path


def tools(tmp_path, *names):
    """A folder for PATH that holds these programs, each of which fails."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("#!/bin/sh\necho 'no permission' >&2\nexit 1\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("asked", ["auto", "require"])
def test_the_report_names_the_sandbox(kata, solved, asked):
    done = kata("run", "1", "--submission", solved, "--sandbox", asked, "--format", "json")
    isolation = json.loads(done.stdout)["isolation"]
    assert (done.returncode, isolation["sandbox"], isolation["process"]) == (
        0,
        "bubblewrap",
        "fork",
    )
    assert isolation["limits"] != []


def test_the_report_says_when_there_is_no_sandbox(kata, solved):
    done = kata("run", "1", "--submission", solved, "--sandbox", "off")
    assert done.returncode == 0
    assert "no sandbox" in done.stdout


@pytest.mark.parametrize(
    ("tool", "line"),
    [("apt-get", "apt-get install bubblewrap"), ("dnf", "dnf install"), ("pacman", "pacman -S")],
)
def test_a_sandbox_that_is_required_and_missing_says_how_to_install_it(
    kata, solved, tmp_path, tool, line
):
    done = kata(
        "run", "1", "--submission", solved, "--sandbox", "require", env=tools(tmp_path, tool)
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert line in done.stderr


def test_without_bubblewrap_auto_grades_without_a_sandbox(kata, solved, tmp_path):
    done = kata("run", "1", "--submission", solved, env=tools(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "no sandbox" in done.stdout


def test_a_sandbox_that_does_not_work_is_like_none(kata, solved, tmp_path):
    env = tools(tmp_path, "bwrap")
    done = kata("run", "1", "--submission", solved, env=env)
    assert (done.returncode, "no sandbox" in done.stdout) == (0, True)
    done = kata("run", "1", "--submission", solved, "--sandbox", "require", env=env)
    assert done.returncode == 3
    assert "the sandbox cannot be used here: no permission" in done.stderr


def test_elsewhere_than_on_linux_there_is_none(monkeypatch, course):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(GraderFault, match="on Linux only"):
        Engine(course.course, "require")


@NEEDS_BUBBLEWRAP
def test_inside_there_is_nothing_but_what_grading_needs(course, tmp_path):
    """The probe is a submission that fails with what it could do."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    probe = f"""
import os, socket
def attempt(call):
    try:
        return bool(call())
    except OSError:
        return False
def double(number):
    raise ValueError(dict(
        secret=attempt(lambda: open({str(secret)!r}).read()),
        solutions=attempt(lambda: os.listdir({str(course.course / "solutions")!r})),
        home=attempt(lambda: os.listdir("/root") + os.listdir("/home")),
        writes=attempt(lambda: open({str(course.course / "exercises" / "x")!r}, "w")),
        processes=len([n for n in os.listdir("/proc") if n.isdigit()]) > 4,
        environment=b"MARKER" in open("/proc/1/environ", "rb").read() if
            attempt(lambda: open("/proc/1/environ", "rb").read()) else False,
        network=attempt(lambda: socket.create_connection(("192.0.2.1", 80), 0.2)),
        interfaces=[name for _, name in socket.if_nameindex()] != ["lo"],
        loopback=not attempt(lambda: socket.create_server(("127.0.0.1", 0))),
        kill=attempt(lambda: os.kill(1, 9)) or attempt(lambda: os.kill(os.getppid(), 9)),
        memory=attempt(lambda: open("/proc/1/mem", "rb")),
    ))
"""
    with Engine(course.course, "require") as engine:
        (verdict,) = engine.run([make_job(course.one("1"), probe)])
    text = verdict.checks[0].failure.message
    assert "'secret': False" in text
    assert "True" not in text, text


def test_the_schema_names_what_isolation_says():
    fields = json_schema()["$defs"]["Isolation"]["properties"]
    assert fields["sandbox"]["enum"] == ["bubblewrap", "none"]
