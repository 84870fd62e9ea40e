"""The authors' gates: the fixture course holds, and each way to break it is found and named."""

import pytest

from grader import verify
from grader.catalog import load
from grader.errors import KataError
from tests.support import copy_course

STUB = "exercises/entry/q001_double.py"
CHECKS = "exercises/entry/q001_double_test.py"
REFERENCE = "solutions/entry/q001_double.py"
MISTAKES = "solutions/entry/q001_double.mistakes.toml"

HEAD = "Q1 · Doubling: give back twice what came.\n\nTopics: functions, numbers\n"
LAST_MISTAKE = """
[[mistake]]
name = "fractions are cut off"
find = "return 2 * number"
put = "return 2 * int(number)"
fails = ["test_doubles_fractions"]
"""


def check(name, body="assert double(2) == 4", hint='@pytest.mark.hint("A nudge.")\n'):
    """The source of a check that is in order, save for what is given."""
    return f'\n\n{hint}def {name}():\n    """It does."""\n    {body}\n'


def edit(path, old, new):
    """Put a text in the place of one that must be there once; in the place of none, at the end."""
    source = path.read_text(encoding="utf-8")
    assert source.count(old) == 1 or not old
    path.write_text(source.replace(old, new) if old else source + new, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixture course."""
    return copy_course(tmp_path / "course")


@pytest.fixture
def breaches(engine, folder):
    """A function that holds Q1 of the copy to the gates named and gives its breaches."""

    def find(*gates):
        course = load(folder)
        found = verify.verify(engine, course, [course.one("1")], verify.parse_gates(gates))
        ((_, broken),) = found
        assert all(breach.partition(": ")[0] in verify.GATES for breach in broken)
        return broken

    return find


def assert_said(broken, *texts):
    """There are as many breaches as texts, and each holds its text."""
    assert len(broken) == len(texts), broken
    for breach, text in zip(broken, texts, strict=True):
        assert text in breach


def test_the_intact_course_holds(engine, course):
    found = verify.verify(engine, course, course.exercises, verify.GATES)
    assert sorted((exercise.number, broken) for exercise, broken in found) == [
        (1, []),
        (2, []),
        (3, []),
    ]


def test_no_gates_named_are_all_gates():
    assert verify.parse_gates([]) == verify.GATES


def test_gates_come_in_their_order_and_once():
    assert verify.parse_gates(["speed", "form", "speed"]) == ("form", "speed")


@pytest.mark.parametrize("name", ["fence", "Form", ""])
def test_an_unknown_gate_is_refused(name):
    with pytest.raises(KataError, match=f"no gate '{name}'; there are: form, reference, example"):
        verify.parse_gates(["form", name])


def test_a_breach_is_that_of_its_exercise_alone(engine, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    course = load(folder)
    gates = ("form", "reference")
    found = {e.number: b for e, b in verify.verify(engine, course, course.exercises, gates)}
    assert found.keys() == {1, 2, 3}
    assert found[1] and not found[2] and not found[3]


def test_only_the_gates_that_are_named_are_tried(breaches, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / MISTAKES, '"test_triples", "test_mixes"', '"test_triples"')
    assert [breach.partition(":")[0] for breach in breaches("form")] == ["form"]
    assert [breach.partition(":")[0] for breach in breaches("mistakes")] == ["mistakes"]
    assert breaches("stub", "impostor") == []


# form


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(*row, id=f"{number}: {row[3][:40]}")
        for number, row in enumerate(
            [
                (STUB, "Q1 · ", "Q2 · ", "must start with 'Q1 · Topic: the point.' and 'Topics:'"),
                (STUB, "Doubling: give", "Doubling, give", "the prompt must start with"),
                (STUB, "what came.\n", "what came\n", "the prompt must start with"),
                (STUB, "what came.\n\n", "what came.\n", "the prompt must start with"),
                (STUB, ", numbers\n", "\n", "it has 1 topics; give it two to five"),
                (
                    STUB,
                    "Topics: functions",
                    "Topics: functions, closures, decorators, text, types",
                    "it has 6 topics; give it two to five",
                ),
                (STUB, ", numbers\n", ", numbrs\n", "topics numbrs are not in topics.toml; use"),
                (
                    STUB,
                    "## Rules",
                    "## Laws",
                    "the prompt has the sections ['Build', 'Laws', 'Example']; it needs Build,",
                ),
                (STUB, "## Example", "Example", "it needs Build, Rules, Example"),
                (STUB, "## Rules", "## Rules\n\n## More", "it needs Build, Rules, Example"),
                (
                    STUB,
                    HEAD,
                    f"{HEAD}Needs: pluggy\n",
                    "it needs pluggy, which no extra installs; add it to pyproject.toml",
                ),
                (
                    CHECKS,
                    "def test_doubles():",
                    "def doubles():",
                    "it has 5 checks; six to twelve are wanted",
                ),
                (
                    CHECKS,
                    "",
                    "".join(check(f"test_more_{number}") for number in range(7)),
                    "it has 13 checks; six to twelve are wanted",
                ),
                (
                    CHECKS,
                    '    """Both work on each other\'s results."""\n',
                    "",
                    "test_mixes has no docstring; say what a learner should read",
                ),
                (CHECKS, "", check("test_more", hint=""), "test_more has 0 hints; give it one to"),
                (
                    CHECKS,
                    "",
                    check("test_more", hint="@pytest.mark.hint('a', 'b', 'c', 'd')\n"),
                    "test_more has 4 hints; give it one to three",
                ),
                (
                    CHECKS,
                    "",
                    "\n\nclass TestMore:\n    pass\n",
                    "TestMore is not a plain function; checks are",
                ),
                (
                    CHECKS,
                    "",
                    "\n\nasync def test_later():\n    assert double\n",
                    "test_later is not a plain function; checks are",
                ),
                (
                    CHECKS,
                    "    assert double(triple(2)) == 12\n",
                    "    double(triple(2))\n",
                    "test_mixes has no assert or pytest.raises that it always comes to",
                ),
                (
                    CHECKS,
                    "",
                    check("test_each", "for n in range(2):\n        assert double(n) == 2 * n"),
                    "test_each has no assert or pytest.raises that it always comes to",
                ),
                (REFERENCE, "def triple", "def treble", "the reference lacks triple; write them"),
                (
                    CHECKS,
                    "import double, triple",
                    "import double, quadruple, triple",
                    "the checks import quadruple, which the stub does not have",
                ),
                (
                    REFERENCE,
                    "To double a number is",
                    "Add it.\n\n## Notes\n\nIt is",
                    "the answer has 2 words; 80 to 180 are wanted",
                ),
                (
                    REFERENCE,
                    "## Answer\n",
                    "## Answer\n\n" + 100 * "word ",
                    "words; 80 to 180 are wanted",
                ),
                (
                    REFERENCE,
                    "## Notes\n\nOnly text is refused, as the prompt asks.\n",
                    "",
                    "the reference has no ## Notes on its choices; write them",
                ),
                (MISTAKES, LAST_MISTAKE, "", "it has 2 mistakes; at least 3 are wanted"),
                (
                    MISTAKES,
                    'find = "3 * number"',
                    'find = "9 * number"',
                    "'tripling doubles' finds its text 0 times; it must be there once",
                ),
                (
                    MISTAKES,
                    'find = "3 * number"',
                    'find = "* number"',
                    "'tripling doubles' finds its text 2 times; it must be there once",
                ),
                (
                    MISTAKES,
                    '["test_refuses_text"]',
                    '["test_refuses_txt"]',
                    "repeated instead of refused' names test_refuses_txt, which are no checks",
                ),
                (STUB, "", "\nimport numpy\n", "q001_double.py imports numpy; name its package"),
                (CHECKS, "", "\nimport numpy.linalg\n", "q001_double_test.py imports numpy; name"),
                (
                    REFERENCE,
                    "    return 3 * number",
                    "    from q002_echo import echo\n\n    return 3 * number",
                    "q001_double.py imports q002_echo; name its package on a 'Needs:' line",
                ),
            ]
        )
    ],
)
def test_form(breaches, folder, file, old, new, said):
    edit(folder / file, old, new)
    assert_said(breaches("form"), said)


