r"""Q1 · Language features: the answer and one way to build it.

## Answer

Python is a high-level, general-purpose language whose first aim is readability: indentation shows
the structure and there is little ceremony. It is dynamically but strongly typed: values have types,
names do not, and `"1" + 1` is an error. It is usually called interpreted; more exactly, CPython
compiles source to bytecode, which a virtual machine runs, so the same code works on Linux, macOS
and Windows. It doesn't force one paradigm: procedural, object-oriented and functional code mix,
because functions and classes are objects too. Memory is managed for you, in CPython by reference
counting and a collector for cycles. Add a large standard library, the packages on PyPI and a strong
community, and it serves the web (Django, Flask, FastAPI), data science and machine learning (NumPy,
pandas, PyTorch), scripting and automation. The price is slower raw execution than that of compiled
languages, so heavy work is left to libraries written in C or Rust.

## Follow-ups

- **Strongly or dynamically typed: isn't that a contradiction?** No: dynamic says when types are
  checked, at run time; strong says that unrelated types are not converted silently.
- **What do type hints change at run time?** Nothing by themselves: tools such as mypy read them
  before the program runs, and libraries such as pydantic and dataclasses read them while it runs.
- **Does Python still have to be slow and bound to one core?** Less so, as of 2026: the interpreter
  specialises hot bytecode since 3.11 and has an experimental just-in-time compiler since 3.13.
  Builds without the global lock have been officially supported since 3.14.

## Notes

`words` is the part that all three share, so they differ only in how they go through the words. The
loop shows each step, the expression says what the result is, and the class earns its place by
keeping state between calls. `Counter.most_common` breaks ties in the order of first appearance, as
its documentation promises. One regular expression, `re.findall`, could replace splitting and
stripping, but what counts as the end of a word then hides in a pattern.
"""

import string
from collections import Counter


def words(text: str) -> list[str]:
    """Return the words of `text`, in lower case and without punctuation around them."""
    pieces = (piece.strip(string.punctuation).lower() for piece in text.split())
    return [piece for piece in pieces if piece]


def count_words_imperative(text: str) -> dict[str, int]:
    """Count the words of `text` with a loop statement, step by step."""
    counts: dict[str, int] = {}
    for word in words(text):
        counts[word] = counts.get(word, 0) + 1
    return counts


def count_words_functional(text: str) -> dict[str, int]:
    """Count the words of `text` in one expression."""
    return dict(Counter(words(text)))


class WordCounter:
    """Counts the words of all texts added to it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Count the words of `text` on top of the earlier ones."""
        self._counts.update(words(text))

    def most_common(self, n: int) -> list[tuple[str, int]]:
        """Return the `n` most frequent words with their counts."""
        return self._counts.most_common(n)
