"""The authors' gates: the fixture course holds, and each way to break it is found and named."""

import re
from pathlib import Path

import msgspec
import pytest

from grader import mistakes
from grader.authoring import gates, judges
from grader.catalog import load
from grader.engine.messages import CheckVerdict, Failure, Verdict
from grader.errors import KataError
from grader.install import install_line
from tests.support import Q1_FILES, assert_said, check, edit

STUB, CHECKS, REFERENCE, MISTAKES = Q1_FILES


def test_the_intact_course_holds(engine, course):
    found = gates.verify(engine, course, course.exercises, gates.GATES)
    assert sorted((exercise.number, broken) for exercise, broken in found) == [
        (1, []),
        (2, []),
        (3, []),
    ]


def test_no_gates_named_are_all_gates():
    assert gates.parse_gates([]) == gates.GATES


def test_gates_come_in_their_order_and_once():
    assert gates.parse_gates(["speed", "form", "speed"]) == ("form", "speed")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("zzz", "no gate 'zzz'; there are: form, size, promises, ref"),
        ("promise", r"no gate 'promise' \(did you mean promises"),
        ("", "name a gate: form, size"),
    ],
)
def test_an_unknown_gate_is_refused(name, said):
    with pytest.raises(KataError, match=said):
        gates.parse_gates(["form", name])


def test_gates_are_matched_as_levels_are():
    assert gates.parse_gates(["Form"]) == ("form",)


