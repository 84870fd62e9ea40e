"""Checks for Q86 · A REST API."""

import contextlib
import re

import pydantic
import pytest
from q086_rest_api import BookPatch, create_app

SICP = {"isbn": "9780262510875", "title": "SICP", "year": 1996, "tags": ["scheme", "classic"]}
HTDP = {"isbn": "9780262534802", "title": "HtDP", "year": 2018, "tags": []}


class Shelf:
    """A client of one application, that knows a few moves."""

    def __init__(self, app, asgi_client):
        self.ask = asgi_client(app)

    def add(self, book):
        """Store a book, and return its address and its tag, or say what came in their place."""
        answer = self.ask("POST", "/books", json=book)
        said = f"POST /books with {book} got {answer.status} {answer.body}"
        found = answer.headers if answer.status == 201 else {}
        return found.get("location", f"/(no address: {said})"), found.get("etag", f"(none: {said})")

    def change(self, method, address, body=None, tag="*"):
        """Send a PUT, PATCH or DELETE with a tag for If-Match, or None for no such header."""
        sent = {} if body is None else {"json": body}
        return self.ask(method, address, headers={} if tag is None else {"If-Match": tag}, **sent)

    def tag(self, address):
        """The tag of a book."""
        return self.ask("GET", address).headers.get("etag")


@pytest.fixture
def new_shelf(asgi_client):
    """A function that starts a new application."""
    return lambda: Shelf(create_app(), asgi_client)


@pytest.fixture
def shelf(new_shelf):
    """An application without books."""
    return new_shelf()


@pytest.mark.hint(
    "`@app.post('/books', status_code=201)`, and a parameter of the type `Book` is the body.",
    "A parameter of the type `Response` takes headers.",
    "An entity tag is text in double quotes: the quotes belong to it.",
)
def test_adds_and_reads_a_book(shelf):
    """POST answers with 201, the book, its address and its tag, and GET finds it there."""
    sent = {"isbn": "9780262510875", "title": "SICP"}
    answer = shelf.ask("POST", "/books", json=sent)
    whole = {"isbn": "9780262510875", "title": "SICP", "year": None, "tags": []}
    assert answer == (201, whole), f"POST /books with {sent}"
    location, tag = answer.headers.get("location"), answer.headers.get("etag")
    told = f"POST /books with {sent} got {answer.status} {answer.body}, in which"
    assert re.fullmatch(r"(https?://[^/]+)?/books/.+", str(location)), (
        f"{told} the Location is {location!r}, and should be an address below /books/"
    )
    assert re.fullmatch(r'"[\x21\x23-\x7e]+"', str(tag)), (
        f'{told} the ETag is {tag}, and should be a strong one: text in double quotes, as in "a1b2"'
    )
    book = {**HTDP, "title": " HtDP ", "year": -1, "tags": ["b", "a", "b"]}
    other, _ = shelf.add(book)
    found = shelf.ask("GET", location)
    assert found == (200, whole), f"GET {location}"
    assert found.headers.get("etag") == tag, f"the ETag of GET {location}, and that of the POST"
    assert shelf.ask("GET", other) == (200, book), f"GET {other}"


@pytest.mark.hint(
    "A path parameter of the type `int` makes FastAPI answer with 422 where there is text.",
    "A variable of the module is shared by all applications in the process.",
)
def test_unknown_addresses(new_shelf):
    """An address that no book has is answered with 404, also if another application has it."""
    shelf, other = new_shelf(), new_shelf()
    address, _ = other.add(HTDP)
    for path in (address, "/books/0", "/books/abc", "/books/99999", "/books/a1b2"):
        answer = shelf.ask("GET", path)
        assert answer.status == 404, f"GET {path}, in an application without books"
    for method, body in [("PUT", SICP), ("PATCH", {"title": "x"}), ("DELETE", None)]:
        for path in (address, "/books/abc"):
            answer = shelf.change(method, path, body)
            assert answer.status == 404, f"{method} {path}, in an application without books"
    assert shelf.ask("POST", "/books", json=HTDP).status == 201, (
        f"POST /books with {HTDP}, which only the other application has"
    )
    assert other.ask("GET", address) == (200, HTDP), f"GET {address}, in the other application"


