"""Checks for Q37 · Serialization."""

import json
import re
from collections import OrderedDict, defaultdict, namedtuple
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
from q037_serialization import dumps, loads

Pair = namedtuple("Pair", "left right")
Color = IntEnum("Color", "RED GREEN")
Size = StrEnum("Size", "SMALL LARGE")


class Price(Decimal):
    """A subclass of Decimal."""


class Moment(datetime):
    """A subclass of datetime."""


class Weight(float):
    """A subclass of float."""


class Basket(set):
    """A subclass of set."""


class Row(list):
    """A subclass of list."""


def nested(depth):
    """A value that goes so deep, with tuples, dicts and sets in turn."""
    value = ({(1,)}, "end")
    for level in range(2, depth, 2):
        value = ({level: value},)
    return value


def lookalikes(marked):
    """Data that differs in one place from a mark, which was read as plain JSON."""
    if isinstance(marked, dict):
        yield from (marked | {"extra": 1}, {"extra": 1} | marked, dict(reversed(marked.items())))
        for key in marked:
            yield {other: marked[other] for other in marked if other != key}
            yield from (marked | {key: None}, marked | {key: "other"})
    elif isinstance(marked, list):
        yield from ([*marked, 1], marked[:-1], [*marked[:-1], None], marked[:1])
    else:
        yield from (f"{marked}x", f"x{marked}", marked[:-1])


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -7,
        0,
        2.5,
        -1e300,
        1.7e308,
        5e-324,
        0.1 + 0.2,
        -0.0,
        "",
        'tea – 茶 "\\\n',
        " \r\n\x00\u00e9e\u0301\u2028\U0001f600\t",
        ["NaN", "Infinity", "-Infinity", "null", "1"],
        {" blank ": 1, "blank": 2, "NaN": {}, "\u00e9": 3, "e\u0301": 4},
        [],
        {},
        [[], [[]], {"a": {}}],
        {"city": "Graz", "visits": [1, 1.0, True, None], "area": {"km2": 127.57, "people": "1"}},
    ],
    ids=repr,
)
@pytest.mark.hint("`json.dumps` does all of this. Leave such values as they are.")
def test_plain_values_are_plain_json(value):
    """What JSON can hold is written as plain JSON and comes back equal, of the same types."""
    assert type(dumps(value)).__name__ == "str"
    assert repr(json.loads(dumps(value))) == repr(value), f"the text is {dumps(value)}"
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize("number", [10**59, 2**53 + 1, -(2**64) - 1])
@pytest.mark.hint("JSON does not limit the digits of a number. Does your way of reading one?")
def test_integers_are_exact(number):
    """An integer of many digits comes back with all of them."""
    assert loads(dumps(number)) == number
    assert json.loads(dumps(number)) == number
    assert loads(dumps([(number,)])) == [(number,)]


