"""Checks for Q108 · Weak registries. The collector is off in all of them, unless one runs it."""

import functools
import gc
import sys
import types
import weakref
from collections.abc import MutableMapping
from contextlib import suppress
from dataclasses import dataclass

import pytest
from q108_weak_registries import Leak, LeakWatch, WeakIdentityMap


class Thing:
    """A key, or a value; it can be referenced weakly."""

    def __init__(self, name=None):
        self.name = name


@dataclass
class Equal(Thing):
    """Equal to all others of the same name, and without a hash."""

    name: str


class EqualHash(Equal):
    """Equal to all others of the same name, with the same hash."""

    def __hash__(self):
        return hash(self.name)


class Empty(Thing):
    """Has no length, so it is false."""

    def __len__(self):
        return 0


class Same:
    """Refers to an object, without a dict, and equals everything."""

    __slots__ = ("__weakref__", "held")

    def __init__(self, held):
        self.held = held

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Listing(list):
    """A list with a `__dict__`."""


class Table(dict):
    """A dict with a `__dict__`."""


class Name(str):
    """A string with a `__dict__`, which can be referenced weakly."""


class Both:
    """Has a slot and a `__dict__`."""

    __slots__ = ("__dict__", "__weakref__", "slot")


class Slot:
    """Has a slot and no `__dict__`."""

    __slots__ = ("held",)


@pytest.fixture(autouse=True)
def no_collector():
    """Only what counting references frees is gone; a run of the collector sees new objects only."""
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()  # or each run, and each search for referrers, goes over all that is imported
    yield
    gc.unfreeze()
    if enabled:
        gc.enable()


def closure(value):
    """Return a function that holds a value, in a cell."""
    return lambda: value


def names(map):
    """Return the names of the keys, as one text."""
    return "".join([key.name for key in map])


@pytest.mark.hint(
    "A dict by `id(key)` will do at first. What must stand in it beside the value?",
    "`MutableMapping` makes `get`, `pop`, `items` and the rest from the five methods of the stub.",
)
def test_stores_and_finds():
    """The map stores, finds, replaces and deletes values, and raises `KeyError` for other keys."""
    map, other = WeakIdentityMap(), WeakIdentityMap()
    a, b, c = Thing("a"), Thing("b"), Thing("c")
    assert isinstance(map, MutableMapping)
    assert [len(map), list(map), a in map, map.get(a, "none")] == [0, [], False, "none"], "empty"
    empty = []
    for key, value in ((a, 1), (b, "b"), (c, "c"), (a, 2), (b, None), (c, empty)):
        map[key] = value
    assert [map[a], map[b], map[c], len(map)] == [2, None, [], 3], "stored: 1 b c, 2 None []"
    assert map[c] is empty, "the value is another list than the one that was stored"
    assert [b in map, map.get(b, "none"), len(other), b in other] == [True, None, 0, False]
    assert [names(map), list(map.values())] == ["abc", [2, None, []]], "all were stored twice"
    assert [map.setdefault(b, "new"), map.setdefault(a), map[b]] == [None, 2, None]
    del map[a]
    assert [a in map, len(map), names(map)] == [False, 2, "bc"], "a was taken out"
    with pytest.raises(KeyError):
        map[a]
    with pytest.raises(KeyError):
        del map[a]
    map[a] = 3
    assert [names(map), map.pop(b), names(map), len(map)] == ["bca", None, "ca", 2]
    for value in (equal := [], 1.0, True):
        map[c] = value
        assert map[c] is value, f"{value!r} was stored in place of a value that is equal"
    assert equal is not empty
    keys = [Thing, names, types, Name("a"), Name("a"), {1}, Listing(), Table()]
    for number, key in enumerate(keys):
        map[key] = number
    found = [map.get(key, "none") for key in keys]
    assert found == [*range(8)], f"the keys are a class, a function, a module and others: {keys}"
    map, other = WeakIdentityMap(), []
    map[a], map[b] = other, "b"
    assert [names(map) for _ in map] == ["ab", "ab"], "a loop within a loop"


