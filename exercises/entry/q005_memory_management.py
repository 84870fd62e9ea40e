r"""Q5 · Memory management: find out what freed an object.

Topics: memory, garbage-collection, weak-references

"Who frees an object in Python, and when?" In CPython the answer depends on the object: some go at
once, some later, some never. Build a probe that makes an object, drops it, and tells which it was.

## Build

`freed_by(factory)` calls `factory` once, without arguments, and lets go of the object that it
returned. It returns a string that says what freed the object:

- `"count"`: the object was gone as soon as it had been let go.
- `"collector"`: the object was still there then, and a full collection freed it.
- `"held"`: the object was still there after a full collection.

## Rules

- The collector is off (`gc.isenabled()` is false) while `factory` runs and while its object is let
  go.
- When the answer is `"count"`, `freed_by` has started no collection.
- Garbage that has nothing to do with the object does not change the answer.
- An exception of `factory` reaches the caller.
- An object that cannot be weakly referenced, such as an `int`, raises `TypeError`.
- When `freed_by` returns, the collector is on or off as it was before the call.
- When `freed_by` raises an exception, the collector is on or off as it was before the call.

## Left open

- A factory that runs the collector, switches it on or off, or calls `freed_by`.
- At which moment an object that cannot be weakly referenced is let go.
- An object that brings itself back to life in its `__del__`.

## Example

    >>> class Mirror:
    ...     def __init__(self):
    ...         self.image = self
    >>> freed_by(Mirror)
    'collector'
    >>> freed_by(set)
    'count'
    >>> kept = set()
    >>> freed_by(lambda: kept)
    'held'
"""

from collections.abc import Callable


def freed_by(factory: Callable[[], object]) -> str:
    """Say what freed the object that `factory` made: "count", "collector" or, if none, "held"."""
    raise NotImplementedError
