"""The command as people run it: what each subcommand prints, keeps and exits with."""

import contextlib
import errno
import importlib.metadata
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.authoring.gates import GATES
from grader.cli import COMMANDS, INSTEAD
from grader.cli import kata as command
from grader.errors import KataError
from grader.install import install_line
from grader.practice import hints
from grader.practice.desk import Desk
from grader.practice.progress import Progress
from grader.results import json_schema
from grader.terminal import Screen
from tests.support import (
    COURSE,
    SignOfLife,
    Terminal,
    copy_course,
    edit,
    full_disk,
    heed_signals,
    make_course,
    make_workspace,
    solution,
)

ROOT = COURSE.parent.parent


@pytest.fixture
def mine(tmp_path, course):
    """A fresh workspace."""
    return make_workspace(tmp_path / "mine", course)


@pytest.fixture
def submission(tmp_path, course):
    """A folder with three answers: Q1 solved, Q2 with a known mistake, Q3 still the stub."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    double, echo, tally = course.exercises
    (folder / "q001_double.py").write_text(solution(double), encoding="utf-8")
    (folder / "q002_echo.py").write_text(solution(echo, "    return times\n", ""), encoding="utf-8")
    (folder / "q003_tally.py").write_bytes(tally.stub.read_bytes())
    return folder


@pytest.fixture(scope="module")
def halfway(tmp_path_factory, course):
    """A workspace, only to be read, whose progress says that Q1 is solved."""
    place = make_workspace(tmp_path_factory.mktemp("halfway") / "mine", course)
    place.progress.save(Progress(solved={"q001_double": "2025-01-01T00:00:00+00:00"}))
    return place.folder


@pytest.fixture
def terminal(request):
    """A function that runs the command in a terminal: `terminal("list", cwd=folder)`."""

    def open_terminal(*arguments, cwd, **env):
        opened = Terminal(*arguments, cwd=cwd, **env)
        request.addfinalizer(opened.close)
        return opened

    return open_terminal


@pytest.fixture
def inline(monkeypatch, tmp_path):
    """A function that runs the command in this process, where a process is not the point.

    It gives what `kata` gives; what goes wrong shows as an exception.
    """
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments, cwd=tmp_path):
        monkeypatch.chdir(cwd)
        done = CliRunner().invoke(command, ["--course", str(COURSE), *map(str, arguments)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run


def solve(place, exercise, find="", put=""):
    place.file(exercise).write_text(solution(exercise, find, put), encoding="utf-8")


def saved(place):
    return json.loads(place.progress.path.read_text(encoding="utf-8"))


def numbers(text):
    """The exercises that the lines of `kata list` name."""
    return [line.split()[0] for line in text.splitlines() if line.startswith("Q")]


def assert_refused(done, *said):
    """A call that a person has to mend: exit code 2, one line on standard error."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kata: ") and done.stderr.count("\n") == 1
    for text in said:
        assert text in done.stderr


@pytest.mark.parametrize("start", ["from grader.cli import main", "import grader.__main__"])
def test_where_it_cannot_work_it_says_so_in_a_line(start):
    windows = "import sys; sys.platform = 'win32'; sys.modules['fcntl'] = None"
    done = subprocess.run(
        [sys.executable, "-c", f"{windows}; {start}"],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
    )
    said = "kata: it needs Linux or macOS; on Windows, install and run it inside WSL\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


# kata


def test_kata_alone_says_where_you_stand_and_what_is_next(kata, halfway):
    done = kata(cwd=halfway)
    assert (done.returncode, done.stderr) == (0, "")
    entry, junior, *rest = done.stdout.splitlines()
    assert entry.startswith("entry ") and entry.endswith(" 1 of 2 solved")
    assert junior.startswith("junior ") and junior.endswith(" 0 of 1 solved")
    assert rest == [
        "",
        "Next: Q2 · Echo: say a line again",
        "Edit entry/q002_echo.py, then: kata run 2",
    ]


def test_in_the_courses_own_folder_kata_alone_says_so(inline, mine):
    said = inline(cwd=COURSE).stdout
    assert said.startswith("This is the course's own folder; `kata start DIR` makes a workspace of")
    assert "own folder" not in inline(cwd=mine.folder).stdout


def test_kata_alone_names_the_file_that_would_be_graded(inline, mine, course):
    file = mine.file(course.one("1"))
    file.rename(file.with_name("q001_mine.py"))
    said = inline(cwd=mine.folder).stdout
    assert "Edit entry/q001_mine.py, then: kata run 1\n" in said
    assert "\nentry/q001_mine.py" in inline("run", "1", cwd=mine.folder).stdout


