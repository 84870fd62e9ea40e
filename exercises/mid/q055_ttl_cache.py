"""Q55 · A TTL cache: old values expire, and a crowd loads only once.

Topics: caching, threads, locks, exceptions

"You cache query results. How do you keep them from going stale? And what happens when a popular
entry expires while a hundred requests want it?" They all miss, and all hit the database at once: a
stampede. Build a cache for threads whose entries expire, and which lets one caller load while the
others wait.

## Build

`class TTLCache(maxsize, ttl, clock=time.monotonic)` keeps at most `maxsize` entries, an `int` of at
least 1. Each lives for `ttl` seconds unless told otherwise. The time is what `clock()` returns,
a `float` in seconds that never goes back.

- `set(key, value, ttl=None)` stores the value, in place of one that the key may have. The entry
  lives for `ttl` seconds from now on; None means the `ttl` of the cache.
- `get(key, default=None)` returns the value of a live entry, otherwise `default`.
- `len(cache)` is the number of live entries.
- `get_or_load(key, loader)` returns the value of a live entry. If there is none, it stores what
  `loader(key)` returns, as `set(key, value)` does, and returns it.
- `waiting(key)` returns how many calls of `get_or_load` wait, at this moment, for another call's
  load of that key.

## Rules

- An entry stored at the time `t` is live while the clock is less than `t + ttl`; at `t + ttl` it
  has expired. Reading does not make it live longer, storing its key again does.
- A `ttl` of zero or less, of the cache or of an entry, raises `ValueError` that names it. The cache
  is left as it was.
- When a new entry finds the cache full, expired entries make room. Only if none has expired, the
  live entry that was stored longest ago has to go. An entry whose key is stored again counts as
  stored just now.
- All methods may be called by many threads at the same time.
- While a call loads a key, further calls of `get_or_load` for that key wait. They get what the load
  returned, the same object, however long it took; their own loader is not called. Whether a value
  that is set meanwhile is returned to them at once is up to you.
- A load that raises, whatever the exception's class, stores nothing. The call that loaded and those
  that waited all raise that exception, the same object. The next call loads again.
- The time of a loaded entry begins when its loader has returned.
- While a loader runs, nothing else is held up: other keys are loaded, and `get`, `set`, `len` and
  `waiting` return at once. A loader may use the cache too, but does not load or set its own key.
- The value None is a value like any other, also when it was loaded. Keys are hashable.

## Example

    >>> now = 0.0
    >>> cache = TTLCache(2, 60.0, clock=lambda: now)
    >>> cache.get_or_load("rate", lambda key: f"{key} of noon")
    'rate of noon'
    >>> now = 59.9
    >>> cache.get_or_load("rate", lambda key: f"{key} of one")
    'rate of noon'
    >>> now = 60.0
    >>> len(cache), cache.get("rate")
    (0, None)
    >>> cache.get_or_load("rate", lambda key: f"{key} of one")
    'rate of one'
"""

import time
from collections.abc import Callable, Hashable
from typing import Any


class TTLCache:
    """A cache of limited size whose entries expire, for use by many threads."""

    def __init__(
        self, maxsize: int, ttl: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        raise NotImplementedError

    def set(self, key: Hashable, value: Any, ttl: float | None = None) -> None:
        """Store `value` for `ttl` seconds."""
        raise NotImplementedError

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return the live value of `key`, or `default`."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def get_or_load(self, key: Hashable, loader: Callable[[Any], Any]) -> Any:
        """Return the live value of `key`, or load it, once for all who ask."""
        raise NotImplementedError

    def waiting(self, key: Hashable) -> int:
        """Return how many calls wait for the load of `key`."""
        raise NotImplementedError
