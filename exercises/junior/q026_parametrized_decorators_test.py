"""Checks for Q26 · Decorators in depth."""

import inspect

import pytest
from q026_parametrized_decorators import logged, retry, validated


def quietly_logged(func):
    return logged(log=lambda line: None)(func)


def retried(func):
    return retry(2, KeyError)(func)


ALL = pytest.mark.parametrize(
    "decorate",
    [retried, quietly_logged, lambda func: validated(func)],
    ids=["retry", "logged", "validated"],
)


def volume(width: int, height: int = 1, *, depth=1) -> int:
    """Multiply three sides."""
    return width * height * depth


class Flaky:
    """`function()` is a function whose calls raise the given errors in turn; None is success."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = 0

    def function(self):
        def work():
            self.calls += 1
            outcome = self.outcomes.pop(0)
            if outcome is not None:
                raise outcome
            return "done"

        return work


@ALL
@pytest.mark.hint("The innermost function takes `*args, **kwargs` and returns what `func` does.")
def test_hands_calls_and_results_on(decorate):
    """A decorated function takes the same arguments and returns the same result."""
    assert decorate(volume)(2, 3, depth=4) == 24
    assert decorate(volume)(width=5) == 5


@ALL
@pytest.mark.hint("`functools.wraps(func)` also leaves the trail that `inspect.signature` follows.")
def test_keeps_name_docstring_and_signature(decorate):
    """The name, the docstring and the signature of the function survive."""
    decorated = decorate(volume)
    assert (decorated.__name__, decorated.__doc__) == ("volume", "Multiply three sides.")
    assert str(inspect.signature(decorated)) == "(width: int, height: int = 1, *, depth=1) -> int"


@pytest.mark.hint(
    "`sleep` is called between two tries only: how many waits are there for n tries?",
    "The waits are powers of two: 1 is `2**0`.",
)
def test_retries_with_doubled_waits(clock):
    """`retry` tries until a call returns, and waits 1, 2, 4 … seconds between the tries."""
    flaky = Flaky(*[ValueError(number) for number in range(4)], None)
    assert retry(9, ValueError, clock.sleep)(flaky.function())() == "done"
    assert (flaky.calls, clock.sleeps) == (5, [1, 2, 4, 8])


@pytest.mark.hint(
    "Nothing follows the last try: no wait, no exception of your own.",
    "A bare `raise`, or simply no `except` around the last try, keeps the exception as it is.",
)
def test_the_last_error_is_raised_unchanged(clock):
    """After `times` tries the last exception itself reaches the caller, without another wait."""
    errors = [ValueError(number) for number in range(7)]
    flaky = Flaky(*errors)
    with pytest.raises(ValueError) as caught:
        retry(3, ValueError, sleep=clock.sleep)(flaky.function())()
    assert caught.value is errors[2]
    assert (flaky.calls, clock.sleeps) == (3, [1, 2])
    with pytest.raises(ValueError) as caught:
        retry(1, ValueError)(flaky.function())()
    assert (caught.value, flaky.calls) == (errors[3], 4)
    with pytest.raises(ValueError) as caught:
        retry(2, ValueError, clock.sleep)(flaky.function())()
    assert (caught.value, flaky.calls) == (errors[5], 6)
    assert clock.sleeps == [1, 2, 1]


@pytest.mark.hint("`except` takes a class or a tuple of classes, and their subclasses with them.")
def test_retries_only_the_given_exceptions(clock):
    """A tuple of classes and subclasses are retried; any other exception passes at once."""
    flaky = Flaky(KeyError("subclass of LookupError"), ValueError("second"), TypeError("other"))
    with pytest.raises(TypeError, match="other"):
        retry(9, (LookupError, ValueError), clock.sleep)(flaky.function())()
    assert (flaky.calls, clock.sleeps) == (3, [1, 2])


@pytest.mark.hint(
    "Where do the number of tries and the wait live: in the decorator or in the call?"
)
def test_every_call_starts_afresh(clock):
    """A second call of a retried function has all its tries again and waits 1 second first."""
    flaky = Flaky(ValueError(1), ValueError(2), None, ValueError(3), ValueError(4), None)
    work = retry(3, ValueError, clock.sleep)(flaky.function())
    assert (work(), work()) == ("done", "done")
    assert clock.sleeps == [1, 2, 1, 2]


@pytest.mark.hint(
    '`f"{value!r}"` writes a value as by `repr`.',
    "A list of `repr(value)` and of `name=repr(value)`, joined, makes the arguments.",
)
def test_logs_results_and_exceptions():
    """`logged` writes one line a call, also for one that raises, whose exception goes on."""
    lines = []

    def divide(*numbers, **options):
        return numbers[0] / numbers[1]

    noted = logged(log=lines.append)(divide)
    noted(1, 2, unit="cm", label=None)
    with pytest.raises(ZeroDivisionError):
        noted(1, 0)
    with pytest.raises(IndexError):
        noted()
    assert lines == [
        "divide(1, 2, unit='cm', label=None) -> 0.5",
        "divide(1, 0) !! ZeroDivisionError('division by zero')",
        "divide() !! IndexError('tuple index out of range')",
    ]


@pytest.mark.hint(
    "With bare `@logged` the function is the first argument; with parentheses it comes later.",
    "When `func` is missing, return a decorator: `functools.partial` can make one of `logged`.",
)
def test_logged_works_with_and_without_parentheses(capsys):
    """`@logged`, `@logged()` and `@logged(log=…)` all work; the first two write to `print`."""
    lines = []
    assert logged(volume)(2) == 2
    assert logged()(volume)(3) == 3
    assert logged(log=lines.append)(volume)(4) == 4
    assert capsys.readouterr().out == "volume(2) -> 2\nvolume(3) -> 3\n"
    assert lines == ["volume(4) -> 4"]


@pytest.mark.parametrize(
    ("args", "kwargs", "culprit"),
    [
        ((1.5,), {}, "amount"),
        ((1, 5), {}, "currency"),
        ((), {"currency": None, "amount": 1}, "currency"),
    ],
)
@pytest.mark.hint(
    "Which parameter does the second positional argument belong to?",
    "`inspect.signature(func).bind(*args, **kwargs).arguments` maps names to values.",
)
def test_validated_refuses_what_does_not_fit(args, kwargs, culprit):
    """An argument of the wrong type, by position or keyword, raises before the function runs."""
    ran = []

    @validated
    def pay(amount: int, currency: str = "EUR"):
        ran.append(amount)

    with pytest.raises(TypeError, match=culprit):
        pay(*args, **kwargs)
    assert ran == []


@pytest.mark.hint(
    "Unions work with `isinstance`; a string or a bare `None` first has to be resolved.",
    "`typing.get_type_hints(func)` does that; what does it say under `return`?",
    "`bind` leaves out the parameters that the call leaves out.",
)
def test_validated_reads_every_kind_of_annotation():
    """Unions, `None`, strings, missing annotations, defaults and the result are treated right."""

    @validated
    def echo(
        first: int | None, second: "str | int", third: None, fourth, fifth: int = "x"
    ) -> list[int]:
        return [first, second, third, fourth, fifth]

    assert echo(None, "b", None, 4.5) == [None, "b", None, 4.5, "x"]
    assert echo(True, 2, None, fourth=len, fifth=5) == [True, 2, None, len, 5]
    with pytest.raises(TypeError, match="first"):
        echo("a", "b", None, 4)
    with pytest.raises(TypeError, match="second"):
        echo(None, 2.5, None, 4)
    with pytest.raises(TypeError, match="third"):
        echo(None, "b", 0, 4)
    with pytest.raises(TypeError, match="fifth"):
        echo(None, "b", None, 4, "x")


@ALL
@pytest.mark.hint(
    "What finds `self`? A plain function does; an instance with `__call__` doesn't.",
    "Return a function from the decorator.",
)
def test_works_on_methods_and_static_methods(decorate):
    """A decorated method gets its `self`, and a static method below `@staticmethod` works."""

    class Shop:
        rate = 3

        @decorate
        def price(self, amount: int):
            return self.rate * amount

        @staticmethod
        @decorate
        def double(amount: int):
            return 2 * amount

    assert (Shop().price(2), Shop().price(amount=5)) == (6, 15)
    assert (Shop().double(2), Shop.double(5)) == (4, 10)


@pytest.mark.parametrize(
    ("error", "decorate"),
    [
        (ValueError, lambda func: retry(0, ValueError)(func)),
        (ValueError, lambda func: retry(-1, ValueError)(func)),
        (TypeError, lambda func: retry(2.0, ValueError)(func)),
        (TypeError, lambda func: retry("3", ValueError)(func)),
        (TypeError, lambda func: retry(3, "ValueError")(func)),
        (TypeError, lambda func: retry(3, ValueError("instance"))(func)),
        (TypeError, lambda func: retry(3, int)(func)),
        (TypeError, lambda func: retry(3, (ValueError, "KeyError"))(func)),
        (TypeError, lambda func: logged("debug")),
        (TypeError, lambda func: logged(log=print)("debug")),
        (TypeError, lambda func: logged(func, print)),
        (TypeError, lambda func: validated(func)),
    ],
    ids=[
        *("retry(0, …)", "retry(-1, …)", "retry(2.0, …)", "retry('3', …)"),
        *("exceptions='ValueError'", "exceptions=ValueError('instance')", "exceptions=int"),
        *("exceptions=(ValueError, 'KeyError')", "logged('debug')", "logged(log=print)('debug')"),
        *("logged(func, print)", "validated on list[int]"),
    ],
)
@pytest.mark.hint(
    "Look at the arguments before you return anything.",
    "`isinstance(None, annotation)` tells at once whether `isinstance` can use an annotation.",
)
def test_refuses_bad_arguments_when_decorating(error, decorate):
    """Wrong use raises `ValueError` or `TypeError` when decorating, before any call."""

    def total(label: str, numbers: list[int]):
        raise AssertionError("the function was called")

    with pytest.raises(error):
        decorate(total)
