"""Checks for Q34 · functools."""

import datetime
import gc
import weakref
from collections import OrderedDict, UserDict, deque, namedtuple
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace

import pytest
from q034_functools import Report, render


class Cents(int):
    """A subclass of a class with a rule."""


class Name(str):
    """Another one, whose rule is that of a string, not that of a sequence."""


Pair = namedtuple("Pair", "left right")


class Ledger:
    """A slow source: `load` keeps a list of the months that it was asked for."""

    def __init__(self, **revenues):
        self.revenues = revenues
        self.asked = []

    def load(self, month):
        self.asked.append(month)
        revenue = self.revenues[month]
        if isinstance(revenue, Exception):
            raise revenue
        return revenue


@pytest.fixture
def session():
    """A function that has a report answer; all its reports live on to the end of the check."""
    reports = []

    def session(months, revenues, *steps):
        """What a report answers and loads; a dict says what `load` returns from then on."""
        ledger, answers = Ledger(**revenues), []
        report = Report(ledger.load, months)
        reports.append(report)
        for step in steps:
            if isinstance(step, dict):
                ledger.revenues.update(step)
            elif step == "refresh":
                report.refresh()
            else:
                try:
                    answers.append(report.total if step == "total" else report.revenue(step))
                except (KeyError, OSError) as error:
                    answers.append("KeyError" if isinstance(error, KeyError) else "OSError")
        return SimpleNamespace(answers=answers, loads=ledger.asked)

    return session


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        ("a 'quoted' text", "a 'quoted' text"),
        (" kept \n", " kept \n"),
        ("", ""),
        (0, "0"),
        (1, "1"),
        (-123, "-123"),
        (1234, "1,234"),
        (-1234567, "-1,234,567"),
        (2**53 + 1, "9,007,199,254,740,993"),
    ],
)
@pytest.mark.hint(
    "`@render.register` under a `singledispatch` function adds a rule for a class.",
    "A bool is an int as well: the rule of the nearer class wins, so it needs one of its own.",
    "The class of None is `types.NoneType`.",
)
def test_renders_plain_values(value, text):
    """None, booleans, strings and integers have texts of their own."""
    assert render(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.5, "12345.5"),
        (1234567.0, "1234567.0"),
        (Decimal("1234"), "Decimal('1234')"),
        (datetime.date(2026, 1, 2), "datetime.date(2026, 1, 2)"),
        ({"b"}, "{'b'}"),
        (frozenset({1000}), "frozenset({1000})"),
        ({"a": 1}.keys(), "dict_keys(['a'])"),
        (int, "<class 'int'>"),
    ],
)
@pytest.mark.hint("The undecorated body of the generic function serves all that has no rule.")
def test_everything_else_gives_its_repr(value, text):
    """Other numbers, dates, sets, views and classes give their `repr`."""
    assert render(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]"),
        ({}, "{}"),
        ([1000, ["a", None]], "[1,000, [a, -]]"),
        ((True,), "[yes]"),
        (b"ab", "[97, 98]"),
        ({"b": (1, 2.5), 2000: "two"}, "{b: [1, 2.5], 2,000: two}"),
        ({None: {False: {"x": "y"}}}, "{-: {no: {x: y}}}"),
        ({1000: 1, "1,000": 2}, "{1,000: 1, 1,000: 2}"),
    ],
)
@pytest.mark.hint("Call `render` for each part, and join the texts.")
def test_renders_what_is_inside(value, text):
    """Sequences and mappings render their items, keys and values, on every level."""
    assert render(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Cents(1234), "1,234"),
        (Name("Ann"), "Ann"),
        (OrderedDict(b=1, a=2), "{b: 1, a: 2}"),
        (UserDict({"k": True}), "{k: yes}"),
        (MappingProxyType({"k": None}), "{k: -}"),
        (Pair("x", None), "[x, -]"),
        (range(3), "[0, 1, 2]"),
        (deque([True]), "[yes]"),
        (bytearray(b"a"), "[97]"),
        (OrderedDict({2000: (1, [Cents(1000)])}), "{2,000: [1, [1,000]]}"),
    ],
)
@pytest.mark.hint(
    "Comparing `type(value)` misses subclasses.",
    "Register the abstract classes, `Mapping` and `Sequence`, not only `dict` and `list`.",
)
def test_renders_subclasses(value, text):
    """Subclasses, also those of `Sequence` and `Mapping`, follow the rule of their base."""
    assert render(value) == text, f"the value is of the class {type(value).__name__}"


