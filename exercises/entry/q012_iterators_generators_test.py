"""Checks for Q12 · Iterators and generators."""

from itertools import islice

import pytest
from q012_iterators_generators import Countdown, CountdownIterator, chunked, fibonacci, take


def endless():
    """The numbers from 0 on; whoever asks for a thousand does not mean to stop."""
    yield from range(1000)
    pytest.fail("a thousand items were read from an input without end")


@pytest.mark.parametrize(
    ("start", "numbers"), [(3, [3, 2, 1]), (1, [1]), (0, []), (-2, [])], ids=str
)
@pytest.mark.hint(
    "What must `__next__` do when there is no number left?",
    "A start below 0 has passed the end already: compare with `<`, not with `==`.",
)
def test_countdown_iterator_counts_down(start, numbers):
    """`CountdownIterator` gives the numbers from `start` down to 1, none for 0 or less."""
    assert list(islice(CountdownIterator(start), 5)) == numbers


@pytest.mark.hint(
    "`iter(iterator)` must work, so that a `for` loop takes an iterator too: return `self`.",
)
def test_countdown_iterator_is_its_own_iterator():
    """`iter()` of a `CountdownIterator` is the object itself and goes on where it was."""
    iterator = CountdownIterator(3)
    assert next(iterator) == 3
    assert iter(iterator) is iterator
    assert next(iterator) == 2


@pytest.mark.hint("Raise `StopIteration` without changing anything on the way.")
def test_countdown_iterator_stays_exhausted():
    """After the end, every further `next` raises `StopIteration`."""
    iterator = CountdownIterator(1)
    assert next(iterator) == 1
    for _ in range(3):
        with pytest.raises(StopIteration):
            next(iterator)


@pytest.mark.hint(
    "If `Countdown` keeps the current number, the second loop finds it used up.",
    "`Countdown.__iter__` returns a new `CountdownIterator` each time.",
)
def test_countdown_can_be_looped_twice():
    """`Countdown` starts anew with every `iter()`, each time with a new `CountdownIterator`."""
    countdown = Countdown(3)
    assert (list(islice(countdown, 5)), list(islice(countdown, 5))) == ([3, 2, 1], [3, 2, 1])
    assert type(iter(countdown)) is CountdownIterator


@pytest.mark.hint("Two loops at the same time need two iterators.")
def test_countdown_can_be_nested():
    """A loop over a `Countdown` within a loop over the same one does not disturb it."""
    countdown = Countdown(2)
    pairs = ((outer, inner) for outer in countdown for inner in countdown)
    assert list(islice(pairs, 9)) == [(2, 2), (2, 1), (1, 2), (1, 1)]


@pytest.mark.hint(
    "`while True:` is fine in a generator: it pauses at each `yield`.",
    "Two variables are enough: the number to give now and the one after it.",
)
def test_fibonacci():
    """`fibonacci` starts 0, 1, 1, 2, goes on without end, and starts anew at each call."""
    numbers = fibonacci()
    assert list(islice(numbers, 10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    assert [next(islice(numbers, 90, None)), next(fibonacci())] == [354224848179261915075, 0]


@pytest.mark.parametrize(
    ("items", "size", "chunks"),
    [
        ("abcde", 2, [["a", "b"], ["c", "d"], ["e"]]),
        (range(6), 3, [[0, 1, 2], [3, 4, 5]]),
        ((0, None, ""), 1, [[0], [None], [""]]),
        ([1, 2], 5, [[1, 2]]),
        ([], 2, []),
    ],
)
@pytest.mark.hint(
    "`list(itertools.islice(iterator, size))` takes the next few items.",
    "It is empty when there is nothing left: that is the end, not a chunk.",
)
def test_chunks(items, size, chunks):
    """`chunked` gives lists of `size` items, a shorter last one if need be, never an empty one."""
    assert list(islice(chunked(iter(items), size), 9)) == chunks
    assert list(islice(chunked(items, size), 9)) == chunks


@pytest.mark.parametrize("size", [0, -3])
@pytest.mark.hint(
    "The body of a generator function does not run before the first `next`.",
    "Look at `size` in a plain function that then returns a generator.",
)
def test_chunked_refuses_its_size_at_the_call(size):
    """A size below 1 raises a `ValueError` that names it as soon as `chunked` is called."""
    with pytest.raises(ValueError, match=str(size)):
        chunked([1, 2, 3], size)


@pytest.mark.hint(
    "Build no list of the input, and none of the chunks.",
    "Reading one item ahead, to see whether there is more, is one too many.",
)
def test_chunked_reads_no_more_than_it_gives():
    """`chunked` reads nothing at first, then the items of one chunk at a time."""
    numbers = endless()
    chunks = chunked(numbers, 3)
    assert next(numbers) == 0
    assert next(chunks) == [1, 2, 3]
    assert next(numbers) == 4
    assert next(chunks) == [5, 6, 7]


@pytest.mark.parametrize(("n", "taken"), [(2, ["a", "b"]), (3, ["a", "b", "c"]), (4, list("abc"))])
@pytest.mark.hint(
    "Not every iterable has a length or can be sliced; `itertools.islice` needs neither."
)
def test_take_gives_the_first_items(n, taken):
    """`take` gives the first `n` items as a list, or all if there are fewer."""
    assert take(n, "abc") == taken
    assert take(n, iter("abc")) == taken


@pytest.mark.hint(
    "A loop that breaks when it has enough has read one item to find out.",
    "`zip(iterable, range(n))` reads from its first argument first.",
)
def test_take_leaves_the_rest():
    """`take` does not read past the items it returns, and for 0 it reads nothing."""
    numbers = endless()
    assert take(0, numbers) == []
    assert take(3, numbers) == [0, 1, 2]
    assert next(numbers) == 3


@pytest.mark.hint("Look at `n` first, and put it into the message.")
def test_take_refuses_a_negative_number():
    """A negative `n` raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match="-1"):
        take(-1, "abc")
