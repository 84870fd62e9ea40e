"""Q5 · Memory management: the answer and one way to build it.

## Answer

Python frees memory for you; you never allocate or release it by hand. In CPython every object
counts the references to it, and the moment the count drops to zero the object is freed. Counting
alone misses cycles, objects that refer to each other, so a cyclic garbage collector looks through
the containers from time to time and frees the groups that nothing outside can reach. It is
generational, because most objects die young. You can call `gc.collect()`, but rarely have to, and a
weak reference for the back link often avoids the cycle in the first place. Small objects come from
pymalloc, which cuts arenas into pools of equal blocks, so freed memory does not always go back to
the operating system. All this is CPython: PyPy, for one, does not count references. So close files
and locks with `with`, instead of relying on when an object dies.

## Notes

A context manager holds what both probes share: the collector is off inside and left as found. The
weak reference is the only witness that does not change what it observes; the count returned by
`gc.collect()` speaks of everybody's garbage. In the tree the link downwards owns and the link
upwards only refers, so there is never a cycle.
"""

import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _collector_off() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def dies_at_once(factory: Callable[[], object]) -> bool:
    """Tell whether the made object is freed by reference counting alone."""
    with _collector_off():
        watcher = weakref.ref(factory())
        return watcher() is None


def needs_collector(factory: Callable[[], object]) -> bool:
    """Tell whether the made object is freed by the collector, and not before."""
    with _collector_off():
        watcher = weakref.ref(factory())
        survived = watcher() is not None
        gc.collect()
        return survived and watcher() is None


class TreeNode:
    """A node that owns its children and refers weakly to its parent."""

    def __init__(self, value: Any, parent: "TreeNode | None" = None) -> None:
        """Make a node and add it to the children of `parent`, if there is one."""
        self.value = value
        self.children: list[TreeNode] = []
        self._parent = lambda: None  # what a root calls instead of a weak reference
        if parent is not None:
            self._parent = weakref.ref(parent)
            parent.children.append(self)

    @property
    def parent(self) -> "TreeNode | None":
        """The parent node, or None if there is none any more."""
        return self._parent()
