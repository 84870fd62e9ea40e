"""Checks for Q51 · Weak references. The collector is off in all of them."""

import contextlib
import gc
import weakref
from dataclasses import dataclass
from tracemalloc import get_traced_memory

import pytest
from q051_weak_references import ObjectCache, Subject


class Thing:
    """What the factories make; it can be referenced weakly."""

    def __init__(self, key=None):
        self.key = key


class Empty(list):
    """A list that can be referenced weakly, and is false."""


class Listener:
    """Notes what it is told, after its name."""

    def __init__(self, name, calls):
        self.name, self.calls = name, calls

    def update(self, *args, **kwargs):
        self.calls.append((self.name, *args, *kwargs.items()))
        return False

    def other(self, *args, **kwargs):
        self.calls.append((f"{self.name}'s other", *args, *kwargs.items()))

    again = update


class EmptyListener(Listener, Empty):
    """A listener that is false."""

    __call__ = Listener.update


@dataclass
class Equal:
    """Equal to all others of its kind, and without a hash."""

    def update(self, calls):
        calls.append(id(self))

    __call__ = update


@dataclass(unsafe_hash=True)
class EqualHash(Equal):
    """Equal to all others of its kind, with the same hash."""


def two_functions():
    """Two functions of one name, also for use as methods; they note a word of their own."""

    def made(word):
        def function(*args):
            args[-1].append(word)

        return function

    return made("one"), made("two")


class Generated:
    """Its methods are functions of another name."""

    one, two = two_functions()


@pytest.fixture(autouse=True)
def no_collector():
    """Only what counting references frees is gone."""
    enabled = gc.isenabled()
    gc.disable()
    yield
    if enabled:
        gc.enable()


@pytest.fixture
def calls():
    """What the observers of a check were told, in order."""
    return []


@pytest.mark.hint(
    "Look the key up first; ask the factory only if nothing is there.",
    "Does the cache remember what it made, or only return it?",
)
def test_one_object_for_each_key():
    """`get` makes the object for a key once and returns that one; equal keys are one key."""
    made = []

    def factory(key):
        made.append(key)
        return Thing(key)

    cache, other = ObjectCache(factory), ObjectCache(lambda name: Thing(f"other {name}"))
    assert (made, len(cache)) == ([], 0), "made before any `get`"
    keys = ["a", 1, "1", None, "", ("b", 2)]
    things = [cache.get(key) for key in keys]
    assert [thing.key for thing in things] == keys
    again = [cache.get(key) is thing for key, thing in zip(keys, things, strict=True)]
    assert again == [True] * 6, f"`get` gave the same object again for the keys {keys}"
    assert cache.get(("b", int("2"))) is things[5], "an equal tuple is the same key"
    assert cache.get(1.0) is things[1], "1.0 equals 1"
    assert made == keys, "calls of the factory"
    assert (len(cache), len(other)) == (6, 0)
    assert other.get("a").key == "other a", "another cache has its own factory and objects"


@pytest.mark.hint("An empty container is false, but it is not `None`.")
def test_false_objects_are_hits():
    """An object that is false is found like any other."""
    made = []
    cache = ObjectCache(lambda key: made.append(key) or Empty())
    first = cache.get("a")
    assert cache.get("a") is first, "an empty container was made anew"
    assert (made, len(cache)) == (["a"], 1)


@pytest.mark.hint(
    "A dict owns its values; the module `weakref` has a mapping that does not.",
    "Dead references in a plain dict still count.",
)
def test_an_object_goes_with_its_last_owner():
    """An object is gone at once when its last owner lets go, and not earlier; each time."""
    cache = ObjectCache(Thing)
    kept, first = cache.get("kept"), cache.get("a")
    second = first
    trace = weakref.ref(first)
    del first
    assert (cache.get("a") is second, len(cache)) == (True, 2), "one of two owners has let go"
    del second
    assert trace() is None, "the cache keeps the object alive"
    assert len(cache) == 1, "one of two objects is gone"
    renewed = cache.get("a")
    assert (cache.get("a") is renewed, len(cache)) == (True, 2), "the object was made anew"
    trace = weakref.ref(renewed)
    del renewed
    assert trace() is None, "the cache keeps the second object for a key alive"
    assert cache.get("kept") is kept
    shared = [Thing()]
    cache = ObjectCache(lambda key: shared[0])
    assert cache.get("a") is cache.get("b")
    assert len(cache) == 2, "two keys have one object, which is alive"
    shared.clear()
    assert len(cache) == 0, "the one object of two keys is gone"