@pytest.mark.hint("FastAPI checks the body against the model of the parameter.")
def test_refuses_bodies_that_do_not_fit(shelf):
    """POST and PUT answer with 422 to a body that is no `Book`."""
    address, _ = shelf.add(SICP)
    for body in [
        *({}, [], "SICP", {"title": "x"}, {"isbn": HTDP["isbn"]}, [HTDP]),
        *({**HTDP, "isbn": "978"}, {**HTDP, "title": ""}, {**HTDP, "tags": None}),
        *({**HTDP, "year": "long ago"}, {**HTDP, "pages": 9}),
    ]:
        answer = shelf.ask("POST", "/books", json=body)
        assert answer.status == 422, f"POST /books with {body!r}"
    for body in [{}, {"title": "x"}, {**HTDP, "isbn": "978"}, {**HTDP, "pages": 9}]:
        answer = shelf.change("PUT", address, body)
        assert answer.status == 422, f"PUT {address} with {body!r}"


@pytest.mark.hint("The new book is what was sent, and nothing of the stored one.")
def test_put_replaces(shelf):
    """PUT replaces the whole book: fields that were not sent have their defaults."""
    address, tag = shelf.add(SICP)
    answer = shelf.change("PUT", address, {"isbn": SICP["isbn"], "title": "Structure"}, tag)
    whole = {"isbn": SICP["isbn"], "title": "Structure", "year": None, "tags": []}
    assert answer == (200, whole), f"PUT {address} with isbn and title; it had year and tags"
    assert shelf.ask("GET", address) == (200, whole), f"GET {address}"
    short = answer.headers.get("etag")
    assert short == shelf.tag(address) != tag, (
        f"the ETag of PUT {address} is {short}, and should be that of GET {address}, but not"
        f" {tag}, the one from before"
    )
    answer = shelf.change("PUT", address, whole)
    assert answer == (200, whole), f"PUT {address} with {whole}"
    assert answer.headers.get("etag") == short, (
        f"ETag of PUT {address} with {whole}, the same book as one sent without its defaults"
    )


@pytest.mark.hint(
    "A field that was not sent and one that was sent as null both look like None.",
    "`model_dump(exclude_unset=True)` has only what was sent.",
)
def test_patch_changes_what_was_sent(shelf):
    """PATCH changes the fields that were sent, also to null or an empty list, and no others."""
    address, tag = shelf.add(SICP)
    other, _ = shelf.add(HTDP)
    expected = SICP
    for patch in [
        *({}, {"title": "Structure"}, {"tags": ["a", "b"], "year": 0}, {"title": "Structures"}),
        *({"year": 1985}, {"tags": []}, {"isbn": "9780262010771"}, {"year": None}, {"title": "x"}),
    ]:
        expected, before = {**expected, **patch}, tag
        answer = shelf.change("PATCH", address, patch, tag)
        assert answer == (200, expected), f"PATCH {address} with {patch}"
        tag = answer.headers.get("etag")
        assert (tag == before) == (patch == {}), (
            f"PATCH {address} with {patch}: is its ETag, {tag}, the one from before, {before}"
        )
    assert shelf.ask("GET", address) == (200, expected), f"GET {address}"
    assert shelf.tag(address) == tag, f"the ETag of GET {address}, and that of the last PATCH"
    for patch in [{"year": -1, "title": " x "}, {"tags": ["b", "a", "b"], "title": "x" * 2000}]:
        expected = {**expected, **patch}
        answer = shelf.change("PATCH", address, patch)
        assert answer == (200, expected), f"PATCH {address} with {patch}"
    shown = shelf.change("PATCH", address, {"year": "1985"})
    assert shown == (200, {**expected, "year": 1985}), (
        f"PATCH {address} with the year '1985', which `Book` takes for the number"
    )
    assert shelf.ask("GET", other) == (200, HTDP), f"GET {other}, another book"


