r"""Q106 · A sampling profiler: look at all threads now and then, and count what they do.

Topics: profiling, threads, introspection, context-managers

How do you profile Python applications? `cProfile` follows every call, which is slow, and mixes up
threads since 3.12. In production one samples: a thread wakes up at intervals, notes where the
others are, and sleeps again. Build a sampling profiler and its reports.

## Build

- `Sampler(*, interval=0.01, frames=sys._current_frames, wait=None)` makes a sampler.
- `frames()` returns a dict from the identifiers of threads to their current frames.
- `sampler.sample()` takes one sample: it calls `frames()` and adds 1 to the count of the stack of
  each thread.
- `sampler.stacks` is a dict from stacks to their counts.
- A stack is a tuple of strings: the name of the thread, and then the qualified name of the function
  of each frame, the outermost first.
- In the block of `with sampler:`, a thread of the sampler takes samples. `as` gives the sampler.
- It calls `wait(interval)` before each sample.
- `collapse(stacks)` returns a list of lines for a flame graph, such as `"main;load;read 12"`.
- A line holds the parts of the stack, with `;` between them, then a space and the count.
- `hottest(stacks)` returns a list of tuples `(function, own, total)`.
- `own` is the number of samples in which the function is the innermost, and `total` the number of
  those in which it is anywhere in the stack.

## Rules

- `sample` leaves out the thread that calls it.
- In a block it also leaves out the sampler's own thread, even when another thread calls it.
- A thread has the name that it has when the sample is taken.
- A thread that `threading.enumerate()` does not list is named by its identifier, such as `"140"`.
- The thread of the sampler has ended when the block has, also by an exception.
- What the block raised reaches the caller.
- Without a `wait`, the end of the block does not wait for the interval to pass.
- A sampler can be used for several blocks, and the counts go on.
- After a sample, no frame, local variable, thread or function that it saw is kept alive, even while
  the garbage collector is off.
- In the parts of a line, `;` is replaced by `:`.
- Stacks whose lines differ in nothing but the count become one line with the sum.
- Lines are sorted as strings are, by what stands before the count.
- In recursion a function counts once for a sample in `total`.
- The name of a thread is not a function in `hottest`.
- The list of `hottest` begins with the largest `own`, then the largest `total`, then the name.

## Left open

- A last sample while a block ends, and a `frames` or `wait` that raises.
- Identifiers that a later thread gets again.
- Whether `stacks` is a copy, what becomes of the dict of `frames()`, and two calls of `sample` at
  the same time.
- A `wait` that does not return, and a block within a block of the same sampler.
- Line breaks in names, counts below 1, and stacks without any part.

## Example

    >>> import threading
    >>> timer, sampler = threading.Timer(3600, print), Sampler()
    >>> timer.name = "later"
    >>> timer.start()
    >>> sampler.sample()
    >>> timer.cancel()
    >>> [stack[:2] for stack in sampler.stacks if stack[0] == "later"]
    [('later', 'Thread._bootstrap')]
    >>> stacks = {("main", "run", "load"): 3, ("main", "run"): 1}
    >>> collapse(stacks)
    ['main;run 1', 'main;run;load 3']
    >>> hottest(stacks)
    [('load', 3, 3), ('run', 1, 4)]
"""

import sys
from collections.abc import Callable, Mapping
from types import FrameType

Stack = tuple[str, ...]


class Sampler:
    """Counts the stacks of all threads, sample by sample."""

    def __init__(
        self,
        *,
        interval: float = 0.01,
        frames: Callable[[], dict[int, FrameType]] = sys._current_frames,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        raise NotImplementedError

    @property
    def stacks(self) -> dict[Stack, int]:
        """In how many samples each stack was seen."""
        raise NotImplementedError

    def sample(self) -> None:
        """Take one sample."""
        raise NotImplementedError

    def __enter__(self) -> "Sampler":
        raise NotImplementedError

    def __exit__(self, *exc_info: object) -> None:
        raise NotImplementedError


def collapse(stacks: Mapping[Stack, int]) -> list[str]:
    """Return the lines that tools for flame graphs read."""
    raise NotImplementedError


def hottest(stacks: Mapping[Stack, int]) -> list[tuple[str, int, int]]:
    """Return the functions with their own and total counts."""
    raise NotImplementedError
