"""Q15 · Stacks and queues: know which end is cheap.

Topics: stacks, queues, collections, algorithms

Which of Python's own structures makes a good stack, which a queue, which a priority queue? Each
does one job cheaply and another badly: a list is slow at its front. Build all three on the right
one, and put a stack to use.

## Build

`Stack()` is last in, first out. `push(item)` adds an item on top and returns `None`, `pop()`
removes the top item and returns it, `peek()` returns it without removing it, and `len(stack)` is
the number of items.

`is_balanced(text)` returns whether the brackets `()`, `[]` and `{}` in a `str` are paired and
nested properly, as a `bool`: each closing bracket belongs to the latest bracket that is still open,
and at the end none is open. All other characters, `<` and quotes among them, are passed over.

`RecentItems(maxlen)` keeps the latest `maxlen` items and is a queue, first in, first out.
`add(item)` adds an item and returns `None`; when the queue is full, the oldest one goes. Equal
items are kept side by side. `pop_oldest()` removes the oldest item and returns it. Iterating gives
the items newest first and removes nothing, and `len(recent)` is the number of items. A `maxlen`
below 1 raises a `ValueError` that names it.

`PriorityQueue()` gives the item with the smallest priority first. `push(item, priority)` adds an
item and returns `None`, `pop()` removes the next item and returns the item alone, and `len(queue)`
is the number of items. Of equal priorities, the one pushed first comes first, however pushes and
pops are mixed.

## Rules

- `pop`, `peek` and `pop_oldest` raise `IndexError` when there is nothing left.
- Items may be anything: `None`, equal ones, objects that cannot be compared or hashed. Items are
  never compared. Priorities are; they have an order by `<`, and equal ones are equal by `==`.
- `RecentItems` keeps its items in a `collections.deque`, in an attribute of its own or by deriving
  from `deque`, since both ends of a deque are cheap.
- `PriorityQueue` compares few priorities, on the order of log n for a push or a pop on n items, and
  does not sort or search all of them each time: 500 pushes and then 500 pops take at most 40,000
  comparisons. The module `heapq` may be used.

## Example

    >>> stack = Stack()
    >>> stack.push("plate")
    >>> stack.peek(), stack.pop(), len(stack)
    ('plate', 'plate', 0)
    >>> is_balanced("f(a[0], {1: 2})"), is_balanced("(]")
    (True, False)
    >>> recent = RecentItems(2)
    >>> for page in ["home", "news", "shop"]:
    ...     recent.add(page)
    >>> list(recent), recent.pop_oldest()
    (['shop', 'news'], 'news')
    >>> queue = PriorityQueue()
    >>> queue.push("tidy up", 5)
    >>> queue.push("put out the fire", 1)
    >>> queue.pop()
    'put out the fire'
"""

from collections.abc import Iterator
from typing import Any


class Stack:
    """Last in, first out."""

    def __init__(self) -> None:
        raise NotImplementedError

    def push(self, item: Any) -> None:
        """Add an item on top."""
        raise NotImplementedError

    def pop(self) -> Any:
        """Remove the top item and return it."""
        raise NotImplementedError

    def peek(self) -> Any:
        """Return the top item and leave it where it is."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def is_balanced(text: str) -> bool:
    """Say whether all brackets in the text are paired and nested properly."""
    raise NotImplementedError


class RecentItems:
    """The latest `maxlen` items, first in, first out."""

    def __init__(self, maxlen: int) -> None:
        raise NotImplementedError

    def add(self, item: Any) -> None:
        """Add an item; when the queue is full, the oldest one goes."""
        raise NotImplementedError

    def pop_oldest(self) -> Any:
        """Remove the oldest item and return it."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        """Go through the items, newest first."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


class PriorityQueue:
    """The item with the smallest priority first; of equal ones, the one pushed first."""

    def __init__(self) -> None:
        raise NotImplementedError

    def push(self, item: Any, priority: Any) -> None:
        """Add an item with its priority."""
        raise NotImplementedError

    def pop(self) -> Any:
        """Remove the item that comes next and return it."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError
