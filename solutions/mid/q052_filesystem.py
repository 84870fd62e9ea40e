"""Q52 · Files and folders: the answer and one way to build it.

## Answer

I use `pathlib`: `Path("data") / "a.txt"` joins, `exists`, `is_file` and `is_dir` ask, `mkdir` with
`parents=True, exist_ok=True`, `rename` and `unlink` act, `iterdir`, `glob`, `rglob` and, from 3.12
on, `Path.walk` list. Underneath are `os`, `os.scandir` and `os.walk`; I prefer paths to the strings
of `os.path`. For whole files and trees there is `shutil`: `copy` with permission bits, `copy2` with
times too, `copytree`, `move`, `rmtree`, `make_archive`.

Then come the traps. Most questions follow symbolic links: `is_dir` is true of a link to a folder,
`exists` false of a broken link. So I ask `is_symlink` first and never walk through links, which
may lead in circles or out of the tree. On POSIX `rename` silently replaces a file. An answer from
`exists` may be outdated at once: where others work in the same folder, I try, and catch the error.
And I check every path before I delete.

## Notes

`filecmp.cmp(shallow=False)` compares bytes too, but caches its answers by size and time, so a quick
edit can go unseen; digests do not. `organise` first plans, then looks for obstacles, then moves: an
error leaves the folder as it was. `mirror` checks `source` itself because `os.walk` reports a
missing folder as an empty one, which would wipe `target`.
"""

import hashlib
import itertools
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def find_duplicates(root: Path) -> list[list[Path]]:
    """Group the files below `root` that have the same bytes."""
    by_size = defaultdict(list)
    for folder, _, names in os.walk(root):
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                by_size[path.stat().st_size].append(path)
    by_digest = defaultdict(list)
    for size, paths in by_size.items():
        if size > 0 and len(paths) > 1:
            for path in paths:
                by_digest[_digest(path)].append(path)
    return sorted(sorted(group) for group in by_digest.values() if len(group) > 1)


def mirror(source: Path, target: Path) -> list[str]:
    """Make `target` an exact copy of `source` and tell what was changed."""
    if not source.is_dir():
        raise NotADirectoryError(f"{source} is not a folder")
    here, there = source.resolve(), target.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise ValueError(f"{source} and {target} overlap")
    target.mkdir(parents=True, exist_ok=True)
    return sorted(path.relative_to(target).as_posix() for path in _mirror(source, target))


def _mirror(source: Path, target: Path) -> Iterator[Path]:
    """Make the folder `target` like `source`; yield each path in it that was changed."""
    wanted = {entry.name: entry for entry in source.iterdir()}
    for extra in [entry for entry in target.iterdir() if entry.name not in wanted]:
        _delete(extra)
        yield extra
    for name, entry in wanted.items():
        copy = target / name
        if not _same(entry, copy):
            _delete(copy)
            if _is_folder(entry):
                shutil.copytree(entry, copy, symlinks=True)
            else:
                shutil.copy2(entry, copy, follow_symlinks=False)
            yield copy
        elif _is_folder(entry):
            yield from _mirror(entry, copy)


def _same(entry: Path, copy: Path) -> bool:
    """Whether both are folders, links to the same place, or files with the same bytes."""
    if entry.is_symlink() or copy.is_symlink():
        both = entry.is_symlink() and copy.is_symlink()
        return both and entry.readlink() == copy.readlink()
    if entry.is_dir() or not copy.is_file():
        return entry.is_dir() and copy.is_dir()
    return _digest(entry) == _digest(copy)


def _delete(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def organise(root: Path) -> dict[str, str]:
    """Move the files of `root` into subfolders by suffix and tell where they went."""
    plan = {
        path: root / (path.suffix[1:].lower() or "other")
        for path in sorted(root.iterdir())
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    }
    for folder in plan.values():
        if os.path.lexists(folder) and not _is_folder(folder):
            raise FileExistsError(f"{folder} is not a folder")
    moved = {}
    for path, folder in plan.items():
        folder.mkdir(exist_ok=True)
        goal = path.rename(_free(folder, path))
        moved[path.name] = goal.relative_to(root).as_posix()
    return moved


def _free(folder: Path, path: Path) -> Path:
    """The path in `folder` for a file like `path` that nothing has yet."""
    numbered = (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(1))
    goals = (folder / name for name in itertools.chain([path.name], numbered))
    return next(goal for goal in goals if not os.path.lexists(goal))


def render_tree(root: Path) -> str:
    """Draw `root` and all that is below it."""
    return "\n".join([f"{root.name}/", *_branches(root)])


def _branches(folder: Path) -> Iterator[str]:
    """The lines for all that is in `folder`."""
    entries = sorted(folder.iterdir())
    for entry in entries:
        branch, indent = ("└── ", "    ") if entry == entries[-1] else ("├── ", "│   ")
        if entry.is_symlink():
            yield f"{branch}{entry.name} -> {entry.readlink()}"
        elif entry.is_dir():
            yield f"{branch}{entry.name}/"
            yield from (indent + line for line in _branches(entry))
        else:
            yield branch + entry.name
