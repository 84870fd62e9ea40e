"""Who handed in what: a folder with a folder, a zip or a tar a learner, in; contents, out.

Everything here is hostile text and hostile files. A learner's name is used as a text only, never as
a path to write to.
"""

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.archive import PASSED_OVER, packed_alone
from grader.catalog import Exercise, Level
from grader.errors import KataError
from grader.submission import MOST_FILES, Submission, Unreadable, open_submission
from grader.terminal import few, printable

ARCHIVE = re.compile(
    r"(.+?)\.(zipx?|tar|tar\.\w+|t[bgx]z2?|gz|bz2|xz|zst|7z|rar)", re.IGNORECASE | re.DOTALL
)
"""What archives are called, those included that cannot be unpacked, which their learner is told."""

SUFFIX = re.compile(r"\.[a-z]\w*$", re.IGNORECASE)
BEGINNINGS = b"PK\3\4", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"7z\xbc\xaf", b"Rar!"
"""How archives of the kinds above begin, but for tar, which is known by what stands at 257."""

RACY_NANOSECONDS = 2_000_000_000
"""A file younger than this when it is looked at may change once more without a trace in its times,
which some file systems keep in steps of up to two seconds."""


@dataclass(frozen=True)
class HandedIn:
    """A learner, by a name that may be any text, and the folder or archive of theirs."""

    learner: str
    path: Path


def list_submissions(folder: Path, warn: Callable[[str], object]) -> list[HandedIn]:
    """Who handed in something, in the order of their names.

    A learner is named by the folder, or by the archive without its suffix where that is nobody
    else's. `warn` is told what is passed over, and of names that only a suffix or a capital letter
    tells apart. Raises `KataError` where there is nothing.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        said = {errno.ENOENT: "is not there", errno.ENOTDIR: "is not a folder"}
        why = said.get(error.errno, f"cannot be read ({error.strerror})")
        raise KataError(f"{folder} {why}; name a folder with a folder a learner") from None
    taken, passed_over = [], []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        archive = ARCHIVE.fullmatch(entry.name)
        if entry.is_dir():
            taken.append((printable(entry.name), entry))
        elif archive:
            taken.append((printable(archive[1]), entry))
        elif _begins_as_archive(entry):
            taken.append((printable(entry.name), entry))
        else:
            passed_over.append(entry.name)
    folders = [name.lower() for name, entry in taken if entry.is_dir()]
    if folders and all(name in (*Level, "exercises") for name in folders):
        raise KataError(
            f"{folder} is one learner's submission; name the folder that it lies in, or grade it "
            "alone with: kata run --submission"
        )
    if not taken and any(name.lower().endswith(".py") for name in passed_over):
        raise KataError(
            f"{folder} holds files and no folder a learner; put each learner's into a folder of "
            "their own, or grade one learner's with: kata run --submission"
        )
    if not taken:
        raise KataError(
            f"{folder} holds no submissions; put a folder or an archive a learner there"
        )
    names = Counter(name for name, _ in taken)
    found: dict[str, HandedIn] = {}
    alike: dict[str, list[str]] = {}
    for name, entry in taken:
        own = name if names[name] == 1 or entry.is_dir() else printable(entry.name)
        if own in found:
            passed_over.append(entry.name)
        else:
            found[own] = HandedIn(own, packed_alone(Path(entry.path).absolute()))
            counts = f"{printable(entry.name)} counts as {own}"
            alike.setdefault(name.casefold(), []).append(counts)
    for name in passed_over:
        warn(f"{printable(name)} is passed over: it is no folder, zip or tar of a learner's own")
    for several in alike.values():
        if len(several) > 1:
            warn(f"{few(several)}; keep one where they are the same learner's")
    return sorted(found.values(), key=lambda each: each.learner)


def _begins_as_archive(entry: os.DirEntry[str]) -> bool:
    """Whether a file without a suffix is an archive all the same."""
    if SUFFIX.search(entry.name) or not entry.is_file(follow_symlinks=False):
        return False
    try:
        with open(entry.path, "rb") as file:
            head = file.read(262)
    except OSError:
        return False
    return head.startswith(BEGINNINGS) or head[257:] == b"ustar"


MOST_UNRECOGNISED = 100
"""How many files that are no exercise's are kept of a submission, by name."""

