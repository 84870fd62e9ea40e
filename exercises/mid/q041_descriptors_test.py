"""Checks for Q41 · Descriptors."""

import inspect
import math

import pytest
from q041_descriptors import Bounded, Lazy, Typed


def make_box():
    class Box:
        width = Typed((int, float))
        label = Typed(str)

        def __eq__(self, other):  # makes the objects unhashable
            return True

    return Box


def make_gauge(*bounds, **named_bounds):
    class Gauge:
        level = Bounded((int, float), *bounds, **named_bounds)

    return Gauge()


@pytest.mark.hint(
    "`obj.width = 3` calls `__set__(self, instance, value)` of the descriptor.",
    "`vars(instance)[name]` reaches the object's dict without calling the descriptor again.",
)
def test_holds_what_is_assigned():
    """A `Typed` attribute gives back the value that was assigned last."""
    box = make_box()()
    box.width, box.label = 3, ""
    first = (box.width, box.label)
    box.width = 4.5
    assert (first, box.width, box.label) == ((3, ""), 4.5, "")


@pytest.mark.parametrize(("name", "value"), [("width", "wide"), ("label", None), ("width", [1])])
@pytest.mark.hint(
    "Python calls `__set_name__(self, owner, name)` when the class is made.",
    "Call `validate` before you keep the value, on every assignment.",
)
def test_refuses_other_types(name, value):
    """A value of another type raises a `TypeError` with name and value; the old value stays."""
    box = make_box()()
    box.width, box.label = 1, "old"
    with pytest.raises(TypeError) as caught:
        setattr(box, name, value)
    for part in (name, repr(value)):
        assert part in str(caught.value), f"the message does not contain {part}"
    assert (box.width, box.label) == (1, "old")


@pytest.mark.hint(
    "There is one descriptor a class, not one an object: what you keep on it is shared.",
    "The object's own `__dict__` is the place for its values.",
)
def test_each_object_keeps_its_own_values():
    """Two attributes of two objects are four values, each in the `__dict__` of its object."""
    box = make_box()
    small, large = box(), box()
    small.width, small.label = 1, "small"
    large.label, large.width = "large", 100
    assert [vars(small), vars(large)] == [
        {"width": 1, "label": "small"},
        {"width": 100, "label": "large"},
    ]
    assert (small.width, small.label, large.width, large.label) == (1, "small", 100, "large")


@pytest.mark.hint("Read on the class, `__get__` is called with `None` as the instance.")
def test_the_class_gives_the_descriptor():
    """Read on the class, an attribute is its descriptor, which knows its name."""

    def compute(obj):
        """Compute it."""

    class Sheet:
        title = Typed(str)
        pages = Bounded(int)
        total = Lazy(compute)

    found = [Sheet.title, Sheet.pages, Sheet.total]
    assert [type(descriptor) for descriptor in found] == [Typed, Bounded, Lazy]
    for name, descriptor in zip(("title", "pages", "total"), found, strict=True):
        assert descriptor is vars(Sheet)[name], f"Sheet.{name} is another object"
    assert (Sheet.title.name, Sheet.pages.name) == ("title", "pages")
    assert Sheet.total.__doc__ == "Compute it."


@pytest.mark.hint(
    "A missing key of the object's dict is a missing attribute: what is the right exception?",
    "`del obj.width` calls `__delete__(self, instance)`.",
)
def test_an_attribute_without_a_value():
    """Without a value, at first or after `del`, reading and deleting raise `AttributeError`."""
    box = make_box()()
    box.label = "kept"
    for _ in range(2):
        with pytest.raises(AttributeError, match="width"):
            box.width  # noqa: B018
        with pytest.raises(AttributeError, match="width"):
            del box.width
        box.width = 2
        del box.width
    assert vars(box) == {"label": "kept"}
    box.width = 3
    assert box.width == 3


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ((0, 10), [0, 10, 5], [-1, 11, -0.5, 10.5, math.nan]),
        ((0,), [0, 10**9], [-1, math.nan]),
        ((None, 0), [0, -(10**9)], [1, math.nan]),
        ((3, 3), [3], [2, 4]),
        ((), [-(10**9), 10**9], []),
    ],
)
@pytest.mark.hint(
    "Both bounds are allowed values, and 0 is a bound like any other: compare with `None`.",
    "Every comparison with NaN is false: ask whether the value is inside, not outside.",
)
def test_bounds_are_inclusive_and_optional(bounds, inside, outside):
    """Values from `low` to `high` are kept, others raise a `ValueError` with name and value."""
    gauge = make_gauge(*bounds)
    kept = []
    for value in inside:
        gauge.level = value
        kept.append(gauge.level)
    assert kept == inside
    for value in outside:
        with pytest.raises(ValueError) as caught:
            gauge.level = value
        for part in ("level", repr(value)):
            assert part in str(caught.value), f"the message does not contain {part}"
    assert vars(gauge) == {"level": inside[-1]}


