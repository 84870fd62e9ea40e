"""Checks for Q21 · Multiple inheritance."""

import gc
import random

import pytest
from q021_mro import Audited, Document, Timestamped, linearize

FULL = {"title": " Lease ", "author": " Ada ", "created_at": " 2024-05-01 "}


@pytest.mark.hint(
    "A class without bases is a line of one: itself.",
    "The line of a base is found in the same way as that of the class.",
)
def test_single_inheritance_is_a_chain():
    """With one base at most, the order is the class, its base, its base's base, as a list."""
    assert linearize({"Alone": []}, "Alone") == ["Alone"]
    assert linearize({"Child": ["Parent"], "Parent": []}, "Child") == ["Child", "Parent"]
    assert linearize({"C": ["B"], "B": ["A"], "A": [], "X": ["A"]}, "C") == ["C", "B", "A"]
    assert linearize({"A": [], "B": ["A"], "Wrong": ["A", "B"]}, "B") == ["B", "A"]


@pytest.mark.hint(
    "A shared base comes after all the classes that inherit from it.",
    "Depth first is not enough: a head that stands in another list's tail has to wait.",
)
def test_a_diamond_puts_the_shared_base_last():
    """In a diamond the shared base stands once, behind both classes that inherit from it."""
    assert linearize(
        {"Top": [], "Left": ["Top"], "Right": ["Top"], "Bottom": ["Left", "Right"]}, "Bottom"
    ) == ["Bottom", "Left", "Right", "Top"]
    assert linearize(
        {
            "Top": [],
            "Left": ["Top"],
            "Far": ["Left", "Top"],
            "Right": ["Top"],
            "Near": ["Right", "Left"],
            "Bottom": ["Far", "Near", "Top"],
        },
        "Bottom",
    ) == ["Bottom", "Far", "Near", "Right", "Left", "Top"]
    assert linearize({"A": [], "AB": [], "C": ["A", "AB"]}, "C") == ["C", "A", "AB"]


@pytest.mark.hint(
    "Taking a head may free another one in an earlier list.",
    "Look at the lists from the first one on for every single name.",
)
def test_a_merge_starts_again_at_the_first_list():
    """After each head, the merge looks at its first list again."""
    assert linearize(
        {
            "X": [],
            "Y": [],
            "Z": [],
            "A": ["X"],
            "B": ["Y", "Z"],
            "C": ["Y", "X"],
            "D": [],
            "All": ["A", "B", "C", "D"],
        },
        "All",
    ) == ["All", "A", "B", "C", "Y", "X", "Z", "D"]
    assert linearize({"A": [], "C": [], "D": ["C"], "E": ["A"], "F": ["E", "D", "A"]}, "F") == [
        "F",
        "E",
        "D",
        "A",
        "C",
    ]


def generated(seed):
    """Classes with random bases, the name of one, and what Python makes of it.

    Of even seeds that is the longest line, of odd ones a refusal.
    """
    dice = random.Random(seed)
    bases_by_class, classes = {}, {}
    while len(classes) < 10:
        name = f"K{len(classes)}"
        bases = dice.sample(sorted(classes), k=min(len(classes), dice.randint(1, 4)))
        names = ["".join(base) for base in bases]  # equal names, other objects
        try:
            classes[name] = type(name, tuple(classes[base] for base in bases), {})
        except TypeError:
            if seed % 2 and len(classes) > 4:
                return bases_by_class | {name: names}, name, "TypeError"
        else:
            bases_by_class[name] = names
    longest = max(classes.values(), key=lambda cls: len(cls.mro()))
    return bases_by_class, longest.__name__, [cls.__name__ for cls in longest.mro()[:-1]]


def result(hierarchy, name):
    """What `linearize` returns, or `"TypeError"` if it raises one."""
    try:
        return linearize(hierarchy, name)
    except TypeError:
        return "TypeError"


@pytest.mark.parametrize(("hierarchy", "name", "order"), [*map(generated, range(20))])
@pytest.mark.hint(
    "Write the lists to merge on paper and take the heads one by one. Where do you differ?",
    "After taking a head, look at the first list again. Merge the list of bases last.",
)
def test_agrees_with_python_on_generated_hierarchies(hierarchy, name, order):
    """For generated hierarchies the order, or the refusal, is the one that Python itself gives."""
    assert result(hierarchy, name) == order, f"linearize({hierarchy}, {name!r}) was called"


