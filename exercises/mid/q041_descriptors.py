r"""Q41 · Descriptors: put the rules of an attribute into an object of its own.

Topics: descriptors, validation, inheritance, caching

What is a descriptor? The answer tells what `obj.name` does, and why properties and methods work
alike. Write two that check what is assigned, and one that computes when first read.

## Build

`Typed(kind)` is for an attribute that holds an instance of `kind`, a class or a tuple of classes.

- Assigning keeps the very object, and reading gives what was assigned last.
- `del` takes the value away.
- Without a value, reading and deleting raise an `AttributeError` that contains the attribute's
  name.
- `name` is the name of the attribute in the class.
- `validate(value)` returns None for a value that `isinstance` accepts, and raises `TypeError` for
  any other.
- Every assignment calls `validate` first, also that of a derived class.
- Where it raises, the attribute stays as it was.

`Bounded(kind, low=None, high=None)` is a subclass of `Typed` for a number from `low` to `high`.

- Its `validate` raises `TypeError` as `Typed` does, and `ValueError` for an instance of `kind` that
  is out of bounds.
- Both bounds are allowed values, and a bound of None does not limit.
- NaN is out of bounds as soon as there is a bound.
- `Bounded(...)` itself raises `ValueError` if `low` is greater than `high`.

`Lazy(func)` is for an attribute that is computed by `func(obj)`.

- The first read on an object calls `func`, and later reads give that result without a call.
- If `func` raises, the exception reaches the reader, and the next read calls it again.
- A value that is assigned takes the place of the result, before or after the first read.
- After `del`, the next read calls `func` again.

## Rules

- Each value or result stands in the `__dict__` of its object, under the attribute's name and not
  that of `func`, and is read there.
- A descriptor keeps no object alive that has it.
- Read on the class, each of the three gives the descriptor itself.
- The message of each error of `validate` contains the name and the `repr` of the value.
- A subclass can define an attribute of its base anew, with other rules or another function, and the
  base keeps its own.

## Left open

- One descriptor under two names, put into a finished class, or read by `super()`.
- Objects without a `__dict__`, and deleting a `Lazy` attribute that has no value.
- Bounds or a `Decimal` that are NaN, and a `Bounded` whose `kind` is no number, or none of
  Python's own.

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
        """Remember the bounds; None does not limit."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Refuse a value of another type or out of bounds."""
        raise NotImplementedError


class Lazy:
    """An attribute that `func` computes when it is first read."""

    def __init__(self, func: Callable[[Any], Any]) -> None:
        """Remember the function."""
        raise NotImplementedError
