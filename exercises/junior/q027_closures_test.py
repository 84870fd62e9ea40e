"""Checks for Q27 · Closures."""

import inspect
import re

import pytest
from q027_closures import captured, make_account, multipliers


def captured_balance(function):
    """What a function's captured variable `balance` holds, read without the submission's help."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    return cells["balance"].cell_contents if "balance" in cells else "not captured"


def result(account, call):
    """What a call such as `"deposit(50)"` returns."""
    return eval(call, {}, dict(zip(("deposit", "withdraw", "read"), account, strict=True)))


def in_turn(account, calls):
    """What calls such as `"deposit(50) read()"` return one after the other, or `"ValueError"`."""
    results = []
    for call in calls.split():
        try:
            results.append(result(account, call))
        except ValueError:
            results.append("ValueError")
    return results


def captured_balances_after(account, calls):
    """What `deposit`, `withdraw` and `read` hold in `balance` after the calls."""
    in_turn(account, calls)
    return [captured_balance(function) for function in account]


@pytest.mark.hint(
    "Three functions defined in the same call see the same variable.",
    "Both functions that change it must declare it `nonlocal`.",
)
def test_account_functions_share_one_balance():
    """A deposit is seen by `withdraw` and `read`, and a new account has 0 if nothing is said."""
    kind = type(make_account(balance=100))
    assert issubclass(kind, tuple), f"make_account(balance=100) returned a {kind.__name__}"
    assert in_turn(make_account(10), "read() deposit(5) withdraw(3) read()") == [10, 15, 12, 12]
    assert in_turn(make_account(balance=12), "withdraw(amount=5) read()") == [7, 7]
    assert in_turn(make_account(balance=7), "deposit(amount=1) read()") == [8, 8]
    assert in_turn(make_account(), "read() deposit(25) deposit(1) read()") == [0, 25, 26, 26]
    assert in_turn(make_account(10**20), "deposit(3) read()") == [10**20 + 3, 10**20 + 3]
    assert in_turn(make_account(10**21), "withdraw(2) read()") == [10**21 - 2, 10**21 - 2]


@pytest.mark.hint("An amount is too much when it is greater than the balance. When they are equal?")
def test_all_may_be_withdrawn():
    """The whole balance may be withdrawn, and 0 is left."""
    assert in_turn(make_account(7), "withdraw(7) read() deposit(5) withdraw(5)") == [0, 0, 5, 0]
    assert in_turn(make_account(0), "deposit(5) withdraw(5) read()") == [5, 0, 0]


@pytest.mark.parametrize(
    "call",
    [
        *("deposit(-5)", "deposit(0)", "deposit(-1)"),
        *("withdraw(-5)", "withdraw(0)", "withdraw(-1)", "withdraw(8)", "withdraw(1000)"),
    ],
)
@pytest.mark.hint(
    "Check first, change afterwards; zero is not positive.",
    "Put the amount into the message with an f-string.",
)
def test_refuses_bad_amounts(call):
    """Zero, less, or more than the balance raises, names the amount and changes nothing."""
    amount = re.search(r"-?\d+", call)[0]
    with pytest.raises(ValueError) as caught:
        result(make_account(7), call)
    named = re.search(rf"(?<![\w-]){amount}\b", str(caught.value))
    assert named, f"the message of {call} does not contain {amount}: {caught.value}"
    assert in_turn(make_account(7), f"{call} read() deposit(2) withdraw(1)") == [
        "ValueError",
        *(7, 9, 8),
    ]


@pytest.mark.hint(
    "Every call of the outer function makes new variables; what do yours have in common?",
    "A global or a mutable default value is shared by all.",
)
def test_accounts_are_independent():
    """Two accounts do not see each other's money, also when they began with the same balance."""
    account, another_account = make_account(), make_account()
    assert {
        "first": in_turn(account, "deposit(5)"),
        "second": in_turn(another_account, "deposit(1)"),
        "first again": in_turn(account, "withdraw(2) read()"),
        "a third": in_turn(make_account(), "read()"),
    } == {"first": [5], "second": [1], "first again": [3, 3], "a third": [0]}
    assert in_turn(another_account, "read()") == [1], "the second of these accounts, at the end"


@pytest.mark.hint(
    "The parameter of the outer function is a variable that the inner ones can share.",
    "`nonlocal balance` lets them change it; no container is needed.",
)
def test_each_function_captures_the_balance():
    """All three functions capture the variable `balance`, and see the balance in it."""
    assert captured_balances_after(make_account(100), "read()") == [100, 100, 100]
    assert captured_balances_after(make_account(110), "deposit(50)") == [160, 160, 160]
    assert captured_balances_after(make_account(120), "deposit(50) withdraw(30)") == [140, 140, 140]


@pytest.mark.hint(
    "When does a function look up the loop variable: when it is made, or when it is called?",
    "All functions made in one loop share its one variable. How do you get one variable each?",
)
def test_every_multiplier_keeps_its_own_factor():
    """`multipliers(n)` is a list of n functions; the one at index i multiplies by i."""
    kinds = [type(multipliers(n)) for n in (4, 0)]
    assert all(issubclass(kind, list) for kind in kinds), (
        f"multipliers(4) and multipliers(0) are {[kind.__name__ for kind in kinds]}, not lists"
    )
    assert [function(10) for function in multipliers(4)] == [0, 10, 20, 30]
    assert [len(multipliers(n)) for n in (0, 1, 4)] == [0, 1, 4]
    functions = multipliers(4)
    assert [[function(number) for function in functions] for number in (10, -2)] == [
        [0, 10, 20, 30],
        [0, -2, -4, -6],
    ], "the same four functions, called with 10 and then with -2"
    assert multipliers(3)[2](1.25) == 2.5


