"""Checks for Q87 · ORM, on a database of SQLite in memory, with foreign keys on."""

from contextlib import contextmanager

import pytest
from q087_orm import Author, Base, Book, DuplicateBook, Tag, add_book, find_books
from sqlalchemy import create_engine, event, func, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


@pytest.fixture
def engine():
    """An empty database, with transactions as SQL has them."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def connected(connection, _):
        connection.isolation_level = None  # or the driver commits where a savepoint begins
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN")

    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    """A session on the database, rolled back at the end."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def library(session):
    """The session, with five books of two authors, committed."""
    words = {name: Tag(name=name) for name in ("maths", "art", "sea", "birds")}
    for author, title, tags in [
        ("Ada", "Engines of Today", ["maths", "art"]),
        ("Ada", "the engine room", ["sea", "maths", "art"]),
        ("Bo", "Birds 100%", ["birds"]),
        ("Bo", "Atlas", []),
        ("Bo", "100 Birds", ["birds", "art"]),
    ]:
        owner = session.scalar(select(Author).filter_by(name=author)) or Author(name=author)
        session.add(Book(title=title, author=owner, tags=[words[name] for name in tags]))
        session.flush()
    session.commit()
    return session


def names(things):
    """The names of tags, or of authors, in their order."""
    return [thing.name for thing in things]


def titles(books):
    return [book.title for book in books]


def all_names(session, kind):
    """The names of all authors, or tags, that the database has, sorted."""
    return sorted(session.scalars(select(kind.name)))


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


@contextmanager
def refused(session):
    """Flush at the end of a block; what the database says to it is in the list that this gives."""
    said = []
    with session.begin_nested() as savepoint:
        yield said
        try:
            session.flush()
        except IntegrityError as error:
            said.append(type(error).__name__)
        if savepoint.is_active:
            savepoint.rollback()


def outcome(session, statement):
    """What the database says to a statement that no mapped object has a part in."""
    savepoint = session.begin_nested()
    try:
        session.execute(statement)
        return "done"
    except IntegrityError as error:
        return type(error).__name__
    finally:
        savepoint.rollback()


@pytest.mark.hint(
    "`name: Mapped[str] = mapped_column(unique=True)` is a column with a constraint.",
    "`relationship(back_populates=…)` on both sides keeps `books` and `author` in step.",
    "Many books, many tags: a `Table` between them, named as `secondary`.",
)
def test_maps_the_library(session):
    """Authors, books and tags are stored, and each leads to the others when it is loaded."""
    art, sea = Tag(name="art"), Tag(name="sea")
    ada, bo = Author(name="Ada"), Author(name="Bo")
    first, second = Book(title="One", author=ada, tags=[art, sea]), Book(title="Two", author=ada)
    assert sorted(titles(ada.books)) == ["One", "Two"], "before anything is stored"
    ada.books.append(Book(title="Three", tags=[art]))
    session.add_all([ada, bo, first, second])
    session.commit()
    session.expunge_all()
    found = session.scalars(select(Author).order_by(Author.name)).all()
    assert [(each.name, sorted(titles(each.books))) for each in found] == [
        ("Ada", ["One", "Three", "Two"]),
        ("Bo", []),
    ]
    books = session.scalars(select(Book).order_by(Book.title)).all()
    assert [(book.title, book.author.name, names(book.tags)) for book in books] == [
        ("One", "Ada", ["art", "sea"]),
        ("Three", "Ada", ["art"]),
        ("Two", "Ada", []),
    ]
    assert {type(each.id) for each in [*found, *books, *session.scalars(select(Tag))]} == {int}