def test_kata_alone_says_when_everything_is_solved(inline, mine, course):
    mine.progress.save(Progress(solved={exercise.name: "then" for exercise in course.exercises}))
    assert inline(cwd=mine.folder).stdout.splitlines()[-1] == "Everything is solved."


def test_kata_alone_outside_a_workspace_says_how_to_make_one(kata):
    assert_refused(kata(), "kata start DIR")


def test_progress_that_makes_no_sense_is_a_warning(kata, mine):
    mine.progress.path.write_text("{")
    done = kata(cwd=mine.folder)
    assert done.returncode == 0
    assert "0 of 2 solved" in done.stdout
    assert "set aside as .kata.json.unreadable" in done.stderr


def test_progress_of_a_newer_version_is_refused(kata, mine):
    mine.progress.path.write_text('{"format": 2}')
    assert_refused(kata(cwd=mine.folder), "upgrade interview-katas")


# kata list


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["Q1", "Q2", "Q3"]),
        (["2"], ["Q2"]),
        (["3", "1"], ["Q1", "Q3"]),
        (["q001_double"], ["Q1"]),
        (["DOUBLE"], ["Q1"]),
        (["line"], ["Q2"]),
        (["number", "1"], ["Q1"]),
        (["functions", "twice"], ["Q1"]),
        (["2-3"], ["Q2", "Q3"]),
        (["--level", "entry"], ["Q1", "Q2"]),
        (["--level", "entry", "--level", "junior"], ["Q1", "Q2", "Q3"]),
        (["--topic", "exceptions"], ["Q3"]),
        (["--set", "functions"], ["Q1", "Q2"]),
        (["--set", "functions", "2-3"], ["Q2"]),
        (["--status", "solved"], ["Q1"]),
        (["--status", "open"], ["Q2", "Q3"]),
        (["--status", "open", "--level", "entry"], ["Q2"]),
        (["--status", "solved", "3"], []),
    ],
    ids=" ".join,
)
def test_list_filters(inline, halfway, arguments, expected):
    done = inline("list", *arguments, cwd=halfway)
    assert (done.returncode, done.stderr) == (0, "")
    assert numbers(done.stdout) == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["twice", "classes"], "'twice' and 'classes' occur, but not together in one exercise\n"),
        (["3", "twice"], "'3' and 'twice' occur, but not together in one exercise\n"),
        (["twice", "--level", "junior"], "no exercise is all of that; `kata list` shows"),
        (["twice", "zzzzzz"], "no exercise has 'zzzzzz' in it\n"),
        (
            ["classes", "excptions"],
            "no exercise has 'excptions' in it (did you mean exceptions?)\n",
        ),
        (["excptions"], "no exercise has 'excptions' in it (did you mean exceptions"),
        (["--topic"], "name a topic: syntax, "),
        (["--set"], "name a set: fundamentals, "),
        (["--level"], "name a level: entry, junior, mid, senior, expert"),
        (["--status"], "name a status: open, solved"),
        (["--status", "sovled"], "no status 'sovled' (did you mean solved?)"),
    ],
)
def test_list_says_what_there_is(kata, arguments, said):
    assert_refused(kata("list", *arguments), said)


def test_the_name_of_a_level_is_a_word_like_others_where_it_is_not_alone(kata):
    assert_refused(kata("list", "entry", "number"), "no exercise has")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "entry"], "'entry' is a level; say --level entry"),
        (["run", "Entry"], "'Entry' is a level; say --level entry"),
        (["run", "functions"], "'functions' is a topic; say --topic functions"),
        (["list", "Entry"], "'entry' is a level; say --level entry"),
        (["run", "1,2"], "no exercise '1,2'; separate them with blanks\n"),
        (["reset", "1,", "2"], "no exercise '1,'; separate them with blanks\n"),
        (["show", "1-2"], "1-2 are 2 exercises; name one"),
        *(
            ([*words.split(), "functions"], "`kata list --topic functions` shows")
            for words in ("show", "hint", "solution", "reset", "reset 1")
        ),
        (["reset", "entry"], "'entry' is a level; name one of its exercises, which `kata list --l"),
    ],
)
def test_a_selection_that_is_meant_otherwise_is_told(kata, mine, arguments, said):
    assert_refused(kata(*arguments, cwd=mine.folder), said)


def test_reset_takes_several(kata, mine, course):
    for exercise in course.exercises:
        mine.file(exercise).write_text("# my work\n")
    done = kata("reset", "1-2", "q003_tally", cwd=mine.folder)
    assert done.stdout.count("starts afresh") == 3
    assert all(mine.file(e).read_bytes() == e.stub.read_bytes() for e in course.exercises)


