"""The catalogue: what it finds, reads from files without importing them, and selects."""

import dataclasses
import itertools
import tomllib
from pathlib import Path

import pytest

from grader import catalog
from grader.catalog import CHECK_SECONDS, Level
from grader.errors import KataError
from grader.grading import lacks, missing_packages
from grader.practice import status
from grader.source import public_definitions
from tests.support import COURSE, copy_course, make_course

STUB = '"""Q7 · Waiting: be patient.\n\nTopics: dates, threads\nNeeds: numpy, httpx\n"""\n'

SETS = """
fundamentals functions iteration data-structures object-model memory errors files concurrency async
testing performance logging-and-configuration caching databases data-science machine-learning web
apis security packaging-and-deployment
"""


def named(exercises):
    """The numbers of exercises, which is how these tests name them."""
    return [exercise.number for exercise in exercises]


def only(tmp_path, stub, checks="", name="q007_waiting"):
    """The one exercise of a course made of a stub and its checks."""
    files = {f"mid/{name}.py": stub, f"mid/{name}_test.py": checks}
    (exercise,) = make_course(tmp_path, files).exercises
    return exercise


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """A course of five exercises on four levels, with topics that overlap."""
    rows = [
        (Level.ENTRY, "q001_lists", "collections, sorting"),
        (Level.ENTRY, "q002_sorting", "sorting, functions"),
        (Level.JUNIOR, "q005_closures", "closures, functions"),
        (Level.MID, "q010_raising", "exceptions, closures"),
        (Level.EXPERT, "q117_parsing", "csv, validation"),
    ]
    files = {
        f"{level}/{name}.py": f'"""Q{int(name[1:4])} · {name}: x.\n\nTopics: {topics}\n"""\n'
        for level, name, topics in rows
    }
    return make_course(tmp_path_factory.mktemp("five"), files)


def test_exercises_are_found_by_level_and_number(course):
    assert [(e.number, e.name, e.level) for e in course.exercises] == [
        (1, "q001_double", Level.ENTRY),
        (2, "q002_echo", Level.ENTRY),
        (3, "q003_tally", Level.JUNIOR),
    ]


def test_an_exercise_knows_its_four_files(course):
    tally = course.one("3")
    assert [
        path.relative_to(COURSE).as_posix()
        for path in (tally.stub, tally.checks_file, tally.reference, tally.mistakes_file)
    ] == [
        "exercises/junior/q003_tally.py",
        "exercises/junior/q003_tally_test.py",
        "solutions/junior/q003_tally.py",
        "solutions/junior/q003_tally.mistakes.toml",
    ]


def test_other_files_and_folders_are_no_exercises(tmp_path):
    stray = ["mid/q007_waiting_test.py", "mid/notes.py", "mid/q07_short.py", "mid/q008_x.txt"]
    stray += ["mid/Q009_upper.py", "other/q010_elsewhere.py", "q011_above.py", "mid/q012_A.py"]
    found = make_course(tmp_path, dict.fromkeys([*stray, "mid/q007_waiting.py"], STUB))
    assert [exercise.name for exercise in found.exercises] == ["q007_waiting"]


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_exercises_is_refused(tmp_path, folder):
    with pytest.raises(KataError, match="holds no exercises; a course has exercises/<level>/qNNN"):
        catalog.load(tmp_path / folder)


def test_the_course_that_comes_with_the_grader_is_the_default():
    assert catalog.load().course == catalog.content_folder()


def test_levels_are_worth_one_to_five_points():
    assert [(str(level), level.points) for level in Level] == [
        ("entry", 1),
        ("junior", 2),
        ("mid", 3),
        ("senior", 4),
        ("expert", 5),
    ]


def test_the_header_gives_title_topics_and_needs(tmp_path):
    exercise = only(tmp_path, STUB)
    assert (exercise.title, exercise.topic) == ("Waiting: be patient", "Waiting")
    assert exercise.topics == ("dates", "threads")
    assert exercise.needs == ("numpy", "httpx")


@pytest.mark.parametrize(
    "stub",
    [f"r{STUB}", STUB.replace("\n", "\r\n"), STUB + "# \N{SNOWMAN}" * 2000],
    ids=["raw docstring", "carriage returns", "longer than what is read"],
)
def test_a_header_is_read_in_each_of_its_forms(tmp_path, stub):
    exercise = only(tmp_path, stub)
    assert (exercise.title, exercise.topics) == ("Waiting: be patient", ("dates", "threads"))


