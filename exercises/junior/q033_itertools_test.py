"""Checks for Q33 · itertools."""

import sys
from itertools import chain, count, islice, repeat

import pytest
from q033_itertools import (
    batched,
    powerset,
    round_robin,
    run_length_decode,
    run_length_encode,
    sliding_window,
)


class Source:
    """An iterator over some items that counts how many of them were read, at most 1000."""

    def __init__(self, items):
        self.items = iter(items)
        self.read = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.read == 1000:
            pytest.fail("1000 items of an endless input were read for a few results")
        item = next(self.items)
        self.read += 1
        return item


def reads_per_result(results, source, number):
    """For each of the first results: the result, and how many items had been read by then."""
    return [(result, source.read) for result in islice(results, number)]


@pytest.mark.parametrize(
    ("items", "n", "windows"),
    [
        ("abcd", 2, [("a", "b"), ("b", "c"), ("c", "d")]),
        ("abc", 3, [("a", "b", "c")]),
        ([0, None], 1, [(0,), (None,)]),
        ("ab", 3, []),
        ("", 1, []),
    ],
)
@pytest.mark.hint(
    "Each window is the one before without its first item and with one more at its end.",
    "A `collections.deque` with a `maxlen` drops its oldest item by itself.",
)
def test_sliding_window(items, n, windows):
    """`sliding_window` gives overlapping tuples of `n` items, none if there are fewer."""
    assert list(sliding_window(items, n)) == windows
    assert list(sliding_window(iter(items), n)) == windows


@pytest.mark.parametrize(
    ("items", "n", "batches"),
    [
        ("abcde", 2, [("a", "b"), ("c", "d"), ("e",)]),
        ("abcdef", 3, [("a", "b", "c"), ("d", "e", "f")]),
        ([0, None, []], 1, [(0,), (None,), ([],)]),
        ("ab", 5, [("a", "b")]),
        ("", 2, []),
    ],
)
@pytest.mark.hint(
    "`zip` drops what is left at the end, and a list has slices, but an iterator has none.",
    "`tuple(islice(iterator, n))` takes up to `n` items; an empty one says that it's over.",
)
def test_batched(items, n, batches):
    """`batched` gives tuples of `n` items and what is left, but never an empty tuple."""
    assert list(batched(items, n)) == batches
    assert list(batched(iter(items), n)) == batches


@pytest.mark.hint("Only the last batch can be short. Which comparison finds it?")
def test_strict_batches_are_full():
    """With `strict`, a keyword, a short last batch raises a `ValueError` after the full ones."""
    assert list(batched("abcd", 2, strict=True)) == [("a", "b"), ("c", "d")]
    assert list(batched("", 2, strict=True)) == []
    assert [len(batch) for batch in batched(range(600), 300, strict=True)] == [300, 300]
    batches = batched("abcde", 2, strict=True)
    assert [next(batches), next(batches)] == [("a", "b"), ("c", "d")]
    with pytest.raises(ValueError):
        next(batches)
    with pytest.raises(TypeError):
        batched("abcd", 2, True)


@pytest.mark.parametrize(
    ("items", "runs"),
    [
        ("aaabccaa", [("a", 3), ("b", 1), ("c", 2), ("a", 2)]),
        ([None, None, 0], [(None, 2), (0, 1)]),
        ([[1], [1], [2]], [([1], 2), ([2], 1)]),
        ("", []),
    ],
)
@pytest.mark.hint(
    "`itertools.groupby` finds runs. Its groups are iterators: they have no `len`.",
    "Asking `groupby` for the next group empties the one before. Count at once.",
)
def test_encodes_runs(items, runs):
    """`run_length_encode` gives each run as a tuple of its item and its length."""
    assert list(run_length_encode(items)) == runs
    assert list(run_length_encode(iter(items))) == runs


@pytest.mark.hint("Of a run of equal items, the first is the one to give.")
def test_run_gives_its_first_item():
    """Items that are equal but not the same make one run, which gives the first of them."""
    runs = list(run_length_encode([True, 1, 1.0, 0, False]))
    assert runs == [(1, 3), (0, 2)]
    assert [type(item) for item, _ in runs] == [bool, int]


@pytest.mark.parametrize(
    ("pairs", "items"),
    [
        ([("a", 2), ("b", 1)], ["a", "a", "b"]),
        ([(None, 1), ("gone", 0), ([], 2)], [None, [], []]),
        ([], []),
    ],
)
@pytest.mark.hint("`itertools.repeat` and `chain.from_iterable` do it, or two loops.")
def test_decodes_pairs(pairs, items):
    """`run_length_decode` repeats each item as often as its count says, for 0 not at all."""
    assert list(run_length_decode(pairs)) == items
    assert list(run_length_decode(iter(pairs))) == items


