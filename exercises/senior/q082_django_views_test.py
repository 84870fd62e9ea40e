"""Checks for Q82 · Django views."""

import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from q082_django_views import Notes, NoteView, UserRequired, note, notes, user_required

pytestmark = pytest.mark.usefixtures("django_site")

BOTH = pytest.mark.parametrize("view", ["note", "NoteView"])
NOBODY = "nobody, whose username is ada"
USERS = [
    SimpleNamespace(is_authenticated=1, username="bob"),
    type("Empty", (SimpleNamespace,), {"__len__": lambda self: 0})(
        is_authenticated=True, username="bob"
    ),
]
KNOWN = ["DELETE", "GET", "HEAD", "PUT"]


@pytest.fixture(autouse=True)
def kept():
    """The texts of all notes: none when a check begins, or it would depend on another."""
    notes.texts.clear()
    return notes.texts


def watched(watch, texts):
    """A copy of the dict `texts` that calls `watch(name)` before each use of one of its methods."""

    def noting(name):
        def use(self, *args):
            watch(name)
            return getattr(dict, name)(self, *args)

        return use

    names = ["__contains__", "__delitem__", "__getitem__", "__iter__", "__setitem__", "get", "pop"]
    return type("Watched", (dict,), {name: noting(name) for name in names})(texts)


def answer(view, request, user, **arguments):
    """Return the response of any view to a user's request."""
    who = "ada" if user == NOBODY else user
    request.user = SimpleNamespace(is_authenticated=user != NOBODY, username=who)
    try:
        return view(request, **arguments)
    except Http404:  # which Django itself makes a response of, as of the other
        return HttpResponse(status=404)
    except BadRequest:
        return HttpResponse(status=400)


def response_to(view, method, path, body=b"", user="ada"):
    """Return the response of `note` or of `NoteView` to a request for `/notes/<pk>`."""
    sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    request = RequestFactory().generic(method, path, sent, "application/json")
    function = NoteView.as_view() if view == "NoteView" else note
    return answer(function, request, user, pk=int(path.rpartition("/")[2]))


def send(view, method, path, body=b"", user="ada"):
    """Return the status and the decoded body of the answer to a request."""
    response = response_to(view, method, path, body, user)
    if response.headers.get("Content-Type", "").partition(";")[0] == "application/json":
        return response.status_code, json.loads(response.content)
    return response.status_code, response.content.decode()


def status(view, method, path, body=b"", user="ada"):
    """Return the status of the answer to a request."""
    return response_to(view, method, path, body, user).status_code


def said(response):
    """Return the status and the bytes of an answer."""
    return response.status_code, response.content


def allowed(view, method, path, user="ada"):
    """Return the status of the answer, and the methods that it allows, sorted."""
    response = response_to(view, method, path, user=user)
    methods = response.headers.get("Allow", "").split(",")
    return response.status_code, sorted(name.strip() for name in methods)


@BOTH
@pytest.mark.hint(
    "`JsonResponse` encodes a dict and names its type.",
    "Is an empty text the same as no text?",
)
def test_get(view):
    """GET is answered with the note, or with 404 where there is none."""
    notes.write("ada", 7, "tea")
    notes.write("ada", 8, "")
    notes.write("ada", 10, "grün")
    assert send(view, "GET", "/notes/7") == (200, {"id": 7, "owner": "ada", "text": "tea"})
    assert send(view, "GET", "/notes/8") == (200, {"id": 8, "owner": "ada", "text": ""})
    assert send(view, "GET", "/notes/10") == (200, {"id": 10, "owner": "ada", "text": "grün"})
    assert status(view, "GET", "/notes/9") == 404
    expected = 200, {"id": 7, "owner": "ada", "text": "tea"}
    assert send(view, "GET", "/notes/7", b"broken") == expected, "only a PUT has use for a body"
    notes.write("ada", 7, "mint")
    expected = 200, {"id": 7, "owner": "ada", "text": "mint"}
    assert send(view, "GET", "/notes/7") == expected, "the note 7 was tea, and is mint now"


