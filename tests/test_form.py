"""The gate `form`: what reading an exercise's files shows is found, placed and named."""

import re
from pathlib import Path

import pytest

from tests.support import Q1_FILES, assert_said, check, edit

STUB, CHECKS, REFERENCE, MISTAKES = Q1_FILES
FORM = ("--gate", "form")

ROOT = Path(__file__).parent.parent
HEAD = "Q1 · Doubling: give back twice what came.\n\nTopics: functions, numbers\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(*row, id=f"{number}: {(row[3] or 'nothing')[:40]}")
        for number, row in enumerate(
            [
                (STUB, "Q1 · ", "Q2 · ", "must start with 'Q1 · Topic: the point.' and 'Topics:'"),
                (STUB, "Doubling: give", "Doubling, give", "the prompt must start with"),
                (STUB, "what came.\n", "what came\n", "the prompt must start with"),
                (STUB, "what came.\n\n", "what came.\n", "the prompt must start with"),
                (STUB, ", numbers\n", "\n", "it has 1 topic; give it two to five"),
                (
                    STUB,
                    "Topics: functions",
                    "Topics: functions, closures, decorators, text, types",
                    "it has 6 topics; give it two to five",
                ),
                (
                    STUB,
                    ", numbers\n",
                    ", numbrs\n",
                    "py:3: form: the topic numbrs (did you mean numbers",
                ),
                (
                    STUB,
                    "## Rules",
                    "## Laws",
                    "py:13: form: the prompt has the sections Build, Laws, Example; it needs",
                ),
                (
                    STUB,
                    "## Example",
                    "Example",
                    "has the sections Build, Rules; it needs Build, Rules, Left",
                ),
                (STUB, "## Example", "## Left open\n\nNo text.\n\n## Example", None),
                (
                    STUB,
                    "## Rules",
                    "## Left open\n\nIt.\n\n## Rules",
                    "Build, Left open, Rules, Exa",
                ),
                (
                    STUB,
                    'r"""Q1',
                    '"""Q1',
                    "py:1: form: the prompt is no raw docstring; begin it with r",
                ),
                (REFERENCE, 'r"""Q1', '"""Q1', "py:1: form: the answer is no raw docstring; begin"),
                (
                    CHECKS,
                    '"""Both work on each',
                    '"""Both \\t work on each',
                    'the docstring holds a backslash; begin it with r"""',
                ),
                (CHECKS, '"""Both work on each', 'r"""Both \\t work on each', None),
                (
                    REFERENCE,
                    "here?** `True` is an integer, so it is doubled to 2.",
                    "here?**",
                    "py:14: form: nothing follows the question; answer it in a sentence or two",
                ),
                (
                    STUB,
                    "## Rules",
                    "## Rules\n\nIt.\n\n## More",
                    "has the sections Build, Rules, More, Ex",
                ),
                (
                    STUB,
                    "- Numbers are of type `int` or `float`.\n",
                    "",
                    "py:13: form: ## Rules is empty",
                ),
                (
                    STUB,
                    HEAD,
                    f"{HEAD}Needs: pluggy\n",
                    "it needs pluggy, which no extra installs; add to pyproject.toml",
                ),
                (
                    CHECKS,
                    "def test_doubles():",
                    "def doubles():",
                    "it has 5 checks; six to fourteen are wanted",
                ),
                (
                    CHECKS,
                    "",
                    "".join(check(f"test_more_{number}") for number in range(9)),
                    "it has 15 checks; six to fourteen are wanted",
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
                    "import double, doubles, triple",
                    "py:4: form: the checks import doubles (did you mean double",
                ),
                (
                    REFERENCE,
                    "## Answer\n",
                    "## Answer\n\n" + 10 * (10 * "word " + "\n"),
                    "words; 80 to 180 are wanted",
                ),
                (
                    REFERENCE,
                    "## Notes\n\nOnly text is refused, as the prompt asks.\n",
                    "",
                    "the sections Answer, Follow-ups; it needs Answer, Follow-ups, Notes, in",
                ),
                (
                    REFERENCE,
                    "Only text is refused, as the prompt asks.",
                    "",
                    "## Notes is empty; say what was chosen and what else could be",
                ),
                (
                    REFERENCE,
                    "## Answer\n",
                    "## Answer\n\nAdd it.\n\n## Answer\n",
                    "the sections Answer, Answer, Follow-ups, Notes; it needs Answer, Follow-ups",
                ),
                (
                    STUB,
                    "Return twice the number.",
                    "Return twice the number.\n\n    Texts are refused.\n    ",
                    "has several lines; leave one, and write what it promises into the prompt",
                ),
                (
                    REFERENCE,
                    "- **What does `bool` do here?** ",
                    "- ",
                    "it has 1 follow-up; two to four are wanted, a list item each with a '?'",
                ),
                (
                    MISTAKES,
                    '"tripling doubles"',
                    '"fractions are cut off"',
                    "the mistake 'fractions are cut off' needs a name of its own; say what happens",
                ),
                (
                    MISTAKES,
                    'find = "3 * number"',
                    'find = "9 * number"',
                    "'tripling doubles' finds its text 0 times; copy it anew",
                ),
                (
                    MISTAKES,
                    'find = "3 * number"',
                    'find = "* number"',
                    "'tripling doubles' finds its text 2 times; make `find` longer, until",
                ),
                (
                    MISTAKES,
                    '["test_refuses_text"]',
                    '["test_refuses_txt"]',
                    "repeated instead of refused' names test_refuses_txt, which is no check (did",
                ),
                (STUB, "", "\nimport nunpy\n", "q001_double.py imports nunpy; name its package"),
                (CHECKS, "", "\nimport nunpy.linalg\n", "q001_double_test.py imports nunpy; name"),
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
    assert_said(breaches("form"), *([said] if said else []))


def test_form_wants_an_answer_of_some_words(breaches, folder):
    answer = (folder / REFERENCE).read_text().split("## Answer\n\n")[1].split("\n\n## ")[0]
    edit(folder / REFERENCE, answer, "Add it.")
    assert_said(breaches("form"), "the answer has 2 words; 80 to 180 are wanted")


def test_form_wants_topics(breaches, folder):
    edit(folder / STUB, "Topics: functions, numbers\n\n", "")
    assert_said(breaches("form"), "the prompt must start with", "it has 0 topics")


def test_form_lets_a_needed_package_be_imported(breaches, folder):
    edit(folder / STUB, HEAD, f"{HEAD}Needs: rich, pytest_timeout\n")
    edit(folder / REFERENCE, "def double", "import rich\nfrom click import echo\n\n\ndef double")
    edit(folder / CHECKS, "import pytest\n", "import pytest\nimport pytest_timeout\n")
    assert_said(
        breaches("form"),
        'py:4: form: q001_double.py imports click; write "Needs: rich, pytest_timeout, click" here',
    )


def test_form_wants_mistakes(breaches, folder):
    (folder / MISTAKES).write_text("", encoding="utf-8")
    assert_said(breaches("form"), "toml:1: form: it lists no mistake; write those that")


def test_form_names_every_breach(breaches, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / CHECKS, "def test_doubles():", "def doubles():")
    edit(folder / MISTAKES, '["test_refuses_text"]', '["test_refuses_txt"]')
    assert_said(breaches("form"), "the sections", "it has 5 checks", "names test_refuses_txt")


@pytest.mark.parametrize("file", [CHECKS, REFERENCE, MISTAKES])
def test_a_missing_file_is_named(breaches, folder, file):
    (folder / file).unlink()
    assert_said(breaches("form", "stub"), f"{file}:1: form: the file is missing; write it")


@pytest.mark.parametrize("file", [STUB, CHECKS, REFERENCE, MISTAKES])
@pytest.mark.parametrize("called", ["q001_dubble", "q007_double"])
def test_of_four_files_the_one_that_is_called_otherwise_is_told(kata, folder, file, called):
    strange = file.replace("q001_double", called)
    (folder / file).rename(folder / strange)
    done = kata("verify", *FORM, cwd=folder, course=None)
    told, summary = done.stdout.splitlines()
    assert told.startswith(f"{strange}:1: form: is {Path(file).name} meant, like the files that")
    assert (done.returncode, summary) == (1, "3 exercises, 1 breach: form 1")


@pytest.mark.parametrize(
    ("file", "called"),
    [
        (MISTAKES, "q001_double.mistake.toml"),
        (MISTAKES, "q001_double_mistakes.toml"),
        (MISTAKES, "double.mistakes.toml"),
        (REFERENCE, "double.py"),
        (REFERENCE, "q01_double.py"),
        (CHECKS, "double_test.py"),
    ],
)
def test_a_file_whose_name_lacks_a_part_is_told_as_what_is_meant(breaches, folder, file, called):
    strange = Path(file).with_name(called)
    (folder / file).rename(folder / strange)
    (breach,) = breaches()
    said = f"is {Path(file).name} meant, like the files that belong to it? rename it"
    assert breach == f"{strange}:1: form: {said}"


def test_a_file_in_the_folder_of_another_level_is_told(breaches, folder):
    (folder / REFERENCE).rename(folder / "solutions" / "junior" / "q001_double.py")
    said = "is entry/q001_double.py meant, like the files that belong to it? rename it"
    assert breaches() == [f"solutions/junior/q001_double.py:1: form: {said}"]


@pytest.mark.parametrize("part", ["exercises", "solutions"])
@pytest.mark.parametrize("names", [[], ["3"], ["tally"]])
def test_a_folder_that_is_no_level_is_told(kata, folder, part, names):
    (folder / part / "junior").rename(folder / part / "junor")
    done = kata("verify", *FORM, *names, cwd=folder, course=None)
    assert done.returncode == (2 if names and part == "exercises" else 1)
    assert done.stdout.count(": form: ") == 1
    assert done.stdout.startswith(
        f"{part}/junor/q003_tally.py:1: form: junor is no level (did you mean junior?)"
    )


def test_a_stub_that_is_called_as_none_may_be_is_told(kata, folder):
    (folder / STUB).rename(folder / "exercises" / "entry" / "Q001-double.py")
    done = kata("verify", *FORM, cwd=folder, course=None)
    assert done.returncode == 1
    assert done.stdout.startswith("exercises/entry/Q001-double.py:1: form: is no exercise's")
    assert done.stdout.count(": form: ") == 1


# one cause is one breach


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (CHECKS, "double, triple", "dubble, triple", "dubble (did you mean double?), which the st"),
        (CHECKS, "from q001_double", "from q001_duble", "imports q001_duble; name its package"),
        (CHECKS, "import pytest\n", "import pytest\nimport nunpy\n", "imports nunpy; name its"),
        (REFERENCE, "def double", "import nunpy\n\n\ndef double", "imports nunpy; name its"),
        (REFERENCE, "def triple", "def treble", "the reference lacks triple; write them"),
        (
            CHECKS,
            "",
            "\n\nraise OSError('no')\n",
            "it did not run to its end (broken): the checks cannot be begun: OSError: no",
        ),
        (REFERENCE, "", "\n\nraise OSError('no')\n", "it did not run to its end (broken): OSE"),
        (
            REFERENCE,
            "return 2 * number",
            "return 2 * number + (number == 2)",
            "test_doubles fails on the ref",
        ),
        (STUB, "(4, 6)", "(4, 7)", "the example is untrue"),
        (MISTAKES, 'find = "3 * number"', 'find = "9 * number"', "finds its text 0 times"),
        (MISTAKES, 'find = "3 * number"', 'find = "* number"', "finds its text 2 times"),
        (MISTAKES, '["test_refuses_text"]', '["test_refuses_txt"]', "which is no check (did you"),
        (MISTAKES, '["test_refuses_text"]', "[]", 'write fails = ["test_refuses_text"]'),
        (STUB, "returns twice the number", "returns the number twice", 'nearest is "`double(numb'),
        (MISTAKES, 'breaks = "A `str` raises `TypeError`."\n', "", 'perhaps "A `str` raises `Ty'),
    ],
)
def test_one_cause_is_one_breach(breaches, folder, file, old, new, said):
    edit(folder / file, old, new)
    (breach,) = breaches()
    assert said in breach


