"""Q35 · Files and context managers: the answer and one way to build it.

## Answer

`with open(path) as file:` closes the file on every way out, also after an exception, so that no
descriptor leaks and buffered text is written. Name the encoding for text; use a binary mode such as
`"wb"` for bytes, where `read` and `write` take no text. Loop over the lines instead of reading all
of a large file. `pathlib` joins paths with `/` and opens them; the `csv` and `json` modules know
their formats, and `csv` wants `newline=""`.

Closing isn't undoing: mode `"w"` empties the file at once, and a crash leaves half of the new one.
So write to a temporary file in the same folder and put it in place with `os.replace`, which is
atomic within one file system; on failure, delete it. For several files use
`contextlib.ExitStack`: it closes what was opened even if a later one fails.

## Notes

Opening in mode `"x"` gives a new file the usual permissions, whereas `tempfile` makes private ones.
After the replacement the temporary name is free, so one `unlink(missing_ok=True)` serves every way
out. This protects against a failing program; to survive a power cut, add `file.flush()` and
`os.fsync(file.fileno())` before closing. `DictReader` puts surplus fields under the key None and
fills missing ones with None: nothing in a CSV file is None otherwise.
"""

import csv
import json
import shutil
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
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def open_all(paths: list[Path]) -> Iterator[list[TextIO]]:
    """Open several text files for reading, all or none."""
    with ExitStack() as stack:
        yield [stack.enter_context(path.open(encoding="utf-8", newline="")) for path in paths]


def csv_to_json(source: Path, target: Path) -> int:
    """Write the records of a CSV file as JSON, and count them."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    for number, record in enumerate(records, start=1):
        if None in record or None in record.values():
            raise ValueError(f"record {number} has too many or too few fields")
    with atomic_write(target) as file:
        json.dump(records, file, ensure_ascii=False)
    return len(records)
