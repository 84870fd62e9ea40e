"""Checks for Q39 · An LRU cache."""

import re
from enum import IntEnum
from unittest.mock import ANY

import pytest
from q039_lru_cache import LRUCache, memoize

Room = IntEnum("Room", {"NONE": 0})  # its `repr` is another text than its `str`


def filled(keys, capacity=3):
    """A cache into which the keys were put in this order, each with its capital as the value."""
    cache = LRUCache(capacity)
    for key in keys:
        cache.put(key, key.upper())
    return cache


def kept(cache):
    """Which of the keys a to f the cache holds, as one text."""
    return "".join(key for key in "abcdef" if key in cache)


@pytest.mark.hint("Start with a dict in `__init__` and these methods on top of it.")
def test_stores_and_finds():
    """What was put is found; for what was not, there is the default, and nothing is stored."""
    cache = filled("ab")
    assert [cache.get("a"), cache.get("b")] == ["A", "B"], "a and b were put"
    assert [cache.get("c"), cache.get("c", 7), cache.get("d", default=[])] == [None, 7, []], (
        "a and b were put, no other key"
    )
    assert ["a" in cache, "b" in cache, "c" in cache, "d" in cache] == [True, True, False, False], (
        "a and b were put, and others asked for"
    )
    assert len(cache) == 2, "a and b were put, and others asked for"
    assert len(LRUCache(1)) == 0


@pytest.mark.hint(
    "A new key needs room. Make it before you store.",
    "As long as nothing is used again, the oldest entry is the one to go.",
    "Is the key new? Only then is there need for room.",
)
def test_pushes_out_the_oldest():
    """A full cache pushes out one entry for each new key, and none when a value is replaced."""
    assert kept(filled("abc", capacity=3)) == "abc"
    assert kept(filled("abcd", capacity=3)) == "bcd"
    assert kept(filled("abcde", capacity=3)) == "cde"
    assert len(filled("abcde", capacity=3)) == 3
    assert kept(filled("abc", capacity=1)) == "c"
    assert kept(filled("abcab", capacity=2)) == "ab"
    cache = filled("abc")
    for key in "abcc":
        cache.put(key, key * 2)
    assert kept(cache) == "abc", "with room for 3: a, b, c were put, then a, b, c, c once more"
    assert len(cache) == 3, "with room for 3: a, b, c were put, then a, b, c, c once more"
    assert [cache.get(key) for key in "abc"] == ["aa", "bb", "cc"], (
        "a, b, c were put with A, B, C, then with aa, bb, cc"
    )


@pytest.mark.parametrize(("used", "survivors"), [("a", "ade"), ("b", "bde"), ("c", "cde")])
@pytest.mark.hint(
    "An entry that was just used must become the last in line.",
    "`OrderedDict.move_to_end` does it in one step, and so does taking an entry out of a dict and "
    "putting it in again.",
)
def test_use_makes_an_entry_the_latest(used, survivors):
    """After a `get` or a `put` an entry is the latest used, however often others were used."""
    got, got_with_default, put = filled("abc"), filled("abc"), filled("abc")
    got.get(used)
    got_with_default.get(used, "default")
    put.put(used, used.upper())
    same = LRUCache(3)
    for key in "abc" + used:
        same.put(key, None)
    for cache in (got, got_with_default, put, same):
        cache.put("d", "D")
        cache.put("e", "E")
    assert kept(got) == survivors, (
        f"with room for 3: a, b, c were put, {used} was got, d and e were put"
    )
    assert kept(got_with_default) == survivors, (
        f"with room for 3: a, b, c were put, get({used!r}, 'default'), d and e were put"
    )
    assert kept(put) == survivors, (
        f"with room for 3: a, b, c were put, {used} once more, then d and e"
    )
    assert kept(same) == survivors, (
        f"with room for 3: a, b, c were put, {used} once more, all with None, then d and e"
    )
    cache = filled("abc")
    for key in "aaabc":
        cache.get(key)
    cache.put("d", "D")
    assert kept(cache) == "bcd", (
        "with room for 3: a, b, c were put, a, a, a, b, c were got, d was put"
    )
    cache.put("b", "B")
    cache.get("c")
    cache.put("e", "E")
    cache.put("f", "F")
    assert kept(cache) == "cef", "b, c, d were there, b was put, c was got, e and f were put"


