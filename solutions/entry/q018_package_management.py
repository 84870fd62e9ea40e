"""Q18 · Package management: the answer and one way to build it.

## Answer

I give each project a virtual environment, made with `python -m venv .venv`, so that its packages
neither disturb nor depend on those of other projects or of the system. Once it is activated,
`python -m pip install name` fetches from PyPI. What the project needs directly I declare with
ranges, today in `pyproject.toml`, classically in `requirements.txt`; what exactly was installed I
pin, so that others get the same: `pip freeze > requirements.txt` writes it, and
`pip install -r requirements.txt` installs it elsewhere. `freeze` lists all that is there, indirect
packages too, so it is a snapshot, not a statement of intent; real lock files add hashes. Poetry,
Pipenv and uv manage the environment, the dependencies and the lock together; conda also brings
non-Python binaries, which is why data science likes it. Names are normalised, and versions follow
the packaging standards: `1.10` is newer than `1.9`.

## Notes

`packaging` does the judging, so names, wildcards, pre-releases and markers follow the standard. It
is told `prereleases=True` because its default has differed between releases and because a version
that is already installed is a fact, not a candidate; `pip check` does the same.
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
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            problems.append((str(requirement), version))
    return problems


def freeze(installed: Mapping[str, str]) -> str:
    """Write a requirements file that pins everything installed."""
    versions = {canonicalize_name(name): version for name, version in installed.items()}
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))
