"""Checks for Q51 · Weak references."""

import weakref
from collections import deque
from dataclasses import dataclass

import pytest
from q051_weak_references import ObjectCache, Subject


class Thing:
    """What the factories make; it can be referenced weakly."""

    def __init__(self, key=None):
        self.key = key


class Empty(list):
    """A list that can be referenced weakly."""


class Listener:
    """Notes what it is told: its name and the arguments."""

    def __init__(self, name, calls):
        self.name, self.calls = name, calls

    def update(self, *args):
        self.calls.append((self.name, *args))

    def other(self, *args):
        self.calls.append((self.name, "other", *args))


@dataclass
class Equal:
    """Equal to all of its kind with the same name, and without a hash."""

    name: str

    def update(self, calls):
        calls.append(id(self))

    __call__ = update


@pytest.fixture
def calls():
    """What the observers of a check were told, in order."""
    return []


@pytest.mark.hint(
    "Look the key up first; ask the factory only if nothing is there.",
    "Does the cache remember what it made, or only return it?",
)
def test_one_object_for_each_key():
    """`get` makes the object for a key once, and then returns the same one."""
    made = []

    def factory(key):
        made.append(key)
        return Thing(key)

    cache = ObjectCache(factory)
    assert (made, len(cache), "a" in cache) == ([], 0, False)
    first, second = cache.get("a"), cache.get(("b", 2))
    again = cache.get("a")
    assert again is first, "two calls of get with the same key gave two objects"
    assert (first.key, second.key, made) == ("a", ("b", 2), ["a", ("b", 2)])
    assert (len(cache), "a" in cache, "c" in cache) == (2, True, False)


@pytest.mark.hint(
    "A dict owns its values; the module `weakref` has a mapping that does not.",
    "Dead references in a plain dict still hold the keys, and still count.",
)
def test_an_entry_goes_with_its_last_owner():
    """An object is forgotten with its key when its last owner lets go, and not earlier."""
    cache = ObjectCache(lambda key: Thing())
    key = Thing()
    first = cache.get(key)
    second = first
    traces = [weakref.ref(first), weakref.ref(key)]
    del first
    assert (len(cache), key in cache, cache.get(key) is second) == (1, True, True)
    del second
    assert (len(cache), key in cache) == (0, False)
    assert isinstance(cache.get(key), Thing)
    del key
    left = [trace() for trace in traces if trace() is not None]
    assert left == [], "the cache keeps an object or a key alive"


@pytest.mark.hint("An empty container is false, but it is not `None`.")
def test_false_objects_are_hits():
    """An object that is false is found like any other."""
    made = []
    cache = ObjectCache(lambda key: made.append(key) or Empty())
    first = cache.get("a")
    assert cache.get("a") is first, "an empty container was made anew"
    assert (made, "a" in cache, len(cache)) == (["a"], True, 1)


@pytest.mark.hint(
    "Call the factory before you write anything down.",
    "Let its exception through; there is nothing to catch.",
)
def test_a_failing_factory():
    """What the factory raises goes through; nothing is remembered, and `get` tries again."""
    failures = [KeyError("down"), ValueError("still down")]

    def factory(key):
        if failures:
            raise failures.pop(0)
        return Thing(key)

    cache = ObjectCache(factory)
    with pytest.raises(KeyError, match="down"):
        cache.get("a")
    assert ("a" in cache, len(cache)) == (False, 0)
    with pytest.raises(ValueError, match="still down"):
        cache.get("a")
    assert cache.get("a").key == "a"


@pytest.mark.parametrize("product", [5, None, (1, 2)], ids=repr)
@pytest.mark.hint(
    "`weakref.ref(5)` raises the right error all by itself.",
    "Do not fall back to a strong reference: that would be a leak.",
)
def test_what_cannot_be_referenced_weakly(product):
    """What cannot be referenced weakly raises `TypeError`, and nothing is remembered."""

    class Rigid:
        __slots__ = ()

        def __call__(self):
            """Do nothing."""

        update = __call__

    cache, subject, rigid = ObjectCache(lambda key: product), Subject(), Rigid()
    with pytest.raises(TypeError):
        cache.get("a")
    for observer in (rigid, rigid.update):
        with pytest.raises(TypeError):
            subject.subscribe(observer)
    assert (len(cache), "a" in cache, len(subject), subject.notify()) == (0, False, 0, 0)


@pytest.mark.hint(
    "Sets have no order: keep the references in a list or in a dict.",
    "Count the calls you made, and return the number.",
)
def test_notify(calls):
    """`notify` calls all observers in order with its arguments and returns how many."""
    subject, other = Subject(), Subject()
    assert (len(subject), subject.notify("nobody")) == (0, 0)
    first, second = Listener("first", calls), Listener("second", calls)

    def third(*args, **kwargs):
        calls.append(("third", args, kwargs))

    subject.subscribe(second.other)
    subject.subscribe(first.update)
    subject.subscribe(second.update)
    assert (subject.notify(1, 2), len(subject), len(other)) == (3, 3, 0)
    assert calls == [("second", "other", 1, 2), ("first", 1, 2), ("second", 1, 2)]
    calls.clear()
    other.subscribe(third)
    assert (other.notify(3, color="red"), calls) == (1, [("third", (3,), {"color": "red"})])


