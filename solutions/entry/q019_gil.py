"""Q19 · The GIL: the answer and one way to build it.

## Answer

The Global Interpreter Lock is one mutex inside CPython that a thread must hold to execute Python
bytecode, so only one thread of an interpreter does so at a time. It keeps the interpreter's own
data, reference counts above all, consistent and cheap. Threads therefore do not speed up pure
Python computing. They do help with input and output, because a thread that waits for a socket, a
file or `sleep` releases the GIL meanwhile. To compute in parallel, use processes (`multiprocessing`
or `ProcessPoolExecutor`), each with an interpreter and a GIL of its own, or C code that releases
the lock, as NumPy, `zlib` and `hashlib` do in their long-running parts. The GIL does not make your
own code safe: `x += 1` is a read, an addition and a write, and needs a `Lock`. It is a detail of
CPython, and not for ever: since 3.12 each subinterpreter can have its own, and 3.13 offers, as an
experiment, a free-threaded build without it.

## Notes

Leaving the `with` block waits for the threads and ends them. `Executor.map` submits every task
before it gives the first result, and gives results, or the first exception, in the order of the
tasks. CPython now switches threads only at certain points, so an unguarded `+=` may look safe in a
loop of millions; the checks call a second `add` from inside the addition, where it shows.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any


def executor_for(kind: str) -> type[Executor]:
    """Choose the class of pool for work of this kind, "io" or "cpu"."""
    match kind:
        case "io":
            return ThreadPoolExecutor
        case "cpu":
            return ProcessPoolExecutor
        case _:
            raise ValueError(f"unknown kind of work: {kind!r}")


def run_io_tasks(tasks: Iterable[Callable[[], Any]], workers: int) -> list[Any]:
    """Call the tasks in a pool of threads and list their results in order."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda task: task(), tasks))


class SafeCounter:
    """A counter that threads can share."""

    def __init__(self) -> None:
        """Start at 0, with a lock of its own."""
        self.value = 0
        self.lock = threading.Lock()

    def add(self, amount: int = 1) -> int:
        """Add `amount` and return the new total."""
        with self.lock:
            self.value += amount
            return self.value
