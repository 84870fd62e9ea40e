"""Q42 · Slots: objects with a fixed set of attributes and no dict.

Topics: slots, memory, classes, inheritance, decorators

"What is `__slots__` and why use it?" is quickly answered with "it saves memory". The interviewer
then asks what breaks: subclasses, defaults, weak references, pickling. Write two slotted classes by
hand, then a decorator that slots any class, as `dataclass(slots=True)` does inside.

## Build

`Point(x=0.0, y=0.0)` has the attributes `x` and `y`, which can be assigned, and no others.
`coordinates()` returns the tuple `(x, y)`.

`Point3D(x=0.0, y=0.0, z=0.0)` is a subclass of `Point` that adds the attribute `z`.
`coordinates()` returns `(x, y, z)`. The class itself adds a slot for `z` only.

`slotted(cls)` returns a new class that is like `cls`, but has a slot for each field. The fields are
the names annotated in the class body of `cls`, in that order. It is used as `@slotted`, as
`@slotted()` or, for objects that can be weakly referenced, as `@slotted(weakref=True)`.

## Rules

For `Point` and `Point3D`:

- Objects have no `__dict__`; assigning another attribute raises `AttributeError`.
- Objects can be weakly referenced.
- `copy.copy`, `copy.deepcopy` and `pickle`, with every protocol from 0 on, give an object of the
  same class with the same coordinates.
- A thousand points take, as `tracemalloc` counts, at least a tenth less memory than a thousand
  objects of the same class without slots.

For a class made by `slotted`:

- Its `__slots__` is the tuple of the fields, with `"__weakref__"` at the end for `weakref=True`,
  unless a base class allows weak references already. Without it, only a base class can allow them.
- Name, qualified name, module, docstring, bases and annotations are those of `cls`. All attributes
  but the fields, functions too, are the same objects as in `cls`.
- The value that a field has in the class body, its default, is not in the new class: the slot takes
  the place. A `@dataclass` under `@slotted` has put the default into `__init__` by then, and works
  as before.
- Zero-argument `super()` and `__class__` work, and mean the new class, in methods, class methods,
  static methods and the functions of a property. A function borrowed from an unrelated class
  (`area = Shape.area`) keeps its own `__class__`.
- Objects can be copied, and pickled with the default protocol, if `cls` defines nothing against it.
- If any base class, direct or not, gives its objects a `__dict__`, `slotted` raises `TypeError`,
  naming the class that brings it in, not one that inherits it: slots would save nothing. A base may
  be slotted in whatever way.
- The class given has no `__slots__`, no metaclass of its own, no `ClassVar`, and no field that a
  base has a slot for. It is no frozen dataclass, and need not work any more afterwards.

## Example

    >>> Point3D(1, 2).coordinates()
    (1, 2, 0.0)
    >>> @slotted
    ... class Pixel:
    ...     row: int
    ...     column: int
    ...     def __init__(self, row, column):
    ...         self.row, self.column = row, column
    >>> Pixel.__slots__
    ('row', 'column')
    >>> Pixel(3, 4).colour = "red"
    Traceback (most recent call last):
        ...
    AttributeError: 'Pixel' object has no attribute 'colour'
"""

from typing import Any


class Point:
    """A point in the plane."""

    def __init__(self, x: float = 0.0, y: float = 0.0) -> None:
        """Set the coordinates."""
        raise NotImplementedError

    def coordinates(self) -> tuple[float, ...]:
        """Return all coordinates."""
        raise NotImplementedError


class Point3D(Point):
    """A point in space."""

    def __init__(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Set the coordinates."""
        raise NotImplementedError

    def coordinates(self) -> tuple[float, ...]:
        """Return all coordinates."""
        raise NotImplementedError


def slotted(cls: type | None = None, /, *, weakref: bool = False) -> Any:
    """Make a class like `cls` with slots, or without `cls` a decorator that does."""
    raise NotImplementedError
