"""Checks for Q104 · Dependency injection."""

import sys
import types
from contextlib import contextmanager, suppress

import pytest
from q104_dependency_injection import Container, ResolutionError


class Clock:
    """A service that needs nothing."""


class Store:
    """A service that needs another one."""

    def __init__(self, clock: Clock):
        self.clock = clock


class Shop:
    """A service that needs two, one of which needs the other."""

    def __init__(self, store: Store, clock: Clock):
        self.store, self.clock = store, clock


class Branch(Store):
    """Needs what its base needs."""


class Early:
    """Needs a class that its module defines later."""

    def __init__(self, late: "Late"):
        self.late = late


class Late:
    """Defined after the class that needs it."""


class Chicken:
    """Needs an egg."""

    def __init__(self, egg: "Egg"):
        self.egg = egg


class Egg:
    """Needs a chicken, or can do without one."""

    def __init__(self, clock: Clock, chicken: Chicken = None):
        self.clock, self.chicken = clock, chicken


class Manager:
    """Notes when it is entered and left, and with which exception. All of them are equal."""

    def __init__(self, name, log, error=None):
        self.name, self.log, self.error = name, log, error

    def __eq__(self, other):
        return isinstance(other, Manager)

    def __hash__(self):
        return 0

    def __enter__(self):
        self.log.append(f"enter {self.name}")
        return self

    def __exit__(self, kind, error, traceback):
        lost = " without its class" * (kind is not (None if error is None else type(error)))
        lost += " without its traceback" * ((traceback is None) is not (error is None))
        told = "" if error is None else f": {error!r}"
        self.log.append(f"exit {self.name}{told}{lost}")
        if self.error is not None:
            raise self.error


class Quiet(LookupError):
    """An exception that counts as false."""

    def __bool__(self):
        return False


class Silent(Manager):
    """Its `__enter__` returns None."""

    def __enter__(self):
        super().__enter__()


def container(**lifetimes):
    """A container that knows `Clock`, `Store` and `Shop`, by their names, with these lifetimes."""
    made = Container()
    for service in (Clock, Store, Shop):
        made.register(service, lifetime=lifetimes.get(service.__name__.lower(), "transient"))
    return made


def path_of(call, *args):
    """Return the path of the `ResolutionError` that a call raises, by names; or what it returns."""
    try:
        return call(*args)
    except ResolutionError as error:
        return [getattr(service, "__name__", service) for service in error.path]


@pytest.mark.hint(
    "Keep what is registered in a dict.",
    "A class is called like a function: without a provider, call the service.",
)
def test_makes_what_is_registered():
    """A service is made by its provider or by itself; classes and strings are services."""
    made, other = Container(), Container()
    made.register(Clock)
    made.register("answer", lambda: 42)
    made.register(Store, lambda: None, lifetime="singleton")
    made.register(Shop, lambda: {}, lifetime="scoped")
    made.register("Clock", lambda number=7: number)
    assert type(made.resolve(Clock)) is Clock
    seen = [made.resolve(service) for service in ("answer", Store, Shop, "Clock")]
    assert seen == [42, None, {}, 7]
    assert path_of(other.resolve, Clock) == ["Clock"], "another container has no services"


@pytest.mark.hint(
    "`inspect.signature(provider)` lists the parameters of a class or a function.",
    "`provider(**arguments)` passes all of them by name.",
)
def test_wires_by_annotation():
    """Each parameter gets the service of its annotation, also at depth."""
    shop = container().resolve(Shop)
    seen = [type(each).__name__ for each in (shop, shop.store, shop.store.clock, shop.clock)]
    assert seen == ["Shop", "Store", "Clock", "Clock"]

    def provider(first: Clock, second: int, *, third: Clock):
        return [type(first), second, type(third)]

    made = container()
    made.register(int, lambda: 5)
    made.register("all", provider)
    assert made.resolve("all") == [Clock, 5, Clock], "the third parameter is keyword-only"
    made.register(Branch)
    assert type(made.resolve(Branch).clock) is Clock, "a class that inherits its `__init__`"


