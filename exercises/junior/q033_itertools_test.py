"""Checks for Q33 · itertools."""

from collections.abc import Iterator
from itertools import chain, count, islice, repeat

import pytest
from q033_itertools import powerset, round_robin, run_length_encode, sliding_window


class Source:
    """An iterator over some items, the first thousand at most.

    `read` is how many items it has given, `asked` how often it was asked for one.
    """

    def __init__(self, items):
        self.items = islice(items, 1000)
        self.read = self.asked = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        item = next(self.items)
        self.read += 1
        return item


@pytest.mark.parametrize(
    ("items", "n", "windows"),
    [
        ("abcd", 2, [("a", "b"), ("b", "c"), ("c", "d")]),
        ("abcd", 3, [("a", "b", "c"), ("b", "c", "d")]),
        ("abc", 3, [("a", "b", "c")]),
        ("abc", 1, [("a",), ("b",), ("c",)]),
        ("aaa", 2, [("a", "a"), ("a", "a")]),
        ("ab", 3, []),
        ("a", 3, []),
    ],
)
@pytest.mark.hint(
    "Each window is the one before without its first item and with one more at its end.",
    "A `collections.deque` with a `maxlen` drops its oldest item by itself.",
)
def test_sliding_window(items, n, windows):
    """`sliding_window` gives overlapping tuples of `n` items, none if there are fewer items."""
    assert list(sliding_window(items, n)) == windows


@pytest.mark.parametrize(
    ("items", "runs"),
    [
        ("aaabccaa", [("a", 3), ("b", 1), ("c", 2), ("a", 2)]),
        ("abab", [("a", 1), ("b", 1), ("a", 1), ("b", 1)]),
        ("a", [("a", 1)]),
        ([100_000, 10**5, int("100000")], [(100_000, 3)]),
    ],
)
@pytest.mark.hint(
    "`itertools.groupby` finds runs. Its groups are iterators: they have no `len`.",
    "Asking `groupby` for the next group empties the one before. Count at once.",
)
def test_encodes_runs(items, runs):
    """`run_length_encode` gives each run as a tuple of its item and its length."""
    assert list(run_length_encode(items)) == runs


@pytest.mark.hint("Of a run of equal items, the first is the one to give.")
def test_a_run_gives_its_first_item():
    """Items that are equal but not the same make one run, which gives the first of them."""
    runs = list(run_length_encode([True, 1, 1.0, 0, False, 2.0, 2]))
    assert runs == [(1, 3), (0, 2), (2, 2)]
    kinds = [type(item).__name__ for item, _ in runs]
    assert kinds == ["bool", "int", "float"], "the input is [True, 1, 1.0, 0, False, 2.0, 2]"
    first, second = [1], [1]
    assert list(run_length_encode([first, second]))[0][0] is first, (
        "the item of a run of two equal lists, [1] and [1], is not the first of the two itself"
    )


@pytest.mark.parametrize(
    ("iterables", "items"),
    [
        (["abc", "d", "ef"], ["a", "d", "e", "b", "f", "c"]),
        (["a", "bcd", "ef"], ["a", "b", "e", "c", "f", "d"]),
        (["a", "b", "cde"], ["a", "b", "c", "d", "e"]),
        (["aa", "aa"], ["a", "a", "a", "a"]),
        ([["only"]], ["only"]),
    ],
)
@pytest.mark.hint(
    "`zip` stops with the shortest; `zip_longest` fills up with something that isn't yours.",
    "Whoever removes from a list while looping over it skips the next one.",
    "Go round over iterators, and keep for the next round those that gave an item.",
)
def test_round_robin(iterables, items):
    """`round_robin` takes turns, leaves out who has run out, and goes on with the others."""
    assert list(round_robin(*iterables)) == items


@pytest.mark.parametrize(
    ("items", "choices"),
    [
        (
            "cab",
            [(), ("c",), ("a",), ("b",), ("c", "a"), ("c", "b"), ("a", "b"), ("c", "a", "b")],
        ),
        ("aa", [(), ("a",), ("a",), ("a", "a")]),
        (
            [4, 3, 2, 1],
            [(), (4,), (3,), (2,), (1,)]
            + [(4, 3), (4, 2), (4, 1), (3, 2), (3, 1), (2, 1)]
            + [(4, 3, 2), (4, 3, 1), (4, 2, 1), (3, 2, 1), (4, 3, 2, 1)],
        ),
        ("a", [(), ("a",)]),
    ],
)
@pytest.mark.hint(
    "`combinations(items, size)` gives the choices of one size. Which sizes are there?"
)
def test_powerset(items, choices):
    """`powerset` gives all choices by size, then in the order of the items, by position."""
    assert list(powerset(items)) == choices


