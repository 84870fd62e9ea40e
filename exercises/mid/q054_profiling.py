r"""Q54 · Profiling: find where the time goes before you change anything.

Topics: profiling, optimisation

How do you profile Python code? You name `cProfile`, `timeit` and `py-spy`. Then comes a report:
which column tells what, and why are there two counts? Make two tools of the standard library's
profiler and timer.

## Build

`hottest(func, *args, top=10, timer=time.perf_counter)` calls `func(*args)` once under `cProfile`,
and returns a list of rows. A row is a `Hotspot`, which is given and tells of one function.

- There is a row for `func`, if it is a Python function, and for each Python function that is called
  from it, directly or not.
- Nothing else has a row: neither built-in functions nor parts of your tool.
- `calls` counts all calls of the function.
- `primitive_calls` counts only the calls made while no other call of the function was running.
- `own` is the time spent in the function itself, without what it called.
- `cumulative` is the time from call to return. In recursion, only the outermost call counts.
- The rows are sorted by cumulative time, the largest first. With equal times, they are sorted by
  name.
- Of the sorted rows, the first `top` are returned.

`compare(candidates, *, repeat=5, number=1, timer=time.perf_counter)` takes a dict from names to
functions without arguments, and returns a list of tuples `(name, seconds)`, the fastest first.

- First, each candidate is called once without being timed.
- If a candidate's result is not equal to that of the first one, a `ValueError` is raised, and
  `timer` is not called. The message contains the `repr` of that candidate's name.
- Then each is timed in `repeat` rounds of `number` calls.
- `seconds` is the time of the best round, divided by `number`.
- With equal times, the order of the dict counts.
- Without candidates, the list is empty.

## Rules

- All times are read from `timer`, a function without arguments that returns seconds as a `float`.
- A `top`, `repeat` or `number` below 1 raises `ValueError`, and nothing is called.
- If `func` raises, the exception reaches the caller.
- The profiler is off when `hottest` has returned or raised.

## Left open

- Fractions of a millisecond, whether the time of a built-in is own time of its caller.
- Functions of one name, such as lambdas; comprehensions, generators, class and module bodies.
- Threads, profiles within profiles or of your tool.
- Candidates that raise, or follow one that differs, numbers below 1 without candidates, and results
  with an odd `==`.

## Example

    >>> now = [0.0]
    >>> def load(n):
    ...     now[0] += 2.0
    ...     return n if n < 2 else load(n - 1)
    >>> def main():
    ...     now[0] += 1.0
    ...     return load(3)
    >>> for row in hottest(main, timer=lambda: now[0]):
    ...     print(row.name, row.calls, row.primitive_calls, round(row.own), round(row.cumulative))
    main 1 1 1 7
    load 3 1 6 6
    >>> compare({"slow": main, "fast": lambda: load(1)}, timer=lambda: now[0])
    [('fast', 2.0), ('slow', 7.0)]
"""

import time
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
    raise NotImplementedError


def compare(
    candidates: dict[str, Callable[[], Any]],
    *,
    repeat: int = 5,
    number: int = 1,
    timer: Callable[[], float] = time.perf_counter,
) -> list[tuple[str, float]]:
    """Rank functions that do the same by the time they take."""
    raise NotImplementedError
