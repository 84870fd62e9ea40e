"""Q51 · Weak references: the answer and one way to build it.

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

## Notes

`get` fetches once and compares with `None`: asking with `in` first would leave a gap in which the
object can die, and its truth value says nothing. The subject keeps a list, not a `WeakSet`, for the
sake of order, and because weak references compare and hash like their objects, which is not
identity. `_alive` asks each reference just before its turn and drops dead ones when it starts.
"""

import inspect
import weakref
from collections.abc import Callable, Hashable, Iterator
from typing import Any


class ObjectCache:
    """Share one object for each key, for as long as somebody holds it."""

    def __init__(self, factory: Callable[[Any], Any]) -> None:
        """Remember nothing yet."""
        self._factory = factory
        self._objects: weakref.WeakValueDictionary[Hashable, Any] = weakref.WeakValueDictionary()

    def get(self, key: Hashable) -> Any:
        """Return the object for `key`, a new one if there is none alive."""
        obj = self._objects.get(key)
        if obj is None:
            obj = self._objects[key] = self._factory(key)
        return obj

    def __len__(self) -> int:
        """Count the objects that are alive."""
        return len(self._objects)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether there is an object for `key`."""
        return key in self._objects


def _same(first: Callable[..., object] | None, second: Callable[..., object]) -> bool:
    """Tell whether two callables are the same observer."""
    if inspect.ismethod(first) and inspect.ismethod(second):
        return first.__self__ is second.__self__ and first.__func__ is second.__func__
    return first is second


class Subject:
    """Tell observers what happens, without keeping them alive."""

    def __init__(self) -> None:
        """Start without observers."""
        self._references: list[weakref.ref] = []

    def _alive(self) -> Iterator[Callable[..., object]]:
        """Drop what is dead, then give the others, each looked up only when its turn comes."""
        self._references = [ref for ref in self._references if ref() is not None]
        for reference in tuple(self._references):
            observer = reference()
            if observer is not None:
                yield observer

    def subscribe(self, observer: Callable[..., object]) -> None:
        """Add an observer, unless it is there already."""
        refer = weakref.WeakMethod if inspect.ismethod(observer) else weakref.ref
        reference = refer(observer)
        if not any(_same(known, observer) for known in self._alive()):
            self._references.append(reference)

    def unsubscribe(self, observer: Callable[..., object]) -> None:
        """Take an observer out, if it is there."""
        self._references = [ref for ref in self._references if not _same(ref(), observer)]

    def notify(self, *args: Any, **kwargs: Any) -> int:
        """Call the observers in order; return how many were called."""
        called = 0
        for observer in self._alive():
            observer(*args, **kwargs)
            called += 1
        return called

    def __len__(self) -> int:
        """Count the observers that are alive."""
        return sum(1 for _ in self._alive())
