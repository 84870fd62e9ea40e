"""`kata watch` in a real terminal: saves, keys, moving on, and how it ends."""

import contextlib
import os
import re
import selectors
import signal
import subprocess
import sys
import time

import pytest

from grader.practice.desk import Desk
from grader.practice.progress import Progress
from grader.practice.watch import SAVED, _Watch
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

KEYS = "n next, h hint, p prompt, l list, r reset, d diff to the reference, q quit\n"
"""The line that ends what is said after a verdict: the next event is waited for."""


@pytest.fixture
def place(tmp_path, course):
    """A fresh workspace."""
    return make_workspace(tmp_path / "mine", course)


@pytest.fixture
def watch(place):
    """A function that starts `kata watch` in a terminal, in the workspace."""
    with contextlib.ExitStack() as stack:

        def start(*arguments, **env):
            terminal = Terminal("watch", *arguments, cwd=place.folder, **env or {"NO_COLOR": "1"})
            stack.callback(terminal.close)
            return terminal

        yield start


@pytest.fixture
def save(place, course):
    """A function that saves an exercise's reference, with a replacement: `save("1", a, b)`."""

    def write(name, find="", put=""):
        exercise = course.one(name)
        text = solution(exercise, find, put)
        place.file(exercise).write_text(text, encoding="utf-8")
        return text

    return write


def saved_progress(place):
    return place.progress.read(pytest.fail)


def test_the_first_verdict_comes_by_itself(watch):
    said = watch().read_until(KEYS)
    assert said.startswith("Q1 · Doubling: give back twice what came\nunsolved  0 of 6 checks")
    assert "✗ An integer is doubled." in said


def test_the_first_exercise_that_is_not_solved_comes_first(watch, place):
    place.progress.save(Progress(solved={"q001_double": "then"}))
    assert watch().read_until(KEYS).startswith("Q2 · Echo")


def test_only_what_is_selected_is_watched(watch):
    assert watch("--level", "junior").read_until(KEYS).startswith("Q3 · Tally")


def test_every_save_gives_a_new_verdict(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "3 * number", "2 * number")
    said = terminal.read_until(KEYS)
    assert "partial  4 of 6 checks" in said
    assert "This is what happens when tripling doubles." in said
    save("1", "3 * number", "3.0 * number")
    assert "partial  5 of 6 checks" in terminal.read_until(KEYS)


