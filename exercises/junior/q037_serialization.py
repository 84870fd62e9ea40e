"""Q37 · Serialization: bring a value back exactly, and nothing else.

Topics: serialization, json, dataclasses, security

"How do you turn Python objects into bytes and back?" `json` and `pickle` are named at once. Then
come the follow-ups: what does JSON lose on the way, and what may a pickle do to you? Build a JSON
format that loses nothing, and a pickle reader that runs nobody's code.

## Build

`register(cls)` makes a dataclass known to the other three functions and returns it, so that it
works as a decorator. Anything that is not a dataclass raises `TypeError`. Registering the same
class again changes nothing; another class of a name (`__name__`) already taken raises `ValueError`
that names it.

`dumps(value)` returns the value as a JSON text (`str`). A value is

- None, a `bool`, a finite `float`, an `int` or a `str`;
- a `list`, `tuple`, `set` or `dict` of values; the keys of a dict may be any hashable values;
- a `Decimal`, or a `datetime`, naive or with a fixed offset such as `timezone.utc` (datetimes with
  another `tzinfo` do not occur);
- an instance of a registered dataclass whose fields hold values.

Anything else, at any depth, raises `TypeError` that names its type. NaN and the infinities of
`float`, which JSON does not know, raise `ValueError`.

`loads(text)` returns the value that a text of `dumps` was made from. A text that names a class that
is not registered raises `ValueError` that names the class.

`safe_unpickle(data)` returns the value that was packed by `pickle.dumps(value)`, a `bytes`, for the
values above. A pickle that refers to any other class or function raises `pickle.UnpicklingError`
that names it, and what it refers to is never called.

## Rules

- The round trip is exact: the same types at every depth, the digits of a Decimal, the offset of a
  datetime, the order of a dict. The values are not changed.
- The exact type counts. A named tuple is no `tuple`, an `OrderedDict` no `dict`, an `IntEnum` no
  `int`, a `date` no `datetime`: an instance of a subclass is "anything else". So is a class.
- What JSON can hold itself stays plain JSON: lists, dicts with only `str` keys, None, bools,
  numbers and strings, one in another, are what `json.loads` reads from the text.
- The rest you mark by dicts of your own design. A dict in the data may happen to look like one of
  your marks. It still comes back as that dict, but its JSON need not be plain.
- The mark of an instance of a dataclass holds the class's `__name__`. It is rebuilt from its fields
  by a call of the class; all its fields are parameters of `__init__`.
- A class is registered by being passed to `register`, not by having the name of one that was. This
  goes for the classes in a pickle too: the module counts as well as the name.

## Example

    >>> from dataclasses import dataclass
    >>> from decimal import Decimal
    >>> @register
    ... @dataclass
    ... class Price:
    ...     amount: Decimal
    ...     tags: set
    >>> text = dumps({1: Price(Decimal("9.90"), {"tea"}), "1": (None,)})
    >>> type(text), loads(text)
    (<class 'str'>, {1: Price(amount=Decimal('9.90'), tags={'tea'}), '1': (None,)})
    >>> dumps({"plain": [1, 2.5, None]})
    '{"plain": [1, 2.5, null]}'
"""

from typing import Any


def register(cls: type) -> type:
    """Make a dataclass known to `dumps`, `loads` and `safe_unpickle`."""
    raise NotImplementedError


def dumps(value: Any) -> str:
    """Return `value` as a JSON text from which `loads` rebuilds it."""
    raise NotImplementedError


def loads(text: str) -> Any:
    """Rebuild the value that a text of `dumps` was made from."""
    raise NotImplementedError


def safe_unpickle(data: bytes) -> Any:
    """Rebuild a pickled value, refusing all but known classes."""
    raise NotImplementedError
