"""A cohort: many submissions, one store, nothing lost, nothing run that is known."""

import codecs
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import msgspec
import pytest

from grader import catalog
from grader.cohort import standing, times
from grader.cohort.plan import FILE, read_plan
from grader.cohort.records import pack
from grader.cohort.store import Store
from grader.install import install_line
from grader.results import Outcome, Report
from tests.support import edit, full_disk, run_as_nobody

ROOT = Path(__file__).parent.parent
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


def test_a_source_that_did_not_come_out_solved_is_run_for_each_learner(cohort, hand_in, tmp_path):
    wrong = "def double(number):\n    return number * 2\n"
    for name in ("ada", "bob"):
        hand_in(name, q1=wrong, q2="def echo(:\n", q3=None)
    done = said(cohort("grade", "submissions"))
    assert done == "2 learners, 6 results: 4 graded, 2 known without a run, 0 unchanged\n"
    edit(tmp_path / "submissions" / "ada" / "entry" / "q002_echo.py", "", "# more\n")
    done = said(cohort("grade", "submissions"))
    assert done == "2 learners, 6 results: 2 graded, 0 known without a run, 4 unchanged\n"
    assert outcomes(tmp_path)["bob"] == ["partial", "broken", "unsolved"]


def test_whoever_spoils_a_source_for_themselves_spoils_it_for_nobody_else(
    cohort, hand_in, tmp_path, course
):
    """As an exercise can, whose code comes to where the code of another one of theirs writes."""
    log = "../../calls.log"
    honest = (
        course.one("1")
        .reference.read_text(encoding="utf-8")
        .replace("    return", f"    open({log!r}, 'a').write('called')\n    return")
    )
    spoiler = f"import os\nif os.path.exists({log!r}):\n    os.unlink({log!r})\nos.mkdir({log!r})\n"
    hand_in("bob", q1=honest)
    said(cohort("grade", "submissions", "--store", "alone.db"))
    hand_in("adversary", q1=honest, q3=spoiler)
    for _ in range(2):
        said(cohort("grade", "submissions"))
        with Store(tmp_path / "alone.db") as alone, Store(tmp_path / "cohort.db") as together:
            assert content(together, "bob") == content(alone, "bob")


def test_what_is_not_solved_is_run_again_when_anything_beside_it_changes(cohort, hand_in):
    wrong = "def double(number):\n    return 4\n"
    hand_in("ada", q1=wrong, q3="total = 0\n")
    assert "3 graded" in said(cohort("grade", "submissions"))
    hand_in("ada", q1=wrong, q3="total = 1\n")
    assert "3 results: 2 graded, " in said(cohort("grade", "submissions"))


def test_what_lacked_a_package_is_run_again_once_that_is_installed(
    cohort, hand_in, tmp_path, course
):
    double = course.one("1").reference.read_text(encoding="utf-8")
    hand_in("ada", q1=f"import new_here\n{double}")
    assert "3 graded, 0 known without a run" in said(cohort("grade", "submissions"))
    assert outcomes(tmp_path)["ada"] == ["broken", "solved", "solved"]
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "new_here.py").touch()
    installed = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "packages")])}
    done = said(cohort("grade", "submissions", env=installed))
    assert "1 graded, 0 known without a run, 2 unchanged" in done
    done = said(cohort("grade", "submissions", env=installed))
    assert "0 graded, 0 known without a run, 3 unchanged" in done


def test_what_is_known_stays_so_when_others_are_chosen_too(cohort, hand_in, tmp_path):
    hand_in("ada", q1="def double(number):\n    return 4\n")
    plan(tmp_path, "exercises = [1, 3]\n")
    assert "2 results: 2 graded, " in said(cohort("grade", "submissions"))
    plan(tmp_path, "exercises = [1, 2, 3]\n")
    assert "3 results: 1 graded, " in said(cohort("grade", "submissions"))
    told = said(cohort("history", "ada"))
    plan(tmp_path, "exercises = [1, 2]\n")
    assert "2 results: 0 graded, " in said(cohort("grade", "submissions"))
    assert said(cohort("history", "ada")) == told


def test_who_is_named_is_graded_again_where_not_solved(cohort, hand_in, tmp_path):
    """As when the machine stood still for a while: what is kept then is no fault of the learner."""
    wrong = "def double(number):\n    return 4\n"
    for learner in ("ada", "bob"):
        hand_in(learner, q1=wrong)
    said(cohort("grade", "submissions"))
    before = outcomes(tmp_path)
    with Store(tmp_path / "cohort.db") as store:
        (result,) = (each.result for each in store.grades("ada") if each.result.number == 1)
    stuck = msgspec.structs.replace(result, outcome=Outcome.TIMEOUT, checks=(), points=0.0)
    with sqlite3.connect(tmp_path / "cohort.db") as database:
        values = (stuck.outcome, pack(stuck), "partial")
        database.execute("UPDATE result SET outcome = ?, record = ? WHERE outcome = ?", values)
    assert "6 unchanged" in said(cohort("grade", "submissions"))
    assert "6 unchanged" in said(cohort("regrade"))
    done = said(cohort("regrade", "ada"))
    assert "ada: q001_double was timeout and is partial\n" in done and "1 graded" in done
    assert outcomes(tmp_path) == before | {"bob": ["timeout", "solved", "solved"]}


def test_an_exercise_of_another_level_has_other_results(cohort, hand_in, tmp_path, folder):
    hand_in("ada")
    said(cohort("grade", "submissions", course=folder))
    for kind in ("exercises", "solutions"):
        for path in (folder / kind / "entry").glob("q001_*"):
            path.rename(folder / kind / "junior" / path.name)
    assert "1 graded" in said(cohort("grade", "submissions", course=folder))
    with Store(tmp_path / "cohort.db") as store:
        assert store.grades("ada")[0].result.max_points == 2


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
    learners = json.loads(said(cohort("report", "--format", "json")))["learners"]
    assert [each["learner"] for each in learners if each["report"] is None] == [
        *("dan", "eve", "fay", "gus"),
    ]
    assert sorted(path.name for path in tmp_path.glob("cohort.db*")) == [
        *("cohort.db", "cohort.db.lock"),
    ]
    for words in (
        "status",
        "export",
        *(f"report --format {name}" for name in ("text", "csv", "json")),
    ):
        assert str(tmp_path) not in said(cohort(*words.split())), words


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


