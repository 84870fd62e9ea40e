r"""Q82 · Django views: one resource, once as a function and once as a class.

Topics: django, http, classes, decorators, rest
Needs: django

What is the difference between function-based and class-based views in Django? Write one small
resource both ways, with what guards it: a decorator for the one, a mixin for the other.

## Build

`user_required(view)` decorates a view function. `UserRequired` is a mixin for class-based views,
used as in `class Report(UserRequired, View)`. Both do the same.

- If `request.user.is_authenticated` is true, the view answers.
- Otherwise the view is not called. The answer is 401, and its header `WWW-Authenticate` is `Bearer`
  (RFC 9110, 15.5.2).

`note(request, pk)` is a view function, and `NoteView` a class-based view whose methods get `pk`
too. Each of them serves the note with the number `pk` of the user whose name is
`request.user.username`. The notes of both are kept in `notes`, which is given. They answer:

| method | answer |
| --- | --- |
| GET | 200 with the note, or 404 if there is none |
| HEAD | the status and the headers that GET would have (9.3.2) |
| PUT | 201 with the note if it is new, or 200 with the note if it replaces one (9.3.4) |
| DELETE | 204 without a body if there was a note, or 404 if there was none |
| any other | 405 with the header `Allow`, which lists these four methods (15.5.6) |

A note that is sent as an answer is JSON, such as `{"id": 7, "owner": "ada", "text": "tea"}`, with
the content type `application/json`.

The body of a PUT request is a JSON object that has the key `text` with a string, and no other key.

## Rules

- The answer to any other PUT body is 400, and the notes stay as they are.
- A text may be empty.
- OPTIONS is one of the methods that are refused.
- Without a user every request is answered with 401, also one that would get 400, 404 or 405.
- Such a request reads and changes no note.
- A request that is answered in the middle of another one, while that one reads or writes `notes`,
  changes nothing in the other's answer.
- `user_required` works on other view functions too, and passes all their arguments on.
- What it returns has the name, the docstring and the attributes of the function, such as
  `csrf_exempt`.
- `UserRequired` works on other class-based views, with other methods and arguments.
- It works together with other mixins, which may override `dispatch` as well. One on its left may
  log the user in there.

## Left open

Bodies of refusals and HEAD, the content type of a PUT request, bytes that are no UTF-8, deep JSON,
equal keys and lone surrogates in it, asynchronous views, mixins that exchange the request or its
arguments, users without a name, and a `pk` below 1.

## Example

    >>> import json
    >>> from types import SimpleNamespace
    >>> from django.conf import settings
    >>> from django.test import RequestFactory
    >>> settings.configure()
    >>> ada = SimpleNamespace(is_authenticated=True, username="ada")
    >>> request = RequestFactory().put("/notes/7", b'{"text": "tea"}', "application/json")
    >>> request.user = ada
    >>> note(request, pk=7).status_code
    201
    >>> request = RequestFactory().get("/notes/7")
    >>> request.user = ada
    >>> json.loads(NoteView.as_view()(request, pk=7).content)["text"]
    'tea'
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views import View


class Notes:
    """The notes of all users, by owner and number. Given: nothing to do here."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, int], str] = {}

    def read(self, owner: str, pk: int) -> str | None:
        """Return the text of a note, or None where there is none."""
        return self.texts.get((owner, pk))

    def write(self, owner: str, pk: int, text: str) -> bool:
        """Store a text, and return whether there was none before."""
        is_new = (owner, pk) not in self.texts
        self.texts[owner, pk] = text
        return is_new

    def delete(self, owner: str, pk: int) -> bool:
        """Delete a note, and return whether there was one."""
        return self.texts.pop((owner, pk), None) is not None


notes = Notes()


def user_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view function so that it answers only users who are logged in."""
    raise NotImplementedError


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request for one note."""
    raise NotImplementedError


class UserRequired:
    """A mixin by which a class-based view answers only users who are logged in."""


class NoteView(View):
    """Answer requests for one note."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer a GET request."""
        raise NotImplementedError
