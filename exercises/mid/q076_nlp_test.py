"""Checks for Q76 · Natural language."""

import nltk
import numpy as np
import pytest
import q076_nlp
from q076_nlp import TfidfIndex, terms, tokenize
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_iris,
    load_linnerud,
    load_wine,
)
from sklearn.feature_extraction.text import TfidfVectorizer

# Words and numbers, and what Snowball makes of them in English.
STEMS = {
    **{"connect": "connect", "connected": "connect", "connections": "connect"},
    **{"run": "run", "running": "run", "generously": "generous", "flies": "fli", "fly": "fli"},
    **{"relational": "relat", "relate": "relat", "the": "the", "was": "was", "2.5": "2.5"},
    **{"sky": "sky", "skies": "sky", "news": "news", "dog's": "dog", "dogs": "dog", "17": "17"},
    **{"databases": "databas", "buses": "buse", "кошки": "кошки", "nationale": "national"},
    **{"don't": "don't", "o'clock's": "o'clock", "cafés": "café", "naïvely": "naïv"},
}
COMPOSED, DECOMPOSED = "\u00e9", "e\u0301"


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """Let nltk find none of its data, as if nothing had been downloaded."""
    monkeypatch.setattr(nltk.data, "path", [])


def by_scikit_learn(documents, query):
    """The scores that scikit-learn gives the documents; `documents` are lists of stems."""
    vectorizer = TfidfVectorizer(analyzer=list)
    weights = vectorizer.fit_transform(documents)
    return (weights @ vectorizer.transform([query]).T).toarray()[:, 0]


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(found, expected, texts):
    """The documents whose score is off by more than 1e-9, with both scores; or None."""
    return few(
        {
            f"document {number}, {texts[number]!r}": f"{float(score)} instead of {expected[number]}"
            for number, score in found
            if not abs(score - expected[number]) <= 1e-9
        }
    )


