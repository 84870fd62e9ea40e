r"""Q18 · Package management: what is asked for, what is there, and what is missing.

Topics: packages, configuration, text
Needs: packaging

How do you manage a project's packages? A good answer names `pip`, virtual environments and
requirements; a better one also knows what these tools compare. Read a requirements file and check
it against what is installed. The library `packaging` helps:

- `packaging.requirements.Requirement(line)` parses one requirement or raises a `ValueError`.
- A requirement has a `name`, a `specifier` with the method `contains(version)`, and a `marker`,
  which is `None` or has the method `evaluate()`.
- `packaging.utils.canonicalize_name(name)` normalises a name.

## Build

`parse_requirements(text)` takes the text of a requirements file and returns a list: one
`Requirement` for each line, in the order of the lines. A requirement whose marker is false for this
Python is in the list too. A line that is no requirement raises `ValueError`. An option such as
`-r base.txt` is no requirement.

`unsatisfied(requirements, installed)` takes a list of `Requirement` and a dict from the names of
the installed packages to their versions. Versions are strings of numbers and dots, such as
`"2.31.0"`. It returns a list of tuples `(text, version)`, one for each requirement that does not
hold, in the order given. `text` is `str(requirement)`. `version` is the version as `installed`
spells it, or `None` if the package is missing.

## Rules

- Blank lines and comments are skipped.
- A comment begins with a `#` at the start of a line or after a blank, and ends with the line.
- Any other `#` is part of the requirement: `demo @ https://example.org/demo.zip#sha256=0a1b`.
- Names are compared as `canonicalize_name` gives them: `Flask_SQLAlchemy` is `flask-sqlalchemy`.
- Versions are not compared as text: `1.10` is newer than `1.9`, and `2.0` equals `2.0.0`.
- A requirement whose marker is false for this Python holds, whatever is installed.
- The arguments stay as they are.

## Left open

Line endings other than `\n`, tabs, line continuations. In `unsatisfied`: extras, URLs, `===`,
and two spellings of one name in `installed`.

## Example

    >>> wanted = parse_requirements("requests >= 2.31  # for the API\n\nrich")
    >>> unsatisfied(wanted, {"Requests": "2.30.0"})
    [('requests>=2.31', '2.30.0'), ('rich', None)]
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
