r"""Q3 · Data types: the answer and one way to build it.

## Answer

The built-in numeric types are `int`, which has no size limit, `float` and `complex`. `bool` has
only `True` and `False` and is a subclass of `int`. Text is `str`, a sequence of Unicode code
points; binary data is `bytes`, its mutable twin `bytearray`, and `memoryview`. The general
sequences are `list`, mutable and ordered, `tuple`, immutable, and the lazy `range`. `dict` maps
keys to values and keeps insertion order; `set` and the immutable `frozenset` hold unique elements
in no promised order. Python 3.15 added `frozendict`. `None` is the only value of `NoneType`. All of
them are objects, even numbers, functions and classes: nothing is a primitive, and a name is only a
reference to one.

What matters most in practice is mutability. Keys of a dict and elements of a set must be hashable.
The immutable types are, but a tuple or a `frozendict` only if everything inside it is.

## Follow-ups

- **Why must a key be hashable, and why is a list not?** A dict finds a key by its hash, and equal
  keys need equal hashes. A list that changed would be equal to other lists than before, and its
  place in the table would be wrong.
- **What comes of `{1: "a", True: "b"}`?** One entry, `{1: "b"}`: the keys are equal and hash alike,
  so the second value replaces the first and the first key stays.
- **What would `frozendict` change here?** From 3.15 a dict could freeze to one, which is hashable
  when its values are, and ignores order in comparisons. It is no subclass of `dict`.

## Notes

The table of kinds is in the order of the prompt, so `bool` is asked for before `int`. Trying `hash`
is the only reliable test: `isinstance(value, Hashable)` says yes to every tuple. A `frozenset` of
pairs forgets the order of a dict, as comparing dicts does; sorting the pairs would need keys that
can be compared. Frozen values drop the container's type, so `[1]` and `(1,)` freeze alike. A pair
`(type, content)` would keep them apart, and make lookups with plain tuples impossible.
"""

from collections.abc import Hashable

_KINDS = {
    "boolean": bool,
    "numeric": int | float | complex,
    "text": str,
    "binary": bytes | bytearray,
    "sequence": list | tuple | range,
    "mapping": dict,
    "set": set | frozenset,
    "none": type(None),
}


def classify(value: object) -> str:
    """Name the kind of `value`."""
    return next((kind for kind, types in _KINDS.items() if isinstance(value, types)), "other")


def freeze(value: object) -> Hashable:
    """Return a hashable stand-in with the content of `value`."""
    match value:
        case list() | tuple():
            return tuple(freeze(element) for element in value)
        case dict():
            return frozenset((key, freeze(content)) for key, content in value.items())
        case set() | frozenset():
            return frozenset(value)
        case bytearray():
            return bytes(value)
    try:
        hash(value)
    except TypeError:
        raise TypeError(f"cannot freeze a value of type {type(value).__name__}") from None
    return value
