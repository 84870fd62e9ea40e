"""Q23 · Metaclasses: change what a `class` statement and a call of a class do.

Topics: metaclasses, classes, design-patterns, threads

A metaclass is the class of a class, and an interviewer wants to hear what that is good for. Write
the two classic examples: one acts when a class is made, the other when an object is made from it.

## Build

`PluginMeta(type)` registers classes by name when their `class` statement is executed.

- A class none of whose bases was made by `PluginMeta` is a root. It gets an empty dict as its
  attribute `registry` and is not registered itself.
- Every other class is registered in the dict of its root, `registry[name] = cls`, unless it is
  abstract. It gets no dict of its own: `registry` is the same dict on all descendants of a root.
- Two class keywords are for `PluginMeta`. `abstract=True` marks a class as abstract; it does not
  carry over to subclasses. `name="..."` gives the name to register; the default is the class's
  `__name__`. Both may be left out.

`SingletonMeta(type)` lets a class have one object: the first call constructs it, every later call
returns that object. The arguments of later calls are ignored; `__new__` and `__init__` do not run
again.

## Rules

- A class whose name is already in the registry raises `ValueError` with that name in its text. The
  registry keeps the first class.
- All other class keywords go on to `__init_subclass__` as in any class.
- Roots, also ones with plain base classes, share nothing. No class will have two roots.
- A subclass of a singleton class is a singleton of its own: it has another object than its base,
  whichever is called first.
- It does not matter whether the object is true or false.
- If the constructor raises, the exception reaches the caller, no object is kept, and the next call
  constructs anew.
- When several threads make the first call at the same time, the constructor runs once and all get
  the same object.
- The constructor of one singleton may call another singleton class.

## Example

    >>> class Exporter(metaclass=PluginMeta):
    ...     pass
    >>> class TextExporter(Exporter, abstract=True):
    ...     pass
    >>> class CsvExporter(TextExporter, name="csv"):
    ...     pass
    >>> {name: cls.__name__ for name, cls in Exporter.registry.items()}
    {'csv': 'CsvExporter'}
    >>> class Settings(metaclass=SingletonMeta):
    ...     def __init__(self, path="default.toml"):
    ...         self.path = path
    >>> Settings("mine.toml") is Settings(), Settings().path
    (True, 'mine.toml')
"""

from typing import Any


class PluginMeta(type):
    """Registers every concrete subclass of a root class by name."""

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
        raise NotImplementedError


class SingletonMeta(type):
    """Lets each of its classes have a single object."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the object of `cls`, constructed by the first call."""
        raise NotImplementedError