@BOTH
@pytest.mark.hint(
    "A function that asks for `request.method == 'GET'` forgets one method.",
)
def test_head(view):
    """HEAD is answered with the status and the headers of GET."""
    notes.write("ada", 7, "tea")
    notes.write("ada", 9, "")
    assert status(view, "HEAD", "/notes/7") == 200
    assert status(view, "HEAD", "/notes/8") == 404
    assert status(view, "HEAD", "/notes/9") == 200, "the note 9 has an empty text"
    for path in ("/notes/7", "/notes/8", "/notes/9"):
        with_get = dict(response_to(view, "GET", path).headers)
        assert dict(response_to(view, "HEAD", path).headers) == with_get, f"HEAD {path}"
    kind = response_to(view, "HEAD", "/notes/7").headers["Content-Type"]
    assert kind.partition(";")[0] == "application/json", "the Content-Type for HEAD /notes/7"


@BOTH
@pytest.mark.hint("`notes.write` says whether there was a note before.")
def test_put(view, kept):
    """PUT stores the note: 201 if it is new, 200 if it replaces one, and again 201 later."""
    tea, mint = {"text": "tea"}, {"text": "mint"}
    assert send(view, "PUT", "/notes/7", tea) == (201, {"id": 7, "owner": "ada", "text": "tea"})
    assert send(view, "PUT", "/notes/7", mint) == (200, {"id": 7, "owner": "ada", "text": "mint"})
    assert send(view, "PUT", "/notes/7", mint) == (200, {"id": 7, "owner": "ada", "text": "mint"})
    assert send(view, "PUT", "/notes/8", mint) == (201, {"id": 8, "owner": "ada", "text": "mint"})
    assert kept == {("ada", 7): "mint", ("ada", 8): "mint"}
    notes.delete("ada", 7)
    assert send(view, "PUT", "/notes/7", tea) == (201, {"id": 7, "owner": "ada", "text": "tea"})
    assert send(view, "GET", "/notes/7") == (200, {"id": 7, "owner": "ada", "text": "tea"})
    notes.write("ada", 9, "")
    expected = 200, {"id": 9, "owner": "ada", "text": "tea"}
    assert send(view, "PUT", "/notes/9", tea) == expected, "the note 9 had an empty text"


@BOTH
@pytest.mark.hint(
    "204 is said with an empty `HttpResponse`; `null` is a body, too.",
    "A note whose text is empty is a note. What does `notes.delete` return?",
)
def test_delete(view, kept):
    """DELETE is answered with 204 and no body, or with 404 where there is no note."""
    notes.write("ada", 7, "tea")
    notes.write("ada", 8, "")
    assert send(view, "DELETE", "/notes/7") == (204, "")
    assert status(view, "DELETE", "/notes/7") == 404
    assert kept == {("ada", 8): ""}
    assert status(view, "GET", "/notes/7") == 404
    assert status(view, "DELETE", "/notes/9") == 404
    assert send(view, "DELETE", "/notes/8") == (204, ""), "the note 8 has an empty text"
    assert kept == {}
    assert status(view, "DELETE", "/notes/8") == 404
    notes.write("ada", 7, "tea")
    assert send(view, "DELETE", "/notes/7", b"broken") == (204, ""), "only a PUT needs a right body"


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"tea",
        b'{"text": "tea"',
        b'{"text": "tea"} {}',
        b'{"text": "tea"};',
        b'\x0c{"text": "tea"}',
        b'\xc2\xa0{"text": "tea"}',
        b'{"text": "green\ntea"}',
        ["text", "tea"],
        ["text"],
        [["text", "tea"]],
        "text",
        None,
        7,
        {},
        {"Text": "tea"},
        {" text": "tea"},
        {"text": None},
        {"text": 7},
        {"text": True},
        {"text": ["tea"]},
        {"text": "tea", "pk": 7},
        {"text": "tea", "owner": None},
        {"text": "tea", "colour": "green"},
    ],
    ids=str,
)
@pytest.mark.hint(
    "Broken JSON raises a `ValueError`. JSON may also be a list, or null.",
    "`match value:` with `case {'text': str(text), **others} if not others:` asks for a shape.",
)
def test_put_refuses_other_bodies(view, body, kept):
    """A body that is no object with a string `text` alone is answered with 400, stored nowhere."""
    notes.write("ada", 7, "old")
    assert status(view, "PUT", "/notes/7", body) == 400
    assert status(view, "PUT", "/notes/8", body) == 400
    assert kept == {("ada", 7): "old"}, f"after PUT /notes/7 and PUT /notes/8 with {body!r}"


