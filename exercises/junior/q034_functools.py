r"""Q34 · functools: choose by type, and remember what was loaded.

Topics: functools, caching, functions

What does `lru_cache` do, and what else is in `functools`? How do you cache an object's figures, and
get fresh ones?

## Build

`render(value)` returns a text for people, chosen by the class of the value. It is a generic
function as `functools.singledispatch` makes it, so that `render.register` teaches it further
classes. It knows these rules:

- None gives `"-"`, True gives `"yes"`, False gives `"no"`, and a string gives itself.
- An integer gets commas between the thousands, as in `"-1,234,567"`.
- A `collections.abc.Mapping` gives `"{key: value, key: value}"` in its own order, with its keys and
  values rendered.
- Any other `collections.abc.Sequence`, also `bytes`, gives `"[item, item]"` with its items
  rendered.
- Everything else gives its `repr`.

`Report(load, months)` is a class for figures that are loaded on demand. `load(month)` returns the
revenue of a month, an integer that may be zero or negative. `months` is a list of different names
and may be empty.

- `report.revenue(month)` returns what `load(month)` returned, also for a month that is not in
  `months`.
- `report.total` is an attribute, not a method: the sum of the revenues of all `months`.
- Reading `total` again gives the very same object.
- `report.refresh()` makes the report forget its revenues and its total, if it has any. They are
  loaded anew when next wanted.

## Rules

- An instance of a subclass is rendered by the rule of the nearest class that has one.
- A rule that is registered later holds for keys, values and items too.
- Making a report loads nothing.
- Between two refreshes, a report calls `load` at most once for each month, whatever it returned.
- An `Exception` of `load` reaches the caller, and the next call that needs the month loads it
  again.
- Two reports share nothing, also if they have the same `load`.
- A report that nobody refers to any more can be garbage-collected.

## Left open

Enumerations, subclasses that change their text, a `Sequence` whose items are of its own class,
values more than 50 levels deep, and classes of your own that are both a `Mapping` and a `Sequence`,
or either by registration alone. A changed `months`. A refresh during a load, several threads, a
`load` that raises `StopIteration`.

## Example

    >>> render({"open": True, "visits": [12, 34567]})
    '{open: yes, visits: [12, 34,567]}'
    >>> def load(month):
    ...     print("loading", month)
    ...     return 100
    >>> report = Report(load, ["May", "June"])
    >>> report.revenue("June")
    loading June
    100
    >>> report.total
    loading May
    200
"""

from collections.abc import Callable
from typing import Any


def render(value: Any) -> str:
    """Give a text for people, by the class of the value."""
    raise NotImplementedError


class Report:
    """Figures that are loaded once, when they are wanted."""

    def __init__(self, load: Callable[[str], int], months: list[str]) -> None:
        """Load nothing yet."""
        raise NotImplementedError

    def revenue(self, month: str) -> int:
        """Return the revenue of a month."""
        raise NotImplementedError

    @property
    def total(self) -> int:
        """The revenue of all months. (Replace the property by what suits you.)"""
        raise NotImplementedError

    def refresh(self) -> None:
        """Forget all that was loaded and computed."""
        raise NotImplementedError
