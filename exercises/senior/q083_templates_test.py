"""Checks for Q83 · Templates. `read` lists what a browser would see: elements and texts."""

import json
import re
from html.parser import HTMLParser

import jinja2
import pytest
from jinja2.sandbox import SecurityError
from markupsafe import Markup
from q083_templates import make_environment, paragraphs, render_untrusted, safe_url

ATTACK = """<b> & "quotes' onfocus=alert(1) {{ 7 * 7 }}"""


class Reader(HTMLParser):
    """Notes tags and texts; white space around texts doesn't count."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)) if attrs else f"<{tag}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        self.seen.append(f"</{tag}>")

    def handle_data(self, data):
        if data.strip():
            self.seen.append(data.strip())


def read(html):
    """Return the tags and texts of a piece of HTML, in order."""
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    return reader.seen


def within(html, tag):
    """Return the tags and texts within an element of the page."""
    seen = read(html)
    starts = [at for at, item in enumerate(seen) if item == f"<{tag}>" or item[0] == tag]
    ends = [at for at, item in enumerate(seen) if item == f"</{tag}>"]
    return seen[starts[0] + 1 : ends[-1]] if starts and ends else f"no <{tag}>"


def render(source, **values):
    """Render a template from a string."""
    return make_environment({}).from_string(source).render(**values)


def show(pages, name, **values):
    """Render one of the pages."""
    return make_environment(pages).get_template(name).render(**values)


def raised(function, *args, **kwargs):
    """Return the exception of a call, or what it returned."""
    try:
        return function(*args, **kwargs)
    except jinja2.TemplateError as error:
        return error


@pytest.mark.hint(
    "A `jinja2.DictLoader` takes the pages and your own templates together.",
    "A block can have contents: they stand where a page has no block of that name.",
)
def test_pages_extend_the_layout():
    """A page fills the blocks of the layout, and has its title from `super()`."""
    pages = {
        "plain.html": '{% extends "layout.html" %}',
        "cart.html": '{% extends "layout.html" %}'
        "{% block title %}Cart, {{ super() }}{% endblock %}"
        "{% block content %}<p>{{ super() }}{{ count }} items</p>{% endblock %}",
        "sub.html": '{% extends "cart.html" %}{% block title %}My {{ super() }}{% endblock %}',
    }
    assert within(show(pages, "plain.html"), "title") == ["Shop"]
    assert within(show(pages, "plain.html"), "main") == []
    values = {"title": "Other", "content": "Other"}
    assert within(show(pages, "plain.html", **values), "title") == ["Shop"], f"values = {values}"
    assert within(show(pages, "plain.html", **values), "main") == [], f"values = {values}"
    assert within(show(pages, "cart.html", count=2), "title") == ["Cart, Shop"]
    assert within(show(pages, "cart.html", count=2), "main") == ["<p>", "2 items", "</p>"]
    assert within(show(pages, "sub.html", count=2), "title") == ["My Cart, Shop"]
    assert sorted(pages) == ["cart.html", "plain.html", "sub.html"], "the pages, given seven times"
    one, two = make_environment({"a.html": "one"}), make_environment({"a.html": "two"})
    shown = [environment.get_template("a.html").render() for environment in (one, two)]
    assert shown == ["one", "two"], "two environments, each with an `a.html` of its own"


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a", "mail.html.j2", "a.js"])
@pytest.mark.hint(
    "Bare Jinja escapes nothing, and `select_autoescape` decides by the name.",
    "`autoescape=True` decides for all.",
)
def test_values_are_escaped_in_every_template(name):
    """A value is text, in a template of any name, one that it includes, and one from a string."""
    source = """<p title="{{ value }}" lang='{{ value }}'>{{ value }}</p>"""
    expected = [("p", {"title": ATTACK, "lang": ATTACK}), ATTACK, "</p>"]
    pages = {name: source, "outer.html": f'{{% include "{name}" %}}'}
    assert read(show(pages, name, value=ATTACK)) == expected, f"{name} is {source}"
    assert read(show(pages, "outer.html", value=ATTACK)) == expected, f"included {name}"
    assert read(render(source, value=ATTACK)) == expected, f"from a string: {source}"
    for value in ([ATTACK], {ATTACK: ATTACK}):
        shown = str(value)
        expected = [("p", {"title": shown, "lang": shown}), shown, "</p>"]
        assert read(render(source, value=value)) == expected, f"value = {value!r}"


FIELD = '{% from "ui.html" import field %}'


@pytest.mark.hint(
    '`{% macro field(name, label, value="", error="") %}` … `{% endmacro %}`.',
    "An attribute without quotes ends at the first blank.",
    "0 is a value to show. What is false, and what is not there?",
)
def test_the_macro_field():
    """`field` gives a label, an input and perhaps an error, with every value in its place."""

    def field(*args, template="page.html", **kwargs):
        source = FIELD + "{{ field(*args, **kwargs) }}"
        seen = read(show({template: source}, template, args=args, kwargs=kwargs))
        asked = {
            "label": {"for"},
            "input": {"id", "name", "value", "onfocus", "title"},
            "p": {"class"},
        }
        return [
            (item[0], {key: text for key, text in item[1].items() if key in asked.get(item[0], [])})
            if isinstance(item, tuple)
            else item
            for item in seen
            if item[0] != "div" and item not in ("<div>", "</div>")
        ]

    def expected(name, label, value):
        attributes = {"id": name, "name": name, "value": value}
        return [("label", {"for": name}), label, "</label>", ("input", attributes)]

    error = [("p", {"class": "error"}), "Too <short>", "</p>"]
    assert field("mail", "E-mail") == expected("mail", "E-mail", "")
    assert field("mail", "E-mail", "Ada@b.c") == expected("mail", "E-mail", "Ada@b.c")
    assert field("Mail-2", " e-MAIL") == expected("Mail-2", "e-MAIL", "")
    assert field("n", "Number", 0) == expected("n", "Number", "0")
    assert field("n", "N", "x", "Too <short>") == expected("n", "N", "x") + error
    assert field("n", "N", " x\ny ") == expected("n", "N", " x\ny ")
    assert field("n", label="N", error="Too <short>") == expected("n", "N", "") + error
    assert field("n", ATTACK, ATTACK) == expected("n", ATTACK, ATTACK)
    assert field(ATTACK, "N") == expected(ATTACK, "N", "")
    error[1] = ATTACK
    assert field("n", "N", "", ATTACK) == expected("n", "N", "") + error
    assert field("x title=y", "X", "x title=y") == expected("x title=y", "X", "x title=y")
    assert field("n", "N", ATTACK, template="mail.txt") == expected("n", "N", ATTACK)


@pytest.mark.hint(
    "What stands in a script is not HTML: `&lt;` stays `&lt;` there, and `</script>` ends it, "
    "unless `<!--` and `<script` are before it.",
    "Jinja has a filter for just this.",
)
def test_the_macro_data():
    """`data` gives a script element whose content is the value as JSON, whatever is in it."""
    source = '{% from "ui.html" import data %}{{ data(id, value) }}'
    for value in [
        {"name": 'O\'Neill & "Söhne"', "tags": [1, None, True]},
        [
            "</script><b>",
            "</SCRIPT ><i>",
            "<!-- <script>",
            "<!--<Script>",
            "\u2028 {{ 7 * 7 }}",
            "a&lt;b",
        ],
        "text",
        0,
        {},
    ]:
        seen = read(render(source, id='X" y', value=value))
        assert [tag for tag in seen if not isinstance(tag, str)] == [
            ("script", {"type": "application/json", "id": 'X" y'})
        ], f"data('X\" y', {value!r})"
        assert seen[2:] == ["</script>"], f"data('X\" y', {value!r})"
        assert json.loads(seen[1]) == value, f"data('X\" y', {value!r}) gives {seen[1]}"
        assert not re.search("<!--.*<script", seen[1], re.IGNORECASE | re.DOTALL), (
            f"data('X\" y', {value!r}) gives {seen[1]}: in a browser, `<!--` and then `<script` "
            "hide the `</script>` that follows"
        )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one", [["one"]]),
        ("one\ntwo\n\nthree", [["one", "two"], ["three"]]),
        ("one\r\ntwo\r\n\r\nthree\r\n", [["one", "two"], ["three"]]),
        ("one\n\n\n\ntwo\n  \n \t\nthree", [["one"], ["two"], ["three"]]),
        ("\n\n one\n\n", [["one"]]),
        ("one\r\n \t\r\ntwo\n\r\nthree\r\n\nfour", [["one"], ["two"], ["three"], ["four"]]),
        ("one\r\n\r\n\r\ntwo\nthree\r\nfour", [["one"], ["two", "three", "four"]]),
        (" \t\none\n \t", [["one"]]),
        ("a\n\nb\n\nc\nd\ne\n\nf", [["a"], ["b"], ["c", "d", "e"], ["f"]]),
        ("", []),
        (" \n\n ", []),
        ("a\x0cb\x0bc\nd\x85e\u2028f\n\ng", [["a\x0cb\x0bc", "d\x85e\u2028f"], ["g"]]),
    ],
)
@pytest.mark.hint(
    "Make one kind of line ending first, then split at what has no text in it.",
    '`re.split(r"\\n\\s*\\n", text)` takes several blank lines at once.',
    "What comes of a text that has nothing in it? And where does `splitlines` split?",
)
def test_paragraphs_and_line_breaks(text, lines):
    """Blank lines part paragraphs, and other line breaks are `<br>`."""
    expected = []
    for paragraph in lines:
        inner = [part for line in paragraph for part in ("<br>", line)][1:]
        expected += ["<p>", *inner, "</p>"]
    assert read(paragraphs(text)) == expected, f"paragraphs({text!r})"


@pytest.mark.hint(
    "`markupsafe.escape(text)` escapes what is not marked, and gives `Markup`.",
    'Splitting or joining may drop the mark. `Markup("<p>{}</p>").format(part)` escapes `part` '
    "if it has none.",
)
def test_paragraphs_are_escaped_once():
    """The text is escaped, a safe one is not, and the result shows as HTML."""
    text = "a <b> & 'c'\n\n&lt;"
    escaped = ["<p>", "a <b> & 'c'", "</p>", "<p>", "&lt;", "</p>"]
    assert read(paragraphs(text)) == escaped, f"paragraphs({text!r})"
    assert read(render("{{ text|paragraphs }}", text=text)) == escaped, f"{text!r}|paragraphs"
    safe = ["<p>", "<i>", "a", "</i>", "& b", "</p>", "<p>", "c", "</p>"]
    text = Markup("<i>a</i> &amp; b\n\nc")
    assert read(paragraphs(text)) == safe, f"paragraphs({text!r})"
    assert read(render("{{ text|paragraphs }}", text=text)) == safe, f"{text!r}|paragraphs"
    text = Markup("<i>a</i>\r\nb\r\n\r\nc")
    lines = ["<p>", "<i>", "a", "</i>", "<br>", "b", "</p>", "<p>", "c", "</p>"]
    assert read(paragraphs(text)) == lines, f"paragraphs({text!r})"
    assert read(render("{{ 'a < b'|e|paragraphs }}")) == ["<p>", "a < b", "</p>"]


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.test/a?b=c&d#e",
        "https://shop.test",
        "HTTPS://SHOP.test/%41",
        "mailto:ada@shop.test",
        "MailTo:ada@shop.test",
        "/items/7",
        "items/a:b",
        "?next=a:b",
        "#javascript:x",
        "/javascript:x",
        "!javascript:x",
        "//shop.test/a",
        "1a:b",
        "a_b:c",
        "_a:b",
        "+a:b",
        ".a:b",
        "ada@shop.test:x",
        "",
        "./a b",
        "https://shop.test/a\tb",
        "  https://shop.test ",
        "\x01ht\ntps://shop.test",
        "mailto:?subject=a",
        "http:x",
        "HTTPS:/a",
        "javascript :x",
        "java script:x",
        "java\x01script:x",
        "java%73cript:x",
        "javascript%3Ax",
        "http://[",
        "https://shop.test]/a",
        "//[",
    ],
)
@pytest.mark.hint(
    "A scheme is a letter, then letters, digits, `+`, `-` or `.`, and then a colon.",
    "A colon further on, behind a slash or a question mark, begins no scheme.",
)
def test_safe_urls_stay(url):
    """A URL with an allowed scheme, or without one, is returned as it is."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "j\na\rv\tascript\n:alert(1)",
        "  javascript:alert(1)",
        "\x01\x1f javascript:alert(1)",
        "\n\x0bjavascript:alert(1)",
        "\t \tjavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "ftp://shop.test/",
        "javascript://shop.test/%0Aalert(1)",
        "http+javascript:x",
        "httpsx:x",
        "httpx://shop.test",
        "x-a.b+1:y",
        "a:b",
        "\x00javascript:alert(1)",
        " \x00\x1fjavascript:alert(1)",
        "tel:5",
        "file:///a",
        "localhost:8000/a",
        "shop.test:80",
        "ws://shop.test",
        "sms:5",
    ],
)
@pytest.mark.hint(
    "Name what is allowed, not what is bad.",
    "Look at the URL as a browser does: take out what it ignores, and then look for a scheme.",
    "Characters up to U+0020 in front of a URL are ignored.",
)
def test_other_schemes_are_refused(url):
    """A URL with any other scheme, however it is disguised, gives `#`."""
    assert safe_url(url) == "#"


