r"""Q18 · Package management: the answer and one way to build it.

## Answer

I give each project a virtual environment, made with `python -m venv .venv`, so that its packages
neither disturb nor depend on those of other projects or of the system. In it, `pip install name`
fetches from PyPI. What the project needs directly I declare with ranges: today in
`pyproject.toml`, where `[dependency-groups]` (PEP 735) holds the tools for development, classically
in `requirements.txt`. What exactly gets installed I lock, so that everybody gets the same.
`pip freeze > requirements.txt` and `pip install -r requirements.txt` do that in the old way; a lock
file also has hashes, and PEP 751 gives it a standard form, `pylock.toml`. Poetry and Pipenv manage
environment, dependencies and lock together; as of 2026 uv does the same, much faster, and installs
Python itself. conda also brings binaries that are not Python, which data science likes. Names are
normalised, and versions follow the standards: `1.10` is newer than `1.9`.

## Follow-ups

- **What does `pip freeze` not tell you?** Which packages you asked for and which came along; it
  lists both, without hashes and for this platform only. It is a snapshot, not an intent.
- **Ranges or pins?** A library declares ranges, because it shares the environment of others; an
  application is deployed from exact pins with hashes. A constraints file bounds versions without
  asking for the packages.
- **Why does `pip install` refuse to touch the system's Python?** Many Linux distributions mark it
  as externally managed (PEP 668), since their own tools run on it. Use a virtual environment, or
  `pipx` or `uv tool` for programs.
- **Can pip write the new lock file?** `pip lock` does since 25.1, still called experimental as of
  2026, and for the running platform only; `uv export` writes the format too.

## Notes

`packaging` does the judging, so names, versions and markers follow the standards. Pre-releases are
the next thing to decide: an installed one satisfies `>=4.2` if it is newer, but before `packaging`
26 one had to say `prereleases=True` for that. Reading `importlib.metadata` inside `unsatisfied`
would save an argument, and tie the function to one environment.
"""

import re
from collections.abc import Iterable, Mapping

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def parse_requirements(text: str) -> list[Requirement]:
    """Read the lines of a requirements file."""
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line]


def unsatisfied(
    requirements: Iterable[Requirement], installed: Mapping[str, str]
) -> list[tuple[str, str | None]]:
    """List the requirements that do not hold, with the version found or None."""
    versions = {canonicalize_name(name): version for name, version in installed.items()}
    problems = []
    for requirement in requirements:
        if requirement.marker and not requirement.marker.evaluate():
            continue
        version = versions.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            problems.append((str(requirement), version))
    return problems
