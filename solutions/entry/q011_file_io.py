r"""Q11 · File operations: the answer and one way to build it.

## Answer

`open(path, mode)` returns a file object. The modes: `r` reads, `w` empties the file and writes, `a`
appends, `x` creates and fails if the name is taken; `b` makes it bytes instead of text, `+` allows
both reading and writing. You read with `read`, `readline`, `readlines`, or best by looping over the
file, which holds one line at a time. You write with `write` and jump with `seek`. Use `with`, so
that the file is closed also when an exception is raised.

For text, name the encoding: up to Python 3.14 the default is the machine's, and from 3.15 it is
UTF-8. Text mode also turns `\r\n` into `\n` when reading, and `\n` into the system's line ending
when writing; `newline=""` switches both off. For paths use `pathlib.Path`: it joins and takes apart
names, and has `open`, `read_text` and `write_bytes` as methods.

## Follow-ups

- **How do you get the last lines of a huge file without reading it all?** Open it in binary, `seek`
  to the end, and read blocks backwards until there are enough line endings.
- **Is the text on the disk when `write` returns?** No, it may wait in the buffer until `flush` or
  `close`, and then in the system's cache until `os.fsync`.
- **How do you replace a file so that nobody ever sees half of it?** Write a temporary file in the
  same folder, then `os.replace` it into place, which is one step.

## Notes

Mode `x` asks and creates in one step; `exists()` followed by `w` leaves a gap in which another
program can create the file. `newline="\n"` ends a line at `\n` alone and changes nothing, while
`newline=""` would take a lone `\r` for an ending too. The alternative for `tail`, reading blocks
from the end, is quick on huge files, at the cost of counting line endings by hand. `copy_matching`
opens the source first, so that a missing one costs nothing.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path


def tail(path: Path, n: int) -> list[str]:
    """Return the last `n` lines, line endings included."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return list(deque(file, maxlen=n))


def create_once(path: Path, text: str) -> None:
    """Write a text file that must not exist yet."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def copy_matching(source: Path, target: Path, keep: Callable[[str], object]) -> int:
    """Copy the lines that `keep` accepts, and count them."""
    copied = 0
    with (
        source.open(encoding="utf-8", newline="\n") as lines,
        target.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for line in lines:
            if keep(line.removesuffix("\n").removesuffix("\r")):
                file.write(line)
                copied += 1
    return copied