@pytest.mark.hint(
    "`nullable` is False for `Mapped[int]`, and True for `Mapped[int | None]`.",
    "`UniqueConstraint` over two columns stands in `__table_args__`.",
)
def test_the_database_refuses_what_must_not_be(library):
    """Equal names, a book without an author, and a title twice for one author are refused."""
    ada = library.scalar(select(Author).filter_by(name="Ada"))
    bo = library.scalar(select(Author).filter_by(name="Bo"))
    outcomes = {}
    for case, make in {
        "a second author Ada": lambda: Author(name="Ada"),
        "an author ada": lambda: Author(name="ada"),
        "a second tag art": lambda: Tag(name="art"),
        "a tag Art": lambda: Tag(name="Art"),
        "a book without author": lambda: Book(title="Alone"),
        "a second Atlas of Bo": lambda: Book(title="Atlas", author=bo),
        "an Atlas of Ada": lambda: Book(title="Atlas", author=ada),
        "an atlas of Bo": lambda: Book(title="atlas", author=bo),
    }.items():
        with refused(library) as said:
            library.add(make())
        outcomes[case] = said == ["IntegrityError"]
    assert outcomes == {
        "a second author Ada": True,
        "an author ada": False,
        "a second tag art": True,
        "a tag Art": False,
        "a book without author": True,
        "a second Atlas of Bo": True,
        "an Atlas of Ada": False,
        "an atlas of Bo": False,
    }, "whether the database refuses it"
    [owner] = inspect(Book).relationships["author"].local_columns
    [title] = inspect(Book).attrs.title.columns
    change = update(Book.__table__).where(title == "100 Birds")
    alone = change.values({owner: None})
    twice = change.values({title: "Atlas"})
    other = change.values({title: "the engine room"})
    assert [outcome(library, alone), outcome(library, twice), outcome(library, other)] == [
        "IntegrityError",
        "IntegrityError",
        "done",
    ], (
        "three UPDATEs of the table of books: Bo's 100 Birds without an author, with the title "
        "of another book of Bo's, with the title of a book of Ada's"
    )


@pytest.mark.hint(
    "`cascade='all, delete-orphan'` on the side of the one.",
    "Which of the two relationships of a book takes others with it?",
)
def test_books_go_with_their_author_and_tags_stay(library):
    """A book that its author loses is deleted, as are those of a deleted author; tags stay."""
    bo = library.scalar(select(Author).filter_by(name="Bo"))
    bo.books.remove(next(book for book in bo.books if book.title == "100 Birds"))
    library.flush()
    left = ["Atlas", "Birds 100%", "Engines of Today", "the engine room"]
    assert sorted(library.scalars(select(Book.title))) == left, "100 Birds was taken from Bo"
    assert all_names(library, Tag) == ["art", "birds", "maths", "sea"]
    library.delete(bo)
    library.commit()
    assert sorted(library.scalars(select(Book.title))) == left[2:], "Bo was deleted"
    assert all_names(library, Author) == ["Ada"]
    assert all_names(library, Tag) == ["art", "birds", "maths", "sea"]
    library.delete(library.scalar(select(Book).filter_by(title="the engine room")))
    library.commit()
    assert all_names(library, Tag) == ["art", "birds", "maths", "sea"], "a book was deleted"
    rest = library.scalar(select(Book))
    assert (rest.title, names(rest.tags), rest.author.name) == (
        "Engines of Today",
        ["art", "maths"],
        "Ada",
    )
    library.expunge_all()
    library.delete(library.scalar(select(Author)))
    library.commit()
    assert library.scalars(select(Book.title)).all() == [], (
        "Ada was deleted, whose books had not been loaded"
    )
    plain = create_engine("sqlite://")
    Base.metadata.create_all(plain)
    with Session(plain) as session:
        session.add(Book(title="Atlas", author=Author(name="Ada"), tags=[Tag(name="sea")]))
        session.commit()
        session.expunge_all()
        session.delete(session.scalar(select(Author)))
        session.commit()
        left = session.scalars(select(Book.title)).all()
        session.add(Book(title="Birds", author=Author(name="Bo")))
        session.commit()
        session.expunge_all()
        found = titles(find_books(session, tag="sea"))
        kept = names(session.scalar(select(Book)).tags)
    plain.dispose()
    assert left == [], "Ada was deleted, on an engine for SQLite without settings"
    assert (found, kept) == ([], []), (
        "what find_books(session, tag='sea') finds, and the tags of Birds, which was added without "
        "tags when Ada's book with the tag sea was deleted; on an engine without settings"
    )


@pytest.mark.hint("A relationship has an `order_by`.")
def test_loaded_tags_are_sorted(session):
    """When a book is loaded, its tags stand in the order of their names."""
    shuffled = ["m", "z", "a", "q", "Y", "c", "x", "b"]
    tags = [Tag(name=name) for name in shuffled]
    session.add_all(tags)
    session.flush()
    session.add(Book(title="One", author=Author(name="Ada"), tags=tags[::2] + tags[1::2]))
    session.commit()
    assert names(session.scalar(select(Book)).tags) == sorted(shuffled)