@pytest.mark.parametrize("kind", [Equal, EqualHash])
@pytest.mark.hint(
    "`weakref.ref` passes `==` and `hash` on to its object: it is no key by identity.",
    "`id(key)` is a number that one object has as long as it lives.",
)
def test_equal_keys_stay_apart(kind):
    """Equal objects are two keys, with a hash and without one."""
    map, other = WeakIdentityMap(), WeakIdentityMap()
    one, two, three = kind("a"), kind("a"), kind("a")
    other[three] = 3
    map[one] = 1
    map[two] = 2
    assert [map[one], map[two], map.get(three, "none"), len(map)] == [1, 2, "none", 2]
    map[one] = 3
    del map[two]
    seen = [map.get(one), map.get(two, "none"), three in map, two in map, one in map, len(map)]
    assert seen == [3, "none", False, False, True, 1], "one was stored again, two taken out"
    assert [key is one for key in map] == [True], "the keys that are left are [one]"


@pytest.mark.hint(
    "`if key:` asks the key whether it is true.",
    "`==` and `in` on lists of keys ask `__eq__`. Compare by `is`, or compare the ids.",
)
def test_calls_no_method_of_a_key():
    """No special method of a key is called, and a key that is false is a key like any other."""
    called = []

    def noted(name, result):
        return lambda *args: called.append(name) or result

    special = {"__eq__": True, "__ne__": False, "__bool__": False, "__len__": 0}
    special |= {"__hash__": 1, "__repr__": "Noted", "__iter__": None, "__getattribute__": None}
    special |= {"__str__": "Noted", "__format__": "Noted", "__index__": 1, "__call__": None}
    Noted = type("Noted", (), {name: noted(name, result) for name, result in special.items()})
    map, one, two = WeakIdentityMap(), Noted(), Noted()
    map[one] = 1
    map[two] = 2
    map[one] = 3
    found = [map[one], map.get(two), one in map, len(map)]
    found += [[key is one for key in map], list(map.values()), [len(map.items()), map.pop(two)]]
    found += [[len(map.keys()), len(map.values())]]
    found += [map.get(two), two in map, len(map)]
    with suppress(KeyError):
        del map[two]
    del one
    found += [len(map)]
    assert called == [], "these methods of keys were called"
    assert found == [3, 2, True, 2, [True, False], [3, 2], [2, 2], [1, 1], None, False, 1, 0]


@pytest.mark.parametrize("key", [5, None, "text", (1, 2), [], {}], ids=repr)
@pytest.mark.hint(
    "`weakref.ref(5)` raises the right error all by itself.",
    "Storing must reference the key, looking it up need not.",
)
def test_what_cannot_be_referenced_weakly(key):
    """Storing under an `int` or its like raises a `TypeError`, and looking for it finds nothing."""
    map, thing = WeakIdentityMap(), Thing("a")
    map[thing] = 1
    with pytest.raises(TypeError):
        map[key] = 2
    with pytest.raises(TypeError):
        map.setdefault(key, 2)
    assert [key in map, map.get(key, "none"), map.pop(key, "none")] == [False, "none", "none"]
    with pytest.raises(KeyError):
        map[key]
    with pytest.raises(KeyError):
        del map[key]
    assert [len(map), names(map), map[thing]] == [1, "a", 1], f"storing under {key!r} failed"


