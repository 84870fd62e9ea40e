"""Checks for Q81 · Django URLs."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, path, resolve, reverse
from q081_django_urls import MonthConverter, home, same_page, urlpatterns

YEARS = [1, 9, 10, 99, 100, 987, 1000, 1969, 1970, 2024, 2038, 9999]
MONTHS = [date(year, month, 1) for year in YEARS for month in range(1, 13)]


@pytest.fixture(autouse=True)
def site(django_site):
    """The site of the submission."""
    django_site(urlpatterns)


def get(address, **environ):
    """Return status and body of the answer to a GET request, of a redirect the `Location`."""
    response = Client().get(address, **environ)
    if "Location" in response.headers:
        return response.status_code, response.headers["Location"]
    if response.headers["Content-Type"] == "application/json":
        return response.status_code, response.json()
    return response.status_code, response.reason_phrase


def page_of(section, view, **arguments):
    """Return what a page of the blog answers, when it is found."""
    return 200, {"section": section, "view": view, **arguments}


@pytest.mark.hint(
    "A converter is a class with `regex`, `to_python` and `to_url`.",
    "Is `%Y` four digits on every system? What does `f'{7:03}'` give?",
)
def test_converts_both_ways():
    """The converter makes dates of text and text of dates, whatever their day and year."""
    converter = MonthConverter()
    assert converter.to_python("2024/03") == date(2024, 3, 1)
    assert converter.to_python("0001/12") == date(1, 12, 1)
    assert converter.to_url(date(2024, 3, 1)) == "2024/03"
    assert converter.to_url(date(1999, 12, 31)) == "1999/12"
    assert converter.to_url(date(2024, 2, 29)) == "2024/02"
    assert converter.to_url(date(2023, 2, 28)) == "2023/02"
    assert converter.to_url(date(987, 1, 2)) == "0987/01"
    assert converter.to_url(date(7, 10, 31)) == "0007/10"
    assert converter.to_url(datetime(2024, 3, 17, 20, 30)) == "2024/03", "a datetime is a date"


@pytest.mark.hint(
    "`include` of one list of patterns, twice.",
    "The names of the parameters of a view are those in the angle brackets.",
)
def test_shows_the_pages():
    """Each address shows its page, in the news as well as in the team's section."""
    assert get("/") == (200, {"section": "", "view": "home"})
    assert get("/news/") == page_of("news", "index", page=1)
    assert get("/news/page/2/") == page_of("news", "index", page=2)
    assert get("/team/page/123456789/") == page_of("team", "index", page=123456789)
    assert get("/news/2024/03/page/98765/") == page_of(
        "news", "archive", month="2024-03-01", page=98765
    )
    assert get("/news/2024/03/") == page_of("news", "archive", month="2024-03-01", page=1)
    assert get("/news/2024/03/page/12/") == page_of("news", "archive", month="2024-03-01", page=12)
    assert get("/news/welcome/") == page_of("news", "article", path="welcome")
    assert get("/team/") == page_of("team", "index", page=1)
    assert get("/team/page/34/") == page_of("team", "index", page=34)
    assert get("/team/1999/12/") == page_of("team", "archive", month="1999-12-01", page=1)
    assert get("/team/1999/12/page/1/") == page_of("team", "archive", month="1999-12-01", page=1)
    assert get("/team/trips/to rome/") == page_of("team", "article", path="trips/to rome")


@pytest.mark.parametrize(
    "text",
    [
        "2024/13",
        "2024/00",
        "0000/01",
        "2024/3",
        "2024/003",
        "12024/03",
        "024/03",
        "02024/03",
        "002024/03/page/2",
        "2024/03x",
        "2024/03/page",
        "٢٠٢٤/٠٣",
        "2024/٠٣",
        "2024/0３/page/2",
        "2024-03",
        "2024/03/01",
        "2024/03/page/two",
        "2024/13/page/2",
        "x/2024/03",
        "page/two",
        "page/2/3",
        "page",
        "news/page/2",
        "page/٢",
        "page/-1",
        "page/+1",
        "page/1.5",
        "2024/03/page/٢",
        "Page/2",
        "2024/03/Page/2",
    ],
)
@pytest.mark.hint(
    "Which pattern takes everything? It has to come last.",
    "`\\d` matches the digits of every script; a `ValueError` in `to_python` means: no match.",
)
def test_all_else_is_an_article(text):
    """Text that is no month and no page is left to the last pattern, that of the articles."""
    assert get(f"/news/{text}/") == page_of("news", "article", path=text)
    assert get(f"/team/{text}/") == page_of("team", "article", path=text)


