r"""Q34 · functools: the answer and one way to build it.

## Answer

`functools` holds tools that take or make functions. `lru_cache` memoizes: it keeps results in a
dict keyed by the arguments, which must be hashable. It holds 128 results unless `maxsize` says
otherwise, and then drops the one used least recently. `cache`, since 3.9, has no limit. That makes
recursion that meets the same arguments again, and costly repeated calls, fast. `cache_info` and
`cache_clear` watch and reset it.

Cache pure functions only: nothing expires, and all callers share a mutable result. On a method the
cache belongs to the class and its keys hold `self`, so instances stay alive until it drops them.
Give each instance a cache of its own, or use `cached_property` for a value without arguments;
deleting the attribute makes it fresh.

`partial` fixes some arguments in advance, `reduce` folds an iterable into one value, `wraps` keeps
a function's name on its wrapper. `singledispatch` picks an implementation by the class of the first
argument. `cmp_to_key` and `total_ordering` help with comparing.

## Follow-ups

- **Is `lru_cache` safe with threads?** Its dict stays intact, but two threads that miss at the same
  time both call the function. If it must run only once, hold a lock.
- **Are equal arguments one entry?** Usually, unless `typed=True`; but CPython keeps a lone `int` or
  `str` apart from equals of other classes. Positional and keyword calls are entries of their own.
- **What does `cached_property` need?** A `__dict__` on the instance, so it fails with `__slots__`
  that leave it out. Since 3.12 it takes no lock: two threads may both compute the value.
- **How does `singledispatch` choose?** By the method resolution order of the argument's class, with
  abstract classes sorted in. The choice is kept per class until a new rule is registered.

## Notes

`bool` comes before `int` and `str` before `Sequence`, because the nearest class wins. `load` knows
nothing of the report, so a cache around it makes no reference back. A plain dict in `revenue` would
do as well and costs three lines. The list in `sum` lets even a `StopIteration` of `load` through.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any


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
    return "[" + ", ".join(render(item) for item in value) + "]"


class Report:
    """Figures that are loaded once, when they are wanted."""

    def __init__(self, load: Callable[[str], int], months: list[str]) -> None:
        """Load nothing yet."""
        self._load = functools.cache(load)
        self._months = months

    def revenue(self, month: str) -> int:
        """Return the revenue of a month."""
        return self._load(month)

    @functools.cached_property
    def total(self) -> int:
        """The revenue of all months."""
        return sum([self.revenue(month) for month in self._months])

    def refresh(self) -> None:
        """Forget all that was loaded and computed."""
        self._load.cache_clear()
        vars(self).pop("total", None)