@pytest.mark.hint(
    "`inspect.signature(provider, eval_str=True)` evaluates annotations that are strings.",
    "When do you read the signature: at `register`, or at `resolve`?",
)
def test_looks_strings_up_when_resolving(monkeypatch):
    """An annotation that is a string may name what its module defines later."""
    made = container()
    made.register(Early)
    made.register(Late)
    made.register("Late", lambda: "a service of that name")
    assert type(made.resolve(Early).late) is Late
    poor = Container()
    poor.register(Early)
    poor.register("Late", lambda: "a service of that name")
    with pytest.raises(ResolutionError) as caught:
        poor.resolve(Early)
    assert caught.value.path == [Early, Late], "the path has the class that the string names"

    module = types.ModuleType("watches")
    monkeypatch.setitem(sys.modules, "watches", module)
    exec("def provider(clock: 'Watch'): return [clock]", vars(module))
    made.register("list", provider=module.provider)
    module.Watch = Clock
    assert [type(each) for each in made.resolve("list")] == [Clock], "Watch was defined later"
    module.Watch = Late
    assert [type(each) for each in made.resolve("list")] == [Late], "Watch is another class now"


@pytest.mark.hint(
    "Ask whether the service is known, before you fall back to the default.",
    "A known service that cannot be made is an error, whatever the default is.",
)
def test_keeps_defaults_of_unknown_services():
    """A default is used where the service is unknown, and only there."""

    def provider(a: Clock = 1, b=2, c: int = 3, d: Clock = None, *, e: float = "", f=Clock):
        return type(a).__name__, b, c, type(d).__name__, e, f

    made = Container()
    made.register("all", provider)
    assert made.resolve("all") == ("int", 2, 3, "NoneType", "", Clock), "no other service is known"
    made.register(Clock)
    assert made.resolve("all") == ("Clock", 2, 3, "Clock", "", Clock), "Clock is known"
    made.register(float, lambda: "text")
    inner = made.scope()
    inner.register(int, lambda: 0)
    assert made.resolve("all") == ("Clock", 2, 3, "Clock", "text", Clock), "float is known, too"
    assert inner.resolve("all") == ("Clock", 2, 0, "Clock", "text", Clock), "int in the scope, too"
    made.register("shared", provider, lifetime="singleton")
    assert inner.resolve("shared") == ("Clock", 2, 3, "Clock", "text", Clock), (
        "a singleton does not know the scope's int"
    )

    def careless(store: Store = None):
        return store

    def easy(clock: "Clock" = "default"):
        return clock

    named = Container()
    named.register("Clock", lambda: "a service of that name")
    named.register("easy", easy)
    assert named.resolve("easy") == "default", "the class that the string names is unknown"
    poor = Container()
    poor.register(Store)
    poor.register("careless", careless)
    assert path_of(poor.resolve, "careless") == ["careless", "Store", "Clock"], "Clock is unknown"


@pytest.mark.hint("Keep nothing of a transient service.")
def test_transient_services_are_not_shared():
    """A transient service is made for each `resolve` and for each parameter."""
    made = container()
    one, two = made.resolve(Shop), made.resolve(Shop)
    clocks = [one.clock, one.store.clock, two.clock, two.store.clock, made.resolve(Clock)]
    assert len({id(clock) for clock in clocks}) == 5, "five clocks were needed"
    assert (one is two, one.store is two.store) == (False, False)
    made.register("pair", pair)
    first, second = made.resolve("pair")
    assert first is not second, "a provider needs two clocks"
    for name in ("one", "two"):
        made.register(name, Store, lifetime="singleton")
    one, two = made.resolve("one"), made.resolve("two")
    assert one.clock is not two.clock, "two singletons, each of which needs a clock"


def pair(first: Clock, second: Clock):
    """Return what it needs."""
    return first, second


@pytest.mark.hint(
    "Each container keeps the scoped services that it made.",
    "A scope asks further out for how to make a service, but does not take an instance from there.",
)
def test_scoped_services_are_shared_in_their_scope():
    """A scoped service is made once in each container: the outer one, a scope, and one in it."""
    outer = container(clock="scoped")
    scopes = [outer.scope(), outer.scope(), outer]
    scopes.append(scopes[0].scope())
    shops = [[scope.resolve(Shop), scope.resolve(Shop)] for scope in scopes]
    clocks = [
        {id(clock) for shop in pair for clock in (shop.clock, shop.store.clock)} for pair in shops
    ]
    assert [len(each) for each in clocks] == [1, 1, 1, 1], "clocks in each of four containers"
    assert len(set.union(*clocks)) == 4, "clocks in four containers"
    assert scopes[1].resolve(Clock) is shops[1][0].clock
    nothing = []
    outer.register("none", lambda: nothing.append(1), lifetime="scoped")
    scope = outer.scope()
    seen = [scope.resolve("none"), scope.resolve("none"), nothing]
    assert seen == [None, None, [1]], "the provider returns None: twice resolved, and its calls"


