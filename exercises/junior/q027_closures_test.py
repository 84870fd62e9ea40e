"""Checks for Q27 · Closures."""

import inspect

import pytest
from q027_closures import captured, make_account, multipliers


def captured_balance(function):
    """What a function's captured variable `balance` holds, read without the submission's help."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    return cells["balance"].cell_contents if "balance" in cells else "not captured"


@pytest.mark.hint(
    "Three functions defined in the same call see the same variable.",
    "Both functions that change it must declare it `nonlocal`.",
)
def test_account_functions_share_one_balance():
    """A deposit is seen by `withdraw` and `read`, and a new account has 0 if nothing is said."""
    account = make_account(balance=100)
    assert isinstance(account, tuple), f"make_account returned {account!r}, which is no tuple"
    deposit, withdraw, read = account
    assert (read(), deposit(50), withdraw(30), read()) == (100, 150, 120, 120)
    assert (withdraw(amount=5), deposit(amount=1), read()) == (115, 116, 116)
    deposit, _, read = make_account()
    assert (read(), deposit(25), deposit(1), read()) == (0, 25, 26, 26)
    deposit, withdraw, read = make_account(10**20)
    assert (deposit(3), withdraw(2), read()) == (10**20 + 3, 10**20 + 1, 10**20 + 1)


@pytest.mark.hint("An amount is too much when it is greater than the balance. When they are equal?")
def test_all_may_be_withdrawn():
    """The whole balance may be withdrawn, and 0 is left."""
    deposit, withdraw, read = make_account(7)
    assert (withdraw(7), read(), deposit(5), withdraw(5), read()) == (0, 0, 5, 0, 0)


@pytest.mark.parametrize(
    ("action", "amount"),
    [
        ("deposit", -5),
        ("deposit", 0),
        ("deposit", -1),
        ("withdraw", -5),
        ("withdraw", 0),
        ("withdraw", -1),
        ("withdraw", 8),
        ("withdraw", 1000),
    ],
)
@pytest.mark.hint(
    "Check first, change afterwards; zero is not positive.",
    "Put the amount into the message with an f-string.",
)
def test_refuses_bad_amounts(action, amount):
    """Zero, less, or more than the balance raises, names the amount and changes nothing."""
    deposit, withdraw, read = make_account(7)
    with pytest.raises(ValueError, match=rf"(?<![\w-]){amount}\b"):
        {"deposit": deposit, "withdraw": withdraw}[action](amount)
    assert read() == 7, f"after {action}({amount!r}) was refused"
    assert (deposit(2), withdraw(1)) == (9, 8), f"after {action}({amount!r}) was refused"


@pytest.mark.hint(
    "Every call of the outer function makes new variables; what do yours have in common?",
    "A global or a mutable default value is shared by all.",
)
def test_accounts_are_independent():
    """Two accounts do not see each other's money, also when they began with the same balance."""
    first_deposit, first_withdraw, first_read = make_account()
    second_deposit, _, second_read = make_account()
    assert (first_deposit(5), second_deposit(1), first_withdraw(2)) == (5, 1, 3)
    assert (first_read(), second_read(), make_account()[2]()) == (3, 1, 0)


@pytest.mark.hint(
    "The parameter of the outer function is a variable that the inner ones can share.",
    "`nonlocal balance` lets them change it; no container is needed.",
)
def test_each_function_captures_the_balance():
    """All three functions capture the variable `balance`, and see the balance in it."""
    account = deposit, withdraw, _ = make_account(100)
    assert [captured_balance(function) for function in account] == [100, 100, 100]
    deposit(50)
    assert [captured_balance(function) for function in account] == [150, 150, 150]
    withdraw(30)
    assert [captured_balance(function) for function in account] == [120, 120, 120]


@pytest.mark.hint(
    "When does a function look up the loop variable: when it is made, or when it is called?",
    "All functions made in one loop share its one variable. How do you get one variable each?",
)
def test_every_multiplier_keeps_its_own_factor():
    """`multipliers(n)` is a list of n functions; the one at index i multiplies by i."""
    functions = multipliers(4)
    assert isinstance(functions, list), f"multipliers(4) returned {functions!r}, which is no list"
    assert [function(10) for function in functions] == [0, 10, 20, 30]
    assert (len(multipliers(1)), multipliers(0)) == (1, [])
    assert [function(-2) for function in functions] == [0, -2, -4, -6]
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
    log = []

    def outer(unit, factor, unused):
        def middle():
            def convert(value):
                log.append(pytest)
                return [f"{value * factor} {unit}" for _ in log]

            return convert

        return middle

    middle = outer("cm", None, 3)
    assert captured(middle()) == {"factor": None, "log": log, "unit": "cm"}
    assert captured(middle()) == captured(middle), "`middle` uses them for the function inside it"
    assert captured(middle())["log"] is log, "the value is not the very object but a copy"
    assert captured(outer) == {"log": log}
    assert captured(outer(0, "", None)()) == {"factor": "", "log": log, "unit": 0}
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

    assert captured(convert) == {"rate": 3}
    assert captured(lambda value, base=2: (lambda: value * base, pytest, len)) == {}
    shadows = (lambda list, inspect: lambda: (list, inspect))("mine", None)
    assert captured(shadows) == {"list": "mine", "inspect": None}, "names that others have too"
    assert captured(captured_balance) == {}
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
    assert (before, after) == ({"rate": 1}, {"rate": 2})
    after["rate"] = 3
    after["more"] = 4
    assert (convert(10), captured(convert)) == (20, {"rate": 2})


@pytest.mark.hint(
    "An empty cell has no `cell_contents`: what happens when you read it?",
    "Catch that `ValueError` for each cell, so that the other variables still come.",
)
def test_captured_leaves_out_variables_without_a_value():
    """A variable not yet assigned, or deleted, is left out, and comes back once it has a value."""
    gone, here = 1, None

    def inner():
        return gone, here, late  # noqa: F821

    first = captured(inner)
    late = 2
    second = captured(inner)
    del gone
    third = captured(inner)
    assert first == {"gone": 1, "here": None}, "`late` is not yet assigned"
    assert second == {"gone": 1, "here": None, "late": 2}, "all three have a value"
    assert third == {"here": None, "late": 2}, "`gone` was deleted"