def test_update_tells_what_has_changed(inline, mine, course):
    mine.file(course.one("2")).unlink()
    (mine.folder / "entry" / "q009_gone.py").write_text("")
    done = inline("update", cwd=mine.folder / "entry")
    assert done.stdout.splitlines() == [
        "new: Q2",
        "entry/q009_gone.py is no exercise any more; your file is left where it is",
        f"{mine.folder} is up to date; what you have written was left as it is",
    ]


def test_recursion_without_end_shows_its_line_once(kata, mine, course):
    source = (
        "def double(n):\n    return double(n)\n\n\ndef triple(n):\n    return double(triple(n))\n"
    )
    mine.file(course.one("1")).write_text(source)
    said = kata("run", "1", cwd=mine.folder).stdout
    assert "at        q001_double.py:2, in double, again and again\n" in said
    assert said.count("return double(n)") == said.count("in double")


@pytest.mark.parametrize(
    ("markers", "line"),
    [
        (["<<<<<<< HEAD", "=======", ">>>>>>> theirs"], 2),
        (["", "", ">>>>>>> theirs"], 6),
        (["", "    return (", "<<<<<<< HEAD"], 6),
    ],
)
def test_a_merge_conflict_that_is_left_is_called_so(kata, mine, course, markers, line):
    first, second, third = markers
    source = f"def double(n):\n{first}\n    n += 1\n{second}\n    n += 2\n{third}\n"
    mine.file(course.one("1")).write_text(source)
    said = kata("run", "1", cwd=mine.folder).stdout
    assert f"\nentry/q001_double.py:{line}\n" in said
    assert f"  a merge conflict is left in the file, from line {line} on\n" in said
    assert "SyntaxError" not in said


def test_a_comparison_of_texts_with_such_markers_is_no_merge_conflict(kata, mine, course):
    mine.file(course.one("1")).write_text('MARKERS = """\n=======\n"""\ndef double(n:\n')
    said = kata("run", "1", cwd=mine.folder).stdout
    assert "SyntaxError" in said and "merge" not in said


@pytest.mark.parametrize("where", ["a function", "the module"])
def test_a_breakpoint_is_told_the_command_that_stops_there(kata, tmp_path, course, where):
    place = make_workspace(tmp_path / "my own", course)
    source = solution(course.one("1"), "    return 2 * number", "    breakpoint()")
    if where == "the module":
        source = f"breakpoint()\n{source}"
    place.file(course.one("1")).write_text(source)
    said = kata("run", "1", "--format", "json", cwd=place.folder / "entry").stdout
    (result,) = json.loads(said)["exercises"]
    message = result["message"] or result["checks"][0]["message"]
    (words,) = re.findall("plain pytest: (pytest .*_test.py)$", message, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(words)],
        cwd=place.folder / "entry", input="q\n", capture_output=True, text=True,
    )  # fmt: skip
    assert "(Pdb)" in done.stdout


def test_an_indentation_error_shows_the_line_as_it_is_indented(kata, mine, course):
    mine.file(course.one("1")).write_text("def double(n):\n    n += 1\n   return n\n")
    said = kata("run", "1", cwd=mine.folder).stdout
    assert "IndentationError: unindent does not match" in said
    assert "    line 3:     return n\n" in said


def test_list_shows_level_title_and_what_is_solved(inline, halfway):
    first, second, _ = inline("list", cwd=halfway).stdout.splitlines()
    assert first.split(maxsplit=3) == ["Q1", "entry", "✓", "Doubling: give back twice what came"]
    assert second.split(maxsplit=2) == ["Q2", "entry", "Echo: say a line again"]


def test_list_says_when_nothing_has_the_status(inline, halfway):
    done = inline("list", "--status", "solved", "--level", "junior", cwd=halfway)
    assert (done.returncode, done.stdout) == (0, "none of them is solved\n")


def test_list_says_that_the_progress_cannot_be_read(inline, halfway, monkeypatch):
    read_bytes = Path.read_bytes

    def refuse(path):
        if path == halfway / ".kata.json":
            raise PermissionError(errno.EACCES, "Permission denied")  # root may read everything
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = inline("list", cwd=halfway)
    assert numbers(done.stdout) == ["Q1", "Q2", "Q3"]
    assert ".kata.json cannot be read (Permission denied); it has your progress" in done.stderr
    with pytest.raises(KataError, match="cannot be read"):
        inline("list", "--status", "solved", cwd=halfway)


def test_list_works_outside_a_workspace(inline):
    assert numbers(inline("list").stdout) == ["Q1", "Q2", "Q3"]


def test_list_of_nothing_is_refused(kata):
    assert_refused(kata("list", "--level", "expert"), "this course has no exercise of expert yet")


# kata show


def test_show_prints_the_prompt(inline, course):
    done = inline("show", "echo")
    assert (done.returncode, done.stdout) == (0, course.one("2").prompt + "\n")


