"""Checks for Q6 · Collections."""

import re
from collections import OrderedDict
from types import MappingProxyType

import pytest
from q006_collections import common, dedupe, invert


def generator_over(items):
    """A generator over `items`: it can be read only once."""
    yield from items


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["b", "a", "n", "a", "n", "a"], ["b", "a", "n"]),
        ([None, 0, "", None, (), "", 0, ()], [None, 0, "", ()]),
        ([-1, -2, -1, 2**61 - 2], [-1, -2, 2**61 - 2]),
        ([], []),
    ],
)
@pytest.mark.hint(
    "A set answers quickly whether something was there before, but it keeps no order.",
    "Keep a set of what you have seen beside the list that you return.",
)
def test_dedupe_keeps_the_order(items, expected):
    """`dedupe` returns the items without repeats, in the order of the input."""
    assert dedupe(items) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([2, True, 1, 1.0, 2.0, 0, False], "[2, True, 0]"),
        ([[1], [True], [1.0]], "[[1]]"),
        ([(1, [2]), (1.0, [2.0])], "[(1, [2])]"),
        ([{"a": 1}, {"a": True}, {"a": 1.0}], "[{'a': 1}]"),
    ],
)
@pytest.mark.hint(
    "Equal items of different types count as one: let `==`, or a set, decide.",
    "Which one of two equal items is kept, the earlier or the later?",
)
def test_dedupe_keeps_the_first_of_equal_items(items, expected):
    """Of equal items `dedupe` keeps the first, also when their types differ."""
    assert repr(dedupe(items)) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([[1], "a", [1], [2], "a", "b", [2]], [[1], "a", [2], "b"]),
        (["a", [1], "a", 2, [1], 2, "a"], ["a", [1], 2]),
        ([(1, [2]), (1, [3]), (1, [2])], [(1, [2]), (1, [3])]),
        ([{"x": 1, "y": 2}, {"y": 2, "x": 1}], [{"x": 1, "y": 2}]),
        ([{3, 4}, {4, 3}, set()], [{3, 4}, set()]),
        ([[1], (1,), [1], (1,)], [[1], (1,)]),
        ([[1, 2], [2, 1], [1, 2]], [[1, 2], [2, 1]]),
        ([{1: 2}, {2: 1}, {1: 2}, {}], [{1: 2}, {2: 1}, {}]),
        ([(1,), [1], {1}, {1: 1}, {1: 2}], [(1,), [1], {1}, {1: 1}, {1: 2}]),
        ([(1, [2]), [1, [2]], (1, [2])], [(1, [2]), [1, [2]]]),
        ([{"a": 1}, OrderedDict(a=1), OrderedDict(b=1), {"b": 1}], [{"a": 1}, {"b": 1}]),
    ],
)
@pytest.mark.hint(
    "Which exception does `hash([])` raise, and what does `hash((1, []))` do?",
    "What cannot be hashed goes into a list of its own, which you can search with `in`.",
)
def test_dedupe_takes_unhashable_items(items, expected):
    """Lists, dictionaries, sets and tuples that hold a list are deduped too."""
    assert dedupe(items) == expected


@pytest.mark.hint(
    "`item in some_list` compares with one element after the other.",
    "`item in some_set` goes by the hash and compares hardly at all.",
)
def test_dedupe_does_not_compare_all_with_all(counted):
    """On hashable items `dedupe` makes at most four comparisons for each item."""
    numbers = [*range(100), *range(100)]
    plain = dedupe([counted(number) for number in numbers])
    tuples = dedupe([(counted(number), "x") for number in numbers])
    comparisons = counted.equalities
    assert [len(plain), len(tuples)] == [100, 100], (
        "dedupe of 0 to 99, twice each, and of the tuples (0, 'x') to (99, 'x'), twice each"
    )
    assert [item.value for item in plain] == list(range(100)), "dedupe of 0 to 99, twice"
    assert [item.value for item, _ in tuples] == list(range(100)), "of tuples with 0 to 99, twice"
    assert comparisons <= 4 * 400, (
        f"dedupe made {comparisons} comparisons for 200 numbers and 200 tuples, "
        "at most 1600 are allowed"
    )


@pytest.mark.hint("`mapping.items()` gives keys and values together.")
def test_invert_swaps_keys_and_values():
    """`invert` maps each value to its key, in the order of the mapping."""
    assert list(invert({"b": 2, "c": 3, "a": 1}).items()) == [(2, "b"), (3, "c"), (1, "a")]
    assert list(invert({"x": None, None: 0, 0: ""}).items()) == [(None, "x"), (0, None), ("", 0)]
    assert invert({"a": -1, "b": -2}) == {-1: "a", -2: "b"}
    assert invert(MappingProxyType({"a": 1, "b": 2})) == {1: "a", 2: "b"}
    assert invert({}) == {}


@pytest.mark.parametrize(
    "mapping",
    [
        {"a": "it's", "b": "it's", "c": "other"},
        {"a": "other", "b": "it's", "c": "last", "d": "it's"},
        {0: "it's", 1: "it's"},
        {None: "it's", "": "it's"},
    ],
)
@pytest.mark.hint(
    "A dictionary keeps the last of two equal keys and says nothing.",
    "Ask whether the value is in the result already, not what is stored there.",
    'A `repr` in a message: `f"{color!r} is no color"`.',
)
def test_invert_refuses_equal_values(mapping):
    """Two keys with equal values raise a `ValueError`, and its message contains such a value."""
    with pytest.raises(ValueError, match=re.escape(repr("it's"))):
        invert(mapping)
    with pytest.raises(ValueError, match=re.escape(repr("it's" * 30))):
        invert({"a": "it's" * 30, "b": "it's" * 30})
    with pytest.raises(ValueError, match=re.escape("(1, 2)")):
        invert({"a": (1, 2), "b": (1, 2)})
    with pytest.raises(ValueError, match=re.escape("('in a tuple',)")):
        invert({"a": ("in a tuple",), "b": ("in a tuple",)})


