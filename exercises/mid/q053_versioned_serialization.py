r"""Q53 · Versioned serialization: what was saved last year must load today.

Topics: serialization, classes, dunder-methods

How do you serialize your own classes? An object holds more than its data: a lock, a cache, links
back to itself. And its data outlive its code. Write a document that reads its past.

## Build

`upgrade(record)` takes the record of a document, a dict of any version, and returns it in version
3, as a new dict.

- Version 1 has `title`, `text` and `tags`, one string with commas in it: `"tea, hot"`.
- Version 2 has `version`, `title`, `body` (the former `text`) and `tags`, now a list of strings.
- Version 3 has `version`, `title`, `body`, `tags` and `links`, a list.
- A record without `version` is of version 1, and so is one in which it is 1.
- Any other whole number, text or None as `version` raises a `ValueError` whose message contains its
  `repr`.
- A string of tags is split at its commas. Blanks around the parts are dropped, and so are parts
  that are empty then. All others stay, in their order.
- A record of version 1 or 2 gets empty `links`.
- `record` is not changed, and `tags` and `links` of the result are new lists.

`Document(title, body="", tags=())` has the attributes `title` and `body`, strings, and four more:

- `tags`, a set made from the argument, which is a list, tuple or set of strings;
- `links`, a list of documents, empty at first;
- `cache`, an empty dict, for anything;
- `lock`, a `threading.Lock()`.

`__getstate__()` returns the record of the document in version 3, with sorted `tags`, and with the
documents themselves in `links`. `__setstate__(record)` takes a record of any version.

## Rules

- Saving and copying work whatever the cache holds, and while the lock is held.
- They change nothing in the document.
- A loaded or copied document has an empty cache, and a free lock of its own.
- After `pickle` and `copy.deepcopy`, the new documents link to each other as the old ones do: in
  circles, and to one document from several.
- After `copy.copy`, the copy links to the same documents, but shares no list or set.
- An old pickle, with a `Document` whose state is a record of version 1 or 2, loads.
- A pickle with an unknown version raises the `ValueError` of `upgrade`.
- A subclass, even if its `__init__` takes other arguments, is saved and copied in the same way.

## Left open

Other attributes and keys, versions such as `True` and `1.0`, ill-formed records, white space but
blanks, lists of documents saved by themselves, and long chains of links.

## Example

    >>> import copy
    >>> tea, cup = Document("Tea", tags=["hot", "drink"]), Document("Cup")
    >>> tea.links.append(cup)
    >>> cup.links.append(tea)
    >>> twin = copy.deepcopy(tea)
    >>> twin.title, sorted(twin.tags), twin.links[0].links[0] is twin
    ('Tea', ['drink', 'hot'], True)
    >>> new = upgrade({"title": "Tea", "text": "Boil water.", "tags": "hot, drink"})
    >>> new["body"], new["tags"], new["links"]
    ('Boil water.', ['hot', 'drink'], [])
"""

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
