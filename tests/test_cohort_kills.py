"""A cohort's grader killed, interrupted and doubled: what was finished is kept, once."""

import os
import re
import selectors
import signal
import subprocess
import sys

import pytest

from grader.cohort.store import Store
from tests.conftest import ROOT
from tests.support import COURSE, PATIENCE, edit, end, heed_signals

WAITING = """
import os, select
try:
    gate = os.open({path!r}, os.O_WRONLY)
except FileNotFoundError:
    pass
else:
    os.write(gate, b".")
    until = select.poll()
    until.register(gate, 0)
    until.poll()
"""


class Gate:
    """A place in a submission at which it tells that it runs, and waits until this is opened.

    `source` is code for it; once the gate is open nothing waits there any more.
    """

    def __init__(self, path):
        self._path = path
        os.mkfifo(path)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.source = WAITING.format(path=str(path))

    def wait_for_arrival(self):
        assert self._next() == b".", "the submission did not come there"

    def wait_for_end(self):
        """Return once no process of the submission is left."""
        assert self._next() == b"", "the submission is still running"

    def _next(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            return os.read(self._reader, 1) if selector.select(PATIENCE) else None

    def open(self):
        self._path.unlink()
        os.close(self._reader)


@pytest.fixture
def hand_in(tmp_path, course):
    """A function that puts a learner's references there, with code before that of Q2."""

    def put(learner, before=""):
        for exercise in course.exercises:
            file = tmp_path / "submissions" / learner / exercise.level / f"{exercise.name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            code = before * (exercise.number == 2) + exercise.reference.read_text()
            file.write_text(f"{code}\n# {learner}\n")

    return put


@pytest.fixture
def start(tmp_path):
    """A function that starts `kata cohort grade` on a store."""
    started = []

    def run(store="cohort.db", course=COURSE):
        words = ["--course", str(course), "cohort", "grade", "submissions", "--store", store]
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", *words, "--sandbox", "off"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=heed_signals,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        end(process)
        process.stdout.close()
        process.stderr.close()


def finished(process):
    """What a grader says in the end: how many were graded, known, unchanged."""
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return tuple(map(int, re.findall(r"(\d+) (?:graded|known|unchanged)", out)))


def content(path):
    """All that a store holds, by learner, but for times and seconds."""
    with Store(path) as store:
        return {
            learner.name: sorted(
                re.sub(r"seconds=[\d.e-]+", "", f"{grade.source.hex()} {grade.result}")
                for grade in store.history(learner.name)
            )
            for learner in store.learners()
        }


def test_killed_again_and_again_it_loses_nothing_and_ends_like_one_that_was_not(
    hand_in, start, tmp_path
):
    gates = {name: Gate(tmp_path / f"gate-{name}") for name in ("ada", "bob", "cyd", "dan")}
    for name, gate in gates.items():
        hand_in(name, gate.source)
    kept = 0
    for gate in gates.values():
        process = start()
        gate.wait_for_arrival()
        process.kill()
        process.wait()
        gate.wait_for_end()
        gate.open()
        with Store(tmp_path / "cohort.db") as store:
            now = sum(store.counts().values())
        assert now >= kept
        kept = now
    graded, _, unchanged = finished(start())
    assert (graded + unchanged, unchanged) == (12, kept)
    assert finished(start("whole.db")) == (12, 0, 0)
    assert content(tmp_path / "cohort.db") == content(tmp_path / "whole.db")


def test_interrupted_it_says_what_is_kept_and_ends_at_once(hand_in, start, tmp_path):
    gate = Gate(tmp_path / "gate")
    hand_in("ada")
    hand_in("bob", gate.source)
    process = start()
    gate.wait_for_arrival()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    gate.wait_for_end()
    gate.open()
    assert process.returncode == 130
    with Store(tmp_path / "cohort.db") as store:
        kept = sum(store.counts().values())
    assert 3 <= kept <= 5
    left = f"{6 - kept} of 6 results {'is' if kept == 5 else 'are'} not graded yet"
    assert err.startswith(f"kata: interrupted; what was graded is kept; {left}; run: kata cohort ")
    assert err.count("\n") == 1
    assert finished(start()) == (6 - kept, 0, kept)


def test_two_graders_share_a_store_and_grade_nothing_twice(hand_in, start, tmp_path):
    ada, bob = Gate(tmp_path / "gate-ada"), Gate(tmp_path / "gate-bob")
    hand_in("ada", ada.source)
    hand_in("bob", bob.source)
    hand_in("cyd")
    first = start()
    ada.wait_for_arrival()
    second = start()
    bob.wait_for_arrival()  # in the other grader, since the first one is busy
    ada.open()
    bob.open()
    first, second = finished(first), finished(second)
    assert first[0] + second[0] == 9
    assert sum(first) == sum(second) == 9
    assert {name: len(grades) for name, grades in content(tmp_path / "cohort.db").items()} == {
        "ada": 3,
        "bob": 3,
        "cyd": 3,
    }


def test_checks_that_change_in_the_middle_are_told_and_nothing_wrong_is_kept(
    hand_in, start, tmp_path, folder
):
    gate = Gate(tmp_path / "gate")
    hand_in("ada", gate.source)
    process = start(course=folder)
    gate.wait_for_arrival()
    edit(folder / "exercises" / "entry" / "q002_echo_test.py", "", "# more\n")
    gate.open()
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert err == "kata: the files of Q2 changed while it was graded; run it again\n"
    with Store(tmp_path / "cohort.db") as store:
        assert "q002_echo" not in {exercise for exercise, _ in store.counts()}
    assert sum(finished(start(course=folder))) == 3
