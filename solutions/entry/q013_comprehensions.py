"""Q13 · Comprehensions: the answer and one way to build it.

## Answer

A comprehension builds a collection from an iterable in one expression: what to put in, a `for`, and
optionally an `if`. Brackets make a list, `[x * x for x in data if x > 0]`; braces make a set,
`{x % 10 for x in data}`, or with a colon a dict, `{name: len(name) for name in names}`, where a
later equal key replaces the earlier one. Parentheses make a generator expression, not a tuple: it
yields items on demand and holds none of them.

They are shorter and clearer than a loop with `append`, and often somewhat faster. The loop variable
does not leak into the function around it; since 3.12 most list, set and dict comprehensions are
inlined, which makes them cheaper still. Several `for` clauses read from left to right like nested
loops. Beyond two, or when there are side effects or errors to handle, write a loop: a comprehension
nobody can read has lost its point.

## Notes

`zip(..., strict=True)` refuses ragged rows by itself. A number without a divisor up to its square
root is prime; `math.isqrt` gives that root without rounding errors. `sum(map(len, chunks))` would
be just as lazy, but is no generator expression.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Sized
from typing import Any


def squares_of_evens(numbers: Iterable[int]) -> list[int]:
    """Square the even numbers."""
    return [number * number for number in numbers if number % 2 == 0]


def transpose(rows: list[list[Any]]) -> list[list[Any]]:
    """Turn rows into columns."""
    return [list(column) for column in zip(*rows, strict=True)]


def flatten(rows: Iterable[Iterable[Any]]) -> list[Any]:
    """Join the rows to one list."""
    return [element for row in rows for element in row]


def initials(names: Iterable[str]) -> set[str]:
    """Collect the first letters in upper case."""
    return {name[0].upper() for name in names if name}


def index_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """Map each key to the last item that has it."""
    return {key(item): item for item in items}


def primes_up_to(limit: int) -> list[int]:
    """List the prime numbers up to and including `limit`."""
    return [
        number
        for number in range(2, limit + 1)
        if all(number % divisor for divisor in range(2, math.isqrt(number) + 1))
    ]


def total_size(chunks: Iterable[Sized]) -> int:
    """Add up the lengths."""
    return sum(len(chunk) for chunk in chunks)