# kata run


def test_run_exits_with_0_when_everything_selected_is_solved(kata, submission):
    done = kata("run", "1", "--submission", submission)
    assert (done.returncode, done.stderr) == (0, "")
    assert "solved  6 of 6 checks, 1 of 1 points" in done.stdout


def test_run_exits_with_1_when_something_is_not_solved(kata, submission):
    done = kata("run", "--submission", submission)
    assert (done.returncode, done.stderr) == (1, "")
    assert "1 of 3 solved, 1.83 of 4 points" in done.stdout


@pytest.mark.parametrize(
    ("min_score", "code"), [("0", 0), ("45", 0), ("45%", 0), ("46", 1), ("46 %", 1), ("100", 1)]
)
def test_run_exits_as_the_pass_mark_says(kata, submission, min_score, code):
    done = kata("run", "--submission", submission, "--min-score", min_score)
    assert done.returncode == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--sandbox", "perhaps"],
    ],
    ids=" ".join,
)
def test_run_exits_with_2_for_an_option_that_makes_no_sense(kata, submission, arguments):
    done = kata("run", "--submission", submission, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr and "Traceback" not in done.stderr


def test_run_exits_with_3_when_the_engine_cannot_start(kata, tmp_path, submission):
    course = copy_course(tmp_path / "course")
    (course / "exercises" / "conftest.py").write_text("raise OSError('no fixtures')\n")
    done = kata("--course", course, "run", "--submission", submission)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "no fixtures" in done.stderr


def test_run_shows_one_exercise_in_full_and_names_the_mistake(kata, submission):
    done = kata("run", "2", "--submission", submission)
    assert "partial  5 of 6 checks" in done.stdout
    assert "✗ The number of lines is returned." in done.stdout
    assert "got       [None, None, None]" in done.stdout
    assert "These checks also fail when nothing is returned." in done.stdout


@pytest.mark.parametrize("feedback", ["full", "labels", "score"])
def test_run_tells_as_much_as_it_may(kata, submission, feedback):
    words = ["run", "--submission", submission, "--format", "json", "--feedback", feedback]
    report = json.loads(kata(*words).stdout)
    assert report["run"]["feedback"] == feedback
    checks = [check for result in report["exercises"] for check in result["checks"]]
    assert any(check["message"] for check in checks) == (feedback == "full")
    assert bool(checks) == (feedback != "score")


def test_run_writes_several_formats_at_once(kata, tmp_path, submission):
    target = tmp_path / "new" / "report.json"
    done = kata(
        *("run", "--submission", submission),
        *("--format", "text", "--format", f"json={target}"),
    )
    assert "1 of 3 solved" in done.stdout
    assert json.loads(target.read_text(encoding="utf-8"))["solved"] == 1


def test_run_names_the_file_as_one_would_write_it_from_here(kata, mine):
    for folder, name in {
        ".": "entry/q001_double",
        "entry": "q001_double",
        "junior": "../entry/q001_double",
    }.items():
        said = kata("run", "1", cwd=mine.folder / folder).stdout
        assert f"\n{name}.py\n" in said
        assert f" {name}_test.py:" in said
        assert f"\nEdit {name}.py, then" in kata(cwd=mine.folder / folder).stdout


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (None, "there is no such file; `kata update`, or r in `kata watch`, puts it back\n"),
        ("q1_tally.py", "no such file; q1_tally.py is like it: give it its name back, or `kata\n"),
        ("doubles.py", "no such file; doubles.py is like it: give it its name back, or `kata\n"),
        (
            "q004_double.py",
            "there is no such file; `kata update`, or r in `kata watch`, puts it back\n",
        ),
    ],
)
def test_a_file_that_is_gone_can_be_put_back_and_one_like_it_is_named(
    kata, mine, course, now, said
):
    file = mine.file(course.one("1"))
    file.rename(file.with_name(now)) if now else file.unlink()
    assert said in kata("run", "1", cwd=mine.folder).stdout


def test_run_in_a_workspace_notes_what_is_solved(kata, mine, course):
    solve(mine, course.one("1"))
    assert kata("run", "1-2", cwd=mine.folder / "entry").returncode == 1
    assert list(saved(mine)["solved"]) == ["q001_double"]


def test_run_of_a_submission_notes_nothing(kata, mine, submission):
    assert kata("run", "1", "--submission", submission, cwd=mine.folder).returncode == 0
    assert saved(mine)["solved"] == {}


