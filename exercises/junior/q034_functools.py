"""Q34 · functools: remember results, choose by type, reduce a path.

Topics: functools, caching, functions

"What does `lru_cache` do, and what else is in `functools`?" One line puts a cache on a function.
The follow-up questions are about what it costs: what becomes of a cache on a method, and how do you
get fresh figures out of it?

## Build

`edit_distance(a, b)` returns the Levenshtein distance of two sequences: the least number of items
to insert, delete or replace to make `b` out of `a`. `a` and `b` are strings, lists or tuples of up
to 100 items.

`render(value)` returns a text for people. It is a generic function (`functools.singledispatch`), so
that others can teach it a class with `render.register`. Its rules:

- None gives `"-"`, True `"yes"`, False `"no"`, and a string gives itself.
- An integer gets commas between the thousands: `"-1,234,567"`.
- A mapping (`collections.abc.Mapping`) gives `"{key: value, key: value}"`, with its keys and values
  rendered, in its own order.
- Any other sequence (`collections.abc.Sequence`), also `bytes`, gives `"[item, item]"`, with its
  items rendered.
- Everything else gives its `repr`.

`deep_get(data, path, default=None)` follows a path into nested data: with the path `["a", 0]` it
returns `data["a"][0]`. `path` is a list or tuple of keys and indexes; the empty path gives `data`
itself. If a step raises a `LookupError` (such as `KeyError` or `IndexError`) or a `TypeError`, the
result is `default`. Other exceptions reach the caller.

`Report(load, months)` computes figures on demand. `load(month)` is a slow function that returns the
revenue of a month as an integer; `months` is a list of different strings.

- `report.revenue(month)` returns what `load(month)` returned. `month` may be any string.
- `report.total` is an attribute, not a method: the sum of the revenues of all `months`, computed
  when it is first read. Reading it again gives the very same object.
- `report.refresh()` makes this report forget the revenues and the total, so that each is loaded
  anew when it is next wanted. It may come at any time, also when there is nothing to forget.

## Rules

- `edit_distance` compares each item of `a` with each item of `b` at most once in a call, by `==` or
  `!=`. The items need no hash. What was computed in one call has no effect on another.
- `render` treats an instance of a subclass like one of its nearest class with a rule. That includes
  classes which only are registered as a `Mapping` or a `Sequence`. Rules that are registered later
  hold for keys, values and items too.
- `deep_get` tells what is absent from what is None, zero, false or empty: that is found.
- Making a report loads nothing. `revenue` and `total` share what was loaded: between two refreshes,
  a report calls `load` once for a month, whatever it returned. A call of `load` that raises lets
  the exception through and leaves nothing behind: the next one tries again.
- Two reports share nothing. A report to which nobody else refers can be garbage-collected.

## Example

    >>> edit_distance("kitten", "sitting")
    3
    >>> print(render({"open": True, "visits": [12, 34567], "note": None, "rate": 0.5}))
    {open: yes, visits: [12, 34,567], note: -, rate: 0.5}
    >>> deep_get({"users": [{"age": 0}]}, ["users", 0, "age"], default="?")
    0
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

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any


def edit_distance(a: Sequence[Any], b: Sequence[Any]) -> int:
    """Count the edits that make `b` out of `a`."""
    raise NotImplementedError


def render(value: Any) -> str:
    """Give a text for people, by the class of the value."""
    raise NotImplementedError


def deep_get(data: Any, path: Iterable[Hashable], default: Any = None) -> Any:
    """Follow a path into nested data, or return the default."""
    raise NotImplementedError


class Report:
    """Figures that are loaded once, when they are wanted."""

    def __init__(self, load: Callable[[str], int], months: Iterable[str]) -> None:
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
