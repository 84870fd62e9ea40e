"""Q47 · Concurrent futures: collect what becomes of every task.

Topics: futures, threads, exceptions

How do you run tasks in parallel with `concurrent.futures`? Submitting them is one line. What shows
experience is the rest: results in the right order, failures that don't get lost, a timeout that
holds, and no thread left behind.

## Build

`Report` is given.

`fan_out(tasks, workers, timeout=None)` runs all of `tasks`, a dict from keys to functions without
arguments, and returns a `Report` once it knows what became of each:

- `results`, a `dict`: what each task returned that succeeded, by its key;
- `failures`, a `dict`: the exception each task raised that failed, the very object, by its key;
- `cancelled`, a `list`: the keys of the tasks that never began.

All three are in the order of `tasks`. `timeout` is the number of seconds for all tasks together,
counted from when the last was submitted; `None` sets no limit. When it is over, the tasks that have
not begun are cancelled. A thread cannot be stopped, so those that run are waited for, and they
count as if there had been no timeout.

`map_as_completed(func, items, on_done, workers)` calls `func(item)` for every item of an iterable.
As soon as a call has returned, it calls `on_done(item, result)`, while the other calls go on: so
`on_done` sees the items in the order of completion. (Calls that return while nobody can look may
come in any order.) It returns the list of all results, in the order of the items. If `func` or
`on_done` raises, that ends it: items that have not begun are cancelled, those that run are waited
for, `on_done` is not called again, and the exception, the very object, reaches the caller.

## Rules

- Tasks and `func` are submitted to a `concurrent.futures.ThreadPoolExecutor`, made for the call.
  Up to `workers` of them, an `int` of at least 1, run at the same time, in at most as many threads.
- `on_done` is called in the thread that called `map_as_completed`, once for each item.
- When a call returns or raises, none of its threads is alive.
- Items may be equal to each other, and need not be hashable.
- No tasks give a `Report` of empty containers, no items give `[]`.

## Example

    >>> report = fan_out({"half": lambda: 8 / 2, "bad": lambda: 8 / 0}, workers=2)
    >>> report.results, report.failures, report.cancelled
    ({'half': 4.0}, {'bad': ZeroDivisionError('division by zero')}, [])
    >>> map_as_completed(str.upper, ["only"], print, workers=1)
    only ONLY
    ['ONLY']
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple


class Report(NamedTuple):
    """What became of the tasks, by their keys. Given: nothing to do here."""

    results: dict[Hashable, Any]
    failures: dict[Hashable, BaseException]
    cancelled: list[Hashable]


def fan_out(
    tasks: dict[Hashable, Callable[[], Any]], workers: int, timeout: float | None = None
) -> Report:
    """Run all tasks in threads and report what became of each."""
    raise NotImplementedError


def map_as_completed(
    func: Callable[[Any], Any],
    items: Iterable[Any],
    on_done: Callable[[Any, Any], None],
    workers: int,
) -> list[Any]:
    """Call `func` for all items in threads, tell `on_done` of each, and list the results."""
    raise NotImplementedError
