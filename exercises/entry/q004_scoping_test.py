"""Checks for Q4 · Scoping."""

import ast
import builtins

import pytest
import q004_scoping
from q004_scoping import UNSET, make_counter, next_ticket, resolve


@pytest.fixture
def tickets(monkeypatch):
    """The module, whose `last_ticket` is put back after the check."""
    monkeypatch.setattr(q004_scoping, "last_ticket", q004_scoping.last_ticket)
    return q004_scoping


def has_statement(tree, kind):
    """Whether a kind of statement stands anywhere in a tree."""
    return any(isinstance(node, kind) for node in ast.walk(tree))


@pytest.mark.usefixtures("tickets")
@pytest.mark.hint(
    "A function that assigns to a name makes it local, unless it says otherwise.",
    "The word is `global`, and it stands before the assignment.",
)
def test_tickets_count_up():
    """The first ticket is 1, and each later one is one more than the one before."""
    assert [next_ticket(), next_ticket(), next_ticket()] == [1, 2, 3]


@pytest.mark.hint("Keep the number in `last_ticket` itself and nowhere else.")
def test_the_number_lives_in_the_module(tickets):
    """`last_ticket` holds the latest number, and setting it changes what comes next."""
    tickets.last_ticket = 41
    assert next_ticket() == 42, "last_ticket had been set to 41"
    assert tickets.last_ticket == 42, "next_ticket() has just returned 42"
    tickets.last_ticket = -5
    assert next_ticket() == -4, "last_ticket had been set to -5"
    tickets.last_ticket = -1
    assert next_ticket() == 0, "last_ticket had been set to -1"
    tickets.last_ticket = 10**20
    assert next_ticket() == 10**20 + 1, "last_ticket had been set to 10**20"


@pytest.mark.hint("`global last_ticket` stands in the function that assigns to it.")
def test_next_ticket_says_global(syntax_of):
    """`next_ticket` has a `global` statement."""
    tree = syntax_of(next_ticket)
    assert has_statement(tree, ast.Global), "next_ticket has no `global` statement"


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((), {}, [0, 1, 2]),
        ((5,), {}, [5, 6, 7]),
        ((10, 5), {}, [10, 15, 20]),
        ((), {"start": 1, "step": -2}, [1, -1, -3]),
        ((-3, 0), {}, [-3, -3, -3]),
        ((), {"step": 3}, [0, 3, 6]),
        ((10**20, 10**20 + 1), {}, [10**20, 2 * 10**20 + 1, 3 * 10**20 + 2]),
    ],
)
@pytest.mark.hint(
    "The count must outlive the call: keep it in the enclosing function.",
    "The inner function assigns to a variable of the outer one; `nonlocal` says so.",
)
def test_counter_counts_in_steps(args, kwargs, expected):
    """A counter takes no arguments, gives `start` first and then goes on by `step`."""
    assert [(count := make_counter(*args, **kwargs))(), count(), count()] == expected
    with pytest.raises(TypeError):
        count(7)


@pytest.mark.hint("Each call of the outer function makes new local variables.")
def test_counters_are_independent():
    """Two counters do not disturb each other, whichever is called."""
    from_0, from_100 = make_counter(), make_counter(100)
    assert [from_0(), from_100(), from_0(), make_counter()(), from_100()] == [0, 100, 1, 0, 101]