def test_the_way_to_a_hint_is_told_to_a_learner_alone(kata, mine, submission):
    (submission / "q001_double.py").write_text("", encoding="utf-8")
    assert "kata hint 1 gives a nudge." in kata("run", "1", cwd=mine.folder).stdout
    done = kata("run", "1", "--submission", submission, cwd=mine.folder)
    assert (done.returncode, "gives a nudge" in done.stdout) == (1, False)


def test_run_grades_with_the_checks_of_the_course_whatever_the_workspace_holds(kata, mine):
    (mine.folder / "entry" / "q001_double_test.py").write_text("def test_doubles():\n    pass\n")
    (mine.folder / "conftest.py").write_text("raise OSError('not ours')\n")
    done = kata("run", "1", cwd=mine.folder)
    assert done.returncode == 1
    assert "unsolved  0 of 6 checks" in done.stdout


def test_run_interrupted_reports_what_is_there_and_leaves_nothing_running(
    terminal, tmp_path, submission
):
    target = tmp_path / "report.json"
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        (submission / "q003_tally.py").write_text(sign.source)
        where = ("--submission", str(submission), "--sandbox", "off")
        running = terminal("--plain", "run", *where, "--format", f"json={target}", cwd=tmp_path)
        sign.wait_for_start()
        running.press("\x03")
        said, code = running.read_to_end()
        sign.wait_for_end()
    assert (said.replace("^C", "").strip(), code) == ("", 130)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["interrupted"]
    assert 3 not in [exercise["number"] for exercise in report["exercises"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_ended_leaves_nothing_behind(tmp_path, submission, number):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        (submission / "q003_tally.py").write_text(sign.source)
        packed = shutil.make_archive(tmp_path / "handed-in", "zip", submission)
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", "--course", str(COURSE), "run", "--submission", packed]
            + ["--sandbox", "off"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_signals,
        )
        sign.wait_for_start()
        process.send_signal(number)
        said = process.communicate(timeout=30)
        sign.wait_for_end()
    assert (process.returncode, *said) == (128 + number, "", "")
    assert list(temporary.iterdir()) == []


# kata hint


def test_hints_come_rung_by_rung_and_are_remembered(kata, mine, course):
    first, second, third = (kata("hint", "1", cwd=mine.folder).stdout for _ in range(3))
    assert first.splitlines() == [
        "✗ Q1: An integer is doubled.",
        "  1. What is `number + number`?",
        "  (1 more hint for this check)",
    ]
    assert second.splitlines() == [
        "✗ Q1: An integer is doubled.",
        "  1. What is `number + number`?",
        "  2. Multiply by two.",
        "  (no further hints)",
    ]
    assert third == second.replace("(no further hints)", "(that was the last hint: 2 of 2)")
    assert saved(mine)["hints"] == {"q001_double/test_doubles": 2}


def test_a_hint_is_for_the_first_check_that_fails(inline, mine, course):
    solve(mine, course.one("1"), "3 * number", "2 * number")
    done = inline("hint", "1", cwd=mine.folder)
    assert done.stdout.splitlines()[:2] == [
        "✗ Q1: An integer is tripled.",
        "  1. Three times, not twice.",
    ]


def test_a_hint_without_a_name_is_for_the_next_open_exercise(inline, mine):
    mine.progress.save(Progress(solved={"q001_double": "then"}))
    assert inline("hint", cwd=mine.folder).stdout.startswith("✗ Q2: ")


def test_there_is_no_hint_for_what_is_solved(inline, mine, course):
    solve(mine, course.one("1"))
    done = inline("hint", "1", cwd=mine.folder)
    assert (done.returncode, done.stdout) == (
        0,
        "Q1 is solved; there is nothing to hint at.\n",
    )
    assert list(saved(mine)["solved"]) == ["q001_double"]


def test_a_file_that_does_not_load_has_no_hint_but_its_reason(inline, mine, course):
    mine.file(course.one("1")).write_text("def double(:\n")
    done = inline("hint", "1", cwd=mine.folder)
    said = "Q1 cannot be checked yet: entry/q001_double.py:1\n  SyntaxError: "
    assert done.stdout.startswith(said)
    assert saved(mine)["hints"] == {}


def test_a_hint_when_all_is_solved_asks_for_a_name(kata, mine, course):
    mine.progress.save(Progress(solved={exercise.name: "then" for exercise in course.exercises}))
    assert_refused(kata("hint", cwd=mine.folder), "everything is solved; name an exercise")


def test_a_hint_is_given_even_if_it_cannot_be_remembered(engine, mine, course, capsys):
    mine.progress.save(Progress(solved={f"q{number}": "then" for number in range(5000)}))
    with full_disk(room=50_000):
        lines = hints.next_hint(Desk(course, mine, Screen()), engine, course.one("1"))
    assert lines[1] == "  1. What is `number + number`?"
    assert capsys.readouterr().err.count("\n") == 1


# kata solution


def test_the_solution_is_refused_before_the_exercise_is_solved(kata, mine):
    assert_refused(kata("solution", "1", cwd=mine.folder), "Q1 is not solved yet; --spoil")


@pytest.mark.parametrize("arguments", [["1"], ["2", "--spoil"]], ids=["solved", "spoilt"])
def test_the_solution_is_the_answer_and_the_code(inline, halfway, arguments):
    done = inline("solution", *arguments, cwd=halfway)
    assert done.returncode == 0
    before, _, code = done.stdout.partition("```python\n")
    assert "## Answer" in before and "## Notes" in before
    assert code.startswith("def ") and code.endswith("\n```\n")
    assert '"""Q' not in done.stdout


def test_a_solution_can_be_spoilt_anywhere(kata):
    assert "def double" in kata("solution", "1", "--spoil").stdout
    assert_refused(kata("solution", "1"), "--spoil")


# kata start, kata reset


def test_start_makes_a_workspace_and_says_how_to_go_on(kata, tmp_path):
    done = kata("start", "mine")
    assert (done.returncode, done.stdout) == (
        0,
        "mine: 3 exercises; go on with: cd mine && kata watch\n",
    )
    assert (tmp_path / "mine" / "entry" / "q001_double.py").is_file()


def test_start_again_says_that_nothing_was_touched(inline, mine, course):
    solve(mine, course.one("1"))
    done = inline("start", ".", cwd=mine.folder)
    assert done.stdout == ". is up to date; what you have written was left as it is\n"
    assert mine.file(course.one("1")).read_text(encoding="utf-8") == solution(course.one("1"))


def test_start_among_other_files_is_refused(kata, submission):
    assert_refused(
        kata("start", submission), "is not empty: it holds q001_double.py; name a new folder"
    )


def test_reset_puts_the_stub_back_and_says_where_the_old_version_is(kata, mine, course):
    double = course.one("1")
    mine.file(double).write_text("# my work\n")
    done = kata("reset", "1", cwd=mine.folder)
    assert done.stdout == ("Q1 starts afresh; your version is kept as entry/q001_double.py.bak\n")
    assert mine.file(double).read_bytes() == double.stub.read_bytes()
    assert (mine.folder / "entry" / "q001_double.py.bak").read_text() == "# my work\n"


def test_reset_of_what_was_solved_says_that_it_still_counts_and_how_to_go_on(inline, mine, course):
    mine.file(course.one("1")).write_text("# my work\n")
    mine.progress.save(Progress(solved={"q001_double": "then"}))
    done = inline("reset", "1", "2", cwd=mine.folder)
    said = "; it still counts as solved: `kata watch 1` goes on with it Q2 starts afresh"
    assert said in " ".join(done.stdout.split())
    assert "counts" not in done.stdout.partition("Q2")[2]


def test_reset_of_a_deleted_file_does_not_speak_of_a_version_kept(inline, mine, course):
    mine.file(course.one("1")).unlink()
    done = inline("reset", "1", cwd=mine.folder)
    assert done.returncode == 0
    assert mine.file(course.one("1")).is_file()
    assert "kept" not in done.stdout


def test_reset_in_the_course_itself_is_refused(kata, tmp_path):
    course = copy_course(tmp_path / "a course")
    done = kata("--course", course, "reset", "1", cwd=course)
    assert_refused(done, "git checkout -- ")
    *_, shown = shlex.split(done.stderr.partition("with: ")[2])
    assert (course / shown).samefile(course / "exercises" / "entry" / "q001_double.py")


# kata verify


def test_verify_says_that_the_course_holds(kata):
    done = kata("verify", "1")
    assert (done.returncode, done.stdout) == (
        0,
        f"1 exercise holds: {', '.join(GATES)}\n",
    )


def test_verify_holds_to_the_gates_that_are_named(inline):
    done = inline("verify", "--gate", "stub", "--gate", "form")
    assert (done.returncode, done.stdout) == (0, "3 exercises hold: form, stub\n")


def test_verify_exits_with_1_and_names_exercise_gate_and_remedy(kata, tmp_path):
    course = copy_course(tmp_path / "course")
    mistakes = course / "solutions" / "entry" / "q001_double.mistakes.toml"
    mistakes.write_text(mistakes.read_text(encoding="utf-8") + "[[mistake]]\n", encoding="utf-8")
    mistakes.write_text(
        mistakes.read_text(encoding="utf-8")
        + 'name = "nothing"\nfind = "2 *"\nput = "2*"\nfails = ["test_doubles"]\n',
        encoding="utf-8",
    )
    done = kata("--course", course, "verify", "--gate", "mistakes")
    assert done.returncode == 1
    first, *_, last = done.stdout.splitlines()
    assert first == (
        f"{mistakes.relative_to(tmp_path)}:28: mistakes: the mistake 'nothing' does not fail "
        "test_doubles, which it names; mend it, or the checks"
    )
    assert last == "3 exercises, 1 breach: mistakes 1"


def test_verify_sums_the_breaches_up_by_gate(inline, tmp_path):
    course = copy_course(tmp_path / "course")
    for place in ("entry/q001_double.py", "entry/q002_echo.py", "junior/q003_tally.py"):
        edit(course / "exercises" / place, "## Rules", "## Laws")
    done = inline("--course", str(course), "verify", "--gate", "form", "--gate", "promises")
    assert done.stdout.splitlines()[-1] == "3 exercises, 7 breaches: form 3, promises 4"


def lacking(package, *words, cwd):
    """Run the command where a package is not installed."""
    code = f"import sys; sys.modules[{package!r}] = None; from grader.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "--course", str(COURSE), *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


INSTALL = f"run: {install_line('authors')}"
NO_COVERAGE = f"the gate coverage needs the package of that name; {INSTALL}"


def test_packages_that_authors_lack_are_told_with_the_line_that_installs_them(tmp_path):
    done = lacking("coverage", "verify", "1", "--gate", "coverage", cwd=tmp_path)
    assert_refused(done, NO_COVERAGE)
    done = lacking("cosmic_ray.ast", "mutants", "1", cwd=tmp_path)
    assert_refused(done, f"mutants need the package cosmic-ray; {INSTALL}")


def test_without_coverage_the_other_gates_are_held(tmp_path):
    gates = ("--gate", "form", "--gate", "coverage", "--gate", "size")
    done = lacking("coverage", "verify", "1", *gates, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "1 exercise holds: form, size\n")
    assert done.stderr == f"kata: {NO_COVERAGE}\n"


def test_without_coverage_breaches_are_still_what_counts(tmp_path, folder):
    edit(folder / "exercises" / "entry" / "q001_double.py", "## Rules", "## Laws")
    done = lacking("coverage", "--course", str(folder), "verify", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout.count(": form: ")) == (1, 1)
    assert done.stderr == f"kata: {NO_COVERAGE}\n"


def test_verify_refuses_an_unknown_gate(kata):
    assert_refused(kata("verify", "--gate", "zzz"), "no gate 'zzz'; there are: form, ")


# kata schema, and the command itself


def test_schema_prints_the_schema(kata):
    assert json.loads(kata("schema").stdout) == json_schema()


def test_a_mistyped_command_is_told_its_likely_name(kata):
    done = kata("verfy")
    assert done.returncode == 2
    assert done.stderr.endswith("No such command 'verfy'. Did you mean 'verify'?\n")


@pytest.mark.parametrize("name", INSTEAD)
def test_a_command_of_another_tool_is_told_what_does_it_here(inline, name):
    assert name not in COMMANDS
    with pytest.raises(KataError, match=f"no command '{name}'; `{INSTEAD[name]}` does that"):
        inline(name)


def test_what_does_it_here_exists(kata):
    assert_refused(kata("check", "1"), "no command 'check'; `kata run` does that\n")
    for instead in set(INSTEAD.values()):
        words = instead.split()[1:]
        assert not words or words[0] in COMMANDS or kata(*words).returncode == 0


def test_version_is_that_of_the_distribution(kata):
    version = importlib.metadata.version("interview-katas")
    assert kata("--version").stdout == f"kata, version {version}\n"


def test_help_says_of_each_command_what_its_own_help_says(kata):
    done = kata("--help")
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    shown = dict(row.split(maxsplit=1) for row in rows)
    assert list(shown) == list(COMMANDS)
    for name, text in shown.items():
        own = command.get_command(None, name).help
        assert " ".join(own.split()).startswith(text.rstrip(".")), name


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_an_example(inline, tmp_path, name, option):
    done = inline(*([name] if name else []), option, cwd=tmp_path)
    assert done.returncode == 0
    assert f" Example: kata {name or 'start'} " in f"{' '.join(done.stdout.split())} "


@pytest.mark.parametrize("words", [[], ["run"], ["cohort", "grade"]])
def test_help_is_a_word_as_well(kata, words):
    done = kata("help", *words)
    assert (done.returncode, done.stdout) == (0, kata(*words, "--help").stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name):
    options = [p for p in command.get_command(None, name).params if isinstance(p, click.Option)]
    assert command.get_command(None, name).help
    assert all(option.help for option in options)


def test_an_unknown_command_is_refused(kata):
    done = kata("lst")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'lst'" in done.stderr and "Traceback" not in done.stderr


# terminals and pipes


def test_a_terminal_gets_colour(terminal, halfway):
    text, code = terminal("list", cwd=halfway).read_to_end()
    assert (code, "\x1b[32m" in text) == (0, True)


def test_a_prompt_is_set_as_markdown_on_a_terminal(terminal, halfway):
    text, code = terminal("show", "1", cwd=halfway).read_to_end()
    assert (code, "\x1b[1m" in text, "## Build" in text) == (0, True, False)


@pytest.mark.parametrize("plain", [False, True])
def test_a_run_of_more_than_a_second_shows_its_progress(terminal, submission, tmp_path, plain):
    (submission / "q003_tally.py").write_text("import time\n\ntime.sleep(1.05)\n")
    options = ["--plain"] if plain else []
    running = terminal(*options, "run", "--submission", str(submission), cwd=tmp_path)
    said, code = running.read_to_end()
    assert ("checking" in said, code) == (not plain, 1)


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["hint", "1"]], ids=" ".join)
def test_no_color_is_honoured_on_a_terminal(terminal, mine, arguments):
    text, code = terminal(*arguments, cwd=mine.folder, NO_COLOR="1").read_to_end()
    assert (code, "Q1" in text, "\x1b" in text) == (0, True, False)


