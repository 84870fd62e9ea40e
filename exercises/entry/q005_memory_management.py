"""Q5 · Memory management: watch objects go, and find out what freed them.

Topics: memory, garbage-collection, weak-references

In an interview you may be asked who frees an object in Python, and when. CPython has two answers:
the reference count, which acts at once, and the collector, which comes later for objects that
refer to each other in a circle. Build two probes that tell them apart, and a tree that never needs
the collector.

## Build

`dies_at_once(factory)` calls `factory` and lets go of the object it returned. It returns `True` if
the object is gone right then, by reference counting alone, and `False` if it is still there.

`needs_collector(factory)` does the same, then runs a collection by hand. It returns `True` if the
object was still there before the collection and is gone after it, otherwise `False`.

`TreeNode(value, parent=None)` is a node of a tree, with three attributes:

- `value` is what was given.
- `children` is the list of the child nodes, in the order in which they were made. A node made with
  a parent is added to the parent's list.
- `parent`, a read-only property, is the parent node, or `None` for a root. It is also `None` once
  the parent is gone.

## Rules

- Both probes call `factory` once, without arguments, while the collector is off (`gc.disable`), and
  look at the object while it is still off.
- `dies_at_once` never runs a collection.
- Afterwards the collector is on or off, whichever it was before, also when the probe raises.
- What `factory` raises reaches the caller unchanged. An object that cannot be weakly referenced,
  such as an `int`, raises `TypeError`.
- The answer is about the one object that `factory` returned. Other garbage that happens to lie
  around does not change it. An object that something else still holds gives `False` in both probes.
- A node keeps its children alive, but never its parent: a tree is freed as soon as nobody holds its
  root, with the collector off. A child that somebody holds survives, with its own children.

## Example

    >>> class Mirror:
    ...     def __init__(self):
    ...         self.image = self
    >>> dies_at_once(Mirror), needs_collector(Mirror)
    (False, True)
    >>> root = TreeNode("root")
    >>> leaf = TreeNode("leaf", root)
    >>> leaf.parent is root, root.children == [leaf]
    (True, True)
    >>> del root
    >>> leaf.parent is None
    True
"""

from collections.abc import Callable
from typing import Any


def dies_at_once(factory: Callable[[], object]) -> bool:
    """Tell whether the made object is freed by reference counting alone."""
    raise NotImplementedError


def needs_collector(factory: Callable[[], object]) -> bool:
    """Tell whether the made object is freed by the collector, and not before."""
    raise NotImplementedError


class TreeNode:
    """A node that owns its children and refers weakly to its parent."""

    def __init__(self, value: Any, parent: "TreeNode | None" = None) -> None:
        """Make a node and add it to the children of `parent`, if there is one."""
        raise NotImplementedError

    @property
    def parent(self) -> "TreeNode | None":
        """The parent node, or None if there is none any more."""
        raise NotImplementedError