@pytest.mark.hint(
    "None, 0 and an empty list are items like any other.",
    "What has no hash goes into no set and is no key of a dict.",
)
def test_takes_any_items():
    """Items may be None, count as false, or have no hash."""
    assert list(sliding_window([None, [], 0], 2)) == [(None, []), ([], 0)]
    assert list(run_length_encode([None, None, [1], [1], [], 0])) == [
        (None, 2),
        ([1], 2),
        ([], 1),
        (0, 1),
    ]
    assert list(run_length_encode([1, None, None])) == [(1, 1), (None, 2)]
    assert list(run_length_encode([None])) == [(None, 1)]
    assert list(run_length_encode([""])) == [("", 1)]
    assert list(run_length_encode(["", "", 0, (), ""])) == [("", 2), (0, 1), ((), 1), ("", 1)]
    assert list(run_length_encode([-1, -1, ()])) == [(-1, 2), ((), 1)]
    assert list(round_robin([-1, "", ()], [None])) == [-1, None, "", ()]
    assert list(sliding_window([1, None, None], 2)) == [(1, None), (None, None)]
    assert list(round_robin([None, 0, (1, 2)], [[]], [None])) == [None, [], None, 0, (1, 2)]
    assert list(powerset([[], None])) == [(), ([],), (None,), ([], None)]
    assert list(powerset([[1], [1]])) == [(), ([1],), ([1],), ([1], [1])]


@pytest.mark.hint("Nothing to give is no error: the loop just ends.")
def test_empty_input():
    """Empty input gives nothing, and of `powerset` one empty tuple."""
    assert list(sliding_window([], 2)) == []
    assert list(sliding_window("", 1)) == []
    assert list(run_length_encode([])) == []
    assert list(round_robin([], "", [])) == []
    assert list(round_robin("", [1, 2], "")) == [1, 2]
    assert list(round_robin()) == []
    assert list(powerset(iter([]))) == [()]


@pytest.mark.hint(
    "An iterator has no length and no index, and can be read only once.",
    "Where an input is needed more than once, keep its items first.",
)
def test_takes_iterators():
    """An iterator does as well as a list; so does a stream without end."""
    assert list(sliding_window(iter("abc"), 2)) == [("a", "b"), ("b", "c")]
    assert list(islice(sliding_window(Source(count()), 2), 2)) == [(0, 1), (1, 2)]
    assert list(run_length_encode(iter("aab"))) == [("a", 2), ("b", 1)]
    assert list(islice(run_length_encode(Source(count())), 2)) == [(0, 1), (1, 1)]
    assert list(round_robin(iter("abc"), ["d"], "e")) == ["a", "d", "e", "b", "c"]
    assert list(islice(round_robin(Source(count()), "a"), 4)) == [0, "a", 1, 2]
    assert list(powerset(iter("ab"))) == [(), ("a",), ("b",), ("a", "b")]
    assert next(islice(sliding_window(iter(range(9000)), 2), 2000, None)) == (2000, 2001)
    assert next(islice(run_length_encode(iter(range(9000))), 2000, None)) == (2000, 1)
    assert next(islice(round_robin(iter(range(9000)), iter(range(9000))), 2000, None)) == 1000


@pytest.mark.hint("A function with `yield`, and a chain of `itertools` objects, give iterators.")
def test_returns_iterators():
    """Each function returns an iterator."""
    results = {
        'sliding_window("abc", 2)': sliding_window("abc", 2),
        'run_length_encode("abc")': run_length_encode("abc"),
        'round_robin("abc", "d")': round_robin("abc", "d"),
        'powerset("abc")': powerset("abc"),
        "sliding_window([], 2)": sliding_window([], 2),
        "run_length_encode([])": run_length_encode([]),
        "round_robin()": round_robin(),
        "powerset([])": powerset([]),
    }
    others = {
        call: f"a {type(result).__name__}"
        for call, result in results.items()
        if not isinstance(result, Iterator)
    }
    assert {"what is no iterator": others} == {"what is no iterator": {}}


@pytest.mark.hint(
    "The body of a generator doesn't start before the first `next`.",
    "`tuple(iterable)` in a function without `yield` reads at the call.",
)
def test_the_call_reads_nothing():
    """A call alone reads no item; asking for the first result does."""
    windows, runs, turns, choices = Source("ab"), Source("ab"), Source("ab"), Source("ab")
    results = {
        'sliding_window(iter("ab"), 2)': sliding_window(windows, 2),
        'run_length_encode(iter("ab"))': run_length_encode(runs),
        'round_robin(it, it), of it = iter("ab")': round_robin(turns, turns),
        'powerset(iter("ab"))': powerset(choices),
    }
    read = [windows.read, runs.read, turns.read, choices.read]
    assert {"items read by each call": dict(zip(results, read, strict=True))} == {
        "items read by each call": dict.fromkeys(results, 0)
    }
    firsts = [("a", "b"), ("a", 1), "a", ()]
    assert {call: next(result, "nothing") for call, result in results.items()} == dict(
        zip(results, firsts, strict=True)
    ), "the first result of each"
    items = []
    results = {
        "sliding_window(items, 1)": sliding_window(items, 1),
        "run_length_encode(items)": run_length_encode(items),
        "round_robin(items)": round_robin(items),
        "powerset(items)": powerset(items),
    }
    items.append("late")
    assert {call: list(result) for call, result in results.items()} == {
        "sliding_window(items, 1)": [("late",)],
        "run_length_encode(items)": [("late", 1)],
        "round_robin(items)": ["late"],
        "powerset(items)": [(), ("late",)],
    }, "a list that was empty at the call, and had one item when the results were asked for"


