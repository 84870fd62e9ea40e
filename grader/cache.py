"""What is worked out from a file, kept for the next time.

It stands in `__pycache__` beside that file, where supervisors see it too, which know nothing of the
caller's settings of Python's own bytecode; and it is good for exactly the content, the Python and
the code it was worked out with. Only trusted processes outside of the sandbox write it.
"""

import functools
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path


class Cache:
    """A kind of thing that is kept, under a file suffix of its own.

    `makers` names the files whose code works it out: when one of them changes, what was kept is no
    longer of use.
    """

    def __init__(self, suffix: str, makers: Callable[[], Iterable[Path]]) -> None:
        self._suffix = suffix
        self._makers = makers

    def read(self, path: Path, source: bytes) -> bytes | None:
        """What is kept of a file with this content; None when there is nothing of use."""
        try:
            data = self._place(path).read_bytes()
        except OSError:
            return None
        mark = self._mark(source)
        return data[len(mark) :] if data.startswith(mark) else None

    def write(self, path: Path, source: bytes, data: bytes) -> None:
        """Keep what was worked out, where that can be done."""
        place = self._place(path)
        fresh = place.with_name(f"{place.name}.{os.getpid()}")
        if not _can_write(place):
            return
        try:
            place.parent.mkdir(exist_ok=True)
            fresh.write_bytes(self._mark(source) + data)
            fresh.replace(place)
        except OSError:
            with suppress(OSError):
                fresh.unlink()

    def missing(self, paths: Iterable[Path]) -> list[Path]:
        """Those files of which nothing of use is kept, though it could be."""
        return [path for path in paths if self._is_missing(path) and _can_write(self._place(path))]

    def _is_missing(self, path: Path) -> bool:
        try:
            mark = self._mark(path.read_bytes())
            with self._place(path).open("rb") as file:
                return file.read(len(mark)) != mark
        except OSError:
            return path.exists()

    def _place(self, path: Path) -> Path:
        name = f"{path.stem}.{sys.implementation.cache_tag}{self._suffix}"
        return path.parent / "__pycache__" / name

    def _mark(self, source: bytes) -> bytes:
        return source_hash(self._tools + source)

    @functools.cached_property
    def _tools(self) -> bytes:
        code = b"".join(maker.read_bytes() for maker in self._makers())
        return MAGIC_NUMBER + source_hash(code)


def _can_write(place: Path) -> bool:
    folder = place.parent if place.parent.exists() else place.parent.parent
    return os.access(folder, os.W_OK)
