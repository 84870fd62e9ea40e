"""Q19 · The GIL: overlap the waiting, guard what is shared.

Topics: gil, threads, locks, futures, processes

In an interview you may be asked what the Global Interpreter Lock is and what follows from it. Show
it: pick the right pool for a kind of work, let tasks that wait overlap in threads, and write a
counter that threads can share, which the GIL alone does not give you.

## Build

`executor_for(kind)` returns the class from `concurrent.futures` that suits the work:
`ThreadPoolExecutor` for `"io"`, `ProcessPoolExecutor` for `"cpu"`. Any other `kind`, also `"IO"`,
raises `ValueError` with a message that contains it.

`run_io_tasks(tasks, workers)` calls each of `tasks`, an iterable of functions without arguments, in
a pool of threads and returns the list of their results, in the order of `tasks`. Up to `workers`
tasks, an `int` of at least 1, run at the same time. No tasks give `[]`.

`SafeCounter()` is a counter for several threads:

- `value` is its total, an `int` that starts at 0.
- `lock` is its lock, a `threading.Lock` (or `RLock`) of its own.
- `add(amount=1)` adds `amount` to `value` and returns the new total. It adds with a single `+` or
  `+=`, without converting `amount` first: a test may pass an integer with an addition of its own.

## Rules

- `run_io_tasks` never starts more than `workers` threads in a call, and none of them is alive when
  it returns or raises.
- If tasks raise, the exception of the first of them, in the order of `tasks`, reaches the caller
  unchanged. Tasks that have not begun when that one raises may be dropped.
- No update of a `SafeCounter` is lost, even when another thread calls `add` in the midst of an
  addition, and the total returned is the one that this very call made.
- `add` takes the lock through `self.lock`, so that a test can replace it by another with the same
  `acquire`, `release` and `with`. It leaves the lock free, also when the addition raises; that
  exception reaches the caller and `value` stays as it was.

## Example

    >>> run_io_tasks([lambda: "a", lambda: "b"], workers=2)
    ['a', 'b']
    >>> counter = SafeCounter()
    >>> counter.add(), counter.add(5), counter.value
    (1, 6, 6)
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any


def executor_for(kind: str) -> type[Executor]:
    """Choose the class of pool for work of this kind, "io" or "cpu"."""
    raise NotImplementedError


def run_io_tasks(tasks: Iterable[Callable[[], Any]], workers: int) -> list[Any]:
    """Call the tasks in a pool of threads and list their results in order."""
    raise NotImplementedError


class SafeCounter:
    """A counter that threads can share."""

    def __init__(self) -> None:
        """Start at 0, with a lock of its own."""
        raise NotImplementedError

    def add(self, amount: int = 1) -> int:
        """Add `amount` and return the new total."""
        raise NotImplementedError