@pytest.mark.hint(
    "`functools.singledispatch` gives the function its `register`.",
    "A rule that is only an `isinstance` in the default comes last, whatever is nearer.",
)
def test_others_can_teach_it_a_class():
    """`render.register` adds a rule in all its forms, and the nearest class with one decides."""

    class Money:
        def __repr__(self):
            return "Money()"

    class Euro(Money):
        pass

    class Coin(Euro):
        pass

    class Basket(list):
        pass

    @render.register(Euro)
    def _(value):
        return "euro"

    @render.register
    def _(value: Basket):
        return f"basket of {len(value)}"

    assert [render(Money()), render(Euro()), render(Coin())] == ["Money()", "euro", "euro"], (
        "Coin is a Euro, Euro is a Money; there is a rule for Euro"
    )
    render.register(Money, lambda value: "money")
    assert [render(Money()), render(Euro()), render(Coin())] == ["money", "euro", "euro"], (
        "Coin is a Euro, Euro is a Money; there are rules for Euro and Money"
    )
    assert [render(Basket([1])), render([1])] == ["basket of 1", "[1]"]

    class Row(list, Money):
        pass

    class Table(OrderedDict, Money):
        pass

    assert [render(Row([1])), render(Table(a=1))] == ["[1]", "{a: 1}"], (
        "of a list and a dict, whose further base class, Money, has a rule too"
    )


@pytest.mark.hint("Ask `render` itself for the text of a part, at the time when it is needed.")
def test_a_later_rule_holds_inside_too():
    """A rule registered after a first use holds for keys, values and items as well."""

    class Point:
        def __repr__(self):
            return "Point()"

    class Code(str):
        pass

    point = Point()
    assert render([point, {point: point}]) == "[Point(), {Point(): Point()}]"
    render.register(Point, lambda value: "here")
    assert render([point, {point: point}]) == "[here, {here: here}]"
    render.register(Code, lambda value: "code")
    assert render([Code("x"), {Code("k"): Code("v")}]) == "[code, {code: code}]"
    assert render((UserDict(), b"", [point])) == "[{}, [], [here]]"
    render.register(str, repr)
    shown = render(["a", {"k": "v"}])
    render.register(str, lambda text: text)  # for the checks after this one
    assert shown == "['a', {'k': 'v'}]", "repr was registered for str"
    render.register(int, hex)
    shown = render((b"a", [2], range(3, 4)))
    render.register(int, lambda number: f"{number:,}")  # for the checks after this one
    assert shown == "[[0x61], [0x2], [0x3]]", "hex was registered for int, then b'a', … rendered"


@pytest.mark.hint(
    "One cache for the months of a report; nothing is put into it before somebody asks.",
    "Which results does your cache take for *not there*? How many does it hold?",
)
def test_revenue_loads_each_month_once():
    """`revenue` loads a month when first asked, and never again, whatever the revenue is."""
    ledger = Ledger(May=0, June=-1, July=Cents(10**20), March=5)
    report = Report(ledger.load, ["May", "June"])
    assert ledger.asked == [], "Report(load, months) alone loaded these months"
    revenues = [
        report.revenue(month) for month in ("May", "July", "June", "March", "May", "March", "June")
    ]
    assert revenues == [0, 10**20, -1, 5, 0, 5, -1], f"load returns of these: {ledger.revenues}"
    assert type(report.revenue("July")) is Cents, "`load` returned an object of this class"
    same = report.revenue("July") is ledger.revenues["July"]
    assert same, "report.revenue('July') is not the object that load returned"
    months = "May", "July", "June", "March", "May", "March", "June", "July"
    assert {"wanted": months, "loaded": ledger.asked} == {
        "wanted": months,
        "loaded": ["May", "July", "June", "March"],
    }
    many = [f"month {number}" for number in range(400)]
    ledger = Ledger(**dict.fromkeys(many, 1))
    report = Report(ledger.load, many)
    revenues = [report.revenue(month) for month in many + many]
    assert (sum(revenues), len(ledger.asked)) == (800, 400), "revenues, loads of 400 months, twice"


@pytest.mark.hint(
    "The sum can ask `revenue`.",
    "`functools.cached_property` computes an attribute once and then keeps it.",
)
def test_total_is_the_sum_and_stays_the_same(session):
    """`total` adds up the months of the report, shares their revenues, and is one object."""
    assert session(
        ["May", "June"], {"May": 0, "June": 10**20 + 1, "July": 7}, "May", "July", "total"
    ).answers == [0, 7, 10**20 + 1]
    assert session(
        ["May", "June"], {"May": 0, "June": 10**20 + 1, "July": 7}, "May", "July", "total"
    ).loads == [
        "May",
        "July",
        "June",
    ]
    ledger = Ledger(May=0, June=10**20 + 1, July=7, August=8, Never=KeyError("Never"))
    report = Report(ledger.load, ["May", "June"])
    assert report.revenue("May") == 0
    assert report.revenue("July") == 7
    total = report.total
    assert report.total == 10**20 + 1
    assert ledger.asked == ["May", "July", "June"]
    assert report.revenue("August") == 8
    assert report.revenue("June") == 10**20 + 1
    same = report.total is total
    assert same, (
        "after revenue('August') and revenue('June'), report.total gave another object than before"
    )
    assert ledger.asked == ["May", "July", "June", "August"]
    with pytest.raises(KeyError):
        report.revenue("Never")
    same = report.total is total
    assert same, "report.total, after a failed load, gave another object than the first time"
    assert Report(ledger.load, []).total == 0


