r"""Q13 · Comprehensions: the answer and one way to build it.

## Answer

A comprehension builds a collection from an iterable in one expression: what to put in, a `for`, and
optionally an `if`. Brackets make a list, `[x * x for x in data if x > 0]`. Braces make a set,
`{x % 10 for x in data}`, or with a colon a dict, `{name: len(name) for name in names}`, where a
later equal key replaces the value while the first key stays. Parentheses make a generator
expression, not a tuple: it yields items on demand, holds none of them, and can be gone through
once.

They say what the result holds, are shorter than a loop with `append`, and often somewhat faster.
Since 3.12 most are inlined instead of running as a hidden function; since 3.15 one may unpack in
them, `[*row for row in rows]`. Several `for` clauses read from left to right like nested loops.
Beyond two, or where there are side effects or errors to handle, I write a loop: a comprehension
that nobody can read has lost its point.

## Follow-ups

- **When does a generator expression read its source?** It evaluates the leftmost iterable at once
  and reads items only when asked. Conditions and everything else run then too, with the values that
  names have by that time.
- **Does anything leak out of a comprehension?** The loop variable does not. A name bound by `:=`
  does: it lands in the function around it.
- **Where do the two kinds of `if` stand?** A filter stands behind the `for`. A choice,
  `a if test else b`, is part of the expression before it.
- **Is `sum([…])` ever better than `sum(…)`?** For few items the list may be slightly faster. For
  many the generator holds one at a time, which is worth more.

## Notes

`zip(..., strict=True)` refuses ragged rows by itself and takes iterators as they come. Picking
`row[i]` by index is the alternative: it needs lists, a first row to measure, and a check of its
own. `sum(map(len, chunks))` would be just as lazy, but is no generator expression.
"""

from collections.abc import Callable, Hashable, Iterable, Sized
from typing import Any


def transpose(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Turn rows into columns."""
    return [list(column) for column in zip(*rows, strict=True)]


def initials(words: Iterable[str]) -> set[str]:
    """Collect the first characters."""
    return {word[0] for word in words if word}


def index_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """Map each key to the last item that has it."""
    return {key(item): item for item in items}


def total_size(chunks: Iterable[Sized]) -> int:
    """Add up the lengths."""
    return sum(len(chunk) for chunk in chunks)