def test_names_that_are_no_text_cost_nobody_anything(cohort, hand_in, tmp_path):
    ada = hand_in("ada", q1=None)
    for name in (b"\xfe1_double.py", b"\xff1_double.py"):
        (ada / "entry" / os.fsdecode(name)).write_text(f"x = {name}\n")
    (tmp_path / "submissions" / os.fsdecode(b"\xff")).mkdir()
    (tmp_path / "submissions" / os.fsdecode(b"\xfe.zip")).write_bytes(b"PK")
    said(cohort("grade", "submissions"))
    assert outcomes(tmp_path) == {
        "ada": ["broken", "solved", "solved"],
        **dict.fromkeys(("\\udcff", "\\udcfe"), ["broken"] * 3),
    }
    assert "\\udcff: no exercise of this course is in" in said(cohort("status"))
    for name in ("text", "csv", "json", "canvas", "moodle"):
        said(cohort("report", "--format", name))


def test_archives_of_every_kind_are_a_learners_work(cohort, hand_in, tmp_path):
    submissions = tmp_path / "submissions"
    shutil.make_archive(tmp_path / "packed", "zip", hand_in("ada"))
    shutil.make_archive(tmp_path / "packed", "tar", hand_in("ada"))
    shutil.move(tmp_path / "packed.zip", submissions / "bob")
    shutil.move(tmp_path / "packed.tar", submissions / "cyd v1.2")
    (submissions / "dan.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    (submissions / "eve.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    (submissions / "fay.tar.zst").write_bytes(b"(\xb5/\xfd")
    (submissions / "gus").write_bytes(b"Rar!\x1a\x07\x01\x00")
    (submissions / "hal.zip").symlink_to("bob")
    for name in ("notes", "grades.xlsx", "q001_double.py"):
        (submissions / name).write_bytes(b"PK\3\4"[: 4 if "xlsx" in name else 1])
    os.mkfifo(submissions / "pipe")
    done = cohort("grade", "submissions")
    assert done.stderr.count("passed over") == 4
    assert cohort("status").stderr == done.stderr
    assert outcomes(tmp_path) == {
        **dict.fromkeys(("ada", "bob", "cyd v1.2"), ["solved"] * 3),
        **dict.fromkeys(("dan", "eve", "fay", "gus", "hal"), ["broken"] * 3),
    }
    last = "5 learners could not be graded; `kata cohort status` says why"
    assert said(done).splitlines()[-1] == last
    assert "gus: " in said(cohort("status")) and "hal.zip is a link" in said(cohort("status"))


def test_downloads_of_moodle_and_canvas_are_read_or_told_what_they_lack(cohort, hand_in, tmp_path):
    ada = hand_in("ada")
    shutil.make_archive(tmp_path / "work", "zip", ada)
    shutil.rmtree(ada)
    moodle = tmp_path / "submissions" / "Ann Lee_123_assignsubmission_file"
    moodle.mkdir()
    shutil.move(tmp_path / "work.zip", moodle / "work.zip")
    set_time(moodle / "work.zip", NOVEMBER)
    said(cohort("grade", "submissions"))
    assert outcomes(tmp_path) == {moodle.name: ["solved"] * 3}
    assert said(cohort("history", moodle.name)).count("handed in 2026-11-01T12:00:00") == 3
    assert "3 unchanged" in said(cohort("regrade"))
    (tmp_path / "canvas").mkdir()
    (tmp_path / "canvas" / "annlee_123_4567_q001_double.py").touch()
    told = ("put each learner's into a folder", "kata run --submission")
    broken_in_one_line(cohort("grade", "canvas"), *told)


def test_what_grades_the_rest_can_be_pasted(cohort, hand_in, tmp_path):
    work = hand_in("ada")
    there = tmp_path / "what came in"
    (there / "ada").mkdir(parents=True)
    shutil.make_archive(there / "ada" / "work", "zip", work)
    (there / "bob_q001_double.py").write_text("x = 1\n")
    plan(tmp_path, "exercises = [1]\n")
    passed_over = cohort("grade", there).stderr
    assert passed_over.startswith("kata: bob_q001_double.py is passed over")
    plan(tmp_path, "")
    done = cohort("status")
    assert done.stderr == passed_over
    assert said(done).endswith("; run: kata cohort grade 'what came in'\n")


def test_what_may_be_one_learner_twice_is_told(cohort, hand_in, tmp_path):
    hand_in("ada")
    hand_in("bob")
    for kind in ("zip", "tar"):
        shutil.make_archive(tmp_path / "submissions" / "ada", kind, tmp_path / "submissions/ada")
    shutil.make_archive(tmp_path / "submissions" / "Bob", "zip", tmp_path / "submissions/bob")
    done = cohort("grade", "submissions")
    said(done)
    assert set(outcomes(tmp_path)) == {"ada", "ada.zip", "ada.tar", "bob", "Bob"}
    assert done.stderr.splitlines() == [
        "kata: Bob.zip counts as Bob, bob counts as bob; "
        "keep one where they are the same learner's",
        "kata: ada counts as ada, ada.tar counts as ada.tar, ada.zip counts as ada.zip; "
        "keep one where they are the same learner's",
    ]


def test_a_folder_without_submissions_is_told_in_one_line(cohort, hand_in, tmp_path):
    broken_in_one_line(cohort("grade", "nowhere"), "nowhere is not there", "a folder a learner")
    (tmp_path / "empty").mkdir()
    broken_in_one_line(cohort("grade", "empty"), "empty holds no submissions")
    (tmp_path / "file").touch()
    broken_in_one_line(cohort("grade", "file"), "file is not a folder")
    for words in (["status"], ["report", "--html", "pages"], ["regrade"], ["regrade", "ada"]):
        broken_in_one_line(cohort(*words), "cohort.db is not there", "kata cohort grade")
    assert not (tmp_path / "cohort.db").exists()
    with Store(tmp_path / "cohort.db", writing=True):
        pass  # as it is left by a grader that was killed at once
    for words in (["report"], ["report", "--html", "pages"]):
        broken_in_one_line(cohort(*words), "cohort.db is empty", "kata cohort grade")
    broken_in_one_line(cohort("report", "--plan", "typo.toml"), "typo.toml: it is not there")
    ada = hand_in("ada")
    (ada / "old.rar").touch()
    broken_in_one_line(cohort("grade", ada), "ada is one learner's submission", "lies in")


def test_a_store_that_cannot_be_used_is_told_in_one_line(cohort, hand_in, tmp_path):
    hand_in("ada")
    said(cohort("grade", "submissions", "--store", os.fsdecode(b"\xff ?#.db")))
    assert "1 learner, 3 exercises" in said(cohort("status", "--store", os.fsdecode(b"\xff ?#.db")))
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
    broken_in_one_line(cohort("status", "--store", "submissions"), "submissions is a folder")


@pytest.mark.parametrize("damage", ["result SET record = x'00'", "run SET about = x'ff'"])
def test_a_store_that_was_damaged_is_told_in_one_line(cohort, hand_in, tmp_path, damage):
    hand_in("ada")
    said(cohort("grade", "submissions"))
    with sqlite3.connect(tmp_path / "cohort.db") as database:
        database.execute(f"UPDATE {damage}")
    for words in (["report"], ["report", "--html", "pages"], ["export"], ["history", "ada"]):
        broken_in_one_line(cohort(*words), "cohort.db", "restore a copy of it")


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


def test_a_disk_that_is_full_while_unpacking_is_no_fault_of_the_learner(
    cohort, hand_in, tmp_path, course
):
    shutil.make_archive(tmp_path / "ada", "zip", hand_in("ada", q1="#" * 900_000 + "\nx = 1\n"))
    shutil.rmtree(tmp_path / "submissions" / "ada")
    shutil.move(tmp_path / "ada.zip", tmp_path / "submissions" / "ada.zip")
    with full_disk(room=800_000):
        done = cohort("grade", "submissions")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.endswith("ada.zip failed: File too large\n")
    assert said(cohort("grade", "submissions")).startswith("1 learner, 3 results: 3 graded")
    assert outcomes(tmp_path)["ada"] == ["unsolved", "solved", "solved"]


def test_the_graders_own_fault_is_told_and_tried_again(cohort, hand_in, tmp_path, folder):
    hand_in("ada")
    fault = tmp_path / "fault"
    fault.touch()
    edit(
        folder / "exercises" / "conftest.py",
        "",
        f"\n\nimport os\n\nif os.path.exists({str(fault)!r}):\n    os._exit(1)\n",
    )
    done = cohort("grade", "submissions", course=folder)
    assert done.returncode == 3
    assert done.stderr.startswith("kata: 3 could not be graded by the grader's fault")
    assert "3 error\nada: q001_double: the supervisor ended" in said(cohort("status"))
    fault.unlink()
    assert "3 graded" in said(cohort("grade", "submissions", course=folder))
    assert outcomes(tmp_path) == {"ada": ["solved"] * 3}


def content(store, learner):
    """All that is kept of a learner, but for the seconds that it took."""
    return [re.sub(r"seconds=[\d.e-]+", "", repr(each.result)) for each in store.grades(learner)]


# the plan


def plan(tmp_path, text):
    (tmp_path / "cohort.toml").write_text(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pass_mark = 101", "pass_mark"),
        ("pass_mark = nan", "pass_mark"),
        ("pass_mark = 0.8", "a pass mark of 0.8 is below 1 %; write 80"),
        ("pass_mark = 'half'", "pass_mark"),
        ("passmark = 50", "passmark"),
        ("levels = ['entri']", "did you mean entry"),
        ("levels = 'entry'", "levels"),
        ("exercises = [99]", "no exercise '99'"),
        ("deadline = 2026-12-01T10:00:00", "deadline"),
        ("deadline = 2026-12-01", "deadline"),
        ("feedback = 'all'", "feedback"),
        ("[weights]\nentry = -1", "weights"),
        ("[weights]\nentry = 0\njunior = 0", "weight 0"),
        ("[weights]\nentri = 1", "no level 'entri'; did you mean entry?"),
        ("[weights]\njunor = 1", "no level 'junor'; did you mean junior?"),
        ("[weights]\ndubble = 1", "no exercise 'dubble'"),
        (
            "[weights]\nentry = 2\npass_mark = 60",
            "pass_mark is no weight; write it above [weights]",
        ),
        ("[weights]\nentry = 2\nfeedback = 'full'", "feedback is no weight; write it above"),
        ("[names]\nada = 1", "names"),
        ("[names]\nada = 'A'\nbob = 'A'", "'ada' and 'bob' are both 'A'"),
        ("exercises = ['1-200']", "'1-200' goes beyond Q3, the last exercise"),
        ("[weights]\ndouble = 1\n1 = 2", "double and 1 are one exercise"),
        ("levels = [", "it is no TOML"),
        ("\0", "it is no TOML"),
    ],
)
def test_a_plan_that_makes_no_sense_is_told_in_one_line(cohort, hand_in, tmp_path, text, told):
    hand_in("ada")
    plan(tmp_path, text)
    done = cohort("grade", "submissions")
    broken_in_one_line(done, "cohort.toml: ", told)
    assert "; " in done.stderr or "did you mean" in done.stderr  # which says what to do
    assert not (tmp_path / "cohort.db").exists()


