"""Checks for Q12 · Iterators and generators."""

from itertools import islice

import pytest
from q012_iterators_generators import Countdown, chunked, fibonacci, take


class Source:
    """An iterator over 0, 1, 2, … that counts what was read, and ends at `end`, if there is one.

    Whoever reads a thousand items of it does not mean to stop.
    """

    def __init__(self, end=1000):
        self.read, self.end = 0, end

    def __iter__(self):
        return self

    def __next__(self):
        if self.read == self.end:
            raise StopIteration
        self.read += 1
        return self.read - 1


@pytest.mark.parametrize(
    ("start", "numbers"),
    [
        (3, [3, 2, 1]),
        (1, [1]),
        (0, []),
        (-1, []),
        (-2, []),
        (10**20, [10**20, 10**20 - 1, 10**20 - 2, 10**20 - 3, 10**20 - 4]),
    ],
)
@pytest.mark.hint(
    "What must `__next__` do when there is no number left?",
    "A start below 0 has passed the end already: compare with `<`, not with `==`.",
)
def test_countdown_counts_down(start, numbers):
    """`Countdown` gives the integers from `start` down to 1, none for 0 or less."""
    assert list(islice(Countdown(start), 5)) == numbers
    both = zip(Countdown(start), Countdown(9), strict=False)
    assert list(islice(both, 5)) == list(zip(numbers, [9, 8, 7, 6, 5], strict=False)), (
        f"from zip(Countdown({start}), Countdown(9)):"
    )


@pytest.mark.hint(
    "`iter(iterator)` must work, so that a `for` loop takes an iterator too: return `self`.",
    "Is anything set back in `__iter__`?",
)
def test_countdown_is_its_own_iterator():
    """`iter()` of a `Countdown` is the object itself and goes on where it was."""
    assert next(Countdown(3)) == 3
    countdown = Countdown(3)
    assert next(countdown) == 3
    same = iter(countdown) is countdown
    assert same, "iter() of a Countdown(3) returned another object"
    assert next(countdown) == 2, "after 3 and a call of iter():"


@pytest.mark.parametrize(("start", "numbers"), [(2, [2, 1]), (0, []), (-3, [])])
@pytest.mark.hint("Raise `StopIteration` without changing anything on the way.")
def test_countdown_stays_exhausted(start, numbers):
    """After the end, every further `next` raises `StopIteration`, and a loop gives nothing."""
    countdown = Countdown(start)
    assert list(islice(countdown, 5)) == numbers
    assert next(countdown, "the end") == "the end", f"after {numbers} were taken"
    assert next(countdown, "the end") == "the end", (
        f"after {numbers} were taken, and then once more"
    )
    assert list(islice(countdown, 5)) == [], "after three times `StopIteration`:"
    same = iter(countdown) is countdown
    assert same, f"iter() of a Countdown({start}) at its end returned another object"


