r"""Q23 · Metaclasses: the answer and one way to build it.

## Answer

Classes are objects, and a metaclass is the class of a class. The default is `type`, which makes a
class from a name, the bases and a namespace. You write your own as `class Meta(type)` and use it
with `class Model(metaclass=Meta)`; subclasses inherit it. Its `__new__` and `__init__` run when a
`class` statement is executed, so it can validate the definition, add attributes, collect fields as
ORMs such as Django do, or register plugins. Its `__prepare__` supplies the namespace, and its
`__call__` runs when the class is called, which is where a singleton is enforced.

Metaclasses are powerful and rarely needed. They are hard to follow, and a class with bases of two
unrelated metaclasses cannot be made. Often `__init_subclass__`, `__set_name__` or a class decorator
does the same with less, and for a singleton a module or a cached function is enough.

## Follow-ups

- **When is `__init_subclass__` not enough?** It runs for subclasses only and after the class was
  made. A metaclass can also act on the first class, supply the namespace, change what a call of the
  class does, and give the class itself operators, as `len(Color)` has for an enum.
- **What is a metaclass conflict?** The metaclass of a class must be a subclass of those of all its
  bases; otherwise the `class` statement raises `TypeError`. A metaclass that inherits from both
  cures it.
- **Why does a singleton made in `__new__` go wrong?** `type.__call__` calls `__init__` after
  `__new__` every time, so each call initialises the one object again.
- **What about annotations?** Since Python 3.14 they are evaluated when asked for, so the namespace
  usually holds no `__annotations__`. Ask the finished class, with `annotationlib.get_annotations`.

## Notes

The `/` leaves `name` and `bases` free for class keywords. Descendants find their root's `registry`
by plain inheritance. The dict from class to object, unlike an inherited attribute, keeps a subclass
from finding the object of its base.

With threads, two first calls may both find no object. A lock held while one looks, constructs and
keeps cures that; it must be re-entrant, because a constructor may ask for another singleton. Its
price: while one constructor runs, first calls of all other classes wait too, and a constructor that
waits for a thread which makes a singleton itself waits for ever.
"""

from typing import Any


class PluginMeta(type):
    """Registers every concrete subclass of a root class by name."""

    registry: dict[str, type]

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        abstract: bool = False,
        **keywords: Any,
    ) -> "PluginMeta":
        """Make the class and register it. (`type.__init__` ignores the keywords.)"""
        cls = super().__new__(mcs, name, bases, namespace, **keywords)
        if not any(isinstance(base, PluginMeta) for base in bases):
            cls.registry = {}
        elif not abstract:
            if name in cls.registry:
                raise ValueError(f"the name {name!r} is taken by {cls.registry[name]!r}")
            cls.registry[name] = cls
        return cls


class SingletonMeta(type):
    """Lets each of its classes have a single object."""

    _objects: dict[type, Any] = {}

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        """Return the object of `cls`, constructed by the first call."""
        if cls not in SingletonMeta._objects:
            SingletonMeta._objects[cls] = super().__call__(*args, **kwargs)
        return SingletonMeta._objects[cls]
