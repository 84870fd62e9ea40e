"""Checks for Q40 · Profiling and optimising."""

import colorsys
import functools
import random
import sys

import pytest
import q040_optimise_hotspots
from q040_optimise_hotspots import call_counts, pair_sums, rank, standings


class TooMany(Exception):
    """One operation more than are allowed: there is no need to wait for the rest of them."""


class Tally:
    """`operations` is how many there were on names and numbers of the classes below."""

    operations = 0


def counting(kind, title, shorts):
    """A subclass of `kind` that counts what is done to its values."""

    def counted(name):
        plain = getattr(kind, name)

        def operation(self, *others):
            Tally.operations += 1
            if Tally.operations > 50_000:
                raise TooMany
            result = plain(self, *others)
            return Number(result) if type(result) is int and name != "__hash__" else result

        return operation

    names = [f"__{short}__" for short in shorts]
    return type(title, (kind,), {name: counted(name) for name in names})


COMPARE = ["hash", "eq", "ne", "lt", "le", "gt", "ge"]
Name = counting(str, "Name", COMPARE)
Number = counting(int, "Number", [*COMPARE, "add", "radd", "sub", "rsub", "neg", "abs"])


def shuffled(values):
    values = list(values)
    random.Random(40).shuffle(values)
    return values


def few_operations(function, *arguments):
    """What a call returns, and whether it had no more operations than are allowed."""
    Tally.operations = 0
    try:
        result = function(*arguments)
    except TooMany:
        result = None
    few, Tally.operations = Tally.operations <= 50_000, 0
    return result, few


@pytest.fixture
def parsed(monkeypatch):
    """The lines that `parse` was called with; the names and numbers that it returns count."""
    lines = []
    given = q040_optimise_hotspots.parse

    def watched(line):
        lines.append(line)
        name, points = given(line)
        return Name(name), Number(points)

    monkeypatch.setattr(q040_optimise_hotspots, "parse", watched)
    return lines


@pytest.fixture
def profiling():
    """A function that tells whether a profiler is on; one left on is switched off at the end."""
    monitoring = getattr(sys, "monitoring", None)  # since 3.12

    def is_on():
        tool = monitoring and monitoring.get_tool(monitoring.PROFILER_ID)
        return sys.getprofile() is not None or bool(tool)

    yield is_on
    sys.setprofile(None)
    if is_on():
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)


class Garden:
    def grow(self, trees):
        for tree in range(trees):
            self.water(tree)

    def water(self, tree):
        return len(str(tree).strip())


class Tree:
    def __init__(self, height):
        self.height = self._checked(height)

    def _checked(self, height):
        return print(height)


def print(height):  # one that is not built in
    return abs(height)


def leaf(n):
    return abs(n)


def branch(n):
    total = 0
    for _ in range(3):
        total += leaf(n)
    return max(total, leaf(0))


def outer(n):
    def inner(m):
        return leaf(m)

    return inner(n) + inner(n)


def disable(n):
    return enable(n) + runcall(n)


def enable(n):
    return leaf(n)


def runcall(n):
    return leaf(n)


def shade(red, green, blue):
    return colorsys.rgb_to_hsv(red, green, blue)


FILES = [
    "/home/ann/my_profile.py",
    "/home/ann/profile.py",
    "/home/ann/cProfile.py",
    "<written>",
    "<string>",
    "<frozen tune>",
]


def written_in(file):
    """A function `tune` that is found in this file."""
    names = {}
    exec(compile("def tune(n):\n    return n + 1\n", file, "exec"), names)
    return names["tune"]


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@functools.wraps(fib)
def wrapping(n):  # under another name
    return leaf(n)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def fail(error):
    leaf(1)
    raise error


@pytest.mark.hint(
    "`cProfile.Profile` has a method that runs a function with arguments.",
    "`pstats.Stats(profile).get_stats_profile()` gives the numbers as an object.",
    "Built-in functions have `~` in place of a file; a name such as `enable` may be anybody's.",
)
def test_counts_python_functions(profiling):
    """Each Python function that ran is counted by its name, and nothing else is."""
    assert call_counts(branch, 2) == {"branch": 1, "leaf": 4}
    assert call_counts(leaf, 2) == {"leaf": 1}
    assert call_counts(outer, 2) == {"outer": 1, "inner": 2, "leaf": 2}
    assert call_counts(Garden().grow, 12) == {"grow": 1, "water": 12}
    assert call_counts(shade, 0.1, 0.2, 0.3) == {"shade": 1, "rgb_to_hsv": 1}
    assert call_counts(disable, 2) == {"disable": 1, "enable": 1, "runcall": 1, "leaf": 2}
    assert call_counts(Tree, 7) == {"__init__": 1, "_checked": 1, "print": 1}
    assert call_counts(wrapping, 7) == {"wrapping": 1, "leaf": 1}, (
        "wrapping calls leaf, and is under @functools.wraps(fib)"
    )
    found = {file: call_counts(written_in(file), 1) for file in FILES}
    assert found == {file: {"tune": 1} for file in FILES}, "of a function `tune` in each file"
    assert call_counts(max, 2, 3) == {}
    assert not profiling(), "the profiler is still on"


