"""A cohort: many submissions, one store, nothing lost, nothing run that is known."""

import os
import re
import shutil
import sqlite3
import zipfile

import pytest

from grader.cohort.store import Store
from tests.support import edit, full_disk

UNSANDBOXED = ("--sandbox", "off")


@pytest.fixture
def hand_in(tmp_path, course):
    """A function that puts a learner's folder there: files of the references, or given contents."""

    def put(learner, **contents):
        for exercise in course.exercises:
            file = tmp_path / "submissions" / learner / exercise.level / f"{exercise.name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            content = contents.get(f"q{exercise.number}", exercise.reference.read_bytes())
            if content is not None:
                file.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "submissions" / learner

    return put


@pytest.fixture
def cohort(kata):
    """A function that runs `kata cohort`, and tells it to do without a sandbox where it grades."""

    def run(*words, **options):
        grades = words[0] in ("grade", "regrade") and "--sandbox" not in words
        return kata("cohort", *words, *(UNSANDBOXED if grades else ()), **options)

    return run


def said(done):
    """What a command that went well printed."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def outcomes(folder):
    """All outcomes in a cohort's store, by learner, in the order of the exercises."""
    with Store(folder / "cohort.db") as store:
        return {
            learner.name: [str(grade.result.outcome) for grade in store.grades(learner.name)]
            for learner in store.learners()
        }


def broken_in_one_line(done, *texts):
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    for text in texts:
        assert text in done.stderr


def test_every_learner_gets_a_result_of_every_exercise(cohort, hand_in, tmp_path, course):
    hand_in("ada")
    hand_in("bob", q1="def double(number):\n    return number * 2\n", q2=None)
    hand_in("eve", q1=course.one("1").stub.read_bytes(), q3="def tally(:\n")
    done = said(cohort("grade", "submissions"))
    assert done == "3 learners, 9 results: 5 graded, 4 known without a run, 0 unchanged\n"
    assert outcomes(tmp_path) == {
        "ada": ["solved", "solved", "solved"],
        "bob": ["partial", "unsolved", "solved"],
        "eve": ["unsolved", "solved", "broken"],
    }
    assert "9 of 9 results are kept\n6 solved" not in said(cohort("status"))
    assert "9 of 9 results are kept\n5 solved, 1 partial, 2 unsolved, 1 broken" in said(
        cohort("status")
    )


def test_what_is_known_is_not_run_again(cohort, hand_in, tmp_path, folder):
    """Not when nothing changed, not for another learner; but when the source or a check did."""
    mine = hand_in("ada")

    def counts():
        return said(cohort("grade", "submissions", course=folder)).partition(": ")[2].strip()

    assert counts() == "3 graded, 0 known without a run, 0 unchanged"
    assert counts() == "0 graded, 0 known without a run, 3 unchanged"
    hand_in("bob")
    assert counts() == "0 graded, 3 known without a run, 3 unchanged"
    edit(mine / "entry" / "q001_double.py", "", "# more\n")
    assert counts() == "1 graded, 0 known without a run, 5 unchanged"
    edit(folder / "exercises" / "entry" / "q002_echo_test.py", "", "# more\n")
    assert counts() == "1 graded, 1 known without a run, 4 unchanged"
    edit(folder / "exercises" / "conftest.py", "", "# more\n")
    assert counts().startswith("4 graded, 2 known")


def test_a_result_of_a_sandbox_is_not_taken_for_one_without(cohort, hand_in):
    hand_in("ada")
    assert "3 graded" in said(cohort("grade", "submissions"))
    if shutil.which("bwrap"):
        assert "3 graded" in said(cohort("grade", "submissions", "--sandbox", "require"))


def test_without_a_sandbox_it_refuses_unless_told(cohort, hand_in, tmp_path):
    hand_in("ada")
    done = cohort("grade", "submissions", "--sandbox", "require", env={"PATH": str(tmp_path)})
    if done.returncode:  # the wheel's bubblewrap needs no PATH
        assert done.returncode == 3
        assert done.stderr.count("\n") == 1
        assert not (tmp_path / "cohort.db").exists() or outcomes(tmp_path) == {}


