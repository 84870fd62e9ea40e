"""Checks for Q24 · Iterables and iterators."""

import enum
import re
from types import SimpleNamespace

import pytest
from q024_iterables import Peekable, Playlist, is_iterable, is_iterator

SONGS = ["Intro", "Aria", "", "Aria"]


def generator(items=(1, 2, 3)):
    yield from items


def truth_item_truth(items, times):
    """The truth of a `Peekable` before and after an item, which stands between."""
    return [(bool(items), next(items), bool(items)) for _ in range(times)]


def peek_peek_next(items, times):
    """What `peek()`, `peek("default")` and `next` give, one after another."""
    return [(items.peek(), items.peek("default"), next(items)) for _ in range(times)]


class Named:
    """Shown by the name of its class."""

    def __repr__(self):
        return f"{type(self).__name__}()"


class GetitemOnly(Named):
    """Iterable by the old protocol alone: `__getitem__` from 0 up to an `IndexError`."""

    def __getitem__(self, index):
        return "abc"[index]


class Asked:
    """Iterable by the old protocol, and notes which items it is asked for."""

    def __init__(self):
        self.asked = []

    def __getitem__(self, index):
        self.asked.append(index)
        return "abc"[index]


class NextOnly(Named):
    """Has `__next__` but no `__iter__`."""

    def __next__(self):
        return 1


class IterOnly(Named):
    """Has an `__iter__` that returns itself, but no `__next__`."""

    def __iter__(self):
        return self


class IterGivesAnother(NextOnly):
    """Has both methods, but `__iter__` returns another object, though an equal one."""

    def __iter__(self):
        return IterGivesAnother()

    def __eq__(self, other):
        return isinstance(other, IterGivesAnother)

    __hash__ = None


class Vague:
    """An iterator with a guess at how many items are left, which is wrong."""

    def __init__(self, items, guess):
        self.items, self.guess = iter(items), guess

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.items)

    def __length_hint__(self):
        return self.guess


class IterIsNone(Named):
    """Says that it is not iterable."""

    __iter__ = None


class Album(list):
    """A list of another name."""


class ColourEnum(enum.Enum):
    """A class that is iterable itself."""

    RED = 1


class MethodsOnInstanceAlone(Named, SimpleNamespace):
    """Has attributes of its own, of which its class knows nothing."""


METHODS_ON_INSTANCE_ALONE = MethodsOnInstanceAlone(
    __iter__=lambda: METHODS_ON_INSTANCE_ALONE, __next__=lambda: 1
)


def exactly(answer):
    """`True` and `False` as they are, and anything else as a text that says so."""
    if answer is True or answer is False:
        return answer
    return f"neither True nor False, but {answer!r}"


@pytest.mark.parametrize(
    ("obj", "answer"),
    [
        *(("", True), ([], True), ((1,), True), ({}, True), ({1}, True), (b"x", True)),
        *(
            (range(0), True),
            (iter([]), True),
            (zip(), True),
            (generator(), True),
            (ColourEnum, True),
        ),
        *((5, False), (None, False), (len, False), (object(), False), (re.match("a", "a"), False)),
        *((list, False), (GetitemOnly, False)),
        *(
            (NextOnly(), False),
            (IterOnly(), False),
            (IterIsNone(), False),
            (METHODS_ON_INSTANCE_ALONE, False),
        ),
    ],
)
@pytest.mark.hint(
    "Which built-in function makes an iterator of an iterable, and what does it do otherwise?",
    "To have a method called `__iter__` is not enough. Try `iter(obj)`; a `TypeError` means no.",
)
def test_tells_what_is_iterable(obj, answer):
    """`is_iterable` is True for what can be iterated over and False for anything else."""
    assert exactly(is_iterable(obj)) == answer


@pytest.mark.hint(
    "`isinstance(obj, Iterable)` and `hasattr(obj, '__iter__')` look for `__iter__` alone.",
    "`iter()` itself knows the old protocol.",
)
def test_knows_the_old_protocol():
    """An object with `__getitem__` alone is iterable and no iterator, and the classes take it."""
    assert is_iterable(GetitemOnly()) is True
    assert is_iterator(GetitemOnly()) is False
    assert list(Peekable(GetitemOnly())) == ["a", "b", "c"]
    assert list(Playlist(GetitemOnly())) == ["a", "b", "c"]
    letters = Asked()
    assert is_iterable(letters) is True
    assert is_iterator(letters) is False
    Peekable(letters)
    assert letters.asked == [], (
        "what is_iterable(letters), is_iterator(letters) and Peekable(letters) asked for"
    )