@pytest.mark.parametrize("following", ["new", "known"])
@pytest.mark.hint(
    "What does your cache still hold for an object that has died?",
    "Does a `get` that finds its object free the keys of others as well?",
)
def test_the_key_of_a_dead_object_is_freed(following):
    """After the next `get`, of another key, the key of a dead object is no longer held."""
    cache = ObjectCache(lambda key: Thing())
    known = cache.get("known")
    keys = [Thing(), Thing()]
    traces = [weakref.ref(key) for key in keys]
    things = [cache.get(key) for key in keys]
    del things[0], keys
    other = cache.get(following)
    assert traces[0]() is None, f"after get({following!r}) the key of a dead object is alive"
    assert len(cache) == (2 if following == "known" else 3)
    assert (cache.get(following) is other, cache.get("known") is known) == (True, True)
    assert cache.get(traces[1]()) is things[0], "the object of the second key is alive"
    cache, key = ObjectCache(lambda key: Thing() if key else {}[key]), Thing()
    trace = weakref.ref(key)
    cache.get(key)
    del key
    with contextlib.suppress(KeyError):
        cache.get("")
    assert trace() is None, "the key of a dead object is alive after a get with a KeyError"


@pytest.mark.parametrize("error", [KeyError("down"), TypeError("down")], ids=repr)
@pytest.mark.hint(
    "Call the factory before you write anything down.",
    "Let its exception through; there is nothing to catch.",
)
def test_a_factory_that_raises(error):
    """What the factory raises reaches the caller, and the next `get` calls it again."""
    results, made = [error, error, Thing("good")], []

    def factory(key):
        made.append(key)
        result = results[len(made) - 1]
        if isinstance(result, Exception):
            raise result
        return result

    cache, caught = ObjectCache(factory), []
    for _ in range(2):
        with pytest.raises(type(error)) as info:
            cache.get("a")
        caught.append(info.value)
    assert [each is error for each in caught] == [True, True], f"{error!r} arrived as {caught}"
    assert (len(cache), made) == (0, ["a", "a"])
    assert cache.get("a") is results[2], "the third time, the factory gave an object"
    assert len(cache) == 1


@pytest.mark.parametrize("product", [5, None, "text", (1, 2), []], ids=repr)
@pytest.mark.hint(
    "`weakref.ref(5)` raises the right error all by itself.",
    "Do not fall back to a strong reference: that would be a leak.",
)
def test_what_cannot_be_referenced_weakly(product):
    """A factory's `int`, None and the like raise a `TypeError`, and nothing is remembered."""
    results, made = [product, product, Thing("good")], []

    def factory(key):
        made.append(key)
        return results[len(made) - 1]

    cache = ObjectCache(factory)
    with pytest.raises(TypeError):
        cache.get("a")
    with pytest.raises(TypeError):
        cache.get("a")
    assert (len(cache), made) == (0, ["a", "a"]), f"the factory made {product!r}"
    assert cache.get("a") is results[2], "the third time, the factory gave an object"


@pytest.mark.hint(
    "Sets have no order: keep the references in a list or in a dict.",
    "Count the calls you made, and return the number.",
    "Anything but a bound method gets a plain `weakref.ref`; `inspect.ismethod` tells them apart.",
)
def test_notifies_in_order(calls):
    """`notify` calls observers of every kind in order, and returns how many it called."""
    subject, other = Subject(), Subject()
    assert subject.notify("nobody") == 0
    listener, bell = Listener("listener", calls), EmptyListener("bell", calls)

    def function(*args, **kwargs):
        calls.append(("function", *args, *kwargs.items()))
        return True

    sound = lambda *args, **kwargs: calls.append(("lambda", *args, *kwargs.items()))  # noqa: E731
    for observer in (listener.other, function, bell, listener.update, sound):
        subject.subscribe(observer)
    assert subject.notify(1, 2, color="red") == 5
    names = ["listener's other", "function", "bell", "listener", "lambda"]
    assert calls == [(name, 1, 2, ("color", "red")) for name in names]
    assert other.notify() == 0, "observers of another subject were called"
    assert subject.notify() == 5
    assert calls[5:] == [(name,) for name in names], "told by a second `notify`"
    other.subscribe(function)
    assert other.notify("red", end="!") == 1, "an observer of both subjects"
    assert calls[10:] == [("function", "red", ("end", "!"))]