def test_a_breach_is_that_of_its_exercise_alone(engine, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    course = load(folder)
    names = ("form", "reference")
    found = {e.number: b for e, b in gates.verify(engine, course, course.exercises, names)}
    assert found.keys() == {1, 2, 3}
    assert found[1] and not found[2] and not found[3]


def test_only_the_gates_that_are_named_are_tried(breaches, folder):
    edit(folder / STUB, "## Rules", "## Laws")
    edit(folder / MISTAKES, '"test_triples", "test_mixes"', '"test_triples"')
    assert_said(breaches("form"), ": form: ")
    assert_said(breaches("mistakes"), ": mistakes: ")
    assert breaches("stub", "impostor") == []


# the gates that run something


@pytest.mark.parametrize(
    ("gates", "told"),
    [
        (["form", "size"], []),
        (["size", "stub"], ["stub"]),
        (["reference", "speed"], ["reference"]),
    ],
)
def test_a_missing_package_hinders_only_what_runs(breaches, folder, gates, told):
    stub = folder / "exercises" / "entry" / "q001_double.py"
    edit(stub, "numbers\n\nThe", "numbers\nNeeds: no-such-package\n\nThe")
    edit(folder / REFERENCE, "", "\nimport nothing\n")
    found = [said for said in breaches(*gates) if "which no extra installs" not in said]
    said = f"no-such-package is not installed; run: {install_line('all')}"
    assert found == [f"{stub.relative_to(folder)}:1: {gate}: {said}" for gate in told]


def test_reference_finds_a_check_that_fails(breaches, folder):
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    first, *_ = breaches("reference")
    assert first.startswith(
        f"{CHECKS}:28: reference: test_triples and test_mixes fail on the reference"
    )
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
    assert first.startswith(
        f"{CHECKS}:1: reference: it did not run to its end (broken): OSError: no"
    )


def test_example_finds_an_untrue_one(breaches, folder):
    edit(folder / STUB, "(4, 6)", "(4, 7)")
    (breach,) = breaches("example")
    assert breach.startswith(f"{STUB}:19: example: ")
    assert breach.endswith(
        "the example is untrue of the reference; mend it\n"
        "ran       double(2), triple(2)\nexpected  (4, 7)\ngot       (4, 6)"
    )


def test_example_tells_what_was_raised_where_a_value_was_expected(breaches, folder):
    edit(
        folder / STUB,
        "    >>> double(2), triple(2)\n    (4, 6)",
        "    >>> double(\n    ...   'a')\n    4",
    )
    (breach,) = breaches("example")
    assert breach.startswith(f"{STUB}:19: example: the example is untrue")
    assert breach.endswith(
        "ran       double(\n            'a')\nexpected  4\n"
        "got       TypeError: a number is needed, not 'a'"
    )


def test_of_an_example_untrue_in_several_places_the_first_is_shown(breaches, folder):
    edit(folder / STUB, "    (4, 6)", "    >>> double(2)\n    5\n    >>> double(3)\n    7")
    (breach,) = breaches("example")
    assert "untrue of the reference (and 2 more); mend it\nran       double(2), tr" in breach
    assert "expected  nothing\n" in breach


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
    checks += "    assert double(2)\n    assert triple(2) > 5\n    assert double(1) < 3\n"
    (folder / CHECKS).write_text(checks, encoding="utf-8")
    assert_said(
        breaches("impostor"),
        "impostor: an object that equals everything solves it; look at a type or an identity",
    )


def test_reference_finds_an_assertion_that_is_never_come_to(breaches, folder):
    body = "if double(2) == 4:\n        return\n    assert double(2) == 5"
    edit(folder / CHECKS, "", check("test_early", body))
    (breach,) = breaches("reference")
    assert "test_early fails on the reference" in breach
    assert "the check was not run to its end" in breach


def test_mistakes_finds_one_that_fails_more_than_it_names(breaches, folder):
    edit(folder / MISTAKES, '"test_triples", "test_mixes"', '"test_triples"')
    assert breaches("mistakes") == [
        f"{MISTAKES}:8: mistakes: the mistake 'tripling doubles' fails test_mixes as well; "
        'write fails = ["test_triples", "test_mixes"], or mend the checks'
    ]


def test_mistakes_finds_one_that_no_check_catches(breaches, folder):
    edit(folder / MISTAKES, 'put = "2 * number"', 'put = "number * 3"')
    assert_said(
        breaches("mistakes"),
        "'tripling doubles' does not fail test_triples and test_mixes, which it names; mend it, or",
    )


@pytest.mark.parametrize("at_a_time", [0, 5])
@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            '["test_triples_zero"]',
            "does not fail test_triples_zero, which it names, and fails test_triples and",
        ),
        ("[]", "'tripling doubles' names no check; write"),
    ],
)
def test_the_line_to_write_instead_is_told_as_it_is_to_be_pasted(
    breaches, folder, monkeypatch, named, said, at_a_time
):
    monkeypatch.setattr(gates, "AT_A_TIME", at_a_time)
    edit(folder / MISTAKES, '["test_triples", "test_mixes"]', named)
    (breach,) = breaches("mistakes")
    assert said in breach
    (line,) = re.findall(r"write (fails = .*?), or mend", breach)
    edit(folder / MISTAKES, f"fails = {named}", line)
    assert breaches("mistakes") == []


def test_mistakes_finds_one_that_comes_out_differently_from_run_to_run(breaches, folder, tmp_path):
    mark = tmp_path / "has run"
    once = f"(3 if __import__('os').path.exists('{mark}') else open('{mark}', 'w').close() or 2)"
    edit(folder / MISTAKES, 'put = "2 * number"', f'put = "{once} * number"')
    (breach,) = breaches("mistakes")
    assert "'tripling doubles' comes out differently from run to run: test_triples is" in breach
    assert "is flaky: passed " in breach and " of 5 runs alike; mend the checks" in breach


def test_a_check_that_passes_in_some_runs_is_told_once_and_as_that(breaches, folder, tmp_path):
    opened = f"os.open({str(tmp_path / 'runs')!r}, os.O_CREAT | os.O_APPEND | os.O_WRONLY)"
    body = f"import os\n\n    runs = {opened}\n    os.write(runs, b'.')\n"
    body += "    assert double(2) == 4 and os.fstat(runs).st_size % 3 != 1"
    edit(folder / CHECKS, "", check("test_chance", body))
    (breach,) = breaches(*set(gates.GATES) - {"form"})
    assert "test_chance is flaky: passed " in breach and " runs alike" in breach


