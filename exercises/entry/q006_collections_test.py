"""Checks for Q6 · Collections."""

import copy

import pytest
from q006_collections import common, count_pairs, dedupe, group_by, invert


def once(items):
    """A generator over `items`: it can be read only once."""
    yield from items


@pytest.mark.hint(
    "A set answers quickly whether something was there before, but it keeps no order.",
    "Keep a set of what you have seen beside the list that you return.",
)
def test_dedupe_keeps_the_first_in_order():
    """`dedupe` returns a list with the first of equal items, in the order of the input."""
    assert dedupe(once("banana")) == ["b", "a", "n"]
    assert repr(dedupe([2, True, 1, None, 1.0, 2.0, 0, False, None])) == "[2, True, None, 0]"


@pytest.mark.hint(
    "Which exception does `hash([])` raise, and what does `hash((1, []))` do?",
    "What cannot be hashed goes into a list of its own, which you can search with `in`.",
)
def test_dedupe_takes_unhashable_items():
    """Lists, dictionaries, sets and tuples that hold a list are deduped too."""
    items = [[1], "a", {"k": 1}, (1, [2]), [1], {3}, {"k": 1}, "a", (1, [2]), {3}, (1, [3])]
    assert dedupe(items) == [[1], "a", {"k": 1}, (1, [2]), {3}, (1, [3])]


@pytest.mark.hint(
    "`item in some_list` compares with one element after the other.",
    "`item in some_set` goes by the hash and compares hardly at all.",
)
def test_dedupe_does_not_compare_all_with_all(counted):
    """On hashable items `dedupe` makes at most four comparisons for each item."""
    result = dedupe([counted(number) for number in [*range(200), *range(200)]])
    comparisons = counted.equalities
    assert [item.value for item in result] == list(range(200))
    assert comparisons <= 4 * 400, f"{comparisons} comparisons for 400 items, at most 1600 wanted"


@pytest.mark.hint(
    "Groups need not stand side by side in the input, so `itertools.groupby` alone won't do.",
    "`dict.setdefault(value, [])` gives the list of a group, new or old.",
)
def test_group_by_keeps_the_order():
    """Groups stand in the order they first appear, their items in the order of the input."""
    words = ["pear", "fig", "kiwi", "banana", "nut", "plum"]
    groups = group_by(once(words), len)
    assert list(groups.items()) == [
        (4, ["pear", "kiwi", "plum"]),
        (3, ["fig", "nut"]),
        (6, ["banana"]),
    ]


@pytest.mark.hint("A `defaultdict` answers for keys that do not exist: turn it into a `dict`.")
def test_group_by_returns_a_plain_dict():
    """A group that does not exist is a `KeyError`, and `key` was called once for each item."""
    asked = []
    groups = group_by([5, 8, 5], key=lambda number: asked.append(number) or number % 2)
    assert asked == [5, 8, 5]
    assert groups == {1: [5, 5], 0: [8]}
    with pytest.raises(KeyError):
        groups[2]


@pytest.mark.hint("`mapping.items()` gives keys and values together.")
def test_invert_swaps_keys_and_values():
    """`invert` maps each value to its key, in the order of the mapping."""
    assert list(invert({"b": 2, "a": 1, "none": None}).items()) == [
        (2, "b"),
        (1, "a"),
        (None, "none"),
    ]


@pytest.mark.parametrize(
    "mapping",
    [{"a": 7, "b": 8, "c": 7}, {0: 7, 1: 7}, {None: 7, "": 7}, {"a": 7, "b": 7.0}],
    ids=repr,
)
@pytest.mark.hint(
    "A dictionary keeps the last of two equal keys and says nothing.",
    "Ask whether the value is in the result already, not whether something true is stored there.",
)
def test_invert_refuses_equal_values(mapping):
    """Two keys with equal values raise a `ValueError` that names the value."""
    with pytest.raises(ValueError, match="7"):
        invert(mapping)


@pytest.mark.hint(
    "Only the first iterable decides on the order; the others just answer yes or no.",
    "A generator is used up after one reading: make sets of the others before you start.",
)
def test_common_follows_the_first():
    """`common` lists once what all iterables hold, in the order of the first."""
    assert common(once("mississippi"), once("imps"), {"p", "i", "s", "x"}) == ["i", "s", "p"]
    assert common(once([2, 1, 2])) == [2, 1]
    assert common([1, 2], [2, 3], [3, 1]) == []


@pytest.mark.hint("Asking a list whether it holds an item looks at all of it: ask a set instead.")
def test_common_does_not_compare_all_with_all(counted):
    """`common` makes at most four comparisons for each item given."""
    first, second = ([counted(number) for number in range(200)] for _ in range(2))
    result = common(first, second)
    comparisons = counted.equalities
    assert [item.value for item in result] == list(range(200))
    assert comparisons <= 4 * 400, f"{comparisons} comparisons for 400 items, at most 1600 wanted"


@pytest.mark.hint(
    "A set cannot be a key of a dictionary: it could change. Which container is a set that can't?",
    "Unpacking `a, b = pair` refuses whatever does not hold two.",
)
def test_count_pairs_ignores_the_order_of_the_two():
    """Pairs are counted either way round; what is not a pair raises a `ValueError`."""
    pairs = [("a", "b"), ["b", "a"], ("c", "c"), ("b", "c"), ("b", "a")]
    assert count_pairs(once(pairs)) == {frozenset("ab"): 3, frozenset("c"): 1, frozenset("bc"): 1}
    for wrong in [("a",), ("a", "b", "a")]:
        with pytest.raises(ValueError):
            count_pairs([("a", "b"), wrong])


@pytest.mark.hint("Start from an empty list or dictionary; `common()` has no first iterable.")
def test_nothing_in_nothing_out():
    """Empty input gives an empty list or an empty dictionary."""
    assert [dedupe([]), common(), common([]), common([1], []), common([], [1])] == [[]] * 5
    assert [group_by([], len), invert({}), count_pairs([])] == [{}] * 3


@pytest.mark.parametrize(
    ("call", "given"),
    [
        (dedupe, [[2, [1], 2, [1]]]),
        (lambda items: group_by(items, len), [["bb", "a", "cc"]]),
        (invert, [{"b": 2, "a": 1}]),
        (common, [[3, 2, 1, 3], [1, 3], {3, 5}]),
        (count_pairs, [[["b", "a"], ["a", "b"]]]),
    ],
    ids=["dedupe", "group_by", "invert", "common", "count_pairs"],
)
@pytest.mark.hint("`sort`, `remove`, `pop` and `&=` change the object that the caller gave you.")
def test_arguments_are_not_changed(call, given):
    """No function changes what it was given."""
    before = copy.deepcopy(given)
    call(*given)
    assert given == before
