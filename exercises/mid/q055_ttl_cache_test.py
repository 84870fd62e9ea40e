"""Checks for Q55 · A TTL cache."""

import threading
import time
from concurrent.futures import wait

import pytest
from q055_ttl_cache import TTLCache

PATIENCE = 2.0  # seconds after which a check gives up on a thread; nothing waits for them to pass


class Raised:
    """Stands for an exception that was raised, where others stand for what was returned."""

    def __init__(self, error):
        self.error = error

    def __repr__(self):
        return f"raised {self.error!r}"


def outcomes(futures):
    """Return what each call returned, `Raised` if it raised, or `"stuck"` where it does not end."""
    wait(futures, timeout=PATIENCE + 1)
    ended = [future.exception(0) if future.done() else None for future in futures]
    return [
        Raised(error) if error else future.result(0) if future.done() else "stuck"
        for future, error in zip(futures, ended, strict=True)
    ]


def ending(outcome, error):
    """Return in words what a call ended with that has to raise this very error."""
    if isinstance(outcome, Raised) and outcome.error is error:
        return "raised what the loader raised"
    return f"{outcome!r}, which is not the very exception of the loader"


def until_waiting(cache, key, count):
    """Return how many calls wait for the key, as soon as these are `count`."""
    deadline = time.monotonic() + PATIENCE
    while cache.waiting(key) != count and time.monotonic() < deadline:
        threading.Event().wait(0.001)
    return cache.waiting(key)


class Loader:
    """A loader that gives the same value each time; `calls` lists the keys it was called with."""

    def __init__(self, value):
        self.value, self.calls = value, []

    def __call__(self, key):
        self.calls.append(key)
        return self.value


def found(cache, keys):
    """Return those of the keys that the cache has, as one text."""
    return "".join(key for key in keys if cache.get(key, "missing") != "missing")


@pytest.mark.hint("A dict will do at first. With each value, keep the time at which it expires.")
def test_stores_and_gets():
    """A stored value is found, a later one takes its place, and what is missing is the default."""
    cache = TTLCache(3, 3600)
    seen = [cache.get("tea"), cache.get("tea", 0), len(cache)]
    assert seen == [None, 0, 0], "an empty cache: get, get with the default 0, len"
    cache.set("tea", "green")
    cache.set("cup", None)
    cache.set("tea", "black")
    seen = [cache.get("tea"), cache.get("cup", "default"), cache.get("pot", "default"), len(cache)]
    assert seen == ["black", None, "default", 2], "stored: tea as green, cup as None, tea as black"


@pytest.mark.hint(
    "Which comparison is true at exactly `t + ttl`?",
    "Take the time from the clock at every question: nobody tells the cache that time has passed.",
)
def test_expires_at_its_ttl(clock):
    """An entry is live up to its ttl, but not at it, and reading it does not change that."""
    cache = TTLCache(4, 10, clock)
    clock.advance(0.5)
    cache.set("tea", "green")
    clock.advance(9.75)
    loader = Loader("new")
    seen = [cache.get("tea"), cache.get_or_load("tea", loader), len(cache)]
    assert seen == ["green", "green", 1], "9.75 s after the storing; the ttl is 10"
    assert loader.calls == [], "the loader was called for a live entry"
    cache.set("cup", "blue")
    clock.advance(0.25)
    seen = [cache.get("tea", "none"), cache.get("cup"), len(cache)]
    assert seen == ["none", "blue", 1], (
        "10 s after tea was stored, and read at 9.75; 0.25 s after cup"
    )
    clock.advance(100)
    assert [cache.get("cup"), len(cache)] == [None, 0], "100 s later"
    cache.set("cup", "red")
    seen = [cache.get("cup"), cache.get("tea"), len(cache)]
    assert seen == ["red", None, 1], "tea and cup have expired, and cup was stored again as red"


@pytest.mark.hint("Storing a key again replaces the moment at which it expires, too.")
def test_storing_again_begins_anew(clock):
    """A key that is stored again lives for a whole ttl from then on."""
    cache = TTLCache(3, 10, clock)
    cache.set("a", 1)
    cache.set("b", 1)
    clock.advance(6)
    cache.set("a", 1)
    clock.advance(4)
    assert [found(cache, "ab"), len(cache)] == ["a", 1], "a was stored at 0 and 6, b at 0; it is 10"
    clock.advance(5.75)
    assert [found(cache, "ab"), len(cache)] == ["a", 1], "a was stored at 6; it is 15.75"
    clock.advance(0.25)
    assert [found(cache, "ab"), len(cache)] == ["", 0], (
        "a was stored at 6, and read at 15.75; it is 16"
    )


