r"""Q3 · Data types: sort values into kinds, and make them hashable.

Topics: types, collections, hashing, identity

"What are Python's built-in data types?" The list is short, and the questions after it are not. Is
`True` a number? May every tuple be a key of a dictionary? Answer with two functions that take any
value.

## Build

`classify(value)` returns the kind of the value as a string, by the first of these lines that fits:

- `"boolean"` is a `bool`.
- `"numeric"` is an `int`, a `float` or a `complex`.
- `"text"` is a `str`.
- `"binary"` is `bytes` or a `bytearray`.
- `"sequence"` is a `list`, a `tuple` or a `range`.
- `"mapping"` is a `dict`.
- `"set"` is a `set` or a `frozenset`.
- `"none"` is `None`.
- `"other"` is everything else.

`freeze(value)` returns a hashable stand-in for the value, by the first of these lines that fits:

- A list or a tuple becomes a `tuple` of its frozen elements.
- A dict becomes a `frozenset` of the pairs `(key, frozen value)`. The keys stay as they are.
- A set or a frozenset becomes a `frozenset` of its elements. They stay as they are.
- A bytearray becomes `bytes`.
- Any other hashable value comes back as it is, the very object.
- Any other value raises `TypeError`; the message contains the name of the value's type.

## Rules

- For both functions an instance of a subclass is like an instance of its base.
- The types of frozen containers are exactly `tuple` and `frozenset`, not subclasses of them.
- `freeze` does not change its argument.

## Left open

- A `memoryview`, a container that holds itself, and values more than 50 levels deep.
- A class with an `==` of its own, one that iterates otherwise than its base, and one whose hash
  raises something else than `TypeError`.

## Example

    >>> classify(7), classify(True), classify(b"7"), classify(range(7))
    ('numeric', 'boolean', 'binary', 'sequence')
    >>> freeze((1, [2, [3]]))
    (1, (2, (3,)))
    >>> freeze({"a": 1, "b": [2]}) == freeze({"b": [2], "a": 1})
    True
    >>> {freeze([1, 2]): "found"}[(1, 2)]
    'found'
"""

from collections.abc import Hashable


def classify(value: object) -> str:
    """Name the kind of `value`."""
    raise NotImplementedError


def freeze(value: object) -> Hashable:
    """Return a hashable stand-in with the content of `value`."""
    raise NotImplementedError
