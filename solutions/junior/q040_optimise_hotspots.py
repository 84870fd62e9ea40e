"""Q40 · Profiling and optimising: the answer and one way to build it.

## Answer

I measure before I change anything, since guesses at the hot spot are mostly wrong. `timeit`
compares small snippets. `cProfile`, as `python -m cProfile -s cumtime script.py` or in code, shows
calls and time for each function; the older, pure Python `profile` does the same with more overhead.
`line_profiler` goes down to lines, `memory_profiler` or `tracemalloc` to memory, and `py-spy`
samples a running process at so little cost that it suits production.

Then I mend what is hot, the algorithm and the data structure first: a set or dict instead of
searching a list, a sort instead of comparing all with all, work moved out of loops, results cached,
text joined instead of added up. After that, built-ins and comprehensions; for heavy numeric work
NumPy, Numba or Cython; several processes if it can be split. Last, I measure again, with tests that
hold the results. When it is fast enough, I stop.

## Notes

All four had a search inside a loop. Three trade memory for it by one dict or set, and `rank` sorts
once. `setdefault` and the reversed list of customers both let the first of equals win.
`Profile.runcall` switches the profiler off in a `finally` of its own and leaves no Python function
in the count. In `getstats` built-in functions have a text in place of a code object.
"""

import cProfile
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from types import CodeType
from typing import Any


def pair_sums(numbers: Sequence[int], target: int) -> int:
    """Count the pairs of positions whose numbers add up to `target`."""
    pairs = 0
    seen: Counter[int] = Counter()
    for number in numbers:
        pairs += seen[target - number]
        seen[number] += 1
    return pairs


def join_report(
    customers: Sequence[tuple[Hashable, str]], orders: Sequence[tuple[Hashable, int]]
) -> str:
    """Return a line with the customer's name and the cents for each order."""
    names = dict(reversed(customers))
    return "".join(f"{names.get(ordered_by, 'unknown')}: {cents}\n" for ordered_by, cents in orders)


def common_items(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Any]:
    """Return the items of `first` that are in `second` too, each once, in order."""
    wanted = set(second)
    return [item for item in dict.fromkeys(first) if item in wanted]


def rank(scores: Sequence[float]) -> list[int]:
    """Return the rank of each score: 1 plus the number of higher ones."""
    ranks: dict[float, int] = {}
    for position, score in enumerate(sorted(scores, reverse=True), start=1):
        ranks.setdefault(score, position)
    return [ranks[score] for score in scores]


def call_counts(func: Callable[..., Any], *args: Any) -> dict[str, int]:
    """Call `func(*args)` and count the calls of each Python function by name."""
    profile = cProfile.Profile()
    profile.runcall(func, *args)
    counts: Counter[str] = Counter()
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):
            counts[entry.code.co_name] += entry.callcount
    return dict(counts)
