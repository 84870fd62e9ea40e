"""`kata watch` in a real terminal that cannot move its cursor: saves, keys, and how it ends.

What it says there comes line by line; how it is drawn on a screen is seen in `test_watch_screen`.
"""

import contextlib
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.engine.engine import wait_to_read
from grader.practice import keys
from grader.practice.desk import Desk
from grader.practice.display import Told
from grader.practice.events import Event, Kind
from grader.practice.progress import Progress
from grader.practice.watch import Session
from grader.practice.workspace import Workspace
from grader.submission import Submission
from grader.terminal import screen
from tests.support import (
    COURSE,
    PATIENCE,
    SignOfLife,
    Terminal,
    end,
    heed_signals,
    make_workspace,
    solution,
)

ROOT = Path(__file__).parent.parent

KEYS = "q quit\n"
"""What ends the line of keys, which ends what is said: the next event is waited for."""


@pytest.fixture
def place(tmp_path, course):
    """A fresh workspace."""
    return make_workspace(tmp_path / "mine", course)


@pytest.fixture
def watch(place):
    """A function that starts `kata watch` in a terminal, in the workspace."""
    with contextlib.ExitStack() as stack:

        def start(*arguments):
            terminal = Terminal("watch", *arguments, cwd=place.folder, TERM="dumb")
            stack.callback(terminal.close)
            return terminal

        yield start


@pytest.fixture
def save(place, course):
    """A function that saves an exercise's reference, with replacements: `save("1", a, b, c, d)`."""

    def write(name, *texts):
        exercise = course.one(name)
        text = solution(exercise)
        for find, put in zip(texts[::2], texts[1::2], strict=True):
            assert text.count(find) == 1
            text = text.replace(find, put)
        place.file(exercise).write_text(text, encoding="utf-8")
        return text

    return write


def saved_progress(place):
    return place.progress.read(pytest.fail)


WORSE = ("3 * number", "2 * number")
"""What makes four of six checks of Q1's reference pass."""


# saves


def test_it_says_that_it_is_checking_and_then_the_verdict(watch):
    said = watch().read_until(KEYS)
    assert said.startswith(
        "Q1 · Doubling: give back twice what came\n"
        "Edit entry/q001_double.py\n"
        "checking… · 0 of 3 solved\n"
    )
    assert "\nunsolved  0 of 6 checks · 0 of 3 solved\n" in said
    assert (
        "  ✗ An integer is doubled.\n"
        "      double is not written yet: it raises NotImplementedError\n"
        "      check     entry/q001_double_test.py:10\n"
        "  ✗ 2 more checks: double is not written yet\n"
        "  ✗ 3 more checks: triple is not written yet\n"
        "n next, b back, h hint, p prompt, l list, c check, r reset, q quit\n"
    ) in said


def test_the_first_exercise_that_is_not_solved_comes_first(watch, place):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    assert watch().read_until(KEYS).startswith("Q2 · Echo")


def test_in_the_courses_own_folder_it_says_so(course, capsys):
    run_script(Workspace(COURSE / "exercises"), course, QUIT)
    assert "This is the course's own folder; `kata start DIR` makes" in capsys.readouterr().out


def test_only_what_is_selected_is_watched(watch):
    assert watch("--level", "junior").read_until(KEYS).startswith("Q3 · Tally")


def test_a_named_exercise_is_checked_though_it_is_solved(watch, place):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    said = watch("2").read_until(KEYS)
    assert said.startswith("Q2 · Echo")
    assert "unsolved  0 of 6 checks · 1 of 1 solved" in said


