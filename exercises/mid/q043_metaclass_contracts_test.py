"""Checks for Q43 · Metaclass contracts."""

import functools
import inspect
from abc import abstractmethod
from types import SimpleNamespace

import pytest
from q043_metaclass_contracts import ContractError, ContractMeta


def make_store():
    class Store(metaclass=ContractMeta, abstract=True):
        limit = 10

        @abstractmethod
        def load(self, key, default=None): ...

        @abstractmethod
        def save(self, key, value, *, sync=False, lock=True): ...

        def describe(self):
            return "a store"

    return Store


def make_memory():
    class Memory(make_store()):
        def load(self, key, default=None): ...

        def save(self, key, value, *, sync=False, lock=True): ...

    return Memory


def function(signature):
    """A function with this signature, given as text."""
    names = {}
    exec(f"def read{signature}: ...", names)
    return names["read"]


def breaches(required, has):
    """The breaches of a class that is required to have one `read` and has another."""

    class Reader(metaclass=ContractMeta, abstract=True):
        read = abstractmethod(function(required))

    try:

        class File(Reader):
            read = function(has)

    except ContractError as error:
        return error.breaches
    return {}


def run(*lines):
    """Run lines of Python: the parts of the error; as `result`, it or what they give this name."""
    names = globals() | {"result": "no error"}
    try:
        exec("\n".join(lines), names)
    except ContractError as error:
        result = error.name, error.breaches
        return SimpleNamespace(name=error.name, breaches=error.breaches, result=result)
    return SimpleNamespace(name="no error", breaches="no error", result=names["result"])


def traced(func):
    """A decorator as many are: its function takes anything, but keeps the name and signature."""

    @functools.wraps(func)
    def call(*args, **kwargs):
        return func(*args, **kwargs)

    return call


def stated(func):
    """A decorator whose function has a signature of its own, which is not that of `func`."""
    call = traced(func)
    call.__signature__ = inspect.signature(function("(self, path)"))
    return call


class RightMethods:
    """A mixin of an ordinary metaclass, with what `make_store` requires."""

    def load(self, key, default=None):
        return "mixin"

    async def save(self, key, value, *, sync=False, lock=True): ...


class WrongLoad:
    """A mixin with parameters that `make_store` does not allow."""

    def load(self): ...


@pytest.mark.hint(
    "`super().__new__(mcs, name, bases, namespace)` makes the class; look at it, then return it.",
    "`inspect.signature` gives the parameters of a function.",
)
def test_makes_a_class_that_keeps_the_contract():
    """A class with all required methods is made as usual, and may have more besides."""
    assert (
        run(
            "class More(make_store()):",
            "    load, save = make_memory().load, make_memory().save",
            "    def clear(self): ...",
        ).breaches
        == "no error"
    )
    assert (
        run(
            "class Other(make_store()):",
            "    load, save = make_memory().load, make_memory().save",
            "    def describe(self, long): ...",
        ).breaches
        == "no error"
    )
    assert (
        run(
            "class Lambda(make_store()):",
            "    load = lambda self, key, default=None: default",
            "    save = make_memory().save",
        ).breaches
        == "no error"
    )

    class Memory(make_store()):
        """Keeps all."""

        def load(self, key, default=None):
            return default

        save = lambda self, key, value, *, sync=False, lock=True: super().describe()  # noqa: E731

        def clear(self, *, force=True):
            return "cleared"

        def describe(self, *, long=False):
            return "in memory"

    assert (type(Memory), Memory.__name__, Memory.__doc__) == (ContractMeta, "Memory", "Keeps all.")
    memory = Memory()
    assert memory.load("a", 1) == 1
    assert memory.clear() == "cleared"
    assert memory.describe(long=True) == "in memory"
    assert memory.save("a", 1) == "a store"


@pytest.mark.parametrize(
    "lines",
    [
        ("class Disk(make_store()):", "    def load(self, key, default=None): ..."),
        (
            "class Around:",
            "    class Disk(make_store()):",
            "        def load(self, key, default=None): ...",
        ),
    ],
)
@pytest.mark.hint(
    "`abc.abstractmethod` sets the attribute `__isabstractmethod__` of the function.",
    "Gather the breaches in a dict, and raise at the end if there are any.",
)
def test_refuses_missing_methods(lines):
    """A required method that is still abstract is `"missing"`, without any object being made."""
    assert run(*lines).breaches == {"save": "missing"}
    assert run(*lines).name == "Disk"


