"""The engine on real processes."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import pytest

from grader import catalog, grading, scoring
from grader.engine import Engine, limits
from grader.engine.engine import wait_to_read
from grader.engine.messages import MAX_TEXT
from grader.engine.scratch import Root
from grader.engine.supervisor.image import Image
from grader.errors import GraderFault
from grader.grading import make_job
from grader.results import Outcome
from grader.submission import Submission
from tests.support import PATIENCE, SignOfLife, heed_signals, make_course


@pytest.fixture
def grade(course):
    """A function that runs a source text as a submission: `grade(engine, "q001", source)`."""

    def run(engine, name, source):
        exercise = next(e for e in course.exercises if e.name.startswith(name))
        (verdict,) = engine.run([make_job(exercise, source)])
        return scoring.score(exercise, verdict, f"{exercise.name}.py")

    return run


@pytest.fixture
def reference(course):
    """A function that gives a reference's text, with one replacement: `reference("q001", a, b)`."""

    def text(name, find="", put=""):
        exercise = next(e for e in course.exercises if e.name.startswith(name))
        source = exercise.reference.read_text(encoding="utf-8")
        assert source.count(find) == 1 or not find
        return source.replace(find, put)

    return text


def passed(result):
    return [check.name for check in result.checks if check.passed]


def failed(result):
    return [check.name for check in result.checks if not check.passed]


def message(result, name):
    return next(check.message for check in result.checks if check.name == name)


def test_a_reference_is_solved(engine, grade, reference):
    results = [grade(engine, name, reference(name)) for name in ("q001", "q002", "q003")]
    assert [(r.outcome, len(passed(r))) for r in results] == [(Outcome.SOLVED, 6)] * 3


def test_a_stub_is_unsolved_and_says_what_is_not_written(engine, grade, course):
    result = grade(engine, "q001", course.one("1").stub.read_text(encoding="utf-8"))
    assert (result.outcome, passed(result)) == (Outcome.UNSOLVED, [])
    assert message(result, "test_doubles").startswith("double is not written yet")


def test_a_missing_name_fails_its_own_checks_only(engine, grade):
    result = grade(engine, "q001", "def triple(number):\n    return 3 * number\n")
    assert (result.outcome, passed(result)) == (
        Outcome.PARTIAL,
        ["test_triples", "test_triples_zero"],
    )
    assert message(result, "test_doubles") == "q001_double.py has no `double`"


def test_a_syntax_error_is_broken_and_shows_the_learners_line(engine, grade):
    result = grade(engine, "q001", "def double(number):\n    return (2 * number\n")
    assert (result.outcome, result.line) == (Outcome.BROKEN, 2)
    assert "return (2 * number" in result.message
    assert "^" in result.message


def test_an_import_of_what_is_not_installed_is_broken(engine, grade):
    result = grade(engine, "q001", "import no_such_package\n")
    assert (result.outcome, result.line) == (Outcome.BROKEN, 1)
    assert "no_such_package" in result.message


def test_an_infinite_loop_is_a_timeout_and_costs_only_its_checks(engine, grade, reference):
    source = reference(
        "q003", "        self.total += amount\n", "        while True:\n            pass\n"
    )
    result = grade(engine, "q003", source)
    assert (result.outcome, passed(result)) == (
        Outcome.TIMEOUT,
        ["test_starts_at_zero", "test_starts_where_told"],
    )
    hanging = next(check for check in result.checks if check.name == "test_adds")
    assert "still running when its time was up, after 1 s" in hanging.message
    loop = source[: source.index("while True")].count("\n") + 1
    assert hanging.line in (loop, loop + 1)  # the second one on Python 3.14 and later


def test_a_timeout_that_is_swallowed_is_still_a_timeout(engine, grade, reference):
    loop = textwrap.indent(
        "while True:\n  try:\n    while True:\n      pass\n  except BaseException:\n    pass\n",
        " " * 8,
    )
    result = grade(engine, "q003", reference("q003", "        self.total += amount\n", loop))
    assert (result.outcome, passed(result)) == (
        Outcome.TIMEOUT,
        ["test_starts_at_zero", "test_starts_where_told"],
    )
    assert "test_adds was still running" in result.message


def test_endless_recursion_is_an_ordinary_failure(engine, grade, reference):
    source = reference("q001", "return 3 * number", "return triple(number)")
    result = grade(engine, "q001", source)
    assert result.outcome is Outcome.PARTIAL
    assert "RecursionError" in message(result, "test_triples")


def test_a_memory_hog_is_stopped_by_its_limit(engine, grade, reference):
    source = reference("q001", "return 3 * number", "return bytearray(2**33)")
    result = grade(engine, "q001", source)
    assert result.outcome is Outcome.PARTIAL
    assert "MemoryError" in message(result, "test_triples")


def test_limits_are_set_for_good(engine, grade, reference):
    source = reference("q001", "return 3 * number", "return limits()") + (
        "\n\nimport resource\n\n\ndef limits():\n"
        "    names = ('CPU', 'FSIZE', 'NOFILE', 'CORE', 'AS')\n"
        "    pairs = [resource.getrlimit(getattr(resource, f'RLIMIT_{n}')) for n in names]\n"
        "    return [soft if soft == hard else 'soft' for soft, hard in pairs]\n"
    )
    said = message(grade(engine, "q001", source), "test_triples")
    got = re.search(r"got       \[(\d+), (\d+), (\d+), (\d+), (\d+)\]", said)
    assert got, said
    *others, memory = map(int, got.groups())
    assert others == [limits.CPU_SECONDS, limits.FILE_SIZE, limits.OPEN_FILES, 0]
    assert memory > limits.MEMORY


def test_endless_output_is_stopped_and_the_check_named(engine, grade, reference):
    source = reference(
        "q001",
        "return 3 * number",
        'import sys\n    while True:\n        sys.stdout.write("x" * 80)',
    )
    result = grade(engine, "q001", source)
    assert result.outcome is Outcome.CRASHED
    assert "printed more than 1024 KiB" in result.message
    assert failed(result) == ["test_triples", "test_triples_zero", "test_mixes"]
    assert len(next(c for c in result.checks if c.name == "test_triples").output) < 2 * MAX_TEXT


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        ("sys.exit()", Outcome.BROKEN),
        ("os._exit(0)", Outcome.CRASHED),
        ("os.kill(os.getpid(), 9)", Outcome.CRASHED),
        ("os.abort()", Outcome.CRASHED),
    ],
)
def test_leaving_while_being_imported_passes_nothing(engine, grade, reference, call, outcome):
    result = grade(engine, "q001", reference("q001") + f"\nimport os, sys\n{call}\n")
    assert (result.outcome, passed(result)) == (outcome, [])


@pytest.mark.parametrize(
    ("call", "outcome", "others"),
    [
        ("sys.exit()", Outcome.PARTIAL, ["test_mixes"]),
        ("os._exit(0)", Outcome.CRASHED, ["test_mixes"]),
        ("os.kill(os.getpid(), 9)", Outcome.CRASHED, ["test_mixes"]),
    ],
)
def test_leaving_in_a_call_fails_that_check_alone(engine, grade, reference, call, outcome, others):
    source = reference(
        "q001",
        "return 3 * number",
        f"import os, sys\n    if number in (3, 0): {call}\n    return 3 * number",
    )
    result = grade(engine, "q001", source)
    assert (result.outcome, passed(result)) == (
        outcome,
        ["test_doubles", "test_doubles_fractions", "test_refuses_text", *others],
    )