@pytest.mark.hint(
    "`title: str | None` allows null. A field may also be optional without allowing null.",
    "pydantic does not check defaults, and a default need not be a value that could be sent.",
)
def test_patch_refuses_what_no_book_may_be(shelf):
    """PATCH answers with 422 to null where `Book` has none, and to wrong or unknown fields."""
    address, _ = shelf.add(SICP)
    for patch in [
        *({"title": None}, {"isbn": None}, {"tags": None}, {"year": 1985, "title": None}),
        *({"title": ""}, {"isbn": "978"}, {"year": "long ago"}, {"tags": "a"}, {"tags": [1]}),
        *({"pages": 9}, {"titel": "x"}, [], [{"title": "x"}]),
        *({"isbn": "9780262010771\n"}, {"isbn": "97802620107710"}, {"isbn": "x780262010771"}),
        *({"isbn": "\u0669780262010771"}, {"isbn": 9780262010771}),
    ]:
        answer = shelf.change("PATCH", address, patch)
        assert answer.status == 422, f"PATCH {address} with {patch!r}"
    assert shelf.ask("GET", address) == (200, SICP), f"GET {address} after these requests"


@pytest.mark.hint("`class BookPatch(BaseModel)` has the same fields, each with a default.")
def test_the_model_of_a_patch():
    """`BookPatch` is a pydantic model whose fields are those of `Book`, and may be missing."""
    assert issubclass(BookPatch, pydantic.BaseModel)
    assert sorted(BookPatch.model_fields) == ["isbn", "tags", "title", "year"]
    patches = [{}, {"year": None}, {"title": "x"}, {"isbn": "9780262010771", "tags": ["a"]}]
    sent = [BookPatch.model_validate(patch).model_dump(exclude_unset=True) for patch in patches]
    assert sent == patches
    passed = []
    for patch in [{"title": None}, {"title": ""}, {"isbn": "978"}, {"tags": "a"}, {"pages": 9}]:
        with contextlib.suppress(pydantic.ValidationError):
            passed.append(BookPatch.model_validate(patch))
    assert passed == [], "patches with null or an empty title, a bad isbn, bad tags, another field"


@pytest.mark.hint(
    "`status_code=204` of a route that returns None sends no body.",
    "How many books there are says little about which numbers are free.",
)
def test_delete_removes(shelf):
    """DELETE answers with 204 and no body, and the address of the book is never used again."""
    addresses = [shelf.add(book)[0] for book in (SICP, HTDP)]
    answer = shelf.change("DELETE", addresses[1])
    assert answer == (204, None), f"DELETE {addresses[1]}"
    assert shelf.ask("GET", addresses[1]).status == 404, f"GET {addresses[1]}"
    assert shelf.change("DELETE", addresses[1]).status == 404, f"DELETE {addresses[1]} again"
    for method, body in [("PUT", HTDP), ("PATCH", {"title": "x"})]:
        answer = shelf.change(method, addresses[1], body)
        assert answer.status == 404, f"{method} {addresses[1]}, whose book was deleted"
    assert shelf.ask("GET", addresses[0]) == (200, SICP), f"GET {addresses[0]}, the other book"
    for book in (HTDP, {**HTDP, "isbn": "9780262010771"}):
        addresses.append(shelf.add(book)[0])
    shelf.change("DELETE", addresses[0])
    shelf.change("DELETE", addresses[2])
    shelf.change("DELETE", addresses[3])
    addresses.append(shelf.add(SICP)[0])
    found = shelf.ask("GET", addresses[-1])
    assert found == (200, SICP), f"GET {addresses[-1]}, the book was deleted before and added again"
    assert len(set(addresses)) == 5, (
        f"five times POST /books, some books deleted before, with the Locations {addresses}"
    )


