"""Checks for Q105 · Compact models."""

import copy
import inspect
import pickle
import re
import sys
import tracemalloc
from collections.abc import Hashable, Sequence

import pytest
from q105_compact_models import Record, field


def known(cls):
    """Let `pickle` find a class that a fixture has made; return it."""
    cls.__qualname__ = cls.__name__
    setattr(sys.modules[__name__], cls.__name__, cls)
    return cls


@pytest.fixture(name="Point")
def define_point():
    """Two numbers, the second of which may be left out."""

    class Point(Record):
        x = field(int)
        y = field((int, float), default=0, check=lambda value: value < 100)
        zero = 0

        def total(self):
            return self.x + self.y + self.zero

    return known(Point)


@pytest.fixture(name="Named")
def define_named(Point):
    """A point with a name, tags, and another rule for x."""

    class Named(Point):
        x = field(float, default=1.0, check=lambda value: value != 0.5)
        name = field((str, type(None)), default="-")
        tags = field(list, factory=list)

        def total(self):
            return super().total()

    return known(Named)


@pytest.fixture(name="Deep")
def define_deep(Named):
    """Adds nothing."""

    class Deep(Named):
        pass

    return known(Deep)


@pytest.fixture(name="Four")
def define_four():
    """Four fields of any kind."""

    class Four(Record):
        a = field(object)
        b = field(object)
        c = field(object)
        d = field(object)

    return Four


@pytest.fixture(name="FourAgain")
def define_four_again(Four):
    """A subclass of one that defines again all four fields of the base of its base."""

    class Between(Four):
        pass

    class FourAgain(Between):
        d = field(int)
        c = field(int)
        b = field(int)
        a = field(int)

    class FourDeep(FourAgain):
        def total(self):
            return self.a + self.b + self.c + self.d

    return FourDeep


class Plain:
    """Four attributes in a dict."""

    def __init__(self, a, b, c, d):
        self.a, self.b, self.c, self.d = a, b, c, d


def raised(call, *args, **kwargs):
    """Return the exception that a call raises; None if it raises none."""
    try:
        call(*args, **kwargs)
    except Exception as error:
        return error
    return None


def complaint(kinds, words, call, *args, **kwargs):
    """Say `"right"` if the call raises one of these kinds with all the words; else what it does."""
    error = raised(call, *args, **kwargs)
    if isinstance(error, kinds) and all(word in str(error) for word in words):
        return "right"
    return f"{error!r}, for {args} {kwargs}"


def memory_of(cls):
    """Return how many bytes become free when 200 instances go, that have four values each."""
    cls(1, 2, 3, 4)
    tracemalloc.start()
    try:
        kept = [cls(1, 2, 3, 4) for _ in range(200)]
        taken = tracemalloc.get_traced_memory()[0]
        kept.clear()
        return taken - tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.hint(
    "A class that is made by a metaclass can have another body than the one that was written.",
    "`__slots__` must be there when the class is made: `__init_subclass__` comes too late.",
)
def test_makes_records(Point, Four):
    """Values are given by position or by keyword, and are read as attributes."""
    point, value = Point(3, y=4), [1]
    assert [point.x, point.y, point.total()] == [3, 4, 7]
    seen = [(each.x, each.y) for each in (Point(1, 2), Point(y=2, x=1), Point(x=1, y=2), Point(5))]
    assert seen == [(1, 2)] * 3 + [(5, 0)]
    assert Four(value, None, "c", ...).a is value, "the value is another object"
    assert [isinstance(point, Record), Point(7).x, point.x] == [True, 7, 3]
    assert [repr(Point(1, 2.5)), repr(Point(True + 0))] == ["Point(x=1, y=2.5)", "Point(x=1, y=0)"]
    assert repr(Four("a", None, (1,), [])) == "Four(a='a', b=None, c=(1,), d=[])"
    twin = type(Record)("Point", (Record,), {"z": field(str), "t": field(int, default=9)})
    seen = [repr(each) for each in (twin("a"), Point(1), twin(t=1, z="b"))]
    assert seen == ["Point(z='a', t=9)", "Point(x=1, y=0)", "Point(z='b', t=1)"], (
        "of two classes with the same name"
    )


