r"""Q99 · Asyncio: a pipeline whose stages work at the same time.

Topics: asyncio, pipelines, queues, exceptions

How do you implement asynchronous programming with asyncio? For a handful of requests, `gather` will
do. Then the interviewer brings a stream: fetch, parse, store, each slow in its own way, and far too
many items to hold them all. And what if one of them fails in the middle? Write the function that
runs such a pipeline and leaves nothing behind.

## Build

A step of the pipeline is a `Stage(func, workers=1)`, which is given, with an async function of one
item.

`await run_pipeline(source, stages, *, queue_size=1, timeout=None)` sends the items of `source`, an
async generator, through `stages`, a list.

- Each stage awaits `func(item)` once for each item, and hands what that returns to the next stage.
- The call returns a list of what the last stage made of the items, in the order of the source.
- Without stages, it returns a list of the items.
- `timeout` is the time in seconds that it may take in all; None sets no limit.
- A `queue_size` or a number of workers below 1 raises a `ValueError` whose message contains its
  `repr`, and the source is not asked for an item.

## Rules

- All stages work at the same time, and the source does too.
- A stage works on up to `workers` items at the same time.
- An item may overtake earlier ones: it goes on to the next stage as soon as there is room.
- Before each stage up to `queue_size` items can wait; those in its workers are not counted.
- A worker keeps a result until there is room for it, and only then takes another item.
- The source is asked for an item only when the one before has found room.
- Items and results may be None, false values or exceptions.
- When `func` or the source raises an `Exception`, all that still runs is cancelled, no `func` is
  called any more, and the call raises an `ExceptionGroup` that contains the same exception object.
- When its time is over, the call at once cancels all that runs, and raises `TimeoutError` itself,
  in no group.
- A `TimeoutError` of a `func` is an exception like any other.
- When the call is cancelled, it at once cancels all that runs, and raises `asyncio.CancelledError`.
- What is cancelled can finish its `finally` blocks, which may await.
- The source is closed in each of these cases: its `finally` blocks have ended, whether it was
  waiting itself or had just given an item.
- When the call returns or raises, no task that it made is left.

## Left open

- What else is in the `ExceptionGroup`, and whether it is nested.
- Whether a worker that has just finished, or was just given an item, still calls `func` while
  another one raises.
- A `func` that goes on when it is cancelled, or raises `CancelledError`, `StopAsyncIteration` or
  what is no `Exception`.
- Exceptions of what was cancelled, a second cancelling, and time that is over while all that runs
  is ended.
- A timeout that is not above 0, and whether a refused call closes the source.

## Example

    >>> import asyncio
    >>> async def numbers(count):
    ...     for number in range(count):
    ...         yield number
    >>> async def square(number):
    ...     await asyncio.sleep(0.001)
    ...     return number * number
    >>> async def text(number):
    ...     return f"<{number}>"
    >>> stages = [Stage(square, workers=2), Stage(text)]
    >>> asyncio.run(run_pipeline(numbers(4), stages, queue_size=2, timeout=60))
    ['<0>', '<1>', '<4>', '<9>']
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, NamedTuple


class Stage(NamedTuple):
    """A step of a pipeline. Given: nothing to do here."""

    func: Callable[[Any], Awaitable[Any]]
    workers: int = 1


async def run_pipeline(
    source: AsyncGenerator[Any, None],
    stages: list[Stage],
    *,
    queue_size: int = 1,
    timeout: float | None = None,
) -> list[Any]:
    """Send the items of the source through all stages, and list the results in their order."""
    raise NotImplementedError