@BOTH
@pytest.mark.hint("What comes from outside may be empty, and may hold any character.")
def test_put_takes_every_text(view):
    """Any string is a text, also an empty one."""
    for text in ("", " ", "0", "grün €", ' a "b"\n', "null", "<b>&amp;"):
        expected = {"id": 5, "owner": "ada", "text": text}
        notes.texts.clear()
        assert send(view, "PUT", "/notes/5", {"text": text}) == (201, expected)
        assert send(view, "GET", "/notes/5") == (200, expected)


@BOTH
@pytest.mark.parametrize(
    "method", ["POST", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "DELET", "SETUP"]
)
@pytest.mark.hint(
    "For functions, `django.views.decorators.http` has a decorator.",
    "A class-based view has `http_method_names`, and answers one method that you did not write.",
)
def test_other_methods(view, method, kept):
    """Other methods are answered with 405 and the four that are allowed, note or no note."""
    notes.write("ada", 7, "tea")
    assert allowed(view, method, "/notes/7") == (405, KNOWN)
    assert allowed(view, method, "/notes/8") == (405, KNOWN)
    assert status(view, method, "/notes/7", b"broken") == 405, "a body that is no JSON"
    assert kept == {("ada", 7): "tea"}


@BOTH
@pytest.mark.hint("The owner is `request.user.username`.")
def test_everyone_has_notes_of_their_own(view):
    """The notes of another user are not there for this one."""
    cup = {"text": "cup"}
    notes.write("ada", 7, "tea")
    assert status(view, "GET", "/notes/7", user="bob") == 404
    assert status(view, "DELETE", "/notes/7", user="bob") == 404
    assert status(view, "GET", "/notes/7", user="Ada") == 404
    assert status(view, "GET", "/notes/7", user="ada ") == 404
    expected = (201, {"id": 7, "owner": "bob", "text": "cup"})
    assert send(view, "PUT", "/notes/7", cup, user="bob") == expected
    assert send(view, "GET", "/notes/7") == (200, {"id": 7, "owner": "ada", "text": "tea"})
    assert send(view, "DELETE", "/notes/7", user="bob") == (204, "")
    assert send(view, "GET", "/notes/7") == (200, {"id": 7, "owner": "ada", "text": "tea"})
    for user in ("Ada", "ada ", 'ada "&" <eve>'):
        assert status(view, "DELETE", "/notes/7", user=user) == 404, f"the user is {user!r}"
        expected = (201, {"id": 7, "owner": user, "text": "cup"})
        assert send(view, "PUT", "/notes/7", cup, user=user) == expected
    assert send(view, "GET", "/notes/7") == (200, {"id": 7, "owner": "ada", "text": "tea"})


