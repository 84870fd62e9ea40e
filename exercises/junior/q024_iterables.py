r"""Q24 · Iterables and iterators: tell them apart, then write one of each.

Topics: iterators, classes, dunder-methods

"What is the difference between an iterable and an iterator?" sounds like a definition. It decides
whether a loop inside a loop works, and it explains why a second loop over the same thing can be
empty.

## Build

`is_iterable(obj)` returns `True` if `iter(obj)` gives an iterator, else `False`.

`is_iterator(obj)` returns `True` if `iter(obj)` gives `obj` itself, else `False`.

`Playlist(songs)` is made from an iterable of songs, a list or a generator for example.

- `iter(playlist)` gives a new iterator over all songs in their order.
- `len(playlist)` is the number of songs.
- A playlist is not an iterator itself.

`Peekable(iterable)` is an iterator over the items of `iterable` that can look ahead:

- `peek()` returns the item that the next `next` will return, and leaves it there. If no item is
  left, it raises `StopIteration`.
- `peek(default)` does the same, but if no item is left, it returns `default`, which may be `None`.
- `bool()` of a `Peekable` is `True` while an item is left, else `False`.

## Rules

- `is_iterable` and `is_iterator` take no item from `obj`.
- Both answer for the object itself: the class `list` is not iterable, although its instances are.
- An object without `__iter__` whose `__getitem__` takes 0, 1, 2 and so on until it raises
  `IndexError` is an iterable too.
- Several iterators over one playlist go forward independently of each other.
- A playlist stays as it is when the list it was made from changes.
- `None` and `False` can be items of a `Peekable`.
- Making a `Peekable` takes no item from the iterable.
- `next`, `peek` and `bool` each take one item at most from the iterable. An item that `peek` or
  `bool` has taken is kept, and no other is taken until `next` has returned it.
- `Peekable(obj)` raises `TypeError` at once if `obj` is not iterable.

## Left open

A string in the place of the songs. Items and defaults that are `_MISSING` or equal to everything.
An `__iter__` that raises anything but `TypeError`. An iterable of a `Peekable` that raises anything
but `StopIteration`, or gives more items after its end.

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
