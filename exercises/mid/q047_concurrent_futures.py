r"""Q47 · Concurrent futures: collect what becomes of every task.

Topics: futures, threads, exceptions

How do you implement parallel tasks with `concurrent.futures`? To submit them takes a line. What
shows experience is the rest: results in the right order, failures that are not lost, a timeout that
holds, and no thread left behind.

## Build

`fan_out(tasks, workers, timeout=None)` calls every function of the dict `tasks` in a thread,
without arguments, and returns a `Report`, which is given.

- `results` is a dict from the keys to what the functions returned.
- `failures` is a dict from the keys to the exceptions that the functions raised, `TimeoutError`,
  `CancelledError` and `KeyboardInterrupt` among them.
- Each of these exceptions is the object that was raised.
- `cancelled` is the list of the keys whose functions never began.
- All three are in the order of `tasks`.
- After `timeout` seconds, unless it is `None`, the functions that have not begun are cancelled.
- Those that run by then are waited for, and reported like the others.

`map_as_completed(func, items, on_done, workers)` calls `func(item)` in a thread for every item of
the iterable `items`, and returns the list of the results in the order of `items`.

- When a call has returned, `on_done(item, result)` is called at once, while other calls run.
- `on_done` is called once for each item, in the thread that called `map_as_completed`.
- If `func` or `on_done` raises, items that have not begun are cancelled, and those that run are
  waited for.
- Then the same exception object reaches the caller, and `on_done` is not called any more.
- Items may be equal to each other, and need not be hashable.

## Rules

- Each call makes a `concurrent.futures.ThreadPoolExecutor` for its tasks, and none of its threads
  is alive when it returns or raises.
- Up to `workers` tasks run at the same time, and no call starts more than `workers` threads.
- Without tasks the `Report` is empty, and without items the list is.

## Left open

- From which moment the timeout counts while tasks are still being submitted, and when `items` is
  read.
- The order of calls that return together, before all are submitted, or while `on_done` runs.
- Items that end or begin while `func` raises, before the rest are cancelled.
- Which of several exceptions reaches the caller.
- `workers` below 1 or above 30, timeouts below 0 or above a day, iterables that raise,
  exceptions that are false, and a `StopIteration` or `CancelledError` in `map_as_completed`.

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