MOST_NAME = 200
"""Characters that are kept of such a name."""

Content = bytes | Unreadable
"""What was handed in for an exercise, byte for byte, or why there is nothing to run."""


@dataclass(frozen=True)
class Contents(Submission):
    """A submission that has been read: what was seen is what is graded, wherever that happens.

    Its files are called as the course calls them, so that a result can serve another learner.
    """

    folder: Path = Path()
    shown: Path | None = Path()
    contents: Mapping[str, Content] = field(kw_only=True)

    def __post_init__(self) -> None:
        """There is no folder to look at any more."""

    def file(self, exercise: Exercise) -> Path:
        return Path(exercise.level, f"{exercise.name}.py")

    def read(self, exercise: Exercise) -> bytes:
        content = self.contents[exercise.name]
        if isinstance(content, Unreadable):
            raise content
        return content


@contextlib.contextmanager
def opened(handed: HandedIn, exercises: Sequence[Exercise]) -> Iterator[Submission]:
    """What a learner handed in, as `open_submission` does it; never outside of its own path.

    Raises `KataError` where there is nothing to grade.
    """
    if handed.path.is_symlink():
        raise KataError(f"{handed.path} is a link; put the folder itself there")
    with open_submission(handed.path, exercises) as submission:
        yield submission


def read(submission: Submission, exercises: Sequence[Exercise]) -> dict[str, Content]:
    """What was handed in for each exercise, by its name."""
    return {exercise.name: _content(submission, exercise) for exercise in exercises}


def unrecognised(submission: Submission, exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """The files that may have been meant for an exercise and are none's; when they are too many,
    the last text says how many more there are."""
    names = [printable(name)[:MOST_NAME] for name in submission.unrecognised(exercises)]
    more = len(names) - MOST_UNRECOGNISED
    return (*names[:MOST_UNRECOGNISED], *([f"and {more} more"] if more > 0 else ()))


def nothing(problem: str, exercises: Sequence[Exercise]) -> dict[str, Content]:
    """What there is of a submission that cannot be opened: for every exercise, why."""
    return dict.fromkeys((exercise.name for exercise in exercises), Unreadable(problem))


def _content(submission: Submission, exercise: Exercise) -> Content:
    try:
        return submission.read(exercise)
    except Unreadable as error:
        return type(error)(printable(str(error)))


def fingerprint(path: Path, now: float) -> bytes | None:
    """A fingerprint of all that is in a submission, by names, sizes and times, without reading it.

    `now` is the time in seconds since 1970 from before anything of it was read. None where it would
    not be sure to change with the contents: something is too young, a link, too much or unreadable.
    """
    newest = int(now * 1e9) - RACY_NANOSECONDS
    made = hashlib.sha256()
    try:
        for count, (name, status) in enumerate(_walk(str(path), path.lstat())):
            if status.st_ctime_ns > newest or count > MOST_FILES or stat.S_ISLNK(status.st_mode):
                return None
            times = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            made.update(repr((name, status.st_ino, status.st_mode, times)).encode())
    except OSError:
        return None
    return made.digest()


def _walk(path: str, status: os.stat_result) -> Iterator[tuple[str, os.stat_result]]:
    """A path and all below it that a submission may be found in, and how each is."""
    ahead = [(path, status)]
    while ahead:
        path, status = ahead.pop()
        yield path, status
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
            ahead += [
                (entry.path, entry.stat(follow_symlinks=False))
                for entry in inside
                if not PASSED_OVER.fullmatch(entry.name)
            ]