def test_reference_calls_a_check_flaky_that_fails_in_some_runs(course):
    name = course.one("1").checks[0].name
    verdicts = [
        Verdict(
            job=0,
            ending="ran",
            checks=(CheckVerdict(name=name, failure=Failure(message="it was 5") if run else None),),
        )
        for run in (0, 1, 0)
    ]
    found = judges.all_pass(verdicts)
    assert found.said.startswith(f"{name} is flaky: passed 2 of 3 runs alike but for the order")
    assert (found.said.splitlines()[-1], found.check) == ("it was 5", name)


def test_of_many_exercises_one_mistake_a_check_is_graded(breaches, folder, monkeypatch):
    alone = 'fails = ["test_doubles_fractions"]'
    edit(folder / MISTAKES, alone, 'fails = ["test_doubles_fractions", "test_triples"]')
    said = "'fractions are cut off' does not fail test_triples, which it names"
    assert_said(breaches("mistakes"), said)
    monkeypatch.setattr(gates, "AT_A_TIME", 0)
    assert breaches("mistakes") == []
    edit(folder / MISTAKES, 'fails = ["test_doubles_fractions", "test_triples"]', alone)
    named = '"test_doubles_fractions", "test_mixes"'
    edit(folder / MISTAKES, named, f'{named}, "test_refuses_text"')
    assert_said(breaches("mistakes"), "does not fail test_refuses_text, which it names")


def test_the_mistakes_that_are_graded_of_many_show_all_checks(folder):
    listed = mistakes.read(folder / MISTAKES).mistakes
    chosen = gates.one_a_check(listed)
    assert {check for each in chosen for check in each.fails} == {
        check for each in listed for check in each.fails
    }
    assert "a number is squared instead of doubled" not in [each.name for each in chosen]
    unlisted = msgspec.structs.replace(listed[0], name="it is caught by nothing", fails=())
    assert unlisted in gates.one_a_check([*listed, unlisted])


def test_few_mistakes_are_graded_of_many(folder):
    any_mistake = mistakes.read(folder / MISTAKES).mistakes[0]
    fails = ["ab", "a", "b", "abcdef", "bcd", "def", "g"]
    listed = [msgspec.structs.replace(any_mistake, fails=tuple(each)) for each in fails]
    assert ["".join(each.fails) for each in gates.one_a_check(listed)] == ["bcd", "abcdef", "g"]


def test_what_was_only_sampled_is_said():
    assert gates.summary(5, [], ["stub", "mistakes"]) == "5 exercises hold: stub, mistakes"
    said = "117 exercises hold: stub, mistakes (one a check)"
    assert gates.summary(117, [], ["stub", "mistakes"]) == said
    found = [gates.Breach("stub", Path("q001_one.py"), 1, "it works")]
    said = "117 exercises, 1 breach: stub 1; of the mistakes only one a check was graded"
    assert gates.summary(117, found, ["stub", "mistakes"]) == said
    assert gates.summary(117, found, ["stub"]) == "117 exercises, 1 breach: stub 1"


def test_mistakes_finds_one_that_is_called_tampered(breaches, folder):
    names = [check.name for check in load(folder).one("1").checks]
    bends = "import contextlib, os\nfor number in range(3, 64):\n"
    bends += "    with contextlib.suppress(OSError):\n        os.write(number, b'passed\\\\n')\n"
    edit(
        folder / MISTAKES,
        "",
        f"\n[[mistake]]\nname = 'bent'\nsource = '''\n{bends}'''\nfails = {names}\n",
    )
    assert_said(breaches("mistakes"), "toml:29: mistakes: the mistake 'bent' is called tampered (")


def test_a_mistake_that_fails_nothing_is_none(breaches, folder):
    edit(folder / MISTAKES, 'put = "2 * number"', 'put = "number * 3"')
    edit(folder / MISTAKES, '["test_triples", "test_mixes"]', "[]")
    (breach,) = breaches("form", "mistakes")
    assert "'tripling doubles' fails no check; mend it, or the checks" in breach


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
    assert breach.startswith(f"{REFERENCE}:34: coverage: line ") and " is never reached" in breach
    assert "add a check, or delete the code" in breach


