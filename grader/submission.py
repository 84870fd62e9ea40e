"""A submission's files: which is an exercise's, what may be read of it, what is nobody's.

Nothing of a submission is imported or run here, and only one file at a time is read, byte for byte:
an ordinary file, inside the folder, of at most `MAX_BYTES`.
"""

import codecs
import contextlib
import errno
import functools
import itertools
import os
import stat
import tempfile
import tokenize
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import archive
from grader.catalog import Exercise, Level
from grader.errors import GraderFault, KataError, WorkspaceGone
from grader.folders import closed, files, folders, links_to_folder
from grader.likeness import likeness, may_be_renamed, may_hold_one, meant_by, words_of
from grader.terminal import few, from_here, printable

MAX_BYTES = 1024 * 1024
"""Bytes of a submitted file; every exercise is a few thousand."""

MOST_FILES = 5000
"""How many files of a submission are looked at to find an exercise's."""

RIGHT_PLACE = 4
"""How surely a file in a right place is the exercise's: more than by any likeness of its name."""

DEPTH = archive.DEEPEST
"""How many folders deep a submission is looked for in what was handed in; an archive that holds
somebody's whole path (`home/jo/courses/python/week-1/…`) is one."""


class Unreadable(Exception):
    """A submitted file that cannot be graded; the text says why."""


class Missing(Unreadable):
    """There is no file for the exercise."""


