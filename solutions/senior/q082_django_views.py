r"""Q82 · Django views: the answer and one way to build it.

## Answer

A view is a callable that takes a request and returns a response. A function is the direct form:
everything stands in one place, the method is branched on by hand, and what several views share
comes by decorators. A class gives each HTTP method a Python method. `as_view()` makes the callable
from it: for each request it creates an instance, and `dispatch()` picks the method. For the rest
the base class answers 405 with `Allow`; HEAD goes to `get`, and OPTIONS is answered.

Classes pay where behaviour is shared by inheritance: mixins such as `LoginRequiredMixin`, and the
generic views, `ListView`, `DetailView`, `CreateView`, which leave little but a model and a template
to name. The price is that one has to know the order in which many small methods are called, and
that mixins stand left of the view.

I take functions for what is special, and generic classes for plain lists, details and forms. For
REST APIs, Django REST framework has both kinds.

## Follow-ups

- **Where may a class-based view keep things?** On `self`, which belongs to one request. Not on the
  class, nor in what is given to `as_view()`, which all requests share.
- **How do you decorate a class-based view?** `method_decorator(decorator, name="dispatch")` on the
  class, or by decorating the result of `as_view()` in the URLs.
- **Why does the order of decorators and mixins matter?** The outermost answers first. With the
  check of methods outside, strangers learn by a 405 what exists.
- **And with async?** A function is `async def`; of a class, all handlers must be. A guard then has
  to return an awaitable as well, which ours does not.

## Notes

The guard is written once: the mixin wraps its `super().dispatch` in the decorator.
`functools.wraps` copies the attributes too; without that a `csrf_exempt` further in has no effect.
`View` would answer OPTIONS by itself, so `http_method_names` leaves it out. The views share two
helpers, and the rest is written twice on purpose: `note = NoteView.as_view()` is shorter, but then
nothing is left to compare.
"""

import functools
import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View
from django.views.decorators.http import require_http_methods


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

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        return view(request, *args, **kwargs)

    return guarded


def _text_in(body: bytes) -> str | None:
    """Return the text in the body of a PUT request, or None where the body is not right."""
    try:
        match json.loads(body):
            case {"text": str(text), **others} if not others:
                return text
    except ValueError:  # no JSON, or no UTF-8
        pass
    return None


def _shown(request: HttpRequest, pk: int, text: str, status: int = 200) -> HttpResponse:
    """Answer with a note."""
    return JsonResponse({"id": pk, "owner": request.user.username, "text": text}, status=status)


@user_required
@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request for one note."""
    owner = request.user.username
    if request.method == "PUT":
        text = _text_in(request.body)
        if text is None:
            return HttpResponse(status=400)
        is_new = notes.write(owner, pk, text)
        return _shown(request, pk, text, 201 if is_new else 200)
    if request.method == "DELETE":
        return HttpResponse(status=204 if notes.delete(owner, pk) else 404)
    text = notes.read(owner, pk)
    return HttpResponse(status=404) if text is None else _shown(request, pk, text)


class UserRequired:
    """A mixin by which a class-based view answers only users who are logged in."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Let the request through to the view, or refuse it."""
        return user_required(super().dispatch)(request, *args, **kwargs)


class NoteView(UserRequired, View):
    """Answer requests for one note."""

    http_method_names = ["get", "head", "put", "delete"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer a GET or HEAD request."""
        text = notes.read(request.user.username, pk)
        return HttpResponse(status=404) if text is None else _shown(request, pk, text)

    def put(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Create or replace the note."""
        text = _text_in(request.body)
        if text is None:
            return HttpResponse(status=400)
        is_new = notes.write(request.user.username, pk, text)
        return _shown(request, pk, text, 201 if is_new else 200)

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete the note."""
        existed = notes.delete(request.user.username, pk)
        return HttpResponse(status=204 if existed else 404)
