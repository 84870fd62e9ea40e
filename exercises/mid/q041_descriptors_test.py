"""Checks for Q41 · Descriptors."""

import gc
import math
import weakref
from collections.abc import Sized
from decimal import Decimal
from fractions import Fraction
from unittest.mock import Mock

import pytest
from q041_descriptors import Bounded, Lazy, Typed


def make_box():
    class Box:
        width = Typed((int, float))
        label = Typed(str)

        def __eq__(self, other):  # makes the objects unhashable
            return self is other

    return Box


def gauge(*bounds, kind=(int, float), **named_bounds):
    """An object with a bounded attribute `level`."""

    class Gauge:
        level = Bounded(kind, *bounds, **named_bounds)

    return Gauge()


def attempt(obj, name, value):
    """How an assignment ends: accepted, or which error it raises, and whether that has the name."""
    try:
        setattr(obj, name, value)
    except (TypeError, ValueError) as error:
        kind = "TypeError" if isinstance(error, TypeError) else "ValueError"
        return f"{kind} that names {name}" if name in str(error) else f"{kind}: {error}"
    return "accepted"


def itself(read, own):
    """Whether what was read is the object itself."""
    return "the descriptor itself" if read is own else f"an object of type {type(read).__name__}"


@pytest.mark.hint(
    "`obj.width = 3` calls `__set__(self, instance, value)` of the descriptor.",
    "`vars(instance)[name]` reaches the object's dict without calling the descriptor again.",
    "`isinstance` also takes a tuple of classes, and knows subclasses.",
)
def test_holds_what_is_assigned():
    """A `Typed` attribute takes what `isinstance` accepts, and gives the very object again."""

    class Text(str):
        pass

    class Shelf:
        books = Typed((list, type(None)))
        number = Typed(int)
        label = Typed(str)
        index = Typed(Sized)

        def __len__(self):  # a shelf counts as false
            return 0

    shelf, books, label = Shelf(), ["one"], Text("long")
    shelf.books = books
    shelf.number = True
    shelf.label = label
    shelf.index = {}
    assert (type(shelf.books).__name__, shelf.books is books) == ("list", True), (
        "the type of `shelf.books`, and whether it is the very list that was assigned"
    )
    assert (type(shelf.label).__name__, shelf.label is label) == ("Text", True), (
        "the type of `shelf.label`, and whether it is the very text that was assigned"
    )
    assert (shelf.number, shelf.index) == (True, {})
    shelf.books = None
    shelf.label = ""
    assert (shelf.books, shelf.label) == (None, ""), "after shelf.books = None, shelf.label = ''"
    assert Shelf.number.validate(5) is None
    assert isinstance(Mock(spec=int), int)
    assert Shelf.number.validate(Mock(spec=int)) is None
    with pytest.raises(TypeError):
        Shelf.index.validate(5)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ((int, float), "width", "3"),
        (str, "label", None),
        ((int, float), "width", [1]),
        (str, "label", [*range(99)]),
        ((int, float), "width", (1, 2)),
        (str, "label", ("a",)),
    ],
)
@pytest.mark.hint(
    "Python calls `__set_name__(self, owner, name)` when the class is made.",
    "Call `validate` before you keep the value, on every assignment.",
)
def test_refuses_other_types(kind, name, value):
    """A value of another type raises a `TypeError` with name and value; nothing is changed."""
    box, empty = make_box()(), make_box()()
    box.width, box.label = 1, "old"
    for each in (box, empty):
        with pytest.raises(TypeError) as caught:
            setattr(each, name, value)
        message = str(caught.value)
        assert name in message
        assert repr(value) in message
    refused = f"after {name} = {value!r}, which was to be refused"
    assert (box.width, box.label) == (1, "old"), refused
    assert vars(empty) == {}, refused


@pytest.mark.hint(
    "There is one descriptor a class, not one an object: what you keep on it is shared.",
    "The object's own `__dict__` is the place for its values.",
)
def test_each_object_keeps_its_own_values():
    """Each value stands in the `__dict__` of its object, and no descriptor keeps that alive."""
    box = make_box()
    small, large = box(), box()
    small.width, small.label = 1, "small"
    large.label, large.width = "large", 100
    assert vars(small) == {"width": 1, "label": "small"}
    assert vars(large) == {"width": 100, "label": "large"}
    assert (small.width, small.label, large.width, large.label) == (1, "small", 100, "large")
    vars(small)["width"] = 2
    assert small.width == 2, "`vars(small)['width']` was set to 2"
    del vars(large)["label"]
    assert hasattr(large, "label") is False, "'label' was taken out of `vars(large)`"

    class Shelf:
        book = Typed(box)
        other = Lazy(lambda shelf: 8)
        size = Lazy(len)

        def __len__(self):
            return 7

    shelf, other = Shelf(), Shelf()
    shelf.book = box()
    assert (shelf.size, shelf.other) == (7, 8)
    with pytest.raises(TypeError):
        shelf.book = "refused"
    watched = weakref.ref(shelf)
    del shelf
    gc.collect()
    state = "gone" if watched() is None else "alive"
    assert {"an object that nobody refers to any more": state} == {
        "an object that nobody refers to any more": "gone"
    }
    assert other.size == 7


