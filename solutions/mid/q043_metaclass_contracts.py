"""Q43 · Metaclass contracts: the answer and one way to build it.

## Answer

A metaclass is the class of a class: as a class says how its objects behave, a metaclass says how
classes are made. The default is `type`. You derive from it and override `__prepare__`, which
supplies the namespace of the class body, `__new__` or `__init__`, which build the class, or
`__call__`, which makes its instances. Uses are validating definitions, enforcing an interface or
coding standard, registering subclasses, adding methods as ORMs do, and singletons.

Reach for something simpler first. `__init_subclass__` runs for each subclass and covers
registration, collecting fields and most checks, without the conflicts that arise when two bases
have different metaclasses. `__set_name__` and class decorators cover much of the rest, and
`abc.ABC` refuses to instantiate a class with abstract methods. What is left for a metaclass: the
namespace during the class body, behaviour of the class object itself, such as `len(cls)`, and
control over calling the class.

## Notes

After the class body, a dict holds only the last of two methods of the same name, so only
`__prepare__` can see a duplicate. `inspect.getattr_static` walks the `__mro__` without binding,
which keeps a static method distinct from a function. Fields are collected anew from the `__mro__`:
merging the `fields` of the bases would miss plain mixins.
"""

import inspect
from typing import Any

REQUIRED = object()


class ContractError(TypeError):
    """A class breaks its contract: `breaches` says how, by the names of the methods."""

    def __init__(self, class_name: str, breaches: dict[str, str]) -> None:
        found = ", ".join(f"{name} ({kind})" for name, kind in breaches.items())
        super().__init__(f"{class_name} breaks its contract: {found}")
        self.breaches = breaches


class _ClassBody(dict):
    """A namespace that notes the names under which a function replaced a function."""

    def __init__(self) -> None:
        super().__init__()
        self.duplicates: list[str] = []

    def __setitem__(self, name: str, value: Any) -> None:
        if inspect.isfunction(value) and inspect.isfunction(self.get(name)):
            self.duplicates.append(name)
        super().__setitem__(name, value)


class ContractMeta(type):
    """Makes only classes that have the methods which their interfaces require."""

    @classmethod
    def __prepare__(mcs, name: str, bases: tuple[type, ...], /, **keywords: Any) -> dict[str, Any]:
        """Return the dict in which the class body is executed."""
        return _ClassBody()

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
        cls = super().__new__(mcs, name, bases, namespace, **keywords)
        breaches = {} if abstract else _breaches(cls)
        breaches |= dict.fromkeys(getattr(namespace, "duplicates", ()), "duplicate")
        if breaches:
            raise ContractError(name, breaches)
        return cls


def _breaches(cls: type) -> dict[str, str]:
    """Compare what `cls` has with what the classes of its `__mro__` require."""
    required: dict[str, Any] = {}
    for base in cls.__mro__:
        for name, value in vars(base).items():
            if _is_abstract(value):
                required.setdefault(name, value)
    breaches = {}
    for name, wanted in required.items():
        found = inspect.getattr_static(cls, name)
        if _is_abstract(found):
            breaches[name] = "missing"
        elif not inspect.isfunction(found):
            breaches[name] = "not a function"
        elif _parameters(found) != _parameters(wanted):
            breaches[name] = "signature"
    return breaches


def _is_abstract(value: Any) -> bool:
    return getattr(value, "__isabstractmethod__", False)


def _parameters(func: Any) -> list[tuple[Any, ...]]:
    """What callers rely on: each parameter's name, kind and default."""
    parameters = inspect.signature(func).parameters.values()
    return [(each.name, each.kind, each.default) for each in parameters]


class Field:
    """A field of a model: without a default it needs a value."""

    def __init__(self, default: Any = REQUIRED) -> None:
        self.default = default


class Model:
    """Base of classes that know their fields."""

    fields: dict[str, Field] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Collect the fields of the new class."""
        super().__init_subclass__(**keywords)
        cls.fields = {}
        for base in reversed(cls.__mro__):
            for name, value in vars(base).items():
                if isinstance(value, Field):
                    cls.fields[name] = value
                else:
                    cls.fields.pop(name, None)

    def __init__(self, /, **values: Any) -> None:
        """Give each field its value or its default."""
        defaults = {name: field.default for name, field in self.fields.items()}
        unknown = values.keys() - defaults.keys()
        complete = defaults | values
        missing = [name for name, value in complete.items() if value is REQUIRED]
        if missing or unknown:
            raise TypeError(f"missing fields: {missing}, unknown fields: {sorted(unknown)}")
        vars(self).update(complete)
