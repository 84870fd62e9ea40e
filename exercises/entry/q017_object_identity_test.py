"""Checks for Q17 · Object identity."""

import itertools

import pytest
from q017_object_identity import alias_groups, clone, make_grid


class Thing:
    """An object that is no container at all."""

    made = itertools.count(1)

    def __init__(self):
        self.number = next(self.made)

    def __repr__(self):
        return f"<thing {self.number}>"


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        (2, 3, [["-", "-", "-"], ["-", "-", "-"]]),
        (1, 1, [["-"]]),
        (2, 0, [[], []]),
        (0, 2, []),
        (0, 0, []),
    ],
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
    """Writing into one row changes that row alone, whichever it is, also where no row has cells."""
    assert len(grid := make_grid(3, 2, 0)) == 3
    for row, mark in zip(grid, "xyz", strict=True):
        row[0] = mark
    assert grid == [["x", 0], ["y", 0], ["z", 0]], (
        "make_grid(3, 2, 0), then 'x', 'y' and 'z' were put at the beginning of its rows"
    )
    empty = make_grid(2, 0, 0)
    empty[0].append("x")
    assert empty == [["x"], []], "make_grid(2, 0, 0), then 'x' was appended to its first row"


@pytest.mark.hint("Nothing asks for a copy of `fill`, even if it is a list.")
def test_grid_cells_hold_fill_itself():
    """Every cell is the very object that was given, a list too."""
    fill = []
    grid = make_grid(2, 2, fill)
    strangers = [cell for row in grid for cell in row if cell is not fill]
    assert grid == [[[], []], [[], []]]
    assert strangers == [], "with fill = [], these cells of make_grid(2, 2, fill) are copies"
    assert make_grid(1, 2, None) == [[None, None]]
    assert make_grid(1, 2, dict) == [[dict, dict]]


@pytest.mark.hint(
    "`id(obj)` is a number that you can use as a key.",
    "Collect the positions by `id`, then leave out the groups of one.",
)
def test_alias_groups_finds_positions():
    """Positions that hold one object form a group, in the order of first appearance."""
    a, b, c, d = Thing(), Thing(), Thing(), Thing()
    assert alias_groups([a, b, c, b, a, d, b, a]) == [[0, 4, 7], [1, 3, 6]]
    assert alias_groups([a, b, b, a, b]) == [[0, 3], [1, 2, 4]]
    assert alias_groups([a, b, a, b, a]) == [[0, 2, 4], [1, 3]]
    assert alias_groups((a, b)) == []
    assert alias_groups([]) == []


@pytest.mark.hint(
    "A dict with the objects as keys asks whether they are equal, not the same.",
    "What has no hash can be no key. A number that stands for it can.",
)
def test_alias_groups_ignores_equality():
    """Equal objects are no aliases, one that equals nothing is, and unhashable ones are welcome."""
    nan, text, empty, other_empty = float("nan"), "a text", [], []
    assert alias_groups([1, True, 1.0, 2, nan, nan]) == [[4, 5]]
    assert alias_groups(["".join(["a ", "text"]), text, text]) == [[1, 2]]
    assert alias_groups([*map(int, ["123456", "123456"]), *map(float, ["0.5", "0.5"])]) == []
    assert alias_groups([empty, other_empty, {}, empty, set()]) == [[0, 3]]
    assert alias_groups([None, True, other_empty, None, True, 1]) == [[0, 3], [1, 4]]


@pytest.mark.hint(
    "Who keeps an object of a generator alive once you have asked for the next?",
    "When the last reference to an object goes, its `id` may be given to the next one.",
    "Hold the objects in a list while you compare them.",
)
def test_alias_groups_of_passing_objects():
    """Objects that a generator makes one by one are different objects."""
    shared = []
    assert alias_groups(shared if n in (3, 7) else [n] for n in range(10)) == [[3, 7]]
    assert alias_groups(float(n) for n in range(9)) == []


@pytest.mark.hint(
    "`list(value)` is a new list with the old items. What if an item is a list?",
    "Let the function call itself for every item.",
)
def test_clone_copies_lists_in_lists():
    """The copy equals the original, and changing either at any depth leaves the other alone."""
    flat, empty, value = [1, 2], [], [1, [2, [3], []], "text"]
    clone(flat).append("x")
    clone(empty).append("x")
    assert [flat, empty] == [[1, 2], []], "after 'x' was appended to clone(flat), clone(empty)"
    assert clone(empty) == [], "empty is [], and 'x' was appended to an earlier clone of it"
    copy = clone(value)
    assert copy == [1, [2, [3], []], "text"]
    copy[1][1].append("x")
    copy[1][2].append("x")
    copy[1].append("x")
    copy.append("x")
    assert value == [1, [2, [3], []], "text"], "after 'x' was appended to four lists of its clone"