@pytest.mark.hint(
    "What is required stands in `vars()` of the classes of `cls.__mro__`, the first of them `cls`.",
)
def test_every_class_of_the_mro_can_require():
    """The new class, a distant base and a mixin of an ordinary metaclass can all require."""
    names = ["list", "save", "close", "_flush", "__len__", "__repr__"]
    assert run(
        "class Closing:",
        "    close = _flush = __len__ = __repr__ = abstractmethod(function('(self)'))",
        "class Remote(make_store(), Closing, abstract=True):",
        "    def load(self, key, default=None): ...",
        "class Bucket(Remote):",
        "    @abstractmethod",
        "    def list(self): ...",
    ).breaches == dict.fromkeys(names, "missing")
    assert run(
        "class Root(metaclass=ContractMeta):", "    @abstractmethod", "    def start(self): ..."
    ).breaches == {"start": "missing"}


@pytest.mark.hint(
    "Compare name, kind and default of each parameter, one after the other.",
    "Equality of `inspect.Signature` objects ignores the order of keyword-only parameters.",
)
def test_refuses_other_parameters():
    """A function with other parameters than required is a `"signature"` breach."""
    assert breaches("(self, key, default=None)", "(self, key)") == {"read": "signature"}
    assert breaches("(self, key, default=None)", "(self, key, default=None, extra=None)") == {
        "read": "signature"
    }
    assert breaches("(self, key, default=None)", "(self, key, default=0)") == {"read": "signature"}
    assert breaches("(self, key, default=None)", "(self, key, default)") == {"read": "signature"}
    assert breaches("(self, key, default=None)", "(self, name, default=None)") == {
        "read": "signature"
    }
    assert breaches("(self, key, default=None)", "(self, key, *, default=None)") == {
        "read": "signature"
    }
    assert breaches("(self, key, default=None)", "(self, key, /, default=None)") == {
        "read": "signature"
    }
    assert breaches("(self, key, default=None)", "(this, key, default=None)") == {
        "read": "signature"
    }
    assert breaches("(self, key, default=None)", "(*args, **kwargs)") == {"read": "signature"}
    assert breaches("(self, key, default=None)", "()") == {"read": "signature"}
    assert breaches("(self, key, value)", "(self, value, key)") == {"read": "signature"}
    assert breaches("(self, *keys)", "(self, keys)") == {"read": "signature"}
    assert breaches("(self, *keys)", "(self, *names)") == {"read": "signature"}
    assert breaches("(self, **keys)", "(self, **names)") == {"read": "signature"}
    assert breaches("(self, key, /)", "(self, name, /)") == {"read": "signature"}
    assert breaches("(self, *, sync=False)", "(self, *, sync=True)") == {"read": "signature"}
    assert breaches("(self, *, sync=False, lock=True)", "(self, *, lock=True, sync=False)") == {
        "read": "signature"
    }


@pytest.mark.hint("Leave annotations out of the comparison. Equal defaults need not be one object.")
def test_accepts_equal_parameters():
    """Annotations do not matter, and equal defaults are no breach, whether one object or two."""
    assert breaches("(self, key: str)", "(self, key: int)") == {}
    assert breaches("(self, key='a')", "(self, key: str = 'a')") == {}
    assert breaches("(self, key=[1000])", "(self, key=[1000])") == {}
    assert breaches("(self, key=1)", "(self, key=1.0)") == {}
    assert breaches("(self) -> int", "(self) -> str") == {}


@pytest.mark.hint("What does `inspect.signature` do about a function that `functools.wraps` made?")
def test_looks_through_decorators():
    """The parameters of a decorated function are those that `inspect.signature` gives."""
    assert run(
        "class Store(metaclass=ContractMeta, abstract=True):",
        "    load = abstractmethod(traced(function('(self, key)')))",
        "    save = abstractmethod(function('(self, key)'))",
        "    scan = abstractmethod(stated(function('(self)')))",
        "class Disk(Store):",
        "    def load(self, key): return 'loaded'",
        "    @traced",
        "    def save(self, key): return 'saved'",
        "    def scan(self, path): ...",
        "result = Disk().load('a'), Disk().save('a')",
    ).result == ("loaded", "saved"), "`stated` gives its function the `__signature__` (self, path)"
    assert run(
        "class Store(metaclass=ContractMeta, abstract=True):",
        "    load = abstractmethod(traced(function('(self, key)')))",
        "    save = abstractmethod(function('(self, key)'))",
        "    scan = abstractmethod(stated(function('(self)')))",
        "class Tape(Store):",
        "    load = traced(function('(self)'))",
        "    save = traced(function('(self, position)'))",
        "    scan = function('(self)')",
    ).breaches == {"load": "signature", "save": "signature", "scan": "signature"}, (
        "`stated` gives its function the `__signature__` (self, path)"
    )