def test_form_wants_topics(breaches, folder):
    edit(folder / STUB, "Topics: functions, numbers\n\n", "")
    assert_said(breaches("form"), "the prompt must start with", "it has 0 topics")


def test_form_lets_a_needed_package_be_imported(breaches, folder):
    edit(folder / STUB, HEAD, f"{HEAD}Needs: rich, pytest_timeout\n")
    edit(folder / REFERENCE, "def double", "import rich\nfrom click import echo\n\n\ndef double")
    edit(folder / CHECKS, "import pytest\n", "import pytest\nimport pytest_timeout\n")
    assert_said(breaches("form"), "q001_double.py imports click; name its package")


def test_form_wants_five_mistakes_from_mid_on(breaches, folder):
    for part in ("exercises", "solutions"):
        (folder / part / "mid").mkdir()
        for path in (folder / part / "entry").glob("q001_*"):
            path.rename(folder / part / "mid" / path.name)
    assert_said(breaches("form"), "it has 3 mistakes; at least 5 are wanted")


def test_form_names_every_breach(breaches, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / CHECKS, "def test_doubles():", "def doubles():")
    edit(folder / MISTAKES, '["test_refuses_text"]', '["test_refuses_txt"]')
    assert_said(breaches("form"), "the sections", "it has 5 checks", "names test_refuses_txt")


