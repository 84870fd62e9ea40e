"""Checks for Q2 · Python 2 to 3."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from q002_python_2_to_3 import first_match, legacy_sorted, midpoint, to_text


@pytest.mark.hint(
    "`int()` cuts towards zero, `//` rounds down: compare them on a negative sum.",
    "Either of the two arguments may be the greater one.",
)
def test_midpoint_rounds_down():
    """`midpoint` is half the sum, rounded down above and below zero."""
    assert midpoint(0, 10) == 5
    assert midpoint(1, 4) == 2
    assert midpoint(4, 1) == 2
    assert midpoint(-1, 0) == -1
    assert midpoint(-4, -1) == -3
    assert midpoint(-4, 1) == -2


@pytest.mark.hint(
    "In Python 3 the quotient of two integers by `/` is a `float`, even when it is whole.",
    "A `float` has 53 bits; stay among integers all the way.",
)
def test_midpoint_is_an_exact_int():
    """`midpoint` is an `int`, and exact for integers of any size."""
    assert isinstance(midpoint(2, 4), int)
    assert isinstance(midpoint(1, 4), int)
    assert midpoint(10**17 + 1, 10**17 + 3) == 10**17 + 2
    assert midpoint(-(10**400), 10**400 + 3) == 1
    assert midpoint(10**400 + 1, 10**400 + 4) == 10**400 + 2


@pytest.mark.hint(
    'Look at `str(b"abc")` in a shell: that is not decoding.',
    "`bytes` have a method `decode`. What does it take?",
)
def test_decodes_bytes():
    """`to_text` decodes bytes with the encoding, UTF-8 unless another one is given."""
    assert to_text(b"\xe2\x82\xac5") == "€5"
    assert to_text(b"") == ""
    assert to_text(b"\xef\xbb\xbf a \r\n") == "\ufeff a \r\n"
    assert to_text(b"e\xcc\x81\x00") == "e\u0301\x00"
    assert to_text(b"\xe9", "latin-1") == "é"
    assert to_text(b"\x80\xff", "latin-1") == "\x80ÿ"
    assert to_text(b"a\r\n", encoding="ascii") == "a\r\n"


@pytest.mark.hint("What is text already needs no encoding at all.")
def test_text_comes_back_as_it_is():
    """A `str` comes back unchanged, even one that the encoding cannot express."""
    assert to_text("€5") == "€5"
    assert to_text("") == ""
    assert to_text("€5", "ascii") == "€5"
    assert to_text(" e\u0301\r\n") == " e\u0301\r\n"


@pytest.mark.hint("Codecs are strict unless told otherwise. Let their exception through.")
def test_undecodable_bytes_raise():
    """Bytes that the encoding cannot decode raise `UnicodeDecodeError`; nothing is replaced."""
    with pytest.raises(UnicodeDecodeError):
        to_text(b"caf\xe9")
    with pytest.raises(UnicodeDecodeError):
        to_text(b"caf\xc3\xa9", "ascii")
    with pytest.raises(UnicodeDecodeError):
        to_text(b"\xed\xa0\x80")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (5, "int"),
        (None, "NoneType"),
        ([65], "list"),
        (bytearray(b"a"), "bytearray"),
        (memoryview(b"a"), "memoryview"),
    ],
)
@pytest.mark.hint(
    "`bytes(5)` and `str(5)` both work, and both do the wrong thing here.",
    "A `bytearray` has a method `decode` too: ask for the type.",
)
def test_other_values_are_no_text(value, name):
    """A value that is neither `bytes` nor `str` raises a `TypeError` that names its type."""
    with pytest.raises(TypeError, match=re.escape(name)):
        to_text(value)


@pytest.mark.hint(
    "Python 3 cannot compare values of different types, but it can compare tuples item by item.",
    "A key function gives each item its group first; within a group the values compare as usual.",
)
def test_sorts_none_then_numbers_then_texts():
    """`None` comes first, then the numbers, then the texts in their usual order."""
    assert legacy_sorted(["b", 2, None, "a", 1.5, None]) == [None, None, 1.5, 2, "a", "b"]
    assert legacy_sorted(["10", 9, "9", 10, ""]) == [9, 10, "", "10", "9"]
    assert legacy_sorted(["b", "B", "a", "é"]) == ["B", "a", "b", "é"]
    assert legacy_sorted(["\U0001f600", "\uff5e"]) == ["\uff5e", "\U0001f600"]
    assert legacy_sorted(["é", "f", "e\u0301"]) == ["e\u0301", "f", "é"]
    assert legacy_sorted([-1.0, float("-inf"), None, 0]) == [None, float("-inf"), -1.0, 0]
    assert legacy_sorted([]) == []


@pytest.mark.hint(
    "`True` is a number that equals 1.",
    "Python compares an `int` with a `float` exactly; `float()` of a large `int` is not exact.",
)
def test_numbers_stand_by_their_values():
    """`int`, `float` and `bool` are ordered together by value, however large they are."""
    assert legacy_sorted([2, True, 0.5, False, -1]) == [-1, False, 0.5, True, 2]
    assert legacy_sorted([2**53 + 1, 2.0**53, -(10**400)]) == [-(10**400), 2.0**53, 2**53 + 1]


@pytest.mark.hint("`sorted` keeps the order of items whose keys are equal; do your keys keep it?")
def test_equal_items_keep_their_order():
    """Items that are equal stay in the order in which they came."""
    assert list(map(repr, legacy_sorted([1, True, 1.0, 0]))) == ["0", "1", "True", "1.0"]
    assert list(map(repr, legacy_sorted([1.0, True, 1, 0]))) == ["0", "1.0", "True", "1"]
    assert list(map(repr, legacy_sorted([True, 1.0, 1, 0]))) == ["0", "True", "1.0", "1"]
    assert list(map(repr, legacy_sorted([0.0, -0.0, False]))) == ["0.0", "-0.0", "False"]
    assert list(map(repr, legacy_sorted([False, -0.0, 0.0]))) == ["False", "-0.0", "0.0"]


@pytest.mark.hint(
    "`sorted` makes a new list; `list.sort` changes the one given.",
    "A generator can be read only once.",
)
def test_sorting_takes_any_iterable_and_makes_a_new_list():
    """Lists, tuples and generators will do; a new list comes back and the given one is kept."""
    items = ["a", 2, None]
    legacy_sorted(items)
    assert items == ["a", 2, None], "the list ['a', 2, None] has been changed"
    assert legacy_sorted(("a", 2, None)) == [None, 2, "a"]
    assert legacy_sorted(item for item in ["a", 2, None]) == [None, 2, "a"]
    same = [items for items in ([2], [], [None, 1, "a"]) if legacy_sorted(items) is items]
    assert same == [], "for these lists legacy_sorted returned the very list, not a new one"


@pytest.mark.parametrize(
    ("items", "name"),
    [
        (["a", 1, [2]], "list"),
        ([b"a"], "bytes"),
        ([1, 1j], "complex"),
        ([Decimal(1), 2], "Decimal"),
        ([Fraction(1, 2)], "Fraction"),
        ([()], "tuple"),
        ([{}], "dict"),
        ([{1}], "set"),
        ([bytearray(b"a")], "bytearray"),
    ],
)
@pytest.mark.hint("Your key function sees every item, also a lone one: let it refuse.")
def test_sorting_refuses_other_types(items, name):
    """An item of another type raises a `TypeError` that names the type, also when it is alone."""
    with pytest.raises(TypeError, match=re.escape(name)):
        legacy_sorted(items)


@pytest.mark.hint(
    "The match itself is returned, not what the predicate said.",
    "`next` takes a default for the case that there is nothing.",
)
def test_finds_the_first_match():
    """The first element for which the predicate is true is returned, otherwise `None`."""
    assert first_match(["fig", "apple", "pear"], lambda word: word.count("p")) == "apple"
    assert first_match([3, 0, -1], lambda n: n < 1) == 0
    assert first_match([None, 0, 3], lambda n: n == 3) == 3
    assert first_match([None, 3], lambda element: True) is None
    assert first_match(["", " ", "a", "b"], str.strip) == "a"
    assert first_match([0.0, 2], lambda n: [n] * int(n)) == 2
    assert first_match(["fig", "apple"], lambda word: "z" in word) is None
    assert first_match([], lambda element: True) is None


@pytest.mark.hint(
    "Anything that builds a list first reads everything first.",
    "In Python 3 `filter` is lazy; a loop that returns, or `next`, asks it for one element.",
)
def test_reads_no_further_than_the_match():
    """Nothing is read after the match, and the predicate is called once an element."""
    numbers, asked = iter(range(100)), []
    found = first_match(numbers, lambda n: asked.append(n) or n == 5)
    message = "looking for the first 5 in iter(range(100))"
    assert found == 5, message
    assert next(numbers, "nothing left") == 6, f"{message}, after which the next to be read is 6"
    assert {"predicate was called with": asked} == {"predicate was called with": [*range(6)]}, (
        message
    )
    asked.clear()
    found = first_match("aabab", lambda letter: asked.append(letter) or letter == "b")
    message = "looking for the first 'b' in 'aabab'"
    assert found == "b", message
    assert {"predicate was called with": asked} == {"predicate was called with": ["a", "a", "b"]}, (
        message
    )
    assert first_match(things := iter([1, None, 2]), lambda thing: thing is None) is None
    assert next(things, "nothing left") == 2, "after the match None in iter([1, None, 2])"