@pytest.mark.hint(
    "Who keeps a singleton: the container that is asked, or the one that registered it?",
    "Make it there, too: a scope's own services are not for it.",
)
def test_singletons_are_shared_by_all_scopes():
    """A singleton is made once, where it was registered, and knows nothing of the scopes."""
    outer = container(store="singleton")
    scope = outer.scope()
    inner = scope.scope()
    scope.register(Clock, lambda: "scope's clock")
    scope.register("own", own, lifetime="singleton")
    made = [inner.resolve(Shop), scope.resolve(Shop), outer.resolve(Shop), outer.scope()]
    made[-1] = made[-1].resolve(Shop)
    assert len({id(shop.store) for shop in made}) == 1, "stores in four containers"
    assert len({id(shop) for shop in made}) == 4, "shops in four containers"
    assert type(made[0].store.clock) is Clock, "the store was made for a scope with another clock"
    clocks = [shop.clock if isinstance(shop.clock, str) else "a Clock" for shop in made]
    assert clocks == ["scope's clock", "scope's clock", "a Clock", "a Clock"]
    assert inner.resolve("own") is scope.resolve("own"), "a scope's singleton, in a scope inside"
    assert inner.resolve("own") == ["scope's clock"], "a scope's singleton, made with its clock"
    calls = []
    outer.register("none", lambda: calls.append(1), lifetime="singleton")
    seen = [inner.resolve("none"), outer.resolve("none"), calls]
    assert seen == [None, None, [1]], "the provider returns None: twice resolved, and its calls"
    assert outer.resolve(Store) is made[0].store, "the store, after another service was registered"
    outer.register("second", Store, lifetime="singleton")
    assert outer.resolve("second") is not outer.resolve(Store), "another service of that provider"


def own(clock: Clock):
    """Return what it needs, in a list."""
    return [clock]


@pytest.mark.hint(
    "A scope looks at home first, and then further out, at each `resolve`.",
    "What is kept belongs to a registration. Is it still the same?",
)
def test_scopes_override():
    """A scope may register a service anew: it counts inside of it, and outside nothing changes."""
    outer = Container()
    scope = outer.scope()
    inner = scope.scope()
    assert type(scope) is type(inner) is Container, "a scope is a container"
    outer.register("a", lambda: ["outer"], lifetime="singleton")
    outer.register("b", lambda: ["outer"], lifetime="scoped")
    before = [each.resolve(name) for each in (outer, scope, inner) for name in "ab"]
    assert before == [["outer"]] * 6, "registered after the scopes were made"
    scope.register("a", lambda: ["scope"])
    scope.register("b", lambda: ["scope"], lifetime="singleton")
    scope.register("c", lambda: ["scope"])
    after = [each.resolve(name) for each in (outer, scope, inner) for name in "ab"]
    assert after == [["outer"]] * 2 + [["scope"]] * 4, "a and b: outer, scope, inner"
    assert after[0] is before[0], "the outer singleton is another one than before"
    assert after[1] is before[1], "the outer container's scoped service is another one than before"
    seen = [inner.resolve("c"), path_of(outer.resolve, "c"), path_of(outer.scope().resolve, "c")]
    assert seen == [["scope"], ["c"], ["c"]], "c, known to the scope: inner, outer, another scope"


