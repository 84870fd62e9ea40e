"""Checks for Q43 · Metaclass contracts."""

from abc import abstractmethod
from unittest.mock import ANY

import pytest
from q043_metaclass_contracts import ContractError, ContractMeta, Field, Model


def make_store():
    class Store(metaclass=ContractMeta, abstract=True):
        limit = 10

        @abstractmethod
        def load(self, key, default=None): ...

        @abstractmethod
        def save(self, key, value, *, sync=False): ...

        def describe(self):
            return "a store"

    return Store


@pytest.mark.hint(
    "`super().__new__(mcs, name, bases, namespace)` makes the class; look at it, then return it.",
    "`inspect.signature` gives the parameters of a function.",
)
def test_accepts_a_class_that_keeps_the_contract():
    """A class with all required methods is made as usual, whatever its annotations say."""
    store = make_store()

    class Memory(store):
        """Keeps all."""

        def load(self, key: str, default: int | None = None) -> int | None:
            return default

        def save(self, key, value, *, sync: bool = False) -> None:
            raise KeyError(key)

        def clear(self):
            return "cleared"

    assert (type(Memory), Memory.__name__, Memory.__doc__) == (ContractMeta, "Memory", "Keeps all.")
    memory = Memory()
    assert (memory.load("a", 1), memory.clear(), memory.describe()) == (1, "cleared", "a store")


@pytest.mark.hint(
    "`abc.abstractmethod` sets the attribute `__isabstractmethod__` of the function.",
    "Required is what any class of `cls.__mro__` marks, not only the direct bases.",
)
def test_refuses_missing_methods():
    """What is found still abstract is `"missing"`; the error names the class and the method."""
    store = make_store()

    class Remote(store, abstract=True):
        @abstractmethod
        def connect(self): ...

    with pytest.raises(ContractError) as caught:

        class Disk(Remote):
            def connect(self): ...

            def load(self, key, default=None): ...

    assert caught.value.breaches == {"save": "missing"}
    for part in ("Disk", "save"):
        assert part in str(caught.value), f"the message does not contain {part}"

    with pytest.raises(ContractError) as caught:

        class Forgetful(metaclass=ContractMeta):
            @abstractmethod
            def remember(self): ...

    assert caught.value.breaches == {"remember": "missing"}


@pytest.mark.parametrize(
    "parameters",
    [
        "self, key",
        "self, key, default=None, extra=None",
        "self, key, default=0",
        "self, key, default",
        "self, name, default=None",
        "self, default=None, key=None",
        "self, key, *, default=None",
        "self, key, /, default=None",
        "self, *args",
        "",
    ],
)
@pytest.mark.hint("Compare name, kind and default of each parameter, one after the other.")
def test_refuses_other_signatures(parameters):
    """Parameters of another number, order, name, kind or default are a `"signature"` breach."""
    memory = make_memory(make_store())
    with pytest.raises(ContractError) as caught:

        class Disk(memory):
            load = eval(f"lambda {parameters}: None")

    assert caught.value.breaches == {"load": "signature"}


def make_memory(store):
    class Memory(store):
        def load(self, key, default=None): ...

        def save(self, key, value, *, sync=False): ...

    return Memory


@pytest.mark.parametrize(
    "found",
    [
        None,
        7,
        property(lambda self: None),
        staticmethod(lambda self, key, default=None: None),
        classmethod(lambda self, key, default=None: None),
    ],
)
@pytest.mark.hint(
    "`getattr` unwraps a static method: look at what stands in the `__dict__` of the class.",
    "`inspect.getattr_static` walks the `__mro__` without unwrapping.",
)
def test_refuses_what_is_no_function(found):
    """A required name that holds anything but a plain function is `"not a function"`."""
    memory = make_memory(make_store())
    with pytest.raises(ContractError) as caught:

        class Disk(memory):
            load = found

    assert caught.value.breaches == {"load": "not a function"}


