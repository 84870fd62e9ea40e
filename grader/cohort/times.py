"""When work was handed in: the time of the commit that brought it, else that of the file.

A learner's repository is hostile: its settings could have git run programs. So its objects are read
through a repository of our own, which has none of its settings.
"""

import datetime
import hashlib
import os
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

GIT_SECONDS = 30.0
"""How long git may take for one submission."""

GIT_BYTES = 1024**3
"""How much memory it may take."""

MOST_COMMITS = 2000
"""How many commits that changed one of the files are looked at."""

MOST_BYTES = 1024 * 1024
"""How much is read of a file in which a repository names its commits."""

_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REF = re.compile(r"refs/[^\0-\x20\x7f~^:?*\[\\]+")  # what `git check-ref-format` lets through


def submitted(
    root: Path, files: Mapping[str, Path], contents: Mapping[str, bytes]
) -> dict[str, str]:
    """When each exercise's file was handed in, in UTC (ISO 8601).

    `root` is what was handed in: of an archive its own time counts for all. `files` and `contents`
    are by the exercises' names. A file that is in the newest commit as it is has the time of the
    last commit that changed it; every other one its own, also one that could not be read and so has
    no content.
    """
    if not root.is_dir():
        return dict.fromkeys(files, _utc(root.stat().st_mtime))
    repository = _repository(root, files.values())
    committed = _committed(repository, files.values()) if repository else {}
    times = {}
    for name, path in files.items():
        try:
            own = path.stat().st_mtime
        except OSError:
            continue  # it has gone since it was read
        blob, moment = committed.get(path, ("", 0))
        times[name] = _utc(moment if name in contents and blob in _blobs(contents[name]) else own)
    return times


def _repository(root: Path, files: Iterable[Path]) -> Path | None:
    """The folder of the repository that the files are in, inside of what was handed in."""
    folder = next((path.parent for path in files), root)
    while folder != root and root in folder.parents and not (folder / ".git").is_dir():
        folder = folder.parent
    git = folder / ".git"
    return folder if git.is_dir() and not git.is_symlink() else None


def _blobs(content: bytes) -> set[str]:
    """The names that git may have for a file: as it is, or with the ends of lines made one kind."""
    kinds = (content, content.replace(b"\r\n", b"\n"))
    whole = [b"blob %d\0" % len(each) + each for each in kinds]
    return {make(each).hexdigest() for make in (hashlib.sha1, hashlib.sha256) for each in whole}


def _utc(seconds: float) -> str:
    try:
        moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        moment = datetime.datetime.fromtimestamp(0, datetime.UTC)  # a date beyond all calendars
    return moment.isoformat(timespec="seconds")


def _committed(folder: Path, files: Iterable[Path]) -> dict[Path, tuple[str, int]]:
    """The files as they are in a repository's newest commit: blob, and when it was last changed, in
    seconds since 1970."""
    objects, head = folder / ".git" / "objects", _head(folder / ".git")
    names = [path.relative_to(folder).as_posix() for path in files if path.is_relative_to(folder)]
    if head is None or objects.is_symlink() or not names:
        return {}
    with tempfile.TemporaryDirectory(prefix="kata-") as own:
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "GIT_DIR": own,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects.absolute()),
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_NO_LAZY_FETCH": "1",
        }
        kind = "sha1" if len(head) == 40 else "sha256"
        _git(environment, "init", "--bare", "--quiet", "--template=", f"--object-format={kind}")
        with suppress(OSError, ValueError):
            # where a clone ends that was not fetched whole
            ends = filter(_HASH.fullmatch, _text(folder / ".git" / "shallow").split())
            Path(own, "shallow").write_text("".join(f"{end}\n" for end in ends))
        tree = _git(environment, "ls-tree", "-r", "-z", head, "--", *names)
        log = _git(
            *(environment, "log", "-z", f"--max-count={MOST_COMMITS}", "--format=%ct"),
            *("--name-only", "-c", head, "--", *names),
        )
    changed: dict[str, int] = {}
    moment = 0
    for word in log:
        if word.isdecimal():
            moment = int(word)
        else:
            changed.setdefault(word.removeprefix("\n"), moment)
    found = (line.partition("\t") for line in tree)
    return {
        folder / name: (about.split(" ")[-1], changed[name])
        for about, _, name in found
        if name in changed
    }


def _head(folder: Path) -> str | None:
    """The hash of the newest commit, found without git."""
    try:
        said = _text(folder / "HEAD")
        if _HASH.fullmatch(said):
            return said
        name = said.removeprefix("ref: ")
        if not _REF.fullmatch(name) or ".." in name:
            return None
        if (folder / name).is_file():
            said = _text(folder / name)
            return said if _HASH.fullmatch(said) else None
        packed = _text(folder / "packed-refs").splitlines()
    except (OSError, ValueError):
        return None
    named = (line.partition(" ") for line in packed)
    return next((head for head, _, ref in named if ref == name and _HASH.fullmatch(head)), None)


def _text(path: Path) -> str:
    if not path.is_file():
        raise FileNotFoundError(path)  # or a pipe, on which one might wait without end
    with path.open("rb") as file:
        return os.fsdecode(file.read(MOST_BYTES)).strip()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (GIT_BYTES, GIT_BYTES))


def _git(environment: dict[str, str], *words: str) -> list[str]:
    """What git says; nothing where it cannot, or there is none."""
    try:
        done = subprocess.run(
            ["git", *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_SECONDS,
            preexec_fn=_limit,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return []
    return os.fsdecode(done.stdout).split("\0") if done.returncode == 0 else []
