r"""Q86 · A REST API: every verb, and no update lost.

Topics: rest, fastapi, http, api-design
Needs: fastapi, httpx, pydantic

How do you build a REST API? What does PATCH do with a null, what if two people change the same
book? Answer with the preconditions of HTTP (RFC 9110, 13).

## Build

`create_app()` returns a FastAPI application that keeps books in memory. A book has one address,
below `/books/`.

- `POST /books` takes a `Book`, which is given, and stores it. It answers with 201, and the header
  `Location` is the address of the book (RFC 9110, 10.2.2).
- `GET` on the address answers with 200.
- `PUT` on it takes a `Book`, puts that in the place of the stored one, and answers with 200.
- `PATCH` on it takes a `BookPatch`, changes the fields that were sent, and answers with 200.
- `DELETE` on it removes the book, and answers with 204 and no body.

Each answer with 200 or 201 has the book as its body, with all fields, and its entity tag in the
header `ETag`.

`class BookPatch` is a pydantic model with the fields of `Book`. Each of them may be missing. For
values that are there, the rules of `Book` hold, so null is a value of `year` alone. Other fields
are refused.

## Rules

- Entity tags are strong ones, written like `"a1b2"`, with the quotes (RFC 9110, 8.8.3).
- Two states of a book have the same tag if and only if all its fields are equal.
- An address below `/books/` that no book has, such as `/books/abc`, answers `GET`, `PUT`, `PATCH`
  and `DELETE` with 404.
- `PUT`, `PATCH` and `DELETE` without the header `If-Match` are answered with 428 (RFC 6585, 3).
- That header has one tag, or several with commas between them (RFC 9110, 13.1.1).
- If none of them is the tag of the stored book, the answer is 412.
- `If-Match: *` fits every book.
- A body that does not fit its model is answered with 422.
- If another book has the same `isbn`, the answer is 409.
- If there are several of these reasons to refuse a request, the first in the order 404, 428, 412,
  409 is told.
- A request that is refused changes nothing.
- The address of a deleted book is never that of another one.
- Applications share no books.
- `/openapi.json` lists, for each of the five operations, at least the statuses that it can answer
  with.

## Left open

What the addresses look like and how else they may be spelled, `/books/` itself, a `/` at the end,
the bodies of refusals, where 422 stands among several reasons, bodies that are not JSON, numbers
like `1e999`, lone surrogates, an empty `If-Match`, two such headers, and changes while a body
comes.

## Example

    >>> import asyncio, httpx
    >>> transport = httpx.ASGITransport(create_app())
    >>> async def session():
    ...     async with httpx.AsyncClient(transport=transport, base_url="http://it") as client:
    ...         book = {"isbn": "9780262510875", "title": "SICP", "year": 1996}
    ...         made = await client.post("/books", json=book)
    ...         where, seen = made.headers["location"], {"If-Match": made.headers["etag"]}
    ...         for title in ("Structure", "Interpretation"):
    ...             answer = await client.patch(where, json={"title": title}, headers=seen)
    ...             print(answer.status_code)
    ...         print((await client.get(where)).json())
    >>> asyncio.run(session())
    200
    412
    {'isbn': '9780262510875', 'title': 'Structure', 'year': 1996, 'tags': []}
"""

from typing import Annotated

from fastapi import FastAPI
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
    """What is to be changed of a book."""


def create_app() -> FastAPI:
    """Return an application that keeps books."""
    raise NotImplementedError
