r"""Q15 · Stacks and queues: know which end is cheap.

Topics: stacks, queues, collections, algorithms

Which of Python's own structures makes a good stack, queue or priority queue? Each does one job
cheaply and another badly. Put a stack to use, then build the two queues.

## Build

`is_balanced(text)` returns `True` if the brackets `()`, `[]` and `{}` in an ASCII text are
balanced, otherwise `False`. Each closing bracket must match the bracket that was opened last and is
still open. At the end no bracket may be open. Brackets may be nested 5,000 deep. All other
characters are passed over, quotes and `<` too.

`RecentItems(maxlen)` keeps the latest `maxlen` items, equal ones too. A `maxlen` below 1 raises
`ValueError`.

- `add(item)` adds an item, and drops the oldest one if there are now more than `maxlen`.
- `pop_oldest()` removes the oldest item and returns it.
- Iterating gives the items, the newest first, and removes none.

A `PriorityQueue()` hands out its items by priority, the smallest first.

- `push(item, priority)` adds an item with a priority: a number, a text, a list or an object that
  has only `==` and `<`.
- `pop()` removes the next item and returns it, without its priority.
- Of equal priorities, the item pushed first comes first, also when pops come between the pushes.

## Rules

- `pop_oldest` and `pop` raise `IndexError` when there is no item left.
- An item may be any object, also `None` and one that cannot be compared or hashed.
- With 500 items in a `PriorityQueue`, 500 pushes, each followed by a pop, make at most 40,000
  comparisons of priorities in all, by `==` or `<`.

## Left open

What holds the items. What iterating does when an item comes or goes meanwhile. Priorities that `==`
and `<` put in no order, such as NaN. A `maxlen` above `sys.maxsize`.

## Example

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


def is_balanced(text: str) -> bool:
    """Say whether all brackets in the text are paired and nested properly."""
    raise NotImplementedError


class RecentItems:
    """The latest `maxlen` items, first in, first out."""

    def __init__(self, maxlen: int) -> None:
        raise NotImplementedError

    def add(self, item: Any) -> None:
        """Add an item, and drop the oldest one if there are too many."""
        raise NotImplementedError

    def pop_oldest(self) -> Any:
        """Remove the oldest item and return it."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        """Go through the items, newest first."""
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