@pytest.mark.hint(
    "`in` asks the dict and nothing else. Did you write it with `get`?",
    "Asking for a key that is not there must leave no trace either.",
)
def test_looking_leaves_no_trace():
    """`in` and `len` make no entry the latest and count as no hit or miss."""
    cache = filled("abc")
    assert ["a" in cache, "z" in cache, len(cache)] == [True, False, 3]
    assert [cache.hits, cache.misses] == [0, 0], "hits and misses after `in` and `len`"
    cache.put("d", "D")
    assert kept(cache) == "bcd", (
        "with room for 3: a, b, c were put, 'a' in cache was asked, d was put"
    )


@pytest.mark.hint("A hit is when the key is there, whatever its value is.")
def test_counts_hits_and_misses():
    """Each `get` is one hit or one miss, whatever the default; a `put` is neither."""
    cache = filled("abcd")
    assert [cache.hits, cache.misses] == [0, 0], "hits and misses before the first `get`"
    for key in "abbz":
        cache.get(key)
    assert [cache.hits, cache.misses] == [2, 2], (
        "with room for 3: a, b, c, d were put; hits and misses after `get` of a, b, b, z"
    )
    cache.get("d", "D")
    cache.get("y", "Y")
    cache.put("d", "new")
    cache.put("e", "E")
    assert [cache.hits, cache.misses] == [3, 3], (
        "2 and 2 hits and misses before; then d and y were got, with defaults, d and e put"
    )


@pytest.mark.parametrize("value", [None, False, 0, "", (), [], ANY], ids=repr)
@pytest.mark.hint("`dict.get` can't tell a stored None from nothing. `in` can.")
def test_none_and_false_are_values(value):
    """None, or an object that is equal to everything, is a value like any other."""
    cache = filled("abc")
    cache.put("a", value)
    cache.put("b", value)
    same = cache.get("a", "default") is value
    assert same, f"`get` does not return {value!r}, which was put"
    again = cache.get("a", value) is value
    assert again, f"`get` does not return {value!r} if that is the default too"
    assert [cache.hits, cache.misses] == [2, 0], f"two `get` found {value!r}"
    cache.put("d", "D")
    cache.put("e", "E")
    assert kept(cache) == "ade", (
        f"with room for 3: a, b, c were put, a and b again, {value!r} each, a got twice, d, e put"
    )


@pytest.mark.parametrize("key", [None, 0, "", (), -1, 2.5, "0", (None, (1,))], ids=repr)
@pytest.mark.hint("Is there a place where you ask whether a key is true, or None?")
def test_none_and_false_are_keys(key):
    """None, zero and empty things are keys like any other, and are pushed out like them."""
    cache = LRUCache(2)
    cache.put(key, "first")
    assert key in cache
    assert cache.get(key) == "first"
    cache.put("a", "A")
    cache.put(key, "second")
    assert [cache.get(key), len(cache)] == ["second", 2], (
        f"the value and `len`, after {key!r}, a and {key!r} again were put"
    )
    cache.put("b", "B")
    cache.put("c", "C")
    assert [key in cache, len(cache)] == [False, 2], (
        f"with room for 2: {key!r}, a and {key!r} were put, {key!r} was got, b and c were put"
    )
    assert kept(cache) == "bc", f"with room for 2: {key!r} and a were put, then b and c"


