r"""Q41 · Descriptors: the answer and one way to build it.

## Answer

A descriptor is an object, stored as a class attribute, whose class defines `__get__`, `__set__` or
`__delete__`. Attribute access on an instance then calls these methods instead of just looking into
a dict. With `__set__` or `__delete__` it is a data descriptor and goes before the instance's
`__dict__`; with `__get__` alone it is a non-data descriptor and the `__dict__` wins.
`__set_name__` tells it the name it was assigned to.

Descriptors put logic about one attribute into a reusable class: validation, computed or cached
values, access control. Much of Python rests on them: `property`, `classmethod`, `staticmethod`,
slots, and plain functions, whose `__get__` binds `self`. `functools.cached_property` is a non-data
one. Django and SQLAlchemy put descriptors behind a model's columns and relations. The usual mistake
is to keep the value on the descriptor, where all instances share it; keep it in the instance. For a
single attribute a `property` is simpler.

## Follow-ups

- **In which order does `obj.name` look?** First a data descriptor on the type, along its
  `__mro__`; then the object's `__dict__`; then any other class attribute, a non-data descriptor
  through its `__get__`; at last `__getattr__`.
- **Why can a property without a setter not be assigned?** `property` defines `__set__` in any
  case, so it is a data descriptor; without a setter that method raises `AttributeError`.
- **Is a cached attribute safe among threads?** Two threads can both find nothing and both compute.
  `functools.cached_property` had a lock until 3.11, which blocked all objects of the class at once;
  3.12 removed it.
- **Where does the value go if the class has slots?** Into another slot under another name, or into
  a `WeakKeyDictionary` on the descriptor, which needs objects that can be hashed and weakly
  referenced.

## Notes

A data descriptor may keep its value in the `__dict__` under its own name, as it is asked first
anyway; copying, pickling and `vars()` then just work. `Lazy` relies on the opposite: once the
result is in the `__dict__`, `__get__` is not even called. A `Lazy` with `__set__` and `__delete__`
could do the same, and refuse assignments, but would cost a call on every read. `not low <= value`
instead of `value < low` is what refuses NaN.
"""

from collections.abc import Callable
from typing import Any


class Typed:
    """An attribute that holds instances of `kind`."""

    def __init__(self, kind: type | tuple[type, ...]) -> None:
        """Remember the class, or the classes, that are allowed."""
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the name of the attribute."""
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Give the object's value, or on the class the descriptor."""
        if instance is None:
            return self
        try:
            return vars(instance)[self.name]
        except KeyError:
            raise AttributeError(f"{self.name} has no value") from None

    def __set__(self, instance: Any, value: Any) -> None:
        """Keep a value that is valid."""
        self.validate(value)
        vars(instance)[self.name] = value

    def __delete__(self, instance: Any) -> None:
        """Take the value away."""
        try:
            del vars(instance)[self.name]
        except KeyError:
            raise AttributeError(f"{self.name} has no value to delete") from None

    def validate(self, value: Any) -> None:
        """Refuse a value of another type."""
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be of type {self.kind}, got {value!r}")


class Bounded(Typed):
    """A typed attribute whose values lie from `low` to `high`, both included."""

    def __init__(self, kind: type | tuple[type, ...], low: Any = None, high: Any = None) -> None:
        """Remember the bounds; None does not limit."""
        super().__init__(kind)
        if low is not None and high is not None and low > high:
            raise ValueError(f"no value lies from {low!r} to {high!r}")
        self.low = low
        self.high = high

    def validate(self, value: Any) -> None:
        """Refuse a value of another type or out of bounds."""
        super().validate(value)
        if self.low is not None and not self.low <= value:
            raise ValueError(f"{self.name} must be at least {self.low!r}, got {value!r}")
        if self.high is not None and not value <= self.high:
            raise ValueError(f"{self.name} must be at most {self.high!r}, got {value!r}")


class Lazy:
    """An attribute that `func` computes when it is first read."""

    def __init__(self, func: Callable[[Any], Any]) -> None:
        """Remember the function."""
        self.func = func

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the name of the attribute."""
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Compute and keep the value, or on the class give the descriptor."""
        if instance is None:
            return self
        value = vars(instance)[self.name] = self.func(instance)
        return value
