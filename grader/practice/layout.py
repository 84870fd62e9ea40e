"""Laying a course out in a workspace, and bringing one up to date: `kata start`, `kata update`.

What the learner has touched is never changed nor deleted: stubs are replaced only while they are
just as they were laid out. Checks, fixtures and settings of plain pytest are always the current
ones.
"""

from dataclasses import dataclass, field
from pathlib import Path

from grader.catalog import Catalog, Exercise, Level, checkout
from grader.errors import KataError
from grader.practice import ci
from grader.practice.fingerprint import fingerprint
from grader.practice.progress import Warn
from grader.practice.workspace import Workspace, is_workspace, write

SHARED = ("conftest.py", "pytest.ini")
"""What lies beside a course's levels and is needed to run its checks."""

ONCE = ("mypy.ini",)
"""What lies there as well, and is the learner's own from when it is in a workspace."""

TITLE = "# Interview katas\n"

README = (
    TITLE
    + """
Open an exercise, for instance `{first}`; its docstring says what to build. Then:

    kata watch          check on every save and move on when it is solved
    kata run 1          check one exercise; also --level entry, 3-7, a name
    kata hint 1         a nudge for the first check that fails
    kata                where you stand and what is next

All is red at first: nothing is written yet. The checks stand beside each exercise (`…_test.py`) and
also run with plain `pytest`. `kata --help` shows the rest.
"""
)

IN_A_CHECKOUT = "# this workspace is inside a checkout of the course and none of its business\n*\n"

IGNORED = "__pycache__/\n.pytest_cache/\n*.bak*\n.kata.json.*\n"
"""What Python, pytest and `kata` leave behind in a workspace; the progress is worth keeping."""


@dataclass
class Changes:
    """What was changed in a workspace, as exercises.

    `newer_checks` are those whose checks have changed while the learner's file was touched;
    `other_checks` are those whose checks alone were other ones, the learner's own perhaps; `gone`
    maps a file that is no exercise's any more to the exercise that has its number now, if any; `ci`
    maps a file for CI to what became of it.
    """

    new: list[Exercise] = field(default_factory=list)
    updated: list[Exercise] = field(default_factory=list)
    newer_checks: list[Exercise] = field(default_factory=list)
    other_checks: list[Exercise] = field(default_factory=list)
    gone: dict[Path, Exercise | None] = field(default_factory=dict)
    ci: dict[str, str] = field(default_factory=dict)


def lay_out(folder: Path, catalog: Catalog, warn: Warn, host: str | None = None) -> Changes:
    """Make a workspace of a folder, finish one that broke off, or bring one up to date.

    With a host of CI, what it grades with is written too. Raises `KataError` when the folder holds
    something else, or cannot be written.
    """
    workspace = Workspace(folder)
    for_ci = ci.files(folder, host) if host else {}
    try:
        if not workspace.progress.path.is_file():
            _refuse_inside(folder)
            if folder.exists():
                _refuse_foreign(folder)
        if (catalog.course / "exercises").resolve() == folder.resolve():
            raise KataError(f"{folder} is the course itself; name another folder")
        folder.mkdir(parents=True, exist_ok=True)
        changes = Changes()
        with workspace.progress.changing(warn) as progress:
            for exercise in catalog.exercises:
                _lay_out(workspace, exercise, progress.stubs, changes)
            _shared(folder, catalog)
            changes.ci = ci.write(folder, for_ci, progress.stubs)
        changes.gone = _gone(folder, catalog)
    except (NotADirectoryError, FileExistsError):
        raise KataError(f"{folder} is a file; name a new folder") from None
    except OSError as error:
        raise KataError(f"{folder} cannot be written: {error.strerror}") from None
    return changes


def _refuse_inside(folder: Path) -> None:
    """A workspace in another one would be found in its place, from there alone."""
    if around := next((f for f in folder.resolve().parents if is_workspace(f)), None):
        raise KataError(
            f"{folder} would be inside the workspace {around}; bring that up to date with "
            "`kata update`, or name a folder outside of it"
        )


def _refuse_foreign(folder: Path) -> None:
    """Only a workspace that broke off, and what version control and editors put there, may be in
    the folder."""
    ours = {*SHARED, *ONCE, "README.md", *Level, *ci.FOLDERS}
    if found := sorted(p.name for p in folder.iterdir() if p.name not in ours):
        foreign = [name for name in found if not name.startswith((".", "LICENSE", "README"))]
        if foreign:
            raise KataError(f"{folder} is not empty: it holds {foreign[0]}; name a new folder")


def _lay_out(
    workspace: Workspace, exercise: Exercise, laid: dict[str, str], changes: Changes
) -> None:
    """Bring an exercise's two files; `laid` maps module names to fingerprints of stubs laid out."""
    file = workspace.file(exercise)
    checks_file = file.with_name(exercise.checks_file.name)
    stub, checks = exercise.stub.read_bytes(), exercise.checks_file.read_bytes()
    there = file.read_bytes() if file.is_file() else None
    others = checks_file.is_file() and checks_file.read_bytes() != checks
    untouched = there is not None and fingerprint(there) == laid.get(exercise.name)
    begun = there is not None and there != stub and stub.startswith(there)  # a start that broke off
    if not file.exists() or (begun and not untouched):
        write(file, stub)
        changes.new.append(exercise)
    elif there == stub:
        changes.other_checks += [exercise] * others
    elif untouched:
        write(file, stub)
        changes.updated.append(exercise)
    elif others:
        changes.newer_checks.append(exercise)
    laid[exercise.name] = fingerprint(stub)
    if others or not checks_file.is_file():
        write(checks_file, checks)


def _shared(folder: Path, catalog: Catalog) -> None:
    for name in (*SHARED, *ONCE):
        source = catalog.course / "exercises" / name
        if source.is_file() and not (name in ONCE and (folder / name).exists()):
            write(folder / name, source.read_bytes())
    first = catalog.exercises[0]
    readme = folder / "README.md"
    if not readme.exists() or readme.read_text("utf-8", "replace").startswith(TITLE):
        text = README.format(first=f"{first.level}/{first.name}.py")
        write(readme, text.encode())
    ignore = folder / ".gitignore"
    if not ignore.exists():
        text = IN_A_CHECKOUT if checkout(folder.resolve()) else IGNORED
        write(ignore, text.encode())


def _gone(folder: Path, catalog: Catalog) -> dict[Path, Exercise | None]:
    names = {exercise.name for exercise in catalog.exercises}
    numbers = {exercise.number: exercise for exercise in catalog.exercises}
    return {
        path.relative_to(folder): numbers.get(int(path.name[1:4]))
        for level in Level
        for path in sorted((folder / level).glob("q[0-9][0-9][0-9]_*.py"))
        if path.stem not in names and not path.stem.endswith("_test")
    }