@pytest.mark.parametrize(
    ("obj", "answer"),
    [
        *((iter([]), True), (iter({}), True), (zip(), True), (map(str, []), True)),
        *((reversed([]), True), (enumerate(""), True), (generator(), True)),
        *(([], False), ("", False), ({}, False), (range(3), False), (5, False), (None, False)),
        *((list, False), (ColourEnum, False)),
        *(
            (NextOnly(), False),
            (IterOnly(), False),
            (IterGivesAnother(), False),
            (IterIsNone(), False),
        ),
        (METHODS_ON_INSTANCE_ALONE, False),
    ],
)
@pytest.mark.hint(
    "What does `iter()` return when it is given an iterator?",
    "Compare with `is`, and let what is not iterable be no iterator.",
)
def test_tells_what_is_an_iterator(obj, answer):
    """`is_iterator` is True only for what `iter()` gives back unchanged."""
    assert exactly(is_iterator(obj)) == answer


@pytest.mark.hint("Neither question needs a call of `next()`.")
def test_asking_takes_nothing():
    """Both functions leave every item of an iterator in place."""
    assert is_iterable(first := generator()) is True
    assert list(first) == [1, 2, 3], "all of the generator is left after is_iterable(first)"
    assert is_iterator(second := generator()) is True
    assert list(second) == [1, 2, 3], "all of the generator is left after is_iterator(second)"


@pytest.mark.hint(
    "Keep the songs in a list or tuple of your own; an iterator given to you is used up once.",
    "`__iter__` returns a new iterator over that.",
)
def test_a_playlist_can_be_repeated():
    """A playlist gives its songs in order, time after time, made from a list or a generator."""
    given, album = list(SONGS), Album(SONGS)
    playlist, streamed, of_album = Playlist(given), Playlist(generator(SONGS)), Playlist(album)
    for songs in (given, album):
        songs[0] = "Encore"
        songs.append("Encore")
    assert [list(of_album), len(of_album)] == [SONGS, 4], "after its list, of a subclass, changed"
    assert [list(playlist), list(playlist)] == [SONGS, SONGS], "read twice, made from a list"
    assert [list(streamed), list(streamed)] == [SONGS, SONGS], "read twice, made from a generator"
    assert [len(playlist), len(streamed), len(Playlist([]))] == [4, 4, 0]
    assert list(Playlist([])) == []


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
    ], "for a Playlist of Intro and Aria"
    ahead, behind = iter(playlist), iter(playlist)
    assert (next(ahead), next(ahead), next(behind)) == ("Intro", "Aria", "Intro"), (
        "of two iterators over a Playlist of Intro and Aria"
    )


@pytest.mark.hint(
    "A class with `__next__` claims to be an iterator: the playlist should have none.",
    "The result of `__iter__` must be an iterator, with `__next__` and its own `__iter__`.",
)
def test_a_playlist_is_no_iterator():
    """`next(playlist)` is a `TypeError`; what `iter(playlist)` returns is an iterator."""
    playlist = Playlist(SONGS)
    playlists_iterator = iter(playlist)
    with pytest.raises(TypeError):
        next(playlist)
    assert playlists_iterator is not playlist, "iter(playlist) returned the playlist"
    assert iter(playlists_iterator) is playlists_iterator, (
        "iter() of the playlist's iterator returned another object"
    )
    assert [*playlists_iterator, next(playlists_iterator, "end")] == [*SONGS, "end"], (
        f"playlists_iterator is iter(Playlist({SONGS}))"
    )


@pytest.mark.hint(
    "`__iter__` of an iterator has one line.",
    "What an object has to remember is set in its `__init__`, or all objects share it.",
)
def test_peekable_is_an_iterator():
    """A `Peekable` is its own iterator and goes on where it stopped, as far as its items go."""
    others = Peekable("ab")
    same = iter(items := Peekable([1, 2, 3, 4])) is items
    assert same, "iter() of the Peekable returned another object"
    made = "items is Peekable([1, 2, 3, 4]), others is Peekable('ab')"
    assert [next(items), next(others), next(items)] == [1, "a", 2], made
    assert [list(items), list(others)] == [[3, 4], ["b"]], f"what is left, where {made}"
    assert [list(items), next(items, "end")] == [[], "end"], "a Peekable that has ended"


