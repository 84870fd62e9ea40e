r"""Q40 · Profiling and optimising: the answer and one way to build it.

## Answer

I measure before I change anything, since guesses at the hot spot are mostly wrong. I take a real
input and a goal. `timeit` compares small snippets. `cProfile`, as
`python -m cProfile -s cumtime script.py` or in code, counts every call and its time, which makes
small functions look slower than they are. A sampling profiler such as py-spy only looks in now and
then, so it suits production; Python 3.15 brings one, `profiling.sampling`. `line_profiler` goes
down to lines, `tracemalloc` and memray to memory.

Then I change what is hot, the algorithm and the data structure first: a dict or set instead of a
search in a list, one sort instead of comparing all with all, work moved out of loops, results kept.
After that, built-ins and comprehensions; for heavy numeric work NumPy, Numba or Cython; several
processes where the work splits. After every step I measure again, with tests that hold the results,
and when the goal is reached, I stop.

## Follow-ups

- **What do `tottime` and `cumtime` tell?** `tottime` is the time in the function itself, `cumtime`
  includes what it calls. Sort by the second to find the costly branch, by the first to find the hot
  loop in it.
- **The profile shows that the program mostly waits. What now?** Faster code won't help. Ask less
  often and for more at once, or wait for several answers together with threads or asyncio.
- **What if no function stands out?** Then the cost is spread: look at the number of calls, at
  copies and conversions that repeat, at the design. Or the goal needs another language for a part.

## Notes

`get_stats_profile` is the documented way into the numbers, since 3.9. It gives calls as a text:
`"177/1"` is 177 calls, of which one was not recursive. Built-in functions have `~` in place of a
file. `Profile.runcall` switches the profiler off in a `finally` of its own, and leaves no Python
function in the count, as the `__exit__` of a `with` block would.

`rank` trades memory for time, and so does `pair_sums`. Two pointers that move inwards over a sorted
copy find the pairs too, with no hashing, but runs of equal numbers then need care.
"""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable
from typing import Any


def call_counts(func: Callable[..., Any], *args: Any) -> dict[str, int]:
    """Call `func(*args)` and count the calls of each Python function by name."""
    profile = cProfile.Profile()
    profile.runcall(func, *args)
    found = pstats.Stats(profile).get_stats_profile().func_profiles
    return {
        name: int(each.ncalls.partition("/")[0])
        for name, each in found.items()
        if each.file_name != "~"
    }


def parse(line: str) -> tuple[str, int]:
    """Return the name and the points of a line."""
    name, points = line.rsplit(" ", maxsplit=1)
    return name, int(points)


def standings(lines: list[str]) -> list[tuple[str, int]]:
    """Return the total of each name, the highest first."""
    totals: dict[str, int] = {}
    for name, points in map(parse, lines):
        totals[name] = totals.get(name, 0) + points
    return sorted(totals.items(), key=lambda entry: entry[1], reverse=True)


def rank(scores: list[float]) -> list[int]:
    """Return the rank of each score: 1 plus the number of higher ones."""
    ranks: dict[float, int] = {}
    for position, score in enumerate(sorted(scores, reverse=True), start=1):
        ranks.setdefault(score, position)
    return [ranks[score] for score in scores]


def pair_sums(numbers: list[int], target: int) -> int:
    """Count the pairs of positions whose numbers add up to `target`."""
    pairs = 0
    seen: Counter[int] = Counter()
    for number in numbers:
        pairs += seen[target - number]
        seen[number] += 1
    return pairs
