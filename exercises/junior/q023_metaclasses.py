r"""Q23 · Metaclasses: change what a `class` statement and a call of a class do.

Topics: metaclasses, classes, design-patterns

A metaclass is the class of a class, and an interviewer wants to hear what that is good for. Write
the two classic examples. One acts when a class is made, the other when an object is made from it.

## Build

`PluginMeta(type)` is a metaclass that registers classes by name.

- A class is a root if none of its bases was made by `PluginMeta`.
- A root gets an empty dict as its attribute `registry` and is not registered itself.
- Every other class is registered as it is made: `registry[cls.__name__] = cls`.
- Its attribute `registry` is the very dict of its root.
- The class keyword `abstract=True` keeps a class out of the registry. A subclass of an abstract
  class is registered unless it is abstract itself.
- Class keywords other than `abstract` go on to `__init_subclass__`.

`SingletonMeta(type)` is a metaclass whose classes have one object each.

- The first call of a class constructs the object from the arguments.
- Every later call returns that very object, whatever the arguments are, and does not run
  `__init__`.

## Rules

- A class that would be registered under a name already taken raises `ValueError`. The message
  contains the `repr` of the name, and the registry keeps the first class.
- Each root has a registry of its own.
- A subclass of a singleton class has an object of its own, whichever class is called first.
- An object that is false is kept like any other.
- If `__init__` raises an `Exception`, it reaches the caller, and the next call constructs anew.

## Left open

Threads, classes with two roots, `registry` or `__new__` defined in a class or its plain bases,
metaclasses that inherit from these, whether `__init_subclass__` runs for a class that is refused,
and an `__init__` that calls a singleton class.

## Example

    >>> class Exporter(metaclass=PluginMeta):
    ...     pass
    >>> class TextExporter(Exporter, abstract=True):
    ...     pass
    >>> class Csv(TextExporter):
    ...     pass
    >>> Exporter.registry == {"Csv": Csv}
    True
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
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        abstract: bool = False,
        **keywords: Any,
    ) -> "PluginMeta":
        """Make the class and register it. (`type.__init__` ignores the keywords.)"""
        raise NotImplementedError


class SingletonMeta(type):
    """Lets each of its classes have a single object."""

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        """Return the object of `cls`, constructed by the first call."""
        raise NotImplementedError
