"""Q45 · Asyncio: run many things at once and leave none behind.

Topics: asyncio, coroutines, event-loop, exceptions

An interviewer who asks how asynchronous programming works in Python soon asks what happens to the
other tasks when one fails, hangs or wins. Answer with three helpers around which real services are
built: a ceiling, a timeout for each item, and a race.

## Build

All three are coroutine functions (`async def`).

`gather_limited(factories, limit)` calls each of `factories`, an iterable of functions without
arguments that return a coroutine, and awaits what it returned. Of these coroutines `limit`, an
`int`, run at the same time, never more, and fewer only when no factory is left. It returns the list
of their results in the order of `factories`. If one raises, the others that run are cancelled, and
the exception, of several the first in time, reaches the caller unchanged. A `limit` below 1 raises
`ValueError` with a message that contains it, and no factory is called.

`fetch_all(fetch, urls, timeout)` awaits `fetch(url)`, where `fetch` is a coroutine function, for
every URL of `urls`, an iterable of strings. All fetches start at once; a URL that occurs more than
once is fetched once. Each fetch has `timeout` seconds for itself; if it takes longer, it is
cancelled, and that counts as a `TimeoutError`. The result is a tuple of two dicts,
`(pages, errors)`: by URL, what each fetch returned, and the exception each one raised, both in the
order in which the URLs first appear. No failing fetch makes the call itself raise.

`first_success(*awaitables)` runs all awaitables at once and returns the result of the first that
succeeds; a failure does not decide the race. The losers are cancelled, and what comes of them is
ignored. If all fail, it raises an `ExceptionGroup` of their exceptions, in the order of the
arguments, also if there is only one. Without arguments it raises `ValueError`.

## Rules

- A factory is called no sooner than its turn comes: what it returns runs at once.
- A place that becomes free is taken at once, whatever else still runs.
- Cancelled means over: a call returns or raises only when everything it started has ended, together
  with its `finally` blocks, however long they take. Afterwards nothing more begins.
- The same holds when the call itself is cancelled: everything it started is cancelled and has ended
  before `asyncio.CancelledError` reaches the caller.
- No factories give `[]`, no URLs give `({}, {})`.
- Nothing may block the event loop, and no exception may end as "never retrieved".

## Example

    >>> import asyncio
    >>> async def double(number):
    ...     return 2 * number
    >>> asyncio.run(gather_limited([lambda: double(4), lambda: double(1)], limit=2))
    [8, 2]
    >>> async def fetch(url):
    ...     return {"/": "welcome"}[url]
    >>> asyncio.run(fetch_all(fetch, ["/", "/nowhere"], timeout=5))
    ({'/': 'welcome'}, {'/nowhere': KeyError('/nowhere')})
    >>> asyncio.run(first_success(asyncio.sleep(3600, "slow"), double(21)))
    42
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any


async def gather_limited(
    factories: Iterable[Callable[[], Coroutine[Any, Any, Any]]], limit: int
) -> list[Any]:
    """Await what the factories return, at most `limit` at a time, and list the results."""
    raise NotImplementedError


async def fetch_all(
    fetch: Callable[[str], Coroutine[Any, Any, Any]], urls: Iterable[str], timeout: float
) -> tuple[dict[str, Any], dict[str, Exception]]:
    """Fetch all URLs at once and sort them into pages and errors."""
    raise NotImplementedError


async def first_success(*awaitables: Awaitable[Any]) -> Any:
    """Return the first result, or raise all exceptions as a group."""
    raise NotImplementedError
