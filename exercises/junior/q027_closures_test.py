"""Checks for Q27 · Closures."""

import inspect
import types

import pytest
from q027_closures import captured, make_account, make_averager, multipliers


class Greeter:
    def greet(self):
        return "hello"


def faults_of(function):
    """List what forbids `function` as one that keeps its state in its closure alone."""
    if type(function) is not types.FunctionType:
        return [f"{function!r} is no plain function"]
    faults = {
        "it captures nothing": not function.__closure__,
        f"it has attributes: {vars(function)}": vars(function),
        "it has default values": function.__defaults__ or function.__kwdefaults__,
    }
    return [fault for fault, found in faults.items() if found]


@pytest.mark.hint(
    "Which variables must outlive the call of `make_averager`?",
    "Assigning to a variable of the enclosing function needs a declaration.",
)
def test_averages_all_values_so_far():
    """Every call of an averager returns the mean of all values up to now."""
    averager = make_averager()
    assert [averager(value) for value in (10, 20, 3, -33, 0.5)] == [10, 15, 11, 0, 0.1]


@pytest.mark.hint(
    "A sum and a count are enough; a list of all values grows for ever.",
    "`nonlocal` lets the inner function rebind two numbers.",
)
def test_averager_keeps_only_numbers():
    """After many calls, the averager's closure still holds nothing but plain numbers."""
    averager = make_averager()
    assert [averager(value) for value in range(1, 100)][-1] == 50
    kept = {type(cell.cell_contents).__name__ for cell in averager.__closure__ or ()}
    assert kept, "the averager captures nothing: its state is not in a closure"
    assert kept <= {"int", "float"}, f"the closure holds values of these types: {sorted(kept)}"


@pytest.mark.hint(
    "Three functions defined in the same call see the same variable.",
    "Both functions that change it must declare it `nonlocal`.",
)
def test_account_functions_share_one_balance():
    """A deposit is seen by `withdraw` and `read`, and a new account has 0 if nothing is said."""
    deposit, withdraw, read = make_account(100)
    assert (read(), deposit(50), withdraw(30), read()) == (100, 150, 120, 120)
    assert (withdraw(119.5), withdraw(0.5), read()) == (0.5, 0, 0)
    deposit, _, read = make_account()
    assert (read(), deposit(0.25), read()) == (0, 0.25, 0.25)


@pytest.mark.parametrize(
    ("action", "amount"),
    [("deposit", 0), ("deposit", -5), ("withdraw", 0), ("withdraw", -5), ("withdraw", 100.5)],
)
@pytest.mark.hint("Check first, change afterwards; zero is not positive.")
def test_account_refuses_bad_amounts(action, amount):
    """An amount of zero or less, or above the balance, raises and leaves the balance alone."""
    deposit, withdraw, read = make_account(100)
    with pytest.raises(ValueError, match=str(amount)):
        {"deposit": deposit, "withdraw": withdraw}[action](amount)
    assert read() == 100


@pytest.mark.hint(
    "Every call of the outer function makes new variables; what do yours have in common?",
    "A global or a mutable default value is shared by all.",
)
def test_averagers_and_accounts_are_independent():
    """Two averagers, and two accounts, do not see each other's numbers."""
    first, second = make_averager(), make_averager()
    assert (first(10), second(2), first(20), second(4)) == (10, 2, 15, 3)
    (deposit, _, read), (_, withdraw, other_read) = make_account(10), make_account(10)
    assert (deposit(5), withdraw(1)) == (15, 9)
    assert (read(), other_read()) == (15, 9)


@pytest.mark.hint(
    "When does a function look up the loop variable: when it is made, or when it is called?",
    "All functions made in one loop share its one variable. How do you get one variable each?",
)
def test_every_multiplier_keeps_its_own_factor():
    """`multipliers(n)` is a list whose function at index `i` multiplies by `i`."""
    functions = multipliers(4)
    assert [function(10) for function in functions] == [0, 10, 20, 30]
    assert functions[1](2.5) == 2.5
    assert type(functions) is list
    assert multipliers(0) == []


@pytest.mark.hint(
    "`lambda value, i=i: …` cures late binding, but what does `function(10, 99)` do then?",
    "A function that makes one multiplier gives it a variable of its own.",
)
def test_multipliers_take_one_argument_only():
    """A multiplier has exactly one parameter: its factor can't be passed in."""
    parameters = [list(inspect.signature(function).parameters) for function in multipliers(3)]
    assert [len(names) for names in parameters] == [1, 1, 1], f"the parameters are {parameters}"


@pytest.mark.hint(
    "The names are in `func.__code__.co_freevars`, the cells in `func.__closure__`.",
    "What is `__closure__` of a function that captures nothing?",
)
def test_captured_gives_names_and_values():
    """`captured` tells the captured variables, of every enclosing function, and no others."""
    log = []

    def outer(unit, factor, unused):
        def convert(value):
            log.append(pytest)
            return f"{value * factor} {unit}"

        return convert

    assert captured(outer("cm", None, 3)) == {"factor": None, "log": log, "unit": "cm"}
    assert captured(outer("cm", 2, 3))["log"] is log
    assert captured(outer) == {"log": log}
    assert captured(lambda value, factor=2: value * factor) == {}


@pytest.mark.hint(
    "A closure holds variables, not values: read them anew in every call.",
    "The dict must be a new one each time.",
)
def test_captured_shows_the_values_of_now():
    """`captured` gives a snapshot of the current values, which later changes leave alone."""
    rate = 1

    def convert(value):
        return value * rate

    before = captured(convert)
    rate = 2
    now = captured(convert)
    now["rate"] = 3
    assert (before, convert(10)) == ({"rate": 1}, 20)
    _, withdraw, read = make_account(100)
    withdraw(30)
    assert (captured(withdraw)["balance"], captured(read)["balance"]) == (70, 70)


@pytest.mark.hint(
    "An empty cell has no `cell_contents`: what happens when you read it?",
    "Catch that `ValueError` for each cell, so that the other variables still come.",
)
def test_captured_leaves_out_variables_without_a_value():
    """A variable not yet assigned, or deleted, is left out, and comes back once it has a value."""

    def outer():
        gone, here = 1, None

        def inner():
            return gone, here, late  # noqa: F821

        seen = [captured(inner)]
        late = 2
        seen.append(captured(inner))
        del gone
        seen.append(captured(inner))
        return seen

    assert outer() == [
        {"gone": 1, "here": None},
        {"gone": 1, "here": None, "late": 2},
        {"here": None, "late": 2},
    ]


@pytest.mark.parametrize(
    "thing",
    [len, [].append, Greeter, Greeter().greet, "text"],
    ids=["built-in", "built-in method", "class", "bound method", "string"],
)
@pytest.mark.hint("`types.FunctionType` is the type of everything made by `def` or `lambda`.")
def test_captured_refuses_what_is_no_plain_function(thing):
    """Anything that was not made by `def` or `lambda` raises `TypeError`."""
    with pytest.raises(TypeError):
        captured(thing)


@pytest.mark.parametrize(
    ("make", "count"),
    [(lambda: [make_averager()], 1), (lambda: make_account(5), 3), (lambda: multipliers(2), 2)],
    ids=["make_averager", "make_account", "multipliers"],
)
@pytest.mark.hint(
    "State on a function attribute or in a default value can be reached, and broken, by anyone.",
    "Keep it in variables of the enclosing function.",
)
def test_state_lives_in_closures_alone(make, count):
    """The returned functions are plain ones with a closure, without attributes and defaults."""
    assert [faults_of(function) for function in make()] == [[]] * count
