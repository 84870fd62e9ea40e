r"""Q93 · Pagination: pages that hold still while the table moves.

Topics: rest, api-design, sql, orm
Needs: sqlalchemy, itsdangerous

How do you page, filter and sort the lists of an API? `LIMIT 20 OFFSET 40` is the first answer. It
reads what it skips, and while rows come and go it shows some twice and others never. Page by keyset
instead: a cursor says where the last page ended.

## Build

`list_books(session, params, secret)` returns a `Page` of books. `Base`, `Book`, `Page` and
`BadQuery` are given. `params` is a dict of the query parameters of a request, from names to
strings, and each may be missing:

- `author`: only books of this author are listed.
- `max_price`: only books with at most this price are listed.
- `sort`: the fields to sort by, the first one first, separated by commas. A field is `title`,
  `author` or `price`, or one of these with a `-` in front for the descending order. Without it,
  books are sorted by `title`.
- `limit`: the most books on the page, 1 to 100. Without it, the limit is 20.
- `cursor`: the `next` of an earlier page. The page begins behind the last item of that one.

`Page.items` is the list of books, and `Page.next` is the cursor for the page that follows, or None
if no book follows.

## Rules

- Books that are equal in all fields of `sort` stand in the order of their `id`, ascending.
- A page is read in one statement, and at most one book more is loaded than it lists.
- On pages that follow one another, a book that stays and does not change is listed once, whatever
  else is added, deleted or changed meanwhile, even the last item of a page.
- A cursor consists of ASCII letters, digits and the characters `-`, `_`, `.`, `~` and `=`.
- It is good for the same `author`, `max_price`, `sort` and `secret` only.
- It may be used with another `limit`, and several times.
- A missing `sort` is the same as `title`.
- A cursor that was altered, invented or made for another query raises `BadQuery`.
- A parameter with another name or a lone surrogate, and a field in `sort` that is unknown or comes
  twice, with or without `-`, raises `BadQuery`.
- A `max_price` and a `limit` consist of one to nine ASCII digits, and a `limit` is from 1 to 100;
  others raise `BadQuery`.
- The message of a `BadQuery` contains the name of the parameter at fault.
- A text in `params` is a value and never part of the SQL.

## Left open

Whether clients can read cursors, what decoding base64 ignores, how texts are ordered, an empty
`author`, empty parts of `sort`, leading zeros, names that `repr` escapes, and books that change
while a page is read or behind the session.

## Example

    >>> from sqlalchemy import create_engine
    >>> engine = create_engine("sqlite://")
    >>> Base.metadata.create_all(engine)
    >>> with Session(engine) as session:
    ...     session.add_all([Book(title=t, author="Ada", price=p) for t, p in
    ...                      [("Atlas", 900), ("Birds", 700), ("Chess", 900)]])
    ...     first = list_books(session, {"sort": "-price,title", "limit": "2"}, "s3cret")
    ...     query = {"sort": "-price,title", "cursor": first.next}
    ...     second = list_books(session, query, "s3cret")
    ...     [book.title for book in [*first.items, *second.items]], second.next
    (['Atlas', 'Chess', 'Birds'], None)
    >>> engine.dispose()
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """What mapped classes are derived from. Given: nothing to do here."""


class Book(Base):
    """A book with its price in cents. Given: nothing to do here."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author: Mapped[str]
    price: Mapped[int]


@dataclass(frozen=True)
class Page:
    """Some books, and the cursor for more. Given: nothing to do here."""

    items: list[Book]
    next: str | None


class BadQuery(ValueError):
    """A query parameter makes no sense. Given: nothing to do here."""


def list_books(session: Session, params: Mapping[str, str], secret: str) -> Page:
    """Return the page of books that the query parameters ask for."""
    raise NotImplementedError