@pytest.mark.parametrize("gate", ["reference", "mistakes", "coverage", "speed", "stub"])
def test_what_hinders_a_gate_is_told_whichever_is_asked_for(breaches, folder, gate):
    edit(folder / CHECKS, "import double, triple", "import dubble, triple")
    (breach,) = breaches(gate)
    assert f"{CHECKS}:4: form: " in breach and breach.endswith(f"(until then not judged: {gate})")


def test_a_mistake_that_cannot_be_applied_is_told_whichever_gate_is_asked_for(breaches, folder):
    edit(folder / MISTAKES, 'find = "3 * number"', 'find = "9 * number"')
    assert_said(breaches("mistakes"), "toml:8: mistakes: the mistake 'tripling doubles' finds its")
    assert_said(breaches("form", "mistakes"), ":8: form: the mistake 'tripling doubles' finds its")


@pytest.mark.parametrize("file", [STUB, CHECKS, REFERENCE])
def test_a_long_line_is_told_as_lint_would(breaches, folder, file):
    (line,) = re.findall(r"line-length = (\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    edit(folder / file, "", f"\n\n# {'x' * (int(line) - 2)}\n")
    assert breaches("form") == []
    edit(folder / file, "# xx", "# xxx")
    assert_said(breaches("form"), f"form: the line has {int(line) + 1} characters, {line} are all")


@pytest.mark.parametrize("file", [STUB, CHECKS, REFERENCE, MISTAKES])
@pytest.mark.parametrize(
    "content",
    [b"\n[(\n", '"""caf\xe9"""\n'.encode("latin-1"), b"x = 1\0\n"],
    ids=["a syntax error", "not UTF-8", "a null byte"],
)
def test_a_file_that_cannot_be_read_is_a_breach_of_form(breaches, folder, file, content):
    (folder / file).write_bytes(content)
    (breach,) = breaches("form", "mistakes")
    assert breach.startswith(f"{file}:") and ": form: cannot be read (" in breach
    assert re.search(r"\); mend( or restore)? it \(until then not judged: mistakes\)$", breach)


def test_a_package_that_is_not_installed_is_named(breaches, folder):
    edit(folder / STUB, HEAD, f"{HEAD}Needs: no-such-thing\n")
    of_form, of_stub = breaches("form", "stub")
    assert "no-such-thing, which no extra installs" in of_form
    assert "no-such-thing is not installed" in of_stub


INSIDE = "    with {}:\n        assert double(2) == 4\n    assert double(1) == 2\n"


@pytest.mark.parametrize(
    ("managers", "said"),
    [
        ("pytest.warns(UserWarning)", None),
        ("warnings.catch_warnings()", None),
        ("monkeypatch.context() as patch", None),
        ("tmp_path, warnings.catch_warnings()", None),
        ("double.manager()", "test_more asserts inside `with double.manager()`, which may swallow"),
        ("open('x') as file", "inside `with open('x')`"),
        ("case", "inside `with case`"),
        ("pytest.raises(OSError), double(2)", "inside `with double(2)`"),
        ("pytest.raises(OSError) if case else double(2)", "which may swallow it"),
        ("(monkeypatch and double(2))", "inside `with monkeypatch and double(2)`"),
    ],
)
def test_form_finds_an_assertion_that_a_manager_may_swallow(breaches, folder, managers, said):
    arguments = "monkeypatch, tmp_path, case"
    source = '\n\n@pytest.mark.hint("A nudge.")\n@pytest.mark.parametrize("case", [1])\n'
    source += f'def test_more({arguments}):\n    """It does."""\n{INSIDE.format(managers)}'
    edit(folder / CHECKS, "", source)
    assert_said(breaches("form"), *([said] if said else []))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('MARK = pytest.mark.parametrize("case", [1], ids=str)', None),
        (
            'MARK = pytest.mark.parametrize("case", [1], indirect=True)',
            "names, values and ids here",
        ),
        (
            'MARK = pytest.mark.parametrize("case", [1], scope="module")',
            "names, values and ids here",
        ),
        ("MARK = pytest.param(1, marks=pytest.mark.slow)", "pytest.param takes values and an id"),
        ("@pytest.fixture(params=[1])\ndef made():\n    return 1", "a fixture has no params here"),
        ("import pytest as pt", "pytest goes by its own name here"),
        ("from pytest import raises", "names of pytest are looked up there"),
        ("@pytest.fixture\ndef made(tmp_path):\n    return 1", None),
        ("@pytest.fixture()\ndef made(number):\n    return 1", "made cannot ask for number"),
    ],
)
def test_form_finds_cases_that_the_engine_does_not_make(breaches, folder, line, said):
    edit(folder / CHECKS, "", f"\n\n{line}\n")
    assert_said(breaches("form"), *([said] if said else []))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("with double(2):\n        with pytest.raises(OSError):\n            double(3)", 1),
        ("with double(2), pytest.raises(OSError):\n        double(3)", 1),
        ("with pytest.raises(OSError), double(2):\n        double(3)", 0),
        ("with double(2):\n        if double(3):\n            assert double(3)", 1),
        ("with double(2):\n        seen = double(3)\n    assert seen == 6", 0),
        ("with double(2):\n        def later():\n            assert double(3)", 0),
        ("async def inner():\n        async with double(2):\n            assert double(3)", 1),
    ],
)
def test_form_tells_what_runs_inside_a_manager(breaches, folder, body, count):
    edit(folder / CHECKS, "", check("test_more", f"{body}\n    assert double(2) == 4"))
    assert_said(breaches("form"), *["test_more asserts inside `with double(2)`"] * count)