@BOTH
@pytest.mark.hint(
    "What is asked first: who it is, or which method?",
    "The decorator nearest to `def` is asked last; the mixin on the left is asked first.",
)
def test_without_a_user(view, monkeypatch):
    """Without a user, every request is answered with 401, and no note is read or changed."""
    notes.write("ada", 7, "tea")
    answers, used = {}, []
    for name in ("read", "write", "delete"):
        monkeypatch.setattr(Notes, name, lambda *_, name=name: used.append(name))
    monkeypatch.setattr(notes, "texts", watched(used.append, notes.texts))
    for method in [*KNOWN, "POST", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]:
        for path, body in [("/notes/7", b'{"text": "mint"}'), ("/notes/8", b"broken")]:
            response = response_to(view, method, path, body, user=NOBODY)
            challenge = response.headers.get("WWW-Authenticate")
            answers[f"{method} {path} {body!r}"] = response.status_code, challenge
    assert answers == dict.fromkeys(answers, (401, "Bearer")), "status and WWW-Authenticate"
    assert used == [], "called of `notes` and of `notes.texts`"
    assert notes.texts == {("ada", 7): "tea"}


@BOTH
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", (200, {"id": 1, "owner": "ada", "text": "tea"})),
        ("PUT", (200, {"id": 1, "owner": "ada", "text": "mint"})),
        ("DELETE", (204, "")),
    ],
)
@pytest.mark.hint(
    "Where do you keep what belongs to one request?",
    "Local variables belong to one call, and `self` of a class-based view to one request.",
)
def test_requests_at_once(view, method, expected, monkeypatch):
    """A request that is answered in the middle of another one changes nothing in its answer."""
    between = []

    def answer_others(name):
        if not between:
            between.append("begun")
            between.append(send(view, "GET", "/notes/2", user="bob"))
            between.append(status(view, "PUT", "/notes/3", {"text": "new"}, user="eve"))
            between.append(status(view, "GET", "/notes/1", user=NOBODY))
            between.append(status(view, "DELETE", "/notes/6", user="eve"))
            between.append(status(view, "DELETE", "/notes/9", user="eve"))

    notes.write("ada", 1, "tea")
    notes.write("bob", 2, "cup")
    notes.write("eve", 6, "old")
    monkeypatch.setattr(notes, "texts", watched(answer_others, notes.texts))
    outer = send(view, method, "/notes/1", {"text": "mint"})
    assert outer == expected, (
        f"{method} /notes/1 of ada; in its middle, GET /notes/2 of bob, and PUT /notes/3 and "
        "DELETE /notes/6 and /notes/9 of eve"
    )
    assert between[1:] == [(200, {"id": 2, "owner": "bob", "text": "cup"}), 201, 401, 204, 404], (
        f"GET /notes/2 of bob, PUT /notes/3 of eve, GET /notes/1 of {NOBODY}, and DELETE /notes/6 "
        f"and /notes/9 of eve, in the middle of {method} /notes/1 of ada"
    )
    others = {key: text for key, text in notes.texts.items() if key != ("ada", 1)}
    assert others == {("bob", 2): "cup", ("eve", 3): "new"}
    late = []

    class Overtaken(dict):
        def __setitem__(self, key, text):
            super().__setitem__(key, text)
            if text == "mint":
                late.append(status(view, "PUT", "/notes/4", {"text": "milk"}))

    for code, before in [(201, {}), (200, {("ada", 4): "tea"})]:
        monkeypatch.setattr(notes, "texts", Overtaken(before))
        expected = code, {"id": 4, "owner": "ada", "text": "mint"}
        assert send(view, "PUT", "/notes/4", {"text": "mint"}) == expected, (
            f"PUT /notes/4 of mint, where the notes are {before}; right after it is stored, "
            "another PUT /notes/4 stores milk"
        )
        assert (late, notes.texts) == ([200], {("ada", 4): "milk"})
        late.clear()

    class Outread(dict):
        def get(self, key, default=None):
            text = super().get(key, default)
            if not late:
                late.append("PUT")
                late.append(status(view, "PUT", "/notes/5", {"text": "milk"}))
            return text

    monkeypatch.setattr(notes, "texts", Outread({("ada", 5): "tea"}))
    expected = 200, {"id": 5, "owner": "ada", "text": "tea"}
    assert send(view, "GET", "/notes/5") == expected, (
        "GET /notes/5 of tea; right after it is read, PUT /notes/5 stores milk"
    )
    assert late == ["PUT", 200]