@pytest.mark.hint(
    "`lambda value, i=i: …` cures late binding, but what does `function(10, 99)` do then?",
    "A function that makes one multiplier gives it a variable of its own.",
)
def test_multipliers_have_exactly_one_parameter():
    """A multiplier can be called with one argument and in no other way."""
    signatures = [inspect.signature(function) for function in multipliers(3)]
    counts = [len(signature.parameters) for signature in signatures]
    assert counts == [1, 1, 1], f"the parameters of multipliers(3) are {signatures}"
    with pytest.raises(TypeError):
        multipliers(3)[1](10, 99)
    with pytest.raises(TypeError):
        multipliers(3)[2]()


@pytest.mark.hint(
    "The names are in `func.__code__.co_freevars`, the cells in `func.__closure__`.",
    "What is `__closure__` of a function that captures nothing?",
)
def test_captured_gives_names_and_values():
    """`captured` gives the captured variables of every enclosing function, the very objects."""
    assert captured((lambda rate, unit: lambda n: (n * rate, unit))(3, None)) == {
        "rate": 3,
        "unit": None,
    }
    log = []

    def converter(unit, factor, unused):
        def middle():
            def convert(value):
                log.append(pytest)
                return [f"{value * factor} {unit}" for _ in log]

            return convert

        return middle

    middle = converter(unit="cm", factor=None, unused=3)
    uses = "it uses `factor` and `unit` of `converter`, and `log` around it"
    assert captured(converter(unit="cm", factor=None, unused=3)()) == {
        "factor": None,
        "log": log,
        "unit": "cm",
    }, uses
    assert captured(middle) == {"factor": None, "log": log, "unit": "cm"}, (
        "`middle`, which `converter` returns, uses them for the function inside it"
    )
    assert captured(middle())["log"] is log, "the value is not the very object but a copy"
    assert captured(converter) == {"log": log}, "what `converter` captures itself"
    assert captured(converter(0, "", None)()) == {"factor": "", "log": log, "unit": 0}, uses
    __hidden__, __secret, _ = 1, 2, 3
    assert captured(lambda: (__hidden__, __secret, _)) == {"__hidden__": 1, "__secret": 2, "_": 3}


@pytest.mark.hint(
    "What a function captures belongs to another function.",
    "`co_cellvars` are a function's own variables that functions inside it use.",
)
def test_captured_leaves_out_globals_and_own_variables():
    """Globals, built-ins, parameters and local variables are not captured."""
    rate = 3

    def convert(value, base=2, *rest, **options):
        local = len(rest)
        return [pytest, lambda: (value, local, base), rate, options]

    assert captured(
        (lambda rate: lambda value, base=2, *rest, **options: [rate, value, base, rest, options])(3)
    ) == {"rate": 3}
    assert captured(convert) == {"rate": 3}, "`convert` has `local` and parameters besides"
    assert captured(lambda value, base=2: (lambda: value * base, pytest, len)) == {}
    assert captured((lambda list, inspect: lambda: (list, inspect))("mine", None)) == {
        "list": "mine",
        "inspect": None,
    }
    assert captured(captured_balance) == {}, "a function at the top level of a module"
    captured(captured_balance)["more"] = 1
    assert captured(captured_balance) == {}, "something was put into the dict of another call"


@pytest.mark.hint(
    "A closure holds variables, not values: read them anew in every call.",
    "The dict must be a new one each time.",
)
def test_captured_is_a_snapshot():
    """`captured` gives the values of now, in a dict that later changes leave alone."""
    rate = 1

    def convert(value):
        return value * rate

    before = captured(convert)
    assert isinstance(before, dict), f"captured returned {before!r}, which is no dict"
    rate = 2
    after = captured(convert)
    assert {"while rate is 1": before, "when it is 2": after} == {
        "while rate is 1": {"rate": 1},
        "when it is 2": {"rate": 2},
    }, "what captured(convert) returned"
    after["rate"] = 3
    after["more"] = 4
    assert {"convert(10)": convert(10), "captured(convert)": captured(convert)} == {
        "convert(10)": 20,
        "captured(convert)": {"rate": 2},
    }, "after a dict that captured(convert) returned was changed"


@pytest.mark.hint(
    "An empty cell has no `cell_contents`: what happens when you read it?",
    "Catch that `ValueError` for each cell, so that the other variables still come.",
)
def test_captured_leaves_out_variables_without_a_value():
    """A variable not yet assigned, or deleted, is left out, and comes back once it has a value."""
    gone, here = 1, None

    def inner():
        return gone, here, late  # noqa: F821

    while_late_is_not_assigned = inner
    first = captured(while_late_is_not_assigned)
    late = 2
    second = captured(inner)
    del gone
    third = captured(inner)
    assert first == {"gone": 1, "here": None}, (
        "`gone` is 1, `here` is None and `late` not yet assigned"
    )
    assert second == {"gone": 1, "here": None, "late": 2}, "`late` is 2 now"
    assert third == {"here": None, "late": 2}, "`gone` was deleted, `late` is 2"