@pytest.mark.hint("Compare with all other books, and not with the one that is changed.")
def test_no_two_books_have_an_isbn(shelf):
    """Another book's ISBN is answered with 409 in POST, PUT and PATCH, a book's own is not."""
    address, _ = shelf.add(SICP)
    other, _ = shelf.add(HTDP)
    taken = {**HTDP, "isbn": SICP["isbn"]}
    for method, where, body in [
        *[("POST", "/books", taken), ("POST", "/books", SICP)],
        *[("PUT", other, taken), ("PUT", other, SICP)],
        *[("PATCH", other, {"isbn": SICP["isbn"]}), ("PATCH", other, SICP)],
        *[("POST", "/books", HTDP), ("POST", "/books", {**SICP, "isbn": HTDP["isbn"]})],
    ]:
        answer = shelf.change(method, where, body, None if method == "POST" else "*")
        assert answer.status == 409, (
            f"{method} {where} with {body}; {address} has {SICP}, and {other} has {HTDP}"
        )
    seen = {
        "PUT": shelf.change("PUT", address, {**SICP, "year": 1985}).status,
        "PATCH": shelf.change("PATCH", address, {"isbn": SICP["isbn"]}).status,
    }
    assert seen == {"PUT": 200, "PATCH": 200}, (
        f"PUT {address} and PATCH {address} with {SICP['isbn']}, the ISBN that the book has"
    )
    for method, body, isbn in [
        ("PUT", {**SICP, "isbn": "9780262010771"}, "9780262010771"),
        ("PATCH", {"isbn": SICP["isbn"]}, SICP["isbn"]),
        ("PATCH", {"isbn": "9780262010771", "title": "x"}, "9780262010771"),
        ("PATCH", {"title": "y"}, "9780262010771"),
    ]:
        shelf.change(method, address, body)
        assert shelf.ask("POST", "/books", json={**HTDP, "isbn": isbn}).status == 409, (
            f"POST /books with {isbn}, the ISBN of {address} after {method} of {body}"
        )
    assert shelf.change("PATCH", other, {"isbn": SICP["isbn"]}).status == 200, (
        f"PATCH {other} with {SICP['isbn']}, which a PATCH of {address} has made free"
    )
    assert shelf.change("PUT", address, {**SICP, "isbn": HTDP["isbn"]}).status == 200, (
        f"PUT {address} with {HTDP['isbn']}, which a PATCH of {other} has made free"
    )
    assert shelf.ask("POST", "/books", json={**HTDP, "isbn": "9780262010771"}).status == 201, (
        f"POST /books with 9780262010771, which a PUT of {address} has made free"
    )
    shelf.change("DELETE", other)
    assert shelf.ask("POST", "/books", json=SICP).status == 201, (
        f"POST /books with {SICP['isbn']}, which a DELETE of {other} has made free"
    )


