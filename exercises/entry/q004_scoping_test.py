"""Checks for Q4 · Scoping."""

import ast

import pytest
import q004_scoping
from q004_scoping import make_counter, make_handlers, next_ticket, reset_tickets, resolve


@pytest.fixture
def tickets(monkeypatch):
    """The module, whose `last_ticket` is put back after the check."""
    monkeypatch.setattr(q004_scoping, "last_ticket", q004_scoping.last_ticket)
    return q004_scoping


def declared(tree, kind):
    """The names that are declared `global` or `nonlocal` anywhere in a tree."""
    return {name for node in ast.walk(tree) if isinstance(node, kind) for name in node.names}


@pytest.mark.usefixtures("tickets")
@pytest.mark.hint(
    "A function that assigns to a name makes it local, unless it says otherwise.",
    "The word is `global`, and it stands before the assignment.",
)
def test_tickets_count_up_from_one():
    """The first ticket is 1, and each later one is one more."""
    assert [next_ticket() for _ in range(3)] == [1, 2, 3]


@pytest.mark.usefixtures("tickets")
@pytest.mark.hint("An assignment without `global` only sets a variable that is gone at once.")
def test_reset_starts_again_at_one():
    """After `reset_tickets` the next ticket is 1 again."""
    next_ticket()
    next_ticket()
    reset_tickets()
    assert [next_ticket(), next_ticket()] == [1, 2]


@pytest.mark.hint("Keep the number in `last_ticket` itself and nowhere else.")
def test_the_number_lives_in_the_module(tickets):
    """`last_ticket` holds the latest number, and setting it changes what comes next."""
    tickets.last_ticket = 41
    assert (next_ticket(), tickets.last_ticket) == (42, 42)
    reset_tickets()
    assert tickets.last_ticket == 0


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((), {}, [0, 1, 2]),
        ((5,), {}, [5, 6, 7]),
        ((10, 5), {}, [10, 15, 20]),
        ((), {"start": 1, "step": -2}, [1, -1, -3]),
    ],
)
@pytest.mark.hint(
    "The count must outlive the call: keep it in the enclosing function.",
    "The inner function assigns to a variable of the outer one; `nonlocal` says so.",
)
def test_counter_counts_in_steps(args, kwargs, expected):
    """A counter gives `start` first and then goes on by `step`."""
    count = make_counter(*args, **kwargs)
    assert [count(), count(), count()] == expected


@pytest.mark.hint("Each call of the outer function makes new local variables.")
def test_counters_are_independent():
    """Two counters do not disturb each other, whichever is called."""
    first, second = make_counter(), make_counter(100)
    assert [first(), second(), first(), make_counter()(), second()] == [0, 100, 1, 0, 101]


@pytest.mark.hint(
    "A function looks a variable up when it is called; by then the loop has moved on.",
    "Every call of a function has variables of its own: let one call make one handler.",
)
def test_each_handler_keeps_its_own_name():
    """Every handler answers with its own name, not with the last one."""
    handlers = make_handlers(["open", "save", "close"])
    replies = [handlers[name]("a.txt") for name in ("open", "save", "close")]
    assert replies == ["open: a.txt", "save: a.txt", "close: a.txt"]
    assert handlers["open"](7) == "open: 7"


@pytest.mark.hint("Read `names` once, while you build the dict; the handlers need it no more.")
def test_handlers_come_in_order_from_any_iterable():
    """The order of the names is kept, a generator will do, and later changes do not matter."""
    names = ["b", "a"]
    handlers = make_handlers(names)
    names[:] = ["z"]
    assert [(name, handler("!")) for name, handler in handlers.items()] == [
        ("b", "b: !"),
        ("a", "a: !"),
    ]
    assert list(make_handlers(name for name in "xy")) == ["x", "y"]
    assert make_handlers([]) == {}


@pytest.mark.parametrize(
    ("local", "enclosing", "module", "expected"),
    [
        ({"x": "local"}, [{"x": "inner"}, {"x": "outer"}], {"x": "module"}, "local"),
        ({"y": "local"}, [{"x": "inner"}, {"x": "outer"}], {"x": "module"}, "inner"),
        ({}, [{"y": "inner"}, {"x": "outer"}], {"x": "module"}, "outer"),
        ({}, [{}, {}], {"x": "module"}, "module"),
        ({}, [], {"x": "module"}, "module"),
    ],
)
@pytest.mark.hint("Put the scopes in one row, innermost first, and take the first that has it.")
def test_inner_scopes_shadow_outer_ones(local, enclosing, module, expected):
    """Local comes before enclosing, the inner enclosing before the outer, the module after them."""
    assert resolve("x", local, enclosing, module) == expected


@pytest.mark.hint("`import builtins`: that module's `vars` are the last scope.")
def test_built_in_names_come_last():
    """A built-in name is found when no other scope has it, and any scope can shadow it."""
    assert resolve("len", {}, [{}], {}) is len
    shadowed = [
        resolve("len", {"len": 1}, [], {}),
        resolve("len", {}, [{"len": 2}], {}),
        resolve("len", {}, [], {"len": 3}),
    ]
    assert shadowed == [1, 2, 3]


@pytest.mark.parametrize("value", [None, 0, "", False])
@pytest.mark.hint("`or` and a bare `get` cannot tell a false value from a missing name.")
def test_false_values_count(value):
    """A name whose value is false is there all the same and hides outer ones."""
    found = [
        resolve("x", {"x": value}, [{"x": 1}], {"x": 2}),
        resolve("x", {}, [{"x": value}, {"x": 1}], {"x": 2}),
        resolve("x", {}, [], {"x": value}),
    ]
    assert found == [value] * 3


@pytest.mark.parametrize("name", ["missing", "resolve", "last_ticket", "name"])
@pytest.mark.hint(
    "`eval` and `globals()` see the names of your module; only the scopes given count."
)
def test_unknown_name_raises_name_error(name):
    """A name in none of the scopes raises a `NameError` that contains it; no dict changes."""
    local, enclosing, module = {"a": 1}, [{"b": 2}, {}], {"c": 3}
    with pytest.raises(NameError, match=rf"\b{name}\b"):
        resolve(name, local, enclosing, module)
    assert (local, enclosing, module) == ({"a": 1}, [{"b": 2}, {}], {"c": 3})


@pytest.mark.hint("The two statements stand in the function that assigns.")
def test_declares_outer_variables(syntax_of):
    """`global` stands in both ticket functions, `nonlocal` in the function that counts."""
    for function in (next_ticket, reset_tickets):
        names = declared(syntax_of(function), ast.Global)
        assert "last_ticket" in names, f"{function.__name__} has no `global last_ticket`"
    assert declared(syntax_of(make_counter), ast.Nonlocal), "make_counter has no `nonlocal`"