def near(found, expected):
    """The pairs of a search, in which a score that is right to within 1e-9 is as expected."""
    pairs, wanted = [(int(number), float(score)) for number, score in found], dict(expected)
    off = {number for number, score in pairs if not abs(score - wanted.get(number, -9)) <= 1e-9}
    return [(number, score if number in off else wanted[number]) for number, score in pairs]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("two words", ["two", "words"]),
        ("a b, a-b; (a) #b a--b\tc\nd", ["a", "b", "a", "b", "a", "b", "a", "b", "c", "d"]),
        ("Acme™ wins", ["acme", "wins"]),
        ("a÷b a×b a\u2011b Haÿ", ["a", "b", "a", "b", "a", "b", "haÿ"]),
        ("42 is 7 and 007", ["42", "is", "7", "and", "007"]),
        ("née Öl, œuf: щи! Ёж, naïf", ["née", "öl", "œuf", "щи", "ёж", "naïf"]),
        ("", []),
        (" .,'’ -- …", []),
    ],
)
@pytest.mark.hint(
    "`re.findall` with a pattern for a word or a number gives all tokens at once.",
    "`[a-z]` knows no é. In `re`, `\\w` means letters, digits and the underscore.",
    "`[^\\W\\d_]` means a `\\w` that is neither a digit nor an underscore.",
)
def test_finds_words_and_numbers(text, tokens):
    """Tokens are runs of letters, Russian ones too, and runs of digits, in their order."""
    assert tokenize(text) == tokens, f"the text is {text!r}"
    tokenize(text).append("more")
    assert tokenize(text) == tokens, f"again, after a change to the list, for {text!r}"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("don't", ["don't"]),
        ("don’t", ["don't"]),
        ("rock'n’roll o'clock's", ["rock'n'roll", "o'clock's"]),
        ("l’arc d’été", ["l'arc", "d'été"]),
        ("l’été, d'Évian, щ'ж", ["l'été", "d'évian", "щ'ж"]),
        ("'so' ’so’ ‘so’", ["so", "so", "so"]),
        ("the dogs' bone, the dogs’", ["the", "dogs", "bone", "the", "dogs"]),
        ("'tis rock ’n’ roll", ["tis", "rock", "n", "roll"]),
        ("a''b a’’b a'’b", ["a", "b", "a", "b", "a", "b"]),
        ("a' b a 'b a' 'b", ["a", "b", "a", "b", "a", "b"]),
        ("a‘b a`b a´b a′b", ["a", "b", "a", "b", "a", "b", "a", "b"]),
        ("5'6 and 7’8", ["5", "6", "and", "7", "8"]),
        ("the 1980's, o’5", ["the", "1980", "s", "o", "5"]),
        ("o'l’k'd'you've", ["o'l'k'd'you've"]),
    ],
)
@pytest.mark.hint(
    "An apostrophe must have a letter on either side.",
    "A pattern like `x+(?:-x+)*` means runs of x that single hyphens join.",
)
def test_apostrophes_within_words(text, tokens):
    """An apostrophe between two letters stays, and is straight; quotes around words are dropped."""
    assert tokenize(text) == tokens, f"the text is {text!r}"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3.14", ["3.14"]),
        ("It is 3.14. Or 2.", ["it", "is", "3.14", "or", "2"]),
        (".5 5. 1..2", ["5", "5", "1", "2"]),
        ("1.2.3", ["1.2.3"]),
        ("10.0.0.1.7.25", ["10.0.0.1.7.25"]),
        ("1,000.50 -7", ["1", "000.50", "7"]),
        ("U.S. e.g. a.b", ["u", "s", "e", "g", "a", "b"]),
        ("3.x, x.3 4.'", ["3", "x", "x", "3", "4"]),
    ],
)
@pytest.mark.hint("A point must have a digit on either side.")
def test_points_within_numbers(text, tokens):
    """A point between two digits stays, any other goes, and so does a comma."""
    assert tokenize(text) == tokens, f"the text is {text!r}"


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("CAT", "cat"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("STRA\u1e9eE", "strasse"),
        ("ЩИ", "щи"),
        ("ÄÖÜŒÇ", "äöüœç"),
        ("O’NEIL", "o'neil"),
    ],
)
@pytest.mark.hint("`str.lower` leaves ß as it is. Which method makes it ss?")
def test_folds_case(text, token):
    """Tokens are case-folded: capitals are made small, and ß is ss."""
    assert tokenize(text) == [token], f"the text is {text!r}"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (f"caf{COMPOSED}s", [f"caf{COMPOSED}s"]),
        (f"caf{DECOMPOSED}s", [f"caf{COMPOSED}s"]),
        (f"CAF{DECOMPOSED.upper()} E", [f"caf{COMPOSED}", "e"]),
        ("O\u0308l d'E\u0301vian", ["\u00f6l", "d'\u00e9vian"]),
        ("\u0418\u0306 \u0451 \u0435\u0308", ["\u0439", "\u0451", "\u0451"]),
        ("c\u0327a nai\u0308f pe\u0302che", ["\u00e7a", "na\u00eff", "p\u00eache"]),
    ],
    ids=ascii,
)
@pytest.mark.hint(
    "An é is one character, or an e with an accent that follows. `unicodedata.normalize` joins.",
)
def test_composes_letters(text, tokens):
    """A letter with a mark is one character in a token, however the text has it."""
    assert ascii(tokenize(text)) == ascii(tokens), f"the text is {ascii(text)}"


@pytest.mark.parametrize("word", STEMS)
@pytest.mark.hint("`nltk.stem.snowball.SnowballStemmer` takes the name of a language.")
def test_stems_tokens(word):
    """Terms are the Snowball stems of the tokens, with repetitions, in their order."""
    assert terms(word) == [STEMS[word]], f"the text is {word!r}"
    stem = STEMS[word]
    text = f"“{word.upper()}”, {word}: running {word}!"
    assert terms(text) == [stem, stem, "run", stem], f"the text is {text!r}"
    terms(text).clear()
    assert terms(text)[2:] == ["run", stem], f"again, after a change to the list, for {text!r}"
    assert terms("") == []