@pytest.mark.hint(
    "`while True:` is fine in a generator: it pauses at each `yield`.",
    "Two variables are enough: the number to give now and the one after it.",
)
def test_fibonacci_has_no_end():
    """`fibonacci` starts 0, 1, 1, 2 and goes on without end, with exact numbers."""
    assert next(fibonacci()) == 0
    assert list(islice(fibonacci(), 10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    assert next(islice(fibonacci(), 100, None)) == 354224848179261915075
    far = next(islice(fibonacci(), 2000, None), 0)
    assert far % 10**10 == 2516817125, "the last ten digits of the 2000th number"


@pytest.mark.hint("Where do the two numbers live: in the function, or outside of it?")
def test_fibonacci_starts_anew():
    """Each call of `fibonacci` starts at 0 and goes its own way."""
    first, second = fibonacci(), fibonacci()
    assert [next(first) for _ in range(5)] == [0, 1, 1, 2, 3], "`first` is one fibonacci()"
    assert (next(second), next(first), next(second)) == (0, 5, 1), (
        "`first`, which has given 0, 1, 1, 2, 3, and `second` are two calls of fibonacci()"
    )
    assert next(fibonacci()) == 0
    for numbers, further in ((first, 2100), (second, 2200)):
        next(islice(numbers, further, None), None)
    numbers = [next(first, 0) % 10**10, next(second, 0) % 10**10]
    assert numbers == [4808129413, 9231572677], (
        "the last ten digits of the 2107th and the 2203rd number, after `second` overtook `first`"
    )


@pytest.mark.parametrize(
    ("items", "size", "chunks"),
    [
        ("abcde", 2, [["a", "b"], ["c", "d"], ["e"]]),
        (range(6), 3, [[0, 1, 2], [3, 4, 5]]),
        ((0, None, "", []), 1, [[0], [None], [""], [[]]]),
        ((..., -1, False), 2, [[..., -1], [False]]),
        ([None, None, None], 2, [[None, None], [None]]),
        ({"x": 1, "y": 2}, 5, [["x", "y"]]),
        ({0: "x", 1: "y"}, 1, [[0], [1]]),
        ("ab", 1, [["a"], ["b"]]),
        ([], 2, []),
    ],
)
@pytest.mark.hint(
    "`list(itertools.islice(iterator, size))` takes the next few items.",
    "It is empty when there is nothing left: that is the end, not a chunk.",
    "Each list must start where the last one ended: call `iter` once, before all else.",
)
def test_chunks(items, size, chunks):
    """`chunked` gives lists of `size` items, a shorter last one if need be, never an empty one."""
    assert list(islice(chunked(items, size), 9)) == chunks
    assert list(islice(chunked(iter(items), size), 9)) == chunks


@pytest.mark.hint("Where do you make the list: once, or for every chunk?")
def test_chunked_returns_an_iterator_over_new_lists():
    """`chunked` returns an iterator, and each list is a new one."""
    assert next(chunked([1, 2, 3], 2)) == [1, 2]
    assert list(islice(chunked([1, 2, 3], 2), 3)) == [[1, 2], [3]]
    chunks = chunked([1, 2, 3], 2)
    same = iter(chunks) is chunks
    assert same, "iter() of chunked([1, 2, 3], 2) returned another object"
    first = next(chunks)
    assert (first, next(chunks), first) == ([1, 2], [3], [1, 2]), "of chunked([1, 2, 3], 2)"
    with pytest.raises(StopIteration):
        next(chunks)
    chunks = chunked("abcd", 2)
    next(chunks).clear()
    assert next(chunks, "the end") == ["c", "d"], "after the list ['a', 'b'] was emptied"


@pytest.mark.parametrize("size", [0, -3])
@pytest.mark.hint(
    "The body of a generator function does not run before the first `next`.",
    "Look at `size` in a plain function that then returns a generator.",
)
def test_chunked_refuses_its_size_at_the_call(size):
    """A size below 1 raises a `ValueError` as soon as `chunked` is called."""
    with pytest.raises(ValueError):
        chunked([1, 2, 3], size)
    with pytest.raises(ValueError):
        chunked([], size)


@pytest.mark.hint(
    "Build no list of the input, and none of the chunks.",
    "Reading one item ahead, to see whether there is more, is one too many.",
)
def test_chunked_reads_no_more_than_it_gives():
    """`chunked` reads nothing at first, then the items of one list at a time."""
    assert next(chunked(Source(), 3)) == [0, 1, 2]
    assert list(islice(chunked(Source(), 1), 2)) == [[0], [1]]
    source = Source()
    chunks = chunked(source, 3)
    assert source.read == 0, "items were read at the call:"
    assert next(chunks) == [0, 1, 2]
    assert source.read == 3, "items read for one list of 3:"
    assert next(source) == 3
    assert next(chunks) == [4, 5, 6]
    assert source.read == 7, "items read for two lists of 3, and one by somebody else:"
    source = Source()
    chunks = chunked(source, 1)
    assert [next(chunks), next(chunks)] == [[0], [1]], "of chunked(source, 1)"
    assert source.read == 2, "items read for two lists of 1:"
    items = [1, 2, 3]
    chunks = chunked(items, 2)
    items[0] = 7
    assert next(chunks, "the end") == [7, 2], (
        "an item of the list [1, 2, 3] became 7 before the first next"
    )
    items[2] = 9
    assert next(chunks, "the end") == [9], (
        "an item of the list [7, 2, 3] became 9 after the first next"
    )


@pytest.mark.parametrize(
    ("n", "items", "taken"),
    [
        (2, "abc", ["a", "b"]),
        (3, "abc", ["a", "b", "c"]),
        (4, "abc", ["a", "b", "c"]),
        (0, "abc", []),
        (2, [None, 0, ""], [None, 0]),
        (4, [..., -1, False], [..., -1, False]),
        (1, {"x": 1, "y": 2}, ["x"]),
        (1, {0: "x", 1: "y"}, [0]),
    ],
)
@pytest.mark.hint(
    "Not every iterable has a length or can be sliced.",
    "`for item in iterable` works on all of them; when do you leave the loop?",
)
def test_take_gives_the_first_items(n, items, taken):
    """`take` gives the first `n` items as a list, or all if there are fewer."""
    assert take(n, items) == taken
    assert take(n, iter(items)) == taken


@pytest.mark.hint(
    "A loop that breaks when it has enough has read one item to find out.",
    "`zip(iterable, range(n))` reads from its first argument first.",
)
def test_take_leaves_the_rest():
    """`take` does not read past the items it returns, and for 0 it reads nothing."""
    source = Source()
    assert take(0, source) == []
    assert source.read == 0, "items read for take(0, …):"
    assert take(3, source) == [0, 1, 2]
    assert source.read == 3, "items read for take(3, …):"
    assert take(2, source) == [3, 4]
    take(0, source).append("mine")
    assert take(0, source) == [], "after something was put into the list of an earlier call"


@pytest.mark.parametrize("n", [-1, -20])
@pytest.mark.hint("Look at `n` first, before you read anything.")
def test_take_refuses_a_negative_number(n):
    """A negative `n` raises a `ValueError`, also when there is no end to reach."""
    with pytest.raises(ValueError):
        take(n, "abc")
    with pytest.raises(ValueError):
        take(n, [])
    source = Source()
    with pytest.raises(ValueError):
        take(n, source)
    assert source.read == 0, f"items read for take({n}, …):"
