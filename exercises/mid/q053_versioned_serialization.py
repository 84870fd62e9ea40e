"""Q53 · Versioned serialization: what was saved last year must load today.

Topics: serialization, json, classes, dunder-methods

"How do you serialize your own classes?" An object holds more than its data: a lock, a cache,
references that lead back to itself. And the data outlive the code: the class gets new fields while
files of the old kind are still about. Write a document that can be saved by `pickle` and as JSON,
and that still reads all it ever wrote.

## Build

The **record** of a document is a dict. There have been three versions of it:

| version | keys |
| --- | --- |
| 1 | `title`, `text`, `tags`; `tags` is one string with commas between: `"tea, hot"` |
| 2 | `version` (2), `title`, `body` (the former `text`), `tags`, now a list of strings |
| 3 | `version` (3), `title`, `body`, `tags`, `links` (a list) |

A record of version 1 has no key `version`, or has it with the value 1.

`upgrade(record)` returns the record in version 3, as a new dict.

- The parts of a `tags` string are stripped of white space, empty parts dropped, their order kept.
- A record of versions 1 and 2 gets empty `links`. One of version 3 comes out as an equal copy.
- `record` is not changed, and shares no list with the result. What is in `links`, whatever it may
  be, is passed on as it is.
- Any other `version`, such as 0, 4, `"3"`, `None` or `[3]`, raises `ValueError` that names it.

`Document(title, body="", tags=())` has these attributes, all of which can be assigned:

- `title` and `body`, strings; `tags`, a set made from the argument `tags`, any iterable of strings;
- `links`, a list of documents, empty at first; they may link to each other in circles, and to
  themselves;
- `cache`, an empty dict, in which anybody may keep anything that can be worked out anew;
- `lock`, a `threading.Lock()`.

Its state hooks make `pickle` and `copy` work. `__getstate__()` returns its record in version 3,
with sorted `tags`, and the documents themselves in `links`. `__setstate__(record)` takes a record
of any version.

`DocumentEncoder` is a `json.JSONEncoder`. `json.dumps(data, cls=DocumentEncoder)` writes each
document in `data` as a list: its own record in version 3, then those of all documents that can be
reached from it by links, each once, in any order. In the JSON, `links` holds the positions in that
list, counted from 0. What JSON cannot hold otherwise raises `TypeError` that names the type.

`decode(text)` returns the document whose list of records, of any version, is the JSON `text`, with
all that it links to. An object alone stands for a list of one. An empty list, an unknown version
or a link that is not a position in the list (a negative one, for instance) raises `ValueError`.

## Rules

- Neither cache nor lock is ever saved: the cache may hold what cannot be, and the lock may be held.
  A document that was loaded or copied has an empty cache and a lock of its own, not held.
- Loaded or deeply copied documents link to each other just as the originals did: what was one
  document is one again. A shallow copy, by `copy.copy`, links to the same documents as the
  original, but from a list of its own; its `tags` are a set of its own too.
- Old pickles hold `Document` with an old record as its state. They load. One with an unknown
  version raises the `ValueError` of `upgrade`.
- As JSON, a chain of some thousand documents is no problem. For `pickle` and `copy` it may be one.
- Apart from the errors above, all records, links and texts are well formed.

## Example

    >>> tea, cup = Document("Tea", tags=["hot", "drink"]), Document("Cup")
    >>> tea.links, cup.links = [cup], [tea]
    >>> text = json.dumps(tea, cls=DocumentEncoder)
    >>> json.loads(text)[1]
    {'version': 3, 'title': 'Cup', 'body': '', 'tags': [], 'links': [0]}
    >>> copy = decode(text)
    >>> copy.title, sorted(copy.tags), copy.links[0].links[0] is copy
    ('Tea', ['drink', 'hot'], True)
    >>> upgrade({"title": "Tea", "text": "Boil water.", "tags": "hot, drink"})
    {'version': 3, 'title': 'Tea', 'body': 'Boil water.', 'tags': ['hot', 'drink'], 'links': []}
"""

import json
from collections.abc import Iterable
from typing import Any


class Document:
    """A document with tags and links, that can be pickled and copied."""

    def __init__(self, title: str, body: str = "", tags: Iterable[str] = ()) -> None:
        """Set the title, the body and the tags."""
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        """Return the record in version 3."""
        raise NotImplementedError

    def __setstate__(self, record: dict[str, Any]) -> None:
        """Take over a record of any version."""
        raise NotImplementedError


def upgrade(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record of any version in version 3."""
    raise NotImplementedError


class DocumentEncoder(json.JSONEncoder):
    """Writes a document as the list of records of all it is linked with."""

    def default(self, o: Any) -> Any:
        """Return what stands in the JSON for `o`."""
        raise NotImplementedError


def decode(text: str) -> Document:
    """Return the document that stands first in a JSON text."""
    raise NotImplementedError
