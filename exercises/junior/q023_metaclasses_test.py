"""Checks for Q23 · Metaclasses."""

import pytest
from q023_metaclasses import PluginMeta, SingletonMeta


def make_root():
    class Exporter(metaclass=PluginMeta):
        pass

    return Exporter


def make_csv(base, **keywords):
    class Csv(base, **keywords):
        pass

    return Csv


def registry_after_each(*heads):
    """The registry of the first of the classes with these heads, as it is after each of them."""
    classes, registries = {}, []
    for head in heads:
        name = head.partition("(")[0]
        names = {"PluginMeta": PluginMeta, **classes}
        exec(f"def define():\n    class {head}: pass\n    return {name}", names)
        define = names["define"]
        classes[name] = define()
        root = next(iter(classes.values()))
        texts = {cls: f"class {name}" for name, cls in classes.items()}
        registries.append({key: texts.get(found, found) for key, found in root.registry.items()})
    return registries


@pytest.mark.hint(
    "`PluginMeta.__new__` runs once for every `class` statement.",
    "Let `super().__new__` make the class, put it in the registry, and return it.",
)
def test_registers_subclasses_under_their_names():
    """A subclass, and a subclass of one, is in the registry as soon as it is defined."""
    assert registry_after_each(
        "Exporter(metaclass=PluginMeta)", "Csv(Exporter)", "Html(Exporter)", "Xhtml(Html)"
    ) == [
        {},
        {"Csv": "class Csv"},
        {"Csv": "class Csv", "Html": "class Html"},
        {"Csv": "class Csv", "Html": "class Html", "Xhtml": "class Xhtml"},
    ]

    class Text(make_root()):
        pass

    assert type(Text) is PluginMeta


@pytest.mark.hint(
    "A root is known by its bases: none of them is an instance of `PluginMeta`.",
    "A root is a root, be it abstract or not.",
)
def test_a_root_starts_with_an_empty_registry():
    """A root has an empty dict as its registry, and is not in it."""

    class Plain:
        pass

    class RootWithPlainBase(Plain, metaclass=PluginMeta):
        pass

    class AbstractRoot(metaclass=PluginMeta, abstract=True):
        pass

    assert make_root().registry == {}
    assert RootWithPlainBase.registry == {}, "a root with a plain base class"
    assert AbstractRoot.registry == {}, "a root with `abstract=True`"
    kind = type(AbstractRoot.registry)
    assert issubclass(kind, dict), f"the registry of a root is a {kind.__name__}, no dict"


@pytest.mark.hint(
    "`abstract` speaks of one class only; its subclasses start again at `False`.",
    "A parameter with a default does that; an attribute would be inherited.",
)
def test_abstract_classes_are_not_registered():
    """An abstract class is not in the registry, but a subclass of one is."""
    assert registry_after_each(
        "Exporter(metaclass=PluginMeta)",
        "Text(Exporter, abstract=True)",
        "Csv(Text)",
        "Tsv(Csv, abstract=False)",
        "Table(Csv, abstract=True)",
    ) == [
        {},
        {},
        {"Csv": "class Csv"},
        {"Csv": "class Csv", "Tsv": "class Tsv"},
        {"Csv": "class Csv", "Tsv": "class Tsv"},
    ]


@pytest.mark.hint(
    "Make the dict when you make a root, not in the body of the metaclass.",
    "Descendants need no dict: attribute lookup finds the one of their root.",
)
def test_each_root_has_a_registry_of_its_own():
    """Roots share nothing; all descendants, abstract ones too, have the dict of their root."""

    class Plain:
        pass

    another_root, one_root = make_root(), make_root()

    class Csv(Plain, one_root):
        pass

    class Fast(Csv, abstract=True):
        pass

    class Text(Plain, one_root, abstract=True):
        pass

    other = PluginMeta("Csv", (another_root,), {})
    assert one_root.registry == {"Csv": Csv}, (
        "of the root of Csv, and of Fast and Text, which are abstract"
    )
    assert another_root.registry == {"Csv": other}, "of another root, with a Csv of its own"
    assert Csv.registry is one_root.registry, "a subclass has another dict than its root"
    assert Fast.registry is one_root.registry, "an abstract class has another dict than its root"
    assert Text.registry is one_root.registry, "an abstract class has another dict than its root"


@pytest.mark.hint("Look into the registry before you write to it.")
def test_refuses_a_name_that_is_taken():
    """A second class of one name raises a `ValueError` naming it, and the first one stays."""
    exporter_with_csv = make_root()
    first_csv = make_csv(exporter_with_csv)
    with pytest.raises(ValueError, match="'Csv'"):
        make_csv(exporter_with_csv)
    with pytest.raises(ValueError, match="'Csv'"):
        make_csv(first_csv)
    with pytest.raises(ValueError, match="'Csv'"):
        PluginMeta("Csv", (exporter_with_csv,), {"__module__": "another"})
    assert exporter_with_csv.registry == {"Csv": first_csv}, (
        "after three more classes called Csv were refused"
    )
    second = PluginMeta("Exporter", (exporter_with_csv,), {})
    assert exporter_with_csv.registry == {"Csv": first_csv, "Exporter": second}, (
        "the root's name is free"
    )
    third = PluginMeta("CSV", (exporter_with_csv,), {})
    assert exporter_with_csv.registry == {"Csv": first_csv, "Exporter": second, "CSV": third}, (
        "CSV is not Csv"
    )