@pytest.mark.hint(
    "A default that is not there must differ from every value, also from None.",
    "Call the factory when a record is made.",
)
def test_defaults_and_factories():
    """What is not given is the default, or is made by the factory, anew for each record."""
    made, common = [], []

    class Bag(Record):
        none = field(object, default=None)
        zero = field(int, default=0)
        items = field(list, factory=lambda: made.append(1) or [])
        shared = field(list, default=common)
        _own = field(int, default=5)

    one, two, three = Bag(), Bag(1), Bag(items=["own"])
    assert [made, one.items, three.items] == [[1, 1], [], ["own"]], "the factory's calls, and items"
    assert one.items is not two.items, "two records have one list"
    assert [one.none, one.zero, two.none, one.shared is common] == [None, 0, 1, True]
    assert [one._own, Bag(_own=6)._own] == [5, 6], "a field is one by what it is, not by its name"

    class Own(Record):
        own = field(int, default=5)

    class Required(Own):
        own = field(int)

    class Items(Record):
        own = field(list, factory=list)

    class Given(Items):
        own = field(list)

    seen = [complaint(TypeError, ["own"], Required), complaint(TypeError, ["own"], Given)]
    assert seen == ["right"] * 2, "defined again as required: own had default=5, factory=list"

    class Made(Own):
        own = field(int, factory=int)

    class Fixed(Items):
        own = field(list, default=common)

    assert [Made().own, raised(Fixed)] == [0, None], "a factory for a default, and the reverse"
    assert Fixed().own is common, "the default for a factory"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("Point()", ["x"]),
        ("Point(y=1)", ["x"]),
        ("Point(1, z=3)", ["z"]),
        ("Four(1, 2, d=4)", ["c"]),
        ("Point(1).replace(z=3)", ["z"]),
        ("Point(1).replace(total=3)", ["total"]),
    ],
)
@pytest.mark.hint("`inspect.Signature.bind` sorts arguments out, with the right errors.")
def test_refuses_wrong_arguments(call, words, Point, Four):
    """Missing, unknown and too many arguments raise a `TypeError` that names the field."""
    error = raised(eval, call, {"Point": Point, "Four": Four})
    found = [word for word in words if re.search(rf"\b{word}\b", str(error))]
    assert [isinstance(error, TypeError), found] == [True, words], f"{call} raised {error!r}"


@pytest.mark.hint(
    "`True` is an instance of `int`, for `isinstance`.",
    "First the kind, then the check; name the field in both messages.",
)
def test_checks_values():
    """A value of another kind is a `TypeError`, one that fails the check a `ValueError`."""

    class Flags(Record):
        number = field((str, int), default=1)
        both = field((bool, int), default=True)
        either = field((int, bool), default=True)
        middle = field((int, bool, str), default=False)
        flag = field(bool, default=False)
        any = field(object, default=True)
        many = field(Sequence, default=())
        some = field((int, type(None)), default=1, check=lambda value: value)
        word = field(str, default="a", check=lambda value: value and len(value) < 3 and value)
        pair = field(tuple, default=(), check=lambda value: len(value) % 2 == 0)
        hashable = field(Hashable, default=True)

    class Count(int):
        pass

    wrong = [("number", True), ("number", False), ("number", 1.0), ("both", None), ("flag", 1)]
    wrong += [("word", b"a"), ("many", {1}), ("word", (1, 2)), ("word", (1,)), ("word", ())]
    wrong += [("word", [0] * 200), ("word", {"{0}": "%s"})]
    seen = [complaint(TypeError, [name, repr(one)], Flags, **{name: one}) for name, one in wrong]
    assert seen == ["right"] * 12, "what the wrong kinds raised"
    wrong = [("word", ""), ("word", "long " * 40), ("some", None), ("some", 0)]
    wrong += [("pair", (1,)), ("pair", (1, 2, 3)), ("word", "%s {}")]
    seen = [complaint(ValueError, [name, repr(one)], Flags, **{name: one}) for name, one in wrong]
    assert seen == ["right"] * 7, "what the values that fail the check raised"
    good = Flags(Count(7), 0, False, True, True, any=False, many=[1], word="ab")
    assert good.many == [1], "a list is an instance of Sequence, though no subclass"
    assert [good.number, good.both, good.flag, good.any, good.word] == [7, 0, True, False, "ab"]
    assert good.hashable is True, "True is an instance of Hashable"
    assert [good.either, good.middle] == [False, True], "for (int, bool) and for (int, bool, str)"
    assert type(good.number) is Count, "an instance of a subclass of int"


@pytest.mark.parametrize(
    ("kind", "default", "error"),
    [
        (int, "one", TypeError),
        (int, True, TypeError),
        (int, 11, ValueError),
        (str, 1, TypeError),
        (int, None, TypeError),
    ],
)
@pytest.mark.hint("One place where a value goes into the record, and the rules stand there.")
def test_checks_values_from_everywhere(kind, default, error):
    """Defaults, what factories make, and the values of `replace` are checked, too."""

    class Loose(Record):
        size = field(kind, default=default, check=lambda value: str(value) < "11")

    class Made(Record):
        size = field(kind, factory=lambda: default, check=lambda value: str(value) < "11")

    class Sized(Record):
        size = field(kind, check=lambda value: str(value) < "11")

    good = Sized(kind("10"))
    assert [good.size, Loose(good.size).size, Made(good.size).size] == [kind("10")] * 3
    words = ["size", repr(default)]
    calls = [Loose, Made, lambda: Sized(default), lambda: good.replace(size=default)]
    assert [complaint(error, words, call) for call in calls] == ["right"] * 4, (
        f"as a default, from a factory, given, in replace: {default!r} for {kind.__name__}"
    )
    right = [3]

    class Gate(Record):
        size = field(int, default=3, check=lambda value: value in right)

    assert Gate().size == 3
    right.clear()
    assert complaint(ValueError, ["size", "3"], Gate) == "right", "no value is right any more"


