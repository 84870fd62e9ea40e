"""Checks for Q23 · Metaclasses."""

import importlib.util
import threading

import pytest
import q023_metaclasses as submission
from q023_metaclasses import PluginMeta, SingletonMeta


def make_root():
    class Exporter(metaclass=PluginMeta):
        pass

    return Exporter


@pytest.mark.hint(
    "`PluginMeta.__new__` runs once for every `class` statement.",
    "Let `super().__new__` make the class, put it in the registry, and return it.",
)
def test_registers_subclasses_under_their_names():
    """A subclass is in the registry as soon as it is defined, in the order of definition."""
    exporter = make_root()

    class Csv(exporter):
        pass

    class Html(exporter):
        pass

    assert exporter.registry == {"Csv": Csv, "Html": Html}
    assert list(exporter.registry) == ["Csv", "Html"]
    assert (type(Csv), type(exporter.registry)) == (PluginMeta, dict)


@pytest.mark.hint(
    "A root is known by its bases: none of them is an instance of `PluginMeta`.",
    "`abstract` speaks of one class only; its subclasses start again at `False`.",
)
def test_root_and_abstract_classes_are_not_registered():
    """Neither the root nor an abstract class is registered, but a subclass of one is."""
    exporter = make_root()
    assert exporter.registry == {}

    class TextExporter(exporter, abstract=True):
        pass

    assert exporter.registry == {}

    class Csv(TextExporter):
        pass

    class Tsv(Csv, abstract=False):
        pass

    assert exporter.registry == {"Csv": Csv, "Tsv": Tsv}


@pytest.mark.hint("The keyword wins over `__name__`, and it is not inherited either.")
def test_takes_a_name():
    """The class keyword `name` replaces the class's own name, for that class alone."""
    exporter = make_root()

    class CsvExporter(exporter, name="csv"):
        pass

    class TsvExporter(CsvExporter):
        pass

    assert exporter.registry == {"csv": CsvExporter, "TsvExporter": TsvExporter}
    assert CsvExporter.__name__ == "CsvExporter"


@pytest.mark.hint("Look into the registry before you write to it.")
def test_refuses_a_name_that_is_taken():
    """A second class of one name raises a `ValueError` naming it, and the first one stays."""
    exporter = make_root()

    class Csv(exporter):
        pass

    with pytest.raises(ValueError, match="Csv"):

        class Other(exporter, name="Csv"):
            pass

    with pytest.raises(ValueError, match="Csv"):
        PluginMeta("Csv", (exporter,), {})
    assert exporter.registry == {"Csv": Csv}


@pytest.mark.hint(
    "Make the dict when you make a root, not in the body of the metaclass.",
    "Descendants need no dict: attribute lookup finds the one of their root.",
)
def test_each_root_has_a_registry_of_its_own():
    """Roots, with or without plain bases, share nothing; all descendants share their root's."""

    class Plain:
        pass

    class Importer(Plain, metaclass=PluginMeta):
        pass

    exporter = make_root()

    class Csv(Plain, exporter):
        pass

    class FastCsv(Csv):
        pass

    class CsvImporter(Importer, name="Csv"):
        pass

    assert exporter.registry == {"Csv": Csv, "FastCsv": FastCsv}
    assert Importer.registry == {"Csv": CsvImporter}
    for cls in (Csv, FastCsv):
        assert cls.registry is exporter.registry, f"{cls.__name__}.registry is another dict"


@pytest.mark.hint("Take the keywords you do not know as `**keywords` and give them to `super()`.")
def test_hands_on_other_class_keywords():
    """Class keywords other than `abstract` and `name` reach `__init_subclass__`."""
    seen = []

    class Exporter(metaclass=PluginMeta):
        def __init_subclass__(cls, **keywords):
            seen.append((cls.__name__, keywords))

    class Csv(Exporter, name="csv", sep=";", quote='"'):
        pass

    class Html(Exporter, abstract=True):
        pass

    assert seen == [("Csv", {"sep": ";", "quote": '"'}), ("Html", {})]
    assert Exporter.registry == {"csv": Csv}


def recorder(**namespace):
    """A singleton class that lists what its `__new__` and `__init__` were called with."""
    log = []

    class Recorder(metaclass=SingletonMeta):
        def __new__(cls, *args, **kwargs):
            log.append(("new", args, kwargs))
            return super().__new__(cls)

        def __init__(self, *args, **kwargs):
            log.append(("init", args, kwargs))
            self.args = args

    for key, value in namespace.items():
        setattr(Recorder, key, value)
    Recorder.log = log
    return Recorder


