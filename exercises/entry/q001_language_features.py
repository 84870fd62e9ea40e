r"""Q1 · Language features: one task in three paradigms.

Topics: syntax, text, functions, classes, collections

"What are Python's key features?" opens many an interview. A list of adjectives answers it poorly,
code answers it better: Python lets you choose the paradigm. Count words step by step, then in one
expression, then with an object that remembers.

## Build

`words(text)` returns the words of a plain ASCII text as a list, in their order. It splits the text
at blanks, tabs and newlines. It removes the characters of `string.punctuation` from both ends of
each piece; inside they stay. It puts what is left in lower case. A piece of which nothing is left
is not a word.

`count_words_imperative(text)` and `count_words_functional(text)` each return a `dict` from every
word of the text to the number of times it occurs. The keys stand in the order in which the words
first appear.

`WordCounter()` makes a counter without any words.

- `add(text)` counts the words of the text on top of all that were added before.
- `most_common(n)` returns a list of the `n` words with the highest counts, as tuples
  `(word, count)`. The highest count comes first. Words with equal counts stand in the order in
  which they were first added. `n` may be 0, or more than there are words. The counter stays as it
  is.

## Rules

- Two `WordCounter` objects share no counts.
- `count_words_imperative` has a `for` or `while` statement, no comprehension and no generator
  expression. It does without `collections.Counter`.
- Apart from its docstring, the body of `count_words_functional` is a single `return` statement
  without `:=`.
- The two counting functions use `words`, and no other function or class of your module.

## Left open

- A `dict` of a subclass, such as a `Counter`.
- Functions inside the counting functions.
- Other white space, and a negative `n`.

## Example

    >>> words("The cat saw the other cat: THE cat!")
    ['the', 'cat', 'saw', 'the', 'other', 'cat', 'the', 'cat']
    >>> count_words_functional("Don't panic. Don't!") == {"don't": 2, "panic": 1}
    True
    >>> counter = WordCounter()
    >>> counter.add("to be, or not")
    >>> counter.add("to be?")
    >>> counter.most_common(3)
    [('to', 2), ('be', 2), ('or', 1)]
"""


def words(text: str) -> list[str]:
    """Return the words of `text`, in lower case and without punctuation around them."""
    raise NotImplementedError


def count_words_imperative(text: str) -> dict[str, int]:
    """Count the words of `text` with a loop statement, step by step."""
    raise NotImplementedError


def count_words_functional(text: str) -> dict[str, int]:
    """Count the words of `text` in one expression."""
    raise NotImplementedError


class WordCounter:
    """Counts the words of all texts added to it."""

    def __init__(self) -> None:
        raise NotImplementedError

    def add(self, text: str) -> None:
        """Count the words of `text` on top of the earlier ones."""
        raise NotImplementedError

    def most_common(self, n: int) -> list[tuple[str, int]]:
        """Return the `n` most frequent words with their counts."""
        raise NotImplementedError