@pytest.mark.hint(
    "Pass the services on the way along, from one call to the next.",
    "A service that is on the way already needs itself.",
    "Whatever you note outside of the arguments must be right again after an error.",
)
def test_errors_tell_the_whole_path():
    """An unknown service and a circle are told by their path, and the container goes on."""
    made = Container()
    made.register(Shop)
    made.register(Branch)
    assert path_of(made.resolve, Shop) == ["Shop", "Store"], (
        "Store and Clock are unknown; Branch, which is derived from Store, is another service"
    )
    made.register(Store, lifetime="singleton")
    assert path_of(made.resolve, Shop) == ["Shop", "Store", "Clock"], "Clock is unknown"
    made.register(Clock)
    assert type(made.resolve(Shop)) is Shop, "all are known now"
    made.register(Egg, lifetime="scoped")
    assert made.resolve(Egg).chicken is None, "Chicken is unknown, and has a default"
    made = made.scope()
    made.register(Egg)
    made.register(Chicken)
    for _ in range(2):
        seen = [path_of(made.resolve, service) for service in (Egg, Chicken)]
        assert seen == [["Egg", "Chicken", "Egg"], ["Chicken", "Egg", "Chicken"]], "a circle"
    farm = made.scope()
    farm.register("farm", farmer)
    assert path_of(farm.resolve, "farm") == ["farm", "Egg", "Chicken", "Egg"], "a circle further on"
    farm.register(Chicken, lambda: "chicken")
    assert farm.resolve("farm").chicken == "chicken", "the circle is broken in a scope"


def farmer(clock: Clock, egg: Egg):
    """Make a farm of an egg."""
    return egg


@pytest.mark.parametrize("kept", [False, True], ids=["at first", "when the scope has one"])
@pytest.mark.hint(
    "A singleton outlives every scope: what it was made of would outlive them, too.",
    "Was there a singleton on the way here? Ask before you look for an instance.",
)
def test_no_singleton_needs_a_scoped_service(kept):
    """A singleton that needs a scoped service is an error, also by way of a transient one."""
    outer = container(clock="scoped", shop="singleton")
    scope = outer.scope()
    if kept:
        outer.resolve(Clock)
        scope.resolve(Store)
    outer.register("last", last)
    seen = [path_of(each.resolve, name) for each in (scope, outer) for name in (Shop, "last")]
    assert seen == [["Shop", "Store", "Clock"], ["last", "Shop", "Store", "Clock"]] * 2
    assert type(scope.resolve(Store).clock) is Clock, "a transient one may need it"
    near = container(clock="scoped", store="singleton")
    assert path_of(near.resolve, Shop) == ["Shop", "Store", "Clock"], "the store itself needs it"
    good = container(clock="singleton", shop="singleton")
    good.register("last", last)
    assert type(good.resolve(Shop).clock) is Clock, "a singleton may need a singleton"
    scope = good.scope()
    scope.register(Clock, lifetime="scoped")
    assert type(scope.resolve("last").clock) is Clock, "the scope's clock is not the shop's"

    def careless(clock: Clock = None):
        return clock

    near.register("careless", careless, lifetime="singleton")
    assert path_of(near.resolve, "careless") == ["careless", "Clock"], "its clock has a default"

    def both(number: int, clock: Clock):
        return number, type(clock)

    near.register(int, lambda: 7, lifetime="singleton")
    near.register("both", both)
    assert near.resolve("both") == (7, Clock), "it needs a singleton, and then a scoped service"
    far = container(clock="scoped")
    far.register(Branch, last)
    far.register("first", first, lifetime="singleton")
    assert path_of(far.resolve, "first") == ["first", "Branch", "Shop", "Store", "Clock"]


def last(shop: Shop):
    """Return what it needs."""
    return shop


def first(shop: Branch):
    """Return what it needs."""
    return shop


@pytest.mark.parametrize("lifetime", ["transient", "scoped", "singleton"])
@pytest.mark.hint("Catch nothing. Note a service only when it is made, and entered.")
def test_a_provider_that_raises(lifetime):
    """What a provider or `__enter__` raises arrives as it is, and the next call tries again."""
    errors = [TypeError("a"), KeyError("b"), ResolutionError(["c"]), KeyboardInterrupt()]
    errors = [error for error in errors for _ in "ab"]  # each of the provider and of `__enter__`
    results, raised, left = [*errors, "good"], [], []

    def provider():
        if isinstance(results[0], BaseException):
            raise results.pop(0)
        return results[0]

    class Locked:
        def __enter__(self):
            return provider()

        def __exit__(self, *args):
            left.append("exit")

    made = Container()
    scope = made.scope()
    made.register("a", provider, lifetime=lifetime)
    made.register("b", Locked, lifetime=lifetime)
    for service in "abababab":
        try:
            scope.resolve(service)
        except BaseException as error:
            raised.append(error)
    same = [each is error for each, error in zip(raised, errors, strict=True)]
    assert same == [True] * 8, f"{errors} were raised, and these reached the caller: {raised}"
    assert [scope.resolve("b"), scope.resolve("a")] == ["good", "good"]
    with made, scope:
        pass
    assert left == ["exit"], "its `__enter__` raised four times, and then gave the service"


