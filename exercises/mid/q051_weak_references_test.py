"""Checks for Q51 · Weak references. The collector is off in all of them."""

import contextlib
import gc
import weakref
from dataclasses import dataclass, field
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

    name: str = field(compare=False)

    def update(self, calls):
        calls.append(self.name)

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


@pytest.fixture
def told_by(calls):
    """A function that notifies, and returns the result and what the observers were told."""

    def notifying(notify, *args, **kwargs):
        calls.clear()
        count = notify(*args, **kwargs)
        return count, list(calls)

    return notifying


def which(came, **known):
    """The name of the one among those known that came; else what it is."""
    other = f"another {type(came).__name__}"
    return next((name for name, each in known.items() if came is each), other)


def state(trace):
    return "gone" if trace() is None else "alive"


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
    assert {"made before any `get`": made} == {"made before any `get`": []}
    assert len(cache) == 0
    keys = ["a", 1, "1", None, "", ("b", 2)]
    things = [cache.get(key) for key in keys]
    assert [thing.key for thing in things] == keys
    again = [cache.get(key) is thing for key, thing in zip(keys, things, strict=True)]
    assert again == [True] * 6, f"`get` gave the same object again for the keys {keys}"
    assert which(cache.get(("b", int("2"))), first=things[5]) == "first"
    assert which(cache.get(1.0), object_for_1=things[1]) == "object_for_1"
    assert {"calls of the factory": made} == {"calls of the factory": keys}
    assert (len(cache), len(other)) == (6, 0), "six keys were got of cache, none of other"
    assert other.get("a").key == "other a"


@pytest.mark.hint("An empty container is false, but it is not `None`.")
def test_false_objects_are_hits():
    """An object that is false is found like any other."""
    made = []
    cache = ObjectCache(lambda key: made.append(key) or Empty())
    first = cache.get("a")
    assert which(cache.get("a"), the_first=first) == "the_first"
    assert {"made": made, "length": len(cache)} == {"made": ["a"], "length": 1}


@pytest.mark.hint(
    "A dict owns its values; the module `weakref` has a mapping that does not.",
    "Dead references in a plain dict still count.",
)
def test_an_object_goes_with_its_last_owner():
    """An object is gone at once when its last owner lets go, and not earlier; each time."""
    cache = ObjectCache(Thing)
    kept, first = cache.get("kept"), cache.get("a")
    second = first
    object_without_owner = weakref.ref(first)
    del first
    assert which(cache.get("a"), object_with_an_owner=second) == "object_with_an_owner"
    assert len(cache) == 2, "the objects for 'kept' and 'a' have owners"
    del second
    assert state(object_without_owner) == "gone"
    assert len(cache) == 1, "one of two objects is gone"
    renewed = cache.get("a")
    assert which(cache.get("a"), second_object=renewed) == "second_object"
    assert len(cache) == 2, "the objects for 'kept' and, made anew, 'a' have owners"
    second_object_without_owner = weakref.ref(renewed)
    del renewed
    assert state(second_object_without_owner) == "gone"
    assert which(cache.get("kept"), kept=kept) == "kept"
    shared = [Thing()]
    cache = ObjectCache(lambda key: shared[0])
    assert which(cache.get("a"), shared=shared[0]) == "shared"
    assert which(cache.get("b"), shared=shared[0]) == "shared"
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
    key_of_dead_object, key_of_live_object = [weakref.ref(key) for key in keys]
    things = [cache.get(key) for key in keys]
    del things[0], keys
    other = cache.get(following)
    assert state(key_of_dead_object) == "gone", f"after get({following!r})"
    assert len(cache) == (2 if following == "known" else 3), (
        f"the objects of 'known' and of another key live, one is dead; then get({following!r})"
    )
    assert which(cache.get(following), first=other) == "first"
    assert which(cache.get("known"), first=known) == "first"
    assert which(cache.get(key_of_live_object()), first=things[0]) == "first"
    cache, key = ObjectCache(lambda key: Thing() if key else {}[key]), Thing()
    key_of_dead_object = weakref.ref(key)
    cache.get(key)
    del key
    with contextlib.suppress(KeyError):
        cache.get("")
    assert state(key_of_dead_object) == "gone", "after a `get` whose factory raised a KeyError"


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
        result = results[min(len(made), 3) - 1]
        if isinstance(result, Exception):
            raise result
        return result

    cache, caught = ObjectCache(factory), []
    for _ in range(2):
        with pytest.raises(type(error)) as info:
            cache.get("a")
        caught.append(info.value)
    assert {"raised by get, twice": caught} == {"raised by get, twice": [error, error]}
    assert {"length": len(cache), "calls of the factory": made} == {
        "length": 0,
        "calls of the factory": ["a", "a"],
    }
    assert which(cache.get("a"), made_by_the_third_call=results[2]) == "made_by_the_third_call"
    assert {"calls of the factory": made} == {"calls of the factory": ["a", "a", "a"]}, (
        "after get('a') three times, of which the third gave an object"
    )
    assert len(cache) == 1, "two calls raised, the third gave an object, which is alive"


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
        return results[min(len(made), 3) - 1]

    cache = ObjectCache(factory)
    with pytest.raises(TypeError):
        cache.get("a")
    with pytest.raises(TypeError):
        cache.get("a")
    assert {"length": len(cache), "calls of the factory": made} == {
        "length": 0,
        "calls of the factory": ["a", "a"],
    }
    assert which(cache.get("a"), made_by_the_third_call=results[2]) == "made_by_the_third_call"
    assert {"calls of the factory": made} == {"calls of the factory": ["a", "a", "a"]}, (
        "after get('a') three times, of which the third gave an object"
    )


