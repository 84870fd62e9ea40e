"""Checks for Q55 · A TTL cache."""

import re
import threading
import time
from concurrent.futures import Future, wait
from unittest.mock import ANY

import pytest
from q055_ttl_cache import TTLCache

PATIENCE = 2.0  # seconds after which a check gives up on a thread; nothing waits for them to pass


def background(function, *args):
    """Call the function in a thread that holds nobody up, and return a future."""
    future = Future()

    def run():
        try:
            future.set_result(function(*args))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def outcomes(futures):
    """Return what each call returned or raised, or `"stuck"` where it does not end."""
    wait(futures, timeout=PATIENCE + 1)
    return [(f.exception(0) or f.result(0)) if f.done() else "stuck" for f in futures]


def until_waiting(cache, key, count):
    """Return how many calls wait for the key, as soon as these are `count`."""
    deadline = time.monotonic() + PATIENCE
    while cache.waiting(key) != count and time.monotonic() < deadline:
        threading.Event().wait(0.001)
    return cache.waiting(key)


def unexpected(key):
    raise AssertionError(f"the loader was called for {key!r}")


def found(cache, keys):
    """Return those of the keys that the cache has, as one text."""
    return "".join(key for key in keys if cache.get(key, "missing") != "missing")


@pytest.mark.hint("A dict will do at first. With each value, keep the time at which it expires.")
def test_stores_and_gets():
    """A stored value is found, a later one takes its place, and what is missing is the default."""
    cache = TTLCache(3, 3600)
    assert (cache.get("tea"), cache.get("tea", 0), len(cache)) == (None, 0, 0)
    cache.set("tea", "green")
    cache.set("cup", None)
    cache.set("tea", "black")
    assert (cache.get("tea"), cache.get("cup", "default"), len(cache)) == ("black", None, 2)


@pytest.mark.hint(
    "Which comparison is true at exactly `t + ttl`?",
    "Take the time from the clock at every question: nobody tells the cache that time has passed.",
)
def test_expires_at_its_ttl(clock):
    """An entry is live up to its ttl, but not at it, and reading it does not change that."""
    cache = TTLCache(4, 10, clock)
    cache.set("tea", "green")
    clock.advance(9.75)
    assert (cache.get("tea"), len(cache)) == ("green", 1)
    cache.set("cup", "blue")
    clock.advance(0.25)
    assert (cache.get("tea"), cache.get("tea", "none"), len(cache)) == (None, "none", 1)
    clock.advance(100)
    assert (cache.get("cup"), len(cache)) == (None, 0)


@pytest.mark.hint(
    "The moment at which an entry expires is known when it is stored.",
    "Storing a key again replaces that moment as well as the value.",
)
def test_each_entry_may_have_its_own_ttl(clock):
    """An entry's own ttl comes before that of the cache; storing a key again starts anew."""
    cache = TTLCache(9, 10, clock)
    cache.set("a", 1, ttl=2.5)
    cache.set("b", 2, 20)
    cache.set("c", 3, ttl=None)
    cache.set("d", 4)
    clock.advance(2.5)
    assert found(cache, "abcd") == "bcd"
    cache.set("d", 5)
    cache.set("b", 6, ttl=1)
    clock.advance(7.5)
    assert found(cache, "abcd") == "d"
    clock.advance(2.5)
    assert len(cache) == 0


@pytest.mark.parametrize("ttl", [0, -2.5])
@pytest.mark.hint("Check the ttl before anything else is done. A ttl of 0 is not the same as None.")
def test_refuses_a_ttl_that_is_not_positive(ttl, clock):
    """A ttl of zero or less raises a `ValueError` that names it, and nothing is changed."""
    with pytest.raises(ValueError, match=re.escape(str(ttl))):
        TTLCache(2, ttl, clock)
    cache = TTLCache(1, 10, clock)
    cache.set("tea", "green")
    for key in ("tea", "cup"):
        with pytest.raises(ValueError, match=re.escape(str(ttl))):
            cache.set(key, "black", ttl)
    assert (cache.get("tea"), len(cache)) == ("green", 1)


@pytest.mark.hint(
    "A dict keeps its keys in the order in which they came. Which one is the first?",
    "A key that is stored again keeps its place in a dict, unless it is taken out before.",
)
def test_the_one_stored_longest_ago_makes_room(clock):
    """In a full cache of live entries, a new one costs the one stored longest ago, however read."""
    cache = TTLCache(3, 10, clock)
    for key in "abc":
        cache.set(key, key, ttl=90 if key == "a" else 5)
    cache.set("b", "again")
    assert found(cache, "abc") == "abc"
    cache.set("d", "d")
    assert found(cache, "abcd") == "bcd"
    cache.set("e", "e")
    assert (found(cache, "abcde"), len(cache)) == ("bde", 3)
    large = TTLCache(300, 10, clock)
    for number in range(301):
        large.set(number, number)
    assert (large.get(0), large.get(1), large.get(300), len(large)) == (None, 1, 300, 300)


@pytest.mark.hint(
    "Two entries of different ttl: the one stored first need not be the first to expire.",
    "Before a live entry goes, look for one that has expired.",
)
def test_expired_entries_make_room_first(clock):
    """In a full cache with an expired entry, no live one has to go."""
    cache = TTLCache(3, 100, clock)
    for key, ttl in [("a", 90), ("b", 10), ("c", 80)]:
        cache.set(key, key, ttl)
    clock.advance(10)
    cache.set("d", "d")
    assert (found(cache, "abcd"), len(cache)) == ("acd", 3)
    clock.advance(80)
    cache.set("e", "e")
    cache.set("f", "f")
    assert (found(cache, "abcdef"), len(cache)) == ("def", 3)
    large = TTLCache(300, 100, clock)
    for number in range(300):
        large.set(number, number, ttl=5 if number else 90)
    clock.advance(5)
    large.set("new", "live")
    assert (large.get(0), large.get("new"), len(large)) == (0, "live", 2)


