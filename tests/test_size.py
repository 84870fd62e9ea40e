"""The gate `size`: what counts, and what is said of an exercise that is too large."""

import ast

import pytest

from grader.authoring.size import LIMITS, written
from grader.catalog import Level
from grader.source import Source
from tests.support import Q1_FILES, assert_said, edit

STUB, _, REFERENCE, _ = Q1_FILES


def test_no_level_allows_more_than_the_next():
    limits = [LIMITS[level] for level in Level]
    assert limits == sorted(limits, key=lambda size: (size.words, size.lines, size.names))


@pytest.mark.parametrize(("words", "found"), [(305, []), (306, ["has 361 words, 360 are allowed"])])
def test_words_are_those_of_the_whole_prompt(breaches, folder, words, found):
    text = (folder / STUB).read_text(encoding="utf-8")
    already = len(ast.get_docstring(ast.parse(text)).split())
    assert already + 306 == 361
    edit(folder / STUB, "(4, 6)\n", "(4, 6)\n" + "word\n" * words)
    assert_said(breaches("size"), *found)


@pytest.mark.parametrize(("lines", "found"), [(23, []), (24, ["has 26 lines beyond its stub, 25"])])
def test_lines_are_the_non_blank_ones_of_the_reference_beyond_the_stub(
    breaches, folder, lines, found
):
    edit(
        folder / REFERENCE,
        "    return 3 * number",
        "    pass\n\n" * lines + "    return 3 * number",
    )
    assert_said(breaches("size"), *found)


def test_names_are_those_that_the_learner_writes(breaches, folder):
    given = '\n\nclass Given(Exception):\n    """Is complete."""\n'
    edit(folder / STUB, "", given)
    edit(folder / REFERENCE, "", given)
    for name in ("three", "four"):
        edit(folder / STUB, "", f"\n\ndef {name}():\n    raise NotImplementedError\n")
        edit(folder / REFERENCE, "", f"\n\ndef {name}():\n    return 1\n")
    assert breaches("size") == []
    edit(
        folder / STUB, "", "\n\nclass Five:\n    def a(self):\n        raise NotImplementedError\n"
    )
    edit(folder / REFERENCE, "", "\n\nclass Five:\n    def a(self):\n        return 1\n")
    (breach,) = breaches("size")
    assert breach == (
        f"{STUB}:22: size: a learner writes 5 names (double, triple, three, four, Five), 4 are "
        "allowed at this level; drop a function or a rule, the least interesting first"
    )


def module(text):
    return Source(None, text, ast.parse(text))


def test_a_function_that_works_but_has_to_be_improved_is_written_by_the_learner():
    stub = module("def slow():\n    return 1\n\ndef given():\n    return 2\n")
    reference = module('def slow():\n    return 9\n\ndef given():\n    """Doc."""\n    return 2\n')
    assert written(stub, reference) == ["slow"]


def test_the_body_of_a_function_to_be_improved_counts_as_one_line(breaches, folder):
    slow = "    total = 0\n    for _ in range(2):\n\n        total += number\n    return total\n"
    source = (folder / STUB).read_text(encoding="utf-8")
    begin, _, end = source.rpartition("    raise NotImplementedError\n")
    (folder / STUB).write_text(begin + slow + end, encoding="utf-8")
    edit(folder / REFERENCE, "    return 3 * number", "    pass\n" * 24 + "    return 3 * number")
    assert_said(breaches("size"), "has 26 lines beyond its stub, 25 are allowed")


@pytest.mark.parametrize(
    "source",
    [
        "if True:\n    def new():\n        {}\n",
        "try:\n    pass\nfinally:\n    class new:\n        a = {!r}\n",
        "new = {!r}\n",
        "new: object = {!r}\n",
    ],
)
def test_a_name_counts_wherever_and_however_the_top_level_defines_it(source):
    stub, given = module(source.format("None")), module(source.format("None"))
    assert written(stub, given) == []
    assert written(stub, module(source.format("1"))) == ["new"]
    assert written(stub, module("def new():\n    return 1\n")) == ["new"]