@pytest.mark.parametrize(
    ("iterables", "items"),
    [
        (["abc", "d", "ef"], ["a", "d", "e", "b", "f", "c"]),
        (["a", "bcd", "ef"], ["a", "b", "e", "c", "f", "d"]),
        (["", [None, 0], "", [None]], [None, None, 0]),
        ([["only"]], ["only"]),
        ([[], []], []),
        ([], []),
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
    assert list(round_robin(*map(iter, iterables))) == items


@pytest.mark.parametrize(
    ("items", "choices"),
    [
        (
            "cab",
            [(), ("c",), ("a",), ("b",), ("c", "a"), ("c", "b"), ("a", "b"), ("c", "a", "b")],
        ),
        ([[1], [1]], [(), ([1],), ([1],), ([1], [1])]),
        ("", [()]),
    ],
)
@pytest.mark.hint(
    "`combinations(items, size)` gives the choices of one size. Which sizes are there?",
    "An iterator can be read only once: keep its items first.",
)
def test_powerset(items, choices):
    """`powerset` gives all choices by size, then in the order of the items, by position."""
    assert list(powerset(items)) == choices
    assert list(powerset(iter(items))) == choices


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda source: sliding_window(source, 2), id="sliding_window"),
        pytest.param(lambda source: batched(source, 2), id="batched"),
        pytest.param(run_length_encode, id="run_length_encode"),
        pytest.param(run_length_decode, id="run_length_decode"),
        pytest.param(lambda source: round_robin(source, [("x", 1)]), id="round_robin"),
        pytest.param(powerset, id="powerset"),
    ],
)
@pytest.mark.hint(
    "A function with `yield`, and a chain of `itertools` objects, give iterators.",
    "The body of a generator doesn't start before the first `next`.",
)
def test_returns_iterators_that_have_read_nothing(call):
    """Each call returns an iterator; only `powerset` may have read anything by then."""
    source = Source([("a", 1), ("b", 1)])
    results = call(source)
    assert iter(results) is results, f"{results!r} is not an iterator"
    assert call is powerset or source.read == 0, f"the call alone has read {source.read} items"


@pytest.mark.hint(
    "A `for` loop over the input reads one item a round: when do you have enough for a result?",
    "`islice(iterator, n)` stops in time. `zip` of iterators has read from some when one ends.",
)
def test_windows_and_batches_read_what_they_need():
    """On endless input, a window and a batch come as soon as their last item is read."""
    source = Source(count())
    windows = reads_per_result(sliding_window(source, 3), source, 3)
    assert windows == [((0, 1, 2), 3), ((1, 2, 3), 4), ((2, 3, 4), 5)]
    source = Source(count())
    batches = reads_per_result(batched(source, 3), source, 2)
    assert batches == [((0, 1, 2), 3), ((3, 4, 5), 6)]


@pytest.mark.hint(
    "A run is over when an item that isn't equal has been read: give it then.",
    "A list as long as the count can be too large for any machine.",
)
def test_runs_are_encoded_and_decoded_one_by_one():
    """On endless input, a run is given when the next begins, and a pair is read when it's due."""
    source = Source(chain("aab", repeat("c", 3), count()))
    runs = reads_per_result(run_length_encode(source), source, 4)
    assert runs == [(("a", 2), 3), (("b", 1), 4), (("c", 3), 7), ((0, 1), 8)]
    source = Source(chain([("a", 2), ("b", 9)], repeat(("c", 1))))
    items = reads_per_result(run_length_decode(source), source, 4)
    assert items == [("a", 1), ("a", 1), ("b", 2), ("b", 2)]
    assert next(run_length_decode([("d", sys.maxsize)])) == "d"


@pytest.mark.hint(
    "Don't collect a whole round before you give its first item.",
    "`chain.from_iterable` joins one `combinations` a size without storing any of them.",
)
def test_rounds_and_choices_come_one_by_one():
    """`round_robin` reads one item a result, and `powerset` doesn't compute what nobody wants."""
    left, right = Source(count()), Source(count(100))
    turns = round_robin(left, right)
    reads = [(next(turns), left.read, right.read) for _ in range(4)]
    assert reads == [(0, 1, 0), (100, 1, 1), (1, 2, 1), (101, 2, 2)]
    choices = powerset(range(64))
    assert list(islice(choices, 66)) == [(), *((i,) for i in range(64)), (0, 1)]