@pytest.mark.hint(
    "`a.update is a.update` is false: what makes two bound methods the same?",
    "Compare `__self__` and `__func__` of bound methods.",
)
def test_subscribing_twice_and_unsubscribing(calls):
    """An observer is added once, keeps its place, and can be taken out, if it is there."""

    def plain(*args):
        calls.append(("plain", *args))

    subject, bell = Subject(), EmptyListener("bell", calls)
    a, b = Listener("a", calls), Listener("b", calls)
    for observer in (a.update, plain, bell, b.update, plain, bell, a.update, b.again):
        subject.subscribe(observer)
    assert subject.notify() == 4
    assert calls == [("a",), ("plain",), ("bell",), ("b",)]
    calls.clear()
    for observer in (a.update, plain, bell, plain, a.other, lambda: None):
        subject.unsubscribe(observer)
    assert subject.notify() == 1
    assert calls == [("b",)]
    calls.clear()
    subject.subscribe(a.update)
    assert subject.notify() == 2
    assert calls == [("b",), ("a",)], "`a.update` was taken out, and then subscribed anew"


@pytest.mark.parametrize("kind", [Listener, EmptyListener])
@pytest.mark.hint(
    "`obj.method` is a new object each time: a plain weak reference to it is dead at once.",
    "`weakref.WeakMethod` lives as long as the method's object.",
)
def test_a_bound_method_lives_as_long_as_its_object(calls, kind):
    """A bound method stays subscribed until its object dies, and does not keep it alive."""
    subject, listener = Subject(), kind("a", calls)
    subject.subscribe(listener.update)
    assert subject.notify(1) == 1, f"observers called; the object is a {kind.__name__}"
    trace = weakref.ref(listener)
    del listener
    assert trace() is None, "the subject keeps the object of a bound method alive"
    assert subject.notify(2) == 0
    assert calls == [("a", 1)]
    told = []
    for number in range(5):
        listener = kind(number, calls)  # where the one before was, often with its id
        subject.subscribe(listener.update)
        told.append(subject.notify())
        del listener
    assert told == [1] * 5, "after each of five that came and went, one after the other"


@pytest.mark.hint(
    "A function or an object with `__call__` gets a plain `weakref.ref`.",
    "An object with `__call__` may be false: compare with `None`.",
)
def test_other_observers_live_as_long_as_they_do(calls):
    """A function or a callable object stays as long as somebody else holds it."""
    subject = Subject()
    bell = EmptyListener("bell", calls)
    sound = lambda: calls.append("sound")  # noqa: E731
    traces = {"the object": weakref.ref(bell), "the lambda": weakref.ref(sound)}
    subject.subscribe(lambda: calls.append("nobody holds me"))
    subject.subscribe(bell)
    subject.subscribe(sound)
    assert subject.notify() == 2
    assert calls == [("bell",), "sound"]
    del bell, sound
    alive = [name for name, trace in traces.items() if trace() is not None]
    assert alive == [], "the subject keeps these observers alive"
    assert subject.notify() == 0
    told = []
    for number in range(5):
        bell = EmptyListener(number, calls)  # where the one before was, often with its id
        subject.subscribe(bell)
        told.append(subject.notify())
        del bell
    assert told == [1] * 5, "after each of five that came and went, one after the other"


@pytest.mark.parametrize("kind", [Equal, EqualHash])
@pytest.mark.hint(
    "Weak references compare and hash like their objects, and so do sets of them.",
    "Ask with `is` whether two observers are the same.",
)
def test_equal_objects_are_different_observers(calls, kind):
    """Objects that are equal are observers of their own, and so are their bound methods."""
    twins = [kind(), kind(), kind()]
    ids = [id(twin) for twin in twins]
    methods, objects = Subject(), Subject()
    for twin in twins:
        methods.subscribe(twin.update)
        objects.subscribe(twin)
    assert (methods.notify(calls), calls) == (3, ids), "bound methods of three equal objects"
    calls.clear()
    assert (objects.notify(calls), calls) == (3, ids), "three equal objects"
    calls.clear()
    stranger = kind()
    for observer in (twins[1].update, stranger.update, twins[0]):
        methods.unsubscribe(observer)
    for observer in (twins[1], stranger, twins[0].update):
        objects.unsubscribe(observer)
    assert (methods.notify(calls), calls) == (2, [ids[0], ids[2]]), "the second method is out"
    calls.clear()
    assert (objects.notify(calls), calls) == (2, [ids[0], ids[2]]), "the second object is out"