@pytest.mark.hint(
    "`Annotated[str | None, Header()] = None` is the header `If-Match` for a parameter `if_match`.",
    "The header is a star, or tags with commas between them: split it, and strip each.",
    "The tag that a client saw is not the book's any more once somebody has changed the book.",
)
def test_preconditions(shelf):
    """Without If-Match there is a 428, with no right tag a 412, and else the request is done."""
    address, old = shelf.add({**SICP, "title": "old"})
    shelf.change("PUT", address, SICP)
    tag, other = shelf.tag(address), shelf.add(HTDP)[1]
    assert tag is not None, f"the ETag of GET {address}"
    new = {"PUT": {**SICP, "title": "new"}, "PATCH": {"title": "new"}, "DELETE": None}
    wrong = ["W/" + tag, tag.strip('"'), f'"{tag[1:-1]}x"', tag[:-2] + '"', '"*"']
    wrong += [tag.swapcase()] if tag.swapcase() != tag else []
    wrong += [f"{old}, {other}", f'"x",W/{tag}']
    right = [tag, "*", f'"x", {tag}', f'{tag},"x"', f'"x",{tag} , {old}', f'W/"x",\t{tag}']
    right += [f'"a,b", {tag}', f'"\\", {tag}']
    for method, body in new.items():
        for header in (None, old, other, *wrong):
            answer = shelf.change(method, address, body, header)
            assert answer.status == (412 if header else 428), (
                f"{method} {address} with {body}, If-Match {header}; the ETag is {tag}"
            )
    for header, expected in ((None, 428), (old, 412)):
        answer = shelf.change("PATCH", address, {}, header)
        assert answer.status == expected, f"PATCH {address} with {{}}, If-Match {header}"
    assert shelf.ask("GET", address) == (200, SICP), f"GET {address} after all these refusals"
    same = {"PUT": SICP, "PATCH": {"title": "SICP"}}
    for method, body in same.items():
        for header in right:
            answer = shelf.change(method, address, body, header)
            assert answer == (200, SICP), (
                f"{method} {address} with {body}, If-Match {header}; the ETag is {tag}"
            )
    for header in right:
        answer = shelf.change("DELETE", address, None, header)
        assert answer.status == 204, f"DELETE {address} with If-Match {header}; the ETag is {tag}"
        address, tag = shelf.add(SICP)


@pytest.mark.hint(
    "A counter of changes tells states apart, but not that two are equal.",
    "Take the tag from the content: a hash of all fields. But `hash(-1) == hash(-2)`.",
    "Joined by commas, `['a,b']` and `['a', 'b']` are one text. JSON keeps them apart.",
)
def test_tags_tell_contents_apart(shelf):
    """Tags are equal where all fields are, and differ where a single one does."""
    address, tag = shelf.add(SICP)
    isbn, title, year, tags = "9780262010771", "SICP ", 1997, ["schemeclassic"]
    states = [SICP, {**SICP, "isbn": isbn}, {**SICP, "title": title}, {**SICP, "year": year}]
    between = (",", ", ", " ", "\n", "|", "', '", '","', "\0", "\x1f", "\t", ";", ":", "/", "-")
    joined = [[f"scheme{some}classic"] for some in between]
    joined += [[], [""], ["", ""]]
    states += [{**SICP, "tags": tags} for tags in (tags, ["classic", "scheme"], *joined)]
    states += [
        {**SICP, "title": title}
        for title in ("sicp", "S P", "S  P", "caf\u00e9", "caf\u00e8", "cafe\u0301")
    ]
    states += [{**SICP, "title": "long " * 500 + end} for end in "ab"]
    states += [{**SICP, "tags": ["a"] * number} for number in (1, 2, 50)]
    states += [
        {**SICP, "title": "SICP1", "year": 996},
        {**SICP, "title": "SICP 1996", "year": None},
    ]
    states += [{**SICP, "year": year} for year in (None, 0, -1996, -1, -2, 2**53, 2**53 + 1)]
    seen = []
    for state in states:
        shelf.change("PUT", address, state)
        seen.append(shelf.tag(address))
    twice = [states[at] for at, tag in enumerate(seen) if seen.count(tag) > 1]
    assert twice == [], (
        f"books that differ, but got the same ETag; PUT {address} with each, then GET {address}"
    )
    shelf.change("PATCH", address, {"year": 1996})
    assert shelf.tag(address) == tag, (
        f"the ETag of GET {address} after a PATCH that changed the year back to 1996"
    )