def test_every_save_gives_a_new_verdict(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", *WORSE)
    said = terminal.read_until(KEYS)
    assert said.startswith("checking…")
    assert "partial  4 of 6 checks" in said
    assert "These checks also fail when tripling doubles." in said
    assert "      called    triple(3)\n      expected  9\n      got       6\n" in said
    assert "  ✗ Both work on each other's results.\n  ✓ An integer is doubled.\n" in said
    save("1", "3 * number", "3.0 * number")
    assert "partial  5 of 6 checks" in terminal.read_until(KEYS)


def test_a_save_by_an_editor_that_replaces_the_file_is_seen(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    beside = place.folder / "entry" / ".q001_double.py.swp"
    beside.write_text(solution(course.one("1"), *WORSE), encoding="utf-8")
    os.replace(beside, place.file(course.one("1")))
    assert "partial  4 of 6 checks" in terminal.read_until(KEYS)


def test_a_file_that_does_not_load_shows_its_line(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).write_text("x = 1\ndef double(:\n", encoding="utf-8")
    said = terminal.read_until(KEYS)
    assert "broken  " in said
    assert "entry/q001_double.py:2  SyntaxError: " in said.replace("\n", "")


def test_a_file_that_is_deleted_is_no_more_than_unsolved(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).unlink()
    assert "there is no such file" in terminal.read_until(KEYS)


def test_a_file_that_stays_empty_is_checked(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).write_bytes(b"")
    assert "q001_double.py has no `double`" in terminal.read_until(KEYS)


def test_a_file_that_was_missing_is_found_by_another_name(watch, place, course):
    file = place.file(course.one("1"))
    elsewhere = place.folder.parent / "kept.py"
    file.rename(elsewhere)
    terminal = watch()
    assert "there is no such file" in terminal.read_until(KEYS)
    elsewhere.rename(file.with_name("q001_mine.py"))
    assert "Edit entry/q001_mine.py\n" in terminal.read_until("checks · ")


def test_a_file_that_gets_another_name_is_called_by_it(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    file = place.file(course.one("1"))
    file.rename(file.with_name("q001_mine.py"))
    assert "Edit entry/q001_mine.py\n" in terminal.read_until("checks · ")


def test_what_is_printed_is_shown_also_where_checks_pass(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "    return 2 * number", "    print('twice', number)\n    return 2 * number", *WORSE)
    said = terminal.read_until(KEYS)
    assert "  ✓ An integer is doubled.\n      printed\n          twice 2\n  ✓ Fractions" in said


def test_solving_moves_on_and_is_noted(watch, save, place):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "    return 3 * number", "    print('thrice')\n    return 3 * number")
    said = terminal.read_until(KEYS)
    assert "✓ Q1 is solved  6 of 6 checks: " in said
    assert "thrice" not in said  # it would stand under the next one's title
    assert "Q2 · Echo: say a line again\nEdit entry/q002_echo.py\n" in said
    assert "unsolved  0 of 6 checks · 1 of 3 solved\n" in said
    assert "d diff of Q1" in said and "a answer of Q1" in said
    assert list(saved_progress(place).solved) == ["q001_double"]
    save("2", "    return times\n", "")
    said = terminal.read_until(KEYS)
    assert "Q2 · Echo: say a line again\nEdit entry/q002_echo.py\npartial  5 of 6" in said
    assert "Q1 is solved" not in said


def test_after_the_last_one_it_stays(watch, save):
    terminal = watch("1-2")
    terminal.read_until(KEYS)
    save("1")
    terminal.read_until(KEYS)
    save("2")
    said = terminal.read_until(KEYS)
    assert "solved  6 of 6 checks · 2 of 2 solved\nEverything here is solved.\n" in said
    terminal.press("a")
    assert "A program speaks to a person" in terminal.read_until("Escape out\n")
    save("2", "    return times\n", "")
    assert "partial  5 of 6 checks · 2 of 2 solved" in terminal.read_until(KEYS)


def test_what_was_solved_before_and_is_solved_again_stays(watch, place, save):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    terminal = watch()
    terminal.read_until(KEYS)
    save("2")
    said = terminal.read_until(KEYS)
    assert "Q2 · Echo: say a line again\nEdit entry/q002_echo.py\nsolved  6 of 6" in said
    assert "Tally" not in said


def test_with_everything_solved_the_first_one_is_checked(watch, place, course):
    place.progress.save(Progress(solved={exercise.name: "then" for exercise in course.exercises}))
    said = watch().read_until(KEYS)
    assert said.startswith("Q1 · Doubling")
    assert "unsolved  0 of 6 checks · 3 of 3 solved" in said


def test_a_save_of_another_exercise_makes_it_current(watch, save):
    terminal = watch("1")
    terminal.read_until(KEYS)
    save("2", "    return times\n", "")
    assert "Q2 · Echo: say a line again\nEdit entry/q002_echo.py\npartial  5 of 6" in (
        terminal.read_until(KEYS)
    )
    save("1", *WORSE)
    assert "Q1 · Doubling: give back twice what came\nEdit entry/q001_double.py\npartial" in (
        terminal.read_until(KEYS)
    )


def test_another_exercise_whose_file_goes_away_does_not_become_current(watch, place, course, save):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("2")).unlink()
    save("1", *WORSE)
    said = terminal.read_until(KEYS)
    assert "Echo" not in said and "partial  4 of 6" in said


def test_a_save_that_changes_nothing_does_nothing(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", *WORSE)
    terminal.read_until(KEYS)
    save("1", *WORSE)
    terminal.press("h")
    said = terminal.read_until(KEYS)
    save("1", "3 * number", "4 * number")
    said += terminal.read_until(KEYS)
    assert re.findall(r"\d of 6 checks", said) == ["4 of 6 checks"]


def test_a_save_ends_the_check_that_runs(watch, save, place, tmp_path):
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        (place.folder / "entry" / "q001_double.py").write_text(sign.source)
        terminal = watch()
        sign.wait_for_start()
        save("1", *WORSE)
        assert "partial  4 of 6 checks" in terminal.read_until(KEYS)
        sign.wait_for_end()


def test_a_check_that_does_not_end_is_told_and_ended_by_q(watch, place, tmp_path):
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        (place.folder / "entry" / "q001_double.py").write_text(sign.source)
        terminal = watch()
        sign.wait_for_start()
        terminal.read_until("still running after ")
        terminal.press("q")
        assert terminal.read_to_end()[1] == 0
        sign.wait_for_end()


def test_after_a_timeout_the_other_checks_are_not_waited_for(watch, save):
    terminal = watch("3")
    terminal.read_until(KEYS)
    save("3", "        self.total += amount\n", "        while True:\n            pass\n")
    said = terminal.read_until(KEYS)
    assert "timeout  2 of 6 checks" in said
    assert "  ✗ Amounts are added, one by default.\n" in said
    assert "still running when its time was up" in said
    assert "  ✗ 3 more checks not run\n" in said


def test_a_hint_asked_for_too_early_is_put_off_until_the_verdict(watch, save):
    terminal = watch("3")
    terminal.read_until(KEYS)
    save("3", "        self.total += amount\n", "        while True:\n            pass\n")
    terminal.read_until("still running after ")
    terminal.press("h")
    terminal.read_until("still checking; press h when it is done\n")
    said = terminal.read_until("more checks not run\n")
    assert "press h" not in said[said.index("timeout  2 of 6 checks") :]


# the session, with events that were written down


class Script:
    """Events that come as they are written: what is no event is called, and then the next comes."""

    has_keys = True

    def __init__(self, *script):
        self._script = list(script)

    def next(self, seconds=None, descriptor=None):
        if descriptor is not None:
            return Event(Kind.READY) if wait_to_read(descriptor, seconds) else None
        while not isinstance(self._script[0], Event):
            self._script.pop(0)()
        return self._script.pop(0)


QUIT = Event(Kind.KEY, key="q")


def run_script(place, course, *events, script=Script):
    submission = Submission(place.folder)
    desk = Desk(course, place, screen(plain=True))
    shown = Told(desk.screen._replace(width=80))
    first = course.one("1")
    Session(desk, course.exercises, first, submission, script(*events), shown).run()


def test_a_save_that_has_only_begun_is_not_checked(save, place, course, capsys):
    saved = Event(Kind.SAVED, exercises=(course.one("1"),))
    run_script(
        place,
        course,
        lambda: place.file(course.one("1")).write_bytes(b""),
        saved,
        lambda: save("1", "3 * number", "4 * number"),
        saved,
        QUIT,
    )
    said = capsys.readouterr().out
    assert re.findall(r"\d of 6 checks", said) == ["0 of 6 checks", "4 of 6 checks"]


def test_a_solution_that_is_saved_twice_at_once_moves_on_as_well(save, place, course, capsys):
    """As by an editor that formats what it saves."""
    saved = Event(Kind.SAVED, exercises=(course.one("1"),))

    class Twice(Script):
        def next(self, seconds=None, descriptor=None):
            if descriptor is not None and self._script and self._script[0] is second:
                self._script.pop(0)
                save("1", "    return 3 * number", "    return number * 3")
                return saved
            return super().next(seconds, descriptor)

    second = object()
    run_script(place, course, lambda: save("1"), saved, second, QUIT, script=Twice)
    said = capsys.readouterr().out
    assert "Q1 is solved" in said
    assert "Q2 - Echo" in said


def test_a_saved_file_is_read_once(save, place, course, monkeypatch, capsys):
    read = []
    original = Submission.read

    def counted(self, exercise):
        if type(self) is Submission:
            read.append(exercise.name)
        return original(self, exercise)

    monkeypatch.setattr(Submission, "read", counted)
    saved = Event(Kind.SAVED, exercises=(course.one("1"),))
    run_script(place, course, lambda: read.clear() or save("1", *WORSE), saved, QUIT)
    assert read == ["q001_double"]
    assert "4 of 6 checks" in capsys.readouterr().out


def test_progress_that_cannot_be_kept_is_said_where_it_is_read(
    save, place, course, monkeypatch, capsys
):
    def full(*_):
        raise OSError(28, "No space left on device")

    saved = Event(Kind.SAVED, exercises=(course.one("1"),))
    run_script(
        place, course, lambda: monkeypatch.setattr(os, "replace", full), lambda: save("1"), saved,
        QUIT,
    )  # fmt: skip
    said = capsys.readouterr()
    assert "kata: progress is not kept: " in " ".join(said.out.split())
    assert said.err == ""


def test_that_saves_are_only_looked_for_is_said_in_a_line(place, course, capsys):
    run_script(place, course, Event(Kind.BLIND, why="no watch is left"), QUIT)
    said = capsys.readouterr().out
    assert "saves are only looked for: no watch is left\n" in said


# keys


def test_the_readme_and_the_help_name_every_key(kata):
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"Its keys: {keys.HELP}." in readme
    assert keys.HELP in " ".join(kata("watch", "--help").stdout.split())


def test_n_goes_to_the_next_one_and_round(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    for expected in ("Q2 · Echo", "Q3 · Tally", "Q1 · Doubling"):
        terminal.press("n")
        assert expected in terminal.read_until(KEYS)


@pytest.mark.parametrize("key", ["n", "b"])
def test_with_one_exercise_named_there_is_no_other_to_go_to(watch, key):
    terminal = watch("2")
    terminal.read_until(KEYS)
    terminal.press(key)
    assert "only Q2 was named; `kata watch` goes through all" in terminal.read_until(KEYS)


def test_a_workspace_that_is_moved_away_is_told_and_not_made_anew(watch, place):
    terminal = watch()
    terminal.read_until(KEYS)
    moved = place.folder.rename(place.folder.with_name("moved"))
    for pressed in ("c", "r", "y"):
        terminal.press(pressed)
        said = terminal.read_until("any other key no\n" if pressed == "r" else KEYS)
        said = " ".join(said.split())
    assert f"{place.folder}, the workspace, is gone; quit, and go on in its new folder" in said
    assert not place.folder.exists()
    assert (moved / "entry" / "q001_double.py").is_file()


def test_n_leaves_out_what_is_solved_and_b_does_not(watch, place):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("n")
    assert "Q3 · Tally" in terminal.read_until(KEYS)
    for expected in ("Q2 · Echo", "Q1 · Doubling", "Q3 · Tally"):
        terminal.press("b")
        assert expected in terminal.read_until(KEYS)


def test_h_gives_one_hint_after_the_other(watch, place):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("h")
    assert terminal.read_until(KEYS).startswith(
        "✗ Q1: An integer is doubled.\n"
        "  1. What is `number + number`?\n  (1 more hint for this check)\n"
    )
    terminal.press("h")
    assert "  2. Multiply by two.\n  (no further hints)\n" in terminal.read_until(KEYS)
    terminal.press("h")
    assert "two.\n  (that was the last hint: 2 of 2)\n" in terminal.read_until(KEYS)
    assert saved_progress(place).hints == {"q001_double/test_doubles": 2}


def test_p_shows_the_prompt_and_p_or_escape_leaves_it(watch, course):
    terminal = watch()
    terminal.read_until(KEYS)
    for leave in ("p", "\x1b"):
        terminal.press("p")
        said = terminal.read_until("Escape out\n")
        assert "\n    >>> double(2), triple(2)\n    (4, 6)\n" in said
        terminal.press(leave)
        assert "An integer is doubled" in terminal.read_until(KEYS)


def test_l_lists_the_exercises_and_enter_goes_to_what_was_typed(watch, place):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("l")
    said = terminal.read_until("find: _, arrows choose, Enter goes there, Escape back\n")
    assert [line.split(maxsplit=3)[:3] for line in said.splitlines()[:3]] == [
        [">", "Q1", "entry"],
        ["Q2", "entry", "✓"],
        ["Q3", "junior", "Tally:"],
    ]
    terminal.press("\tqx\x7f\x7fCLASSES")
    said = terminal.read_until("find: CLASSES_, arrows choose, Enter goes there, Escape back\n")
    assert "> Q2 " in said
    assert said.rpartition("find: CLASSE_")[2].count("Q") == 0  # the same one is left
    terminal.press("\r")
    assert "Q3 · Tally" in terminal.read_until(KEYS)


def test_r_asks_and_any_key_but_y_leaves_everything_as_it_is(watch, save, place, course):
    text = save("1", *WORSE)
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("r")
    question = "reset? yours is kept beside it, y yes, any other key no\n"
    terminal.read_until(question)
    terminal.press("r")
    terminal.read_until(KEYS)
    assert place.file(course.one("1")).read_text(encoding="utf-8") == text
    terminal.press("r")
    terminal.read_until(question)
    terminal.press("y")
    said = terminal.read_until(KEYS)
    assert "unsolved  0 of 6 checks" in said
    assert "Q1 starts afresh; your version is kept as entry/q001_double.py.bak\n" in said
    file = place.file(course.one("1"))
    assert file.read_bytes() == course.one("1").stub.read_bytes()
    assert file.with_name("q001_double.py.bak").read_text(encoding="utf-8") == text


def test_r_says_that_what_was_solved_still_counts(watch, save, place):
    save("1")
    place.progress.save(Progress(solved={"q001_double": "then"}))
    terminal = watch("1")
    terminal.read_until(KEYS)
    terminal.press("r")
    terminal.read_until("any other key no\n")
    terminal.press("y")
    said = " ".join(terminal.read_until(KEYS).split())
    assert "it still counts as solved: `kata watch 1` goes on with it" in said


@pytest.mark.parametrize("key", "da")
def test_the_solution_is_not_given_away_before_something_is_solved(watch, key):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press(key)
    said = terminal.read_until(KEYS)
    assert said.startswith("the reference and the answer are shown once an exercise is solved")
    assert "return" not in said


def test_d_shows_how_the_solution_differs_and_a_the_answer(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "    return 3 * number", "    return number * 3")
    terminal.read_until(KEYS)
    terminal.press("d")
    said = terminal.read_until("Escape out\n")
    assert "--- yours/q001_double.py\n+++ reference/q001_double.py\n" in said
    assert "-    return number * 3\n+    return 3 * number\n" in said
    assert "## Answer" not in said
    terminal.press("a")
    said = terminal.read_until("Escape out\n")
    assert "## Answer" in said and "def double" not in said


def test_d_shows_a_solution_without_docstring_as_well(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).write_text(
        "def double(n):\n    if isinstance(n, str):\n        raise TypeError\n    return n + n\n"
        "def triple(n):\n    return n * 3\n",
        encoding="utf-8",
    )
    terminal.read_until(KEYS)
    terminal.press("d")
    assert "-    return n + n\n" in terminal.read_until("+    return 3 * number\n")


def test_d_says_when_the_solution_is_gone(watch, save, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1")
    terminal.read_until(KEYS)
    place.file(course.one("1")).unlink()
    terminal.press("d")
    terminal.read_until("there is no such file")
    terminal.press("q")
    assert terminal.read_to_end()[1] == 0


@pytest.mark.parametrize("key", ["c", "\r"], ids=["c", "enter"])
def test_a_key_checks_again_now(watch, key):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press(key)
    said = terminal.read_until(KEYS)
    assert said.startswith("checking…")
    assert "unsolved  0 of 6 checks" in said


def test_q_ends_it_and_gives_the_terminal_back(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    assert terminal.attributes() != terminal.before
    terminal.press("q")
    said, code = terminal.read_to_end()
    assert (said, code) == ("", 0)
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("key", "?7é")
def test_a_key_that_there_is_not_is_told_so(watch, key):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press(key)
    assert f"no key '{key}'; those there are stand below\n" in terminal.read_until(KEYS)


def test_keys_that_send_more_than_a_letter_do_nothing_and_none_is_echoed(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("\x1b[A\x1bOR\x1bOQ\x1b[H\x1b[200~qry\nh\x1b[201~\x04N")
    said = terminal.read_until(KEYS)
    assert said.startswith("Q2 · Echo")


def test_keys_pressed_together_are_all_obeyed(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("nnq")
    said, code = terminal.read_to_end()
    assert code == 0


def test_a_terminal_that_cannot_move_its_cursor_is_not_told_to(watch):
    terminal = watch()
    said = terminal.read_until(KEYS)
    terminal.press("q")
    assert "\x1b" not in said + terminal.read_to_end()[0]


# how it ends


def test_ctrl_c_ends_it(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("\x03")
    said, code = terminal.read_to_end()
    assert code == 130
    assert "Traceback" not in said
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(watch, number):
    terminal = watch()
    terminal.read_until(KEYS)
    assert terminal.attributes() != terminal.before
    terminal.process.send_signal(number)
    assert terminal.read_to_end()[1] == -number
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("ending", ["ctrl-c", "hang-up", "kill"])
def test_when_it_ends_nothing_is_left_running(watch, place, tmp_path, course, ending):
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        place.file(course.one("1")).write_text(sign.source)
        terminal = watch()
        sign.wait_for_start()
        if ending == "ctrl-c":
            terminal.press("\x03")
        else:
            number = {"hang-up": signal.SIGHUP, "kill": signal.SIGKILL}[ending]
            terminal.process.send_signal(number)
        assert terminal.read_to_end()[1] == {"ctrl-c": 130, "hang-up": -1, "kill": -9}[ending]
        sign.wait_for_end()


# without a terminal


class Pipe:
    """`kata watch` with a pipe for standard output and no keyboard."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "--course", str(COURSE), "watch"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(COURSE.parent.parent), "COLUMNS": "80"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=heed_signals,
        )
        self._seen = b""

    def read_until(self, text):
        deadline = time.monotonic() + PATIENCE
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while text.encode() not in self._seen:
                assert selector.select(deadline - time.monotonic()), self._seen.decode()
                chunk = os.read(self.process.stdout.fileno(), 65536)
                assert chunk, self._seen.decode()
                self._seen += chunk
        seen, _, self._seen = self._seen.partition(text.encode())
        return seen.decode() + text


@pytest.fixture
def pipe(place):
    started = []

    def start():
        started.append(Pipe(place.folder))
        return started[-1]

    yield start
    for each in started:
        end(each.process)
        each.process.stdout.close()


NO_KEYS = "\nno keys here; Ctrl-C ends\n"


def test_without_a_terminal_it_reruns_on_save_and_ends_when_all_is_solved(pipe, save):
    said = pipe()
    first = said.read_until(NO_KEYS)
    assert "\x1b" not in first and "n next" not in first
    save("1", *WORSE)
    assert "partial  4 of 6 checks" in said.read_until(NO_KEYS)
    save("1")
    assert "✓ Q1 is solved  6 of 6 checks\n" in said.read_until(NO_KEYS)
    save("2")
    assert "✓ Q2 is solved" in said.read_until(NO_KEYS)
    save("3")
    said.read_until("Everything here is solved.\n")
    assert said.process.wait(PATIENCE) == 0


def test_without_a_terminal_there_is_nothing_to_watch_when_all_is_solved(pipe, place, course):
    place.progress.save(Progress(solved={exercise.name: "then" for exercise in course.exercises}))
    said = pipe()
    said.read_until("everything here is solved; name an exercise\n")
    assert said.process.wait(PATIENCE) == 0
