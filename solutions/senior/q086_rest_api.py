r"""Q86 · A REST API: the answer and one way to build it.

## Answer

I name resources, not actions: `/books` and `/books/7`, and map CRUD to verbs. POST creates and
answers 201 with a `Location`, GET reads, PUT replaces, PATCH changes a part, DELETE removes. GET is
safe; PUT and DELETE are idempotent, so a client may repeat them. The server keeps no session:
each request carries what it needs, a token for example.

Schemas turn JSON into checked objects and back: pydantic 2 models in FastAPI, serializers in Django
REST Framework, marshmallow for Flask. DRF adds viewsets and routers, which make the CRUD views and
the addresses; Django Ninja and Flask-Smorest are closer to FastAPI. FastAPI writes an OpenAPI
document by itself, with those refusals that one declares.

Then comes what makes an API last: one format for errors, such as problem details of RFC 9457,
pagination, versions, limits, and ETags with `If-Match`, so that no update is lost unseen.

## Follow-ups

- **PUT or PATCH?** PUT sends the whole state, so what is missing gets its default. PATCH sends
  changes, in a format of its own: JSON Merge Patch (RFC 7396), where null removes, or JSON Patch.
- **How is a POST made safe to repeat?** With an idempotency key: the server stores its answer under
  that key and gives it again.
- **400, 409, 412, 422 or 428?** Malformed, in conflict with the state, a precondition that failed,
  well-formed but wrong, and a precondition that is missing (RFC 6585).
- **Does REST mean JSON and verbs?** Fielding's REST also asks for links in the answers. Most APIs
  stop before that, at verbs and status codes.

## Notes

A dependency finds the book, and a second one checks the precondition. FastAPI runs both before it
judges the body, so a 404 or 412 is told before a 422. Everything is `async def` without an `await`
in between, so that nothing comes between check and write; with plain `def`, threads could. With a
database, `UPDATE … WHERE version = …` does that. The tag is a hash of the content. A version number
is cheaper, but a book that was changed and changed back would have another.
"""

import hashlib
import itertools
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

Isbn = Annotated[str, Field(pattern=r"^[0-9]{13}$")]
Title = Annotated[str, Field(min_length=1)]


class Book(BaseModel):
    """A book, as it is sent and stored. Given: nothing to do here."""

    model_config = ConfigDict(extra="forbid")

    isbn: Isbn
    title: Title
    year: int | None = None
    tags: list[str] = []


class BookPatch(BaseModel):
    """What is to be changed of a book. Its defaults only stand for fields that were not sent."""

    model_config = ConfigDict(extra="forbid")

    isbn: Isbn = ""
    title: Title = ""
    year: int | None = None
    tags: list[str] = []


def _tag(book: Book) -> str:
    return f'"{hashlib.sha256(book.model_dump_json().encode()).hexdigest()[:32]}"'


def _answers(*statuses: int) -> dict[int, dict[str, str]]:
    """Return what FastAPI takes as `responses`."""
    return {status: {"description": HTTPStatus(status).phrase} for status in statuses}


def create_app() -> FastAPI:
    """Return an application that keeps books."""
    app = FastAPI()
    books: dict[str, Book] = {}
    numbers = itertools.count(1)

    async def stored(key: str) -> Book:
        if key not in books:
            raise HTTPException(404, "there is no such book")
        return books[key]

    async def unchanged(
        book: Annotated[Book, Depends(stored)], if_match: Annotated[str | None, Header()] = None
    ) -> Book:
        if if_match is None:
            raise HTTPException(428, "say in If-Match which state you have seen")
        tags = [tag.strip() for tag in if_match.split(",")]
        if if_match != "*" and _tag(book) not in tags:
            raise HTTPException(412, "the book has changed meanwhile")
        return book

    def store(key: str, book: Book, response: Response) -> Book:
        if any(other.isbn == book.isbn for at, other in books.items() if at != key):
            raise HTTPException(409, f"there is another book with the ISBN {book.isbn}")
        books[key] = book
        response.headers["ETag"] = _tag(book)
        return book

    @app.post("/books", status_code=201, responses=_answers(409, 422))
    async def add(book: Book, response: Response) -> Book:
        key = str(next(numbers))
        response.headers["Location"] = f"/books/{key}"
        return store(key, book, response)

    @app.get("/books/{key}", responses=_answers(404))
    async def read(book: Annotated[Book, Depends(stored)], response: Response) -> Book:
        response.headers["ETag"] = _tag(book)
        return book

    @app.put("/books/{key}", responses=_answers(404, 409, 412, 422, 428))
    async def replace(
        key: str, new: Book, response: Response, old: Annotated[Book, Depends(unchanged)]
    ) -> Book:
        return store(key, new, response)

    @app.patch("/books/{key}", responses=_answers(404, 409, 412, 422, 428))
    async def change(
        key: str, patch: BookPatch, response: Response, old: Annotated[Book, Depends(unchanged)]
    ) -> Book:
        new = old.model_copy(update=patch.model_dump(exclude_unset=True))
        return store(key, new, response)

    @app.delete("/books/{key}", status_code=204, responses=_answers(404, 412, 428))
    async def remove(key: str, old: Annotated[Book, Depends(unchanged)]) -> None:
        del books[key]

    return app
