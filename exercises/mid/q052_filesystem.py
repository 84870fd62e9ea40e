"""Q52 · Files and folders: walk a tree, and be sure of what you follow and overwrite.

Topics: paths, files, algorithms

"How do you work with files and folders?" Everybody can list `pathlib`, `os` and `shutil`. What
tells people apart is the awkward tree: a link to its own parent, a name that is taken, two files of
one size. Write four small tools that survive it.

## Build

`find_duplicates(root)` returns a list of groups of files with the same bytes. A group is a list of
two or more paths, each `root / ...`. The paths in a group are sorted, and the groups are sorted by
their first path.

- Empty files are left out. Links are neither followed nor listed.
- Sizes come first: an empty file, or one of a size that no other file has, is not opened.

`mirror(source, target)` makes `target` an exact copy of `source`, and returns what it changed.

- `target`, and the folders above it, are made if they are missing.
- What is in `target` but not in `source` is deleted, and so is what is of another kind there (file,
  folder or link).
- Files are copied as `shutil.copy2` does, with permission bits and modification time. Two files
  with the same bytes are the same, whatever their sizes and times suggest: then the one in `target`
  is left alone.
- Links are copied as links, with the same text as their target. Empty files and empty folders are
  copied like all others.
- The result is a sorted list of strings: the paths, relative to `target` and with `/`, of what was
  made, replaced or deleted. A folder that is made or deleted stands for all that is in it. `target`
  itself is not listed.
- If `source` is missing or no folder, `NotADirectoryError` is raised. If `source` and `target` are
  the same folder, or one lies at any depth in the other, `ValueError` is raised. `target` is left
  as it was, also where it was missing.

`organise(root)` moves the files that stand directly in `root` into subfolders of `root`. The
subfolder is named by the file's `Path.suffix` in lower case without the dot, or `other` if there is
none: `Photo.JPG` goes to `jpg/Photo.JPG`. It is made if needed.

- Folders, links and everything whose name starts with a dot stay where they are.
- The files are moved in the order of their names. If the name is taken in the subfolder, by
  whatever it may be, even a broken link, the first free one of `a.b-1.txt`, `a.b-2.txt`, ... is
  used (for `a.b.txt`). Nothing is ever overwritten.
- The result is a dict from the old name to the new path, relative to `root`, both strings.
- If something that is not a folder (a file, or a link to anything) has the name of a subfolder that
  is needed, `FileExistsError` that names it is raised, and nothing has been moved or made.

`render_tree(root)` draws a folder as in the example and returns the text, without a line end after
the last line. The first line is the name of `root`. Entries, hidden ones too, are sorted by name.
The names of folders end in `/`; a link is drawn as `name -> text`, with the text it holds.

## Rules

- `root`, `source` and `target` are absolute `pathlib.Path` objects and no links. Apart from the
  errors above, the roots are folders.
- A tree holds files, folders and symbolic links. A link may point to a file, to a folder inside or
  outside, to one that holds it, or to nothing. No function ever goes through a link, and nothing
  outside of the tree is changed.
- Names sort as `str` and paths as `Path` objects do. The system is Linux or macOS.
- Calling `mirror` or `organise` a second time changes nothing and returns an empty result.

## Example

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> root = Path(folder.name, "box")
    >>> (root / "old").mkdir(parents=True)
    >>> for name in ["a.txt", "b.TXT", "old/a.txt", "old/c"]:
    ...     _ = (root / name).write_text("tea")
    >>> (root / "last").symlink_to("old")
    >>> print(render_tree(root))
    box/
    ├── a.txt
    ├── b.TXT
    ├── last -> old
    └── old/
        ├── a.txt
        └── c
    >>> [[path.name for path in group] for group in find_duplicates(root)]
    [['a.txt', 'b.TXT', 'a.txt', 'c']]
    >>> organise(root)
    {'a.txt': 'txt/a.txt', 'b.TXT': 'txt/b.TXT'}
    >>> mirror(root, Path(folder.name, "copy"))
    ['last', 'old', 'txt']
    >>> mirror(root, Path(folder.name, "copy"))
    []
    >>> folder.cleanup()
"""

from pathlib import Path


def find_duplicates(root: Path) -> list[list[Path]]:
    """Group the files below `root` that have the same bytes."""
    raise NotImplementedError


def mirror(source: Path, target: Path) -> list[str]:
    """Make `target` an exact copy of `source` and tell what was changed."""
    raise NotImplementedError


def organise(root: Path) -> dict[str, str]:
    """Move the files of `root` into subfolders by suffix and tell where they went."""
    raise NotImplementedError


def render_tree(root: Path) -> str:
    """Draw `root` and all that is below it."""
    raise NotImplementedError
