r"""Q39 · An LRU cache: the answer and one way to build it.

## Answer

Caching keeps results so that repeated calls need no work. Within one process a dict will do, or
`functools.lru_cache(maxsize=128)` on a function: it drops the least recently used result when full,
needs hashable arguments, and has `cache_info` and `cache_clear`. `functools.cache` has no limit.
`cachetools` offers LRU, a time to live and other policies.

When several processes or machines must share, I take Redis or Memcached, directly or through the
cache framework of Django or a Flask extension. That costs a network trip and serializing.

The hard part is to know when an entry is stale. Either it expires after a time to live, or the
event that changes the data deletes it, or the key holds a version, so that a change leads to new
keys. I cache what is expensive, often asked for and allowed to be a little old; I bound the size,
and I watch the hit rate.

## Follow-ups

- **What is wrong with `lru_cache` on a method?** `self` is part of the key, so the cache keeps the
  instance alive, and all instances share one limit. `cached_property`, or a cache made in
  `__init__`, belongs to the instance.
- **When is LRU a poor choice?** When a scan reads everything once, it pushes out all that is
  popular. LFU, or a policy that admits only what is asked for twice, resists that.
- **What is a cache stampede?** A popular entry expires, and all requests compute it at once. Let
  one compute while the others wait or take the old value, and spread the times of expiry.

## Notes

An `OrderedDict` is a dict whose entries also form a linked list, so moving one to the end and
dropping the first are each one step. A plain dict can do the same by `pop` and storing again, but
to find its first entry it has to pass the gaps that earlier ones left. The private sentinel lets
one lookup tell a stored None from nothing. `functools.lru_cache` may take `f(a=1, b=2)` and
`f(b=2, a=1)` for two calls; the frozenset here does not.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

_MISSING = object()


class LRUCache:
    """A cache of limited size that forgets the least recently used entry."""

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError(f"a cache needs room for at least one entry, not {capacity!r}")
        self.capacity = capacity
        self.hits = self.misses = 0
        self._entries: OrderedDict[Hashable, Any] = OrderedDict()

    def put(self, key: Hashable, value: Any) -> None:
        """Store `value` under `key`."""
        if key not in self._entries and len(self._entries) == self.capacity:
            self._entries.popitem(last=False)
        self._entries[key] = value
        self._entries.move_to_end(key)

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return the value stored under `key`, or `default`."""
        if key not in self._entries:
            self.misses += 1
            return default
        self.hits += 1
        self._entries.move_to_end(key)
        return self._entries[key]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)


def memoize(capacity: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function to remember its latest used results."""

    def decorate(func):
        cache = LRUCache(capacity)

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            key = args, frozenset(kwargs.items())
            result = cache.get(key, _MISSING)
            if result is _MISSING:
                result = func(*args, **kwargs)
                cache.put(key, result)
            return result

        return wrapper

    return decorate
