"""Q23 · Metaclasses: the answer and one way to build it.

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

## Notes

The `/` leaves names such as `bases` free for class keywords. The root's `registry` is found on
descendants by plain inheritance. The singleton's lock is
re-entrant because a constructor may ask for another singleton; one lock for all classes cannot
deadlock with itself, which a lock a class can. A dict from class to object, unlike an inherited
attribute, keeps a subclass from finding the object of its base.
"""

import threading
from typing import Any


class PluginMeta(type):
    """Registers every concrete subclass of a root class by name."""

    registry: dict[str, type]

    def __new__(
        mcs,
        cls_name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        abstract: bool = False,
        name: str | None = None,
        **keywords: Any,
    ) -> "PluginMeta":
        """Make the class and register it. (`type.__init__` ignores the keywords.)"""
        cls = super().__new__(mcs, cls_name, bases, namespace, **keywords)
        if not any(isinstance(base, PluginMeta) for base in bases):
            cls.registry = {}
        elif not abstract:
            name = cls_name if name is None else name
            if name in cls.registry:
                raise ValueError(f"the name {name!r} is taken by {cls.registry[name]!r}")
            cls.registry[name] = cls
        return cls


class SingletonMeta(type):
    """Lets each of its classes have a single object."""

    _objects: dict[type, Any] = {}
    _lock = threading.RLock()

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the object of `cls`, constructed by the first call."""
        with SingletonMeta._lock:
            if cls not in SingletonMeta._objects:
                SingletonMeta._objects[cls] = super().__call__(*args, **kwargs)
            return SingletonMeta._objects[cls]
