r"""Q87 · ORM: the answer and one way to build it.

## Answer

An ORM maps classes to tables and instances to rows. I take SQLAlchemy where the database matters:
its Core writes any SQL, and its ORM works as a unit of work. A session keeps one object for each
row, collects changes, and flushes them in one transaction. Django's ORM is an active record: each
model saves itself, simple and tied to its framework. SQLModel, Tortoise and Peewee are smaller.

The classic trap is N+1: a loop that reads `book.author` runs a query for each book. I load what I
need with `selectinload` or `joinedload`, in Django with `prefetch_related` and `select_related`,
forbid the rest with `raiseload`, and count statements in tests.

It saves boilerplate, binds parameters and so stops SQL injection, and follows the schema by
migrations. For reports and bulk changes I write SQL. Since SQLAlchemy 2.0 one writes `select()`
and `Mapped[...]`; async sessions need every relationship loaded ahead.

## Follow-ups

- **When does a session flush by itself?** Before queries, before a savepoint and at a commit. So an
  error of an earlier `add` can show in an innocent `select`.
- **`joinedload` or `selectinload`?** A join for a single object, such as the author. For lists a
  second SELECT with the keys: a join would repeat the book for each tag, and two lists multiply.
- **What is the difference between flush and commit?** Flush sends the SQL within the transaction;
  commit ends it, and by default expires all objects, so they are read again.
- **Why not catch the error of a duplicate and go on?** After an error in a flush the transaction
  has to be rolled back, and all its work is lost, unless a savepoint stands in between.

## Notes

The unique constraint decides about duplicates, not a query beforehand, since two requests could
both find nothing. The insert runs within a savepoint, so only that is rolled back. Filtering by
`Book.tags.any` leaves the list of tags alone; a join with `contains_eager` would fill it with those
that match. On SQLite, Python's driver must be told to begin transactions itself, or a savepoint
that comes first commits for good.
"""

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)


class Base(DeclarativeBase):
    """What all mapped classes are derived from. Given: nothing to do here."""


class DuplicateBook(Exception):
    """The author has a book with this title. Given: nothing to do here."""


book_tags = Table(
    "book_tags",
    Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True),
)


class Author(Base):
    """Somebody who writes books."""

    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list["Book"]] = relationship(
        back_populates="author", cascade="all, delete-orphan"
    )


class Book(Base):
    """A book of one author, with tags."""

    __tablename__ = "book"
    __table_args__ = (UniqueConstraint("author_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")
    tags: Mapped[list["Tag"]] = relationship(secondary=book_tags, order_by="Tag.name")


class Tag(Base):
    """A word that books are found by."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


def add_book(session: Session, author: str, title: str, tags: Iterable[str]) -> Book:
    """Add a book to the session."""
    names = set(tags)
    owner = session.scalar(select(Author).where(Author.name == author)) or Author(name=author)
    known = session.scalars(select(Tag).where(Tag.name.in_(names))).all()
    missing = names - {tag.name for tag in known}
    try:
        with session.begin_nested():
            book = Book(title=title, tags=[*known, *(Tag(name=name) for name in missing)])
            book.author = owner
            session.add(book)
    except IntegrityError as error:
        raise DuplicateBook(f"{author!r} has a book {title!r}") from error
    return book


def find_books(session: Session, text: str = "", tag: str | None = None) -> list[Book]:
    """Return the books with this text in their title and with this tag."""
    query = select(Book).where(Book.title.icontains(text, autoescape=True))
    if tag is not None:
        query = query.where(Book.tags.any(Tag.name == tag))
    query = query.options(joinedload(Book.author), selectinload(Book.tags))
    return list(session.scalars(query.order_by(Book.title, Book.id)))
