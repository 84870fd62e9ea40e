r"""Q105 · Compact models: records that check their values and take little room.

Topics: descriptors, slots, metaclasses, validation, inheritance

"How do descriptors, properties and slots make classes better?" Descriptors give an attribute its
rules; slots save every instance's dict. Build an `attrs` that has both.

## Build

`class Record` is the base of classes whose fields are made by
`field(kind, *, default=..., factory=..., check=None)`, as in `x = field(int)`.

- `kind` is a class or a tuple of classes, and a value is an instance of it.
- A `bool` is no value for `int`, unless `kind` names `bool` as well.
- `check(value)` tells by its truth whether a value of that kind will do.
- `default` is the value of a field that is not given; None can be one.
- `factory()` makes that value, anew for each record that needs it.

A record is made from the values of its fields, by position or by keyword.

- `record.replace(**changes)` returns a new record of the same class, with these values and
  otherwise the very objects of the old one.
- Records are equal if they have the very same class and equal values.
- Equal records have equal hashes; with a value that has no hash, `hash(record)` raises a
  `TypeError`.
- `repr(record)` looks like `Point(x=1, y=2)`.

## Rules

- The fields have the order in which they stand in the class, those of its base first.
- A field that is defined again in a subclass has its new rules there and its old place.
- When the class is made, a required field behind one that has a default or a factory raises a
  `TypeError` that contains its name.
- `inspect.signature` of the class shows the fields as parameters, in order.
- A required field that is not given raises a `TypeError` that contains its name.
- A keyword that is no field raises a `TypeError` that contains it, also in `replace`.
- A value that is not of the kind raises a `TypeError`, one that fails the check a `ValueError`.
- The message of both contains the field's name and the `repr` of the value.
- When a record is made, its values are checked, wherever they come from: the caller, `replace`, a
  default or a factory.
- Setting or deleting a field, a method or an unknown attribute raises an `AttributeError` that
  contains its name.
- No instance has a `__dict__`, not even one of a subclass of a subclass.
- With four fields, a record takes at most 80 % of the memory that an instance of a plain class
  takes, also if its class defines inherited fields again.
- `copy.copy`, `copy.deepcopy` and `pickle` give an equal record of the same class.

## Left open

- Annotations, NaN, `True` for `(int, object)`, several bases, properties, and `__slots__` or
  `__init__` in a subclass.
- A field with both a default and a factory, `...` as default, and values given twice or too many.
- Fields named `self`, `cls` or like a method of `Record`, and one field used twice.
- What `Point.x` gives, and the defaults that a signature shows.
- Copies, and `replace`, of records whose values no longer pass.
- Calling `__init__` again, setting `__class__`, ways round that call methods of `object`, and
  `pickle` protocols below 2.

## Example

    >>> class Point(Record):
    ...     x = field(int)
    ...     y = field(int, default=0, check=lambda value: value >= 0)
    >>> point = Point(3)
    >>> point, point.replace(y=4) == Point(3, 4)
    (Point(x=3, y=0), True)
    >>> try:
    ...     point.x = 5
    ... except AttributeError:
    ...     print(point.x)
    3
"""

from collections.abc import Callable
from typing import Any, Self


def field(
    kind: type | tuple[type, ...],
    *,
    default: Any = ...,
    factory: Callable[[], Any] = ...,
    check: Callable[[Any], object] | None = None,
) -> Any:
    """Describe a field of a record."""
    raise NotImplementedError


class Record:
    """The base of compact, checked and read-only classes."""

    def replace(self, /, **changes: Any) -> Self:
        """Return a record with other values in some fields."""
        raise NotImplementedError
