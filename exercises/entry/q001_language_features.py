"""Q1 · Language features: one task in three paradigms, and types that values carry.

Topics: syntax, types, text, classes, collections

"What are Python's key features?" opens many an interview. A list of adjectives answers it poorly;
code answers it better. Count words step by step, as one expression and with an object, and name
the type of any value at run time.

## Build

`count_words_imperative(text)` and `count_words_functional(text)` each return a `dict` from every
word of the string `text` to the number of times it occurs. The keys stand in the order in which
the words first appear.

`WordCounter()` is a counter that starts empty.

- `add(text)` counts the words of `text` on top of all that were added before.
- `most_common(n)` returns a list of at most `n` tuples `(word, count)`, the highest count first;
  words with equal counts stand in the order in which they were first added. `n` is an integer from
  0 up; fewer tuples come back when there are fewer words. The counter does not change.

`describe(value)` returns the text `<repr> is of type <name>`: the value's `repr`, and the name of
the very class it was made from. So `True` is a `bool`, not an `int`, and an instance of a subclass
is described by the subclass.

## Rules

- Pieces of the text are separated by whitespace of any kind. A word is what is left of a piece, in
  lower case (`str.lower`), after the characters of `string.punctuation` are removed from both of
  its ends. Punctuation inside stays: `don't` and `x-ray` are one word each. A piece with nothing
  left is not a word.
- A text without words gives an empty `dict`.
- Two `WordCounter` objects share nothing.
- The three ways to count differ in style. `count_words_imperative` has at least one `for` or
  `while` statement. `count_words_functional` has no such statement and no assignment in it, `:=`
  included; comprehensions and the standard library are welcome. `WordCounter` is written as you
  like. None of the three uses another of them, but they may share helper functions of your own.

## Example

    >>> count_words_imperative("The cat saw the other cat: THE cat!")
    {'the': 3, 'cat': 3, 'saw': 1, 'other': 1}
    >>> counter = WordCounter()
    >>> counter.add("to be, or not")
    >>> counter.add("to be?")
    >>> counter.most_common(3)
    [('to', 2), ('be', 2), ('or', 1)]
    >>> describe(3.0)
    '3.0 is of type float'
"""


def count_words_imperative(text: str) -> dict[str, int]:
    """Count the words of `text` with a loop, step by step."""
    raise NotImplementedError


def count_words_functional(text: str) -> dict[str, int]:
    """Count the words of `text` without loop statements and assignments."""
    raise NotImplementedError


class WordCounter:
    """Counts the words of all texts added to it."""

    def __init__(self) -> None:
        raise NotImplementedError

    def add(self, text: str) -> None:
        """Count the words of `text` on top of the earlier ones."""
        raise NotImplementedError

    def most_common(self, n: int) -> list[tuple[str, int]]:
        """Return the `n` most frequent words with their counts, ties by first appearance."""
        raise NotImplementedError


def describe(value: object) -> str:
    """Say what `value` is and of which type."""
    raise NotImplementedError