@pytest.mark.hint(
    "A `for` loop over the input reads one item a round: when do you have enough for a result?",
    "`islice(iterator, n)` stops in time.",
)
def test_a_window_reads_what_it_needs():
    """The first window reads `n` items, and each further one reads one."""
    source = Source(count())
    assert [(window, source.read) for window in islice(sliding_window(source, 3), 3)] == [
        ((0, 1, 2), 3),
        ((1, 2, 3), 4),
        ((2, 3, 4), 5),
    ], "pairs (window, items read so far) of the numbers 0, 1, 2 …"
    source = Source(count())
    assert [(window, source.read) for window in islice(sliding_window(source, 1), 2)] == [
        ((0,), 1),
        ((1,), 2),
    ], "pairs (window, items read so far) of the numbers 0, 1, 2 …"
    items = [1, 2]
    windows = sliding_window(items, 2)
    seen = [next(windows)]
    items.append(3)
    assert seen + list(windows) == [(1, 2), (2, 3)], (
        "windows of the list [1, 2], to which 3 was added after the first window"
    )


@pytest.mark.hint("A run is over when an item that isn't equal has been read: give it then.")
def test_a_run_reads_what_it_needs():
    """A run is given as soon as the item that begins the next one has been read."""
    source = Source(chain("aab", repeat("c", 3), count()))
    assert [(run, source.read) for run in islice(run_length_encode(source), 5)] == [
        (("a", 2), 3),
        (("b", 1), 4),
        (("c", 3), 7),
        ((0, 1), 8),
        ((1, 1), 9),
    ], "pairs (run, items read so far) of the items 'a', 'a', 'b', 'c', 'c', 'c', 0, 1, 2 …"
    items = [1, 2]
    runs = run_length_encode(items)
    seen = [next(runs)]
    items.append(2)
    assert seen + list(runs) == [(1, 1), (2, 2)], (
        "runs of the list [1, 2], to which 2 was added after the first run"
    )


@pytest.mark.hint(
    "Don't collect a whole round before you give its first item.",
    "When an iterator has said that it is over, forget it.",
)
def test_a_turn_reads_what_it_needs():
    """`round_robin` reads one item a result, and asks none again that has run out."""
    left, right = Source(count()), Source(count(100))
    turns = round_robin(left, right)
    assert [(next(turns, "the end"), left.read, right.read) for _ in range(4)] == [
        (0, 1, 0),
        (100, 1, 1),
        (1, 2, 1),
        (101, 2, 2),
    ], (
        "triples (result, items read from the left, items read from the right) of "
        "turns = round_robin(left, right); left gives 0, 1, 2 …, right gives 100, 101, 102 …"
    )
    first, second = Source(count()), Source(count(100))
    turns = round_robin(first, "a", second)
    assert [(next(turns, "the end"), first.read, second.read) for _ in range(6)] == [
        (0, 1, 0),
        ("a", 1, 0),
        (100, 1, 1),
        (1, 2, 1),
        (101, 2, 2),
        (2, 3, 2),
    ], (
        "triples (result, items read from the first, items read from the second) of "
        'turns = round_robin(first, "a", second); first gives 0, 1 …, second gives 100, 101 …'
    )
    source = Source(count())
    assert [(item, source.read) for item in islice(round_robin("a", source), 4)] == [
        ("a", 0),
        (0, 1),
        (1, 2),
        (2, 3),
    ], "pairs (result, items of source read so far); source gives 0, 1, 2 …"
    items = [1, 2]
    turns = round_robin(items, "a")
    seen = [next(turns)]
    items.append(3)
    assert seen + list(turns) == [1, "a", 2, 3], (
        'round_robin([1, 2], "a"), with 3 added to the list after the first item'
    )
    short, none, long = Source("a"), Source(""), Source("bcde")
    assert list(round_robin(short, none, long)) == ["a", "b", "c", "d", "e"], (
        'short = iter("a"), none = iter(""), long = iter("bcde")'
    )
    assert {"short": short.asked, "none": none.asked, "long": long.asked} == {
        "short": 2,
        "none": 1,
        "long": 5,
    }, "how often iterators over 1, 0 and 4 items were asked for one by round_robin"


@pytest.mark.hint(
    "Count the items of a run as they come, without a list of them.",
)
def test_memory_stays_flat(peak_memory):
    """A run is counted without being stored."""
    results = []

    def run():
        results.append(next(run_length_encode(repeat("a", 100_000)), "nothing"))

    for_run = peak_memory(run)
    assert {'first of run_length_encode(repeat("a", 100_000))': results} == {
        'first of run_length_encode(repeat("a", 100_000))': [("a", 100_000)]
    }
    assert for_run < 100_000, f"a run of 100,000 items took {for_run:,} bytes"
