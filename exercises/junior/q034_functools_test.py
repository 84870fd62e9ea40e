"""Checks for Q34 · functools."""

import gc
import weakref
from collections import OrderedDict, deque, namedtuple
from collections.abc import Mapping, Sequence

import pytest
from q034_functools import Report, deep_get, edit_distance, render


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("abc", "", 3),
        ("", "ab", 2),
        ("same", "same", 0),
        ("kitten", "sitting", 3),
        ("flaw", "lawn", 2),
        ("sunday", "saturday", 3),
        ("saturday", "sunday", 3),
        ("ab", "ba", 2),
        ("abc", "xyz", 3),
        ([[1], [2], [3]], ([1], [3]), 1),
    ],
)
@pytest.mark.hint(
    "What is the distance of the first `i` items of `a` from the first `j` of `b`?",
    "The last step was to delete, to insert, or to replace (free, if the items are equal).",
    "Remember by the two lengths, and only for this call: a function inside can have a cache.",
)
def test_edit_distance(a, b, distance):
    """`edit_distance` is the least number of insertions, deletions and replacements."""
    assert edit_distance(a, b) == distance


@pytest.mark.hint(
    "Plain recursion solves the same small problem over and over.",
    "`functools.cache` on a function of two indexes; slices would have to be hashed and compared.",
)
def test_each_pair_is_compared_at_most_once(counted):
    """For two sequences of 6 items, at most 36 comparisons are made, and no item is hashed."""
    a, b = [counted(item) for item in "abcdef"], [counted(item) for item in "uvwxyz"]
    assert edit_distance("abcdef", "abcdef") == 0
    assert edit_distance(a, b) == 6
    assert counted.equalities <= 36
    assert counted.hashes == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (-1234567, "-1,234,567"),
        ("a 'quoted' text", "a 'quoted' text"),
        (0.5, "0.5"),
        ({"b"}, "{'b'}"),
    ],
)
@pytest.mark.hint(
    "`@render.register` under a `singledispatch` function adds one for a class.",
    "A bool is an int as well: the rule of the nearer class wins, so it needs one of its own.",
    "The class of None is `types.NoneType`.",
)
def test_renders_plain_values(value, text):
    """None, booleans, integers and strings have texts of their own, the rest their `repr`."""
    assert render(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]"),
        ({}, "{}"),
        ([1000, ["a", None]], "[1,000, [a, -]]"),
        ((True,), "[yes]"),
        ({"b": (1, 2.5), 2000: {None: False}}, "{b: [1, 2.5], 2,000: {-: no}}"),
    ],
)
@pytest.mark.hint("Call `render` for each part, and join the texts.")
def test_renders_what_is_inside(value, text):
    """Sequences and mappings render their items, keys and values, however deep."""
    assert render(value) == text


class Cents(int):
    """A subclass of a class with a rule."""


class Countdown:
    """A class that is a sequence only by registration."""

    def __init__(self, start):
        self.start = start

    def __len__(self):
        return self.start

    def __getitem__(self, index):
        return range(self.start, 0, -1)[index]


class Squares:
    """A class that is a mapping only by registration."""

    def __iter__(self):
        return iter([2, 3])

    def __getitem__(self, key):
        return key * key

    def items(self):
        return [(key, self[key]) for key in self]


Sequence.register(Countdown)
Mapping.register(Squares)
Pair = namedtuple("Pair", "left right")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Cents(1234), "1,234"),
        (OrderedDict(b=1, a=2), "{b: 1, a: 2}"),
        (Pair("x", None), "[x, -]"),
        (range(3), "[0, 1, 2]"),
        (deque([True]), "[yes]"),
        (Countdown(2), "[2, 1]"),
        (Squares(), "{2: 4, 3: 9}"),
    ],
)
@pytest.mark.hint(
    "Comparing `type(value)` misses subclasses.",
    "Register the abstract classes, `Mapping` and `Sequence`, not only `dict` and `list`.",
)
def test_renders_subclasses_and_registered_classes(value, text):
    """Subclasses, and classes registered as `Sequence` or `Mapping`, follow that rule."""
    assert render(value) == text


@pytest.mark.hint("`functools.singledispatch` gives the function its `register`.")
def test_others_can_teach_it_a_class():
    """A rule added with `render.register` holds for the class, its subclasses, and inside."""

    class Money:
        pass

    class Euro(Money):
        pass

    render.register(Money, lambda value: "money")
    assert render(Money()) == "money"
    assert render([Euro(), {Euro(): 1}]) == "[money, {money: 1}]"


