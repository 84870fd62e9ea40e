"""Q37 · Serialization: the answer and one way to build it.

## Answer

Serializing turns objects into bytes or text to store or send; deserializing rebuilds them. For data
that others read I take JSON: `json.dumps` and `json.loads`, or `dump` and `load` for files. It is
readable and safe to load, but knows only objects, arrays, strings, numbers, booleans and null:
tuples come back as lists, integer keys as strings, and a datetime or Decimal raises `TypeError`. So
I convert those myself; for dataclasses `asdict` helps in one direction, while libraries such as
marshmallow or pydantic validate and rebuild too.

`pickle` stores nearly any Python object, but only for Python, and loading one can call any function
it names. So never unpickle data from an untrusted source. Restricting `find_class` to a list of
classes narrows that; the safe choice is another format, or a signature checked before loading.
`marshal` is for Python's own `.pyc` files: its format may change with every version.

## Notes

Packing runs before `json.dumps`, because its `default` hook is never asked about tuples, about keys
or about subclasses of what it knows. A dict that has the mark for a key is written as pairs, so
data can't pose as a mark. `safe_unpickle` compares module and qualified name, since a pickle
chooses both freely. A class is looked up, never imported.
"""

import io
import json
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

_MARK = "$type"

_encoders: dict[type, Callable[[Any], Any]] = {
    tuple: list,
    set: list,
    dict: lambda value: [list(pair) for pair in value.items()],
    datetime: datetime.isoformat,
    Decimal: str,
}
_decoders: dict[str, Callable[[Any], Any]] = {
    "tuple": tuple,
    "set": set,
    "dict": dict,
    "datetime": datetime.fromisoformat,
    "Decimal": Decimal,
}
_classes: dict[str, type] = {}


def register(cls: type) -> type:
    """Make a dataclass known to `dumps`, `loads` and `safe_unpickle`."""
    if not (isinstance(cls, type) and is_dataclass(cls)):
        raise TypeError(f"{cls!r} is not a dataclass")
    name = cls.__name__
    if _classes.setdefault(name, cls) is not cls:
        raise ValueError(f"another class is registered as {name}")
    _encoders[cls] = lambda value: {f.name: getattr(value, f.name) for f in fields(cls)}
    _decoders[name] = lambda content: cls(**content)
    return cls


def dumps(value: Any) -> str:
    """Return `value` as a JSON text from which `loads` rebuilds it."""
    return json.dumps(_pack(value), allow_nan=False)


def _pack(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is list:
        return [_pack(item) for item in value]
    if kind is dict and _MARK not in value and all(type(key) is str for key in value):
        return {key: _pack(item) for key, item in value.items()}
    if kind not in _encoders:
        raise TypeError(f"cannot serialize a {kind.__name__}: {value!r}")
    return {_MARK: kind.__name__, "content": _pack(_encoders[kind](value))}


def loads(text: str) -> Any:
    """Rebuild the value that a text of `dumps` was made from."""
    return json.loads(text, object_hook=_unpack)


def _unpack(found: dict[str, Any]) -> Any:
    if _MARK not in found:
        return found
    name = found[_MARK]
    if name not in _decoders:
        raise ValueError(f"no class is registered as {name}")
    return _decoders[name](found["content"])


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        for cls in (datetime, timedelta, timezone, Decimal, *_classes.values()):
            if (cls.__module__, cls.__qualname__) == (module, name):
                return cls
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


def safe_unpickle(data: bytes) -> Any:
    """Rebuild a pickled value, refusing all but known classes."""
    return _Unpickler(io.BytesIO(data)).load()
