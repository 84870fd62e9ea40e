"""Q54 · Profiling: find where the time goes before you change anything.

Topics: profiling, optimisation, decorators

"How do you profile Python code?" `cProfile`, `timeit`, `py-spy` are quickly listed. Then you are
handed a report: which column tells what, and why are there two counts? Wrap the profiler and the
timer into three tools that you would leave in a code base.

## Build

`Hotspot` is given: one row of a report, about one function.

`hottest(func, *args, top=10, timer=time.perf_counter)` calls `func(*args)` under `cProfile` and
returns a list of the first `top` rows. A `top` below 1 raises `ValueError`, and `func` is not
called.

`profiled(sink, timer=time.perf_counter)` returns a decorator. Every call of the decorated function
is profiled, and `sink(rows)` is then called with the list of all rows, also when the function
raises. Otherwise the decorated function behaves as the function does: arguments, result, exception,
name and docstring.

`compare(candidates, repeat=5, number=1, timer=time.perf_counter)` takes a dict from names to
functions without arguments. It returns a list of `(name, seconds)`, the fastest first.

- Each candidate is called once without being timed. If what it returns is not equal to what the
  first candidate returned, `ValueError` that names the candidate is raised, and nothing is timed.
- Then each is timed in `repeat` rounds of `number` calls. `seconds` is the time of its best round,
  divided by `number`. With equal times, the order of the dict counts.
- A `repeat` or `number` below 1 raises `ValueError`, and no candidate is called. Without candidates
  the list is empty.

## Rules

For `hottest` and `profiled`:

- The rows are those of `func` and of all Python functions that were called from it, directly or
  not. Nothing that belongs to your tools has a row, such as the wrapper that `profiled` puts round
  a function.
- Built-ins have no row either: their time is own time of the function that called them. Where only
  a built-in was called, there are no rows.
- They are sorted by cumulative time, the largest first; with equal times, by name. Two functions
  with the same name have two rows.
- The profiler reads all its times from `timer`, a function without arguments that returns seconds
  as a `float`. The times are as exact as `cProfile` has them.
- The profiler is off when the call has ended, normally or by an exception, and is off when `sink`
  is called. The exception reaches the caller.
- Only one profile runs at a time. While one of your tools has a profile running, a function
  decorated with `profiled` is simply called: it is a part of that profile, its own sink hears
  nothing. This goes for recursion too. `hottest` raises `ValueError` in that case, without calling
  `func` and without harm to the profile that runs.
- Nobody else profiles, and all happens in one thread.

## Example

    >>> def fib(n):
    ...     return n if n < 2 else fib(n - 1) + fib(n - 2)
    >>> def work():
    ...     return fib(4) + max(fib(1), 1)
    >>> [(row.name, row.calls, row.primitive_calls) for row in hottest(work, timer=lambda: 0.0)]
    [('fib', 10, 2), ('work', 1, 1)]
    >>> ticks = iter([0.0, 3.0, 10.0, 11.0])
    >>> compare({"sum": lambda: sum([1, 2]), "plus": lambda: 1 + 2}, repeat=1, timer=ticks.__next__)
    [('plus', 1.0), ('sum', 3.0)]
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Hotspot(NamedTuple):
    """What a profile says about one function. Times are in seconds."""

    name: str  # as it stands after `def`
    calls: int  # all calls
    primitive_calls: int  # the calls that were not made, directly or not, by the function itself
    own: float  # time in the function itself, without what it called
    cumulative: float  # time from its call to its return; of recursive calls the outermost counts


def hottest(
    func: Callable[..., Any],
    *args: Any,
    top: int = 10,
    timer: Callable[[], float] = time.perf_counter,
) -> list[Hotspot]:
    """Profile one call and return the functions that took longest."""
    raise NotImplementedError


def profiled(
    sink: Callable[[list[Hotspot]], Any], timer: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function so that `sink` gets a profile of each of its calls."""
    raise NotImplementedError


def compare(
    candidates: dict[str, Callable[[], Any]],
    repeat: int = 5,
    number: int = 1,
    timer: Callable[[], float] = time.perf_counter,
) -> list[tuple[str, float]]:
    """Rank functions that do the same by the time they take."""
    raise NotImplementedError
