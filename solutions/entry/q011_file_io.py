r"""Q11 · File operations: the answer and one way to build it.

## Answer

`open(path, mode)` returns a file object. The modes: `r` reads, `w` empties the file and writes, `a`
appends, `x` creates and fails if the name is taken; `b` makes it bytes instead of text, `+` allows
both reading and writing. You read with `read`, `readline`, `readlines`, or best by looping over the
file, which holds one line at a time; you write with `write` and jump with `seek`. Use `with`, so
that the file is closed also when an exception is raised.

For text, name the encoding: up to Python 3.14 the default is the machine's, not always UTF-8. Text
mode also turns `\r\n` into `\n` when reading and `\n` into the system's line ending when writing;
`newline=""` switches both off. For paths use `pathlib.Path`: it joins and takes apart names, and
has `open`, `read_text` and `write_bytes` as methods.

## Notes

Mode `x` asks and creates in one step; `exists()` followed by `w` leaves a gap in which another
program can create the file. `deque(file, maxlen=n)` keeps the last lines only. `copy_matching`
opens the source first, so that a missing one costs nothing.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path


def word_count(path: Path) -> int:
    """Count the words of a text file."""
    with path.open(encoding="utf-8") as file:
        return sum(len(line.split()) for line in file)


def tail(path: Path, n: int) -> list[str]:
    """Return the last `n` lines, line endings included."""
    if n < 0:
        raise ValueError(f"a number of lines cannot be negative, got {n}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(deque(file, maxlen=n))


def create_once(path: Path, text: str) -> None:
    """Write a text file that must not exist yet."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)


def read_record(path: Path, index: int, size: int) -> bytes:
    """Return the record number `index` of a binary file of records of `size` bytes."""
    if index < 0:
        raise ValueError(f"index must not be negative, got {index}")
    if size < 1:
        raise ValueError(f"size must be at least one byte, got {size}")
    with path.open("rb") as file:
        file.seek(index * size)
        record = file.read(size)
    if not record:
        raise IndexError(f"there is no record {index}")
    return record


def copy_matching(source: Path, target: Path, keep: Callable[[str], bool]) -> int:
    """Copy the lines that `keep` accepts, and count them."""
    copied = 0
    with (
        source.open(encoding="utf-8", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        for line in lines:
            if keep(line.rstrip("\r\n")):
                file.write(line)
                copied += 1
    return copied