def test_a_crash_names_the_check_that_was_running(engine, grade, reference):
    result = grade(engine, "q001", reference("q001", "return 3 * number", "import os; os._exit(7)"))
    assert result.message == "the process exited with code 7 during test_triples"


def test_a_thread_that_never_ends_holds_nothing_up(engine, grade, reference):
    thread = "\nimport threading\nthreading.Thread(target=threading.Event().wait).start()\n"
    assert grade(engine, "q001", reference("q001") + thread).outcome is Outcome.SOLVED


@pytest.mark.parametrize("flags", ["", ", start_new_session=True"])
def test_a_process_left_behind_is_ended(engine, grade, reference, tmp_path, flags):
    note = tmp_path / "pid"
    code = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    source = reference("q001") + (
        "\nimport subprocess, sys, os, time\n"
        f"subprocess.Popen([sys.executable, '-c', {code!r}]{flags})\n"
        f"while not (os.path.exists({str(note)!r}) and open({str(note)!r}).read()): pass\n"
    )
    assert grade(engine, "q001", source).outcome is Outcome.SOLVED
    assert not Path(f"/proc/{note.read_text()}").exists()


def test_what_is_printed_goes_with_the_check_that_ran(engine, grade, reference):
    source = reference("q001", "return 3 * number", 'print("tripling", number)\n    return 2')
    checks = {check.name: check.output for check in grade(engine, "q001", source).checks}
    assert (checks["test_doubles"], checks["test_triples"]) == ("", "tripling 3\n")


@pytest.mark.parametrize(
    "close", ["sys.stdout.close()", "os.close(1); os.close(2)", "sys.stdout = None"]
)
def test_a_closed_stdout_fails_nothing_else(engine, grade, reference, close):
    assert (
        grade(engine, "q001", reference("q001") + f"\nimport os, sys\n{close}\n").outcome
        is Outcome.SOLVED
    )


def test_a_failure_says_what_was_called_expected_and_came(engine, grade, reference):
    result = grade(engine, "q001", reference("q001", "return 3 * number", "return 2 * number"))
    assert message(result, "test_triples").splitlines() == [
        "called    triple(3)",
        "expected  9",
        "got       6",
    ]


def test_the_folder_that_it_ran_in_is_shown_to_nobody(engine, grade, reference):
    source = reference("q001", "return 3 * number", "import os; raise ValueError(os.getcwd())")
    result = grade(engine, "q001", source)
    assert "got       ValueError: …/cwd" in message(result, "test_triples").splitlines()


def test_a_message_that_takes_more_room_when_it_is_sent_is_cut(engine, grade, reference):
    source = reference("q001", "return 3 * number", "assert False, chr(0xD800) * 10_000")
    result = grade(engine, "q001", source)
    assert result.outcome is Outcome.PARTIAL
    assert "\\ud800" in message(result, "test_triples")


def test_after_a_case_that_failed_no_other_one_runs(engine, grade, reference):
    source = reference("q001", "return 2 * number", "print(number)\n    return None")
    result = grade(engine, "q001", source)
    check = next(check for check in result.checks if check.name == "test_doubles_fractions")
    assert len(check.output.splitlines()) == 1


def test_modules_that_a_submission_takes_away_are_there_again(engine, grade, reference):
    source = reference("q001") + "\nimport sys\nsys.modules.clear()\n"
    assert grade(engine, "q001", source).outcome is Outcome.SOLVED


def test_a_failing_case_is_named(engine, grade, reference):
    result = grade(engine, "q001", reference("q001", "return 2 * number", "return 2 * int(number)"))
    assert message(result, "test_doubles_fractions").splitlines() == [
        "called    double(number)",
        "expected  1.0",
        "got       0",
        "with      number=0.5, expected=1.0",
    ]


def test_a_case_is_shown_as_it_was_given_whatever_was_done_to_it(tmp_path):
    checks = """
        import pytest
        from q001_one import one

        @pytest.mark.parametrize(
            ("items", "more", "odd", "number"), [([3, (1, [2])], {"a": {1}}, [one], 7)]
        )
        def test_one(items, more, odd, number):
            assert one(items, more) == 1
    """
    source = """
def one(items, more):
    items[1][1].append(5)
    more["b"] = lambda: 1
    more["a"].add(2)
"""
    (check,) = one_check(tmp_path, checks, source).checks
    (line,) = [each for each in check.failure.message.splitlines() if each.startswith("with")]
    assert line.startswith("with      items=[3, (1, [2])], more={'a': {1}}, odd=[<function one at ")
    assert line.endswith(">], number=7")


def test_of_a_long_list_or_dict_every_item_is_shown(engine, grade, reference):
    items = "list(range(20)), {n: n for n in range(9)}"
    result = grade(engine, "q001", reference("q001", "return 3 * number", f"return {items}"))
    assert message(result, "test_triples").splitlines()[:3] == [
        "called    triple(3)",
        "expected  9",
        f"got       {eval(items)!r}",
    ]


@pytest.mark.parametrize("value", ["[[]] * 10**6", "[[[[[1] * 99] * 99] * 99] * 99]"])
def test_a_huge_value_is_shown_in_part_and_at_once(engine, grade, reference, value):
    result = grade(engine, "q001", reference("q001", "return 3 * number", f"return {value}"))
    got = message(result, "test_triples").splitlines()[2]
    assert "..." in got and len(got) < 500


def test_an_exception_that_did_not_come_is_named(engine, grade, reference):
    result = grade(engine, "q001", reference("q001", "isinstance(number, str)", "False"))
    assert message(result, "test_refuses_text").splitlines() == [
        "called    double('2')",
        "expected  TypeError",
        "got       no exception",
    ]


def test_an_error_shows_the_learners_frames_and_no_others(engine, grade, reference):
    source = reference("q001", "return 3 * number", "return helper(number)") + (
        "\n\ndef helper(number):\n    return number.missing\n"
    )
    result = grade(engine, "q001", source)
    check = next(check for check in result.checks if check.name == "test_triples")
    assert check.line == source.count("\n")
    assert check.file == "q001_double.py"
    assert check.message.splitlines() == [
        "called    triple(3)",
        "got       AttributeError: 'int' object has no attribute 'missing'",
        f"at        q001_double.py:{check.line - 4}, in triple",
        "              return helper(number)",
        f"at        q001_double.py:{check.line}, in helper",
        "              return number.missing",
    ]


def test_a_known_mistake_is_named(engine, grade, reference):
    result = grade(engine, "q001", reference("q001", "return 2 * number", "return 2 * int(number)"))
    assert result.mistake == "fractions are cut off"


