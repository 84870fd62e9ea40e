"""Checks for Q13 · Comprehensions."""

import ast
import itertools

import pytest
import q013_comprehensions
from q013_comprehensions import index_by, initials, total_size, transpose

FORMS = {
    ast.ListComp: "list comprehension",
    ast.SetComp: "set comprehension",
    ast.DictComp: "dict comprehension",
    ast.GeneratorExp: "generator expression",
}
HELPERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
FILLERS = {"append", "add", "update", "setdefault"}


def own_nodes(tree):
    """The nodes in a function's syntax tree, less those in the functions and classes inside it."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, HELPERS):
            yield node
            yield from own_nodes(node)


def forms_in(function):
    """The comprehensions in a function's syntax tree, by name."""
    return [FORMS[type(node)] for node in own_nodes(function) if type(node) in FORMS]


def loops_in(tree):
    """The first line of each `for` and `while` statement in a syntax tree."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    return [f"line {node.lineno}: {ast.unparse(node).splitlines()[0]}" for node in nodes]


def fillers_in(tree):
    """The uses of a method that fills a collection in a syntax tree; `operator.add` is none."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    modules = {alias.asname or alias.name for node in imported for alias in node.names}
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in nodes
        if node.attr in FILLERS and ast.unparse(node.value) not in modules
    ]