@pytest.mark.hint(
    "Look first, and load only where nothing live is found.",
    "`get(key)` says None both for a missing entry and for a stored None.",
)
def test_loads_what_is_missing(clock):
    """The loader is called with the key where no live entry is found, and what it gives is kept."""
    cache = TTLCache(2, 10, clock)
    cache.set("tea", "green")
    assert cache.get_or_load("tea", unexpected) == "green"
    assert cache.get_or_load("cup", lambda key: key * 2) == "cupcup"
    assert cache.get_or_load("cup", unexpected) == "cupcup"
    assert cache.get_or_load("pot", lambda key: None) is None
    assert cache.get_or_load("pot", unexpected) is None
    assert (cache.get("pot", "default"), cache.get("tea"), len(cache)) == (None, None, 2)
    clock.advance(10)
    assert cache.get_or_load("cup", str.upper) == "CUP"
    cache.set("any", ANY)
    assert cache.get_or_load("any", unexpected) is ANY


@pytest.mark.hint("When do you read the clock: before the loader is called, or after?")
def test_time_begins_after_the_load(clock):
    """The ttl of a loaded entry counts from the moment at which its loader returned."""
    cache = TTLCache(2, 10, clock)

    def slow(key):
        clock.advance(30)
        return "green"

    assert cache.get_or_load("tea", slow) == "green"
    clock.advance(9.75)
    assert cache.get_or_load("tea", unexpected) == "green"
    clock.advance(0.25)
    assert cache.get("tea") is None


@pytest.mark.hint(
    "Keep a dict of the loads that are going on, by key, and change it only under a lock.",
    "A `concurrent.futures.Future` can be waited for by many: `result()`, `set_result()`.",
    "Who finds a load under its key waits for it; who finds none puts one there and loads.",
)
def test_one_load_for_many_threads(clock):
    """Eight threads that miss the same key cause one load, and all get the same object."""
    cache = TTLCache(2, 10, clock)
    calls, waited = [], []

    def loader(key):
        calls.append(key)
        waited.append((until_waiting(cache, key, 7), cache.waiting("cup")))
        clock.advance(1)
        return ["green"]

    results = outcomes([background(cache.get_or_load, "tea", loader) for _ in range(8)])
    assert results == [["green"]] * 8
    assert calls == ["tea"], f"the loader was called {len(calls)} times"
    assert waited == [(7, 0)], f"waiting for the two keys, as the loader saw it: {waited}"
    assert {id(result) for result in results} == {id(cache.get("tea"))}
    assert cache.waiting("tea") == 0


@pytest.mark.parametrize("error", [OSError("down"), KeyboardInterrupt()], ids=["OSError", "Ctrl-C"])
@pytest.mark.hint(
    "Who waits for a load must hear of its end, whichever end it was.",
    "`Future.set_exception` passes an exception on. Not every exception is an `Exception`.",
    "Take the load out of your dict when it failed, or nobody will ever try again.",
)
def test_a_failed_load_is_told_to_all_and_not_kept(error, clock):
    """An exception of the loader reaches all who wait, and the next call loads again."""
    cache = TTLCache(2, 10, clock)
    calls = []

    def loader(key):
        calls.append(key)
        until_waiting(cache, key, 3)
        raise error

    raised = outcomes([background(cache.get_or_load, "tea", loader) for _ in range(4)])
    assert [each is error for each in raised] == [True] * 4, f"the four calls ended with {raised}"
    assert calls == ["tea"], f"the loader was called {len(calls)} times"
    assert (cache.get("tea", "nothing"), cache.waiting("tea"), len(cache)) == ("nothing", 0, 0)
    assert outcomes([background(cache.get_or_load, "tea", str.upper)]) == ["TEA"]


@pytest.mark.hint(
    "No lock may be held while a loader runs.",
    "One lock for the dicts, held only for a moment, and one thing to wait for in each load.",
)
def test_other_keys_are_loaded_meanwhile(clock):
    """Two keys are loaded at the same time."""
    cache = TTLCache(2, 10, clock)
    both = threading.Barrier(2)

    def loader(key):
        both.wait(PATIENCE)
        return key.upper()

    assert outcomes([background(cache.get_or_load, key, loader) for key in ("tea", "cup")]) == [
        "TEA",
        "CUP",
    ]


@pytest.mark.hint(
    "Does any method wait for the loader, because it needs a lock that `get_or_load` holds?",
    "A `Lock` that a thread holds already makes it wait for itself.",
)
def test_a_load_holds_nothing_up(clock):
    """While a loader runs, it and others can use the cache for other keys."""
    cache = TTLCache(9, 10, clock)
    started, others_done = threading.Event(), threading.Event()

    def loader(key):
        inner = cache.get_or_load("cup", str.upper)
        cache.set("pot", "red")
        started.set()
        others_done.wait(PATIENCE)
        return inner + key

    def others():
        started.wait(PATIENCE)
        cache.set("can", "tin")
        seen = [cache.get(key) for key in ("tea", "cup", "pot", "can")]
        seen += [len(cache), cache.waiting("tea")]
        others_done.set()
        return seen

    results = outcomes([background(cache.get_or_load, "tea", loader), background(others)])
    assert results == ["CUPtea", [None, "CUP", "red", "tin", 3, 0]]
    assert (cache.get("tea"), len(cache)) == ("CUPtea", 4)
