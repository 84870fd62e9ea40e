r"""Q21 · Multiple inheritance: the answer and one way to build it.

## Answer

A Python class may have several bases, as in `class C(A, B)`. Attribute lookup then follows the
method resolution order, one fixed line of all ancestors, shown by `C.__mro__` or `C.mro()`. It is
made by C3 linearization: a class stands before its bases, the bases keep the order in which they
were listed, and each class appears once, so in a diamond the shared base comes after both branches.
If no line keeps all these promises, the `class` statement raises `TypeError`.

`super()` does not mean "my parent". It means the class after mine in the line of the object at
hand, which may be a sibling that I have never heard of. That is what makes cooperative inheritance
work: every method does its part and calls `super()`, with signatures that agree, usually keywords
handed on as `**kwargs`. Naming a base instead, `A.save(self)`, skips classes or runs them twice.

## Follow-ups

- **How does `super()` without arguments know where it stands?** The compiler gives a method that
  mentions it a hidden cell, `__class__`, with the class whose body it stands in; the object is the
  first argument. A function put on a class later has no such cell and must pass both.
- **Give two classes that cannot be combined.** With `class A(X, Y)` and `class B(Y, X)`, a
  `class C(A, B)` would need X before Y and Y before X, and raises `TypeError`.
- **What if a base does not call `super()`?** The line ends there, and the classes behind it are
  never asked. Put it last, wrap it in an adapter, or hold it as an attribute.

## Notes

The list of bases takes part in the merge, last: it keeps the written order and catches a base
listed twice. The cache lives for one call; without it, each stacked diamond would double the work.
The merge builds a set of all tails for each name it takes. Counting in how many tails each name
stands would be faster for long lines, and longer to explain. `Document.save` ends the line because
`object` has no `save`; its `__init__` goes on, because `object` has one, which refuses keywords
that are left over.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any


def linearize(bases_by_class: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return the C3 method resolution order of the class `name`, without `object`."""

    @functools.cache
    def line_of(name: str) -> list[str]:
        bases = bases_by_class[name]
        lines = [*map(line_of, bases), list(bases)]
        order = [name]
        while lines := [line for line in lines if line]:
            tails = {behind for line in lines for behind in line[1:]}
            head = next((line[0] for line in lines if line[0] not in tails), None)
            if head is None:
                raise TypeError(f"the bases of {name!r} cannot be put in a consistent order")
            order.append(head)
            lines = [line[1:] if line[0] == head else line for line in lines]
        return order

    return line_of(name)


class Document:
    """The root of the hierarchy: it ends the line of `save` calls."""

    def __init__(self, *, title: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.title = title

    def save(self) -> list[str]:
        """Return the step of the document."""
        return ["document"]


class Timestamped(Document):
    """A document that knows when it was made."""

    def __init__(self, *, created_at: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.created_at = created_at

    def save(self) -> list[str]:
        """Return the step `"timestamped"`, then those of the next class."""
        return ["timestamped", *super().save()]


class Audited(Document):
    """A document that knows who wrote it."""

    def __init__(self, *, author: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.author = author

    def save(self) -> list[str]:
        """Return the step `"audited"`, then those of the next class."""
        return ["audited", *super().save()]
