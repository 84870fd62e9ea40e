r"""Q13 · Comprehensions: say what the collection holds, not how it is filled.

Topics: comprehensions, collections, functions

You are asked how comprehensions work: the list, set and dict forms, and the generator expression
that looks like them. Write four functions, one for each form.

## Build

`transpose(rows)` turns the rows of a table into its columns and returns them as a list of lists.
Rows of different lengths raise `ValueError`. A table that has no rows, or empty rows only, gives an
empty list. Use a list comprehension.

`initials(words)` returns the set of the first characters of the words, which are `str`. A character
stays as it is, and a blank is a character too. An empty word adds nothing. Use a set comprehension.

`index_by(items, key)` returns a dict from `key(item)` to the item. Of several items with the same
key, the last one stays. `key` is called once for each item, in the order of the items. Use a dict
comprehension.

`total_size(chunks)` returns the sum of `len(chunk)` over all chunks, 0 if there are none. It builds
no list or other collection on the way. Use a generator expression.

## Rules

- `rows`, each row in it, `words`, `items` and `chunks` may be lists or iterators.
- Lists that are passed in stay as they were, and so do the rows in them.
- Each comprehension stands in the function itself, not in a helper.
- Your file has no `for` or `while` statement.
- Your file uses no method named `append`, `add`, `update` or `setdefault`.

## Left open

A function may contain other comprehensions too. The dict may have any order. Of keys that are
equal, such as `1` and `True`, either may stand in it. Cells with an `==` of their own, chunks with
a `bool()` that does not go by their length, and letters with a combining accent are open.

## Example

    >>> transpose([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    >>> initials(["ada", "alan", ""])
    {'a'}
    >>> index_by(["ant", "asp"], key=len)
    {3: 'asp'}
    >>> total_size([b"abc", b"de"])
    5
"""

from collections.abc import Callable, Hashable, Iterable, Sized
from typing import Any


def transpose(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Turn rows into columns."""
    raise NotImplementedError


def initials(words: Iterable[str]) -> set[str]:
    """Collect the first characters."""
    raise NotImplementedError


def index_by(items: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """Map each key to the last item that has it."""
    raise NotImplementedError


def total_size(chunks: Iterable[Sized]) -> int:
    """Add up the lengths."""
    raise NotImplementedError
