r"""Q51 · Weak references: the answer and one way to build it.

## Answer

A weak reference refers to an object without keeping it alive. `weakref.ref(obj)` makes one; call it
and you get the object, or `None` once it is gone. When the last strong reference goes, CPython
frees the object at once, or at the next collection if it is part of a cycle; the weak reference's
callback, if it has one, runs then. `WeakValueDictionary` is the ready-made cache: an entry goes
with its value. `WeakKeyDictionary` attaches data to objects, `WeakSet` is a registry, and
`weakref.finalize` runs a cleanup. Observers are the other use: a subject that holds its listeners
weakly does not leak them. Bound methods need `WeakMethod`, because each `obj.method` is a new
object that dies immediately. Two warnings. A weak cache does not wait for memory pressure: it
forgets as soon as nobody else holds the value, so combine it with an LRU where that is too early.
And not everything can be referenced weakly: `int`, `str`, `tuple`, plain `list` and `dict` cannot,
nor can instances of classes whose `__slots__` leave out `__weakref__`.

## Follow-ups

- **When does a `WeakKeyDictionary` leak all the same?** When a value refers to its key, directly or
  through others: the dictionary holds the value, and the value holds the key.
- **Why not `if key in cache: return cache[key]`?** Between the two, the last owner may let go, in
  another thread or by a run of the collector. Fetch once, hold what you got, and compare with None.
- **What may the callback of a weak reference do?** It gets the reference, whose object is gone
  already. It may run at almost any moment, so it should only tidy up; what it raises is printed and
  goes no further.
- **Why `weakref.finalize` rather than `__del__`?** It can't bring the object back to life, it runs
  once, also at the end of the program, and it can be called early. Its arguments must not refer to
  the object, which would then live for ever.

## Notes

`get` compares with None, as the truth value of an object says nothing about its life. The subject
keeps a list, not a `WeakSet`: a set has no order, and weak references hash and compare like their
objects, so equal objects become one and those without a hash fail. Each reference is asked just
before its turn; a list of living observers, made beforehand, would keep them all alive meanwhile.
References with a callback that removes them would tidy up sooner, but the callback changes the list
while `notify` walks over it, so it would have to walk over a copy.
"""

import inspect
import weakref
from collections.abc import Callable, Hashable
from typing import Any


class ObjectCache:
    """Shares one object for each key."""

    def __init__(self, factory: Callable[[Any], Any]) -> None:
        """Take the function that makes the object for a key."""
        self._factory = factory
        self._objects: weakref.WeakValueDictionary[Hashable, Any] = weakref.WeakValueDictionary()

    def get(self, key: Hashable) -> Any:
        """Return the object for `key`, a new one if there is none alive."""
        obj = self._objects.get(key)
        if obj is None:
            obj = self._objects[key] = self._factory(key)
        return obj

    def __len__(self) -> int:
        """Count the keys whose object is alive."""
        return len(self._objects)


def _same(first: Callable[..., object] | None, second: Callable[..., object]) -> bool:
    """Tell whether two callables are the same observer."""
    if inspect.ismethod(first) and inspect.ismethod(second):
        return first.__self__ is second.__self__ and first.__func__ is second.__func__
    return first is second


class Subject:
    """Tells observers what happens."""

    def __init__(self) -> None:
        """Start without observers."""
        self._references: list[weakref.ref] = []

    def subscribe(self, observer: Callable[..., object]) -> None:
        """Add an observer, unless it is there already."""
        if not any(_same(reference(), observer) for reference in self._references):
            refer = weakref.WeakMethod if inspect.ismethod(observer) else weakref.ref
            self._references.append(refer(observer))

    def unsubscribe(self, observer: Callable[..., object]) -> None:
        """Take an observer out, if it is there."""
        self._references = [ref for ref in self._references if not _same(ref(), observer)]

    def notify(self, *args: Any, **kwargs: Any) -> int:
        """Call the observers in order; return how many were called."""
        self._references = [ref for ref in self._references if ref() is not None]
        called = 0
        for reference in self._references:
            observer = reference()
            if observer is not None:
                observer(*args, **kwargs)
                called += 1
        return called
