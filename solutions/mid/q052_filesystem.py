r"""Q52 · Files and folders: the answer and one way to build it.

## Answer

I use `pathlib`: `Path("data") / "a.txt"` joins, `exists`, `is_file` and `is_dir` ask, `mkdir` with
`parents=True, exist_ok=True`, `rename` and `unlink` act, `iterdir`, `glob`, `rglob` and, since
3.12, `walk` list. It reads better than the strings of `os.path`; `os` is underneath, with
`os.scandir` and `os.walk`. For whole files and trees there is `shutil`: `copy2` keeps bits and
times, then `copytree`, `move`, `rmtree` and `make_archive`. Since 3.14, paths have `copy` and
`move` too.

Then come the traps. Most questions follow symbolic links: `is_dir` is true of a link to a folder,
`exists` is false of a broken link. So I ask `is_symlink` first, and don't walk through links. On
POSIX, `rename` silently replaces a file. An answer of `exists` may be outdated at once: where
others are at work, I try, and catch the error.

## Follow-ups

- **Why not compare files by size and time, as `rsync` does?** It is fast and nearly always right,
  but an edit that keeps both goes unseen. Bytes settle it, at the price of reading both files.
- **Does `rglob` follow links?** Its `**` doesn't go into linked folders, unless 3.13's
  `recurse_symlinks=True` asks for it. `os.walk` has `followlinks` for that.
- **How do you stay within a folder if a name comes from outside?** Resolve the joined path and ask
  `is_relative_to(root)`. Text prefixes won't do, since `/srv/data2` starts with `/srv/data`.

## Notes

`filecmp.cmp(shallow=False)` compares bytes too, but remembers its answers by size and time, so an
edit that keeps both can go unseen; a digest forgets nothing. `os.readlink` keeps a link's text,
which `Path.readlink` tidies up. A file is deleted before the new one is written: `copy2` onto it
would write into the old one, and so into its other hard links. `source` is asked first, because
`os.walk` takes a missing folder for an empty one, which would wipe `target`.

One could also delete `target` and call `shutil.copytree`. That is two lines, but writes everything
each time, and leaves nothing if it fails half-way.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def mirror(source: Path, target: Path) -> list[str]:
    """Make `target` an exact copy of `source` and tell what was changed."""
    if not source.is_dir():
        raise NotADirectoryError(f"{source} is not a folder")
    if source.is_relative_to(target) or target.is_relative_to(source):
        raise ValueError(f"{source} and {target} overlap")
    target.mkdir(parents=True, exist_ok=True)
    return sorted(path.relative_to(target).as_posix() for path in _update(source, target))


def _update(source: Path, target: Path) -> Iterator[Path]:
    """Make the folder `target` like `source`; yield each path in it that was changed."""
    wanted = {entry.name: entry for entry in source.iterdir()}
    for extra in [entry for entry in target.iterdir() if entry.name not in wanted]:
        _delete(extra)
        yield extra
    for name, entry in wanted.items():
        copy = target / name
        if _content(entry) != _content(copy):
            _delete(copy)
            if _is_folder(entry):
                shutil.copytree(entry, copy, symlinks=True)
            else:
                shutil.copy2(entry, copy, follow_symlinks=False)
            yield copy
        elif _is_folder(entry):
            yield from _update(entry, copy)


def _content(path: Path) -> tuple[str, str | bytes] | None:
    """The kind of what is at `path`, with the text of a link or a digest of a file."""
    if path.is_symlink():
        return "link", os.readlink(path)
    if path.is_dir():
        return "folder", ""
    if not path.exists():
        return None
    with path.open("rb") as file:
        return "file", hashlib.file_digest(file, "sha256").digest()


def _delete(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
