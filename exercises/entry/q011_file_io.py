r"""Q11 · File operations: open it right, read only what you need, always close it.

Topics: files, paths, text

You are asked how Python works with files. The modes are quickly listed; what counts in practice is
the encoding, the line endings, and that the file is closed when something goes wrong. Build five
small functions that get these right.

## Build

`word_count(path)` returns the number of words in a text file: runs of characters that are not
whitespace, as `str.split()` finds them.

`tail(path, n)` returns the list of the last `n` lines of a text file, each exactly as it stands in
the file, its line ending included. A file with fewer lines gives all of them; `n` = 0 gives an
empty list; a negative `n` raises a `ValueError` that names it.

`create_once(path, text)` writes `text` to a new file and returns None. If anything already has that
name, even a symbolic link that leads nowhere, it raises `FileExistsError` and changes nothing.

`read_record(path, index, size)` returns one record, as `bytes`, of a binary file that consists of
records of `size` bytes each. `index` counts from 0. The last record may be shorter and is returned
as it is. An index past the last record raises `IndexError`; a negative `index`, or a `size` below
1, raises `ValueError`. Each of these errors names the offending value.

`copy_matching(source, target, keep)` writes those lines of the text file `source` to `target` for
which `keep(line)` is true, and returns how many there were. `keep` is given the line without its
line ending; what is written is the line as it stands, with it. A `target` that exists is replaced.
A missing `source` raises `FileNotFoundError` and leaves `target` as it was. An exception raised by
`keep` reaches the caller; what `target` holds then is left open.

## Rules

- Every path is a `pathlib.Path`. `source` and `target` are different files.
- Text is UTF-8, whatever the machine's own default is.
- A line ends with `\n` or `\r\n`, and no other character ends one (a lone `\r` does not occur). The
  last line may have no ending. Line endings are read and written unchanged.
- Every file is closed when the function is left, by `return` or by an exception.
- A file may be larger than memory, but its lines are short: hold what the result needs, not the
  whole file.

## Example

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "notes.txt")
    >>> create_once(path, "one two\r\nthree\n")
    >>> word_count(path), tail(path, 2)
    (3, ['one two\r\n', 'three\n'])
    >>> read_record(path, 1, 4)
    b'two\r'
    >>> copy_matching(path, path.with_name("short.txt"), lambda line: len(line) < 6)
    1
    >>> folder.cleanup()
"""

from collections.abc import Callable
from pathlib import Path


def word_count(path: Path) -> int:
    """Count the words of a text file."""
    raise NotImplementedError


def tail(path: Path, n: int) -> list[str]:
    """Return the last `n` lines, line endings included."""
    raise NotImplementedError


def create_once(path: Path, text: str) -> None:
    """Write a text file that must not exist yet."""
    raise NotImplementedError


def read_record(path: Path, index: int, size: int) -> bytes:
    """Return the record number `index` of a binary file of records of `size` bytes."""
    raise NotImplementedError


def copy_matching(source: Path, target: Path, keep: Callable[[str], bool]) -> int:
    """Copy the lines that `keep` accepts, and count them."""
    raise NotImplementedError
