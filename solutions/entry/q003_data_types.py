"""Q3 · Data types: the answer and one way to build it.

## Answer

The built-in numeric types are `int`, which has no size limit, `float` and `complex`. `bool` has
only `True` and `False` and is a subclass of `int`. Text is `str`, a sequence of Unicode characters;
binary data is `bytes`, its mutable twin `bytearray`, and `memoryview`. The general sequences are
`list`, mutable and ordered, `tuple`, immutable, and the lazy `range`. `dict` maps keys to values
and keeps insertion order; `set` and the immutable `frozenset` hold unique elements in no promised
order. `None` is the only value of `NoneType`. All of them are objects, even numbers, functions and
classes: nothing is a primitive, and a name is only a reference to one. What matters most in
practice is mutability. Dictionary keys and set elements must be hashable, which the immutable types
are, but a tuple only if everything inside it is.

## Notes

Class patterns such as `case int()` are `isinstance` checks, so the order of the cases matters for
`bool`. Trying `hash` is the only reliable test: `isinstance(value, Hashable)` says yes to every
tuple. Frozen values drop the container's type, so `[1]` and `(1,)` freeze alike.
"""

from collections.abc import Hashable


def classify(value: object) -> str:
    """Name the kind of `value`."""
    match value:
        case bool():
            return "boolean"
        case int() | float() | complex():
            return "numeric"
        case str():
            return "text"
        case bytes() | bytearray() | memoryview():
            return "binary"
        case list() | tuple() | range():
            return "sequence"
        case dict():
            return "mapping"
        case set() | frozenset():
            return "set"
        case None:
            return "none"
        case _:
            return "other"


def is_hashable(value: object) -> bool:
    """Tell whether `value` can be a dictionary key or an element of a set."""
    try:
        hash(value)
    except (TypeError, ValueError):
        return False
    return True


def freeze(value: object) -> Hashable:
    """Return a hashable stand-in with the content of `value`."""
    match value:
        case list() | tuple():
            return tuple(freeze(element) for element in value)
        case set() | frozenset():
            return frozenset(value)
        case dict():
            return frozenset((key, freeze(content)) for key, content in value.items())
        case bytearray():
            return bytes(value)
        case _ if is_hashable(value):
            return value
        case _:
            raise TypeError(f"cannot freeze a value of type {type(value).__name__}")
