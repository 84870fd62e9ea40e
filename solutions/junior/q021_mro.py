"""Q21 · Multiple inheritance: the answer and one way to build it.

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

## Notes

The list of bases takes part in the merge, last: it keeps the written order and catches a base
listed twice. `Document.save` ends the line because `object` has no `save`; its `__init__` goes on,
because `object` has one, and it refuses keywords that are left over.
"""

from collections.abc import Mapping, Sequence
from typing import Any


def linearize(bases_by_class: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return the C3 method resolution order of the class `name`, without `object`."""
    bases = bases_by_class[name]
    lines = [linearize(bases_by_class, base) for base in bases] + [list(bases)]
    order = [name]
    while lines := [line for line in lines if line]:
        behind = {waiting for line in lines for waiting in line[1:]}
        head = next((line[0] for line in lines if line[0] not in behind), None)
        if head is None:
            raise TypeError(f"the bases of {name} cannot be put in a consistent order")
        order.append(head)
        lines = [line[1:] if line[0] == head else line for line in lines]
    return order


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