@pytest.mark.hint(
    "Escaping is the template's part; is your result still a text that it escapes?",
    "`str(url)` of a `Markup` has no mark.",
)
def test_safe_urls_are_escaped():
    """In a template a URL is escaped like any text, also one that is marked as safe."""
    source = '<a href="{{ url|safe_url }}">'
    for url in [
        '/a?b=c&d="><script>',
        Markup("javascript&colon;alert(1)"),
        Markup("/a?b=1&amp;c=2"),
        Markup('" onfocus="alert(1)'),
    ]:
        assert read(render(source, url=url)) == [("a", {"href": str(url)})], f"url = {url!r}"
    assert read(render(source, url=Markup("data:x"))) == [("a", {"href": "#"})]


@pytest.mark.parametrize(
    "source",
    [
        "Dear {{ nmae }}",
        "Dear {{ user.nmae }}",
        "{% if nmae %}yes{% endif %}",
        "{% if not user.admn %}no{% endif %}",
        "{% for item in itmes %}{{ item }}{% endfor %}",
        "{{ user.nmae == 'Ada' }}",
        "{{ nmae != 'Ada' }}",
        "{{ 5 > user.nmae }}",
        "{{ nmae <= 5 }}",
        "{% if 'Ada' in user.nmaes %}yes{% endif %}",
        "{% for item in user.itmes %}{{ item }}{% else %}none{% endfor %}",
        "{{ 'yes' if user.admn else 'no' }}",
        "{{ user['nmae'] }}",
    ],
)
@pytest.mark.hint("Jinja has several kinds of `Undefined`; one of them raises whatever you do.")
def test_undefined_names_are_errors(source):
    """A name or an attribute that is not there raises `UndefinedError`."""
    error = raised(render, source, user={"name": "Ada"})
    assert isinstance(error, jinja2.UndefinedError), f"{source} gave {error!r}"
    error = raised(render_untrusted, source, user={"name": "Ada"})
    assert isinstance(error, jinja2.UndefinedError), f"untrusted: {source} gave {error!r}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul>\n  {% for x in xs %}\n  <li>{{ x }}\n  {% endfor %}\n</ul>", "<ul>\n  <li>1\n</ul>"),
        ("a\n{% if xs %}\nb\n{% endif %}\nc", "a\nb\nc"),
        ("a\n\t {% if not xs %}\nb\n{% endif %}\nc", "a\nc"),
        ("a\n    {% set y = 2 %}\n{{ y }}", "a\n2"),
        ("{% if xs %}\n  a\n\n{% endif %}\nb", "  a\n\nb"),
        ("a {% if xs %}b{% endif %} c", "a b c"),
        ("# a\n## b\n  % c\n{{ xs[0] }}", "# a\n## b\n  % c\n1"),
    ],
)
@pytest.mark.hint(
    "Two options of the environment: one for what follows a tag, one for what precedes."
)
def test_block_lines_leave_no_trace(source, expected):
    """A line of one block tag is not in the output, nor are blanks before it; the rest stays."""
    assert render(source, xs=[1]) == expected, f"the template is {source!r}"
    assert render_untrusted(source, xs=[1]) == expected, f"untrusted: {source!r}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ name|attr('_' ~ '_class_' ~ '_') }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ ('{0.__class__}'|attr('format'))(name) }}",
        "{{ '{a.__class__}'.format_map({'a': name}) }}",
        "{{ name['_' * 2 ~ 'class' ~ '_' * 2] }}",
        "{{ ('{0._' ~ '_class_' ~ '_}').format(name) }}",
        "{% set f = '{0.__class__}'.format %}{{ f(name) }}",
        "{{ ([name]|map(attribute='_' ~ '_class_' ~ '_')|first) }}",
        "{{ [nested]|map(attribute='deep.__class__')|first }}",
        "{{ [name]|map('attr', '__class__')|first }}",
        "{{ '{a[0].__class__}'.format(a=name) }}",
        "{{ safe.format(name) }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ items.append(4) }}",
        "{{ items.sort() }}",
        "{{ items.pop() }}",
        "{{ prices.update(tea=0) }}",
        "{{ prices.pop('tea') }}",
        "{% if items.insert(0, 4) %}{% endif %}",
        "{{ items.extend([4]) }}",
        "{{ items.remove(1) }}",
        "{{ items.reverse() }}",
        "{{ prices.setdefault('pie', 3) }}",
        "{{ prices.popitem() }}",
        "{{ nested.deep[0].clear() }}",
        "{{ prices.clear() }}",
        "{{ items['append'](4) }}",
        "{{ (items|attr('append'))(4) }}",
        "{{ ([items]|map(attribute='pop')|first)() }}",
        "{{ prices['up' ~ 'date'](tea=0) }}",
        "{% set add = items.append %}{{ add(4) }}",
    ],
)
@pytest.mark.hint(
    "`jinja2.sandbox` has environments for that; a list of forbidden words never is complete.",
    "One of them also keeps lists, dicts and sets from being changed.",
    "A refused attribute is undefined; which kind of `Undefined` raises when it is merely shown?",
)
def test_the_sandbox_refuses(source):
    """Internals of Python and changes of a value raise `SecurityError`, and nothing is changed."""
    values = {"name": "Ada", "items": [3, 1, 2], "prices": {"tea": 5}}
    values.update(nested={"deep": [[1]]}, safe=Markup("{0.__class__}"))
    before = repr(values)
    error = raised(render_untrusted, source, **values)
    assert isinstance(error, SecurityError), f"{source} gave {error!r}"
    assert repr(values) == before, f"the values after {source}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ dict }}",
        "{{ dict(tea=5) }}",
        "{{ dict.update(user, role='admin') }}",
        "{{ dict.pop(user, 'role') }}",
        "{% set change = dict.setdefault %}{{ change(user, 'id', 1) }}",
    ],
)
@pytest.mark.hint(
    "The methods of a dict can be called on its class as well: which names has a template of yours "
    "without being given any?",
    "An environment keeps them in `globals`, which is a dict of its own.",
)
def test_the_sandbox_has_no_dict(source):
    """`dict` is undefined in a visitor's template, so nothing is changed by its methods."""
    user = {"role": "guest"}
    error = raised(render_untrusted, source, user=user)
    assert isinstance(error, jinja2.UndefinedError), f"{source} gave {error!r}"
    assert user == {"role": "guest"}, f"user after {source}"


