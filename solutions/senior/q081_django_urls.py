r"""Q81 · Django URLs: the answer and one way to build it.

## Answer

The setting `ROOT_URLCONF` names a module with a list, `urlpatterns`. Django tries its patterns from
the top on the path, without domain and query, and the first that matches decides. `path()` takes
converters such as `<int:pk>`; they pick the text and turn it into a value for the view. `re_path()`
takes a regular expression. A converter of my own has a `regex`, `to_python` and `to_url`; a
`ValueError` in `to_python` means no match. Class-based views are put there by `as_view()`.

`include()` hands the rest of the path to an app's own patterns, so apps stay independent of where
they are mounted. I write no address twice: patterns have names, and `reverse`, `redirect` or
`{% url %}` make the address. Namespaces keep names apart. `app_name` is the application's, and one
application can be included several times, each with an instance namespace; `current_app` tells
which one is meant.

Order matters: the special before the general.

## Follow-ups

- **What happens without the last slash?** `CommonMiddleware` with `APPEND_SLASH` redirects to the
  address with one, if that exists. A POST would lose its body there, so with `DEBUG` on it is an
  error.
- **How do you use your own page for 404 or 500?** Templates `404.html` and `500.html` will do, or
  `handler404` and `handler500` in the root URLconf; in an included one they have no effect.
- **Do many patterns make a site slow?** They are compiled once in a process and tried one by one;
  a query to the database costs more than hundreds of them.
- **301 or 308?** After a 301 a client may turn a POST into a GET; 308 keeps the method. From 5.2,
  `redirect(…, permanent=True, preserve_request=True)` sends 308.

## Notes

`to_url` does not use `%Y`, which on Linux gives the year 987 three digits before Python 3.14.
`<path:path>` takes everything, so it comes last. An optional page is two patterns with one name and
a default in the view: `reverse` picks the one that has the arguments given. `same_page` asks
Django, not the text: replacing `/news/` in a path is shorter, but breaks below a prefix, and on an
article whose path has `/news/` in it.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import Resolver404, include, path, register_converter, resolve, reverse
from django.views.generic import RedirectView


def _shown(request: HttpRequest, view: str, **arguments: Any) -> JsonResponse:
    section = request.resolver_match.namespace
    return JsonResponse({"section": section, "view": view, **arguments})


def home(request: HttpRequest) -> JsonResponse:
    """Show the first page of the site. Given: nothing to do here."""
    return _shown(request, "home")


def index(request: HttpRequest, page: int = 1) -> JsonResponse:
    """Show the latest articles of a section. Given: nothing to do here."""
    return _shown(request, "index", page=page)


def archive(request: HttpRequest, month: date, page: int = 1) -> JsonResponse:
    """Show the articles of a month. Given: nothing to do here."""
    return _shown(request, "archive", month=month, page=page)


def article(request: HttpRequest, path: str) -> JsonResponse:
    """Show an article. Given: nothing to do here."""
    return _shown(request, "article", path=path)


class MonthConverter:
    """A month in an address, as in `2024/03`."""

    regex = "[0-9]{4}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the first day of the month that the text stands for."""
        year, month = value.split("/")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        """Return the text for the month of a date."""
        return f"{value.year:04}/{value.month:02}"


register_converter(MonthConverter, "month")

BLOG = (
    [
        path("", index, name="index"),
        path("page/<int:page>/", index, name="index"),
        path("<month:month>/", archive, name="archive"),
        path("<month:month>/page/<int:page>/", archive, name="archive"),
        path("<path:path>/", article, name="article"),
    ],
    "blog",
)
SECTIONS = ("news", "team")
to_news = RedirectView.as_view(pattern_name="news:archive", permanent=True, query_string=True)

urlpatterns: list[Any] = [
    path("", home, name="home"),
    *(path(f"{section}/", include(BLOG, namespace=section)) for section in SECTIONS),
    path("archive/<month:month>/", to_news),
]


def same_page(path: str, section: str) -> str:
    """Return the address of the page at `path` in another section."""
    if section not in SECTIONS:
        raise ValueError(f"there is no section {section!r}")
    try:
        match = resolve(path)
    except Resolver404:
        match = None
    if match is None or match.namespace not in SECTIONS:
        raise ValueError(f"no page of the blog is at {path!r}")
    return reverse(f"{section}:{match.url_name}", args=match.args, kwargs=match.kwargs)
