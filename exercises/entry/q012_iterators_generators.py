"""Q12 · Iterators and generators: produce the next value only when it is asked for.

Topics: iterators, generators, itertools

You are asked what an iterator is, what a generator is, and why one would use either. Show both:
write the protocol by hand once, then let `yield` do the work, and keep everything lazy enough to
run on input that never ends.

## Build

`CountdownIterator(start)` is an iterator, written by hand with `__iter__` and `__next__`. It gives
the integers `start`, `start - 1`, … down to 1, then raises `StopIteration`, and again at every
further `next`. A `start` of 0 or less gives nothing. `iter()` of it returns the object itself.

`Countdown(start)` is an iterable with the same numbers. It is not an iterator: each `iter()` of it
returns a new `CountdownIterator`, so it can be looped over many times, even within itself.

`fibonacci()` returns an iterator over the Fibonacci numbers without end: 0, 1, 1, 2, 3, 5, … Each
call starts anew.

`chunked(iterable, size)` returns an iterator over lists of `size` consecutive items of the
iterable. The last list holds what is left, and may be shorter, but is never empty. A `size` below 1
raises a `ValueError` that names it, at the call and not at the first `next`.

`take(n, iterable)` returns a list of the first `n` items, or of all if there are fewer. A negative
`n` raises a `ValueError` that names it.

## Rules

- `iterable` may be any iterable: a list, a file, an iterator, one without end.
- `chunked` reads nothing before its first `next`. For each list it reads just the items of that
  list, and does not look ahead to see whether more follow.
- `take` reads at most `n` items, so that the next one is still there for others.
- `size` and `n` are integers.

## Example

    >>> countdown = Countdown(3)
    >>> list(countdown), list(countdown)
    ([3, 2, 1], [3, 2, 1])
    >>> numbers = fibonacci()
    >>> take(5, numbers), next(numbers)
    ([0, 1, 1, 2, 3], 5)
    >>> list(chunked("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
"""

from collections.abc import Iterable, Iterator
from typing import Any


class CountdownIterator:
    """An iterator over `start`, `start - 1`, … 1."""

    def __init__(self, start: int) -> None:
        raise NotImplementedError

    def __iter__(self) -> "CountdownIterator":
        raise NotImplementedError

    def __next__(self) -> int:
        raise NotImplementedError


class Countdown:
    """An iterable over `start`, `start - 1`, … 1, as often as you like."""

    def __init__(self, start: int) -> None:
        raise NotImplementedError

    def __iter__(self) -> CountdownIterator:
        raise NotImplementedError


def fibonacci() -> Iterator[int]:
    """Generate the Fibonacci numbers without end."""
    raise NotImplementedError


def chunked(iterable: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut an iterable into lists of `size` items, lazily."""
    raise NotImplementedError


def take(n: int, iterable: Iterable[Any]) -> list[Any]:
    """Return the first `n` items as a list."""
    raise NotImplementedError
