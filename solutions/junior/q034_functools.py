"""Q34 · functools: the answer and one way to build it.

## Answer

`functools` holds tools that work on functions. `lru_cache` memoises: it keeps results in a dict
keyed by the arguments, which must be hashable. `maxsize` is 128 unless you say otherwise; beyond
it, the least recently used result goes. `cache`, since 3.9, has no limit. Recursion that meets the
same arguments again, and costly calls repeated, get fast; `cache_info` and `cache_clear` help to
watch and reset.

Use it for pure functions only: nothing expires, and a mutable result is shared by all callers. On a
method, the cache belongs to the class and its keys hold `self`, so instances stay alive. Give every
instance its own cache, or use `cached_property` for a value without arguments; delete the attribute
to compute it anew.

`partial` fixes some arguments in advance, `reduce` folds an iterable into one value, `wraps` keeps
a decorated function's name, `singledispatch` picks an implementation by the class of the first
argument, `cmp_to_key` and `total_ordering` help with comparing.

## Notes

The cache of `edit_distance` is made in each call and keyed by two lengths, so items need no hash
and calls can't mix. `singledispatch` finds the nearest class in the method resolution order,
abstract classes included: `str` comes before `Sequence` and `bool` before `int`. `load` knows
nothing of the report, so caching it makes no reference back to the instance.
"""

import functools
import operator
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Any


def edit_distance(a: Sequence[Any], b: Sequence[Any]) -> int:
    """Count the edits that make `b` out of `a`."""

    @functools.cache
    def distance(i: int, j: int) -> int:
        """The distance of the first `i` items of `a` from the first `j` of `b`."""
        if not (i and j):
            return max(i, j)
        return min(
            distance(i - 1, j) + 1,
            distance(i, j - 1) + 1,
            distance(i - 1, j - 1) + (a[i - 1] != b[j - 1]),
        )

    return distance(len(a), len(b))


@functools.singledispatch
def render(value: Any) -> str:
    """Give a text for people, by the class of the value."""
    return repr(value)


@render.register
def _(value: NoneType) -> str:
    return "-"


@render.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@render.register
def _(value: int) -> str:
    return f"{value:,}"


@render.register
def _(value: str) -> str:
    return value


@render.register
def _(value: Mapping) -> str:
    return "{" + ", ".join(f"{render(key)}: {render(item)}" for key, item in value.items()) + "}"


@render.register
def _(value: Sequence) -> str:
    return "[" + ", ".join(map(render, value)) + "]"


def deep_get(data: Any, path: Iterable[Hashable], default: Any = None) -> Any:
    """Follow a path into nested data, or return the default."""
    try:
        return functools.reduce(operator.getitem, path, data)
    except (LookupError, TypeError):
        return default


class Report:
    """Figures that are loaded once, when they are wanted."""

    def __init__(self, load: Callable[[str], int], months: Iterable[str]) -> None:
        """Load nothing yet."""
        self._load = functools.cache(load)
        self._months = tuple(months)

    def revenue(self, month: str) -> int:
        """Return the revenue of a month."""
        return self._load(month)

    @functools.cached_property
    def total(self) -> int:
        """The revenue of all months."""
        return sum(map(self.revenue, self._months))

    def refresh(self) -> None:
        """Forget all that was loaded and computed."""
        self._load.cache_clear()
        vars(self).pop("total", None)
