"""Checks for Q42 · Slots."""

import abc
import collections
import copy
import pickle
import struct
import types
import weakref

import pytest
from q042_slots import Point, Point3D, dict_source, slot_names

BOTH = pytest.mark.parametrize("cls", [Point, Point3D])


def values(point):
    """The class of a point and its coordinates as they are shown: 1 is not 1.0."""
    coordinates = {name: getattr(point, name) for name in "xyz" if hasattr(point, name)}
    return type(point), repr(coordinates)


@pytest.mark.hint(
    "Slotted attributes are assigned and read like any others.",
    "`Point3D` can leave `x` and `y` to `super().__init__`.",
)
def test_points_hold_their_coordinates():
    """Points take coordinates by position or keyword, default to 0.0, and can be changed."""
    assert issubclass(Point3D, Point)
    assert values(Point(1, 2)) == (Point, "{'x': 1, 'y': 2}")
    assert values(Point(y=2, x=1)) == (Point, "{'x': 1, 'y': 2}")
    assert values(Point())[1] == "{'x': 0.0, 'y': 0.0}"
    assert values(Point(7))[1] == "{'x': 7, 'y': 0.0}"
    assert values(Point(0, -0.0))[1] == "{'x': 0, 'y': -0.0}"
    assert values(Point3D(-0.0, 0, 0))[1] == "{'x': -0.0, 'y': 0, 'z': 0}"
    assert values(Point3D(1, 2, 3)) == (Point3D, "{'x': 1, 'y': 2, 'z': 3}")
    assert values(Point3D(z=3, y=2, x=1)) == (Point3D, "{'x': 1, 'y': 2, 'z': 3}")
    assert values(Point3D())[1] == "{'x': 0.0, 'y': 0.0, 'z': 0.0}"
    first, second = Point3D(1, 2, 3), Point3D(4, 5, 6)
    first.x, first.y, first.z = 10, 20, 30
    assert values(first) == (Point3D, "{'x': 10, 'y': 20, 'z': 30}"), (
        "Point3D(1, 2, 3), whose x, y, z were set to 10, 20, 30"
    )
    assert values(second) == (Point3D, "{'x': 4, 'y': 5, 'z': 6}"), (
        "Point3D(4, 5, 6), when x, y, z of another one were set"
    )


@BOTH
@pytest.mark.hint(
    "`__slots__` in a class body names the attributes that objects have room for.",
    "A class without `__slots__` gives its objects a `__dict__`, whatever its bases do.",
)
def test_points_have_no_room_for_more(cls):
    """Points have no `__dict__`, and assigning another attribute raises `AttributeError`."""
    assert hasattr(cls(1, 2), "__dict__") is False, f"an object of {cls.__name__} has a __dict__"
    with pytest.raises(AttributeError):
        cls(1, 2).colour = "red"
    with pytest.raises(AttributeError):
        Point(1, 2).z = 3


class Plain:
    __slots__ = ("x", "y", "__weakref__")


def slots_of(cls):
    return sorted(name for name, value in vars(cls).items() if is_slot(value))


def is_slot(value):
    return isinstance(value, types.MemberDescriptorType)


@pytest.mark.hint("A subclass names only the attributes that it adds; the rest it inherits.")
def test_points_have_one_slot_for_each_attribute():
    """`Point` has slots for `x` and `y`, and `Point3D` adds `z` but no second `x` or `y`."""
    assert slots_of(Point) == ["x", "y"], "slots that the class Point itself has"
    assert slots_of(Point3D) == ["z"], "slots that the class Point3D itself has"
    grown = Point.__basicsize__ - Plain.__basicsize__
    assert grown <= 0, f"a Point is {grown} bytes larger than with x, y and __weakref__ alone"
    grown = Point3D.__basicsize__ - Point.__basicsize__
    assert grown == struct.calcsize("P"), f"a Point3D is {grown} bytes larger than a Point"


