r"""Q55 · A TTL cache: old values expire, and a crowd loads only once.

Topics: caching, threads, locks, exceptions

"You cache query results. How do you keep them from going stale? And what happens when a popular
entry expires while a hundred requests want it?" They all miss, and all hit the database at once: a
stampede. Build a cache for use by many threads, whose entries expire, and which lets one caller
load while the others wait.

## Build

`class TTLCache(maxsize, ttl, clock=time.monotonic)` keeps at most `maxsize` entries, an `int` of at
least 1, for `ttl` seconds each, which are more than 0.

- `set(key, value)` stores the value, in place of one that the key may have.
- `get(key, default=None)` returns the value of a live entry, and `default` where there is none.
- `len(cache)` is the number of live entries.
- `get_or_load(key, loader)` returns the value of a live entry. If there is none, it calls
  `loader(key)`, stores what that returns, and returns it.
- `waiting(key)` returns how many calls of `get_or_load` wait now for another call's load of that
  key.

## Rules

- The time is what `clock()` returns, a `float` in seconds that never goes back.
- An entry stored at the time `t` is live while the clock is less than `t + ttl`.
- Reading an entry does not make it live longer.
- An entry whose key is stored again counts as stored just then.
- A new key in a full cache takes the place of the entry that was stored longest ago.
- While a call loads a key, further calls of `get_or_load` for that key wait, and return the very
  object that the load returns.
- The loaders of the calls that wait are not called.
- If a loader raises, be it a `KeyboardInterrupt`, nothing is stored.
- Its call and those that wait for it raise that exception, and the next call loads again.
- The time of a loaded entry begins when its loader has returned.
- While a loader runs, other keys can be loaded, and `get`, `set`, `len` and `waiting` return at
  once.
- None is a value like any other, also when it was loaded.

## Left open

A key that is set while it is being loaded, and a loader that calls `get_or_load`. What a call that
waits returns when the loaded entry is gone again, and a call that is interrupted while it waits.
Another `maxsize` or `ttl`. How floats are rounded. Exceptions that are false, and a loader that
raises `StopIteration`.

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
        """Keep up to `maxsize` entries for `ttl` seconds each."""
        raise NotImplementedError

    def set(self, key: Hashable, value: Any) -> None:
        """Store `value` from now on."""
        raise NotImplementedError

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return the live value of `key`, or `default`."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of live entries."""
        raise NotImplementedError

    def get_or_load(self, key: Hashable, loader: Callable[[Any], Any]) -> Any:
        """Return the live value of `key`, or load it, once for all who ask."""
        raise NotImplementedError

    def waiting(self, key: Hashable) -> int:
        """Return how many calls wait for the load of `key`."""
        raise NotImplementedError
