"""Q18 · Package management: know what is asked for, what is there, and what is missing.

Topics: packages, configuration, text
Needs: packaging

How do you manage the packages of a project? A good answer has `pip`, virtual environments and
`requirements.txt` in it; a better one also knows what these tools compare. Show it: read a
requirements file, check it against what is installed, and write one back.

The library `packaging` holds the standard rules for names, versions and markers; `pip` uses it too.
Use its `Requirement` and `canonicalize_name` rather than comparing text.

## Build

`parse_requirements(text)` takes the text of a requirements file, one requirement per line, and
returns a list of `packaging.requirements.Requirement`, in the order of the lines. It skips blank
lines and comments. Requirements whose marker is false here are in the list too. It raises
`ValueError` for a line that is not a requirement; the message contains that line without its
surrounding white space and comment (`packaging.requirements.InvalidRequirement` is such a
`ValueError`). An option line such as `-r base.txt` is not a requirement.

`unsatisfied(requirements, installed)` takes an iterable of `Requirement` and a mapping from the
names of the installed distributions to their versions, both strings. It returns a list of tuples
`(text, version)`, one for each requirement that does not hold, in the order given: `text` is
`str()` of the `Requirement`, and `version` is the installed version as `installed` spells it, or
`None` if the distribution is missing.

`freeze(installed)` takes the same mapping and returns the text of a requirements file that pins it:
a line `name==version` for each distribution, each ended by a newline, `""` if there is none. The
names are normalised, and the lines sorted by normalised name.

## Rules

- A comment begins with a `#` at the start of the line or after white space, and runs to the end of
  the line. Any other `#` belongs to the requirement, as in
  `demo @ https://example.org/demo.zip#sha256=0a1b`.
- Names are the same if they are the same when normalised: `Flask_SQLAlchemy` and
  `flask-sqlalchemy`. No two names in `installed` normalise alike.
- Versions compare as versions, not as text: `1.10` is newer than `1.9`, and `==1.4.*` accepts `1.4`
  and `1.4.7` but not `1.40`.
- An installed pre-release counts like any version: `5.0rc1` satisfies `>=4.2`, and also a
  requirement that names no version, but not `>=5.0`.
- A requirement whose marker is false for the running Python holds, whatever is installed.
- Extras (`uvicorn[standard]`) and URLs do not matter to `unsatisfied`: it looks at the name, the
  version and the marker.
- The arguments are not changed. All versions are valid.

## Example

    >>> wanted = parse_requirements("requests >= 2.31  # for the API\\n\\nrich")
    >>> unsatisfied(wanted, {"Requests": "2.30.0"})
    [('requests>=2.31', '2.30.0'), ('rich', None)]
    >>> freeze({"Rich": "14.1.0", "markdown_it_py": "4.0.0"})
    'markdown-it-py==4.0.0\\nrich==14.1.0\\n'
"""

from collections.abc import Iterable, Mapping

from packaging.requirements import Requirement


def parse_requirements(text: str) -> list[Requirement]:
    """Read the lines of a requirements file."""
    raise NotImplementedError


def unsatisfied(
    requirements: Iterable[Requirement], installed: Mapping[str, str]
) -> list[tuple[str, str | None]]:
    """List the requirements that do not hold, with the version found or None."""
    raise NotImplementedError


def freeze(installed: Mapping[str, str]) -> str:
    """Write a requirements file that pins everything installed."""
    raise NotImplementedError
