r"""Q19 · The GIL: overlap the waiting, guard what is shared.

Topics: gil, threads, locks, futures, processes

"What is the Global Interpreter Lock, and what follows?" It decides which pool suits which work,
lets waiting threads overlap, and leaves a shared counter unsafe. Show all three.

## Build

`executor_for(kind, gil=None)` returns the class from `concurrent.futures` that suits the work.

- `"io"`, work that waits, gets `ThreadPoolExecutor`.
- `"cpu"`, work that computes, gets `ProcessPoolExecutor` while the GIL is on and
  `ThreadPoolExecutor` when it is off.
- `gil` says whether the GIL is on, as `True` or `False`. With `None`, each call for `"cpu"` asks
  `sys._is_gil_enabled()`. Where `sys` has no such function, as before Python 3.13, the GIL is on.
- Any other string as `kind` raises `ValueError`.

`run_io_tasks(tasks, workers)` calls each of `tasks`, a list of functions without arguments, in a
pool of `workers` threads, 1 to 10. It returns the list of their results, in the order of `tasks`.

`SafeCounter(lock=None)` is a counter that threads share. Its attribute `value` is the total, which
starts at 0. Its method `add(amount=1)` adds an `int` to the total and returns the new total.

- `add` holds the lock while it reads and changes the total.
- `lock` is a `threading.Lock` or works like one. With `None`, the counter makes its own lock.

## Rules

- Workers run at the same time, and a free one takes the next task.
- If tasks raise, the caller gets one of their exceptions, the same object: that of the task which
  stands first in `tasks`.
- When `run_io_tasks` returns or raises, none of its threads is alive.
- No addition is lost when several threads call `add` at the same time.
- The total that `add` returns is the one that this very call made.
- If an addition raises a `TypeError`, it reaches the caller and the lock is free.

## Left open

Tasks that raise `StopIteration` or what is no `Exception`; whether tasks after a failing one run.

## Example

    >>> executor_for("cpu", gil=True).__name__
    'ProcessPoolExecutor'
    >>> run_io_tasks([lambda: "a", lambda: "b"], workers=2)
    ['a', 'b']
    >>> counter = SafeCounter()
    >>> counter.add(), counter.add(5), counter.value
    (1, 6, 6)
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any


def executor_for(kind: str, gil: bool | None = None) -> type[Executor]:
    """Choose the class of pool for work of this kind, "io" or "cpu"."""
    raise NotImplementedError


def run_io_tasks(tasks: Iterable[Callable[[], Any]], workers: int) -> list[Any]:
    """Call the tasks in a pool of threads and list their results in order."""
    raise NotImplementedError


class SafeCounter:
    """A counter that threads can share."""

    def __init__(self, lock: Any = None) -> None:
        """Start at 0, guarded by `lock` or by a lock of its own."""
        raise NotImplementedError

    def add(self, amount: int = 1) -> int:
        """Add `amount` and return the new total."""
        raise NotImplementedError
