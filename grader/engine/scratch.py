"""The folders that children live in: made before a child starts, removed when it has ended.

ROOT/XXXX/code/qNNN_name.py   the submission, alone; last on sys.path
ROOT/XXXX/cwd/                the working directory, empty
ROOT/XXXX/tmp/                TMPDIR and pytest's tmp_path
ROOT/XXXX/home/               HOME
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ATTEMPTS = 10
"""How often a root is made anew for one scratch folder, where somebody takes it away each time."""

_FOLDERS = ("code", "cwd", "tmp", "home")


@dataclass(frozen=True)
class Scratch:
    """The folder of one child."""

    folder: Path

    @property
    def code(self) -> Path:
        return self.folder / "code"

    @property
    def cwd(self) -> Path:
        return self.folder / "cwd"

    @property
    def tmp(self) -> Path:
        return self.folder / "tmp"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def whole(self) -> bool:
        """Whether everything is still there."""
        # pathlib's own question raises where somebody took the permission to look
        return all(os.path.isdir(self.folder / name) for name in _FOLDERS)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        _remove(self.folder)


class Root:
    """The folder that all scratch folders of a supervisor stand in.

    `private` when nobody else has anything where it is made.
    """

    def __init__(self, private: bool = False) -> None:
        self._private = private
        self._folders = [Path(tempfile.mkdtemp(prefix="kata-"))]

    def make(self) -> Scratch:
        """A scratch folder for one child. A root that somebody took away is made anew."""
        for _ in range(ATTEMPTS):
            with suppress(OSError):
                return self._make()
            _remove(self._folders[-1])
            self._folders.append(Path(tempfile.mkdtemp(prefix="kata-")))
        return self._make()

    def _make(self) -> Scratch:
        scratch = Scratch(Path(tempfile.mkdtemp(dir=self._folders[-1])))
        for name in _FOLDERS:
            (scratch.folder / name).mkdir()
        return scratch

    def clear(self) -> None:
        """Remove what ended children left here, and beside it: nothing of it may be in use."""
        self.remove()
        with suppress(OSError):  # whoever asks for a folder then is told why there is none
            for path in Path(tempfile.gettempdir()).iterdir() if self._private else ():
                _remove(path)
            self._folders = [Path(tempfile.mkdtemp(prefix="kata-"))]

    def remove(self) -> None:
        """Remove all of it, and whatever was put in its place."""
        for folder in self._folders:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder, however deep and whatever its modes, where Python's own way gives up."""
    if os.path.islink(folder) or os.path.isfile(folder):
        with suppress(OSError):
            folder.unlink()
        return
    with suppress(RecursionError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], stderr=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", str(folder)], stderr=subprocess.DEVNULL, check=False)