@pytest.mark.hint(
    "Which of these reasons has to be known before the next can be looked at?",
    "One dependency finds the book or raises 404. Another one needs it, and looks at `If-Match`.",
)
def test_the_order_of_refusals(shelf):
    """Of several reasons the first is told in the order 404, 428, 412, 409."""
    address, _ = shelf.add(SICP)
    shelf.add(HTDP)
    taken = {**SICP, "isbn": HTDP["isbn"]}
    for method, where, body, tag, status in [
        *[(method, "/books/none", taken, None, 404) for method in ("PUT", "PATCH", "DELETE")],
        *[(method, "/books/none", taken, '"x"', 404) for method in ("PUT", "PATCH", "DELETE")],
        *[("PUT", address, taken, None, 428), ("PATCH", address, taken, None, 428)],
        *[("PUT", address, taken, '"x"', 412), ("PATCH", address, taken, '"x"', 412)],
        *[("PUT", address, taken, "*", 409), ("PATCH", address, taken, "*", 409)],
    ]:
        if method == "DELETE":
            body = None
        answer = shelf.change(method, where, body, tag)
        assert answer.status == status, f"{method} {where} with {body}, If-Match {tag}"
    assert shelf.ask("GET", address) == (200, SICP), f"GET {address} after all these refusals"


@pytest.mark.hint("When is it certain that the request will not be refused?")
def test_a_refusal_changes_nothing(shelf):
    """A request that is refused leaves all books, their tags and the free ISBNs as they were."""
    address, tag = shelf.add(SICP)
    other, _ = shelf.add(HTDP)
    free = "9780262010771"
    refused = [
        shelf.ask("POST", "/books", json={**SICP, "title": "x"}),
        shelf.change("PUT", address, {**HTDP, "title": "x"}),
        shelf.change("PATCH", address, {"title": "x", "isbn": HTDP["isbn"]}),
        shelf.change("PATCH", address, {"isbn": free, "title": None}),
        shelf.change("PUT", address, {"isbn": free, "title": "x"}, '"x"'),
        shelf.change("DELETE", address, None, '"x"'),
    ]
    assert [answer.status for answer in refused] == [409, 409, 409, 422, 412, 412], (
        f"POST /books with the ISBN of {address}; PUT {address} and PATCH {address} with that of"
        f" {other}; PATCH {address} with the title null; PUT {address} and DELETE {address} with"
        f' If-Match: "x"; they got {refused}'
    )
    assert [shelf.ask("GET", address), shelf.ask("GET", other)] == [(200, SICP), (200, HTDP)], (
        f"GET {address} and GET {other} after all these refusals"
    )
    assert shelf.tag(address) == tag, f"the ETag of GET {address} after all these refusals"
    for book in (SICP, HTDP):
        assert shelf.ask("POST", "/books", json=book).status == 409, (
            f"POST /books with {book}, which is stored, after all these refusals"
        )
    assert shelf.ask("POST", "/books", json={**HTDP, "isbn": free}).status == 201, (
        f"POST /books with the ISBN {free}, which requests had that were refused"
    )


@pytest.mark.hint(
    "FastAPI knows of 422 and of the status of success; of others it must be told.",
    "Each route takes `responses={404: {'description': '…'}}`.",
)
def test_the_document_lists_every_answer(shelf):
    """The OpenAPI document has the statuses of each operation."""
    status, document = shelf.ask("GET", "/openapi.json")
    assert status == 200, "GET /openapi.json"
    below = [path for path in document["paths"] if path.startswith("/books/")]
    assert len(below) == 1, f"addresses below /books/ in the document: {below}"
    listed = {
        method: {int(status) for status in operation["responses"] if status.isdecimal()}
        for path in ("/books", below[0])
        for method, operation in document["paths"][path].items()
    }
    expected = {
        "post": {201, 409, 422},
        "get": {200, 404},
        "put": {200, 404, 409, 412, 422, 428},
        "patch": {200, 404, 409, 412, 422, 428},
        "delete": {204, 404, 412, 428},
    }
    missing = {
        method: sorted(codes - listed.get(method, set())) for method, codes in expected.items()
    }
    assert missing == dict.fromkeys(expected, []), "statuses that the document does not list"