@pytest.mark.hint("Read on the class, `__get__` is called with None as the instance.")
def test_the_class_gives_the_descriptor():
    """Read on the class, an attribute is its descriptor, which knows its name."""

    class Sheet:
        title = Typed(str)
        pages = Bounded(int)
        total = Lazy(lambda sheet: 0)

    class Page(Sheet):
        pass

    assert itself(Sheet.title, vars(Sheet)["title"]) == "the descriptor itself"
    assert itself(Sheet.pages, vars(Sheet)["pages"]) == "the descriptor itself"
    assert itself(Sheet.total, vars(Sheet)["total"]) == "the descriptor itself"
    assert itself(Page.title, vars(Sheet)["title"]) == "the descriptor itself"
    assert itself(Page.pages, vars(Sheet)["pages"]) == "the descriptor itself"
    assert itself(Page.total, vars(Sheet)["total"]) == "the descriptor itself"
    assert (Sheet.title.name, Sheet.pages.name) == ("title", "pages")


@pytest.mark.hint(
    "A missing key of the object's dict is a missing attribute: what is the right exception?",
    "`del obj.width` calls `__delete__(self, instance)`.",
)
def test_an_attribute_without_a_value():
    """Without a value, at first or after `del`, reading and deleting raise `AttributeError`."""
    box, other = make_box()(), gauge()
    box.label = "kept"
    with pytest.raises(AttributeError, match="width"):
        box.width  # noqa: B018
    with pytest.raises(AttributeError, match="width"):
        del box.width
    with pytest.raises(AttributeError, match="level"):
        other.level  # noqa: B018
    box.width = 2
    del box.width
    deleted = box
    with pytest.raises(AttributeError, match="width"):
        deleted.width  # noqa: B018
    with pytest.raises(AttributeError, match="width"):
        del deleted.width
    assert vars(box) == {"label": "kept"}, "width was set and deleted, label set to 'kept'"
    box.width = 3
    assert box.width == 3


@pytest.mark.parametrize(
    ("bounds", "value"),
    [
        ((0, 10), -1),
        ((0, 10), -0.5),
        ((0, 10), 11),
        ((0, 10), math.nan),
        ((0,), -1),
        ((0,), math.nan),
        ((None, 0), 1),
        ((None, 0), math.nan),
        ((3, 3), 4),
        ((2**53 + 1,), 2**53),
        ((None, 2**53), 2**53 + 1),
        ((0, 0.5), 10**60),
        ((1, 2), Fraction(1, 2)),
        ((1, 2), Fraction(-1234, 3)),
        ((1, 2), Fraction(5, 2)),
        ((None, 2), Decimal("1234.50")),
    ],
)
@pytest.mark.hint(
    "0 is a bound like any other: compare with None.",
    "Every comparison with NaN is false: ask whether the value is inside, not outside.",
)
def test_refuses_values_out_of_bounds(bounds, value):
    """A value out of bounds, or NaN, raises a `ValueError` with name and value."""
    obj = gauge(*bounds, kind=(int, float, Fraction, Decimal))
    with pytest.raises(ValueError) as caught:
        obj.level = value
    assert "level" in str(caught.value)
    assert repr(value) in str(caught.value)
    assert vars(obj) == {}, "something was kept"


@pytest.mark.parametrize(
    ("kind", "bounds", "named_bounds", "value"),
    [
        ((int, float), (0, 10), {}, 0),
        ((int, float), (0, 10), {}, 10),
        ((int, float), (), {"low": 0}, 10**400),
        ((int, float), (), {"high": 0}, -(10**9)),
        ((int, float), (3, 3), {}, 3),
        (int, (0, 1), {}, True),
        (int, (0.5, 2.5), {}, 2),
        ((int, float), (), {}, -(10**9)),
        (float, (0,), {}, math.inf),
        (float, (-math.inf, 0), {}, -math.inf),
        ((int, float), (1, 5), {}, 5),
        ((int, float), (None, None), {}, math.nan),
    ],
)
@pytest.mark.hint("Both bounds are allowed values, and None does not limit.")
def test_takes_values_within_bounds(kind, bounds, named_bounds, value):
    """Values from `low` to `high`, both included, are kept, and all where there is no bound."""
    obj = gauge(*bounds, kind=kind, **named_bounds)
    obj.level = value
    assert obj.level is value
    assert type(obj).level.validate(value) is None