@BOTH
@pytest.mark.hint("A weak reference needs room in the object as well: a slot with a special name.")
def test_points_can_be_weakly_referenced(cls):
    """A weak reference to a point can be made, and gives the point."""
    point = cls(1, 2)
    assert weakref.ref(point)() is point


@pytest.mark.parametrize("how", ["copy", "deepcopy"])
@pytest.mark.hint("What does your class tell `copy` about how to make the object again?")
def test_points_can_be_copied(how):
    """A copy is a new point of the same class, with the coordinates of this moment."""
    point, deep = Point(1, y=2), Point3D(1, 2, 3)
    point.x, deep.z = 7, 9
    zero = getattr(copy, how)(Point3D(0, -0.0, 0))
    assert values(zero) == (Point3D, "{'x': 0, 'y': -0.0, 'z': 0}"), (
        f"copy.{how} of Point3D(0, -0.0, 0)"
    )
    copies = [getattr(copy, how)(each) for each in (point, deep)]
    assert values(copies[0]) == (Point, "{'x': 7, 'y': 2}"), f"copy.{how} of Point(7, 2)"
    assert values(copies[1]) == (Point3D, "{'x': 1, 'y': 2, 'z': 9}"), (
        f"copy.{how} of Point3D(1, 2, 9)"
    )
    copies[0].x = copies[1].x = 100
    assert (point.x, deep.x) == (7, 1), f"the points changed with what copy.{how} made of them"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.hint(
    "From protocol 2 on slots are pickled without your help; 0 and 1 know only the `__dict__`.",
    "`__reduce__` may return a callable and the arguments that make the object again.",
)
def test_points_can_be_pickled(protocol):
    """With every protocol, pickling gives a point of the same class and coordinates."""
    point, deep = Point(1, y=2), Point3D()
    point.x, deep.z = 7, 9
    copies = [pickle.loads(pickle.dumps(each, protocol)) for each in (point, deep)]
    assert values(copies[0]) == (Point, "{'x': 7, 'y': 2}"), f"Point(7, 2), protocol {protocol}"
    expected = (Point3D, "{'x': 0.0, 'y': 0.0, 'z': 9}")
    assert values(copies[1]) == expected, f"Point3D(0.0, 0.0, 9), protocol {protocol}"


class Loose:
    def __init__(self, x=0.0, y=0.0):
        self.x = x
        self.y = y


class Loose3D(Loose):
    def __init__(self, x=0.0, y=0.0, z=0.0):
        super().__init__(x, y)
        self.z = z


@pytest.mark.parametrize(("cls", "loose"), [(Point, Loose), (Point3D, Loose3D)])
@pytest.mark.hint("What takes the memory is the dict of each object; do objects still have one?")
def test_points_take_less_memory(peak_memory, cls, loose):
    """A thousand points take at most 0.9 of the memory of such objects without slots."""
    slotted = peak_memory(lambda: [cls() for _ in range(1000)])
    most = 0.9 * peak_memory(lambda: [loose() for _ in range(1000)])
    assert slotted <= most, f"a thousand {cls.__name__} took {slotted} bytes, not {most:.0f}"


def slotted(name, slots, base=object):
    """A class with this name and these `__slots__`."""
    return type(name, (base,), {"__slots__": slots})


def named(found):
    """The name of a class, or what else was found."""
    return found.__name__ if isinstance(found, type) else repr(found)


def written(cls):
    """What a class of this file and its bases of this file have for `__slots__`, in words."""
    return "; ".join(
        f"class {each.__name__}({', '.join(base.__name__ for base in each.__bases__)}) has "
        + (
            f"__slots__ = {vars(each)['__slots__']!r}"
            if "__slots__" in vars(each)
            else "no __slots__"
        )
        for each in cls.__mro__
        if each.__module__ == __name__
    )


class Base:
    __slots__ = ("width", "_height", "area")


class Middle(Base):
    pass


class Leaf(Middle):
    __slots__ = ("title", "author")


class Mixin:
    __slots__ = ()