@pytest.mark.hint("A function's `__name__` may be that of another function too.")
def test_different_functions_are_different_observers(calls):
    """Functions, and methods of one object, are told apart also if they have one name."""
    methods, functions, generated = Subject(), Subject(), Generated()
    one, two = two_functions()
    for method, function in ((generated.one, one), (generated.two, two)):
        methods.subscribe(method)
        functions.subscribe(function)
    assert (methods.notify(calls), calls) == (2, ["one", "two"]), "methods of one object"
    assert (functions.notify(calls), calls[2:]) == (2, ["one", "two"]), "functions"
    calls.clear()
    methods.unsubscribe(generated.one)
    functions.unsubscribe(one)
    assert (methods.notify(calls), calls) == (1, ["two"]), "the first method is out"
    assert (functions.notify(calls), calls) == (1, ["two", "two"]), "the first function is out"


@pytest.mark.parametrize("observe", ["the method", "the object"])
@pytest.mark.hint(
    "Whoever collects the living observers first keeps them all alive meanwhile.",
    "Loop over the references, and call each reference just before its turn.",
)
def test_observers_that_die_while_notifying(calls, observe):
    """An observer that dies before its turn is left out, and no other is skipped."""
    subject, owners, gone = Subject(), {}, []

    class Killer(EmptyListener):
        def update(self):
            super().update()
            owners.pop("a", None)
            owners.pop("d", None)
            gone.append(trace() is None)

        __call__ = update

    for name in "abcdef":
        owners[name] = (Killer if name == "b" else EmptyListener)(name, calls)
        subject.subscribe(owners[name].update if observe == "the method" else owners[name])
    trace = weakref.ref(owners["a"])
    assert subject.notify() == 5, "`b` lets `a` and `d` die, of six observers"
    assert gone == [True], "whether `a`, which had been called, was gone when `b` let it go"
    assert calls == [("a",), ("b",), ("c",), ("e",), ("f",)]
    calls.clear()
    assert subject.notify() == 4
    assert calls == [("b",), ("c",), ("e",), ("f",)]


@pytest.mark.hint(
    "A reference whose object is dead is still an object that takes up memory.",
    "When you go through the references anyway, keep only those that are alive.",
)
def test_dead_observers_do_not_pile_up(peak_memory):
    """A thousand observers that came and went take no more room than a few."""
    subject, called, constant = Subject(), [], Listener("constant", [])
    subject.subscribe(constant.update)

    def come_and_go():
        total = 0
        for number in range(500):
            listener, sound = Listener(number, None), lambda: None
            subject.subscribe(listener.other)
            subject.subscribe(sound)
            del listener, sound
            total += subject.notify()
            constant.calls.clear()
        called.append(total)

    for _ in range(3):
        come_and_go()  # Python keeps the memory of some objects for the next of their kind
    peak = peak_memory(come_and_go)
    assert called == [500] * 4, "calls of 500 `notify`, with one observer alive all the time"
    assert peak < 30_000, f"1,000 observers that came and went took {peak:,} bytes, limit 30,000"

    def come_together_and_go():
        crowd, sizes = Subject(), [get_traced_memory()[0]]
        there = [Listener(number, None) for number in range(160)]
        sizes.append(get_traced_memory()[0])
        for listener in there:
            crowd.subscribe(listener.other)
        sizes.append(get_traced_memory()[0])
        del there, listener
        crowd.notify()
        sizes.append(get_traced_memory()[0])
        called.append((sizes[2] - sizes[1], sizes[3] - sizes[0]))

    come_together_and_go()
    peak_memory(come_together_and_go)
    alive, dead = called[-1]
    assert dead < alive * 0.75, (
        f"160 observers took {alive:,} bytes, and {dead:,} after their death and a `notify`"
    )
