"""Checks for Q18 · Package management."""

from collections import defaultdict

import pytest
from packaging.requirements import Requirement
from q018_package_management import parse_requirements, unsatisfied


def texts(requirements):
    return [str(requirement) for requirement in requirements]


def wanted(*lines):
    return [Requirement(line) for line in lines]


@pytest.mark.hint(
    "Go through `text.splitlines()`.",
    "`Requirement(line)` from `packaging.requirements` does the parsing.",
)
def test_parses_one_requirement_a_line():
    """Each line becomes a `Requirement`, in the order of the lines, also one that comes again."""
    text = "rich>=13\nuvicorn[standard]\nrich<15\nMy_Attrs\nrich>=13"
    parsed = parse_requirements(text)
    said = f"of the text {text!r}"
    assert isinstance(parsed, list), f"the result of parse_requirements({text!r}) is not a list"
    assert [each for each in parsed if not isinstance(each, Requirement)] == [], said
    expected = ["rich>=13", "uvicorn[standard]", "rich<15", "My_Attrs", "rich>=13"]
    assert texts(parsed) == expected, said
    assert parse_requirements("") == []


@pytest.mark.hint("Parsing only reads. Who is to judge the markers?")
def test_keeps_a_requirement_whose_marker_is_false():
    """A requirement for another Python is parsed like the others, together with its marker."""
    expected = texts(wanted("old>=1; python_version < '3.8'", "rich"))
    assert texts(parse_requirements("old>=1; python_version < '3.8'\nrich")) == expected


@pytest.mark.hint("Strip a line before you ask whether anything is left of it.")
def test_skips_blank_lines():
    """Empty lines and lines of blanks are skipped."""
    assert texts(parse_requirements("\n\nrich\n   \n \nattrs\n\n")) == ["rich", "attrs"]


@pytest.mark.hint(
    "Cut the comment off first, then see whether anything is left.",
    "`re.sub` takes a pattern such as `(^|\\s);.*` for comments that begin with a semicolon.",
)
def test_skips_comments():
    """A comment goes from its `#` to the end of the line, on a line of its own or after another."""
    assert texts(
        parse_requirements(
            "# pinned\n  # in #May\n #\nrich>=13 # see #12 # and #13\nattrs  #\nzope #\n#rich\n"
        )
    ) == ["rich>=13", "attrs", "zope"]
    assert texts(parse_requirements("rich #egg=rich\nattrs #sha256=0a1b")) == ["rich", "attrs"]


@pytest.mark.hint("What comes before the `#` of a comment, and what before the one in a URL?")
def test_keeps_other_number_signs():
    """A `#` inside a URL or a marker belongs to the requirement, even if a comment follows."""
    expected = texts(wanted("demo @ https://example.org/demo.zip#sha256=0a1b"))
    assert texts(parse_requirements("demo @ https://example.org/demo.zip#sha256=0a1b")) == expected
    expected = texts(wanted("demo @ https://example.org/demo.zip"))
    assert texts(parse_requirements("demo @ https://example.org/demo.zip # ours")) == expected
    expected = texts(wanted("demo @ git+https://example.org/x@v2#egg=demo"))
    assert (
        texts(parse_requirements("demo @ git+https://example.org/x@v2#egg=demo # our #own"))
        == expected
    )
    expected = texts(wanted("old @ https://example.org/#a ; python_version < '3.8'"))
    assert (
        texts(parse_requirements("old @ https://example.org/#a ; python_version < '3.8' # then"))
        == expected
    )
    expected = texts(wanted("rich; platform_version != '#1'"))
    assert texts(parse_requirements("rich; platform_version != '#1' # ours")) == expected


@pytest.mark.parametrize(
    "line",
    [
        "-r base.txt",
        "-e .",
        "  -e .",
        "-c bounds.txt",
        "--pre",
        "--index-url=https://example.org/simple",
        "requests=2.31",
        "two words",
        "rich>=",
        "rich#new",
        "rich>=13#new",
        "rich==14.1.0 --hash=sha256:0a1b",
        "./rich.whl",
    ],
)
@pytest.mark.hint(
    "`Requirement` raises a `ValueError` for such a line: let it through.",
    "In `rich#new` no blank stands before the `#`, so nothing is cut off.",
)
def test_refuses_a_line_that_is_no_requirement(line):
    """An option or another line that is no requirement raises a `ValueError`."""
    with pytest.raises(ValueError):
        parse_requirements(f"rich>=13\n{line}\nattrs\n")
    with pytest.raises(ValueError):
        parse_requirements(line)


@pytest.mark.hint(
    "Look the name up; `dict.get` gives None when it is not there.",
    "The first part of each tuple is `str(requirement)`.",
)
def test_reports_what_is_missing():
    """Packages that are not installed are reported with None, in the order given."""
    assert unsatisfied(wanted("zope>=5", "rich", "attrs"), {"rich": "14.1.0"}) == [
        ("zope>=5", None),
        ("attrs", None),
    ]
    assert unsatisfied(wanted("zope>=5", "attrs", "attrs", "zope<4", "attrs"), {}) == [
        ("zope>=5", None),
        ("attrs", None),
        ("attrs", None),
        ("zope<4", None),
        ("attrs", None),
    ]
    assert unsatisfied(here := wanted("attrs[b,a]<3; python_version >= '3.8'"), {}) == [
        (str(here[0]), None)
    ]
    assert unsatisfied([], {"rich": "14.1.0"}) == []


