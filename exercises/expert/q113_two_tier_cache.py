r"""Q113 · Caching in two tiers: a copy at hand, one for all, and one load.

Topics: caching, serialization, locks, exceptions
Needs: fakeredis, redis

How do you cache for twenty machines? In Redis, with a time to live. But what if a popular key
is missing and all ask for it, the data change, or Redis is down? Build two tiers: a dict in front
of a Redis server.

## Build

`TwoTierCache(client, *, ttl, local_ttl, lock_ttl, clock, sleep)` keeps values on the server of
`client`, and copies of them in a dict of its own. The client is a `redis.Redis` with
`decode_responses=True`.

- `get_or_load(key, loader)` returns the value of `key`, a `str` of ASCII letters, digits and `:`.
  Where there is none, it calls `loader(key)` and stores what that returns.
- `invalidate(key)` removes the value from the server and from all caches that use it.
- `clock()` returns the time in seconds.

## Rules

- On the server a value stands in a JSON text under `cache:KEY`, which expires there after `ttl`
  seconds.
- Each call returns an object of its own, as JSON gives it back, the call that loads included.
- None is a value like any other.
- A copy is used until the clock is `local_ttl` seconds past the end of the call that made it. Then
  the server is asked again.
- A call that loads holds the lock of the key, which is `lock:KEY` on the server.
- It sets the lock only where there is none, to a new text each time, and to expire after `lock_ttl`
  seconds.
- It removes the lock when the value is stored, and also when the loader raises.
- What the loader raises reaches the caller; it is not called again, and nothing is stored.
- While somebody else holds the lock, a call without a value calls `sleep(seconds)` and looks again,
  until it has found a value or taken the lock.
- When it has taken the lock, it looks again.
- If the value has come meanwhile, it removes the lock and does not load.
- A call removes no lock but its own.
- After `invalidate(key)` its copy is used no more: in the same cache at once, in others as soon as
  the server's message about it arrives.
- Copies of other keys stay.
- When the server cannot be reached (`redis.ConnectionError`, `redis.TimeoutError`), `get_or_load`
  still returns a copy that is not too old, or else loads and keeps one.
- This holds also if the server is gone when the cache is made.
- When the server is back, it is used again.
- No Lua is used (`EVAL`), and no thread is started.

## Left open

- Several threads in one cache.
- An invalidation during a load, without a server, or missed by a broken subscription.
- A server that goes within a call, and its other errors.
- A lock that changes hands between a look at it and its removal.
- Values that are no JSON, what else that text holds, and how long each `sleep` is.
- Whether a copy outlives the value on the server.
- Whether a cache keeps its copies when it subscribes again after a lost connection.
- A loader that uses the cache.

## Example

    >>> import fakeredis, time
    >>> client = fakeredis.FakeRedis(decode_responses=True)
    >>> cache = TwoTierCache(
    ...     client, ttl=60, local_ttl=5, lock_ttl=10,
    ...     clock=time.time, sleep=time.sleep,
    ... )
    >>> cache.get_or_load("tea", lambda key: (key, 3))
    ['tea', 3]
    >>> cache.get_or_load("tea", lambda key: (key, 4))
    ['tea', 3]
    >>> cache.invalidate("tea")
    >>> cache.get_or_load("tea", lambda key: (key, 4))
    ['tea', 4]
"""

from collections.abc import Callable
from typing import Any

import redis


class TwoTierCache:
    """Values on a Redis server, and copies of them at hand."""

    def __init__(
        self,
        client: redis.Redis,
        *,
        ttl: float,
        local_ttl: float,
        lock_ttl: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Any],
    ) -> None:
        """Cache values on the server of `client`."""
        raise NotImplementedError

    def get_or_load(self, key: str, loader: Callable[[str], Any]) -> Any:
        """Return the value of `key`, or load it, once for all who ask."""
        raise NotImplementedError

    def invalidate(self, key: str) -> None:
        """Remove the value of `key` everywhere."""
        raise NotImplementedError