@pytest.mark.hint(
    "Gather the breaches in a dict, and raise once, after the last.",
    "A name that is defined twice is a duplicate, whatever else is wrong with it.",
)
def test_reports_all_breaches_in_one_error():
    """One `ContractError` holds all breaches of all required methods, and duplicates, too."""
    store = make_store()

    class Remote(store, abstract=True):
        @abstractmethod
        def connect(self): ...

        @abstractmethod
        def close(self): ...

    with pytest.raises(ContractError) as caught:

        class Broken(Remote):
            save = 5

            def load(self): ...

            def close(self, force): ...

            def close(self, force): ...  # noqa: F811

            def describe(self): ...

            def describe(self): ...  # noqa: F811

    assert caught.value.breaches == {
        "load": "signature",
        "save": "not a function",
        "connect": "missing",
        "close": "duplicate",
        "describe": "duplicate",
    }
    for part in ("Broken", "load", "save", "connect", "close", "describe"):
        assert part in str(caught.value), f"the message does not contain {part}"


@pytest.mark.hint(
    "`abstract` is a keyword of one class; the next one starts again at `False`.",
    "Look along the whole `__mro__` for what is required and for what is found.",
)
def test_abstract_classes_in_between():
    """An abstract class may meet part of the contract or none; the first concrete one must all."""
    store = make_store()

    class Half(store, abstract=True):
        def load(self, key, default=None):
            return "half"

        def save(self):
            return "not what is required"

    class Same(Half, abstract=True):
        pass

    class Disk(Same, abstract=False):
        def save(self, key, value, *, sync=False):
            return "disk"

    assert (Disk().load("a"), Disk().save("a", 1)) == ("half", "disk")
    for bases in ((Same,), (Half,)):
        with pytest.raises(ContractError) as caught:

            class Bad(*bases):
                pass

        assert caught.value.breaches == {"save": "signature"}
    with pytest.raises(ContractError) as caught:

        class Worse(Disk):
            def save(self, key): ...

    assert caught.value.breaches == {"save": "signature"}


@pytest.mark.hint("The first entry along the `__mro__` counts, for what is required and found.")
def test_follows_the_mro():
    """A mixin can keep or break the contract; of two requirements the first one counts."""
    store = make_store()

    class Methods:
        def load(self, key, default=None):
            return "mixin"

        def save(self, key, value, *, sync=False): ...

    class Wrong:
        def load(self): ...

    class Strict(store, abstract=True):
        @abstractmethod
        def load(self, key): ...

    class Mixed(Methods, store):
        pass

    assert Mixed().load("a") == "mixin"
    outcomes = []
    for bases in ((Wrong, Mixed), (store, Methods), (Methods, Strict)):
        with pytest.raises(ContractError) as caught:

            class Bad(*bases):
                pass

        outcomes.append(caught.value.breaches)
    assert outcomes == [
        {"load": "signature"},
        {"load": "missing", "save": "missing"},
        {"load": "signature"},
    ]

    class Renewed(Mixed, abstract=True):
        @abstractmethod
        def load(self, key, default=None): ...

    with pytest.raises(ContractError) as caught:

        class Lacking(Renewed):
            pass

    assert caught.value.breaches == {"load": "missing"}


@pytest.mark.hint(
    "A dict has forgotten the first of two: be there when the second is bound.",
    "What `__prepare__` returns is the namespace of the class body: a dict of your own class.",
    "Override its `__setitem__`, and let `__new__` ask it what it saw.",
)
def test_finds_duplicate_functions():
    """Two functions under one name in a class body are a breach, in abstract classes, too."""
    store = make_store()
    with pytest.raises(ContractError) as caught:

        class Draft(store, abstract=True):
            def load(self, key, default=None): ...

            def load(self, key, default=None): ...  # noqa: F811

            extra = lambda self: 1  # noqa: E731
            extra = lambda self: 2  # noqa: E731

    assert caught.value.breaches == {"load": "duplicate", "extra": "duplicate"}

    class Fine(store, abstract=True):
        step = 1
        step = step + 1

        def load(self): ...

        del load

        def load(self, key, default=None): ...

        @property
        def size(self):
            return self.step

        @size.setter
        def size(self, value): ...

        def name(self): ...

        name = "fine"  # noqa: F811
        turn = 0

        def turn(self): ...  # noqa: F811

    assert (Fine().size, Fine.name, callable(Fine.turn)) == (2, "fine", True)