@pytest.mark.hint(
    "A descriptor with `__set__` and `__delete__` is asked before anything else.",
    "What has no `__dict__` cannot get new attributes.",
)
def test_records_are_read_only(Point, Named, Deep):
    """Nothing of a record can be set or deleted, neither a field nor another attribute."""
    seen = []
    for record in (Point(1), Named(1.0), Deep(1.0, 2)):
        for name in ("x", "y", "total", "other"):
            seen.append(complaint(AttributeError, [name], setattr, record, name, record.y))
            seen.append(complaint(AttributeError, [name], delattr, record, name))
    assert seen == ["right"] * 24, "set and delete of x, y, total and other, for three records"
    point = Point(1)
    names = [name for name in dir(point) if raised(setattr, point, name, 5) is None]
    assert [point.x, point.y, names] == [1, 0, []], "these attributes could be set"
    names = [name for name in dir(point) if raised(delattr, point, name) is None]
    assert [point.x, point.y, names] == [1, 0, []], "these attributes could be deleted"


@pytest.mark.hint("Which parts of the old record does the new one need?")
def test_replaces(Deep, Point):
    """`replace` returns a new record of the same class with some other values."""
    tags = ["a"]
    old = Deep(1.5, 2, "n", tags)
    new = old.replace(y=3, name=None)
    assert repr(new) == "Deep(x=1.5, y=3, name=None, tags=['a'])"
    assert [new.tags is tags, type(new) is Deep, old.y, old.name] == [True, True, 2, "n"]
    empty = []
    assert Deep(1.5, 2, "n", empty).replace(y=3).tags is empty, "the empty list is another one"
    other = Point(1, 2).replace(y=2.0)
    assert type(other.y) is float, f"Point(1, 2).replace(y=2.0): {other!r}"
    bad = raised(Point(1).replace, x=True)
    assert isinstance(bad, TypeError), f"Point(1).replace(x=True): {bad!r}"
    again = old.replace()
    assert [again == old, again is old, again.tags is tags] == [True, False, True]


@pytest.mark.hint(
    "A subclass of the same values is another class.",
    "A class with `__eq__` and without `__hash__` has none.",
)
def test_compares_and_hashes(Point, Named, Four):
    """Records of the very same class and equal values are equal, with equal hashes."""

    class Sub(Point):
        pass

    class Other(Record):
        x = field(int)
        y = field((int, float), default=0)

    Other.__name__ = Other.__qualname__ = "Point"
    point = Point(1, 2)
    seen = [point == Point(1, 2.0), point != Point(1, 2), point == Point(1, 3), point != Point(2)]
    assert seen == [True, False, False, True]
    seen = [point == other for other in (Sub(1, 2), Other(1, 2), (1, 2), None)]
    assert [seen, Sub(1, 2) == point] == [[False] * 4, False], "Sub, Other, a tuple, None; Sub"
    assert [hash(point) == hash(Point(1, 2.0)), len({point, Point(1, 2), Point(1)})] == [True, 2]
    assert isinstance(raised(hash, Named(1.0)), TypeError), "the record has a list among its values"
    within = Four(1, 2, 3, Four(1, 2, 3, ([],)))
    assert isinstance(raised(hash, within), TypeError), f"a list within a value: {within}"
    assert Named() == Named(1.0, 0, "-", [])


@pytest.mark.hint(
    "A dict that is updated keeps the places of the keys it has.",
    "The field of a subclass is another descriptor. May both use one slot?",
)
def test_inherits_and_overrides(Point, Named, Deep, FourAgain):
    """A subclass has its base's fields first; one that is defined again keeps its place."""
    named = Named(1.5, 2, "n", ["t"])
    assert repr(named) == "Named(x=1.5, y=2, name='n', tags=['t'])"
    assert repr(Deep(1.5)) == "Deep(x=1.5, y=0, name='-', tags=[])"
    seen = [
        complaint(TypeError, ["x", "1"], Named, 1),
        complaint(TypeError, ["x", "1"], Deep, 1),
        complaint(ValueError, ["x", "0.5"], Deep, 0.5),
        complaint(TypeError, ["x", "1.5"], Point, 1.5),
    ]
    assert seen == ["right"] * 4, "Named(1), Deep(1), Deep(0.5), Point(1.5)"
    assert [Point(1).total(), named.total(), Point(2, 3).x] == [3 - 2, 3.5, 2]

    class Required(Named):
        y = field(int, default=7)

    assert repr(Required(1.5)) == "Required(x=1.5, y=7, name='-', tags=[])"

    class Free(Named):
        x = field(float)

    assert raised(Free, 0.5) is None, "Free(0.5): x is defined again, without the check != 0.5"
    assert repr(Free(0.5)) == "Free(x=0.5, y=0, name='-', tags=[])"
    assert [Named(1.5).y, repr(FourAgain(1, 2, 3, 4))] == [0, "FourDeep(a=1, b=2, c=3, d=4)"]


