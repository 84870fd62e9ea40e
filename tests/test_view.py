"""What `kata watch` shows, as lines: every part where it belongs, at every size."""

import click
import pytest

from grader import terminal
from grader.practice.view import Mode, State, fit, page, verdict_lines
from grader.results import CheckResult, ExerciseResult, Outcome
from grader.terminal import Screen

UNWRITTEN = "double is not written yet: it raises NotImplementedError"


def check(name, message="", **more):
    return CheckResult(
        name=name, label=f"{name} holds.", passed=not message, message=message, **more
    )


def result(*checks, outcome=Outcome.PARTIAL, **more):
    return ExerciseResult(
        number=1, name="q001_double", level="entry", title="Doubling", outcome=outcome, points=0.0,
        max_points=1.0, seconds=0.1, checks=checks, **more,
    )  # fmt: skip


@pytest.fixture
def state(course):
    exercises = course.exercises
    return State(exercises[0], "entry/q001_double.py", exercises)


def shown(state, columns=80, rows=24, pages=0, **more):
    screen = Screen(width=columns, **more)
    return fit(page(state, screen), rows, pages, screen)


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (100, 40), (40, 10), (40, 6)])
def test_a_page_has_as_many_rows_as_the_screen_and_none_too_long(
    state, columns, rows, mode, unicode
):
    state.result = result(
        check("a", output="…\n" * 20),
        *(check(f"test {n}: " + "a long … sentence " * 9, "x") for n in range(30)),
    )
    state.just_solved = state.result
    state.mode, state.text, state.blind = mode, "a word\n" * 50, "nothing " * 30
    state.note = [("something to say " * 12, "", "  ")]
    lines = shown(state, columns, rows, unicode=unicode)
    assert len(lines) == rows
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith("Q1 ")
    assert unicode or "".join(lines).isascii()
    last = {Mode.LIST: "Escape back", Mode.QUESTION: "other key no", Mode.VERDICT: "q quit"}
    assert last.get(mode, "Escape out") in lines[-1]


@pytest.mark.parametrize("rows", range(1, 8))
def test_the_smallest_screens_break_nothing(state, rows):
    state.result = result(check("a", "x"))
    assert len(shown(state, 60, rows)) == rows


def test_colour_takes_no_room(state):
    state.result = result(*(check("a long sentence " * 9, "called    it") for _ in range(30)))
    plain, coloured = shown(state, 60, 20), shown(state, 60, 20, colour=True)
    assert [click.unstyle(line) for line in coloured] == plain


def test_before_anything_is_done_the_first_check_is_the_one_to_look_at():
    stub = result(check("Unwritten", UNWRITTEN), check("Style", "double has no loop"))
    assert verdict_lines(stub, Screen())[0] == "  ✗ Unwritten holds."


def test_what_ran_out_of_time_is_looked_at_before_what_is_not_written_yet():
    hung = result(
        check("Unwritten", UNWRITTEN),
        check("Hung", "called    double(2)\ngot       no answer: it was stopped after 5 s"),
        check("Last", "not run: a check before it ran out of time"),
        outcome=Outcome.TIMEOUT,
    )
    lines = verdict_lines(hung, Screen())
    assert lines[:2] == ["  ✗ Hung holds.", "      called    double(2)"]


def test_the_first_failure_is_told_in_full_and_the_others_in_a_line():
    lines = verdict_lines(
        result(
            check("Unwritten", UNWRITTEN),
            check("First", "called    double(2)\nexpected  4\ngot       5", proves="It doubles.",
                  output="seen\n", check_file="q001_double_test.py", check_line=9),
            check("Second", "called    double(3)"),
            check("Good", output="said\n"),
            check("Third", UNWRITTEN),
            check("Fourth", "not run: a check before it ran out of time"),
        ),
        Screen(),
    )  # fmt: skip
    assert lines == [
        "  ✗ First holds.",
        "      called    double(2)",
        "      expected  4",
        "      got       5",
        '      task      "It doubles."',
        "      printed",
        "          seen",
        "      check     q001_double_test.py:9",
        "  ✗ Second holds.",
        "  ✗ 2 more checks: double is not written yet",
        "  ✗ 1 more check not run",
        "  ✓ Good holds.",
        "      printed",
        "          said",
    ]


def test_what_is_too_long_goes_on_below_what_it_labels():
    said = f"called    f({', '.join(['number'] * 20)})\ngot       two  blanks\nplain {'word ' * 20}"
    lines = verdict_lines(result(check("bad", said, proves="A sentence. " * 9)), Screen())
    assert lines[1].startswith("      called    f(number, ")
    values = [line[16:] for line in lines[2 : lines.index("      got       two  blanks")]]
    assert values and all(value.startswith("number") for value in values)
    assert lines[lines.index("      got       two  blanks") + 2].startswith("      word")


def test_what_passing_checks_print_buries_nothing():
    loud = "\n".join(f"line {n}" for n in range(10))
    lines = verdict_lines(
        result(check("good", output=loud), check("bad", "x", output=loud)), Screen()
    )
    passed = lines.index("  ✓ good holds.")
    assert lines[passed + 1 :] == [
        "      printed",
        "          line 0",
        "          line 1",
        "          line 2",
        "          … and 7 lines more",
    ]
    assert "          line 9" in lines[:passed]


