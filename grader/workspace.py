"""A learner's folder: made by `start`, found again by `locate`, with the progress kept in it.

    WORKSPACE/LEVEL/qNNN_name.py, qNNN_name_test.py    the stubs to edit, the checks to read
    WORKSPACE/conftest.py, README.md                   fixtures for plain pytest; how to go on
    WORKSPACE/.kata.json                               the progress, see `Progress`

In a checkout of the repository the folder `exercises` is a workspace as it stands.
"""

import datetime
import itertools
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.catalog import Catalog, Exercise, Level
from grader.errors import KataError
from grader.results import ExerciseResult, Outcome

PROGRESS_FILE = ".kata.json"


class Progress(msgspec.Struct, kw_only=True):
    """The progress file, format 1: JSON, replaced whole and atomically.

    `solved` maps an exercise's module name to the UTC time when it was first solved; `hints` maps a
    check (`module/test_name`) to how many of its hints were shown.
    """

    format: int = 1
    solved: dict[str, str] = {}
    hints: dict[str, int] = {}


class _Format(msgspec.Struct):
    format: int


def unused(path: Path) -> Path:
    """The path, or one with a number behind it, under which there is nothing yet."""
    numbered = (path.with_name(f"{path.name}{number}") for number in itertools.count(2))
    return next(place for place in itertools.chain([path], numbered) if not os.path.lexists(place))


@dataclass(frozen=True)
class Workspace:
    """A folder with a learner's files."""

    folder: Path

    @property
    def progress_file(self) -> Path:
        return self.folder / PROGRESS_FILE

    def file(self, exercise: Exercise) -> Path:
        return self.folder / exercise.level / f"{exercise.name}.py"

    def progress(self, warn: Callable[[str], object]) -> Progress:
        """Read the progress; a file that makes no sense is set aside and `warn` is told.

        Raises `KataError` for a file that a newer version has written.
        """
        try:
            data = self.progress_file.read_bytes()
            if msgspec.json.decode(data, type=_Format).format != 1:
                raise KataError(
                    f"{self.progress_file} was written by a newer version; upgrade interview-katas"
                )
            return msgspec.json.decode(data, type=Progress)
        except FileNotFoundError:
            return Progress()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            aside = unused(self.progress_file.with_name(f"{PROGRESS_FILE}.unreadable"))
            try:
                self.progress_file.replace(aside)
            except OSError:
                raise KataError(f"{self.progress_file} cannot be read: {error}") from None
            warn(f"{self.progress_file} made no sense and was set aside as {aside.name}")
            return Progress()

    def save(self, progress: Progress) -> None:
        """Replace the progress file; a reader sees the old one or the new one, never a part.

        Raises `KataError` where it cannot be written; the old one then stays.
        """
        text = msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n"
        fresh = None
        try:
            descriptor, fresh = tempfile.mkstemp(prefix=PROGRESS_FILE, dir=self.folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text)
            os.replace(fresh, self.progress_file)
        except OSError as error:
            if fresh:
                Path(fresh).unlink(missing_ok=True)
            raise KataError(
                f"progress is not kept: {self.folder} cannot be written ({error.strerror})"
            ) from None

    def record(self, results: list[ExerciseResult], warn: Callable[[str], object]) -> Progress:
        """Note which exercises are solved now, and which no longer are; return the progress."""
        progress = self.progress(warn)
        before = msgspec.json.encode(progress)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        for result in results:
            if result.outcome is Outcome.SOLVED:
                progress.solved.setdefault(result.name, now)
            elif result.outcome not in (Outcome.UNAVAILABLE, Outcome.ERROR):
                progress.solved.pop(result.name, None)
        if msgspec.json.encode(progress) != before:
            try:
                self.save(progress)
            except KataError as error:
                warn(str(error))
        return progress

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the stub back; return where the learner's version is kept, if there was one."""
        file = self.file(exercise)
        if file.exists() and file.samefile(exercise.stub):
            raise KataError(
                f"{file} is this course's own stub; put it back with: git checkout -- {file}"
            )
        stub = exercise.stub.read_bytes()
        kept = None
        try:
            if file.exists() and (not file.is_file() or file.read_bytes() != stub):
                kept = unused(file.with_suffix(".py.bak"))
                os.replace(file, kept)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(stub)
        except OSError as error:
            raise KataError(f"{file} cannot be written: {error.strerror}") from None
        return kept


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
        if folder.exists() and not workspace.progress_file.is_file() and any(folder.iterdir()):
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
        if not workspace.progress_file.exists():
            workspace.progress_file.write_bytes(msgspec.json.encode(Progress()))
    except NotADirectoryError:
        raise KataError(f"{folder} is a file; name a new folder") from None
    except OSError as error:
        raise KataError(f"{folder} cannot be written: {error.strerror}") from None
    return workspace, new
