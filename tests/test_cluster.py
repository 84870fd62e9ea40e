"""Cohorts on a real Dask scheduler with real workers on loopback."""

import contextlib
import shutil
import subprocess
import sys
import threading
from collections import Counter

import pytest

pytest.importorskip("distributed", reason="distributed is not installed")

from grader.cohort.cluster import Cluster
from grader.cohort.store import Store
from grader.cohort.work import Work
from grader.errors import KataError
from grader.results import Outcome
from tests.conftest import ROOT

pytestmark = pytest.mark.timeout(180)


def start(stack, program, *words, cwd=ROOT):
    """A part of a cluster, once it has said that it is there; and the line on which it did."""
    code = f"from distributed.cli.dask_{program} import main; main()"
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", code, *words],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    )
    stack.callback(process.kill)
    for line in process.stdout:
        if "Scheduler at:" in line or "Registered to:" in line:
            break
    else:
        pytest.fail(f"the {program} ended")
    # what it says later is of no interest, but a full pipe would stop it
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    stack.callback(reader.join)
    stack.callback(process.kill)
    return process, line.split()[-1]


@pytest.fixture
def cluster():
    """The scheduler's address, and a function that starts a worker with a thread."""
    with contextlib.ExitStack() as stack:
        quiet = ("--no-dashboard", "--port", "0")
        _, address = start(stack, "scheduler", "--host", "127.0.0.1", *quiet)
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        yield address, lambda cwd=ROOT: start(stack, "worker", address, *words, cwd=cwd)[0]


def test_every_result_comes_once_though_a_worker_is_killed_in_the_middle(cluster, course):
    address, start_worker = cluster
    workers = [start_worker(), start_worker()]
    sources = {each.name: each.reference.read_bytes() for each in course.exercises}
    items = [Work(f"learner {number}", sources) for number in range(12)]
    came = []
    with Cluster(address, course.course, course.exercises, "off") as runner:
        for item in items:
            came += runner.submit(item)
        rest = runner.drain()
        came.append(next(rest))
        workers[0].kill()
        came += rest
    counts = Counter((learner, result.name) for learner, result in came)
    assert set(counts) == {(item.learner, name) for item in items for name in sources}
    assert set(counts.values()) == {1}
    assert {result.outcome for _, result in came} == {Outcome.SOLVED}


def test_the_command_hands_its_work_to_the_cluster(cluster, course, kata, tmp_path):
    address, start_worker = cluster
    start_worker()
    for name in ("ada", "bob"):
        folder = tmp_path / "submissions" / name
        folder.mkdir(parents=True)
        for exercise in course.exercises:
            text = exercise.reference.read_text(encoding="utf-8") + f"\n# {name}\n"
            (folder / f"{exercise.name}.py").write_text(text, encoding="utf-8")
    words = ("cohort", "grade", "submissions", "--sandbox", "off")
    done = kata(*words, "--engine", "dask", "--scheduler", address)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 learners, 6 results: 6 graded")
    with Store(tmp_path / "cohort.db") as store:
        assert {grade.result.outcome for grade in store.grades("bob")} == {Outcome.SOLVED}
    assert "6 unchanged" in kata(*words).stdout  # the same results, on this machine alone


def test_what_a_worker_with_another_grader_made_is_not_kept_though_it_joined_later(
    cluster, course, tmp_path
):
    address, start_worker = cluster
    first = start_worker()
    here = shutil.ignore_patterns("__pycache__", "_content")
    shutil.copytree(ROOT / "grader", tmp_path / "grader", ignore=here)
    (tmp_path / "grader" / "more.py").touch()
    sources = {each.name: each.reference.read_bytes() for each in course.exercises}
    with Cluster(address, course.course, course.exercises, "off") as runner:
        first.kill()
        first.wait()
        start_worker(cwd=tmp_path)
        came = [*runner.submit(Work("ada", sources)), *runner.drain()]
    assert {result.outcome for _, result in came} == {Outcome.ERROR}
    assert "joined later has another grader" in came[0][1].message
    with pytest.raises(KataError, match=r"worker tcp://\S+ has another grader"):
        Cluster(address, course.course, course.exercises, "off")


def test_one_option_without_the_other_is_refused(kata, tmp_path):
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    for words in (("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:1")):
        done = kata("cohort", "grade", "submissions", *words)
        assert done.returncode == 2
        assert "--engine dask and --scheduler ADDRESS go together" in done.stderr


def test_a_scheduler_that_is_not_there_is_told(course, monkeypatch):
    monkeypatch.setattr("grader.cohort.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(KataError, match="no Dask scheduler at tcp://127.0.0.1:1: "):
        Cluster("tcp://127.0.0.1:1", course.course, course.exercises, "off")
