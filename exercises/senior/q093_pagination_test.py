"""Checks for Q93 · Pagination, on a database of SQLite in memory."""

import re
import string
from itertools import product
from operator import attrgetter

import pytest
from itsdangerous import URLSafeSerializer
from q093_pagination import BadQuery, Base, Book, list_books
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

SECRET = "the s3cret of the service, which has more than sixty-four characters in all"
BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


@pytest.fixture
def session():
    """A session on an empty database; its `statements` are the queries that were made."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine, autoflush=False) as session:
        session.statements = []
        event.listen(
            engine, "before_cursor_execute", lambda *call: session.statements.append(call[2])
        )
        yield session
    engine.dispose()


@pytest.fixture
def shelf(session):
    """The session, with twelve books: titles A to D, three authors, prices 100 to 400."""
    rows = [
        ("B", "Ada", 300),
        ("A", "Bo", 100),
        ("C", "Ada", 200),
        ("A", "Ada", 300),
        ("D", "Cy", 400),
        ("B", "Ada", 100),
        ("A", "Bo", 300),
        ("C", "Cy", 200),
        ("D", "Ada", 300),
        ("B", "Bo", 100),
        ("A", "Ada", 300),
        ("C", "Ada", 400),
    ]
    session.add_all([Book(title=t, author=a, price=p) for t, a, p in rows])
    session.commit()
    return session


def ids(page):
    return [book.id for book in page.items]


def ask(session, **params):
    """The page for these query parameters; those that are None are left out."""
    given = {name: value for name, value in params.items() if value is not None}
    return list_books(session, given, SECRET)


def read_all(session, between=None, **params):
    """The ids on all pages that follow one another, a list a page, at most 30 pages.

    `between` is called after each page but the last with the number of pages read.
    """
    pages, cursor = [], None
    while len(pages) < 30:
        page = ask(session, cursor=cursor, **params)
        pages.append(ids(page))
        cursor = page.next
        if cursor is None:
            break
        session.expunge_all()
        if between:
            between(len(pages))
    return pages


def ordered(session, sort):
    """The ids of all books, sorted in Python: stably, by the last field first."""
    books = sorted(session.scalars(select(Book)), key=attrgetter("id"))
    for field in reversed(sort.split(",")):
        books.sort(key=attrgetter(field.removeprefix("-")), reverse=field.startswith("-"))
    return [book.id for book in books]


def refusal(session, params, secret=SECRET):
    """The message of the `BadQuery` that a query raises, or what came instead."""
    try:
        return f"no error, but {list_books(session, params, secret)}"
    except BadQuery as error:
        return str(error)


@pytest.mark.hint(
    "`query.order_by(Book.title, Book.id).limit(…)`: the id makes the order total.",
)
def test_the_first_page(shelf):
    """Without parameters the books come by title, equal titles by id, twenty at most."""
    assert ids(ask(shelf)) == [2, 4, 7, 11, 1, 6, 10, 3, 8, 12, 5, 9]
    assert ask(shelf).next is None
    assert ids(ask(shelf, limit="3")) == [2, 4, 7]
    assert isinstance(ask(shelf, limit="3").next, str)
    shelf.add_all([Book(title="E", author="Di", price=1) for _ in range(9)])
    shelf.commit()
    assert [len(ask(shelf).items), len(ask(shelf, limit="100").items)] == [20, 21]
    assert isinstance(ask(shelf).next, str), "21 books, and no limit was given"


@pytest.mark.parametrize(
    "sort", ["-title", "price,title", "-price,title", "author,-price", "-author,price,-title"]
)
@pytest.mark.hint(
    "What comes after `(x, y)`? All with `a > x`, and those with `a == x` and `b > y`.",
    "For a descending field `>` becomes `<`; the id is always the last, ascending.",
)
def test_the_pages_follow_one_another(shelf, sort):
    """All pages together list each book once, in order, and no page is empty."""
    expected = ordered(shelf, sort)
    for size in (1, 5):
        cut = [expected[start : start + size] for start in range(0, len(expected), size)]
        pages = read_all(shelf, sort=sort, limit=str(size))
        assert pages == cut, f"the ids on the pages for sort={sort} and limit={size}"


@pytest.mark.hint("`where` may be called several times. What does a price equal to it do?")
def test_filters(shelf):
    """`author` and `max_price` choose the books, one or both, on every page."""
    assert ids(ask(shelf, author="Ada")) == [4, 11, 1, 6, 3, 12, 9]
    assert ids(ask(shelf, max_price="200")) == [2, 6, 10, 3, 8]
    assert ids(ask(shelf, author="Ada", max_price="200")) == [6, 3]
    assert ids(ask(shelf, author="Ada", max_price="199")) == [6]
    assert ids(ask(shelf, max_price="0")) == []
    assert len(ids(ask(shelf, max_price="999999999"))) == 12
    assert read_all(shelf, author="Ada", limit="3") == [[4, 11, 1], [6, 3, 12], [9]]
    cheap = read_all(shelf, author="Ada", max_price="300", limit="2", sort="-price")
    assert cheap == [[1, 4], [9, 11], [3, 6]], (
        "ids on the pages for author=Ada, max_price=300, limit=2, sort=-price"
    )
    for nobody in ("ada", "Ad", " Ada", "Ada ", "Ada' OR 1=1 --", "%"):
        assert ask(shelf, author=nobody).items == [], f"author={nobody}"
    shelf.add(Book(title="E", author="Ada' OR 1=1 --", price=1))
    shelf.commit()
    assert ids(ask(shelf, author="Ada' OR 1=1 --")) == [13]
    shelf.add(Book(title="E", author="Ada \U0001f600", price=1))
    shelf.commit()
    assert ids(ask(shelf, author="Ada \U0001f600")) == [14]


@pytest.mark.hint("Ask for one book more than the page lists: does it come?")
def test_no_page_is_empty(shelf):
    """The last page has books on it, and `next` is None there and nowhere else."""
    assert [len(page) for page in read_all(shelf, limit="4")] == [4, 4, 4]
    assert [len(page) for page in read_all(shelf, limit="6", sort="-price")] == [6, 6]
    assert ask(shelf, limit="12").next is None
    assert ask(shelf, author="nobody").next is None
    shelf.query(Book).delete()
    shelf.commit()
    page = ask(shelf)
    assert (page.items, page.next) == ([], None), "of an empty table"


@pytest.mark.parametrize("sort", ["title", "-price,title"])
@pytest.mark.hint(
    "How many rows does an offset skip, when one of them is gone?",
    "The cursor has to hold the values of the last item, not its number.",
)
def test_rows_come_and_go(shelf, sort):
    """No book that stays is skipped or repeated, while others are added and deleted."""
    before = [each for page in read_all(shelf, sort=sort, limit="3") for each in page]
    gone = {before[0], before[1], before[4], before[10]}

    def between(pages):
        if pages == 1:
            for each in (before[0], before[1], before[4]):
                shelf.delete(shelf.get(Book, each))
            shelf.add(Book(title="@", author="Ada", price=999))
            shelf.add(Book(title="@", author="Ada", price=998))
        if pages == 2:
            shelf.delete(shelf.get(Book, before[10]))
            shelf.add(Book(title="A", author="Ada", price=999))
        shelf.commit()

    seen = [each for page in read_all(shelf, between, sort=sort, limit="3") for each in page]
    stayed = [each for each in before if each not in gone]
    assert [each for each in seen if each in stayed] == stayed, (
        f"books that were there all the time, as the pages for sort={sort} listed them"
    )
    assert before[4] not in seen, "a book that was deleted before its page was read"


@pytest.mark.parametrize("sort", ["title", "-price,title"])
@pytest.mark.hint(
    "What does the cursor hold: the last book of this page, or the first of the next one?",
    "A book may be added between these two.",
)
def test_a_page_begins_behind_the_last_item(shelf, sort):
    """A book that is added right behind the last item of a page is the first of the next page."""
    first = ask(shelf, sort=sort, limit="7")
    last, others = first.items[-1], ordered(shelf, sort)[7:]
    shelf.add(Book(id=99, title=last.title, author=last.author, price=last.price))
    shelf.commit()
    assert ids(ask(shelf, sort=sort, cursor=first.next)) == [99, *others], (
        f"sort={sort}; a copy of the last item of the first page was added with the id 99"
    )


@pytest.mark.parametrize("sort", ["title", "-price,title"])
@pytest.mark.parametrize("change", ["deleted", "changed"])
@pytest.mark.hint("Where the last page ended is known from the cursor alone.")
def test_the_last_item_may_be_gone(shelf, sort, change):
    """The next page begins where it should, though the last item was deleted or has changed."""
    before = [each for page in read_all(shelf, sort=sort, limit="4") for each in page]
    kept = []  # so that the session keeps what has changed

    def between(pages):
        last = shelf.get(Book, before[4 * pages - 1])
        kept.append(last)
        if change == "deleted":
            shelf.delete(last)
        else:
            last.title, last.price = "Z", 0
        shelf.commit()

    seen = read_all(shelf, between, sort=sort, limit="4")
    rest = [each for page in seen for each in page]
    stayed = [each for place, each in enumerate(before) if place % 4 != 3]
    assert [each for each in rest if each in stayed] == stayed, (
        f"sort={sort}, limit=4, and the last item of each page was {change}"
    )


@pytest.mark.hint("Counting, or looking the last item up, is a statement of its own.")
def test_one_statement_a_page(shelf):
    """A page is read in one statement, which gives one book more than the page at most."""
    cursor = ask(shelf, limit="3", sort="-price,title").next
    shelf.expunge_all()
    loaded = []
    event.listen(Book, "load", lambda book, _: loaded.append(book.id))
    for params, size in [
        ({"limit": "3"}, 3),
        ({"limit": "3", "sort": "-price,title", "cursor": cursor}, 3),
        ({"limit": "12"}, 12),
        ({"limit": "100", "sort": "-price,title", "cursor": cursor}, 9),
        ({"author": "nobody"}, 0),
    ]:
        shelf.statements.clear()
        loaded.clear()
        items = list_books(shelf, params, SECRET).items
        shelf.expunge_all()
        assert len(items) == size, f"the number of items for {params}"
        assert len(shelf.statements) == 1, f"{params} took {len(shelf.statements)} statements"
        assert len(loaded) <= size + 1, f"{params} loaded {len(loaded)} books for a page of {size}"


@pytest.mark.hint("What does the client have to send the same again, and what not?")
def test_a_cursor_can_be_used_again(shelf):
    """A cursor works with another limit, several times, and with `title` for no sort."""
    cursor = ask(shelf, limit="3").next
    other = Session(shelf.get_bind())
    listed = ids(ask(other, limit="2", cursor=cursor))
    other.close()
    assert listed == [11, 1], f"limit=2 and cursor={cursor!r} in another session"
    assert ids(ask(shelf, limit="2", cursor=cursor)) == [11, 1]
    assert ids(ask(shelf, limit="4", cursor=cursor)) == [11, 1, 6, 10]
    assert ids(ask(shelf, cursor=cursor)) == [11, 1, 6, 10, 3, 8, 12, 5, 9]
    assert ids(ask(shelf, limit="100", cursor=cursor)) == [11, 1, 6, 10, 3, 8, 12, 5, 9]
    assert ids(ask(shelf, limit="2", cursor=cursor, sort="title")) == [11, 1]
    explicit = ask(shelf, limit="3", sort="title").next
    assert ids(ask(shelf, limit="2", cursor=explicit)) == [11, 1]
    odd = "Grün & 'Söhne', \"x\" " * 99 + "."
    shelf.add_all([Book(id=each, title=odd, author=odd, price=5) for each in (-1, 0, 13)])
    shelf.commit()
    assert read_all(shelf, author=odd, sort="title,-author", limit="1") == [[-1], [0], [13]]
    texts = ["", "0", "00", "1", "None", "null", "\n", " ", "é", "Ж", "\U0001f600", ">>>???~~~"]
    texts += [f"a{sign}b" for sign in "|:,;/\t\x1f~"] + ["a::b"]
    shelf.add_all([Book(title=t, author="Odd", price=-(t > "a")) for t in texts])
    shelf.commit()
    expected = [[each] for each in range(14, 14 + len(texts))]
    for sort in ("title", "-price,-title"):
        pages = read_all(shelf, author="Odd", sort=sort, limit="1")
        assert sorted(pages) == expected, f"pages of one, by {sort}, of the titles {texts}"
    sizes, sorts = range(1, 35), ("title", "-price,author")
    every = [ask(shelf, limit=str(size), sort=sort).next for size, sort in product(sizes, sorts)]
    odd = [text for text in every if not re.fullmatch(r"[A-Za-z0-9._~=-]+", text)]
    assert odd == [], f"these of the {len(every)} cursors have other characters"


AUTHORS = ["300", "ada", "None", "null", "title", "\u00e9", "e\u0301"]
QUERIES = [
    {},
    {"sort": "-title"},
    {"sort": "price"},
    {"sort": "price,title"},
    {"sort": "title,price"},
    {"sort": "title,-price"},
    {"author": "Ada"},
    {"author": "ada"},
    {"author": "Bo"},
    {"max_price": "300"},
    {"author": "300"},
    {"author": "None"},
    {"author": "null"},
    {"author": "title"},
    {"author": "\u00e9"},
    {"author": "e\u0301"},
    {"author": "Ada", "max_price": "300"},
]


@pytest.mark.hint(
    "Sign the cursor together with everything that it is good for.",
    "A join of the parts by a comma is not enough: `a,b` and `c` look like `a` and `b,c`.",
)
def test_a_cursor_is_good_for_its_own_query(shelf):
    """A cursor of another sort or filter raises a `BadQuery` that names `cursor`."""
    shelf.add_all([Book(title="T", author=a, price=300) for a in AUTHORS * 2])
    shelf.commit()
    cursors = [ask(shelf, limit="1", **query).next for query in QUERIES]
    assert None not in cursors, "each of the queries has more than one book"
    accepted = [
        (QUERIES[mine], QUERIES[other])
        for mine, other in product(range(len(QUERIES)), repeat=2)
        if mine != other
        and "cursor" not in refusal(shelf, {**QUERIES[other], "cursor": cursors[mine]})
    ]
    assert accepted == [], "pairs of a query, and another one that took its cursor"
    for name, text in (("max_price", "0"), ("max_price", "999999999"), ("author", "Ada ")):
        for cursor in (cursors[0], cursors[6], cursors[-1]):
            said = refusal(shelf, {"author": "Ada", name: text, "cursor": cursor})
            assert "cursor" in said, f"a cursor of another query was taken for {name}={text!r}"
    cursor = cursors[-1]
    said = {
        author: refusal(shelf, {"author": author, "cursor": cursor})
        for author in [f"Ada{sign}300" for sign in ",;:.|/&-_ "]
    }
    taken = {author for author, text in said.items() if "cursor" not in text}
    assert taken == set(), "authors that took the cursor for the author Ada and max_price 300"


@pytest.mark.hint(
    "Whoever can write a cursor can ask for anything. `itsdangerous` signs, so does `hmac`.",
    "Everything can be wrong with a cursor: its alphabet, its length, what is inside.",
)
def test_a_cursor_cannot_be_made_by_others(shelf):
    """A cursor of another secret, one that was altered, and garbage raise a `BadQuery`."""
    cursor = ask(shelf, limit="2").next
    assert "cursor" in refusal(shelf, {"cursor": cursor}, "another secret")
    assert "cursor" in refusal(shelf, {"cursor": cursor}, "")
    assert "cursor" in refusal(shelf, {"cursor": cursor}, SECRET.upper())
    assert "cursor" in refusal(shelf, {"cursor": cursor}, SECRET + "s")
    assert "cursor" in refusal(shelf, {"cursor": cursor}, SECRET + " ")
    assert "cursor" in refusal(shelf, {"cursor": cursor}, SECRET + "é")
    altered = {}
    for place in [*range(len(cursor) // 4), -12, -20]:
        if cursor[place] in BASE64:
            other = BASE64[BASE64.index(cursor[place]) ^ 32]
            text = f"{cursor[: place % len(cursor)]}{other}{cursor[place % len(cursor) + 1 :]}"
            altered[place] = refusal(shelf, {"cursor": text})
    assert altered != {}, f"the cursor {cursor!r} has no letter of Base64 that could be altered"
    taken = {place: said for place, said in altered.items() if "cursor" not in said}
    assert taken == {}, f"the cursor is {cursor!r}; the places that were altered, and what came"
    for text in (cursor.lower(), cursor.upper()):
        assert "cursor" in refusal(shelf, {"cursor": text}) or text == cursor, f"cursor={text!r}"
    sizes = range(len(cursor.rstrip("=")))
    taken = [size for size in sizes if "cursor" not in refusal(shelf, {"cursor": cursor[:size]})]
    assert taken == [], f"of the cursor {cursor!r} so many characters were taken"
    for data in ([], {}, ["A"], "A", 1, None):
        text = URLSafeSerializer(SECRET).dumps(data)
        assert "cursor" in refusal(shelf, {"cursor": text}), f"cursor={text!r}, which is {data}"
    texts = ["", "x", "W10", "bnVsbA", "e30.e30", "ä", "A" * 999]
    for text in [*texts, f"{cursor}.", f" {cursor}", "\0", "\ud800", f"{cursor}\udfff"]:
        assert "cursor" in refusal(shelf, {"cursor": text}), f"cursor={text!r}"


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "limit",
            [
                *("0", "101", "999999999", "1.5", "5.0", "", "five", "5 books", "--5"),
                *("+5", "-5", " 5", "5\n", "1_0", "\u0665", "\uff15", "9" * 20),
            ],
        ),
        (
            "max_price",
            [
                *("", "ten", "1.5", "5.0", "5 cents", "None", "1" + "0" * 9, "9" * 20),
                *("+5", "-5", " 5", "5\n", "1_0", "\u0665", "\uff15"),
            ],
        ),
        (
            "sort",
            [
                *("id", "-id", "Title", "-Title", "--title", "+title", "title;price", "price asc"),
                *(" price", "price ", "title, price", "- price", "title\n"),
                *("metadata", "title,id", "price,price", "price,-price", "-title,author,-title"),
                ",".join(["price"] * 99),
            ],
        ),
        ("author", ["\ud800", "Ada\udfff"]),
    ],
)
@pytest.mark.hint(
    "`int` raises a `ValueError`, and takes more than ASCII digits. `re.fullmatch` is stricter.",
    "Look fields up in a list of your own, not on the class. What would one a thousand times cost?",
    "`'\\ud800'.encode()` raises a `UnicodeEncodeError`, and so do libraries that encode a text.",
)
def test_refuses_what_makes_no_sense(shelf, name, texts):
    """A field, number or text that will not do raises a `BadQuery` that names the parameter."""
    said = {text[:20]: name in refusal(shelf, {name: text}) for text in texts}
    assert said == dict.fromkeys(said, True), f"whether the error names {name}"
    if name == "limit":
        cursor = ask(shelf, limit="1").next
        said = {text[:20]: name in refusal(shelf, {name: text, "cursor": cursor}) for text in texts}
        assert said == dict.fromkeys(said, True), "whether the error names limit, with a cursor"
    assert ids(ask(shelf, limit="100", max_price="999", sort="-title"))[:2] == [5, 9]


@pytest.mark.hint("A misspelt filter that is passed over lists everything.")
def test_refuses_other_parameters(shelf):
    """A parameter with another name raises a `BadQuery` that names it."""
    others = ["page", "offset", "Limit", "title", "min_price", "limit ", "_no", "p" * 50]
    for value in ("2", ""):
        said = {name: name in refusal(shelf, {name: value, "sort": "price"}) for name in others}
        assert said == dict.fromkeys(others, True), (
            f"whether it names a parameter that is {value!r}"
        )
    cursor = ask(shelf, limit="2").next
    said = {name: name in refusal(shelf, {name: "2", "cursor": cursor}) for name in others}
    assert said == dict.fromkeys(others, True), "whether it names the parameter beside a cursor"
