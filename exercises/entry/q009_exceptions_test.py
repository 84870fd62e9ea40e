"""Checks for Q9 · Exceptions."""

import pytest
from q009_exceptions import AllFailed, PortError, first_success, parse_port, run_steps

INTERRUPTS = pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])


def raising(error):
    """A function that takes no arguments and raises `error`."""

    def action():
        raise error

    return action


class Log:
    """Collects the events; raises `LookupError` right after it noted the event `broken`."""

    def __init__(self, broken=None):
        self.events, self.broken = [], broken

    def __call__(self, name, event):
        self.events.append((name, event))
        if event == self.broken:
            raise LookupError("the log is full")


@pytest.mark.parametrize(
    ("text", "port"),
    [("8080", 8080), (" 443\n", 443), ("0080", 80), ("1", 1), ("65535", 65535)],
)
@pytest.mark.hint("`int()` already ignores blanks around the digits and leading zeros.")
def test_reads_a_port(text, port):
    """A port from 1 to 65535 is read as an `int`, blanks around it are ignored."""
    result = parse_port(text)
    assert (result, type(result)) == (port, int)


@pytest.mark.parametrize("text", ["0", "65536", "-1"])
@pytest.mark.hint("A chained comparison says it in one line: `low <= number <= high`.")
def test_refuses_a_number_out_of_range(text):
    """A number outside 1 to 65535 raises a `PortError` that names it."""
    with pytest.raises(PortError, match=text):
        parse_port(text)


@pytest.mark.parametrize("text", ["http", "80.5", "", "  "])
@pytest.mark.hint(
    "Which exception does `int()` raise on text that it cannot read?",
    "Catch just that one around just the call of `int()`.",
)
def test_refuses_text_that_is_no_number(text):
    """Text that is no whole number, or blank, raises a `PortError` that names it."""
    with pytest.raises(PortError) as caught:
        parse_port(text)
    assert text.strip() in str(caught.value)


@pytest.mark.hint("`raise … from error` says which exception led to the new one.")
def test_keeps_the_cause():
    """The `ValueError` of `int()` is the `__cause__` of the `PortError`."""
    with pytest.raises(PortError) as caught:
        parse_port("http")
    assert type(caught.value.__cause__) is ValueError


@pytest.mark.parametrize("value", [True, 80, 80.0, b"80", None])
@pytest.mark.hint(
    "`int(True)` is 1 and `int(b'80')` is 80: `int()` alone accepts too much.",
    "Look at the type before you convert.",
)
def test_refuses_what_is_not_text(value):
    """A value that is not a `str`, also `True` and bytes, raises a `TypeError` that names it."""
    with pytest.raises(TypeError) as caught:
        parse_port(value)
    assert repr(value) in str(caught.value)


@pytest.mark.hint(
    "The four events stand for the four clauses of one `try` statement.",
    "Keep the result for the list in the `else` clause.",
)
def test_steps_that_succeed():
    """A step that returns logs try, else, finally, and its result is in the list."""
    log = Log()
    assert run_steps(iter([("a", lambda: 1), ("b", lambda: None)]), log) == [1, None]
    assert log.events == [
        *[("a", "try"), ("a", "else"), ("a", "finally")],
        *[("b", "try"), ("b", "else"), ("b", "finally")],
    ]


@pytest.mark.hint("The `try` statement stands inside the loop, so the loop goes on.")
def test_steps_that_fail():
    """A step that raises logs try, except, finally; the next step runs all the same."""
    log = Log()
    assert run_steps([("a", raising(ZeroDivisionError())), ("b", lambda: 2)], log) == [2]
    assert log.events == [
        *[("a", "try"), ("a", "except"), ("a", "finally")],
        *[("b", "try"), ("b", "else"), ("b", "finally")],
    ]


@INTERRUPTS
@pytest.mark.hint(
    "What derives from `BaseException` but not from `Exception`?",
    "`except:` and `except BaseException:` catch a Ctrl-C; `except Exception:` does not.",
)
def test_steps_let_an_interrupt_through(interrupt):
    """`KeyboardInterrupt` and `SystemExit` end the run, after the step's finally."""
    log = Log()
    with pytest.raises(interrupt):
        run_steps([("a", raising(interrupt())), ("b", lambda: 2)], log)
    assert log.events == [("a", "try"), ("a", "finally")]


@pytest.mark.parametrize(
    ("action", "broken"), [(lambda: 1, "else"), (raising(OSError()), "except")]
)
@pytest.mark.hint(
    "Which lines stand under `try:`? An exception in any of them is caught.",
    "Under `try:` only the action is called; the rest of the good case belongs under `else:`.",
)
def test_steps_guard_the_action_alone(action, broken):
    """An exception raised by `log` reaches the caller, and the step's finally is still logged."""
    log = Log(broken)
    with pytest.raises(LookupError, match="the log is full"):
        run_steps([("a", action), ("b", lambda: 2)], log)
    assert log.events == [("a", "try"), ("a", broken), ("a", "finally")]


@pytest.mark.parametrize("result", ["yes", None, 0])
@pytest.mark.hint("Return from inside the loop. What counts is that nothing was raised.")
def test_first_success_stops_at_the_first_result(result):
    """The first result is returned, also None or 0, and no later function is called."""
    called = []
    functions = [raising(OSError()), lambda: result, lambda: called.append("later")]
    assert first_success(iter(functions)) is result
    assert called == []


@pytest.mark.parametrize("failures", [(), (OSError("no route"), KeyError("token"))])
@pytest.mark.hint(
    "Collect each exception as you catch it; raise when the loop is through.",
    "`AllFailed` sets its attribute, then passes something that shows them to "
    "`super().__init__()`.",
)
def test_first_success_reports_every_failure(failures):
    """If nothing succeeds, `AllFailed` has all exceptions in `failures` and in its message."""
    with pytest.raises(AllFailed) as caught:
        first_success([raising(error) for error in failures])
    assert caught.value.failures == failures
    unnamed = [repr(error) for error in failures if repr(error) not in str(caught.value)]
    assert unnamed == [], f"the message {str(caught.value)!r} does not name them all"


@INTERRUPTS
@pytest.mark.hint("An interrupt is no failure: `except Exception` does not see it.")
def test_first_success_lets_an_interrupt_through(interrupt):
    """`KeyboardInterrupt` and `SystemExit` reach the caller; no later function is called."""
    called = []
    with pytest.raises(interrupt):
        first_success([raising(OSError()), raising(interrupt()), lambda: called.append("later")])
    assert called == []