def test_an_empty_no_color_asks_for_nothing(terminal, halfway):
    """So says no-color.org."""
    assert "\x1b[32m" in terminal("list", cwd=halfway, NO_COLOR="").read_to_end()[0]


def test_plain_has_neither_colour_nor_symbols_on_a_terminal(terminal, halfway):
    text, _ = terminal("--plain", "list", cwd=halfway).read_to_end()
    assert "ok Doubling" in text
    assert "\x1b" not in text and text.isascii()


@pytest.mark.parametrize("arguments", [[], ["list"], ["run"], ["hint", "2"]], ids=" ".join)
def test_plain_output_is_ascii_in_a_pipe(kata, mine, arguments):
    mine.progress.save(Progress(solved={"q001_double": "then"}))
    done = kata("--plain", *arguments, cwd=mine.folder)
    assert done.stdout and done.stdout.isascii()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("list",),
        ("schema",),
        ("show", "1"),
        ("solution", "1", "--spoil"),
        ("run", "1"),
        ("run", "--help"),
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_told_nothing_and_no_verdict(mine, arguments):
    command = [sys.executable, "-m", "grader", "--course", str(COURSE), *arguments]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command,
            cwd=mine.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")


def test_output_in_a_pipe_has_no_colour(kata, halfway):
    assert "\x1b" not in kata("list", cwd=halfway).stdout