@pytest.mark.parametrize(
    "address",
    [
        *("/2024/03/", "/page/2/", "/welcome/", "/index/", "/blog/", "/home/", "/index.html"),
        *("/archive/", "/archive/page/2/", "/archive/2024/03/page/2/", "/archive/welcome/"),
        *("/archive/2024/03/welcome/", "/News/", "/TEAM/welcome/"),
    ],
)
@pytest.mark.hint("What is in front of each address of the blog?")
def test_no_blog_elsewhere(address):
    """There are no other pages, and none of the blog is outside of the two sections."""
    assert get("/news/welcome/") == page_of("news", "article", path="welcome")
    assert get(address) == (404, "Not Found")


@pytest.mark.hint(
    "Several patterns may have one name; `reverse` takes the one that fits the arguments.",
    "A default belongs to the view, not to the pattern.",
)
def test_names_lead_back():
    """Every page has its address by name, with a page and without one."""
    assert reverse("home") == "/"
    assert reverse("news:index") == "/news/"
    assert reverse("team:index", kwargs={"page": 1}) == "/team/page/1/"
    month = date(2024, 3, 17)
    assert reverse("team:archive", kwargs={"month": month}) == "/team/2024/03/"
    assert reverse("news:archive", kwargs={"month": month, "page": 2}) == "/news/2024/03/page/2/"
    assert reverse("news:article", kwargs={"path": "trips/rome"}) == "/news/trips/rome/"
    assert resolve("/").func is home


@pytest.mark.hint(
    "Does `to_url` give what `regex` takes, for every year?",
)
def test_every_month_there_and_back():
    """The address of a month, made by name, leads to that month, from the year 1 to 9999."""
    lost = []
    for month in MONTHS:
        address = reverse("news:archive", kwargs={"month": month})
        found = resolve(address)
        if (found.view_name, found.kwargs) != ("news:archive", {"month": month}):
            lost.append((month, address, found.view_name, found.kwargs))
    assert lost == [], f"of {len(MONTHS)} months; each with its address and where that leads"


@pytest.mark.hint(
    "A pattern may use your converter by the name that it was registered under.",
)
def test_the_converter_is_registered(django_site):
    """Other patterns can use `<month:…>`, and those after them get what is no month."""
    django_site([path("<month:m>", home, name="month"), path("<path:p>", home, name="other")])
    assert resolve("/2024/03").kwargs == {"m": date(2024, 3, 1)}
    assert resolve("/2024/13").kwargs == {"p": "2024/13"}
    assert reverse("month", args=[date(31, 2, 3)]) == "/0031/02"


@pytest.mark.parametrize("name", ["index", "archive", "article"])
@pytest.mark.hint(
    "An application has a namespace of its own, `app_name`, and each time it is included another.",
    "`include((patterns, app_name), namespace=…)`.",
)
def test_names_of_the_blog_need_a_section(name):
    """The bare name of a page of the blog leads nowhere; with `blog:`, `current_app` decides."""
    values = {"index": {}, "archive": {"month": date(2024, 3, 1)}, "article": {"path": "x"}}[name]
    end = {"index": "", "archive": "2024/03/", "article": "x/"}[name]
    for section in ("news", "team"):
        address = reverse(f"blog:{name}", kwargs=values, current_app=section)
        assert address == f"/{section}/{end}", f"blog:{name} with the current_app {section!r}"
        if name != "article":
            address = reverse(f"blog:{name}", kwargs={**values, "page": 2}, current_app=section)
            said = f"blog:{name} with the current_app {section!r} and page=2"
            assert address == f"/{section}/{end}page/2/", said
    with pytest.raises(NoReverseMatch):
        reverse(name, kwargs=values)