@pytest.mark.parametrize(
    ("kind", "value"), [(int, "2"), (int, None), (int, 2.5), (int, 0.5), (int, 7.5)]
)
@pytest.mark.hint("`Bounded` is a `Typed`: let `super()` do its part, before you compare.")
def test_bounded_refuses_other_types(kind, value):
    """`Bounded` refuses other types as `Typed` does, before it compares anything."""
    assert issubclass(Bounded, Typed)
    obj, free = gauge(1, 5, kind=kind), gauge(kind=kind)
    obj.level = free.level = 4
    for each in (obj, free):
        with pytest.raises(TypeError) as caught:
            each.level = value
        assert "level" in str(caught.value)
        assert repr(value) in str(caught.value)
    assert (obj.level, free.level) == (4, 4), f"both were 4, and {value!r} was to be refused"
    with pytest.raises(TypeError):
        type(gauge(1, 5, kind=kind)).level.validate(value)
    with pytest.raises(ValueError):
        type(gauge(1, 5, kind=int)).level.validate(6)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (0, -1), (1, 0), (0.5, 0.25)])
@pytest.mark.hint("Compare the two bounds in `__init__`, if both are given.")
def test_refuses_bounds_that_nothing_fits(low, high):
    """`Bounded` refuses a `low` that is greater than `high`."""
    kind = type(low)
    same = gauge(low, low, kind=kind)
    same.level = low
    assert same.level == low, "both bounds are `low`"
    with pytest.raises(ValueError):
        Bounded(kind, low, high)


@pytest.mark.hint("Assigning should call `self.validate`, whatever class `self` is of.")
def test_validate_can_be_extended():
    """Every assignment calls `validate` of a derived descriptor class, which can use `super()`."""
    seen = []

    class Even(Bounded):
        def validate(self, value):
            super().validate(value)
            if value % 2:
                raise ValueError(f"{self.name}: {value!r} is odd")

    class Noted(Typed):
        def validate(self, value):
            seen.append((self.name, value, vars(pair).get("unchecked")))
            if value == "last":
                raise LookupError(value)

    class Pair:
        even = Even(int, 0, 10)
        unchecked = Noted(int)

    pair = Pair()
    rule = "even is an attribute of a class derived from Bounded: Even(int, 0, 10)"
    assert attempt(pair, "even", 10) == "accepted", rule
    with pytest.raises(ValueError, match="even: 3 is odd"):
        pair.even = 3
    assert attempt(pair, "even", 12) == "ValueError that names even", rule
    assert attempt(pair, "even", "4") == "TypeError that names even", rule
    pair.unchecked = "any"
    pair.unchecked = "any"
    with pytest.raises(LookupError):
        pair.unchecked = "last"
    assert vars(pair) == {"even": 10, "unchecked": "any"}, (
        "pair.even = 10, pair.unchecked = 'any' were accepted, others refused by validate"
    )
    assert {"calls of validate: name, value, what vars(pair) had": seen} == {
        "calls of validate: name, value, what vars(pair) had": [
            ("unchecked", "any", None),
            ("unchecked", "any", "any"),
            ("unchecked", "last", "any"),
        ]
    }, "pair.unchecked = 'any' twice, then 'last', which validate refuses"
    assert Pair.even.validate(4) is None


@pytest.mark.hint(
    "A subclass's own descriptor is another object with the same name; nothing should be shared.",
)
def test_subclasses():
    """A subclass has the attributes of its base, and can define them anew without harm to it."""

    class Box:
        width = Typed((int, float))
        label = Typed(str)
        size = Lazy(lambda box: "for the class" if isinstance(box, type) else box.width)

    class Crate(Box):
        width = Bounded(int, 1, 5)

        @Lazy
        def size(self):
            return "for the class" if isinstance(self, type) else self.width + 1000

    crate, box = Crate(), Box()
    rules = "Crate has Bounded(int, 1, 5), and Box Typed((int, float)); both have Typed(str)"
    assert attempt(crate, "width", 5) == "accepted", rules
    assert attempt(crate, "label", "crate") == "accepted", rules
    assert attempt(box, "width", 6.5) == "accepted", rules
    assert attempt(crate, "width", 6) == "ValueError that names width", rules
    assert attempt(crate, "width", 1.5) == "TypeError that names width", rules
    assert attempt(crate, "label", 1) == "TypeError that names label", rules
    assert (crate.width, crate.label) == (5, "crate"), "after three values that were refused"
    sizes = "size is Lazy, the width of a Box, and a thousand more of a Crate"
    assert [crate.size, crate.size, box.size] == [1005, 1005, 6.5], sizes
    assert vars(crate) == {"width": 5, "label": "crate", "size": 1005}, sizes
    assert vars(box) == {"width": 6.5, "size": 6.5}, sizes


