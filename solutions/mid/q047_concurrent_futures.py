"""Q47 · Concurrent futures: the answer and one way to build it.

## Answer

`concurrent.futures` gives one interface to two kinds of pools. `ThreadPoolExecutor` suits tasks
that wait for input and output. `ProcessPoolExecutor` suits computing in Python, because each
process has its own GIL; but functions, arguments and results must be picklable, and scripts need
the `__main__` guard. `submit(func, *args)` returns a `Future` at once; its `result(timeout)` waits
and returns the value, or raises what the task raised. `as_completed` gives futures in the order of
completion; `executor.map` is a parallel `map` whose results keep the order of the input. An
exception stays in its future, unseen, until somebody asks. A timeout ends only the waiting:
`cancel` works on tasks that have not begun, and a running thread cannot be stopped. Use the pool as
a context manager: `with ThreadPoolExecutor(8) as pool:` waits at its end for all that
was submitted. To drop what is pending, call `shutdown(cancel_futures=True)`.

## Notes

Both functions end with `shutdown(cancel_futures=True)` in a `finally`; a plain `with` block would
first run all that is pending, also after an exception. A dict keeps the order in which tasks were
submitted, whatever the order of completion. Its keys in `map_as_completed` are the futures, since
items may be equal or unhashable.
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
        elif error := future.exception():
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