@pytest.mark.parametrize(
    "mapping", [{"a": 1, "b": True}, {"a": 0.0, "b": 2, "c": 0}, {"a": None, "b": None}]
)
@pytest.mark.hint("Values of different types can be equal, and then they are the same key.")
def test_invert_refuses_equal_values_of_different_types(mapping):
    """Equal values of any type, or of different types, raise a `ValueError` as well."""
    with pytest.raises(ValueError):
        invert(mapping)


@pytest.mark.hint(
    "Only the first iterable decides on the order; the others just answer yes or no.",
    "Does an item have to be in one of the others, or in all of them?",
)
def test_common_follows_the_first():
    """`common` lists once what all iterables hold, in the order of the first."""
    assert common("mississippi", "imps", {"p", "i", "s", "x"}) == ["i", "s", "p"]
    assert common([3, 1, 2, 4], [1, 2, 3], [3, 2]) == [3, 2]
    assert common([1, 2], [2, 3], [3, 1]) == []
    assert common([1, 1, 2], [2]) == [2]
    assert common([5, 6, 7, 8], [8, 7, 6], [7, 8, 5], [8, 5, 6]) == [8]
    assert common([None, 0, 5, "", ()], [(), 0, "", None]) == [None, 0, "", ()]
    assert common([-1, -2], [-2, -3]) == [-2]
    assert common(["an", "n"], "banana") == ["n"]
    assert common([2, 1, 2]) == [2, 1]
    assert repr(common([True, 2, 1.0], [2.0, 1])) == "[True, 2]"


@pytest.mark.hint(
    "An iterable that holds nothing shares nothing.",
    "`common()` has no first iterable: what can it return?",
)
def test_common_of_nothing():
    """`common` gives an empty list for no iterables, and when one of them is empty."""
    assert common() == []
    assert common([]) == []
    assert common([1], []) == []
    assert common([], [1]) == []


@pytest.mark.hint(
    "A generator has no length, no first item, and is used up after one reading.",
    "In `common`, make sets of the others before you start.",
)
def test_reads_any_iterables():
    """`dedupe` and `common` take generators, which can be read only once."""
    assert dedupe(generator_over("banana")) == ["b", "a", "n"]
    assert dedupe(generator_over([[1], [2], [1]])) == [[1], [2]]
    assert common(generator_over("banana"), generator_over("nab"), generator_over("an")) == [
        "a",
        "n",
    ]
    assert common(generator_over("aba")) == ["a", "b"]


@pytest.mark.hint(
    "Asking a list whether it holds an item looks at all of it: ask a set instead.",
    "Free the first iterable of its repeats before you ask the others about each item.",
)
def test_common_does_not_compare_all_with_all(counted):
    """`common` makes at most four comparisons for each item of all its iterables together."""
    iterables = [[counted(n) for n in [*range(200), *range(200)]] for _ in range(3)]
    result = common(*iterables)
    comparisons = counted.equalities
    assert len(result) == 200, "common of three lists, each of the numbers 0 to 199 twice"
    assert [item.value for item in result] == list(range(200))
    assert comparisons <= 4 * 1200, (
        f"common made {comparisons} comparisons for three lists, each of 0 to 199 twice, "
        "1200 items; at most 4800 are allowed"
    )
    repeats, others = [counted(7) for _ in range(100)], [[counted(7)] for _ in range(20)]
    before = counted.equalities
    result = common(repeats, *others)
    comparisons = counted.equalities - before
    assert [item.value for item in result] == [7]
    assert comparisons <= 4 * 120, (
        f"common made {comparisons} comparisons for a 7 that stands a hundred times in the first "
        "of 21 iterables and once in each of the others, 120 items; at most 480 are allowed"
    )
    before = counted.equalities
    result = common(iterables[0])
    comparisons = counted.equalities - before
    assert [item.value for item in result] == list(range(200))
    assert comparisons <= 4 * 400, (
        f"common made {comparisons} comparisons for a single iterable of 400 items, "
        "at most 1600 are allowed"
    )


@pytest.mark.hint(
    "`sort`, `remove`, `pop` and `&=` change the object that the caller gave you.",
    "The list that you return is a new one, even when there was nothing to leave out.",
)
def test_arguments_are_not_changed():
    """No function changes what it was given, and `dedupe` does not return it either."""
    repeats = [2, [1], 2, [1]]
    dedupe(repeats)
    assert {"after dedupe(items), items are": repeats} == {
        "after dedupe(items), items are": [2, [1], 2, [1]]
    }
    same = [items for items in ([2, 1], [5], [], [[]]) if dedupe(items) is items]
    assert same == [], "for these lists dedupe returned the very list, not a new one"
    copied = [item for item in ([1], {1: 2}, {3}, (4, [5])) if dedupe([item])[0] is not item]
    assert copied == [], "for these items dedupe returned a copy, not the item itself"
    mapping = {"b": 2, "a": 1}
    invert(mapping)
    assert {"after invert(mapping), its items are": list(mapping.items())} == {
        "after invert(mapping), its items are": [("b", 2), ("a", 1)]
    }
    first, second, third = {1, 2, 3}, {2, 3}, [3, 2, 3]
    common(first, second, third)
    common(third, first, second)
    assert {"first": first, "second": second, "third": third} == {
        "first": {1, 2, 3},
        "second": {2, 3},
        "third": [3, 2, 3],
    }, "after common(first, second, third) and common(third, first, second)"
