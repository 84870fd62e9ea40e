"""Checks for Q3 · Data types."""

import array
import collections
import dataclasses
import enum
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from q003_data_types import classify, freeze

MyNamedTuple = collections.namedtuple("MyNamedTuple", "x y")


class MyIntEnum(enum.IntEnum):
    LOW = 1


class MyStr(str):
    pass


class MyBytes(bytes):
    pass


class MyFrozenset(frozenset):
    pass


class MySet(set):
    pass


class MyTuple(tuple):
    pass


class MyFloat(float):
    pass


class MyComplex(complex):
    pass


class HashableList(list):
    """A list that can be hashed, although nobody should do that."""

    def __hash__(self):
        return 7


class HashableDict(dict):
    """A dict that can be hashed, although nobody should do that."""

    def __hash__(self):
        return 7


class MyBytearray(bytearray):
    pass


Lookalike = type("dict", (), {})
"""A class that has the name of another, and nothing else of it."""


class Grade:
    """Instances are equal to each other, and for that reason not hashable."""

    def __eq__(self, other):
        return isinstance(other, Grade)

    def __repr__(self):
        return "B+"


@dataclasses.dataclass(frozen=True)
class Box:
    """Hashable when its content is."""

    content: object


@pytest.mark.hint(
    "`isinstance` takes a tuple of types, or a union such as `int | float`.",
    "The type decides, not whether the value is empty or zero.",
)
def test_classifies_numbers_and_containers():
    """Numbers and containers have their kinds, also when they are zero or empty."""
    assert classify(7) == "numeric"
    assert classify(0) == "numeric"
    assert classify(-0.5) == "numeric"
    assert classify(2j) == "numeric"
    assert classify(float("nan")) == "numeric"
    assert classify([1]) == "sequence"
    assert classify(()) == "sequence"
    assert classify(range(3)) == "sequence"
    assert classify({"a": 1}) == "mapping"
    assert classify({}) == "mapping"
    assert classify({1}) == "set"
    assert classify(frozenset()) == "set"
    assert classify(None) == "none"


@pytest.mark.hint("`bool` is a subclass of `int`: which question do you ask first?")
def test_booleans_are_not_numeric():
    """`True` and `False` are booleans, 1 and 0 are numbers."""
    assert classify(True) == "boolean"
    assert classify(False) == "boolean"
    assert classify(1) == "numeric"
    assert classify(1.0) == "numeric"


@pytest.mark.hint("Bytes are not text until they are decoded. Both are sequences, in a sense.")
def test_tells_bytes_from_text():
    """Bytes and bytearrays are binary, a string is text."""
    assert classify("a") == "text"
    assert classify("") == "text"
    assert classify(b"a") == "binary"
    assert classify(bytearray(b"")) == "binary"


@pytest.mark.hint("`type(value) is dict` misses subclasses; `isinstance` doesn't.")
def test_instances_of_subclasses_have_the_kind_of_the_base():
    """`classify` gives an instance of a subclass the kind of its base."""
    assert classify(MyIntEnum.LOW) == "numeric"
    assert classify(MyStr("a")) == "text"
    assert classify(MyNamedTuple(1, 2)) == "sequence"
    assert classify(collections.Counter("a")) == "mapping"
    assert classify(MyFrozenset("a")) == "set"
    assert classify(MySet("a")) == "set"
    assert classify(MyFloat(1.5)) == "numeric"
    assert classify(MyComplex(1j)) == "numeric"
    assert classify(MyBytes(b"a")) == "binary"
    assert classify(HashableList([1])) == "sequence"
    assert classify(MyTuple([1])) == "sequence"
    assert classify(MyBytearray(b"a")) == "binary"


@pytest.mark.hint(
    "The abstract classes of `numbers` and `collections.abc` let in more than the types listed.",
    "A class is a value too: an instance of `type`.",
)
def test_everything_else_is_other():
    """Only the types listed count: classes, functions and other containers are `other`."""
    assert classify(int) == "other"
    assert classify(len) == "other"
    assert classify(iter([1])) == "other"
    assert classify(Decimal("1")) == "other"
    assert classify(Fraction(1, 2)) == "other"
    assert classify(array.array("b")) == "other"
    assert classify(collections.deque([1])) == "other"
    assert classify(collections.UserDict()) == "other"
    assert classify({}.keys()) == "other"
    assert classify(Lookalike()) == "other", "of a class called dict, derived from no other"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2], (1, 2)),
        ((1, 2), (1, 2)),
        ([], ()),
        ({1, 2}, frozenset({1, 2})),
        (frozenset({1}), frozenset({1})),
        ({"a": 1, 2: None}, frozenset({("a", 1), (2, None)})),
        ({}, frozenset()),
        (bytearray(b"ab"), b"ab"),
        (bytearray(), b""),
    ],
)
@pytest.mark.hint("Which immutable type stands beside each mutable one?")
def test_freezes_each_container(value, expected):
    """Each container becomes its immutable counterpart."""
    assert freeze(value) == expected
    assert {freeze(value)} == {expected}


