"""Checks for Q21 · Multiple inheritance."""

import gc
import random

import pytest
from q021_mro import Audited, Document, Timestamped, linearize

MIXED = {
    "First": (),
    "Second": (),
    "Ahead": ("First", "Second"),
    "Behind": ("Second", "First"),
    "Mixed": ("Ahead", "Behind"),
    "Heir": ("Mixed",),
}


def diamond():
    return {"Top": [], "Left": ["Top"], "Right": ["Top"], "Bottom": ["Left", "Right"]}


@pytest.mark.parametrize(
    ("hierarchy", "name", "order"),
    [
        ({"Alone": []}, "Alone", ["Alone"]),
        ({"Child": ["Parent"], "Parent": []}, "Child", ["Child", "Parent"]),
        (
            {"C": ("B",), "B": ("A",), "A": (), "Other": ("A",)},
            "C",
            ["C", "B", "A"],
        ),
    ],
)
@pytest.mark.hint(
    "A class without bases is a line of one: itself.",
    "The line of a base is found by calling `linearize` again.",
)
def test_single_inheritance_is_a_chain(hierarchy, name, order):
    """With one base at most, the order is the class, its base, its base's base, as a list."""
    assert linearize(hierarchy, name) == order


@pytest.mark.hint(
    "A shared base comes after all the classes that inherit from it.",
    "Depth first is not enough: a head that stands in another list's tail has to wait.",
)
def test_a_diamond_puts_the_shared_base_last():
    """In a diamond the shared base stands once, behind both classes that inherit from it."""
    assert linearize(diamond(), "Bottom") == ["Bottom", "Left", "Right", "Top"]


def generated_hierarchy(seed):
    """Eight classes with random bases, and what Python makes of each: its order or its error."""
    dice = random.Random(seed)
    bases_by_class, classes, expected = {}, {}, {}
    for name in (f"K{number}" for number in range(8)):
        bases = dice.sample(sorted(classes), k=min(len(classes), dice.randint(1, 3)))
        bases_by_class[name] = ["".join(base) for base in bases]  # equal names, other objects
        try:
            classes[name] = type(name, tuple(classes[base] for base in bases), {})
        except TypeError:
            expected[name] = "TypeError"
        else:
            expected[name] = [cls.__name__ for cls in classes[name].mro()[:-1]]
    return bases_by_class, expected


def outcome(bases_by_class, name):
    try:
        return linearize(bases_by_class, name)
    except TypeError:
        return "TypeError"


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.hint(
    "Where your order differs, write the lists to merge on paper and take the heads one by one.",
    "After taking a head, start again from the first list, and merge the list of bases last.",
)
def test_agrees_with_python_on_generated_hierarchies(seed):
    """For generated hierarchies the order, or the refusal, is the one that Python itself gives."""
    bases_by_class, expected = generated_hierarchy(seed)
    actual = {name: outcome(bases_by_class, name) for name in bases_by_class}
    assert actual == expected, f"the bases were {bases_by_class}"


@pytest.mark.parametrize(
    ("hierarchy", "name", "culprit"),
    [
        (MIXED, "Mixed", "Mixed"),
        (MIXED, "Heir", "Mixed"),
        (
            {"Base": [], "Derived": ["Base"], "Upturned": ["Base", "Derived"]},
            "Upturned",
            "Upturned",
        ),
        ({"Base": [], "Doubled": ["Base", "Base"]}, "Doubled", "Doubled"),
    ],
)
@pytest.mark.hint(
    "What does your merge do when every head stands in some tail?",
    "A base listed twice stands in the tail of the very list that it heads.",
)
def test_refuses_an_inconsistent_order(hierarchy, name, culprit):
    """Bases that contradict each other raise a `TypeError` that names their class."""
    with pytest.raises(TypeError, match=culprit):
        linearize(hierarchy, name)


@pytest.mark.parametrize(
    ("hierarchy", "name"),
    [({}, "Missing"), ({"Child": ["Missing"]}, "Child")],
)
@pytest.mark.hint("Plain indexing of the mapping already raises the right error.")
def test_refuses_an_unknown_class(hierarchy, name):
    """A class or a base that is not in the mapping raises a `KeyError` that names it."""
    with pytest.raises(KeyError, match="Missing"):
        linearize(hierarchy, name)


@pytest.mark.hint("Merging eats up its lists: let it eat copies.")
def test_leaves_the_hierarchy_as_it_was():
    """The mapping and its lists are unchanged, and the result is a list of its own."""
    hierarchy = diamond()
    linearize(hierarchy, "Bottom").append("Stranger")
    assert hierarchy == diamond()
    assert linearize(hierarchy, "Bottom") == ["Bottom", "Left", "Right", "Top"]