@pytest.mark.parametrize(
    ("happens", "named"),
    [
        ("raise NotImplementedError", None),
        ("return twice(number)", None),
        ("return number", "fractions are cut off"),
        ("raise NameError(number)", "fractions are cut off"),
        ("number += half; half = 0", "fractions are cut off"),
    ],
    ids=["not written", "a name that is nothing's", "another value", "an error", "a local name"],
)
def test_a_mistake_is_not_named_where_code_is_unfinished(engine, grade, reference, happens, named):
    wrong = f"if isinstance(number, float):\n        {happens}\n    return 2 * number"
    result = grade(engine, "q001", reference("q001", "return 2 * number", wrong))
    assert failed(result) == ["test_doubles_fractions"]
    assert result.mistake == named


def test_a_skip_or_an_expected_failure_is_no_pass(engine, grade, reference):
    for call in ('pytest.skip("no")', 'pytest.xfail("no")', "pytest.exit()"):
        source = reference("q001", "return 3 * number", f"import pytest; {call}")
        assert failed(grade(engine, "q001", source)) == [
            "test_triples",
            "test_triples_zero",
            "test_mixes",
        ]


def one_check(tmp_path, checks, source):
    """The verdict on a source, with checks of its own."""
    stub = '"""Q1 · One: a stub.\n\nTopics: functions, testing\n"""\n'
    files = {"entry/q001_one.py": stub, "entry/q001_one_test.py": textwrap.dedent(checks)}
    course = make_course(tmp_path, files)
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    return verdict


BEGUN_WITH = {
    "entry/q001_one.py": '''
        """Q1 · One: a stub.

        Topics: functions, testing
        """

        class Refused(ValueError):
            """Given."""

        class Box:
            def weigh(self):
                raise NotImplementedError

        TABLE = {"one": len}

        def one(number):
            raise NotImplementedError
    ''',
    "entry/q001_one_test.py": """
        import pytest
        from q001_one import TABLE, Box, Refused, one

        class Derived(Box):
            pass

        @pytest.mark.parametrize("error", [Refused("early")])
        def test_refuses(error):
            assert isinstance(error, Refused)
            with pytest.raises(Refused):
                one(0)

        def test_weighs():
            assert Derived().weigh() == 3

        def test_counts():
            assert one(TABLE["one"]("abc")) == 4
    """,
}

HAS = {
    "Refused": "class Refused(ValueError): pass",
    "Box": "class Box:\n    def weigh(self): return 3",
    "TABLE": "TABLE = {'one': len}",
    "one": "def one(number):\n    if not number: raise Refused\n    return number + 1",
}


@pytest.mark.parametrize(
    ("lacks", "passed", "said"),
    [
        ("", ["test_refuses", "test_weighs", "test_counts"], ""),
        ("Refused", ["test_weighs", "test_counts"], "NameError"),
        ("Box", ["test_refuses", "test_counts"], "q001_one.py has no `Box`"),
        ("one", ["test_weighs"], "q001_one.py has no `one`"),
        ("TABLE", ["test_refuses", "test_weighs", "test_counts"], ""),
        ("Refused Box one TABLE", [], "q001_one.py has no `one`"),
    ],
)
def test_what_a_submission_lacks_costs_what_needs_it(tmp_path, lacks, passed, said):
    course = make_course(tmp_path, {n: textwrap.dedent(t).lstrip() for n, t in BEGUN_WITH.items()})
    source = "\n".join(text for name, text in HAS.items() if name not in lacks.split())
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert verdict.ending == "ran"
    assert [check.name for check in verdict.checks if not check.failure] == passed
    failures = [check.failure.message for check in verdict.checks if check.failure]
    assert said in "".join(failures[:1])


def test_checks_that_cannot_be_begun_say_why(tmp_path):
    course = make_course(tmp_path, {n: textwrap.dedent(t).lstrip() for n, t in BEGUN_WITH.items()})
    source = "\n".join(HAS.values()) + "\nclass Refused(ValueError):\n    def __init__(self): pass"
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert verdict.ending == "broken"
    assert verdict.message.startswith("the checks cannot be begun: TypeError: Refused.__init__()")


DECIDING = """
    import pytest
    from q001_one import one

    def test_all():
        assert all(value > 3 for value in one(0))

    def test_message():
        with pytest.raises(ValueError, match="exactly this"):
            one(1)

    def test_raises():
        with pytest.raises(ValueError):
            one(2)

    def test_close():
        assert one(3) == pytest.approx(3.25)
"""
WRONG = """
def one(case):
    if case == 1:
        raise ValueError("another")
    return [[1, 2], None, None, 3.5][case]
"""


@pytest.mark.parametrize(
    "prelude",
    [
        "import _pytest.raises as m, types\n"
        "m.re = types.SimpleNamespace(search=lambda *_: True, compile=lambda text: text)",
        "import grader.engine.child.cases as m; m.PYTEST.raises = m.PYTEST.approx = Any",
        "import grader.engine.child.items as m; m.__builtins__['all'] = lambda values: True",
        "import _pytest.raises as m\nclass Some(m.AbstractRaises): _check_match = Any.check\n"
        "m.RaisesExc.__bases__ = (Some,)",
        "import _pytest.approx as m; m.ApproxScalar.__eq__ = m.Approx.__eq__ = lambda *_: True",
    ],
)
def test_what_decides_a_check_is_put_back_after_the_submission_is_loaded(tmp_path, prelude):
    made = "class Any:\n    def __init__(self, *_, **__): self.kind = 'any'\n"
    made += "    def __enter__(self): return self\n    def __exit__(self, *_): return True\n"
    made += "    def __eq__(self, other): return True\n    def check(self, error): return True\n"
    verdict = one_check(tmp_path, DECIDING, f"{made}{prelude}\n{WRONG}")
    passed = [check.name for check in verdict.checks if not check.failure]
    assert (verdict.ending, passed) == ("ran", [])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ({"one": 1, "two": 2, "three": 3}, {"one": 1, "two": 2, "three": 4, "more": "x" * 60}),
        ("the same for a long time " * 9 + "1", "the same for a long time " * 9 + "2"),
        (list(range(40)), [*range(39), 0]),
    ],
)
def test_what_two_values_differ_in_is_told_without_a_word_on_pytests_options(
    tmp_path, got, expected
):
    checks = f"""
        from q001_one import one

        def test_one():
            assert one() == {expected!r}
    """
    (check,) = one_check(tmp_path, checks, f"def one():\n    return {got!r}\n").checks
    assert "got  " in check.failure.message
    assert not re.search(r"-v|truncated", check.failure.message)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ({"what was called, in turn": ["first"] * 4}, []),
        (
            {"what was called, in turn": ["first"] * 4, "when": 1},
            [
                "Differing items:",
                "{'what was called, in turn': ['first', 'first', 'first', 'first']}",
            ],
        ),
        (["what was called, and then what was called last"], ["at index 0:"]),
    ],
)
def test_the_one_item_that_differs_is_told_once(tmp_path, got, said):
    expected = {**got, "what was called, in turn": []} if isinstance(got, dict) else ["nothing"]
    checks = f"""
        from q001_one import one

        def test_one():
            assert one() == {expected!r}
    """
    (check,) = one_check(tmp_path, checks, f"def one():\n    return {got!r}\n").checks
    lines = check.failure.message.splitlines()
    assert lines[2] == f"got       {got!r}"
    assert [line.strip()[: len(word)] for line, word in zip(lines[3:], said, strict=True)] == said