def test_a_plan_may_begin_with_a_mark_and_no_other_encoding(cohort, hand_in, tmp_path):
    hand_in("ada")
    text = "exercises = [1]\n"
    (tmp_path / "cohort.toml").write_text(text, encoding="utf-8-sig")
    assert said(cohort("grade", "submissions")).startswith("1 learner, 1 result:")
    (tmp_path / "cohort.toml").write_text(text, encoding="utf-16")
    broken_in_one_line(cohort("status"), "cohort.toml: it is not UTF-8 text; save it as UTF-8")


def test_a_name_for_nobody_is_told(cohort, hand_in, tmp_path):
    hand_in("ada")
    hand_in("norma")
    plan(tmp_path, "[names]\nada = 'Ada'\nnormla = 'Norma'\n\"\\u001b\" = 'x'\n")
    told = "kata: [names] has who is no learner here: 'normla' (did you mean 'norma'?), '\\x1b'\n"
    for words in (["grade", "submissions"], ["status"], ["report"]):
        done = cohort(*words)
        assert said(done) and done.stderr == told
    plan(tmp_path, "[names]\nno = 'x'\nadda = 'y'\n")
    told = "'no' (did you mean 'norma'?), 'adda' (did you mean 'ada'?)\n"
    assert cohort("status").stderr.endswith(told)


