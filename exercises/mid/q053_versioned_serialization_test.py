"""Checks for Q53 · Versioned serialization."""

import copy
import json
import pickle
import threading

import pytest
from q053_versioned_serialization import Document, DocumentEncoder, decode, upgrade


def encode(data):
    return json.dumps(data, cls=DocumentEncoder)


def by_pickle(document):
    return pickle.loads(pickle.dumps(document))


def by_oldest_pickle(document):
    return pickle.loads(pickle.dumps(document, protocol=0))


def by_json(document):
    return decode(encode(document))


WAYS = pytest.mark.parametrize("again", [by_pickle, by_oldest_pickle, copy.deepcopy, by_json])


def record(title="Tea", body="", tags=(), links=()):
    """A record of version 3."""
    return {
        "version": 3,
        "title": title,
        "body": body,
        "tags": list(tags),
        "links": list(links),
    }


def contents(document):
    return (document.title, document.body, document.tags, document.links, document.cache)


class Saved:
    """Pickles as an old `Document` would have, with `state` as its state."""

    def __init__(self, state):
        self.state = state

    def __reduce__(self):
        return object.__new__, (Document,), self.state


@pytest.mark.hint(
    "`set(tags)` takes any iterable, and the set is then nobody else's.",
    "Make the list, the dict and the lock in `__init__`, not in the class body.",
)
def test_a_new_document():
    """A document has the data it was made with, and links, a cache and a lock of its own."""
    tags = {"hot", "drink"}
    tea, cup = Document("Tea", "Boil water.", tags), Document("Cup")
    assert contents(tea) == ("Tea", "Boil water.", {"hot", "drink"}, [], {})
    assert contents(cup) == ("Cup", "", set(), [], {})
    assert Document("Pot", tags=iter(["x"])).tags == {"x"}
    assert type(tea.lock) is type(cup.lock) is type(threading.Lock())
    tea.tags.add("black")
    tea.links.append(cup)
    tea.cache["words"] = 2
    assert contents(cup) == ("Cup", "", set(), [], {})
    assert tags == {"hot", "drink"}
    assert tea.lock is not cup.lock


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            {"title": "Tea", "text": "Boil.", "tags": "hot, drink"},
            record("Tea", "Boil.", ["hot", "drink"]),
        ),
        (
            {"version": 1, "title": "A", "text": "", "tags": " , z ,,a b\n,"},
            record("A", "", ["z", "a b"]),
        ),
        ({"title": "A", "text": "x", "tags": ""}, record("A", "x")),
        (
            {"version": 2, "title": "B", "body": "b", "tags": ["z", "a", "z"]},
            record("B", "b", ["z", "a", "z"]),
        ),
        (record("C", "c", ["t"], [0, 2]), record("C", "c", ["t"], [0, 2])),
    ],
    ids=["no version", "1", "no tags", "2", "3"],
)
@pytest.mark.hint(
    "Write one function for each step, from 1 to 2 and from 2 to 3, and take the steps in turn.",
    "`''.split(',')` is a list with one empty string.",
)
def test_upgrades_every_version(old, new):
    """A record of each version comes out in version 3, with exactly the keys of that version."""
    assert upgrade(old) == new


@pytest.mark.parametrize(
    "old",
    [
        {"title": "Tea", "text": "Boil.", "tags": "hot, drink"},
        {"version": 2, "title": "Tea", "body": "Boil.", "tags": ["hot"]},
        record("Tea", "Boil.", ["hot"], [0]),
    ],
    ids=["1", "2", "3"],
)
@pytest.mark.hint(
    "`pop` and `record[key] = ...` change the caller's dict. Build a new one.",
    "`{**record}` is a new dict, but with the same lists in it.",
)
def test_the_old_record_is_left_as_it_was(old):
    """`upgrade` changes nothing in its argument, and neither does a change of the result."""
    before = copy.deepcopy(old)
    new = upgrade(old)
    assert old == before
    assert new["version"] == 3
    new["title"] = "changed"
    new["tags"].append("changed")
    new["links"].append("changed")
    assert old == before


@pytest.mark.parametrize("version", [0, 4, -1, 30, "3", "1", None, [3]], ids=repr)
@pytest.mark.hint(
    "A record without `version` is of version 1. Is one whose `version` is None, or 0?",
    "Say which versions are known, rather than which are not. Test with more than `<`.",
)
def test_unknown_versions_are_refused(version):
    """A version that is newer or no version at all raises a `ValueError` that names it."""
    with pytest.raises(ValueError) as caught:
        upgrade({**record(), "version": version, "text": ""})
    assert repr(version) in str(caught.value)


@pytest.mark.hint("It is a dict like those that `upgrade` returns, only that it holds documents.")
def test_the_state_is_a_record():
    """`__getstate__` gives the record in version 3, with sorted tags, without cache and lock."""
    tea, cup = Document("Tea", "Boil.", ["hot", "drink", "black"]), Document("Cup")
    tea.links = [cup, tea]
    tea.cache["words"] = 1
    assert tea.__getstate__() == record("Tea", "Boil.", ["black", "drink", "hot"], [cup, tea])


@WAYS
@pytest.mark.hint(
    "What pickle has a problem with need not be in the state.",
    "`__init__` is not called on loading: make the cache and the lock in `__setstate__`.",
)
def test_cache_and_lock_are_made_anew(again):
    """A loaded document has the data of the original, an empty cache and a free lock of its own."""
    tea = Document("Tea", "Boil.", ["hot", "drink"])
    tea.cache["render"] = lambda: "cannot be pickled"
    tea.cache["words"] = 1
    with tea.lock:
        loaded = again(tea)
    assert type(loaded) is Document
    assert loaded is not tea
    assert contents(loaded) == ("Tea", "Boil.", {"hot", "drink"}, [], {})
    assert loaded.lock is not tea.lock
    assert type(loaded.lock) is type(threading.Lock())
    assert not loaded.lock.locked(), "the lock of the loaded document is held"
    assert len(tea.cache) == 2


