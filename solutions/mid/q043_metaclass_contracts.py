r"""Q43 · Metaclass contracts: the answer and one way to build it.

## Answer

A metaclass is the class of a class: as a class says how its objects behave, a metaclass says how
classes are made. The default is `type`. You derive from it and override `__prepare__`, which
supplies the namespace of the class body, `__new__` or `__init__`, which build the class, or
`__call__`, which makes its instances. Uses are validating definitions, enforcing an interface or a
coding standard, registering subclasses, adding methods as ORMs do, and singletons.

Reach for something simpler first. `__init_subclass__` runs for each subclass and covers
registration, collecting fields and most checks, without the conflict that arises when two bases
have unrelated metaclasses. `__set_name__` and class decorators cover much of the rest, and
`abc.ABC` refuses to make objects of a class with abstract methods. What is left for a metaclass:
the namespace during the class body, behaviour of the class object itself, such as `len(cls)`, and
control over calling the class.

## Follow-ups

- **What does `abc.ABC` do that this does not, and the other way round?** It waits until somebody
  makes an object, and compares names only. On the other hand it knows abstract properties and
  virtual subclasses, which are registered or recognised by `__subclasshook__`.
- **In which order do the hooks run?** `__prepare__`, the class body, the metaclass's `__new__`,
  within it each `__set_name__` and then `__init_subclass__`, and at last the metaclass's
  `__init__`. Class decorators come after all of these.
- **Could `__init_subclass__` do this exercise?** All but the duplicates, which are gone from the
  namespace by then, and the class that introduces it, for which it does not run.
- **What would a type checker say?** It reports incompatible overrides and redefinitions before
  anything runs, and allows a compatible change such as one more parameter with a default.

## Notes

After the class body, a dict holds only the last of two functions of one name, so `__prepare__`
supplies a dict that sees the second one come. One walk along the `__mro__` gathers both what is
required and what is there: `getattr` would bind a class method, unwrap a static method and search
the metaclass as well. `inspect.Signature` objects ignore the order of keyword-only parameters
when compared, and heed annotations, hence the list. Keeping each base's demands in an attribute
would spare the walk but miss mixins that another metaclass made.
"""

import inspect
from typing import Any


class ContractError(TypeError):
    """A class breaks its contract: `breaches` says how. Given."""

    def __init__(self, name: str, breaches: dict[str, str]) -> None:
        found = ", ".join(f"{method} ({kind})" for method, kind in breaches.items())
        super().__init__(f"{name} breaks its contract: {found}")
        self.name, self.breaches = name, breaches


class ClassBody(dict):
    """A namespace that notes the names under which a function replaced a function."""

    def __init__(self) -> None:
        super().__init__()
        self.duplicates: dict[str, str] = {}

    def __setitem__(self, name: str, value: Any) -> None:
        if inspect.isfunction(value) and inspect.isfunction(self.get(name)):
            self.duplicates[name] = "duplicate"
        super().__setitem__(name, value)


class ContractMeta(type):
    """Makes only classes that keep the contracts of their bases."""

    @classmethod
    def __prepare__(mcs, name: str, bases: tuple[type, ...], /, **keywords: Any) -> ClassBody:
        """Return the dict in which the class body is executed."""
        return ClassBody()

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
        breaches = {} if abstract else unmet(cls)
        breaches |= getattr(namespace, "duplicates", {})
        if breaches:
            raise ContractError(name, breaches)
        return cls


def unmet(cls: type) -> dict[str, str]:
    """Compare what `cls` has with what the classes of its `__mro__` require."""
    has: dict[str, Any] = {}
    required: dict[str, Any] = {}
    for base in cls.__mro__:
        for name, value in vars(base).items():
            has.setdefault(name, value)
            if is_marked(value):
                required.setdefault(name, value)
    breaches = {}
    for name, wanted in required.items():
        if is_marked(has[name]):
            breaches[name] = "missing"
        elif not inspect.isfunction(has[name]):
            breaches[name] = "not a function"
        elif parameters(has[name]) != parameters(wanted):
            breaches[name] = "signature"
    return breaches


def is_marked(value: Any) -> bool:
    """Tell whether `value` is an abstract method."""
    return inspect.isfunction(value) and getattr(value, "__isabstractmethod__", False)


def parameters(func: Any) -> list[tuple[Any, ...]]:
    """Return what callers rely on: each parameter's name, kind and default."""
    found = inspect.signature(func).parameters.values()
    return [(each.name, each.kind, each.default) for each in found]
