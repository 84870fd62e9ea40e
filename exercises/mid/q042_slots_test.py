"""Checks for Q42 · Slots."""

import copy
import pickle
import struct
import sys
import tracemalloc
import types
import weakref
from dataclasses import dataclass, field

import pytest
from q042_slots import Point, Point3D, slotted

BOTH = pytest.mark.parametrize("cls", [Point, Point3D])


@pytest.mark.hint(
    "Slotted attributes are assigned and read like any others.",
    "`Point3D` can leave `x` and `y` to `super().__init__`.",
)
def test_points_hold_their_coordinates():
    """Points take coordinates by position or name, default to 0.0, and can be changed."""
    made = [Point(), Point(1), Point(y=2), Point3D(), Point3D(1, 2, 3), Point3D(z=4)]
    assert [point.coordinates() for point in made] == [
        (0.0, 0.0),
        (1, 0.0),
        (0.0, 2),
        (0.0, 0.0, 0.0),
        (1, 2, 3),
        (0.0, 0.0, 4),
    ]
    assert [type(value) for value in Point3D().coordinates()] == [float, float, float]
    point = made[4]
    point.x, point.z = 10, 30
    assert (point.x, point.y, point.z, point.coordinates()) == (10, 2, 30, (10, 2, 30))


@BOTH
@pytest.mark.hint(
    "`__slots__` in a class body names the attributes that objects have room for.",
    "A class without `__slots__` gives its objects a `__dict__`, whatever its bases do.",
)
def test_points_have_no_room_for_more(cls):
    """Points have no `__dict__`, and another attribute raises `AttributeError`."""
    point = cls(1, 2)
    with pytest.raises(AttributeError, match="colour"):
        point.colour = "red"
    assert hasattr(point, "__dict__") is False, f"an object of {cls.__name__} has a __dict__"


@pytest.mark.hint("A subclass names only the attributes that it adds; the rest it inherits.")
def test_point3d_adds_one_slot():
    """`Point3D` derives from `Point` and adds the slot `z`, and no second `x` or `y`."""
    assert Point3D.__bases__ == (Point,)
    slots = [name for name, value in vars(Point3D).items() if is_slot(value)]
    assert slots == ["z"]
    grown = Point3D.__basicsize__ - Point.__basicsize__
    assert grown == struct.calcsize("P"), f"a Point3D is {grown} bytes larger than a Point"


def is_slot(value):
    return isinstance(value, types.MemberDescriptorType)


@BOTH
@pytest.mark.hint("A weak reference needs room in the object as well: a slot with a special name.")
def test_points_can_be_weakly_referenced(cls):
    """A weak reference to a point can be made, and gives the point."""
    point = cls(1, 2)
    assert weakref.ref(point)() is point


@BOTH
@pytest.mark.hint(
    "From protocol 2 on slots are pickled without your help; 0 and 1 know only the `__dict__`.",
    "`__reduce__` may return a callable and the arguments that make the object again.",
)
def test_points_can_be_copied_and_pickled(cls):
    """Copies and pickles of every protocol are points of the same class and coordinates."""
    point = cls(1, y=2)
    point.x = 7
    copies = [copy.copy(point), copy.deepcopy(point)]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        copies.append(pickle.loads(pickle.dumps(point, protocol)))
    expected = (cls, point.coordinates())
    assert expected[1][:2] == (7, 2)
    assert [(type(c), c.coordinates()) for c in copies] == [expected] * len(copies)
    assert all(c is not point for c in copies), "a copy is the point itself"


def memory_of_thousand(cls):
    """The bytes that a thousand objects take."""
    tracemalloc.start()
    try:
        objects = [None] * 1000
        before = tracemalloc.get_traced_memory()[0]
        for index in range(1000):
            objects[index] = cls()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


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
def test_points_take_less_memory(cls, loose):
    """A thousand points take at least a tenth less memory than objects without slots."""
    actual, limit = memory_of_thousand(cls), 0.9 * memory_of_thousand(loose)
    assert 0 < actual <= limit, f"{actual} bytes, expected at most {limit:.0f}"


def make_pair():
    """Two slotted classes, and the class that the first was made of."""

    class Pixel:
        """A dot."""

        __qualname__ = "Picture.Pixel"
        row: int
        column: "int"
        depth = 24

        def __init__(self, row, column):
            self.row, self.column = row, column

        def place(self):
            return (self.row, self.column)

    first = slotted(Pixel)

    @slotted()
    class Dot(first):
        colour: str

    return first, Dot, Pixel


@pytest.mark.hint(
    "Slots set on a finished class do nothing: make another class with `type(name, bases, body)`.",
    "Start from `vars(cls)`, without the entries that belong to the old class alone.",
    "`inspect.get_annotations(cls)` gives the fields of this class, without those of its bases.",
)
def test_slotted_makes_slots_of_the_annotations():
    """Annotated names become the slots, in order, in a subclass only its own; nothing else fits."""
    first, second, _ = make_pair()
    assert (first.__slots__, second.__slots__) == (("row", "column"), ("colour",))
    dot = second(1, 2)
    dot.colour = "red"
    assert (dot.place(), dot.colour, first(3, 4).place()) == ((1, 2), "red", (3, 4))
    for obj in (dot, first(3, 4)):
        with pytest.raises(AttributeError, match="size"):
            obj.size = 1
        assert hasattr(obj, "__dict__") is False, f"a {type(obj).__name__} has a __dict__"