class Mixed(Mixin, Leaf):
    __slots__ = ["pages"]


class Diamond(Leaf, slotted("Twin", (), base=Base)):
    __slots__ = ("pages",)


class Hidden(Base):
    __slots__ = ("isbn",)
    width = 3


@pytest.mark.hint(
    "Each class has only its own `__slots__` in its `vars()`; the `__mro__` lists its bases.",
    "The descriptors of slots stand in another order than `__slots__` does.",
)
def test_lists_slots_from_the_base_on():
    """`slot_names` lists the slots of bases first, each class in the order of its `__slots__`."""
    assert slot_names(Base) == ["width", "_height", "area"], written(Base)
    assert slot_names(Leaf) == ["width", "_height", "area", "title", "author"], written(Leaf)
    assert slot_names(Mixed) == ["width", "_height", "area", "title", "author", "pages"], written(
        Mixed
    )
    assert slot_names(Diamond) == ["width", "_height", "area", "title", "author", "pages"], written(
        Diamond
    )
    assert slot_names(Hidden) == ["width", "_height", "area", "isbn"], (
        f"{written(Hidden)}, and the attribute width = 3"
    )
    base = slotted("Box", ["size"])
    crate = slotted("Crate", ["lid"], base=base)
    slot_names(crate).append("changed")
    assert [slot_names(crate), slot_names(base)] == [["size", "lid"], ["size"]], (
        f"after a change of the list that slot_names(crate) gave before; {written(crate)}"
    )
    assert base.__slots__ == ["size"], "`__slots__` of the base was changed"


@pytest.mark.hint("An inherited `__slots__` is not the class's own.")
def test_a_class_without_slots_adds_none():
    """A class without `__slots__` adds nothing to the slots of its bases."""
    assert slot_names(Middle) == ["width", "_height", "area"], written(Middle)
    assert slot_names(Loose3D) == [], written(Loose3D)
    assert slot_names(type("Both", (Base, slotted("Empty", ())), {})) == slot_names(Base)
    assert slot_names(type("Heir", (slotted("Box", ("__key",)),), {})) == ["_Box__key"]
    assert slot_names(object) == []
    assert slot_names(ValueError) == []


@pytest.mark.hint(
    "A string is iterable too. What would a loop over it give?",
    "The keys of a dict are the names; its values are docstrings for them.",
)
def test_takes_slots_of_every_kind():
    """`__slots__` can be a tuple, a list, a dict or a string; `__dict__` is no name of a slot."""
    assert slot_names(slotted("Box", ("size", "kind"))) == ["size", "kind"]
    assert slot_names(slotted("Box", ["size", "kind"])) == ["size", "kind"]
    assert slot_names(slotted("Box", {"size": "in litres", "kind": None})) == ["size", "kind"]
    assert slot_names(slotted("Box", "size")) == ["size"]
    assert slot_names(slotted("Box", ())) == []
    assert slot_names(slotted("Box", ("__weakref__", "size", "__dict__", "kind"))) == [
        "size",
        "kind",
    ]
    assert slot_names(slotted("Box", "__weakref__")) == []
    assert slot_names(slotted("Box", ("dict", "weakref"))) == ["dict", "weakref"]
    assert slot_names(slotted("Box", ["__dict__"], base=Base)) == ["width", "_height", "area"]


@pytest.mark.hint(
    "In the class `Box`, `self.__key` means `self._Box__key`. Which names does that concern?",
    "Underscores at the start of the class's name go; names that end in two are not private.",
)
def test_mangles_private_names():
    """A private name comes as Python mangles it, with the name of the class that has the slot."""
    box = slotted("Box", ("__key", "plain"))
    assert slot_names(box) == ["_Box__key", "plain"], written(box)
    assert slot_names(slotted("Crate", ("__key",), base=box)) == [
        "_Box__key",
        "plain",
        "_Crate__key",
    ]
    assert slot_names(slotted("_Box", "__key")) == ["_Box__key"]
    assert slot_names(slotted("Crate", "__lid", base=slotted("_Box", "__key"))) == [
        "_Box__key",
        "_Crate__lid",
    ]
    assert slot_names(slotted("Box", {"__key": "of iron"})) == ["_Box__key"]
    assert slot_names(slotted("__Box_", ["__key_"])) == ["_Box___key_"]
    assert slot_names(slotted("Box", ("_key", "__key__", "key__"))) == ["_key", "__key__", "key__"]

    class Local:
        __slots__ = ("__key",)

    assert slot_names(Local) == ["_Local__key"], written(Local)


