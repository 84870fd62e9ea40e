"""What becomes of one child's lines, and of a job's children: no process, no clock."""

import textwrap

import msgspec
import pytest

from grader.engine import limits
from grader.engine.messages import (
    MAX_LINE,
    MAX_TEXT,
    Broken,
    Done,
    Facts,
    Failure,
    Fault,
    Finished,
    Frame,
    Job,
    Limit,
    Loading,
    Noted,
    Started,
    Turn,
)
from grader.engine.receipts import Assertion, Ledger
from grader.engine.supervisor.explain import ERROR_CHARACTERS, VALUE_CHARACTERS, explain
from grader.engine.supervisor.hearing import AFTER_TIMEOUT, Hearing
from grader.engine.supervisor.running import (
    GRACE_SECONDS,
    LACKING,
    LOAD_SECONDS,
    Running,
    State,
    Stop,
)

YES, NO = b"y" * 12, b"n" * 12
TURNS = (Turn("a", "test_a", 2.0), Turn("b", "test_b", 5.0))
FACTS = Facts(
    kind="other", error="no", frames=(), check_line=0, in_check=False, compared=None, case=()
)
LONG, FRAME = "x" * (MAX_TEXT + 1), Frame(1, "f", "pass")
PRINTED = b"x" * 100 + b"y" * 100_000


def ledger():
    made = Assertion(1, due=True, once=True)
    return Ledger({YES: (0, made, True), NO: (0, made, False)})


@pytest.fixture
def running():
    """A function that makes a child's conversation and says some messages at the time 10.0."""

    def start(*messages, turns=TURNS, errand=False):
        run = Running(
            turns=turns,
            ledgers={turn.check: ledger() for turn in turns},
            explain=lambda what, seconds: Failure(
                message=what.error, timed_out=getattr(what, "kind", "") == "timeout"
            ),
            read=lambda start, end: PRINTED[start:end],
            now=0.0,
            errand=errand,
        )
        for message in messages:
            run.hear(encoded(message), 10.0)
        return run

    return start


TIMED_OUT = msgspec.structs.replace(FACTS, kind="timeout")


def encoded(message):
    return message if isinstance(message, bytes) else msgspec.json.encode(message) + b"\n"


def finished(alias, *receipts, printed=0, **more):
    return Finished(alias, 0.5, printed, receipts or (YES,), **more)


TO_THE_END = [Loading(), Started("a"), finished("a"), Started("b"), finished("b"), Done()]


def test_a_child_that_says_it_all_in_turn_has_passed(running):
    run = running(*TO_THE_END)
    assert (run.state, run.stop) == (State.ENDED, Stop("ran"))
    run.close("exited with code 0")
    assert [(v.name, v.failure, v.seconds) for v in run.verdicts.values()] == [
        ("test_a", None, 0.5),
        ("test_b", None, 0.5),
    ]
    assert (run.left, run.blamed, run.stopped) == (set(), None, False)


LEGAL = {
    (): {"loading": State.LOADING, "fault": State.ENDED},
    (Loading(),): {
        "started": State.CHECKING,
        "broken": State.ENDED,
        "fault": State.ENDED,
        "done": State.ENDED,
    },
    (Loading(), Started("a")): {"finished": State.BETWEEN, "fault": State.ENDED},
    (Loading(), Started("a"), finished("a")): {
        "started b": State.CHECKING,
        "fault": State.ENDED,
        "done": State.ENDED,
    },
    (Loading(), Started("a"), finished("a"), Started("b"), finished("b")): {
        "fault": State.ENDED,
        "done": State.ENDED,
    },
    # a thread of the submission may interrupt the child after its last word
    tuple(TO_THE_END): {"fault": State.ENDED},
    (Loading(), Broken("no")): {"fault": State.ENDED},
    (Loading(), Fault("no")): {"fault": State.ENDED},
}
MESSAGES = {
    "loading": Loading(),
    "started": Started("a"),
    "started b": Started("b"),
    "finished": finished("a"),
    "finished b": finished("b"),
    "finished, unknown": finished("c"),
    "started, unknown": Started("c"),
    "broken": Broken("no"),
    "noted": Noted("no"),
    "fault": Fault("no"),
    "done": Done(),
}


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("before", LEGAL, ids=lambda said: f"after {len(said)}")
def test_a_message_counts_in_its_turn_and_proves_cheating_out_of_it(running, before, message):
    run = running(*before, MESSAGES[message])
    expected = LEGAL[before].get(message, State.STOPPED)
    assert run.state is expected
    cheated = run.stop is not None and run.stop.ending == "tampered"
    assert cheated is (expected is State.STOPPED)
    assert run.stopped is cheated


