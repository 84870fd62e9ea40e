"""Checks for Q37 · Serialization."""

import decimal
import json
import os
import pickle
import sys
import types
from collections import OrderedDict, namedtuple
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum

import pytest
from q037_serialization import dumps, loads, register, safe_unpickle


@dataclass(frozen=True)
class Planet:
    name: str
    moons: tuple = ()

    def describe(self):
        return f"{self.name}, {len(self.moons)} moons"


@dataclass
class Survey:
    planets: list
    cost: Decimal


@dataclass
class Comet:
    """Never registered."""

    name: str


Pair = namedtuple("Pair", "left right")
Color = IntEnum("Color", "RED GREEN")
Namesake = make_dataclass("Planet", ["name"])
Namesake.__module__ = "elsewhere"

JUPITER = Planet("Jupiter", ("Io", ("Europa", 2)))


class Attack:
    """Pickles as a call of a function."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -7,
        2.5,
        "tea – 茶",
        [],
        {},
        {"city": "Graz", "visits": [1, 1.0, True, None], "area": {"km2": 127.57}},
    ],
    ids=repr,
)
@pytest.mark.hint("`json.dumps` does all of this. Leave such values as they are.")
def test_plain_values_are_plain_json(value):
    """What JSON can hold is written as plain JSON and comes back equal, of the same types."""
    text = dumps(value)
    assert type(text) is str
    assert repr(json.loads(text)) == repr(value)
    assert repr(loads(text)) == repr(value)


@pytest.mark.parametrize(
    "value",
    [(), (1, (2, [3, ()])), [(1,), [1]], {"pair": ("a", "b")}, set(), {(1, 2)}, ({"x"}, ["x"])],
    ids=repr,
)
@pytest.mark.hint(
    "JSON has one kind of array. What must stand in the text beside the items?",
    "The `default` hook is never asked about a tuple: convert the value before you dump it.",
)
def test_tuples_and_sets_come_back(value):
    """Tuples and sets come back as such at every depth."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.10"),
        Decimal("-12345678901234567890.123456789"),
        datetime(2024, 2, 29, 23, 59, 58, 7),
        datetime(2024, 2, 29, tzinfo=UTC),
        datetime(2024, 2, 29, 12, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
        [{"paid": (Decimal("0.00"), datetime(1999, 12, 31))}],
    ],
    ids=str,
)
@pytest.mark.hint(
    "Each of the two has a text form that keeps all, and a way to read it again.",
    "`str` for a Decimal, never `float`; `isoformat` and `fromisoformat` for a datetime.",
)
def test_decimals_and_datetimes_are_exact(value):
    """A Decimal keeps its digits and a datetime its microseconds and offset."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        {1: "int", "1": "str", None: "none", "null": "text"},
        {(2024, 2): [1], ("a", (True,)): {}},
        {"when": {datetime(2024, 2, 29): {Decimal("1.0"): 2.0}}},
        {2: "b", 1: "a"},
    ],
    ids=["mixed", "tuples", "nested", "order"],
)
@pytest.mark.hint(
    "JSON turns the key 1 into the text '1', and asks nobody.",
    "A dict can also be written as a list of pairs.",
)
def test_keys_of_any_type_come_back(value):
    """The keys of a dict keep their types and their order."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value", [(1, 2), {1: "a"}, Decimal("1.5"), JUPITER], ids=["tuple", "dict", "Decimal", "class"]
)
@pytest.mark.hint(
    "Look at what `dumps((1, 2))` writes. What if someone has just that dict in the data?",
    "You have a second way of writing a dict. Use it for this one too.",
)
def test_data_that_looks_like_a_mark_stays_data(value):
    """A dict that looks like your own marking comes back as that dict."""
    register(Planet)
    lookalike = json.loads(dumps(value))
    assert repr(loads(dumps(lookalike))) == repr(lookalike)
    assert repr(loads(dumps([lookalike, value]))) == repr([lookalike, value])


@pytest.mark.hint(
    "`dataclasses.fields` gives the fields; their values need the same treatment as any value.",
    "`dataclasses.asdict` goes too deep: it turns inner dataclasses into dicts as well.",
)
def test_registered_dataclasses_come_back():
    """Instances of registered dataclasses are rebuilt, one in another, and as keys."""
    assert register(Planet) is Planet
    assert register(Survey) is Survey
    survey = Survey([JUPITER, {JUPITER: (Planet("Venus"),)}], Decimal("3.50"))
    assert repr(loads(dumps(survey))) == repr(survey)
    assert repr(loads(dumps((JUPITER, survey)))) == repr((JUPITER, survey))


