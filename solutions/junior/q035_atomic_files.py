r"""Q35 · Files and context managers: the answer and one way to build it.

## Answer

`with open(path) as file:` closes the file on every way out, also after an exception, so that no
descriptor leaks and buffered text is written. Name the encoding for text. Use a binary mode such as
`"wb"` for bytes. Loop over the lines instead of reading all of a large file. `pathlib` joins paths
with `/` and opens them; the `csv` and `json` modules know their formats, and `csv` wants
`newline=""`.

Closing isn't undoing: mode `"w"` empties the file at once, and a failure leaves half of the new
one. So write to a temporary file in the same folder and put it in place with `os.replace`, which is
atomic within one file system; on failure, delete it. For several files use `contextlib.ExitStack`:
it closes what was opened even if a later one fails.

## Follow-ups

- **Does that survive a power cut?** Not yet: call `file.flush()` and `os.fsync(file.fileno())`
  before closing, and `fsync` the folder after the replacement.
- **Why not write the draft to `/tmp`?** It may be another file system. `os.replace` fails there,
  and `shutil.move` falls back to a copy, which is not atomic.
- **What is lost when a file is replaced?** Its permission bits, unless `shutil.copymode` takes them
  over, its owner and its extended attributes. Hard links still lead to the old file, and a symbolic
  link itself is replaced.

## Notes

Mode `"x"` gives the draft the usual permissions and refuses a name that is in use. `tempfile` would
find a free name as well, but makes files that only their owner can read. After the replacement the
draft's name is free, so one `unlink(missing_ok=True)` serves every way out.
"""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def atomic_write(path: Path) -> Iterator[TextIO]:
    """Write a text file that appears only when it is complete."""
    draft = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def open_all(paths: list[Path]) -> Iterator[list[TextIO]]:
    """Open several text files for reading, all or none."""
    with ExitStack() as stack:
        yield [stack.enter_context(path.open(encoding="utf-8", newline="")) for path in paths]
