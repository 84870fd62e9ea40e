r"""Q81 · Django URLs: patterns that lead there and back.

Topics: django, web, http, dates
Needs: django

How does Django handle URL routing? Everybody knows the way in. The interviewer asks for the way
back: addresses that are made from names, so that none is written twice. Lay out the addresses of a
site that runs one blog twice, for its news and for its team. The views are given.

## Build

`MonthConverter` is a path converter that is registered as `month`.

- It stands for four digits, a slash and two digits, such as `2024/03`. A digit is one of 0 to 9.
- `to_python(value)` returns the first day of that month as a `datetime.date`.
- `to_url(value)` returns the text for the month of a `datetime.date`, whatever its day is.
- Where the digits are no month of a `datetime.date`, as in `2024/13`, the pattern does not match.

`urlpatterns` is the list of these patterns, and of no others.

- `/` shows `home` and has the name `home`.
- The blog is one application whose namespace is `blog`. It is included at `/news/` with the
  namespace `news`, and at `/team/` with the namespace `team`.
- `/archive/2024/03/`, and likewise for each month, redirects permanently, with 301 (RFC 9110,
  15.4.2), to the address of `news:archive` for that month. A query of letters, digits, `=`, `&`,
  `+` and `%` stays as it is.

The addresses of the blog are, below `/news/` as well as below `/team/`:

- nothing more, or `page/2/` with one to nine digits for the `2`: `index`
- `2024/03/` with any month, or `2024/03/page/2/` with such digits for the `2`: `archive`
- any other text before a last slash, such as `trips/rome/`: `article`, which gets that text as
  `path`

The name of a pattern is that of its view.

`same_page(path, section)` takes the path of a page of the blog, as `request.path_info` has it, and
returns the address of the same page in the section `"news"` or `"team"`.

## Rules

- `reverse` finds `index` and `archive` with a `page` and without one.
- `reverse("index")`, without a namespace, raises `NoReverseMatch`.
- `blog:index` and the other names with `blog:` lead to the section that is the `current_app`.
- `same_page` keeps the month, the page, also a `page/1/`, and the text of an article.
- The address that it returns is percent-encoded where necessary, as those of `reverse` are.
- If the path leads to no page of the blog, it raises a `ValueError` whose message contains the
  path's `repr`.
- If there is no such section, it raises a `ValueError` whose message contains the section's `repr`.
- The site may be served below a prefix, which is the `SCRIPT_NAME` of the request. Redirects and
  what `same_page` returns then begin with it.

## Left open

Addresses without their last slash, with empty parts or with line breaks, a page 0, leading zeros of
a page, pages of ten or more digits, methods other than GET, and which value is named where both are
wrong. Other patterns beside `urlpatterns` or around them.

## Example

    >>> from django.conf import settings
    >>> from django.urls import resolve, reverse
    >>> settings.configure(ROOT_URLCONF=tuple(urlpatterns))
    >>> reverse("team:archive", kwargs={"month": date(2024, 3, 17), "page": 2})
    '/team/2024/03/page/2/'
    >>> resolve("/team/2024/03/").kwargs["month"]
    datetime.date(2024, 3, 1)
    >>> same_page("/team/2024/03/page/2/", "news")
    '/news/2024/03/page/2/'
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse


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

    regex: str = ""

    def to_python(self, value: str) -> date:
        """Return the first day of the month that the text stands for."""
        raise NotImplementedError

    def to_url(self, value: date) -> str:
        """Return the text for the month of a date."""
        raise NotImplementedError


urlpatterns: list[Any] = []  # to be filled


def same_page(path: str, section: str) -> str:
    """Return the address of the page at `path` in another section."""
    raise NotImplementedError
