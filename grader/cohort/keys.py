"""The key of a result: a hash over everything that it depends on.

In: what was handed in for an exercise. Out: 32 bytes that differ where the exercise's files or
level, the shared fixtures, the grader, Python, a package in use or the isolation differs. A source
has a key for everybody who handed in the same, and one as a part of one learner's submission, among
the modules that can be found here.
"""

import functools
import hashlib
import pkgutil
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.catalog import Exercise
from grader.cohort.submissions import Content
from grader.errors import KataError
from grader.install import PROJECT

GRADER = Path(__file__).parent.parent


class Keys:
    """Makes keys for one run; `isolation` is what stands between submissions and this machine."""

    def __init__(self, isolation: str) -> None:
        self._isolation = isolation
        self._made: dict[str, tuple[bytes, tuple]] = {}

    def of_exercise(self, exercise: Exercise) -> bytes:
        """The hash over all but the submission. Files are read once; see `hold`."""
        if exercise.name not in self._made:
            files = _files(exercise)
            before = _states(files)
            contents = (path.read_bytes() if path.exists() else b"" for path in files)
            packages = "\n".join(_packages(exercise.needs))
            made = digest(
                exercise.name.encode(),
                exercise.level.encode(),
                self._isolation.encode(),
                platform.python_implementation().encode(),
                platform.python_version().encode(),
                _grader(),
                packages.encode(),
                *contents,
            )
            self._made[exercise.name] = made, before
        return self._made[exercise.name][0]

    def of(self, exercise: Exercise, source: bytes, whole: bytes = b"") -> bytes:
        """The key of the result of what was handed in, by its `source_hash`: everybody's, or that
        of one submission, by a hash of the whole of it."""
        return digest(self.of_exercise(exercise), source, whole)

    def hold(self, exercise: Exercise) -> None:
        """Raise `KataError` when a file of the exercise has changed since its key was made: what it
        has been graded with meanwhile cannot be told."""
        if _states(_files(exercise)) != self._made[exercise.name][1]:
            raise KataError(f"the files of {exercise} changed while it was graded; run it again")


def source_hash(content: Content) -> bytes:
    """The hash of what was handed in, or of why there is nothing to run."""
    if isinstance(content, bytes):
        return digest(b"source", content)
    return digest(type(content).__name__.encode(), str(content).encode(errors="backslashreplace"))


def digest(*parts: bytes) -> bytes:
    """SHA-256 over parts, each with its length, so that no two lists of parts look the same."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()


def _files(exercise: Exercise) -> tuple[Path, ...]:
    conftest = exercise.course / "exercises" / "conftest.py"
    return exercise.checks_file, conftest, exercise.stub, exercise.mistakes_file


def _states(paths: Iterable[Path]) -> tuple:
    """By what a change of files shows without reading them."""
    states = (path.stat() if path.exists() else None for path in paths)
    return tuple(s and (s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for s in states)


@functools.cache
def _grader() -> bytes:
    """The hash of the grader's own code, which says more than its version while it is worked on."""
    paths = sorted(path for path in GRADER.rglob("*.py") if "_content" not in path.parts)
    return digest(
        *(
            part
            for path in paths
            for part in (str(path.relative_to(GRADER)).encode(), path.read_bytes())
        )
    )


@functools.cache
def modules_here() -> bytes:
    """The hash of the names of all modules that can be found here, which a submission may import
    though its exercise needs none of them."""
    return digest(*sorted({module.name.encode() for module in pkgutil.iter_modules()}))


@functools.cache
def _packages(needs: tuple[str, ...]) -> tuple[str, ...]:
    """Name and version of what the grader and an exercise use, and of all that those need."""
    seen: set[tuple[str, str]] = set()
    ahead = [(name, extra) for line in (PROJECT, *needs) for name, extra in _wanted(line)]
    while ahead:
        if (wanted := ahead.pop()) not in seen:
            seen.add(wanted)
            ahead += _needed(*wanted)
    return tuple(sorted(f"{name} {_installed(name)[0]}" for name, _ in seen))


def _wanted(line: str, of_extra: str = "") -> list[tuple[str, str]]:
    """The packages of a requirement where it holds here, each with one of the extras asked for."""
    wanted = Requirement(line)
    if wanted.marker and not wanted.marker.evaluate({"extra": of_extra}):
        return []
    return [(canonicalize_name(wanted.name), extra) for extra in ("", *sorted(wanted.extras))]


@functools.cache
def _needed(name: str, extra: str) -> list[tuple[str, str]]:
    """What a package needs, with one of its extras."""
    return [each for line in _installed(name)[1] for each in _wanted(line, extra)]


@functools.cache
def _installed(name: str) -> tuple[str, tuple[str, ...]]:
    """The version of a package, and its requirements."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return "missing", ()
    return about["Version"], tuple(about.get_all("Requires-Dist", ()))
