"""Q53 · Versioned serialization: the answer and one way to build it.

## Answer

For pickle, `__getstate__` says what to save, leaving out locks, caches and open files, and
`__setstate__` makes those anew; pickle itself handles circular references. It saves any Python
object but refers to classes by name, so renaming one breaks old data. And unpickling may run any
code: never do it with data you don't trust.

JSON is safe and readable but knows only plain values. I pass `default=`, or a subclass of
`JSONEncoder` whose `default` returns a plain form; `dataclasses.asdict` gives one for dataclasses.
On the way back, I build the objects explicitly. attrs with converters or cattrs, marshmallow and
pydantic add schemas and validation. Circular references need numbers or ids.

Whatever is stored outlives the code, so the format must be stable and carry a version. One small
function lifts each version to the next, the loader applies them in turn, and an unknown or newer
version is refused, not guessed at. I keep samples of every old version in the tests.

## Notes

Both formats share the record, so one `upgrade` serves both. `decode` makes all documents first and
links them then, which is what pickle does too; the loop over a growing list needs no recursion.
"""

import json
import threading
from collections.abc import Iterable
from typing import Any


class Document:
    """A document with tags and links, that can be pickled and copied."""

    def __init__(self, title: str, body: str = "", tags: Iterable[str] = ()) -> None:
        """Set the title, the body and the tags."""
        self.title = title
        self.body = body
        self.tags = set(tags)
        self.links: list[Document] = []
        self.cache: dict[Any, Any] = {}
        self.lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Return the record in version 3."""
        return {
            "version": 3,
            "title": self.title,
            "body": self.body,
            "tags": sorted(self.tags),
            "links": self.links,
        }

    def __setstate__(self, record: dict[str, Any]) -> None:
        """Take over a record of any version."""
        record = upgrade(record)
        self.__init__(record["title"], record["body"], record["tags"])
        self.links = record["links"]


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


class DocumentEncoder(json.JSONEncoder):
    """Writes a document as the list of records of all it is linked with."""

    def default(self, o: Any) -> Any:
        """Return what stands in the JSON for `o`."""
        if not isinstance(o, Document):
            return super().default(o)
        found, positions, records = [o], {id(o): 0}, []
        for document in found:  # grows while it is gone through
            record = document.__getstate__()
            for link in record["links"]:
                if id(link) not in positions:
                    positions[id(link)] = len(found)
                    found.append(link)
            records.append({**record, "links": [positions[id(link)] for link in record["links"]]})
        return records


def decode(text: str) -> Document:
    """Return the document that stands first in a JSON text."""
    data = json.loads(text)
    records = [upgrade(record) for record in (data if isinstance(data, list) else [data])]
    if not records:
        raise ValueError("there is no record in the list")
    documents = [Document(record["title"], record["body"], record["tags"]) for record in records]
    for document, record in zip(documents, records, strict=True):
        for position in record["links"]:
            if position not in range(len(documents)):
                raise ValueError(f"{position!r} is not the position of a record")
            document.links.append(documents[position])
    return documents[0]
