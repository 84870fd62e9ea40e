r"""Q93 · Pagination: the answer and one way to build it.

## Answer

Lists of an API are filtered, sorted and paged by the database, never in Python. The parameters
stand in the query, such as `?author=Ada&sort=-price,title&limit=20`; fields and limits come from an
allow-list with a maximum, and values are bound, as OWASP's SQL Injection Prevention Cheat Sheet
asks, so nothing of a client becomes SQL.

Offset pagination is simple and can jump to page 7. But the database reads all it skips, so deep
pages are slow, and rows that come or go shift the rest: some appear twice, others never. Cursor or
keyset pagination remembers the sort keys of the last row and asks for what comes after. With an
index it costs the same on every page, and it holds still. It needs a total order, so the id is the
last key, and it can't jump. The cursor is opaque and signed.

I return items and the next cursor, or a `Link` header (RFC 8288), and no total unless somebody
needs it, since counting reads everything. In Django REST framework this is `CursorPagination`.

## Follow-ups

- **Which index do you need?** One on the sort fields with the id last, the equality filters in
  front. Mixed directions need them in the index, too.
- **How do you page backwards?** Turn all comparisons and the order round, read a page, and reverse
  it.
- **What about NULL among the sort keys?** Comparisons with it are neither true nor false, so the
  row is lost: sort by `coalesce`, or by "is null" first.
- **Can a client send the cursor to another user's list?** If the filters come from the session and
  are part of what is signed, it is refused.

## Notes

The condition is written out as `a > x OR (a = x AND b < y) OR …`, since a comparison of tuples
cannot mix directions. It grows with the square of the fields, so a field that is named hundreds of
times would cost seconds: what a stranger sends is bounded first, and numbers in their digits, since
no database holds all that `int` does. One row more than asked is read, which tells whether a page
follows without counting. The salt of the signature holds sort and filters: a cursor is then good
for its own query only, and carries nothing but the keys. A signature by `hmac` would do without the
library, and must be compared by `hmac.compare_digest`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, or_, select
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


PARAMETERS = {"author", "max_price", "sort", "limit", "cursor"}
FIELDS = ("title", "author", "price")


def list_books(session: Session, params: Mapping[str, str], secret: str) -> Page:
    """Return the page of books that the query parameters ask for."""
    if unknown := sorted(params.keys() - PARAMETERS):
        raise BadQuery(f"there is no parameter {unknown[0]}")
    for name, value in params.items():
        if re.search(r"[\ud800-\udfff]", value):
            raise BadQuery(f"{name} is no text that can be encoded")
    keys = _keys(params.get("sort", "title"))
    limit = _number(params, "limit") if "limit" in params else 20
    if not 1 <= limit <= 100:
        raise BadQuery("limit must be from 1 to 100")
    query = select(Book)
    if "author" in params:
        query = query.where(Book.author == params["author"])
    if "max_price" in params:
        query = query.where(Book.price <= _number(params, "max_price"))
    scope = [keys, params.get("author"), params.get("max_price")]
    signer = URLSafeSerializer(secret, salt=json.dumps(scope))
    if "cursor" in params:
        try:
            query = query.where(_behind(keys, signer.loads(params["cursor"])))
        except BadData:
            raise BadQuery("the cursor is none of this query") from None
    columns = [_column(key).desc() if key.startswith("-") else _column(key) for key in keys]
    books = list(session.scalars(query.order_by(*columns).limit(limit + 1)))
    items, more = books[:limit], books[limit:]
    end = signer.dumps([getattr(items[-1], key.lstrip("-")) for key in keys]) if more else None
    return Page(items, end)


def _keys(sort: str) -> list[str]:
    """Return the sort keys, the id last, each perhaps with a `-` in front."""
    keys = sort.split(",")
    fields = [key.removeprefix("-") for key in keys]
    for field in fields:
        if field not in FIELDS:
            raise BadQuery(f"sort cannot have {field!r}")
    if len(set(fields)) < len(fields):
        raise BadQuery("sort has a field twice")
    return [*keys, "id"]


def _column(key: str) -> Any:
    return getattr(Book, key.removeprefix("-"))


def _number(params: Mapping[str, str], name: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", params[name]):
        raise BadQuery(f"{name} must be a whole number, of nine digits at most")
    return int(params[name])


def _behind(keys: Sequence[str], last: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a book comes after the one with these values."""
    cases, equal = [], []
    for key, value in zip(keys, last, strict=True):
        column = _column(key)
        further = column < value if key.startswith("-") else column > value
        cases.append(and_(*equal, further))
        equal.append(column == value)
    return or_(*cases)