@pytest.mark.parametrize(
    ("base", "second"),
    [("", {"default": 1}), ("", {"factory": int}), ("Point", {}), ("Named", {})],
    ids=["default", "factory", "Point", "Named"],
)
@pytest.mark.hint("Look at all the fields in order, the inherited ones too.")
def test_required_fields_come_first(base, second, request):
    """A required field behind an optional one raises a `TypeError` when the class is made."""
    base = request.getfixturevalue(base) if base else Record
    body = {"second": field(int, **second), "last": field(int)}
    name = "last" if second else "second"
    assert complaint(TypeError, [name], type(base), "Wrong", (base,), body) == "right"
    assert isinstance(type(base)("Right", (base,), {"z": field(int, default=1)}), type)

    class Sized(Record):
        width = field(int)
        height = field(int)

    again = {"width": field(int, **second) if second else field(int, default=1)}
    assert complaint(TypeError, ["height"], type(Sized), "Wrong", (Sized,), again) == "right", (
        "width, the first of two required fields, is optional when defined again in a subclass"
    )


@pytest.mark.hint("`inspect.signature` of a class looks for `__signature__` first.")
def test_has_a_signature(Point, Named, Deep, FourAgain):
    """The signature of the class has its fields as parameters, in order."""
    seen = [[*inspect.signature(cls).parameters] for cls in (Point, Named, Deep, FourAgain)]
    assert seen == [["x", "y"], *[["x", "y", "name", "tags"]] * 2, ["a", "b", "c", "d"]]
    kinds = {each.kind for each in inspect.signature(Named).parameters.values()}
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}, "by position or by keyword"
    assert [*inspect.signature(Record).parameters] == [], "Record itself has no field"


@pytest.mark.hint("Without `__slots__` in its body, a subclass has a `__dict__` again.")
def test_has_no_dict(Point, Named, Deep, FourAgain):
    """No instance has a `__dict__`, whatever the depth of its class."""

    class Deeper(Deep):
        more = field(int, default=1)

    class Empty(Record):
        pass

    records = [
        Record(),
        Empty(),
        Point(1),
        Named(1.0),
        Deep(1.0),
        Deeper(1.0),
        FourAgain(1, 2, 3, 4),
    ]
    having = [type(each).__name__ for each in records if hasattr(each, "__dict__")]
    assert having == [], "these have a __dict__"
    assert [repr(Empty()), Empty() == Empty(), Deeper(1.0).more] == ["Empty()", True, 1]


@pytest.mark.parametrize("name", ["Four", "FourAgain"])
@pytest.mark.hint("What does a second slot for the same field cost? Use the one that is there.")
def test_takes_little_memory(name, request):
    """A record takes at most 80 % of what a plain instance takes."""
    cls, limit = request.getfixturevalue(name), memory_of(Plain) * 8 // 10
    taken = memory_of(cls)
    assert taken <= limit, f"200 of {cls.__name__} took {taken:,} bytes, limit {limit:,}"


@pytest.mark.hint(
    "By default, a copy is made empty, and then its attributes are set.",
    "`__reduce__` returns a callable and its arguments, which make the object anew.",
)
def test_can_be_copied_and_pickled(Point, Named, Deep):
    """A copy, a deep copy and an unpickled record are equal to the record, and of its class."""
    records = [Point(1, 2), Point(0), Named(1.5, 2, "n", ["t"]), Deep(1.5, name=None, tags=[["t"]])]
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        copies = [pickle.loads(pickle.dumps(each, protocol)) for each in records]
        assert copies == records, f"pickle, protocol {protocol}"
    shallow, deep = [copy.copy(each) for each in records], copy.deepcopy(records)
    assert [shallow, deep] == [records, records], "copy.copy, copy.deepcopy"
    assert [type(each) for each in deep] == [Point, Point, Named, Deep]
    same = [shallow[2].tags is records[2].tags, deep[2].tags is records[2].tags]
    assert same == [True, False], "the list of the copy, and that of the deep copy, is the same one"
