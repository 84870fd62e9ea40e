"""Checks for Q11 · File operations."""

import gc
import inspect
import re
import warnings
from pathlib import Path

import pytest
from q011_file_io import copy_matching, create_once, read_record, tail, word_count


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.txt"


@pytest.mark.parametrize(
    ("content", "words"), [("", 0), ("one two\n\n  three\tfour\r\n", 4), ("no newline", 2)]
)
@pytest.mark.hint("`line.split()` without an argument splits at any run of blanks.")
def test_counts_words(path, content, words):
    """`word_count` counts what blanks and line ends separate; an empty file has no words."""
    path.write_bytes(content.encode())
    assert word_count(path) == words


@pytest.mark.parametrize(
    ("content", "n", "lines"),
    [
        (b"a\nb\nc\n", 2, ["b\n", "c\n"]),
        (b"a\r\nb\r\nc", 2, ["b\r\n", "c"]),
        (b"a\n\n", 1, ["\n"]),
        (b"a\x0cb\nc\xe2\x80\xa8d\n", 2, ["a\x0cb\n", "c\u2028d\n"]),
        (b"a\nb\n", 3, ["a\n", "b\n"]),
        (b"a\nb\n", 0, []),
        (b"", 1, []),
    ],
)
@pytest.mark.hint(
    "What does `lines[-n:]` give when `n` is 0?",
    "Reading turns `\\r\\n` into `\\n` unless `open` is told otherwise by `newline=`.",
    "A file yields its lines one by one; `collections.deque` can keep the last few.",
)
def test_tail_gives_the_last_lines(path, content, n, lines):
    """`tail` gives the last `n` lines as they stand, all of a short file, none for 0."""
    path.write_bytes(content)
    assert tail(path, n) == lines


@pytest.mark.hint("Look at `n` before you open the file, and put it into the message.")
def test_tail_refuses_a_negative_number(path):
    """A negative `n` raises a `ValueError` that names it."""
    path.write_bytes(b"a\nb\n")
    with pytest.raises(ValueError, match="-1"):
        tail(path, -1)


@pytest.mark.hint("Which mode of `open` creates a file, and only creates?")
def test_create_once_writes_the_text(path):
    """`create_once` writes the text with its line endings unchanged and returns None."""
    assert create_once(path, "a\r\nb\nc") is None
    assert path.read_bytes() == b"a\r\nb\nc"


@pytest.mark.hint(
    "Between asking whether a file exists and writing it, someone else can create it.",
    "Mode `x` asks and creates in one step.",
)
def test_create_once_refuses_a_name_in_use(path, tmp_path):
    """A file, or a link that leads nowhere, raises `FileExistsError` and stays as it is."""
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        create_once(path, "new")
    assert path.read_bytes() == b"old"
    link, nowhere = tmp_path / "link.txt", tmp_path / "nowhere.txt"
    link.symlink_to(nowhere)
    with pytest.raises(FileExistsError):
        create_once(link, "new")
    assert not nowhere.exists(), "the text was written through a link that led nowhere"


@pytest.mark.parametrize(
    ("content", "index", "size", "record"),
    [
        (b"aaabbbccc", 0, 3, b"aaa"),
        (b"aaabbbccc", 2, 3, b"ccc"),
        (b"aaabbbc", 2, 3, b"c"),
        (b"\xff\r\n\x00", 2, 1, b"\n"),
    ],
)
@pytest.mark.hint(
    "Bytes that are no text want a binary mode.",
    "`file.seek(offset)` goes to where the record starts.",
)
def test_reads_a_record(path, content, index, size, record):
    """`read_record` returns the bytes of one record; the last may be short."""
    path.write_bytes(content)
    assert read_record(path, index, size) == record


@pytest.mark.parametrize(
    ("index", "size", "error", "culprit"),
    [
        (3, 3, IndexError, "3"),
        (400, 2, IndexError, "400"),
        (-1, 3, ValueError, "-1"),
        (1, 0, ValueError, "0"),
        (1, -2, ValueError, "-2"),
    ],
)
@pytest.mark.hint(
    "Seeking past the end is no error: what does `read` return there?",
    "`read(-2)` reads everything: look at the arguments first.",
)
def test_refuses_records_that_cannot_be(path, index, size, error, culprit):
    """An index past the end is an `IndexError`; a negative index, a size below 1 `ValueError`."""
    path.write_bytes(b"aaabbbccc")
    with pytest.raises(error, match=re.escape(culprit)):
        read_record(path, index, size)


