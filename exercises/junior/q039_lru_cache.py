"""Q39 · An LRU cache: forget what was not used for longest.

Topics: caching, collections, decorators, algorithms

"How would you cache results in Python?" The first answer is `functools.lru_cache`. The second
question is how it works: which entry has to go, and how do you find it without a search? Build the
cache, then put it on a function.

## Build

`class LRUCache(capacity)` keeps at most `capacity` entries, an `int`. A capacity below 1 raises
`ValueError` that names it.

- `put(key, value)` stores the value under the key and returns None. A new key that finds the cache
  full pushes out the entry whose latest use lies furthest back.
- `get(key, default=None)` returns the value stored under the key, or `default` when there is none.
  It stores nothing.
- `key in cache` tells whether there is an entry, `len(cache)` how many there are.
- The attribute `capacity` is what was given. The attributes `hits`, `misses` and `evictions` start
  at 0 and count the `get` calls that found an entry, those that found none, and the entries pushed
  out.

`memoize(capacity)` returns a decorator. The decorated function runs the function once for the same
arguments and afterwards returns the stored result, as long as the entry is kept. The decorated
function keeps the name and the docstring, and its attribute `cache` is the `LRUCache` with the
results, one for each decorated function. A capacity below 1 raises `ValueError`, at the latest when
a function is decorated.

## Rules

- A use is a `get` that finds the entry, or a `put` of its key. A `put` of a key that is there
  replaces the value and pushes nothing out.
- `in` and `len` are no uses, and count as neither hit nor miss.
- Any object can be a value or a result, None too, or one that is equal to everything: it is found
  and remembered.
- Keys are hashable; the usual `TypeError` is raised for one that is not.
- The cost of `put`, `get` and `in` does not grow with the number of entries: each does at most 20
  comparisons and hashes of keys, all told. `functools.lru_cache` and `functools.cache` may not be
  used.
- Each call of a decorated function is one hit or one miss of its `cache`. An exception reaches the
  caller and is not stored: the next such call runs the function again.
- The order of keyword arguments makes no difference. Positional and keyword arguments are never
  mistaken for one another: `f(1, ("n", 2))` is not `f(1, n=2)`. Whether `f(1)` shares a result with
  `f(n=1)` or `f(1.0)` is up to you.
- An argument that is not hashable raises `TypeError`, and the function does not run; whether that
  counts as a miss is up to you.

## Example

    >>> cache = LRUCache(2)
    >>> cache.put("a", 1)
    >>> cache.put("b", 2)
    >>> cache.get("a")
    1
    >>> cache.put("c", 3)
    >>> "a" in cache, "b" in cache, cache.evictions
    (True, False, 1)
    >>> @memoize(100)
    ... def fib(n):
    ...     return n if n < 2 else fib(n - 1) + fib(n - 2)
    >>> fib(80), fib.cache.misses
    (23416728348467685, 81)
"""

from collections.abc import Callable, Hashable
from typing import Any


class LRUCache:
    """A mapping of limited size that forgets the least recently used entry."""

    def __init__(self, capacity: int) -> None:
        raise NotImplementedError

    def put(self, key: Hashable, value: Any) -> None:
        """Store `value` under `key`."""
        raise NotImplementedError

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return the value stored under `key`, or `default`."""
        raise NotImplementedError

    def __contains__(self, key: Hashable) -> bool:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def memoize(capacity: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function to remember its latest used results."""
    raise NotImplementedError
