"""Checks for Q5 · Memory management."""

import functools
import gc
import weakref

import pytest
from q005_memory_management import freed_by

ON_AND_OFF = pytest.mark.parametrize("switch", [gc.enable, gc.disable], ids=["on", "off"])


@pytest.fixture(autouse=True)
def collector_off():
    """Nothing is freed by chance: the collector is off, and some garbage always lies around."""
    was_on = gc.isenabled()
    gc.disable()
    self_reference()
    yield
    if was_on:
        gc.enable()
    else:
        gc.disable()


@pytest.fixture
def collections():
    """A list that grows by one whenever a collection starts; Python itself starts none."""
    started, thresholds = [], gc.get_threshold()

    def note(phase, info):
        if phase == "start":
            started.append(info["generation"])

    gc.set_threshold(0)  # also a collector that is on waits to be called
    gc.callbacks.append(note)
    yield started
    gc.callbacks.remove(note)
    gc.set_threshold(*thresholds)


class Thing:
    def __init__(self, other=None):
        self.other = other


class FalseEqualToAll(Thing):
    """Is false, and says that it equals everything."""

    __hash__ = None

    def __bool__(self):
        return False

    def __eq__(self, other):
        return True


class Slotted:
    """Has no room for weak references."""

    __slots__ = ()

    def __repr__(self):
        return "Slotted()"


class ListSubclass(list):
    """A list that can be watched, unlike lists of no subclass."""


def self_reference():
    thing = Thing()
    thing.other = thing
    return thing


def ring_of_three():
    first = Thing()
    first.other = Thing(Thing(first))
    return first


def hanging_on_a_ring():
    holder = self_reference()
    holder.payload = Thing()
    return holder.payload


def recursive_function():
    def countdown(n):
        return n and countdown(n - 1)

    return countdown


def self_reference_false_equal_to_all():
    thing = FalseEqualToAll()
    thing.other = thing
    return thing


def two_in_a_row():
    return Thing(Thing())


@functools.cache
def held_elsewhere():
    return Thing()


@pytest.mark.parametrize("factory", [Thing, set, two_in_a_row, FalseEqualToAll, ListSubclass])
@pytest.mark.hint(
    "`weakref.ref(thing)` watches a thing without keeping it; call it to see what is left.",
    "Your own variable holds the object too: `del` it before you look.",
)
def test_the_count_frees_plain_objects(factory):
    """An object that is in no circle is freed by its count."""
    assert freed_by(factory) == "count"


@pytest.mark.parametrize(
    "factory",
    [
        self_reference,
        ring_of_three,
        hanging_on_a_ring,
        recursive_function,
        self_reference_false_equal_to_all,
    ],
)
@pytest.mark.hint(
    "In a circle every count stays above zero when the last outside reference goes.",
    "`gc.collect()` works also while the collector is off: look once before and once after it.",
    "What is left of an object that is gone is None, and `is` asks for None itself.",
)
def test_the_collector_frees_circles(factory):
    """An object in a circle, or held by one, is freed by the collector."""
    assert freed_by(factory) == "collector"


@pytest.mark.hint(
    "What survives a collection is looked at less often from then on.",
    "A full collection looks at all generations: what does `gc.collect` do without an argument?",
)
def test_the_collector_frees_old_circles():
    """A circle that has survived a collection is freed by the collector as well."""
    survived_a_collection = [self_reference()]
    gc.collect()
    assert freed_by(survived_a_collection.pop) == "collector"


@pytest.mark.parametrize("kind", [Thing, FalseEqualToAll, self_reference])
@pytest.mark.hint(
    "An object that somebody still holds is no garbage, whatever you run.",
    "Look after the collection as well: is the object really gone?",
)
def test_an_object_held_elsewhere_stays(kind):
    """An object that something else still holds is neither freed by count nor by collector."""
    assert freed_by(functools.cache(kind)) == "held"