@WAYS
@pytest.mark.hint(
    "`pickle` and `deepcopy` keep track themselves, if you leave the documents in `links`.",
    "For JSON, give every document a number the first time you meet it. Equal ones are still two.",
    "On reading, make all documents first and link them afterwards.",
)
def test_links_come_back_as_they_were(again):
    """Circles, links to oneself and documents shared by others are the same after loading."""
    root, left, right, shared = Document("root"), Document("x"), Document("x"), Document("shared")
    root.links = [left, right, root]
    left.links = [shared]
    right.links = [shared, root, left, shared]
    new_root = again(root)
    assert new_root.title == "root"
    new_left, new_right, itself = new_root.links
    (new_shared,) = new_left.links
    assert itself is new_root
    assert [new_left.title, new_right.title, new_shared.title] == ["x", "x", "shared"]
    assert len({id(new) for new in (new_root, new_left, new_right, new_shared)}) == 4
    assert new_right.links == [new_shared, new_root, new_left, new_shared]
    assert new_shared.links == []
    assert root.links == [left, right, root]


@pytest.mark.hint(
    "`copy.copy` passes what `__getstate__` returned straight to `__setstate__`.",
    "Somewhere on the way the list must be copied. Does `upgrade` do it already?",
)
def test_a_shallow_copy_has_its_own_containers():
    """`copy.copy` links to the same documents, but shares no set, list, cache or lock."""
    cup = Document("Cup")
    tea = Document("Tea", "Boil.", ["hot"])
    tea.links.append(cup)
    twin = copy.copy(tea)
    assert contents(twin) == ("Tea", "Boil.", {"hot"}, [cup], {})
    twin.tags.add("new")
    twin.links.append(twin)
    twin.cache["words"] = 1
    assert contents(tea) == ("Tea", "Boil.", {"hot"}, [cup], {})
    assert twin.lock is not tea.lock


@pytest.mark.hint("What `__setstate__` is given may be a record of any version: upgrade it first.")
def test_old_pickles_load():
    """Pickles with a state of version 1 or 2 load, one of an unknown version is refused."""
    first = Saved({"title": "Tea", "text": "Boil.", "tags": "hot, drink,"})
    second = Saved({"version": 2, "title": "Cup", "body": "", "tags": ["blue", "blue"]})
    loaded = pickle.loads(pickle.dumps([first, second]))
    assert [contents(document) for document in loaded] == [
        ("Tea", "Boil.", {"hot", "drink"}, [], {}),
        ("Cup", "", {"blue"}, [], {}),
    ]
    assert [document.lock.locked() for document in loaded] == [False, False]
    with pytest.raises(ValueError, match="4"):
        pickle.loads(pickle.dumps(Saved({**record(), "version": 4})))


@pytest.mark.hint(
    "`default` is asked about all that the encoder does not know, and returns what it does know.",
    "For anything but a document, `super().default` raises the right error.",
    "A list that grows while you loop over it is gone through to its new end.",
)
def test_json_holds_each_document_once():
    """A document is written as the list of all records it leads to; what JSON can't hold fails."""
    tea, cup, pot = Document("Tea", "Boil.", ["hot", "drink"]), Document("Cup"), Document("Pot")
    tea.links, cup.links = [cup, tea, cup], [tea]
    assert json.loads(encode({"best": [tea], "n": 1, "pot": pot})) == {
        "best": [[record("Tea", "Boil.", ["drink", "hot"], [1, 0, 1]), record("Cup", links=[0])]],
        "n": 1,
        "pot": [record("Pot")],
    }
    assert len(tea.links) == 3
    with pytest.raises(TypeError, match="complex"):
        encode([pot, 2j])


@pytest.mark.hint("A function that calls itself for each link reaches Python's recursion limit.")
def test_json_of_a_long_chain():
    """A chain of three thousand documents is written and read."""
    chain = [Document(f"{number}") for number in range(3000)]
    for document, following in zip(chain, chain[1:], strict=False):
        document.links.append(following)
    document = decode(encode(chain[0]))
    titles = [document.title]
    while document.links:
        (document,) = document.links
        titles.append(document.title)
    assert titles == [f"{number}" for number in range(3000)]


@pytest.mark.hint(
    "An object alone is a list of one. Every record in the list may need an upgrade.",
    "What does `documents[-1]` give? A position must be checked at both ends.",
)
def test_decode_takes_old_records_and_refuses_bad_ones():
    """Old texts are read; an empty list, an unknown version or a bad link is a `ValueError`."""
    old = {"title": "Tea", "text": "Boil.", "tags": "hot"}
    second = {"version": 2, "title": "Cup", "body": "", "tags": ["blue"]}
    assert contents(decode(json.dumps(old))) == ("Tea", "Boil.", {"hot"}, [], {})
    third = decode(json.dumps([record("All", links=[2, 1]), old, second]))
    assert [document.title for document in third.links] == ["Cup", "Tea"]
    alone = decode(json.dumps(record("Ring", links=[0])))
    assert alone.links == [alone]
    bad = {
        "no record": [],
        "link to -1": [record(links=[-1])],
        "link to 2 of 2": [record(), record(links=[0, 2])],
        "link to 1 of 1": [record(links=[1])],
        "version 4": [record(), {**record(), "version": 4}],
    }
    refused = []
    for name, data in bad.items():
        try:
            decode(json.dumps(data))
        except ValueError:
            refused.append(name)
    assert refused == list(bad), f"of {list(bad)}, only {refused} were refused"