@pytest.mark.hint(
    "`RedirectView.as_view(…)` takes the name of a pattern. What are its other defaults?",
    "`request.GET` is the query taken apart. As it came, it is in `request.META`.",
)
def test_old_addresses_redirect():
    """An address of the old archive redirects for good to the month's, and the query stays."""
    assert get("/archive/2024/03/") == (301, "/news/2024/03/")
    assert get("/archive/0987/12/") == (301, "/news/0987/12/")
    assert get("/archive/1999/12/?q=a%26b&q=c") == (301, "/news/1999/12/?q=a%26b&q=c")
    assert get("/archive/1999/12/?tea") == (301, "/news/1999/12/?tea")
    assert get("/archive/1999/12/?&") == (301, "/news/1999/12/?&")
    assert get("/archive/1999/12/?&a=1&") == (301, "/news/1999/12/?&a=1&")
    assert get("/archive/1999/12/?b=1&a&b=2&c=") == (301, "/news/1999/12/?b=1&a&b=2&c=")
    assert get("/archive/1999/12/?q=a+b%20c&%C3%BC") == (301, "/news/1999/12/?q=a+b%20c&%C3%BC")
    assert get("/archive/1999/12/?%s&100%&a=%%") == (301, "/news/1999/12/?%s&100%&a=%%")
    for year in (1, 9999):
        assert get(f"/archive/{year:04}/12/") == (301, f"/news/{year:04}/12/")
    for text in ("2024/13", "0000/01", "٢٠٢٤/03", "x/2024/03"):
        assert get(f"/archive/{text}/") == (404, "Not Found"), f"GET /archive/{text}/"


@pytest.mark.hint(
    "`resolve` says which pattern a path leads to and with which arguments.",
    "Its `url_name` and its `kwargs` make the other address.",
)
def test_the_same_page_elsewhere():
    """`same_page` gives the address of a page in the other section, and in its own."""
    assert same_page("/news/", "team") == "/team/"
    assert same_page("/news/page/1/", "team") == "/team/page/1/"
    assert same_page("/news/page/7/", "team") == "/team/page/7/"
    assert same_page("/team/page/123456789/", "news") == "/news/page/123456789/"
    assert same_page("/news/2024/03/page/123456789/", "team") == "/team/2024/03/page/123456789/"
    assert same_page("/team/2024/03/", "news") == "/news/2024/03/"
    assert same_page("/team/0987/03/page/2/", "news") == "/news/0987/03/page/2/"
    assert same_page("/team/2024/03/page/1/", "news") == "/news/2024/03/page/1/"
    assert same_page("/news/2024/13/", "team") == "/team/2024/13/"
    assert same_page("/news/on/news/and/team/", "team") == "/team/on/news/and/team/"
    assert same_page("/news/news/", "news") == "/news/news/"
    assert same_page("/team/welcome/", "team") == "/team/welcome/"
    assert same_page("/team/", "team") == "/team/"
    assert same_page("/news/trips/rome/", "team") == "/team/trips/rome/"
    assert same_page("/news/Trips/ROME/", "team") == "/team/Trips/ROME/"
    assert same_page("/news/in/2024/03/page/1/", "team") == "/team/in/2024/03/page/1/"


@pytest.mark.hint(
    "A path is decoded, an address is encoded.",
    "`reverse` encodes what it puts in.",
    "`quote` of the standard library encodes more than is necessary: see its `safe`.",
)
def test_addresses_are_encoded():
    """Where a path has characters that an address may not have, `same_page` encodes them."""
    assert same_page("/news/grün/", "team") == "/team/gr%C3%BCn/"
    assert same_page("/team/100% new?/", "news") == "/news/100%25%20new%3F/"
    assert same_page("/team/a%20b/", "team") == "/team/a%2520b/"
    assert same_page("/team/ a /", "news") == "/news/%20a%20/"
    assert same_page("/team/a#b?page=2/", "news") == "/news/a%23b%3Fpage=2/"
    assert same_page("/news/page/7/?/", "team") == "/team/page/7/%3F/"
    assert same_page("/news/c++: don't @ me!/", "team") == "/team/c++:%20don't%20@%20me!/"


