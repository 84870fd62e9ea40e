"""The slow gate on the fixture course: what it makes, counts, lists and refuses."""

import shutil

import pytest

from grader import catalog
from grader.authoring import mutants
from grader.engine import Engine
from tests.support import edit


@pytest.fixture
def copied(tmp_path, course):
    """The fixture course, copied so that a test may change it."""
    shutil.copytree(course.course, tmp_path / "course")
    return tmp_path / "course"


def tried(folder, name):
    exercise = catalog.load(folder).one(name)
    with Engine(folder) as engine:
        (tally,) = mutants.try_mutants(engine, [exercise])
    return tally


def test_mutants_are_different_modules_that_differ_from_the_source():
    made = mutants.make_mutants("def bigger(a, b):\n    return a > b\n")
    assert len(made) == len(set(made)) > 3
    assert "def bigger(a, b):\n    return a >= b\n" in made


@pytest.mark.parametrize("named", ["re.error", "(re.error, ValueError)", "(ValueError, re.error)"])
def test_a_module_is_mutated_though_it_catches_what_another_module_names(named):
    made = mutants.make_mutants(f"import re\n\ntry:\n    a = 1 + 1\nexcept {named}:\n    a = 2\n")
    assert sum("a = 1 - 1\n" in text for text in made) == 1


def test_the_fixture_courses_mutants_are_caught(engine, course):
    tallies = list(mutants.try_mutants(engine, course.exercises))
    assert [tally.survivors for tally in tallies] == [[], [], []]
    assert mutants.missed(tallies, whole=True) == []
    assert mutants.table(tallies)[-1].endswith("caught, 100.0%")


def test_a_survivor_is_shown_as_a_difference(copied):
    checks = copied / "exercises" / "junior" / "q003_tally_test.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(text.replace("    assert tally.add(90).total == 100\n", ""), encoding="utf-8")
    tally = tried(copied, "3")
    assert any(
        "-        if self.total + amount > 100:\n+        if self.total + amount >= 100:"
        in survivor
        for survivor in tally.survivors
    )


def test_a_mutant_that_never_ends_is_caught_by_its_time(copied):
    reference = copied / "solutions" / "junior" / "q003_tally.py"
    text = reference.read_text(encoding="utf-8").replace(
        "        self.total += amount\n",
        "        left = amount\n"
        "        while left > 0:\n"
        "            left -= 1\n"
        "            self.total += 1\n",
    )
    reference.write_text(text, encoding="utf-8")
    assert tried(copied, "3").timed_out > 0


def add_equivalent(folder, find, put, reason):
    path = folder / "solutions" / "entry" / "q001_double.mistakes.toml"
    entry = f"\n[[equivalent]]\nfind = {find!r}\nput = {put!r}\nreason = {reason!r}\n"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")


@pytest.mark.parametrize(
    ("find", "put", "reason", "problem"),
    [
        ("return 2 * number", "return 2 / number", "it is not", "is caught, so it is not"),
        ("return 2 * number", "return number * 2", "the same", "is no mutant any more"),
        ("nowhere", "elsewhere", "gone", "is no mutant any more"),
        ("return 2 * number", "return 2 / number", "", "gives no reason"),
    ],
)
def test_an_equivalent_that_is_none_is_a_problem(copied, find, put, reason, problem):
    add_equivalent(copied, find, put, reason)
    tally = tried(copied, "1")
    assert any(problem in text for text in tally.problems)
    assert mutants.missed([tally], whole=False) == [
        "q001_double lists what is not equivalent; mend its mistakes"
    ]


def test_an_equivalent_is_not_held_against_the_checks(copied):
    reference = copied / "solutions" / "entry" / "q001_double.py"
    text = reference.read_text(encoding="utf-8")
    reference.write_text(
        text.replace(
            "    return 2 * number\n", "    return 2 * number if number == number else 0\n"
        ),
        encoding="utf-8",
    )
    before = tried(copied, "1")
    assert before.survivors
    add_equivalent(copied, "number == number", "number >= number", "no check has a NaN")
    after = tried(copied, "1")
    assert (after.equivalent, after.problems) == (1, [])
    assert len(after.survivors) == len(before.survivors) - 1


@pytest.mark.parametrize(
    ("killed", "survivors", "whole", "said"),
    [
        (8, 2, False, ["q001_double misses 90%; mend its checks"]),
        (19, 1, True, []),
        (37, 3, False, []),
        (37, 3, True, ["all together miss 95%; mend the checks that catch the fewest"]),
    ],
)
def test_too_few_caught_mutants_break_the_gate(course, killed, survivors, whole, said):
    tally = mutants.Tally(course.one("1"), killed=killed, survivors=["a mutant"] * survivors)
    assert mutants.missed([tally], whole) == said


@pytest.mark.parametrize(("whole", "wanted"), [(False, 90), (True, 95)])
def test_a_gate_that_holds_says_by_how_much(course, whole, wanted):
    tally = mutants.Tally(course.one("1"), killed=36, survivors=["a mutant"])
    assert mutants.holds([tally], whole) == f"holds: 97.3%, {wanted}% are wanted"


def test_the_command_says_which_share_was_missed(kata, copied):
    checks = copied / "exercises" / "junior" / "q003_tally_test.py"
    checks.write_text(
        "from q003_tally import Tally\n\n\ndef test_it_is_there():\n    assert Tally\n"
    )
    done = kata("mutants", "3", course=copied)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == "q003_tally misses 90%; mend its checks"


def test_no_mutant_counts_as_caught_where_the_reference_itself_fails(kata, copied):
    edit(copied / "solutions" / "entry" / "q001_double.py", "return 2 *", "return 3 *")
    done = kata("mutants", "1", course=copied)
    assert (done.returncode, done.stderr) == (1, "")
    assert "untried" in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "the reference of q001_double fails, so no mutant was tried; run: kata verify 1"
    )


def test_survivors_are_shown_as_they_are_and_with_what_may_be_done(kata, copied):
    reference = copied / "solutions" / "entry" / "q001_double.py"
    long = "    return 2 * number if number == number else None  # " + "very " * 12 + "long"
    edit(reference, "    return 2 * number\n", f"{long}\n")
    done = kata("mutants", "1", course=copied)
    assert f"\n-{long}\n" in done.stdout
    survived = done.stdout.count("@@ -")
    noun = "mutant" if survived == 1 else "mutants"
    assert f"\n{survived} {noun} survived: write a check that fails on it, or, " in done.stdout
    assert "list it as [[equivalent]]" in done.stdout


def test_the_command_prints_the_table(kata):
    done = kata("mutants", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "q001_double" in done.stdout
    assert "caught, 100.0%" in done.stdout and "survived:" not in done.stdout
    assert done.stdout.splitlines()[-1] == "holds: 100.0%, 90% are wanted"