MANAGERS = """
from contextlib import asynccontextmanager, contextmanager

@contextmanager
def entered():
    raise KeyError("on the way in")
    yield

@contextmanager
def left():
    yield
    raise KeyError("on the way out")

class Slots:
    __enter__ = __aenter__ = lambda self: self

    def __exit__(self, *_):
        raise KeyError("on the way out")

def refused(number):
    raise KeyError("in the call")

@asynccontextmanager
async def parted():
    yield
    raise KeyError("on the way out")
"""


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("with refused(1) as got", "called    with refused(1) as got: …"),
        ("with entered() as got", "called    with entered() as got: …"),
        (
            "with pytest.raises(ValueError), refused(1)",
            "called    with pytest.raises(ValueError), ",
        ),
        ("with left() as got", "left      the block of left() as got"),
        ("with Slots()", "left      the block of Slots()"),
        ("async with parted() as got", "left      the block of parted() as got"),
        ("with pytest.raises(KeyError, match='elsewhere')", "called    print(refused)"),
    ],
)
def test_where_a_with_statement_fails_it_is_told_from_its_block(tmp_path, header, said):
    raises = "refused(2)" if "match" in header else "print(refused)"
    said = said.replace("print(refused)", raises)
    checks = f"""
        import asyncio
        import pytest
        from q001_one import Slots, entered, left, parted, refused

        async def within():
            {header}:
                {raises}

        def test_one():
            asyncio.run(within())
            assert refused
    """
    (check,) = one_check(tmp_path, checks, MANAGERS).checks
    shown = check.failure.message.splitlines()
    if "match" not in header:
        assert shown.pop(0) == "called    asyncio.run(within())"
        said = said.replace("called ", "through", 1)
    assert shown[0].startswith(said)


def test_what_a_helper_of_the_checks_calls_is_shown_with_the_call_of_the_helper(tmp_path):
    checks = """
        from q001_one import one

        def outcome(*options):
            return one(*options)

        def test_one():
            def nested():
                return outcome(1, 2)
            assert nested() == 3

        def test_none():
            def nested():
                return one(None)
            assert nested() == 3

        def test_class():
            @outcome
            class Fine(one(4)):
                pass
            assert Fine
    """
    wrong = "def one(*options):\n    raise KeyError(options)\n"
    shown = [
        [line.strip() for line in check.failure.message.splitlines()]
        for check in one_check(tmp_path, checks, wrong).checks
    ]
    assert shown[0][:3] == [
        "called    nested()",
        "through   outcome(1, 2)",
        "through   one(*options)",
    ]
    assert shown[1][:2] == ["called    nested()", "through   one(None)"]
    assert shown[2][:2] == ["called    @outcome class Fine(one(4)): …", "got       KeyError: (4,)"]


def test_how_a_helper_in_a_check_was_called_is_shown_however_it_goes_wrong(tmp_path):
    checks = """
        from q001_one import one

        def test_arguments():
            def twice(number):
                return one(number, number)
            assert twice(3) == 3

        def test_one_statement():
            assert list(map(lambda number: one(number), [3])) == [one(3) for _ in range(3)]

        def test_class_body():
            class Fine:
                three = one(3)
            assert Fine
    """
    wrong = "def one(number):\n    raise KeyError(number)\n"
    shown = [
        check.failure.message.splitlines() for check in one_check(tmp_path, checks, wrong).checks
    ]
    assert shown[0] == [
        "called    twice(3)",
        "through   one(number, number)",
        "got       TypeError: one() takes 1 positional argument but 2 were given",
    ]
    assert shown[1][:2] == [
        "called    list(map(lambda number: one(number), [3]))",
        "got       KeyError: 3",
    ]
    assert shown[2][:2] == ["called    three = one(3)", "got       KeyError: 3"]


@pytest.mark.parametrize("raised", ["KeyError('no')", "AssertionError('no')"])
def test_the_label_of_an_assertion_is_shown_when_what_it_calls_raises(tmp_path, raised):
    checks = """
        from q001_one import one

        def test_one():
            assert one(0) == 3, "after two calls"

        def test_two():
            assert one(1) == 3, "after two calls"

        def test_three():
            assert one(0) == 3, f"after {1 + 1} calls"
    """
    source = f"def one(fails):\n    if not fails:\n        raise {raised}\n"
    raises, differs, unknown = [
        check.failure.message.splitlines() for check in one_check(tmp_path, checks, source).checks
    ]
    assert raises[:2] == ["after two calls", "called    one(0)"]
    assert differs[:2] == ["after two calls", "called    one(1)"]
    assert unknown[0] == "called    one(0)"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("pytest.raises(ValueError)", "ValueError"),
        ("pytest.raises((ValueError, json.JSONDecodeError))", "ValueError or JSONDecodeError"),
        ("pytest.raises(ValueError, match='no')", "ValueError"),
        ("pytest.raises(ValueError), suppress(OSError)", "ValueError"),
        ("pytest.raises(error)", "ValueError"),
    ],
)
@pytest.mark.parametrize(
    ("body", "came"),
    [
        ("raise KeyError", "KeyError"),
        ("raise AssertionError", "AssertionError"),
        ("return", "no exception"),
    ],
)
def test_of_another_exception_it_is_told_which_one_was_expected(
    tmp_path, header, expected, body, came
):
    checks = f"""
        import json
        import pytest
        from contextlib import suppress
        from q001_one import one

        @pytest.mark.parametrize("error", [ValueError])
        def test_one(error):
            with {header}:
                one(1)
    """
    (check,) = one_check(tmp_path, checks, f"def one(number):\n    {body}\n").checks
    assert check.failure.message.splitlines()[:3] == [
        "called    one(1)",
        f"expected  {expected}",
        f"got       {came}",
    ]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"^exactly \(this\)$", "is: exactly (this)"),
        (r"exactly \(this\)", "contains: exactly (this)"),
        (r"^exactly (this|that)$", "contains: ^exactly (this|that)$"),
    ],
)
def test_of_another_message_it_is_told_which_one_was_expected(tmp_path, pattern, said):
    checks = f"""
        import pytest
        from q001_one import one

        def test_one():
            with pytest.raises(ValueError, match={pattern!r}):
                one(1)
    """
    source = "def one(number):\n    raise ValueError('exactly (these)')\n"
    (check,) = one_check(tmp_path, checks, source).checks
    assert check.failure.message.splitlines()[:3] == [
        "called    one(1)",
        f"expected  an exception whose message {said}",
        "got       exactly (these)",
    ]


def test_nothing_was_expected_of_what_stands_outside_of_the_block(tmp_path):
    checks = """
        import pytest
        from q001_one import one

        def test_one():
            with one(1), pytest.raises(ValueError):
                raise ValueError
            with pytest.raises(ValueError):
                raise ValueError

        def test_two():
            with pytest.raises(KeyError):
                one(2)
            one(3)
    """
    source = "def one(number):\n    raise KeyError(number)\n"
    for check in one_check(tmp_path, checks, source).checks:
        assert "expected" not in check.failure.message