@pytest.mark.parametrize(
    "obj", [5, None, list, NextOnly(), IterOnly(), IterIsNone(), METHODS_ON_INSTANCE_ALONE]
)
@pytest.mark.hint("Call `iter()` on the argument when the object is made, not later.")
def test_peekable_needs_an_iterable(obj):
    """`Peekable` raises a `TypeError` as it is made of something that is not iterable."""
    with pytest.raises(TypeError):
        Peekable(obj)


@pytest.mark.hint(
    "Where does the item that was looked at wait until `next` asks for it?",
    "`next` hands out the waiting item first and only then asks the source.",
)
def test_peek_does_not_consume():
    """`peek` returns the item that `next` returns then, as often as it is asked."""
    items, others = Peekable(generator("abc")), Peekable("xyz")
    made = "items goes through a, b and c, others through x, y and z"
    seen = [items.peek(), others.peek(), items.peek("default"), next(items)]
    assert seen == ["a", "x", "a", "a"], made
    assert [next(items), items.peek(), next(others)] == ["b", "c", "x"], f"after that; {made}"
    assert list(items) == ["c"], "what is left of a, b and c after c was looked at"
    assert Peekable("ab").peek("default") == "a"


@pytest.mark.parametrize("items", [[], [1]])
@pytest.mark.hint(
    "`peek()` and `peek(None)` differ: a default of `None` could not tell them apart.",
    "Compare `default` with `_MISSING` by `is`.",
)
def test_peek_at_the_end(items):
    """At the end `peek` returns the default given, even `None`, or raises `StopIteration`."""
    assert list(ended := Peekable(items)) == items
    after = f"after list(ended), where ended is Peekable({items})"
    assert ended.peek("none left") == "none left", after
    assert ended.peek(None) is None, f'{after}, and ended.peek("none left")'
    assert [ended.peek(0), ended.peek(False), ended.peek([])] == [0, False, []], after
    with pytest.raises(StopIteration):
        ended.peek()
    with pytest.raises(StopIteration):
        next(ended)
    with pytest.raises(StopIteration):
        ended.peek()
    assert ended.peek("still none") == "still none", after


@pytest.mark.hint(
    "`bool()` needs to know whether there is another item. Which method tells?",
    "It may have to look at the next item. `next` still wants that item.",
)
def test_is_true_while_an_item_is_left():
    """A `Peekable` is true while an item is left, whatever the item is, and false after that."""
    expected = [(True, None, True), (True, False, True), (True, 0, True), (True, "", False)]
    assert truth_item_truth(items := Peekable([None, False, 0, ""]), 4) == expected
    assert bool(items) is False, "a Peekable that has ended"
    assert bool(Peekable([])) is False
    assert bool(Peekable(Vague([], 5))) is False, "no item, but a guess of 5"
    assert bool(Peekable(Vague("a", 0))) is True, "one item, but a guess of 0"


@pytest.mark.hint(
    "If `None` stands for 'nothing looked at yet', what happens to an item that is `None`?",
    "Ask whether an item is waiting, not what the item is.",
)
def test_none_and_false_can_be_items():
    """`None`, `False` and the like are items, for `peek` with and without default and `next`."""
    expected = [(item, item, item) for item in (None, False, 0, "", [], ..., NotImplemented)]
    assert peek_peek_next(Peekable([None, False, 0, "", [], ..., NotImplemented]), 7) == expected


@pytest.mark.hint(
    "Reading ahead in `__init__` or after each `next` takes more than was asked for.",
    "Take an item only when `next`, `peek` or `bool` finds none waiting.",
)
def test_takes_an_item_only_when_needed():
    """Making a `Peekable` takes nothing, and each call at most one item that is not there yet."""
    given = ["early"]
    growing = Peekable(given)
    given.append("late")
    assert list(growing) == ["early", "late"], "late came into the list after the Peekable was made"
    taken = []

    def source():
        for item in "abcd":
            taken.append(item)
            yield item

    items = Peekable(source())
    history = [("made", "".join(taken))]
    for act in (next, bool, Peekable.peek, bool, next, Peekable.peek, next, iter, next, bool):
        try:
            act(items)
        except StopIteration:
            history.append((act.__name__, "StopIteration"))
        else:
            history.append((act.__name__, "".join(taken)))
    assert {"calls, and all taken by then": history[:6], "then": history[6:]} == {
        "calls, and all taken by then": [
            ("made", ""),
            ("next", "a"),
            ("bool", "ab"),
            ("peek", "ab"),
            ("bool", "ab"),
            ("next", "ab"),
        ],
        "then": [
            ("peek", "abc"),
            ("next", "abc"),
            ("iter", "abc"),
            ("next", "abcd"),
            ("bool", "abcd"),
        ],
    }