@pytest.mark.hint(
    "Sets have no order: keep the references in a list or in a dict.",
    "Count the calls you made, and return the number.",
    "Anything but a bound method gets a plain `weakref.ref`; `inspect.ismethod` tells them apart.",
)
def test_notifies_in_order(calls, told_by):
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
    names = ["listener's other", "function", "bell", "listener", "lambda"]
    assert told_by(subject.notify, 1, end="!") == (5, [(name, 1, ("end", "!")) for name in names])
    assert told_by(subject.notify, 1, 2) == (5, [(name, 1, 2) for name in names])
    assert told_by(other.notify) == (0, [])
    assert told_by(subject.notify) == (5, [(name,) for name in names])
    other.subscribe(function)
    assert told_by(other.notify, "red", end="!") == (1, [("function", "red", ("end", "!"))]), (
        "to another subject, function alone was subscribed"
    )


@pytest.mark.hint(
    "`a.update is a.update` is false: what makes two bound methods the same?",
    "Compare `__self__` and `__func__` of bound methods.",
)
def test_subscribing_twice_and_unsubscribing(calls, told_by):
    """An observer is added once, keeps its place, and can be taken out, if it is there."""

    def plain(*args):
        calls.append(("plain", *args))

    subject, bell = Subject(), EmptyListener("bell", calls)
    a, b = Listener("a", calls), Listener("b", calls)

    known = {"plain": plain, "bell": bell, "a": a, "b": b}

    def told_after(subscribe_or_unsubscribe, *names):
        for name in names:
            owner, _, method = name.partition(".")
            observer = getattr(known[owner], method) if method else known.get(name, lambda: None)
            subscribe_or_unsubscribe(observer)
        count, told = told_by(subject.notify)
        return count, [name for (name,) in told]

    assert told_after(
        subject.subscribe,
        *("a.update", "plain", "bell", "b.update", "plain", "bell", "a.update", "b.again"),
    ) == (4, ["a", "plain", "bell", "b"])
    assert told_after(
        subject.unsubscribe, "a.update", "plain", "bell", "plain", "a.other", "stranger"
    ) == (1, ["b"]), "subscribed were a.update, plain, bell and b.update"
    assert told_after(subject.subscribe, "a.update") == (2, ["b", "a"]), (
        "b.update was left, a.update was unsubscribed before"
    )


@pytest.mark.parametrize("kind", [Listener, EmptyListener])
@pytest.mark.hint(
    "`obj.method` is a new object each time: a plain weak reference to it is dead at once.",
    "`weakref.WeakMethod` lives as long as the method's object.",
)
def test_a_bound_method_lives_as_long_as_its_object(calls, told_by, kind):
    """A bound method stays subscribed until its object dies, and does not keep it alive."""
    subject, listener = Subject(), kind("a", calls)
    subject.subscribe(listener.update)
    assert told_by(subject.notify, 1) == (1, [("a", 1)])
    object_of_the_method = weakref.ref(listener)
    del listener
    assert state(object_of_the_method) == "gone"
    assert told_by(subject.notify, 2) == (0, [])
    told = []
    for number in range(5):
        listener = kind(number, calls)  # where the one before was, often with its id
        subject.subscribe(listener.update)
        told.append(subject.notify())
        del listener
    assert {"results of `notify` while each of five came and went": told} == {
        "results of `notify` while each of five came and went": [1] * 5
    }