@pytest.mark.hint(
    "The sandbox is an environment as well, and takes the same options.",
    "What does the `repr` of what you put in the place of a refused attribute tell?",
)
def test_the_sandbox_renders():
    """A visitor's template has loops and filters, values are escaped, lists show no internals."""
    source = "<p>{% for item in items|sort %}{{ loop.index }}. {{ item|upper }} {% endfor %}</p>"
    assert render_untrusted(source, items=["b", "a"]) == "<p>1. A 2. B </p>"
    shown = raised(render_untrusted, "{{ items }}")
    assert isinstance(shown, jinja2.UndefinedError), f"without values after that call: {shown!r}"
    assert read(render_untrusted("<i>{{ x }}</i>", x=ATTACK)) == ["<i>", ATTACK, "</i>"]
    assert read(render_untrusted('<i title="{{ x }}">', x=ATTACK)) == [("i", {"title": ATTACK})]
    assert render_untrusted("{{ '{}-{}'.format(a, b.c) }}", a=1, b={"c": 2}) == "1-2"
    source = "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}{{ bold(name) }}"
    assert render_untrusted(source, name="A&B") == "<b>A&amp;B</b>"
    source = "{% for key, value in prices.items() %}{{ key.upper() }} {{ value }} {% endfor %}"
    assert render_untrusted(source, prices={"tea": 0, "pie": 2.5}) == "TEA 0 PIE 2.5 "
    source = "__init__: {{ '__class__' }} {{ x }} {{ p['update'] }} {{ p['__class__'] }}"
    shown = render_untrusted(source, x="x.__class__", p={"update": "up", "__class__": "first"})
    assert shown == "__init__: __class__ x.__class__ up first", source
    source = "{{ xs.index(7) }} {{ xs.count(7) }} {{ prices.get('tea') }} {{ xs }}"
    assert render_untrusted(source, xs=["<", 7], prices={"tea": 5}) == "1 1 5 [&#39;&lt;&#39;, 7]"
    for source in [
        "{{ [name]|map(attribute='__class__')|list }}",
        "{{ [name.__class__] }}",
        "{{ {'a': name['__class__']} }}",
        "{{ [[name|attr('__class__')]] }}",
    ]:
        shown = raised(render_untrusted, source, name="Ada")
        if isinstance(shown, jinja2.TemplateError):
            shown = "nothing, but an error"
        assert "class" not in str(shown), f"{source} gave {shown!r}"
