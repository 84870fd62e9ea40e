"""A learner's folder: made, found again, brought up to date, and nothing of theirs ever lost."""

import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader import catalog
from grader.errors import KataError
from grader.practice import layout, status, workspace
from grader.practice.checking import note
from grader.practice.desk import Desk
from grader.practice.progress import Progress
from grader.practice.workspace import Workspace
from grader.results import ExerciseResult, Outcome
from grader.terminal import Screen
from tests.conftest import ROOT
from tests.support import COURSE, copy_course, full_disk, make_course, make_workspace


@pytest.fixture
def place(tmp_path, course):
    """A fresh workspace of the fixture course."""
    return make_workspace(tmp_path / "mine", course)


@pytest.fixture
def desk(place, course):
    """The desk of that workspace."""
    return Desk(course, place, Screen())


@pytest.fixture
def warnings():
    """A list that serves as `warn`: `place.progress.read(warnings.append)`."""
    return []


def result(name, outcome):
    """The result of an exercise, of which a workspace looks only at name and outcome."""
    return ExerciseResult(
        number=1,
        name=name,
        level="entry",
        title="",
        outcome=outcome,
        points=0,
        max_points=1,
        seconds=0,
        checks=(),
    )


def lay_out(folder, course):
    """Lay a course out in a folder; no warning may come."""
    return layout.lay_out(folder, course, pytest.fail)


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_new_workspace_holds_stubs_checks_fixtures_and_progress(tmp_path, course):
    place = Workspace(tmp_path / "deep" / "mine")
    assert len(lay_out(place.folder, course).new) == 3
    assert files(place.folder) == [
        ".gitignore",
        ".kata.json",
        "README.md",
        "conftest.py",
        "entry/q001_double.py",
        "entry/q001_double_test.py",
        "entry/q002_echo.py",
        "entry/q002_echo_test.py",
        "junior/q003_tally.py",
        "junior/q003_tally_test.py",
        "pytest.ini",
    ]
    for exercise in course.exercises:
        assert place.file(exercise).read_bytes() == exercise.stub.read_bytes()


def test_a_new_workspace_says_which_file_to_open(place):
    assert "entry/q001_double.py" in (place.folder / "README.md").read_text(encoding="utf-8")


def test_a_workspace_may_be_made_in_an_empty_folder(tmp_path, course):
    assert len(lay_out(tmp_path, course).new) == 3


HOSTILE = """
[pytest]
addopts = --import-mode=importlib --strict-markers -p no_such_plugin
testpaths = nowhere
python_files = nothing.py
"""


