r"""Q76 · Natural language: the answer and one way to build it.

## Answer

nltk is the classic toolbox: tokenizers, stemmers, taggers and corpora, good for learning and for
preprocessing. spaCy is the production pipeline: fast, with trained models for parts of speech,
syntax and named entities. scikit-learn does bag of words and TF-IDF, still a strong baseline for
classifying text. Gensim has Word2Vec and topic models; TextBlob is a simple layer for sentiment.

Today most hard tasks go to transformers. Hugging Face `transformers` loads pretrained models with
their own tokenizers, which cut text into subword units, so that no word is unknown. Hence stemming
and stop words are not for them; they belong to counting methods and keyword search.

For search and question answering I compute embeddings, for example with `sentence-transformers`,
and find near ones in a vector index. Combined with keyword search, BM25 rather than plain TF-IDF,
that feeds a language model: retrieval-augmented generation. I begin with the simplest thing that
meets the target, measured on labelled examples, as large models cost latency and money.

## Follow-ups

- **Stemming or lemmatisation?** A stemmer cuts endings by rules, quickly, and its stems need not be
  words. A lemmatiser finds the dictionary form, knows that *mice* is *mouse*, and needs data.
- **Why is BM25 better than TF-IDF for search?** There a term's weight levels off with its count,
  and a document's length counts in a way one can tune.
- **Where do embeddings fail and keywords don't?** At exact things: part numbers, rare names, codes.
  That is why hybrid search uses both.

## Notes

A text is composed before it is folded and cut, or a mark would end its word. Weights are kept by
term, in an inverted index: a search touches only documents that share a term with the query, and so
none with the score 0. A `TfidfVectorizer(analyzer=terms)` with a sparse matrix does the same in
three lines and faster for long queries, but multiplies all documents, and sorts out zeros after.
"""

import math
import re
from collections import Counter, defaultdict
from itertools import chain
from unicodedata import normalize

from nltk.stem.snowball import SnowballStemmer

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[0-9]+(?:\.[0-9]+)*")
_STEMMER = SnowballStemmer("english")


def tokenize(text: str) -> list[str]:
    """Return the words and numbers of a text."""
    folded = normalize("NFC", text).casefold()
    return _TOKEN.findall(folded.replace("’", "'"))


def terms(text: str) -> list[str]:
    """Return the stems of the words and numbers of a text."""
    return [_STEMMER.stem(token) for token in tokenize(text)]


class TfidfIndex:
    """Finds the documents that are most like a query."""

    def __init__(self, documents: list[str]) -> None:
        """Take the documents to search."""
        counts = [Counter(terms(document)) for document in documents]
        having = Counter(chain.from_iterable(counts))
        total = len(counts)
        self._rarity = {term: math.log((1 + total) / (1 + d)) + 1 for term, d in having.items()}
        self._found_in = defaultdict(list)
        for number, count in enumerate(counts):
            for term, weight in self._weights(count).items():
                self._found_in[term].append((number, weight))

    def _weights(self, counts: Counter[str]) -> dict[str, float]:
        """Return the weights of the known terms, as a vector of length 1."""
        rarity = self._rarity
        weights = {term: n * rarity[term] for term, n in counts.items() if term in rarity}
        length = math.hypot(*weights.values())
        return {term: weight / length for term, weight in weights.items()}

    def search(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return the numbers and scores of the best documents."""
        scores = defaultdict(float)
        for term, weight in self._weights(Counter(terms(query))).items():
            for number, other in self._found_in[term]:
                scores[number] += weight * other
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
