r"""Q24 · Iterables and iterators: the answer and one way to build it.

## Answer

An iterable is anything that `iter()` accepts: lists, strings, dicts, files. Its `__iter__` returns
an iterator. (`iter()` also takes old-style sequences that have `__getitem__` alone.) An iterator
does the walking: `__next__` returns the next item and raises `StopIteration` at the end, and
`__iter__` returns the iterator itself. So every iterator is iterable, but not the other way round.

A `for` loop calls `iter()` once and then `next()` until `StopIteration`. An iterable such as a list
gives each loop a fresh iterator, so loops can be repeated and nested. An iterator remembers its
position and can be consumed only once; generators, files, `zip` and `map` objects are of that kind,
which is why a second loop over one finds nothing. Test with `iter(x) is x`.

## Follow-ups

- **Why does an iterator have an `__iter__` at all?** So that it can stand wherever an iterable may:
  in a `for` loop, in `list()`, after `yield from`. A loop can go on where another one stopped.
- **How do you make your own class iterable?** Write `__iter__` as a generator function, or return
  `iter()` of a container inside. Each call then makes a fresh iterator with a position of its own.
- **What becomes of a `StopIteration` raised inside a generator?** Since Python 3.7 it arrives as a
  `RuntimeError`, so that a bare `next()` in the body can't end the generator unseen (PEP 479).
- **What else does `iter()` do?** With two arguments it calls a function until that returns a given
  value: `iter(lambda: file.read(4096), b"")`.

## Notes

`iter()` itself refuses what is no iterator, so `iter(obj) is obj` says it all, while
`isinstance(obj, Iterable)` misses `__getitem__`. `Peekable` keeps the item that it has looked at in
a list of at most one, because no value could stand for "none yet" when every object may be an item.
A private sentinel could, compared by `is`; it saves the list and adds a case to each method.
"""

from collections.abc import Iterable, Iterator
from typing import Any

_MISSING = object()


def is_iterable(obj: object) -> bool:
    """Say whether `iter(obj)` gives an iterator."""
    try:
        iter(obj)
    except TypeError:
        return False
    return True


def is_iterator(obj: object) -> bool:
    """Say whether `iter(obj)` gives `obj` itself."""
    try:
        return iter(obj) is obj
    except TypeError:
        return False


class Playlist:
    """Songs in order, to be iterated as often as one likes."""

    def __init__(self, songs: Iterable[str]) -> None:
        self._songs = tuple(songs)

    def __len__(self) -> int:
        return len(self._songs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._songs)


class Peekable:
    """An iterator that can look at its next item."""

    def __init__(self, iterable: Iterable[Any]) -> None:
        self._source = iter(iterable)
        self._ahead: list[Any] = []

    def __iter__(self) -> "Peekable":
        return self

    def __next__(self) -> Any:
        return self._ahead.pop() if self._ahead else next(self._source)

    def __bool__(self) -> bool:
        end = object()
        return self.peek(end) is not end

    def peek(self, default: Any = _MISSING) -> Any:
        """Return the next item without consuming it; at the end, `default` if there is one."""
        if not self._ahead:
            try:
                self._ahead.append(next(self._source))
            except StopIteration:
                if default is _MISSING:
                    raise
                return default
        return self._ahead[0]
