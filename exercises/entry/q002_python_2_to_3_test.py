"""Checks for Q2 · Python 2 to 3."""

import itertools

import pytest
from q002_python_2_to_3 import average, first_match, legacy_sorted, midpoint, to_bytes, to_text


class Limited:
    """A predicate that keeps what it was asked and stops the check when asked too often."""

    def __init__(self, answer, most=100):
        self.answer, self.most, self.asked = answer, most, []

    def __call__(self, element):
        self.asked.append(element)
        if len(self.asked) > self.most:
            pytest.fail(f"the predicate was asked about more than {self.most} elements")
        return self.answer(element)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([1, 2], 1.5), ([2, 4], 3.0), ((-1, 0), -0.5), (range(4), 1.5), ([0.5], 0.5)],
)
@pytest.mark.hint(
    "In Python 3 `/` divides truly and `//` rounds down. Which one is meant here?",
    "The quotient of two integers by `/` is a `float` even when it is whole.",
)
def test_average_divides_truly(numbers, expected):
    """The average of integers keeps its fraction and is a `float`."""
    result = average(numbers)
    assert (result, type(result)) == (expected, float)


@pytest.mark.hint(
    "A generator has no length and can be read only once.",
    "Keep the numbers in a list before you sum and count; then an empty one is easy to see.",
)
def test_average_takes_any_iterable_but_an_empty_one():
    """A generator will do; without numbers there is a `ValueError`."""
    assert average(n for n in [1, 2, 6]) == 3.0
    with pytest.raises(ValueError):
        average(iter([]))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, 5),
        (1, 4, 2),
        (4, 1, 2),
        (-4, -1, -3),
        (-1, 0, -1),
        (10**17 + 1, 10**17 + 3, 10**17 + 2),
    ],
)
@pytest.mark.hint(
    "`int()` cuts towards zero, `//` rounds down: compare them on a negative sum.",
    "A `float` has 53 bits; stay among integers all the way.",
)
def test_midpoint_rounds_down(low, high, expected):
    """The midpoint is an exact integer, rounded down also below zero."""
    result = midpoint(low, high)
    assert (result, type(result)) == (expected, int)


@pytest.mark.hint(
    'Look at `str(b"abc")` in a shell: that is not decoding.',
    "`bytes` have `decode`, a `str` has `encode`; what is already right needs neither.",
)
def test_converts_text_and_bytes_both_ways():
    """UTF-8 is the default both ways, and what is right already comes back unchanged."""
    results = [to_text(b"\xe2\x82\xac5"), to_text("€5"), to_bytes("€5"), to_bytes(b"\xff5")]
    assert results == ["€5", "€5", b"\xe2\x82\xac5", b"\xff5"]


@pytest.mark.hint("Pass the encoding on to `decode` and `encode`.")
def test_uses_the_encoding_given():
    """Another encoding can be given by position or by name."""
    results = [to_text(b"\xe9", "latin-1"), to_bytes("é", encoding="utf-16-le")]
    assert results == ["é", b"\xe9\x00"]


@pytest.mark.hint("The codecs are strict by default. Let their exceptions through.")
def test_refuses_what_cannot_be_converted():
    """Undecodable bytes and unencodable text raise the Unicode errors, nothing is replaced."""
    with pytest.raises(UnicodeDecodeError):
        to_text(b"\xff\xfe\xfa")
    with pytest.raises(UnicodeEncodeError):
        to_bytes("€", "ascii")


@pytest.mark.parametrize("convert", [to_text, to_bytes])
@pytest.mark.parametrize(("value", "culprit"), [(5, "int"), (None, "NoneType"), ([65], "list")])
@pytest.mark.hint("`bytes(5)` and `str(5)` both work, and both do the wrong thing here.")
def test_refuses_other_types(convert, value, culprit):
    """What is neither `bytes` nor `str` raises a `TypeError` that names its type."""
    with pytest.raises(TypeError, match=culprit):
        convert(value)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["b", 2, None, "a", 1.5, None, -1], [None, None, -1, 1.5, 2, "a", "b"]),
        (["10", 9, "9", 10, ""], [9, 10, "", "10", "9"]),
        ([], []),
    ],
)
@pytest.mark.hint(
    "Python 3 cannot compare values of different types, but it can compare tuples item by item.",
    "A key function gives each item its group first; within a group the values compare as usual.",
)
def test_sorts_mixed_values_as_python_2_did(items, expected):
    """`None` comes first, then numbers by value, then text."""
    assert legacy_sorted(items) == expected


@pytest.mark.hint(
    "`sorted` makes a new list and is stable; `list.sort` changes the one given.",
    "`True` is a number that equals 1.",
)
def test_sorting_is_stable_and_makes_a_new_list():
    """Equal numbers keep their order, booleans count as numbers, and the input is not changed."""
    items = ["a", 1, True, 1.0, False, 2]
    result = legacy_sorted(items)
    assert [repr(item) for item in result] == ["False", "1", "True", "1.0", "2", "'a'"]
    assert items == ["a", 1, True, 1.0, False, 2], "the list that was given has been changed"
    assert legacy_sorted(iter([2, None])) == [None, 2]


@pytest.mark.parametrize(
    ("items", "culprit"),
    [(["a", 1, [2]], "list"), ([b"a"], "bytes"), ([1j, None], "complex")],
)
@pytest.mark.hint("Your key function sees every item, also a lone one: let it refuse.")
def test_sorting_refuses_other_types(items, culprit):
    """An item of another type raises a `TypeError` that names the type."""
    with pytest.raises(TypeError, match=culprit):
        legacy_sorted(items)


@pytest.mark.hint(
    "The match itself is returned, not what the predicate said.",
    "`next` takes a default for the case that there is nothing.",
)
def test_finds_the_first_match():
    """The first element that matches is returned, even a false one, or `None`."""
    words = ["fig", "apple", "pear", "plum"]
    assert first_match(words, lambda word: word.count("p")) == "apple"
    assert first_match([3, 0, -1], lambda n: n < 1) == 0
    assert first_match(words, lambda word: "z" in word) is None
    assert first_match([], lambda _: True) is None


@pytest.mark.parametrize("numbers", [lambda: iter(range(10**15)), itertools.count])
@pytest.mark.hint(
    "Anything that builds a list first reads everything first.",
    "In Python 3 `filter` is lazy; a loop that returns, or `next`, asks it for one element.",
)
def test_reads_no_further_than_the_match(numbers):
    """Only the elements up to the match are read, and each is asked about once."""
    iterator, predicate = numbers(), Limited(lambda n: n == 5)
    assert first_match(iterator, predicate) == 5
    assert predicate.asked == [0, 1, 2, 3, 4, 5]
    assert next(iterator) == 6, "elements after the match were read"
