"""Q15 · Stacks and queues: the answer and one way to build it.

## Answer

A list is a good stack: `append` and `pop` work at its end in constant time. It is a poor queue,
because `pop(0)` moves every remaining item and so costs O(n). For first in, first out take
`collections.deque`: `append` and `popleft` are O(1), and so are the operations at its other end;
with `maxlen` it drops items from the opposite end by itself. A priority queue is a list kept in
order by `heapq`, where a push or a pop costs O(log n). Between threads use the module `queue`:
`Queue`, `LifoQueue` and `PriorityQueue` lock for you and can block until there is an item or room.
Single `append` and `popleft` calls on a deque are safe from several threads too, but a deque can't
wait, and "check, then pop" is still a race. Coroutines have `asyncio.Queue`.

## Notes

An entry of the heap is `(priority, number, item)`. The number of the push decides between equal
priorities and is never the same twice, so the comparison of tuples stops before the item. The list,
the deque and `heappop` raise `IndexError` by themselves when they are empty.
"""

import heapq
import itertools
from collections import deque
from collections.abc import Iterator
from typing import Any

CLOSING = {"(": ")", "[": "]", "{": "}"}


class Stack:
    """Last in, first out."""

    def __init__(self) -> None:
        self._items = []

    def push(self, item: Any) -> None:
        """Add an item on top."""
        self._items.append(item)

    def pop(self) -> Any:
        """Remove the top item and return it."""
        return self._items.pop()

    def peek(self) -> Any:
        """Return the top item and leave it where it is."""
        return self._items[-1]

    def __len__(self) -> int:
        return len(self._items)


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
            raise ValueError(f"maxlen must be at least 1, got {maxlen}")
        self._items = deque(maxlen=maxlen)

    def add(self, item: Any) -> None:
        """Add an item; when the queue is full, the oldest one goes."""
        self._items.append(item)

    def pop_oldest(self) -> Any:
        """Remove the oldest item and return it."""
        return self._items.popleft()

    def __iter__(self) -> Iterator[Any]:
        """Go through the items, newest first."""
        return reversed(self._items)

    def __len__(self) -> int:
        return len(self._items)


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

    def __len__(self) -> int:
        return len(self._heap)
