r"""Q19 · The GIL: the answer and one way to build it.

## Answer

The Global Interpreter Lock is a mutex inside CPython that a thread must hold to execute Python
bytecode, so only one thread of an interpreter does so at a time. It keeps the interpreter's own
data, reference counts above all, consistent and cheap. Threads therefore do not speed up pure
Python computing. They do help with input and output, because a thread that waits for a socket, a
file or `sleep` releases the GIL meanwhile. To compute in parallel, use processes, each with an
interpreter and a GIL of its own, or C code that releases the lock, as NumPy and `zlib` do in their
long-running parts. The GIL does not make your own code safe: `x += 1` is a read, an addition and a
write, and needs a `Lock`. It is also going. Since 3.12 each subinterpreter can have its own, and
3.14 brings `concurrent.interpreters` and `InterpreterPoolExecutor`. The free-threaded build, an
experiment in 3.13, is officially supported since 3.14 (PEP 779): there threads compute in parallel.
As of 3.15 it is still a separate build.

## Follow-ups

- **How do you know whether the GIL is off?** Ask `sys._is_gil_enabled()`. That the build can do
  without (`sysconfig.get_config_var("Py_GIL_DISABLED")`) is not enough: `PYTHON_GIL=1`, or the
  import of an extension that is not ready for it, turns the GIL on.
- **What does a free-threaded build cost?** A single thread runs some 5 to 10 % slower as of 3.14,
  and takes more memory. Built-in containers lock themselves, but `x += 1` and check-then-act still
  need a lock.
- **Why did a million unguarded `+=` come out right?** CPython switches threads only at certain
  points, calls and loop ends among them, and none lies inside a plain `+=` on integers. No language
  rule promises it.
- **Why not use processes for everything?** Arguments and results are pickled, start-up is slow,
  and memory is not shared.

## Notes

Leaving the `with` block waits for the threads and ends them. `Executor.map` submits every task
before it gives the first result, and gives results, or the first exception, in the order of the
tasks. `InterpreterPoolExecutor` would also suit `"cpu"` from 3.14 on, with less memory than
processes, but not every extension can be imported there.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any


def executor_for(kind: str, gil: bool | None = None) -> type[Executor]:
    """Choose the class of pool for work of this kind, "io" or "cpu"."""
    if kind not in ("io", "cpu"):
        raise ValueError(f"unknown kind of work: {kind!r}")
    if gil is None:
        gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    return ProcessPoolExecutor if kind == "cpu" and gil else ThreadPoolExecutor


def run_io_tasks(tasks: Iterable[Callable[[], Any]], workers: int) -> list[Any]:
    """Call the tasks in a pool of threads and list their results in order."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda task: task(), tasks))


class SafeCounter:
    """A counter that threads can share."""

    def __init__(self, lock: Any = None) -> None:
        """Start at 0, guarded by `lock` or by a lock of its own."""
        self.value = 0
        self._lock = threading.Lock() if lock is None else lock

    def add(self, amount: int = 1) -> int:
        """Add `amount` and return the new total."""
        with self._lock:
            self.value += amount
            return self.value