@pytest.mark.hint("Asking Python with `type(name, bases, {})` is against the rules: merge names.")
def test_creates_no_classes():
    """The order is computed from the names, without making classes and asking Python."""
    linearize({"Warm": ["Up"], "Up": []}, "Warm")
    collects = gc.isenabled()
    gc.disable()  # a class made on the way stays visible until the next collection
    try:
        before = object.__subclasses__()
        order = linearize(diamond(), "Bottom")
        known = set(map(id, before))
        made = [cls.__name__ for cls in object.__subclasses__() if id(cls) not in known]
    finally:
        if collects:
            gc.enable()
    assert (order, made) == (["Bottom", "Left", "Right", "Top"], [])


def kept(document, keywords):
    return {name: getattr(document, name, "no such attribute") for name in keywords}


@pytest.mark.parametrize(
    ("cls", "keywords", "steps"),
    [
        (Document, {"title": "Lease"}, ["document"]),
        (
            Timestamped,
            {"title": "Lease", "created_at": "2024-05-01"},
            ["timestamped", "document"],
        ),
        (Audited, {"title": "Lease", "author": "Ada"}, ["audited", "document"]),
    ],
)
@pytest.mark.hint(
    "Keep your own keyword, then call `super().__init__` with the rest.",
    "`save` puts its own step in front of what `super().save()` returns.",
)
def test_each_class_works_alone(cls, keywords, steps):
    """Each class keeps its keywords as attributes, and its `save` ends at the document."""
    document = cls(**keywords)
    assert kept(document, keywords) == keywords
    assert document.save() == steps
    document.save().clear()
    assert document.save() == steps, "the list returned by one `save` turned up in the next"


def both_ways():
    return type("Contract", (Timestamped, Audited), {}), type("Memo", (Audited, Timestamped), {})


@pytest.mark.hint(
    "`Document.__init__(self, …)` skips whoever stands between; `super()` does not.",
    "Hand on `**rest`, whatever is in it.",
)
def test_every_keyword_arrives_in_a_diamond():
    """A class that combines both mixins, in either order, gets all three attributes."""
    keywords = {"title": "Lease", "author": "Ada", "created_at": "2024-05-01"}
    assert [kept(cls(**keywords), keywords) for cls in both_ways()] == [keywords, keywords]


@pytest.mark.hint(
    "Each `save` should call exactly one other: the next in the object's own line.",
    "`super()` looks up the next class in `type(self).__mro__`, not the parent in the source.",
)
def test_every_save_runs_once_in_a_diamond():
    """In a diamond each `save` runs once, in the order of the combining class's bases."""
    keywords = {"title": "Lease", "author": "Ada", "created_at": "2024-05-01"}
    assert [cls(**keywords).save() for cls in both_ways()] == [
        ["timestamped", "audited", "document"],
        ["audited", "timestamped", "document"],
    ]


@pytest.mark.hint(
    "The next class may be one you have never seen.",
    "`Document` hands on keywords as well; only `save` ends there.",
)
def test_cooperates_with_strangers():
    """Other subclasses between the mixins, and a class behind `Document`, get their turn."""

    class Encrypted(Document):
        def __init__(self, *, key, **rest):
            self.key = key
            super().__init__(**rest)

        def save(self):
            return ["encrypted", *super().save()]

    class Priced:
        def __init__(self, *, price):
            self.price = price

        def save(self):
            return ["priced"]

    class Invoice(Timestamped, Encrypted, Audited, Priced):
        pass

    keywords = {"title": "Lease", "author": "Ada", "created_at": "today", "key": 7, "price": 12}
    invoice = Invoice(**keywords)
    assert kept(invoice, keywords) == keywords
    assert invoice.save() == ["timestamped", "encrypted", "audited", "document"]


@pytest.mark.hint(
    "Hand unknown keywords on to the end of the line instead of dropping them.",
    "The `*` in the stub's parameter lists keeps arguments by position out.",
)
def test_refuses_a_keyword_that_nobody_takes():
    """An unknown keyword, a missing one and an argument by position raise a `TypeError`."""
    contract, _ = both_ways()
    keywords = {"title": "Lease", "author": "Ada", "created_at": "2024-05-01"}
    with pytest.raises(TypeError):
        contract(**keywords, colour="red")
    with pytest.raises(TypeError):
        contract(title="Lease", author="Ada")
    for cls in (Document, Timestamped, Audited):
        with pytest.raises(TypeError):
            cls("by position", **({} if cls is Document else {"title": "Lease"}))
