"""Q43 · Metaclass contracts: check classes, and collect from them, as they are defined.

Topics: metaclasses, classes, inheritance, signatures, validation

Asked about metaclasses, most candidates say that they control how classes are made. The follow-up
is what for, and whether a simpler tool would do. Build one of each: a metaclass that holds classes
to an interface, and a base class that needs only `__init_subclass__`.

## Build

`ContractMeta(type)` checks each class that it makes, when its `class` statement is executed.

- A method marked with `abc.abstractmethod`, in the class or in any class of its `__mro__`, is
  required. Only plain functions are marked. A class with the keyword `abstract=True` need not meet
  what is required; every other class must. The keyword is for one class only and does not carry
  over to subclasses.
- For each required name, the first entry under it along the `__mro__` is what the class has. It
  may come from a base, or from a mixin that `ContractMeta` has not made.
- A breach is one of
  - `"duplicate"`: the class body binds a function to a name that already holds a function. This is
    a breach in an abstract class, too.
  - `"missing"`: what the class has is itself marked as abstract.
  - `"not a function"`: what it has is not a plain function; for example a number, a property, or a
    static method.
  - `"signature"`: it is a function, but its parameters, `self` included, differ from the required
    ones in number, order, name, kind or default, as `inspect.signature` gives them. Annotations
    don't matter.
- If there are breaches, the `class` statement raises a single `ContractError` with all of them.

`ContractError(class_name, breaches)` is given. `breaches` is a dict from the name of each method in
breach to one of the four strings.

`Model` is a base class that lists the fields of its subclasses. A field is a class attribute that
is an instance of the given class `Field`.

- `fields` on each class, also on `Model`, is a dict from the name of each field to its `Field`.
- `Model(**values)` makes an object that has each field as an attribute, with the value given or
  else the field's `default`. If a field without a default has no value, or a name given is no
  field, it raises `TypeError` with a message that contains all missing and all unknown names.

## Rules

For `ContractMeta`:

- If more than one class of the `__mro__` marks the same name, the first of them says what the
  parameters are.
- A name that has two breaches is reported as `"duplicate"`.
- Two functions under one name are no duplicate if `del` took the first away; nor is a property with
  a setter, as it is no function.
- A class made by a call, `ContractMeta(name, bases, namespace)`, has no class body and so no
  duplicates, but is checked for all else.
- All other class keywords go on to `__init_subclass__`.

For `Model`:

- It needs no metaclass: `type(Model)` is `type`.
- Fields come from all classes of the `__mro__`, mixins included. They stand in the order of
  definition, those of the last class of the `__mro__` first and the class's own last. A field that
  is defined again keeps its first place and takes the new `Field`.
- A subclass that binds a field's name to anything but a `Field` has no such field.
- A subclass never changes the `fields` of another class.
- A mixin after `Model` in the bases can have an `__init_subclass__` that takes class keywords.

## Example

    >>> import abc
    >>> class Store(metaclass=ContractMeta, abstract=True):
    ...     @abc.abstractmethod
    ...     def load(self, key, default=None): ...
    ...     @abc.abstractmethod
    ...     def save(self, key, value): ...
    >>> try:
    ...     class Disk(Store):
    ...         def load(self, key): ...
    ... except ContractError as error:
    ...     print(error.breaches == {"load": "signature", "save": "missing"})
    True
    >>> class User(Model):
    ...     name = Field()
    ...     active = Field(default=True)
    >>> list(User.fields), User(name="Ada").active
    (['name', 'active'], True)
"""

from typing import Any

REQUIRED = object()


class ContractError(TypeError):
    """A class breaks its contract: `breaches` says how, by the names of the methods."""

    def __init__(self, class_name: str, breaches: dict[str, str]) -> None:
        found = ", ".join(f"{name} ({kind})" for name, kind in breaches.items())
        super().__init__(f"{class_name} breaks its contract: {found}")
        self.breaches = breaches


class ContractMeta(type):
    """Makes only classes that have the methods which their interfaces require."""

    @classmethod
    def __prepare__(mcs, name: str, bases: tuple[type, ...], /, **keywords: Any) -> dict[str, Any]:
        """Return the dict in which the class body is executed."""
        raise NotImplementedError

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        abstract: bool = False,
        **keywords: Any,
    ) -> "ContractMeta":
        """Make the class and check it. (`type.__init__` ignores the keywords.)"""
        raise NotImplementedError


class Field:
    """A field of a model: without a default it needs a value."""

    def __init__(self, default: Any = REQUIRED) -> None:
        self.default = default


class Model:
    """Base of classes that know their fields."""

    fields: dict[str, Field] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Collect the fields of the new class."""
        raise NotImplementedError

    def __init__(self, /, **values: Any) -> None:
        """Give each field its value or its default."""
        raise NotImplementedError