@pytest.mark.parametrize("file", [CHECKS, REFERENCE, MISTAKES])
def test_a_missing_file_is_named(breaches, folder, file):
    (folder / file).unlink()
    assert_said(breaches("form", "stub"), f"form: {folder / file} is missing; write it")


@pytest.mark.parametrize("file", [STUB, CHECKS, REFERENCE, MISTAKES])
@pytest.mark.parametrize(
    "content",
    [b"\n[(\n", '"""caf\xe9"""\n'.encode("latin-1"), b"x = 1\0\n"],
    ids=["a syntax error", "not UTF-8", "a null byte"],
)
def test_a_file_that_cannot_be_read_is_a_breach_of_form(breaches, folder, file, content):
    (folder / file).write_bytes(content)
    (breach,) = breaches("form", "mistakes")
    assert breach.startswith("form: a file cannot be read (") and breach.endswith("); mend it")


@pytest.mark.parametrize(
    "content",
    [
        "[mistake]\nname = 'one table'\n",
        "mistake = 3\n",
        "mistake = ['a text']\n",
        "[[mistake]]\nname = 'no fails'\nfind = '2 * number'\nput = '3'\n",
        "[[mistake]]\nname = 'no put'\nfind = '2 * number'\nfails = ['test_doubles']\n",
        "[[mistake]]\nname = 'a number'\nfind = '2 *'\nput = 3\nfails = ['test_doubles']\n",
        "[[mistake]]\nfind = 'no name'\nput = '3'\nfails = ['test_doubles']\n",
    ],
    ids=["one table", "a number", "a text", "no fails", "no put", "put a number", "no name"],
)
def test_mistakes_that_are_none_are_a_breach(breaches, folder, content):
    (folder / MISTAKES).write_text(content, encoding="utf-8")
    assert breaches("form", "mistakes")


def test_a_package_that_is_not_installed_is_named(breaches, folder):
    edit(folder / STUB, HEAD, f"{HEAD}Needs: no-such-thing\n")
    (breach,) = breaches("form", "stub")
    assert "no-such-thing" in breach and "not installed" in breach


# the gates that run something


def test_reference_finds_a_check_that_fails(breaches, folder):
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    first, *_ = breaches("reference")
    assert first.startswith("reference: test_triples, test_mixes fails on the reference")
    assert "mend the check or the reference" in first


def test_reference_shows_what_a_failing_check_found(breaches, folder):
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    assert "called    triple(3)\nexpected  9\ngot       12" in "\n".join(breaches("reference"))


def test_reference_finds_a_warning(breaches, folder):
    edit(
        folder / REFERENCE,
        "    return 3 * number",
        "    import warnings\n\n    warnings.warn('old')\n    return 3 * number",
    )
    assert "UserWarning: old" in breaches("reference")[0]


def test_reference_finds_checks_that_need_their_order(breaches, folder):
    edit(folder / CHECKS, "", "\n\nSEEN = []\n")
    for number in range(6):
        body = f"SEEN.append({number})\n    assert SEEN == list(range(double({number}) // 2 + 1))"
        edit(folder / CHECKS, "", check(f"test_in_order_{number}", body))
    assert "test_in_order_" in breaches("reference")[0]


def test_reference_finds_a_module_that_does_not_load(breaches, folder):
    edit(folder / REFERENCE, "", "\n\nraise OSError('no')\n")
    first, *_ = breaches("reference")
    assert first.startswith("reference: it did not run to its end (broken): OSError: no")


def test_example_finds_an_untrue_one(breaches, folder):
    edit(folder / STUB, "(4, 6)", "(4, 7)")
    (breach,) = breaches("example")
    assert breach.startswith("example: ")
    assert "Expected:\n    (4, 7)\nGot:\n    (4, 6)" in breach
    assert "mend the example" in breach


def test_example_wants_one_that_can_be_run(breaches, folder):
    edit(folder / STUB, "    >>> double(2), triple(2)\n    (4, 6)\n", "    None.\n")
    assert_said(breaches("example"), "example: the prompt's example has no >>> line")


def test_stub_finds_a_check_that_passes(breaches, folder):
    edit(folder / CHECKS, "", check("test_exists", "assert callable(double)"))
    assert_said(
        breaches("stub"),
        "stub: test_exists passes on the stub; make it need the learner's work",
    )


