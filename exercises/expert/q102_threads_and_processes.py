r"""Q102 · Threads and processes: one call, two kinds of workers.

Topics: threads, processes, exceptions, serialization

How do threads differ from processes? Threads share memory, processes don't. That decides how
everything else goes wrong. What goes to a process and back has to be pickled, and a process can
simply be gone. Build one function that runs calls in either kind of worker, and in which no item
spoils the others.

## Build

`run_parallel(func, items, *, kind, workers)` calls `func(item)` once for each item of the iterable
`items`. It returns a list with an `Outcome`, which is given, for each item, in the order of the
items.

- `value` is what the call returned, and `error` is the `Exception` that it raised. The other of the
  two is None.
- With the kind `"threads"` the calls run in other threads of the calling process.
- Their values and errors are the very objects that were returned and raised.
- With the kind `"processes"` each call runs in a process of its own, started for it.
- What such a call changes in memory is not seen by the caller, nor by other calls.
- `workers` calls run at the same time, where there are so many items, and never more.

`WorkerError` is given too: the error of an item for which a process could not do its part.

## Rules

- If a process ends before its call has ended, the error is a `WorkerError` whose message has the
  exit code.
- If an item cannot be pickled, the error is a `WorkerError`.
- So it is for all items if `func` cannot be pickled.
- If a result cannot be pickled or unpickled, the error is a `WorkerError`.
- If an exception cannot be pickled or unpickled, the error is a `WorkerError` whose message has the
  name of the exception's class.
- Any other exception that was raised in a process arrives with its class and its `args`.
- If `func` raised in a process, and the error is no `WorkerError`, the text of the error's
  `__cause__` contains the traceback from there.
- Whatever becomes of one item, all the others have their outcomes.
- Results of a megabyte and more arrive, too.
- It works with the start methods `spawn` and `forkserver`.
- When `run_parallel` returns, the threads and processes that it started for calls have ended.
- A `kind` that is neither of the two raises a `ValueError` whose message contains its `repr`,
  before `func` is called.

## Left open

- Which start method is used, and whether `func` and an item are pickled together.
- Interruptions, raising what is no `Exception`, exceptions that are false, and those whose class
  makes `args` of its own.
- Iterables that raise, processes that cannot be started, and a `kind` that is no text.
- Calls that start processes of their own, leave threads behind, or raise a `WorkerError` in one.
- Results and exceptions that can be unpickled in one process, but not in the other.
- A `workers` below 1, items that cannot be unpickled, the `__cause__` of a `WorkerError`, and the
  sign of an exit code.

## Example

    >>> from math import sqrt
    >>> run_parallel(sqrt, [9, 16], kind="threads", workers=2)
    [Outcome(value=3.0, error=None), Outcome(value=4.0, error=None)]
    >>> [outcome] = run_parallel(sqrt, [-1], kind="processes", workers=2)
    >>> type(outcome.error).__name__, "Traceback" in str(outcome.error.__cause__)
    ('ValueError', True)
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """What became of an item: what its call returned or raised. Given: nothing to do here."""

    value: Any
    error: BaseException | None


class WorkerError(Exception):
    """A process could not do its part for an item. Given: nothing to do here."""


def run_parallel(
    func: Callable[[Any], Any], items: Iterable[Any], *, kind: str, workers: int
) -> list[Outcome]:
    """Call `func` for all items, in threads or in processes, and tell what became of each."""
    raise NotImplementedError