def expectations(verdict):
    """What each check of a verdict is said to have expected: lists of lines."""
    lines = [check.failure.message.splitlines() for check in verdict.checks]
    return [[line for line in each if line.startswith("expected")] for each in lines]


def test_a_class_that_was_expected_is_told_by_its_own_name_or_not_at_all(tmp_path):
    checks = """
        import sqlite3
        import pytest
        from contextlib import (  # in lines of its own
            suppress,
        )
        from q001_one import (
            Mine,
            one,
        )

        class Ours(Exception):
            pass

        LATER = KeyError

        def refuses(kind, *args):
            with pytest.raises(kind):
                one(*args)

        @pytest.mark.parametrize("kind", [ValueError])
        def test_the_helpers_parameter(kind):
            refuses(TypeError, 1)

        @pytest.mark.parametrize("kind", [ValueError])
        def test_a_nested_helpers_parameter(kind):
            def within(kind):
                with pytest.raises(kind):
                    one(1)
            within(TypeError)

        @pytest.mark.parametrize("kind", [ValueError])
        def test_another_value(kind):
            kind = TypeError
            with pytest.raises(kind):
                one(1)

        def test_an_expression():
            error = ValueError("no")
            with pytest.raises(type(error)):
                one(1)

        def test_a_loop():
            for error in (ValueError, TypeError):
                with pytest.raises(error):
                    one(1)

        def test_one_of_two():
            for error in (ValueError, TypeError):
                with pytest.raises((KeyError, error)):
                    one(1)

        def test_within_another():
            with pytest.raises(ValueError):
                refuses(TypeError, 1)

        def test_no_class():
            with pytest.raises(LATER):
                one(1)

        def test_known():
            with pytest.raises((sqlite3.Error, Mine, Ours)):
                one(1)
    """
    source = "class Mine(Exception):\n    pass\n\n\ndef one(number):\n    raise OSError(number)\n"
    *others, known = expectations(one_check(tmp_path, checks, source))
    assert others == [[]] * 8
    assert known == ["expected  Error or Mine or Ours"]


def test_what_a_helper_expects_counts_also_where_the_helper_is_not_shown(tmp_path):
    checks = """
        import pytest
        from q001_one import one

        def first():
            with pytest.raises(KeyError):
                second()

        def second():
            return third()

        def third():
            return fourth()

        def fourth():
            return one()

        def test_one():
            with pytest.raises(ValueError):
                first()
    """
    verdict = one_check(tmp_path, checks, "def one():\n    raise OSError\n")
    assert verdict.checks[0].failure.message.splitlines()[:5] == [
        "called    first()",
        "through   third()",
        "through   fourth()",
        "through   one()",
        "expected  KeyError",
    ]


def test_nothing_shows_the_name_under_which_a_check_was_run(tmp_path):
    checks = """
        from q001_one import one

        def test_raises():
            assert one(lambda: 1) == 3

        def test_differs():
            class Csv:
                pass
            assert one(Csv) == 3

        def test_is_itself():
            assert one() == 3

        def test_another():
            assert one("check_0123456789ab") == 3

        def test_passes():
            assert one(7) == 7
    """
    source = """
import sys

def one(given=None):
    caller = sys._getframe(1).f_code.co_name
    print("called by", caller)
    if given is None:
        return f"{caller}\\n{caller}log_{caller}"
    return given(1) if callable(given) and not isinstance(given, type) else given
"""
    verdict = one_check(tmp_path, checks, source)
    raises, differs, itself, another, passes = verdict.checks
    assert (
        "\ngot       TypeError: <lambda>() takes 0 positional arguments" in raises.failure.message
    )
    assert "\ngot       <class 'q001_one_test.Csv'>" in differs.failure.message
    said = "'test_is_itself\\ntest_is_itselflog_test_is_itself'"
    assert f"\ngot       {said}" in itself.failure.message
    assert "\ngot       'check_0123456789ab'" in another.failure.message
    assert passes.output == "called by test_passes\n"


@pytest.mark.parametrize(
    ("lines", "called"),
    [
        (["got = one(1)", "got += one(2)"], "one(1) + one(2)"),
        (["got = one(1)", "for _ in 'ab':", "    got += one(2)"], "got"),
        (["got = one(1)", "got, _ = 7, one(2)"], "got"),
        (["got = one(1)", "got += one(2)", "got = one(3)"], "one(3)"),
    ],
)
def test_what_was_added_to_a_name_is_shown_with_what_it_was_given(tmp_path, lines, called):
    check = textwrap.indent("\n".join(lines), " " * 4)
    checks = f"from q001_one import one\n\n\ndef test_one():\n{check}\n    assert got == 99\n"
    (check,) = one_check(tmp_path, checks, "def one(number):\n    return number\n").checks
    assert check.failure.message.splitlines()[0] == f"called    {called}"


@pytest.mark.parametrize(
    ("test", "returned", "said"),
    [
        ("len(Cache()) == 2", "'two'", ["where     __len__ returned a value of type 'str'"]),
        ("list(Cache()) == [2]", "[2]", ["where     __iter__ returned a value of type 'list'"]),
        ("2 * 'no' * Cache().value == 3", "'two'", []),
    ],
)
def test_a_special_method_that_returns_what_python_refuses_is_named(tmp_path, test, returned, said):
    checks = f"""
        from q001_one import Cache

        def test_one():
            assert {test}
    """
    source = f"""\
class Cache:
    value = 1.5

    def __len__(self):
        return {returned}

    __iter__ = __len__
"""
    (check,) = one_check(tmp_path, checks, source).checks
    lines = check.failure.message.splitlines()
    assert lines[1].startswith("got       TypeError: ")
    assert lines[2:] == said


@pytest.mark.parametrize("method", ["__len__", "__iter__", "__contains__", "__eq__"])
def test_a_special_method_that_raises_is_named(tmp_path, method):
    checks = """
        from q001_one import Cache

        def test_one():
            assert (Cache() == 1, len(Cache()), list(Cache()), 1 in Cache()) == 1
    """
    methods = {"__eq__": "True", "__len__": "1", "__iter__": "iter('')", "__contains__": "True"}
    lines = ["class Cache:"]
    for name, value in methods.items():
        body = "raise KeyError(1)" if name == method else f"return {value}"
        lines += [f"    def {name}(self, *others):", f"        {body}"]
    (check,) = one_check(tmp_path, checks, "\n".join(lines)).checks
    assert f"in Cache.{method}\n" in check.failure.message


def test_the_cases_of_a_check_share_its_time(tmp_path):
    checks = """
        import pytest
        from q001_one import wait


        @pytest.mark.timeout(1)
        @pytest.mark.parametrize("number", range(4))
        def test_waits(number):
            assert wait() is None
    """
    source = "import threading\n\n\ndef wait():\n    threading.Event().wait(0.4)\n"
    verdict = one_check(tmp_path, checks, source)
    assert [check.failure.timed_out for check in verdict.checks] == [True]