@pytest.mark.hint(
    "`obj.method` is a new object each time: a plain weak reference to it is dead at once.",
    "`weakref.WeakMethod` lives as long as the method's object.",
)
def test_a_bound_method_lives_as_long_as_its_object(calls):
    """A bound method stays subscribed until its object dies, and does not keep it alive."""
    subject, listener = Subject(), Listener("a", calls)
    subject.subscribe(listener.update)
    assert (subject.notify(1), calls, len(subject)) == (1, [("a", 1)], 1)
    trace = weakref.ref(listener)
    del listener
    assert trace() is None, "the subject keeps the object of a bound method alive"
    assert (subject.notify(2), calls, len(subject)) == (0, [("a", 1)], 0)


@pytest.mark.hint(
    "Anything but a bound method gets a plain `weakref.ref`; `inspect.ismethod` tells them apart.",
    "An object with `__call__` may be false: compare with `None`.",
)
def test_functions_and_callable_objects_are_held_weakly():
    """A function or callable object stays as long as somebody else holds it."""

    class Bell(Empty):
        def __call__(self):
            rung.append("bell")

    rung = []
    subject, bell = Subject(), Bell()
    sound = lambda: rung.append("sound")  # noqa: E731
    subject.subscribe(lambda: rung.append("nobody holds me"))
    subject.subscribe(bell)
    subject.subscribe(sound)
    assert (len(subject), subject.notify(), rung) == (2, 2, ["bell", "sound"])
    del bell
    assert (len(subject), subject.notify(), rung) == (1, 1, ["bell", "sound", "sound"])
    del sound
    assert (len(subject), subject.notify()) == (0, 0)


@pytest.mark.hint(
    "`a.update is a.update` is false: what makes two bound methods the same?",
    "Compare `__self__` and `__func__` of bound methods.",
)
def test_subscribing_twice_and_unsubscribing(calls):
    """An observer is added once, keeps its place, and can be taken out, if it is there."""

    def plain(*args):
        calls.append(("plain", *args))

    subject, a, b = Subject(), Listener("a", calls), Listener("b", calls)
    for observer in (a.update, plain, b.update, plain, a.update):
        subject.subscribe(observer)
    assert (len(subject), subject.notify()) == (3, 3)
    assert calls == [("a",), ("plain",), ("b",)]
    for observer in (a.update, plain, plain, a.other, lambda: None):
        subject.unsubscribe(observer)
    calls.clear()
    assert (len(subject), subject.notify(), calls) == (1, 1, [("b",)])
    subject.subscribe(a.update)
    calls.clear()
    assert (subject.notify(), calls) == (2, [("b",), ("a",)])


@pytest.mark.parametrize(
    "observe", [lambda equal: equal.update, lambda equal: equal], ids=["methods", "objects"]
)
@pytest.mark.hint(
    "Weak references compare and hash like their objects, and so do sets of them.",
    "Ask with `is` whether two observers are the same.",
)
def test_equal_objects_are_different_observers(calls, observe):
    """Objects that are equal, or have no hash, are observers of their own."""
    subject, twins = Subject(), [Equal("twin"), Equal("twin"), Equal("twin")]
    for twin in twins:
        subject.subscribe(observe(twin))
    assert (len(subject), subject.notify(calls)) == (3, 3)
    assert calls == [id(twin) for twin in twins]
    calls.clear()
    subject.unsubscribe(observe(twins[1]))
    subject.unsubscribe(observe(Equal("twin")))
    assert (subject.notify(calls), calls) == (2, [id(twins[0]), id(twins[2])])


@pytest.mark.hint(
    "Whoever collects the living observers first keeps them all alive meanwhile.",
    "Loop over a copy of the list of references, and call each reference just before its turn.",
)
def test_observers_that_die_while_notifying(calls):
    """An observer that dies before its turn is left out, and no other is skipped."""
    subject, owners = Subject(), {}

    class Killer(Listener):
        def update(self, *args):
            super().update(*args)
            owners.pop("a", None)
            owners.pop("d", None)

    for name in "abcdef":
        owners[name] = (Killer if name == "b" else Listener)(name, calls)
        subject.subscribe(owners[name].update)
    assert (subject.notify(), calls) == (5, [("a",), ("b",), ("c",), ("e",), ("f",)])
    calls.clear()
    assert (subject.notify(), calls) == (4, [("b",), ("c",), ("e",), ("f",)])
    assert len(subject) == 4


@pytest.mark.hint(
    "A reference whose object is dead is still an object that takes up memory.",
    "When you go through the references anyway, keep only those that are alive.",
)
def test_the_dead_do_not_pile_up(calls, peak_memory):
    """A thousand objects and observers that came and went leave nothing behind."""
    cache, subject, called = ObjectCache(Thing), Subject(), deque(maxlen=1)

    def come_and_go():
        for number in range(500):
            thing, listener = cache.get(f"thing {number}"), Listener(number, calls)
            subject.subscribe(listener.update)
            subject.unsubscribe(listener.other)
            del thing, listener
            called.append((subject.notify(), len(subject)))

    peak = peak_memory(come_and_go)
    assert (len(cache), len(subject), calls, list(called)) == (0, 0, [], [(0, 0)])
    assert peak < 30_000, f"up to {peak:,} bytes were in use for one object and one observer"