def test_stub_finds_a_module_that_does_not_load(breaches, folder):
    edit(folder / STUB, "", "\n\nraise OSError('no')\n")
    assert_said(breaches("stub"), "stub: it did not run to its end (broken): OSError: no")


def test_impostor_finds_checks_that_only_compare(breaches, folder):
    checks = "from q001_double import double, triple\n\n\ndef test_all():\n"
    checks += "    assert double(2) == 4\n    assert triple(2) == 6\n    assert double(1) < 3\n"
    (folder / CHECKS).write_text(checks, encoding="utf-8")
    assert_said(
        breaches("impostor"),
        "impostor: an object that equals everything solves it; look at a type or an identity",
    )


def test_negations_finds_an_assertion_that_cannot_fail(breaches, folder):
    body = "if double(2) == 4:\n        return\n    assert double(2) == 4"
    edit(folder / CHECKS, "", check("test_early", body))
    (breach,) = breaches("negations")
    assert breach.startswith("negations: ") and "test_early" in breach
    assert "make the assertion depend on the learner's work" in breach


def test_mistakes_finds_one_that_fails_more_than_it_names(breaches, folder):
    edit(folder / MISTAKES, '"test_triples", "test_mixes"', '"test_triples"')
    assert_said(
        breaches("mistakes"),
        "mistakes: 'tripling doubles' fails test_triples, test_mixes and not test_triples; "
        "mend its `fails`, or the checks",
    )


def test_mistakes_finds_one_that_no_check_catches(breaches, folder):
    edit(folder / MISTAKES, 'put = "2 * number"', 'put = "number * 3"')
    assert_said(
        breaches("mistakes"),
        "mistakes: 'tripling doubles' fails nothing and not test_triples, test_mixes",
    )


def test_a_mistake_that_fails_nothing_is_none(breaches, folder):
    edit(folder / MISTAKES, 'put = "2 * number"', 'put = "number * 3"')
    edit(folder / MISTAKES, '["test_triples", "test_mixes"]', "[]")
    (breach,) = breaches("form", "mistakes")
    assert "tripling doubles" in breach


def test_a_mistake_that_does_not_even_load_is_none(breaches, folder):
    names = [check.name for check in load(folder).one("1").checks]
    edit(folder / MISTAKES, 'put = "2 * number"', 'put = "2 * ("')
    edit(folder / MISTAKES, '["test_triples", "test_mixes"]', str(names))
    (breach,) = breaches("mistakes")
    assert "tripling doubles" in breach


@pytest.mark.parametrize(("body", "found"), [("2 * number", 0), ("3 * number", 1)])
def test_a_mistake_may_be_a_whole_module(breaches, folder, body, found):
    source = "def double(number):\n    return number * 2\n\n\n"
    source += f"def triple(number):\n    return {body}\n"
    fails = '["test_refuses_text", "test_triples", "test_mixes"]'
    edit(
        folder / MISTAKES,
        "",
        f"\n[[mistake]]\nname = 'all of it'\nsource = '''\n{source}'''\nfails = {fails}\n",
    )
    assert len(breaches("form", "mistakes")) == found


def test_coverage_finds_a_line_that_is_never_reached(breaches, folder):
    edit(
        folder / REFERENCE,
        "    return 3 * number",
        "    if number == 77:\n        number = 78\n    return 3 * number",
    )
    (breach,) = breaches("coverage")
    assert breach.startswith("coverage: line ") and " is never reached" in breach
    assert "add a check, or delete the code" in breach


def test_coverage_finds_a_branch_that_is_never_taken(breaches, folder):
    edit(
        folder / REFERENCE,
        "    return 3 * number",
        "    if number != 77:\n        number = +number\n    return 3 * number",
    )
    (breach,) = breaches("coverage")
    assert breach.startswith("coverage: the branch from line ") and " is never taken" in breach


SLOW = "import time\n\n    time.sleep(0.55)\n    assert double(2) == 4"


def test_speed_finds_checks_that_take_too_long(breaches, folder):
    edit(folder / CHECKS, "", check("test_slow", SLOW))
    (breach,) = breaches("speed")
    assert breach.startswith("speed: its checks take 0.")
    assert breach.endswith(" s, 0.5 s are allowed; slim them")


def test_speed_allows_more_where_a_check_says_that_it_takes_longer(breaches, folder):
    hint = '@pytest.mark.timeout(10)\n@pytest.mark.hint("A nudge.")\n'
    edit(folder / CHECKS, "", check("test_slow", SLOW, hint))
    assert breaches("speed") == []


def test_speed_names_a_reference_that_fails(breaches, folder):
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    assert breaches("speed")[0].startswith("speed: test_triples, test_mixes fails on the reference")
