"""A learner's folder: made by `start`, found again by `locate`, with the progress kept in it.

    WORKSPACE/LEVEL/qNNN_name.py, qNNN_name_test.py    the stubs to edit, the checks to read
    WORKSPACE/conftest.py, README.md                   fixtures for plain pytest; how to go on
    WORKSPACE/.kata.json                               the progress, see `progress`

In a checkout of the repository the folder `exercises` is a workspace as it stands.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Catalog, Exercise, Level
from grader.errors import KataError
from grader.practice.progress import PROGRESS_FILE, Progress, ProgressFile, unused


@dataclass(frozen=True)
class Workspace:
    """A folder with a learner's files."""

    folder: Path

    @property
    def progress(self) -> ProgressFile:
        return ProgressFile(self.folder / PROGRESS_FILE)

    def file(self, exercise: Exercise) -> Path:
        return self.folder / exercise.level / f"{exercise.name}.py"

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the stub back; return where the learner's version is kept, if there was one."""
        file = self.file(exercise)
        if file.exists() and file.samefile(exercise.stub):
            raise KataError(
                f"{file} is this course's own stub; put it back with: git checkout -- {file}"
            )
        stub = exercise.stub.read_bytes()
        backup = None
        try:
            if file.exists() and (not file.is_file() or file.read_bytes() != stub):
                backup = unused(file.with_suffix(".py.bak"))
                os.replace(file, backup)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(stub)
        except OSError as error:
            raise KataError(f"{file} cannot be written: {error.strerror}") from None
        return backup


def locate(start: Path) -> Workspace:
    """The workspace around a folder: its own `exercises`, or it or a parent with level folders.

    Raises `KataError` where there is none.
    """
    for folder in (start, *start.parents):
        for candidate in (folder / "exercises", folder):
            if (candidate / PROGRESS_FILE).is_file() or _has_levels(candidate):
                return Workspace(candidate)
    raise KataError(
        "there are no exercises here; make a workspace with `kata start DIR` and change into it, "
        "or name a folder with --submission"
    )


def _has_levels(folder: Path) -> bool:
    return any(next((folder / level).glob("q*_*.py"), None) for level in Level)


README = """\
# Interview katas

Open an exercise, for instance `{first}`; its docstring says what to build. Then:

    kata watch          check on every save and move on when it is solved
    kata run 1          check one exercise; also --level entry, 3-7, a name
    kata hint 1         a nudge for the first check that fails
    kata                where you stand and what is next

The checks stand beside each exercise (`…_test.py`) and also run with plain `pytest`.
`kata --help` shows the rest.
"""


def start(folder: Path, catalog: Catalog) -> tuple[Workspace, int]:
    """Make a workspace, or bring one up to date; return it and how many exercises are new.

    Stubs that are already there are never touched; checks are replaced by the current ones. Raises
    `KataError` when the folder holds something else.
    """
    workspace = Workspace(folder)
    try:
        if folder.exists() and not workspace.progress.path.is_file() and any(folder.iterdir()):
            raise KataError(f"{folder} is not empty; name a new folder")
        if (catalog.course / "exercises").resolve() == folder.resolve():
            raise KataError(f"{folder} is the course itself; name another folder")
        new = 0
        for exercise in catalog.exercises:
            file = workspace.file(exercise)
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_bytes(exercise.stub.read_bytes())
                new += 1
            file.with_name(exercise.checks_file.name).write_bytes(exercise.checks_file.read_bytes())
        conftest = catalog.course / "exercises" / "conftest.py"
        if conftest.is_file():
            (folder / "conftest.py").write_bytes(conftest.read_bytes())
        first = workspace.file(catalog.exercises[0]).relative_to(folder)
        (folder / "README.md").write_text(README.format(first=first.as_posix()), encoding="utf-8")
        if not workspace.progress.path.exists():
            workspace.progress.save(Progress())
    except NotADirectoryError:
        raise KataError(f"{folder} is a file; name a new folder") from None
    except OSError as error:
        raise KataError(f"{folder} cannot be written: {error.strerror}") from None
    return workspace, new