@pytest.mark.hint(
    "What does your merge do when every head stands in some tail?",
    "The line of a base is a merge too, and may be the one that is stuck.",
)
def test_refuses_an_inconsistent_order():
    """Bases that contradict each other raise a `TypeError`, those of an ancestor too."""
    with pytest.raises(TypeError):
        linearize(
            {"Base": [], "Derived": ["Base"], "UpsideDown": ["Base", "Derived"]}, "UpsideDown"
        )
    with pytest.raises(TypeError):
        linearize(
            {"X": [], "Y": [], "A": ["X", "Y"], "B": ["Y", "X"], "Twisted": ["A", "B"]}, "Twisted"
        )
    with pytest.raises(TypeError):
        linearize(
            {
                "Base": [],
                "Derived": ["Base"],
                "UpsideDown": ["Base", "Derived"],
                "Heir": ["UpsideDown"],
            },
            "Heir",
        )


@pytest.mark.hint(
    "Merging eats up its lists: let it eat copies.",
)
def test_leaves_the_hierarchy_as_it_was():
    """The dict and its lists are unchanged, also after an error."""
    linearize(tops := {"Top": [], "Low": [], "Lower": ["Top", "Low"], "Foot": ["Lower"]}, "Foot")
    assert list(tops.items()) == [
        ("Top", []),
        ("Low", []),
        ("Lower", ["Top", "Low"]),
        ("Foot", ["Lower"]),
    ], "the classes and their bases, in this order, after a call for 'Foot'"
    linearize(
        hierarchy := {"Top": [], "Left": ["Top"], "Right": ["Top"], "Bottom": ["Right", "Left"]},
        "Bottom",
    )
    linearize(hierarchy, "Top")
    assert hierarchy == {
        "Top": [],
        "Left": ["Top"],
        "Right": ["Top"],
        "Bottom": ["Right", "Left"],
    }, "after calls for 'Bottom' and for 'Top'"
    assert linearize(hierarchy, "Bottom") == ["Bottom", "Right", "Left", "Top"], (
        f"asked again after a call for 'Top', in {hierarchy}"
    )
    with pytest.raises(TypeError):
        linearize(
            refused := {
                "Side": [],
                "Top": [],
                "Left": ["Top"],
                "Wrong": ["Side", "Top", "Left"],
                "Bottom": ["Left", "Wrong"],
            },
            "Bottom",
        )
    assert refused == {
        "Side": [],
        "Top": [],
        "Left": ["Top"],
        "Wrong": ["Side", "Top", "Left"],
        "Bottom": ["Left", "Wrong"],
    }, "after a call for 'Bottom' that raised a TypeError"
    assert linearize({"Top": [], "Bottom": ["Top"]}, "Bottom") == ["Bottom", "Top"]


def classes_there_are():
    """All classes of this interpreter, by their identity."""
    found, new = {}, [object]
    while new:
        found |= {id(cls): cls for cls in new}
        new = [sub for cls in new for sub in type.__subclasses__(cls) if id(sub) not in found]
    return found


@pytest.mark.hint(
    "Asking Python with `type(name, bases, {})` is against the rules.",
    "All that the merge needs is names.",
)
def test_makes_no_classes():
    """The order is computed from the names, without making classes and asking Python."""
    linearize({"Warm": ["Up"], "Up": []}, "Warm")
    collects = gc.isenabled()
    gc.disable()  # a class made on the way stays visible until the next collection
    try:
        before = classes_there_are()
        order = linearize({"Top": [], "Left": ["Top"], "Bottom": ["Left", "Top"]}, "Bottom")
        made = [cls.__name__ for key, cls in classes_there_are().items() if key not in before]
    finally:
        if collects:
            gc.enable()
    assert order == ["Bottom", "Left", "Top"]
    assert made == [], f"linearize made classes: {made}"


def kept(document, keywords):
    return {name: getattr(document, name, "no such attribute") for name in keywords}


