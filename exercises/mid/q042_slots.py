r"""Q42 · Slots: objects with room for fixed attributes and no dict.

Topics: slots, memory, classes, inheritance, introspection

"What is `__slots__` and why use it?" gets "it saves memory" for an answer. The interviewer then
asks what breaks: subclasses, defaults, weak references, pickling. Write two slotted classes by
hand. Then write two functions that say, of any class, which slots it has and who spoils them.

## Build

`Point(x=0.0, y=0.0)` makes an object with the attributes `x` and `y`. Arguments are given by
position or by keyword.

`Point3D(x=0.0, y=0.0, z=0.0)` is a subclass of `Point` with the attribute `z` besides.

`slot_names(cls)` returns a list of the names of all slots that objects of `cls` have.

- Slots of a base class stand before those of its subclass.
- Slots of one class stand in the order of its `__slots__`.
- `__slots__` may be a tuple, a list, a dict or a string, which names one slot.
- A private name comes as Python mangles it: the slot `__key` of a class `Box` or `_Box` is
  `_Box__key`.
- `__dict__` and `__weakref__` are left out.

`dict_source(cls)` returns the class that gives objects of `cls` their `__dict__`, or None if they
have none.

- It is a class of the `__mro__` whose objects have a `__dict__`, while those of its bases have
  none.
- It may be a built-in class, such as `BaseException`.

## Rules

- Objects of `Point` and `Point3D`, called points here, have no `__dict__`.
- Each attribute of a point can be assigned, and assigning any other raises `AttributeError`.
- `Point` has the slots `x` and `y` besides `__weakref__`, and `Point3D` adds `z` alone.
- Points can be weakly referenced.
- `copy.copy` and `copy.deepcopy` give a new point of the same class with the same coordinates.
- `pickle` does so too, with every protocol from 0 on.
- A thousand points take at most 0.9 of the memory of a thousand such objects without slots, as
  `tracemalloc` counts it.
- `slot_names` and `dict_source` make no object of `cls`.
- A class without `__slots__` adds no slots, whatever its bases have.

## Left open

- A name that two classes of the `__mro__` have as a slot.
- `__slots__` that is an iterator.
- A class that was renamed, or whose `__slots__` were changed, after it was made, and names of
  nothing but underscores.
- A class of which several bases bring in a `__dict__`, or which defines it as a property, and
  metaclasses.
- Points of which an attribute was deleted, and objects of further subclasses of `Point`.
- Built-in classes whose objects hide their `__dict__`.

## Example

    >>> point = Point3D(1, z=3)
    >>> point.x, point.y, point.z
    (1, 0.0, 3)
    >>> slot_names(Point3D)
    ['x', 'y', 'z']
    >>> class Pixel(Point):
    ...     pass
    >>> dict_source(Point3D), dict_source(Pixel) is Pixel
    (None, True)
"""


class Point:
    """A point in the plane."""

    def __init__(self, x: float = 0.0, y: float = 0.0) -> None:
        """Set the coordinates."""
        raise NotImplementedError


class Point3D(Point):
    """A point in space."""

    def __init__(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Set the coordinates."""
        raise NotImplementedError


def slot_names(cls: type) -> list[str]:
    """Return the names of all slots of objects of `cls`, those of base classes first."""
    raise NotImplementedError


def dict_source(cls: type) -> type | None:
    """Return the class that brings in the `__dict__` of objects of `cls`, if they have one."""
    raise NotImplementedError