@pytest.mark.hint(
    "Count the terms of each document, and in how many documents each term is.",
    "Divide the weights of a text by their length, the root of the sum of their squares.",
    "Then the cosine is the sum of the products of the weights that both texts have.",
)
def test_ranks_documents():
    """The pairs have the index and the score of a document, and the best comes first."""
    documents = ["A cat sleeps.", "Two dogs bark.", "Dogs chase the cat.", "Cats! Cats."]
    index, said = TfidfIndex(documents), f"the documents are {documents}"
    expected = [(3, 1.0), (0, 0.411377911334), (2, 0.366746668375)]
    assert near(index.search("cat", 9), expected) == expected, said
    expected = [(1, 0.618552488764), (2, 0.575452276217)]
    assert near(index.search("the dog barked", 9), expected) == expected, said
    assert near(index.search("bird", 9), []) == [], said
    expected = [(0, 1.0), (3, 0.411377911334), (2, 0.150871478425)]
    assert near(index.search("A cat sleeps.", 9), expected) == expected, said
    other = TfidfIndex(["apple tree", "apple tree", "apple", "a pear"])
    again = index.search("A cat sleeps.", 9)
    assert near(again, expected) == expected, "with another index made since"
    expected = [(3, 0.707106781187)]
    assert near(other.search("pear", 9), expected) == expected, "in the other index"


@pytest.mark.timeout(20)  # scikit-learn does much
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.hint(
    "With `n` documents of which `d` have a term, its factor is `log((1 + n) / (1 + d)) + 1`.",
    "A query has weights too: its own counts, with the factors that the documents gave.",
)
def test_scores_equal_those_of_scikit_learn(seed):
    """On generated texts the scores are those of scikit-learn, in descending order."""
    rng = np.random.default_rng(seed)
    words = list(STEMS)
    share = 1 / np.arange(2, len(words) + 2)
    texts = [rng.choice(words, rng.integers(0, 12), p=share / share.sum()) for _ in range(20)]
    documents = [" ".join(text) for text in texts]
    index = TfidfIndex(documents)
    for query in [["fly", "2.5"], ["dogs", "dog's", "the"], *texts[:4]]:
        stems = [[STEMS[word] for word in text] for text in [*texts, query]]
        expected = by_scikit_learn(stems[:-1], stems[-1]).tolist()
        found = index.search(" ".join(query), 20)
        numbers, scores = [number for number, _ in found], [score for _, score in found]
        wanted = np.flatnonzero(expected).tolist()
        asked = " ".join(query)
        assert sorted(numbers) == wanted, f"documents found for {asked!r}"
        assert differing(found, expected, documents) is None, f"the scores for {asked!r}"
        assert scores == sorted(scores, reverse=True), f"the scores for {asked!r}, in their order"


@pytest.mark.timeout(20)  # the texts are long
@pytest.mark.parametrize("query", ["measured flowers", "Who donated the data, and when?", 0, 3])
@pytest.mark.hint("Compare with `TfidfVectorizer(analyzer=terms)`, document by document.")
def test_scores_of_real_texts(query):
    """On the descriptions of scikit-learn's data sets the scores are its own, to within 1e-9."""
    loaders = [load_iris, load_wine, load_diabetes, load_breast_cancer, load_linnerud]
    documents = [load().DESCR for load in loaders]
    text = query if isinstance(query, str) else documents[query]
    expected = by_scikit_learn([terms(document) for document in documents], terms(text))
    found = dict(TfidfIndex(documents).search(text, 5))
    scores = [(number, found.get(number, 0)) for number in range(5)]
    names = [load.__name__.removeprefix("load_") for load in loaders]
    asked = repr(query) if isinstance(query, str) else f"the description of {names[query]}"
    assert differing(scores, expected.tolist(), names) is None, (
        f"descriptions whose score is not scikit-learn's, for {asked}"
    )


