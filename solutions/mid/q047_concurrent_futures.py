r"""Q47 · Concurrent futures: the answer and one way to build it.

## Answer

`concurrent.futures` gives one interface to several pools. `ThreadPoolExecutor` suits tasks that
wait for input and output. `ProcessPoolExecutor` suits computing in Python, because each process has
its own GIL; but what goes in and out must be picklable, and scripts need the `__main__` guard.
Since 3.14 there is `InterpreterPoolExecutor` too, with an interpreter and a GIL a thread.

`submit(func, *args)` returns a `Future` at once. Its `result(timeout)` waits and returns the value,
or raises what the task raised. `as_completed` gives futures as they complete; `executor.map` is a
parallel `map` that keeps the order of the input. An exception stays in its future, unseen, until
somebody asks. A timeout ends only the waiting: `cancel` works on tasks that have not begun, and a
running thread cannot be stopped. Use `with ThreadPoolExecutor(8) as pool:`, which waits at its end
for all that was submitted. To drop what has not begun, call `shutdown(cancel_futures=True)`.

## Follow-ups

- **How do the processes of a `ProcessPoolExecutor` start?** By `forkserver` on Linux since 3.14,
  before that by `fork`, which is not safe when threads run; by `spawn` on macOS and Windows.
- **How do you feed a pool from an endless source?** Submit a task only when another has ended.
  `Executor.map` has had `buffersize` for this since 3.14; before, it reads all of its input first.
- **Where does a callback of `add_done_callback` run?** Mostly in the worker's thread; in yours if
  the future is done already. An exception of it is logged and otherwise lost.
- **What happens when a task submits to its own pool and waits for the result?** If all threads do
  so, none is left to run what they wait for: a deadlock.

## Notes

Both functions end with `shutdown(cancel_futures=True)` in a `finally`; a plain `with` block would
first run all that waits, also after an exception. A dict keeps the order in which tasks were
submitted, whatever the order of completion. Its keys in `map_as_completed` are the futures, since
items may be equal or unhashable. To submit only as many items as there are workers would begin none
after a failure, but leaves a thread idle while `on_done` runs.
"""

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from typing import Any, NamedTuple


class Report(NamedTuple):
    """What became of the tasks, by their keys."""

    results: dict[Hashable, Any]
    failures: dict[Hashable, BaseException]
    cancelled: list[Hashable]


def fan_out(
    tasks: dict[Hashable, Callable[[], Any]], workers: int, timeout: float | None = None
) -> Report:
    """Run all tasks in threads and report what became of each."""
    pool = ThreadPoolExecutor(workers)
    try:
        futures = {key: pool.submit(task) for key, task in tasks.items()}
        wait(futures.values(), timeout)
    finally:
        pool.shutdown(cancel_futures=True)
    report = Report({}, {}, [])
    for key, future in futures.items():
        if future.cancelled():
            report.cancelled.append(key)
        elif (error := future.exception()) is not None:
            report.failures[key] = error
        else:
            report.results[key] = future.result()
    return report


def map_as_completed(
    func: Callable[[Any], Any],
    items: Iterable[Any],
    on_done: Callable[[Any, Any], None],
    workers: int,
) -> list[Any]:
    """Call `func` for all items in threads, tell `on_done` of each, and list the results."""
    pool = ThreadPoolExecutor(workers)
    try:
        futures = {pool.submit(func, item): item for item in items}
        for future in as_completed(futures):
            on_done(futures[future], future.result())
        return [future.result() for future in futures]
    finally:
        pool.shutdown(cancel_futures=True)