@dataclass(frozen=True)
class Submission:
    """A folder with somebody's solutions: `LEVEL/qNNN_name.py`, or all files flat in it.

    Where there is no such file, one that is meant all the same is taken: `Level/`, `name.py`,
    `qN_name.py`, a wrong level. `shown` is what reports call the folder. Of what was handed in,
    `parts` are the folders in it that exercises lie in; a workspace has none; `left_out` is what of
    an archive was not unpacked. `own` is said of the learner's workspace, whose files are called as
    from the current folder.
    """

    folder: Path
    shown: Path | None = None
    parts: tuple[Path, ...] = ()
    left_out: tuple[str, ...] = ()
    own: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not os.path.isdir(self.folder):
            if self.own:
                raise WorkspaceGone(self.folder)
            said = "is not a folder" if os.path.lexists(self.folder) else "is not there"
            raise KataError(f"{self.folder} {said}; --submission takes a folder, zip or tar file")

    def file(self, exercise: Exercise) -> Path:
        """Where the exercise's file is, or would be expected when there is none."""
        return self._files(exercise)[0]

    def shown_file(self, exercise: Exercise) -> Path:
        """The exercise's file as reports call it."""
        file = self.file(exercise)
        if self.own:
            return from_here(file)
        return self.shown / file.relative_to(self.folder) if self.shown else file

    def read(self, exercise: Exercise) -> bytes:
        """The exercise's file, byte for byte, or `Unreadable` with the reason."""
        path, *others = self._files(exercise)
        if others:
            names = " and in ".join(str(p.relative_to(self.folder)) for p in (path, *others))
            raise Unreadable(f"{exercise} is in {names}; keep one")
        if not _is_there(path):
            raise Missing(f"there is no such file{self._remedy(exercise)}")
        data = self._content(path)
        decode(data)
        return data

    def _content(self, path: Path) -> bytes:
        """A file of the submission, byte for byte, or `Unreadable` with the reason."""
        try:
            if not path.resolve().is_relative_to(self._resolved):
                raise Unreadable("it is a link that leads out of the submission")
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise Unreadable("it is a folder, not a file")
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is not an ordinary file")
            if status.st_size > MAX_BYTES:
                raise Unreadable(f"it is larger than {MAX_BYTES // 1024} KiB")
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (OSError, RuntimeError) as error:
            raise Unreadable(f"it cannot be read: {getattr(error, 'strerror', error)}") from None

    def _remedy(self, exercise: Exercise) -> str:
        """What to do in a workspace where an exercise's file is missing."""
        if not self.own:
            return ""
        if meant := [path.name for path in self._all if may_be_renamed(path, exercise)]:
            renamed = f"{few(meant)} {'is' if len(meant) == 1 else 'are'} like it"
            return f"; {renamed}: give it its name back, or `kata update` brings the stub"
        return "; `kata update`, or r in `kata watch`, puts it back"

    def unrecognised(self, exercises: Sequence[Exercise]) -> list[str]:
        """The files that somebody may have meant for an exercise and that are not graded, as paths
        below the folder: Python files, notebooks and archives, texts with an exercise's name, and
        any file with the name of one that is missing.

        Untouched stubs beside what is graded, checks, fixtures and what lies in hidden folders are
        not among them. Of another version of what is graded, it is said what is graded instead.
        """
        told = {path for exercise in exercises for path in self._files(exercise)}
        told |= {path for exercise in exercises for path in self._meant(exercise)[1]}
        meant = {path for path in self._all if path not in told}
        versions = {
            path: f" ({exercise} is there twice; {graded[0].relative_to(self.folder)} is graded)"
            for exercise in exercises
            if len(graded := self._files(exercise)) == 1
            for path in self._near(exercise) & meant
            if likeness(path, exercise)
        }
        others = list(itertools.islice(files(self.folder, DEPTH, bool), MOST_FILES))
        meant |= {path for path in others if may_hold_one(path, exercises)}
        meant |= {
            path
            for path, exercise in meant_by(others, exercises)
            if path not in told and self._is_open(exercise)
        }
        said = {path: versions.get(path, "") for path in meant}
        said |= {path: " (a link to a folder)" for path in others if links_to_folder(path)}
        said |= dict.fromkeys(closed(self.folder, DEPTH), " (it cannot be read)")
        listed = [f"{path.relative_to(self.folder)}{said[path]}" for path in sorted(said)]
        return [*listed, *(f"{name} (it was not unpacked)" for name in self.left_out)]

    def _is_open(self, exercise: Exercise) -> bool:
        """Whether there is no file for an exercise, or an untouched stub alone."""
        file = self.file(exercise)
        return not _is_there(file) or self._plain(file) == plain(exercise.stub.read_bytes())

    def _files(self, exercise: Exercise) -> list[Path]:
        """The file of an exercise; several where it cannot be told which one is meant.

        In each part the right place goes before a likeness, and no part before another. An
        untouched stub does not count beside another file, nor a second copy of the same.
        """
        places = [] if self.parts else _places(self.folder, exercise)
        place = next(filter(_is_there, places), None)
        return [place] if place else self._meant(exercise)[0]

    def _meant(self, exercise: Exercise) -> tuple[list[Path], Collection[Path]]:
        """The files that are meant for an exercise, and untouched stubs that are passed over; where
        nothing is, the place where it should be. All of it is looked for once."""
        if exercise.name not in self._found:
            self._found[exercise.name] = self._look_for(exercise)
        return self._found[exercise.name]

    def _look_for(self, exercise: Exercise) -> tuple[list[Path], Collection[Path]]:
        worked_on, stubs = self._candidates(exercise)
        by_part: dict[Path, dict[Path, int]] = defaultdict(dict)
        for path, rank in (worked_on or stubs).items():
            part = next((part for part in self.parts if path.is_relative_to(part)), self.folder)
            by_part[part][path] = rank
        best = [
            path
            for ranks in by_part.values()
            for path, rank in ranks.items()
            if rank == max(ranks.values())
        ]
        if len(best) > 1:
            best = sorted({self._plain(path): path for path in sorted(best)[::-1]}.values())
        return best or _places(self.folder, exercise)[:1], stubs

    def _candidates(self, exercise: Exercise) -> tuple[dict[Path, int], dict[Path, int]]:
        """What may be the exercise's file, and how surely it is: what was worked on, and untouched
        stubs; one that is alone is not looked into."""
        ranks = {path: likeness(path, exercise) for path in self._near(exercise)}
        for part in self.parts or (self.folder,):
            for rank, place in enumerate(reversed(_places(part, exercise)), RIGHT_PLACE):
                if _is_there(place):
                    ranks[place] = rank
        ranks = {path: rank for path, rank in ranks.items() if rank}
        if len(ranks) < 2:
            return ranks, {}
        untouched = plain(exercise.stub.read_bytes())
        stubs = {path: ranks[path] for path in ranks if self._plain(path) == untouched}
        return {path: ranks[path] for path in ranks if path not in stubs}, stubs

    def _plain(self, path: Path) -> bytes | Path:
        """What copies of a file have in common; its path where it cannot be read."""
        try:
            return plain(self._content(path))
        except Unreadable:
            return path

    def _near(self, exercise: Exercise) -> set[Path]:
        """The files that have the exercise's number or name in theirs."""
        *_, name = words_of(exercise.name)
        return self._by_word[str(exercise.number)] | self._by_word[name]

    @functools.cached_property
    def _by_word(self) -> dict[str, set[Path]]:
        found = defaultdict(set)
        for path in self._all:
            for word in words_of(path.stem):
                found[word].add(path)
        return found

    @functools.cached_property
    def _found(self) -> dict[str, tuple[list[Path], Collection[Path]]]:
        return {}

    @functools.cached_property
    def _resolved(self) -> Path:
        return self.folder.resolve()

    @functools.cached_property
    def _all(self) -> list[Path]:
        return list(itertools.islice(files(self.folder, DEPTH), MOST_FILES))


