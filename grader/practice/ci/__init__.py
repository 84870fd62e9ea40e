"""Files by which a CI host grades a workspace: `kata start DIR --ci HOST`.

They stand beside this module as the host reads them, with VERSION in place of the grader's, which
is the one that writes them. What somebody has changed in the workspace is never overwritten.
"""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from grader.errors import KataError
from grader.practice.fingerprint import fingerprint
from grader.practice.workspace import write as put

HOSTS = {
    "github": {".github/workflows/grade.yml": "github.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "classroom50": {"classroom50/autograder.py": "autograder.py"},
    "gradescope": {
        "gradescope/setup.sh": "setup.sh",
        "gradescope/run_autograder": "run_autograder",
    },
}
"""Each host's files: where they lie in a workspace, and which one here each is."""

AT_THE_ROOT = ("github", "gitlab")
"""Hosts that read their files at a repository's root and nowhere else."""

FOLDERS = ("classroom50", "gradescope")

NEXT = {
    "github": "every tag that is pushed and every pull request is graded",
    "gitlab": "every tag that is pushed and every merge request is graded",
    "classroom50": (
        "copy it into the classroom's repository, as CLASSROOM/autograders/ASSIGNMENT/autograder.py"
    ),
    "gradescope": "zip both, without their folder, and upload that as the assignment's autograder",
}
"""How each host goes on from there."""


def files(folder: Path, host: str) -> dict[str, bytes]:
    """What a host needs in a workspace: paths in it, and their contents.

    Raises `KataError` where the host would not look for them.
    """
    place = folder.resolve()
    root = next((each for each in (place, *place.parents) if (each / ".git").exists()), place)
    if host in AT_THE_ROOT and root != place:
        raise KataError(
            f"{folder} lies in the repository {root}, at whose root alone CI is set up; "
            "name a folder that is no part of one"
        )
    here = Path(__file__).parent
    number = version("interview-katas").encode()
    return {
        path: (here / name).read_bytes().replace(b"VERSION", number)
        for path, name in HOSTS[host].items()
    }


def write(folder: Path, wanted: Mapping[str, bytes], laid: dict[str, str]) -> dict[str, str]:
    """Write files into a workspace; return what became of each.

    `laid` maps their paths to the fingerprints of what was written before. Raises `OSError`.
    """
    return {path: _write(folder, path, content, laid) for path, content in wanted.items()}


def _write(folder: Path, path: str, content: bytes, laid: dict[str, str]) -> str:
    file = folder / path
    there = file.read_bytes() if file.exists() else None
    if there == content:
        said = "is up to date"
    elif there is not None and fingerprint(there) != laid.get(path):
        return "was changed and is left as it is; delete it to have it written anew"
    else:
        put(file, content)
        said = "is written" if there is None else "is brought up to date"
    if content.startswith(b"#!"):
        file.chmod(0o755)
    laid[path] = fingerprint(content)
    return said
