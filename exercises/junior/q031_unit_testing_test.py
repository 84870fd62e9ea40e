"""Checks for Q31 · Unit testing."""

import importlib.util
import inspect
import re
import string
import sys
import traceback
import unicodedata

import pytest
import q031_unit_testing as suite


def make_slugify(fault=None):
    """A `slugify` that keeps all rules, or all but the one named by `fault`."""

    def slugify(text, max_length=None):
        if fault == "type":
            text = str(text)
        if not isinstance(text, str):
            raise TypeError(f"a str is needed, got {text!r}")
        slug = unicodedata.normalize("NFC" if fault == "accents" else "NFD", text)
        slug = "".join(letter for letter in slug if not unicodedata.combining(letter))
        if fault != "case":
            slug = slug.lower()
        slug = re.sub("[^a-zA-Z0-9]" if fault == "runs" else "[^a-zA-Z0-9]+", "-", slug)
        if fault != "edges":
            slug = slug.strip("-")
        if fault == "length" and len(slug) == max_length:
            slug = slug[:-1].rstrip("-")
        if max_length is not None and len(slug) > max_length:
            slug = slug[:max_length]
            if fault != "cut":
                slug = slug.rstrip("-")
        if not slug.strip("-"):
            return "untitled" if fault == "nothing" else ""
        return slug

    return slugify


class NoText(TypeError):
    """What `other_slugify` raises."""


LEFT_OPEN = {ord(c): unicodedata.normalize("NFKD", c) for c in "²ﬀﬁﬂﬃﬄﬅﬆ"}
LEFT_OPEN |= {ord("ø"): "o", ord("ł"): "l", ord("œ"): "oe", ord("´"): None}


def other_slugify(text, max_length=None):
    """A right one too, of another make, which drops `´`, takes `ø` and `ł` for accented, `²` and
    ligatures for what they stand for, and accents that are characters of their own for separators.
    """
    if not isinstance(text, str):
        raise NoText
    if max_length is not None and (not isinstance(max_length, int) or max_length < 1):
        raise ValueError("no length")
    plain = text.lower().translate(LEFT_OPEN)
    plain = "".join(" " if unicodedata.combining(c) else c for c in plain)
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    kept = set(string.ascii_lowercase + string.digits)
    words = "".join(letter if letter in kept else " " for letter in letters).split()
    return "-".join(words)[:max_length].rstrip("-")


def messy(*_, **__):
    """A function that takes anything and returns one messy text."""
    return "--Wrong É--"


@pytest.fixture(autouse=True)
def loaded(monkeypatch):
    """Lets a copy of the submission stand among the modules until the check ends."""
    monkeypatch.setitem(sys.modules, "q031_afresh", suite)


def load():
    """The test functions of a new copy of the submission, by name, as they are written."""
    spec = importlib.util.spec_from_file_location("q031_afresh", suite.__file__)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {
        name: value
        for name, value in vars(module).items()
        if name.startswith("test_") and inspect.isfunction(value)
    }


def outcome(test, slugify):
    """What became of a test: "passed", "failed", or what it did instead of either."""
    try:
        returned = test(slugify)
    except (Exception, pytest.fail.Exception):
        return "failed"
    except (pytest.skip.Exception, pytest.xfail.Exception) as excuse:
        return type(excuse).__name__
    if inspect.iscoroutine(returned):
        returned.close()
        return "not awaited"
    return "not run" if inspect.isgenerator(returned) else "passed"


def complaint(test, slugify):
    """Where and how a test fails, and what `slugify` gave it last; None if it passes."""
    if outcome(test, slugify) == "passed":
        return None
    calls = ["no call of slugify"]

    def noted(text, max_length=None):
        call = f"slugify({text!r})" if max_length is None else f"slugify({text!r}, {max_length!r})"
        try:
            result = slugify(text, max_length)
        except Exception as error:
            calls.append(f"{call} raised {error!r}")
            raise
        calls.append(f"{call} returned {result!r}")
        return result

    try:
        test(noted)
    except (Exception, pytest.fail.Exception) as error:
        place = traceback.extract_tb(error.__traceback__)[1:]
        own = [each for each in place if each.filename == suite.__file__] or place
        return f"{error!r} at `{own[-1].line}`, after {calls[-1]}"
    return "it fails, but not when it runs once more"


def all_but(wanted, outcomes):
    """Those of the outcomes that are none of the wanted ones, by the names of the tests."""
    return {name: result for name, result in outcomes.items() if result not in wanted}


def catching(fault):
    """The names of the tests that pass on a right `slugify` and fail on a faulty one."""
    return [
        name
        for name, test in load().items()
        if outcome(test, make_slugify()) == "passed"
        and outcome(test, make_slugify(fault)) == "failed"
    ]


