r"""Q83 · Templates: what is escaped, what is not, and who wrote it.

Topics: templates, web, security, text
Needs: jinja2, markupsafe

How do Python web frameworks handle templates? What keeps a visitor's text from becoming code? Set
up Jinja for a site where strangers write.

## Build

`make_environment(pages)` returns a `jinja2.Environment` with the templates in `pages`, a dict from
names to sources, with two templates of yours, and with the filters `paragraphs` and `safe_url`.

- `layout.html` is a page with a block `title`, which holds `Shop`, as the content of `<title>`, and
  with an empty block `content` as the content of `<main>`.
- `ui.html` has a macro `field(name, label, value="", error="")`.
- It gives a `<label>` with the label, whose `for` is the name, and then an `<input>` whose `id` and
  `name` are the name and whose `value` is the value.
- If there is an error, a `<p class="error">` with it follows.
- `ui.html` has a macro `data(id, value)`, which gives a `<script type="application/json" id="…">`
  whose content is the value as JSON.

`paragraphs(text)` is a filter, which returns HTML that a template does not escape again.

- Each paragraph of the text becomes a `<p>`, and each line break within one a `<br>`.
- Lines end in `\n` or `\r\n`, and one or more lines that are empty or blank part two paragraphs.
- The text is escaped, unless it is marked as safe.

`safe_url(url)` is a filter, which returns the URL, or `#` where a link to it could run code.

- A URL with the scheme `http`, `https` or `mailto` in either case, or without a scheme, is returned
  as it is, and any other scheme gives `#`.
- Browsers ignore tabs and line breaks anywhere in a URL, and blanks and control characters before
  it.

`render_untrusted(source, **values)` renders a template that a visitor wrote, and returns the text.

- An attribute such as `__class__` is never shown. A `.`, `[]`, `attr`, `map(attribute=…)` or
  `format` that shows nothing but one raises `jinja2.sandbox.SecurityError`.
- So does a call of a method that changes a list or dict. The name `dict` is undefined.

## Rules

- A value that stands in text or in quotes is escaped, in templates of any name, in included ones
  and in those from strings.
- What a macro returns is not escaped again.
- An undefined name or attribute raises `jinja2.UndefinedError` where it is shown, compared or
  looped over, and in a condition.
- A line of one block tag, with or without blanks before it, leaves no trace in the output.
- What `safe_url` returns is escaped like any text, also if the URL is marked as safe.
- What stands here on escaping, undefined names and lines holds for `render_untrusted` too.

## Left open

Filters in `render_untrusted`, undefined names elsewhere and in arguments, internals not shown, `!r`
and `:` in `format`, pages named like your templates, trailing blanks, leading ones in `paragraphs`,
a lone `\r`, lines of `raw` tags, `autoescape` tags, URLs beyond ASCII, values other than texts,
numbers, lists, dicts keyed by texts.

## Example

    >>> env = make_environment({"hi.html": "{% extends 'layout.html' %}"
    ...     "{% block content %}<i>{{ name }}</i>{% endblock %}"})
    >>> "<i>&lt;b&gt;</i>" in env.get_template("hi.html").render(name="<b>")
    True
    >>> safe_url("java\tscript:alert(1)"), safe_url("/items?q=a:b")
    ('#', '/items?q=a:b')
    >>> render_untrusted("Dear {{ name|upper }},", name="Ada")
    'Dear ADA,'
"""

from collections.abc import Mapping
from typing import Any

import jinja2


def make_environment(pages: Mapping[str, str]) -> jinja2.Environment:
    """Return an environment with these pages and with what they build on."""
    raise NotImplementedError


def paragraphs(text: str) -> str:
    """Return a text as paragraphs of HTML."""
    raise NotImplementedError


def safe_url(url: str) -> str:
    """Return a URL that is safe to link to."""
    raise NotImplementedError


def render_untrusted(source: str, **values: Any) -> str:
    """Render a template that a visitor wrote."""
    raise NotImplementedError