@pytest.mark.hint(
    "`Bounded` is a `Typed`: let `super()` do its part, before you compare.",
    "Compare the two bounds in `__init__`, if both are given.",
)
def test_bounded_checks_types_and_bounds():
    """`Bounded` makes the test of `Typed` first, and refuses bounds that no value can meet."""
    gauge = make_gauge(low=1)
    for value in ("2", None):
        with pytest.raises(TypeError) as caught:
            gauge.level = value
        for part in ("level", repr(value)):
            assert part in str(caught.value), f"the message does not contain {part}"
    free = make_gauge(None, None)
    free.level = math.nan
    assert math.isnan(free.level), "NaN did not pass without bounds"
    with pytest.raises(ValueError):
        Bounded(int, low=2, high=1)


@pytest.mark.hint("Assigning should call `self.validate`, whatever class `self` is of.")
def test_validate_can_be_extended():
    """Assigning calls `validate` of a derived descriptor class, which can use `super()`."""

    class Even(Bounded):
        def validate(self, value):
            super().validate(value)
            if value % 2:
                raise ValueError(f"{self.name}: {value!r} is odd")

    class Pair:
        count = Even(int, 0, 10)

    pair = Pair()
    pair.count = 10
    for value, error in ((3, ValueError), (12, ValueError), ("4", TypeError)):
        with pytest.raises(error, match="count"):
            pair.count = value
    assert (pair.count, Pair.count.validate(4)) == (10, None)


@pytest.mark.hint(
    "A subclass's own descriptor is another object with the same name; nothing should be shared.",
)
def test_inheritance():
    """A subclass inherits the attributes; one it declares again follows the new rules there."""
    box = make_box()

    class Crate(box):
        width = Bounded(int, 1, 5)

    crate, plain = Crate(), box()
    crate.width, crate.label, plain.width = 5, "crate", 6.5
    with pytest.raises(ValueError, match="width"):
        crate.width = 6
    with pytest.raises(TypeError, match="width"):
        crate.width = 1.5
    with pytest.raises(TypeError, match="label"):
        crate.label = 1
    assert (vars(crate), vars(plain)) == ({"width": 5, "label": "crate"}, {"width": 6.5})


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
        average = Lazy(lambda obj: "average")

    first, second = Report(), Report()
    assert (calls, vars(first)) == ([], {})
    assert [first.total, first.total, second.total, first.average] == [result] * 3 + ["average"]
    assert calls == [first, second]
    assert vars(first) == {"total": result, "average": "average"}


@pytest.mark.hint(
    "A descriptor with `__set__` or `__delete__` goes before the object's `__dict__`.",
    "With `__get__` alone, assigning and `del` do their ordinary work on the `__dict__`.",
)
def test_lazy_is_no_data_descriptor():
    """What stands in the `__dict__` goes before `Lazy`: one can assign, delete, compute anew."""
    calls = []

    class Report:
        size = Typed(int)

        @Lazy
        def total(self):
            calls.append(self.size)
            return self.size * 10

    report = Report()
    vars(report)["total"] = "placed"
    seen = [report.total]
    report.total = "assigned"
    seen.append(report.total)
    for size in (1, 2):
        report.size = size
        del report.total
        seen.append(report.total)
    assert (seen, calls) == (["placed", "assigned", 10, 20], [1, 2])
    kinds = [inspect.isdatadescriptor(vars(Report)[name]) for name in ("size", "total")]
    assert kinds == [True, False], "Typed should be a data descriptor, Lazy should not"


@pytest.mark.hint("Keep the result after the call, and let an exception pass.")
def test_lazy_keeps_nothing_of_a_failure():
    """An exception of the function reaches the reader, and the next read calls it again."""

    class Report:
        attempts = 0

        @Lazy
        def total(self):
            self.attempts += 1
            if self.attempts < 3:
                raise KeyError("not yet")
            return "done"

    report = Report()
    for attempts in (1, 2):
        with pytest.raises(KeyError, match="not yet"):
            report.total  # noqa: B018
        assert vars(report) == {"attempts": attempts}
    assert (report.total, report.total, report.attempts) == ("done", "done", 3)
