"""Q41 · Descriptors: put the rules of an attribute into an object of its own.

Topics: descriptors, validation, inheritance, caching

An interviewer who asks what a descriptor is wants to hear what `obj.name` really does, and why a
property, a method and a column of an ORM all work alike. Write three descriptors that any class can
use: two that check what is assigned, and one that computes when it is first read.

## Build

`Typed(kind)` is a data descriptor for an attribute that holds an instance of `kind`, a class or a
tuple of classes, as `isinstance` sees it.

- `name` is the name of the attribute in the class. Python tells it to the descriptor when the
  class is made, and nothing asks for it earlier.
- `validate(value)` returns `None`, or raises `TypeError` if the value is of another type.
- Assigning calls `validate`, on each assignment, and keeps the value only if it returns.
- Reading gives the value that was assigned last. `del` takes it away. Reading or deleting an
  attribute that has no value raises `AttributeError`.

`Bounded(kind, low=None, high=None)` is a `Typed`. Its `validate` makes the test of `Typed` first,
then raises `ValueError` unless `low <= value <= high`. A bound that is `None` does not limit.
`Bounded(...)` itself raises `ValueError` if both bounds are given and `low > high`.

`Lazy(func)` is a non-data descriptor, used as a decorator or as `name = Lazy(func)`. The first read
on an object calls `func(obj)` and keeps the result, which later reads give without a call. If
`func` raises, the exception reaches the reader and nothing is kept. `__doc__` is that of `func`.

## Rules

- Values, also those of `Lazy`, stand in the `__dict__` of the object under the attribute's name in
  the class, and nowhere else. That name can differ from the name of `func`.
- Read on the class, each of the three gives the descriptor itself.
- Each error raised on reading, assigning or deleting names the attribute; those of `validate` also
  contain the `repr` of the value.
- NaN is neither above nor below any number: one bound is enough to refuse it, but it passes if
  both are `None`.
- A class derived from `Typed` or `Bounded` may extend `validate`; assigning calls the extended one.
- A subclass of a class with such attributes may declare one of them again, with other rules. The
  base class keeps its own.
- As `Lazy` is no data descriptor, what stands in the `__dict__` comes first: assigning replaces the
  result, `del` makes the next read compute anew.
- You may not use `property` or `functools.cached_property`. The methods that make a class a
  descriptor are yours to add.

## Example

    >>> class Box:
    ...     width = Bounded((int, float), low=0)
    ...     label = Typed(str)
    ...     @Lazy
    ...     def area(self):
    ...         print("computing")
    ...         return self.width ** 2
    >>> box = Box()
    >>> box.width = 3
    >>> box.area, box.area
    computing
    (9, 9)
    >>> vars(box)
    {'width': 3, 'area': 9}
    >>> Box.width.name
    'width'
"""

from collections.abc import Callable
from typing import Any


class Typed:
    """An attribute that holds instances of `kind`."""

    def __init__(self, kind: type | tuple[type, ...]) -> None:
        """Remember the class, or the classes, that are allowed."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Refuse a value of another type."""
        raise NotImplementedError


class Bounded(Typed):
    """A typed attribute whose values lie from `low` to `high`, both included."""

    def __init__(self, kind: type | tuple[type, ...], low: Any = None, high: Any = None) -> None:
        """Remember the bounds; `None` does not limit."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Refuse a value of another type or out of bounds."""
        raise NotImplementedError


class Lazy:
    """An attribute that `func` computes when it is first read."""

    def __init__(self, func: Callable[[Any], Any]) -> None:
        """Remember the function."""
        raise NotImplementedError
