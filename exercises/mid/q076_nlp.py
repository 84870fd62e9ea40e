r"""Q76 · Natural language: tokens, stems and a TF-IDF search.

Topics: nlp, text, machine-learning, algorithms
Needs: nltk, numpy, scikit-learn

Which tools does Python have for natural language? You name nltk, spaCy and transformers, and then
the interviewer wants to see what goes on inside. Build the classic search: cut texts into tokens,
reduce these to stems, and rank documents by TF-IDF.

## Build

`tokenize(text)` returns the tokens of a text as a list, in their order. A token is a word or a
number.

- A word is a run of letters, such as English, French, German and Russian have.
- A single apostrophe between two letters belongs to the word: `rock'n'roll` is one word. It is
  straight (`'`) or curly (`’`) in the text, and straight in the token.
- A number is a run of the digits 0 to 9.
- A single point between two digits belongs to the number: `1.2.3` is one number.

`terms(text)` returns the stems of the tokens in their order, as nltk's Snowball stemmer for English
makes them.

`class TfidfIndex(documents)` takes a list of texts. Its method `search(query, limit)` returns a
list of pairs `(number, score)`, where `number` is the index of a document in that list.

## Rules

- Tokens are case-folded, as by `str.casefold`: `Straße` and `STRASSE` are one.
- A letter with a mark is one character in a token, as in the Unicode form NFC, also where the text
  has a letter and a mark that follows.
- Nothing needs the data files that nltk can download.
- The weight of a term in a text is `count * (log((1 + n) / (1 + d)) + 1)` with the natural
  logarithm. `count` is how often the text has the term, `n` is the number of documents, and `d` is
  the number of documents that have the term.
- A score is the cosine of the angle between the weights of the query and those of the document, to
  within 1e-9.
- Terms that no document has are left out of the query.
- The best document comes first, and of equal scores the lower number.
- The result has all documents whose score is above 0, or the best `limit` of them if there are
  more.
- The list, a document and a query may be empty.
- The search is written without scikit-learn, which the checks compare it with.

## Left open

Numerals other than 0 to 9, words next to digits or underscores, other languages, marks that
NFC does not join. A `limit` below 1, scores below 1e-6, the order of different documents whose
scores differ by less.

## Example

    >>> tokenize("“Don’t panic”, she said: 3.5 cafés, 12 STRASSEN.")
    ["don't", 'panic', 'she', 'said', '3.5', 'cafés', '12', 'strassen']
    >>> terms("Connected connections")
    ['connect', 'connect']
    >>> index = TfidfIndex(["A cat sleeps.", "Two dogs bark.", "Dogs chase the cat."])
    >>> [number for number, score in index.search("sleeping dog", 5)]
    [0, 1, 2]
    >>> round(index.search("barks", 1)[0][1], 3)
    0.623
"""


def tokenize(text: str) -> list[str]:
    """Return the words and numbers of a text."""
    raise NotImplementedError


def terms(text: str) -> list[str]:
    """Return the stems of the words and numbers of a text."""
    raise NotImplementedError


class TfidfIndex:
    """Finds the documents that are most like a query."""

    def __init__(self, documents: list[str]) -> None:
        """Take the documents to search."""
        raise NotImplementedError

    def search(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return the numbers and scores of the best documents."""
        raise NotImplementedError