@pytest.mark.parametrize(
    "stub",
    ["", "\n", "def wait():\n    pass\n", b'"""Q7 \xb7 Waiting: in Latin-1."""\n', b"\x00\xff\xfe"],
    ids=["empty", "blank", "no docstring", "Latin-1", "binary"],
)
def test_an_exercise_without_a_header_is_listed_by_its_name(tmp_path, stub):
    exercise = only(tmp_path, stub)
    assert (exercise.title, exercise.topics, exercise.needs) == ("q007_waiting", (), ())


def test_the_prompt_is_the_docstring_of_the_stub(course):
    prompt = course.one("1").prompt
    assert prompt.startswith("Q1 · Doubling: give back twice what came.\n\nTopics: functions")
    assert prompt.endswith("(4, 6)")


def test_a_stub_without_docstring_has_an_empty_prompt(tmp_path):
    assert only(tmp_path, "x = 1\n").prompt == ""


@pytest.mark.parametrize("part", ["prompt", "checks", "public_names"])
@pytest.mark.parametrize(
    "content",
    [b"def (:\n", b'"""\xff"""\n', b"x = 1\0\n"],
    ids=["a syntax error", "not UTF-8", "a null byte"],
)
def test_a_file_that_cannot_be_parsed_is_named(tmp_path, part, content):
    exercise = only(tmp_path, content, content)
    with pytest.raises(
        KataError, match=r"q007_waiting.*\.py:1: cannot be read \(.*\); mend or restore it"
    ):
        getattr(exercise, part)


def test_a_missing_file_of_checks_is_named(tmp_path):
    (exercise,) = make_course(tmp_path, {"mid/q007_waiting.py": STUB}).exercises
    with pytest.raises(KataError, match=r"q007_waiting_test\.py:1: cannot be read"):
        exercise.checks  # noqa: B018


def test_checks_come_in_the_order_of_their_file(course):
    assert [check.name for check in course.one("q001").checks] == [
        "test_doubles",
        "test_doubles_fractions",
        "test_refuses_text",
        "test_triples",
        "test_triples_zero",
        "test_mixes",
    ]


def test_a_check_has_a_label_and_hints(course):
    check = course.one("1").checks[0]
    assert check.label == "An integer is doubled."
    assert check.hints == ("What is `number + number`?", "Multiply by two.")


def test_a_check_knows_the_line_of_its_def_below_its_marks(course):
    assert [check.line for check in course.one("1").checks] == [8, 15, 21, 28, 34, 41]


def test_a_label_is_the_first_paragraph_on_one_line(tmp_path):
    checks = 'def test_a():\n    """Two\n    lines.\n\n    And more.\n    """\n'
    assert [check.label for check in only(tmp_path, STUB, checks).checks] == ["Two lines."]


def test_a_check_without_docstring_and_marks_has_neither_label_nor_hints(tmp_path):
    (check,) = only(tmp_path, STUB, "def test_a():\n    assert True\n").checks
    assert (check.label, check.hints) == ("", ())


def test_only_functions_of_the_top_level_are_checks(tmp_path):
    checks = (
        "def helper():\n    def test_inside(): pass\n"
        "class TestX:\n    def test_method(self): pass\n"
        "test_value = 1\n"
        "def test_a(): pass\n"
    )
    assert [check.name for check in only(tmp_path, STUB, checks).checks] == ["test_a"]


@pytest.mark.parametrize(
    ("module_mark", "mark", "expected"),
    [
        ("", "", CHECK_SECONDS),
        ("", "@pytest.mark.timeout(20)", 20),
        ("pytestmark = pytest.mark.timeout(7.5)", "", 7.5),
        ("pytestmark = [pytest.mark.slow, pytest.mark.timeout(8)]", "", 8),
        ("pytestmark = pytest.mark.timeout(8)", "@pytest.mark.timeout(2)", 2),
        ("pytestmark = pytest.mark.slow", "@pytest.mark.slow", CHECK_SECONDS),
    ],
)
def test_a_time_limit_comes_from_the_nearest_mark(tmp_path, module_mark, mark, expected):
    checks = f"import pytest\n{module_mark}\n{mark}\ndef test_a():\n    assert True\n"
    (check,) = only(tmp_path, STUB, checks).checks
    assert check.timeout == expected


