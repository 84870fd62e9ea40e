"""Looking around in what somebody handed in: files and folders, in order, however deep."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from grader.archive import PASSED_OVER

NOT_SOLUTIONS = re.compile(r"(conftest|__init__|setup|test_.*|.*_test)\.py", re.IGNORECASE)


def is_python(name: str) -> bool:
    """Whether a file of this name may be a solution."""
    junk = name.startswith("._") or NOT_SOLUTIONS.fullmatch(name)  # macOS has a ._twin of each file
    return name.lower().endswith(".py") and not junk


def files(folder: Path, depth: int, wanted: Callable[[str], bool] = is_python) -> Iterator[Path]:
    """The files with a wanted name in a folder and so many folders below, in order; links are not
    followed."""
    for entry in _entries(folder):
        if wanted(entry.name) and not entry.is_dir(follow_symlinks=False):
            yield folder / entry.name
    if depth:
        for inner in folders(folder):
            yield from files(inner, depth - 1, wanted)


def folders(folder: Path) -> list[Path]:
    """The folders in a folder, but for those that tools put there."""
    return [
        folder / entry.name
        for entry in _entries(folder)
        if entry.is_dir(follow_symlinks=False) and not PASSED_OVER.fullmatch(entry.name)
    ]


def links_to_folder(path: Path) -> bool:
    """Whether a path is a link to a folder, which nobody follows."""
    return path.is_symlink() and path.is_dir()


def closed(folder: Path, depth: int) -> Iterator[Path]:
    """The folders inside, so many deep, into which one may not look."""
    for inner in folders(folder):
        if not os.access(inner, os.R_OK | os.X_OK):
            yield inner
        elif depth:
            yield from closed(inner, depth - 1)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []  # reading an exercise's file there says why
