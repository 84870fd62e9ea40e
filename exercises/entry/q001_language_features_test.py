"""Checks for Q1 · Language features."""

import ast
import collections
import functools
import random
import string
import types

import pytest
import q001_language_features
from q001_language_features import (
    WordCounter,
    count_words_functional,
    count_words_imperative,
    words,
)

BOTH = pytest.mark.parametrize("count", [count_words_imperative, count_words_functional])


def counter_of(*texts):
    """A `WordCounter` to which the texts have been added, one after another."""
    counter = WordCounter()
    for text in texts:
        counter.add(text)
    return counter


def most_common_of(counter, *numbers):
    """What `most_common` of the counter returns for each number, one after another."""
    return [counter.most_common(n) for n in numbers]


def found(tree, *kinds):
    """The names of the kinds of syntax that occur in a tree."""
    return {type(node).__name__ for node in ast.walk(tree) if isinstance(node, kinds)}


def of_module(value, depth=3):
    """Whether it is a function, a class or an object of the submission, or holds one."""
    module = q001_language_features
    if value is module or type(value).__module__ == module.__name__:
        return True
    if callable(value) and getattr(value, "__module__", None) == module.__name__:
        return True
    parts = ()
    if isinstance(value, functools.partial):
        parts = (value.func, value.args, value.keywords)
    elif isinstance(value, types.SimpleNamespace):
        parts = (vars(value),)
    elif isinstance(value, dict):
        parts = (*value, *value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        parts = value
    return depth > 0 and any(of_module(part, depth - 1) for part in parts)


def generated_text(seed):
    """A text and the counts of its words, which are known because the text was made from them."""
    rng = random.Random(seed)
    text, counts = "", {}
    for _ in range(12):
        word = rng.choice(["the", "cat", "don't", "x-ray", "42", "mat", "sat"])
        counts[word] = counts.get(word, 0) + 1
        dress = rng.choice([str, str.upper, str.capitalize])
        text += rng.choice(["", "", "(", '"', "--"]) + dress(word)
        text += rng.choice(["", "", ",", "...", '!"']) + rng.choice([" ", "\n", "\t ", " -- "])
    return text, counts


@pytest.mark.hint("`text.split()` without arguments splits at every run of whitespace.")
def test_words_are_split_at_any_whitespace():
    """`words` gives a list of the words, in their order, split at white space."""
    assert words("red blue\nred\t green  red\n") == ["red", "blue", "red", "green", "red"]
    assert words("red\tblue\n\nred") == ["red", "blue", "red"]
    words("red blue").clear()
    assert words("red blue") == ["red", "blue"], "after the list of an earlier call was emptied"


@pytest.mark.hint(
    "`The`, `the,` and `(the)` are the same word: clean each piece after splitting.",
    "`str.strip` takes the characters to remove; `string.punctuation` lists them.",
)
def test_punctuation_is_removed_at_the_ends_of_a_piece():
    """All `string.punctuation` at both ends of a piece is removed; inside it stays."""
    assert words("red, (red) --red!?! 'red'... _red_") == ["red"] * 5
    assert words("don't x-ray, e.g. a.b!c") == ["don't", "x-ray", "e.g", "a.b!c"]
    assert words("7 42 - 5% 0.5") == ["7", "42", "5", "0.5"]
    inside = " ".join(f"a{character * 3}b" for character in string.punctuation)
    assert words(inside) == inside.split(), f"of the text {inside!r}"
    assert words(string.punctuation + "red" + string.punctuation) == ["red"]


@pytest.mark.hint("A string has a method that gives it in lower case.")
def test_words_are_in_lower_case():
    """Words come in lower case."""
    assert words("Red RED reD x-RAY Don'T") == ["red", "red", "red", "x-ray", "don't"]


@pytest.mark.parametrize("text", ["", " \n\t", "-- ... !"])
@pytest.mark.hint("What does your cleaning leave of the piece `--`?")
def test_a_piece_of_nothing_but_punctuation_is_no_word(text):
    """Empty text, blank text and lone punctuation give no words."""
    assert words(text) == []
    assert words(f"red {text} blue") == ["red", "blue"]


@BOTH
@pytest.mark.hint("A `dict` can hold the count so far; `get` takes a default for a new word.")
def test_counts_every_word(count):
    """Both functions give a `dict` with the count of every word."""
    assert count("Red blue, red; (green) RED blue!") == {"red": 3, "blue": 2, "green": 1}
    assert count("a cat ate a tart") == {"a": 2, "cat": 1, "ate": 1, "tart": 1}
    assert count("") == {}
    count("red blue").clear()
    assert count("red blue") == {"red": 1, "blue": 1}, (
        "after the dict of an earlier call was emptied"
    )


@BOTH
@pytest.mark.hint("A `dict` keeps its keys in the order in which they were first set.")
def test_keys_stand_in_order_of_first_appearance(count):
    """The keys stand in the order in which the words first appear."""
    assert list(count("e d b D d f f c a E")) == ["e", "d", "b", "f", "c", "a"]
    assert list(count("another the other")) == ["another", "the", "other"]


@pytest.mark.hint(
    "`add` goes on from what is there; it does not start anew.",
    "Create what a counter remembers in `__init__`, on `self`.",
)
def test_counter_adds_up_all_texts():
    """A counter starts empty and counts the words of every text added to it."""
    assert (counter := WordCounter()).most_common(3) == []
    counter.add("Red blue, red")
    assert counter.most_common(3) == [("red", 2), ("blue", 1)], "after adding 'Red blue, red'"
    counter.add("red -- Blue!")
    assert counter.most_common(3) == [("red", 3), ("blue", 2)], (
        "after adding 'Red blue, red', asking, and adding 'red -- Blue!'"
    )


@pytest.mark.hint("A variable in the class body, or a default argument, is made once for all.")
def test_counters_share_nothing():
    """What one counter is given, another does not know of."""
    red_twice, blue_once = counter_of("red"), counter_of("blue")
    red_twice.add("red")
    message = "one counter was given 'red' twice, another one 'blue' once"
    assert red_twice.most_common(3) == [("red", 2)], message
    assert blue_once.most_common(3) == [("blue", 1)], message


@pytest.mark.hint(
    "A stable sort leaves equals as they were; Python's sort is stable.",
    "The documentation of `collections.Counter.most_common` says how it orders equal counts.",
)
def test_most_common_breaks_ties_by_first_appearance():
    """The highest count comes first; of equal counts, the word added first."""
    expected = [("kiwi", 3), ("fig", 2), ("apple", 2), ("pear", 2), ("plum", 1)]
    counter = counter_of("plum fig apple pear", "pear apple kiwi fig kiwi kiwi")
    message = "the texts were 'plum fig apple pear' and 'pear apple kiwi fig kiwi kiwi'"
    assert counter.most_common(5) == expected, message
    assert counter.most_common(3) == expected[:3], f"{message}, most_common(5) came before"
    other = counter_of("pear another the other fig")
    expected = [(word, 1) for word in ("pear", "another", "the", "other", "fig")]
    assert other.most_common(5) == expected, (
        "of a second counter, whose text was 'pear another the other fig'"
    )


@pytest.mark.hint("Slices forgive: `pairs[:n]` is right also for zero and for too large an `n`.")
def test_most_common_gives_n_words():
    """`most_common(n)` gives `n` words, or all if there are fewer, and changes nothing."""
    expected = [[("b", 2)], [], [("b", 2), ("a", 1)], [("b", 2), ("a", 1)]]
    assert most_common_of(counter := counter_of("a b b"), 1, 0, 5, 2) == expected
    counter.add("a")
    message = "the texts were 'a b b' and then 'a'"
    assert counter.most_common(2) == [("a", 2), ("b", 2)], message
    counter.most_common(9).clear()
    assert counter.most_common(1) == [("a", 2)], f"{message}; an earlier list was emptied"


@pytest.mark.parametrize(
    ("text", "counts"), [*map(generated_text, range(8))], ids=[*map(str, range(8))]
)
@pytest.mark.hint("Call all three on the text in the message: which one is different?")
def test_the_three_agree(text, counts):
    """On generated texts all three give the same, right counts."""
    assert count_words_imperative(text) == counts
    assert count_words_functional(text) == counts
    assert dict(counter_of(text).most_common(99)) == counts


@pytest.mark.hint(
    "Begin with an empty `dict` and change it once for each word.",
    "A statement `for word in …:` takes the words one by one.",
)
def test_the_imperative_way_loops(syntax_of, monkeypatch):
    """`count_words_imperative` has a loop statement, no comprehension and no `Counter`."""
    tree = syntax_of(count_words_imperative)
    assert found(tree, ast.For, ast.While), "count_words_imperative has no `for` or `while`"
    comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    assert found(tree, *comprehensions) == set(), "count_words_imperative has a comprehension"
    counters = []
    genuine = collections.Counter.__init__

    def noting(self, *args, **kwargs):
        counters.append(self)
        genuine(self, *args, **kwargs)

    monkeypatch.setattr(collections.Counter, "__init__", noting)
    counts = count_words_imperative("red blue red")
    monkeypatch.undo()
    assert counts == {"red": 2, "blue": 1}
    assert {"made by count_words_imperative": counters} == {"made by count_words_imperative": []}


@pytest.mark.hint(
    "The functional way passes data through calls: `map`, `filter`, a comprehension.",
    "A counting tool of the standard library takes any iterable of words.",
)
def test_the_functional_way_is_one_expression(syntax_of):
    """Apart from its docstring, `count_words_functional` is one `return` without `:=`."""
    tree = syntax_of(count_words_functional)
    body = [type(node).__name__ for node in tree.body]
    if ast.get_docstring(tree) is not None:
        del body[0]
    assert body == ["Return"], f"the statements of count_words_functional are {body}"
    assert found(tree, ast.NamedExpr) == set(), "count_words_functional has a `:=`"


@BOTH
@pytest.mark.hint("Let `words` do the splitting and cleaning; count in the function itself.")
def test_each_way_does_its_own_counting(syntax_of, count):
    """Of your functions and classes, both ways use `words` and no other."""
    names = {node.id for node in ast.walk(syntax_of(count)) if isinstance(node, ast.Name)}
    of_yours = vars(q001_language_features)
    used = {name for name in names if name in of_yours and of_module(of_yours[name])}
    detours = names & {"globals", "eval", "exec"}
    assert detours == set(), f"{count.__name__} may come to other functions by {sorted(detours)}"
    assert used == {"words"}, f"of your module, {count.__name__} uses {sorted(used)}"
