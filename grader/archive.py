"""Zip and tar files, unpacked so that nothing in them can do harm.

Ordinary files are taken, under their own names below one folder, and the contents of those with the
suffix `.py`; the others are empty. Paths that lead out of it, links and devices are passed over,
and folders in which nobody's solutions are. An archive may ask for any amount of memory and time,
already by what it says of its members, so it is read in a process of its own, which has little of
both.
"""

import errno
import io
import os
import re
import resource
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from grader.engine.interpreter import python_command
from grader.errors import GraderFault, KataError

PASSED_OVER = re.compile(r"\..*|__pycache__|__MACOSX|node_modules|venv|site-packages")
"""Folders of what tools put beside solutions."""

SUFFIXES = {".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"}
"""What archives end with, also those that cannot be unpacked here."""

DEEPEST = 12
"""How many folders deep a member is taken; nobody looks for solutions as deep as that."""

MEMBERS = 10_000
"""How many members an archive may have, and folders that they lie in, besides those that are
passed over."""

TOTAL_BYTES = 64 * 1024 * 1024
"""Bytes that all Python files may have, unpacked."""

MOST_LEFT_OUT, MOST_NAME = 100, 500
"""How many names of Python files that are left out are told, and of how many characters."""

MEMORY = 512 * 1024 * 1024
"""Bytes of address space that reading an archive may take."""

CPU_SECONDS = 30
"""How long reading an archive may take of a processor."""

NO_ROOM = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
}
"""How writing fails where the machine is at fault, whatever is unpacked."""

REFUSED = 2
"""The exit code with which the process says that an archive is none, or too large."""

REMEDY = "hand in the .py files only, or unpack it and name the folder"


def packed_alone(path: Path) -> Path:
    """The archive that a folder holds and nothing else, as Moodle hands them out; else the path."""
    try:
        inside = [] if path.is_symlink() else [*path.iterdir()]
        inside = [each for each in inside if not PASSED_OVER.fullmatch(each.name)]
    except OSError:
        return path
    if len(inside) != 1 or inside[0].suffix.lower() not in SUFFIXES:
        return path
    return inside[0] if inside[0].is_file() and not inside[0].is_symlink() else path


def unpack(path: Path, folder: Path, most: int) -> list[str]:
    """Unpack the Python files of a zip or tar file into a folder; return the names of those that
    are left out, as they are no files or would lie outside.

    Of a file longer than `most` bytes one byte more is written, by which it is known to be too
    long. Raises `KataError` for what is no such archive, or too large, and `GraderFault` where no
    process can be had that reads it.
    """
    command = [*python_command("grader.archive"), path, folder, str(most)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    except OSError as error:
        raise GraderFault(f"no process to unpack {path} in: {error}") from None
    if done.returncode == REFUSED:
        raise KataError(os.fsdecode(done.stdout))
    if done.returncode in (-signal.SIGKILL, -signal.SIGXCPU):
        raise KataError(f"{path} takes too much memory or time to be a submission; {REMEDY}")
    if done.returncode < 0:
        said = f"what reads it was ended by signal {-done.returncode}"
        raise KataError(f"{path} cannot be unpacked: {said}; {REMEDY}")
    if done.returncode:
        *_, said = os.fsdecode(done.stderr).splitlines() or [f"exit code {done.returncode}"]
        raise GraderFault(f"the process that unpacks {path} failed: {said}")
    return list(filter(None, done.stdout.decode("utf-8", "replace").split("\0")))


def main() -> None:
    """Unpack `PATH FOLDER MOST`, within limits; print what is wrong, if so, and exit with 2."""
    for kind, amount in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        hard = resource.getrlimit(kind)[1]
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (amount, amount))
    path, folder, most = sys.argv[1:]
    try:
        left_out = _unpack(Path(path), Path(folder), int(most))
    except KataError as error:
        os.write(1, os.fsencode(str(error)))
        sys.exit(REFUSED)
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write("\0".join(left_out).encode("utf-8", "replace"))


