r"""Q12 · Iterators and generators: the answer and one way to build it.

## Answer

An iterable has `__iter__`, which returns an iterator. An iterator has `__next__`, which gives one
value at a time and raises `StopIteration` at the end, and an `__iter__` that returns itself. A list
is iterable and can be looped over again and again; an iterator is used up after one pass.

A generator is the short way to an iterator: a function with `yield` in it. Calling it runs nothing
yet; each `next` runs to the next `yield` and pauses there with all its local variables. A generator
expression, `(x * x for x in data)`, does the same in one line.

Generators are lazy: values are made on demand, so they suit large or endless data and steps that
feed one another, with memory for one item at a time. The price: no length, no index, no second
pass, and errors show only when the values are asked for.

## Follow-ups

- **How does a `for` loop use the protocol?** It calls `iter()` once and then `next()` until
  `StopIteration`, which it swallows.
- **How do you make something that can be looped over twice?** Give it an `__iter__` that returns a
  new iterator each time, for instance by being a generator method.
- **What does the library have for chunks?** `itertools.batched` since 3.12; it gives tuples, and
  `strict=True`, since 3.13, refuses a shorter last one.

## Notes

`chunked` is a plain function around a generator, so that a wrong size is refused at the call.
`islice` stops without a look at the next item, and works on any iterable. A loop with `next` would
do without the import, but must handle `StopIteration` itself: inside a generator one that escapes
becomes a `RuntimeError`. In daily work `Countdown` would be a generator function; here the protocol
is shown.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any


class Countdown:
    """An iterator over `start`, `start - 1`, … 1."""

    def __init__(self, start: int) -> None:
        self._number = start

    def __iter__(self) -> "Countdown":
        return self

    def __next__(self) -> int:
        if self._number < 1:
            raise StopIteration
        self._number -= 1
        return self._number + 1


def fibonacci() -> Iterator[int]:
    """Generate the Fibonacci numbers without end."""
    current, following = 0, 1
    while True:
        yield current
        current, following = following, current + following


def chunked(iterable: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut an iterable into lists of `size` items, lazily."""
    if size < 1:
        raise ValueError(f"a chunk has at least one item, got size {size!r}")
    return _chunks(iter(iterable), size)


def _chunks(iterator: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while chunk := take(size, iterator):
        yield chunk


def take(n: int, iterable: Iterable[Any]) -> list[Any]:
    """Return the first `n` items as a list."""
    if n < 0:
        raise ValueError(f"cannot take {n!r} items")
    return list(islice(iterable, n))
