"""Checks for Q39 · An LRU cache."""

from unittest.mock import ANY

import pytest
from q039_lru_cache import LRUCache, memoize


def filled(keys, capacity=3):
    """A cache into which the keys were put in this order, each with its capital as the value."""
    cache = LRUCache(capacity)
    for key in keys:
        cache.put(key, key.upper())
    return cache


def kept(cache):
    """Which of the keys a to f the cache holds, as one text."""
    return "".join(key for key in "abcdef" if key in cache)


def counts(cache):
    return {"hits": cache.hits, "misses": cache.misses, "evictions": cache.evictions}


@pytest.mark.hint("Start with a dict in `__init__` and these methods on top of it.")
def test_stores_and_finds():
    """What was put is found; for what was not, there is the default, and nothing is stored."""
    cache = filled("ab")
    assert (cache.get("a"), cache.get("b")) == ("A", "B")
    assert cache.put("a", "new") is None
    assert cache.get("a") == "new"
    assert (cache.get("c"), cache.get("c", 7), cache.get("d", default=[])) == (None, 7, [])
    assert (kept(cache), len(cache), cache.capacity) == ("ab", 2, 3)
    assert type(len(cache)) is int


@pytest.mark.hint(
    "A new key needs room. Make it before you store.",
    "As long as nothing is used again, the oldest entry is the one to go.",
)
def test_pushes_out_the_oldest():
    """A full cache pushes out one entry for each new key, the one longest unused."""
    cache = filled("abc")
    assert (kept(cache), cache.evictions) == ("abc", 0)
    cache.put("d", "D")
    assert (kept(cache), cache.evictions) == ("bcd", 1)
    cache.put("e", "E")
    assert (kept(cache), len(cache), cache.evictions) == ("cde", 3, 2)
    single = filled("abc", capacity=1)
    assert (kept(single), len(single), single.evictions) == ("c", 1, 2)


@pytest.mark.parametrize(
    "use",
    [
        lambda cache, key: cache.get(key),
        lambda cache, key: cache.get(key, "default"),
        lambda cache, key: cache.put(key, "new"),
    ],
    ids=["get", "get-default", "put"],
)
@pytest.mark.hint(
    "An entry that was just used must become the last in line.",
    "`OrderedDict.move_to_end` does it in one step, and so does taking an entry out of a dict and "
    "putting it in again.",
)
def test_use_makes_an_entry_the_latest(use):
    """After a get or an overwrite an entry is the latest used, wherever it stood in line."""
    for used, survivors in (("a", "ade"), ("b", "bde"), ("c", "cde")):
        cache = filled("abc")
        use(cache, used)
        cache.put("d", "D")
        cache.put("e", "E")
        assert kept(cache) == survivors


@pytest.mark.hint("Is the key new? Only then is there need for room.")
def test_overwriting_pushes_nothing_out():
    """A put of a key that is there replaces the value, even in a full cache."""
    cache = filled("abc")
    for key in "abcc":
        cache.put(key, key * 2)
    assert (kept(cache), len(cache), cache.evictions) == ("abc", 3, 0)
    assert [cache.get(key) for key in "abc"] == ["aa", "bb", "cc"]


@pytest.mark.hint(
    "`in` asks the dict and nothing else. Did you write it with `get`?",
    "Asking for a key that is not there must leave no trace either.",
)
def test_looking_leaves_no_trace():
    """`in` and `len` make no entry the latest and count as no hit or miss."""
    cache = filled("abc")
    assert ("a" in cache, "z" in cache, len(cache)) == (True, False, 3)
    cache.put("d", "D")
    assert kept(cache) == "bcd"
    assert counts(cache) == {"hits": 0, "misses": 0, "evictions": 1}


@pytest.mark.hint("A miss is when the key is not there, whatever the value would be.")
def test_counts_hits_and_misses():
    """Each get is one hit or one miss; a put is neither."""
    cache = filled("abcd")
    assert counts(cache) == {"hits": 0, "misses": 0, "evictions": 1}
    for key in "abbz":
        cache.get(key)
    cache.get("d", "default")
    cache.put("d", "new")
    assert counts(cache) == {"hits": 3, "misses": 2, "evictions": 1}


@pytest.mark.hint("`dict.get` can't tell a stored None from nothing. `in` can.")
def test_none_is_a_value():
    """A stored None is found, makes its entry the latest and counts as a hit."""
    cache = filled("abc")
    cache.put("a", None)
    cache.put("b", None)
    assert cache.get("a", "default") is None
    assert counts(cache) == {"hits": 1, "misses": 0, "evictions": 0}
    cache.put("d", "D")
    cache.put("e", "E")
    assert kept(cache) == "ade"


