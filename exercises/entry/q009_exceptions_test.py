"""Checks for Q9 · Exceptions."""

import re
from fractions import Fraction

import pytest
from q009_exceptions import PortError, parse_port, run_steps


class Log:
    """Notes what happens; raises `error` right after it noted the event `broken`.

    `course` tells it in order: `"a-try, a-runs, a-else, a-finally"`. Each call gives `answer`.
    """

    def __init__(self, broken=None, error=None, answer=None):
        self.seen, self.broken, self.error, self.answer = [], broken, error, answer

    @property
    def course(self):
        return ", ".join("-".join(map(str, call)) for call in self.seen)

    def __call__(self, *call):
        self.seen.append(call)
        if self.broken in call:
            raise self.error
        return self.answer

    def step(self, name, outcome):
        """A step whose action is noted as `"runs"`, then returns the outcome, or raises it."""

        def action(*arguments):
            self.seen.append((name, "runs", *arguments))
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        return name, action


class Pressed(KeyboardInterrupt):
    pass


class Quit(SystemExit):
    pass


@pytest.mark.parametrize(("text", "port"), [("8080", 8080), ("1", 1), ("65535", 65535)])
@pytest.mark.hint("`int()` reads the number; both ends of the range are allowed.")
def test_reads_a_port(text, port):
    """A port from 1 to 65535 is read as an `int`."""
    assert parse_port(text) == port
    assert isinstance(parse_port(text), int)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        *((" 443\n", 443), ("0080", 80), ("0" * 60 + "80", 80), ("+80", 80), ("8_080", 8080)),
        *(("٨٠", 80), ("\u2003443\x0c", 443)),
    ],
)
@pytest.mark.hint(
    "Do you look at the characters yourself? `int()` knows more ways to write a number.",
    "Let `int()` try, and see whether it raises.",
)
def test_reads_what_int_reads(text, port):
    """Blanks around the number, leading zeros and all else that `int()` reads are read."""
    assert parse_port(text) == port


@pytest.mark.parametrize("text", ["http", "80.5", "", "  ", "8 0", "0x50", "8__0", "_80"])
@pytest.mark.hint(
    "Which exception does `int()` raise on text that it cannot read?",
    "Catch just that one around just the call of `int()`.",
)
def test_refuses_text_that_is_no_number(text):
    """Text that `int()` cannot read, or blank text, raises a `PortError`."""
    with pytest.raises(PortError):
        parse_port(text)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "-80"])
@pytest.mark.hint("A chained comparison says it in one line: `low <= number <= high`.")
def test_refuses_a_number_out_of_range(text):
    """A number below 1 or above 65535 raises a `PortError`."""
    with pytest.raises(PortError):
        parse_port(text)


@pytest.mark.parametrize("value", [True, 80, 80.0, Fraction(80), b"80", bytearray(b"80"), None])
@pytest.mark.hint(
    "`int(True)` is 1 and `int(b'80')` is 80: `int()` alone accepts too much.",
    "Look at the type before you convert.",
)
def test_refuses_what_is_not_text(value):
    """A value that is not a `str`, also `True` and bytes, raises a `TypeError`."""
    with pytest.raises(TypeError):
        parse_port(value)


@pytest.mark.parametrize(
    "value",
    [
        *("0", "-1", " 070000\n", "http ", "", "\t", "9" * 60, "no port " * 8, "no port " * 40),
        *(True, b"80", Fraction(80), None, (80,), ("http", 80), b"80" * 40),
    ],
)
@pytest.mark.hint("Put the value into the message as it was given: `{text!r}` in an f-string.")
def test_every_message_shows_the_value(value):
    """Every message contains the `repr` of the value as it was given."""
    with pytest.raises((ValueError, TypeError), match=re.escape(repr(value))):
        parse_port(value)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("http", "invalid literal for int() with base 10: 'http'"),
        ("", "invalid literal for int() with base 10: ''"),
    ],
)
@pytest.mark.hint("`raise … from error` says which exception led to the new one.")
def test_keeps_the_cause(text, cause):
    """The `ValueError` that `int()` raised is the `__cause__` of the `PortError`."""
    with pytest.raises(PortError) as caught:
        parse_port(text)
    said = f"the `__cause__` of the error that parse_port({text!r}) raised:"
    assert str(caught.value.__cause__) == cause, said
    was_raised = caught.value.__cause__.__traceback__ is not None
    assert was_raised, f"{said} a copy, which was never raised"


