r"""Q35 · Files and context managers: the new file entirely, or the old one.

Topics: files, context-managers, csv, json, paths

"How do you handle files with context managers?" That `with open(...)` closes the file is the first
half of the answer. The second is what stands on the disk when the block fails half-way, and what
happens when you need several files at once and one of them is missing.

## Build

`atomic_write(path)` returns a context manager that writes a text file without ever showing an
unfinished one. `with atomic_write(path) as file:` binds a text file, open for writing.

- What the block writes goes to a second, temporary file in the folder of `path`. Until the block
  has ended, `path` is as it was: the old file, or nothing.
- If the block ends normally, the temporary file is closed and takes the place of `path` in one
  step. A program that has the old file open goes on reading the old text.
- If the block raises, whatever the exception's class, or if `path` can't be replaced because it is
  a folder (an `OSError`), the exception reaches the caller. `path` stays as it was; the temporary
  file is closed and gone.
- If `path` exists when the block ends, the new file takes over its permission bits. If not, it has
  those that `open(path, "w")` would have given it.
- The temporary file's name is in use by nobody else. Other files in the folder are left alone,
  whatever they are called. Several blocks may write to the same `path` at the same time: the last
  one to end wins.

`open_all(paths)` returns a context manager: `with open_all(paths) as files:` binds a list of text
files, open for reading, in the order of the list `paths`. All are closed when the block is left,
normally or by an exception. If one cannot be opened, those opened before are closed, the block
doesn't run, and the exception (such as `FileNotFoundError`) reaches the caller.

`csv_to_json(source, target)` reads a CSV file and replaces `target`, as `atomic_write` does, by a
JSON array with one object for each record. It returns the number of records.

- The CSV is of the common kind, the default of the `csv` module: fields may stand in double quotes
  and then contain commas, doubled quotes and line endings, which are kept as they are.
- The first line holds the names. They are the keys of each object, in their order; all values are
  strings. Empty lines after it are skipped. A file that is empty, or has only the names, gives an
  empty array.
- A record with more or fewer fields than there are names raises a `ValueError` that names the
  number of the record: the first one after the names is 1, empty lines don't count.
- The layout of the JSON is up to you, but letters beyond ASCII stand in it as themselves: `é`, not
  `\u00e9`.

## Rules

- Every path is a `pathlib.Path`, and none is a symbolic link. `source` and `target` are different
  files. The operating system is Linux or macOS.
- Text is UTF-8, whatever the machine's own default is. A byte order mark at the start of `source`
  is not part of the first name. A `source` that is not UTF-8 raises `UnicodeDecodeError`.
- Line endings are read and written unchanged: `\r\n` stays `\r\n`, in `open_all` too.
- When `csv_to_json` raises, `target` and its folder are as they were.
- Every file is closed when the block or the function is left.

## Example

    >>> import json, tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "menu.csv")
    >>> with atomic_write(path) as file:
    ...     _ = file.write('dish,price\n"egg, fried",3\n')
    >>> with atomic_write(path) as file:
    ...     _ = file.write("dish")
    ...     raise KeyError("price")
    Traceback (most recent call last):
    KeyError: 'price'
    >>> csv_to_json(path, Path(folder.name, "menu.json"))
    1
    >>> with open_all([path, Path(folder.name, "menu.json")]) as files:
    ...     files[0].readline(), json.load(files[1])
    ('dish,price\n', [{'dish': 'egg, fried', 'price': '3'}])
    >>> sorted(path.name for path in Path(folder.name).iterdir())
    ['menu.csv', 'menu.json']
    >>> folder.cleanup()
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO


def atomic_write(path: Path) -> AbstractContextManager[TextIO]:
    """Write a text file that appears only when it is complete."""
    raise NotImplementedError


def open_all(paths: list[Path]) -> AbstractContextManager[list[TextIO]]:
    """Open several text files for reading, all or none."""
    raise NotImplementedError


def csv_to_json(source: Path, target: Path) -> int:
    """Write the records of a CSV file as JSON, and count them."""
    raise NotImplementedError
