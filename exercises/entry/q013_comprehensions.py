"""Q13 · Comprehensions: say what the collection holds, not how it is filled.

Topics: comprehensions, collections, functions

You are asked how comprehensions work: the list, set and dict forms, and the generator expression
that looks like them. Write seven functions that are one comprehension each.

## Build

`squares_of_evens(numbers)` takes integers and returns the list of the squares of the even ones, in
order, repetitions included. List comprehension.

`transpose(rows)` returns the columns of a list of lists, as a list of lists. Rows of different
lengths raise `ValueError`. No rows, or rows without elements, give an empty list. List
comprehension.

`flatten(rows)` returns the list of the elements of all rows, in order. It removes one level only:
an element that is itself a list, or text, stays whole. List comprehension.

`initials(names)` returns the set of the first characters of the names, in upper case. Empty
names have none. Set comprehension.

`index_by(items, key)` returns a dict from `key(item)` to the item. If several items have the same
key, the last one wins. `key` is called once for each item, in order. Dict comprehension.

`primes_up_to(limit)` returns the list of the prime numbers not greater than the integer `limit`, in
ascending order; the list is empty for a `limit` below 2. List comprehension.

`total_size(chunks)` returns the sum of the lengths of the chunks, 0 if there are none. Generator
expression, without building a list or any other collection on the way.

## Rules

- Each function contains a comprehension of the kind named for it; others may stand inside it. There
  is no `for` or `while` statement in it, and no call of a method named `append`, `add`, `extend`,
  `insert`, `update` or `setdefault`. The `for` inside a comprehension is none of these.
- `rows` of `transpose` is a list of lists. Every other collection passed in may be any iterable,
  also an iterator, and so may the rows of `flatten`. Keys are hashable; items need not be.
- The arguments are not changed.

## Example

    >>> squares_of_evens([1, 2, 3, 4])
    [4, 16]
    >>> transpose([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    >>> index_by(["ant", "bee", "asp"], key=lambda word: word[0])
    {'a': 'asp', 'b': 'bee'}
"""

from collections.abc import Callable, Hashable, Iterable, Sized
from typing import Any


def squares_of_evens(numbers: Iterable[int]) -> list[int]:
    """Square the even numbers."""
    raise NotImplementedError


def transpose(rows: list[list[Any]]) -> list[list[Any]]:
    """Turn rows into columns."""
    raise NotImplementedError


def flatten(rows: Iterable[Iterable[Any]]) -> list[Any]:
    """Join the rows to one list."""
    raise NotImplementedError


def initials(names: Iterable[str]) -> set[str]:
    """Collect the first letters in upper case."""
    raise NotImplementedError


def index_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """Map each key to the last item that has it."""
    raise NotImplementedError


def primes_up_to(limit: int) -> list[int]:
    """List the prime numbers up to and including `limit`."""
    raise NotImplementedError


def total_size(chunks: Iterable[Sized]) -> int:
    """Add up the lengths."""
    raise NotImplementedError