@pytest.mark.parametrize("capacity", [0, -1, -12, -1234567, Room.NONE])
@pytest.mark.hint("Look at the capacity before all else. A cache of one entry is fine.")
def test_capacity_must_be_positive(capacity):
    """A capacity below 1 raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(capacity))):
        LRUCache(capacity)


@pytest.mark.parametrize("size", [100, 1000])
@pytest.mark.hint(
    "Where do you search? `list.remove`, `list.index`, `min` and `sorted` look at every entry.",
    "The order and the lookup can live in one thing: a dict that keeps its entries in line.",
)
def test_cost_does_not_grow(counted, size):
    """`put`, `get` and `in` compare and hash a handful of keys, however many there are."""
    cache = LRUCache(size)
    some = range(0, size, size // 50)

    def cost(work, keys):
        before = counted.cost
        for key in keys:
            work(counted(key))
        return (counted.cost - before) / len(keys)

    costs = {
        "put a new key": cost(lambda key: cache.put(key, "new"), range(size)),
        "get a key that is there": cost(cache.get, some[::-1]),
        "get a key that is not": cost(cache.get, range(-50, 0)),
        "replace a value": cost(lambda key: cache.put(key, "newer"), some),
        "find a key with `in`": cost(cache.__contains__, some),
        "miss a key with `in`": cost(cache.__contains__, range(-50, 0)),
        "put a key into a full cache": cost(lambda key: cache.put(key, "new"), range(-50, 0)),
    }
    assert [len(cache), cache.hits, cache.misses] == [size, 50, 50], (
        f"`len`, hits and misses, with room for {size}, after `get` of 50 keys that were there and "
        "of 50 that were not"
    )
    dear = {name: f"{average:.0f}" for name, average in costs.items() if average > 20}
    assert dear == {}, f"comparisons and hashes on average with {size} entries; 20 are allowed"


@pytest.mark.hint(
    "Make a key of the arguments, ask the cache, and run the function only on a miss.",
    "A cache in a global is shared by all. Where is a new one made for each function?",
    "A helper with a parameter `func` cannot take an argument of that name besides.",
)
def test_memoize_runs_once_per_call():
    """A decorated function runs once for equal calls, with a bounded cache of its own."""
    ran = []

    def area(width, height=1):
        ran.append((width, height))
        return width * height

    memoized = memoize(9)(lambda **named: "".join(named))
    assert memoized(func=1, args=2, kwargs=3, cache=4, key=5) == "funcargskwargscachekey"
    assert memoized(self=1, capacity=2, result=3, default=4) == "selfcapacityresultdefault"
    twice = memoize(2)
    first, second = twice(area), twice(area)

    def results_and_runs(*results):
        runs = ran[:]
        ran.clear()
        return [*results], runs

    assert results_and_runs(first(3, height=4), first(3, height=4), first(3), first(3)) == (
        [12, 12, 3, 3],
        [(3, 4), (3, 1)],
    ), "first = memoize(2)(area): its results, and the runs of area"
    assert results_and_runs(second(3), second(3)) == ([3, 3], [(3, 1)]), (
        "second = memoize(2)(area), by the same memoize(2) that made first, which had 3 before"
    )
    assert results_and_runs(first(3, height=4), first(5), first(3, height=4)) == (
        [12, 5, 12],
        [(5, 1)],
    ), "first = memoize(2)(area) had (3, height=4) before, then (3)"
    assert results_and_runs(first(3), second(3)) == ([3, 3], [(3, 1)]), (
        "with room for 2 each: first had (5) and (3, height=4) last, second had (3)"
    )
    long = [int("100000") for _ in range(2)]  # equal, and two objects
    assert results_and_runs(first(long[0], height=long[0]), first(long[1], height=long[1])) == (
        [10**10] * 2,
        [(100_000, 100_000)],
    ), "long is two equal numbers, 100,000, that are two objects"
    depths = []

    @memoize(5)
    def fib(n):
        depths.append(n)
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    assert [fib(15), fib(15)] == [610, 610]
    assert {"calls that ran for fib(15), which calls itself": depths} == {
        "calls that ran for fib(15), which calls itself": list(range(15, -1, -1))
    }


@pytest.mark.hint(
    "`kwargs.items()` come in the order of the call. What does not care about order?",
    "Keep the two kinds of arguments apart in the key, do not add one to the other.",
)
def test_memoize_knows_calls_apart():
    """The order of keywords makes no difference, different arguments do."""
    ran = []

    @memoize(100)
    def number(*args, **kwargs):
        ran.append((args, kwargs))
        return len(ran)

    of_runs = "number, under memoize(100), returns the number of its run: 5 is the fifth"
    assert [number(x=1, y=2, z=3), number(z=3, y=2, x=1), number(y=2, z=3, x=1)] == [1, 1, 1], (
        of_runs
    )
    assert [number(x=2, y=1, z=3), number(x=1, y=2)] == [2, 3], of_runs
    assert [number(1, ("n", 2)), number(1, n=2), number(1, "n", 2)] == [4, 5, 6], of_runs
    assert [number(1, None, ("n", 2)), number((1, ("n", 2))), number((1,), n=2)] == [7, 8, 9], (
        of_runs
    )
    assert [number(), number(()), number(((),)), number(None), number()] == [10, 11, 12, 13, 10], (
        of_runs
    )
    assert [number(-1), number(-2), number("-1"), number(b"-1")] == [14, 15, 16, 17], of_runs
    assert [number((1,), (("n", 2),)), number("1, n=2"), number("(1,)")] == [18, 19, 20], of_runs
    marks = ["kwargs", "kwarg", "kw", "**", "*", "|", "--", "", "keywords", "__kwargs__", 0, ()]
    calls = [number(1, mark, ("n", 2)) for mark in marks]
    assert calls == list(range(21, 33)), f"{of_runs}; the marks are {marks}"
    assert [number(1, m=2), number(m=None), number(n=None)] == [33, 34, 35], of_runs


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [(([1],), {}), ((1, {}), {}), ((1,), {"n": {2}}), (((1, [2]),), {}), ((), {"n": ("a", [])})],
)
@pytest.mark.hint(
    "What has no hash can't be part of a key. The key's own `TypeError` is the one that is wanted."
)
def test_memoize_refuses_unhashable_arguments(args, kwargs):
    """An argument that has no hash raises a `TypeError`, and the function does not run."""
    ran = []
    record = memoize(10)(lambda *args, **kwargs: ran.append((args, kwargs)))
    with pytest.raises(TypeError):
        record(*args, **kwargs)
    assert {"calls that ran": ran} == {"calls that ran": []}
    assert record(1) is None
    assert {"calls that ran": ran} == {"calls that ran": [((1,), {})]}, (
        "after the call that was refused, record(1)"
    )


@pytest.mark.parametrize("result", [None, False, ANY, "", 0, -1, ()], ids=repr)
@pytest.mark.hint(
    "How do you know that nothing is stored? None could be the stored result.",
    "Ask `get` with a default of your own that no function can return, and compare by `is`.",
)
def test_memoize_remembers_any_result(result):
    """A result None, or one that is equal to everything, is remembered too."""
    ran = []

    @memoize(10)
    def work(number):
        ran.append(number)
        return result

    same = [work(1) is result, work(1) is result, work(2) is result]
    assert same == [True, True, True], f"a call does not return {result!r}"
    assert {"numbers with which the function ran": ran} == {
        "numbers with which the function ran": [1, 2]
    }, "the calls were work(1), work(1), work(2)"
    calls = []
    stored = memoize(2)(lambda number: [result, calls.append(number)][0])
    same = [stored(number) is result for number in (1, 2, 1, 3, 1)]
    assert same == [True] * 5, f"a call does not return {result!r}"
    assert {"run for calls with 1, 2, 1, 3, 1, of which two fit": calls} == {
        "run for calls with 1, 2, 1, 3, 1, of which two fit": [1, 2, 3]
    }


def result_of(function, *args):
    """What a call returns, or in words what it raises."""
    try:
        return function(*args)
    except Exception as error:
        return f"raises {error!r}"


@pytest.mark.parametrize("error", [KeyError("inner"), TypeError("no"), ValueError()], ids=repr)
@pytest.mark.hint("What is stored when the function raises? Is there a `finally`, an `except`?")
def test_memoize_stores_no_exception(error):
    """An exception reaches the caller, and the next equal call runs the function again."""
    ran = []

    @memoize(10)
    def raises_twice(number):
        ran.append(number)
        if len(ran) <= 2:
            raise error
        return number

    with pytest.raises(type(error)) as first:
        raises_twice(5)
    with pytest.raises(type(error)) as second:
        raises_twice(5)
    same = [first.value is error, second.value is error]
    assert same == [True, True], f"not {error!r} itself reached the caller"
    assert [result_of(raises_twice, 5), result_of(raises_twice, 5)] == [5, 5], (
        "the third and the fourth call"
    )
    assert {"runs of a function that raises twice, then returns": ran} == {
        "runs of a function that raises twice, then returns": [5, 5, 5]
    }
    calls = []

    @memoize(2)
    def checked(number):
        calls.append(number)
        if number < 0:
            raise error
        return number

    assert [checked(1), checked(2)] == [1, 2]
    with pytest.raises(type(error)):
        checked(-1)
    assert [checked(1), checked(2)] == [1, 2]
    assert {"runs for 1, 2, -1, which raises, 1 and 2; two fit": calls} == {
        "runs for 1, 2, -1, which raises, 1 and 2; two fit": [1, 2, -1]
    }