@pytest.mark.hint(
    "Python calls `__prepare__` for a `class` statement only: the namespace may be a plain dict.",
    "Take the keywords you do not know as `**keywords` and give them to `super()`.",
)
def test_classes_made_by_a_call_and_class_keywords():
    """A class made by a call is checked as well; other keywords reach `__init_subclass__`."""
    seen = []

    class Shape(metaclass=ContractMeta, abstract=True):
        def __init_subclass__(cls, **keywords):
            seen.append((cls.__name__, keywords))

        @abstractmethod
        def area(self): ...

    made = ContractMeta("Square", (Shape,), {"area": lambda self: 4}, sides=4)
    assert (type(made), made().area()) == (ContractMeta, 4)
    with pytest.raises(ContractError) as caught:
        ContractMeta("Blob", (Shape,), {})
    assert caught.value.breaches == {"area": "missing"}
    ContractMeta("Sketch", (Shape,), {}, abstract=True)

    class Circle(Shape, abstract=True, sides=0):
        pass

    assert [entry for entry in seen if entry[0] != "Blob"] == [
        ("Square", {"sides": 4}),
        ("Sketch", {}),
        ("Circle", {"sides": 0}),
    ]


@pytest.mark.hint(
    "`__init_subclass__` is called with each new subclass as `cls`.",
    "Start with a new dict for each class, and hand class keywords on to `super()`.",
)
def test_model_lists_its_fields_in_order():
    """`fields` has the fields of a class in the order of definition, without any metaclass."""
    keywords = []

    class Audited:
        def __init_subclass__(cls, *, table=None, **others):
            super().__init_subclass__(**others)
            keywords.append((cls.__name__, table))

    zone, email = Field(), Field(default="")

    class User(Model, Audited, table="users"):
        zone_of_user = zone
        kind = "user"
        mail = email

        def greet(self): ...

        active = Field(default=True)

    class Tag(Model):
        pass

    assert type(Model) is type
    assert list(User.fields) == ["zone_of_user", "mail", "active"]
    assert User.fields == {"zone_of_user": zone, "mail": email, "active": User.active}
    assert (Model.fields, Tag.fields, keywords) == ({}, {}, [("User", "users")])


@pytest.mark.hint(
    "Go through `reversed(cls.__mro__)` and through the `vars()` of each class.",
    "Assigning to a key that a dict has keeps its place.",
)
def test_model_inherits_fields():
    """Fields come along the `__mro__`, can be defined anew or dropped; bases stay as they are."""

    class Stamped:
        created = Field(default=0)

    class Person(Model):
        name = Field()
        email = Field()

    class Named(Model):
        name = Field(default="nobody")
        title = Field(default="")

    class Staff(Person, Named, Stamped):
        email = Field(default="none")
        office = Field()

    class Robot(Staff):
        office = None
        serial = Field()

        def title(self): ...

    assert list(Staff.fields) == ["created", "name", "title", "email", "office"]
    assert list(Robot.fields) == ["created", "name", "email", "serial"]
    sources = {"created": Stamped, "name": Person, "title": Named, "email": Staff, "office": Staff}
    assert Staff.fields == {name: vars(cls)[name] for name, cls in sources.items()}
    assert Robot.fields["email"] is Staff.fields["email"]
    assert (list(Person.fields), list(Named.fields)) == (["name", "email"], ["name", "title"])
    assert Person.fields["email"] is vars(Person)["email"]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"quota": 3}, ["login", "email"]),
        ({"login": "ada", "email": "", "shoe": 1, "hat": 2}, ["shoe", "hat"]),
        ({"email": "", "greet": 1}, ["login", "greet"]),
    ],
)
@pytest.mark.hint(
    "A default may be `None` or another false value: compare with `REQUIRED` by `is`.",
    "Find all missing and all unknown names before you raise.",
)
def test_model_takes_values_and_defaults(values, named):
    """An object has values and defaults; one `TypeError` names all missing and unknown names."""

    class Device(Model):
        serial = Field()

    class User(Model):
        login = Field()
        email = Field()
        quota = Field(default=None)
        active = Field(default=True)

    user = User(email="", login="ada", active=False)
    assert (user.login, user.email, user.quota, user.active) == ("ada", "", None, False)
    other = User(login="bob", email=None, quota=5)
    assert (other.email, other.quota, other.active, user.active) == (None, 5, True, False)
    assert Device(serial=ANY).serial is ANY, "a value that equals everything was not taken"
    with pytest.raises(TypeError) as caught:
        User(**values)
    absent = [name for name in named if name not in str(caught.value)]
    assert absent == [], f"the message does not name {absent}: {caught.value}"