@pytest.mark.parametrize(
    ("path", "section", "named"),
    [
        ("/nowhere/", "news", "/nowhere/"),
        ("/", "team", "/"),
        ("/archive/2024/03/", "team", "/archive/2024/03/"),
        ("/blog/", "team", "/blog/"),
        ("/it's/", "news", "/it's/"),
        ("/News/", "team", "/News/"),
        ("news/", "team", "news/"),
        (" /news/", "team", " /news/"),
        ("/newsletter/", "team", "/newsletter/"),
        ("/grün/", "team", "/grün/"),
        ("/news/", "größe", "größe"),
        ("/a/news/", "team", "/a/news/"),
        ("http://testserver/news/", "team", "http://testserver/news/"),
        ("", "team", ""),
        ("/news/", "blog", "blog"),
        ("/news/", "it's", "it's"),
        ("/news/", "sports", "sports"),
        ("/news/", "", ""),
        ("/news/", "new", "new"),
        ("/news/", "newsletter", "newsletter"),
        ("/news/", "news:", "news:"),
        ("/news/", "team ", "team "),
        ("/news/welcome/", "/team/", "/team/"),
        ("/news/2024/03/", "News", "News"),
    ],
)
@pytest.mark.hint(
    "`resolve` has an exception of its own, which is no `ValueError`.",
    "A path may lead somewhere, and yet not to the blog. A namespace may be no section.",
    "The `repr` of a text is more than the text in quotes: `f'{text!r}'`.",
)
def test_refuses_other_paths_and_sections(path, section, named):
    """A path of no page of the blog, or another section, raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(named))):
        same_page(path, section)
    assert same_page("/news/2024/03/", "team") == "/team/2024/03/"


@pytest.mark.hint(
    "Where the site is served below a prefix, `reverse` knows it. Does your text?",
)
def test_below_a_prefix():
    """Redirects and `same_page` begin with the prefix, the `SCRIPT_NAME`, if there is one."""
    old, page = "/archive/2024/03/", "/news/2024/03/page/2/"
    with override_script_prefix("/app/"):  # as a server does for each request
        redirect, same = get(old, SCRIPT_NAME="/app"), same_page(page, "team")
    assert redirect == (301, "/app/news/2024/03/"), f"GET {old} below the prefix /app"
    assert same == "/app/team/2024/03/page/2/", f"same_page({page!r}, 'team') below the prefix /app"
    with override_script_prefix("/archive/"):
        redirect = get(f"{old}?q=a&archive", SCRIPT_NAME="/archive")
    expected = (301, "/archive/news/2024/03/?q=a&archive")
    assert redirect == expected, f"GET {old}?q=a&archive below the prefix /archive"
    with override_script_prefix("/news/"):
        same = same_page(page, "team")
        others = [same_page(path, "team") for path in ("/news/", "/news/news/", "/team/ü/")]
    assert others == ["/news/team/", "/news/team/news/", "/news/team/%C3%BC/"], (
        "same_page of '/news/', '/news/news/' and '/team/ü/' for 'team', below the prefix /news"
    )
    expected = "/news/team/2024/03/page/2/"
    assert same == expected, f"same_page({page!r}, 'team') below the prefix /news"
    name = "/größe 5%"
    with override_script_prefix(f"{name}/"):
        redirect = get(old, SCRIPT_NAME=name.encode().decode("latin-1"))
        same = [same_page(path, "team") for path in ("/news/", page, "/news/ü {0} %s/")]
    start = "/gr%C3%B6%C3%9Fe%205%25"
    assert redirect == (301, f"{start}/news/2024/03/"), f"GET {old} below the prefix {name!r}"
    assert same == [
        f"{start}/team/",
        f"{start}/team/2024/03/page/2/",
        f"{start}/team/%C3%BC%20%7B0%7D%20%25s/",
    ], f"same_page of '/news/', {page!r} and '/news/ü {{0}} %s/' below the prefix {name!r}"
    assert same_page("/news/2024/03/page/2/", "team") == "/team/2024/03/page/2/"
