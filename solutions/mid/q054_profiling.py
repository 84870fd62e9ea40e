r"""Q54 · Profiling: the answer and one way to build it.

## Answer

Measure, find the bottleneck, mend it, measure again; never guess. `cProfile` comes with Python and
counts every call: `python -m cProfile -o out.prof script.py`, then `pstats`, or snakeviz for a
picture. Cumulative time leads to the slow branch, own time to the slow code. It slows Python calls
down noticeably, so I use it in development. In production I sample: py-spy attaches to a running
process, with no change of its code and at little cost. Python 3.15 brings both kinds in one
package, `profiling.tracing` and `profiling.sampling`; the old `profile` is deprecated.

Inside a hot function line_profiler times each line: `@profile`, then `kernprof -l -v`. For memory
there are tracemalloc and memray; memory_profiler is no longer maintained. `timeit` compares
snippets: repeat, and take the best round, because noise only adds.

Then I improve the algorithm or the data structure before details such as slow loops, and check that
the results are still the same.

## Follow-ups

- **What do the two numbers in `5/2` mean?** Five calls, of which two were primitive: made while no
  other call of that function was running. The other three are recursion.
- **Why can a profile mislead?** Tracing costs something for each call, so that small functions look
  slower than they are. Since 3.12 it mixes in the calls of other threads, and time spent waiting
  looks like time spent working.
- **Why the best round, not the mean?** Other processes and the garbage collector only ever add
  time. The minimum is nearest to what the code itself needs.
- **What is `sys.monitoring`?** Since 3.12, tools register for events and may switch them off place
  by place (PEP 669), which costs far less than `sys.setprofile`. `cProfile` uses it too.

## Notes

`get_stats_profile` is the documented way to read a profile, and rounds to milliseconds. It goes by
names, so that of two functions with one name only one is left. The table behind it, `Stats.stats`,
tells them apart by file and line and is exact, but is not documented. `runcall` switches the
profiler off in a `finally`; used in a `with`, a `Profile` lists its own `__exit__` as well.
`timeit.repeat` keeps the garbage collector off while it times.
"""

import cProfile
import operator
import pstats
import time
import timeit
from collections.abc import Callable
from typing import Any, NamedTuple


class Hotspot(NamedTuple):
    """What a profile says about one function. Given: nothing to do here."""

    name: str  # as it stands after `def`, or `<lambda>`
    calls: int
    primitive_calls: int
    own: float  # seconds
    cumulative: float  # seconds


def hottest(
    func: Callable[..., Any],
    *args: Any,
    top: int = 10,
    timer: Callable[[], float] = time.perf_counter,
) -> list[Hotspot]:
    """Profile one call and return the functions that took longest."""
    if top < 1:
        raise ValueError(f"top must be at least 1, got {top!r}")
    profile = cProfile.Profile(timer)
    profile.runcall(func, *args)
    rows = []
    for name, entry in pstats.Stats(profile).get_stats_profile().func_profiles.items():
        if entry.file_name != "~":  # which stands for built-ins
            calls, _, primitive = entry.ncalls.partition("/")
            primitive = primitive or calls
            rows.append(Hotspot(name, int(calls), int(primitive), entry.tottime, entry.cumtime))
    return sorted(rows, key=lambda row: (-row.cumulative, row.name))[:top]


def compare(
    candidates: dict[str, Callable[[], Any]],
    *,
    repeat: int = 5,
    number: int = 1,
    timer: Callable[[], float] = time.perf_counter,
) -> list[tuple[str, float]]:
    """Rank functions that do the same by the time they take."""
    if repeat < 1 or number < 1:
        raise ValueError(f"repeat and number must be at least 1, got {repeat!r} and {number!r}")
    results = {name: candidate() for name, candidate in candidates.items()}
    for name, result in results.items():
        if result != next(iter(results.values())):
            raise ValueError(f"{name!r} returned another result than the first: {result!r}")
    times = [
        (name, min(timeit.repeat(candidate, timer=timer, repeat=repeat, number=number)) / number)
        for name, candidate in candidates.items()
    ]
    return sorted(times, key=operator.itemgetter(1))
