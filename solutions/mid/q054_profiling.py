"""Q54 · Profiling: the answer and one way to build it.

## Answer

Measure, find the bottleneck, mend it, measure again; never guess. `cProfile` comes with Python and
counts every call: `python -m cProfile -o out.prof script.py`, then `pstats`, or snakeviz for a
picture. Cumulative time leads to the slow branch, own time to the slow code. It slows Python calls
down noticeably, so I use it in development; `profile`, in pure Python, is far slower and deprecated
from 3.15 on. In production I sample: py-spy attaches to a running process, with no change of its
code and at little cost.

Inside a hot function line_profiler times each line (`@profile`, then `kernprof -l -v`). For memory
there are tracemalloc and memray; memory_profiler, line by line, is no longer maintained. `timeit`
compares snippets: repeat, and take the best round, because noise only adds.

Then I improve the algorithm or the data structure before the details, and check that the results
are still the same.

## Notes

`profile.stats` is the table that `pstats` reads; `get_stats_profile` there rounds times and merges
functions of one name. Starting a second profiler raises `ValueError` since 3.12; up to 3.11, it
ousts the first without a word. Hence one lock for both tools, used as a flag. `timeit` also keeps
the garbage collector off while it times.
"""

import cProfile
import functools
import operator
import threading
import time
import timeit
from collections.abc import Callable
from typing import Any, NamedTuple


class Hotspot(NamedTuple):
    """What a profile says about one function. Times are in seconds."""

    name: str  # as it stands after `def`
    calls: int  # all calls
    primitive_calls: int  # the calls that were not made, directly or not, by the function itself
    own: float  # time in the function itself, without what it called
    cumulative: float  # time from its call to its return; of recursive calls the outermost counts


_busy = threading.Lock()  # held while a profile runs


def _give_to_callers(stats: dict[Any, Any]) -> None:
    """Add the time of built-ins to that of their callers, as `builtins=False` does before 3.14."""
    callers = [stats.pop(key)[4] for key in [*stats] if key[0] == "~"]
    for key, (primitive, calls, own, cumulative, above) in stats.items():
        own += sum(each[key][2] for each in callers if key in each)
        stats[key] = primitive, calls, own, cumulative, above


def _rows(profile: cProfile.Profile) -> list[Hotspot]:
    """Return all rows of a profile but those of this module."""
    profile.create_stats()
    _give_to_callers(profile.stats)
    rows = [
        Hotspot(name, calls, primitive_calls, own, cumulative)
        for (file, _, name), (primitive_calls, calls, own, cumulative, _) in profile.stats.items()
        if file != __file__
    ]
    return sorted(rows, key=lambda row: (-row.cumulative, row.name))


def hottest(
    func: Callable[..., Any],
    *args: Any,
    top: int = 10,
    timer: Callable[[], float] = time.perf_counter,
) -> list[Hotspot]:
    """Profile one call and return the functions that took longest."""
    if top < 1:
        raise ValueError(f"top must be at least 1, got {top}")
    if _busy.locked():
        raise ValueError("a profile is running already")
    profile = cProfile.Profile(timer, builtins=False)
    with _busy:
        profile.runcall(func, *args)
    return _rows(profile)[:top]


def profiled(
    sink: Callable[[list[Hotspot]], Any], timer: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function so that `sink` gets a profile of each of its calls."""

    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            if _busy.locked():
                return func(*args, **kwargs)
            profile = cProfile.Profile(timer, builtins=False)
            try:
                with _busy:
                    return profile.runcall(func, *args, **kwargs)
            finally:
                sink(_rows(profile))

        return wrapper

    return decorate


def compare(
    candidates: dict[str, Callable[[], Any]],
    repeat: int = 5,
    number: int = 1,
    timer: Callable[[], float] = time.perf_counter,
) -> list[tuple[str, float]]:
    """Rank functions that do the same by the time they take."""
    if repeat < 1 or number < 1:
        raise ValueError(f"repeat and number must be at least 1, got {repeat} and {number}")
    results = {name: candidate() for name, candidate in candidates.items()}
    for name, result in results.items():
        if result != next(iter(results.values())):
            raise ValueError(f"{name} returned another result: {result!r}")
    times = [
        (name, min(timeit.repeat(candidate, timer=timer, repeat=repeat, number=number)) / number)
        for name, candidate in candidates.items()
    ]
    return sorted(times, key=operator.itemgetter(1))
