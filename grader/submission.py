"""A submission's files: where an exercise's file is in a folder, and what may be read of it.

Nothing of a submission is imported or run here, and only one file at a time is read, byte for byte:
an ordinary file, inside the folder, of at most `MAX_BYTES`.
"""

import stat
import tokenize
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import KataError

MAX_BYTES = 1024 * 1024
"""Bytes of a submitted file; every exercise is a few thousand."""


class Unreadable(Exception):
    """A submitted file that cannot be graded; the text says why."""


class Missing(Unreadable):
    """There is no file for the exercise."""


@dataclass(frozen=True)
class Submission:
    """A folder with somebody's solutions: `LEVEL/qNNN_name.py`, or all files flat in it."""

    folder: Path

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise KataError(f"{self.folder} is not a folder; --submission takes one with solutions")

    def file(self, exercise: Exercise) -> Path:
        """Where the exercise's file is, or would be expected when there is none."""
        name = f"{exercise.name}.py"
        places = [
            self.folder / exercise.level / name,
            self.folder / "exercises" / exercise.level / name,
            self.folder / name,
        ]
        return next((place for place in places if _is_there(place)), places[0])

    def read(self, exercise: Exercise) -> bytes:
        """The exercise's file, byte for byte, or `Unreadable` with the reason."""
        path = self.file(exercise)
        try:
            if not path.exists() and not path.is_symlink():
                raise Missing("there is no such file")
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise Unreadable("it is a link that leads out of the submission")
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise Unreadable("it is a folder, not a file")
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is not an ordinary file")
            if status.st_size > MAX_BYTES:
                raise Unreadable(f"it is larger than {MAX_BYTES // 1024} KiB")
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, RuntimeError) as error:
            raise Unreadable(f"it cannot be read: {getattr(error, 'strerror', error)}") from None
        decode(data)
        return data


@dataclass(frozen=True)
class Taken(Submission):
    """A submission of which one file has been read: what was seen is what is graded."""

    content: bytes | Unreadable

    @classmethod
    def of(cls, folder: Path, exercise: Exercise) -> "Taken":
        """The exercise's file as it is now."""
        try:
            return cls(folder, Submission(folder).read(exercise))
        except Unreadable as error:
            return cls(folder, error)

    def same(self, other: "Taken | None") -> bool:
        """Whether another one holds the same."""
        return other is not None and _plain(self.content) == _plain(other.content)

    def read(self, exercise: Exercise) -> bytes:
        if isinstance(self.content, Unreadable):
            raise self.content
        return self.content


def _plain(content: bytes | Unreadable) -> bytes | str:
    return content if isinstance(content, bytes) else str(content)


def _is_there(path: Path) -> bool:
    """Whether something is at a path; what cannot be looked at is there, and cannot be read."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return True


def decode(data: bytes) -> str:
    """Python source as text, in the encoding it declares (UTF-8 unless it says otherwise)."""
    try:
        lines = iter(data.splitlines(keepends=True))
        encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
        text = data.decode(encoding)
    except (SyntaxError, ValueError, LookupError):
        text = _utf8(data)  # null bytes are no declaration either, from Python 3.14 on
        if text is None or "\0" not in text:
            raise Unreadable("it is not UTF-8 text; save it as UTF-8") from None
    if "\0" in text:
        raise Unreadable("it holds null bytes; save it as plain text")
    return text


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