@pytest.mark.hint("A term that no document has would make the query longer, and all scores less.")
def test_ignores_unknown_terms():
    """Terms that no document has do not change the scores."""
    documents = ["red apple", "green apple", "green pear"]
    index, said = TfidfIndex(documents), f"the documents are {documents}"
    plain, expected = index.search("green apple", 9), [(1, 1.0)]
    assert near(plain[:1], expected) == expected, f"the best for 'green apple'; {said}"
    expected = [(0, 0.428046035063), (1, 1.0), (2, 0.428046035063)]
    assert near(sorted(plain), expected) == expected, f"for 'green apple', by number; {said}"
    for query in ("green unheard apple of 17", "green unheard apple of 17", "green apple"):
        found = sorted(index.search(query, 9))
        told = f"by number, for {query!r}, after other searches of the same index; {said}"
        assert near(found, expected) == expected, told
    assert near(index.search("unheard of", 9), []) == []


@pytest.mark.parametrize("numbers", [range(12), [3, 1, 7], range(60)])
@pytest.mark.hint(
    "`sorted` takes a key that is a tuple: first the score, then the number.",
    "Descending by score and ascending by number: which sign do they have in the key?",
)
def test_equal_scores_by_number(numbers):
    """Of documents with equal scores, those with lower numbers come first."""
    documents = ["tall tree" if number in numbers else "small house" for number in range(60)]
    index = TfidfIndex(documents)
    few = [number for number, _ in index.search("tree", 2)]
    found = [number for number, _ in index.search("tree", 60)]
    assert found == sorted(numbers), "of 60 documents these are 'tall tree', the others another"
    assert few == sorted(numbers)[:2], "the limit is 2"
    index.search("tree", 60).clear()
    again = [number for number, _ in index.search("tree", 60)]
    assert again == sorted(numbers), "again, after a change to the list"


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.hint("A slice may reach beyond the end of a list.")
def test_limit(limit):
    """There are at most `limit` pairs, the best ones, and none with the score 0."""
    documents = ["stone", "tree stone", "tree", "tree", "water"]
    index = TfidfIndex(documents)
    found = [number for number, _ in index.search("tree", limit)]
    assert found == [2, 3, 1][:limit], f"of {documents}, the limit is {limit}"
    late = TfidfIndex(["tree stone"] * 9 + ["tree"]).search("tree", limit)
    assert late[0][0] == 9, f"the best of ten is the last, the limit is {limit}"
    index = TfidfIndex(["water", "tree" + " stone" * 500])
    found = [number for number, _ in index.search("tree", limit)]
    assert found == [1], f"'tree' is a word of 501 in document 1, the limit is {limit}"
    index = TfidfIndex(["stone" + " tree" * 300, "lake"])
    found = [number for number, _ in index.search("stone" + " lake" * 300, limit)]
    said = f"in document 0 and in the query 'stone' is a word of 301, the limit is {limit}"
    assert found == [1, 0][:limit], said


@pytest.mark.parametrize("query", ["", "?", "tree"])
@pytest.mark.hint("What is the length of no weights, and may one divide by it?")
def test_empty_texts(query):
    """The list of documents, a document and a query may be without any terms."""
    assert TfidfIndex([]).search(query, 5) == []
    assert TfidfIndex(["", " ... "]).search(query, 5) == []
    expected = [(1, 1.0)] if query == "tree" else []
    found = TfidfIndex(["", "tree", "!"]).search(query, 9)
    assert near(found, expected) == expected, f"the query is {query!r}"


@pytest.mark.hint("Counters, dicts and `math` are enough.")
def test_is_written_without_scikit_learn(imports_of):
    """The module imports neither scikit-learn nor another package that searches."""
    assert "sklearn" not in imports_of(q076_nlp)
    assert near(TfidfIndex(["tree"]).search("trees", 9), [(0, 1.0)]) == [(0, 1.0)]
