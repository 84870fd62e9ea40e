r"""Q21 · Multiple inheritance: put the classes in line, then let them work in line.

Topics: inheritance, classes, algorithms

When a class has several bases, in which order does Python look for a method? And whom does
`super()` call? Compute that order by hand, then write three classes that rely on it.

## Build

`linearize(bases_by_class, name)` returns the method resolution order of the class `name` as a new
list of names. `bases_by_class` maps the name of each class to a list or tuple with the names of its
direct bases, in the order of the `class` statement. `object` is left out: a class without bases has
none.

The order is the one that Python uses, called C3:

- The line of a class is its own name and then a merge of lists. These are the lines of its bases,
  in order, and as the last one the list of its bases.
- The head of a list is its first name, and the tail is all the rest.
- A merge takes the first head that stands in no tail.
- That head goes to the result, and every list that starts with it loses it.
- The merge then starts again at the first list, until all lists are empty.

`Document(*, title, **rest)`, `Timestamped(*, created_at, **rest)` and `Audited(*, author, **rest)`
keep their own keyword as the attribute of that name. Each calls the `__init__` of the next class in
the object's method resolution order with all other keywords.

`save()` returns a new list of the steps taken. `Timestamped` takes the step `"timestamped"` and
`Audited` the step `"audited"`, each before the steps of the next class in line. `Document` takes
the step `"document"` and asks no class behind it.

## Rules

- `linearize` raises `TypeError` when a merge finds no head to take. Its message contains the `repr`
  of the name of the class that the merge was for.
- A base that is listed twice is such a case.
- `linearize` changes neither the mapping nor the lists in it.
- It makes no classes.
- All arguments of the three classes go by keyword.
- A keyword that is missing and one that no class takes raise `TypeError`.

## Left open

Names that are no identifiers or not in the mapping, circles of bases, and speed.

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