@pytest.mark.parametrize(
    ("func", "expected"), [(fib, {"fib": 177}), (even, {"even": 6, "odd": 5}), (leaf, {"leaf": 1})]
)
@pytest.mark.hint(
    "In `pstats` two numbers of calls stand side by side, such as `177/1`.",
    "The second number is of the calls that came from outside of the recursion.",
)
def test_counts_recursive_calls(func, expected, profiling):
    """All calls of a recursion count, not only the outermost."""
    assert call_counts(func, 10) == expected
    assert not profiling(), "the profiler is still on"


@pytest.mark.hint("Why call the function again, when it has run under the profiler already?")
def test_calls_func_once(profiling):
    """`func` is called once with the arguments, with none as well."""
    ran = []

    def note(*args):
        ran.append(args)

    assert call_counts(note, 1, [2], None) == {"note": 1}
    assert call_counts(note) == {"note": 1}
    assert {"arguments with which the function ran": ran} == {
        "arguments with which the function ran": [(1, [2], None), ()]
    }
    assert not profiling(), "the profiler is still on"


@pytest.mark.parametrize("error", [KeyError("k"), OSError(3), ZeroDivisionError()], ids=repr)
@pytest.mark.hint(
    "What switches the profiler off when `func` raises?",
    "A `finally`, or `Profile.runcall`, which has one inside.",
)
def test_profiler_is_off_after_an_error(error, profiling):
    """An exception of `func` reaches the caller, and the profiler is off."""
    with pytest.raises(type(error)) as caught:
        call_counts(fail, error)
    same = caught.value is error
    assert same, f"{caught.value!r} reached the caller, and not {error!r} itself"
    assert not profiling(), f"the profiler is still on after {error!r}"
    assert call_counts(leaf, 1) == {"leaf": 1}, f"after call_counts(fail, error) of {error!r}"


@pytest.mark.hint(
    "Have `call_counts(standings, lines)` tell you how often `parse` is called now.",
    "One loop over the lines is enough, if a dict keeps the totals.",
)
def test_standings_parses_once_a_line(parsed):
    """`standings` calls `parse` once for each line."""
    lines = ["Ada 3", "Bob 4", "Ada 2", "Cy 10", "Bob -1", "Ada 3"]
    table = [(str(name), int(total)) for name, total in standings(lines)]
    assert table == [("Cy", 10), ("Ada", 8), ("Bob", 3)], f"the lines are {lines}"
    assert {"`parse` was called with": sorted(parsed)} == {"`parse` was called with": sorted(lines)}
    assert lines == ["Ada 3", "Bob 4", "Ada 2", "Cy 10", "Bob -1", "Ada 3"], "the list was changed"


@pytest.mark.hint(
    "`in` searches a list from its start. In which type does it find at once?",
    "A dict from the name to the total is also in the order of the first appearances.",
)
def test_standings_is_linear(parsed):
    """`standings` of a thousand lines does not compare each with all others."""
    numbers, people = shuffled(range(1000)), 500
    lines = [f"player {number % people} {number - 500}" for number in numbers]
    table, few = few_operations(standings, lines)
    assert few, "more than 50,000 comparisons, hashes or sums for 1,000 lines"
    totals = [sum(range(first - 500, 500, people)) for first in range(people)]
    expected = {f"player {number}": total for number, total in enumerate(totals)}
    given = f"the lines are {lines[:3]} … {lines[-1:]}, a thousand, of 500 players"
    assert {str(name): int(total) for name, total in table} == expected, given
    assert [int(total) for _, total in table] == sorted(totals, reverse=True), given


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        (["Cy 2", "Ada 5", "Bob 2", "Ada -3"], [("Cy", 2), ("Ada", 2), ("Bob", 2)]),
        (["Bob 1", "Ada 1", "Ada 1", "Bob 1"], [("Bob", 2), ("Ada", 2)]),
        (["Ada 0", "Bob -1", "Cy 1", "Cy -1"], [("Ada", 0), ("Cy", 0), ("Bob", -1)]),
        (["Ada 1", "Bob 0", "Ada -1", "Ada 0"], [("Ada", 0), ("Bob", 0)]),
        (["Ada 3", "Ada 3", "ada 3"], [("Ada", 6), ("ada", 3)]),
        (["Ada 999999", "Bob 1000000"], [("Bob", 1_000_000), ("Ada", 999_999)]),
        (["Ada 9", "Bob 10", "Mary Ann 100"], [("Mary Ann", 100), ("Bob", 10), ("Ada", 9)]),
        ([], []),
    ],
    ids=str,
)
@pytest.mark.hint(
    "Sorting is stable: what is equal stays in its order, also with `reverse=True`.",
    "A name whose points are zero or negative is in the table too.",
)
def test_standings_keeps_its_answers(parsed, lines, table):
    """Equal totals stay in the order of their names, and zero and negative ones are in it."""
    given = list(lines)
    found = standings(given)
    assert [(str(name), int(total)) for name, total in found] == table, f"the lines are {lines}"
    kinds = [isinstance(entry, tuple) and isinstance(entry[1], int) for entry in found]
    assert kinds == [True] * len(table), (
        f"it returned {found}: no tuples, or totals that are no int"
    )
    assert isinstance(found, list), f"it returned {found!r}, which is no list"
    assert given == lines, "the list was changed"
    assert len(parsed) <= len(lines), f"`parse` was called {len(parsed)} times for {lines}"


