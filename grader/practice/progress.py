"""A learner's progress: a file in the workspace, and what follows from it."""

import datetime
import fcntl
import itertools
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.catalog import Exercise
from grader.errors import KataError

PROGRESS_FILE = ".kata.json"

Warn = Callable[[str], object]


class Progress(msgspec.Struct, kw_only=True):
    """What the file holds, format 1.

    `solved` maps an exercise's module name to the UTC time when it was first solved; `hints` maps a
    check (`module/test_name`) to how many of its hints were shown; `stubs` maps a module name to a
    hash of the stub that was laid out, by which one that was never touched is known.
    """

    format: int = 1
    solved: dict[str, str] = {}
    hints: dict[str, int] = {}
    stubs: dict[str, str] = {}

    def note_solved(self, names: Iterable[str]) -> None:
        """Note that exercises are solved now; the time of those that were before stays."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self.solved |= {name: now for name in names if name not in self.solved}

    def next_open(
        self, exercises: Sequence[Exercise], after: Exercise | None = None
    ) -> Exercise | None:
        """The first exercise that is not solved; with `after`, the first behind that one, and then
        from the start. None when all are solved."""
        start = exercises.index(after) + 1 if after else 0
        ahead = itertools.chain(exercises[start:], exercises[:start])
        return next((exercise for exercise in ahead if exercise.name not in self.solved), None)


class _Format(msgspec.Struct):
    format: int


@dataclass(frozen=True)
class ProgressFile:
    """The file: JSON, replaced whole and atomically."""

    path: Path

    def read(self, warn: Warn) -> Progress:
        """Read the progress; a file that makes no sense is set aside and `warn` is told.

        Raises `KataError` for a file that cannot be read, or that a newer version has written.
        """
        try:
            data = self.path.read_bytes()
            if msgspec.json.decode(data, type=_Format).format != 1:
                said = f"{self.path} was written by a newer version; upgrade interview-katas"
                raise KataError(said)
            return msgspec.json.decode(data, type=Progress)
        except FileNotFoundError:
            return Progress()
        except PermissionError as error:
            raise KataError(
                f"{self.path} cannot be read ({error.strerror}); it has your progress: make it "
                "readable for you again"
            ) from None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            aside = unused(self.path.with_name(f"{self.path.name}.unreadable"))
            with suppress(OSError):
                self.path.replace(aside)
                warn(f"{self.path} made no sense and was set aside as {aside.name}")
            return Progress()

    @contextmanager
    def changing(self, warn: Warn) -> Iterator[Progress]:
        """Read the progress, and replace the file at the end if the block has changed it.

        Several commands at once do so one after the other, so that none undoes another's change. A
        reader sees the old file or the new one, never a part. Raises `KataError` where the progress
        cannot be read, and at the end where it cannot be written; the old file then stays.
        """
        with _alone(self.path.parent):
            progress = self.read(warn)
            before = msgspec.json.encode(progress)
            yield progress
            if msgspec.json.encode(progress) != before or not self.path.exists():
                self.save(progress)

    def save(self, progress: Progress) -> None:
        """Replace the file whole; its owner and mode stay. Raises `KataError` where it cannot."""
        text = msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n"
        folder = self.path.parent
        fresh = None
        try:
            descriptor, fresh = tempfile.mkstemp(prefix=PROGRESS_FILE, dir=folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text)
                _own_as(self.path, file.fileno())
            os.replace(fresh, self.path)
        except OSError as error:
            if fresh:
                Path(fresh).unlink(missing_ok=True)
            raise KataError(
                f"progress is not kept: {folder} cannot be written ({error.strerror})"
            ) from None


def _own_as(path: Path, descriptor: int) -> None:
    """Give an open file the mode and the owner of the one that it replaces; where there is none,
    those that any new file of the folder's owner would have."""
    try:
        model = path.stat()
        mode = stat.S_IMODE(model.st_mode)
    except FileNotFoundError:
        model = path.parent.stat()
        mode = stat.S_IMODE(model.st_mode) & 0o666
    os.fchmod(descriptor, mode)
    if os.geteuid() == 0:  # used with sudo, it must stay its owner's
        os.fchown(descriptor, model.st_uid, model.st_gid)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Inside, no other command changes the progress in this folder, where locks are to be had."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def unused(path: Path) -> Path:
    """The path, or one with a number behind it, under which there is nothing yet."""
    numbered = (path.with_name(f"{path.name}{number}") for number in itertools.count(2))
    return next(place for place in itertools.chain([path], numbered) if not os.path.lexists(place))
