"""Checks for Q24 · Iterables and iterators."""

from unittest.mock import ANY

import pytest
from q024_iterables import Peekable, Playlist, is_iterable, is_iterator

SONGS = ["Intro", "Aria", "Finale"]


def generator(items=(1, 2, 3)):
    yield from items


class Letters:
    """Iterable by the old protocol alone: `__getitem__` from 0 up to an `IndexError`."""

    def __getitem__(self, index):
        return "abc"[index]


class NextOnly:
    """Has `__next__` but no `__iter__`."""

    def __next__(self):
        return 1


class Restarting(NextOnly):
    """Has both methods, but `__iter__` returns another object, though an equal one."""

    def __iter__(self):
        return Restarting()

    def __eq__(self, other):
        return isinstance(other, Restarting)

    __hash__ = None


class Locked:
    """Says that it is not iterable."""

    __iter__ = None


@pytest.mark.hint(
    "Which built-in function makes an iterator of an iterable, and what does it do otherwise?",
    "Try `iter(obj)`; a `TypeError` means no.",
)
def test_tells_what_is_iterable():
    """`is_iterable` is True for what `iter()` accepts and False for anything else."""
    iterable = ["", [], (1,), {}, {1}, range(0), b"x", generator(), iter([]), zip()]
    assert [is_iterable(obj) for obj in iterable] == [True] * 10
    other = [5, 1.5, None, len, object(), list, Letters, NextOnly(), Locked()]
    assert [is_iterable(obj) for obj in other] == [False] * 9
    assert {type(is_iterable(obj)) for obj in ([], 5)} == {bool}


@pytest.mark.hint(
    "`isinstance(obj, Iterable)` and `hasattr(obj, '__iter__')` look for `__iter__` alone.",
    "`iter()` itself knows the old protocol.",
)
def test_knows_the_old_protocol():
    """An object with `__getitem__` alone is iterable and no iterator, and `Peekable` takes it."""
    assert (is_iterable(Letters()), is_iterator(Letters())) == (True, False)
    assert list(Peekable(Letters())) == ["a", "b", "c"]


@pytest.mark.hint(
    "What does `iter()` return when it is given an iterator?",
    "Compare with `is`, and let what is not iterable be no iterator.",
)
def test_tells_what_is_an_iterator():
    """`is_iterator` is True only for objects that `iter()` returns unchanged."""
    iterators = [iter([]), iter({}), generator(), zip(), map(str, []), reversed([]), enumerate("")]
    assert [is_iterator(obj) for obj in iterators] == [True] * 7
    other = [[], "", {}, range(3), 5, None, list, NextOnly(), Restarting(), Locked()]
    assert [is_iterator(obj) for obj in other] == [False] * 10
    assert {type(is_iterator(obj)) for obj in (iter([]), [], 5)} == {bool}


@pytest.mark.hint("Neither question needs a call of `next()`.")
def test_asking_takes_nothing():
    """Both functions leave every item of an iterator in place."""
    walk = generator()
    assert (is_iterable(walk), is_iterator(walk)) == (True, True)
    assert list(walk) == [1, 2, 3]


@pytest.mark.hint(
    "Keep the songs in a list or tuple of your own; an iterator given to you is used up once.",
    "`__iter__` returns a new iterator over that.",
)
def test_a_playlist_can_be_repeated():
    """A playlist gives its songs in order, time after time, whatever it was made from."""
    given = list(SONGS)
    from_list, from_generator = Playlist(given), Playlist(generator(SONGS))
    given.append("Encore")
    for playlist in (from_list, from_generator):
        assert (list(playlist), list(playlist), len(playlist)) == (SONGS, SONGS, 3)
    assert (list(Playlist([])), len(Playlist([]))) == ([], 0)


@pytest.mark.hint(
    "A position kept on the playlist is shared by all its loops.",
    "The position belongs to the iterator: return a new one for each `iter()`.",
)
def test_loops_over_a_playlist_nest():
    """A loop inside a loop over the same playlist sees every pair of songs."""
    playlist = Playlist(["Intro", "Aria"])
    assert [(a, b) for a in playlist for b in playlist] == [
        ("Intro", "Intro"),
        ("Intro", "Aria"),
        ("Aria", "Intro"),
        ("Aria", "Aria"),
    ]
    ahead, behind = iter(playlist), iter(playlist)
    assert (next(ahead), next(ahead), next(behind)) == ("Intro", "Aria", "Intro")