@pytest.mark.hint("Look for the author first; `session.flush()` gives new rows their `id`.")
def test_adds_a_book(session):
    """`add_book` makes the book, its author and its tags, and returns the book with its `id`."""
    book = add_book(session, "Ada", "Engines", ["maths", "art"])
    assert isinstance(book, Book)
    assert isinstance(book.id, int), f"the id is {book.id!r}"
    assert (book.title, book.author.name, sorted(names(book.tags))) == (
        "Engines",
        "Ada",
        ["art", "maths"],
    )
    plain = add_book(session, "Bo", "Atlas", [])
    assert (plain.author.name, plain.tags, plain.id != book.id) == ("Bo", [], True)
    session.commit()
    session.expunge_all()
    stored = session.scalars(select(Book).order_by(Book.title)).all()
    assert [(each.title, each.author.name, names(each.tags)) for each in stored] == [
        ("Atlas", "Bo", []),
        ("Engines", "Ada", ["art", "maths"]),
    ]


@pytest.mark.hint(
    "`Tag.name.in_(names)` finds all that are there at once.",
)
def test_authors_and_tags_are_used_again(library):
    """Authors and tags that are there are used, others made, and a name twice counts once."""
    book = add_book(library, "Bo", "Chess", ["art", "new", "art", "Art", "new"])
    bo = library.scalar(select(Author).filter_by(name="Bo"))
    art = library.scalar(select(Tag).filter_by(name="art"))
    assert book.author is bo
    assert sorted(names(book.tags)) == ["Art", "art", "new"]
    assert any(tag is art for tag in book.tags)
    library.add_all([Author(name="Cy"), Tag(name="alone")])
    library.flush()
    first = add_book(library, "Cy", "Chess", ["alone", "alone too"])
    assert (first.author.name, sorted(names(first.tags))) == ("Cy", ["alone", "alone too"]), (
        "a book for Cy, who had none, with the tag alone, which no book had"
    )
    other = add_book(library, "bo", "Chess", ["Art"])
    assert (other.author.name, names(other.tags)) == ("bo", ["Art"])
    assert all_names(library, Author) == ["Ada", "Bo", "Cy", "bo"]
    kept = ["Art", "alone", "alone too", "art", "birds", "maths", "new", "sea"]
    assert all_names(library, Tag) == kept
    for author in (" Bo", "Bo ", "B_", "BO"):
        another = add_book(library, author, "Atlas", [f"{author} s"])
        assert (another.author.name, names(another.tags)) == (author, [f"{author} s"])
        library.delete(another.author)
    library.flush()
    for title in ("atlas", "Atla_", "%", " Atlas", "Atlas "):
        assert add_book(library, "Bo", title, []).author is bo, f"Bo has Atlas, and adds {title}"
    before = titles(bo.books)
    add_book(library, "Bo", "Draughts", [])
    assert sorted(titles(bo.books)) == sorted([*before, "Draughts"]), "the books of Bo"
    library.commit()
    assert names(library.get(Book, book.id).tags) == ["Art", "art", "new"]
    library.rollback()
    with Session(library.get_bind()) as fresh:
        book = add_book(fresh, "Bo", "Go", ["new", "art"])
        fresh.commit()
        kept = (book.author.name, names(book.tags), all_names(fresh, Author))
    assert kept == ("Bo", ["art", "new"], ["Ada", "Bo", "Cy", "bo"]), "in a second session"


@pytest.mark.hint(
    "Whoever asks first and inserts then can be overtaken: let the database say no.",
    "`with session.begin_nested():` is a savepoint, to which an error leads back.",
    "A new tag that the session holds is stored by the next flush.",
)
def test_a_duplicate_leaves_everything_as_it_was(library):
    """After `DuplicateBook` the caller's own work is there, and nothing of the call."""
    mine = Author(name="Mine")
    library.add(mine)
    bo = library.scalar(select(Author).filter_by(name="Bo"))
    owned = sorted(titles(bo.books))
    flushed = add_book(library, "Cy", "Dots", ["dots"])
    pending = Book(title="Pending", author=mine)
    library.add(pending)
    library.flush()
    with pytest.raises(DuplicateBook):
        add_book(library, "Bo", "Atlas", ["art", "stray"])
    with pytest.raises(DuplicateBook):
        add_book(library, "Cy", "Dots", ["stray"])
    with pytest.raises(DuplicateBook):
        add_book(library, "Mine", "Pending", [])
    assert not library.in_nested_transaction(), (
        "the session is in a savepoint that was begun by an add_book that raised DuplicateBook"
    )
    assert list(library.new) == [], "the session holds new objects of the calls that failed"
    library.add(Author(name="Next"))
    assert "Next" in all_names(library, Author), (
        "after DuplicateBook, a query flushes the author Next, whom the caller has added"
    )
    assert sorted(titles(bo.books)) == owned, "the books of Bo, whom a call was refused for"
    later = add_book(library, "Bo", "Later", ["late"])
    library.commit()
    assert all_names(library, Tag) == ["art", "birds", "dots", "late", "maths", "sea"]
    assert all_names(library, Author) == ["Ada", "Bo", "Cy", "Mine", "Next"]
    assert count(library, Book) == 8, "5 books, Dots, Pending and Later"
    kept = [flushed.title, pending.title, later.title, sorted(titles(mine.books))]
    assert kept == ["Dots", "Pending", "Later", ["Pending"]], (
        "titles of three books and of Mine's after the calls that raised DuplicateBook"
    )
    [title] = inspect(Book).attrs.title.columns
    seen = sorted(titles(bo.books))
    library.execute(update(Book.__table__).where(title == "Atlas").values({title: "Maps"}))
    assert add_book(library, "Bo", "Atlas", []).author is bo, (
        f"an UPDATE has renamed Atlas to Maps in the database; bo.books was loaded before: {seen}"
    )