@pytest.mark.parametrize("log_returns", [None, False, True])
@pytest.mark.hint(
    "The four events stand for the four clauses of one `try` statement.",
    "Keep the result for the list in the `else` clause.",
)
def test_steps_that_succeed(log_returns):
    """A step that returns logs try, else, finally, and its result is in the list."""
    log = Log(answer=log_returns)
    assert run_steps([log.step("a", 1), log.step("b", None)], log) == [1, None]
    assert log.course == ("a-try, a-runs, a-else, a-finally, b-try, b-runs, b-else, b-finally"), (
        "what was logged, and when the actions ran, for the steps a and b, which returned:"
    )


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError(), StopIteration(), Exception("plain"), PortError("99999")],
)
@pytest.mark.hint("The `try` statement stands inside the loop, so the loop goes on.")
def test_steps_that_fail(error):
    """A step that raises logs try, except, finally; the next step runs all the same."""
    log = Log()
    assert run_steps([log.step("a", error), log.step("b", 2)], log) == [2]
    assert log.course == ("a-try, a-runs, a-except, a-finally, b-try, b-runs, b-else, b-finally"), (
        f"what was logged, and when the actions ran, for a, which raised {error!r}, and b:"
    )


@pytest.mark.hint(
    "Two steps may have the same name. Do you keep the results in a dict?",
    "An iterable need not have a length, and may be read only once: loop over it.",
)
def test_steps_from_any_iterable():
    """Steps may come from an iterator, have the same name or none, and return any object."""
    log = Log()
    assert run_steps(
        (log.step(*step) for step in [("b", 3), ("a", OSError()), ("b", 0), ("a", 3), ("c", 5)]),
        log,
    ) == [3, 0, 3, 5]
    assert run_steps(iter(()), log) == run_steps([], log) == []
    error = ValueError("returned, not raised")
    assert run_steps([("", lambda: error), ("b", lambda: ValueError)], log) == [error, ValueError]
    assert log.seen[-6:-3] == [("", "try"), ("", "else"), ("", "finally")], (
        "what was logged for the step whose name is empty:"
    )


@pytest.mark.parametrize(
    "interrupt",
    [KeyboardInterrupt(), SystemExit(3), SystemExit(0), SystemExit(), Pressed(), Quit("bye")],
    ids=repr,
)
@pytest.mark.hint(
    "What derives from `BaseException` but not from `Exception`?",
    "`except:` and `except BaseException:` catch a Ctrl-C; `except Exception:` does not.",
)
def test_an_interrupt_ends_the_run(interrupt):
    """`KeyboardInterrupt` and `SystemExit` reach the caller, after the step's finally."""
    log = Log()
    with pytest.raises(type(interrupt)) as caught:
        run_steps([log.step("a", interrupt), log.step("b", 2)], log)
    arrived = caught.value
    assert arrived is interrupt, f"raised: {interrupt!r}, arrived: {arrived!r}"
    assert log.course == "a-try, a-runs, a-finally", (
        f"what was logged, and when the actions ran, for a, which raised {interrupt!r}, and b:"
    )


@pytest.mark.parametrize(
    ("log_raises_at", "outcome", "course"),
    [
        ("else", 1, "a-try, a-runs, a-else, a-finally"),
        ("except", OSError(), "a-try, a-runs, a-except, a-finally"),
        ("finally", 1, "a-try, a-runs, a-else, a-finally"),
        ("finally", OSError(), "a-try, a-runs, a-except, a-finally"),
    ],
)
@pytest.mark.parametrize("error", [LookupError("full"), OSError("full"), KeyboardInterrupt()])
@pytest.mark.hint(
    "Which lines stand under `try:`? An exception in any of them is caught.",
    "Under `try:` only the action is called; the rest of the good case belongs under `else:`.",
)
def test_an_error_of_the_log_ends_the_run(log_raises_at, outcome, course, error):
    """An exception that `log` raises reaches the caller, and finally is still logged, once."""
    log = Log(log_raises_at, error)
    with pytest.raises(type(error)) as caught:
        run_steps([log.step("a", outcome), log.step("b", 2)], log)
    arrived = caught.value
    assert arrived is error, f"`log` raised {error!r}, the caller got {arrived!r}"
    said = f"what was logged, and when the action ran, with a log that raises at {log_raises_at!r}:"
    assert log.course == course, said


@pytest.mark.parametrize("error", [LookupError("full"), OSError("full"), KeyboardInterrupt()])
@pytest.mark.hint("Does the `try` statement begin before or after the first call of `log`?")
def test_an_error_of_the_log_at_try_ends_the_run(error):
    """When `log` raises at "try", the action is not called and nothing calls it a failure."""
    log_raising_at_try = Log("try", error)
    with pytest.raises(type(error)) as caught:
        run_steps(
            [log_raising_at_try.step("a", 1), log_raising_at_try.step("b", 2)],
            log_raising_at_try,
        )
    arrived = caught.value
    assert arrived is error, f"`log` raised {error!r}, the caller got {arrived!r}"
    course = log_raising_at_try.course.removesuffix(", a-finally")
    assert course == "a-try", "what was logged, and when the actions of the steps a and b ran:"
