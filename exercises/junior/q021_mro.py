"""Q21 · Multiple inheritance: put the classes in line, then let them work in line.

Topics: inheritance, classes, algorithms

When a class has several bases, in which order does Python look for a method, and whom does
`super()` call? Compute that order by hand, then write three classes that rely on it.

## Build

`linearize(bases_by_class, name)` returns the method resolution order of the class `name` as a new
list of names that starts with `name`. `bases_by_class` maps the name of every class to the sequence
of its direct bases' names, in the order written in the `class` statement. `object` is left out: a
class without bases has an empty sequence. The hierarchy has no cycles.

The order is the one Python uses, C3. The line of a class is the class itself, followed by the merge
of the lines of its bases, in order, and the list of its bases. To merge lists, take the first one
whose head (first name) is in no list's tail (all names but the first); move that head to the result
and drop it from the front of every list; repeat until all lists are empty.

`class Document` has `__init__(self, *, title, **rest)` and `save()`.
`class Timestamped(Document)` has `__init__(self, *, created_at, **rest)` and `save()`.
`class Audited(Document)` has `__init__(self, *, author, **rest)` and `save()`.

Each keeps its own keyword as the attribute of that name, and hands all other keywords on to the
next class in the method resolution order of the object. `Document` does so too, so that a class
behind it gets its keywords.

`save()` returns a new list of the steps taken. `Timestamped` takes the step `"timestamped"` and
`Audited` the step `"audited"`, each before the steps of the next class in line. `Document` takes
the step `"document"` and ends the line: it asks nobody else.

## Rules

- When no head can be taken, `linearize` raises `TypeError` with the name of the class that cannot
  be put in order: `name` itself or one of its ancestors. A base listed twice is such a case.
- A name that is not in `bases_by_class` raises `KeyError` with that name. If there are several
  faults, any one of them may be raised.
- `linearize` changes neither the mapping nor its sequences, and creates no classes: work on names.
- The three classes know nothing of the classes that combine them. In any combination, also with
  other cooperative subclasses of `Document` in between, every keyword arrives and every `save` runs
  once, in method resolution order.
- All arguments go by keyword. One that is missing, that no class takes (`object.__init__` sees to
  that), or that goes by position raises `TypeError`.

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