@pytest.mark.hint(
    "`freeze` can call itself on each element and on each value of a dict.",
    "A tuple may hold a list, so a tuple has to be looked into as well.",
    "Keys of a dict and elements of a set are hashable already.",
)
def test_freezes_at_any_depth():
    """What lists, tuples and values of dicts hold is frozen too; keys and elements of sets stay."""
    assert freeze([1, [2, [3, [4, [5]]]]]) == (1, (2, (3, (4, (5,)))))
    assert freeze((1, [2])) == (1, (2,))
    assert freeze({"a": {"b": [3]}}) == frozenset({("a", frozenset({("b", (3,))}))})
    assert {freeze([{1}, (bytearray(b"2"),)])} == {(frozenset({1}), (b"2",))}
    assert {freeze({"a": {3}, "b": {}})} == {frozenset({("a", frozenset({3})), ("b", frozenset())})}
    assert {freeze([[], (), {}, set()])} == {((), (), frozenset(), frozenset())}
    assert [type(key) for key, _ in freeze({MyNamedTuple(1, 2): [3]})] == [MyNamedTuple]
    assert [type(element) for element in freeze({MyNamedTuple(1, 2)})] == [MyNamedTuple]


@pytest.mark.hint("Two equal dicts may list their keys in different orders; a set has no order.")
def test_order_of_a_dict_does_not_matter():
    """Equal dicts freeze to equal values with equal hashes, keys of any kind among them."""
    message = 'what freeze({2: "b", "a": [1]}) gives is expected'
    assert freeze({"a": [1], 2: "b"}) == freeze({2: "b", "a": [1]}), message
    assert {freeze({"a": [1], 2: "b"})} == {freeze({2: "b", "a": [1]})}, message
    assert freeze({"a": 1, "b": 2}) != freeze({"a": 2, "b": 1})


@pytest.mark.parametrize(
    "value",
    [
        *("ab", b"ab", 1.5, float("nan"), None, True, range(3), list, object(), iter("ab"), Box(1)),
        *(MyStr("ab"), MyBytes(b"ab"), MyIntEnum.LOW),
    ],
)
@pytest.mark.hint("A string is iterable as well; it needs no freezing.")
def test_other_hashable_values_come_back_themselves(value):
    """A value that is hashable and no container comes back, the very object, inside a list too."""
    assert freeze(value) is value, f"freeze({value!r}) is another object"
    assert freeze([value])[0] is value, f"freeze([{value!r}]) holds another object"
    assert repr(freeze([1, True, 1.0])) == "(1, True, 1.0)", "equal values, each of its own type:"


@pytest.mark.hint(
    "A named tuple is a tuple, and a tuple becomes a `tuple`.",
    "`hash` may work on an instance of a subclass. Which line fits first?",
)
def test_subclasses_are_frozen_like_their_base():
    """An instance of a subclass is rebuilt as its base would be, even if it can be hashed."""
    assert freeze(collections.Counter("aab")) == frozenset({("a", 2), ("b", 1)})
    assert freeze(MyNamedTuple(1, [2])) == (1, (2,))
    assert freeze(HashableList([1, [2]])) == (1, (2,))
    assert freeze(MyTuple([1, [2]])) == (1, (2,))
    assert freeze(MySet("ab")) == frozenset("ab")
    assert freeze(HashableDict(a=[1])) == frozenset({("a", (1,))})
    assert {freeze([MyBytearray(b"a")])} == {(b"a",)}


@pytest.mark.hint(
    "`type(value)(…)` makes the subclass again. What should the result be?",
    "A tuple that can be hashed may still hold something that has to be made plain.",
)
def test_frozen_containers_are_plain():
    """What comes out is exactly a `tuple` or a `frozenset`, inside a tuple or a dict too."""
    assert type(freeze(MyNamedTuple(1, 2))) is tuple
    assert type(freeze([MyNamedTuple(1, 2)])[0]) is tuple
    assert type(freeze(MyTuple([1, 2]))) is tuple
    assert type(freeze(MyFrozenset("ab"))) is frozenset
    assert type(freeze(collections.OrderedDict(a=1))) is frozenset
    assert type(freeze((MyNamedTuple(1, 2),))[0]) is tuple
    assert type(freeze(((MyFrozenset("ab"),),))[0][0]) is frozenset
    assert [type(content) for _, content in freeze({"a": MyNamedTuple(1, 2)})] == [tuple]
    assert [type(content) for _, content in freeze({"a": MyFrozenset("ab")})] == [frozenset]
    assert [type(content[0]) for _, content in freeze({"a": (MyNamedTuple(1, 2),)})] == [tuple]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (collections.deque([1]), "deque"),
        (collections.UserDict(a=1), "UserDict"),
        ({"a": 1}.keys(), "dict_keys"),
        (array.array("b"), "array"),
        ([1, {"a": Grade()}], "Grade"),
        (Box([1]), "Box"),
        (([Box({})],), "Box"),
    ],
)
@pytest.mark.hint(
    "What is left when no line fits and the value is not hashable?",
    "The only way to know whether `hash(value)` works is to try it.",
)
def test_refuses_what_it_cannot_freeze(value, name):
    """A value that no line fits raises a `TypeError` naming its type, deep inside too."""
    with pytest.raises(TypeError, match=re.escape(name)):
        freeze(value)


@pytest.mark.hint("Build new containers; leave those that were given alone.")
def test_the_argument_is_not_changed():
    """`freeze` leaves its argument as it was, inside too."""
    assert freeze(value := [[1], {"a": [2]}, {3}])[0] == (1,)
    assert value == [[1], {"a": [2]}, {3}], "freeze changed [[1], {'a': [2]}, {3}]"