@pytest.mark.parametrize("other", ["entry/q007_hurrying.py", "mid/q007_also.py"])
def test_two_exercises_of_one_number_are_refused_by_their_files(tmp_path, kata, other):
    with pytest.raises(KataError) as refused:
        make_course(tmp_path, {"mid/q007_waiting.py": STUB, other: STUB})
    assert other in str(refused.value) and "mid/q007_waiting.py" in str(refused.value)
    done = kata("list", course=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_public_names_are_those_that_the_checks_import(tmp_path):
    checks = "import os\nfrom json import dumps\nfrom q007_waiting import wait, Waiter as W\n"
    assert only(tmp_path, STUB, checks).public_names == ("wait", "Waiter")


def test_public_definitions_are_functions_classes_and_variables():
    source = (
        "import os\nfrom json import dumps\n"
        "def f(): pass\nasync def g(): pass\nclass C:\n    inner = 1\n"
        "a = b = 1\nc: int = 2\n_private = 3\ndef _hidden(): pass\n"
    )
    assert public_definitions(source) == ["f", "g", "C", "a", "b", "c"]


def test_nothing_is_imported(tmp_path):
    marker = tmp_path / "imported"
    code = f"open({str(marker)!r}, 'w').close()\n"
    checks = f"from q007_waiting import wait\n{code}def test_a():\n    assert wait\n"
    exercise = only(tmp_path, f"{STUB}{code}", checks)
    assert exercise.prompt and exercise.public_names == ("wait",) and len(exercise.checks) == 1
    assert not marker.exists()


@pytest.mark.parametrize(
    "name",
    [
        "5",
        "q5",
        "Q5",
        "005",
        "q005",
        "q005_closures",
        "closures",
        "Closures",
        "q005_closures.py",
        "q005_closures_test.py",
        "junior/q005_closures.py",
        " 5 ",
    ],
)
def test_an_exercise_is_selected_by_each_of_its_names(five, name):
    assert named(five.select([name])) == [5]


def test_a_name_may_be_written_with_hyphens(tmp_path):
    course = make_course(tmp_path, {"mid/q008_two_words.py": STUB})
    assert named(course.select(["two-words"])) == [8]


@pytest.mark.parametrize("span", ["2-10", "q2-q10", "10-2", "q002-10"])
def test_a_range_selects_the_exercises_between(five, span):
    assert named(five.select([span])) == [2, 5, 10]


def test_nothing_named_selects_everything(five):
    assert named(five.select()) == [1, 2, 5, 10, 117]


def test_what_is_selected_comes_in_catalogue_order_and_once(five):
    assert named(five.select(["117", "5", "1-2", "q001_lists", "5"])) == [1, 2, 5, 117]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(["entry"], [1, 2]), (["ENTRY"], [1, 2]), (["expert", "junior"], [5, 117])],
)
def test_levels_select_all_their_exercises(five, levels, expected):
    assert named(five.select(levels=levels)) == expected


def test_a_topic_selects_the_exercises_that_have_it(five):
    assert named(five.select(topics=["sorting"])) == [1, 2]


def test_a_set_selects_the_exercises_with_any_of_its_topics(five):
    assert named(five.select(sets=["functions"])) == [2, 5, 10]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"names": ["1-10"], "levels": ["entry"]}, [1, 2]),
        ({"names": ["2-117"], "topics": ["closures"]}, [5, 10]),
        ({"levels": ["entry", "mid"], "sets": ["functions"]}, [2, 10]),
        ({"topics": ["closures", "csv"]}, [5, 10, 117]),
        ({"sets": ["errors", "files"]}, [10, 117]),
        ({"topics": ["sorting"], "sets": ["functions"]}, [2]),
    ],
    ids=["level", "topic", "set", "two topics", "two sets", "topic and set"],
)
def test_kinds_of_selection_narrow_each_other(five, selection, expected):
    assert named(five.select(**selection)) == expected


def test_selections_that_exclude_each_other_leave_nothing(five):
    with pytest.raises(
        KataError, match="no exercise is all of that; `kata list` shows what there is"
    ):
        five.select(["1"], levels=["expert"])


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("closure", "did you mean closures"),
        ("q005_closure", "did you mean q005_closures"),
        ("sortng", "did you mean sorting"),
    ],
)
def test_an_unknown_exercise_is_refused_with_a_suggestion(five, name, suggestion):
    with pytest.raises(KataError, match=rf"no exercise '{name}' \({suggestion}.*; see `kata list`"):
        five.select([name])


@pytest.mark.parametrize("name", ["1-999", "q1-q999", "999-1"])
def test_a_range_ends_with_the_last_exercise(five, name):
    with pytest.raises(
        KataError, match=f"'{name}' goes beyond Q.*, the last exercise; end it there"
    ):
        five.select([name])


