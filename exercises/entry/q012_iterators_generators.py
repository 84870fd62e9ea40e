r"""Q12 · Iterators and generators: produce the next value only when it is asked for.

Topics: iterators, generators, itertools

You are asked what an iterator is, what a generator is, and why one would use either. Show both:
write the protocol by hand once, then let `yield` do the work, and keep everything lazy enough to
run on input that never ends.

## Build

`Countdown(start)` is an iterator, with `__iter__` and `__next__`. It gives the integers `start`,
`start - 1`, … down to 1. A `start` of 0 or less gives nothing. After the last number every `next`
raises `StopIteration`, however often it is called. `iter()` of it returns the object itself, which
goes on where it was.

`fibonacci()` returns an iterator over the Fibonacci numbers 0, 1, 1, 2, 3, 5, … without end. Each
call starts anew.

`chunked(iterable, size)` returns an iterator over lists of `size` consecutive items. The last list
holds what is left: it may be shorter, but is never empty. A `size` below 1 raises `ValueError` at
the call, not at the first `next`.

`take(n, iterable)` returns a list of the first `n` items, or of all items if there are fewer. A
negative `n` raises `ValueError`.

## Rules

- An iterable may be a list, a text, a dict or an iterator, also an iterator without end.
- `chunked` reads no item before the first `next`.
- For each list `chunked` reads the items of that list and no further one.
- `take` reads `n` items and no further one, so the next is still there for others.

## Left open

- A `size` or an `n` beyond `sys.maxsize`, and items with an `==` of their own.
- When `chunked` calls `iter` on its iterable, and an iterable that raises an exception.
- Whether an iterable that has ended is asked for another item.

## Example

    >>> list(Countdown(3))
    [3, 2, 1]
    >>> numbers = fibonacci()
    >>> take(5, numbers), next(numbers)
    ([0, 1, 1, 2, 3], 5)
    >>> list(chunked("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
"""

from collections.abc import Iterable, Iterator
from typing import Any


class Countdown:
    """An iterator over `start`, `start - 1`, … 1."""

    def __init__(self, start: int) -> None:
        raise NotImplementedError

    def __iter__(self) -> "Countdown":
        raise NotImplementedError

    def __next__(self) -> int:
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
