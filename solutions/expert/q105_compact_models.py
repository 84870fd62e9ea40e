r"""Q105 · Compact models: the answer and one way to build it.

## Answer

A descriptor is an object in the class that takes over an attribute's access, by `__get__`,
`__set__` and `__delete__`. With it validation or computation is written once and used by many
attributes. `property` is the descriptor at hand: an attribute can get logic later, and no caller
changes. Functions, `classmethod` and `cached_property` work by the same protocol.

`__slots__` replaces the dict of each instance by fixed places, and what leads to these places are
descriptors, too. How much that saves depends on the version: since the dict's keys are shared and
its values may lie inside the object, it is about a third for a few fields, not the half of old
books. It counts with hundreds of thousands of instances. In return there are no new attributes, no
weak references without `__weakref__`, and one class in the hierarchy without slots brings the dict
back. Descriptors in Python make access slower, not faster. In daily work,
`@dataclass(slots=True, frozen=True)` gives most of this in a line, without the validation.

## Follow-ups

- **Why must `@dataclass(slots=True)` make a new class?** Slots are laid out when a class is made,
  and the decorator comes after. So a reference to the first class may be left behind.
- **What is a data descriptor?** One with `__set__` or `__delete__`: it comes before the instance's
  dict, while one with `__get__` alone, such as a method, comes after it.
- **Are such records safe to share between threads?** As far as their values are: nobody can give a
  field another value, but a list in one can still grow.

## Notes

The metaclass takes the fields out of the body and leaves their names as slots. Then it keeps each
slot's own descriptor in the field, and puts the field in its place: no second name, nothing that
could be set behind the field's back. A field that is defined again uses the slot of its base.
A tuple of values would be shorter, but is another object for each record. A `Signature` binds the
arguments with the right errors; it is slow, so `dataclasses` and `attrs` generate the source of an
`__init__` instead, at the price of code that nobody likes to read.
"""

import inspect
from collections.abc import Callable
from typing import Any, Self


class _Field:
    """A read-only attribute in a slot, with the rules for its value."""

    name: str
    slot: Any

    def __init__(self, kind: Any, default: Any, factory: Any, check: Any) -> None:
        self.kinds = kind if isinstance(kind, tuple) else (kind,)
        self.default, self.factory, self.check = default, factory, check

    @property
    def required(self) -> bool:
        """Whether a record must be given the value."""
        return self.default is ... and self.factory is ...

    def __get__(self, record: Any, owner: type | None = None) -> Any:
        return self if record is None else self.slot.__get__(record)

    def __set__(self, record: Any, value: Any) -> None:
        raise AttributeError(f"{self.name!r} is read-only")

    def __delete__(self, record: Any) -> None:
        raise AttributeError(f"{self.name!r} is read-only")

    def store(self, record: Any, value: Any) -> None:
        """Check a value, and put it into the slot."""
        right = isinstance(value, self.kinds)
        if isinstance(value, bool) and int in self.kinds and bool not in self.kinds:
            right = False
        if not right:
            names = " or ".join(kind.__name__ for kind in self.kinds)
            raise TypeError(f"{self.name!r} must be {names}, not {value!r}")
        if self.check is not None and not self.check(value):
            raise ValueError(f"{self.name!r} must not be {value!r}")
        self.slot.__set__(record, value)


def field(
    kind: type | tuple[type, ...],
    *,
    default: Any = ...,
    factory: Callable[[], Any] = ...,
    check: Callable[[Any], object] | None = None,
) -> Any:
    """Describe a field of a record."""
    return _Field(kind, default, factory, check)


class _RecordType(type):
    """Makes classes of records: turns fields into slots with rules."""

    _fields: dict[str, _Field]

    def __new__(meta, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        own = {key: value for key, value in body.items() if isinstance(value, _Field)}
        inherited = getattr(bases[0], "_fields", {}) if bases else {}
        rest = {key: value for key, value in body.items() if key not in own}
        rest["__slots__"] = tuple(key for key in own if key not in inherited)
        cls = super().__new__(meta, name, bases, rest)
        for key, each in own.items():
            each.name = key
            each.slot = inherited[key].slot if key in inherited else cls.__dict__[key]
            setattr(cls, key, each)
        cls._fields = {**inherited, **own}
        optional = False
        for key, each in cls._fields.items():
            if optional and each.required:
                raise TypeError(f"the required field {key!r} comes after one that is not")
            optional = not each.required
        cls.__signature__ = inspect.Signature(
            inspect.Parameter(
                key,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if each.required else each.default,
            )
            for key, each in cls._fields.items()
        )
        return cls


class Record(metaclass=_RecordType):
    """The base of compact, checked and read-only classes."""

    def __init__(self, /, *args: Any, **kwargs: Any) -> None:
        given = type(self).__signature__.bind(*args, **kwargs).arguments
        for name, each in self._fields.items():
            if name in given:
                value = given[name]
            else:
                value = each.default if each.factory is ... else each.factory()
            each.store(self, value)

    def _values(self) -> tuple[Any, ...]:
        """Return the values of the fields, in order."""
        return tuple(getattr(self, name) for name in self._fields)

    def replace(self, /, **changes: Any) -> Self:
        """Return a record with other values in some fields."""
        return type(self)(**dict(zip(self._fields, self._values(), strict=True)) | changes)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        pairs = zip(self._fields, self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()