@pytest.mark.parametrize("name", ["3", "q99", "50-60", "12345", "0", "-1", "1-", "", "???"])
def test_an_unknown_number_is_refused(five, name):
    with pytest.raises(KataError, match=r"no exercise '.*'.*; see `kata list`"):
        five.select([name])


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("levels", "juniro", r"no level 'juniro' \(did you mean junior\?\)$"),
        ("topics", "closure", r"no topic 'closure' \(did you mean closures.*\?\)$"),
        ("topics", "zzzzzz", r"no topic 'zzzzzz'; there are: syntax, "),
        ("sets", "data-sience", r"no set 'data-sience' \(did you mean data-science"),
        ("sets", "zzzzzz", r"no set 'zzzzzz'; there are: fundamentals, "),
    ],
)
def test_an_unknown_level_topic_or_set_is_refused(five, kind, name, said):
    with pytest.raises(KataError, match=said):
        five.select(**{kind: [name]})


def test_one_unknown_name_among_good_ones_is_refused(five):
    with pytest.raises(KataError, match="no exercise 'nosuch'"):
        five.select(["1", "nosuch"])


def test_one_gives_the_exercise_of_a_name(five):
    assert five.one("raising").number == 10


def test_every_topic_is_listed_once(course):
    assert sorted(set(course.tags)) == sorted(course.tags)


def test_every_set_is_made_of_known_topics(course):
    topics = set(itertools.chain.from_iterable(course.sets.values()))
    assert topics <= set(course.tags)
    assert all(course.sets.values())


@pytest.mark.parametrize("name", SETS.split())
def test_each_curated_set_is_there(course, name):
    assert name in course.sets


def test_there_are_no_other_sets(course):
    assert len(course.sets) == len(SETS.split())


def test_the_exercises_that_come_with_the_grader_use_known_topics(course):
    used = {topic for exercise in catalog.load().exercises for topic in exercise.topics}
    assert used and used <= set(course.tags)


def test_what_a_file_of_checks_says_is_kept_until_it_says_something_else(tmp_path):
    course = copy_course(tmp_path / "course")
    first = catalog.load(course).one("1")
    file, before = first.checks_file, first.checks
    assert catalog.CACHE.read(file, file.read_bytes())
    again = catalog.load(course).one("1")
    assert (again.checks, again.public_names) == (before, first.public_names)
    file.write_text(file.read_text().replace("def test_doubles(", "def test_twice("))
    names = [check.name for check in catalog.load(course).one("1").checks]
    assert names == ["test_twice", *(check.name for check in before[1:])]


def test_what_is_kept_and_makes_no_sense_is_read_anew(tmp_path):
    exercise = catalog.load(copy_course(tmp_path / "course")).one("1")
    file = exercise.checks_file
    catalog.CACHE.write(file, file.read_bytes(), b"[[1]]")
    assert len(exercise.checks) == 6


def test_every_exercise_is_in_a_set_and_no_set_is_empty():
    whole = catalog.load()
    in_sets = {exercise for name in whole.sets for exercise in whole.select(sets=[name])}
    assert in_sets == set(whole.exercises)
    assert all(whole.select(sets=[name]) for name in whole.sets)


def test_twins_are_linked_both_ways():
    whole = catalog.load()
    links = {(s, each, twin) for each in whole.exercises for s, twin in whole.twins(each)}
    assert ("decorators", whole.one("10"), whole.one("26")) in links
    assert links == {(subject, twin, each) for subject, each, twin in links}
    assert not any(each is twin for _, each, twin in links)
    written = tomllib.loads((Path(catalog.__file__).parent / "topics.toml").read_text("utf-8"))
    named = set(itertools.chain.from_iterable(written["twins"].values()))
    assert named == {each.name for _, each, _ in links}
    told = [text for text, *_ in status.twins(whole.one("26"), whole)]
    assert told == [f"before on decorators: Q10 · {whole.one('10').title}"]


def test_a_package_that_is_too_old_is_missing(course, tmp_path, monkeypatch):
    (tmp_path / "pandas-2.3.3.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: pandas\nVersion: 2.3.3\n"
    (tmp_path / "pandas-2.3.3.dist-info" / "METADATA").write_text(metadata)
    monkeypatch.syspath_prepend(tmp_path)
    exercise = dataclasses.replace(course.one("1"), needs=("click", "pandas", "nosuch"))
    missing = missing_packages(exercise)
    assert missing == ["pandas>=3.1", "nosuch"]
    assert lacks(missing[:1]).startswith("pandas>=3.1 is not installed; run: ")
    assert "[data]" in lacks(missing[:1])
