"""A learner's progress: a file in the workspace, and what follows from it.

It is read by every command that a learner waits for, so here `json` does, and msgspec, which takes
longer to import than the rest of them, does not.
"""

import datetime
import errno
import fcntl
import itertools
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader.catalog import Exercise
from grader.errors import KataError

PROGRESS_FILE = ".kata.json"

NO_FILE = {errno.EISDIR, errno.ELOOP}
"""How reading fails where there is no file; one that fails otherwise may be sound all the same."""

Warn = Callable[[str], object]


@dataclass(kw_only=True)
class Progress:
    """What the file holds, format 1.

    `solved` maps an exercise's module name to the UTC time when it was first solved; `hints` maps a
    check (`module/test_name`) to how many of its hints were shown; `stubs` maps a module name, or
    the path of a file for CI, to the fingerprint of what was laid out, by which one that was never
    touched is known.
    """

    format: int = 1
    solved: dict[str, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    stubs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def decode(cls, data: bytes) -> "Progress":
        """What a file of any format holds of it; `ValueError` where it makes no sense."""
        try:
            found = json.loads(data)
        except RecursionError:
            raise ValueError("nested without end") from None
        if not isinstance(found, dict) or not isinstance(found.get("format"), int):
            raise ValueError("no progress")
        kinds = {"solved": str, "hints": int, "stubs": str}
        held = {name: found.get(name, {}) for name in kinds}
        if found["format"] == 1:
            for name, kind in kinds.items():
                values = held[name].values() if isinstance(held[name], dict) else [None]
                if not all(isinstance(value, kind) for value in values):
                    raise ValueError(f"{name} makes no sense")
        return cls(format=found["format"], **held)

    def encode(self) -> bytes:
        return json.dumps(asdict(self), indent=2).encode() + b"\n"

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


class ProgressFile(NamedTuple):
    """The file: JSON, replaced whole and atomically."""

    path: Path

    def read(self, warn: Warn) -> Progress:
        """Read the progress; a file that makes no sense is set aside and `warn` is told.

        Raises `KataError` for a file that cannot be read, or that a newer version has written.
        """
        try:
            progress = Progress.decode(self.path.read_bytes())
            if progress.format != 1:
                said = f"{self.path} was written by a newer version; upgrade interview-katas"
                raise KataError(said)
            return progress
        except FileNotFoundError:
            return Progress()
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno not in NO_FILE:
                raise KataError(
                    f"{self.path} cannot be read ({error.strerror}); it has your progress: make it "
                    "readable for you again"
                ) from None
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
            before = progress.encode()
            yield progress
            if progress.encode() != before or not self.path.exists():
                self.save(progress)

    def save(self, progress: Progress) -> None:
        """Replace the file whole; its owner and mode stay. Raises `KataError` where it cannot."""
        folder = self.path.parent
        fresh = folder / f"{PROGRESS_FILE}.{os.getpid()}"
        try:
            fresh.unlink(missing_ok=True)  # somebody who had this number was killed
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(progress.encode())
                _own_as(self.path, file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
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