def test_notes_are_an_errands(running):
    run = running(Loading(), Noted("untrue"), Noted("as well"), Done(), errand=True)
    assert (run.notes, run.stop) == (["untrue", "as well"], Stop("ran"))


@pytest.mark.parametrize(
    "line",
    [
        b"garbage\n",
        b"\xff\xfe\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b'{"type":"bent","what":"all"}\n',
        b'{"type":"finished","alias":"a","seconds":1e308,"printed":0,"receipts":[]}\n',
        b'{"type":"finished","alias":"a","seconds":-1.0,"printed":0,"receipts":[]}\n',
        b'{"type":"finished","alias":"a","seconds":0.5,"printed":-1,"receipts":[]}\n',
        b'{"type":"finished","alias":"a","seconds":0.5,"printed":1180591620717411303424}\n',
        b'{"type":"finished","alias":"a","seconds":0.5,"printed":0,"receipts":["???"]}\n',
        encoded(finished("a" * 1000)),
        encoded(finished("a", *[b""] * 3000)),
        encoded(finished("a", left=("x",) * 100)),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, error=LONG))),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, check_line=2**40))),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, compared=("1", LONG)))),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, frames=(FRAME,) * 100))),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, frames=(Frame(1, LONG, ""),)))),
        encoded(finished("a", facts=msgspec.structs.replace(FACTS, case=("x",) * 100))),
        b'"' + b"x" * MAX_LINE + b'"\n',
        b"x" * (MAX_LINE + 1),
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_what_is_out_of_bounds_is_no_message(running, line):
    run = running(Loading(), Started("a"), line, finished("a"))
    assert (run.state, run.stop.ending, run.verdicts) == (State.STOPPED, "tampered", {})


@pytest.mark.parametrize(("longer", "state"), [(0, State.BETWEEN), (1, State.STOPPED)])
def test_a_line_of_the_longest_size_is_heard_and_no_longer_one(running, longer, state):
    line = encoded(finished("a"))[:-2]
    padded = line + b" " * (MAX_LINE - 1 - len(line) + longer) + b"}\n"
    assert len(padded) == MAX_LINE + longer + len(b"\n")
    assert running(Loading(), Started("a"), padded).state is state


