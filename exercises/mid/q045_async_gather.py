r"""Q45 · Asyncio: run many things at once and leave none behind.

Topics: asyncio, coroutines, event-loop, exceptions

How do you implement asynchronous programming in Python? You explain `async` and `await`. Then the
interviewer asks what becomes of the other tasks when one of them fails, or wins, or when the whole
call is cancelled. Write two coroutine functions that have a good answer.

## Build

`await gather_limited(factories, limit)` calls the functions of the list `factories` in turn,
without arguments, awaits the coroutine that each returns, and gives the list of the results in the
order of `factories`.

- No more than `limit` coroutines run at the same time.
- Each factory is called as soon as fewer than `limit` coroutines run, and no sooner.
- If a coroutine raises, those that run are cancelled, and no further factory is called.
- Then its exception reaches the caller, as the same object.
- Without factories the result is `[]`.

`await first_success(*awaitables)` runs all of `awaitables`, which are coroutines, at the same time
and gives the result of the first that succeeds.

- If one raises, the others run on.
- When one has succeeded, the others are cancelled.
- If all raise, it raises an `ExceptionGroup` of their exceptions, in the order of the arguments.

## Rules

- Each call returns or raises only when everything that it ran has ended.
- A coroutine that is cancelled runs its `finally` blocks to their end.
- What a cancelled coroutine returns or raises is ignored.
- When the call itself is cancelled, it cancels everything that runs, calls no further factory, and
  then raises `asyncio.CancelledError`.
- The event loop reports no exception that "was never retrieved".

## Left open

- Coroutines that raise `CancelledError` of their own accord, or what is no `Exception`, or an
  exception that is false.
- A call that is cancelled twice, or while it waits for what it has cancelled to end.
- A factory that itself raises, a `limit` below 1, a race without coroutines.
- What ends at nearly the same time, within a few turns of the event loop.

## Example

    >>> import asyncio
    >>> async def double(number):
    ...     await asyncio.sleep(0)
    ...     return 2 * number
    >>> asyncio.run(gather_limited([lambda: double(4), lambda: double(1)], limit=2))
    [8, 2]
    >>> asyncio.run(first_success(asyncio.sleep(3600, "slow"), double(21)))
    42
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


async def gather_limited(
    factories: list[Callable[[], Coroutine[Any, Any, Any]]], limit: int
) -> list[Any]:
    """Await what the factories return, at most `limit` at a time, and list the results."""
    raise NotImplementedError


async def first_success(*awaitables: Awaitable[Any]) -> Any:
    """Return the first result, or raise all exceptions as a group."""
    raise NotImplementedError