class OnlyLength:
    """Has a length and nothing else."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


@pytest.mark.hint(
    "`zip(*rows)` yields the columns.",
    "It yields them as tuples; lists are asked for.",
)
def test_transpose():
    """`transpose` gives the columns of a table, each as a list."""
    assert transpose([[1, 2, 3], [4, 5, 6]]) == [[1, 4], [2, 5], [3, 6]]
    assert transpose([["a", None]]) == [["a"], [None]]
    assert transpose([[1], [0], [1]]) == [[1, 0, 1]]
    assert transpose([[None, 1], [None, 2]]) == [[None, None], [1, 2]]


@pytest.mark.hint("Does your code ask for a first row, or a first element, that is not there?")
def test_transpose_of_nothing():
    """A table without rows, or with empty rows only, gives an empty list."""
    assert transpose([]) == []
    assert transpose([[], []]) == []
    transpose([]).append("mine")
    assert transpose([]) == [], "after something was put into the list of an earlier call"


@pytest.mark.parametrize(
    "rows",
    [
        *([[1, 2], [3]], [[1], [2], [3, 4]], [[1], [2, 3], [4]], [[], [1]], [[1], []]),
        *([[1, 2], [3], [4, 5, 6]], [[1], [], [2, 3]]),
    ],
)
@pytest.mark.hint(
    "`zip` stops at its shortest argument without a word.",
    "It has a keyword argument that makes it complain.",
)
def test_transpose_refuses_ragged_rows(rows):
    """Rows of different lengths raise a `ValueError`, also when they are iterators."""
    before = [list(row) for row in rows]
    with pytest.raises(ValueError):
        transpose(rows)
    assert rows == before, "transpose changed the rows that it refused"
    with pytest.raises(ValueError):
        transpose([iter(row) for row in rows])


@pytest.mark.hint(
    "Braces without a colon make a set.",
    "An empty word has no `word[0]`. What else does your condition leave out?",
)
def test_initials():
    """`initials` gives first characters as they stand, blanks too; an empty word has none."""
    assert initials(["ada", "Bob", "alan", "ßen", "007"]) == {"a", "B", "ß", "0"}
    assert initials(["½ pint", "\ufb01g"]) == {"½", "\ufb01"}
    assert initials([" ", "\tx", "", "\n"]) == {" ", "\t", "\n"}
    assert initials([""]) == initials([]) == set()
    initials([]).add("mine")
    assert initials([]) == set(), "after something was put into the set of an earlier call"
    assert isinstance(initials(["ada"]), set)


@pytest.mark.hint(
    "`{key: value for …}`: what happens when a key comes again?",
    "Go through the items as they come and let the dict replace.",
)
def test_index_by_keeps_the_last():
    """`index_by` maps each key to the last item that has it."""
    assert index_by(["bee", "cat", "ox", "ant"], key=len) == {3: "ant", 2: "ox"}
    assert index_by([["a", 3], ["b", 2], ["a", 1]], key=lambda item: item[0]) == {
        "a": ["a", 1],
        "b": ["b", 2],
    }
    assert index_by([None, 0, "", 7], key=lambda item: item) == {None: None, 0: 0, "": "", 7: 7}
    assert repr(index_by([1, True, 1.0], key=lambda item: "one")) == "{'one': 1.0}"
    assert index_by([], key=len) == {}
    item = ["a", 3]
    is_the_item = index_by([item], key=len)[2] is item
    assert is_the_item, "index_by([item], key=len) gave an equal list instead of the item itself"


@pytest.mark.hint("Call `key` for the key alone, and for no condition.")
def test_index_by_calls_key_once_an_item():
    """`key` is called once for each item, in order."""
    asked = []
    indexed = index_by("abca", key=lambda item: asked.append(item) or item)
    assert indexed == {"a": "a", "b": "b", "c": "c"}
    assert {"`key` was called with": asked} == {"`key` was called with": ["a", "b", "c", "a"]}, (
        "the items were those of 'abca'"
    )


@pytest.mark.hint("`sum` takes any iterable, so also a generator expression.")
def test_total_size():
    """`total_size` adds up the lengths of whatever has one, 0 for no chunks."""
    assert total_size([b"abc", b"", b"de"]) == 5
    assert total_size(["x", "x", (1, 2), {3}, range(10)]) == 15
    assert total_size([OnlyLength(4), OnlyLength(0), OnlyLength(4)]) == 8
    assert total_size([OnlyLength(2**53), OnlyLength(1)]) == 2**53 + 1
    assert total_size([]) == 0


@pytest.mark.hint("Brackets build a list first; `sum(… for …)` needs none.")
def test_total_size_builds_no_collection(peak_memory):
    """`total_size` needs no more memory for 200,000 chunks than for a few."""
    sizes = []
    peak = peak_memory(lambda: sizes.append(total_size(itertools.repeat("four", 200_000))))
    assert sizes == [800_000], f"the total of 200,000 chunks of length 4 came out as {sizes}"
    assert peak < 100_000, (
        f"total_size held {peak:,} bytes at a time for 200,000 chunks; 100,000 are allowed"
    )


@pytest.mark.hint(
    "An iterator has no `len` and no `[0]`, and it can be gone through once only.",
    "A comprehension needs nothing but `for … in …`, once.",
)
def test_takes_iterators():
    """Everything passed in, each row too, may be an iterator."""
    assert transpose(iter([iter([1, 2]), iter([3, 4])])) == [[1, 3], [2, 4]]
    assert transpose(iter([[1, 2], [3, 4]])) == [[1, 3], [2, 4]]
    assert transpose(iter([])) == []
    assert initials(iter(["ant", "bee"])) == {"a", "b"}
    assert index_by(iter(["ada", "bo"]), key=len) == {3: "ada", 2: "bo"}
    assert total_size(iter(["ada", "bob"])) == 6


@pytest.mark.hint(
    "A comprehension builds a new collection: no `pop`, `sort` or `remove` is needed."
)
def test_leaves_the_arguments_alone():
    """The lists passed in are the same afterwards, and so are the rows in them."""
    assert transpose(rows := [[3, 1], [2, 4]]) == [[3, 2], [1, 4]]
    assert rows == [[3, 1], [2, 4]], "transpose changed its rows"
    assert transpose(table := [row := [3, 1], iterator := iter([2, 4])]) == [[3, 2], [1, 4]]
    assert len(table) == 2, f"transpose left {table} of two rows"
    assert table[0] is row, "transpose put another row in the place of the first"
    assert table[1] is iterator, "transpose put another row in the place of an iterator"
    assert initials(words := ["b", "", "cd"]) == {"b", "c"}
    assert words == ["b", "", "cd"], "initials changed its words"
    assert index_by(words, key=len) == {1: "b", 0: "", 2: "cd"}, "the items were ['b', '', 'cd']"
    assert words == ["b", "", "cd"], "index_by changed its items"
    assert total_size(words) == 3, "the chunks were ['b', '', 'cd']"
    assert words == ["b", "", "cd"], "total_size changed its chunks"


@pytest.mark.parametrize(
    ("function", "form"),
    [
        pytest.param(transpose, "list comprehension", id="transpose"),
        pytest.param(initials, "set comprehension", id="initials"),
        pytest.param(index_by, "dict comprehension", id="index_by"),
        pytest.param(total_size, "generator expression", id="total_size"),
    ],
)
@pytest.mark.hint(
    "Start from the loop: what is put in, from where, and under which condition?",
    "`set(...)`, `dict(...)` and `list(map(...))` work as well, but are no comprehensions.",
)
def test_uses_the_form_named_for_it(function, form, syntax_of):
    """Each function has, in itself, a comprehension of the form named for it."""
    found = forms_in(syntax_of(function))
    assert form in found, f"there is no {form} in {function.__name__} itself"


@pytest.mark.hint(
    "The `for` inside a comprehension is no statement. What does each loop of yours put in?",
    "`[word.lower() for word in words if word]` needs no `append`.",
)
def test_file_has_no_loop_and_no_filling(syntax_of):
    """The file has no `for` or `while` statement, and no `append`, `add` or the like."""
    assert transpose([[1, 2]]) == [[1], [2]]
    tree = syntax_of(q013_comprehensions)
    assert loops_in(tree) == [], "a `for` or `while` statement stands in your file"
    assert fillers_in(tree) == [], "a method that fills a collection is used in your file"