@pytest.mark.parametrize("result", [42, 0, None])
@pytest.mark.hint(
    "`__get__` can put its result where Python looks before it asks a non-data descriptor.",
    "Use the name from `__set_name__`: the function may be called otherwise.",
)
def test_lazy_computes_once_for_each_object(result):
    """`Lazy` calls the function on the first read, once an object, whatever the result is."""
    calls = []

    def compute(obj):
        calls.append(obj)
        return result

    class Report:
        total = Lazy(compute)
        average = Lazy(compute)

        def __eq__(self, other):  # makes the objects unhashable
            return self is other

        def __bool__(self):
            return False

    first, second = Report(), Report()
    assert (len(calls), vars(first)) == (0, {})
    reads = [first.total, first.total, second.total, first.average]
    lazies = [type(each).__name__ for each in reads if type(each) is not type(result)]
    wrong = "types of what was read on objects whose bool() is False, other than the result's"
    assert {wrong: lazies} == {wrong: []}
    assert {"first.total twice, second.total, first.average": reads} == {
        "first.total twice, second.total, first.average": [result] * 4
    }
    names = ["first" if each is first else "second" for each in calls]
    assert {"calls of the function, by the object": names} == {
        "calls of the function, by the object": ["first", "second", "first"]
    }, "for first.total twice, second.total, first.average"
    assert calls[1] is second
    assert vars(first) == {"total": result, "average": result}
    assert vars(second) == {"total": result}


@pytest.mark.hint(
    "A descriptor with `__set__` or `__delete__` goes before the object's `__dict__`.",
    "With `__get__` alone, assigning and `del` do their ordinary work on the `__dict__`.",
)
def test_lazy_gives_way():
    """One can assign to a `Lazy` attribute, before and after, and have it computed anew."""
    calls = []

    class Report:
        size = Typed(int)

        @Lazy
        def total(self):
            if isinstance(self, type):
                return "for the class"
            calls.append(self.size)
            return self.size * 10

    report, other = Report(), Report()
    report.size = 7
    report.total = None
    seen = [report.total]
    vars(report)["total"] = "placed"
    seen.append(report.total)
    for size in (1, 2):
        report.size = size
        del report.total
        seen += [report.total, report.total]
    report.total = "assigned"
    seen.append(report.total)
    assert {"reads of `report.total`": seen} == {
        "reads of `report.total`": [None, "placed", 10, 10, 20, 20, "assigned"]
    }, (
        "report.total = None, vars(report)['total'] = 'placed', then for size 1 and 2 (total is "
        "size * 10) del report.total and two reads, report.total = 'assigned'"
    )
    assert {"sizes at the calls of the function": calls} == {
        "sizes at the calls of the function": [1, 2]
    }, "for size 1 and 2: del report.total, and two reads; else it was assigned to"
    other.size = 3
    assert other.total == 30


@pytest.mark.parametrize("error", [KeyError("not yet"), AttributeError("no"), SystemExit("out")])
@pytest.mark.hint("Keep the result after the call, and let an exception pass.")
def test_lazy_keeps_nothing_of_a_failure(error):
    """An exception of the function reaches the reader, and the next read calls it again."""
    calls = []

    class Report:
        @Lazy
        def total(self):
            calls.append(self)
            if len(calls) < 3:
                raise error
            return "done"

    def read(report):
        try:
            return "returned", report.total
        except (KeyError, AttributeError, SystemExit) as raised:
            return "raised", raised

    report = Report()
    for _ in range(2):
        assert read(report) == ("raised", error), "of `report.total`, for which the function raises"
        assert vars(report) == {}, "after `report.total`, for which the function raised"
    assert [read(report), read(report)] == [("returned", "done"), ("returned", "done")], (
        "of `report.total`, for which the function raised twice and then gives 'done'"
    )
    assert {"calls of the function": len(calls)} == {"calls of the function": 3}