@pytest.mark.parametrize(
    "found",
    [
        "None",
        "7",
        "dict",
        "len",
        "functools.lru_cache(function('(self, key, default=None)'))",
        "property(function('(self)'))",
        "staticmethod(function('(self, key, default=None)'))",
        "classmethod(function('(self, key, default=None)'))",
    ],
)
@pytest.mark.hint(
    "`getattr` unwraps a static method: look at what stands in the `__dict__` of the classes.",
    "`None` can be what a class has under a name; it is not the same as having nothing there.",
)
def test_refuses_what_is_no_function(found):
    """A required name that holds anything but a function is `"not a function"`."""
    assert run("class Disk(make_memory()):", f"    load = {found}").breaches == {
        "load": "not a function"
    }


@pytest.mark.hint(
    "Go along `cls.__mro__`: the first class whose `vars()` hold the name counts.",
)
def test_the_first_entry_along_the_mro_counts():
    """What a class has may come from a base or a mixin; what stands first is what it has."""
    assert run(
        "class Mixed(RightMethods, make_store()): pass", "result = Mixed().load('a')"
    ).result == ("mixin")
    assert run("class Late(make_store(), RightMethods): pass").breaches == {
        "load": "missing",
        "save": "missing",
    }
    assert run(
        "class Mixed(RightMethods, make_store()): pass", "class Hidden(WrongLoad, Mixed): pass"
    ).breaches == {"load": "signature"}


@pytest.mark.hint(
    "`abstract` is a keyword of one class; the next one starts again at `False`.",
    "An attribute would be inherited. A parameter with a default is not.",
)
def test_abstract_classes():
    """An abstract class may break the contract; the first one that is not must keep all of it."""
    assert (
        run(
            "class Half(make_store(), abstract=True):",
            "    def load(self): ...",
            "    save = None",
            "class Same(Half, abstract=True): pass",
        ).breaches
        == "no error"
    )
    assert (
        run(
            "class Half(make_store(), abstract=True):",
            "    def load(self): ...",
            "    save = None",
            "class Same(Half, abstract=True): pass",
            "class Disk(Same, abstract=False):",
            "    def load(self, key, default=None): return 'disk'",
            "    def save(self, key, value, *, sync=False, lock=True): ...",
            "result = Disk().load('a')",
        ).result
        == "disk"
    )
    assert run(
        "class Half(make_store(), abstract=True):",
        "    def load(self): ...",
        "    save = None",
        "class Same(Half, abstract=True): pass",
        "class Bad(Same): pass",
    ).breaches == {"load": "signature", "save": "not a function"}, (
        "`make_store()` requires load(self, key, default=None), save(self, key, value, *, …)"
    )
    assert run(
        "class Half(make_store(), abstract=True):",
        "    def load(self): ...",
        "    save = None",
        "class Same(Half, abstract=True): pass",
        "class Disk(Same, abstract=False):",
        "    def load(self, key, default=None): return 'disk'",
        "    def save(self, key, value, *, sync=False, lock=True): ...",
        "class Worse(Disk):",
        "    def load(self, key): ...",
    ).breaches == {"load": "signature"}


DUPLICATES = {
    "load": (
        "    def load(self, key, default=None): ...",
        "    def load(self, key, default=None): ...",
    ),
    "save": (
        "    def save(self, key, value, *, sync=False, lock=True): ...",
        "    save = traced(save)",
    ),
    "extra": ("    @abstractmethod", "    def extra(self): ...", "    extra = traced(extra)"),
    "same": ("    def same(self): ...", "    same = (lambda func: func)(same)"),
    "_": ("    def _(self): ...", "    def _(self, key): ..."),
    "__len__": ("    def __len__(self): ...", "    __len__ = function('(self)')"),
    "turn": ("    turn = lambda self: 1", "    turn = lambda self: 2", "    turn = 3"),
    "gone": ("    def gone(self): ...", "    def gone(self): ...", "    del gone"),
}


@pytest.mark.parametrize("abstract", [True, False])
@pytest.mark.parametrize(
    ("base", "body", "names"),
    [
        *(("metaclass=ContractMeta", body, [name]) for name, body in DUPLICATES.items()),
        ("make_memory()", [line for body in DUPLICATES.values() for line in body], [*DUPLICATES]),
    ],
)
@pytest.mark.hint(
    "A dict has forgotten the first of two: be there when the second is bound.",
    "What `__prepare__` returns is the namespace of the class body: a dict of your own class.",
    "Override its `__setitem__`, and let `__new__` ask it what it saw.",
)
def test_finds_duplicates(abstract, base, body, names):
    """A function bound to a name that holds a function is a duplicate, in any class."""
    assert run(f"class Draft({base}, abstract={abstract}):", *body).breaches == dict.fromkeys(
        names, "duplicate"
    )


