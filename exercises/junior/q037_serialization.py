r"""Q37 · Serialization: bring a value back exactly.

Topics: serialization, json, types

How do you serialize Python objects, and how do you get them back? `json.dumps` and `json.loads` are
named at once. Then comes the next question: what does a value lose on its way through JSON? Write a
pair of functions that loses nothing.

## Build

`dumps(value)` returns a JSON text, a `str`, for each of these values:

- None, a `bool`, a `str`, a `float` or an `int`
- a `Decimal`
- a `datetime` that is naive or has a `datetime.timezone` as its `tzinfo`
- a `list`, a `tuple` or a `set` of such values
- a `dict` whose keys and values are such values

`loads(text)` returns the value from which `dumps` made the text.

## Rules

- The value comes back equal, and every part of it has the same type as before.
- A `Decimal` keeps its digits and its exponent: `Decimal("1.10")` comes back with its zero.
- A `datetime` keeps its microseconds and its offset from UTC.
- A `dict` keeps its order.
- Lists, dicts with only `str` keys, None, bools, strings and numbers, one in another, are written
  as plain JSON: `json.loads` reads them from the text.
- Data that looks like one of your marks comes back as that data, and need not be plain JSON.
- An object of any other type, also of a subclass of the types above, raises `TypeError` with the
  name of its type in the message.
- The error is raised at every depth, and for keys too.

## Left open

- How you mark the values that JSON cannot hold.
- A `datetime` with another `tzinfo`, the name of its zone, its `fold`, and offsets with fractions
  of a minute.
- NaN and infinities, integers of more than 60 digits, surrogates in a string, and values more
  than 50 levels deep.
- Texts that `dumps` did not make.

## Example

    >>> import json
    >>> from decimal import Decimal
    >>> text = dumps({1: Decimal("9.90"), "1": ({"tea"}, None)})
    >>> type(text)
    <class 'str'>
    >>> loads(text)
    {1: Decimal('9.90'), '1': ({'tea'}, None)}
    >>> json.loads(dumps({"plain": [1, 2.5, None]}))
    {'plain': [1, 2.5, None]}
"""

from typing import Any


def dumps(value: Any) -> str:
    """Return `value` as a JSON text from which `loads` rebuilds it."""
    raise NotImplementedError


def loads(text: str) -> Any:
    """Rebuild the value from which `dumps` made the text."""
    raise NotImplementedError