@pytest.mark.parametrize(
    ("factory_makes", "answer"),
    [
        ("a plain object", "count"),
        ("a circle", "collector"),
        ("a circle, and keeps it in a list", "held"),
    ],
)
@pytest.mark.hint("One object is enough for every look: keep the weak reference, not the factory.")
def test_the_factory_is_called_once(factory_makes, answer):
    """`factory` is called once, without arguments, whatever becomes of its object."""
    calls, kept = [], []

    def factory(*arguments):
        calls.append(arguments)
        thing = self_reference() if "circle" in factory_makes else Thing()
        if "keeps" in factory_makes:
            kept.append(thing)
        return thing

    result = freed_by(factory)
    assert result == answer
    assert {"arguments of each call of the factory": calls} == {
        "arguments of each call of the factory": [()]
    }


@pytest.mark.hint(
    "The number that `gc.collect()` returns counts everybody's garbage: ask your weak reference.",
)
def test_other_garbage_does_not_matter():
    """Garbage that has nothing to do with the object changes no answer."""
    kept = Thing()
    ring_of_three()
    assert freed_by(Thing) == "count", "another circle had been made and let go"
    ring_of_three()
    assert freed_by(lambda: kept) == "held", "kept = Thing(), and a circle had been let go"


@pytest.mark.hint(
    "Switch the collector off before you call `factory`.",
    "Switch it on again only when you have seen what became of the object.",
)
def test_the_collector_is_off_until_the_object_is_let_go():
    """The collector is off when `factory` is called, and still when its object goes."""
    states, watchers = [], []

    def factory():
        states.append(gc.isenabled())
        thing = Thing()
        watchers.append(weakref.ref(thing, lambda _: states.append(gc.isenabled())))
        return thing

    gc.enable()
    freed_by(factory)
    assert {"on for the factory, on when its object went": states} == {
        "on for the factory, on when its object went": [False, False]
    }, "of the collector, which was on before freed_by(factory)"


@ON_AND_OFF
@pytest.mark.hint(
    "A collection beforehand is not needed: who cares about other garbage?",
    "If the object is gone at the first look, there is nothing left to find out.",
)
def test_no_collection_where_the_count_was_enough(collections, switch):
    """No collection is started when the count frees the object."""
    switch()
    result = freed_by(Thing)
    assert result == "count"
    assert len(collections) == 0, f"freed_by(Thing) ran {len(collections)} collections"


@pytest.mark.parametrize("factory", [Thing, self_reference, held_elsewhere])
@ON_AND_OFF
@pytest.mark.hint(
    "Ask `gc.isenabled()` first, and enable the collector again only if it was on.",
    "Does every `return` come past the line that enables it again?",
)
def test_the_collector_is_left_as_found(factory, switch):
    """A collector that was on is on again afterwards, and one that was off stays off."""
    switch()
    before = gc.isenabled()
    freed_by(factory)
    after = gc.isenabled()
    assert after == before, f"collector on before freed_by(factory): {before}, after: {after}"


@pytest.mark.parametrize(
    "error", [KeyError("inner"), TypeError("inner"), KeyboardInterrupt("inner")], ids=repr
)
@ON_AND_OFF
@pytest.mark.hint(
    "What must happen on every way out belongs in a `finally`.",
    "`KeyboardInterrupt` is no `Exception`: does your cleanup run for it as well?",
)
def test_exceptions_of_the_factory_get_through(error, switch):
    """The factory's exception arrives at the caller, and the collector is left as found."""

    def raise_error():
        raise error

    switch()
    before = gc.isenabled()
    with pytest.raises(type(error)) as caught:
        freed_by(raise_error)
    after = gc.isenabled()
    arrived = caught.value
    assert arrived is error, f"the factory raised {error!r}, the caller got {arrived!r}"
    assert after == before, f"collector on before freed_by(raise_error): {before}, after: {after}"


@pytest.mark.parametrize(
    "thing", [5, "text", (1, 2), None, [3], Slotted()], ids=lambda thing: type(thing).__name__
)
@ON_AND_OFF
@pytest.mark.hint(
    "`weakref.ref` raises the right error by itself: let it through.",
    "The line that makes the weak reference can fail: it belongs inside the `try`.",
)
def test_refuses_what_cannot_be_watched(thing, switch):
    """An object without weak references is a `TypeError`, and the collector is left as found."""
    switch()
    before = gc.isenabled()
    with pytest.raises(TypeError):
        freed_by(lambda: thing)
    after = gc.isenabled()
    assert after == before, (
        f"collector on before freed_by(lambda: {thing!r}): {before}, after: {after}"
    )