HELPERS = """

class Helper:
    def look(self):
        with double(2):
            assert double(3)


def _see(result):
    assert result


def _sees(result):
    _see(result)
"""


@pytest.mark.parametrize(
    "body",
    [
        "with pytest.RaisesGroup(OSError):\n            double(3)",
        "with pytest.deprecated_call():\n            double(3)",
        "_see(double(3))",
        "_sees(double(3))",
        "Helper().look()",
        "def see():\n            assert double(3)\n        see()",
        "see = lambda: pytest.fail()\n        see()",
        "see = _sees\n        see(double(3))",
        "see = Helper().look\n        see()",
        "see = functools.partial(_sees, double(3))\n        see()",
        "(lambda: pytest.fail())()",
        "raise AssertionError",
        "raise AssertionError('no')",
        "mock.Mock().assert_called_once_with(3)",
    ],
)
def test_form_tells_every_way_to_assert_inside_a_manager(breaches, folder, body):
    body = f"with double(2):\n        {body}\n    assert double(2) == 4"
    edit(folder / CHECKS, "", HELPERS + check("test_more", body))
    in_helper, in_check = breaches("form")
    assert "Helper asserts inside `with double(2)`" in in_helper
    assert "test_more asserts inside `with double(2)`" in in_check


def test_form_trusts_no_argument_with_a_default(breaches, folder):
    """That is no fixture, but whatever the checks give it, the learner's manager too."""
    inside = '    """It does."""\n    with manager(2):\n        assert double(2) == 4\n'
    named = '\n\n@pytest.mark.hint("A nudge.")\ndef test_more(manager=double):\n'
    edit(folder / CHECKS, "", named + inside)
    assert_said(breaches("form"), "test_more asserts inside `with manager(2)`")