@pytest.mark.hint(
    "The view that you return stands in for any other: which arguments does it take?",
    "`functools.wraps` copies the name, the docstring and the attributes.",
)
def test_the_decorator_on_another_view():
    """`user_required` passes the arguments on, returns the answer, and looks like the view."""
    called = []

    def view(request, name, *, mood="fine"):
        """Greet somebody."""
        called.append((name, mood))
        return response

    view.section, view._quota = "news", 0
    greet = user_required(csrf_exempt(view))
    response = HttpResponse("hello", status=202)
    request = RequestFactory().post("/greet")
    assert said(answer(greet, request, "bob", name="Ada", mood="glad")) == (202, b"hello")
    request.user = SimpleNamespace(is_authenticated=True, username="bob")
    assert said(greet(request, "Eve")) == (202, b"hello")
    assert called == [("Ada", "glad"), ("Eve", "fine")]
    assert "WWW-Authenticate" not in response.headers, f"the answer to {USERS[0]}"
    for user in USERS:
        request.user = user
        expected = 202, b"hello"
        assert said(greet(request, "Eve")) == expected, f"request.user is {user!r}"
    del called[2:]
    named = user_required(lambda request, **named: HttpResponse(json.dumps(named)))
    assert said(named(request, view="a", func="b")) == (200, b'{"view": "a", "func": "b"}')
    words = user_required(lambda request, *words: HttpResponse(" ".join(words)))
    assert said(words(request, "one", "two", "three")) == (200, b"one two three")
    refused = answer(greet, request, NOBODY, name="Ada")
    assert (refused.status_code, refused.headers.get("WWW-Authenticate")) == (401, "Bearer")
    assert called == [("Ada", "glad"), ("Eve", "fine")], "the view was called without a user"
    assert (greet.__name__, greet.__doc__) == ("view", "Greet somebody.")
    assert getattr(greet, "csrf_exempt", None) is True, "csrf_exempt of the decorated view"
    assert getattr(greet, "section", None) == "news", "`section`, which the view has as well"
    assert getattr(greet, "_quota", None) == 0, "`_quota`, which the view has as well"

    @user_required
    def failing(request, error):
        raise error("not today")

    for unknown in (None, 0):
        request.user = SimpleNamespace(is_authenticated=unknown, username="bob")
        assert greet(request, "Eve").status_code == 401, f"is_authenticated is {unknown}"
    request.user = SimpleNamespace(is_authenticated=True, username="bob")
    for error in (PermissionError, PermissionDenied, AttributeError, Http404):
        with pytest.raises(error, match="not today"):
            failing(request, error)
    basic = HttpResponse(status=401, headers={"WWW-Authenticate": "Basic"})
    assert user_required(lambda request: basic)(request).headers["WWW-Authenticate"] == "Basic", (
        "the view itself answers bob with 401 and Basic"
    )


