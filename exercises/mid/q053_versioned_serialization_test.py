"""Checks for Q53 · Versioned serialization."""

import copy
import pickle
import re
import threading

import pytest
from q053_versioned_serialization import Document, upgrade


def by_pickle(document):
    return pickle.loads(pickle.dumps(document))


WAYS = pytest.mark.parametrize("again", [by_pickle, copy.copy, copy.deepcopy])
DEEP_WAYS = pytest.mark.parametrize("again", [by_pickle, copy.deepcopy])


def record(title="Tea", body="", tags=(), links=()):
    """A record of version 3."""
    return {"version": 3, "title": title, "body": body, "tags": [*tags], "links": [*links]}


class Render:
    """What a cache may hold: it cannot be pickled."""

    def __repr__(self):
        return "what cannot be pickled"

    def __reduce_ex__(self, protocol):
        raise pickle.PicklingError("the cache was pickled")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def contents(document):
    """What a document holds, with the titles of what it links to."""
    links = getattr(document, "links", None)
    titles = "no links" if links is None else [getattr(linked, "title", linked) for linked in links]
    held = ("title", "body", "tags", "cache")
    title, body, tags, cache = [getattr(document, name, f"no {name}") for name in held]
    return (title, body, tags, titles, cache)


class Saved:
    """Pickles as an old `Document` would have, with `state` as its state."""

    def __init__(self, state):
        self.state = state

    def __reduce__(self):
        return object.__new__, (Document,), self.state


class Letter(Document):
    """A document that is made from other arguments."""

    def __init__(self, sender, receiver, /, *, stamp):
        super().__init__(f"{sender} to {receiver}", tags=[stamp])


@pytest.mark.hint(
    "`set(tags)` makes a set that is nobody else's.",
    "Make the list, the dict and the lock in `__init__`, not in the class body.",
)
def test_a_new_document():
    """A document has what it was made with, and links, a cache and a lock of its own."""
    tags = {"hot", "drink"}
    tea, cup = Document("Tea", "Boil water.", tags), Document("Cup")
    assert contents(tea) == ("Tea", "Boil water.", {"hot", "drink"}, [], {}), (
        f"tea = Document('Tea', 'Boil water.', {tags})"
    )
    assert contents(cup) == ("Cup", "", set(), [], {}), "cup = Document('Cup')"
    tags_of_pot = ["x", " Y ", "", "x"]
    pot = Document(tags=tags_of_pot, body=" b", title="Pot ")
    assert contents(pot)[:3] == ("Pot ", " b", {"x", " Y ", ""}), (
        f"pot = Document(tags={tags_of_pot}, body=' b', title='Pot ')"
    )
    tea.tags.add("black")
    tea.links.append(cup)
    tea.cache["words"] = 2
    assert contents(cup) == ("Cup", "", set(), [], {}), "after changes of another document"
    assert {"the argument, after a change of the document's `tags`": tags} == {
        "the argument, after a change of the document's `tags`": {"hot", "drink"}
    }
    assert isinstance(tea.lock, type(threading.Lock())), (
        f"tea.lock is of type {type(tea.lock).__name__}, not lock"
    )
    assert (tea.lock is cup.lock) is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            {"title": "Tea", "text": "Boil.", "tags": "hot, drink"},
            record("Tea", "Boil.", ["hot", "drink"]),
        ),
        ({"version": 1, "title": "A", "text": "", "tags": "x"}, record("A", "", ["x"])),
        (
            {"version": 2, "title": "B", "body": "b", "tags": ["z", " a,b ", "", "z"]},
            record("B", "b", ["z", " a,b ", "", "z"]),
        ),
        ({"version": 2, "title": "", "body": "", "tags": []}, record("")),
        (record("C", "c", ["t", ""], [0, 2]), record("C", "c", ["t", ""], [0, 2])),
        (record(), record()),
    ],
)
@pytest.mark.hint(
    "Write one function for each step, from 1 to 2 and from 2 to 3, and take the steps in turn.",
)
def test_upgrades_every_version(old, new):
    """A record of each version comes out in version 3, with exactly the keys of that version."""
    assert upgrade(old) == new


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("hot,drink", ["hot", "drink"]),
        (" , z ,,a  b,  a;c,", ["z", "a  b", "a;c"]),
        ("b, a, b", ["b", "a", "b"]),
        ("", []),
        (" ", []),
        ("0", ["0"]),
    ],
)
@pytest.mark.hint(
    "`''.split(',')` is a list with one empty string.",
    "Strip the parts first, and then ask which of them are empty.",
)
def test_takes_a_string_of_tags_apart(text, tags):
    """The parts between the commas are stripped; empty ones are dropped, double ones stay."""
    assert upgrade({"title": "Tea", "text": "", "tags": text})["tags"] == tags