@pytest.mark.parametrize(
    ("cls", "keywords", "steps"),
    [
        (Document, {"title": "Lease"}, ["document"]),
        (Document, {"title": ""}, ["document"]),
        (Timestamped, {"title": "Lease", "created_at": "today"}, ["timestamped", "document"]),
        (Timestamped, {"title": "Lease", "created_at": None}, ["timestamped", "document"]),
        (Timestamped, {"title": "Lease", "created_at": ""}, ["timestamped", "document"]),
        (Audited, {"title": "Lease", "author": "Ada"}, ["audited", "document"]),
        (Audited, {"title": "Lease", "author": ""}, ["audited", "document"]),
    ],
)
@pytest.mark.hint(
    "Keep your own keyword, and hand on the rest to `super().__init__`.",
    "`save` puts its own step in front of what the next `save` returns.",
)
def test_each_class_works_alone(cls, keywords, steps):
    """Each class keeps its keywords as attributes, and its `save` ends at the document."""
    document = cls(**keywords)
    cls(**dict.fromkeys(keywords, "of another object"))
    assert kept(document, keywords) == keywords, (
        "of document = cls(**keywords), after another object of its class was made"
    )
    assert document.save() == steps
    assert document.save() == steps, "the second call of `save`"


class Plain(Document):
    """A document that adds nothing."""


def combining(*bases):
    return type("Combining", bases, {})


@pytest.mark.hint(
    "`Document.__init__(self, …)` skips whoever stands between; `super()` does not.",
    "Hand on `**rest`, whatever is in it.",
)
def test_every_keyword_arrives_in_a_diamond():
    """A class that combines both mixins, in either order, gets all three attributes."""
    assert kept(combining(Timestamped, Audited)(**FULL), FULL) == FULL
    assert kept(combining(Audited, Timestamped)(**FULL), FULL) == FULL


@pytest.mark.hint(
    "Each `save` should call exactly one other: the next in the object's own line.",
    "`super()` looks up the next class in `type(self).__mro__`, not the parent in the source.",
)
def test_every_save_runs_once_in_a_diamond():
    """In a diamond each `save` runs once, in the order of the combining class's bases."""
    assert combining(Timestamped, Audited)(**FULL).save() == ["timestamped", "audited", "document"]
    assert combining(Audited, Timestamped)(**FULL).save() == ["audited", "timestamped", "document"]
    drafts = {
        "Timestamped first": type("Draft", (Timestamped, Plain, Audited), {})(**FULL),
        "Audited first": type("Draft", (Audited, Plain, Timestamped), {})(**FULL),
    }
    assert {which: draft.save() for which, draft in drafts.items()} == {
        "Timestamped first": ["timestamped", "audited", "document"],
        "Audited first": ["audited", "timestamped", "document"],
    }, "between the two stands a class that only inherits from `Document`"


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


class Numbered:
    def __init__(self):
        self.number = 1


STRANGE = {"key": None, "price": 0}
"""The keywords of `Encrypted` and of `Priced`."""


@pytest.mark.parametrize(
    ("bases", "keywords", "steps"),
    [
        (
            (Timestamped, Encrypted, Audited, Priced),
            FULL | STRANGE,
            ["timestamped", "encrypted", "audited", "document"],
        ),
        (
            (Audited, Encrypted, Timestamped, Priced),
            FULL | STRANGE,
            ["audited", "encrypted", "timestamped", "document"],
        ),
        (
            (Timestamped, Encrypted, Priced),
            {"title": " Lease ", "created_at": " 2024-05-01 "} | STRANGE,
            ["timestamped", "encrypted", "document"],
        ),
        (
            (Audited, Encrypted, Priced),
            {"title": " Lease ", "author": " Ada "} | STRANGE,
            ["audited", "encrypted", "document"],
        ),
    ],
)
@pytest.mark.hint(
    "The next class may be one you have never seen.",
    "`Document` hands on keywords as well; only `save` ends there.",
)
def test_cooperates_with_strangers(bases, keywords, steps):
    """Other subclasses between the mixins, and a class behind `Document`, get their turn."""
    own = {name: value for name, value in keywords.items() if name in FULL}
    mixins = [base for base in bases if base in (Timestamped, Audited)]
    invoice = type("Invoice", bases, {})(**keywords)
    assert kept(invoice, keywords) == keywords
    assert invoice.save() == steps
    form = type("Form", (*mixins, Numbered), {})(**own)
    assert kept(form, ["number"]) == {"number": 1}, (
        f"of type('Form', {(*mixins, Numbered)}, {{}})(**{own}); Numbered takes no keywords"
    )