@pytest.mark.hint(
    "A function or an object with `__call__` gets a plain `weakref.ref`.",
    "An object with `__call__` may be false: compare with `None`.",
)
def test_other_observers_live_as_long_as_they_do(calls, told_by):
    """A function or a callable object stays as long as somebody else holds it."""
    subject = Subject()
    bell = EmptyListener("bell", calls)
    sound = lambda: calls.append("sound")  # noqa: E731
    traces = {"the object": weakref.ref(bell), "the lambda": weakref.ref(sound)}
    subject.subscribe(lambda: calls.append("nobody holds me"))
    subject.subscribe(bell)
    subject.subscribe(sound)
    assert told_by(subject.notify) == (2, [("bell",), "sound"]), (
        "subscribed: a lambda that nobody holds, an object with `__call__`, a lambda"
    )
    del bell, sound
    assert {name: state(trace) for name, trace in traces.items()} == dict.fromkeys(
        traces, "gone"
    ), "two observers that nobody else holds any more"
    assert told_by(subject.notify) == (0, [])
    told = []
    for number in range(5):
        bell = EmptyListener(number, calls)  # where the one before was, often with its id
        subject.subscribe(bell)
        told.append(subject.notify())
        del bell
    assert {"results of `notify` while each of five came and went": told} == {
        "results of `notify` while each of five came and went": [1] * 5
    }


@pytest.mark.parametrize("kind", [Equal, EqualHash])
@pytest.mark.hint(
    "Weak references compare and hash like their objects, and so do sets of them.",
    "Ask with `is` whether two observers are the same.",
)
def test_equal_objects_are_different_observers(calls, told_by, kind):
    """Objects that are equal are observers of their own, and so are their bound methods."""
    first, second, third, stranger = (kind(name) for name in ("1st", "2nd", "3rd", "stranger"))
    methods_of_equals, equals = Subject(), Subject()
    for twin in (first, second, third):
        methods_of_equals.subscribe(twin.update)
        equals.subscribe(twin)
    equal = f"three objects of class {kind.__name__}, which are equal, or their methods"
    assert told_by(methods_of_equals.notify, calls) == (3, ["1st", "2nd", "3rd"]), equal
    assert told_by(equals.notify, calls) == (3, ["1st", "2nd", "3rd"]), equal
    for observer in (second.update, stranger.update, first):
        methods_of_equals.unsubscribe(observer)
    for observer in (second, stranger, first.update):
        equals.unsubscribe(observer)
    methods_without_2nd, equals_without_2nd = methods_of_equals, equals
    assert told_by(methods_without_2nd.notify, calls) == (2, ["1st", "3rd"]), (
        "of three equal ones, the method of the 2nd was unsubscribed, and others not subscribed"
    )
    assert told_by(equals_without_2nd.notify, calls) == (2, ["1st", "3rd"]), (
        "of three equal ones, the 2nd was unsubscribed, and others not subscribed"
    )


@pytest.mark.hint("A function's `__name__` may be that of another function too.")
def test_different_functions_are_different_observers(calls, told_by):
    """Functions, and methods of one object, are told apart also if they have one name."""
    methods, functions, generated = Subject(), Subject(), Generated()
    one, two = two_functions()
    for method, function in ((generated.one, one), (generated.two, two)):
        methods.subscribe(method)
        functions.subscribe(function)
    alike = "two that have the same `__name__`"
    assert told_by(methods.notify, calls) == (2, ["one", "two"]), alike
    assert told_by(functions.notify, calls) == (2, ["one", "two"]), alike
    methods.unsubscribe(generated.one)
    functions.unsubscribe(one)
    methods_without_one, functions_without_one = methods, functions
    assert told_by(methods_without_one.notify, calls) == (1, ["two"]), alike
    assert told_by(functions_without_one.notify, calls) == (1, ["two"]), alike


@pytest.mark.parametrize("observe", ["the method", "the object"])
@pytest.mark.hint(
    "Whoever collects the living observers first keeps them all alive meanwhile.",
    "Loop over the references, and call each reference just before its turn.",
)
def test_observers_that_die_while_notifying(calls, told_by, observe):
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

    def notify_six_of_which_b_lets_a_and_d_die():
        return subject.notify()

    assert told_by(notify_six_of_which_b_lets_a_and_d_die) == (
        (5, [("a",), ("b",), ("c",), ("e",), ("f",)])
    )
    assert {"whether `a` was gone when `b` had let it go": gone} == {
        "whether `a` was gone when `b` had let it go": [True]
    }
    assert told_by(subject.notify) == (4, [("b",), ("c",), ("e",), ("f",)]), (
        "of a to f, a and d are gone"
    )


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
    assert {"called by 500 `notify`, with one observer alive all the time": called} == {
        "called by 500 `notify`, with one observer alive all the time": [500] * 4
    }
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