@pytest.mark.parametrize(
    "old",
    [
        {"title": "Tea", "text": "Boil.", "tags": "hot, drink"},
        {"version": 1, "title": "Tea", "text": "Boil.", "tags": "hot, drink"},
        {"version": 2, "title": "Tea", "body": "Boil.", "tags": ["hot"]},
        record("Tea", "Boil.", ["hot"], [0]),
    ],
)
@pytest.mark.hint(
    "`pop` and `record[key] = ...` change the caller's dict. Build a new one.",
    "`{**record}` is a new dict, but with the same lists in it.",
)
def test_the_old_record_is_left_as_it_was(old):
    """`upgrade` changes nothing in its argument, and neither does a change of the result."""
    before = copy.deepcopy(old)
    new = upgrade(old)
    assert {"the argument after the call": old} == {"the argument after the call": before}
    assert new["version"] == 3
    new["title"] = "changed"
    new["tags"].append("changed")
    new["links"].append("changed")
    assert {"the argument, after changes of the result and its lists": old} == {
        "the argument, after changes of the result and its lists": before
    }
    assert upgrade(before)["links"] == before.get("links", []), "after a change of other links"


@pytest.mark.parametrize("version", [0, 4, -1, 30, "3", "1", "", "it's 2", None])
@pytest.mark.hint(
    "A record without `version` is of version 1. Is one whose `version` is None, or 0?",
)
def test_unknown_versions_are_refused(version):
    """A version that is no int from 1 to 3 raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(version))):
        upgrade({**record(tags=["hot"]), "version": version, "text": ""})
    with pytest.raises(ValueError, match=re.escape(repr(version))):
        upgrade({"title": "Tea", "text": "", "tags": "hot", "version": version})


@pytest.mark.hint("It is a dict like those that `upgrade` returns, only that it holds documents.")
def test_the_state_is_a_record():
    """`__getstate__` gives the record in version 3, with sorted tags and the linked documents."""
    tea, cup = Document("Tea", "Boil.", ["hot", "drink", "black", "Iced", ""]), Document("Cup")
    tea.links.extend([cup, tea, cup])
    tea.cache["words"] = 1
    state = tea.__getstate__()
    titles = {**state, "links": [getattr(each, "title", each) for each in state["links"]]}
    tags = ["", "Iced", "black", "drink", "hot"]
    assert {"tea.__getstate__(), with titles for the links": titles} == {
        "tea.__getstate__(), with titles for the links": record(
            "Tea", "Boil.", tags, ["Cup", "Tea", "Cup"]
        )
    }, f"tea = Document('Tea', 'Boil.', {tags[::-1]}), which links to cup, tea and cup"
    assert state == record("Tea", "Boil.", tags, [cup, tea, cup]), "other documents are linked to"
    assert cup.__getstate__() == record("Cup"), "cup = Document('Cup')"


@WAYS
@pytest.mark.hint(
    "What pickle has a problem with need not be in the state.",
    "`__init__` is not called on loading: make the cache and the lock in `__setstate__`.",
)
def test_cache_and_lock_are_made_anew(again):
    """A new document has an empty cache and a free lock, and the old one stays as it is."""
    tea, render = Document("Tea", "Boil.", ["hot", "drink"]), Render()
    tea.cache["render"] = render
    lock, cache = tea.lock, tea.cache
    with lock:
        copies = [again(tea), again(tea)]
    for loaded in copies:
        assert contents(loaded) == ("Tea", "Boil.", {"hot", "drink"}, [], {}), (
            "of again(tea), where tea = Document('Tea', 'Boil.', ['hot', 'drink'])"
        )
        assert type(loaded) is Document
        assert isinstance(loaded.lock, type(lock))
        assert loaded.lock.acquire(blocking=False), "the lock of the new document is held"
    assert len({id(lock), *(id(loaded.lock) for loaded in copies)}) == 3, "two share a lock"
    assert (copies[0].cache is copies[1].cache) is False
    assert contents(tea) == ("Tea", "Boil.", {"hot", "drink"}, [], {"render": render}), (
        "tea itself, after it was copied"
    )
    assert {"the old document's lock is kept": tea.lock is lock} == {
        "the old document's lock is kept": True
    }
    assert {"the old document's cache is kept": tea.cache is cache} == {
        "the old document's cache is kept": True
    }


@DEEP_WAYS
@pytest.mark.hint(
    "`pickle` and `deepcopy` keep track themselves, if you leave the documents in `links`.",
)
def test_links_come_back_as_they_were(again):
    """Circles, links to oneself and documents shared by others are the same in the new ones."""
    root, left, right, shared = Document("root"), Document("x"), Document("x"), Document("shared")
    root.links.extend([left, right, root])
    left.links.append(shared)
    right.links.extend([shared, root, left, shared])
    new_root = again(root)
    assert [link.title for link in new_root.links] == ["x", "x", "root"]
    new_left, new_right, itself = new_root.links
    assert [link.title for link in new_left.links] == ["shared"]
    new = {"root": new_root, "left": new_left, "right": new_right, "shared": new_left.links[0]}
    names = {id(document): name for name, document in new.items()}
    assert len(names) == 4, "some of the four new documents are one"
    assert names.get(id(itself)) == "root", "the root links to itself"
    found = [names.get(id(link)) for link in new_right.links]
    assert found == ["shared", "root", "left", "shared"], "the links of the right one"
    assert new["shared"].links == []
    locks = {id(document.lock) for document in new.values()}
    assert len(locks) == 4, "some of the four new documents share a lock"
    assert not {id(root), id(left), id(right), id(shared)} & set(names), "an old one is linked to"
    kept = [root.links == [left, right, root], right.links == [shared, root, left, shared]]
    assert {"links of the old root and right are as before": kept} == {
        "links of the old root and right are as before": [True, True]
    }


@pytest.mark.hint(
    "`copy.copy` passes what `__getstate__` returned straight to `__setstate__`.",
    "Somewhere on the way each list must be copied.",
)
def test_a_shallow_copy_has_its_own_containers():
    """`copy.copy` links to the same documents, but shares no list, set or cache."""
    tea, cup = Document("Tea", "Boil.", ["hot"]), Document("Cup")
    tea.links.extend([cup, tea])
    twin = copy.copy(tea)
    assert contents(twin) == ("Tea", "Boil.", {"hot"}, ["Cup", "Tea"], {}), "twin = copy.copy(tea)"
    assert (twin is tea) is False
    assert [twin.links[0] is cup, twin.links[1] is tea] == [True, True], (
        "twin = copy.copy(tea), where tea links to cup and to itself"
    )
    twin.title = "Twin"
    twin.tags.add("new")
    twin.links.append(twin)
    twin.cache["words"] = 1
    assert contents(tea) == ("Tea", "Boil.", {"hot"}, ["Cup", "Tea"], {}), "after changes of twin"


@pytest.mark.hint("What `__setstate__` is given may be a record of any version: upgrade it first.")
def test_old_pickles_load():
    """Pickles with a state of version 1 or 2 load, one of an unknown version is refused."""
    loaded = pickle.loads(
        pickle.dumps(
            [
                Saved({"title": "Tea", "text": "Boil.", "tags": "hot, drink,"}),
                Saved({"version": 1, "title": "Pot", "text": "", "tags": ""}),
                Saved(
                    {
                        "version": 2,
                        "title": "Cup",
                        "body": "b",
                        "tags": ["blue", "blue", " a, b ", ""],
                    }
                ),
            ]
        )
    )
    assert [contents(document) for document in loaded] == [
        ("Tea", "Boil.", {"hot", "drink"}, [], {}),
        ("Pot", "", set(), [], {}),
        ("Cup", "b", {"blue", " a, b ", ""}, [], {}),
    ], (
        "the states pickled: no version, text 'Boil.', tags 'hot, drink,'; version 1 and no text "
        "or tags; version 2, 'b' as body and ['blue', 'blue', ' a, b ', ''] as tags"
    )
    free = [document.lock.acquire(blocking=False) for document in loaded]
    assert free == [True, True, True], "whether the locks of the loaded documents could be taken"
    loaded[0].links.append(loaded[1])
    assert contents(loaded[1])[3:] == ([], {}), "after a change of another loaded document"
    saved_with_version_40 = pickle.dumps(Saved({**record(tags=["a"]), "version": 40}))
    with pytest.raises(ValueError, match="40"):
        pickle.loads(saved_with_version_40)


@WAYS
@pytest.mark.hint("Who calls `__init__` with three arguments finds that a subclass takes others.")
def test_subclasses_are_saved_too(again):
    """A subclass whose `__init__` takes other arguments comes back as one, with its links."""
    letter, answer = Letter("Ann", "Bob", stamp="red"), Letter("Bob", "Ann", stamp="blue")
    letter.links.append(answer)
    answer.links.append(Document("Cup"))
    with letter.lock, answer.lock:
        new = again(letter)
    assert type(new) is Letter
    assert contents(new) == ("Ann to Bob", "", {"red"}, ["Bob to Ann"], {}), (
        "of again(letter), where letter = Letter('Ann', 'Bob', stamp='red')"
    )
    assert type(new.links[0]) is Letter
    assert contents(new.links[0]) == ("Bob to Ann", "", {"blue"}, ["Cup"], {}), (
        "of the Letter('Bob', 'Ann', stamp='blue') that letter links to"
    )
    assert new.lock.acquire(blocking=False), "the lock of the new letter is held"