def test_the_plan_says_what_is_graded_and_how_it_counts(cohort, hand_in, tmp_path):
    hand_in("ada", q1=None)
    hand_in("bob", q3=None)
    plan(
        tmp_path,
        "exercises = [1, 'tally']\npass_mark = 75\n[weights]\njunior = 2\ndouble = 0.5\n"
        "[names]\nada = 'Ada Lovelace'\n",
    )
    assert said(cohort("grade", "submissions")).startswith("2 learners, 4 results")
    ada, bob = rows(said(cohort("report", "--format", "csv")))
    assert (ada["name"], ada["points"], ada["max_points"]) == ("Ada Lovelace", "4.0", "4.5")
    assert (ada["passed"], ada["percent"], ada["q003_tally"]) == ("yes", "88.8889", "4.0")
    assert (bob["name"], bob["points"], bob["passed"]) == ("bob", "0.5", "no")
    plan(tmp_path, "levels = ['entry']\n")  # needs no new run for those that it shares
    assert "2 graded, 0 known without a run, 2 unchanged" not in said(
        cohort("grade", "submissions")
    )
    assert "q002_echo" in rows(said(cohort("report", "--format", "csv")))[0]


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


# late work


def git(folder, *words, at="2026-11-01T12:00:00+00:00"):
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **who, **when}, check=True)


def set_time(path, moment):
    os.utime(path, (moment, moment))


NOVEMBER, DECEMBER = 1793534400, 1796126400
"""The first of November and of December 2026, 12:00 UTC."""


def test_work_is_late_by_the_time_of_its_file_its_archive_or_its_commit(
    cohort, hand_in, tmp_path, course
):
    ada, bob, cyd = (hand_in(name) for name in ("ada", "bob", "cyd"))
    for path in (tmp_path / "submissions").rglob("*.py"):
        set_time(path, NOVEMBER)
    set_time(ada / "entry" / "q001_double.py", DECEMBER)
    shutil.make_archive(tmp_path / "submissions" / "dan", "zip", ada)
    set_time(tmp_path / "submissions" / "dan.zip", DECEMBER)
    git(bob, "init", "--quiet")
    git(bob, "add", ".")
    git(bob, "commit", "--quiet", "-m", "in time")
    edit(bob / "entry" / "q002_echo.py", "", "# better\n")
    git(bob, "commit", "--quiet", "-a", "-m", "late", at="2026-12-01T12:00:00+00:00")
    edit(bob / "junior" / "q003_tally.py", "", "# in no commit\n")
    set_time(bob / "junior" / "q003_tally.py", DECEMBER)
    set_time(bob / "entry" / "q001_double.py", DECEMBER)  # fetched late, committed in time
    (cyd / "entry" / "q001_double.py").write_bytes(course.one("1").stub.read_bytes())
    plan(tmp_path, "deadline = 2026-11-20T00:00:00+01:00\n")
    said(cohort("grade", "submissions"))
    late = {mark["learner"]: mark["late"] for mark in report(cohort)["learners"]}
    assert late == {
        "ada": ["q001_double"],
        "bob": ["q002_echo", "q003_tally"],
        "cyd": [],  # a stub that was never touched is not late
        "dan": ["q001_double", "q002_echo", "q003_tally"],
    }
    set_time(cyd / "junior" / "q003_tally.py", DECEMBER)  # fetched once more, as it was
    edit(cyd / "entry" / "q002_echo.py", "", "# more\n")
    set_time(cyd / "entry" / "q002_echo.py", DECEMBER)
    said(cohort("grade", "submissions"))
    assert report(cohort)["learners"][2]["late"] == ["q002_echo"]


