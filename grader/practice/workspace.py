"""A learner's folder: laid out by `layout`, found again by `locate`, with the progress kept in it.

    WORKSPACE/LEVEL/qNNN_name.py, qNNN_name_test.py    the stubs to edit, the checks to read
    WORKSPACE/pytest.ini, conftest.py                  so that plain pytest runs the checks
    WORKSPACE/mypy.ini                                 so that mypy has nothing to say of the stubs
    WORKSPACE/README.md                                how to go on
    WORKSPACE/.gitignore                               for who keeps it in git
    WORKSPACE/.kata.json                               the progress, see `progress`

In a checkout of the repository the folder `exercises` is a workspace as it stands.
"""

import os
import shlex
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from grader.catalog import Exercise, Level
from grader.errors import KataError, WorkspaceGone
from grader.practice.progress import PROGRESS_FILE, ProgressFile, unused
from grader.terminal import from_here


class Workspace(NamedTuple):
    """A folder with a learner's files."""

    folder: Path

    @property
    def progress(self) -> ProgressFile:
        return ProgressFile(self.folder / PROGRESS_FILE)

    def file(self, exercise: Exercise) -> Path:
        return self.folder / exercise.level / f"{exercise.name}.py"

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the stub back; return where the learner's version is kept, if there was one."""
        if not os.path.isdir(self.folder):
            raise WorkspaceGone(self.folder)
        file = self.file(exercise)
        if os.path.exists(file) and file.samefile(exercise.stub):
            shown = from_here(file)
            raise KataError(
                f"{shown} is this course's own stub; put it back with: "
                f"git checkout -- {shlex.quote(str(shown))}"
            )
        stub = exercise.stub.read_bytes()
        backup = None
        fresh = file.with_name(f".{file.name}.bak")  # whole before the learner's is touched
        try:
            write(fresh, stub)
            if file.exists() and (not file.is_file() or file.read_bytes() != stub):
                backup = unused(file.with_suffix(".py.bak"))
                os.replace(file, backup)
            os.replace(fresh, file)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise KataError(f"{from_here(file)} cannot be written: {error.strerror}") from None
        return backup


def write(file: Path, content: bytes) -> None:
    """Write a file, and the folders above it that are missing. What root makes, with sudo or in a
    container, belongs to the owner of the folder that it is in."""
    made = [path for path in (file, *file.parents) if not os.path.lexists(path)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if os.geteuid() == 0:
        for path in reversed(made):
            owner = path.parent.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def locate(start: Path) -> Workspace:
    """The workspace around a folder: its own `exercises`, or it or a parent with level folders.

    Raises `KataError` where there is none.
    """
    for folder in (start, *start.parents):
        for candidate in (folder / "exercises", folder):
            if is_workspace(candidate):
                return Workspace(candidate)
    raise KataError(
        "there are no exercises here; make a workspace with `kata start DIR` and change into it, "
        "or name a folder with --submission"
    )


def is_workspace(folder: Path) -> bool:
    """Whether a folder is a workspace: it has a progress, or level folders with exercises."""
    if os.path.isfile(folder / PROGRESS_FILE):
        return True
    with suppress(OSError):  # a folder above us, into which we may not look
        return any(next((folder / level).glob("q*_*.py"), None) for level in Level)
    return False