@pytest.mark.hint(
    "`weakref.ref(key, callback)` calls back when the key dies.",
    "Do not only hide the entry of a dead key: its value takes up memory, too.",
)
def test_an_entry_goes_with_its_key():
    """With the last owner of a key, the key, its entry and its value are gone at once."""
    map, other = WeakIdentityMap(), WeakIdentityMap()
    kept, key = Thing("kept"), Thing("key")
    value, second = Thing(), Thing()
    traces = [weakref.ref(key), weakref.ref(value), weakref.ref(second)]
    map[kept] = 1
    map[key] = value
    map[key] = second
    other[key] = value
    found, again = [map[key] is second, map.setdefault(key, 0) is second], key
    del value, second, key
    alive = [trace() is not None for trace in traces]
    assert [found, alive, len(map)] == [[True, True], [True] * 3, 2], "one of two owners let go"
    del again
    alive = [trace() is not None for trace in traces]
    assert alive == [False] * 3, "alive: a key that nobody owns, its first value, and its second"
    assert [len(map), names(map), list(map.values()), len(other)] == [1, "kept", [1], 0]
    ways = {
        "del map[key]": lambda key: map.__delitem__(key),
        "map.pop(key)": lambda key: map.pop(key) and None,
        "map[key] = 2": lambda key: map.__setitem__(key, 2),
        "map.clear()": lambda key: map.clear(),
    }
    for call, way in ways.items():
        map[kept] = value = Thing()
        trace = weakref.ref(value)
        del value
        way(kept)
        assert trace() is None, f"the value that nobody owns is alive after {call}"
    stranger = Thing()
    trace, found = weakref.ref(stranger), [map.get(stranger), map.pop(stranger, None)]
    for method in (map.__getitem__, map.__delitem__):
        with suppress(KeyError):
            found.append(method(stranger))
    del stranger
    alive = trace() is not None
    assert [found, alive] == [[None, None], False], "whether a key that was only looked for lives"
    map, first, second = WeakIdentityMap(), Thing(), Thing()
    map[first], map[second] = second, Thing()
    trace = weakref.ref(map[second])
    del second
    assert len(map) == 2, "the last owner of the second key is the value of the first"
    del first
    alive = trace() is not None
    assert [len(map), alive] == [0, False], "entries, and whether the value of the second key lives"


@pytest.mark.hint("An address is used again as soon as its object is gone.")
def test_a_new_object_finds_nothing():
    """Objects that come after a dead key, also at its address, have no entry."""
    map = WeakIdentityMap()
    key = Thing("old")
    map[key] = "old"
    del key
    new = [Thing("new") for _ in range(300)]  # one of them takes the place of the old one
    found = [map.get(thing, "none") for thing in new]
    assert {*found} == {"none"}, "one of 300 new objects has the entry of the dead key"
    assert [any(thing in map for thing in new), len(map), names(map)] == [False, 0, ""]
    for thing in new:
        map[thing] = "new"
    assert [len(map), {*map.values()}] == [300, {"new"}]


@pytest.mark.parametrize("view", ["keys", "values", "items"])
@pytest.mark.hint(
    "A dict must not change its size while a loop goes over it.",
    "A list of weak references holds nothing; a list of keys holds all of them.",
)
def test_keys_may_die_in_a_loop(view):
    """Keys that die while a loop goes over the map are left out, and the others come."""
    map, owners, seen = WeakIdentityMap(), {name: Thing(name) for name in "abcdef"}, []
    sizes = []
    for name in owners:
        map[owners[name]] = name
    for item in getattr(map, view)():
        seen.append(getattr(item, "name", item) if view != "items" else item[1])
        sizes.append(len(map))
        if len(seen) == 2:
            owners.pop("a")
            owners.pop("b")
            owners.pop("c")
            owners.pop("e")
    assert seen == ["a", "b", "d", "f"], f"{view}: the second turn let a, b, c and e die"
    assert sizes[-1] == 2, f"entries in each turn of the loop: {sizes}"
    del item
    assert [len(map), names(map)] == [2, "df"]


@pytest.mark.hint(
    "A callback that is a bound method holds the map; one that knows the entries holds these.",
    "What a callback needs of the map can come to it by a weak reference.",
)
def test_the_map_goes_with_its_last_owner():
    """The map and its values are gone at once, though the keys live on."""
    map, keys, values = WeakIdentityMap(), [Thing(), Thing()], [Thing(), Thing()]
    traces = [weakref.ref(each) for each in (map, *values)]
    map[keys[0]], map[keys[1]] = values
    map[keys[0]] = values[0]
    values.clear()
    alive = [trace() is not None for trace in traces]
    assert alive == [True] * 3, "alive: the map and its two values"
    del map
    alive = [trace() is not None for trace in traces]
    assert alive == [False] * 3, "alive without an owner: the map and its two values"


