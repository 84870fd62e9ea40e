"""Checks for Q7 · Functions."""

import ast
import functools
import re

import pytest
import q007_functions
from q007_functions import OPERATIONS, append_to, calculate, compose


class Stack(list):
    pass


def f(text):
    return f"f({text})"


def g(text):
    return f"g({text})"


def h(text):
    return f"h({text})"


@pytest.mark.hint(
    "Which function touches the argument first, the left one or the right one?",
    "Loop over `reversed(functions)` and keep the result so far in a variable.",
)
def test_compose_calls_from_last_to_first():
    """`compose(f, g, h)(x)` is `f(g(h(x)))`."""
    assert compose(f, g, h)("x") == "f(g(h(x)))"
    assert compose(h, f)("x") == "h(f(x))"
    assert compose(f)("x") == "f(x)"


@pytest.mark.hint(
    "The composed function does not know what the innermost one takes: accept anything.",
    "`def composed(*args, **kwargs)` hands both to the last function alone.",
)
def test_the_last_function_takes_any_arguments(syntax_of):
    """The last function gets all positional and keyword arguments of the call."""
    assert compose(list, sorted)([3, 1, 2], reverse=True) == [3, 2, 1]
    assert compose(divmod)(7, 2) == (3, 1)
    assert compose(f, functools.partial(max, 9))(4, 7, key=abs) == "f(9)"
    assert compose(str, dict)(a=1) == "{'a': 1}"
    names = ["self", "args", "functions", "function", "outer", "innermost", "result"]
    tree = syntax_of(q007_functions)
    names += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    named = dict.fromkeys(names, 1)
    lost = [name for name in names if compose(dict, dict)(**{name: 1}) != {name: 1}]
    assert lost == [], "for these names, compose(dict, dict)(**{name: 1}) is not {name: 1}"
    assert compose(dict)(**named) == named, f"named arguments are {names}"
    assert compose(dict, dict)(**named) == named, f"named arguments are {names}"
    assert compose(f, lambda: "none")() == "f(none)"


@pytest.mark.hint(
    "Use the star for the innermost call only.",
    "None and an empty tuple are results like any other.",
)
def test_a_result_is_passed_on_as_one_argument():
    """A tuple, a dict or None that one function returns reaches the next as a single argument."""

    def args_and_kwargs(*args, **kwargs):
        return args, kwargs

    assert compose(args_and_kwargs, divmod)(7, 2) == (((3, 1),), {})
    assert compose(args_and_kwargs, list)("ab") == ((["a", "b"],), {})
    assert compose(args_and_kwargs, dict)(a=1) == (({"a": 1},), {})
    assert compose(args_and_kwargs, tuple)() == (((),), {})
    assert compose(args_and_kwargs, tuple)("a") == ((("a",),), {})
    assert compose(args_and_kwargs, dict)() == (({},), {})
    assert compose(args_and_kwargs, [].append)(5) == ((None,), {})
    assert compose(args_and_kwargs, args_and_kwargs)() == ((((), {}),), {})


@pytest.mark.parametrize("argument", [["any", "object"], None, 0, ("a", "b")], ids=repr)
@pytest.mark.hint("What should come out when nothing is done to the argument?")
def test_composing_nothing_changes_nothing(argument):
    """`compose()` gives a function that returns its one argument, the same object."""
    result = compose()(argument)
    assert result is argument, f"compose()({argument!r}) returned {result!r}, not its argument"


