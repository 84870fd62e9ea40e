"""Checks for Q13 · Comprehensions."""

import ast
import itertools

import pytest
from q013_comprehensions import (
    flatten,
    index_by,
    initials,
    primes_up_to,
    squares_of_evens,
    total_size,
    transpose,
)


@pytest.mark.parametrize(
    ("numbers", "squares"),
    [([1, 2, 3, 4], [4, 16]), ([6, 0, -4, 5, 6], [36, 0, 16, 36]), ([7], []), ([], [])],
)
@pytest.mark.hint("`[what for name in where if condition]`")
def test_squares_of_evens(numbers, squares):
    """`squares_of_evens` squares the even numbers, in order, repetitions included."""
    assert squares_of_evens(iter(numbers)) == squares


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([[1, 2, 3], [4, 5, 6]], [[1, 4], [2, 5], [3, 6]]),
        ([["a", "b"]], [["a"], ["b"]]),
        ([[1], [2]], [[1, 2]]),
        ([[], []], []),
        ([], []),
    ],
)
@pytest.mark.hint(
    "`zip(*rows)` yields the columns.",
    "It yields them as tuples; lists are asked for.",
)
def test_transpose(rows, columns):
    """`transpose` gives the columns as lists; without rows or elements it gives an empty list."""
    assert transpose(rows) == columns


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [[1], [2, 3]], [[], [1]], [[1, 2], [3, 4], []]])
@pytest.mark.hint(
    "`zip` stops at its shortest argument without a word.",
    "It has a keyword argument that makes it complain.",
)
def test_transpose_refuses_ragged_rows(rows):
    """Rows of different lengths raise a `ValueError`."""
    with pytest.raises(ValueError):
        transpose(rows)


@pytest.mark.parametrize(
    ("rows", "elements"),
    [
        ([[1, 2], [], [3]], [1, 2, 3]),
        ([["ab"], [["c"], "d"]], ["ab", ["c"], "d"]),
        (["ab", (1, 2)], ["a", "b", 1, 2]),
        ([[]], []),
        ([], []),
    ],
)
@pytest.mark.hint("Two `for` in one comprehension read like two nested loops: the outer one first.")
def test_flatten(rows, elements):
    """`flatten` joins the rows in order and removes one level only."""
    assert flatten(iter(row) for row in rows) == elements


@pytest.mark.parametrize(
    ("names", "letters"),
    [(["ada", "Bob", "", "alan"], {"A", "B"}), (["élan"], {"É"}), ([""], set()), ([], set())],
)
@pytest.mark.hint("Braces without a colon make a set.", "An empty name has no `name[0]`.")
def test_initials(names, letters):
    """`initials` is the set of the first letters in upper case; empty names have none."""
    assert initials(iter(names)) == letters


@pytest.mark.hint(
    "`{key: value for …}`: what happens when a key comes again?",
    "Go through the items as they come and let the dict replace.",
)
def test_index_by_keeps_the_last():
    """`index_by` maps each key to the last item that has it."""
    items = [["a", 1], ["b", 2], ["a", 3]]
    assert index_by(iter(items), lambda item: item[0]) == {"a": ["a", 3], "b": ["b", 2]}
    assert index_by([], len) == {}


@pytest.mark.hint("Call `key` for the key alone; the condition needs no second call.")
def test_index_by_calls_key_once_an_item():
    """`key` is called once for each item, in order."""
    asked = []
    assert index_by("aba", lambda item: asked.append(item) or item) == {"a": "a", "b": "b"}
    assert asked == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("limit", "primes"),
    [
        (-5, []),
        (1, []),
        (2, [2]),
        (3, [2, 3]),
        (11, [2, 3, 5, 7, 11]),
        (50, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]),
    ],
)
@pytest.mark.hint(
    "`range(2, limit)` ends before `limit`.",
    "A number is prime if `all(...)` of its remainders by smaller numbers are not zero.",
)
def test_primes_up_to(limit, primes):
    """`primes_up_to` lists the primes up to and including the limit."""
    assert primes_up_to(limit) == primes


@pytest.mark.parametrize(
    ("chunks", "size"), [([b"abc", b"", b"de"], 5), (["x", (1, 2), {3}], 4), ([], 0)]
)
@pytest.mark.hint("`sum` takes any iterable, so also a generator expression.")
def test_total_size(chunks, size):
    """`total_size` adds up the lengths, 0 for no chunks."""
    assert total_size(iter(chunks)) == size


@pytest.mark.hint("Brackets build a list first; `sum(… for …)` needs none.")
def test_total_size_builds_no_list(peak_memory):
    """`total_size` needs no more memory for fifty thousand chunks than for a few."""
    chunks = itertools.repeat("four", 50_000)
    sizes = []
    peak = peak_memory(lambda: sizes.append(total_size(chunks)))
    assert sizes == [200_000]
    assert peak < 100_000, f"{peak:,} bytes were held at a time; 100,000 are allowed"


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        pytest.param(squares_of_evens, ast.ListComp, id="squares_of_evens"),
        pytest.param(transpose, ast.ListComp, id="transpose"),
        pytest.param(flatten, ast.ListComp, id="flatten"),
        pytest.param(initials, ast.SetComp, id="initials"),
        pytest.param(index_by, ast.DictComp, id="index_by"),
        pytest.param(primes_up_to, ast.ListComp, id="primes_up_to"),
        pytest.param(total_size, ast.GeneratorExp, id="total_size"),
    ],
)
@pytest.mark.hint(
    "Start from the loop: what is appended, from where, and under which condition?",
    "`set(...)`, `dict(...)` and `list(map(...))` work as well, but are no comprehensions.",
)
def test_is_a_comprehension(function, kind, syntax_of):
    """Each function has a comprehension of its kind, no loop statement, no append or the like."""
    nodes = list(ast.walk(syntax_of(function)))
    fillers = {"append", "add", "extend", "insert", "update", "setdefault"}
    loops = [ast.unparse(node) for node in nodes if isinstance(node, ast.For | ast.While)]
    fills = [
        node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in fillers
    ]
    assert kind in map(type, nodes), f"there is no {kind.__name__} in {function.__name__}"
    assert (loops, fills) == ([], []), f"loop statements and method calls in {function.__name__}"


@pytest.mark.hint("A comprehension builds a new collection: no `pop` or `sort` is needed.")
def test_leaves_the_arguments_alone():
    """The collections passed in are the same afterwards, and so are the rows in them."""
    numbers, rows, names = [4, 3, 2], [[3, 1], [2, 4]], ["b", "", "a"]
    results = [squares_of_evens(numbers), transpose(rows), flatten(rows), initials(names)]
    results += [index_by(rows, sum), total_size(rows)]
    assert (numbers, rows, names) == ([4, 3, 2], [[3, 1], [2, 4]], ["b", "", "a"])
    assert results[:2] == [[16, 4], [[3, 2], [1, 4]]]
