r"""Q11 · File operations: open it right, hold little of it, always close it.

Topics: files, paths, text

You are asked how Python works with files. The modes are easy; what counts is the encoding, the line
endings, and that files get closed, whatever goes wrong.

## Build

`tail(path, n)` returns the list of the last `n` lines of a text file; `n` is 0 or more. Each line
is returned as it stands in the file, with its line ending. A file with fewer lines gives all of
them, and an `n` of 0 gives none.

`create_once(path, text)` writes `text`, exactly as it is, to a new file. If a file or a symbolic
link has that name, even one that leads nowhere, it raises `FileExistsError` and changes nothing.

`copy_matching(source, target, keep)` copies those lines of the text file `source` to `target` for
which `keep(line)` is true, and returns their number. `keep` is called once for each line, in
order. It gets the line without its line ending. What is written is the line as it stands in
`source`. Old content of `target` is replaced. A missing `source` raises `FileNotFoundError`, and
`target` stays as it was.

## Rules

- Text is read and written as UTF-8, whatever the default of the machine is.
- A line ends with `\n` or `\r\n`, and with nothing else. The last line may have no ending.
- Every file is closed when the function is left, also by an exception of `keep`, which reaches the
  caller.
- Files may be larger than memory: `tail` holds little more than its result and a line,
  `copy_matching` little more than a line.

## Left open

- A `\r` outside a `\r\n`, text or bytes that are not UTF-8, an `n` beyond `sys.maxsize`.
- What `target` holds when `keep` raises or `source` is the same file.
- A `target` that is a link, a `StopIteration` of `keep`.

## Example

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "notes.txt")
    >>> create_once(path, "one\r\ntwo\nthree\n")
    >>> tail(path, 2)
    ['two\n', 'three\n']
    >>> copy_matching(path, path.with_name("short.txt"), lambda line: len(line) == 3)
    2
    >>> folder.cleanup()
"""

from collections.abc import Callable
from pathlib import Path


def tail(path: Path, n: int) -> list[str]:
    """Return the last `n` lines, line endings included."""
    raise NotImplementedError


def create_once(path: Path, text: str) -> None:
    """Write a text file that must not exist yet."""
    raise NotImplementedError


def copy_matching(source: Path, target: Path, keep: Callable[[str], object]) -> int:
    """Copy the lines that `keep` accepts, and count them."""
    raise NotImplementedError