@pytest.mark.hint(
    "Strip the line ending for the question only: `line.rstrip('\\r\\n')`.",
    "Write the line that you read, not the stripped one.",
)
def test_copies_the_lines_that_match(path, tmp_path):
    """`keep` sees lines without their endings; lines it accepts are copied as they stand."""
    path.write_bytes(b"7\r\nseven\r\n\n 8\n88\n9")
    target, seen = tmp_path / "target.txt", []

    def keep(line):
        seen.append(line)
        return line.isdigit()

    assert copy_matching(path, target, keep) == 3
    assert target.read_bytes() == b"7\r\n88\n9"
    assert seen == ["7", "seven", "", " 8", "88", "9"]


@pytest.mark.hint(
    "Mode `w` empties the file at once, even if nothing is written after.",
    "Open the source before the target.",
)
def test_copy_replaces_the_target_unless_the_source_is_missing(path, tmp_path):
    """An old `target` is replaced, also by nothing; a missing `source` leaves it as it was."""
    target = tmp_path / "target.txt"
    target.write_bytes(b"old\n")
    with pytest.raises(FileNotFoundError):
        copy_matching(path, target, bool)
    assert target.read_bytes() == b"old\n"
    path.write_bytes(b"\n\n")
    assert copy_matching(path, target, bool) == 0
    assert target.read_bytes() == b""


ASCII_MACHINE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from q011_file_io import copy_matching, create_once, tail, word_count
create_once(Path("a"), "na\\u00efve\\ncaf\\u00e9 \\u20ac 1\\n")
count = copy_matching(Path("a"), Path("b"), lambda line: "1" in line)
print(ascii((word_count(Path("a")), tail(Path("a"), 1), count, Path("b").read_bytes())))
"""


@pytest.mark.hint("Without `encoding=`, a text file is read in the machine's own encoding.")
def test_text_is_utf8_on_any_machine(run_python, monkeypatch):
    """Text is read and written as UTF-8 also where the default encoding is ASCII."""
    folder = Path(inspect.getfile(word_count)).parent
    monkeypatch.setenv("LC_ALL", "C")
    process = run_python("-X", "utf8=0", "-c", ASCII_MACHINE, folder)
    expected = (4, ["caf\u00e9 \u20ac 1\n"], 1, "caf\u00e9 \u20ac 1\n".encode())
    assert (process.stdout.strip(), process.stderr) == (ascii(expected), "")


@pytest.mark.hint(
    "A `close()` at the end is not reached when a line before it raises.",
    "`with path.open(...) as file:` closes the file on every way out.",
)
def test_closes_every_file(path, tmp_path):
    """No file stays open, neither after a result nor after an exception."""
    path.write_bytes(b"a\nb\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        word_count(path), tail(path, 1), read_record(path, 0, 1)
        create_once(tmp_path / "new.txt", "a")
        copy_matching(path, tmp_path / "target.txt", bool)
        with pytest.raises(ZeroDivisionError):
            copy_matching(path, tmp_path / "target.txt", lambda line: 1 / 0)
        gc.collect()
    assert [str(w.message) for w in caught if w.category is ResourceWarning] == []


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(word_count, id="word_count"),
        pytest.param(lambda path: tail(path, 2), id="tail"),
        pytest.param(lambda path: read_record(path, 10_000, 100), id="read_record"),
        pytest.param(
            lambda path: copy_matching(path, path.with_name("b"), bool), id="copy_matching"
        ),
    ],
)
@pytest.mark.hint(
    "`read()`, `read_text()`, `readlines()` and `list(file)` hold the whole file at once.",
    "A `for` loop over a text file holds one line at a time; `seek` skips without reading.",
)
def test_never_holds_the_whole_file(path, work, peak_memory):
    """A file of a megabyte is worked on within a quarter of that memory."""
    path.write_bytes((b"word " + b"x" * 94 + b"\n") * 10_001)
    peak = peak_memory(lambda: work(path))
    assert peak < 250_000, f"at most {peak:,} bytes were held; 250,000 are allowed"
