r"""Q43 · Metaclass contracts: refuse a class that does not keep what its bases promise.

Topics: metaclasses, classes, inheritance, signatures, validation

Asked about metaclasses, most candidates say that they control how classes are made. The next
question is what for. Here is one use: a class that does not fit its interface is never made, and
the error lists all that is wrong with it.

## Build

`ContractMeta(type)` is a metaclass that checks each of its classes when the class is made, for
breaches of four kinds:

- `"missing"`: under a required name, the class has a function that is marked as abstract.
- `"not a function"`: it has there what is no function.
- `"signature"`: it has there a function whose parameters differ from the required ones.
- `"duplicate"`: the class body binds a function to a name that holds a function at that moment.

If there are breaches, the class statement raises one `ContractError(name, breaches)`, which is
given. `name` is the name of the class. `breaches` is a dict from the name of each method in breach
to its one of the four strings.

## Rules

- A function is what `inspect.isfunction` accepts.
- A name is required if any class of the `__mro__`, the new class included, has under it a function
  marked with `abc.abstractmethod`.
- Such a class need not be made by `ContractMeta`.
- What the class has under a name is the first entry along its `__mro__`.
- Parameters are those that `inspect.signature` gives, `self` among them.
- They differ if number, order, name, kind or default do, and the order counts for keyword-only ones
  too.
- Defaults are compared by `==`, and annotations do not matter.
- With the class keyword `abstract=True`, only duplicates are breaches.
- The keyword does not carry over to subclasses.
- Class keywords other than `abstract` go on to `__init_subclass__`.
- A duplicate need not be a required method.
- `load = cached(load)` makes a duplicate too, if `cached` returns a function.
- A name with two breaches is reported as `"duplicate"`.

## Left open

- Names that several classes mark, and marked objects that are no functions.
- Names that are set in other ways than by a statement of the class body.
- Defaults with an odd `==`, and annotations that cannot be evaluated.
- Keywords with the names of parameters, classes made by a call, metaclasses that inherit from
  `ContractMeta`.
- Whether `__init_subclass__` runs for a class with breaches.

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
"""

from typing import Any


class ContractError(TypeError):
    """A class breaks its contract: `breaches` says how. Given: nothing to do here."""

    def __init__(self, name: str, breaches: dict[str, str]) -> None:
        found = ", ".join(f"{method} ({kind})" for method, kind in breaches.items())
        super().__init__(f"{name} breaks its contract: {found}")
        self.name, self.breaches = name, breaches


class ContractMeta(type):
    """Makes only classes that keep the contracts of their bases."""

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