@pytest.mark.hint("Who began the transaction, and who ends it?")
def test_the_caller_commits(library):
    """Neither function commits: what was added can be taken back by the caller."""
    add_book(library, "Cy", "Dots", ["dots"])
    assert titles(find_books(library, "dots")) == ["Dots"]
    library.rollback()
    assert titles(find_books(library, "dots")) == []
    assert all_names(library, Author) == ["Ada", "Bo"]
    assert all_names(library, Tag) == ["art", "birds", "maths", "sea"]
    savepoint = library.begin_nested()
    dots = Tag(name="dots")
    library.add_all([dots, Author(name="Inner")])
    library.flush()
    book = add_book(library, "Cy", "Dots", ["dots"])
    assert book.tags == [dots], "the tag dots, which the caller made after a rollback"
    with pytest.raises(DuplicateBook):
        add_book(library, "Cy", "Dots", [])
    assert savepoint.is_active, (
        "the caller's savepoint, after an add_book, and one that raised DuplicateBook"
    )
    assert all_names(library, Author) == ["Ada", "Bo", "Cy", "Inner"], "in the caller's savepoint"
    assert titles(find_books(library, "dots")) == ["Dots"], "in the caller's savepoint"
    savepoint.rollback()
    assert all_names(library, Author) == ["Ada", "Bo"], "the caller rolled the savepoint back"
    assert titles(find_books(library, "dots")) == [], "the caller rolled the savepoint back"
    bo = library.scalar(select(Author).filter_by(name="Bo"))
    [atlas] = find_books(library, "atlas")
    bo.name, atlas.title = "Bob", "Maps"
    library.commit()
    assert titles(find_books(library, "maps")) == ["Maps"], (
        "the title of a book that find_books returned was changed by the caller, and committed"
    )
    assert all_names(library, Author) == ["Ada", "Bob"], (
        "the name of an author was changed after a call of find_books, and committed"
    )


@pytest.mark.hint(
    "`Book.title.icontains(text)` is `lower(title) LIKE …`.",
)
def test_finds_by_text(library):
    """Books are found by a part of their title, in upper or lower case, sorted by title."""
    everything = ["100 Birds", "Atlas", "Birds 100%", "Engines of Today", "the engine room"]
    expected = {
        "": everything,
        "engine": everything[3:],
        "ENGINE": everything[3:],
        "birds": ["100 Birds", "Birds 100%"],
        "to": ["Engines of Today"],
        "s 1": ["Birds 100%"],
        "atlas ": [],
        "Ada": [],
        "art": [],
    }
    assert {text: titles(find_books(library, text)) for text in expected} == expected
    assert isinstance(find_books(library), list)


@pytest.mark.hint("What do equal titles come in the order of?")
def test_equal_titles_come_in_the_order_of_their_ids(session):
    """Books with one title are sorted by `id`."""
    [owner] = inspect(Book).relationships["author"].local_columns
    [title] = inspect(Book).attrs.title.columns
    order = f'"{title.name}", "{owner.name}"'  # of an index that SQLite then reads titles by
    session.connection().exec_driver_sql(f'CREATE INDEX odd ON "{Book.__table__.name}" ({order})')
    session.add_all([Author(name=f"author {number}") for number in (1, 2, 3, 4)])
    session.flush()
    for number in (3, 1, 4, 2):
        add_book(session, f"author {number}", "Same", ["odd"])
        add_book(session, f"author {number}", "Other", [])
    add_book(session, "author 5", "small", [])
    add_book(session, "author 5", "Small", [])
    add_book(session, "author 5", "Smaller", [])
    assert titles(find_books(session, "small")) == ["Small", "Smaller", "small"], (
        "titles that are not equal, sorted by code points"
    )
    expected = [f"author {number}" for number in (3, 1, 4, 2)]
    assert [book.author.name for book in find_books(session, "SAME")] == expected
    assert [book.author.name for book in find_books(session, tag="odd")] == expected


