"""Checks for Q35 · Files and context managers."""

import gc
import inspect
import json
import os
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from q035_atomic_files import atomic_write, csv_to_json, open_all


@pytest.fixture
def folder(tmp_path):
    """A folder that is not the current one."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def path(folder):
    return folder / "data.txt"


@pytest.fixture
def umask():
    """New files get the permissions rw-r-----, which are nobody's default."""
    old = os.umask(0o027)
    yield
    os.umask(old)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return oct(path.stat().st_mode & 0o777)


@contextmanager
def unclosed():
    """Give a list in which, after the block, stand the files that it left open."""
    files = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield files
        gc.collect()
    files += [str(w.message) for w in caught if w.category is ResourceWarning]


class Abort(BaseException):
    """An error that is no `Exception`, like `KeyboardInterrupt`."""


@pytest.mark.hint(
    "A generator with `contextlib.contextmanager`: what stands before, what after the `yield`?",
    "Give `as` an open text file, and close it before its content counts as written.",
)
def test_writes_a_new_file(folder, path):
    """After the block, the file holds the text as it was written, and nothing else is there."""
    with atomic_write(path) as file:
        file.write("one\r\ntwo\n")
        file.write("caf\u00e9")
    assert path.read_bytes() == "one\r\ntwo\ncaf\u00e9".encode()
    assert file.closed, "the file is still open after the block"
    assert names(folder) == ["data.txt"]


@pytest.mark.hint(
    "Mode `w` empties the old file at once. Write to another one first.",
    "`Path.replace` puts one file in the place of another in one step.",
)
def test_old_file_stands_until_the_block_ends(path):
    """In the block, `path` has its old text; a reader who has it open keeps that to the end."""
    path.write_text("old text")
    with path.open() as reader:
        with atomic_write(path) as file:
            file.write("new")
            file.flush()
            assert path.read_text() == "old text"
        assert path.read_text() == "new"
        assert reader.read() == "old text"


@pytest.mark.parametrize("error", [ValueError, Abort])
@pytest.mark.parametrize("before", [["data.txt"], []], ids=["old file", "no file"])
@pytest.mark.hint(
    "In a generator, an exception of the block appears at the `yield`.",
    "Close and delete the temporary file in a `finally`, or when a `BaseException` passes.",
)
def test_failed_block_changes_nothing(folder, path, before, error):
    """A block that raises leaves the old file, or none, and no temporary file."""
    for name in before:
        (folder / name).write_text("old")
    with pytest.raises(error), atomic_write(path) as file:
        file.write("new")
        raise error
    assert file.closed, "the file is still open after the block"
    assert [(name, (folder / name).read_text()) for name in names(folder)] == [
        (name, "old") for name in before
    ]


@pytest.mark.hint("Replacing can fail as well: is that inside of your `try`?")
def test_failed_replacing_leaves_nothing_behind(folder, path):
    """When `path` is a folder, an `OSError` reaches the caller and no temporary file is left."""
    path.mkdir()
    with pytest.raises(OSError), atomic_write(path) as file:
        file.write("new")
    assert names(folder) == ["data.txt"]
    assert path.is_dir(), "the folder was replaced"


@pytest.mark.hint(
    "`tempfile` makes files that only their owner can read. What does `open` make?",
    "`shutil.copymode` copies the permission bits of one file to another.",
)
def test_permissions(umask, folder, path):
    """An old file's permissions are kept; a new file has the usual ones."""
    with atomic_write(path) as file:
        file.write("new")
    (folder / "usual").touch()
    assert mode(path) == mode(folder / "usual")
    for bits in (0o664, 0o600):
        path.chmod(bits)
        with atomic_write(path) as file:
            file.write("newer")
        assert mode(path) == oct(bits)


@pytest.mark.hint(
    "`replace` works within one file system only: the temporary file belongs beside `path`.",
    "Any name made of `path` alone can be in use. Add something unique, or ask `tempfile`.",
)
def test_temporary_file_is_beside_the_path_and_in_nobodys_way(folder, path):
    """The temporary file is in the same folder, and clashes with no file and no other writer."""
    others = ["data.tmp", "data.txt.tmp", ".data.txt.tmp", "data.txt.bak", "data.txt~", "tmp"]
    for name in others:
        (folder / name).write_text(name)
    with atomic_write(path) as first:
        first.write("first")
        assert len(names(folder)) == len(others) + 1, "there is no second file in the folder"
        with atomic_write(path) as second:
            second.write("second")
        assert path.read_text() == "second"
    assert path.read_text() == "first"
    path.unlink()
    assert [(folder / name).read_text() for name in names(folder)] == sorted(others)


@pytest.mark.hint(
    "`contextlib.ExitStack` closes as many files as you enter into it.",
    "How does `open` leave `\\r\\n` alone?",
)
def test_opens_and_closes_all(folder):
    """`open_all` gives the files in order and closes each, also when the block raises."""
    paths = [folder / name for name in ("b", "a", "c")]
    for path in paths:
        path.write_bytes(f"{path.name}\r\n\u20ac\n".encode())
    with open_all(paths) as files:
        assert [file.read() for file in files] == [
            "b\r\n\u20ac\n",
            "a\r\n\u20ac\n",
            "c\r\n\u20ac\n",
        ]
    with pytest.raises(Abort), open_all(paths[:2]) as others:
        raise Abort
    assert [file.closed for file in [*files, *others]] == [True] * 5
    with open_all([]) as nothing:
        assert nothing == []


