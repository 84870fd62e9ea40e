r"""Q108 · Weak registries: the answer and one way to build it.

## Answer

A weak reference leads to an object without keeping it alive. `weakref.ref(obj)` makes one: calling
it gives the object, or None once that is gone, and a callback can be told of the death. On these
rest the collections: a `WeakValueDictionary` is a cache whose entries vanish when nobody uses the
value any more, a `WeakKeyDictionary` attaches notes to objects that others own, a `WeakSet` holds
observers. So caches, memoization and listeners don't turn into leaks in a process that runs for
months.

There are limits. An `int`, a `str`, a tuple, a plain list or dict can't be referenced weakly, nor
can an instance whose `__slots__` lack `__weakref__`. A bound method is a new object at each access
and dies at once: take `WeakMethod`. `WeakKeyDictionary` tells keys apart by hash and equality. A
value that refers to its own key keeps the entry for ever. And a cache that needs a bound needs a
size or an age; weakness alone just follows the owners.

## Follow-ups

- **Why is an `id` alone no key for a registry?** An address is used again as soon as its object is
  gone, so the next object would inherit the notes. The entry must go with the object.
- **What if a value must refer to its key?** Then keep the value in an attribute of the key: a cycle
  of the two is garbage together, while a weak mapping would hold the value, and so the key.
- **How do you find a leak in production?** Compare two `tracemalloc` snapshots for where the memory
  was taken, count live objects by class, and only then ask `gc.get_referrers`: it looks at every
  object that the collector tracks.

## Notes

The callback knows the map only by a weak reference. A bound method, or the dict of entries, would
make a cycle of map, reference and callback, and the map would wait for the collector. The loop goes
over a list of references, so the dict may shrink meanwhile. `leaks` takes the references too: a
suspended `items()` has the object in a variable, and would be reported as a holder of the class
`generator`. A class derived from `weakref.ref` with a slot for the `id`, as the standard library
has it, saves the closure for each key and costs a second class.
"""

import gc
import weakref
from collections.abc import Iterator, MutableMapping
from typing import Any, NamedTuple


class Leak(NamedTuple):
    """A watched object that is alive, and what holds it. Given: nothing to do here."""

    label: str
    holders: list[str]


class WeakIdentityMap(MutableMapping[Any, Any]):
    """A mapping with weak keys that are told apart by identity."""

    def __init__(self) -> None:
        """Start without entries."""
        self._entries: dict[int, tuple[weakref.ref[Any], Any]] = {}

    def __setitem__(self, key: Any, value: Any) -> None:
        """Store a value."""
        ident, this = id(key), weakref.ref(self)

        def forget(_: weakref.ref[Any]) -> None:
            owner = this()
            if owner is not None:
                owner._entries.pop(ident, None)

        self._entries[ident] = (weakref.ref(key, forget), value)

    def __getitem__(self, key: Any) -> Any:
        """Return the value of a key."""
        return self._entries[id(key)][1]

    def __delitem__(self, key: Any) -> None:
        """Take the entry of a key out."""
        del self._entries[id(key)]

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Any]:
        """Go over the keys that are alive."""
        for ref in self.references():
            key = ref()
            if key is not None:
                yield key

    def references(self) -> list[weakref.ref[Any]]:
        """Return weak references to the keys, in order."""
        return [ref for ref, _ in self._entries.values()]


class LeakWatch:
    """Tells which of the objects that it watches are alive, and what holds them."""

    def __init__(self) -> None:
        """Start without objects."""
        self._labels = WeakIdentityMap()

    def watch(self, obj: Any, label: str) -> None:
        """Watch an object under a label."""
        self._labels[obj] = label

    def leaks(self) -> list[Leak]:
        """Collect garbage, and report the watched objects that are alive."""
        gc.collect()
        return [Leak(self._labels[ref()], _holders(ref())) for ref in self._labels.references()]


def _holders(obj: Any) -> list[str]:
    """Return the names of the classes of the objects that refer to `obj`."""
    owners = [_owner(holder) for holder in gc.get_referrers(obj)]
    return sorted({id(owner): type(owner).__name__ for owner in owners}.values())


def _owner(holder: Any) -> Any:
    """Return the object whose `__dict__` the holder is, or else the holder."""
    if isinstance(holder, dict):
        for owner in gc.get_referrers(holder):
            if getattr(owner, "__dict__", None) is holder:
                return owner
    return holder