@pytest.mark.hint(
    "An exception in a callback has nobody to catch it: Python prints it and goes on.",
    "`weakref.ref` objects that are dropped call nobody back; a `finalize` lives until it is used.",
)
def test_late_deaths_are_silent(monkeypatch):
    """Keys that die after their entry was taken out, or after the map, cause no error."""
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda error: reports.append(repr(error.exc_value)))
    map, first, second, third = WeakIdentityMap(), Thing("1"), Thing("2"), Thing("3")
    for key in (first, second, third, second):
        map[key] = key.name
    del key
    del map[first], map[second]
    map[second] = "again"
    del first
    assert [reports, names(map)] == [[], "32"], "1 was taken out, and died"
    del second
    assert [reports, names(map)] == [[], "3"], "2 was taken out, stored again, and died"
    map.clear()
    map[third] = "again"
    del map
    del third
    assert reports == [], "3 died after the map"
    map, first, second = WeakIdentityMap(), Thing("1"), Thing("2")
    map[first], map[second] = second, None
    del second
    del map
    assert reports == [], "the map died, and with the value of 1 the last owner of 2"


@pytest.mark.hint(
    "Have the collector run first: what it can free is no leak.",
    "Your map can tell which objects are alive, and knows their labels.",
)
def test_reports_what_is_alive():
    """`leaks` reports the labels of the living, in order, and nothing that was only in a cycle."""
    watch, other = LeakWatch(), LeakWatch()
    assert watch.leaks() == [], "nothing is watched"
    a, b, c, d = (Equal(name) for name in "abaa")
    d.circle = b.circle = [b, d]
    for thing, label in ((c, "c"), (a, "a"), (b, "b"), (d, "d")):
        watch.watch(thing, label)
    watch.watch(c, "new")
    other.watch(a, "other")
    del thing
    assert [leak.label for leak in watch.leaks()] == ["new", "a", "b", "d"], "c is now called new"
    del b, c
    labels = [leak.label for leak in watch.leaks()]
    assert labels == ["a", "b", "d"], "c is dead, and d holds b"
    del d
    leaks = [watch.leaks(), other.leaks()]
    assert [[leak.label for leak in each] for each in leaks] == [["a"], ["other"]]
    assert type(leaks[0][0]) is Leak, f"an entry of the list is {leaks[0][0]!r}"
    del a
    assert [watch.leaks(), other.leaks()] == [[], []], "all are dead"
    kept = [Thing(), Thing(), Empty()]
    for thing, label in zip(kept, ["same", "same", ""], strict=True):
        watch.watch(thing, label)
    labels = [leak.label for leak in watch.leaks()]
    assert labels == ["same", "same", ""], "two of one label, and an object that is false"
    watch.watch(kept[0], "")
    labels = [leak.label for leak in watch.leaks()]
    assert labels == ["", "same", ""], "the first was watched again, under an empty label"
    watch, old, stays = LeakWatch(), Thing(), Thing()
    watch.watch(old, "old")
    watch.watch(stays, "stays")
    address = id(old)
    del old
    things = [Thing() for _ in range(300)]  # one of them takes the place of the old one
    new = next((each for each in things if id(each) == address), things[0])
    watch.watch(new, "new")
    labels = [leak.label for leak in watch.leaks()]
    assert labels == ["stays", "new"], "the new one has the address of a dead one, the first"