def _unpack(path: Path, folder: Path, most: int) -> list[str]:
    left_out: list[str] = []
    try:
        total = 0
        folders: set[Path] = set()
        for count, (name, file) in enumerate(_members(path), 1):
            target = None if file is None else _target(folder, name)
            data = b""
            if not target and _is_python(name) and len(left_out) < MOST_LEFT_OUT:
                left_out.append(name[:MOST_NAME])
            if target:
                folders |= {*target.parents}
                # by what is read, not by what the archive says of its sizes, which may be anything
                data = file.read(most + 1)
            total += len(data)
            if count + len(folders) > MEMBERS or total > TOTAL_BYTES:
                raise KataError(f"{path} is too large to be a submission; {REMEDY}")
            if target:
                # what is no Python is only listed, so it may be missing
                with nullcontext() if _is_python(name) else suppress(OSError):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
    except KataError:
        raise
    except MemoryError:
        raise KataError(f"{path} takes too much memory to be a submission; {REMEDY}") from None
    except OSError as error:
        if error.errno in NO_ROOM:
            sys.exit(error.strerror)
        raise KataError(f"{path} cannot be unpacked: {error.strerror or error}") from None
    except Exception as error:  # the readers of archives raise what they like
        raise KataError(f"{path} cannot be unpacked: {error}") from None
    return left_out


def _members(path: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    """The name and contents of each member that is not passed over: None for what is no ordinary
    file, and no bytes for what is not to be read."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for info in packed.infolist():
                kind = info.external_attr >> 16 & 0o170000
                if _is_passed_over(info.filename):
                    continue
                if info.is_dir() or kind not in (0, 0o100000):
                    yield info.filename, None
                elif not _is_python(info.filename):
                    yield info.filename, io.BytesIO()
                elif info.flag_bits & 1:
                    raise KataError(f"{path} has a password; unpack it and name the folder")
                else:
                    with packed.open(info) as file:
                        yield info.filename, file
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as packed:
            for member in packed:
                if _is_passed_over(member.name):
                    continue
                if member.islnk():
                    yield member.name, _linked(packed, member)
                elif not member.isreg():
                    yield member.name, None
                elif not _is_python(member.name):
                    yield member.name, io.BytesIO()
                else:
                    yield member.name, packed.extractfile(member)
    else:
        raise KataError(f"{path} {_remedy(path)}")


def _remedy(path: Path) -> str:
    """What is wrong with a file that is no archive that can be read, and what to do."""
    if path.suffix == ".py":
        return "is one file; name the folder that it is in"
    packed = "neither a folder nor a sound zip or tar file"
    if path.suffix.lower() in {".7z", ".rar", ".zst", ".z"}:
        return f"is {packed}; unpack it and name the folder"
    return f"is {packed}; fetch it again, or unpack it and name the folder"


def _linked(packed: tarfile.TarFile, link: tarfile.TarInfo) -> IO[bytes] | None:
    """What a hard link is another name of, if that is a member that came before."""
    try:
        return packed.extractfile(link)
    except KeyError:
        return None


def _is_python(name: str) -> bool:
    return name.lower().rstrip("/").endswith(".py")


def _is_passed_over(name: str) -> bool:
    return any(part != ".." and PASSED_OVER.fullmatch(part) for part in _parts(name)[:-1])


def _parts(name: str) -> tuple[str, ...]:
    """A member's name, part by part; an absolute one is taken as relative, as tar and unzip do."""
    return PurePosixPath(name.replace("\\", "/").lstrip("/")).parts


def _target(folder: Path, name: str) -> Path | None:
    """Where a member is to be written, or None where that would not be inside the folder."""
    parts = _parts(name)
    if not 0 < len(parts) <= DEEPEST or any(part == ".." or "\0" in part for part in parts):
        return None
    target = folder.joinpath(*parts)
    return target if target.parent.is_relative_to(folder) else None