DATA = {"a": [{"b": 0}, None, ""], 7: ({"c": []}, False)}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (["a", 0, "b"], 0),
        (["a", 1], None),
        (["a", 2], ""),
        ((7, 0, "c"), []),
        ((7, -1), False),
        ((7,), ({"c": []}, False)),
        ([], DATA),
    ],
)
@pytest.mark.hint(
    "A step is `data[key]`; `functools.reduce` repeats it along the path.",
    "`if not value` and `or` can't tell nothing from zero: wait for the exception instead.",
)
def test_deep_get_finds(path, found):
    """`deep_get` returns what is at the end of the path, also if it is None, zero or empty."""
    assert deep_get(DATA, path, default="absent") == found


@pytest.mark.parametrize(
    "path", [["x"], ["a", 3], ["a", "b"], ["a", 1, "b"], ["a", 0, "b", 0], ["x", "y", "z"]]
)
@pytest.mark.hint(
    "A missing key, an index out of range, and a step into None raise different exceptions.",
    "Catch just the two kinds that the prompt names, not everything.",
)
def test_deep_get_falls_back(path):
    """A step that leads nowhere gives the default; other exceptions reach the caller."""

    class Broken(dict):
        def __missing__(self, key):
            raise ZeroDivisionError(key)

    default = ["absent"]
    assert deep_get(DATA, path, default) is default
    assert deep_get(DATA, path) is None
    with pytest.raises(ZeroDivisionError):
        deep_get({"broken": Broken()}, ["broken", *path])


class Ledger:
    """A slow source: `load` keeps a list of the months that it was asked for."""

    def __init__(self, revenues):
        self.revenues = revenues
        self.asked = []

    def load(self, month):
        self.asked.append(month)
        return self.revenues[month]


@pytest.mark.hint(
    "One cache for the months of a report, and one value for its total.",
    "A zero in the cache is a result: ask whether the month is there, not whether it is true.",
    "`functools.cached_property` computes an attribute once; the sum can call `revenue`.",
)
def test_report_loads_each_month_once():
    """`revenue` and `total` load a month once, also if it brought nothing, and only on demand."""
    ledger = Ledger({"May": 0, "June": 10**20, "July": 7})
    report = Report(ledger.load, ["May", "June"])
    assert ledger.asked == []
    assert [report.revenue(month) for month in ("May", "July", "May")] == [0, 7, 0]
    assert ledger.asked == ["May", "July"]
    total = report.total
    assert total == 10**20
    assert report.total is total, "reading `total` again made a new object"
    assert ledger.asked == ["May", "July", "June"]
    assert Report(ledger.load, []).total == 0


@pytest.mark.hint("Write to the cache after `load` has returned; `functools.cache` does it so.")
def test_a_failed_load_is_tried_again():
    """An exception of `load` reaches the caller, and the next call asks `load` anew."""
    ledger = Ledger({"May": 1})
    report = Report(ledger.load, ["May", "June"])
    with pytest.raises(KeyError):
        report.revenue("June")
    with pytest.raises(KeyError):
        _ = report.total
    ledger.revenues["June"] = 2
    assert (report.revenue("June"), report.total) == (2, 3)
    assert sorted(ledger.asked) == ["June", "June", "June", "May"]


@pytest.mark.hint(
    "Where does a `cached_property` keep its value? Deleting what isn't there is an error.",
    "Both must go: the total and the months it was made of.",
    "A cache made once for the class, and cleared, forgets what other reports know.",
)
def test_refresh_makes_this_report_forget():
    """After `refresh`, revenues and total are loaded anew; other reports keep what they have."""
    ledger, other_ledger = Ledger({"May": 1}), Ledger({"May": 50})
    report, other = Report(ledger.load, ["May"]), Report(other_ledger.load, ["May"])
    report.refresh()
    assert (report.total, other.total) == (1, 50)
    ledger.revenues["May"] = other_ledger.revenues["May"] = 2
    report.refresh()
    assert (report.total, report.revenue("May")) == (2, 2)
    assert (other.total, other.revenue("May")) == (50, 50)
    assert (ledger.asked, other_ledger.asked) == (["May", "May"], ["May"])


@pytest.mark.hint(
    "`lru_cache` on a method keeps `self`, as part of its keys, in a cache of the class.",
    "Let each instance have a cache of its own.",
)
def test_report_can_be_collected():
    """A report that has been used, and that nobody needs any more, doesn't stay in memory."""
    report = Report(Ledger({"May": 3}).load, ["May"])
    assert (report.revenue("May"), report.total) == (3, 3)
    reference = weakref.ref(report)
    del report
    gc.collect()
    assert reference() is None, "something still refers to the report"
