"""A learner's progress: a file in the workspace, and what follows from it."""

import datetime
import itertools
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
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
    check (`module/test_name`) to how many of its hints were shown.
    """

    format: int = 1
    solved: dict[str, str] = {}
    hints: dict[str, int] = {}

    def note_solved(self, names: Iterable[str]) -> bool:
        """Note that exercises are solved now; say whether any was not before."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        fresh = [name for name in names if name not in self.solved]
        self.solved |= dict.fromkeys(fresh, now)
        return bool(fresh)

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

        Raises `KataError` for a file that a newer version has written.
        """
        try:
            data = self.path.read_bytes()
            if msgspec.json.decode(data, type=_Format).format != 1:
                raise KataError(
                    f"{self.path} was written by a newer version; upgrade interview-katas"
                )
            return msgspec.json.decode(data, type=Progress)
        except FileNotFoundError:
            return Progress()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            aside = unused(self.path.with_name(f"{self.path.name}.unreadable"))
            try:
                self.path.replace(aside)
            except OSError:
                raise KataError(f"{self.path} cannot be read: {error}") from None
            warn(f"{self.path} made no sense and was set aside as {aside.name}")
            return Progress()

    def save(self, progress: Progress) -> None:
        """Replace the file; a reader sees the old one or the new one, never a part.

        Raises `KataError` where it cannot be written; the old one then stays.
        """
        text = msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n"
        folder = self.path.parent
        fresh = None
        try:
            descriptor, fresh = tempfile.mkstemp(prefix=PROGRESS_FILE, dir=folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text)
            os.replace(fresh, self.path)
        except OSError as error:
            if fresh:
                Path(fresh).unlink(missing_ok=True)
            raise KataError(
                f"progress is not kept: {folder} cannot be written ({error.strerror})"
            ) from None


def unused(path: Path) -> Path:
    """The path, or one with a number behind it, under which there is nothing yet."""
    numbered = (path.with_name(f"{path.name}{number}") for number in itertools.count(2))
    return next(place for place in itertools.chain([path], numbered) if not os.path.lexists(place))