@pytest.mark.hint(
    "As text, `'1.10' < '1.9'`.",
    "A requirement's `specifier` has a method `contains`.",
)
def test_reports_a_wrong_version():
    """A version outside the specifier is reported; versions are not compared as text."""
    assert unsatisfied(wanted("a>=1,<2"), {"a": "2.0"}) == [("a<2,>=1", "2.0")]
    assert unsatisfied(wanted("a<2", "b", "a<1"), {"a": "2.0"}) == [
        ("a<2", "2.0"),
        ("b", None),
        ("a<1", "2.0"),
    ]
    assert unsatisfied(wanted("a>=1.9", "a<1.2"), {"a": "1.10"}) == [("a<1.2", "1.10")]
    assert unsatisfied(wanted("a>=1.10", "a~=1.4"), {"a": "1.9"}) == [("a>=1.10", "1.9")]
    assert unsatisfied(wanted("a==2.0"), {"a": "2.0.0"}) == []
    assert unsatisfied(wanted("a==1.9.*", "a!=1.*"), {"a": "1.9.3"}) == [("a!=1.*", "1.9.3")]
    assert unsatisfied(wanted("a!=2.0.0"), {"a": "2.0"}) == [("a!=2.0.0", "2.0")]
    assert unsatisfied(wanted("a>=1.9.10", "a<1.9.2"), {"a": "1.9.9"}) == [
        ("a>=1.9.10", "1.9.9"),
        ("a<1.9.2", "1.9.9"),
    ]


@pytest.mark.hint("What you compare may be normalised. What you report is what was given.")
def test_reports_a_version_as_installed_spells_it():
    """The reported version is the text in `installed`, letter by letter."""
    assert unsatisfied(wanted("a>=3"), {"a": "2.07.0"}) == [("a>=3", "2.07.0")]
    assert unsatisfied(wanted("a!=1.0"), {"A": "1.00"}) == [("a!=1.0", "1.00")]


@pytest.mark.hint("`packaging.utils.canonicalize_name`, on both sides.")
def test_compares_normalised_names():
    """Case, `-`, `_` and `.` in names make no difference, alone or in a row, on either side."""
    assert unsatisfied(wanted("flask-sqlalchemy"), {"Flask_SQLAlchemy": "3.1"}) == []
    assert unsatisfied(wanted("PyYAML>=6"), {"pyyaml": "6.0"}) == []
    assert unsatisfied(wanted("a.b", "A_B"), {"a__B": "1"}) == []
    assert unsatisfied(wanted("a-b"), {"A_.-_b": "1"}) == []
    assert unsatisfied(wanted("Zope--Interface>=8"), {"zope.interface": "7.0"}) == [
        ("Zope--Interface>=8", "7.0")
    ]


@pytest.mark.hint(
    "A requirement's `marker` is None or has a method `evaluate`.",
    "A marker that is true changes nothing.",
)
def test_ignores_requirements_whose_marker_is_false():
    """A requirement for another Python holds, one for this Python is looked at."""
    assert unsatisfied(wanted("tomli; python_version < '3.8'", "rich"), {}) == [("rich", None)]
    assert unsatisfied(wanted("tomli>=9; python_version < '3.8'"), {"tomli": "2.0"}) == []
    assert unsatisfied(wanted("tomli; sys_platform == 'none'", "rich"), {}) == [("rich", None)]
    assert unsatisfied(here := wanted("tomli>=9; python_version >= '3.8'"), {"tomli": "2.0"}) == [
        (str(here[0]), "2.0")
    ]
    assert unsatisfied(here := wanted("tomli>=9; python_version >= '3.8'"), {}) == [
        (str(here[0]), None)
    ]
    expected = [("tomli>=9", None), ("rich", None)]
    assert unsatisfied(wanted("tomli; python_version < '3.8'", "tomli>=9", "rich"), {}) == expected
    assert unsatisfied(wanted("tomli>=9", "rich", "tomli; python_version < '3.8'"), {}) == expected


@pytest.mark.hint(
    "Work on copies: a comprehension over `installed.items()` builds one.",
    "A `Requirement` has attributes that can be set. Leave them as they were.",
)
def test_arguments_stay_as_they_are():
    """The requirements, their list and the mapping are after the call what they were before."""
    installed = defaultdict(str, {"Zope.Interface": "7.0", "django": "5.0"})
    requirements = wanted("Zope_Interface>=8", "Attrs", "django>=4.2; python_version < '3.8'")
    requirements += wanted("Attrs>=1; python_version >= '3.8'", "django>9; python_version > '3.8'")
    given = list(requirements)
    before = [(str(r), r.specifier.prereleases) for r in given]
    unsatisfied(requirements, installed)
    said = (
        f"after unsatisfied(requirements, installed) with requirements = {[r for r, _ in before]}"
    )
    assert list(installed.items()) == [("Zope.Interface", "7.0"), ("django", "5.0")], said
    assert requirements == given, said
    assert [(str(r), r.specifier.prereleases) for r in given] == before, said
