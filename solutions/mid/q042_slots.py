r"""Q42 · Slots: the answer and one way to build it.

## Answer

`__slots__` in a class body names the attributes that instances have room for. Each becomes a
descriptor on the class, and there is no per-instance `__dict__`, so objects are smaller, access is
at best slightly faster, and assigning any other name raises `AttributeError`. It pays for classes
with very many small objects; that it catches typos is a side effect, not the purpose. Since Python
shares dict keys between instances, and from 3.11 on makes the dict itself only on demand, the
saving is smaller than it once was: measure it.

Inheritance needs care. A subclass without `__slots__` brings the dict back, one that repeats its
base's names wastes space, and two bases with non-empty slots cannot be combined. Weak references
need `"__weakref__"`, a slot cannot have a default as a class attribute, and pickling works from
protocol 2 on only. Slots must be there when the class is made, so `dataclass(slots=True)` has to
build the class a second time.

## Follow-ups

- **Why does a slot clash with a class attribute of its name?** The slot is itself a descriptor in
  the class's namespace under that name, so `__slots__ = ("x",)` with `x = 0` raises `ValueError`.
- **Does `functools.cached_property` work on a slotted class?** No, it keeps its result in the
  `__dict__`. Give the class a slot for the result, or `"__dict__"` among its slots.
- **What else makes a million records smaller?** Columns instead of objects: `array`, NumPy or
  pandas. Each slotted object still has a header and refers to boxed values.

## Notes

`__reduce__` serves copying and every pickle protocol at once. `__getstate__` with `__setstate__`
would do it too, and would also carry what subclasses add to the state, but runs past `__init__`.
`slot_names` reads `__slots__` and not the descriptors, as Python sorts those by name. A class whose
objects get a dict has the descriptor of it, `__dict__`, in its namespace. So has a slotted class
with a second base that gives a dict, and therefore `dict_source` goes from the far end of the
`__mro__`. Making an object and asking it would not say which class it was.
"""


class Point:
    """A point in the plane."""

    __slots__ = ("x", "y", "__weakref__")

    def __init__(self, x: float = 0.0, y: float = 0.0) -> None:
        """Set the coordinates."""
        self.x = x
        self.y = y

    def __reduce__(self) -> tuple[type, tuple[float, ...]]:
        """Let copies and pickles call the class with the coordinates."""
        return type(self), (self.x, self.y)


class Point3D(Point):
    """A point in space."""

    __slots__ = ("z",)

    def __init__(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Set the coordinates."""
        super().__init__(x, y)
        self.z = z

    def __reduce__(self) -> tuple[type, tuple[float, ...]]:
        """Let copies and pickles call the class with the coordinates."""
        return type(self), (self.x, self.y, self.z)


def slot_names(cls: type) -> list[str]:
    """Return the names of all slots of objects of `cls`, those of base classes first."""
    names = []
    for base in reversed(cls.__mro__):
        slots = vars(base).get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__"):
                names.append(mangled(name, base))
    return names


def mangled(name: str, owner: type) -> str:
    """Return the name under which the private attributes of a class are found."""
    prefix = owner.__name__.lstrip("_")
    is_private = name.startswith("__") and not name.endswith("__")
    return f"_{prefix}{name}" if is_private else name


def dict_source(cls: type) -> type | None:
    """Return the class that brings in the `__dict__` of objects of `cls`, if they have one."""
    for base in reversed(cls.__mro__):
        if "__dict__" in vars(base):
            return base
    return None
