r"""Q106 · A sampling profiler: the answer and one way to build it.

## Answer

I measure first, with a workload like the real one, and change things afterwards. `timeit` compares
snippets. `cProfile`, which is `profiling.tracing` since 3.15, counts every call and times it:
`python -m cProfile -o out.prof app.py`, then `pstats` or `snakeviz`. Its overhead is real, and it
makes small functions look dearer than they are. When a function is known to be hot, `line_profiler`
tells which line.

In production I sample. `py-spy` attaches to a running process from outside and draws flame graphs;
Python 3.15 brings such a profiler along, `python -m profiling.sampling attach PID`, with next to no
overhead. A sample says where time is spent, not how often something was called. Wall time and CPU
time are different questions. For memory there are `tracemalloc` and `memray`.

Then I improve the widest bar: first the algorithm and the number of queries, then data structures,
vectorizing and caching. And I measure again.

## Follow-ups

- **How exact is a sampler?** Like a poll: with 1,000 samples, a share of 10 % is good to about two
  points. More samples help, precision of the clock does not.
- **What does a sampler in a thread not see?** It runs when it gets the GIL, so it favours places
  where the others give it away, and it misses time in C code that holds it.
- **What are `own` and `total` good for?** A large own count is a function to make faster. A large
  total with a small own count is a caller: ask whether all those calls are needed.

## Notes

The dict of frames has the frame of `sample` itself in it. A variable that holds this dict makes a
cycle, and all frames in it live until the collector comes. The comprehension here keeps the dict in
no variable and drops the own frame at once. The event is made anew by each `__enter__`, which makes
a sampler usable again. Counting tuples of strings costs memory by the number of different stacks,
not of samples. Keeping code objects and line numbers in place of names would tell more, and would
keep the code alive.
"""

import sys
import threading
from collections import Counter
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
        self._interval, self._frames, self._wait = interval, frames, wait
        self._stacks: Counter[Stack] = Counter()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    @property
    def stacks(self) -> dict[Stack, int]:
        """In how many samples each stack was seen."""
        return self._stacks

    def sample(self) -> None:
        """Take one sample."""
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        skipped = {threading.get_ident()}
        if self._thread is not None:
            skipped.add(self._thread.ident)
        others = {ident: frame for ident, frame in self._frames().items() if ident not in skipped}
        for ident, frame in others.items():
            functions = []
            while frame is not None:
                functions.append(frame.f_code.co_qualname)
                frame = frame.f_back
            self._stacks[names.get(ident, str(ident)), *reversed(functions)] += 1

    def __enter__(self) -> "Sampler":
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        self._thread.join()
        self._thread = None

    def _run(self) -> None:
        """Take samples until the block ends."""
        wait = self._wait or self._ended.wait
        while True:
            wait(self._interval)
            if self._ended.is_set():
                return
            self.sample()


def collapse(stacks: Mapping[Stack, int]) -> list[str]:
    """Return the lines that tools for flame graphs read."""
    counts: Counter[str] = Counter()
    for stack, count in stacks.items():
        counts[";".join(part.replace(";", ":") for part in stack)] += count
    return [f"{line} {counts[line]}" for line in sorted(counts)]


def hottest(stacks: Mapping[Stack, int]) -> list[tuple[str, int, int]]:
    """Return the functions with their own and total counts."""
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for (_, *functions), count in stacks.items():
        own.update(dict.fromkeys(functions[-1:], count))
        total.update(dict.fromkeys(functions, count))
    rows = [(name, own[name], total[name]) for name in total]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))
