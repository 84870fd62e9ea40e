"""Whatever a person or a submission hands in: one clear line, the right exit code, nothing lost."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from grader import catalog, grading
from grader.grading import extra_with, grade
from grader.install import install_line
from grader.submission import MAX_BYTES, Submission
from tests.support import copy_course, make_workspace, run_as_nobody

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path, course):
    """A submission with all three references."""
    for exercise in course.exercises:
        path = tmp_path / "mine" / exercise.level / f"{exercise.name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(exercise.reference.read_bytes())
    return tmp_path / "mine"


@pytest.fixture
def graded(engine, course, folder):
    """A function that grades the folder: outcomes and first messages by module name."""

    def grade():
        results = grading.grade(engine, course.exercises, Submission(folder))
        return {r.name: (str(r.outcome), r.message) for r in results}

    return grade


def one_line(text):
    return text.count("\n") == 1 and "Traceback" not in text


def test_no_such_folder(kata):
    done = kata("run", "--submission", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kata: nowhere is not there; --submission takes a folder, zip or tar file\n"
    )


def test_a_file_for_a_folder(kata, tmp_path):
    (tmp_path / "file").write_text("")
    done = kata("run", "--submission", "file")
    assert (done.returncode, one_line(done.stderr)) == (2, True)


def test_no_such_exercise_has_suggestions(kata, folder):
    done = kata("run", "tallly", "--submission", folder)
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "did you mean tally" in done.stderr


@pytest.mark.parametrize("number", ["0", "4", "999", "4-9", "-1"])
def test_no_such_number(kata, folder, number):
    done = kata("run", "--submission", folder, "--", number)
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert repr(number) in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--level", "entri", "did you mean entry"),
        ("--topic", "decorator", "did you mean decorators"),
        ("--set", "iterations", "did you mean iteration"),
        ("--format", "xml", "there are: text, json"),
    ],
)
def test_no_such_level_topic_set_or_format(kata, folder, option, value, hint):
    done = kata("run", option, value, "--submission", folder)
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert hint in done.stderr


def test_no_workspace_here(kata):
    done = kata("run")
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "kata start DIR" in done.stderr


def test_no_course_there(kata, tmp_path):
    done = kata("--course", tmp_path, "list")
    assert (done.returncode, one_line(done.stderr)) == (2, True)


def make_directory(path):
    path.mkdir()


def make_huge(path):
    path.touch()
    os.truncate(path, 50 * 2**20)


def make_pipe(path):
    os.mkfifo(path)


def make_link_out(path):
    path.symlink_to(ROOT / "tests" / "course" / "solutions" / "entry" / "q001_double.py")


def make_loop(path):
    path.symlink_to(path)


def make_dangling(path):
    path.symlink_to("nothing.py")


@pytest.mark.parametrize(
    ("make", "outcome", "reason"),
    [
        (lambda path: path.write_bytes(b"# caf\xe9\n"), "broken", "it is not UTF-8 text"),
        (lambda path: path.write_bytes(b"x = 1\0"), "broken", "it holds null bytes"),
        (lambda path: path.write_bytes(b"# coding: nonsense\n"), "broken", "it is not UTF-8 text"),
        (make_huge, "broken", "it is larger than 1024 KiB"),
        (make_directory, "broken", "it is a folder, not a file"),
        (make_pipe, "broken", "it is not an ordinary file"),
        (make_link_out, "broken", "a link that leads out of the submission"),
        (make_loop, "broken", "it cannot be read"),
        (make_dangling, "broken", "it cannot be read"),
        (lambda path: None, "unsolved", "there is no such file"),
        (lambda path: path.write_bytes(b""), "unsolved", ""),
        (lambda path: path.write_bytes(b"(" * 5000), "broken", ""),
        (lambda path: path.write_bytes(b"def double(:\n"), "broken", "def double(:"),
    ],
)
def test_a_file_that_is_none_costs_only_its_own_exercise(graded, folder, make, outcome, reason):
    path = folder / "entry" / "q001_double.py"
    path.unlink()
    make(path)
    results = graded()
    assert results["q001_double"][0] == outcome
    assert reason in results["q001_double"][1]
    assert (results["q002_echo"][0], results["q003_tally"][0]) == ("solved", "solved")


def test_a_file_of_the_largest_size_is_read(graded, folder):
    path = folder / "entry" / "q001_double.py"
    source = path.read_bytes()
    path.write_bytes(source + b"#" * (MAX_BYTES - len(source)))
    assert graded()["q001_double"][0] == "solved"


def test_a_file_without_permission_is_broken(course):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "q001_double.py"
        path.write_text("")
        path.chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # root may read everything, so be nobody for a moment
        try:
            with pytest.raises(Exception, match="cannot be read: Permission denied"):
                Submission(folder).read(course.one("1"))
        finally:
            os.seteuid(user)


def test_an_encoding_that_is_declared_is_honoured(graded, folder):
    path = folder / "entry" / "q001_double.py"
    source = path.read_text(encoding="utf-8").replace("·", "-")
    path.write_bytes(f"# coding: latin-1\nNAME = '\xe9'\n{source}".encode("latin-1"))
    assert graded()["q001_double"][0] == "solved"


def test_windows_line_ends_and_a_byte_order_mark_are_fine(graded, folder):
    path = folder / "entry" / "q001_double.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert graded()["q001_double"][0] == "solved"


def test_files_may_lie_flat_or_as_in_a_clone(graded, folder):
    (folder / "entry" / "q001_double.py").rename(folder / "q001_double.py")
    (folder / "exercises" / "junior").mkdir(parents=True)
    (folder / "junior" / "q003_tally.py").rename(folder / "exercises" / "junior" / "q003_tally.py")
    assert {outcome for outcome, _ in graded().values()} == {"solved"}


def test_a_package_that_is_missing_is_not_counted(kata, tmp_path):
    """An exercise whose needs are not installed is shown, and left out of the sums."""
    folder = tmp_path / "course" / "exercises" / "entry"
    folder.mkdir(parents=True)
    (folder / "q001_rare.py").write_text(
        '"""Q1 · Rare: needs what nobody has.\n\nTopics: web\nNeeds: no-such-thing\n"""\n'
    )
    (folder / "q001_rare_test.py").write_text("def test_a():\n    assert False\n")
    done = kata("--course", tmp_path / "course", "run", "--submission", folder, "--format", "json")
    report = json.loads(done.stdout)
    assert [e["outcome"] for e in report["exercises"]] == ["unavailable"]
    assert "no-such-thing is not installed" in report["exercises"][0]["message"]
    assert (report["levels"], done.returncode) == ([], 1)


@pytest.mark.parametrize("content", [b"def double(:\n", b"\xff\n"])
@pytest.mark.parametrize("words", ["solution 1 --spoil", "mutants 1", "cohort similar submissions"])
def test_a_reference_that_cannot_be_read_is_told_in_a_line_by_all_that_read_it(
    kata, tmp_path, words, content
):
    needed = {"mutants": "cosmic_ray", "cohort": "copydetect"}
    for package in (package for word, package in needed.items() if word in words):
        pytest.importorskip(package)
    course = copy_course(tmp_path / "course")
    reference = course / "solutions" / "entry" / "q001_double.py"
    reference.write_bytes(content)
    for learner in ("ada", "bob"):
        (tmp_path / "submissions" / learner).mkdir(parents=True)
    kata("start", "mine", course=course)
    where = tmp_path if words.startswith("cohort") else tmp_path / "mine"
    done = kata(*words.split(), cwd=where, course=course)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kata: {reference}:1: cannot be read (")
    assert done.stderr.endswith("; mend or restore it\n") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("packages", "extra"),
    [
        (["numpy"], "data"),
        (["scikit-learn", "pandas"], "data"),
        (["Flask", "httpx"], "web"),
        (["numpy", "fastapi"], "data"),
        (["fastapi"], "web"),
        (["numpy", "flask"], "all"),
        (["no-such-thing"], "all"),
    ],
)
def test_the_extra_of_the_field_that_a_missing_package_belongs_to_is_named(packages, extra):
    assert extra_with(packages) == extra


@pytest.mark.parametrize(("extra", "numbers"), [("data", range(59, 79)), ("web", range(79, 99))])
def test_an_extra_brings_all_that_its_exercises_need(extra, numbers):
    required = map(Requirement, metadata("interview-katas").get_all("Requires-Dist"))
    brought = {r.name for r in required if not r.marker or r.marker.evaluate({"extra": extra})}
    exercises = [e for e in catalog.load().exercises if e.number in numbers]
    assert len(exercises) == 20
    assert {need for exercise in exercises for need in exercise.needs} <= brought


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        (None, "'interview-katas[data]'"),
        ("https://example.org/interview_katas.whl", "'interview-katas[data]'"),
        ("file:///my%20own/it", "-c '/my own/it/constraints.txt' -e '/my own/it[data]'"),
    ],
)
def test_what_is_missing_is_installed_as_the_project_itself_was(tmp_path, monkeypatch, noted, line):
    installed = tmp_path / "interview_katas-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: interview-katas\nVersion: 0.1.0\n"
    )
    if noted:
        about = (
            {"dir_info": {"editable": True}} if noted.startswith("file") else {"archive_info": {}}
        )
        (installed / "direct_url.json").write_text(json.dumps({"url": noted, **about}))
    monkeypatch.syspath_prepend(tmp_path)
    assert install_line("data") == f"python -m pip install {line}"


def test_no_other_place_makes_a_line_that_installs_an_extra():
    made = [
        p.name for p in (ROOT / "grader").rglob("*.py") if "pip install '" in p.read_text("utf-8")
    ]
    assert made == ["install.py"]


def test_closed_streams_do_no_harm(folder):
    command = f"'{sys.executable}' -m grader --course tests/course run --submission '{folder}'"
    for closing in (">&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f"{command} {closing}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_narrow_ascii_terminal_gets_what_it_can_show(kata, folder):
    (folder / "entry" / "q001_double.py").write_text(
        "def double(n):\n    raise ValueError('\u00e9\u2713')\n"
    )
    done = kata(
        "run", "1", "--submission", folder, env={"COLUMNS": "60", "PYTHONIOENCODING": "ascii"}
    )
    assert done.stdout.isascii()
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "\\xe9\\u2713" in done.stdout


def test_piped_output_has_neither_colour_nor_a_progress_bar(kata, folder):
    done = kata("run", "--submission", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


def test_hostile_output_reaches_no_terminal(kata, folder):
    (folder / "entry" / "q001_double.py").write_text(
        "def double(n):\n"
        "    print('\\x1b[2J\\x07\\u202e')\n"
        "    raise ValueError('\\x1b]0;t\\x07')\n"
    )
    done = kata("run", "1", "--submission", folder)
    assert "\\x1b[2J\\x07\\u202e" in done.stdout
    assert not set(done.stdout) & {"\x1b", "\x07", "\u202e"}


def test_what_is_missing_is_told_before_the_first_verdict(engine, course, tmp_path):
    shutil.copy(course.one("1").reference, tmp_path)
    results = [result.number for result in grade(engine, course.exercises, Submission(tmp_path))]
    assert sorted(results[:2]) == [2, 3]
    assert results[2:] == [1]


@pytest.fixture
def shut(tmp_path):
    """A function that shuts a folder to everybody, until the test is over."""
    folders = []

    def shut_folder(folder):
        folder.chmod(0)
        folders.append(folder)
        return folder

    yield shut_folder
    for folder in folders:
        folder.chmod(0o700)


def test_a_submission_into_which_nobody_may_look_is_told_in_a_line(open_folder, shut):
    theirs = open_folder / "theirs"
    (theirs / "entry").mkdir(parents=True)
    (theirs / "entry" / "q001_double.py").write_text("")
    shut(theirs)
    for path in (theirs, theirs / "entry.zip", theirs / "entry"):
        done = run_as_nobody("run", "--submission", path, "--sandbox", "off", cwd=open_folder)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_one_folder_without_permission_costs_its_own_exercises_alone(open_folder, shut, course):
    mine = make_workspace(open_folder / "mine", course)
    shut(mine.folder / "junior")
    done = run_as_nobody("run", "--sandbox", "off", "--format", "json", cwd=open_folder / "mine")
    came = {each["number"]: each["outcome"] for each in json.loads(done.stdout)["exercises"]}
    assert came == {1: "unsolved", 2: "unsolved", 3: "broken"}
    for words in (["list"], [], ["hint", "3"], ["reset", "3"], ["update"]):
        done = run_as_nobody(*words, cwd=open_folder / "mine")
        assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 1


def test_a_folder_without_permission_above_is_passed_by(open_folder):
    (open_folder / "above" / "here").mkdir(parents=True)
    before = "cd above/here && chmod 0 .. && "
    done = run_as_nobody("list", cwd=open_folder, before=before)
    (open_folder / "above").chmod(0o700)
    assert (done.returncode, done.stderr) == (0, "")
