r"""Q37 · Serialization: the answer and one way to build it.

## Answer

Serializing turns objects into text or bytes that can be stored or sent; deserializing rebuilds
them. For data that others read I take JSON: `json.dumps` and `json.loads`, or `dump` and `load` for
files. It is readable and safe to load, but knows only objects, arrays, strings, numbers, booleans
and null. Tuples come back as lists, integer keys as strings, and a datetime or Decimal raises
`TypeError`. Those I convert myself. For dataclasses `asdict` does one direction; pydantic and
marshmallow also validate and rebuild.

`pickle` stores nearly any Python object, but only Python reads it, and loading one can call any
function that it names. So never unpickle data from an untrusted source: take another format, or
check a signature before loading. Overriding `find_class` to allow few classes narrows the risk and
doesn't remove it.

`marshal` serves Python's own `.pyc` files: its format may change with every version.

## Follow-ups

- **Why is `default=` of `json.dumps` not enough here?** It is asked only about objects that `json`
  doesn't know. A tuple, a named tuple or an `IntEnum` is written without a question, and so is a
  key that is a number, a bool or None.
- **How do you read exact decimals from someone else's JSON?** With `parse_float=Decimal`,
  `json.loads` hands over the digits as they stand, before any float is made.
- **What if the classes change after the data was stored?** Store a version with the data, and bring
  old data up to date when loading. Pickle stores the names of classes, so renaming one breaks it.
- **When would you take another format?** When size or speed counts: MessagePack is a compact
  relative of JSON, Protocol Buffers add a schema, Parquet suits tables.

## Notes

The value is packed before `json` sees it, by its exact type. A dict that has the mark for a key is
written as pairs, like any dict that isn't plain, so data can't pose as a mark; when reading, each
dict with that key is one of ours. Another way is to mark nothing in place and to write a second
tree of types beside the data. Then nothing needs an escape, but the text doubles and the two trees
must be walked together.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

_MARK = "$type"
_TO_JSON: dict[type, Callable[[Any], Any]] = {
    Decimal: str,
    datetime: datetime.isoformat,
    tuple: list,
    set: list,
    dict: lambda value: [list(pair) for pair in value.items()],
}
_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "Decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "tuple": tuple,
    "set": set,
    "dict": dict,
}


def dumps(value: Any) -> str:
    """Return `value` as a JSON text from which `loads` rebuilds it."""
    return json.dumps(_pack(value))


def _pack(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is list:
        return [_pack(item) for item in value]
    if kind is dict and _MARK not in value and all(type(key) is str for key in value):
        return {key: _pack(item) for key, item in value.items()}
    if kind not in _TO_JSON:
        raise TypeError(f"cannot serialize a {kind.__name__}")
    return {_MARK: kind.__name__, "content": _pack(_TO_JSON[kind](value))}


def loads(text: str) -> Any:
    """Rebuild the value from which `dumps` made the text."""
    return json.loads(text, object_hook=_unpack)


def _unpack(found: dict[str, Any]) -> Any:
    if _MARK not in found:
        return found
    return _FROM_JSON[found[_MARK]](found["content"])
