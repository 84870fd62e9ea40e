r"""Q83 · Templates: the answer and one way to build it.

## Answer

A template keeps the presentation out of the views: it gets values, and has loops, conditions,
filters, macros, and inheritance by `extends` and `block`. Flask uses Jinja; Django has its own
language and can use Jinja too; with FastAPI and Starlette one takes Jinja. Django's is the
stricter one: no calls with arguments, logic in tags and filters.

The security rule, in OWASP's Cross Site Scripting Prevention Cheat Sheet, is to encode for the
context. Autoescaping makes text safe in HTML and in quoted attributes, and only there. Flask turns
it on by file name, Django always, bare Jinja not at all. In a script I use `tojson` or
`json_script`; for links I check the scheme, since escaping doesn't stop `javascript:`. `safe` and
`Markup` are promises, so values go in by escaping. A Content Security Policy, built into Django 6,
is the second line.

Source that users write is code: user text is a value, never part of a source, else it is template
injection. If users must write templates, a sandbox and limits.

## Follow-ups

- **Why not autoescape by file name?** A macro in `mail.txt`, or a template from a string, falls
  through. It is easier to turn escaping off in the one plain text that needs it.
- **Does the sandbox suffice?** It stops access to internals, and had holes before. It bounds
  neither time nor memory, so such rendering belongs in a process with limits, or one takes Liquid
  or Mustache, which have no code in them.
- **Why an error for undefined names?** By default a misspelt name renders as nothing, and a
  condition on it is false, so that a mistake in a check of permissions stays unseen.
- **How do you allow some HTML of users?** By parsing it and keeping an allow-list of elements and
  attributes, with nh3; regular expressions and lists of bad tags fail.

## Notes

`ImmutableSandboxedEnvironment` checks the attributes and calls of a template while it renders; with
`StrictUndefined` a refused attribute raises where it is shown and not only when it is used. The
options are given to both kinds of environment. A refused attribute that stands in a list is shown
as `Undefined`, which doesn't say what it is. The sandbox looks at methods of lists and dicts, but
Jinja's global `dict` is the class itself, and `dict.update(value, role="admin")` is a call that it
lets pass: so the name goes. Jinja's other globals don't change what they are given; the sandbox
bounds a single `range`, but not what loops or `lipsum` cost. It guards the server, not the browser:
a visitor's template can hold a `<script>`, or turn escaping off by `safe` or `autoescape false`,
so its output is shown to others only when it is cleaned. OWASP's Web Security Testing Guide
has attacks of this kind under WSTG-INPV-18, Server-side Template Injection. `safe_url` looks for
the scheme as the URL Standard's parser does; `urlsplit` does nearly the same, and raises for some
hosts. `str(url)` drops the mark of a safe text: else `&colon;` in it would become a colon in the
browser. `paragraphs` puts Markup together by methods of Markup, which escape what is not marked.
"""

import re
from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

OWN = {
    "layout.html": """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{% block title %}Shop{% endblock %}</title>
  </head>
  <body>
    <main>
      {% block content %}
      {% endblock %}
    </main>
  </body>
</html>
""",
    "ui.html": """\
{% macro field(name, label, value="", error="") %}
<label for="{{ name }}">{{ label }}</label>
<input id="{{ name }}" name="{{ name }}" value="{{ value }}">
{% if error %}
<p class="error">{{ error }}</p>
{% endif %}
{% endmacro %}
{% macro data(id, value) %}
<script type="application/json" id="{{ id }}">{{ value|tojson }}</script>
{% endmacro %}
""",
}

OPTIONS = {
    "autoescape": True,
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def make_environment(pages: Mapping[str, str]) -> jinja2.Environment:
    """Return an environment with these pages and with what they build on."""
    environment = jinja2.Environment(loader=jinja2.DictLoader({**pages, **OWN}), **OPTIONS)
    environment.filters.update(paragraphs=paragraphs, safe_url=safe_url)
    return environment


def paragraphs(text: str) -> str:
    """Return a text as paragraphs of HTML."""
    found = re.split(r"\n(?:[ \t]*\n)+", escape(text).replace("\r\n", "\n").strip())
    html = (Markup(part).strip().replace("\n", Markup("<br>\n")) for part in found)
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in html if part)


def safe_url(url: str) -> str:
    """Return a URL that is safe to link to."""
    url = str(url)
    seen = re.sub("[\t\r\n]", "", url).lstrip("".join(map(chr, range(0x21))))
    scheme = re.match("([a-z][a-z0-9+.-]*):", seen, re.IGNORECASE | re.ASCII)
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        return "#"
    return url


def render_untrusted(source: str, **values: Any) -> str:
    """Render a template that a visitor wrote."""
    environment = ImmutableSandboxedEnvironment(**OPTIONS)
    del environment.globals["dict"]  # `dict.update(value, …)` would change a value
    return environment.from_string(source).render(values)
