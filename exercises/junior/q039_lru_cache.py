r"""Q39 · An LRU cache: forget what was not used for longest.

Topics: caching, collections, decorators, algorithms

How do you implement caching in Python? The first answer is `functools.lru_cache`. Which entry goes
when it is full? Build such a cache, and put it on functions.

## Build

`LRUCache(capacity)` is a cache of at most `capacity` entries, an `int`. A capacity below 1 raises
`ValueError` whose message contains its `repr`.

- `put(key, value)` stores the value under the key.
- A `put` of a key that is there replaces its value and pushes nothing out.
- A `put` of a new key into a full cache first pushes out the entry whose latest use lies furthest
  back.
- `get(key, default=None)` returns the value of the key. If there is no entry, it returns `default`
  and stores nothing.
- An entry is used when `put` stores or replaces it, and when `get` finds it.
- `key in cache` tells whether there is an entry, and `len(cache)` how many there are.
- The attribute `hits` counts the calls of `get` that found an entry, and `misses` the others.

`memoize(capacity)` returns a decorator, which gives each function an `LRUCache(capacity)` of its
own. The decorated function takes the same arguments, and returns the stored result of an equal call
if there is one. Otherwise it runs the function once and stores the result. An equal call is a use
of the result.

## Rules

- Keys and arguments are numbers, texts, tuples and None.
- A value or a result may be None, false, or equal to everything.
- `put`, `get` and `in` each compare and hash keys at most 20 times on average, with 100 entries and
  with 1,000.
- An `Exception` of a function reaches the caller and is not stored.
- Keyword arguments make an equal call in any order.
- Calls with different arguments never share a result: `f(1, ("n", 2))` is another call than
  `f(1, n=2)`.
- An unhashable argument raises `TypeError`, and the function does not run.

## Left open

- Whether `1`, `1.0` and `True` are one key or argument.
- Whether `f(1)` and `f(n=1)` are equal calls.
- A decorated function's name and docstring, `memoize` with a capacity below 1, and other keys and
  arguments.

## Example

    >>> cache = LRUCache(2)
    >>> cache.put("a", 1)
    >>> cache.put("b", 2)
    >>> cache.get("a")
    1
    >>> cache.put("c", 3)
    >>> "a" in cache, "b" in cache, cache.hits
    (True, False, 1)
    >>> @memoize(100)
    ... def fib(n):
    ...     return n if n < 2 else fib(n - 1) + fib(n - 2)
    >>> fib(80)
    23416728348467685
"""

from collections.abc import Callable, Hashable
from typing import Any


class LRUCache:
    """A cache of limited size that forgets the least recently used entry."""

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