@pytest.mark.hint(
    "An iterator made outside the inner function is used up after the first call.",
    "Whatever a call consumes must be made within that call.",
)
def test_a_composed_function_can_be_called_again():
    """Each call of a composed function calls all functions again, also after one that failed."""
    assert [
        (half := compose(lambda n: 1 / n, abs, int))("-2"),
        half("-2"),
        compose(lambda n: n + 1, abs)(-3),
        half("-4"),
    ] == [0.5, 0.5, 4, 0.25]
    with pytest.raises(ZeroDivisionError):
        half("0")
    assert [half("-2"), half("4")] == [0.5, 0.25], (
        'half is compose(lambda n: 1 / n, abs, int), and half("0") has raised before'
    )
    seen = []
    composed = compose(len, lambda text: seen.append(text) or seen)
    assert [composed("same"), composed("same")] == [1, 2], (
        "composed is compose(len, note), and note puts its argument into a list and returns that"
    )
    assert [
        (nested := compose(lambda n: n + 10, lambda n: nested(n - 1) if n else 0, int))(0),
        nested(3),
        nested(1),
    ] == [10, 40, 20]


@pytest.mark.hint(
    "A default value is made once, when `def` is executed, and shared by all calls.",
    "Let the default be `None` and make the list in the body.",
)
def test_without_a_bucket_each_list_is_new():
    """Without a bucket, or with None for it, each call returns a new list."""
    first, second, third = append_to("a"), append_to("b"), append_to("c", bucket=None)
    assert {
        'append_to("a")': first,
        'append_to("b")': second,
        'append_to("c", bucket=None)': third,
    } == {
        'append_to("a")': ["a"],
        'append_to("b")': ["b"],
        'append_to("c", bucket=None)': ["c"],
    }
    assert append_to(item=[1, 2]) == [[1, 2]]


@pytest.mark.parametrize("item", [3, 2, None, [4, 5]], ids=repr)
@pytest.mark.parametrize("start", [[], [1, 2]], ids=["empty", "filled"])
@pytest.mark.hint(
    "Which lists count as false?",
    "Change the caller's list and return it; `bucket + [item]` makes another one.",
)
def test_a_given_bucket_is_used(start, item):
    """A given list, also an empty one, gets the item and is returned itself."""
    bucket = list(start)
    result = append_to(item, bucket)
    assert {"given": start, "afterwards": bucket} == {
        "given": start,
        "afterwards": [*start, item],
    }, f"append_to({item!r}, {start})"
    assert result is bucket, f"append_to returned {result!r}, which is not the bucket itself"
    stack = Stack(start)
    result = append_to(item, stack)
    assert {"given": Stack(start), "afterwards": stack} == {
        "given": Stack(start),
        "afterwards": [*start, item],
    }, f"append_to({item!r}, stack), and the stack is of a subclass of list"
    assert result is stack, f"append_to returned {result!r}, not the bucket of a subclass of list"


@pytest.mark.parametrize(
    ("symbol", "expected"), [("+", 9), ("-", 5), ("*", 14), ("/", 3.5)], ids=repr
)
@pytest.mark.hint(
    "A function needs no name to stand in a dictionary: `lambda` makes one from an expression.",
    "The module `operator` has a function for every operator.",
)
def test_the_table_holds_functions_of_two_operands(symbol, expected):
    """`OPERATIONS` holds a function of two operands for each of the four symbols."""
    assert OPERATIONS[symbol](7, 2) == expected
    assert sorted(OPERATIONS) == ["*", "+", "-", "/"]


@pytest.mark.parametrize(
    ("symbol", "operands", "expected"),
    [
        ("-", (10, 3), 7),
        ("-", (10, 3, 2, 1), 4),
        ("-", (0, 0, 5), -5),
        ("/", (80, 32, 2), 1.25),
        ("+", (1, 2, 3), 6),
        ("+", (10**17, 1, 1), 10**17 + 2),
        ("-", (10**17, 1, 1), 10**17 - 2),
        ("*", (10**17 + 1, 3), 3 * 10**17 + 3),
        ("/", (10**400, 10**399), 10.0),
        ("/", (1, 2**40, 2), 2.0**-41),
        ("*", (2, 3, 0), 0),
    ],
)
@pytest.mark.hint(
    "Start with the first operand and work the others in, one after the other.",
    "`functools.reduce(function, operands)` folds from left to right.",
)
def test_calculates_from_left_to_right(symbol, operands, expected):
    """`calculate` combines any number of operands from left to right."""
    assert calculate(symbol, *operands) == expected


