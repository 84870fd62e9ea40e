r"""Q102 · Threads and processes: the answer and one way to build it.

## Answer

Threads live in one process and share its memory: all see the same objects, so handing over costs
nothing, and what changes needs a lock. Processes have memory of their own. What goes between them
is pickled through a pipe or queue, or lies in shared memory, and starting one takes milliseconds to
a tenth of a second.

With the GIL only one thread at a time runs Python code. So threads suit what waits, for networks
and disks, and processes suit what computes: each has a GIL of its own, and a pool spreads calls
over all cores. The free-threaded build, officially supported since 3.14, lets threads compute side
by side, too; 3.14 also has `InterpreterPoolExecutor`, with a GIL an interpreter.

Processes are isolated. One that crashes or leaks takes nobody with it, and can be killed; a thread
can only be asked to stop. In return, results and exceptions have to survive pickling.

## Follow-ups

- **Why does one dead worker fail all futures of a `ProcessPoolExecutor`?** It cannot know which
  call that worker had taken from the shared queue, so it declares the whole pool broken. A process
  and a pipe for each call tell it, at the price of a start each.
- **What does an exception need to survive pickling?** By default it is made again as
  `cls(*self.args)`, and its `__init__` may refuse these `args` or make others of them. So it passes
  what it got to `super().__init__`, or there is a `__reduce__`.
- **How do you stop a thread?** You ask it, with an `Event` that it looks at. Nothing ends it from
  outside, so a call that may hang belongs in a process.

## Notes

The parent waits for several pipes at once with `multiprocessing.connection.wait`, and reads before
it joins: a process that sends more than the pipe holds cannot end before somebody reads. It closes
its own sending end, so that the end of a process is also the end of its pipe. Values and exceptions
travel as bytes within a tuple of plain data, hence a failing `pickle.loads` costs one item. A
`ProcessPoolExecutor` of one process for each item would do much of this, with a thread and several
pipes more for each.
"""

import multiprocessing
import pickle
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import wait
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """What became of an item: what its call returned or raised. Given: nothing to do here."""

    value: Any
    error: BaseException | None


class WorkerError(Exception):
    """A process could not do its part for an item. Given: nothing to do here."""


class RemoteTraceback(Exception):
    """A traceback of another process, as text."""


def run_parallel(
    func: Callable[[Any], Any], items: Iterable[Any], *, kind: str, workers: int
) -> list[Outcome]:
    """Call `func` for all items, in threads or in processes, and tell what became of each."""
    kinds = {"threads": _in_threads, "processes": _in_processes}
    if kind not in kinds:
        raise ValueError(f"kind must be one of {', '.join(kinds)}, not {kind!r}")
    return kinds[kind](func, items, workers)


def _in_threads(func, items, workers):
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(func, item) for item in items]
    errors = [future.exception() for future in futures]
    return [
        Outcome(future.result(), None) if error is None else Outcome(None, error)
        for future, error in zip(futures, errors, strict=True)
    ]


def _in_processes(func, items, workers):
    outcomes, running = {}, {}
    for place, item in enumerate(list(items)):  # all of them before there is anything to end
        if len(running) == workers:
            _collect(running, outcomes)
        try:
            job = pickle.dumps((func, item))
        except Exception as error:
            lost = WorkerError(f"it cannot be pickled: {error!r}")
            outcomes[place] = Outcome(None, lost)
            continue
        receiver, sender = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=_work, args=(sender, job))
        process.start()
        sender.close()  # or the end of the process would not be the end of the pipe
        running[receiver] = place, process
    while running:
        _collect(running, outcomes)
    return [outcomes[place] for place in sorted(outcomes)]


def _collect(running, outcomes):
    """Wait until processes have something to say or have ended, and take what came of them."""
    for receiver in wait(list(running)):
        place, process = running[receiver]
        try:
            answer = receiver.recv()
        except (EOFError, OSError):
            answer = None
        process.join()
        del running[receiver]
        receiver.close()
        outcomes[place] = _outcome(answer, process.exitcode)


def _outcome(answer, exitcode):
    """Make an outcome of what a process has sent, if anything."""
    if answer is None:
        return Outcome(None, WorkerError(f"the process ended with exit code {exitcode}"))
    name, raised, content, text = answer
    try:
        found = pickle.loads(content)
    except Exception as error:
        found, raised = WorkerError(f"{name} cannot be brought back: {error!r}"), True
    if not raised:
        return Outcome(found, None)
    found.__cause__ = RemoteTraceback(text)
    return Outcome(None, found)


def _work(sender, job):  # pragma: no cover: it runs in another process
    """Do a job, and send what came of it: all of it is plain data that can surely be sent."""
    raised, text = False, ""
    func, item = pickle.loads(job)
    try:
        found = func(item)
    except Exception as error:
        found, raised, text = error, True, traceback.format_exc()
    try:
        content = pickle.dumps(found)
    except Exception as error:
        content, text = b"", f"{text}{error!r}"
    sender.send((type(found).__name__, raised, content, text))