@pytest.mark.hint(
    "A class with `__next__` claims to be an iterator: the playlist should have none.",
    "The result of `__iter__` must be an iterator, with `__next__` and its own `__iter__`.",
)
def test_a_playlist_is_no_iterator():
    """`next(playlist)` is a `TypeError`; what `iter(playlist)` returns is an iterator."""
    playlist = Playlist(SONGS)
    walk = iter(playlist)
    with pytest.raises(TypeError):
        next(playlist)
    assert walk is not playlist, "iter(playlist) returned the playlist"
    assert iter(walk) is walk, "iter() of the playlist's iterator returned another object"
    assert [*walk, next(walk, "end")] == [*SONGS, "end"]


@pytest.mark.hint(
    "`__iter__` of an iterator has one line.",
    "Call `iter()` on the argument when the object is made, not later.",
)
def test_peekable_is_an_iterator():
    """A `Peekable` is its own iterator, goes on where it stopped, and needs an iterable."""
    items = Peekable([1, 2, 3])
    assert iter(items) is items, "iter() of the Peekable returned another object"
    assert (next(items), list(items), list(items), next(items, "end")) == (1, [2, 3], [], "end")
    with pytest.raises(TypeError):
        Peekable(5)


@pytest.mark.hint(
    "Where does the item that was looked at wait until `next` asks for it?",
    "`next` hands out the waiting item first and only then asks the source.",
)
def test_peek_does_not_consume():
    """`peek` returns the item that `next` returns then, as often as it is asked."""
    items = Peekable(generator("abc"))
    assert [items.peek(), items.peek("default"), next(items)] == ["a", "a", "a"]
    assert [next(items), items.peek(), *items] == ["b", "c", "c"]


@pytest.mark.parametrize("items", [[], [1]])
@pytest.mark.hint(
    "`peek()` and `peek(None)` differ: a default of `None` could not tell them apart.",
    "Compare `default` with `_MISSING` by `is`.",
)
def test_peek_at_the_end(items):
    """At the end `peek` returns the default given, even `None`, or raises `StopIteration`."""
    ended = Peekable(items)
    list(ended)
    assert [ended.peek("none left"), ended.peek(None), ended.peek(0)] == ["none left", None, 0]
    assert ended.peek(ANY) is ANY, "a default that equals everything was not returned"
    with pytest.raises(StopIteration):
        ended.peek()
    with pytest.raises(StopIteration):
        next(ended)


@pytest.mark.hint(
    "If `None` stands for 'nothing looked at yet', what happens to an item that is `None`?",
    "Ask whether an item is waiting, not what the item is.",
)
def test_any_object_can_be_an_item():
    """`None`, `False` and 0 are items like any other, for `peek`, `next` and `bool`."""
    items = Peekable([None, False, 0])
    seen = [(bool(items), items.peek(), items.peek("default"), next(items)) for _ in range(3)]
    assert seen == [
        (True, None, None, None),
        (True, False, False, False),
        (True, 0, 0, 0),
    ]
    assert bool(items) is False
    odd = Peekable([ANY])
    assert bool(odd) is True, "an item that equals everything was not seen"


@pytest.mark.hint(
    "Reading ahead in `__init__` or after each `next` takes more than was asked for.",
    "Take an item only when `next`, `peek` or `bool` finds none waiting.",
)
def test_takes_an_item_only_when_needed():
    """Making a `Peekable` takes nothing, and each call at most one item that is not there yet."""
    taken = []

    def source():
        for item in "abc":
            taken.append(item)
            yield item

    items = Peekable(source())
    history = [("made", "".join(taken))]
    for act in (next, bool, Peekable.peek, bool, next, Peekable.peek, next, bool):
        act(items)
        history.append((act.__name__, "".join(taken)))
    assert history == [
        ("made", ""),
        ("next", "a"),
        ("bool", "ab"),
        ("peek", "ab"),
        ("bool", "ab"),
        ("next", "ab"),
        ("peek", "abc"),
        ("next", "abc"),
        ("bool", "abc"),
    ]