@pytest.mark.parametrize("error", [KeyError("June"), OSError("no")], ids=["KeyError", "OSError"])
@pytest.mark.hint("Write to the cache after `load` has returned; `functools.cache` does it so.")
def test_a_failed_load_is_tried_again(error, session):
    """An exception of `load` reaches the caller, and the next one asks `load` anew."""
    kind = type(error).__name__
    assert session(
        ["May", "June", "July"], {"May": 1, "June": error, "July": 3}, "June", "total"
    ).answers == [kind, kind]
    ledger = Ledger(May=1, June=error, July=3)
    report = Report(ledger.load, ["May", "June", "July"])
    with pytest.raises(type(error)) as first:
        report.revenue("June")
    with pytest.raises(type(error)) as second:
        _ = report.total
    assert first.value is error, f"revenue raised {first.value!r}, load raised {error!r}"
    assert second.value is error, f"total raised {second.value!r}, load raised {error!r}"
    ledger.revenues["June"] = 2
    assert (report.total, report.revenue("June")) == (6, 2)
    counts = {month: ledger.asked.count(month) for month in ledger.revenues}
    assert counts == {"May": 1, "June": 3, "July": 1}, f"load was asked for {ledger.asked}"


@pytest.mark.hint(
    "Both must go: the total and the months that it was made of.",
    "Forgetting is not loading: that waits until somebody asks.",
)
def test_refresh_makes_the_report_forget(session):
    """After each `refresh`, revenues and total are loaded anew, when they are wanted."""
    assert session(["May"], {"May": 1, "June": 10}, "total", "June").answers == [1, 10]
    ledger = Ledger(May=1, June=10)
    report = Report(ledger.load, ["May"])

    def after_refresh_where_load_gives(May, June):
        ledger.revenues.update(May=May, June=June)
        report.refresh()
        loads = len(ledger.asked)
        return {
            "loads from the start up to this refresh": loads,
            "total, May, June": (report.total, report.revenue("May"), report.revenue("June")),
        }

    assert (report.total, report.revenue("June")) == (1, 10)
    assert after_refresh_where_load_gives(May=2, June=20) == {
        "loads from the start up to this refresh": 2,
        "total, May, June": (2, 2, 20),
    }
    assert after_refresh_where_load_gives(May=3, June=30) == {
        "loads from the start up to this refresh": 4,
        "total, May, June": (3, 3, 30),
    }


@pytest.mark.hint("Where does a `cached_property` keep its value? Is it there at all?")
def test_refresh_with_nothing_to_forget(session):
    """`refresh` may come first, twice in a row, with only a month loaded, or after a failure."""
    assert session(["May", "June"], {"May": 1}, "refresh", "refresh").loads == []
    assert session(
        ["May", "June"],
        {"May": 1, "June": KeyError("June")},
        "refresh",
        "refresh",
        "May",
        "refresh",
        "total",
        "refresh",
        {"May": 2, "June": 3},
        "total",
        "May",
        {"June": KeyError("June")},
        "refresh",
        "June",
        "total",
    ).answers == [1, "KeyError", 5, 2, "KeyError", "KeyError"]


@pytest.mark.hint(
    "A cache made once for the class serves all its instances, and is cleared for all.",
    "Let each report make a cache of its own.",
)
def test_reports_share_nothing():
    """Two reports load for themselves, with one `load` too, and forget for themselves."""
    ledger = Ledger(May=1, June=5)
    report, other = Report(ledger.load, ["May"]), Report(ledger.load, ["May"])

    def total_and_june_of(each, May, June):
        ledger.revenues.update(May=May, June=June)
        return each.total, each.revenue("June")

    assert total_and_june_of(report, May=1, June=5) == (1, 5)
    assert total_and_june_of(other, May=2, June=6) == (2, 6), "another report with the same load"
    ledger.revenues.update(May=3, June=7)
    report.refresh()
    assert total_and_june_of(other, May=3, June=7) == (2, 6), "after the refresh of another report"
    assert total_and_june_of(report, May=3, June=7) == (3, 7), "after its own refresh"
    loads = [Ledger(May=number) for number in range(50)]
    seen = [Report(each.load, ["May"]).revenue("May") for each in loads]
    assert seen == list(range(50)), "May of 50 reports, each made when the one before had gone"


@pytest.mark.hint(
    "`lru_cache` on a method keeps `self`, as part of its keys, in a cache of the class.",
    "A cache that belongs to the report goes when the report goes.",
)
def test_report_can_be_collected():
    """A report that has been used, and that nobody needs any more, does not stay in memory."""
    ledger = Ledger(May=3)
    report = Report(ledger.load, ["May"])
    assert (report.revenue("May"), report.total) == (3, 3)
    report.refresh()
    assert (report.revenue("May"), report.total) == (3, 3)
    reference = weakref.ref(ledger)  # the report alone holds it now, by its `load`
    del report, ledger
    gc.collect()
    state = "gone" if reference() is None else "in memory"
    assert {"`load` of a report that is gone": state} == {"`load` of a report that is gone": "gone"}
