r"""Q53 · Versioned serialization: the answer and one way to build it.

## Answer

For pickle, `__getstate__` says what to save and leaves out locks, caches and open files;
`__setstate__` makes those anew. Pickle handles circular references by itself, and saves nearly any
object. But it refers to classes by name, so that renaming one breaks old data, and unpickling may
run any code: never do it with data that you don't trust.

JSON is safe and readable, but knows only plain values. I convert to a dict first, for instance by
`dataclasses.asdict`, or pass `default=`, or a subclass of `JSONEncoder` with a method `default`. On
the way back, I build the objects explicitly. marshmallow, pydantic, and cattrs for attrs classes
validate as well.

Stored data outlive the code, so the format carries a version. One small function lifts each version
to the next, the loader applies them in turn, and an unknown version is refused, not guessed at.
Samples of all old versions stay in the tests.

## Follow-ups

- **Why is unpickling dangerous?** A pickle may name any importable function and have it called.
  Sign what you store, limit `Unpickler.find_class`, or take a format that holds only data.
- **How do links in circles go into JSON?** Give each document a number, and write a flat list in
  which links are numbers. On loading, make all documents first and link them afterwards.
- **Which hooks does `copy` use?** The same as pickle, through `__reduce_ex__`, unless the class has
  `__copy__` or `__deepcopy__`. Since 3.13, `copy.replace` asks `__replace__`.
- **Why does `__setstate__` not call `__init__`?** Loading skips it on purpose: it may want other
  arguments in a subclass, or do things that are to be done only once.

## Notes

`__getstate__` copies `links`. If it gave the list itself, pickling `tea.links` would load `tea`
before that list is filled, and `tea` would take over an empty one. `upgrade` copies it once more
for whoever calls it alone.

`True` and `1.0` equal 1 and pass for it; asking for `type(version) is int` would refuse them.
Writing one function for each pair of versions is the alternative: faster for very old records, but
each new version changes all of them.
"""

import threading
from collections.abc import Iterable
from typing import Any


class Document:
    """A document with tags and links, that can be pickled and copied."""

    def __init__(self, title: str, body: str = "", tags: Iterable[str] = ()) -> None:
        """Set the title, the body and the tags."""
        self._set_up(title, body, tags, [])

    def _set_up(self, title: str, body: str, tags: Iterable[str], links: list["Document"]) -> None:
        self.title = title
        self.body = body
        self.tags = set(tags)
        self.links = links
        self.cache: dict[Any, Any] = {}
        self.lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Return the record in version 3."""
        return {
            "version": 3,
            "title": self.title,
            "body": self.body,
            "tags": sorted(self.tags),
            "links": list(self.links),
        }

    def __setstate__(self, record: dict[str, Any]) -> None:
        """Take over a record of any version."""
        record = upgrade(record)
        self._set_up(record["title"], record["body"], record["tags"], record["links"])


def upgrade(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record of any version in version 3."""
    version = record.get("version", 1)
    if version not in (1, 2, 3):
        raise ValueError(f"unknown version {version!r}")
    if version == 1:
        record = _from_1_to_2(record)
    if version < 3:
        record = _from_2_to_3(record)
    return {**record, "tags": list(record["tags"]), "links": list(record["links"])}


def _from_1_to_2(record: dict[str, Any]) -> dict[str, Any]:
    tags = [tag.strip() for tag in record["tags"].split(",")]
    return {
        "version": 2,
        "title": record["title"],
        "body": record["text"],
        "tags": [tag for tag in tags if tag],
    }


def _from_2_to_3(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "version": 3, "links": []}