@pytest.mark.parametrize("slugify", [make_slugify(), other_slugify], ids=["one", "another"])
@pytest.mark.hint(
    "Read a rule, make up an input for which the rule decides the result, and compare.",
    "Demand nothing that the table leaves open.",
)
def test_all_pass_on_a_right_slugify(slugify):
    """Every test passes on a `slugify` that keeps all the rules, of whatever make."""
    outcomes = {name: outcome(test, slugify) for name, test in load().items()}
    assert outcomes != {}, "there are no functions named test_*"
    assert all_but(("passed", "failed"), outcomes) == {}, "these tests neither pass nor fail"
    complaints = {name: complaint(test, slugify) for name, test in load().items()}
    assert all_but((None,), complaints) == {}, "these tests fail on a right `slugify`"


@pytest.mark.hint(
    "One test a rule is a good start.",
    "To try several inputs, loop over them or assert twice; a second parameter is not filled.",
)
def test_there_are_four_tests_or_more():
    """There are at least four tests, each with the one parameter `slugify`."""
    tests = load()
    parameters = {name: list(inspect.signature(test).parameters) for name, test in tests.items()}
    assert parameters == dict.fromkeys(tests, ["slugify"]), "the parameters of the tests"
    functions = set(tests.values())  # a second name for a function is no second one
    shared = "" if len(functions) == len(tests) else ", as some are one function of several names"
    assert len(functions) >= 4, (
        f"four functions or more are needed; {sorted(tests)} are {len(functions)}{shared}"
    )


@pytest.mark.hint(
    "Hand `slugify` a text with upper-case letters.",
    "Compare the result with the text that you expect, by `==`.",
)
def test_lower_case_is_tested():
    """`test_lower_case` catches a `slugify` that leaves upper case."""
    assert "test_lower_case" in catching("case"), (
        "test_lower_case does not both pass on a right slugify and fail on one that keeps "
        "upper case"
    )


@pytest.mark.hint('What should "Ü" become? What do your tests say when it becomes a hyphen?')
def test_accents_are_tested():
    """A `slugify` that takes accented letters for separators is caught."""
    assert catching("accents") != [], "no test catches that accented letters become separators"


@pytest.mark.hint(
    "Try two separators in a row, between two words.",
    "Compare the whole result, not only a part of it.",
)
def test_runs_are_tested():
    """A `slugify` that makes a hyphen of every separator of a run is caught."""
    assert catching("runs") != [], "no test catches that every separator becomes a hyphen"


@pytest.mark.hint("Try a text that begins or ends with a separator.")
def test_ends_are_tested():
    """A `slugify` that leaves hyphens at the ends is caught."""
    assert catching("edges") != [], "no test catches that hyphens stay at the ends"


@pytest.mark.hint(
    "Where does `>` differ from `>=`?",
    "Try a result that is exactly as long as `max_length`.",
)
def test_the_length_is_tested():
    """A `slugify` that shortens a result exactly as long as `max_length` is caught."""
    assert catching("length") != [], (
        "no test catches that a result exactly as long as max_length loses its last character"
    )


@pytest.mark.hint("Choose `max_length` so that the last character that would remain is a hyphen.")
def test_the_cut_is_tested():
    """A `slugify` that leaves a hyphen where it cut is caught."""
    assert catching("cut") != [], "no test catches that the cut leaves a hyphen at the end"


@pytest.mark.hint("Try the empty text, or one made of punctuation alone.")
def test_nothing_is_tested():
    """A `slugify` that gives `"untitled"` for nothing is caught."""
    assert catching("nothing") != [], 'no test catches that "untitled" comes of nothing'


@pytest.mark.hint(
    "An error that stays away must fail the test.",
    "`with pytest.raises(IndexError): [][0]` fails when the block raises nothing.",
)
def test_the_type_is_tested():
    """A `slugify` that takes what is not a `str` is caught."""
    assert catching("type") != [], "no test catches that a text that is no str raises nothing"


@pytest.mark.hint(
    "Which of your tests would pass on any result whatever?",
    "Compare with `==`: a test that only calls, or looks at the type, proves little.",
)
def test_every_test_can_fail():
    """Each test fails on a function that returns `"--Wrong É--"` at every call."""
    on_right = {name: outcome(test, make_slugify()) for name, test in load().items()}
    on_messy = {name: outcome(test, messy) for name, test in load().items()}
    assert on_right != {}, "there are no functions named test_*"
    assert all_but(["passed"], on_right) == {}, "on a right slugify, these tests do not pass"
    assert all_but(["failed"], on_messy) == {}, (
        'on a function that always returns "--Wrong É--", these tests do not fail'
    )


@pytest.mark.hint(
    "Does a test use something that another one, or an earlier run, has left behind?",
    "Let each test make its own input, and change no global variable.",
)
def test_each_test_stands_alone():
    """Each test passes when it runs alone, and when it runs a second time."""
    first, again = {}, {}
    for name in load():
        test = load()[name]
        first[name], again[name] = outcome(test, make_slugify()), outcome(test, make_slugify())
    assert first != {}, "there are no functions named test_*"
    assert all_but(["passed"], first) == {}, "run alone, these tests do not pass"
    assert all_but(["passed"], again) == {}, "run a second time, these tests do not pass"