def test_coverage_finds_a_branch_that_is_never_taken(breaches, folder):
    edit(
        folder / REFERENCE,
        "    return 3 * number",
        "    if number != 77:\n        number = +number\n    return 3 * number",
    )
    (breach,) = breaches("coverage")
    assert (
        breach.startswith(f"{REFERENCE}:33: coverage: the branch from line ")
        and " is never taken" in breach
    )


@pytest.mark.parametrize(("seconds", "ending"), [(2, "fails, so what is reached"), (0, "crashed")])
def test_coverage_says_where_the_checks_were_not_run_as_they_should_be(
    breaches, folder, seconds, ending
):
    """And not that some lines were never reached."""
    body = "import importlib, os, time\n    assert double(2) == 4\n"
    body += "    if importlib.import_module('coverage').Coverage.current():\n"
    body += f"        time.sleep({seconds}) or {seconds} or os._exit(1)"
    hint = '@pytest.mark.timeout(1)\n@pytest.mark.hint("What?")\n'
    edit(folder / CHECKS, "", check("test_slow", body, hint))
    (breach,) = breaches("coverage")
    assert ending in breach and "test_slow" in breach and "never reached" not in breach


BUSY = """import time

    end = time.process_time() + 0.55
    while time.process_time() < end:
        pass
    assert double(2) == 4"""
WAITING = "import time\n\n    time.sleep({seconds})\n    assert double(2) == 4"


def test_speed_finds_checks_that_take_too_long(breaches, folder):
    edit(folder / CHECKS, "", check("test_slow", BUSY))
    (breach,) = breaches("speed")
    assert breach.startswith(f"{CHECKS}:47: speed: its checks take 0.")
    assert " s of processor time, 0.5 s are allowed; slim them, test_slow first (" in breach
    assert breach.endswith(" s by the clock)")


def test_speed_allows_more_where_a_check_says_that_it_takes_longer(breaches, folder):
    hint = '@pytest.mark.timeout(10)\n@pytest.mark.hint("A nudge.")\n'
    edit(folder / CHECKS, "", check("test_slow", BUSY, hint))
    assert breaches("speed") == []


@pytest.mark.parametrize(("seconds", "found"), [(0.6, 0), (2.6, 1)])
def test_speed_lets_checks_wait_a_little(breaches, folder, seconds, found):
    """A machine that is busy makes all of them wait."""
    edit(folder / CHECKS, "", check("test_slow", WAITING.format(seconds=seconds)))
    said = ["s by the clock, 2.5 s are allowed; slim them, test_slow first (2.6"]
    assert_said(breaches("speed"), *said[:found])


def test_a_slow_check_is_one_breach_whatever_it_runs_out_of_time_for(breaches, folder):
    """After a check that hangs the others have less time; none is to be named for that."""
    edit(folder / CHECKS, "", check("test_slow", WAITING.format(seconds=2.6)))
    hangs = "while number == 0:\\n        pass\\n    return 3 * number"
    edit(
        folder / MISTAKES,
        "",
        "\n[[mistake]]\nname = 'zero hangs'\nfind = '    return 3 * number'\n"
        f'put = "    {hangs}"\nfails = ["test_triples_zero"]\n',
    )
    (breach,) = breaches("reference", "mistakes", "coverage", "speed")
    assert breach.startswith(f"{CHECKS}:47: mistakes: test_slow takes 2.6")
    assert "slim it, or give it a `timeout` mark" in breach and "write fails" not in breach


def test_a_mistake_that_hangs_in_a_quick_check_is_to_name_it(breaches, folder):
    hangs = "while number == 0:\\n        pass\\n    return 3 * number"
    edit(folder / MISTAKES, 'find = "3 * number"', 'find = "    return 3 * number"')
    edit(folder / MISTAKES, 'put = "2 * number"', f'put = "    {hangs}"')
    (breach,) = breaches("mistakes")
    assert 'write fails = ["test_triples_zero"]' in breach


def test_speed_names_a_reference_that_fails(breaches, folder):
    edit(folder / REFERENCE, "return 3 * number", "return 4 * number")
    assert breaches("speed")[0].startswith(
        f"{CHECKS}:28: speed: test_triples and test_mixes fail on the reference"
    )
