r"""Q15 · Stacks and queues: the answer and one way to build it.

## Answer

A list is a good stack: `append` and `pop` work at its end, in amortised constant time. It is a poor
queue, because `pop(0)` moves every remaining item and so costs O(n). For first in, first out I take
`collections.deque`: `append` and `popleft` are O(1), as are `appendleft` and `pop`. With `maxlen`,
a full deque drops items from the opposite end by itself. Its middle is slow.

A priority queue is a list that `heapq` keeps as a heap. That is not a sorted list: only the
smallest item has a fixed place, in front, and a push or a pop costs O(log n).

Between threads I use the module `queue`: `Queue`, `LifoQueue` and `PriorityQueue` lock for me, can
block until there is an item or room, and can be shut down since 3.13. Single operations of a deque
are safe from several threads too, but it can't wait, and "check, then pop" is a race. Coroutines
have `asyncio.Queue`.

## Follow-ups

- **How do you make a heap that gives the largest first?** From 3.14 on with `heappush_max` and
  `heappop_max`. Before that one negates numbers, or wraps the key in a class with a reversed `<`.
- **How do you change the priority of an item in a heap?** Push it again, mark the old entry as
  dead, and skip dead entries when they come to the front. A search in the heap would cost O(n).
- **When is a sorted list with `bisect` better?** When you also need the order of all items or look
  in the middle. Finding the place takes O(log n) comparisons, but an insertion moves O(n) items.

## Notes

An entry of the heap is `(priority, number, item)`. The number of the push decides between equal
priorities and is never the same twice, so the comparison of tuples stops before the item. The
alternative is a deque for each priority in a dict and a heap of the priorities: fewer comparisons
when many are equal, but priorities must then be hashable. Deque and `heappop` raise `IndexError` by
themselves.
"""

import heapq
import itertools
from collections import deque
from collections.abc import Iterator
from typing import Any

CLOSING = {"(": ")", "[": "]", "{": "}"}


def is_balanced(text: str) -> bool:
    """Say whether all brackets in the text are paired and nested properly."""
    awaited = []
    for char in text:
        if char in CLOSING:
            awaited.append(CLOSING[char])
        elif char in CLOSING.values() and (not awaited or awaited.pop() != char):
            return False
    return not awaited


class RecentItems:
    """The latest `maxlen` items, first in, first out."""

    def __init__(self, maxlen: int) -> None:
        if maxlen < 1:
            raise ValueError(f"maxlen must be at least 1, got {maxlen!r}")
        self._items = deque(maxlen=maxlen)

    def add(self, item: Any) -> None:
        """Add an item, and drop the oldest one if there are too many."""
        self._items.append(item)

    def pop_oldest(self) -> Any:
        """Remove the oldest item and return it."""
        return self._items.popleft()

    def __iter__(self) -> Iterator[Any]:
        """Go through the items, newest first."""
        return reversed(self._items)


class PriorityQueue:
    """The item with the smallest priority first; of equal ones, the one pushed first."""

    def __init__(self) -> None:
        self._heap = []
        self._numbers = itertools.count()

    def push(self, item: Any, priority: Any) -> None:
        """Add an item with its priority."""
        heapq.heappush(self._heap, (priority, next(self._numbers), item))

    def pop(self) -> Any:
        """Remove the item that comes next and return it."""
        return heapq.heappop(self._heap)[-1]