@pytest.mark.parametrize("arguments", ["list", "--version", "schema"])
def test_a_closed_standard_output_does_no_harm(arguments):
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m grader {arguments} >&-"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_that_is_gone_is_one_line(kata, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os, sys; os.rmdir({str(gone)!r}); from grader.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=gone,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert_refused(done)


def test_a_submission_in_a_folder_with_a_strange_name_is_graded(kata, tmp_path, course):
    folder = tmp_path / "caf\udce9 \u202e"
    folder.mkdir()
    (folder / "q001_double.py").write_text(solution(course.one("1")), encoding="utf-8")
    for name in ("json", "text"):
        done = kata("run", "1", "--submission", folder, "--format", name)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\u202e" not in done.stdout


def test_a_learners_files_shadow_no_module_of_python(kata, mine, course):
    for name in ("random", "enum", "click", "pytest", "sitecustomize"):
        (mine.folder / f"{name}.py").write_text("raise OSError('shadowed')\n")
    solve(mine, course.one("1"))
    assert kata("run", "1", cwd=mine.folder).returncode == 0


def test_the_command_starts_where_its_packages_lie_beside_it(tmp_path):
    """As in a folder made by `pip install --target`."""
    (tmp_path / "grader").symlink_to(Path(importlib.util.find_spec("grader").origin).parent)
    (tmp_path / "beside.py").write_text("STANDS = 'beside'\n")
    (tmp_path / "start.py").write_text("import grader.__main__, beside; print(beside.STANDS)\n")
    done = subprocess.run([sys.executable, tmp_path / "start.py"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("beside\n", "")


def test_a_course_without_exercises_is_refused(kata, tmp_path):
    assert_refused(kata("--course", tmp_path, "list"), "holds no exercises")


def test_an_exercise_whose_stub_is_damaged_can_be_listed_but_not_shown(kata, tmp_path):
    make_course(tmp_path, {"mid/q007_x.py": b"\xff\xfe"})
    assert kata("--course", tmp_path, "list").stdout.split() == ["Q7", "mid", "q007_x"]
    assert_refused(kata("--course", tmp_path, "show", "7"), "cannot be read")