@pytest.mark.parametrize("capacity", [0, -1, -12])
@pytest.mark.hint("Look at the capacity before all else. A cache of one entry is fine.")
def test_capacity_must_be_positive(capacity):
    """A capacity below 1 raises a `ValueError` that names it, for the class and the decorator."""
    with pytest.raises(ValueError, match=str(capacity)):
        LRUCache(capacity)
    with pytest.raises(ValueError):
        memoize(capacity)(kept)
    assert LRUCache(1).capacity == 1


@pytest.mark.hint(
    "Where do you search? `list.remove`, `list.index`, `min` and `sorted` look at every entry.",
    "The order and the lookup can live in one thing: a dict that keeps its entries in line.",
)
def test_cost_does_not_grow(counted):
    """With a thousand entries, `put`, `get` and `in` still compare and hash a handful of keys."""
    size = 1000
    cache = LRUCache(size)
    for number in range(size):
        cache.put(counted(number), number)
    before = counted.cost
    for number in reversed(range(size)):
        cache.get(counted(number))
        cache.put(counted(number), -number)
        assert counted(number) in cache
    for number in range(size):
        cache.put(counted(size + number), number)
    average = (counted.cost - before) / (4 * size)
    assert (len(cache), cache.hits, cache.evictions) == (size, size, size)
    assert average <= 20, f"{average:.0f} comparisons and hashes an operation, at most 20 wanted"


@pytest.mark.hint(
    "Make a key of the arguments, ask the cache, and run the function only on a miss.",
    "A cache in a global is shared by all. Where is a new one made for each function?",
)
def test_memoize_runs_once_per_arguments():
    """A decorated function runs once for the same arguments, with a bounded cache of its own."""
    ran = []

    def area(width, height=1):
        """Multiply two sides."""
        ran.append((width, height))
        return width * height

    twice = memoize(2)
    first, second = twice(area), twice(area)
    assert [first(3, height=4), first(3, height=4), first(3), first(3)] == [12, 12, 3, 3]
    assert ran == [(3, 4), (3, 1)]
    assert second(3) == 3
    assert [first(5), first(3, height=4)] == [5, 12]
    assert ran == [(3, 4), (3, 1), (3, 1), (5, 1), (3, 4)]
    assert (first.__name__, first.__doc__) == ("area", "Multiply two sides.")
    assert isinstance(first.cache, LRUCache), f"`cache` is a {type(first.cache).__name__}"
    assert counts(first.cache) == {"hits": 2, "misses": 4, "evictions": 2}
    assert counts(second.cache) == {"hits": 0, "misses": 1, "evictions": 0}


@pytest.mark.hint(
    "`kwargs.items()` come in the order of the call. What does not care about order?",
    "Keep the two kinds of arguments apart in the key, do not add one to the other.",
    "What has no hash can't be part of a key. The key's own `TypeError` is the one that is wanted.",
)
def test_memoize_knows_calls_apart():
    """Keyword order does not matter, kinds of arguments do, and unhashable ones are refused."""
    ran = []

    @memoize(10)
    def record(*args, **kwargs):
        ran.append((args, kwargs))
        return len(ran)

    assert [record(x=1, y=2), record(y=2, x=1), record(x=2, y=1)] == [1, 1, 2]
    assert [record(1, ("n", 2)), record(1, n=2), record(1, "n", 2)] == [3, 4, 5]
    assert [record(), record(()), record(((),)), record()] == [6, 7, 8, 6]
    for args, kwargs in (([[1]], {}), ([1], {"n": {}}), ([(1, [])], {})):
        with pytest.raises(TypeError):
            record(*args, **kwargs)
    assert len(ran) == 8


@pytest.mark.hint(
    "How do you know that nothing is stored? None could be the stored result.",
    "Ask `get` with a default of your own that no function can return, and compare by `is`.",
)
def test_memoize_remembers_none_but_no_exception():
    """A result None, or one equal to everything, is remembered; a call that raised is not."""
    ran = []

    @memoize(10)
    def check(number):
        ran.append(number)
        if number < 0 and ran.count(number) == 1:
            raise KeyError("inner")

    assert [check(1), check(1)] == [None, None]
    with pytest.raises(KeyError, match="inner"):
        check(-1)
    assert [check(-1), check(-1)] == [None, None]
    assert ran == [1, -1, -1]
    assert counts(check.cache) == {"hits": 2, "misses": 3, "evictions": 0}
    ran.clear()

    @memoize(10)
    def anything():
        ran.append("anything")
        return ANY

    same = [anything() is ANY, anything() is ANY]
    assert (same, ran) == ([True, True], ["anything"])