@pytest.mark.hint(
    "`cls(...)` is `type(cls).__call__(cls, ...)`: override it in the metaclass.",
    "`super().__call__(*args, **kwargs)` does what a call of an ordinary class does.",
)
def test_every_call_returns_the_same_object():
    """All calls of a singleton class return one instance of it; other classes have theirs."""
    first, other = recorder(), recorder()
    one, two, three = first(), first(), first()
    assert isinstance(one, first)
    assert one is two is three, "two calls of one class returned two objects"
    assert isinstance(other(), other)
    assert other() is not one, "two singleton classes share an object"


@pytest.mark.parametrize(
    "namespace", [{}, {"__len__": lambda self: 0}, {"__bool__": lambda self: False}]
)
@pytest.mark.hint(
    "An override of `__new__` on the class would not stop `__init__` from running again.",
    "Ask whether the class has an object, not whether the object is true.",
)
def test_the_constructor_runs_once(namespace):
    """`__new__` and `__init__` run once, with the first call's arguments, for any object."""
    cls = recorder(**namespace)
    one = cls("mine.toml", strict=True)
    assert cls("other.toml") is one, "the second call returned another object"
    call = (("mine.toml",), {"strict": True})
    assert (cls.log, one.args) == ([("new", *call), ("init", *call)], ("mine.toml",))


@pytest.mark.parametrize("base_first", [True, False])
@pytest.mark.hint(
    "An attribute set on the base is found on the subclass too.",
    "Keep a dict from class to object, or look into the class's own `__dict__`.",
)
def test_a_subclass_has_an_object_of_its_own(base_first):
    """A base and its subclass have an object each, whichever is called first."""
    base = recorder()

    class Special(base):
        pass

    order = (base, Special) if base_first else (Special, base)
    made = [cls() for cls in order]
    assert [type(obj) for obj in made] == list(order)
    assert [cls() is obj for cls, obj in zip(order, made, strict=True)] == [True, True]


@pytest.mark.hint("Keep the object after it was constructed, not before.")
def test_a_failed_constructor_leaves_nothing_behind():
    """An exception of the constructor reaches the caller, and the next call tries again."""

    class Connection(metaclass=SingletonMeta):
        def __init__(self, host=None):
            if host is None:
                raise KeyError("no host")
            self.host = host

    for _ in range(2):
        with pytest.raises(KeyError, match="no host"):
            Connection()
    connection = Connection("db.local")
    assert connection.host == "db.local"
    assert Connection() is connection, "the object constructed after a failure was not kept"


def in_threads(count, func):
    """What `func()` returned or raised in each of `count` threads."""
    outcomes = []

    def work():
        try:
            outcomes.append(func())
        except BaseException as error:
            outcomes.append(error)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2)
    return outcomes


class WatchedLock:
    """A lock that sets the event `waits` when a thread finds it taken and has to wait."""

    def __init__(self, lock, waits):
        self.lock, self.waits = lock, waits

    def acquire(self, blocking=True, timeout=-1):
        if self.lock.acquire(blocking=False):
            return True
        self.waits.set()
        return self.lock.acquire(blocking, timeout)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.lock.release()

    def __getattr__(self, name):
        return getattr(self.lock, name)


def load_with_watched_locks(patch, waits):
    """A new copy of the submission, in which the locks of `threading` tell when they are taken."""
    for kind in ("Lock", "RLock"):
        make = getattr(threading, kind)
        patch.setattr(threading, kind, lambda make=make: WatchedLock(make(), waits))
    spec = importlib.util.spec_from_file_location("q023_afresh", submission.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.hint(
    "Between looking for the object and keeping it, another thread may do the same.",
    "Hold a `threading` lock while you look, construct and keep.",
)
def test_racing_threads_get_one_object(monkeypatch):
    """Threads that make the first call at once get one object, constructed once."""
    constructions = []
    second_came = threading.Event()

    with monkeypatch.context() as patch:
        singleton_meta = load_with_watched_locks(patch, second_came).SingletonMeta

        class Shared(metaclass=singleton_meta):
            def __init__(self):
                constructions.append(threading.get_ident())
                if len(constructions) > 1:
                    second_came.set()
                second_came.wait(2)  # until another thread is in here too, or waits for a lock

    outcomes = in_threads(4, Shared)
    assert [type(outcome) for outcome in outcomes] == [Shared] * 4
    assert (len(constructions), len(set(map(id, outcomes)))) == (1, 1)


@pytest.mark.hint(
    "A thread that holds a `Lock` waits for ever when it asks for it again.",
    "`threading.RLock` lets its holder in again.",
)
def test_a_constructor_may_call_another_singleton():
    """A singleton's constructor can call another singleton class without a deadlock."""

    class Settings(metaclass=SingletonMeta):
        pass

    class Service(metaclass=SingletonMeta):
        def __init__(self):
            self.settings = Settings()

    outcomes = in_threads(1, Service)
    assert [type(outcome) for outcome in outcomes] == [Service], "no Service within two seconds"
    assert outcomes[0].settings is Settings(), "the constructor got another Settings object"
