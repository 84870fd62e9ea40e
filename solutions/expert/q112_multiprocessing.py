r"""Q112 · Multiprocessing: the answer and one way to build it.

## Answer

For work that keeps the CPU busy I take processes, since each has an interpreter and a GIL of its
own: `ProcessPoolExecutor`, or `multiprocessing.Pool` with `map`, `starmap` and `imap_unordered`.
What they hand over is pickled, so the calls should be few and large: chunks, not single items.
Functions must be importable, and the start stands under `if __name__ == "__main__"`.

Processes share nothing unless asked to. Queues and pipes pass messages, a manager serves objects
slowly to all, and `shared_memory` holds large data once; whoever makes a segment unlinks it, in a
`finally`. I avoid shared state that changes.

`fork` is quick, but copies locks that other threads hold. Since Python 3.14 the default on Linux is
`forkserver`; macOS and Windows use `spawn`. I measure first: NumPy may already use all cores, and
on the free-threaded build, supported since 3.14, threads can do the same work without pickling.

## Follow-ups

- **What happens when a worker is killed, say for its memory?** The futures of a
  `ProcessPoolExecutor` raise `BrokenProcessPool`. A `multiprocessing.Pool` starts another process,
  but the result never comes, and `map` waits for ever.
- **How large should a chunk be?** So large that a call takes far longer than handing it over, and
  so small that there are several for each process where the calls take unequal time.
- **Who removes a segment when the program is killed?** The resource tracker, a small process of its
  own, unlinks what was left, and warns. It cannot when it is killed as well.
- **Why is `fork` dangerous with threads?** Only the thread that forks lives on in the child. A lock
  that another one held stays locked there; Python 3.12 and later warn.

## Notes

A pool of as many processes as chunks notices a dead one and ends the others, and leaving its `with`
waits for all. Attaching to a segment registers it with the resource tracker, which all these
processes share, so the one `unlink` is enough; from 3.13 `track=False` can leave it out. A chunk is
released after its call, whatever comes of that: else closing the segment is a `BufferError`, which
hides what was raised. `multiprocessing.RawArray` is shared memory too, without a name and hence
nothing to unlink, but it can only be handed over when a process starts.
"""

from array import array
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext
from multiprocessing.shared_memory import SharedMemory
from typing import Any


def chunk_bounds(count: int, workers: int) -> list[tuple[int, int]]:
    """Return where the chunks start and stop."""
    chunks = min(count, workers)
    size, larger = divmod(count, chunks or 1)
    starts = [number * size + min(number, larger) for number in range(chunks + 1)]
    return list(zip(starts, starts[1:], strict=False))


def map_chunks(
    func: Callable[[memoryview], Any],
    values: array,
    *,
    workers: int,
    context: BaseContext | None = None,
) -> list[Any]:
    """Call `func` for every chunk of the values, in processes, and list the results."""
    bounds = chunk_bounds(len(values), workers)
    if len(bounds) < 2:
        return [_call(func, values, *each) for each in bounds]
    segment = SharedMemory(create=True, size=len(values) * values.itemsize)
    try:
        with memoryview(values) as whole:
            segment.buf[: whole.nbytes] = whole.cast("B")
        with ProcessPoolExecutor(len(bounds), mp_context=context) as pool:
            futures = [pool.submit(_work, func, segment.name, *each) for each in bounds]
            return [future.result() for future in futures]
    finally:
        segment.close()
        segment.unlink()


def _work(func, name, start, stop):  # pragma: no cover: it runs in another process
    segment = SharedMemory(name)
    try:
        return _call(func, segment.buf, start, stop)
    finally:
        segment.close()


def _call(func, buffer, start, stop):
    """Call `func` with a view of a part of the buffer that ends with the call."""
    chunk = memoryview(buffer).cast("B").cast("q")[start:stop].toreadonly()
    try:
        return func(chunk)
    finally:
        chunk.release()
