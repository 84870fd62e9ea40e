"""`kata watch` on a screen: drawn over and never scrolled, whatever its size, and given back."""

import contextlib
import shlex
import shutil
import sys

import pytest

from tests.support import COURSE, Tmux, make_workspace, solution

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux here")

COMMAND = shlex.join([sys.executable, "-m", "grader", "--course", str(COURSE), "watch"])

SIZES = [(60, 20), (80, 24), (120, 40)]
ENCODINGS = ["ascii", "utf-8"]

LOUD = "    for line in range(30):\n        print('line', line)\n    return 2 * number"
"""What prints more than a small screen shows."""


@pytest.fixture
def place(tmp_path, course):
    """A fresh workspace."""
    return make_workspace(tmp_path / "mine", course)


@pytest.fixture
def window(place, monkeypatch):
    """A function that opens a screen in the workspace, with `kata watch` or with a shell."""
    monkeypatch.chdir(place.folder)
    with contextlib.ExitStack() as stack:

        def start(columns=80, rows=24, run=COMMAND, encoding="utf-8", **env):
            env = {
                "PYTHONPATH": str(COURSE.parent.parent),
                "PYTHONIOENCODING": encoding,
                **env,
            }
            screen = Tmux(columns, rows, run, **env)
            stack.callback(screen.close)
            return screen

        yield start


def save(place, course, name, *texts):
    exercise = course.one(name)
    text = solution(exercise)
    for find, put in zip(texts[::2], texts[1::2], strict=True):
        assert text.count(find) == 1
        text = text.replace(find, put)
    place.file(exercise).write_text(text, encoding="utf-8")


def assert_whole(rows, columns, number, title, encoding="utf-8"):
    """The title is at the top, the keys are at the bottom, and nothing is beside the screen."""
    assert len(rows) == number
    head = rows[0].replace(" - ", " · ")
    assert head.startswith(title)
    assert rows[1].startswith("Edit ")
    assert "q quit" in rows[-1] or "Escape" in rows[-1] or "other key" in rows[-1], rows
    assert max(map(len, rows)) <= columns
    if encoding == "ascii":
        assert "".join(rows).isascii()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_title_and_keys_stay_in_sight_whatever_key_is_pressed(
    window, place, course, columns, rows, encoding
):
    save(place, course, "1", "    return 2 * number", LOUD, "3 * number", "2 * number")
    screen = window(columns, rows, encoding=encoding)

    def sees(*texts, title="Q1 · Doubling", gone=""):
        shown = screen.wait_for(title.partition(" ")[0], *texts, gone=gone)
        assert_whole(shown, columns, rows, title, encoding)
        return shown

    sees("partial  4 of 6 checks", "expected  9", "r reset")
    screen.press("h")
    sees("(no further hints)")
    screen.press("p")
    sees("Topics: functions, numbers", "Escape out")
    screen.press("Escape")
    sees("expected  9", gone="Escape out")
    screen.press("l")
    sees("find: _", "Q3    junior")
    screen.press("tally")
    sees("find: tally_", "> Q3", gone="> Q1")
    screen.press("Enter")
    sees("unsolved  0 of 6", "l list", title="Q3 · Tally")
    screen.press("b")
    sees("unsolved  0 of 6", title="Q2 · Echo")
    screen.press("b")
    sees("partial  4 of 6")
    screen.press("n")
    sees("unsolved  0 of 6", title="Q2 · Echo")
    screen.press("d")
    sees("are shown once", title="Q2 · Echo")
    save(place, course, "1")
    sees("Q1 is solved", "unsolved  0 of 6", "1 of 3 solved", title="Q2 · Echo")
    screen.press("d")
    sees("yours is the reference", title="Q2 · Echo")
    screen.press("a")
    sees("## Answer", "Escape out", title="Q2 · Echo")
    screen.press("c")
    sees("unsolved  0 of 6", gone="Answer", title="Q2 · Echo")
    screen.press("r")
    sees("reset? yours", title="Q2 · Echo")
    screen.press("y")
    sees("Q2 starts afresh", "unsolved  0 of 6", title="Q2 · Echo")
    screen.press("q")
    screen.wait_for_end()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_does_not_fit_is_counted_and_shown_by_space(window, place, course, encoding):
    save(place, course, "1", "    return 2 * number", LOUD, "3 * number", "2 * number")
    screen = window(60, 20, encoding=encoding)
    rows = screen.wait_for("partial  4 of 6", "lines more (space shows them)")
    assert_whole(rows, 60, 20, "Q1 · Doubling", encoding)
    screen.press("Space")
    rows = screen.wait_for("lines above", "and 27 lines more")
    assert_whole(rows, 60, 20, "Q1 · Doubling", encoding)