@pytest.mark.parametrize("manager", ["pytest.RaisesGroup(OSError)", "pytest.deprecated_call()"])
def test_form_tells_an_assertion_among_the_managers(breaches, folder, manager):
    body = f"with double(2), {manager}:\n        double(3)\n    assert double(2) == 4"
    edit(folder / CHECKS, "", check("test_more", body))
    assert_said(breaches("form"), "test_more asserts inside `with double(2)`")


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("tmp_path = double(2)", "tmp_path"),
        ("for tmp_path in [double(2)]:\n        pass", "tmp_path"),
        ("warnings = double(2)", "warnings"),
        ("from q001_double import double as warnings", "warnings"),
    ],
)
def test_form_trusts_no_name_that_is_given_another_meaning(breaches, folder, before, name):
    source = check("test_more", f"{before}\n{INSIDE.format(name)}")
    edit(folder / CHECKS, "", source.replace("test_more()", "test_more(tmp_path)"))
    assert_said(breaches("form"), f"test_more asserts inside `with {name}`")


HIDDEN = "Zero stays zero."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"### {HIDDEN}", 15, "is a heading other than ##"),
        (f"# {HIDDEN}", 15, "is a heading other than ##"),
        ("### Numbers", 15, "is a heading other than ##"),
        (f"| {HIDDEN} | x |\n| --- | --- |", 15, "ends like a sentence"),
        (f"    {HIDDEN}", 15, f"{HIDDEN!r} ends like a sentence"),
        (f"```\n{HIDDEN}\n```", 16, "ends like a sentence"),
        (f">>> 1\n{HIDDEN}", 16, "ends like a sentence"),
        ("| call | gives |\n| --- | --- |", None, None),
        ("```\ndouble(0) ...\n```", None, None),
        (">>> double(0.0)\n0.0", None, None),
    ],
)
def test_form_finds_what_reads_like_a_promise_where_no_prose_is(breaches, folder, text, line, said):
    edit(folder / STUB, "## Rules\n\n", f"## Rules\n\n{text}\n\n")
    assert_said(breaches("form", "promises"), *([f"py:{line}: form: "] if said else []))
    assert all(said in breach for breach in breaches("form"))