@pytest.mark.hint(
    "A list comprehension that raises takes the files it opened with it, still open.",
    "Each file must be in safe hands before the next is opened: enter it into the stack at once.",
)
def test_opens_all_or_none(folder):
    """If the third file is missing, the first two are closed and the block doesn't run."""
    paths = [folder / name for name in ("a", "b", "missing", "c")]
    for path in paths:
        if path.name != "missing":
            path.write_text("text")
    with unclosed() as files, pytest.raises(FileNotFoundError), open_all(paths):
        pytest.fail("the block ran although a file was missing")
    assert files == []


def convert(folder, content):
    """What `csv_to_json` makes of `content`: the number, and each object's items in order."""
    source, target = folder / "source.csv", folder / "target.json"
    source.write_bytes(content.encode())
    number = csv_to_json(source, target)
    return number, [list(record.items()) for record in json.loads(target.read_bytes())]


@pytest.mark.hint(
    "Commas inside of quotes make `line.split(',')` fail, line endings make `for line` fail.",
    "The `csv` module wants its file opened with `newline=''`.",
)
def test_converts_records(folder):
    """Each record becomes an object of strings; quoted commas, quotes and line endings survive."""
    content = 'name,note\r\nAnn,"a, ""b"""\r\nBob,"one\r\ntwo\nthree"\r\n,7'
    number, records = convert(folder, content)
    assert records == [
        [("name", "Ann"), ("note", 'a, "b"')],
        [("name", "Bob"), ("note", "one\r\ntwo\nthree")],
        [("name", ""), ("note", "7")],
    ]
    assert number == 3


@pytest.mark.parametrize(
    ("content", "records"),
    [
        ("", []),
        ("id,name\n", []),
        (
            "id,name\n\n1,a\n\n\n2,b\n\n",
            [[("id", "1"), ("name", "a")], [("id", "2"), ("name", "b")]],
        ),
        ("\ufeffid\n1\n", [[("id", "1")]]),
        ('\ufeff"i,d"\n1\n', [[("i,d", "1")]]),
    ],
    ids=["empty", "only names", "empty lines", "byte order mark", "mark before a quote"],
)
@pytest.mark.hint(
    "`csv.DictReader` skips empty lines; `csv.reader` gives an empty list for each.",
    "There is an encoding that is UTF-8 and drops a byte order mark.",
)
def test_reads_unusual_files(folder, content, records):
    """Empty files give an empty array; empty lines and a byte order mark are not data."""
    assert convert(folder, content) == (len(records), records)


@pytest.mark.parametrize(
    ("bad", "error", "culprit"),
    [
        (b"5\n", ValueError, r"\b22\b"),
        (b"5,6,7\n", ValueError, r"\b22\b"),
        (b"5,caf\xe9\n", UnicodeDecodeError, "."),
    ],
    ids=["too few fields", "too many fields", "not UTF-8"],
)
@pytest.mark.parametrize("before", [["target.json"], []], ids=["old target", "no target"])
@pytest.mark.hint(
    "See what `csv.DictReader` does with a field too many, and with one too few.",
    "Number the records with `enumerate`; `line_num` counts lines.",
    "Look at the records before you write, or let `atomic_write` do its work.",
)
def test_bad_source_leaves_the_target(folder, bad, error, culprit, before):
    """A bad record raises a `ValueError` with its number, and leaves all closed and as it was."""
    source = folder / "source.csv"
    source.write_bytes(b"a,b\n" + b"1,2\n" * 20 + b"\n3,4\n" + bad + b"7,8\n")
    for name in before:
        (folder / name).write_text("old")
    with unclosed() as files, pytest.raises(error, match=culprit):
        csv_to_json(source, folder / "target.json")
    assert files == []
    source.unlink()
    assert [(name, (folder / name).read_text()) for name in names(folder)] == [
        (name, "old") for name in before
    ]


ASCII_MACHINE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from q035_atomic_files import atomic_write, csv_to_json, open_all
with atomic_write(Path("a.csv")) as file:
    file.write("na\\u00efve\\n\\u20ac\\n")
csv_to_json(Path("a.csv"), Path("a.json"))
with open_all([Path("a.csv"), Path("a.json")]) as files:
    print(ascii([[letter for letter in file.read() if ord(letter) > 127] for file in files]))
"""


@pytest.mark.hint(
    "Without `encoding=`, a text file is read and written in the machine's own encoding.",
    "`json.dump` writes only ASCII unless it is told otherwise.",
)
def test_text_is_utf8_on_any_machine(run_python, monkeypatch):
    """Where the default encoding is ASCII, text is UTF-8 too; JSON shows letters as themselves."""
    monkeypatch.setenv("LC_ALL", "C")
    folder = Path(inspect.getfile(inspect.unwrap(csv_to_json))).parent
    process = run_python("-X", "utf8=0", "-c", ASCII_MACHINE, folder)
    expected = ascii([["\u00ef", "\u20ac"], ["\u00ef", "\u20ac"]])
    assert (process.stdout.strip(), process.stderr) == (expected, "")
