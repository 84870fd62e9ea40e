"""Checks for Q26 · Decorators in depth."""

import importlib.util
import sys
import time

import pytest
import q026_parametrized_decorators as submission
from q026_parametrized_decorators import logged, retry


def retried(func):
    return retry(2, KeyError)(func)


def logged_bare(func):
    return logged(func)


def forget(line):
    """A `log` that writes nothing."""


def logged_quietly(func):
    return logged(log=forget)(func)


ALL = pytest.mark.parametrize("decorate", [retried, logged_bare, logged_quietly])


def volume(width: int, height: int = 1, *, depth=1) -> int:
    """Multiply three sides."""
    return width * height * depth


def remainder(left, right):
    return left % right


class Refused(Exception):
    """An exception of the checks' own, which is false."""

    def __bool__(self):
        return False


class Calls(list):
    """A function that keeps its arguments; as long as it was not called, it is false."""

    __call__ = list.append


class Flaky:
    """`function()` is a function whose calls raise the given errors in turn; None is success."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = 0

    def function(self):
        def work():
            self.calls += 1
            outcome = self.outcomes.pop(0) if self.outcomes else RuntimeError("one call too many")
            if outcome is not None:
                raise outcome
            return "done"

        return work


def came_of(call, errors):
    """What a call returns, or what it raises, and which of the errors this is."""
    try:
        return call()
    except (Exception, SystemExit) as error:
        tries = [number for number, known in enumerate(errors, 1) if known is error]
        return f"{error!r} of try {tries[0]}" if tries else f"{error!r} of no try"


def ending(call):
    """What a call returns, or the name of the exception that it raises."""
    try:
        return call()
    except Exception as error:
        return type(error).__name__


def lines_of(function, *args, **kwargs):
    """The lines that `logged` writes for a call with these arguments, which is made twice."""
    lines = []
    noted = logged(log=lines.append)(function)
    noted(*args, **kwargs)
    noted(*args, **kwargs)
    return lines


@ALL
@pytest.mark.parametrize("result", [24, None, 0, [], ValueError("a value")], ids=repr)
@pytest.mark.hint(
    "The innermost function takes `*args, **kwargs` and returns what `func` does.",
    "Any value is a result, None and an exception too.",
)
def test_hands_arguments_and_results_on(decorate, result):
    """A decorated function is called once, with the same arguments, and its result returned."""
    calls = []

    def work(*args, **kwargs):
        calls.append((args, kwargs))
        return result

    assert decorate(work)("a", "b", width=1, depth=None) is result
    assert {"arguments of each call": calls} == {
        "arguments of each call": [(("a", "b"), {"width": 1, "depth": None})]
    }


@ALL
@pytest.mark.hint("`functools.wraps(func)` decorates the wrapper.")
def test_keeps_name_and_docstring(decorate):
    """The name and the docstring of the function survive."""
    decorated = decorate(volume)
    assert (decorated.__name__, decorated.__doc__) == ("volume", "Multiply three sides.")


@pytest.mark.hint(
    "`sleep` is called between two tries only: how many waits are there for n tries?",
    "The waits are powers of two: 1 is `2**0`.",
)
def test_retries_with_doubled_waits(clock):
    """`retry` tries until a call returns, and waits 1, 2, 4 … seconds between the tries."""
    fails_nine_times, waits = Flaky(*[ValueError(number) for number in range(9)], None), Calls()
    assert retry(10, ValueError, clock.sleep)(fails_nine_times.function())() == "done"
    assert fails_nine_times.calls == 10, "nine calls raised, the tenth returned"
    assert {"first waits": clock.sleeps[:5], "last waits": clock.sleeps[5:]} == {
        "first waits": [1, 2, 4, 8, 16],
        "last waits": [32, 64, 128, 256],
    }
    fails_once = Flaky(ValueError(1), None)
    assert retry(10, ValueError, clock.sleep)(fails_once.function())() == "done"
    assert fails_once.calls == 2, "one call raised, the second returned"
    assert retry(2, ValueError, waits)(Flaky(ValueError(1), None).function())() == "done"
    assert {"`sleep`, a callable object that is false, was called with": list(waits)} == {
        "`sleep`, a callable object that is false, was called with": [1]
    }


@pytest.mark.parametrize(("times", "waits"), [(1, []), (2, [1]), (3, [1, 2])])
@pytest.mark.hint(
    "Nothing follows the last try: no wait, no exception of your own.",
    "A bare `raise`, or simply no `except` around the last try, keeps the exception as it is.",
)
def test_the_last_error_is_raised_unchanged(clock, times, waits):
    """After `times` tries the last exception itself reaches the caller, without another wait."""
    errors = [ValueError(number) for number in range(15)]
    flaky = Flaky(*errors)
    work = flaky.function()
    assert (
        came_of(retry(times=times, exceptions=ValueError, sleep=clock.sleep)(work), errors)
        == f"ValueError({times - 1}) of try {times}"
    )
    assert {"calls": flaky.calls, "waits": clock.sleeps} == {"calls": times, "waits": waits}
    false = [Refused(number) for number in range(times)]
    work = Flaky(*false).function()
    assert (
        came_of(retry(times, Refused, sleep=clock.sleep)(work), false)
        == f"Refused({times - 1}) of try {times}"
    ), "Refused is an exception that is false"


def caused(error, cause):
    error.__cause__ = error.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("exceptions", "outcomes", "calls"),
    [
        (LookupError, [KeyError("sub"), IndexError("sub"), TypeError("other")], 3),
        ((LookupError, ValueError), [KeyError(), ValueError(), LookupError(), TypeError()], 4),
        ((KeyError, ValueError, OSError), [OSError(), ValueError(), IndexError()], 3),
        (KeyError, [LookupError("base class")], 1),
        (Exception, [SystemExit(1)], 1),
        ((), [ValueError("none is given")], 1),
        (KeyError, [caused(ValueError("other"), KeyError("its cause"))], 1),
    ],
)
@pytest.mark.hint("`except` takes a class or a tuple of classes, and their subclasses with them.")
def test_retries_only_the_given_exceptions(clock, exceptions, outcomes, calls):
    """A class, a tuple of them and subclasses are retried; any other exception passes at once."""
    flaky = Flaky(*outcomes, None)
    work = flaky.function()
    assert (
        came_of(retry(9, exceptions, clock.sleep)(work), outcomes)
        == f"{outcomes[-1]!r} of try {calls}"
    )
    assert {"calls": flaky.calls, "waits": clock.sleeps} == {
        "calls": calls,
        "waits": [1, 2, 4][: calls - 1],
    }


@pytest.mark.hint(
    "Where do the number of tries and the wait live: in the decorator or in the call?",
    "Also look at them after a call that used up all its tries, or met another exception.",
)
def test_every_call_starts_afresh(clock):
    """A later call has all its tries again and waits 1 second first, also after a failure."""
    flaky = Flaky(
        *(ValueError(1), ValueError(2), None),
        *(ValueError(3), ValueError(4), ValueError(5)),
        *(ValueError(6), ValueError(7), None),
        *(ValueError(8), TypeError(9)),
        *(ValueError(10), ValueError(11), None),
    )
    work = retry(3, ValueError, clock.sleep)(flaky.function())

    def ending_and_waits():
        clock.sleeps.clear()
        return ending(work), list(clock.sleeps)

    wanted = {
        "1st call, 3rd try returns": ("done", [1, 2]),
        "2nd call, all tries fail": ("ValueError", [1, 2]),
        "3rd call, 3rd try returns": ("done", [1, 2]),
        "4th call, 2nd try has another error": ("TypeError", [1]),
        "5th call, 3rd try returns": ("done", [1, 2]),
    }
    assert {call: ending_and_waits() for call in wanted} == wanted, (
        "calls of one function under retry(3, ValueError), each with its end and its waits"
    )
    clock.sleeps.clear()
    again = retry(3, ValueError, clock.sleep)
    flakies = [Flaky(ValueError(number), ValueError(number), None) for number in range(2)]
    first, second = [again(flaky.function()) for flaky in flakies]
    assert {"one function": ending(first), "another": ending(second)} == {
        "one function": "done",
        "another": "done",
    }, "two functions, decorated by one decorator"
    assert [flaky.calls for flaky in flakies] == [3, 3], "calls of the two functions"
    assert clock.sleeps == [1, 2, 1, 2], "waits of the two functions"


@pytest.mark.hint("What does `sleep` stand for when the caller gives none?")
def test_waits_with_time_sleep_by_default(monkeypatch, clock):
    """Without `sleep`, `retry` waits with `time.sleep`."""
    monkeypatch.setattr(time, "sleep", clock.sleep)
    spec = importlib.util.spec_from_file_location("q026_afresh", submission.__file__)
    afresh = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "q026_afresh", afresh)
    spec.loader.exec_module(afresh)
    fails_twice = Flaky(KeyError(1), KeyError(2), None)
    assert afresh.retry(3, KeyError)(fails_twice.function())() == "done"
    assert {"`time.sleep` was called with": clock.sleeps} == {
        "`time.sleep` was called with": [1, 2]
    }


def nested():
    """Two functions whose names are not their qualified names."""

    def divide(*numbers, **options):
        return f"{numbers[0] / numbers[1]}" if numbers[0] else None

    def echo(*values, key=None):
        return values

    return divide, echo


divide, echo = nested()


@pytest.mark.parametrize(
    ("function", "args", "kwargs", "line"),
    [
        (
            divide,
            (1, 2),
            {"unit": "cm", "label": None},
            "divide(1, 2, unit='cm', label=None) -> '0.5'",
        ),
        (
            divide,
            (9, 3),
            {"z": "{x}%s", "a": [1, "b"]},
            "divide(9, 3, z='{x}%s', a=[1, 'b']) -> '3.0'",
        ),
        (divide, (0, 5), {}, "divide(0, 5) -> None"),
        (echo, ("100%", ("a",)), {}, "echo('100%', ('a',)) -> ('100%', ('a',))"),
        (echo, (), {"key": "k"}, "echo(key='k') -> ()"),
        (echo, (), {}, "echo() -> ()"),
        (echo, ("long" * 300,), {}, f"echo('{'long' * 300}') -> ('{'long' * 300}',)"),
    ],
    ids=["keywords", "formats", "None", "tuple", "keyword", "nothing", "long"],
)
@pytest.mark.hint(
    '`f"{value!r}"` writes a value as by `repr`.',
    "A list of `repr(value)` and of `name=repr(value)`, joined, makes the arguments.",
)
def test_logs_calls_and_results(function, args, kwargs, line):
    """`logged` writes one line a call, with its arguments and its result."""
    assert lines_of(function, *args, **kwargs) == [line, line]
    lines = []
    noted = logged(log=lines.append)(function)
    noted(1, 2)
    noted(*args, **kwargs)
    assert {"lines of two calls, the second": lines[1:]} == {
        "lines of two calls, the second": [line]
    }


@pytest.mark.hint(
    "With bare `@logged` the function is the first argument; with parentheses it comes later.",
    "When `func` is missing, return a decorator: `functools.partial` can make one of `logged`.",
    "A decorator may be used on several functions: it must not keep the function it was given.",
)
def test_logged_works_with_and_without_parentheses(capsys):
    """`@logged`, `@logged()` and `@logged(log=…)` all work; the first two write to `print`."""
    lines = Calls()
    bare, empty, given = logged(volume), logged()(volume), logged(log=lines)(volume)
    assert {"@logged": bare(2), "@logged(log=…)": given(4, height=5), "@logged()": empty(3)} == {
        "@logged": 2,
        "@logged(log=…)": 20,
        "@logged()": 3,
    }, "volume(2), volume(4, height=5) and volume(3), decorated in these ways"
    assert {
        "printed": capsys.readouterr().out,
        "given to `log`, a callable that is false": list(lines),
    } == {
        "printed": "volume(2) -> 2\nvolume(3) -> 3\n",
        "given to `log`, a callable that is false": ["volume(4, height=5) -> 20"],
    }
    note = logged(log=lines.append)
    noted_volume, noted_remainder = note(volume), note(remainder)  # one decorator, two functions
    assert {"volume(2, 3)": noted_volume(2, 3), "remainder(7, 4)": noted_remainder(7, 4)} == {
        "volume(2, 3)": 6,
        "remainder(7, 4)": 3,
    }, "two functions, decorated by one decorator"
    assert {"given to `log`": lines[1:]} == {
        "given to `log`": ["volume(2, 3) -> 6", "remainder(7, 4) -> 3"]
    }


@pytest.mark.hint(
    "What finds `self`? A plain function does; an instance with `__call__` doesn't.",
    "Return a function from the decorator.",
)
def test_works_on_methods():
    """A decorated method gets its `self`."""
    lines = []

    class Shop:
        rate = 3

        @logged(log=lines.append)
        def price(self, amount):
            return self.rate * amount

        @retry(2, KeyError)
        def tried_price(self, amount):
            return self.rate * amount

        def __repr__(self):
            return "<shop>"

    shop = Shop()
    assert [shop.price(2), shop.price(amount=5)] == [6, 15]
    assert [shop.tried_price(2), shop.tried_price(amount=5)] == [6, 15]
    assert {"given to `log`": lines} == {
        "given to `log`": ["price(<shop>, 2) -> 6", "price(<shop>, amount=5) -> 15"]
    }


@pytest.mark.hint(
    "Each decorator calls what it was given, which may be decorated already.",
    "`__wrapped__` is there for looking, not for calling.",
)
def test_stacks(clock):
    """Decorators can be stacked, `logged` above `retry` and below it."""
    lines = []
    note_calls, try_twice = logged(log=lines.append), retry(2, ValueError, clock.sleep)
    assert note_calls(try_twice(Flaky(ValueError(1), None).function()))() == "done"
    assert {"`logged` above `retry`": lines} == {"`logged` above `retry`": ["work() -> 'done'"]}
    assert try_twice(note_calls(Flaky(ValueError(1), None).function()))() == "done"
    assert {"`retry` above `logged`": lines[-1:]} == {
        "`retry` above `logged`": ["work() -> 'done'"]
    }
    assert clock.sleeps == [1, 1], "one wait each, after one call that raised"
