r"""Q55 · A TTL cache: the answer and one way to build it.

## Answer

`functools.lru_cache` memoizes within a process and evicts what was least recently used; it has no
expiry. cachetools adds `TTLCache`, `LRUCache` and others; they have no locks of their own, but its
decorators take one. When several processes or servers must share, I use Redis or Memcached, with a
TTL on every key, a memory limit and an eviction policy.

The usual pattern is cache-aside: look in the cache; on a miss, load from the database and store.
Writers delete what they changed, and the TTL bounds how stale the rest gets; versioned keys help.

When a hot key expires, many callers miss at once. Against such a stampede, one caller loads and the
others wait for its result: in a process with a lock or future for each key, between servers with a
Redis lock (`SET NX` with a timeout). Other ways are probabilistic early refresh, serving the stale
value while one reloads, and jitter on TTLs. Failures are not cached, or only briefly.

## Follow-ups

- **Why `time.monotonic` and not `time.time`?** The wall clock can be set back or forward, which
  would revive entries or expire them all. Between processes one has to use it, so they use the
  clock of the Redis server.
- **Should a missing row be cached too?** Often: otherwise requests for what does not exist always
  reach the database. Store a mark for it, with a shorter TTL.
- **What if the loader hangs?** Everybody who wants that key hangs with it, so give the loader a
  timeout, and those who wait one of their own: `future.result(timeout=…)`.
- **Why not one lock around everything?** Then a slow load of one key stops all others, and a loader
  that uses the cache waits for itself.

## Notes

All entries have one TTL, and a stored key moves to the end. So the entries stand in the order in
which they expire, the first is the one to drop, and `len` removes expired ones from the front, each
once. A plain dict would do, but finding its first key gets slow when many before it were removed. A
TTL for each entry would need a heap besides. One lock guards the dicts and is never held while a
loader runs. A `Future` hands a result or an exception to any number of waiters. Storing the value
and ending the load happen under one hold of the lock, so that a late caller finds either the load
or the value.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, NamedTuple


class _Entry(NamedTuple):
    value: Any
    expires: float


class _Load:
    """A load that is going on, and how many wait for it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.waiting = 0


class TTLCache:
    """A cache of limited size whose entries expire, for use by many threads."""

    def __init__(
        self, maxsize: int, ttl: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep up to `maxsize` entries for `ttl` seconds each."""
        self._maxsize, self._ttl, self._clock = maxsize, ttl, clock
        self._lock = threading.RLock()
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()  # as stored, so as they expire
        self._loads: dict[Hashable, _Load] = {}

    def set(self, key: Hashable, value: Any) -> None:
        """Store `value` from now on."""
        with self._lock:
            self._entries.pop(key, None)
            if len(self._entries) >= self._maxsize:
                self._entries.popitem(last=False)
            self._entries[key] = _Entry(value, self._clock() + self._ttl)

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return the live value of `key`, or `default`."""
        with self._lock:
            entry = self._entries.get(key)
            return entry.value if entry and self._clock() < entry.expires else default

    def __len__(self) -> int:
        """Return the number of live entries."""
        with self._lock:
            while self._entries and self._clock() >= next(iter(self._entries.values())).expires:
                self._entries.popitem(last=False)
            return len(self._entries)

    def get_or_load(self, key: Hashable, loader: Callable[[Any], Any]) -> Any:
        """Return the live value of `key`, or load it, once for all who ask."""
        with self._lock:
            missing = object()
            value = self.get(key, missing)
            if value is not missing:
                return value
            running = self._loads.get(key)
            if running:
                running.waiting += 1
            else:
                mine = self._loads[key] = _Load()
        if running:
            return running.future.result()
        try:
            value = loader(key)
        except BaseException as error:
            with self._lock:
                del self._loads[key]
            mine.future.set_exception(error)
            raise
        with self._lock:
            self.set(key, value)
            del self._loads[key]
        mine.future.set_result(value)
        return value

    def waiting(self, key: Hashable) -> int:
        """Return how many calls wait for the load of `key`."""
        with self._lock:
            load = self._loads.get(key)
            return load.waiting if load else 0
