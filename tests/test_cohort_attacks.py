"""The attack suite, one attack a learner, in cohorts of hostile and of honest ones."""

import os
import subprocess
import sys

import pytest

from grader.cohort.store import Store
from grader.engine import sandbox
from tests.support import COURSE
from tests.test_attacks import FOLDERS, NEEDS_A_PLAIN_USER, Surroundings, hand_in, stated

TOGETHER = 15
"""How many attacks there are in a cohort."""


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("first", range(0, len(FOLDERS), TOGETHER))
def test_hostile_learners_change_nobody_elses_result(tmp_path, course, first):
    if not isinstance(sandbox.find(COURSE), sandbox.Sandbox):
        pytest.skip("there is no sandbox here")
    around = Surroundings(tmp_path)
    words = {**around.words, "@TOKEN@": "none", "@COURSE@": str(course.course)}
    allowed = {}
    for number, folder in enumerate(FOLDERS[first : first + TOGETHER]):
        if stated(folder)[1] in NEEDS_A_PLAIN_USER and os.geteuid() == 0:
            continue  # nothing is closed to root
        name = f"{number:02} {folder.name}"
        around.submission = tmp_path / "submissions" / name
        attacked = hand_in(folder, around, words, course)
        allowed[name] = attacked, stated(folder)[0]
        honest = f"{number:02} honest"
        hand_in_honestly(tmp_path / "submissions" / honest, course)
        allowed[honest] = set(), set()
    graded = [grade(tmp_path, f"{number}.db") for number in range(2)]
    around.close()
    for outcomes in graded:
        wrong = {
            (name, exercise.name): outcomes[name].get(exercise.name)
            for name, (attacked, expected) in allowed.items()
            for exercise in course.exercises
            if outcomes[name].get(exercise.name)
            not in (expected if exercise.name in attacked else {"solved"})
        }
        assert wrong == {}
    assert graded[0] == graded[1]


def hand_in_honestly(folder, course):
    """References that nobody else has, so that no result is anybody else's."""
    for exercise in course.exercises:
        file = folder / exercise.level / f"{exercise.name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{exercise.reference.read_text()}\n# {folder.name}\n")


def grade(folder, store):
    """Grade in a store of its own; the outcomes by learner and exercise."""
    words = ["--course", str(COURSE), "cohort", "grade", "submissions", "--store", store]
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with Store(folder / store) as kept:
        return {
            learner.name: {g.result.name: str(g.result.outcome) for g in kept.grades(learner.name)}
            for learner in kept.learners()
        }
