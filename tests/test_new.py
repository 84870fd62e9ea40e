"""`kata new`: four files that run as they stand, and gates that say what is left to write."""

import pytest
from click.testing import CliRunner

from grader import catalog
from grader.authoring import gates
from grader.authoring.new import write_new
from grader.catalog import Level
from grader.cli import kata as command
from grader.errors import KataError


@pytest.fixture
def made(folder):
    """The paths of a new exercise in a copy of the fixture course."""
    return write_new(catalog.load(folder), Level.ENTRY, "Adding numbers: once more.")


def breaches(engine, folder, *names):
    course = catalog.load(folder)
    ((_, broken),) = gates.verify(engine, course, [course.one("4")], gates.parse_gates(names))
    return [(breach.path.name, breach.gate, breach.said) for breach in broken]


def test_the_four_files_are_numbered_after_the_last(made, folder):
    assert [str(path.relative_to(folder)) for path in made] == [
        "exercises/entry/q004_adding_numbers.py",
        "exercises/entry/q004_adding_numbers_test.py",
        "solutions/entry/q004_adding_numbers.py",
        "solutions/entry/q004_adding_numbers.mistakes.toml",
    ]
    assert catalog.load(folder).one("4").title == "Adding numbers: once more"


def test_the_gates_ask_for_what_is_left_to_write_and_no_more(engine, made, folder):
    said = breaches(engine, folder)
    assert [(name, gate) for name, gate, _ in said] == [
        ("q004_adding_numbers.py", "form"),
        ("q004_adding_numbers_test.py", "form"),
        ("q004_adding_numbers.py", "form"),
    ]
    assert "topics" in said[0][2] and "2 checks" in said[1][2] and "the answer has" in said[2][2]


@pytest.mark.parametrize("title", ["Sorting", "Sorting:", ": the point", "… : the point", ""])
def test_a_title_without_topic_or_point_is_refused(folder, title):
    with pytest.raises(KataError, match="the title is written 'Topic: the point'"):
        write_new(catalog.load(folder), Level.ENTRY, title)


def test_files_that_are_there_are_left_alone(made, folder):
    made[0].unlink()
    before = made[1].read_text()
    with pytest.raises(KataError, match="q004_adding_numbers_test.py is there already"):
        write_new(catalog.load(folder), Level.ENTRY, "Adding numbers: again")
    assert made[1].read_text() == before


def test_in_a_checkout_authors_work_on_its_exercises(kata, folder):
    done = kata("new", "entry", "Adding: once more", cwd=folder / "solutions", course=None)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "then: kata verify q004_adding"
    checks = folder / "exercises" / "entry" / "q001_double_test.py"
    checks.write_text(checks.read_text().replace("assert double(2) == 4", "assert True", 1))
    done = kata("verify", "1", "--gate", "stub", cwd=folder, course=None)
    assert (done.returncode, "test_doubles passes on the stub" in done.stdout) == (1, True)


def test_in_a_checkout_run_says_whose_checks_it_takes(kata, folder):
    place = folder / "exercises"
    done = kata("run", "1", cwd=place, course=None)
    assert done.stderr.startswith("kata: the checks are those of ")
    assert done.stderr.endswith("takes this checkout's\n")
    assert "the checks are those" not in kata("run", "1", cwd=place).stderr


def test_nothing_is_written_into_an_installed_package(folder, tmp_path, monkeypatch):
    packaged = folder.rename(folder.with_name("_content"))
    monkeypatch.setattr(catalog, "content_folder", lambda: packaged)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["new", "entry", "Adding: once more"])
    assert "no checkout of a course here" in str(done.exception)
    assert len(list(packaged.glob("exercises/entry/q*.py"))) == 4
