"""Checks for Q31 · Unit testing."""

import importlib.util
import inspect
import itertools
import re
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
        slug = text
        if fault != "accents":
            letters = unicodedata.normalize("NFD", text)
            slug = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if fault != "case":
            slug = slug.lower()
        slug = re.sub("[^a-zA-Z0-9]" if fault == "runs" else "[^a-zA-Z0-9]+", "-", slug)
        if fault != "edges":
            slug = slug.strip("-")
        limit = max_length
        if fault == "length" and limit is not None and len(slug) >= limit:
            limit -= 1
        if limit is not None and len(slug) > limit:
            slug = slug[:limit]
            if fault != "cut":
                slug = slug.rstrip("-")
        if not slug.strip("-"):
            return "untitled" if fault == "nothing" else ""
        return slug

    return slugify


FAULTS = ["case", "accents", "runs", "edges", "length", "cut", "nothing", "type"]


def collect(module):
    """The test functions of a module by name, in the order they are written."""
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


def outcomes(tests, slugify):
    """What became of each test, by name."""
    return {name: outcome(test, slugify) for name, test in tests.items()}


def all_to(word, tests):
    """The outcomes where every test has the same one."""
    return dict.fromkeys(tests, word)


def catching(fault):
    """The names of the tests that pass on the right `slugify` and fail on a faulty one."""
    right = outcomes(collect(suite), make_slugify())
    wrong = outcomes(collect(suite), make_slugify(fault))
    return [name for name in right if (right[name], wrong[name]) == ("passed", "failed")]


def load_afresh():
    """The tests of a new copy of the submission, which has seen no call yet."""
    spec = importlib.util.spec_from_file_location("q031_afresh", suite.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return collect(module)


@pytest.mark.hint(
    "Read a rule, make up an input for which the rule decides the result, and compare.",
    "Run your tests in your head against the example in the prompt: which rule is wrong there?",
)
def test_all_pass_on_a_right_slugify():
    """Every test passes on a `slugify` that keeps all the rules."""
    tests = collect(suite)
    assert tests != {}, "there are no functions named test_*"
    for test in tests.values():
        test(make_slugify())  # an error here shows the line of the test that raised it
    assert outcomes(tests, make_slugify()) == all_to("passed", tests)


@pytest.mark.hint("One test a rule is a good start.")
def test_there_are_four_tests_or_more():
    """There are at least four tests, `test_lower_case` among them, with the parameter `slugify`."""
    tests = collect(suite)
    parameters = {name: list(inspect.signature(test).parameters) for name, test in tests.items()}
    assert parameters == all_to(["slugify"], tests)
    assert "test_lower_case" in tests
    assert len(tests) >= 4, f"four tests or more are needed, there are {sorted(tests)}"


@pytest.mark.parametrize("fault", ["case", "accents"])
@pytest.mark.hint('What should "Ü" become? And what do your tests say if it stays as it is?')
def test_faults_in_letters_are_caught(fault):
    """A `slugify` that keeps upper case is caught, and one that doesn't remove accents."""
    assert catching(fault) != [], f"no test notices that the rule {fault!r} is broken"


@pytest.mark.parametrize("fault", ["runs", "edges"])
@pytest.mark.hint(
    "Try two separators in a row, and separators around the text.",
    "Compare the whole result, not only a part of it.",
)
def test_faults_in_hyphens_are_caught(fault):
    """A `slugify` that makes a hyphen of every separator is caught, as is one at the edges."""
    assert catching(fault) != [], f"no test notices that the rule {fault!r} is broken"


@pytest.mark.parametrize("fault", ["length", "cut"])
@pytest.mark.hint(
    "Try a result that is longer than `max_length` and one that is exactly as long.",
    "For the cut, let the last character that would remain be a hyphen.",
)
def test_faults_in_length_are_caught(fault):
    """A `slugify` that cuts one character too early is caught, or that leaves a hyphen there."""
    assert catching(fault) != [], f"no test notices that the rule {fault!r} is broken"


@pytest.mark.parametrize("fault", ["nothing", "type"])
@pytest.mark.hint(
    "Try the empty text, and one made of punctuation alone.",
    "`with pytest.raises(TypeError):` fails if the block raises nothing.",
)
def test_faults_on_odd_input_are_caught(fault):
    """A `slugify` that gives "untitled" for nothing is caught, and one that takes any type."""
    assert catching(fault) != [], f"no test notices that the rule {fault!r} is broken"


@pytest.mark.parametrize("messy", ["--Wrong É {} ", "É--Wrong {}--"], ids=["hyphens", "accents"])
@pytest.mark.hint(
    "Which of your tests would pass on any result whatever?",
    "Compare with `==`: a test that only calls, or looks at the type, proves little.",
)
def test_every_test_can_fail(messy):
    """Each test, passing on the right `slugify`, fails on one that returns any messy text."""
    numbers = itertools.count(1)
    tests = collect(suite)
    assert outcomes(tests, make_slugify()) == all_to("passed", tests)
    wrong = outcomes(tests, lambda *_, **__: messy.format(next(numbers)) * 50)
    assert wrong == all_to("failed", tests), "this came of a function that returns messy texts"


@pytest.mark.hint("Split the test that looks at everything into one for each rule.")
def test_a_failure_points_at_its_fault():
    """On each faulty version at least one test still passes."""
    tests = collect(suite)
    passing = {
        fault: list(outcomes(tests, make_slugify(fault)).values()).count("passed")
        for fault in FAULTS
    }
    assert len(passing) == 8
    silent = [fault for fault, count in passing.items() if count == 0]
    assert silent == [], f"every test fails when one of these rules is broken: {silent}"


@pytest.mark.hint(
    "Does a test use something that another one has left behind?",
    "Let each test make its own input; no global variable changes.",
)
def test_order_does_not_matter():
    """Each test passes alone, and all pass in reverse order, each twice in a row."""
    names = list(collect(suite))
    alone = {name: outcome(load_afresh()[name], make_slugify()) for name in names}
    assert alone == all_to("passed", names), "this came when each test was run alone"
    tests, twice = load_afresh(), []
    for name in reversed(names):
        twice += [(name, outcome(tests[name], make_slugify())) for _ in range(2)]
    expected = [(name, "passed") for name in reversed(names) for _ in range(2)]
    assert twice == expected, "this came in reverse order, each test run twice"