@pytest.mark.hint("`nonlocal` and the variable's name stand in the function that assigns to it.")
def test_counter_says_nonlocal(syntax_of):
    """The function that `make_counter` returns has a `nonlocal` statement."""
    name = getattr(make_counter(), "__name__", None)
    inner = [
        node
        for node in ast.walk(syntax_of(make_counter))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    assert any(has_statement(node, ast.Nonlocal) for node in inner), (
        "what make_counter returns has no `nonlocal` statement"
    )


@pytest.mark.parametrize(
    ("name", "scopes", "expected"),
    [
        ("x", [("function", {"x": 1}), ("function", {"x": 2}), ("module", {"x": 3})], 1),
        ("x", [("function", {"y": 1}), ("function", {"x": 2}), ("module", {"x": 3})], 2),
        ("x", [("function", {}), ("function", {"x": 1}), ("function", {"x": 2})], 1),
        ("x", [("function", {}), ("function", {}), ("module", {"x": 3})], 3),
        ("x", [("function", {}), ("function", {}), ("function", {"x": 4})], 4),
        ("x", [("function", {"x": 1}), ("function", {"x": UNSET})], 1),
        ("x", [("function", {}), ("function", {"x": 2}), ("function", {"x": UNSET})], 2),
        ("x", [("module", {"x": 3})], 3),
    ],
)
@pytest.mark.hint("Put the scopes in one row, innermost first, and take the first that has it.")
def test_inner_scopes_shadow_outer_ones(name, scopes, expected):
    """The innermost scope that has the name gives its value."""
    assert resolve(name, scopes) == expected


@pytest.mark.hint("`import builtins`: that module's `vars` are the last scope.")
def test_built_in_names_come_last(monkeypatch):
    """A built-in name is found when no other scope has it, and any scope can shadow it."""
    monkeypatch.setattr(builtins, "added_to_builtins", "found", raising=False)
    assert resolve("len", [("function", {}), ("module", {})]) is len
    assert resolve("len", []) is len
    assert resolve("__import__", [("function", {})]) is __import__
    assert resolve("added_to_builtins", []) == "found", (
        "builtins.added_to_builtins had been set to 'found'"
    )
    assert resolve("len", [("function", {"len": 1}), ("module", {})]) == 1
    assert resolve("len", [("function", {}), ("module", {"len": 2})]) == 2


@pytest.mark.parametrize("value", [None, 0, "", False, []])
@pytest.mark.hint("`or` and a bare `get` cannot tell a false value from a missing name.")
def test_any_value_counts(value, monkeypatch):
    """A name is there whatever its value is, and hides outer ones."""
    monkeypatch.setattr(builtins, "added_to_builtins", value, raising=False)
    assert resolve("x", [("function", {"x": value}), ("module", {"x": 1})]) is value
    assert resolve("x", [("function", {}), ("function", {"x": value})]) is value
    assert resolve("x", [("class", {"x": value}), ("module", {"x": 1})]) is value
    assert resolve("len", [("class", {"len": value})]) is value
    assert resolve("len", [("module", {"len": value})]) is value
    assert resolve("added_to_builtins", []) is value, f"builtins.added_to_builtins is {value!r}"


@pytest.mark.parametrize(
    ("name", "scopes", "expected"),
    [
        ("x", [("class", {"x": 1}), ("module", {"x": 2})], 1),
        ("x", [("function", {}), ("class", {"x": 1}), ("module", {"x": 2})], 2),
        ("x", [("class", {}), ("class", {"x": 1}), ("module", {"x": 2})], 2),
        ("x", [("function", {}), ("class", {"x": 1}), ("function", {"x": 2})], 2),
        ("x", [("class", {}), ("function", {"x": 2}), ("module", {"x": 3})], 2),
        ("len", [("function", {}), ("class", {"len": 1})], len),
    ],
)
@pytest.mark.hint(
    "A method does not see the names of its class: it has to write `self.name`.",
    "The place in the list tells whether a class is the innermost scope.",
)
def test_a_class_counts_only_where_it_is_innermost(name, scopes, expected):
    """The names of a class are seen by code that stands directly in it, and by no other."""
    assert resolve(name, scopes) == expected


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("x", [("function", {"x": UNSET})]),
        ("x", [("function", {"x": UNSET}), ("function", {"x": 1}), ("module", {"x": 2})]),
        ("len", [("function", {"len": UNSET}), ("module", {})]),
        ("total", [("function", {"total": UNSET})]),
    ],
)
@pytest.mark.hint("A variable that is assigned later is local already, and hides all others.")
def test_unset_in_the_innermost_function_is_an_unbound_local(name, scopes):
    """`UNSET` in the innermost function raises an `UnboundLocalError` that names the variable."""
    with pytest.raises(UnboundLocalError, match=repr(name)):
        resolve(name, scopes)


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("x", [("function", {}), ("function", {"x": UNSET}), ("module", {"x": 1})]),
        ("x", [("function", {}), ("class", {"x": 1}), ("function", {"x": UNSET})]),
        ("x", [("class", {}), ("function", {"x": UNSET}), ("function", {"x": 1})]),
        ("len", [("function", {}), ("function", {"len": UNSET})]),
        ("total", [("function", {}), ("function", {"total": UNSET})]),
    ],
)
@pytest.mark.hint(
    "`UnboundLocalError` speaks of a local variable. Whose variable is it here?",
    "`UnboundLocalError` is a subclass of `NameError`; only one of them fits here.",
)
def test_unset_further_out_is_a_name_error(name, scopes):
    """`UNSET` in an enclosing function raises a `NameError` but no `UnboundLocalError`."""
    with pytest.raises(NameError, match=repr(name)) as caught:
        resolve(name, scopes)
    assert not isinstance(caught.value, UnboundLocalError), "resolve raised an UnboundLocalError"


@pytest.mark.parametrize(
    "name",
    ["missing", "resolve", "last_ticket", "scopes", "__class__", "__builtins__"],
)
@pytest.mark.hint(
    "`eval` and `globals()` see the names of your module; only the scopes given count.",
    "`hasattr` also finds what a module has as an object, such as its `__class__`.",
)
def test_unknown_name_raises_name_error(name):
    """A name that is in no scope raises a `NameError` that tells the name."""
    with pytest.raises(NameError, match=repr(name)):
        resolve(name, [("function", {"a": 1}), ("function", {}), ("module", {"b": 2})])
    with pytest.raises(NameError, match=repr(name)):
        resolve(name, [("function", {}), ("class", {name: 1})])
    with pytest.raises(NameError, match=repr(name)):
        resolve(name, [])
