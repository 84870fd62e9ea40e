r"""Q51 · Weak references: know an object without keeping it alive.

Topics: weak-references, caching, garbage-collection, design-patterns

"How do weak references work, and what are they for?" A cache that never forgets is a leak, and so
is a subject that keeps its observers alive. Build both without leaks.

## Build

`ObjectCache(factory)` shares one object for each key, as long as somebody holds it.

- `get(key)` returns the object for the hashable `key`.
- If none is alive, it calls `factory(key)` once and remembers what that made.
- Equal keys are one key.
- `len(cache)` is the number of keys whose object is alive.
- If the factory raises, its exception reaches the caller.
- If it makes an `int`, a text, a list, a tuple or None, which cannot be weakly referenced, `get`
  raises a `TypeError`.
- In both cases nothing is remembered, and the next `get` calls the factory again.

Each `Subject()` has observers of its own. An observer is a function made by `def` or `lambda`, a
bound method of an instance, or an instance with `__call__`.

- `subscribe(observer)` adds an observer behind the others.
- If it is there already, nothing changes.
- `unsubscribe(observer)` takes an observer out, if it is there.
- `notify(*args, **kwargs)` calls each observer with these arguments, in their order, and returns
  how many it called.

## Rules

- The cache keeps no object alive: an object is gone at once when its last owner elsewhere lets go,
  without the collector.
- The subject keeps alive neither an observer nor the object of a bound method.
- A bound method stays subscribed as long as its object lives.
- Any other observer stays subscribed as long as it lives itself.
- Objects and observers that are false, such as an empty container, are treated like all others.
- Two bound methods are one observer exactly if they are the same function on the same object.
- Other observers are the same only if they are one object.
- Equal objects are not the same object, and need no hash.
- An observer that dies while `notify` runs, before its turn, is left out, and the others are
  called.
- The key of a dead object is freed by the next `get` of any key, at the latest.
- What the subject kept of a thousand dead observers is freed by the next `notify`, at the latest.

## Left open

Cycles, keys referring to their objects, threads, a factory using the cache, instances without
`__weakref__`, observers that raise, let themselves die or use the subject while `notify` runs,
replaced and built-in methods, and `types.MethodType` around a function that nobody else holds.

## Example

    >>> class Image:
    ...     def __init__(self, name):
    ...         self.name = name
    ...     def show(self):
    ...         print(self.name)
    >>> cache = ObjectCache(Image)
    >>> logo = cache.get("logo")
    >>> cache.get("logo") is logo, len(cache)
    (True, 1)
    >>> subject = Subject()
    >>> subject.subscribe(logo.show)
    >>> subject.notify()
    logo
    1
    >>> del logo
    >>> len(cache), subject.notify()
    (0, 0)
"""

from collections.abc import Callable, Hashable
from typing import Any


class ObjectCache:
    """Shares one object for each key."""

    def __init__(self, factory: Callable[[Any], Any]) -> None:
        """Take the function that makes the object for a key."""
        raise NotImplementedError

    def get(self, key: Hashable) -> Any:
        """Return the object for `key`, a new one if there is none alive."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the keys whose object is alive."""
        raise NotImplementedError


class Subject:
    """Tells observers what happens."""

    def __init__(self) -> None:
        """Start without observers."""
        raise NotImplementedError

    def subscribe(self, observer: Callable[..., object]) -> None:
        """Add an observer, unless it is there already."""
        raise NotImplementedError

    def unsubscribe(self, observer: Callable[..., object]) -> None:
        """Take an observer out, if it is there."""
        raise NotImplementedError

    def notify(self, *args: Any, **kwargs: Any) -> int:
        """Call the observers in order; return how many were called."""
        raise NotImplementedError
