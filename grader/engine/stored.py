"""Prepared checks on disk, so that a file of checks is compiled once and not for every run.

They are kept where Python keeps the bytecode of the file, under the same rules (`__pycache__`,
`PYTHONPYCACHEPREFIX`, `PYTHONDONTWRITEBYTECODE`), and are good for exactly the content, the Python,
the pytest and the grader they were made with. Only a trusted process outside of the sandbox writes
them; inside they can only be read.
"""

import functools
import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, find_spec
from pathlib import Path

_SIZE = hashlib.sha256().digest_size


def read(path: Path, source: bytes) -> bytes | None:
    """What is kept for a file of checks with this content; None when there is nothing of use."""
    try:
        data = _place(path).read_bytes()
    except OSError:
        return None
    return data[_SIZE:] if data[:_SIZE] == _mark(source) else None


def write(path: Path, source: bytes, prepared: bytes) -> None:
    """Keep what was prepared, where that can be done."""
    place = _place(path)
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(exist_ok=True)
        fresh.write_bytes(_mark(source) + prepared)
        fresh.replace(place)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def missing(paths: Iterable[Path]) -> list[Path]:
    """Those files of checks for which nothing of use is kept, though it could be."""
    return [path for path in paths if _can_write(path) and not _is_kept(path)]


def _is_kept(path: Path) -> bool:
    try:
        with _place(path).open("rb") as file:
            return file.read(_SIZE) == _mark(path.read_bytes())
    except OSError:
        return False


def _can_write(path: Path) -> bool:
    folder = _place(path).parent
    existing = folder if folder.exists() else folder.parent
    return not sys.dont_write_bytecode and os.access(existing, os.W_OK)


def _place(path: Path) -> Path:
    return Path(cache_from_source(str(path))).with_suffix(".checks")


def _mark(source: bytes) -> bytes:
    """What tells this content, made ready with these tools, from any other."""
    return hashlib.sha256(_tools() + source).digest()


@functools.cache
def _tools() -> bytes:
    """Stands for what prepares checks: this Python, the installed pytest, and our own code."""
    (pytest,) = find_spec("_pytest").submodule_search_locations
    own = (Path(__file__).with_name(name) for name in ("checks.py", "negations.py"))
    files = (Path(pytest) / "_version.py", *own)
    return MAGIC_NUMBER + b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)
