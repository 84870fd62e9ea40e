"""Q42 · Slots: the answer and one way to build it.

## Answer

`__slots__` in a class body names the attributes that instances have room for. Each becomes a
descriptor on the class, and there is no per-instance `__dict__`, so objects are smaller, access is
at best slightly faster, and assigning any other name raises `AttributeError`. It pays for classes
with very many small objects; that it catches typos is a side effect, not the purpose. Since Python
shares dict keys between instances, the saving is smaller than it once was: measure it.

Inheritance needs care. A subclass without `__slots__` brings the dict back, one that repeats its
base's names wastes space, and two bases with non-empty slots cannot be combined. Weak references
need `"__weakref__"`, a slot cannot have a default as a class attribute, and pickling works from
protocol 2 on. Slots must be there when the class is made, so `dataclass(slots=True)` has to build
the class a second time.

## Notes

`__reduce__` serves copying and every pickle protocol at once. Zero-argument `super()` reads a
closure cell named `__class__`, which all functions of a class body share and which still holds the
first class after the rebuild; `dataclass(slots=True)` forgets to redirect it before Python 3.14.
"""

import functools
import inspect
from typing import Any


class Point:
    """A point in the plane."""

    __slots__ = ("x", "y", "__weakref__")

    def __init__(self, x: float = 0.0, y: float = 0.0) -> None:
        """Set the coordinates."""
        self.x = x
        self.y = y

    def coordinates(self) -> tuple[float, ...]:
        """Return all coordinates."""
        return (self.x, self.y)

    def __reduce__(self) -> tuple[type, tuple[float, ...]]:
        """Let copies and pickles call the class with the coordinates."""
        return type(self), self.coordinates()


class Point3D(Point):
    """A point in space."""

    __slots__ = ("z",)

    def __init__(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Set the coordinates."""
        super().__init__(x, y)
        self.z = z

    def coordinates(self) -> tuple[float, ...]:
        """Return all coordinates."""
        return (*super().coordinates(), self.z)


def slotted(cls: type | None = None, /, *, weakref: bool = False) -> Any:
    """Make a class like `cls` with slots, or without `cls` a decorator that does."""
    if cls is None:
        return functools.partial(slotted, weakref=weakref)
    inherited = cls.__mro__[1:]
    for base in inherited:
        if "__dict__" in vars(base):
            raise TypeError(f"objects of {base.__qualname__} have a __dict__")
    fields = tuple(inspect.get_annotations(cls))
    replaced = {*fields, "__dict__", "__weakref__"}
    namespace = {name: value for name, value in vars(cls).items() if name not in replaced}
    if weakref and not any("__weakref__" in vars(base) for base in inherited):
        fields += ("__weakref__",)
    namespace.update(__slots__=fields, __qualname__=cls.__qualname__)
    made = type(cls.__name__, cls.__bases__, namespace)
    _redirect_super(cls, made)
    return made


def _redirect_super(old: type, new: type) -> None:
    """Make `super()` and `__class__` in the functions of `old` mean `new`."""
    for value in vars(old).values():
        wrapped = (getattr(value, name, None) for name in ("__func__", "fget", "fset", "fdel"))
        for func in filter(inspect.isfunction, (value, *wrapped)):
            cells = dict(zip(func.__code__.co_freevars, func.__closure__ or (), strict=True))
            cell = cells.get("__class__")
            if cell is not None and cell.cell_contents is old:
                cell.cell_contents = new