@pytest.mark.hint(
    "A dict keeps its keys in the order in which they came. Which one is the first?",
    "A key that is stored again keeps its place in a dict, unless it is taken out before.",
)
def test_the_one_stored_longest_ago_makes_room(clock):
    """In a full cache, a new key costs the one stored longest ago, however often it was read."""
    cache = TTLCache(3, 10, clock)
    for key in "abc":
        cache.set(key, key)
    for key in "ba":
        cache.get_or_load(key, str.upper)
    assert found(cache, "cba") == "cba", "three entries, maxsize 3"
    cache.set("d", "d")
    assert found(cache, "abcd") == "bcd", (
        "a b c stored, b and a read with get_or_load, d stored; maxsize 3"
    )
    cache.set("c", "c")
    assert found(cache, "abcd") == "bcd", (
        "a b c stored, b and a read with get_or_load, d c stored; maxsize 3"
    )
    cache.set("b", "b")
    assert found(cache, "abcd") == "bcd", (
        "a b c stored, b and a read with get_or_load, d c b stored; maxsize 3"
    )
    cache.get_or_load("e", str.upper)
    assert [found(cache, "abcde"), len(cache)] == ["bce", 3], (
        "a b c stored, b and a read with get_or_load, d c b stored, e loaded; maxsize 3"
    )
    one = TTLCache(1, 10, clock)
    one.set("a", 1)
    one.set("b", 2)
    assert [found(one, "ab"), len(one)] == ["b", 1], "stored: a b; maxsize 1"


@pytest.mark.hint(
    "What expires first was stored first, and so is the first to make room.",
    "A load stores its key as `set` does, also if an expired entry is still in the dict.",
)
def test_expired_entries_make_room(clock):
    """A full cache with expired entries takes new keys, and its live ones stay."""
    cache = TTLCache(3, 10, clock)
    cache.set("a", 1)
    cache.set("b", 1)
    clock.advance(5)
    cache.set("c", 1)
    clock.advance(5)
    cache.set("d", 1)
    cache.set("e", 1)
    assert [found(cache, "abcde"), len(cache)] == ["cde", 3], (
        "stored: a b at 0, c at 5, d e at 10; maxsize 3, ttl 10"
    )
    small = TTLCache(2, 10, clock)
    small.set("a", 1)
    clock.advance(10)
    for key in "bcd":
        small.set(key, 1)
    assert [found(small, "abcd"), len(small)] == ["cd", 2], (
        "stored: a at 0, b c d at 10; maxsize 2, ttl 10"
    )
    loaded = TTLCache(2, 10, clock)
    loaded.set("a", 1)
    clock.advance(5)
    loaded.set("b", 1)
    clock.advance(5)
    loaded.get_or_load("a", str.upper)
    loaded.set("c", 1)
    assert found(loaded, "abc") == "ac", "a at 0, b at 5, a loaded anew and c stored at 10; ttl 10"
    large = TTLCache(300, 10, clock)
    for number in range(301):
        large.set(number, number)
    seen = [large.get(0), large.get(1), large.get(300), len(large)]
    assert seen == [None, 1, 300, 300], "stored: 0 to 300; maxsize 300; get(0), get(1), get(300)"