def test_form_finds_an_empty_hint(breaches, folder):
    edit(folder / CHECKS, "", check("test_more", hint="@pytest.mark.hint('a', ' ')\n"))
    assert_said(breaches("form"), "test_more has an empty hint; say something")


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("return\n    assert double(2) == 4", 50, "this assertion of test_more"),
        ("while True:\n        pass\n    assert double(2) == 4", 51, "this assertion of test_more"),
        ("raise OSError\n    assert double(2) == 4", 50, "this assertion of test_more"),
        ("assert double(2) == 4\n    return", 50, "the end of test_more"),
    ],
)
def test_form_finds_what_can_never_be_come_to(breaches, folder, body, line, said):
    edit(folder / CHECKS, "", check("test_more", body))
    (breach,) = breaches()
    assert breach.startswith(f"{CHECKS}:{line}: form: {said} can never be come to; ")


def test_form_finds_checks_that_can_be_parsed_and_not_compiled(breaches, folder):
    edit(folder / CHECKS, "", check("test_more", "assert double(2) == 4\n    break"))
    (breach,) = breaches()
    assert breach.startswith(f"{CHECKS}:50: form: 'break' outside loop; mend it (until then")


def test_a_package_that_several_files_import_is_told_once_and_where_it_is_to_be_named(
    breaches, folder
):
    for file in (STUB, CHECKS, REFERENCE):
        edit(folder / file, "", "\nimport numpy\n")
    (breach,) = breaches("form")
    said = 'q001_double.py imports numpy; write "Needs: numpy" below it'
    assert breach == f"{STUB}:3: form: {said}"
    edit(folder / STUB, "numbers\n\nThe", "numbers\nNeeds: numpy\n\nThe")
    assert breaches("form") == []