@pytest.mark.parametrize("branch", ["feature/issue#3", "ada+fix", "a=b@c", "übung"])
@pytest.mark.parametrize("kind", ["sha1", "sha256"])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "loose"])
def test_a_commit_has_its_time_whatever_its_branch_is_called(tmp_path, branch, kind, packed):
    git(tmp_path, "init", "--quiet", f"--object-format={kind}")
    git(tmp_path, "checkout", "--quiet", "-b", branch)
    file = tmp_path / "q001_double.py"
    file.write_text("x = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "x")
    if packed:
        git(tmp_path, "pack-refs", "--all")
    found = times.submitted(tmp_path, {"q001_double": file}, {"q001_double": b"x = 1\n"})
    assert found == {"q001_double": "2026-11-01T12:00:00+00:00"}


@pytest.mark.parametrize(
    "changed",
    [
        lambda stub: stub.replace(b"\n", b"\r\n"),
        lambda stub: codecs.BOM_UTF8 + stub,
        lambda stub: stub + b"\n\n",
    ],
    ids=["line ends of Windows", "mark", "blank lines"],
)
def test_a_stub_is_untouched_though_an_editor_saved_it(cohort, hand_in, tmp_path, course, changed):
    stubs = {f"q{each.number}": changed(each.stub.read_bytes()) for each in course.exercises}
    hand_in("ada", **stubs)
    plan(tmp_path, "deadline = 2026-11-20T00:00:00+01:00\n")
    assert "0 graded" in said(cohort("grade", "submissions"))
    (mark,) = report(cohort)["learners"]
    assert mark["late"] == []
    assert outcomes(tmp_path) == {"ada": ["unsolved"] * 3}


def test_an_earlier_time_that_is_found_later_holds(cohort, hand_in, tmp_path):
    ada = hand_in("ada")
    plan(tmp_path, "deadline = 2026-11-20T00:00:00+01:00\n")
    for moment, late in ((DECEMBER, 3), (NOVEMBER, 0), (DECEMBER, 0)):
        for path in ada.rglob("*.py"):
            set_time(path, moment)
        said(cohort("grade", "submissions"))
        assert len(report(cohort)["learners"][0]["late"]) == late


def test_a_file_that_cannot_be_read_is_told_with_its_reason(cohort, hand_in, tmp_path):
    ada = hand_in("ada", q1=b"# \xe9\n", q2=None)
    (ada / "entry" / "q2.py").write_text("x = 1\n")
    (ada / "entry" / "q02 (1).py").write_text("x = 2\n")
    said(cohort("grade", "submissions"))
    assert "not passed, Q1 is not UTF-8 text; save it as UTF-8, Q2 is in" in said(cohort("report"))
    history = said(cohort("history", "ada"))
    assert (
        "broken: it is not UTF-8 text" in history and "Q2 is in entry/q02 (1).py and in" in history
    )
    said(cohort("report", "--html", "pages"))
    page = (tmp_path / "pages" / "learners" / "1.html").read_text(encoding="utf-8")
    assert "Not handed in" not in page
    assert "it is not UTF-8 text" in page and "Q2 is in entry/q02 (1).py and in" in page


def test_weights_below_a_point_are_shares_of_the_whole(cohort, hand_in, tmp_path):
    hand_in("ada")
    plan(tmp_path, 'exercises = ["1"]\n[weights]\nentry = 0.25\n')
    said(cohort("grade", "submissions"))
    (mark,) = report(cohort)["learners"]
    assert (mark["report"]["points"], mark["report"]["percent"]) == (0.25, 100)


def test_the_settings_of_a_learners_repository_run_nothing(cohort, hand_in, tmp_path):
    ada = hand_in("ada")
    git(ada, "init", "--quiet")
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "-m", "x")
    hook = f"touch {tmp_path / 'reached'}"
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "gpg.program"):
        git(ada, "config", name, hook)
    git(ada, "config", "log.showSignature", "true")
    said(cohort("grade", "submissions"))
    handed_in = "handed in 2026-11-01T12:00:00+00:00"
    assert said(cohort("history", "ada")).count(handed_in) == 3
    assert not (tmp_path / "reached").exists()


def test_a_clone_that_was_not_fetched_whole_still_tells_times(cohort, hand_in, tmp_path):
    ada = hand_in("ada")
    git(ada, "init", "--quiet")
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "-m", "x")
    git(ada, "commit", "--quiet", "-m", "y", "--allow-empty")
    git(tmp_path, "clone", "--quiet", "--depth=1", ada.as_uri(), "shallow/ada")
    said(cohort("grade", "shallow"))
    assert said(cohort("history", "ada")).count("handed in 2026-11-01T12:00:00+00:00") == 3