@pytest.mark.hint(
    "Look first, and load only where nothing live is found.",
    "`get(key)` says None both for a missing entry and for a stored None.",
)
def test_loads_what_is_missing(clock):
    """The loader is called with the key where no live entry is found, and what it gives is kept."""
    cache = TTLCache(3, 10, clock)
    cache.set("tea", None)
    loader, nothing, late = Loader("loaded"), Loader(None), Loader("late")
    seen = [cache.get_or_load("tea", loader), loader.calls]
    assert seen == [None, []], "None was stored for tea: what was returned, and the loader's calls"
    seen = [cache.get_or_load("cup", loader), cache.get_or_load("cup", late), cache.get("cup")]
    assert seen == ["loaded"] * 3, "a loader that returns 'loaded', and one that returns 'late'"
    seen = [cache.get_or_load("pot", nothing), cache.get_or_load("pot", late), cache.get("pot", 0)]
    assert seen == [None] * 3, "the loader returned None for pot"
    assert {"first for cup": loader.calls, "first for pot": nothing.calls, "later": late.calls} == {
        "first for cup": ["cup"],
        "first for pot": ["pot"],
        "later": [],
    }, "the keys that the loaders were called with"
    clock.advance(10)
    assert cache.get_or_load("cup", late) == "late", "the entry of cup has expired"
    assert [cache.get("cup"), len(cache)] == ["late", 1], "all had expired; cup was loaded anew"


@pytest.mark.hint("When do you read the clock: before the loader is called, or after?")
def test_time_begins_after_the_load(clock):
    """The ttl of a loaded entry counts from the moment at which its loader returned."""
    cache = TTLCache(2, 10, clock)
    late = Loader("late")

    def slow(key):
        clock.advance(30)
        return "green"

    assert cache.get_or_load("tea", slow) == "green"
    clock.advance(9.75)
    assert [cache.get_or_load("tea", late), len(cache)] == ["green", 1], "9.75 s after the load"
    clock.advance(0.25)
    assert [cache.get("tea"), len(cache)] == [None, 0], "10 s after the load, and read at 9.75"


@pytest.mark.parametrize("value", [["green"], None, 0, OSError("no tea")], ids=repr)
@pytest.mark.hint(
    "Keep a dict of the loads that are going on, by key, and change it only under a lock.",
    "A `concurrent.futures.Future` can be waited for by many: `result()`, `set_result()`.",
    "Who finds a load under its key waits for it; who finds none puts one there and loads.",
)
def test_one_load_for_many_threads(value, clock, in_thread):
    """Eight threads that miss the same key cause one load, and all get the same object."""
    cache, other = TTLCache(2, 10, clock), TTLCache(2, 10, clock)
    calls, waited, crowd = [], [], []

    def loader(key):
        calls.append(key)
        waited.append(
            {
                "waiting('tea')": until_waiting(cache, key, crowd[-1] - 1),
                "waiting('cup')": cache.waiting("cup"),
                "waiting('tea') of another cache": other.waiting(key),
            }
        )
        return value

    before = cache.waiting("tea")
    for size, where in ((8, ""), (5, " where tea has expired")):
        crowd.append(size)
        results = outcomes([in_thread(cache.get_or_load, "tea", loader) for _ in range(size)])
        assert {f"{size} threads call get_or_load('tea', loader){where}": results} == {
            f"{size} threads call get_or_load('tea', loader){where}": [value] * size
        }
        same = [result is value for result in results]
        assert {f"each of {size} results is the very object that was loaded": same} == {
            f"each of {size} results is the very object that was loaded": [True] * size
        }
        after = cache.waiting("tea")
        assert {"waiting('tea') before any load": before, "and after one": after} == {
            "waiting('tea') before any load": 0,
            "and after one": 0,
        }
        assert {
            f"{size} threads call get_or_load('tea', loader){where}, the loader's calls": calls
        } == {f"{size} threads call get_or_load('tea', loader){where}, the loader's calls": ["tea"]}
        assert {f"seen in the loader, which {size} threads need": waited} == {
            f"seen in the loader, which {size} threads need": [
                {
                    "waiting('tea')": size - 1,
                    "waiting('cup')": 0,
                    "waiting('tea') of another cache": 0,
                }
            ]
        }
        calls.clear()
        waited.clear()
        clock.advance(10)