def test_wide_text_moves_nothing(window, place, course):
    wide = f"    print({'日本' * 60!r})\n    return 2 * number"
    save(place, course, "1", "    return 2 * number", wide, "3 * number", "2 * number")
    rows = window().wait_for("partial  4 of 6", "日本")
    assert_whole(rows, 80, 24, "Q1 · Doubling")


def test_a_resize_draws_it_anew(window):
    screen = window()
    screen.wait_for("unsolved  0 of 6")
    for columns, rows in [(100, 30), (60, 20), (50, 12), (80, 24)]:
        screen.do("resize-window", "-x", str(columns), "-y", str(rows))
        # tmux itself moves what was there, until it is drawn anew
        shown = screen.wait_until(
            lambda seen, n=rows: len(seen) == n and "Q1" in seen[0] and "q quit" in seen[-1]
        )
        assert_whole(shown, columns, rows, "Q1 · Doubling")


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again(window):
    screen = window(run="")
    screen.press("PS1='$''> '; stty -a > before", "Enter", COMMAND, "Enter")
    screen.wait_for("unsolved  0 of 6")
    screen.press("C-z")
    screen.wait_for("Stopped", "$>")
    screen.press("stty -a | cmp - before && echo 'as be''fore'", "Enter")
    screen.wait_for("as before")
    screen.press("clear; fg", "Enter")
    rows = screen.wait_for("unsolved  0 of 6", "q quit", gone="Stopped")
    assert_whole(rows, 80, 24, "Q1 · Doubling")
    screen.press("n")
    screen.wait_for("Q2 · Echo", "unsolved  0 of 6")
    screen.press("q")
    screen.press("stty -a | cmp - before && echo 'once mo''re'", "Enter")
    screen.wait_for("once more")


FUNCTION_KEYS = [f"F{n}" for n in range(1, 13)]
CURSOR_KEYS = ["Up", "Down", "Left", "Right", "Home", "End", "PPage", "NPage", "IC", "DC", "BTab"]


def test_function_keys_cursor_keys_and_pastes_do_nothing(window, place, course):
    save(place, course, "1", "3 * number", "2 * number")
    before = place.file(course.one("1")).read_bytes()
    screen = window()
    shown = screen.wait_for("partial  4 of 6")
    screen.press(*FUNCTION_KEYS, *CURSOR_KEYS, *(f"C-{key}" for key in CURSOR_KEYS[:4]), "M-q")
    screen.do("set-buffer", "q\nry\nhn quarry")
    screen.do("paste-buffer", "-p")
    screen.press("Space")
    screen.do("resize-window", "-x", "81", "-y", "24")  # whatever was sent before is done by then
    assert screen.wait_for("q quit") == shown
    screen.press("n")
    screen.wait_for("Q2 · Echo", "unsolved  0 of 6")
    assert place.file(course.one("1")).read_bytes() == before
    assert place.progress.read(pytest.fail).hints == {}


def test_arrows_choose_in_the_list_and_turn_the_pages_of_a_text(window):
    screen = window(rows=10)
    screen.wait_for("unsolved  0 of 6")
    screen.press("l")
    screen.wait_for("> Q1 ")
    screen.press("Down", "Down", "Up")
    screen.wait_for("> Q2 ")
    screen.press("Up", "Up")
    screen.wait_for("> Q3 ")
    screen.press("Escape")
    screen.wait_for("q quit")
    screen.press("p")
    first = screen.wait_for("more (space shows them)")
    screen.press("Down")
    assert screen.wait_for("lines above") != first
    screen.press("Up")
    assert screen.wait_for("more (space shows them)", first[3]) == first
    screen.press("PPage")
    assert "more (space shows them)" not in "".join(screen.wait_for("lines above"))


def test_a_terminal_that_cannot_move_its_cursor_is_told_line_by_line(window):
    screen = window(TERM="dumb")
    rows = screen.wait_for("unsolved  0 of 6", "q quit")
    assert rows[2].startswith("checking")