@pytest.mark.hint("Only a class that goes into the registry needs a free name there.")
def test_an_abstract_class_needs_no_free_name():
    """An abstract class may have a name that is taken, and takes none."""
    exporter_with_csv, importer = make_root(), make_root()
    first = make_csv(exporter_with_csv)
    assert make_csv(exporter_with_csv, abstract=True).__name__ == "Csv"
    assert exporter_with_csv.registry == {"Csv": first}, "after an abstract class called Csv"
    second = make_csv(make_csv(importer, abstract=True))
    assert importer.registry == {"Csv": second}, "a Csv below an abstract class called Csv"


@pytest.mark.hint(
    "Take the keywords you do not know as `**keywords` and give them to `super()`.",
)
def test_hands_on_other_class_keywords():
    """Class keywords other than `abstract` reach `__init_subclass__`."""
    seen = []

    class Plain:
        def __init_subclass__(cls, **keywords):
            seen.append((cls.__name__, keywords))

    class Exporter(Plain, metaclass=PluginMeta, kind="root"):
        pass

    class Csv(Exporter, suffix="csv", parser=None):
        pass

    class Html(Exporter, abstract=True, indent=4):
        pass

    assert {"classes and keywords that reached `__init_subclass__`": seen} == {
        "classes and keywords that reached `__init_subclass__`": [
            ("Exporter", {"kind": "root"}),
            ("Csv", {"suffix": "csv", "parser": None}),
            ("Html", {"indent": 4}),
        ]
    }, "where Html has the keywords abstract=True and indent=4"
    assert sorted(Exporter.registry) == ["Csv"], "of the class Csv, and Html, which is abstract"
    assert Exporter.registry == {"Csv": Csv}


def recorder(**namespace):
    """A singleton class that lists what its `__init__` was called with."""
    log = []

    class Recorder(metaclass=SingletonMeta):
        def __init__(self, /, *args, **kwargs):
            log.append((args, kwargs))
            self.args, self.number = args, len(log)

        def __repr__(self):
            return f"<object of call {getattr(self, 'number', 'no')} of `__init__`>"

    for key, value in namespace.items():
        setattr(Recorder, key, value)
    Recorder.log = log
    return Recorder


@pytest.mark.hint(
    "`cls(...)` is `type(cls).__call__(cls, ...)`: override it in the metaclass.",
    "`super().__call__(*args, **kwargs)` does what a call of an ordinary class does.",
    "Two classes may have one name: the class itself is the better key.",
)
def test_every_call_returns_the_same_object():
    """All calls of a singleton class return one instance of it; other classes have theirs."""
    first, other = recorder(), recorder()
    one = first()
    assert isinstance(one, first)
    assert first() is one, "the second call returned another object"
    assert first("new", key="arguments") is one, "the third call returned another object"
    assert isinstance(other(), other), "two singleton classes of one name share an object"

    class NoArguments(metaclass=SingletonMeta):
        def __init__(self):
            pass

    assert NoArguments() is NoArguments("arguments", that="do not fit"), (
        "`__init__` takes no arguments"
    )


@pytest.mark.parametrize(
    "false_by", [(), ("__len__",), ("__bool__",)], ids=["true", "no length", "no truth"]
)
@pytest.mark.hint(
    "An override of `__new__` on the class would not stop `__init__` from running again.",
    "Ask whether the class has an object, not whether the object is true.",
    "An object that nobody else refers to must still be there for the next call.",
)
def test_the_constructor_runs_once(false_by):
    """`__init__` runs once, with the first call's arguments, also for an object that is false."""
    cls = recorder(**{name: lambda self: False for name in false_by})
    cls("mine.toml", 3, strict=True, cls="a keyword")  # nobody keeps the object
    cls("other.toml", 7, more=None)
    assert {"calls of `__init__`": cls.log} == {
        "calls of `__init__`": [(("mine.toml", 3), {"strict": True, "cls": "a keyword"})]
    }, "after cls('mine.toml', 3, strict=True, cls='a keyword') and cls('other.toml', 7, more=None)"
    assert cls().args == ("mine.toml", 3), "the arguments of the call that made the object"


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

    first, second = (base, Special) if base_first else (Special, base)
    one, two = first(), second()
    assert {"of the first": type(one) is first, "of the second": type(two) is second} == {
        "of the first": True,
        "of the second": True,
    }, "is the object that a class returns of this class, and no other?"
    assert first() is one, "the class called first has lost its object"
    assert second() is two, "the class called second has lost its object"


@pytest.mark.hint("Keep the object after it was constructed, not before.")
def test_a_failed_constructor_leaves_nothing_behind():
    """An exception of `__init__` reaches the caller, and the next call tries again."""

    class NeedsHost(metaclass=SingletonMeta):
        def __init__(self, host=None):
            if host is None:
                raise OSError("no host")
            self.host = host

        def __repr__(self):
            return f"NeedsHost({self.host!r})"

    def try_again():
        return NeedsHost()

    with pytest.raises(OSError, match="no host"):
        NeedsHost()
    with pytest.raises(OSError, match="no host"):
        try_again()
    connection = NeedsHost("db.local")
    assert type(connection) is NeedsHost
    assert connection.host == "db.local"
    assert NeedsHost("backup") is connection, "the object constructed after a failure was not kept"
