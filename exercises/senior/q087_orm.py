r"""Q87 · ORM: classes for tables, and no query more than it takes.

Topics: orm, sql, transactions, classes
Needs: sqlalchemy

How do you use an ORM, and what goes wrong? It loads related rows one by one, it flushes
when nobody expects it, and a row that is refused may take the whole transaction with it. Map a
small library with SQLAlchemy 2, and write two functions for it.

## Build

`Author`, `Book` and `Tag` are mapped classes. Each is derived from `Base`, which is given, and has
the integer `id` as its primary key.

- `Author(name=…)` has a `name`, which no two authors share, and `books`, the list of the author's
  books.
- `Book(title=…, author=…, tags=…)` has a `title`, an `author` and `tags`, a list of tags that may
  be empty.
- `Tag(name=…)` has a `name`, which no two tags share.
- The database refuses a book without an author, and a second book of one author with the same
  title.
- A book that is taken out of the `books` of its author is deleted when the session is flushed.
- When the session deletes an author, it deletes the author's books.
- Tags stay when a book that has them is deleted.
- When a book is loaded, its tags stand in the order of their names.

`add_book(session, author, title, tags)` adds a book to a session and returns it, given the name of
its author and a list of the names of its tags.

- An author and tags that are already in the database are used; others are made.
- A name that `tags` gives twice counts once.
- The book has its `id` when the call returns.
- If the author has a book with that title, it raises `DuplicateBook`, which is given.

`find_books(session, text="", tag=None)` returns a list of books, sorted by title, and by `id` where
titles are equal.

- It finds the books whose title contains `text`, in upper or lower case.
- If a `tag` is given, it finds only those that have a tag with this name.
- It takes at most three statements to find up to 100 books, and to read their authors and tags
  afterwards.

## Rules

- Texts are ASCII, sorted by code points, and `Bo` and `bo` are two names, `Atlas` and `atlas` two
  titles.
- `text` is found as it is written, with `%`, `_`, quotes and backslashes.
- A book that `find_books` returns has all its tags.
- Neither function commits, and neither takes back what the caller has done.
- After a `DuplicateBook` the session can be used as before, and nothing of the call is left in it.

## Left open

Names of tables and columns, and whatever else they hold. The order of `books`, and of the tags of a
new book. Empty names. What the session holds and has not flushed. Two sessions at once. Drivers
that begin no transaction before a savepoint. Deleted tags.

## Example

    >>> from sqlalchemy import create_engine
    >>> from sqlalchemy.orm import Session
    >>> engine = create_engine("sqlite://")
    >>> Base.metadata.create_all(engine)
    >>> with Session(engine) as session:
    ...     book = add_book(session, "Ada", "Engines", ["history", "maths"])
    ...     [(found.author.name, sorted(tag.name for tag in found.tags))
    ...      for found in find_books(session, "engine", tag="maths")]
    [('Ada', ['history', 'maths'])]
    >>> engine.dispose()
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import DeclarativeBase, Session


class Base(DeclarativeBase):
    """What all mapped classes are derived from. Given: nothing to do here."""


class DuplicateBook(Exception):
    """The author has a book with this title. Given: nothing to do here."""


class Author:
    """Somebody who writes books."""

    def __init__(self, **values: Any) -> None:
        raise NotImplementedError


class Book:
    """A book of one author, with tags."""

    def __init__(self, **values: Any) -> None:
        raise NotImplementedError


class Tag:
    """A word that books are found by."""

    def __init__(self, **values: Any) -> None:
        raise NotImplementedError


def add_book(session: Session, author: str, title: str, tags: Iterable[str]) -> Book:
    """Add a book to the session."""
    raise NotImplementedError


def find_books(session: Session, text: str = "", tag: str | None = None) -> list[Book]:
    """Return the books with this text in their title and with this tag."""
    raise NotImplementedError