@pytest.mark.hint(
    "Counting those above each score is comparing all with all. What if they stood in line?",
    "`sorted` makes a new list; in it the position tells the rank.",
)
def test_rank_costs_one_sort():
    """`rank` compares a thousand scores about as often as sorting does, not all with all."""
    values = shuffled(range(-500, 500))
    scores = [Number(value) for value in values]
    ranks, few = few_operations(rank, scores)
    assert few, "more than 50,000 comparisons, hashes or sums for 1,000 scores"
    assert rank(shuffled(range(-500, 500))) == [500 - value for value in values]
    assert {"ranks of these in a subclass of int": ranks} == {
        "ranks of these in a subclass of int": [500 - value for value in values]
    }
    assert list(map(int, scores)) == values, "the list was changed"


@pytest.mark.hint(
    "After two firsts comes the third. What is the position of the first of equal scores?",
    "`setdefault` keeps the first position that it is given.",
)
def test_rank_shares_ranks():
    """Equal scores share the best rank of them, and the next rank is skipped."""
    assert rank([70, 95, 70, 60, 96]) == [3, 2, 3, 5, 1]
    assert rank([2, 2, 3, 1]) == [2, 2, 1, 4]
    assert rank([-3, -1, -3, 0, 0]) == [4, 3, 4, 1, 1]
    assert rank([-1_000_000, 1_000_000, 0, 1_000_000, 999_999]) == [5, 1, 4, 1, 3]
    assert rank([5]) == [1]
    assert rank([]) == []
    values = shuffled([50] * 300 + [-20] * 300 + [0] * 400)
    expected = [{50: 1, 0: 301, -20: 701}[value] for value in values]
    assert rank(shuffled([50] * 300 + [-20] * 300 + [0] * 400)) == expected
    ranks, few = few_operations(rank, [Number(value) for value in values])
    assert few, "more than 50,000 comparisons, hashes or sums for 1,000 scores"
    assert {"ranks of these in a subclass of int": ranks} == {
        "ranks of these in a subclass of int": expected
    }


@pytest.mark.hint(
    "Having one number of a pair, you know the other. How do you find it without a search?",
    "Walk through once and remember how often you saw each number.",
)
def test_pair_sums_is_linear():
    """`pair_sums` counts the pairs of a thousand different numbers without trying all of them."""
    values = shuffled(range(-499, 501))
    numbers = [Number(value) for value in values]
    found, few = few_operations(pair_sums, numbers, 1)
    assert few, "more than 50,000 comparisons, hashes or sums for 1,000 numbers"
    assert pair_sums(shuffled(range(-499, 501)), 1) == 500
    assert {"pairs of these in a subclass of int": found} == {
        "pairs of these in a subclass of int": 500
    }
    assert list(map(int, numbers)) == values, "the list was changed"


@pytest.mark.hint(
    "Three equal numbers make three pairs. How many times did you see the partner?",
    "Look up the partner before you count the number itself, or it is paired with itself.",
)
def test_pair_sums_counts_positions():
    """Repeated, negative and halved numbers pair by position, never with themselves."""
    triple = pair_sums([2, 2, 2], 4)
    assert triple == 3
    assert isinstance(triple, int), f"pair_sums([2, 2, 2], 4) is {triple!r}, which is no int"
    assert pair_sums([2], 4) == 0
    assert pair_sums([-1, -1, 3], -2) == 1
    assert pair_sums([5, 1, -1, 5], 4) == 2
    assert pair_sums([0, 0, 0, 7], 0) == 3
    assert pair_sums([3, -3, 4, 3], 0) == 2
    assert pair_sums([1, 2], 4) == 0
    assert pair_sums([1_000_000, 999_999, -1_000_000, 1_000_000], 0) == 2
    assert pair_sums([1_000_000, 999_999], 1_999_999) == 1
    assert pair_sums([], 0) == 0
    numbers = [-3, 3] * 250 + [0] * 300 + [7] * 200
    assert pair_sums([-3, 3] * 250 + [0] * 300 + [7] * 200, 0) == 250 * 250 + 300 * 299 // 2
    found, few = few_operations(pair_sums, [Number(value) for value in numbers], 0)
    assert few, "more than 50,000 comparisons, hashes or sums for 1,000 numbers"
    assert {"pairs of these in a subclass of int": found} == {
        "pairs of these in a subclass of int": 250 * 250 + 300 * 299 // 2
    }