@pytest.mark.parametrize("operand", [7, 0, -0.0, True], ids=repr)
@pytest.mark.parametrize("symbol", ["+", "-", "*", "/"])
@pytest.mark.hint("One operand leaves nothing to do: the fold starts with it, not with a zero.")
def test_one_operand_is_returned(symbol, operand):
    """A single operand is returned as it is, whatever the symbol."""
    result = calculate(symbol, operand)
    assert result is operand, f"calculate({symbol!r}, {operand!r}) returned {result!r}"


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/"])
@pytest.mark.hint("No operand at all is a case to refuse yourself.")
def test_no_operand_is_refused(symbol):
    """Without operands `calculate` raises a `ValueError`."""
    with pytest.raises(ValueError):
        calculate(symbol)


@pytest.mark.parametrize("operands", [(), (7,), (7, 2)], ids=repr)
@pytest.mark.parametrize("symbol", ["modulo", "", "\\", " +"], ids=repr)
@pytest.mark.hint(
    "A failed lookup in a dictionary is a `KeyError`: turn it into what the prompt asks for.",
    "Look the symbol up before you look at the operands.",
    'A `repr` in a message: `f"{color!r} is no color"`.',
)
def test_an_unknown_symbol_is_named(symbol, operands):
    """An unknown symbol raises a `ValueError` that contains it, however many operands come."""
    with pytest.raises(ValueError, match=re.escape(repr(symbol))):
        calculate(symbol, *operands)


def calculate_without_entry(monkeypatch, symbol, *operands):
    """Calculate after the symbol was deleted from `OPERATIONS`."""
    monkeypatch.delitem(OPERATIONS, symbol)
    return calculate(symbol, *operands)


@pytest.mark.hint(
    "A chain of `if` and `elif` cannot be changed from outside: ask the dictionary.",
    "Ask it at each call: a function that was looked up earlier may have been replaced.",
)
def test_the_table_can_be_changed(monkeypatch):
    """An entry of `OPERATIONS` that is added, replaced or removed counts at the next call."""
    monkeypatch.setitem(OPERATIONS, "pair", lambda a, b: f"({a}{b})")
    message = 'OPERATIONS["pair"] had been set to lambda a, b: f"({a}{b})"'
    assert calculate("pair", 1, 2, 3) == "((12)3)", message
    monkeypatch.setitem(OPERATIONS, "first", lambda a, b: a)
    message = 'OPERATIONS["first"] had been set to lambda a, b: a'
    assert calculate("first", None, 2, 3) is None, message
    assert calculate("+", 1, 2) == 3
    for symbol in ("+", "-", "*", "/"):
        monkeypatch.setitem(OPERATIONS, symbol, max)
    replaced = [calculate(symbol, 1, 5, 2) for symbol in ("+", "-", "*", "/")]
    assert replaced == [5, 5, 5, 5], "for +, -, * and /, each replaced by max, on 1, 5 and 2:"
    with pytest.raises(ValueError):
        calculate_without_entry(monkeypatch, "-", 3, 2)


@pytest.mark.parametrize(
    "error",
    [
        *(ZeroDivisionError("inner"), KeyError("inner"), IndexError("inner")),
        *(TypeError("inner"), ValueError("inner"), LookupError("inner")),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "A `try` around the whole body catches more than you mean.",
    "Keep the `try` around the lookup alone.",
)
def test_exceptions_of_an_operation_get_through(monkeypatch, error):
    """What an operation raises reaches the caller, a division by zero among others."""
    with pytest.raises(ZeroDivisionError):
        calculate("/", 1, 0)

    def fail(a, b):
        raise error

    monkeypatch.setitem(OPERATIONS, "raises error", fail)
    with pytest.raises(type(error)) as caught:
        calculate("raises error", 3, 2)
    arrived = caught.value
    assert arrived is error, f"the operation raised {error!r}, the caller got {arrived!r}"