CASES = """
    import pytest
    from q001_one import note

    BOTH = pytest.mark.parametrize("flag", [True, False])


    @pytest.fixture
    def hidden():
        return "a fixture of that name"


    @BOTH
    @pytest.mark.parametrize(("number", "hidden"), [(1, "one"), (2, "two")], ids=str)
    def test_stacked(number, hidden, flag, tmp_path):
        assert note((number, hidden, flag, not list(tmp_path.iterdir())))
        (tmp_path / "used").touch()


    @pytest.mark.parametrize("pair", [(1, 2), pytest.param((3, 4), id="x"), *[[5]]])
    def test_single(pair):
        assert note(pair)


    @pytest.mark.parametrize("a, b", [pytest.param(1, 2, id="x"), [3, 4]])
    def test_two(a, b):
        assert note((a, b))
"""

NOTES = """
def note(value):
    print("case", value)
    return True
"""


def test_cases_are_those_that_pytest_makes(tmp_path):
    checks = one_check(tmp_path / "course", CASES, NOTES).checks
    assert [check.failure for check in checks] == [None, None, None]
    file = tmp_path / "q001_one_test.py"
    file.write_text(textwrap.dedent(CASES))
    (tmp_path / "q001_one.py").write_text(NOTES)
    plain = [sys.executable, "-m", "pytest", "-sq", "-p", "no:cacheprovider", "--rootdir", tmp_path]
    done = subprocess.run([*plain, file], capture_output=True, text=True, cwd=tmp_path)
    seen = re.findall("case .*", done.stdout)
    assert len(seen) == 4 + 3 + 2
    assert re.findall("case .*", "".join(check.output for check in checks)) == seen


def test_each_case_has_an_empty_folder_and_no_links_are_made_for_it(tmp_path):
    checks = """
        import pytest
        from q001_one import note

        @pytest.fixture(scope="session")
        def shared(tmp_path_factory):
            return tmp_path_factory.mktemp("shared")

        @pytest.mark.parametrize("number", [1, 2])
        def test_folder(number, shared, tmp_path, tmp_path_factory):
            assert shared.is_dir()
            assert not any(tmp_path.iterdir())
            assert not any(each.is_symlink() for each in tmp_path.parent.iterdir())
            assert note(tmp_path_factory.mktemp("other") not in tmp_path.parents)
            (tmp_path / "used").touch()
    """
    (check,) = one_check(tmp_path, checks, NOTES).checks
    assert check.failure is None


def test_where_the_checks_own_code_raises_the_call_of_the_check_is_shown(tmp_path):
    checks = """
        from q001_one import call

        def test_call():
            def callback():
                raise KeyError("from a callback")
            assert call(callback) == 1
    """
    (check,) = one_check(tmp_path, checks, "def call(callback):\n    return callback()\n").checks
    assert check.failure.message.splitlines()[:2] == [
        "called    call(callback)",
        "got       KeyError: 'from a callback'",
    ]
    assert check.failure.check_line == 7


def test_what_a_failed_check_held_is_gone_when_the_next_one_begins(tmp_path):
    checks = """
        from q001_one import make

        def test_fails():
            thing = make()
            assert thing is None

        def test_looks():
            assert make() == 1
    """
    source = """
        import weakref

        class Thing:
            pass

        THINGS = weakref.WeakSet()

        def make():
            if THINGS:
                return 1
            made = Thing()
            THINGS.add(made)
            return made
    """
    verdict = one_check(tmp_path, checks, textwrap.dedent(source))
    assert [bool(check.failure) for check in verdict.checks] == [True, True]


def test_a_check_without_cases_does_not_pass(tmp_path):
    checks = """
        import pytest
        import q001_one


        @pytest.mark.parametrize("number", [])
        def test_none(number):
            assert number
    """
    verdict = one_check(tmp_path, checks, "def double(n):\n    return n + n\n")
    assert [bool(check.failure) for check in verdict.checks] == [True]


@pytest.mark.parametrize("name", ["disable", "enable", "isenabled", "get_threshold"])
def test_a_collector_that_is_out_of_order_is_no_matter_of_ours(engine, grade, reference, name):
    source = f"import gc\n\ngc.{name} = None\n{reference('q001')}"
    assert failed(grade(engine, "q001", source)) == []


def test_a_child_gets_a_clean_environment_and_an_empty_folder(
    engine, grade, reference, monkeypatch
):
    source = reference(
        "q001",
        "return 3 * number",
        "import os\n    return sorted(os.listdir()), sorted(os.environ)",
    )
    text = message(grade(engine, "q001", source), "test_triples")
    assert "([], [" in text
    assert "HOME" in text
    assert "USER" not in text


def test_chance_is_the_same_at_every_run(engine, grade, reference):
    source = reference(
        "q001", "return 3 * number", "import random\n    return random.random(), set('abcdef')"
    )
    texts = {message(grade(engine, "q001", source), "test_triples") for _ in range(3)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("header", "before"), [("Needs: pytest", True), ("Topics: modules", False)]
)
def test_what_a_stub_with_packages_imports_is_there_before_the_submission(tmp_path, header, before):
    stub = f'r"""Q1 · One: the first.\n\n{header}\n"""\n\nfrom xml.dom.minidom import parse\n'
    files = {
        "entry/q001_one.py": stub,
        "entry/q001_one_test.py": "import q001_one\n\n\n"
        f"def test_it():\n    assert q001_one.seen is {before}\n",
    }
    course = make_course(tmp_path, files)
    with Engine(course.course, "off") as engine:
        source = "import sys\nseen = 'xml.dom.minidom' in sys.modules\n"
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert [check.failure for check in verdict.checks] == [None]


def test_what_starts_threads_is_not_imported_before_a_fork_by_anybody(tmp_path, monkeypatch):
    """As pandas does, which imports pyarrow where that is installed."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "pyarrow.py").write_text("")
    (tmp_path / "frames.py").write_text(
        "try:\n    import pyarrow\nexcept ImportError:\n    pyarrow = 'missing'\n"
    )
    Image._import(None, ["frames", "polars"], tmp_path / "q001_one_test.py")
    assert sys.modules.pop("frames").pyarrow == "missing"
    assert not {"pyarrow", "polars"} & set(sys.modules)


def test_a_thread_that_an_import_leaves_behind_has_ended_before_a_fork(tmp_path, monkeypatch):
    """As matplotlib's timer, which an import starts where there is no list of fonts yet."""
    monkeypatch.syspath_prepend(tmp_path)
    source = "import threading\ntimer = threading.Timer(0.1, list)\ntimer.start()\n"
    (tmp_path / "fonts.py").write_text(source)
    Image._import(None, ["fonts"], tmp_path / "q001_one_test.py")
    assert not sys.modules.pop("fonts").timer.is_alive()


def test_exercises_that_need_packages_come_after_those_that_do_not(tmp_path):
    files = {}
    for number, header in ((1, "Needs: pytest"), (2, "Topics: modules")):
        name = f"entry/q00{number}_one"
        files[f"{name}.py"] = f'r"""Q{number} · One: the first.\n\n{header}\n"""\n'
        files[f"{name}_test.py"] = f"import q00{number}_one\n\n\ndef test_it():\n    assert True\n"
    course = make_course(tmp_path, files)
    begun = []

    class Noting(Engine):
        def run(self, jobs):
            jobs = list(jobs)
            begun.extend(job.id for job in jobs)
            return super().run(jobs)

    with Noting(course.course, "off") as engine:
        results = list(
            grading.grade(engine, course.exercises, Submission(course.course / "exercises"))
        )
    assert begun == [2, 1]
    assert len(results) == 2