@pytest.mark.parametrize("name", ["HEAD", "packed-refs", "shallow"])
def test_a_repository_made_to_be_waited_for_is_not_waited_for(cohort, hand_in, name):
    ada = hand_in("ada")
    git(ada, "init", "--quiet")
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "-m", "x")
    git(ada, "pack-refs", "--all")
    (ada / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(ada / ".git" / name)
    assert "3 graded" in said(cohort("grade", "submissions"))


# a store that cannot be written


def test_a_store_that_can_only_be_read_is_reported_on_and_not_written(open_folder, course):
    shutil.copytree(course.course / "solutions", open_folder / "submissions" / "ada")

    def run(*words):
        return run_as_nobody("cohort", *words, cwd=open_folder)

    assert said(run("grade", "submissions", *UNSANDBOXED)).startswith("1 learner, 3 results")
    (open_folder / "cohort.db").chmod(0o444)
    broken_in_one_line(run("grade", "submissions", *UNSANDBOXED), "cohort.db", "make it writable")
    for path in open_folder.glob("cohort.db-*"):
        path.unlink()
    open_folder.chmod(0o555)
    assert "ada " in said(run("report"))
    done = run("grade", "submissions", *UNSANDBOXED)
    open_folder.chmod(0o777)
    broken_in_one_line(done, "cohort.db")


# reports


def report(cohort):
    return json.loads(said(cohort("report", "--format", "json")))


def test_the_reports_are_what_their_readers_take(cohort, hand_in, tmp_path):
    hand_in("ada")
    hand_in("bob", q1="def double(number):\n    return number * 2\n", q3=None)
    said(cohort("grade", "submissions"))
    formats = [f"--format={name}={name}.out" for name in ("csv", "canvas", "moodle", "text")]
    found = json.loads(said(cohort("report", *formats, "--format", "json")))
    marks = {mark["learner"]: msgspec.convert(mark["report"], Report) for mark in found["learners"]}
    assert [(m.solved, m.passed) for m in marks.values()] == [(3, True), (1, False)]
    assert (tmp_path / "moodle.out").read_text() == (
        "username,Interview Katas\nada,100.0\nbob,33.33\n"
    )
    assert (tmp_path / "canvas.out").read_text() == (
        "Student,ID,SIS User ID,SIS Login ID,Section,Interview Katas\n"
        "    Points Possible,,,,,4.0\n"
        "ada,,,ada,,4.0\n"
        "bob,,,bob,,1.33\n"
    )
    ada, bob = rows((tmp_path / "csv.out").read_text())
    assert (ada["solved"], ada["exercises"], ada["passed"], ada["late"]) == ("3", "3", "yes", "0")
    assert (bob["q001_double"], bob["q002_echo"], bob["q003_tally"]) == ("0.333333", "1.0", "0.0")
    text = (tmp_path / "text.out").read_text()
    assert re.search(r"^bob +1/3 +1.33/4 +33.3  not passed, 1 not begun$", text, re.MULTILINE)


def test_a_gradebook_gets_no_points_of_whoever_could_not_be_graded(cohort, hand_in, tmp_path):
    hand_in("ada")
    (tmp_path / "submissions" / "bob.zip").write_bytes(b"PK\3\4 and no more")
    said(cohort("grade", "submissions"))
    for name, row in (("canvas", "bob,,,bob,,"), ("moodle", "bob,")):
        done = cohort("report", "--format", name)
        assert said(done).splitlines()[-1] == row
        assert done.stderr.startswith("kata: 1 learner could not be graded; `kata cohort status`")
    assert cohort("report", "--format", "csv").stderr == ""


def test_what_could_not_be_graded_is_no_mark_anywhere(cohort, hand_in, tmp_path):
    hand_in("ada")
    (tmp_path / "submissions" / "bob.zip").write_bytes(b"PK\3\4 and no more")
    said(cohort("grade", "submissions"))
    assert "3 solved, 3 not graded\n" in said(cohort("status"))
    assert re.search("^bob +– +– +–  not graded, .*bob.zip", said(cohort("report")), re.MULTILINE)
    ada, bob = rows(said(cohort("report", "--format", "csv")))
    assert "bob.zip" in bob["problem"] and bob["problem"] == bob["trouble"]
    filled = {name for name, value in bob.items() if value}
    assert filled == {*("learner", "name", "exercises", "max_points", "late"), "problem", "trouble"}
    assert ada["trouble"] == ""


def test_the_sheet_tells_apart_what_the_text_report_does(cohort, hand_in, course):
    stubs = {f"q{each.number}": each.stub.read_bytes() for each in course.exercises}
    hand_in("ada", q1="while True:\n    pass\n", q2="import os\nos._exit(3)\n", q3="def tally(:\n")
    hand_in("bob", **stubs)
    (hand_in("cyd", q1=None) / "other.py").write_text("x = 1\n")
    said(cohort("grade", "submissions"))
    found = rows(said(cohort("report", "--format", "csv")))
    told = ["1 broken, 1 timeout, 1 crashed", "nothing handed in", "1 not begun"]
    assert [row["trouble"] for row in found] == told
    assert [row["not_graded"] for row in found] == ["", "", "other.py"]
    text = said(cohort("report"))
    assert all(trouble in text for trouble in told)


def test_what_could_not_be_read_is_named_with_its_reason(cohort, hand_in, tmp_path):
    ada = hand_in("ada", q1=b"# \xff\n", q2=f"#{'x' * 1024**2}", q3="def tally(:\n")
    for name in ("one", "two"):
        (hand_in("bob", q1=None, q2=None) / name).mkdir()
        (tmp_path / "submissions/bob" / name / "q001_double.py").write_text(f"x = '{name}'\n")
    plan(tmp_path, "feedback = 'score'\n")
    said(cohort("grade", "submissions"))
    no_text, large = "Q1 is not UTF-8 text; save it as UTF-8", "Q2 is larger than 1024 KiB"
    twice = "Q1 is in one/q001_double.py and in two/q001_double.py; keep one"
    found = rows(said(cohort("report", "--format", "csv")))
    assert [row["trouble"] for row in found] == [
        f"{no_text}, {large}, 1 broken",
        f"1 not begun, {twice}",
    ]
    assert f"not passed, {no_text}, {large}, 1 broken\n" in said(cohort("report"))
    told = f"ada: {no_text}\nada: {large}\nbob: {twice}\n"
    assert told in said(cohort("status")) and "ada: Q3" not in said(cohort("status"))
    (ada / "entry" / "q001_double.py").unlink()
    said(cohort("grade", "submissions"))
    assert "UTF-8" not in said(cohort("status"))


def test_a_cohort_that_is_graded_in_part_says_so_wherever_marks_are_taken(
    cohort, hand_in, tmp_path
):
    hand_in("ada")
    plan(tmp_path, "exercises = [1]\n")
    said(cohort("grade", "submissions"))
    plan(tmp_path, "exercises = [1, 3]\n")
    with Store(tmp_path / "cohort.db", writing=True) as store:
        store.note_seen([("ada", tmp_path / "elsewhere"), ("bob", tmp_path / "submissions/bob")])
    told = "3 of 4 results are not graded yet; run: kata cohort grade submissions\n"
    assert told in said(cohort("status"))
    done = said(cohort("report"))
    assert done.endswith(f"\n{told}") and "not passed" not in done
    assert re.search("^ada +1/2 +1/3 +–  1 not graded yet$", done, re.MULTILINE)
    assert re.search("^bob +– +– +–  2 not graded yet$", done, re.MULTILINE)
    done = cohort("report", "--format", "csv")
    assert done.stderr == f"kata: {told}"
    ada, bob = rows(said(done))
    assert (ada["q001_double"], ada["q003_tally"], bob["q001_double"]) == ("1.0", "", "")
    assert (ada["passed"], ada["percent"]) == (bob["passed"], bob["percent"]) == ("", "")
    done = cohort("report", "--format", "json")
    assert done.stderr == f"kata: {told}"
    ada, bob = json.loads(said(done))["learners"]
    assert (ada["ungraded"], ada["report"]["interrupted"]) == (["q003_tally"], True)
    for name in ("canvas", "moodle"):
        broken_in_one_line(cohort("report", "--format", f"{name}=x.csv"), f"{name} needs", told)
        assert not (tmp_path / "x.csv").exists()
    said(cohort("report", "--html", "pages"))
    assert f"<strong>{told.strip()}</strong>" in (tmp_path / "pages" / "index.html").read_text()
    assert "Not graded yet." in (tmp_path / "pages" / "learners" / "2.html").read_text()
    hand_in("bob")
    said(cohort("grade", "submissions"))
    for words in (["status"], ["report"], ["report", "--format", "canvas"]):
        done = cohort(*words)
        assert "not graded yet" not in said(done) + done.stderr
    ada, bob = report(cohort)["learners"]
    assert (bob["ungraded"], bob["report"]["interrupted"]) == ([], False)


def test_what_counts_for_nobody_is_told_with_the_remedy(cohort, hand_in, tmp_path, folder):
    hand_in("ada")
    stubs = folder / "exercises" / "entry"
    for name in ("q001_double", "q002_echo"):
        edit(stubs / f"{name}.py", "Topics:", "Needs: no-such-package\nTopics:")
    done = said(cohort("grade", "submissions", course=folder))
    told = (
        "not counted: Q1, Q2 (2 results): no-such-package is not installed; run: "
        f"{install_line('all')}\n"
    )
    assert told in done
    assert told in said(cohort("status", course=folder))
    assert said(cohort("report", course=folder)).endswith(f"\n{told}")
    done = cohort("report", "--format", "canvas", course=folder)
    assert said(done) and done.stderr == f"kata: {told}"
    said(cohort("report", "--html", "pages", course=folder))
    assert "not counted: Q1, Q2 (2 results)" in (tmp_path / "pages" / "index.html").read_text()
    plan(tmp_path, "exercises = [1, 2]\n")
    assert "–  nothing counted\n" in said(cohort("report", course=folder))
    (ada,) = rows(said(cohort("report", "--format", "csv", course=folder)))
    assert (ada["percent"], ada["passed"]) == ("", "")
    assert said(cohort("report", "--format", "moodle", course=folder)).endswith("\nada,\n")


def test_what_one_line_installs_is_told_in_one_line(cohort, hand_in, tmp_path, folder, monkeypatch):
    hand_in("ada")
    for exercise in catalog.load(folder).exercises:
        edit(exercise.stub, "Topics:", f"Needs: no-such-{exercise.number}\nTopics:")
    told = f"(3 results): their packages are not installed; run: {install_line('all')}"
    done = said(cohort("grade", "submissions", course=folder))
    assert done.endswith(f"\nnot counted: Q1, Q2, Q3 {told}\n") and done.count("not counted") == 1
    monkeypatch.setattr(standing, "MOST_LISTED", 2)
    with Store(tmp_path / "cohort.db") as store:
        lines = [*standing.remarks(store, read_plan(FILE, catalog.load(folder)))]
    assert lines == [f"not counted: 3 exercises {told}"]


def test_where_no_exercise_is_found_it_is_told_what_there_is(cohort, hand_in, tmp_path):
    for name in ("q001_double.py.txt", "work/\x1b[2Jq.ipynb", "work/x.zip", "work/z.py", ".git/x"):
        file = tmp_path / "submissions" / "ada" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    shutil.make_archive(tmp_path / "submissions" / "bob", "zip", tmp_path / "submissions/ada/work")
    (tmp_path / "submissions" / "eve").mkdir()
    said(cohort("grade", "submissions"))
    ada, bob, eve = said(cohort("status")).splitlines()[3:]
    names = r"work/\x1b[2Jq.ipynb, work/x.zip"
    assert ada.endswith(f"; there is: q001_double.py.txt, {names} and more")
    assert bob.endswith(r"; there is: \x1b[2Jq.ipynb, x.zip, z.py")
    assert eve.endswith("files flat in a folder")


def test_files_that_are_no_exercises_are_told_wherever_somebody_looks(cohort, hand_in, tmp_path):
    ada = hand_in("ada")
    hand_in("bob")
    extra = [ada / "entry" / name for name in ("q001_double (1).py", "exercise<b>\x1b[2J.py")]
    for file in extra:
        file.write_text("pass\n")
    for number in range(150):
        (hand_in("eve") / f"{number:03}{'x' * 220}.py").write_text("pass\n")
    said(cohort("grade", "submissions"))
    assert "ada: not graded: entry/exercise<b>\\x1b[2J.py, entry/q001" in said(cohort("status"))
    ada, bob, eve = (line for line in said(cohort("report")).splitlines()[1:])
    assert "passed, not graded: entry/exercise<b>\\x1b[2J.py, entry/q001_double (1).py" in ada
    assert "not graded" not in bob and eve.endswith("… and more") and len(eve) < 400
    twice = "entry/q001_double (1).py (Q1 is there twice; entry/q001_double.py is graded)"
    assert f", {twice}\n" in said(cohort("status"))
    told = ["entry/exercise<b>\x1b[2J.py", twice]
    ada, bob, eve = (m["report"]["run"]["unrecognised"] for m in report(cohort)["learners"])
    assert (ada, bob, len(eve), eve[-1]) == (told, [], 101, "and 50 more")
    assert json.loads(said(cohort("export")).splitlines()[0])["run"]["unrecognised"] == told
    said(cohort("report", "--html", "pages"))
    page = (tmp_path / "pages" / "learners" / "1.html").read_text()
    assert f"entry/exercise&lt;b&gt;\\x1b[2J.py, {twice}" in page
    for file in extra:
        file.unlink()
    said(cohort("grade", "submissions"))
    assert "ada: not graded" not in said(cohort("status"))


def test_a_store_of_before_goes_on_working(cohort, hand_in, tmp_path):
    hand_in("ada")
    said(cohort("grade", "submissions"))
    with sqlite3.connect(tmp_path / "cohort.db") as database:
        database.execute("ALTER TABLE learner DROP COLUMN unrecognised")
    assert "3 of 3 results are kept" in said(cohort("status"))
    assert report(cohort)["learners"][0]["problem"] == ""
    (hand_in("ada") / "entry" / "mine.py").write_text("pass\n")
    said(cohort("grade", "submissions"))
    assert "ada: not graded: entry/mine.py" in said(cohort("status"))


def test_the_text_report_counts_what_ended_early(cohort, hand_in):
    hand_in("ada", q1="while True:\n    pass\n", q2="import os\nos._exit(3)\n", q3="def tally(:\n")
    said(cohort("grade", "submissions"))
    assert "not passed, 1 broken, 1 timeout, 1 crashed\n" in said(cohort("report"))


def test_an_unknown_format_is_told(cohort, hand_in, tmp_path):
    hand_in("ada")
    said(cohort("grade", "submissions"))
    broken_in_one_line(cohort("report", "--format", "junit"), "'junit'", "canvas, moodle")


@pytest.mark.parametrize("feedback", ["labels", "score"])
def test_the_plan_says_how_much_reports_tell(cohort, hand_in, tmp_path, feedback):
    hand_in("ada", q1="def double(number):\n    return 'secret'\n")
    plan(tmp_path, f"feedback = '{feedback}'\n")
    said(cohort("grade", "submissions"))
    done = said(cohort("report", "--format", "json"))
    assert "secret" not in done
    assert ("An integer is doubled." in done) == (feedback == "labels")


def test_what_a_learner_is_called_breaks_out_of_no_report(cohort, hand_in, tmp_path):
    names = ["=1+1", "+1", "@x", "\x1b[2J", "a\nb,c", '"quoted"', "::error::x", "\u202eevil"]
    for name in names:
        hand_in(name)
    plan(tmp_path, "[names]\n'@x' = \"=cmd|' /C calc'!A0\"\n")
    said(cohort("grade", "submissions"))
    for name in ("text", "csv", "json", "canvas", "moodle"):
        done = said(cohort("report", "--format", name))
        assert not re.search("[\x1b\u202e]|^::", done, re.MULTILINE)
        if name in ("csv", "canvas", "moodle"):
            cells = [each for row in csv.reader(io.StringIO(done)) for each in row]
            assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert len(said(cohort("report")).splitlines()) == 1 + len(names)
    assert {m["learner"] for m in report(cohort)["learners"]} == set(names)
    for line in said(cohort("export")).splitlines():
        assert json.loads(line)["learner"] in names


def test_no_name_makes_a_row_of_its_own(cohort, hand_in, tmp_path):
    hand_in("ada", q1=None)
    hand_in("zzz\nada")
    plan(tmp_path, '[names]\nada = "A\\nB"\n')
    said(cohort("grade", "submissions"))
    for name, column in (("csv", 0), ("canvas", 3), ("moodle", 0)):
        done = csv.reader(io.StringIO(said(cohort("report", "--format", name))))
        assert [row[column] for row in done][-2:] == ["ada", "zzz\nada"]


def test_history_tells_why_a_grade_changed(cohort, hand_in, folder):
    hand_in("ada", q1=None)
    said(cohort("grade", "submissions", course=folder))
    hand_in("ada", q1="def double(number):\n    return number * 2\n")
    said(cohort("grade", "submissions", course=folder))
    checks = folder / "exercises" / "entry" / "q001_double_test.py"
    edit(checks, "assert double(2) == 4", "assert double(2) == 5")
    done = said(cohort("regrade", "ada", course=folder))
    assert "1 learner, 3 results: 1 graded, 0 known without a run, 2 unchanged\n" in done
    done = said(cohort("history", "ada", course=folder)).splitlines()
    assert done[0] == "ada: submissions/ada"
    of_q1 = [line.split("  ")[2:5] for line in done if "q001_double" in line]
    assert [line[0] for line in of_q1] == ["unsolved", "partial", "partial"]
    assert of_q1[1][2].startswith("new work, handed in")
    assert of_q1[2][2].startswith("graded anew, handed in")
    broken_in_one_line(cohort("history", "adda"), "did you mean 'ada'?")


def test_regrading_tells_what_changed_and_keeps_what_is_gone(cohort, hand_in, tmp_path, folder):
    hand_in("ada")
    bob = hand_in("bob")
    said(cohort("grade", "submissions", course=folder))
    shutil.rmtree(bob)
    checks = folder / "exercises" / "entry" / "q001_double_test.py"
    edit(checks, "assert double(2) == 4", "assert double(2) == 5")
    done = cohort("regrade", course=folder)
    assert "bob keeps their results" in done.stderr
    assert said(done).splitlines()[0] == "ada: q001_double was solved and is partial"
    assert outcomes(tmp_path)["bob"] == ["solved"] * 3


def test_the_export_has_every_result_in_full(cohort, hand_in, tmp_path):
    hand_in("ada", q1="def double(number):\n    return 'wrong'\n")
    plan(tmp_path, "feedback = 'score'\n")
    said(cohort("grade", "submissions"))
    first, *others = map(json.loads, said(cohort("export")).splitlines())
    assert len(others) == 2
    assert first["result"]["outcome"] == "unsolved"
    assert "'wrong'" in first["result"]["checks"][0]["message"]


def test_pairs_that_are_alike_are_listed_with_the_passage(cohort, hand_in):
    pytest.importorskip("copydetect", reason="copydetect is not installed")
    body = "".join(f"    value_{n} = number * {n} + len(str(number))\n" for n in range(12))
    text = f"def double(number):\n{body}    return value_2\n"
    hand_in("ada", q1=text)
    hand_in("bob\x1b[31m", q1=text.replace("value", "x"))
    hand_in("eve", q1="def double(number):\n    return 2 * number\n")
    done = cohort("similar", "submissions")
    assert done.returncode == 0
    assert "1 pair is alike, of 3 learners" in done.stdout
    assert re.search(r"value_3 = number \* 3 .* \| +x_3 = number \* 3", done.stdout)
    assert "\x1b" not in done.stdout
