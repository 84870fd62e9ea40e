r"""Q52 · Files and folders: an exact copy, and only what has to be written.

Topics: paths, files

How do you work with files and folders? Everybody can list `pathlib`, `os` and `shutil`. What tells
people apart is an awkward tree: links that lead in circles, names that are taken, a copy that is
out of date. Write one function that gets it right.

## Build

`mirror(source, target)` takes two absolute `Path` objects, makes the folder `target` an exact copy
of the folder `source`, and returns what it changed.

- `target` and the folders above it are made if they are missing.
- All files, folders and symbolic links in `source` are copied, hidden and empty ones too.
- A file is copied with its permission bits and its modification time, as `shutil.copy2` does.
- A link is copied as a link with the same text.
- What is in `target` and not in `source` is deleted.
- What is of another kind in `target` (file, folder or link) is replaced.
- A file in `target` that has other bytes is replaced, also if its size and time are the same.
- A file in `target` that has the same bytes is left alone, whatever its time and its bits are.
- A link in `target` that has the same text is left alone.

The result is a list of strings, which are sorted as strings. They are the paths, relative to
`target` and with `/`, of what was made, replaced or deleted. A folder that was made, replaced or
deleted stands for all that is in it. `target` itself is not listed.

## Rules

- No link is followed, neither in `source` nor in `target`.
- `source` is left as it was.
- If `source` is missing or no folder, `NotADirectoryError` is raised.
- If `source` and `target` are one folder, or one lies in the other at any depth, `ValueError` is
  raised.
- When one of these errors is raised, nothing has been made, changed or deleted.

## Left open

- The bits and times of folders, the times of links, the setuid, setgid and sticky bits.
- Hard links, special files, missing rights, trees deeper than 100.
- Further calls after a file has changed and kept its size and time.
- Links with `./`, `//` or a last `/` in their text.
- Names with other characters than letters, digits, `.`, `-` and `_`.
- A `source` or `target` that is a link, leads through one, or has `..`.
- A `target` that is a file, two errors at once, Windows, other programs.

## Example

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> source, target = Path(folder.name, "box"), Path(folder.name, "copies", "box")
    >>> (source / "old").mkdir(parents=True)
    >>> _ = (source / "a.txt").write_text("tea")
    >>> (source / "last").symlink_to("old")
    >>> mirror(source, target)
    ['a.txt', 'last', 'old']
    >>> mirror(source, target)
    []
    >>> _ = (source / "old" / "b.txt").write_text("ink")
    >>> (source / "a.txt").unlink()
    >>> mirror(source, target)
    ['a.txt', 'old/b.txt']
    >>> folder.cleanup()
"""

from pathlib import Path


def mirror(source: Path, target: Path) -> list[str]:
    """Make `target` an exact copy of `source` and tell what was changed."""
    raise NotImplementedError