DEEP = """
import os

here = os.open(tempfile.gettempdir(), os.O_RDONLY)
for _ in range(2000):
    os.mkdir("deep", dir_fd=here)
    here, above = os.open("deep", os.O_RDONLY, dir_fd=here), here
    os.close(above)
os.close(here)
"""


@pytest.mark.parametrize("deed", ["", DEEP], ids=["ordinary", "deep"])
def test_a_childs_folder_goes_when_it_has_ended_and_all_with_the_engine(
    course, reference, tmp_path, deed
):
    note = tmp_path / "root"
    notes = f"""
import pathlib, tempfile

root = pathlib.Path(tempfile.gettempdir()).parent.parent
pathlib.Path({str(note)!r}).write_text(str(root))
"""
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), reference("q001") + notes + deed)])
        assert [check.failure for check in verdict.checks] == [None] * 6
        root = Path(note.read_text())
        assert (root.name[:5], list(root.iterdir())) == ("kata-", [])
    assert not root.exists()


def test_many_jobs_get_a_verdict_each(engine, course):
    jobs = [
        make_job(exercise, exercise.reference.read_text(encoding="utf-8"), id=3 * turn + index)
        for turn in range(20)
        for index, exercise in enumerate(course.exercises)
    ]
    verdicts = list(engine.run(jobs))
    assert sorted(verdict.job for verdict in verdicts) == list(range(60))
    assert {verdict.ending for verdict in verdicts} == {"ran"}


def test_long_texts_both_ways_block_nobody(engine, course):
    exercise = course.one("1")
    source = "#" * 500_000 + "\ndef double(number):\n    raise ValueError('x' * 10_000)\n"
    verdicts = list(engine.run(make_job(exercise, source, id=number) for number in range(40)))
    assert len(verdicts) == 40


def test_stopping_ends_every_child(course, reference, tmp_path):
    note = tmp_path / "pid"
    source = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    engine = Engine(course.course)
    engine.start()
    verdicts = engine.run(
        [make_job(course.one("1"), source, 1), make_job(course.one("2"), reference("q002"), 2)]
    )
    assert next(verdicts).job == 2
    while not (note.exists() and note.read_text()):
        os.sched_yield()
    engine.stop()
    assert not Path(f"/proc/{note.read_text()}").exists()


def test_whoever_waits_with_it_may_break_a_run_off_and_begin_another(course, reference, tmp_path):
    class BrokenOff(Exception):
        pass

    def wait(descriptor, seconds):
        if sign.started():
            raise BrokenOff
        return wait_to_read(descriptor, 0.01)

    engine = Engine(course.course, wait=wait)
    with contextlib.closing(SignOfLife(tmp_path)) as sign, engine:
        with pytest.raises(BrokenOff):
            list(engine.run([make_job(course.one("1"), sign.source)]))
        sign.wait_for_end()
        (verdict,) = engine.run([make_job(course.one("1"), reference("q001"))])
    assert verdict.ending == "ran"


@pytest.mark.timeout(PATIENCE)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_supervisor_lost_costs_only_the_exercise_it_was_lost_with(
    course, reference, tmp_path, number
):
    """A submission may not kill it, so it tells somebody who may; it is tried twice."""
    os.mkfifo(tmp_path / "told")

    def kill_when_told():
        for _ in range(2):
            os.kill(int((tmp_path / "told").read_text()), number)

    threading.Thread(target=kill_when_told, daemon=True).start()
    with contextlib.closing(SignOfLife(tmp_path)) as sign, Engine(course.course) as engine:
        tells = f"open({str(tmp_path / 'told')!r}, 'w').write(str(os.getppid()))"
        killer = f"import os\n{tells}\n{sign.source}"
        sources = [killer, *(reference(name) for name in ("q001", "q002", "q003") * 3)]
        exercises = [course.one("1"), *course.exercises * 3]
        jobs = [
            make_job(exercise, source, number)
            for number, (exercise, source) in enumerate(zip(exercises, sources, strict=True))
        ]
        endings = {verdict.job: verdict.ending for verdict in engine.run(jobs)}
        while sign.started():
            pass
        sign.wait_for_end()
    assert endings == {0: "crashed", **dict.fromkeys(range(1, 10), "ran")}


def test_a_supervisor_that_cannot_start_is_the_graders_fault(course, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "conftest.py").write_text("raise ValueError('no good')")
    with (
        Engine(tmp_path) as engine,
        pytest.raises(GraderFault, match="the supervisor ended: ValueError: no good"),
    ):
        list(engine.run([make_job(course.one("1"), "")]))


def test_an_interrupt_in_one_check_leaves_the_next_a_clean_start(engine, grade, reference):
    source = reference("q001", "return 2 * number", "raise KeyboardInterrupt")
    assert passed(grade(engine, "q001", source)) == [
        "test_refuses_text",
        "test_triples",
        "test_triples_zero",
    ]


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("raise KeyboardInterrupt", "E: (its message cannot be shown)"),
        ("raise SystemExit", "E: (its message cannot be shown)"),
        ("return Text('hello')", "E: hello"),
        ("return 3", "E: (its message cannot be shown)"),
    ],
)
def test_whatever_an_exception_says_of_itself_the_next_check_has_a_clean_start(
    tmp_path, says, shown
):
    checks = """
        from q001_one import one

        def test_raises():
            assert one(1) == 1

        def test_fine():
            assert one(2) == 2
    """
    source = f"""
class Text(str):
    encode = split = __format__ = None

    def __getitem__(self, place):
        raise TypeError(f"{{place}} is no place")

class Kind(type):
    @property
    def __name__(cls):
        raise KeyError

class E(Exception, metaclass=Kind):
    def __str__(self):
        {says}

def one(number):
    if number == 1:
        raise E
    return number
"""
    raises, fine = one_check(tmp_path, checks, source).checks
    assert raises.failure.message.splitlines()[1] == f"got       {shown}"
    assert not fine.failure


@pytest.mark.parametrize(
    ("methods", "shown"),
    [
        ("__getattr__ = lambda self, name: {}[name]", "client=<q001_one.Client object at "),
        ("__repr__ = __getattr__ = lambda self, *_: exit()", "client=(it cannot be shown)"),
        ("__name__ = 'me'", "client=me"),
        ("__name__ = 3", "client=<q001_one.Client object at "),
    ],
)
def test_an_argument_is_shown_whatever_it_answers(tmp_path, methods, shown):
    checks = """
        import pytest
        from q001_one import Client

        @pytest.mark.parametrize("client", [Client()])
        def test_one(client):
            assert client(2) == 1
    """
    source = f"class Client:\n    __call__ = lambda self, given: given\n    {methods}\n"
    (check,) = one_check(tmp_path, checks, source).checks
    lines = check.failure.message.splitlines()
    assert lines[:3] == ["called    client(2)", "expected  1", "got       2"]
    assert lines[3].startswith(f"with      {shown}")


