r"""Q21 · Multiple inheritance: put the classes in line, then let them work in line.

Topics: inheritance, classes, algorithms

When a class has several bases, in which order does Python look for a method? And whom does
`super()` call? Compute that order by hand, then write three classes that rely on it.

## Build

`linearize(bases_by_class, name)` returns the method resolution order of the class `name` as a list
of names. `bases_by_class` is a dict from the name of each class to the list of its direct bases'
names, in the order of the `class` statement. `object` is left out everywhere: the dict has an empty
list for a class without bases.

The order is the one that Python uses, called C3:

- The line of a class is its name, followed by a merge of these lists: the line of its first base,
  that of its second and so on, and at last the list of its bases.
- The head of a list is its first name, and the tail is all the rest.
- A merge takes the first head that stands in no tail.
- That head goes to the result, and every list that starts with it loses it.
- The merge then starts again at the first list, until all lists are empty.
- If no head can be taken, `linearize` raises `TypeError`.

`Document(*, title, **rest)`, `Timestamped(*, created_at, **rest)` and `Audited(*, author, **rest)`
keep their own keyword as the attribute of that name. Each calls the `__init__` of the next class in
the object's method resolution order with all other keywords.

`save()` returns the list of the steps taken. `Timestamped` takes the step `"timestamped"` and
`Audited` the step `"audited"`, each before the steps of the next class in line. `Document` takes
the step `"document"` and asks no class behind it.

## Rules

- `linearize` changes neither the dict nor the lists in it.
- It works on the names alone and makes no classes.

## Left open

Names that are not in the dict, a base listed twice, circles of bases, lines longer than 300, and
speed. Arguments of the three classes that are missing or go by position, and keywords that no class
takes.

## Example

    >>> linearize({"A": [], "B": ["A"], "C": ["A"], "D": ["B", "C"]}, "D")
    ['D', 'B', 'C', 'A']
    >>> class Contract(Audited, Timestamped):
    ...     pass
    >>> contract = Contract(title="Lease", author="Ada", created_at="2024-05-01")
    >>> contract.title, contract.author, contract.created_at
    ('Lease', 'Ada', '2024-05-01')
    >>> contract.save()
    ['audited', 'timestamped', 'document']
"""

from collections.abc import Mapping, Sequence
from typing import Any


def linearize(bases_by_class: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return the C3 method resolution order of the class `name`, without `object`."""
    raise NotImplementedError


class Document:
    """The root of the hierarchy: it ends the line of `save` calls."""

    def __init__(self, *, title: str, **rest: Any) -> None:
        raise NotImplementedError

    def save(self) -> list[str]:
        """Return the step of the document."""
        raise NotImplementedError


class Timestamped(Document):
    """A document that knows when it was made."""

    def __init__(self, *, created_at: str, **rest: Any) -> None:
        raise NotImplementedError

    def save(self) -> list[str]:
        """Return the step `"timestamped"`, then those of the next class."""
        raise NotImplementedError


class Audited(Document):
    """A document that knows who wrote it."""

    def __init__(self, *, author: str, **rest: Any) -> None:
        raise NotImplementedError

    def save(self) -> list[str]:
        """Return the step `"audited"`, then those of the next class."""
        raise NotImplementedError
