"""Q3 · Data types: sort values into kinds, and make any of them hashable.

Topics: types, collections, hashing, identity

"What are Python's built-in data types?" The list is short; the questions after it are not. Is
`True` a number? May a tuple be a dictionary key? Answer with three functions that take any value.

## Build

`classify(value)` returns the kind of a value as a string:

- `"boolean"`: `bool`
- `"numeric"`: `int`, `float`, `complex`
- `"text"`: `str`
- `"binary"`: `bytes`, `bytearray`, `memoryview`
- `"sequence"`: `list`, `tuple`, `range`
- `"mapping"`: `dict`
- `"set"`: `set`, `frozenset`
- `"none"`: `None`
- `"other"`: everything else

`is_hashable(value)` returns `True` when `hash(value)` works. It returns `False` when `hash(value)`
raises `TypeError`, or `ValueError`, as it does for a memoryview of a bytearray.

`freeze(value)` returns a hashable stand-in with the same content. The first rule that fits holds:

- a list or a tuple becomes a `tuple` of its frozen elements,
- a set or a frozenset becomes a `frozenset` of its elements,
- a dict becomes a `frozenset` of the pairs `(key, frozen value)`,
- a bytearray becomes `bytes`,
- any other hashable value is returned as it is, the very object,
- any other value raises `TypeError`; the message contains the name of the value's type.

## Rules

- For `classify` and `freeze`, instances of subclasses go with their base: a `Counter` is a
  mapping, an `IntEnum` member is numeric, a named tuple is a sequence. `bool` is the one exception,
  as listed.
- For `classify` only the types listed count. A `Decimal`, a `deque` and a generator are `"other"`,
  and so is every class: `int` itself is not a number.
- `freeze` works at any depth, also where a list stands inside a tuple. It does not change its
  argument, and later changes to the argument do not reach the result.

## Example

    >>> classify(7), classify(True), classify(b"7"), classify(range(7))
    ('numeric', 'boolean', 'binary', 'sequence')
    >>> is_hashable((1, 2)), is_hashable((1, [2]))
    (True, False)
    >>> freeze((1, [2, [3]]))
    (1, (2, (3,)))
    >>> freeze({"a": 1, "b": [2]}) == freeze({"b": [2], "a": 1})
    True
"""

from collections.abc import Hashable


def classify(value: object) -> str:
    """Name the kind of `value`."""
    raise NotImplementedError


def is_hashable(value: object) -> bool:
    """Tell whether `value` can be a dictionary key or an element of a set."""
    raise NotImplementedError


def freeze(value: object) -> Hashable:
    """Return a hashable stand-in with the content of `value`."""
    raise NotImplementedError