def test_a_learners_module_shadows_nothing(kata, tmp_path, reference):
    (tmp_path / "random.py").write_text("raise SystemExit('shadowed')")
    (tmp_path / "q001_double.py").write_text(reference("q001"))
    done = kata("run", "1", "--submission", ".")
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_reports_what_is_finished_and_leaves_no_process(tmp_path, course, reference):
    (tmp_path / "q001_double.py").write_text(reference("q001"))
    note = tmp_path / "pid"
    (tmp_path / "q003_tally.py").write_text(
        f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    )
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "--course", str(course.course), "run", "1", "3"]
        + ["--submission", str(tmp_path), "--format", "json", "--sandbox", "off"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    while not (note.exists() and note.read_text()):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "")
    assert '"interrupted": true' in out
    assert not Path(f"/proc/{note.read_text()}").exists()


def test_a_submission_may_start_a_hundred_threads(engine, grade, reference):
    source = reference("q001", "return 3 * number", "return 3 * number + threads()") + (
        "\n\nimport threading\n\n\ndef threads():\n"
        "    done = threading.Event()\n"
        "    started = [threading.Thread(target=done.wait) for _ in range(100)]\n"
        "    for thread in started:\n        thread.start()\n"
        "    done.set()\n"
        "    return 0\n"
    )
    assert grade(engine, "q001", source).outcome is Outcome.SOLVED


def test_the_supervisor_is_of_this_very_grader(tmp_path):
    root = Path(__file__).parent.parent
    shutil.copytree(root / "grader", tmp_path / "grader")
    shutil.copytree(root / "tests" / "course", tmp_path / "course")
    loop = tmp_path / "grader" / "engine" / "supervisor" / "loop.py"
    loop.write_text(loop.read_text() + "\nraise SystemExit('this very grader')\n")
    command = [sys.executable, "-m", "grader", "--course", "course", "run", "--sandbox", "off"]
    command += ["--submission", "course/solutions"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        3,
        "kata: the supervisor ended: this very grader\n",
    )


REMOVES_THE_OTHERS = """
import pathlib, shutil, tempfile

own = pathlib.Path(tempfile.gettempdir()).parent
for folder in own.parent.iterdir():
    if folder != own:
        shutil.rmtree(folder)
"""


@pytest.mark.parametrize(("deed", "runs"), [("", 1), (REMOVES_THE_OTHERS, 2)], ids=["no", "yes"])
def test_only_who_was_disturbed_by_another_exercise_runs_again(
    course, reference, tmp_path, deed, runs
):
    """One exercise runs from before another one begins until after it has ended."""
    log, go = tmp_path / "log", tmp_path / "go"
    waits = f"""
import pathlib, time

with open({str(log)!r}, "a") as log:
    log.write("x")
while not pathlib.Path({str(go)!r}).exists():
    time.sleep(0.01)
"""

    def jobs():
        yield make_job(course.one("3"), reference("q003") + waits, 3)
        while not log.exists():
            time.sleep(0.01)  # it is started as soon as it is sent
        yield make_job(course.one("1"), reference("q001") + deed, 1)

    endings = {}
    with Engine(course.course, crowd=2) as engine:
        for verdict in engine.run(jobs()):
            endings[verdict.job] = [check.failure for check in verdict.checks]
            go.touch()
    assert endings == {1: [None] * 6, 3: [None] * 6}
    assert log.read_text() == "x" * runs


def test_a_fork_that_comes_back_says_nothing(engine, grade, reference):
    fork = "    import os\n    if child := os.fork():\n        os.waitpid(child, 0)\n"
    source = reference("q001", "    return 2 * number\n", fork + "    return 2 * number\n")
    assert grade(engine, "q001", source).outcome is Outcome.SOLVED


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux lists descriptors there")
def test_a_child_holds_none_of_the_supervisors_descriptors(engine, grade, reference):
    listing = """
import os

held = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
pipes = [name for name in held if os.path.lexists(name) and "pipe" in os.readlink(name)]
assert not pipes, pipes
"""
    assert grade(engine, "q001", reference("q001") + listing).outcome is Outcome.SOLVED


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux lists descriptors there")
def test_a_child_holds_no_channel_but_its_own(course, reference, tmp_path):
    listing = """
import os

held = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
held = [os.readlink(name) for name in held if os.path.lexists(name)]
assert len([name for name in held if "socket" in name]) == 1, held
assert len([name for name in held if "output" in name]) <= 3, held
"""

    def jobs():
        yield make_job(course.one("3"), reference("q003") + sign.source, 3)
        sign.wait_for_start()
        yield make_job(course.one("1"), reference("q001") + listing, 1)

    endings = {}
    sign = SignOfLife(tmp_path)
    with Engine(course.course, crowd=2) as engine:
        for verdict in engine.run(jobs()):
            endings[verdict.job] = verdict.ending, verdict.message
            if verdict.job == 1:
                sign.close()
    assert endings == {1: ("ran", ""), 3: ("ran", "")}


def test_a_failure_that_the_submission_swallows_counts_and_is_told(tmp_path):
    stub = '"""Q1 · One."""\n\n\ndef work():\n    raise NotImplementedError\n'
    checks = (
        "from q001_one import work\n\n\ndef test_it():\n    with work():\n        assert 1 == 2\n"
    )
    course = make_course(tmp_path, {"entry/q001_one.py": stub, "entry/q001_one_test.py": checks})
    source = "import contextlib\n\n\ndef work():\n    return contextlib.suppress(AssertionError)\n"
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    (check,) = verdict.checks
    assert "swallowed" in check.failure.message


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("assert work(1) == 10", ["called    work(1)", "expected  10", "got       1"]),
        ("assert work(1) in (7, 8)", ["expected  work(1) in (7, 8)", "got       (7, 8)"]),
        ("assert work(0)", ["expected  work(0) to be true", "got       0"]),
    ],
)
def test_of_failures_that_were_swallowed_the_first_is_told_with_its_own_values(
    tmp_path, first, told
):
    checks = f"""
        from q001_one import quiet, work

        def test_one():
            with quiet():
                {first}
            with quiet():
                assert work("x") == "another"
    """
    source = "import contextlib\n\ndef work(n):\n    return n\n\n"
    source += "def quiet():\n    return contextlib.suppress(AssertionError)\n"
    (check,) = one_check(tmp_path, checks, source).checks
    lines = check.failure.message.splitlines()
    assert lines[: len(told)] == told and "swallowed" in lines[-1]


def test_a_place_without_room_is_told_when_a_folder_is_asked_for(tmp_path, monkeypatch):
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    root = Root()
    shutil.rmtree(place)
    root.clear()
    with pytest.raises(OSError):
        root.make()
    place.mkdir()
    assert root.make().whole


def test_checks_of_syntax_say_of_a_stub_that_it_is_not_written_yet():
    course = catalog.load(Path(__file__).parent.parent)
    stubs = [course.one(number) for number in ("1", "4", "13")]
    with Engine(course.course) as engine:
        jobs = [make_job(each, each.stub.read_text("utf-8"), each.number) for each in stubs]
        verdicts = list(engine.run(jobs))
    said = [check.failure.message for verdict in verdicts for check in verdict.checks]
    assert len(said) == sum(len(each.checks) for each in stubs)
    assert [text for text in said if "is not written yet: it raises NotImpl" not in text] == []