@pytest.mark.parametrize(("longer", "state"), [(0, State.LOADING), (1, State.STOPPED)])
def test_a_line_that_does_not_end_is_waited_for_up_to_the_longest_size(running, longer, state):
    half = b"{" * (MAX_LINE // 2)
    assert running(Loading(), half, half + b"{" * longer).state is state


def test_lines_may_come_in_pieces(running):
    text = b"".join(map(encoded, TO_THE_END))
    run = running(*[text[i : i + 7] for i in range(0, len(text), 7)])
    assert (run.stop, len(run.verdicts)) == (Stop("ran"), 2)


@pytest.mark.parametrize(
    ("message", "failure"),
    [
        (finished("a", b""), LACKING),
        (Finished("a", 0.5, 0), LACKING),
        (finished("a", NO), LACKING),
        (finished("a", b"", facts=FACTS), "no"),
        (finished("a", YES, facts=FACTS), "no"),
    ],
)
def test_a_check_without_its_receipts_has_failed(running, message, failure):
    run = running(Loading(), Started("a"), message)
    assert run.verdicts["test_a"].failure.message == failure
    assert run.state is State.BETWEEN


def test_both_receipts_of_an_assertion_prove_cheating(running):
    run = running(Loading(), Started("a"), finished("a", YES + NO), Started("b"))
    assert (run.stop.ending, run.verdicts) == ("tampered", {})
    assert "receipts" in run.stop.message


def test_deadlines_are_those_of_what_is_going_on(running):
    assert running().deadline == LOAD_SECONDS
    assert running(Loading()).deadline == 10 + LOAD_SECONDS
    assert running(Loading(), Started("a")).deadline == 10 + 2.0 + GRACE_SECONDS
    assert running(Loading(), Started("a"), finished("a")).deadline == 10 + LOAD_SECONDS
    *_, last = TO_THE_END[:4]
    assert running(*TO_THE_END[:3], last).deadline == 10 + 5.0 + GRACE_SECONDS


IMPORTED = (
    "it was still being imported after 15 s; what stands outside of functions has to come to an end"
)


@pytest.mark.parametrize(
    ("said", "now", "message", "blamed"),
    [
        ([], LOAD_SECONDS, IMPORTED, None),
        ([Loading()], 10 + LOAD_SECONDS, IMPORTED, None),
        (TO_THE_END[:2], 13.0, "test_a was still running after 2 s", "test_a"),
        (TO_THE_END[:3], 10 + LOAD_SECONDS, "nothing happened for 15 s between two checks", None),
    ],
)
def test_time_is_up_at_the_deadline_and_not_before(running, said, now, message, blamed):
    run = running(*said)
    run.look(now - 0.01, 0, 1)
    assert not run.stopped
    run.look(now, 0, 1)
    run.close("was killed")
    assert run.stop == Stop("timeout", f"stopped: {message}")
    assert run.blamed == blamed
    if blamed:
        assert run.verdicts[blamed].failure.timed_out


@pytest.mark.parametrize(
    ("printed", "used", "stopped"),
    [
        (limits.OUTPUT, limits.PROCESSES, False),
        (limits.OUTPUT + 1, 1, True),
        (0, limits.PROCESSES + 1, True),
    ],
)
def test_output_and_processes_are_limited(running, printed, used, stopped):
    run = running(*TO_THE_END[:2])
    run.look(10.0, printed, used)
    run.close("was killed")
    assert run.stopped is stopped
    assert run.stop.ending == "crashed"
    assert run.stop.message.startswith("stopped" if stopped else "the process was killed")
    assert run.verdicts["test_a"].failure.timed_out is False


def test_what_is_printed_goes_with_the_check_that_ran_and_is_cut(running):
    run = running(
        Loading(),
        Started("a"),
        finished("a", printed=100),
        Started("b"),
        finished("b", printed=50_000),
    )
    assert run.verdicts["test_a"].output == "x" * 100
    assert run.verdicts["test_b"].output == "y" * MAX_TEXT + "… (the rest is cut)"


def test_what_has_been_shown_once_is_not_shown_again(running):
    three = (*TURNS, Turn("c", "test_c", 2.0))
    said = [Loading()]
    for turn, printed in zip(three, (100, 50, 150), strict=True):
        said += [Started(turn.alias), finished(turn.alias, printed=printed)]
    run = running(*said, turns=three)
    assert [verdict.output for verdict in run.verdicts.values()] == ["x" * 100, "", "y" * 50]


def test_a_check_that_ended_its_process_without_a_word_has_printed_nothing(running):
    run = running(Loading(), Started("a"), finished("a", printed=len(PRINTED)), Started("b"))
    run.close("was killed")
    assert run.verdicts["test_b"].output == ""


def test_a_child_that_has_said_its_last_word_is_soon_to_be_gone(running):
    run = running(*TO_THE_END)
    run.look(11.9, 0, 1)
    assert not run.stopped
    run.look(12.0, 0, 1)
    assert (run.stopped, run.stop) == (True, Stop("ran"))


def test_who_has_printed_too_much_is_stopped_though_nobody_has_looked_meanwhile(running):
    run = running(Loading(), Started("a"), finished("a", printed=limits.OUTPUT))
    assert not run.stopped
    run = running(Loading(), Started("a"), finished("a", printed=limits.OUTPUT + 1))
    run.close("was killed")
    assert (run.stop.ending, run.blamed) == ("crashed", "test_a")
    assert "it printed more than" in run.verdicts["test_a"].failure.message
    assert len(run.verdicts["test_a"].output) < 2 * MAX_TEXT


@pytest.mark.parametrize(
    ("said", "stop", "blamed"),
    [
        ([], Stop("crashed", "the process was killed"), None),
        ([Loading()], Stop("crashed", "the process was killed"), None),
        (TO_THE_END[:2], Stop("crashed", "the process was killed during test_a"), "test_a"),
        (TO_THE_END[:3], Stop("crashed", "the process was killed"), None),
        (TO_THE_END[:4], Stop("crashed", "the process was killed during test_b"), "test_b"),
        (TO_THE_END[:5], Stop("ran"), None),
        (
            [Loading(), Fault("x\nValueError: y")],
            "it broke what runs the checks: ValueError: y",
            None,
        ),
        ([Fault("ours")], Stop("error", "ours"), None),
    ],
)
def test_how_a_child_ended_early_is_told(running, said, stop, blamed):
    run = running(*said)
    run.close("was killed")
    assert (stop if isinstance(stop, Stop) else Stop("crashed", stop)) == run.stop
    assert run.blamed == blamed
    assert set(run.verdicts) >= ({blamed} if blamed else set())


def test_an_interruption_after_the_last_word_changes_nothing(running):
    run = running(*TO_THE_END, Fault("KeyboardInterrupt"))
    run.close("exited with code 0")
    assert (run.stop, run.blamed) == (Stop("ran"), None)


def test_a_child_that_has_lost_its_voice_has_not_made_its_notes(running):
    run = running(*TO_THE_END[:5], errand=True)
    run.close("was killed")
    assert run.stop.ending == "crashed"


def test_the_first_reason_for_an_end_counts_unless_it_cheats(running):
    run = running(Loading(), Started("a"))
    run.look(13.0, 0, 1)
    run.look(13.0, 2 * limits.OUTPUT, 1)
    assert run.stop.ending == "timeout"
    run.hear(b"garbage\n", 13.0)
    assert run.stop.ending == "timeout"


@pytest.mark.parametrize(
    ("more", "doubtful"),
    [
        ({"facts": FACTS, "left": ("threads",)}, {"test_b"}),
        ({"facts": FACTS}, set()),
        ({"left": ("threads",)}, set()),
    ],
)
def test_a_failure_where_something_was_left_is_doubtful(running, more, doubtful):
    first = finished("a", facts=FACTS, left=("threads",))
    run = running(Loading(), Started("a"), first, Started("b"), finished("b", **more))
    assert run.left == doubtful


@pytest.mark.parametrize("kind", ["assertion", "fail", "other"])
def test_no_line_of_a_failure_is_longer_than_an_honest_child_makes_it(tmp_path, kind):
    checks = tmp_path / "q001_one_test.py"
    checks.write_text("def test_a():\n    assert one() == 1\n")
    facts = Facts(
        kind=kind,
        error="e" * MAX_TEXT,
        frames=(),
        check_line=2,
        in_check=True,
        compared=("l" * MAX_TEXT, "r" * MAX_TEXT),
        case=("c" * MAX_TEXT,),
    )
    said = explain(facts, checks, "q001_one.py", "/scratch", 5.0).message
    for letter, most in (("e", 2 * ERROR_CHARACTERS), *((n, VALUE_CHARACTERS) for n in "lrc")):
        assert letter * (most + 1) not in said


def compared(tmp_path, statement, left, right, error):
    """The lines said of an assertion that compared two values and failed with pytest's error."""
    checks = tmp_path / "q001_one_test.py"
    checks.write_text(f"def test_one():\n    {statement}\n")
    facts = Facts(
        kind="assertion",
        error=error,
        frames=(),
        check_line=2,
        in_check=True,
        compared=(left, right),
        case=(),
    )
    return explain(facts, checks, "q001_one.py", "/scratch", 5.0).message.splitlines()


def test_where_two_values_look_alike_pytest_says_how_they_differ(tmp_path):
    error = "assert A() == A()\n  At index 7 diff: 1 != 2\n  Use -v to get more diff"
    said = compared(tmp_path, "assert one() == two()", "A()", "A()", error)
    assert said[2:] == ["got       A()", "          at index 7: 1 != 2"]


@pytest.mark.parametrize(
    ("lines", "called"),
    [
        ("r = f(1)", "f(1)"),
        ("r = f(1); r += f(2); print(r)", "f(1) + f(2)"),
        ("r = f(1); assert r == 1; r = f(2)", "f(2)"),
        ("r = f(1)\nwith f(0):\n    r += f(2)\n    HERE", "f(1) + f(2)"),
        ("r = f(1)\ntry:\n    HERE\nfinally:\n    f()", "f(1)"),
        ("for n in (1, 2):\n    r = f(n)\n    HERE\n    r = 0", "f(n)"),
        ("if f(0):\n    r = f(1)\nelse:\n    r = f(2)", "r"),
        ("r = f(1)\nif f(0):\n    r = 5", "r"),
        ("r = f(1)\nfor n in (1, 2):\n    HERE\n    r = f(n + 1) * 10", "r"),
        ("r = 0\nfor n in (1, 2):\n    r += f(n)\n    HERE", "r"),
        ("r = f(1)\ndef inner():\n    r = f(7)", "r"),
        ("r = f(1)\ndef inner():\n    HERE\nr = f(2)", "r"),
        ("r = f(1)\ndef r():\n    f(7)", "r"),
        ("for n in (1, 2):\n    r = f(n)\nfor n in (3, 4):\n    r += f(n)", "r"),
        ("r = f(1); r.sort()", "r"),
        ("r = f(1); f(r.items[0].pop())", "r"),
        ("r = f(1); r[0] = 2", "r"),
        ("r = f(1); r[0] += 2", "r"),
        ("r = f(1); del r[0]", "r"),
        ("r = f(1); r.value = 2", "r"),
        ("r = f(1)\nwith f(0) as r:\n    HERE", "r"),
        ("r = f(1)\ntry:\n    r = f(2)\nexcept KeyError:\n    HERE", "r"),
        ("r = f(1)\ntry:\n    f(2)\nexcept KeyError as r:\n    HERE", "r"),
        ("r = f(1)\nif (r := f(2)):\n    HERE", "r"),
    ],
)
def test_a_name_is_told_by_its_call_only_where_it_is_certainly_what_that_gave(
    tmp_path, lines, called
):
    lines = [*lines.split("\n"), *(() if "HERE" in lines else ["HERE"])]
    at = [line.strip() for line in lines].index("HERE")
    body = textwrap.indent("\n".join(lines).replace("HERE", "assert r == 3"), "    ")
    checks = tmp_path / "q001_one_test.py"
    checks.write_text(f"def test_one():\n{body}\n")
    facts = Facts(
        kind="assertion",
        error="assert 1 == 3",
        frames=(),
        check_line=at + 2,
        in_check=True,
        compared=("1", "3"),
        case=(),
    )
    said = explain(facts, checks, "q001_one.py", "/scratch", 5.0).message
    assert said.splitlines() == [f"called    {called}", "expected  3", "got       1"]


def test_what_pytest_says_of_a_difference_is_said_of_got_and_expected(tmp_path):
    long, longer = repr([*range(20)]), repr([*range(22)])
    more = "assert x == y\n  At index 3 diff: 1 != 2\n  Left contains 2 more items, first: 20\n"
    more += "  Right contains one more item: 9\n  Extra items in the left set:\n  7\n"
    more += "  Extra items in the right set:\n  8\n  Drill down into differing attribute a:\n"
    assert compared(tmp_path, "assert one() == two()", longer, long, more + "  a: 1 != 2") == [
        "called    one()",
        f"expected  {long}",
        f"got       {longer}",
        "          at index 3: 1 != 2",
        "          got has 2 more items, first: 20",
        "          expected has one more item: 9",
        "          only in got:",
        "          7",
        "          only in expected:",
        "          8",
        "          a: 1 != 2",
    ]


def test_what_should_be_the_very_object_is_shown_like_what_should_be_equal(tmp_path):
    pools = "<class 'concurrent.futures.ThreadPoolExecutor'>", "<class 'ProcessPoolExecutor'>"
    error = f"assert {pools[0]} is {pools[1]}\n +  where {pools[0]} = executor_for('cpu')"
    assert compared(tmp_path, "assert executor_for('cpu') is pool", *pools, error) == [
        "called    executor_for('cpu')",
        f"expected  {pools[1]}",
        f"got       {pools[0]}",
    ]
    alike = compared(tmp_path, "assert same(x) is x", "[1]", "[1]", "assert [1] is [1]")
    assert alike == ["expected  same(x) is x", "got       [1]", "where     x is [1]"]


@pytest.mark.parametrize(
    ("test", "values", "said"),
    [
        ("'level' in str(error)", ("'level'", "'no such'"), ["got       'no such'"]),
        ("name not in seen", ("'a'", "['a']"), ["got       ['a']", "where     name is 'a'"]),
        ("count() < limit", ("3", "2"), ["got       3", "where     limit is 2"]),
        ("found() != []", ("[]", "[]"), ["got       []"]),
    ],
)
def test_of_other_comparisons_what_came_is_shown_and_what_it_was_held_against(
    tmp_path, test, values, said
):
    lines = compared(tmp_path, f"assert {test}", *values, "assert 1")
    assert lines == [f"expected  {test}", *said]


@pytest.mark.parametrize("wanted", [r"\ba word\b", r"no\ number: \d+", r"plain \(text\)"])
def test_what_a_message_must_contain_is_shown_as_it_reads(tmp_path, wanted):
    facts = Facts(
        kind="assertion",
        error=f"Regex pattern did not match.\n  Expected regex: {wanted!r}\n  Actual message: 'x'",
        frames=(),
        check_line=0,
        in_check=True,
        compared=None,
        case=(),
    )
    said = explain(facts, tmp_path / "none_test.py", "q001_one.py", "/scratch", 5.0).message
    shown = wanted.replace("\\ ", " ").replace("\\(", "(").replace("\\)", ")")
    assert said.splitlines()[0].endswith(f"contains: {shown}")


@pytest.mark.parametrize("head", ["def helper():", "async def helper():", "class Helper:"])
def test_an_assertion_of_a_helper_is_told_like_any_other(tmp_path, head):
    checks = tmp_path / "q001_one_test.py"
    checks.write_text(f"X = 1\n\n{head}\n    assert one() == 2\n")
    facts = Facts(
        kind="assertion",
        error="assert 1 == 2\n +  where 1 = one()\n  Use -v to get more diff",
        frames=(),
        check_line=4,
        in_check=True,
        compared=("1", "2"),
        case=(),
    )
    said = explain(facts, checks, "q001_one.py", "/scratch", 5.0).message
    assert said.splitlines() == ["called    one()", "expected  2", "got       1"]
    elsewhere = msgspec.structs.replace(facts, in_check=False)
    assert "Use -v" not in explain(elsewhere, checks, "q001_one.py", "/scratch", 5.0).message


# a job's children


JOB = Job(
    id=7,
    name="q001_one",
    source=b"",
    checks_path="/q001_one_test.py",
    limits=tuple(Limit(f"test_{n}", 5.0, own=n == "c") for n in "abcd"),
    public_names=(),
)


@pytest.fixture
def child(running):
    """A function that makes a child that has ended: what it said, and how it ended if early."""

    def ended(hearing, *said, cause="was killed"):
        turns = tuple(Turn(x.check[-1], x.check, x.seconds) for x in hearing.next())
        run = running(Loading(), *said, turns=turns)
        run.close(cause)
        hearing.take(run, 1.0, 0.5)
        return [limit.check for limit in hearing.next()]

    return ended


LEFT = ("threads",)


def check(alias, **more):
    return [Started(alias), finished(alias, **more)]


def outcome(hearing):
    verdict = hearing.verdict()
    passed = [c.name[-1] for c in verdict.checks if c.failure is None]
    return verdict.ending, "".join(passed), verdict.message


def test_a_child_that_runs_to_its_end_settles_a_job(child):
    hearing = Hearing(JOB)
    assert [limit.check for limit in hearing.next()] == ["test_a", "test_b", "test_c", "test_d"]
    assert child(hearing, *[m for a in "abcd" for m in check(a)], Done()) == []
    assert outcome(hearing) == ("ran", "abcd", "")
    assert (hearing.verdict().seconds, hearing.verdict().cpu_seconds) == (1.0, 0.5)


def test_what_ends_the_process_costs_its_check_alone(child):
    hearing = Hearing(JOB)
    assert child(hearing, *check("a"), Started("b")) == ["test_c", "test_d"]
    assert child(hearing, Started("c")) == ["test_d"]
    assert child(hearing, *check("d"), Done()) == []
    assert outcome(hearing) == ("crashed", "ad", "the process was killed during test_b")
    assert hearing.verdict().seconds == 3.0


def test_after_a_timeout_the_others_are_given_less_time(child):
    hearing = Hearing(JOB)
    child(hearing, Started("a"), finished("a", b"", facts=TIMED_OUT), Done())
    assert [limit.seconds for limit in hearing.next()] == [AFTER_TIMEOUT, 5.0, AFTER_TIMEOUT]
    assert child(hearing, *check("b"), *check("c"), *check("d"), Done()) == []
    assert outcome(hearing) == ("ran", "bcd", "")


def test_somebody_who_waits_is_told_of_the_first_timeout_at_once(child):
    hearing = Hearing(msgspec.structs.replace(JOB, until_timeout=True))
    said = [*check("a"), Started("b"), finished("b", b"", facts=TIMED_OUT), Done()]
    assert child(hearing, *said) == []
    assert outcome(hearing) == ("ran", "a", "")
    left = [check.failure.message for check in hearing.verdict().checks[2:]]
    assert left == ["not run: a check before it ran out of time"] * 2


def test_a_failure_after_something_was_left_is_tried_alone(child):
    hearing = Hearing(JOB)
    said = [*check("a"), *check("b", facts=FACTS, left=LEFT), *check("c")]
    assert child(hearing, *said, *check("d", facts=FACTS, left=LEFT), Done()) == ["test_b"]
    assert child(hearing, *check("b"), Done()) == ["test_d"]
    assert child(hearing, *check("d", facts=FACTS), Done()) == []
    assert outcome(hearing) == ("ran", "abc", "")


def test_a_failure_before_anything_was_left_is_not_tried_again(child):
    hearing = Hearing(JOB)
    said = [*check("a", facts=FACTS, left=LEFT), *check("b"), *check("c"), *check("d")]
    assert child(hearing, *said, Done()) == []
    assert outcome(hearing) == ("ran", "bcd", "")


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ([Broken("no")], "broken"),
        ([*check("a"), Loading()], "tampered"),
        ([Started("a"), finished("a", YES + NO)], "tampered"),
    ],
)
def test_what_cannot_be_loaded_or_cheats_is_settled_at_once(child, said, ending):
    hearing = Hearing(JOB)
    assert child(hearing, *said) == []
    assert hearing.verdict().ending == ending


