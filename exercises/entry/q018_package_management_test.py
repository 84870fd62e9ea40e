"""Checks for Q18 · Package management."""

import pytest
from packaging.requirements import Requirement
from q018_package_management import freeze, parse_requirements, unsatisfied


def wanted(*lines):
    return [Requirement(line) for line in lines]


@pytest.mark.hint(
    "Go through `text.splitlines()`.",
    "`Requirement(line)` from `packaging.requirements` does the parsing.",
)
def test_parses_one_requirement_a_line():
    """Each line becomes a `Requirement`, in order, also one whose marker is false here."""
    parsed = parse_requirements(
        "requests>=2.31,<3\n  uvicorn[standard]  \nold; python_version < '3'"
    )
    assert [type(requirement) for requirement in parsed] == [Requirement] * 3
    assert [(r.name, r.extras, str(r.specifier)) for r in parsed] == [
        ("requests", set(), "<3,>=2.31"),
        ("uvicorn", {"standard"}, ""),
        ("old", set(), ""),
    ]
    assert parse_requirements("") == []


@pytest.mark.hint(
    "Cut the comment off, strip the rest, and see whether anything is left.",
    "A comment's `#` stands at the start of the line or after white space; the one in a URL does "
    "not. `re.sub` can tell them apart.",
)
def test_skips_blanks_and_comments():
    """Blank lines and comments are skipped, and a `#` inside a requirement is kept."""
    url = "https://example.org/demo.zip#sha256=0a1b"
    text = (
        f"# pinned in May\n\n   \n  # indented\nrich>=13 # tables\nattrs\t#\ndemo @ {url} # own\n"
    )
    parsed = parse_requirements(text)
    assert [(r.name, str(r.specifier), r.url) for r in parsed] == [
        ("rich", ">=13", None),
        ("attrs", "", None),
        ("demo", "", url),
    ]


@pytest.mark.parametrize("line", ["-r base.txt", "requests=2.31", "two words"])
@pytest.mark.hint("`Requirement` raises a `ValueError` that quotes the line: let it through.")
def test_refuses_a_line_that_is_no_requirement(line):
    """A line that is not a requirement raises a `ValueError` that contains it."""
    with pytest.raises(ValueError, match=line):
        parse_requirements(f"rich>=13\n{line}\n")


@pytest.mark.hint("Look the name up; `dict.get` gives None when it is not there.")
def test_reports_what_is_missing():
    """Distributions that are not installed are reported with None, in the order given."""
    requirements = iter(wanted("zope>=5", "rich", "attrs[extra]"))
    assert unsatisfied(requirements, {"rich": "14.1.0"}) == [
        ("zope>=5", None),
        ("attrs[extra]", None),
    ]
    assert unsatisfied([], {"rich": "14.1.0"}) == []


@pytest.mark.hint(
    "As text, `'1.10' < '1.9'`.",
    "A requirement's `specifier` has a method `contains`.",
)
def test_reports_a_wrong_version():
    """A version outside the specifier is reported as it is installed; versions are not text."""
    installed = {"a": "1.10", "b": "1.9", "c": "2.0", "d": "2.0.0"}
    requirements = wanted("a>=1.9", "b>=1.10", "c>=1,<2", "d==2.0", "b~=1.4", "c!=2.0.0")
    assert unsatisfied(requirements, installed) == [
        ("b>=1.10", "1.9"),
        ("c<2,>=1", "2.0"),
        ("c!=2.0.0", "2.0"),
    ]


@pytest.mark.hint("`packaging.utils.canonicalize_name`, on both sides.")
def test_compares_normalised_names():
    """Case, `-`, `_` and `.` in names make no difference, on either side."""
    installed = {"Flask_SQLAlchemy": "3.1", "zope.interface": "7.0", "pyyaml": "6.0"}
    requirements = wanted("flask-sqlalchemy", "Zope--Interface>=8", "PyYAML>=6")
    assert unsatisfied(requirements, installed) == [("Zope--Interface>=8", "7.0")]


@pytest.mark.parametrize(
    ("version", "holds"), [("1.4", True), ("1.4.7", True), ("1.40", False), ("1.5", False)]
)
@pytest.mark.hint("`packaging` knows `==1.4.*`; comparing the start of the text does not do.")
def test_understands_the_wildcard(version, holds):
    """`==1.4.*` accepts 1.4 and 1.4.7, but neither 1.40 nor 1.5."""
    expected = [] if holds else [("pandas==1.4.*", version)]
    assert unsatisfied(wanted("pandas==1.4.*"), {"pandas": version}) == expected


@pytest.mark.hint(
    "By default a specifier may refuse any pre-release.",
    "Look at the parameter `prereleases` of `SpecifierSet.contains`.",
)
def test_accepts_an_installed_prerelease():
    """An installed pre-release satisfies older minimums and plain names, not its own release."""
    requirements = wanted("django>=4.2", "django", "django>=5.0")
    assert unsatisfied(requirements, {"django": "5.0rc1"}) == [("django>=5.0", "5.0rc1")]


@pytest.mark.hint(
    "A requirement's `marker` is None or has a method `evaluate`.",
    "A marker that is true changes nothing.",
)
def test_ignores_requirements_whose_marker_is_false():
    """A requirement for another Python holds, whether its distribution is there or not."""
    requirements = wanted(
        "tomli; python_version < '3'",
        "rich>=99; python_version < '3'",
        "rich>=99; python_version >= '3'",
        "attrs; python_version >= '3'",
    )
    assert unsatisfied(requirements, {"rich": "14.1.0"}) == [
        (str(requirements[2]), "14.1.0"),
        (str(requirements[3]), None),
    ]


@pytest.mark.hint(
    "Normalise first, then sort.",
    "Sort the names, not the finished lines: `-` sorts before `=`.",
)
def test_freezes_sorted_by_name():
    """`freeze` gives one line per distribution, names normalised, sorted by that name."""
    installed = {"Zope.Interface": "7.0", "flask-login": "0.6", "Flask": "3.1", "attrs": "25.1rc1"}
    assert (
        freeze(installed) == "attrs==25.1rc1\nflask==3.1\nflask-login==0.6\nzope-interface==7.0\n"
    )
    assert freeze({}) == ""


@pytest.mark.hint("Work on copies: a comprehension over `installed.items()` builds one.")
def test_frozen_text_describes_what_is_installed():
    """What is frozen, parsed again, holds against the same mapping, which stays as it was."""
    installed = {"Rich": "14.1.0", "torch": "2.8.0+cpu", "b_c": "1!2.0.dev3"}
    before = dict(installed)
    parsed = parse_requirements(freeze(installed))
    assert sorted(requirement.name for requirement in parsed) == ["b-c", "rich", "torch"]
    assert unsatisfied(parsed, installed) == []
    assert installed == before
