"""Q51 · Weak references: know an object without keeping it alive.

Topics: weak-references, caching, garbage-collection, design-patterns

"How do weak references work, and what are they for?" The two classic uses are also the two classic
memory leaks: a cache that never forgets, and a subject that keeps all its observers alive. Build
both so that they leak nothing.

## Build

`ObjectCache(factory)` hands out one shared object for each key:

- `get(key)` returns the object for the hashable `key`. If there is none alive, it calls
  `factory(key)`, remembers the result and returns it.
- `len(cache)` is how many objects it remembers; `key in cache` says whether there is one for `key`.

`Subject()` tells observers what happens. An observer is a callable: a function, also a lambda; a
method bound to an object; or an object with `__call__`.

- `subscribe(observer)` adds an observer. One that is there already is not added again and keeps its
  place.
- `unsubscribe(observer)` takes it out. One that is not there is no error.
- `notify(*args, **kwargs)` calls the observers with these arguments, in the order in which they
  were subscribed, and returns how many it called.
- `len(subject)` is how many observers there are.

## Rules

For both classes:

- They never keep alive what they know. When the last owner elsewhere lets go of an object or an
  observer, it is gone at once, without a run of the collector, and from then on it does not count
  and is not found, returned or called.
- What is alive counts, whatever its truth value: an empty container in the cache is a hit, and an
  observer may be false.
- Neither grows with the number of objects and observers that came and went while it was used.
- `get` and `subscribe` raise `TypeError` if what they should remember cannot be weakly referenced,
  such as an `int` or `None` made by `factory`. Nothing is remembered then.

Cache:

- With an object the cache also forgets the key; it does not keep the key alive any longer.
- What `factory` raises goes through to the caller. Nothing is remembered, and the next `get` calls
  `factory` again.

Subject:

- A bound method stays subscribed as long as its object lives, although `obj.method` makes a new
  method object each time. Any other observer stays as long as it lives itself: a lambda that nobody
  else holds is gone when `subscribe` returns.
- Two bound methods are the same observer if they are the same function on the same object, as in
  `a.update` and `a.update`. Any other observers are the same only if they are one object. "The same
  object" means identity: equal objects are not the same, and objects without a hash will do.
- An observer may let others die while `notify` runs. One that is dead when its turn comes is left
  out; all others are called once each.
- Not asked for: methods of built-in types, such as `deque.append`, and observers that raise, or
  that subscribe or unsubscribe anything, while `notify` runs.

## Example

    >>> class Image:
    ...     def __init__(self, name):
    ...         self.name = name
    ...     def show(self, where):
    ...         print(f"{self.name} on the {where}")
    >>> cache = ObjectCache(Image)
    >>> logo = cache.get("logo")
    >>> cache.get("logo") is logo, len(cache), "photo" in cache
    (True, 1, False)
    >>> subject = Subject()
    >>> subject.subscribe(logo.show)
    >>> subject.notify("wall")
    logo on the wall
    1
    >>> del logo
    >>> len(cache), "logo" in cache, subject.notify("wall")
    (0, False, 0)
"""

from collections.abc import Callable, Hashable
from typing import Any


class ObjectCache:
    """Share one object for each key, for as long as somebody holds it."""

    def __init__(self, factory: Callable[[Any], Any]) -> None:
        """Remember nothing yet."""
        raise NotImplementedError

    def get(self, key: Hashable) -> Any:
        """Return the object for `key`, a new one if there is none alive."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the objects that are alive."""
        raise NotImplementedError

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether there is an object for `key`."""
        raise NotImplementedError


class Subject:
    """Tell observers what happens, without keeping them alive."""

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

    def __len__(self) -> int:
        """Count the observers that are alive."""
        raise NotImplementedError