@pytest.mark.hint(
    "Which method of a view is called for every request? Pass on to it by `super()`.",
)
def test_the_mixin_on_another_view():
    """Another view with `UserRequired` answers users as it would without it, and nobody else."""
    called = []

    class Greet(UserRequired, View):
        word = "hello"
        error = AttributeError

        def get(self, request, name, *, mood="fine"):
            called.append((self.word, name, mood, self.kwargs))
            return HttpResponse("hello", status=202)

        def patch(self, request, name):
            return HttpResponse("changed")

        def delete(self, request, name):
            raise self.error(f"not {name}")

        def post(self, request, name):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Basic"})

    view = Greet.as_view(word="hi")
    factory = RequestFactory()
    ok = 202, b"hello"
    assert said(answer(view, factory.get("/"), "bob", name="Ada", mood="glad")) == ok
    assert said(answer(view, factory.patch("/"), "bob", name="Ada")) == (200, b"changed")
    assert answer(view, factory.post("/"), "bob", name="Ada").headers["WWW-Authenticate"] == (
        "Basic"
    ), "POST, which the view itself answers with 401 and Basic"
    request = factory.get("/")
    request.user = SimpleNamespace(is_authenticated=True, username="bob")
    assert said(view(request, "Eve")) == ok
    assert called == [
        ("hi", "Ada", "glad", {"name": "Ada", "mood": "glad"}),
        ("hi", "Eve", "fine", {}),
    ]
    options = answer(view, factory.options("/"), "bob", name="Ada")
    methods = sorted(options.headers["Allow"].split(", "))
    expected = 200, ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST"]
    assert (options.status_code, methods) == expected, "OPTIONS"
    refused = answer(view, factory.put("/"), "bob", name="Ada")
    assert refused.status_code == 405, "PUT, which the view refuses"
    request = factory.delete("/")
    request.user = SimpleNamespace(is_authenticated=True, username="bob")
    for error in (AttributeError, PermissionDenied, Http404):
        with pytest.raises(error, match="not Ada"):
            Greet.as_view(error=error)(request, name="Ada")
    for method in ("GET", "HEAD", "PATCH", "DELETE", "OPTIONS", "PUT"):
        response = answer(view, factory.generic(method, "/"), NOBODY, name="Ada")
        challenge = response.headers.get("WWW-Authenticate")
        assert (response.status_code, challenge) == (401, "Bearer"), f"{method} / without a user"
    for unknown in (None, 0):
        request = factory.get("/")
        request.user = SimpleNamespace(is_authenticated=unknown, username="bob")
        assert view(request, "Eve").status_code == 401, f"is_authenticated is {unknown}"
    assert len(called) == 2, "the view was called without a user"
    for user in USERS:
        request.user = user
        assert said(view(request, "Eve")) == ok, f"request.user is {user!r}"


@pytest.mark.hint(
    "`super()` is the next class in the order of the bases, whichever that is.",
    "Who is asked first, `as_view` or the `dispatch` of a mixin on the left?",
)
def test_the_mixin_among_others():
    """Other mixins that override `dispatch` have their turn, on the right or on the left."""
    seen = []

    class Noted:
        def dispatch(self, request, *args, **kwargs):
            seen.append(kwargs)
            response = super().dispatch(request, *args, **kwargs)
            response.headers["X-Noted"] = "yes"
            return response

    class Page(View):
        def get(self, request, pk):
            return HttpResponse(f"page {pk}")

    class LogIn:
        def dispatch(self, request, *args, **kwargs):
            request.user = SimpleNamespace(is_authenticated=True, username="ada")
            return super().dispatch(request, *args, **kwargs)

    class Known(LogIn, UserRequired, Page):
        pass

    class Right(UserRequired, Noted, Page):
        pass

    class Left(Noted, UserRequired, Page):
        pass

    for page in (Right, Left):
        response = answer(page.as_view(), RequestFactory().get("/pages/3"), "ada", pk=3)
        answered = (response.status_code, response.content, response.headers.get("X-Noted"))
        assert answered == (200, b"page 3", "yes"), f"GET /pages/3, answered by {page.__mro__}"
        response = answer(page.as_view(), RequestFactory().get("/pages/3"), NOBODY, pk=3)
        assert response.status_code == 401, f"GET /pages/3 of {NOBODY}, by {page.__mro__}"
    assert seen[:2] == [{"pk": 3}, {"pk": 3}]
    response = answer(Right.as_view(), RequestFactory().get("/pages/3"), NOBODY, pk=3)
    assert (response.status_code, response.headers.get("X-Noted")) == (401, None), (
        f"GET /pages/3 of {NOBODY}, by {Right.__mro__}, after such a request by {Left.__mro__}"
    )
    response = answer(Known.as_view(), RequestFactory().get("/pages/3"), NOBODY, pk=3)
    assert (response.status_code, response.content) == (200, b"page 3"), (
        "GET /pages/3, where a mixin on the left of UserRequired logs the user in, in `dispatch`"
    )