class Roomy(Point):
    pass


class Tight(Roomy):
    __slots__ = ("size",)


class Open(Base):
    __slots__ = ("__dict__",)


@pytest.mark.hint(
    "The `vars()` of a class whose objects get a `__dict__` have an entry of that name.",
    "A class may have slots and objects with a dict. Who brought it in? Look along the `__mro__`.",
)
def test_finds_the_source_of_the_dict():
    """`dict_source` gives the class that brings the `__dict__` in, or None, for any class."""
    assert dict_source(Base) is None, written(Base)
    assert dict_source(Point3D) is None
    assert dict_source(slotted("Box", "__weakref__", base=abc.ABC)) is None
    assert dict_source(Loose) is Loose, written(Loose)
    assert dict_source(Loose3D) is Loose, written(Loose3D)
    assert dict_source(Roomy) is Roomy, written(Roomy)
    assert dict_source(Tight) is Roomy, written(Tight)
    assert dict_source(Open) is Open, written(Open)
    assert named(dict_source(slotted("Free", "__dict__"))) == "Free"
    assert named(dict_source(slotted("Noted", {"__dict__": "for all else"}))) == "Noted"
    assert dict_source(slotted("Box", "old__dict__")) is None
    assert dict_source(slotted("Wide", "size", base=Open)) is Open


class Age(int):
    pass


class Problem(ValueError):
    __slots__ = ()


class Late(Point, Loose):
    __slots__ = ()


class Latest(Late):
    pass


@pytest.mark.hint(
    "`object` and `int` have no `__slots__` and still no `__dict__`.",
    "With two bases, a class can have `__dict__` in its `vars()` because of the second.",
    "Go along the `__mro__` from its end.",
)
def test_finds_sources_among_built_in_and_several_bases():
    """The source may be a built-in class, and stand anywhere along the `__mro__`."""
    assert dict_source(object) is None
    assert dict_source(int) is None
    assert dict_source(Age) is Age, written(Age)
    assert dict_source(slotted("Years", (), base=int)) is None
    assert dict_source(slotted("Stack", (), base=collections.deque)) is None
    assert dict_source(Problem) is BaseException, written(Problem)
    assert dict_source(types.FunctionType) is types.FunctionType
    assert dict_source(Late) is Loose, written(Late)
    assert dict_source(Latest) is Loose, written(Latest)


@pytest.mark.hint("Everything that you need stands in the class and its bases.")
def test_makes_no_objects():
    """`slot_names` and `dict_source` make no object of the class, which may not even allow it."""
    made = []

    class Counted:
        __qualname__ = "Counted"
        __slots__ = ("number",)

        def __new__(cls):
            made.append(cls.__name__)
            return super().__new__(cls)

    class Loud(Counted):
        __qualname__ = "Loud"

    class Open(Counted):
        __qualname__ = "Open"
        __slots__ = ("__dict__",)

    class Shape(abc.ABC):
        __qualname__ = "Shape"

        @abc.abstractmethod
        def area(self): ...

    assert slot_names(Loud) == ["number"], written(Loud)
    assert dict_source(Counted) is None, written(Counted)
    assert dict_source(Loud) is Loud, written(Loud)
    assert dict_source(Shape) is Shape, "class Shape(abc.ABC) has an abstract method"
    assert dict_source(Open) is Open, written(Open)
    assert {"classes that objects were made of": made} == {"classes that objects were made of": []}
