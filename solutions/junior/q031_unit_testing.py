r"""Q31 · Unit testing: the answer and one way to build it.

## Answer

A unit test checks one small piece alone: a function, a class, an endpoint. `unittest` comes with
Python: methods named `test_*` in a `TestCase`, with `assertEqual` and its kin, run by
`python -m unittest`. Most projects use pytest, which runs those too: plain functions and plain
`assert`, whose failures it explains; fixtures set things up, `parametrize` runs one test over many
cases, and `pytest.raises` covers errors.

A good test has one behaviour and a name that says which, and it can fail: I see it red once. I test
the edges: empty, exactly at the limit, one beyond, the wrong type. Tests share no state and pass in
any order. What is slow or outside, such as a network or a clock, I replace by a fake or by
`unittest.mock`, patched where it is looked up, with `autospec`. Too many mocks test only
themselves.

Coverage finds the lines that no test runs. Eighty per cent is a common goal, but a line can run
without being checked.

## Follow-ups

- **How do you know that your tests would notice a fault?** Break the code on purpose and look for a
  red test. Mutation testing, with a tool such as mutmut, does that by machine.
- **Where do you patch a function that a module took in by `from … import`?** In the module that
  uses it: its name holds a reference of its own, which a patch at the source does not reach.
- **When is a property better than an example?** When many inputs share it: the slug of a slug is
  the same slug. Hypothesis makes up such inputs and shrinks one that fails.
- **`parametrize` or a loop in the test?** `parametrize` reports and runs each case by itself; a
  loop stops at the first that fails. For cases known only at run time, pytest has had `subtests`
  since 9.0.

## Notes

Each test compares a whole result with `==`, which leaves a fault no room. Under each rule stands an
input for which only that rule decides, so a failing test names the broken rule. One parametrised
table of inputs and results would be shorter and easier to extend, but its failures name an input,
and no rule.
"""

from collections.abc import Callable

import pytest


def test_lower_case(slugify: Callable[..., str]) -> None:
    """Letters come out in lower case."""
    assert slugify("PyThon") == "python"


def test_accents_are_removed(slugify: Callable[..., str]) -> None:
    """Accented letters become plain ones."""
    assert slugify("crème") == "creme"


def test_runs_become_one_hyphen(slugify: Callable[..., str]) -> None:
    """Any number of separators between words becomes one hyphen."""
    assert slugify("tea & milk 4 two") == "tea-milk-4-two"


def test_no_hyphen_at_the_edges(slugify: Callable[..., str]) -> None:
    """Separators around the text leave no hyphen."""
    assert slugify("(tea)") == "tea"


def test_what_is_too_long_is_cut(slugify: Callable[..., str]) -> None:
    """Of a longer result the first characters remain."""
    assert slugify("coffee", max_length=3) == "cof"


def test_what_fits_exactly_stays_whole(slugify: Callable[..., str]) -> None:
    """A result as long as the limit is not cut."""
    assert slugify("coffee", max_length=6) == "coffee"


def test_cut_leaves_no_hyphen(slugify: Callable[..., str]) -> None:
    """A cut right after a hyphen takes it away."""
    assert slugify("tea-time", max_length=4) == "tea"


def test_nothing_left_is_empty(slugify: Callable[..., str]) -> None:
    """Neither letters nor digits: the empty string."""
    assert slugify("?!") == ""


def test_other_types_are_refused(slugify: Callable[..., str]) -> None:
    """Only a `str` is a text."""
    with pytest.raises(TypeError):
        slugify(None)