def test_where_nothing_is_written_the_first_check_says_so():
    lines = verdict_lines(result(*(check(n, UNWRITTEN) for n in "abc")), Screen())
    assert lines == [
        "  ✗ a holds.",
        f"      {UNWRITTEN}",
        "  ✗ 2 more checks: double is not written yet",
    ]


def test_what_does_not_load_shows_its_line_and_no_checks():
    broken = result(
        check("a", "not run: the submission could not be loaded"),
        outcome=Outcome.BROKEN,
        message="SyntaxError: invalid syntax",
        file="entry/q001_double.py",
        line=2,
    )
    assert verdict_lines(broken, Screen()) == [
        "  entry/q001_double.py:2  SyntaxError: invalid syntax",
        "",
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "not checked yet"),
        (0.0, "checking…"),
        (0.7, "checking…"),
        (0.9, "after 1 s; q quits"),
    ],
)
def test_it_says_that_it_is_checking_and_soon_that_it_still_is(state, seconds, said):
    state.checking = seconds
    assert said in shown(state)[2]


def test_space_turns_pages_until_the_end_and_begins_again(state):
    state.mode, state.text = Mode.CODE, "\n".join(f"line {n}" for n in range(40))
    seen = set()
    firsts = []
    for pages in range(4):
        lines = [line for line in shown(state, pages=pages) if "line" in line]
        firsts.append(lines[0])
        seen |= set(lines)
    assert {f"line {n}" for n in range(40)} <= seen
    assert firsts[0] == firsts[3] == "line 0"
    assert firsts[1].endswith("lines above")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [1, 2, 3]),
        ("2", [2]),
        ("q3", [3]),
        ("junior", [3]),
        ("ECHO", [2]),
        ("/echo", [2]),
        ("numbers", [1]),
        ("say line", [2]),
        ("say 3", []),
    ],
)
def test_the_list_is_filtered_by_words_and_numbers(state, words, found):
    state.words = words
    assert [exercise.number for exercise in state.matches()] == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("excptions", "nothing matches (did you mean exceptions?)"),
        ("classes functons", "nothing matches (did you mean functions?)"),
        ("classes numbers", "nothing matches"),
    ],
)
def test_where_nothing_matches_what_is_near_an_unknown_word_is_named(state, words, said):
    state.mode, state.words = Mode.LIST, words
    assert page(state, Screen()).body == [said]


def test_the_list_names_the_packages_that_an_exercise_lacks(state):
    state.mode, state.lacking = Mode.LIST, {"q002_echo": ["numpy", "pandas"], "q001_double": []}
    first, second, _ = page(state, Screen()).body
    assert "lacks" not in first
    assert second.endswith("(lacks numpy, pandas) Echo: say a line again")


def test_the_chosen_one_is_always_in_sight(state, course):
    state.exercises, state.mode = course.exercises * 20, Mode.LIST
    for chosen in range(60):
        state.chosen = chosen
        lines = shown(state, 60, 20)
        assert sum(line.startswith("> ") for line in lines) == 1


def test_a_prompt_is_filled_anew_and_its_code_left_alone(state):
    state.mode = Mode.TEXT
    state.text = (
        f"{'word ' * 15}\n{'more ' * 3}\n\n- {'item ' * 12}\n  goes on\n- next\n\n"
        f"    >>> {'code ' * 12}\n"
    )
    lines = shown(state, 60)[4:]
    assert lines[1].startswith("word word") and "more more" in lines[1]
    assert "goes on" in lines[4] and lines[4].startswith("  ")
    assert lines[5] == "- next"
    assert lines[7].startswith("    >>> code")


@pytest.mark.parametrize("seconds", [None, 5.0])
def test_without_a_keyboard_no_key_is_spoken_of(state, seconds):
    state.result = result(check("a", "x"), *(check(f"b{n}", "y") for n in range(30)))
    state.keyed, state.checking, state.just_solved = False, seconds, state.result
    lines = shown(state)
    assert lines[-1] == "no keys here; Ctrl-C ends"
    said = "\n".join(lines)
    assert not any(key in said for key in ("q quit", "space shows", "d shows", "n next"))


def test_only_what_is_solved_offers_its_solution(state):
    assert "answer" not in "".join(shown(state))
    state.reveals = state.exercise
    assert "d diff, a answer" in " ".join(shown(state)[-2:])


def test_a_solution_of_another_exercise_is_offered_as_that_ones(state, course):
    state.reveals = course.one("3") if state.exercise != course.one("3") else course.one("1")
    offered = " ".join(shown(state)[-3:])
    assert f"d diff of {state.reveals}" in offered and f"a answer of {state.reveals}" in offered


@pytest.mark.parametrize(
    ("columns", "width"),
    [("100", 100), ("", 80), ("0", 80), ("wide", 80), ("-5", 80), ("²", 80), ("9" * 5000, 9999)],
    ids=lambda value: str(value)[:5],
)
def test_without_a_terminal_the_environment_says_how_wide_it_is(monkeypatch, columns, width):
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.size().columns == width