@pytest.mark.hint(
    "`gc.get_referrers(obj)` gives the objects that refer to it.",
    "A list of the living objects, or a suspended generator, refers to them as well. Is it yours?",
    "`found = {id(each): type(each).__name__ for each in objects}` counts each object once.",
)
def test_names_the_holders():
    """The holders are named by their classes, sorted, each once, and the watch is none of them."""
    watch, things = LeakWatch(), [Thing(name) for name in "abcd"]
    for thing in things:
        watch.watch(thing, thing.name)
    del thing
    a, b, c, d = things
    things.clear()
    assert watch.leaks() == [Leak(name, []) for name in "abcd"], "only local variables hold them"
    kept = [[a], {"obj": a}, {a}, [a, a, "b", b], (b, "b"), Slot(), Thing({1: d})]
    kept[-2].held = c
    assert watch.leaks() == [
        Leak("a", ["dict", "list", "list", "set"]),
        Leak("b", ["list", "tuple"]),
        Leak("c", ["Slot"]),
        Leak("d", ["dict"]),
    ]
    kept[:2] = [LeakWatch(), weakref.ref(a), types.SimpleNamespace(all=kept)]
    assert watch.leaks()[0] == Leak("a", ["list", "set"])

    class Nested(Thing):
        pass

    kept.clear()
    kept += [Nested(b), closure(c)]
    watch.watch(kept[0], "nested")
    assert watch.leaks() == [
        Leak("a", []),
        Leak("b", ["Nested"]),
        Leak("c", ["cell"]),
        Leak("d", []),
        Leak("nested", ["list"]),
    ], "the holder of b is watched, too; that of c is a function's closure"
    kept[:] = [a, b]
    b.held = a
    assert watch.leaks()[:2] == [Leak("a", ["Thing", "list"]), Leak("b", ["list"])], (
        "b has a, and a list has both"
    )
    a.myself = a
    assert watch.leaks()[0] == Leak("a", ["Thing", "Thing", "list"]), (
        "a has itself, b and a list, too"
    )
    del a.myself
    kept[:] = [d.__init__]
    assert watch.leaks()[3] == Leak("d", ["method"]), "a bound method of d"
    kept[:] = [Same(a), Same(b), Same(a), Same(d)]
    watch.watch(kept[-1], "same")
    assert watch.leaks() == [
        Leak("a", ["Same", "Same", "Thing"]),
        Leak("b", ["Same"]),
        Leak("c", []),
        Leak("d", ["Same"]),
        Leak("same", ["list"]),
    ], "holders that are equal to everything; that of d is watched, too"
    kept[-1].held = kept[-1]
    assert watch.leaks()[-1] == Leak("same", ["Same", "list"]), "it has itself, and a list has it"
    kept[-1].held = None


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        (Thing, "Thing"),
        (types.SimpleNamespace, "SimpleNamespace"),
        (lambda: types.ModuleType("settings"), "module"),
        (Both, "Both"),
        (lambda: closure(None), "function"),
        (Listing, "Listing"),
        (Table, "Table"),
        (KeyError, "KeyError"),
        (lambda: functools.partial(print), "partial"),
    ],
    ids=[
        "instance",
        "SimpleNamespace",
        "module",
        "slot and dict",
        "function",
        "instance of a derived list",
        "instance of a derived dict",
        "exception",
        "partial",
    ],
)
@pytest.mark.hint(
    "A holder that is a dict may be somebody's `__dict__`. Whose?",
    "Its owner is among the objects that refer to the dict, and `owner.__dict__ is holder`.",
)
def test_an_attribute_is_held_by_its_owner(holder, name):
    """What an attribute refers to is held by the instance or module, not by its `__dict__`."""
    watch, thing, owner = LeakWatch(), Equal("a"), holder()
    watch.watch(thing, "a")
    owner.held = thing
    assert watch.leaks() == [Leak("a", [name])]
    namespace = vars(owner)
    owner.also = owner.slot = thing
    elsewhere = [namespace, {"held": thing}]
    assert watch.leaks() == [Leak("a", sorted(["dict", name]))], "an attribute, and another dict"
    elsewhere.pop()
    owner.slot = {**namespace}
    assert watch.leaks() == [Leak("a", sorted(["dict", name]))], "an attribute is a dict with it"
    owner.slot, second = None, holder()
    vars(second)["to hold"] = thing
    assert watch.leaks() == [Leak("a", [name, name])], f"attributes of two objects: {name}"


@pytest.mark.hint(
    "A watch that holds what it watches reports leaks of its own making.",
    "Does anything of the last report stay: the objects, or their holders?",
)
def test_the_watch_keeps_nothing_alive():
    """Watched objects are gone with their last owner, before a report and after it."""
    watch, one, two = LeakWatch(), Thing(), Thing()
    cache = Both()
    cache.two = two
    traces = [weakref.ref(one), weakref.ref(two), weakref.ref(cache)]
    watch.watch(one, "one")
    watch.watch(two, "two")
    del one
    assert traces[0]() is None, "the watch keeps an object alive"
    reports = [watch.leaks(), watch.leaks()]
    assert reports == [[Leak("two", ["Both"])]] * 2
    del two, cache
    alive = [trace() is not None for trace in traces]
    assert alive == [False] * 3, "alive after a report: two watched objects, and a holder"
    assert watch.leaks() == []