@pytest.mark.hint("Can your function go on as deep as the lists go?")
def test_clone_copies_fifty_levels():
    """Lists nested fifty deep are all copied."""
    value = innermost = []
    for _ in range(49):
        value = [value]
    copy = clone(value)
    depth = 1
    while copy:
        (copy,) = copy
        depth += 1
    assert depth == 50, f"the copy of 50 nested lists is {depth} deep"
    assert copy is not innermost, "the innermost of 50 nested lists is still the original"


@pytest.mark.hint(
    "Copying anything but a list is not asked for.",
    "Ask of each item whether it is a list; if not, take the item itself.",
)
def test_clone_keeps_other_objects():
    """What is not a list is in the copy as the very same object, with all it holds."""
    inner = [1]
    full = [(inner,), {"a": inner}]
    kept = [*full, (), {}, {1}, ((1, 2), {3: 4}), None, 0, 2.5, 10**9, True, "", "a text"]
    kept += [Thing(), bytearray(b"x"), frozenset({1})]
    copy = clone([list(kept)])[0]
    replaced = [old for old, new in zip(kept, copy, strict=True) if new is not old]
    assert replaced == [], "clone([kept]) has other objects in the place of these"
    assert full == [([1],), {"a": [1]}]
    assert full[1]["a"] is inner, "clone replaced the list inside a dict that it was given"
    copy = clone([inner, *full])
    assert copy[1] is full[0], "clone([s, (s,), {'a': s}]): the tuple was replaced"
    assert copy[2] is full[1], "clone([s, (s,), {'a': s}]): the dict was replaced"
    assert [full[0][0] is inner, full[1]["a"] is inner] == [True, True]


@pytest.mark.hint(
    "How can you know that you have met a list before, and what you made of it?",
    "Pass a dict along that leads from the `id` of an original to its copy.",
)
def test_clone_keeps_sharing():
    """What was one list in several places is one in the copy, at any depth."""
    shared, empty = [1], []
    copy = clone([shared, [shared, [shared]], empty, empty])
    assert copy == [[1], [[1], [[1]]], [], []]
    assert copy[0] is not shared, "clone([s, [s, [s]], e, e]) still holds s itself"
    assert copy[1][0] is copy[0], "clone([s, [s, [s]], e, e]): the second s became another list"
    assert copy[1][1][0] is copy[0], "clone([s, [s, [s]], e, e]): the third s became another list"
    assert copy[3] is copy[2], "clone([s, [s, [s]], e, e]): the empty list e became two"


@pytest.mark.hint("Equal lists are not the same list. What do you look copies up by?")
def test_clone_keeps_equal_lists_apart():
    """Lists that are merely equal stay two lists, empty ones too."""
    copy = clone([[1], [1], [], []])
    copy[0].append("x")
    copy[2].append("y")
    assert copy == [[1, "x"], [1], ["y"], []], (
        "after 'x' was appended to its first list, and 'y' to its third"
    )


@pytest.mark.hint(
    "What does your function remember from one call to the next?",
    "The default of a parameter is made once, for all calls.",
)
def test_calls_share_nothing():
    """A second clone is a new one and shows what the list holds by then."""
    value = [[1]]
    first = clone(value)
    value[0].append(2)
    second = clone(value)
    assert first == [[1]], "value was [[1]] then; 2 was appended to its inner list afterwards"
    assert second == [[1, 2]], "value was [[1]], then cloned, and is [[1, 2]] by now"
    assert second is not first, "the second call returned the list of the first"
    assert clone(value)[0] is not second[0], "two calls returned one inner list"


@pytest.mark.hint("Build new lists; take nothing out of the old ones and put nothing in.")
def test_arguments_stay_as_they_are():
    """The arguments hold the same objects after a call as before."""
    inner, fill = [1], ["-"]
    alias_groups(objects := [inner, 2, inner])
    make_grid(2, 2, fill)
    clone(value := [inner, 2, [inner]])
    assert [objects, value, fill] == [[[1], 2, [1]], [[1], 2, [[1]]], ["-"]], (
        "after alias_groups(objects), make_grid(2, 2, fill) and clone(value)"
    )
    assert objects[0] is inner, "alias_groups put another object into its argument"
    assert value[0] is inner, "clone put another list into the original"
