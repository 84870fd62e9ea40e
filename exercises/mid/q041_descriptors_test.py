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


def assigned(obj, value):
    """What `obj.level` gives after a value was assigned to it."""
    obj.level = value
    return obj.level


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
    shelf.books, shelf.number, shelf.label, shelf.index = books, True, label, {}
    assert shelf.books is books, "`shelf.books` is not the list that was assigned"
    assert shelf.label is label, "`shelf.label` is not the text that was assigned"
    assert (shelf.number, shelf.index) == (True, {})
    shelf.books, shelf.label = None, ""
    assert (shelf.books, shelf.label) == (None, "")
    assert Shelf.number.validate(5) is None
    posing = Mock(spec=int)
    assert isinstance(posing, int)
    assert Shelf.number.validate(posing) is None
    with pytest.raises(TypeError):
        Shelf.index.validate(5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", "3"),
        ("label", None),
        ("width", [1]),
        ("label", [*range(99)]),
        ("width", (1, 2)),
        ("label", ("a",)),
    ],
)
@pytest.mark.hint(
    "Python calls `__set_name__(self, owner, name)` when the class is made.",
    "Call `validate` before you keep the value, on every assignment.",
)
def test_refuses_other_types(name, value):
    """A value of another type raises a `TypeError` with name and value; nothing is changed."""
    box, empty = make_box()(), make_box()()
    box.width, box.label = 1, "old"
    for each in (box, empty):
        with pytest.raises(TypeError) as caught:
            setattr(each, name, value)
        message = str(caught.value)
        assert name in message
        assert repr(value) in message
    assert (box.width, box.label) == (1, "old")
    assert vars(empty) == {}


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

    assert Sheet.title is vars(Sheet)["title"]
    assert Sheet.pages is vars(Sheet)["pages"]
    assert Sheet.total is vars(Sheet)["total"]
    assert (Page.title, Page.pages, Page.total) == (Sheet.title, Sheet.pages, Sheet.total)
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
    with pytest.raises(AttributeError, match="width"):
        box.width  # noqa: B018
    with pytest.raises(AttributeError, match="width"):
        del box.width
    assert vars(box) == {"label": "kept"}
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


@pytest.mark.hint("Both bounds are allowed values, and None does not limit.")
def test_takes_values_within_bounds():
    """Values from `low` to `high`, both included, are kept, and all where there is no bound."""
    assert assigned(gauge(0, 10), 0) == 0
    assert assigned(gauge(0, 10), 10) == 10
    assert assigned(gauge(low=0), 10**400) == 10**400
    assert assigned(gauge(high=0), -(10**9)) == -(10**9)
    assert assigned(gauge(3, 3), 3) == 3
    assert assigned(gauge(0, 1, kind=int), True) is True
    assert assigned(gauge(0.5, 2.5, kind=int), 2) == 2
    assert assigned(gauge(), -(10**9)) == -(10**9)
    assert assigned(gauge(0, kind=float), math.inf) == math.inf
    assert assigned(gauge(-math.inf, 0, kind=float), -math.inf) == -math.inf
    assert type(gauge(1, 5)).level.validate(5) is None
    assert math.isnan(assigned(gauge(None, None), math.nan)), "NaN, where there is no bound"


@pytest.mark.parametrize("value", ["2", None, 2.5, 0.5, 7.5])
@pytest.mark.hint("`Bounded` is a `Typed`: let `super()` do its part, before you compare.")
def test_bounded_refuses_other_types(value):
    """`Bounded` refuses other types as `Typed` does, before it compares anything."""
    assert issubclass(Bounded, Typed)
    obj, free = gauge(1, 5, kind=int), gauge(kind=int)
    obj.level = free.level = 4
    for each in (obj, free):
        with pytest.raises(TypeError) as caught:
            each.level = value
        assert "level" in str(caught.value)
        assert repr(value) in str(caught.value)
    assert (obj.level, free.level) == (4, 4)
    with pytest.raises(TypeError):
        type(obj).level.validate(value)
    with pytest.raises(ValueError):
        type(obj).level.validate(6)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (0, -1), (1, 0), (0.5, 0.25)])
@pytest.mark.hint("Compare the two bounds in `__init__`, if both are given.")
def test_refuses_bounds_that_nothing_fits(low, high):
    """`Bounded` refuses a `low` that is greater than `high`."""
    kind = type(low)
    assert assigned(gauge(low, low, kind=kind), low) == low
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
            seen.append((self.name, value, vars(pair).get("left")))
            if value == "last":
                raise LookupError(value)

    class Pair:
        count = Even(int, 0, 10)
        left = Noted(int)

    pair = Pair()
    pair.count = 10
    with pytest.raises(ValueError, match="count: 3 is odd"):
        pair.count = 3
    with pytest.raises(ValueError, match="count"):
        pair.count = 12
    with pytest.raises(TypeError, match="count"):
        pair.count = "4"
    pair.left = "any"
    pair.left = "any"
    with pytest.raises(LookupError):
        pair.left = "last"
    assert vars(pair) == {"count": 10, "left": "any"}
    assert seen == [("left", "any", None), ("left", "any", "any"), ("left", "last", "any")], (
        "calls of `validate`: the name, the value, and what `vars(pair)` had under it"
    )
    assert Pair.count.validate(4) is None


@pytest.mark.hint(
    "A subclass's own descriptor is another object with the same name; nothing should be shared.",
)
def test_subclasses():
    """A subclass has the attributes of its base, and can define them anew without harm to it."""

    class Box:
        width = Typed((int, float))
        label = Typed(str)
        size = Lazy(lambda box: box.width)

    class Crate(Box):
        width = Bounded(int, 1, 5)

        @Lazy
        def size(self):
            return self.width + 1000

    crate, plain = Crate(), Box()
    crate.width, crate.label, plain.width = 5, "crate", 6.5
    with pytest.raises(ValueError, match="width"):
        crate.width = 6
    with pytest.raises(TypeError, match="width"):
        crate.width = 1.5
    with pytest.raises(TypeError, match="label"):
        crate.label = 1
    assert [crate.size, crate.size, plain.size] == [1005, 1005, 6.5]
    assert vars(crate) == {"width": 5, "label": "crate", "size": 1005}
    assert vars(plain) == {"width": 6.5, "size": 6.5}


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
    assert [first.total, first.total, second.total, first.average] == [result] * 4
    names = ["first" if each is first else "second" for each in calls]
    assert {"calls of the function, by the object": names} == {
        "calls of the function, by the object": ["first", "second", "first"]
    }
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
            calls.append(self.size)
            return self.size * 10

    report, other = Report(), Report()
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
    }
    assert {"sizes at the calls of the function": calls} == {
        "sizes at the calls of the function": [1, 2]
    }
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

    report = Report()
    for _ in range(2):
        with pytest.raises(type(error)) as caught:
            report.total  # noqa: B018
        assert caught.value is error
        assert vars(report) == {}
    assert (report.total, report.total, len(calls)) == ("done", "done", 3)
