r"""Q35 · Files and context managers: the new file entirely, or the old one.

Topics: files, context-managers, paths

How do you handle files with context managers? That `with open(...)` closes the file is half the
answer. What if the block fails?

## Build

`atomic_write(path)` writes a text file at `path`, a `Path`, and nobody sees the file unfinished.
`with atomic_write(path) as file:` binds a text file, open for writing.

- In the block, `file` is a draft: a second file, in the folder of `path`.
- Until the block has ended, `path` holds the old text, or is not there.
- When the block ends normally, the draft is closed, and then it takes the place of `path` in one
  step.
- If the block raises an `Exception` or a `KeyboardInterrupt`, the draft is closed and removed,
  `path` holds the old text, or is not there, and the exception reaches the caller.
- If `path` is a folder when the block ends, an `OSError` reaches the caller, the folder stays as it
  was, and the draft is removed.
- Other files in the folder are left alone.
- Several blocks may write to one `path` at the same time, and the last one to end wins.

`with open_all(paths) as files:` binds a list of text files, open for reading, one for each item of
the list `paths`, in its order.

- All are closed when the block ends, and when it raises an `Exception` or a `KeyboardInterrupt`,
  which reaches the caller.
- If one of them is missing or is a folder, those opened before it are closed, the `OSError` of
  `open` reaches the caller, and the block does not run.

## Rules

- Text is written and read as UTF-8, whatever the default of the machine is.
- Line endings are written and read unchanged: `\r\n` stays `\r\n`.

## Left open

Permission bits, relative paths, long names, links, Windows, a missing folder, other encodings, text
that UTF-8 cannot hold, a block that closes its files or changes its list, a manager used twice, a
full disk.

## Example

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "menu.txt")
    >>> with atomic_write(path) as file:
    ...     _ = file.write("egg, fried\n")
    >>> with atomic_write(path) as file:
    ...     _ = file.write("ham")
    ...     raise KeyError("price")
    Traceback (most recent call last):
    KeyError: 'price'
    >>> with open_all([path, path]) as files:
    ...     files[1].read()
    'egg, fried\n'
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