@pytest.mark.hint(
    "In LIKE, `%` and `_` stand for any characters.",
    "`autoescape=True` has them taken literally.",
)
def test_text_is_literal(session):
    """Percent signs, underscores, quotes and backslashes in `text` stand for themselves."""
    tags = [Tag(name="x'y"), Tag(name="100%")]
    ada = Author(name="Ada")
    for title in ["100%", "snake_case", "snakescase", "a\\b", "a/b", "axb", "O'Hara", 'say "so"']:
        session.add(Book(title=title, author=ada, tags=tags))
    session.commit()
    expected = {
        "%": ["100%"],
        "_": ["snake_case"],
        "\\": ["a\\b"],
        "/": ["a/b"],
        "'": ["O'Hara"],
        '"': ['say "so"'],
        "0%": ["100%"],
        "e_c": ["snake_case"],
        "' OR 1=1 --": [],
        "a%b": [],
        "snake?case": [],
    }
    assert {text: titles(find_books(session, text)) for text in expected} == expected
    tagged = {text: titles(find_books(session, text, tag="x'y")) for text in expected}
    assert tagged == expected, "with the tag x'y, which all of them have"
    assert titles(find_books(session, tag="100_")) == []


@pytest.mark.hint(
    "A join with the tags repeats a book for each of them, and drops those without any.",
    "`Book.tags.any(…)` is an EXISTS: it asks, and loads nothing.",
)
def test_finds_by_tag(library):
    """With a tag, the books that have it are found, once each, and show all of their tags."""

    def found(*arguments, **options):
        library.expunge_all()
        books = find_books(library, *arguments, **options)
        return [(book.title, names(book.tags)) for book in books]

    engines = [("Engines of Today", ["art", "maths"]), ("the engine room", ["art", "maths", "sea"])]
    birds = [("100 Birds", ["art", "birds"]), ("Birds 100%", ["birds"])]
    assert found(tag="maths") == engines
    assert found(tag="birds") == birds
    assert found(tag="art") == [birds[0], *engines]
    assert found("today", "art") == engines[:1]
    assert found("atlas") == [("Atlas", [])]
    assert [found(tag="Art"), found(tag="none"), found("atlas", tag="art")] == [[]] * 3


@pytest.mark.hint(
    "Reading `book.author` asks the database, unless the author was loaded already.",
    "`selectinload` and `joinedload` say what to load with the books.",
)
def test_takes_three_statements_at_most(engine):
    """A hundred books with their authors and tags take at most three statements."""
    with Session(engine) as session:
        tags = [Tag(name=f"t{number}") for number in range(30)]
        authors = [Author(name=f"author {number}") for number in range(7)]
        for number in range(100):
            own = {tags[1], tags[number % 30]}
            book = Book(title=f"title {number:02}", author=authors[number % 7], tags=list(own))
            session.add(book)
        session.commit()
    statements = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda *call: statements.append(call[2]) if call[2] != "BEGIN" else None,
    )
    expected = [(f"author {number % 7}", 2 if number % 30 != 1 else 1) for number in range(100)]
    for tag in (None, "t1"):
        statements.clear()
        with Session(engine) as session:
            books = find_books(session, "title", tag)
            seen = [(book.author.name, len(book.tags)) for book in books]
        assert seen == expected, (
            f"author and number of tags of the books of find_books(session, 'title', {tag!r})"
        )
        assert len(statements) <= 3, (
            f"{len(statements)} statements for 100 books, their authors and tags; 3 will do"
        )
    with Session(engine) as session:
        author = session.scalar(select(Author).filter_by(name="author 1"))
        tag = session.scalar(select(Tag).filter_by(name="t1"))
        for number in range(20):
            session.add(Book(title=f"title of {number}", author=author, tags=[tag]))
        session.flush()
        found = len(find_books(session)), len(find_books(session, "title", "t1"))
    assert found == (120, 120), "numbers of books found, without arguments and by text and tag"
