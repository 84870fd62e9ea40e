"""Q24 · Iterables and iterators: tell them apart, then write one of each.

Topics: iterators, classes, dunder-methods

"What is the difference between an iterable and an iterator?" sounds like a definition. It decides
whether a loop inside a loop works and why a second loop over the same thing can be empty.

## Build

`is_iterable(obj)` returns `True` if `iter(obj)` gives an iterator, else `False`.

`is_iterator(obj)` returns `True` if `iter(obj)` gives `obj` itself, else `False`.

`Playlist(songs)` is an iterable that is not an iterator. It takes any iterable of songs and keeps
their order. `len(playlist)` is the number of songs. `iter(playlist)` returns a new iterator over
them, independent of all others.

`Peekable(iterable)` is an iterator over the items of any iterable that can look ahead:

- `peek()` returns the item that `next` will return, without consuming it. When no item is left it
  raises `StopIteration`. `peek(default)` then returns `default` instead, whatever object that is.
- A `Peekable` is true while an item is left, and false after that.

## Rules

- The two functions raise no `TypeError`, return real booleans, and take no item from `obj`. They
  answer for the object given: the class `list` is not iterable, though its instances are.
- `iter()` also accepts an object without `__iter__` whose `__getitem__` takes 0, 1, 2, … until it
  raises `IndexError`. The functions and `Peekable` do too.
- A `Playlist` does not change when the list that it was made from changes.
- Any object can be an item of a `Peekable`, `None` and `False` too.
- A `Peekable` is lazy. Making one takes no item from the iterable; `next`, `peek` and `bool` take
  at most one, and none when the item has been looked at already.
- `Peekable(obj)` raises `TypeError` at once if `obj` is not iterable.

## Example

    >>> mix = Playlist(["Intro", "Aria"])
    >>> [(a, b) for a in mix for b in mix]
    [('Intro', 'Intro'), ('Intro', 'Aria'), ('Aria', 'Intro'), ('Aria', 'Aria')]
    >>> is_iterable(mix), is_iterator(mix), is_iterator(iter(mix))
    (True, False, True)
    >>> queue = Peekable(mix)
    >>> queue.peek(), next(queue), next(queue), queue.peek("silence")
    ('Intro', 'Intro', 'Aria', 'silence')
"""

from collections.abc import Iterable, Iterator
from typing import Any

_MISSING = object()


def is_iterable(obj: object) -> bool:
    """Say whether `iter(obj)` gives an iterator."""
    raise NotImplementedError


def is_iterator(obj: object) -> bool:
    """Say whether `iter(obj)` gives `obj` itself."""
    raise NotImplementedError


class Playlist:
    """Songs in order, to be iterated as often as one likes."""

    def __init__(self, songs: Iterable[str]) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError


class Peekable:
    """An iterator that can look at its next item."""

    def __init__(self, iterable: Iterable[Any]) -> None:
        raise NotImplementedError

    def __iter__(self) -> "Peekable":
        raise NotImplementedError

    def __next__(self) -> Any:
        raise NotImplementedError

    def __bool__(self) -> bool:
        raise NotImplementedError

    def peek(self, default: Any = _MISSING) -> Any:
        """Return the next item without consuming it; at the end, `default` if there is one."""
        raise NotImplementedError
