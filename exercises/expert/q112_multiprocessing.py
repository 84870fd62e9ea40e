r"""Q112 · Multiprocessing: many processes, one copy of the data.

Topics: processes, memory, optimisation, exceptions

How do you handle multiprocessing efficiently? "With a pool", most say. But a pool pickles what it
hands out, and ten million numbers take longer to pickle than to add up. Put them into shared memory
instead, and hand out places. Then show that your program leaves nothing behind when a worker fails,
or dies.

## Build

`chunk_bounds(count, workers)` cuts `count` values into chunks, and returns a list of pairs
`(start, stop)` of integers, as for a slice.

- There are `workers` chunks, or `count` chunks if that is less; `workers` is at least 1.
- The chunks follow each other, from 0 up to `count`.
- Their sizes differ by one at most, and the larger ones come first.

`map_chunks(func, values, *, workers, context=None)` calls `func` once for each chunk of `values`,
an `array.array` of type code `"q"`. It returns a list of what `func` returned, in the order of the
chunks.

- The chunks are those of `chunk_bounds(len(values), workers)`.
- `func` is called with a read-only `memoryview` of the format `"q"`, which has the values of the
  chunk.
- A single chunk is left to the calling process: no other one is started, and no shared memory is
  made.
- Two or more chunks are worked on at the same time, in new processes.
- `context` is an object that `multiprocessing.get_context` returned, and starts these processes.
- If it is None, the default start method is used.
- If `func` raises an `Exception`, `map_chunks` raises one of the same class and with the same
  `args`.
- If a process ends before its call of `func` has ended, `map_chunks` raises a `RuntimeError`.

## Rules

- Two or more chunks lie in one `multiprocessing.shared_memory.SharedMemory`, and the `memoryview`s
  show that memory itself.
- The values are never pickled.
- It works with the start methods `spawn` and `forkserver`.
- When `map_chunks` returns or raises, its processes have ended, and its shared memory no longer
  exists.
- Then `values` is as it was, and can grow again, even if `func` has kept its chunk.
- Nothing is printed on standard error, neither during the call nor when the program ends.

## Left open

- A `func` that other processes cannot import, where there are two or more chunks.
- Results and exceptions that cannot be pickled, or that pickling changes, and exceptions that are
  false, a `StopIteration` or no `Exception`.
- Which exception is raised when `func` raises for several chunks, and what the other chunks come
  to.
- Slices and other views that `func` makes of its chunk, and a chunk that it keeps in another
  process.

## Example

    >>> from array import array
    >>> chunk_bounds(10, 4)
    [(0, 3), (3, 6), (6, 8), (8, 10)]
    >>> map_chunks(sum, array("q", range(1000)), workers=2)
    [124750, 374750]
    >>> map_chunks(lambda chunk: list(chunk), array("q", [3, 1, 2]), workers=1)
    [[3, 1, 2]]
"""

from array import array
from collections.abc import Callable
from multiprocessing.context import BaseContext
from typing import Any


def chunk_bounds(count: int, workers: int) -> list[tuple[int, int]]:
    """Return where the chunks start and stop."""
    raise NotImplementedError


def map_chunks(
    func: Callable[[memoryview], Any],
    values: array,
    *,
    workers: int,
    context: BaseContext | None = None,
) -> list[Any]:
    """Call `func` for every chunk of the values, in processes, and list the results."""
    raise NotImplementedError