@contextlib.contextmanager
def open_submission(path: Path, exercises: Sequence[Exercise]) -> Iterator[Submission]:
    """What somebody handed in: a folder, or a zip or tar file of one.

    The exercises may lie in a folder inside, as in an archive that wraps its files, or in several,
    as in one a week. Raises `KataError` where there is none of these exercises.
    """
    left_out: list[str] = []
    with contextlib.ExitStack() as stack:
        path = folder = archive.packed_alone(path)
        if os.path.isfile(path):
            try:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kata-")))
            except OSError as error:
                raise GraderFault(f"no folder to unpack {path} in: {error.strerror}") from None
            left_out = archive.unpack(path, folder, MAX_BYTES)
        Submission(folder)  # which says what is wrong about the path
        found, deeper = _looking_like_one(folder, exercises)
        if not found and not os.access(folder, os.R_OK | os.X_OK):
            raise KataError(f"{path} cannot be read: {os.strerror(errno.EACCES)}")
        if not found:
            there = itertools.islice(files(folder, DEPTH, _is_shown), 4)
            names = few([printable(file.relative_to(folder)) for file in there])
            there_is = f"; there is: {names}" if names else ""
            depth = f", {DEPTH} folders deep" if deeper else ""
            raise KataError(f"no exercise of this course is in {path}{depth}; {_WANTED}{there_is}")
        whole = Path(os.path.commonpath(found))
        shown = None if whole == path else path / whole.relative_to(folder)
        yield Submission(whole, shown, tuple(found), tuple(left_out))


_WANTED = "a submission has LEVEL/qNNN_name.py, or such files flat in a folder"


def _looking_like_one(folder: Path, exercises: Sequence[Exercise]) -> tuple[list[Path], list[Path]]:
    """The folder, if any exercise's file is in it, else the nearest folders inside with one; and
    where there is none, the folders that are too deep to be looked into."""
    here = [folder]
    for _ in range(DEPTH):
        if found := [each for each in here if _holds_any(each, exercises)]:
            return found, []
        inside = (inner for each in here for inner in folders(each))
        here = list(itertools.islice(inside, MOST_FILES))  # somebody's home was named, perhaps
    return [], here


def _holds_any(folder: Path, exercises: Sequence[Exercise]) -> bool:
    inside = [
        inner
        for inner in folders(folder)
        if inner.name.lower() in (*Level, "exercises") or any(_means(inner.name, exercises))
    ]
    if not all(os.access(inner, os.R_OK | os.X_OK) for inner in inside):
        return True  # what is in there cannot be known, and reading an exercise's file says why
    own = [path for each in (folder, *inside) for path in files(each, int(each is not folder))]
    return any(likeness(path, exercise) for path in own for exercise in exercises)


def _places(folder: Path, exercise: Exercise) -> list[Path]:
    """Where an exercise's file should be in a folder, the best place first."""
    file = f"{exercise.name}.py"
    within = ((exercise.level,), ("exercises", exercise.level), ())
    return [folder.joinpath(*inside, file) for inside in within]


def _means(name: str, exercises: Iterable[Exercise]) -> Iterator[bool]:
    return (bool(likeness(Path(f"{name}.py"), exercise)) for exercise in exercises)


def _is_shown(name: str) -> bool:
    return not name.startswith(".")


@dataclass(frozen=True)
class Taken(Submission):
    """A submission of which one file has been read: what was seen is what is graded."""

    content: bytes | Unreadable = field(kw_only=True)

    @classmethod
    def of(cls, submission: Submission, exercise: Exercise) -> "Taken":
        """The exercise's file as it is now."""
        try:
            # by a copy, which has not yet looked around
            content: bytes | Unreadable = replace(submission).read(exercise)
        except Unreadable as error:
            content = error
        return cls(submission.folder, submission.shown, own=submission.own, content=content)

    def same(self, other: "Taken | None") -> bool:
        """Whether another one holds the same."""
        return other is not None and _text(self.content) == _text(other.content)

    def read(self, exercise: Exercise) -> bytes:
        if isinstance(self.content, Unreadable):
            raise self.content
        return self.content


def _text(content: bytes | Unreadable) -> bytes | str:
    return content if isinstance(content, bytes) else str(content)


def _is_there(path: Path) -> bool:
    """Whether something is at a path; what cannot be looked at is there, and cannot be read."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def plain(source: bytes) -> bytes:
    """A source without what an editor or git changes of it by itself and Python takes no heed of:
    a mark at its beginning, how lines end, blanks after its end."""
    return source.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").rstrip()


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