FINE = [
    ("    step = 1", "    step = step + 1"),
    (
        "    def load(self): ...",
        "    del load",
        "    def load(self, key, default=None): ...",
    ),
    ("    def name(self): ...", "    name = 'in between'", "    def name(self): ..."),
    ("    def turn(self): ...", "    turn = functools.lru_cache(turn)"),
    ("    def width(self): return 3", "    width = property(width)"),
    ("    def parse(): ...", "    parse = staticmethod(parse)"),
    (
        "    @property",
        "    def size(self): return self.step",
        "    @size.setter",
        "    def size(self, value): ...",
    ),
    ("    @traced", "    def describe(self): ...", "    again = describe"),
    ("    length = len", "    length = abs"),
    (
        "    @staticmethod",
        "    def plain(): ...",
        "    @staticmethod",
        "    def plain(): ...",
        "    def plain(self): ...",
    ),
    (
        "    def turn(self): ...",
        "    class Inner(make_memory()):",
        "        def again(self): ...",
        "        def turn(self): ...",
    ),
]
WHOLE = ("class Fine(make_memory()):", *(line for body in FINE for line in body))


@pytest.mark.parametrize(
    ("lines", "use", "value"),
    [
        *((("class Fine(make_memory()):", *body), "type(Fine)", ContractMeta) for body in FINE),
        (WHOLE, "type(Fine.Inner)", ContractMeta),
        (WHOLE, "(Fine().size, Fine().width)", (2, 3)),
    ],
)
@pytest.mark.hint(
    "Ask what the name holds at the moment when it is bound, not what it ever held.",
    "Each class body needs a note of its own: bodies can be nested, and can fail half-way.",
)
def test_finds_no_duplicates_where_there_are_none(lines, use, value):
    """What was deleted, hidden or bound elsewhere makes no duplicate."""
    assert run(*lines).breaches == "no error"
    assert run(*lines, f"result = {use}").result == value
    assert (
        run(
            "try:",
            "    class Failing(make_memory()):",
            "        def load(self): ...",
            "        def load(self): ...",
            "        raise KeyError",
            "except KeyError: pass",
            "class Fine(make_memory()): pass",
        ).breaches
        == "no error"
    )


@pytest.mark.hint(
    "Gather the breaches in a dict, and raise once, after the last.",
    "A name that is defined twice is a duplicate, whatever else is wrong with it.",
)
def test_reports_all_breaches_in_one_error():
    """One error holds all breaches of all kinds; of two for one name it holds `"duplicate"`."""
    assert run(
        "class Remote(make_store(), abstract=True):",
        "    connect = close = ping = abstractmethod(function('(self)'))",
        "class Around:",
        "    class Broken(Remote):",
        "        save = 5",
        "        def load(self): ...",
        "        def close(self, force): ...",
        "        def close(self, force): ...",
        "        def ping(self): ...",
        "        def ping(self): ...",
        "        ping = None",
        "        def describe(self): ...",
        "        def describe(self): ...",
    ).result == (
        "Broken",
        {
            "load": "signature",
            "save": "not a function",
            "connect": "missing",
            "close": "duplicate",
            "ping": "duplicate",
            "describe": "duplicate",
        },
    ), "`make_store()` requires load(self, key, default=None), save(self, key, value, *, …)"


@pytest.mark.hint(
    "Take the keywords you do not know as `**keywords` and give them to `super()`.",
    "Python calls `__prepare__` with the class keywords as well.",
)
def test_other_class_keywords_go_on():
    """Class keywords other than `abstract` reach `__init_subclass__`."""
    seen = []

    class Shape(metaclass=ContractMeta, abstract=True):
        def __init_subclass__(cls, **keywords):
            seen.append((cls.__name__, keywords))

        @abstractmethod
        def area(self): ...

    class Square(Shape, corners=4, colour=None):
        def area(self): ...

    class Round(Shape, abstract=True, corners=0):
        pass

    class Circle(Round, abstract=False):
        def area(self): ...

    assert {"`__init_subclass__` got": seen} == {
        "`__init_subclass__` got": [
            ("Square", {"corners": 4, "colour": None}),
            ("Round", {"corners": 0}),
            ("Circle", {}),
        ]
    }
