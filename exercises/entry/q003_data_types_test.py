"""Checks for Q3 · Data types."""

import collections
import copy
import enum
from decimal import Decimal

import pytest
from q003_data_types import classify, freeze, is_hashable

Point = collections.namedtuple("Point", "x y")


class Level(enum.IntEnum):
    LOW = 1


class Name(str):
    pass


class Equal:
    """Instances are equal, and for that reason cannot be hashed by default."""

    def __eq__(self, other):
        return isinstance(other, Equal)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((7, 0, -0.5, 2j), "numeric"),
        (("text", ""), "text"),
        (([], (1, 2), range(3)), "sequence"),
        (({}, {"a": 1}), "mapping"),
        ((set(), frozenset({1})), "set"),
        ((None,), "none"),
    ],
)
@pytest.mark.hint(
    "`isinstance` takes a tuple of types, or a union such as `int | float`.",
    "The value decides by its type, not by whether it is empty or zero.",
)
def test_classifies_plain_values(values, kind):
    """Plain values fall into their kinds, empty ones too."""
    assert [classify(value) for value in values] == [kind] * len(values)


@pytest.mark.hint("`bool` is a subclass of `int`: which question do you ask first?")
def test_booleans_are_not_numeric():
    """`True` and `False` are booleans, 1 and 0 are numbers."""
    kinds = [classify(value) for value in (True, 1, False, 0)]
    assert kinds == ["boolean", "numeric", "boolean", "numeric"]


@pytest.mark.hint("Bytes are not text until they are decoded. Three types hold them.")
def test_tells_bytes_from_text():
    """Bytes, bytearrays and memoryviews are binary, a string is text."""
    kinds = [classify(value) for value in (b"a", bytearray(b"a"), memoryview(b"a"), "a")]
    assert kinds == ["binary", "binary", "binary", "text"]


@pytest.mark.hint("`type(value) is dict` misses subclasses; `isinstance` doesn't.")
def test_subclasses_go_with_their_base():
    """An instance of a subclass has the kind of its base."""
    values = (Level.LOW, Name("a"), Point(1, 2), collections.Counter("a"))
    assert [classify(value) for value in values] == ["numeric", "text", "sequence", "mapping"]


@pytest.mark.hint(
    "The abstract classes of `numbers` and `collections.abc` let in more than the types listed.",
    "A class is a value too: an instance of `type`.",
)
def test_everything_else_is_other():
    """Only the listed types count; classes, functions and other containers are `other`."""
    values = (Decimal("1"), collections.deque([1]), iter([1]), int, len, object(), {}.keys())
    assert [classify(value) for value in values] == ["other"] * len(values)


@pytest.mark.hint(
    "The plainest way to know whether `hash(value)` works is to try it.",
    "One `except` can catch several exceptions: give it a tuple of them.",
)
def test_tells_hashable_values():
    """Immutable values and plain objects are hashable, mutable containers and views are not."""
    hashable = [is_hashable(value) for value in (1, "a", None, (), frozenset(), object(), int)]
    mutable = ([], {}, set(), bytearray(), memoryview(bytearray()), Equal())
    unhashable = [is_hashable(value) for value in mutable]
    assert (hashable, unhashable) == ([True] * 7, [False] * 6)


@pytest.mark.hint("A tuple's hash is made from the hashes of its elements.")
def test_hashability_depends_on_the_content():
    """A tuple is hashable when all its elements are, at any depth."""
    values = ((1, (2, "a")), (1, [2]), (1, (2, {})))
    assert [is_hashable(value) for value in values] == [True, False, False]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2], (1, 2)),
        ((1, 2), (1, 2)),
        ([], ()),
        ({1, 2}, frozenset({1, 2})),
        (frozenset({1}), frozenset({1})),
        ({"a": 1, 2: "b"}, frozenset({("a", 1), (2, "b")})),
        ({}, frozenset()),
        (bytearray(b"ab"), b"ab"),
        (collections.Counter("aab"), frozenset({("a", 2), ("b", 1)})),
    ],
)
@pytest.mark.hint("Which immutable type stands beside each mutable one?")
def test_freezes_each_container(value, expected):
    """Each mutable container becomes its immutable counterpart."""
    frozen = freeze(value)
    assert (frozen, is_hashable(frozen)) == (expected, True)


@pytest.mark.parametrize("value", ["ab", 1.5, None, True, range(3), int, object()])
@pytest.mark.hint("A string is iterable as well; it needs no freezing.")
def test_returns_other_hashable_values_as_they_are(value):
    """A value that is hashable and no container comes back, the very object."""
    assert freeze(value) is value, f"freeze({value!r}) is another object"


@pytest.mark.hint(
    "`freeze` can call itself on each element and on each value of a dict.",
    "A tuple may hold a list, so tuples have to be looked into as well.",
)
def test_freezes_at_any_depth():
    """Containers inside containers are frozen too, and the argument is left alone."""
    value = [(1, [2]), {"a": {"b": [3, {4}]}}, bytearray(b"5")]
    original = copy.deepcopy(value)
    frozen = freeze(value)
    expected = (
        (1, (2,)),
        frozenset({("a", frozenset({("b", (3, frozenset({4})))}))}),
        b"5",
    )
    assert (frozen, is_hashable(frozen)) == (expected, True)
    assert value == original, "the argument has been changed"


@pytest.mark.hint("Two equal dicts may list their keys in different orders; a set has no order.")
def test_order_of_a_dict_does_not_matter():
    """Equal dicts freeze to equal values with equal hashes, other content to other values."""
    one, same, other = {"a": [1], "b": 2}, {"b": 2, "a": [1]}, {"a": [2], "b": 1}
    frozen = freeze(one)
    assert (frozen, hash(frozen)) == (freeze(same), hash(freeze(same)))
    assert frozen != freeze(other), f"{one} and {other} freeze to the same value"


@pytest.mark.parametrize(
    ("value", "culprit"),
    [
        (collections.deque([1]), "deque"),
        ([1, {"a": Equal()}], "Equal"),
        (memoryview(bytearray()), "memoryview"),
    ],
)
@pytest.mark.hint("What is left when no rule fits and the value is not hashable?")
def test_refuses_what_it_cannot_freeze(value, culprit):
    """A value that no rule covers raises a `TypeError` naming its type, deep inside too."""
    with pytest.raises(TypeError, match=culprit):
        freeze(value)