@pytest.mark.parametrize(
    "value",
    [
        (),
        (1, (2, [3, ()])),
        [(1,), [1]],
        {"pair": ("a", "b")},
        set(),
        {(1, (2,))},
        [({"x"}, ["x"])],
        {"a": {"b": [{"c": (1,)}]}},
        (1, 1.0, True, None, "1"),
        ({"plain": [1]}, []),
        [[(1,)]] * 2,
        [1, True, 1.0, (1,), (True,), (1.0,), 0, False, -0.0, (0.0,), (-0.0,)],
        nested(48),
    ],
    ids=lambda value: repr(value)[:40],
)
@pytest.mark.hint(
    "JSON has one kind of array. What must stand in the text beside the items?",
    "The `default` hook is never asked about a tuple: convert the value before you dump it.",
)
def test_tuples_and_sets_come_back(value):
    """Tuples and sets come back as such at every depth, with the types of what is in them."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.hint("Items of different types cannot be sorted. A set needs no order.")
def test_a_set_may_mix_its_items():
    """A set comes back whole, though its items cannot be put in order."""
    assert (
        loads(
            dumps(
                mixed := {
                    None,
                    2,
                    "2",
                    2.5,
                    (),
                    (None, "a"),
                    Decimal("2.50"),
                    datetime(2024, 2, 29),
                }
            )
        )
        == mixed
    )
    assert sorted(map(repr, loads(dumps(mixed)))) == sorted(map(repr, mixed))


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.10"),
        Decimal("-0.00"),
        Decimal("1E+3"),
        Decimal("-1.50E-5000"),
        Decimal("7E+5000"),
        Decimal("-12345678901234567890.12345678901234567890"),
        [{"paid": (Decimal("0.10"), [Decimal(7)])}],
    ],
    ids=repr,
)
@pytest.mark.hint("`str` of a Decimal keeps all of it, `float` does not.")
def test_decimals_are_exact(value):
    """A Decimal keeps its digits, however many they are, and its exponent."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2024, 2, 29, 23, 59, 58, 7),
        datetime(2024, 2, 29),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime.max,
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2024, 2, 29, 12, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
        datetime(2024, 2, 29, 12, 0, 0, 250, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(2024, 2, 29, 12, tzinfo=timezone(-timedelta(minutes=30))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
        [{"when": (datetime(1999, 12, 31), datetime(1999, 12, 31, 1, tzinfo=UTC))}],
    ],
    ids=repr,
)
@pytest.mark.hint("`isoformat` and `fromisoformat` belong together.")
def test_datetimes_are_exact(value):
    """A datetime keeps its microseconds and its offset, and a naive one stays naive."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize("name", ["CET", "UTC", "UTC-05:00", "", "a b"])
@pytest.mark.hint(
    "A `timezone` may be made with a name, which then is its `str`. What tells its offset?",
    "`isoformat` writes the offset, whatever the name.",
)
def test_a_zone_may_have_a_name(name):
    """A datetime keeps its offset, whatever name its `timezone` was given."""
    zone = timezone(timedelta(hours=1), name)
    assert loads(dumps(datetime(2024, 2, 29, 12, tzinfo=zone))).isoformat() == (
        "2024-02-29T12:00:00+01:00"
    ), f"zone = timezone(timedelta(hours=1), {name!r})"


@pytest.mark.parametrize(
    "value",
    [
        {1: "int", "1": "str", None: "none", "null": "text"},
        {True: "bool", "true": "text", 2.5: "float", "2.5": "text"},
        {None: 1},
        {2**64 + 1: 1, -(10**59): 2},
        {False: 1},
        {0.5: 1},
        {(2024, 2): [1], ("a", (True, None)): {}},
        {"when": {datetime(2024, 2, 29, tzinfo=UTC): {Decimal("1.0"): 2.0}}},
        {2: {"b": (1,)}, 1: {"a": {3}}},
    ],
    ids=repr,
)
@pytest.mark.hint(
    "JSON turns the key 1 into the text '1', and asks nobody.",
    "A dict can also be written as a list of pairs.",
)
def test_keys_of_any_type_come_back(value):
    """The keys of a dict keep their types."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [{"b": 1, "a": 2, "c": 3}, {2: "b", 1: "a", 3: "c"}, {"b": (1,), "a": {"z": {3}, "y": 4}}],
    ids=repr,
)
@pytest.mark.hint("Does something sort the keys on their way?")
def test_dicts_keep_their_order(value):
    """A dict has its keys in the order that they had before."""
    assert repr(loads(dumps(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [(1, 2), (), {3}, set(), Decimal("1.5"), datetime(2024, 2, 29, tzinfo=UTC)]
    + [{1: "a"}, {None: "a"}, {True: "a"}, {2.5: "a"}, {(1,): "a"}]
    + [{Decimal("1.5"): "a"}, {datetime(2024, 2, 29, tzinfo=UTC): "a"}],
    ids=repr,
)
@pytest.mark.hint(
    "Look at what `dumps((1, 2))` writes. What if someone has just that in the data?",
    "You have a second way of writing a dict. Use it for this one too.",
)
def test_data_that_looks_like_a_mark_stays_data(value):
    """Data that looks like your own marking, wholly or in part, comes back as that data."""
    marked = json.loads(dumps(value))
    assert isinstance(marked, dict | list | str), (
        f"{value!r} is written as {dumps(value)}, like the plain value {marked}"
    )
    assert repr(loads(dumps(marked))) == repr(marked)
    escaped = json.loads(dumps(marked))
    assert repr(loads(dumps(escaped))) == repr(escaped)
    twice = json.loads(dumps(escaped))
    assert repr(loads(dumps(twice))) == repr(twice)
    for data in (marked, *lookalikes(marked)):
        nested = [data, {"in": (data, value)}, {1: data, None: {"a": data}}]
        if isinstance(data, str):
            nested += [{data: 1}, {(data,): {data}}]
        assert repr(loads(dumps(nested))) == repr(nested)


@pytest.mark.hint(
    "What does your code remember from one call to the next?",
    "A cache hands out the same list again, with all that was done to it meanwhile.",
)
def test_each_call_starts_afresh():
    """What is done to a value after `loads` or `dumps` has no effect on the next call."""
    value = [1, {"a": [2]}, ({3}, {4: 5})]
    text = dumps(value)
    first = loads(text)
    assert repr(first) == "[1, {'a': [2]}, ({3}, {4: 5})]", "loads(text) of text = dumps(value)"
    first[1]["a"].append(6)
    first[2][1].clear()
    first.append(7)
    assert repr(loads(text)) == "[1, {'a': [2]}, ({3}, {4: 5})]", (
        "a second value of the same text, after the first one was changed"
    )
    value[1]["a"].append(6)
    value.append(7)
    assert repr(loads(dumps(value))) == "[1, {'a': [2, 6]}, ({3}, {4: 5}), 7]", (
        "the value had been dumped before, then 6 and 7 were added"
    )


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1j, "complex"),
        (b"raw", "bytes"),
        (date(2024, 2, 29), "date"),
        (timedelta(1), "timedelta"),
        (frozenset({1}), "frozenset"),
        (frozenset(), "frozenset"),
        (int, "type"),
        (Pair(1, 2), "Pair"),
        (Color.RED, "Color"),
        (Size.SMALL, "Size"),
        (Weight(2.5), "Weight"),
        (Price("1.10"), "Price"),
        (Moment(2024, 2, 29), "Moment"),
    ],
    ids=["complex", "bytes", "date", "timedelta", "frozenset", "empty", "type"]
    + ["namedtuple", "IntEnum", "StrEnum", "float", "Decimal", "datetime"],
)
@pytest.mark.hint(
    "`isinstance` lets subclasses through, which would come back as something else.",
    "Decide by `type(value)`, before `json` does, and raise for all that you don't know.",
)
def test_other_types_are_refused(value, name):
    """A value of any other type, at any depth, also as a key, raises a `TypeError`."""
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps(value)
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps([{"deep": ([value],)}])
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps([{value}])
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps({(1, value)})
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps({value: 1})
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps({"a": {"b": 1, (1, (value,)): 2}})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (OrderedDict(a=1), "OrderedDict"),
        (defaultdict(int, a=1), "defaultdict"),
        (Basket({1}), "Basket"),
        (Row([1]), "Row"),
        ({"a": 1}.items(), "dict_items"),
        (range(3), "range"),
    ],
    ids=["OrderedDict", "defaultdict", "set", "list", "dict_items", "range"],
)
@pytest.mark.hint("A subclass of `dict` or `list` would come back as a plain one. Refuse it.")
def test_other_containers_are_refused(value, name):
    """A container of any other type, at any depth, raises a `TypeError` that has its name."""
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps(value)
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps([{"deep": ([value],)}])
    with pytest.raises(TypeError, match=re.escape(name)):
        dumps({1: value})