def test_what_dies_while_it_is_loaded_is_not_loaded_again(child):
    hearing = Hearing(JOB)
    assert child(hearing) == []
    assert outcome(hearing) == ("crashed", "", "the process was killed")
    assert len(hearing.verdict().checks) == 4


def test_there_is_an_end_also_when_only_the_second_loading_fails(child):
    hearing = Hearing(JOB)
    assert child(hearing, *check("a"), Started("b")) == ["test_c", "test_d"]
    assert child(hearing) == ["test_d"]
    assert child(hearing, Broken("no")) == []
    assert outcome(hearing)[:2] == ("crashed", "a")


@pytest.mark.parametrize("more", [{"until_failure": True}, {"coverage": True}])
def test_an_authors_job_has_one_child(child, more):
    hearing = Hearing(msgspec.structs.replace(JOB, **more))
    assert child(hearing, *check("a"), Started("b")) == []
    assert outcome(hearing)[0] == "crashed"


def test_a_seed_shuffles_the_checks_the_same_way_each_time(child):
    orders = [Hearing(msgspec.structs.replace(JOB, seed=seed)).next() for seed in (1, 1, 2, 3)]
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) > 1
    assert all(set(order) == set(JOB.limits) for order in orders)
    assert [c.name for c in Hearing(msgspec.structs.replace(JOB, seed=1)).verdict().checks] == [
        limit.check for limit in JOB.limits
    ]
