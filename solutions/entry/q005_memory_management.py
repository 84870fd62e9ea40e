r"""Q5 · Memory management: the answer and one way to build it.

## Answer

Python frees memory for you; there is nothing to allocate or release by hand. In CPython every
object counts the references to it, and when the last one goes, it is freed at once. Counting alone
misses cycles, objects that refer to each other. So a cyclic garbage collector looks through the
containers from time to time and frees the groups that nothing outside can reach. It is
generational: young objects are looked at often, old ones seldom. (3.14.0 to 3.14.4 collected in
increments instead; 3.14.5 and 3.15 went back.) `gc.collect()` forces a full collection, which you
rarely need. A weak reference points to an object without keeping it alive, so it often avoids a
cycle in the first place. Small objects come from pymalloc, which cuts arenas into pools of equal
blocks, so freed memory does not always return to the operating system. All this is CPython: PyPy,
for one, does not count references. So close files and locks with `with`, instead of relying on when
an object dies.

## Follow-ups

- **What becomes of a cycle whose objects have a `__del__`?** Since Python 3.4 (PEP 442) it is
  finalised and freed like any other; before, it was never freed.
- **How do you find out why memory grows?** `tracemalloc` compares two snapshots by the line that
  allocated; `gc.get_referrers` shows who holds a particular object.
- **When do you touch the collector at all?** `gc.freeze()` before a fork keeps pages shared among
  workers; switching it off can help a short batch job that is measured to spend time in it.
- **What changes without the GIL?** Free-threaded builds, supported since 3.14, use biased reference
  counts and mimalloc instead of pymalloc, and their collector pauses all threads.

## Notes

The object is never bound to a name: it lives only until `weakref.ref` has looked at it. The weak
reference is the one witness that does not change what it observes; the number that `gc.collect()`
returns speaks of everybody's garbage. A callback of the weak reference, or `weakref.finalize`,
would work as well: it also tells the moment, but then somebody has to keep a place for it to write.
"""

import gc
import weakref
from collections.abc import Callable


def freed_by(factory: Callable[[], object]) -> str:
    """Say what freed the object that `factory` made: "count", "collector" or, if none, "held"."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        watcher = weakref.ref(factory())
        if watcher() is None:
            return "count"
        gc.collect()
        return "collector" if watcher() is None else "held"
    finally:
        if was_on:
            gc.enable()
