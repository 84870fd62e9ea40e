"""Q1 · Language features: the answer and one way to build it.

## Answer

Python is a high-level, general-purpose language whose first aim is readability: indentation shows
the structure and there is little ceremony. It is dynamically but strongly typed: values have types,
names do not, and `"1" + 1` is an error. It is usually called interpreted; more exactly, CPython
compiles source to bytecode, which a virtual machine runs, so the same code works on Linux, macOS
and Windows. It doesn't force one paradigm: procedural, object-oriented and functional code mix,
because functions and classes are objects too. Memory is managed for you, in CPython by reference
counting and a collector for cycles. Add a large standard library, the packages on PyPI and a strong
community, and it serves the web (Django, Flask, FastAPI), data science and machine learning (NumPy,
pandas, PyTorch), scripting and automation. The price is slower raw execution than compiled
languages.

## Notes

Only the cleaning of one piece is shared; what differs is the way through the text. The functional
version is a single expression in which data flows through `map`, `filter` and `Counter`. The class
earns its place by keeping state between calls; `Counter.most_common` breaks ties in the order of
first appearance, as its documentation promises.
"""

import string
from collections import Counter


def _clean(piece: str) -> str:
    return piece.strip(string.punctuation).lower()


def count_words_imperative(text: str) -> dict[str, int]:
    """Count the words of `text` with a loop, step by step."""
    counts: dict[str, int] = {}
    for piece in text.split():
        word = _clean(piece)
        if word:
            counts[word] = counts.get(word, 0) + 1
    return counts


def count_words_functional(text: str) -> dict[str, int]:
    """Count the words of `text` without loop statements and assignments."""
    return dict(Counter(filter(None, map(_clean, text.split()))))


class WordCounter:
    """Counts the words of all texts added to it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Count the words of `text` on top of the earlier ones."""
        self._counts.update(word for piece in text.split() if (word := _clean(piece)))

    def most_common(self, n: int) -> list[tuple[str, int]]:
        """Return the `n` most frequent words with their counts, ties by first appearance."""
        return self._counts.most_common(n)


def describe(value: object) -> str:
    """Say what `value` is and of which type."""
    return f"{value!r} is of type {type(value).__name__}"