@pytest.mark.hint(
    "`dataclasses.is_dataclass` is true of an instance as well.",
    "Keep the classes by name, and look before you put one there.",
)
def test_register_guards_its_names():
    """Only dataclasses are registered, again if you like, and no two of one name."""
    for stranger in (Color, str, JUPITER, "Planet"):
        with pytest.raises(TypeError):
            register(stranger)
    assert register(Planet) is Planet
    assert register(Planet) is Planet
    with pytest.raises(ValueError, match="Planet"):
        register(make_dataclass("Planet", ["radius"]))
    assert type(loads(dumps(JUPITER))) is Planet


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1j, "complex"),
        (b"raw", "bytes"),
        (date(2024, 2, 29), "date"),
        (frozenset({1}), "frozenset"),
        (Comet("Halley"), "Comet"),
        (Namesake("Pluto"), "Planet"),
        (Planet, "type"),
        (Pair(1, 2), "Pair"),
        (OrderedDict(a=1), "OrderedDict"),
        (Color.RED, "Color"),
    ],
    ids=["complex", "bytes", "date", "frozenset", "unregistered", "namesake", "class"]
    + ["namedtuple", "OrderedDict", "IntEnum"],
)
@pytest.mark.hint(
    "`isinstance` lets subclasses through, which would come back as something else.",
    "Decide by `type(value)`, before `json` does, and raise for all that you don't know.",
)
def test_other_types_are_refused(value, name):
    """A value of any other type, at any depth, raises a `TypeError` that names the type."""
    register(Planet)
    for wrapped in (value, [{"deep": (value,)}], {1: value}):
        with pytest.raises(TypeError, match=name):
            dumps(wrapped)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.hint("`json.dumps` writes NaN unless told otherwise. Look through its parameters.")
def test_what_is_no_json_number_is_refused(number):
    """NaN and infinities raise a `ValueError`, at any depth."""
    for wrapped in (number, {"deep": (number,)}):
        with pytest.raises(ValueError):
            dumps(wrapped)


@pytest.mark.parametrize("name", ["Comet", "ModuleType", "Popen"])
@pytest.mark.hint("Look the name up among the registered classes, and nowhere else.")
def test_loads_rebuilds_registered_classes_only(name):
    """A text that names a class which is not registered raises a `ValueError` that names it."""
    register(Planet)
    forged = dumps([Planet("Halley")]).replace("Planet", name)
    with pytest.raises(ValueError, match=name):
        loads(forged)


@pytest.mark.parametrize(
    "value",
    [
        [None, True, 1, 2.5, "a", (1, [2]), {1: {2}}],
        (Decimal("1.10"), datetime(2024, 2, 29, 1, 2, 3, 4)),
        datetime(2024, 2, 29, tzinfo=UTC),
        datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        {"survey": Survey([JUPITER], Decimal("3.50"))},
    ],
    ids=["plain", "naive", "utc", "offset", "dataclasses"],
)
@pytest.mark.hint(
    "Derive from `pickle.Unpickler` and override `find_class`.",
    "An aware datetime needs more classes of its module than one. Let the error tell you which.",
)
def test_safe_unpickle_restores_known_values(value):
    """`safe_unpickle` gives back the same kinds of values, registered classes among them."""
    register(Planet)
    register(Survey)
    assert repr(safe_unpickle(pickle.dumps(value))) == repr(value)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda path: Attack(os.mkdir, path), "mkdir"),
        (lambda path: [1, {"deep": Attack(exec, f"import os; os.mkdir({path!r})")}], "exec"),
        (lambda path: Attack(decimal.getcontext), "getcontext"),
        (lambda path: Planet.describe, "describe"),
        (lambda path: Comet("Halley"), "Comet"),
        (lambda path: Namesake("Pluto"), "Planet"),
    ],
    ids=["function", "builtin", "allowed-module", "method", "unregistered", "namesake"],
)
@pytest.mark.hint(
    "A pickle is a program: when `pickle.loads` has returned, it has already run.",
    "A list of what is forbidden is never complete. List what is allowed, by module and name.",
)
def test_safe_unpickle_refuses_all_else(make, name, tmp_path, monkeypatch):
    """Any other function or class raises an `UnpicklingError` that names it, and is not called."""
    elsewhere = types.ModuleType("elsewhere")
    elsewhere.Planet = Namesake
    monkeypatch.setitem(sys.modules, "elsewhere", elsewhere)
    register(Planet)
    target = tmp_path / "intruder"
    data = pickle.dumps(make(str(target)))
    with pytest.raises(pickle.UnpicklingError, match=name):
        safe_unpickle(data)
    assert not target.exists(), f"the pickle's function {name} was called"
