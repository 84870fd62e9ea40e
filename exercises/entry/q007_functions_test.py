"""Checks for Q7 · Functions."""

import pytest
from q007_functions import OPERATIONS, append_to, calculate, compose, repeat


@pytest.mark.hint(
    "Which function touches the argument first, the left one or the right one?",
    "Loop over `reversed(functions)` and keep the result so far in a variable.",
)
def test_compose_calls_from_last_to_first():
    """`compose(f, g, h)(x)` is `f(g(h(x)))`."""
    composed = compose(lambda x: f"f({x})", lambda x: f"g({x})", lambda x: f"h({x})")
    assert composed("x") == "f(g(h(x)))"


@pytest.mark.hint(
    "The composed function does not know what the innermost one takes: accept anything.",
    "`def composed(*args, **kwargs)` hands both to the last function alone.",
)
def test_the_innermost_function_takes_any_arguments():
    """The last function gets all positional and keyword arguments of the call."""
    assert compose(list, sorted)([3, 1, 2], reverse=True) == [3, 2, 1]
    assert compose(str, lambda *args, **kwargs: (args, kwargs))() == "((), {})"
    assert compose(divmod)(7, 2) == (3, 1)


@pytest.mark.hint("Use the star for the innermost call only.")
def test_a_result_is_passed_on_as_one_argument():
    """A tuple that one function returns reaches the next as a single argument."""
    assert compose(lambda *args: args, lambda *args: args, divmod)(7, 2) == (((3, 1),),)


@pytest.mark.hint("What should come out when nothing is done to the argument?")
def test_composing_nothing_changes_nothing():
    """`compose()` gives a function that returns its one argument, the same object."""
    argument = ["any", "object"]
    result = compose()(argument)
    assert result is argument, f"expected the argument itself, got {result!r}"


@pytest.mark.hint(
    "An iterator made outside the inner function is used up after the first call.",
    "Whatever a call consumes must be made within that call.",
)
def test_made_functions_can_be_called_again():
    """Composed and repeating functions do the same at every call, and for themselves."""
    double, twice = compose(lambda n: n * 2, abs), repeat(2)(str)
    other, thrice = compose(lambda n: n + 1, abs), repeat(3)(str)
    assert [double(-3), double(-3), other(-3)] == [6, 6, 4]
    assert [twice(1), twice(1), thrice(1)] == [["1", "1"], ["1", "1"], ["1", "1", "1"]]


@pytest.mark.hint(
    "A default value is made once, when `def` is executed, and shared by all calls.",
    "Let the default be `None` and make the list in the body.",
)
def test_without_a_bucket_each_list_is_new():
    """Without a bucket, or with None for it, each call returns a new list."""
    first, second, third = append_to("a"), append_to("b"), append_to("c", bucket=None)
    assert (first, second, third) == (["a"], ["b"], ["c"])


@pytest.mark.parametrize("start", [[], [1, 2]], ids=["empty", "filled"])
@pytest.mark.hint(
    "An empty list is false: ask `bucket is None`, not `not bucket`.",
    "Change the caller's list and return it; `bucket + [item]` makes another one.",
)
def test_a_given_bucket_is_used(start):
    """A given list, also an empty one, gets the item and is returned itself."""
    bucket = list(start)
    result = append_to(3, bucket)
    assert bucket == [*start, 3]
    assert result is bucket, f"expected the bucket itself, got another object: {result!r}"


@pytest.mark.parametrize(
    ("operator", "expected"), [("+", 126), ("-", 74), ("*", 12000), ("/", 100 / 20 / 6)]
)
@pytest.mark.hint(
    "Start with the first operand and work the others in, one after the other.",
    "`functools.reduce(function, operands)` folds from left to right.",
)
def test_calculates_from_left_to_right(operator, expected):
    """The four operators combine the operands from left to right."""
    assert calculate(operator, 100, 20, 6) == pytest.approx(expected)


@pytest.mark.hint("One operand leaves nothing to do, and no operand is a case to refuse yourself.")
def test_one_operand_or_none():
    """A single operand is returned as it is, none raises a `ValueError`."""
    assert [calculate(operator, 7) for operator in "+-*/"] == [7, 7, 7, 7]
    with pytest.raises(ValueError):
        calculate("+")


@pytest.mark.parametrize("operands", [(), (7,), (7, 2)], ids=["none", "one", "two"])
@pytest.mark.hint(
    "A failed lookup in a dictionary is a `KeyError`: turn it into what the prompt asks for.",
    "Look the operator up before you look at the operands.",
)
def test_an_unknown_operator_is_named(operands):
    """An unknown operator raises a `ValueError` that names it, whatever the operands."""
    with pytest.raises(ValueError, match="modulo"):
        calculate("modulo", *operands)


@pytest.mark.hint(
    "A chain of `if` and `elif` cannot be extended from outside: ask the dictionary.",
    "Keep the `try` around the lookup alone, so that it hides no error of the operation.",
)
def test_the_table_can_be_extended(monkeypatch):
    """A new entry in `OPERATIONS` is a new operator, and its errors reach the caller."""
    assert set(OPERATIONS) == {"+", "-", "*", "/"}
    monkeypatch.setitem(OPERATIONS, "max", max)
    monkeypatch.setitem(OPERATIONS, "find", lambda a, b: {}[a])
    assert calculate("max", 3, 9, 4) == 9
    with pytest.raises(KeyError):
        calculate("find", 1, 2)
    with pytest.raises(ZeroDivisionError):
        calculate("/", 1, 0)


@pytest.mark.hint(
    "Three levels: `repeat` takes the number, the next takes the function, the last its arguments.",
    "Check the number in the outermost level, before any function is given.",
)
def test_repeat_calls_as_often_as_told():
    """`repeat(times)(func)` lists the results of `times` calls; negative numbers are refused."""
    calls = []

    def note(*args, **kwargs):
        calls.append((args, kwargs))
        return len(calls)

    assert repeat(3)(note)(5, key="k") == [1, 2, 3]
    assert calls == [((5,), {"key": "k"})] * 3
    assert (repeat(0)(note)(), len(calls)) == ([], 3)
    with pytest.raises(ValueError, match="-1"):
        repeat(-1)
