"""Checks for Q17 · Object identity."""

import pytest
from q017_object_identity import alias_groups, clone, intern_all, make_grid


class Thing:
    """An object that is none of the built-in containers."""


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [(2, 3, [["-", "-", "-"], ["-", "-", "-"]]), (1, 1, [["-"]]), (2, 0, [[], []]), (0, 2, [])],
)
@pytest.mark.hint("A list of rows, and each row is a list of cells: which comes first?")
def test_grid_has_rows_and_columns(rows, columns, expected):
    """A grid has the rows and columns asked for, also when there are none."""
    assert make_grid(rows, columns, "-") == expected


@pytest.mark.hint(
    "`[row] * 3` is three times the same row.",
    "Make a new row in every round of a comprehension.",
)
def test_grid_rows_are_independent():
    """Writing into one cell changes that cell alone, and every cell holds `fill` itself."""
    fill = Thing()
    grid = make_grid(3, 2, fill)
    grid[1][0] = "x"
    assert grid == [[fill, fill], ["x", fill], [fill, fill]]


@pytest.mark.hint(
    "`id(obj)` is a number that you can use as a key.",
    "Collect the positions by `id`, then leave out the groups of one.",
)
def test_alias_groups_finds_positions():
    """Positions that hold one object form a group, in the order of first appearance."""
    a, b, c, d = Thing(), Thing(), Thing(), Thing()
    assert alias_groups([a, b, c, b, a, d, b]) == [[0, 4], [1, 3, 6]]
    assert alias_groups([a, b]) == []
    assert alias_groups([]) == []


@pytest.mark.hint("A dict with the objects as keys asks whether they are equal, not the same.")
def test_alias_groups_ignores_equality():
    """Equal objects are no aliases, not even 1, 1.0 and True, and lists are welcome."""
    one, other = [], []
    assert alias_groups([1, True, 1.0, one, other, one]) == [[3, 5]]


@pytest.mark.hint(
    "When the last reference to an object goes, its `id` may be given to the next one.",
    "Keep the objects alive while you compare: hold them in a list first.",
)
def test_alias_groups_of_passing_objects():
    """Objects that a generator makes one by one are different objects."""
    shared = []
    objects = (shared if number in (3, 7) else [number] for number in range(10))
    assert alias_groups(objects) == [[3, 7]]


@pytest.mark.hint("Ask for the type, build a new one of that type, and clone what goes into it.")
def test_clone_is_equal_and_of_the_same_types():
    """The copy equals the original, and all its containers have the original's types."""
    value = {"list": [1, "two", None], (3, 4): {5, (6, 7)}, "tuple": ([], {}), "empty": [set()]}
    copy = clone(value)
    assert copy == value
    assert list(copy) == list(value), "the keys of the copy stand in another order"
    assert repr(clone(([1, 2.0, True], "x"))) == "([1, 2.0, True], 'x')"


@pytest.mark.hint(
    "`list(value)` is a new list with the old items. What if an item is a list?",
    "Let the function call itself for every item.",
)
def test_clone_shares_no_container():
    """Changing the copy at any depth leaves the original alone."""
    value = {"deep": [[1], {"set": {2}}]}
    copy = clone(value)
    copy["deep"][0].append("x")
    copy["deep"][1]["set"].add("x")
    copy["deep"][1]["new"] = "x"
    copy["deep"].append("x")
    copy["new"] = "x"
    assert value == {"deep": [[1], {"set": {2}}]}


@pytest.mark.hint("A tuple cannot change, but a list in it can.")
def test_clone_looks_into_tuples():
    """A list in a tuple, also in a nested one, is copied."""
    value = (1, ([2],))
    copy = clone(value)
    copy[1][0].append("x")
    assert (value, copy) == ((1, ([2],)), (1, ([2, "x"],)))


@pytest.mark.hint("Copying a mere object is not asked for: what is no container is kept.")
def test_clone_keeps_other_objects():
    """What is no list, dict, set or tuple is in the copy as the very same object."""
    thing, buffer = Thing(), bytearray(b"raw")
    copy = clone([thing, {thing: buffer}, {thing}])
    assert copy[0] is thing, "the copy holds another object in its list"
    assert copy == [thing, {thing: buffer}, {thing}]
    assert copy[1][thing] is buffer, "the copy holds another bytearray in its dict"


@pytest.mark.hint(
    "How can you know that you have met an object before, and what you made of it?",
    "Pass a dict along that leads from the `id` of an original to its copy.",
)
@pytest.mark.parametrize(
    "shared", [[1], {"a": 1}, {1}, ([1],)], ids=["list", "dict", "set", "tuple"]
)
def test_clone_keeps_sharing(shared):
    """What was one object in two places is one in the copy, and equal objects stay apart."""
    apart = clone(shared)
    copy = clone([shared, {"again": shared}, apart])
    assert copy == [shared, {"again": shared}, apart]
    assert copy[0] is not shared, "the copy still holds the original"
    assert copy[1]["again"] is copy[0], "one object in two places became two"
    assert copy[2] is not copy[0], "two equal objects became one"


@pytest.mark.hint(
    "Note the copy before you fill it: on the way in you may meet the original again.",
)
def test_clone_follows_circles():
    """A list or dict that contains itself gives a copy that contains itself."""
    loop = [0]
    loop.append(loop)
    parent = {"children": []}
    parent["children"].append({"parent": parent})
    copy, other = clone(loop), clone(parent)
    assert copy is not loop, "the copy is the original"
    assert copy[1] is copy, "the copy of a list that contains itself does not contain itself"
    assert other is not parent, "the copy is the original"
    assert other["children"][0]["parent"] is other, "the child's parent is not the copied parent"


@pytest.mark.hint("`sys.intern` keeps one object for each text and gives you that one.")
def test_intern_all_makes_equal_words_one_object():
    """Equal words become one object, in one call and across calls, and keep their places."""
    parts = ["spam and", "eggs and", "spam and"]
    made = [" ".join([part, "ham"]) for part in parts]
    words = intern_all(word for word in made)
    again = intern_all(" ".join([part, "ham"]) for part in parts)
    assert words == ["spam and ham", "eggs and ham", "spam and ham"]
    assert words[0] is words[2], "two equal words of one call are two objects"
    assert words[1] is again[1], "equal words of two calls are two objects"
    assert intern_all([]) == []