def test_archives_are_submissions_and_a_bad_one_costs_only_itself(cohort, hand_in, tmp_path):
    hand_in("ada")
    submissions = tmp_path / "submissions"
    shutil.make_archive(submissions / "bob", "zip", submissions / "ada")
    shutil.make_archive(submissions / "cyd", "gztar", submissions / "ada")
    (submissions / "dan.zip").write_bytes(b"PK no archive")
    (submissions / "eve").mkdir()
    (submissions / "fay").symlink_to("ada")
    with zipfile.ZipFile(submissions / "gus.zip", "w") as packed:
        packed.writestr("../../entry/q001_double.py", "def double(number): ...")
    done = cohort("grade", "submissions")
    assert said(done).startswith("7 learners, 21 results: 3 graded, 18 known")
    assert outcomes(tmp_path) == {
        **dict.fromkeys(("ada", "bob", "cyd"), ["solved"] * 3),
        **dict.fromkeys(("dan", "eve", "fay", "gus"), ["broken"] * 3),
    }
    status = said(cohort("status"))
    assert "dan: " in status and "neither a folder nor a sound zip or tar file" in status
    assert "eve: " in status and "no exercise of this course is in" in status
    assert "fay: " in status and "is a link" in status


def test_names_of_learners_are_texts_and_nothing_else(cohort, hand_in, tmp_path):
    names = ["Ada", "ada", "=1+1", "x'); DROP TABLE grade; --", "\x1b[2J", "a\nb", "::error::x"]
    for name in names:
        hand_in(name)
    raw = os.fsencode(tmp_path / "submissions") + b"/\xff"
    shutil.copytree(tmp_path / "submissions" / "ada", os.fsdecode(raw))
    (tmp_path / "submissions" / "notes\x1b[2J.txt").touch()
    done = cohort("grade", "submissions")
    assert said(done).startswith("8 learners, 24 results: 3 graded")
    assert "\x1b" not in done.stderr and "notes\\x1b[2J.txt is passed over" in done.stderr
    assert set(outcomes(tmp_path)) == {*names, "\\udcff"}
    assert "24 of 24" in said(cohort("status"))


def test_two_archives_of_one_name_are_told_apart(cohort, hand_in, tmp_path):
    hand_in("ada")
    for kind in ("zip", "tar"):
        shutil.make_archive(tmp_path / "submissions" / "ada", kind, tmp_path / "submissions/ada")
    said(cohort("grade", "submissions"))
    assert set(outcomes(tmp_path)) == {"ada", "ada.zip", "ada.tar"}


def test_a_folder_without_submissions_is_told_in_one_line(cohort, hand_in, tmp_path):
    broken_in_one_line(cohort("grade", "nowhere"), "nowhere is not there", "a folder a learner")
    (tmp_path / "empty").mkdir()
    broken_in_one_line(cohort("grade", "empty"), "empty holds no submissions")
    (tmp_path / "file").touch()
    broken_in_one_line(cohort("grade", "file"), "file is not a folder")
    broken_in_one_line(cohort("status"), "cohort.db is not there", "kata cohort grade")


def test_a_store_that_cannot_be_used_is_told_in_one_line(cohort, hand_in, tmp_path):
    hand_in("ada")
    said(cohort("grade", "submissions"))
    store = tmp_path / "cohort.db"
    with sqlite3.connect(store) as database:
        database.execute("PRAGMA user_version = 2")
    for words in (["grade", "submissions"], ["status"]):
        broken_in_one_line(cohort(*words), "was written by a newer version; upgrade")
    (tmp_path / "other.db").write_text("no database at all, but more than a header of one" * 9)
    broken_in_one_line(
        cohort("grade", "submissions", "--store", "other.db"), "not a database", "--store"
    )
    with sqlite3.connect(tmp_path / "another.db") as database:
        database.execute("CREATE TABLE mine (x)")
    broken_in_one_line(cohort("grade", "submissions", "--store", "another.db"), "another program's")
    broken_in_one_line(cohort("grade", "submissions", "--store", "a/b.db"), "a/b.db", "folder")


def test_a_full_disk_keeps_what_was_graded(cohort, hand_in, tmp_path, course):
    for number in range(8):
        hand_in(f"learner{number}", q1=f"# {number}\n" + course.one("1").reference.read_text())
    said(cohort("grade", "submissions", "--store", "whole.db"))
    with full_disk(room=120_000):
        done = cohort("grade", "submissions")
    broken_in_one_line(done, "cohort.db", "make room and run it again")
    assert said(cohort("grade", "submissions"))
    with Store(tmp_path / "whole.db") as whole, Store(tmp_path / "cohort.db") as store:
        assert [content(whole, each.name) for each in whole.learners()] == [
            content(store, each.name) for each in store.learners()
        ]


def content(store, learner):
    """All that is kept of a learner, but for the seconds that it took."""
    return [re.sub(r"seconds=[\d.e-]+", "", repr(each.result)) for each in store.grades(learner)]