@pytest.mark.hint(
    "`contextlib.ExitStack` enters managers, and leaves them in reverse.",
    "One stack for each container. Whose is the service that was made for a singleton?",
)
def test_closes_what_it_owns():
    """Managers are entered when made, and left in reverse when their owner ends."""
    log, outer, bound = [], Container(), []

    @contextmanager
    def text(part: Store, clock: Clock = None):
        log.append("enter text")
        yield f"text of {part.name}"
        log.append("exit text")

    outer.register(Store, lambda: Manager("part", log))
    outer.register("one", text, lifetime="singleton")
    outer.register("scoped", lambda: Manager("scoped", log), lifetime="scoped")
    with outer as same:
        bound.append(same)
        with outer.scope() as scope:
            bound.append(scope.resolve("one"))
            bound += [scope.resolve("scoped"), scope.resolve("scoped")]
            bound.append(scope.resolve(Store).name)
            log.append("end of scope")
        log.append("end of outer")
        bound.append(outer.scope().resolve("one"))
    assert bound[0] is outer, "what `as` gave"
    assert [bound[1], bound[5]] == ["text of part"] * 2, "the singleton, in a scope, and in another"
    assert [bound[2] is bound[3], bound[2].name, bound[4]] == [True, "scoped", "part"]
    opened = ["enter part", "enter text", "enter scoped", "enter part"]
    closed = ["end of scope", "exit part", "exit scoped", "end of outer", "exit text", "exit part"]
    assert log == opened + closed

    def hall(store: Store):
        return Manager("hall", log)

    def broken(clock: Clock):
        raise ValueError("broken")

    outer = Container()
    scope = outer.scope()
    outer.register(Store, lambda: Manager("store", log), lifetime="singleton")
    scope.register("hall", hall, lifetime="singleton")
    scope.register(Clock, lambda: Silent("clock", log))
    scope.register("broken", broken)
    log.clear()
    bound.clear()
    with outer:
        with scope:
            bound += [scope.resolve(each) for each in ("hall", Clock)]
            with suppress(ValueError):
                scope.resolve("broken")
            log.append("end of scope")
        log.append("end of outer")
    assert bound[1] is None, "the service is what `__enter__` returned"
    opened = ["store", "hall", "clock", "clock"]
    assert log == [
        *(f"enter {name}" for name in opened),
        *("end of scope", "exit clock", "exit clock", "exit hall", "end of outer", "exit store"),
    ], "the store is the outer one's singleton; the last clock was for a provider that raised"


@pytest.mark.parametrize(
    ("error", "broken"),
    [
        (ValueError("block"), OSError("broken")),
        (KeyboardInterrupt("block"), OSError("broken")),
        (None, KeyboardInterrupt("broken")),
        (Quiet("block"), OSError("broken")),
        (None, Quiet("broken")),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "Pass on to the managers what your `__exit__` is given.",
    "An `ExitStack` calls them all, and then raises what one of them has raised.",
)
def test_closes_all_after_errors(error, broken):
    """Every manager is told of the block's exception, and is left though another one raises."""
    log, raised = [], []
    for fault in (None, broken):
        made = Container()
        for name, wrong in (("a", None), ("b", fault), ("c", None)):
            made.register(name, lambda name=name, wrong=wrong: Manager(name, log, wrong))
        log.append(f"b raises {fault!r}")
        try:
            with made:
                for name in "abc":
                    made.resolve(name)
                if error is not None:
                    raise error
            raised.append(None)
        except BaseException as caught:
            raised.append(caught)
    *told, last = (each for each in log if "enter" not in each)
    heard = "" if error is None else f": {error!r}"
    assert told == [
        "b raises None",
        *(f"exit {name}{heard}" for name in "cba"),
        f"b raises {broken!r}",
        *(f"exit {name}{heard}" for name in "cb"),
    ]
    assert last.startswith("exit a"), f"after the exit of b had raised: {last}"
    assert [raised[0] is error, raised[1] is broken] == [True, True], f"raised: {raised}"