def test_a_save_by_an_editor_that_replaces_the_file_is_seen(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    beside = place.folder / "entry" / ".q001_double.py.swp"
    beside.write_text(solution(course.one("1"), "3 * number", "2 * number"), encoding="utf-8")
    os.replace(beside, place.file(course.one("1")))
    assert "partial  4 of 6 checks" in terminal.read_until(KEYS)


def test_a_file_that_does_not_load_shows_its_line(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).write_text("x = 1\ndef double(:\n", encoding="utf-8")
    said = terminal.read_until(KEYS)
    assert "broken  " in said
    assert "q001_double.py:2  SyntaxError: " in said.replace("\n", "")


def test_a_file_that_is_deleted_is_no_more_than_unsolved(watch, place, course):
    terminal = watch()
    terminal.read_until(KEYS)
    place.file(course.one("1")).unlink()
    assert "there is no such file" in terminal.read_until(KEYS)


def test_solving_moves_on_and_is_noted(watch, save, place):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1")
    said = terminal.read_until(KEYS)
    assert "solved  6 of 6 checks" in said
    assert "Next: Q2 · Echo: say a line again\nEdit " in said
    assert "mine/entry/q002_echo.py" in said.replace("\n", "")
    assert list(saved_progress(place).solved) == ["q001_double"]
    save("2", "    return times\n", "")
    assert "Q2 · Echo: say a line again\npartial  5 of 6" in terminal.read_until(KEYS)


def test_solving_the_last_one_ends_it(watch, save):
    terminal = watch("1-2")
    terminal.read_until(KEYS)
    save("1")
    terminal.read_until(KEYS)
    save("2")
    said, code = terminal.read_to_end()
    assert said.endswith("Everything here is solved.\n")
    assert code == 0


def test_with_everything_solved_there_is_nothing_to_watch(watch, place, course):
    place.progress.save(Progress(solved={exercise.name: "then" for exercise in course.exercises}))
    said, code = watch().read_to_end()
    assert (said, code) == ("everything here is solved; name other exercises, or `kata reset`\n", 0)


def test_a_save_that_has_only_begun_is_not_checked(engine, save, place, course, capsys):
    exercise = course.one("1")

    def events():
        place.file(exercise).write_bytes(b"")
        yield SAVED
        save("1", "3 * number", "4 * number")
        yield SAVED
        yield "q"

    session = _Watch(Desk(course, place, screen(plain=True)), engine, [exercise], exercise)
    session.run(events())
    said = capsys.readouterr().out
    assert re.findall(r"\d of 6 checks", said) == ["0 of 6 checks", "4 of 6 checks"]


def test_a_save_that_changes_nothing_does_nothing(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "3 * number", "2 * number")
    terminal.read_until(KEYS)
    save("1", "3 * number", "2 * number")
    terminal.press("h")
    said = terminal.read_until("(no further hints)\n")
    terminal.press("l")
    said += terminal.read_until("count with a class\n")
    save("1", "3 * number", "4 * number")
    said += terminal.read_until(KEYS)
    assert re.findall(r"\d of 6 checks", said) == ["4 of 6 checks"]


def test_a_save_of_another_file_does_nothing(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("2", "    return times\n", "")
    terminal.press("l")
    said = terminal.read_until("count with a class\n")
    save("1", "3 * number", "2 * number")
    said += terminal.read_until(KEYS)
    assert re.findall(r"(Q\d) · .*\n.*checks", said) == ["Q1"]


def test_a_save_while_the_last_one_is_being_checked_is_not_lost(watch, save, place, tmp_path):
    with contextlib.closing(SignOfLife(tmp_path)) as sign:
        (place.folder / "entry" / "q001_double.py").write_text(sign.source)
        terminal = watch()
        sign.wait_for_start()
        save("1", "3 * number", "2 * number")
    assert "partial  4 of 6 checks" in terminal.read_until("tripling doubles.")


# keys


def test_n_goes_to_the_next_one_and_round(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    for expected in ("Q2 · Echo", "Q3 · Tally", "Q1 · Doubling"):
        terminal.press("n")
        assert f"Next: {expected}" in terminal.read_until(KEYS)
    terminal.press("n")
    terminal.read_until(KEYS)
    save("2", "    return times\n", "")
    assert "Q2 · Echo: say a line again\npartial  5 of 6" in terminal.read_until(KEYS)


def test_n_leaves_out_what_is_solved(watch, place):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("n")
    assert "Next: Q3 · Tally" in terminal.read_until(KEYS)


def test_h_gives_one_hint_after_the_other(watch, place):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("h")
    assert terminal.read_until("(1 more hint for this check)\n").endswith(
        "  1. What is `number + number`?\n  (1 more hint for this check)\n"
    )
    terminal.press("h")
    assert "  2. Multiply by two.\n" in terminal.read_until("(no further hints)\n")
    assert saved_progress(place).hints == {"q001_double/test_doubles": 2}


def test_p_shows_the_prompt(watch, course):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("p")
    assert course.one("1").prompt in terminal.read_until("(4, 6)\n")


def test_l_lists_the_exercises(watch, place):
    place.progress.save(Progress(solved={"q002_echo": "then"}))
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("l")
    assert [line.split(maxsplit=3)[:3] for line in terminal.read_until("class\n").splitlines()] == [
        ["Q1", "entry", "Doubling:"],
        ["Q2", "entry", "✓"],
        ["Q3", "junior", "Tally:"],
    ]


def test_r_puts_the_stub_back_and_checks_it(watch, save, place, course):
    text = save("1", "3 * number", "2 * number")
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("r")
    terminal.read_until("Q1 starts afresh; your version is kept as q001_double.py.bak\n")
    assert "unsolved  0 of 6 checks" in terminal.read_until(KEYS)
    file = place.file(course.one("1"))
    assert file.read_bytes() == course.one("1").stub.read_bytes()
    assert file.with_name("q001_double.py.bak").read_text(encoding="utf-8") == text


def test_d_shows_nothing_before_something_is_solved(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("d")
    said = terminal.read_until("the reference is shown once an exercise is solved here\n")
    assert "return" not in said


def test_d_shows_how_the_solution_differs_from_the_reference(watch, save):
    terminal = watch()
    terminal.read_until(KEYS)
    save("1", "    return 3 * number", "    return number * 3")
    terminal.read_until(KEYS)
    terminal.press("d")
    said = terminal.read_until("+    return 3 * number\n")
    assert "--- yours/q001_double.py\n+++ reference/q001_double.py\n" in said
    assert "-    return number * 3\n" in said
    assert "## Answer" not in said


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


def test_q_ends_it_and_gives_the_terminal_back(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    assert terminal.attributes() != terminal.before
    terminal.press("q")
    said, code = terminal.read_to_end()
    assert (said, code) == ("", 0)
    assert terminal.attributes() == terminal.before


def test_keys_that_mean_nothing_do_nothing_and_none_is_echoed(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("7é\x1b[A\n\x04N")
    assert terminal.read_until(KEYS).startswith("\nNext: Q2 · Echo")


def test_keys_pressed_together_are_all_obeyed(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("nnq")
    said, code = terminal.read_to_end()
    assert re.findall(r"Next: Q\d", said) == ["Next: Q2", "Next: Q3"]
    assert code == 0


def test_colour_clears_the_screen_before_each_verdict(watch, save):
    terminal = watch(TERM="xterm")
    assert "\x1b[2J" in terminal.read_until(KEYS)
    save("1", "3 * number", "2 * number")
    assert "\x1b[2J" in terminal.read_until("partial")


# how it ends


def test_ctrl_c_ends_it(watch):
    terminal = watch()
    terminal.read_until(KEYS)
    terminal.press("\x03")
    said, code = terminal.read_to_end()
    assert code == 130
    assert "Traceback" not in said
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
    started = Pipe(place.folder)
    yield started
    end(started.process)
    started.process.stdout.close()


def test_without_a_terminal_it_reruns_on_save(pipe, save):
    pipe.read_until(KEYS)
    save("1", "3 * number", "2 * number")
    assert "partial  4 of 6 checks" in pipe.read_until(KEYS)
    for name in "123":
        save(name)
        pipe.read_until("Next: " if name != "3" else "Everything here is solved.\n")
    assert pipe.process.wait(PATIENCE) == 0


def test_without_a_terminal_there_is_neither_colour_nor_a_cleared_screen(pipe):
    assert "\x1b" not in pipe.read_until(KEYS)