@pytest.mark.hint(
    "Compare `vars()` of both classes.",
    "A body given to `type` may contain `__qualname__`, which `vars(cls)` lacks.",
    "Pickle looks for a class by its module and its qualified name.",
)
def test_slotted_keeps_what_the_class_is(monkeypatch):
    """Names, docstring, bases, annotations and attributes stay; objects copy and pickle."""
    first, second, plain = make_pair()
    assert first is not plain, "slotted returned the class itself"
    assert (type(first), first.__name__, first.__doc__) == (type, "Pixel", "A dot.")
    assert (first.__module__, first.__qualname__) == (__name__, "Picture.Pixel")
    assert first.__annotations__ == {"row": int, "column": "int"}
    assert (first.__bases__, second.__bases__) == ((object,), (first,))
    assert (first.depth, first.place) == (24, plain.place)
    picture = types.SimpleNamespace(Pixel=first)
    monkeypatch.setattr(sys.modules[__name__], "Picture", picture, raising=False)
    pixel = first(3, [4])
    copies = [copy.copy(pixel), copy.deepcopy(pixel), pickle.loads(pickle.dumps(pixel))]
    assert [(type(c), c.row, c.column) for c in copies] == [(first, 3, [4])] * 3


@pytest.mark.hint(
    "A name cannot be a slot and an attribute of the class body at once: leave it out."
)
def test_slotted_dataclass_keeps_its_defaults():
    """A `@dataclass` with defaults under `@slotted` works as before, without a `__dict__`."""

    @slotted
    @dataclass
    class Pixel:
        row: int
        column: int = 7
        tags: list = field(default_factory=list)

    one, two = Pixel(1), Pixel(row=1, column=7)
    one.tags.append("new")
    assert (two.tags, one == two, one == Pixel(1, 7, ["new"])) == ([], False, True)
    assert repr(two).endswith("Pixel(row=1, column=7, tags=[])"), f"the repr is {two!r}"
    assert Pixel.__slots__ == ("row", "column", "tags")
    assert isinstance(Pixel.column, types.MemberDescriptorType), "the default is still there"
    assert hasattr(two, "__dict__") is False, "an object has a __dict__"


class Shape:
    def area(self):
        return __class__


@pytest.mark.hint(
    "`super()` finds its class in a closure cell named `__class__`, which holds the old class.",
    "Look in `func.__code__.co_freevars` for its place in `func.__closure__`.",
    "Set `cell_contents`, if it is the old class; see also behind `__func__`, `fget` and the like.",
)
def test_super_means_the_new_class():
    """`super()` and `__class__` work in every kind of function of a slotted class."""

    class Base:
        __slots__ = ("x",)

        def value(self):
            return 1

    @slotted
    class Method(Base):
        def value(self):
            return super().value() + 1

    @slotted
    class ClassMethod(Base):
        @classmethod
        def make(cls):
            return super().__new__(cls)

    @slotted
    class StaticMethod(Base):
        area = Shape.area

        @staticmethod
        def own():
            return __class__

    @slotted
    class Getter(Base):
        total = property(lambda self: super().value() + 1)

    @slotted
    class Setter(Base):
        total = property(None, lambda self, value: super().__setattr__("x", value))

    @slotted
    class Deleter(Base):
        total = property(None, None, lambda self: super().__delattr__("x"))

    assert (Method().value(), Getter().total) == (2, 2)
    assert type(ClassMethod.make()) is ClassMethod
    setter, deleter = Setter(), Deleter()
    setter.total = deleter.x = 5
    del deleter.total
    assert (setter.x, hasattr(deleter, "x")) == (5, False)
    assert StaticMethod.own() is StaticMethod, "`__class__` is not the new class"
    assert StaticMethod().area() is Shape, "a borrowed function lost its own `__class__`"


@pytest.mark.hint(
    "The decorator is called with the class, or with options and then with the class.",
    "One `__weakref__` in the line of bases is enough; a second is an error.",
)
def test_slotted_allows_weak_references_when_asked():
    """With `weakref=True` objects can be weakly referenced, otherwise only if a base allows it."""

    @slotted
    class Base:
        x: int

    @slotted(weakref=True)
    class Watched(Base):
        y: int

    @slotted(weakref=True)
    class Again(Watched):
        z: int

    @slotted
    class Inherits(Again):
        pass

    slots = [cls.__slots__ for cls in (Base, Watched, Again, Inherits)]
    assert slots == [("x",), ("y", "__weakref__"), ("z",), ()]
    for cls in (Watched, Again, Inherits):
        obj = cls()
        assert weakref.ref(obj)() is obj
    with pytest.raises(TypeError, match="Base"):
        weakref.ref(Base())


@pytest.mark.hint(
    "An object has a dict if any class in the line of its bases gives it one.",
    "The `vars()` of the class that does have an entry `__dict__`; look through the `__mro__`.",
)
def test_slotted_refuses_bases_with_a_dict():
    """A base class, direct or not, that gives objects a `__dict__` raises a `TypeError`."""

    @slotted
    class Pixel:
        row: int

    class Roomy(Pixel):
        pass

    class Tight(Roomy):
        __slots__ = ("size",)

    class Plain:
        weight: int

    children = [types.new_class("Child", bases) for bases in ((Roomy,), (Tight,), (Tight, Pixel))]
    for cls in children:
        with pytest.raises(TypeError, match="Roomy"):
            slotted(cls)
    assert slotted(Plain).__slots__ == ("weight",)
