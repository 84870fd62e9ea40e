"""Checks for Q1 · Language features."""

import ast
import collections
import random

import pytest
from q001_language_features import (
    WordCounter,
    count_words_functional,
    count_words_imperative,
    describe,
)

BOTH = pytest.mark.parametrize("count", [count_words_imperative, count_words_functional])

LOOPS = (ast.For, ast.AsyncFor, ast.While)
ASSIGNMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)

Point = collections.namedtuple("Point", "x y")


def counter_fed(*texts):
    counter = WordCounter()
    for text in texts:
        counter.add(text)
    return counter


def found(tree, kinds):
    """The names of the kinds of syntax that occur in a tree."""
    return sorted({type(node).__name__ for node in ast.walk(tree) if isinstance(node, kinds)})


def generated_text(seed):
    """A text with known contents: the text and the counts of its words."""
    rng = random.Random(seed)
    text, counts = "", {}
    for _ in range(30):
        word = rng.choice(["the", "cat", "don't", "x-ray", "42", "été", "sat"])
        counts[word] = counts.get(word, 0) + 1
        dress = rng.choice([str, str.upper, str.capitalize])
        text += rng.choice(["", "", "(", '"', "--"]) + dress(word)
        text += rng.choice(["", "", ",", "...", '!"']) + rng.choice([" ", "\n", "\t ", " -- "])
    return text, counts


@BOTH
@pytest.mark.hint("`text.split()` without arguments splits at every run of whitespace.")
def test_counts_words(count):
    """Words separated by any whitespace are counted."""
    assert count("red blue\nred\t green  red") == {"red": 3, "blue": 1, "green": 1}


@BOTH
@pytest.mark.hint(
    "`The`, `the,` and `(the)` are the same word: clean each piece before you count it.",
    "`str.strip` takes the characters to remove; `string.punctuation` lists them.",
)
def test_ignores_case_and_punctuation_around_words(count):
    """Case and the punctuation around a word make no difference."""
    assert count("Red, (red) RED! 'blue'... #Blue") == {"red": 3, "blue": 2}


@BOTH
@pytest.mark.hint("Remove punctuation from the two ends of a piece, not from the whole text.")
def test_keeps_punctuation_inside_words(count):
    """Punctuation inside a word belongs to it."""
    assert count("Don't x-ray: don't!") == {"don't": 2, "x-ray": 1}


@BOTH
@pytest.mark.parametrize("text", ["", " \n\t", "-- ... !"])
@pytest.mark.hint("What does your cleaning leave of the piece `--`?")
def test_text_without_words_gives_an_empty_dict(count, text):
    """A text that is empty, blank or nothing but punctuation gives an empty `dict`."""
    result = count(text)
    assert isinstance(result, dict), f"a dict was expected, got {type(result).__name__}"
    assert list(result.items()) == []


@BOTH
@pytest.mark.hint("A `dict` keeps its keys in the order in which they were first set.")
def test_keys_stand_in_order_of_first_appearance(count):
    """The keys of the result stand in the order in which the words first appear."""
    assert list(count("pear apple Pear. fig apple")) == ["pear", "apple", "fig"]


@pytest.mark.hint(
    "`add` goes on from what is there; it does not start anew.",
    "Create what a counter remembers in `__init__`, on `self`.",
)
def test_counter_remembers_its_own_texts():
    """A counter adds up all texts given to it, and only those."""
    first, second = counter_fed("Red blue", "red, -- red!"), counter_fed("green")
    assert (first.most_common(9), second.most_common(9)) == (
        [("red", 3), ("blue", 1)],
        [("green", 1)],
    )


@pytest.mark.hint(
    "A stable sort leaves equals as they were; Python's sort is stable.",
    "The documentation of `collections.Counter.most_common` says how it orders equal counts.",
)
def test_most_common_breaks_ties_by_first_appearance():
    """The highest counts come first; among equal counts the word added first."""
    counter = counter_fed("pear fig apple", "apple fig kiwi kiwi kiwi")
    assert counter.most_common(4) == [("kiwi", 3), ("fig", 2), ("apple", 2), ("pear", 1)]


@pytest.mark.hint("Slices forgive: `pairs[:n]` is right also for zero and for too large an `n`.")
def test_most_common_returns_at_most_n():
    """`most_common(n)` gives at most `n` words and leaves the counter as it was."""
    counter = counter_fed("a b b")
    results = [counter.most_common(n) for n in (0, 1, 2, 5)]
    assert results == [[], [("b", 2)], [("b", 2), ("a", 1)], [("b", 2), ("a", 1)]]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.hint("Feed all three the text of the failing case; one of them cleans differently.")
def test_the_three_agree(seed):
    """On generated texts all three give the same, right counts."""
    text, counts = generated_text(seed)
    results = (
        count_words_imperative(text),
        count_words_functional(text),
        dict(counter_fed(text).most_common(len(counts) + 1)),
    )
    assert results == (counts, counts, counts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3 is of type int"),
        ("3", "'3' is of type str"),
        (True, "True is of type bool"),
        (None, "None is of type NoneType"),
        (Point(1, 2), "Point(x=1, y=2) is of type Point"),
        (int, "<class 'int'> is of type type"),
    ],
)
@pytest.mark.hint(
    "Every object knows its class; you need not compare it with a list of types.",
    "`type(value)` is the class itself, and a class has a `__name__`.",
)
def test_describes_any_value(value, expected):
    """`describe` gives the `repr` and the exact type of any value, of a class too."""
    assert describe(value) == expected


@pytest.mark.hint(
    "The functional way passes data through calls: map, filter, comprehensions.",
    "A counting tool of the standard library takes any iterable of words.",
)
def test_each_way_has_its_own_style(syntax_of):
    """The imperative way loops, the functional one neither loops nor assigns, none uses another."""
    ways = (count_words_imperative, count_words_functional, WordCounter)
    imperative, functional, _ = trees = [syntax_of(way) for way in ways]
    assert found(imperative, LOOPS) != [], "count_words_imperative has no for or while statement"
    assert found(functional, LOOPS + ASSIGNMENTS) == []
    names = {way.__name__ for way in ways}
    for tree in trees:
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert used & (names - {tree.name}) == set(), f"{tree.name} uses another of the three"
