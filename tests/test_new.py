"""`kata new`: four files that run as they stand, and gates that say what is left to write."""

import re
import shlex

import pytest
from click.testing import CliRunner

from grader import catalog
from grader.authoring import gates, new
from grader.authoring.new import PLACEHOLDERS, write_new
from grader.catalog import Level
from grader.cli import kata as command
from grader.errors import KataError
from tests.conftest import ROOT


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
    assert {gate for _, gate, _ in said} == {"form"}
    topics, checks = (s for _, _, s in said if "is the template's; write your own" not in s)
    assert "the topic TOPIC is not in" in topics and "2 checks; six to fourteen" in checks
    left = [s for _, _, s in said if "is the template's; write your own" in s]
    assert sorted(s.split('"')[1] for s in left) == sorted(PLACEHOLDERS.values())


def test_the_templates_hold_no_words_that_are_not_found_when_left():
    said = r'(?m)^- .*|^(?:name|breaks) = .*|^def solve.*|hint\(.*|^    """.*'
    for template in (new.STUB, new.CHECKS, new.REFERENCE, new.MISTAKES):
        for text in re.findall(said, template):
            assert re.search(r"\{\w+\}", text), text


@pytest.mark.parametrize("title", ["Sorting", "Sorting:", ": the point", ""])
def test_a_title_without_topic_or_point_is_refused(folder, title):
    with pytest.raises(KataError, match="the title is written 'Topic: the point'"):
        write_new(catalog.load(folder), Level.ENTRY, title)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Größe: what is long", "q004_grosse"),
        ("Ærlig smørrebrød, déjà vu: eat", "q004_aerlig_smorrebrod_deja_vu"),
        ("日本語 Sorting 2: 問題", "q004_sorting_2"),
        ("The test: try it", "q004_the"),
    ],
)
def test_a_file_name_is_made_of_latin_letters_without_their_marks(folder, title, name):
    stub, *_ = write_new(catalog.load(folder), Level.ENTRY, title)
    assert stub.name == f"{name}.py"
    assert catalog.load(folder).one("4").title == title


def test_a_topic_without_a_latin_letter_is_refused(folder):
    with pytest.raises(KataError, match="a file name needs Latin letters, and '日本語' has none"):
        write_new(catalog.load(folder), Level.ENTRY, "日本語: 問題")


@pytest.mark.parametrize("odd", ['"""', "\n", "\t", "\x07", "\u202e", "\udc80"])
def test_a_title_that_would_break_the_files_is_refused(folder, odd):
    with pytest.raises(KataError) as error:
        write_new(catalog.load(folder), Level.ENTRY, f"Sorting: a{odd}b")
    assert str(error.value) == f"the title holds {ascii(odd)}; leave it out"
    assert not list(folder.rglob("q004*"))


@pytest.mark.parametrize("part", ["\\", "\\n", "\\N", '"', "'", '""', "{name}", "%s", "a: b"])
def test_whatever_else_a_title_holds_the_files_can_be_read(engine, folder, part):
    title = f"Sorting {part}: keep {part} the order {part}"
    write_new(catalog.load(folder), Level.ENTRY, title)
    assert ("cannot be read" in str(breaches(engine, folder, "form"))) is False
    assert breaches(engine, folder, "reference", "mistakes", "example") == []


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
    said = "in no checkout of a course, to write into; cd into one, or run: kata --course FOLDER "
    assert str(done.exception) == f"{said}new entry 'Adding: once more'"
    assert len(list(packaged.glob("exercises/entry/q*.py"))) == 4


def test_nothing_is_written_into_a_clone_that_one_is_not_in(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(catalog, "content_folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["new", "entry", "Adding: once more"])
    said = f"in no checkout of a course, to write into; cd into {folder}, or run: kata "
    assert str(done.exception).startswith(said)
    assert not list(folder.rglob("q004*"))
    words = shlex.split(str(done.exception).partition(" or run: kata ")[2])
    assert CliRunner().invoke(command, words).exit_code == 0
    assert list(folder.rglob("q004*"))


def test_outside_a_checkout_authors_are_told_which_course_they_read(kata, tmp_path):
    done = kata("verify", "1", "--gate", "form", course=None)
    said = f"kata: in no checkout of a course; the exercises are those of {ROOT}\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert kata("verify", "1", "--gate", "form").stderr == ""