def run_pytest(*arguments, cwd):
    """What plain pytest says, warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=110,
    )
    return done.stdout


@pytest.mark.parametrize("parent", ["pytest.ini", "conftest.py", None])
@pytest.mark.parametrize(
    ("arguments", "inner", "expected"),
    [
        ([], ".", "8 failed, 7 passed, 4 errors"),
        (["entry"], ".", "6 failed, 7 passed"),
        ([], "entry", "6 failed, 7 passed"),
        (["entry/q001_double_test.py"], ".", "7 passed"),
        (["q001_double_test.py"], "entry", "7 passed"),
        (["--collect-only"], "junior", "6 tests collected"),
    ],
)
def test_plain_pytest_runs_the_checks(tmp_path, course, parent, arguments, inner, expected):
    if parent:
        text = HOSTILE if parent == "pytest.ini" else "raise OSError('not mine')"
        (tmp_path / parent).write_text(text)
    place = make_workspace(tmp_path / "mine", course)
    place.file(course.one("1")).write_bytes(course.one("1").reference.read_bytes())
    assert expected in run_pytest(*arguments, cwd=place.folder / inner)


def test_plain_pytest_skips_an_exercise_whose_packages_are_missing(tmp_path, course):
    place = make_workspace(tmp_path / "mine", course)
    shutil.copy(ROOT / "exercises" / "conftest.py", place.folder)
    stub = place.file(course.one("1"))
    stub.write_text(
        stub.read_text().replace("\nTopics:", "\nNeeds: no-such-package, pytest\nTopics:")
    )
    stub.with_name("q001_double_test.py").write_text("import no_such_package")
    said = run_pytest("-rs", cwd=place.folder)
    assert "not installed; run: pip install no-such-package\n" in said
    assert "8 failed, 1 skipped, 4 errors" in said


def test_plain_pytest_collects_the_exercises_of_the_course_itself():
    said = run_pytest("--collect-only", "--assert=plain", cwd=ROOT / "exercises")
    assert re.search(r"^=+ \d+ tests collected in", said, re.MULTILINE)
    # a case named after where an object lies has another name in each process of pytest-xdist
    assert re.findall("<Function .* at 0x.*", said) == []


def test_a_workspace_inside_the_course_is_none_of_its_business(tmp_path, course):
    folder = copy_course(tmp_path / "clone")
    subprocess.run(["git", "init", "-q", folder], check=True)
    make_workspace(folder / "mine", catalog.load(folder))
    said = subprocess.run(
        ["git", "status", "--short", "mine"], cwd=folder, capture_output=True, check=True
    )
    assert said.stdout == b""


def test_a_workspace_elsewhere_may_be_kept_in_git_without_what_is_left_behind(place, course):
    place.reset(course.one("1"))
    for text in ("one", "two"):
        place.file(course.one("1")).write_text(text)
        place.reset(course.one("1"))
    run_pytest("entry", cwd=place.folder)
    place.progress.path.with_name(".kata.json.unreadable").write_text("{")
    subprocess.run(["git", "init", "-q", place.folder], check=True)
    listed = ["git", "ls-files", "--others", "--exclude-standard"]
    kept = subprocess.run(listed, cwd=place.folder, capture_output=True, text=True, check=True)
    files = {f"{e.level}/{e.name}{end}.py" for e in course.exercises for end in ("", "_test")}
    shared = {".gitignore", ".kata.json", "README.md", "conftest.py", "pytest.ini"}
    assert set(kept.stdout.split()) == files | shared


def test_what_mypy_goes_by_comes_once_and_is_the_learners_then(tmp_path):
    course = catalog.load(copy_course(tmp_path / "course"))
    (course.course / "exercises" / "mypy.ini").write_text("[mypy]\n")
    place = make_workspace(tmp_path / "mine", course)
    file = place.folder / "mypy.ini"
    assert file.read_text() == "[mypy]\n"
    file.write_text("[mypy]\nstrict = True\n")
    lay_out(place.folder, course)
    assert file.read_text() == "[mypy]\nstrict = True\n"


def test_a_gitignore_that_is_there_stays(tmp_path, course):
    (tmp_path / ".gitignore").write_text("mine\n")
    make_workspace(tmp_path, course)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_workspace_in_any_checkout_does_not_dirty_it(tmp_path, course):
    """Also of another course than the one that is laid out."""
    for folder in ("exercises/entry", "solutions"):
        (tmp_path / folder).mkdir(parents=True)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    make_workspace(tmp_path / "mine", course)
    listed = ["git", "ls-files", "--others", "--exclude-standard"]
    assert subprocess.check_output(listed, cwd=tmp_path) == b""


@pytest.mark.parametrize("inner", ["new", "entry", "entry/new", "deeper/new"])
def test_a_workspace_inside_another_is_refused_and_the_other_named(place, course, inner, warnings):
    place.progress.path.unlink()  # as in a clone, where it is not kept
    (place.folder / "deeper").mkdir()
    with pytest.raises(KataError, match=f"inside the workspace {re.escape(str(place.folder))};"):
        layout.lay_out(place.folder / inner, course, warnings.append)
    assert not list(place.folder.rglob("new"))


@pytest.mark.parametrize(
    "names", [[".git/config", ".vscode/settings.json", ".DS_Store"], ["README.md", "LICENSE"]]
)
def test_what_editors_and_version_control_put_there_is_no_hindrance(tmp_path, course, names):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("theirs")
    assert len(lay_out(tmp_path, course).new) == 3
    assert [(tmp_path / name).read_text() for name in names] == ["theirs"] * len(names)


def test_a_start_that_broke_off_is_finished(place, course):
    place.progress.path.unlink()
    place.file(course.one("3")).unlink()
    assert lay_out(place.folder, course).new == [course.one("3")]
    assert place.progress.path.is_file()


@pytest.mark.parametrize("room", [0, 60])
def test_a_stub_of_which_a_full_disk_took_only_the_beginning_is_written_whole(
    tmp_path, course, room
):
    folder = tmp_path / "full"
    with full_disk(room), pytest.raises(KataError, match="cannot be written: "):
        lay_out(folder, course)
    (begun,) = folder.glob("*/q*.py")
    assert begun.stat().st_size == room
    assert lay_out(folder, course).new == list(course.exercises)
    for exercise in course.exercises:
        assert Workspace(folder).file(exercise).read_bytes() == exercise.stub.read_bytes()


@pytest.fixture
def newer(tmp_path):
    """A newer course: Q1 has another stub, Q2 other checks, Q3 is gone and another has its number.

    The fixture `place` was laid out from the older one.
    """
    folder = copy_course(tmp_path / "newer")
    for name in ("entry/q001_double.py", "entry/q002_echo_test.py"):
        with (folder / "exercises" / name).open("a", encoding="utf-8") as file:
            file.write("\n# newer\n")
    for path in folder.glob("exercises/junior/q003_*"):
        path.rename(path.with_name(path.name.replace("tally", "count")))
    return catalog.load(folder)


def test_what_was_never_touched_is_brought_up_to_date(place, newer):
    changes = lay_out(place.folder, newer)
    assert changes.updated == [newer.one("1")]
    assert changes.newer_checks == []
    assert place.file(newer.one("1")).read_bytes() == newer.one("1").stub.read_bytes()


def test_what_was_touched_is_left_alone_and_newer_checks_are_told(place, newer):
    for number in ("1", "2"):
        place.file(newer.one(number)).write_text("# my work\n", encoding="utf-8")
    changes = lay_out(place.folder, newer)
    assert (changes.updated, changes.newer_checks) == ([], [newer.one("2")])
    assert place.file(newer.one("1")).read_text() == "# my work\n"


def test_checks_that_were_changed_are_put_back_and_told(place, newer):
    lay_out(place.folder, newer)
    for number in ("1", "2"):
        exercise = newer.one(number)
        checks_file = place.file(exercise).with_name(exercise.checks_file.name)
        checks_file.write_text("# mine\n", encoding="utf-8")
    place.file(newer.one("2")).write_text("# my work\n", encoding="utf-8")
    changes = lay_out(place.folder, newer)
    assert changes.other_checks == [newer.one("1")]
    assert changes.newer_checks == [newer.one("2")]
    for number in ("1", "2"):
        exercise = newer.one(number)
        checks_file = place.file(exercise).with_name(exercise.checks_file.name)
        assert checks_file.read_bytes() == exercise.checks_file.read_bytes()


def test_what_has_another_name_now_is_told_and_left_where_it_is(place, newer):
    changes = lay_out(place.folder, newer)
    gone = Path("junior/q003_tally.py")
    assert changes.gone == {gone: newer.one("3")}
    assert changes.new == [newer.one("3")]
    assert (place.folder / gone).is_file()


def test_what_is_no_exercise_any_more_is_told(place, newer):
    fewer = catalog.Catalog(newer.exercises[:2], newer.course)
    assert lay_out(place.folder, fewer).gone == {Path("junior/q003_tally.py"): None}


def test_starting_again_keeps_edits(place, course):
    mine = place.file(course.one("1"))
    mine.write_text("# my work\n", encoding="utf-8")
    assert len(lay_out(place.folder, course).new) == 0
    assert mine.read_text(encoding="utf-8") == "# my work\n"


def test_starting_again_refreshes_the_checks(place, course):
    checks = place.folder / "entry" / "q001_double_test.py"
    checks.write_text("# spoilt\n", encoding="utf-8")
    lay_out(place.folder, course)
    assert checks.read_bytes() == course.one("1").checks_file.read_bytes()


def test_starting_again_keeps_the_progress(place, course, warnings):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    lay_out(place.folder, course)
    assert place.progress.read(warnings.append).solved == {"q001_double": "then"}


def test_starting_again_brings_new_and_deleted_exercises(tmp_path, place):
    folder = copy_course(tmp_path / "newer")
    newer = make_course(folder, {"mid/q004_new.py": "x = 1\n", "mid/q004_new_test.py": ""})
    place.file(newer.one("1")).unlink()
    assert len(lay_out(place.folder, newer).new) == 2
    assert place.file(newer.one("4")).is_file()


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path, course):
    (tmp_path / "letter.txt").write_text("dear reader")
    with pytest.raises(KataError, match="is not empty: it holds letter.txt; name a new folder"):
        lay_out(tmp_path, course)
    assert files(tmp_path) == ["letter.txt"]


def test_a_file_in_its_place_is_refused(tmp_path, course):
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(KataError, match="mine is a file; name a new folder"):
        lay_out(tmp_path / "mine", course)


def test_a_file_on_the_way_is_refused(tmp_path, course):
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(KataError, match="name a new folder|cannot be written"):
        lay_out(tmp_path / "mine" / "below", course)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path, course):
    with full_disk(), pytest.raises(KataError, match="mine cannot be written: "):
        lay_out(tmp_path / "mine", course)


@pytest.mark.parametrize("used", [False, True], ids=["new", "with progress"])
def test_the_course_itself_is_refused(tmp_path, used):
    course = make_course(copy_course(tmp_path / "course"), {})
    exercises = course.course / "exercises"
    if used:
        Workspace(exercises).progress.save(Progress())
    before = files(exercises)
    with pytest.raises(KataError, match="is not empty|is the course itself; name another folder"):
        lay_out(exercises, course)
    assert files(exercises) == before


def test_a_workspace_is_found_from_any_folder_in_it(place):
    deep = place.folder / "entry" / "notes"
    deep.mkdir()
    for start in (place.folder, place.folder / "entry", deep):
        assert workspace.locate(start) == place


def test_a_workspace_is_found_without_its_progress_file(place):
    place.progress.path.unlink()
    assert workspace.locate(place.folder / "entry") == place


def test_a_workspace_is_found_by_its_progress_file_alone(tmp_path):
    Workspace(tmp_path).progress.save(Progress())
    assert workspace.locate(tmp_path) == Workspace(tmp_path)


@pytest.mark.parametrize("start", ["", "exercises", "exercises/entry"])
def test_a_checkout_is_a_workspace_as_it_stands(start):
    assert workspace.locate(COURSE / start) == Workspace(COURSE / "exercises")


def test_where_there_is_no_workspace_the_remedy_is_named(tmp_path):
    with pytest.raises(KataError, match="make a workspace with `kata start DIR`"):
        workspace.locate(tmp_path)


def test_progress_comes_back_as_it_was_saved(place, warnings):
    progress = Progress(solved={"q001_double": "then"}, hints={"q002_echo/test_x": 2})
    place.progress.save(progress)
    assert place.progress.read(warnings.append) == progress
    assert warnings == []


def test_no_progress_file_is_no_progress(tmp_path, warnings):
    assert Workspace(tmp_path).progress.read(warnings.append) == Progress()
    assert warnings == []


def test_a_failed_write_leaves_the_old_progress_and_no_litter(place, warnings):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    before = files(place.folder)
    with full_disk(), pytest.raises(KataError, match="progress is not kept"):
        place.progress.save(Progress(solved={"q002_echo": "now"}))
    assert place.progress.read(warnings.append).solved == {"q001_double": "then"}
    assert files(place.folder) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1, "solved": ["q001_double"]}', b"\0" * 100],
    ids=["empty", "cut off", "a list", "not UTF-8", "another shape", "null bytes"],
)
def test_a_progress_file_that_makes_no_sense_is_set_aside(place, warnings, content):
    place.progress.path.write_bytes(content)
    assert place.progress.read(warnings.append) == Progress()
    (said,) = warnings
    assert "made no sense and was set aside as .kata.json.unreadable" in said
    assert (place.folder / ".kata.json.unreadable").read_bytes() == content


def test_a_second_file_that_makes_no_sense_does_not_replace_the_first(place, warnings):
    for content in ("first {", "second {"):
        place.progress.path.write_text(content)
        place.progress.read(warnings.append)
    kept = {path.read_text() for path in place.folder.glob(".kata.json*")}
    assert {"first {", "second {"} <= kept


def test_a_folder_in_place_of_the_progress_file_is_set_aside(place, warnings):
    place.progress.path.unlink()
    place.progress.path.mkdir()
    assert place.progress.read(warnings.append) == Progress()
    assert len(warnings) == 1


def test_a_link_to_itself_in_place_of_the_progress_file_is_set_aside(place, warnings):
    place.progress.path.unlink()
    place.progress.path.symlink_to(place.progress.path)
    assert place.progress.read(warnings.append) == Progress()
    assert len(warnings) == 1


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a file that fails to read")
def test_a_progress_file_on_a_drive_that_fails_is_left_alone(place, warnings):
    place.progress.path.unlink()
    place.progress.path.symlink_to("/proc/self/mem")  # whose first page is never there
    with pytest.raises(KataError, match=r"cannot be read \(Input/output error\); it has your prog"):
        place.progress.read(warnings.append)
    assert place.progress.path.is_symlink() and warnings == []


@pytest.mark.parametrize(
    "content",
    ['{"format": 2, "solved": {}, "hints": {}}', '{"format": 2, "solved": ["q001_double"]}'],
    ids=["same shape", "another shape"],
)
def test_the_progress_of_a_newer_version_is_refused_and_left_alone(place, warnings, content):
    place.progress.path.write_text(content)
    with pytest.raises(KataError, match="written by a newer version; upgrade interview-katas"):
        place.progress.read(warnings.append)
    assert place.progress.path.read_text() == content


def test_unknown_fields_of_the_progress_file_are_no_error(place, warnings):
    place.progress.path.write_text('{"format": 1, "solved": {"q001_double": "then"}, "more": 1}')
    assert place.progress.read(warnings.append).solved == {"q001_double": "then"}
    assert warnings == []


def test_a_solved_exercise_is_noted_with_the_time(desk, place, warnings):
    note(desk, [result("q001_double", Outcome.SOLVED)])
    saved = json.loads(place.progress.path.read_text())
    assert saved["format"] == 1
    assert saved["solved"]["q001_double"].endswith("+00:00")


def test_an_exercise_keeps_the_time_when_it_was_first_solved(desk, place, warnings):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    note(desk, [result("q001_double", Outcome.SOLVED)])
    assert place.progress.read(warnings.append).solved == {"q001_double": "then"}


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.SOLVED}))
def test_what_was_solved_stays_so_whatever_comes_of_it_later(desk, place, outcome):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    note(desk, [result("q001_double", outcome)])
    assert desk.progress().solved == {"q001_double": "then"}


def test_hints_survive_a_record(desk, place, warnings):
    place.progress.save(Progress(hints={"q001_double/test_doubles": 2}))
    note(desk, [result("q001_double", Outcome.SOLVED)])
    assert place.progress.read(warnings.append).hints == {"q001_double/test_doubles": 2}


def test_progress_that_did_not_change_is_not_written(desk, capsys):
    with full_disk():
        note(desk, [result("q001_double", Outcome.UNSOLVED)])
    assert capsys.readouterr().err == ""


def test_progress_that_cannot_be_written_is_a_warning(desk, capsys):
    with full_disk():
        note(desk, [result("q001_double", Outcome.SOLVED)])
    assert capsys.readouterr().err.startswith("kata: progress is not kept: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_root_leaves_the_progress_to_its_owner(desk, place):
    os.chown(place.folder, 1234, 5678)
    place.progress.path.unlink()
    for _ in range(2):
        with desk.changing() as progress:
            progress.note_solved([f"q{len(progress.solved)}"])
        status = place.progress.path.stat()
        assert (status.st_uid, status.st_gid) == (1234, 5678)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_root_leaves_what_it_writes_to_the_owner(place, course):
    shutil.rmtree(place.folder / "junior")
    (place.folder / "pytest.ini").unlink()
    os.chown(place.folder, 1234, 5678)
    os.chown(place.folder / "entry", 1234, 5678)
    place.reset(course.one("1"))
    layout.lay_out(place.folder, course, pytest.fail, "github")
    made = ["entry/q001_double.py", "junior", "junior/q003_tally_test.py", "pytest.ini", ".github"]
    owners = {name: (place.folder / name).stat().st_uid for name in made}
    assert owners == dict.fromkeys(made, 1234)


def test_the_progress_file_keeps_its_mode(desk, place):
    place.progress.path.chmod(0o664)
    note(desk, [result("q001_double", Outcome.SOLVED)])
    assert stat.S_IMODE(place.progress.path.stat().st_mode) == 0o664


def test_progress_that_may_not_be_read_is_neither_lost_nor_set_aside(
    desk, place, monkeypatch, capsys
):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    before = place.progress.path.read_bytes()

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)  # root may read everything
        note(desk, [result("q002_echo", Outcome.SOLVED)])
    assert "cannot be read (Permission denied)" in capsys.readouterr().err
    assert place.progress.path.read_bytes() == before
    assert not list(place.folder.glob("*.unreadable"))


def test_several_at_once_undo_nothing_of_each_other(place):
    names = [f"q{number:03}_x" for number in range(12)]
    code = (
        "import sys; from pathlib import Path; from grader.practice.progress import ProgressFile\n"
        "for name in sys.argv[2:]:\n"
        "    with ProgressFile(Path(sys.argv[1])).changing(print) as progress:\n"
        "        progress.note_solved([name])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, place.progress.path, *names[start::3]],
                         cwd=ROOT)
        for start in range(3)
    ]  # fmt: skip
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert sorted(place.progress.read(pytest.fail).solved) == names


def test_names_that_are_no_exercises_count_for_nothing(desk, place):
    solved = dict.fromkeys(["q001_double", "q999_gone", "nonsense"], "then")
    place.progress.save(Progress(solved=solved))
    lines = status.overview(desk)
    assert [line.split(maxsplit=2)[2] for line in lines[:2]] == ["1 of 2 solved", "0 of 1 solved"]


def test_reset_puts_the_stub_back_and_keeps_the_learners_version(place, course):
    double = course.one("1")
    place.file(double).write_text("# my work\n", encoding="utf-8")
    kept = place.reset(double)
    assert place.file(double).read_bytes() == double.stub.read_bytes()
    assert kept.parent == place.file(double).parent
    assert kept.read_text(encoding="utf-8") == "# my work\n"


def test_a_reset_on_a_full_disk_leaves_the_learners_file_as_it_is(place, course):
    double = course.one("1")
    place.file(double).write_text("# my work\n", encoding="utf-8")
    before = sorted(place.file(double).parent.iterdir())
    with full_disk(), pytest.raises(KataError, match="q001_double.py cannot be written: "):
        place.reset(double)
    assert place.file(double).read_text(encoding="utf-8") == "# my work\n"
    assert sorted(place.file(double).parent.iterdir()) == before


def test_resetting_twice_keeps_the_learners_version(place, course):
    double = course.one("1")
    place.file(double).write_text("# my work\n", encoding="utf-8")
    place.reset(double)
    place.reset(double)
    kept = [path.read_text(encoding="utf-8") for path in place.file(double).parent.iterdir()]
    assert "# my work\n" in kept


def test_what_reset_keeps_is_neither_an_exercise_nor_a_check(place, course):
    place.file(course.one("1")).write_text("mine")
    assert place.reset(course.one("1")).suffix == ".bak"


def test_a_stub_that_is_as_it_was_needs_no_keeping(place, course):
    assert place.reset(course.one("1")) is None


@pytest.mark.parametrize("gone", ["q001_double.py", ""], ids=["the file", "the whole level"])
def test_reset_brings_back_what_was_deleted(place, course, gone):
    double = course.one("1")
    level = place.file(double).parent
    for path in level.glob(gone or "*"):
        path.unlink()
    if not gone:
        level.rmdir()
    place.reset(double)
    assert place.file(double).read_bytes() == double.stub.read_bytes()


def test_reset_in_the_course_itself_is_refused(tmp_path):
    course = make_course(copy_course(tmp_path / "course"), {})
    before = course.one("1").stub.read_bytes()
    with pytest.raises(KataError, match="this course's own stub; put it back with: git checkout"):
        Workspace(course.course / "exercises").reset(course.one("1"))
    assert course.one("1").stub.read_bytes() == before


def test_the_progress_file_is_plain_json_of_format_1(place):
    place.progress.save(
        Progress(solved={"q001_double": "then"}, hints={"q001_double/test_doubles": 1})
    )
    assert msgspec.json.decode(place.progress.path.read_bytes()) == {
        "format": 1,
        "solved": {"q001_double": "then"},
        "hints": {"q001_double/test_doubles": 1},
        "stubs": {},
    }