@pytest.mark.parametrize(
    "error",
    [
        OSError("down"),
        KeyError("tea"),
        TimeoutError("down"),
        KeyboardInterrupt(),
        SystemExit(3),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "Who waits for a load must hear of its end, whichever end it was.",
    "`Future.set_exception` passes an exception on. Not every exception is an `Exception`.",
    "Take the load out of your dict when it failed, or nobody will ever try again.",
)
def test_a_failed_load_is_told_to_all_and_not_kept(error, clock, in_thread):
    """An exception of the loader reaches all who wait, and the next call loads again."""
    cache = TTLCache(1, 10, clock)
    cache.set("cup", "blue")
    calls = []

    def loader(key):
        calls.append(key)
        until_waiting(cache, key, 3)
        raise error

    raised = outcomes([in_thread(cache.get_or_load, "tea", loader) for _ in range(4)])
    ends = [ending(each, error) for each in raised]
    assert {"4 threads call get_or_load('tea', loader)": ends} == {
        "4 threads call get_or_load('tea', loader)": ["raised what the loader raised"] * 4
    }
    assert {"4 threads call get_or_load('tea', loader), the loader's calls": calls} == {
        "4 threads call get_or_load('tea', loader), the loader's calls": ["tea"]
    }
    seen = [cache.get("tea", "nothing"), cache.get("cup"), cache.waiting("tea"), len(cache)]
    assert seen == ["nothing", "blue", 0, 1], "get tea, get cup, waiting, len after a failed load"
    waiting = []

    def mend(key):
        waiting.append(cache.waiting(key))
        return key.upper()

    again = outcomes([in_thread(cache.get_or_load, "tea", mend)])
    assert {"get_or_load('tea', mend) after a failed load": again} == {
        "get_or_load('tea', mend) after a failed load": ["TEA"]
    }
    assert {"waiting('tea') in the loader of the call after the failed one": waiting} == {
        "waiting('tea') in the loader of the call after the failed one": [0]
    }
    clock.advance(10)

    def fail(key):
        raise error

    (raised,) = outcomes([in_thread(cache.get_or_load, "tea", fail)])
    assert {"get_or_load('tea', fail) where tea has expired": ending(raised, error)} == {
        "get_or_load('tea', fail) where tea has expired": "raised what the loader raised"
    }
    seen = [cache.get("tea", "nothing"), len(cache)]
    assert seen == ["nothing", 0], "get and len after a failed load of an expired entry"


@pytest.mark.hint(
    "No lock may be held while a loader runs.",
    "One lock for the dicts, held only for a moment, and one thing to wait for in each load.",
)
def test_other_keys_are_loaded_meanwhile(clock, in_thread):
    """Two keys are loaded at the same time."""
    cache = TTLCache(4, 10, clock)
    both = threading.Barrier(2)

    def loader(key):
        both.wait(PATIENCE)
        return key.upper()

    results = outcomes([in_thread(cache.get_or_load, key, loader) for key in ("tea", "cup")])
    assert results == ["TEA", "CUP"], "two loaders, each of which waits until the other runs"
    assert found(cache, ["tea", "cup"]) == "teacup"


@pytest.mark.hint(
    "Does any method wait for the loader, because it needs a lock that `get_or_load` holds?"
)
def test_a_load_holds_nothing_up(clock, in_thread):
    """While a loader runs, other threads can use the methods of the cache."""
    cache = TTLCache(9, 10, clock)
    cache.set("cup", "blue")
    started, finished, seen = threading.Event(), threading.Event(), {}

    def others():
        started.wait(PATIENCE)
        cache.set("can", "tin")
        seen["set('can', 'tin')"] = "done"
        seen["get('tea')"] = cache.get("tea")
        seen["get('cup')"] = cache.get("cup")
        seen["get('can')"] = cache.get("can")
        seen["len"] = len(cache)
        seen["waiting('tea')"] = cache.waiting("tea")
        seen["get_or_load('cup', str.upper)"] = cache.get_or_load("cup", str.upper)
        finished.set()
        return "no exception"

    def loader(key):
        started.set()
        finished.wait(PATIENCE)
        return "green", dict(seen)

    results = outcomes([in_thread(cache.get_or_load, "tea", loader), in_thread(others)])
    inside = {
        "set('can', 'tin')": "done",
        "get('tea')": None,
        "get('cup')": "blue",
        "get('can')": "tin",
        "len": 2,
        "waiting('tea')": 0,
        "get_or_load('cup', str.upper)": "blue",
    }
    assert {
        "the load of tea, and what ended meanwhile in another thread": results[0],
        "how the other thread ended": results[1],
    } == {
        "the load of tea, and what ended meanwhile in another thread": ("green", inside),
        "how the other thread ended": "no exception",
    }
    assert cache.get("tea") == ("green", inside)
