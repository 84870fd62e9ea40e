"""Checks for Q11 · File operations."""

import ast
import builtins
import contextlib
import io
import os
from pathlib import Path

import pytest
import q011_file_io
from q011_file_io import copy_matching, create_once, tail


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.txt"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "target.txt"


@pytest.fixture
def left_open(monkeypatch):
    """A function that calls another and gives the names of the files it opened but not closed."""
    files, descriptors = [], []
    genuine, genuine_os = io.open, os.open

    def recording_open(*args, **kwargs):
        files.append(genuine(*args, **kwargs))
        return files[-1]

    def recording_os_open(path, *args, **kwargs):
        descriptors.append((genuine_os(path, *args, **kwargs), Path(path).name))
        return descriptors[-1][0]

    def is_open(descriptor):
        with contextlib.suppress(OSError):
            return bool(os.fstat(descriptor))

    def call(function):
        files.clear()
        descriptors.clear()
        with monkeypatch.context() as patch:
            patch.setattr(builtins, "open", recording_open)
            patch.setattr(io, "open", recording_open)
            patch.setattr(os, "open", recording_os_open)
            with contextlib.suppress(ValueError, ZeroDivisionError, OSError, KeyboardInterrupt):
                function()
        names = [Path(file.name).name for file in files if not file.closed]
        for file in files:
            file.close()
        for descriptor, name in descriptors:
            if is_open(descriptor):
                names.append(name)
                os.close(descriptor)
        return names

    return call


ASCII_MACHINE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from q011_file_io import copy_matching, create_once, tail

def outcome(expression):
    try:
        return eval(expression)
    except Exception as error:
        return f"{type(error).__name__}: {error}"

outcomes = [outcome(expression) for expression in sys.argv[2:]]
Path("outcomes").write_text(ascii(outcomes), encoding="ascii")
"""


@pytest.fixture
def on_ascii_machine(run_python, tmp_path, monkeypatch):
    """A function that evaluates expressions, in a process whose default encoding is ASCII."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")  # the submission may print what it likes

    def evaluate(*expressions):
        folder = Path(q011_file_io.__file__).parent
        process = run_python("-X", "utf8=0", "-c", ASCII_MACHINE, folder, *expressions)
        assert process.returncode == 0, process.stderr
        outcomes = (tmp_path / "outcomes").read_text(encoding="ascii")
        with contextlib.suppress(ValueError):  # where an outcome is no literal
            return ast.literal_eval(outcomes)
        return outcomes

    return evaluate


@pytest.mark.parametrize(
    ("content", "n", "lines"),
    [
        (b"a\nb\nc\n", 2, ["b\n", "c\n"]),
        (b"a\nb\n", 2, ["a\n", "b\n"]),
        (b"a\nb\n", 30, ["a\n", "b\n"]),
        (b"a\nb\n", 0, []),
        (b"", 1, []),
    ],
)
@pytest.mark.hint(
    "What does `lines[-n:]` give when `n` is 0?",
    "A file yields its lines one by one; `collections.deque` can keep the last few.",
)
def test_tail_gives_the_last_lines(path, content, n, lines):
    """`tail` gives the last `n` lines, all of a short file, none for 0."""
    path.write_bytes(content)
    assert tail(path, n) == lines, f"of a file that holds {content!r}:"


@pytest.mark.parametrize(
    ("content", "n", "lines"),
    [
        (b"a\r\nb\r\n", 1, ["b\r\n"]),
        (b"a\nb\r\nc", 2, ["b\r\n", "c"]),
        (b"a\n b \n\n", 2, [" b \n", "\n"]),
        (b"a\nb\x0cc\x1dd\n", 1, ["b\x0cc\x1dd\n"]),
        (b"\xef\xbb\xbfa\nb\n", 2, ["\ufeffa\n", "b\n"]),
        (b"a\nb\xe2\x80\xa8c\xc2\x85d", 1, ["b\u2028c\x85d"]),
    ],
)
@pytest.mark.hint(
    "Reading turns `\\r\\n` into `\\n` unless `open` is told otherwise by `newline=`.",
    "`str.splitlines` splits at ten characters, not at line endings alone.",
)
def test_tail_leaves_lines_as_they_stand(path, content, n, lines):
    """`tail` neither changes, adds nor cuts off anything, and splits at line endings only."""
    path.write_bytes(content)
    assert tail(path, n) == lines, f"of a file that holds {content!r}:"


@pytest.mark.parametrize("text", ["a\nb\n", "a\r\nb", " a \n\n", "\ufeffe\u0301", ""])
@pytest.mark.hint("Which mode of `open` creates a file, and only creates?")
def test_create_once_writes_the_text(path, text):
    """`create_once` writes the text to a new file, exactly as it is."""
    create_once(path, text)
    assert path.read_bytes() == text.encode(), f"after create_once(path, {text!r}):"


@pytest.mark.parametrize("file_holds", [b"old", b""])
@pytest.mark.hint(
    "Between asking whether a file exists and writing it, someone else can create it.",
    "Mode `x` asks and creates in one step.",
)
def test_create_once_refuses_a_file_in_the_way(path, file_holds):
    """A file of that name raises `FileExistsError` and stays as it is, also when it is empty."""
    path.write_bytes(file_holds)
    with pytest.raises(FileExistsError):
        create_once(path, "new")
    assert path.read_bytes() == file_holds, "create_once(path, 'new') changed the file:"


@pytest.mark.hint(
    "`path.exists()` follows a link and says False when it leads nowhere.",
    "Mode `x` refuses any name that is taken, whatever it stands for.",
)
def test_create_once_refuses_a_link_in_the_way(path, target):
    """A link of that name raises `FileExistsError`, also one that leads nowhere."""
    link_to_nowhere = path
    link_to_nowhere.symlink_to(target)
    with pytest.raises(FileExistsError):
        create_once(link_to_nowhere, "new")
    assert not target.exists(), "the text was written through a link that led nowhere"
    target.write_bytes(b"old")
    link_to_file = path
    with pytest.raises(FileExistsError):
        create_once(link_to_file, "new")
    assert target.read_bytes() == b"old", "the text was written through a link:"
    link_to_folder = path.with_name("folder.txt")
    link_to_folder.symlink_to(path.parent)
    with pytest.raises(FileExistsError):
        create_once(link_to_folder, "new")


@pytest.mark.hint(
    "Open both files, loop over the lines of one, and write to the other.",
    "`keep` may return any object; `if` asks whether it is true.",
)
def test_copies_the_lines_that_match(path, target):
    """The lines for which `keep` is true are copied and counted."""
    path.write_bytes(b"one\ntwo\n\nthree\nfour\ntwo\n")
    said = f"of the lines in {path.read_bytes()!r}"
    assert (
        copy_matching(
            path,
            target,
            (answers := {"one": "", "two": 7, "": 1, "three": None, "four": "yes"}).get,
        )
        == 4
    ), said
    assert target.read_bytes() == b"two\n\nfour\ntwo\n", f"copied {said}, by keep={answers}.get:"


@pytest.mark.hint(
    "`line.strip()` and `line.rstrip()` cut off blanks as well.",
    "`str.removesuffix` cuts off one thing and nothing else.",
)
def test_keep_gets_lines_without_their_ending(path, target):
    """`keep` is called once a line, in order, with all of the line but its ending."""
    path.write_bytes(b"7\r\n7\r\n\tx \n\r\n 8\x0c\n\xe2\x80\xa8 9\t")
    seen = []
    copy_matching(path, target, seen.append)
    assert seen == ["7", "7", "\tx ", "", " 8\x0c", "\u2028 9\t"], (
        f"what `keep` was called with, for {path.read_bytes()!r}:"
    )


@pytest.mark.parametrize(
    "content",
    [b"a\r\nb\r\n", b"a\nb\r\nc", b" a\t\n\n", b"a\x0cb\n\xe2\x80\xa8", b"\xef\xbb\xbfa\n", b""],
)
@pytest.mark.hint(
    "Write the line that you read, not the one that `keep` was given.",
    "In text mode, `newline=` says what becomes of line endings.",
)
def test_copies_lines_as_they_stand(path, target, content):
    """A line is written with the line ending it has, or with none."""
    path.write_bytes(content)
    copy_matching(path, target, lambda line: True)
    assert target.read_bytes() == content, f"copied of {content!r}, with every line kept:"


@pytest.mark.hint("Mode `w` empties an old file, mode `a` goes on at its end.")
def test_replaces_an_old_target(path, target):
    """The old content of `target` is replaced, also by nothing."""
    path.write_bytes(b"a\n")
    target.write_bytes(b"old\nold\n")
    assert copy_matching(path, target, bool) == 1, "the only line of the file is b'a\\n'"
    said = "what `target` holds, which was b'old\\nold\\n' before b'a\\n' was copied:"
    assert target.read_bytes() == b"a\n", said
    assert copy_matching(path, target, str.isdigit) == 0, "the only line of the file is b'a\\n'"
    assert target.read_bytes() == b"", "what `target` holds when no line was kept:"
    path.write_bytes(b"")
    target.write_bytes(b"old\nold\n")
    assert copy_matching(path, target, bool) == 0, "the file is empty"
    assert target.read_bytes() == b"", (
        "what `target` holds, b'old\\nold\\n' before, when `source` is empty:"
    )


@pytest.mark.hint(
    "Mode `w` empties the file at once, even if nothing is written after.",
    "Open the source before the target.",
)
def test_a_missing_source_costs_nothing(tmp_path, target):
    """A missing `source` raises `FileNotFoundError`; `target` is neither changed nor created."""
    missing = tmp_path / "missing.txt"
    with pytest.raises(FileNotFoundError):
        copy_matching(missing, target, bool)
    assert not target.exists(), "`target` was created"
    target.write_bytes(b"old\n")
    with pytest.raises(FileNotFoundError):
        copy_matching(missing, target, bool)
    after = target.read_bytes() if target.exists() else "no file"
    assert after == b"old\n", "what `target` is after copy_matching(missing, target, bool):"


@pytest.mark.timeout(20)
@pytest.mark.hint("Without `encoding=`, a text file is read in the machine's own encoding.")
def test_text_is_utf8_on_any_machine(on_ascii_machine, path, tmp_path):
    """Text is read and written as UTF-8 also where the default encoding is ASCII."""
    path.write_bytes("5 €\ncafé\n".encode())
    assert on_ascii_machine(
        'tail(Path("notes.txt"), 1)',
        'create_once(Path("new.txt"), "na\\u00efve")',
        'copy_matching(Path("notes.txt"), Path("target.txt"), "5 \\u20ac".__eq__)',
    ) == [["café\n"], None, 1], "where notes.txt holds '5 €\\ncafé\\n' in UTF-8:"
    written = (tmp_path / "new.txt").read_bytes()
    assert written == "naïve".encode(), "what create_once wrote to new.txt for 'naïve':"
    written = (tmp_path / "target.txt").read_bytes()
    assert written == "5 €\n".encode(), "what copy_matching wrote to target.txt for '5 €\\n':"


@pytest.mark.hint(
    "A `close()` at the end is not reached when a line before it raises.",
    "`with path.open(...) as file:` closes the file on every way out.",
    "When the second file cannot be opened, who closes the first?",
)
def test_closes_every_file(path, target, left_open):
    """No file stays open after a result or an error, and an error of `keep` reaches the caller."""

    def interrupt(line):
        raise KeyboardInterrupt

    path.write_bytes(b"a\nb\n")
    assert left_open(lambda: tail(path, 1)) == []
    assert left_open(lambda: create_once(path.with_name("new.txt"), "a")) == []
    assert left_open(lambda: copy_matching(path, target, bool)) == []
    assert left_open(lambda: copy_matching(path, target, lambda line: 1 / 0)) == []
    assert left_open(lambda: copy_matching(path, target, interrupt)) == [], "`keep` got Ctrl-C"
    assert left_open(lambda: copy_matching(path, path.parent, bool)) == [], "`target` is a folder"
    assert left_open(lambda: create_once(path.with_name("new.txt"), "b")) == []
    for error in (KeyError("inner"), ValueError("inner"), FileNotFoundError("inner")):

        def raise_error(line, error=error):
            raise error

        with pytest.raises(type(error)) as caught:
            copy_matching(path, target, raise_error)
        arrived = caught.value
        assert arrived is error, f"`keep` raised {error!r}, arrived: {arrived!r}"
    path.write_bytes(b"a\n\xff\n")
    assert left_open(lambda: tail(path, 2)) == [], "`path` holds bytes that are not UTF-8"
    assert left_open(lambda: copy_matching(path, target, bool)) == [], "`source` is not UTF-8"


@pytest.mark.hint(
    "`read()`, `read_text()`, `readlines()` and `list(file)` hold the whole file at once.",
    "A `for` loop over a text file holds one line at a time.",
    "A list with a number for each line is long as well: keep one number and add to it.",
)
def test_never_holds_the_whole_file(path, target, peak_memory):
    """`tail` and `copy_matching` hold neither the whole file nor something for each line."""
    path.write_bytes((b"x" * 19_999 + b"\n") * 200)
    whole = peak_memory(lambda: path.read_text(encoding="utf-8"))
    allowed = (
        f"the file has 4,000,000 bytes; reading it whole holds {whole:,}, a quarter is allowed"
    )
    held = peak_memory(lambda: tail(path, 2))
    is_little = held < whole / 4
    assert is_little, f"tail(path, 2) held {held:,} bytes\n{allowed}"
    is_right = tail(path, 2) == ["x" * 19_999 + "\n"] * 2
    assert is_right, "tail(path, 2) did not give the last two lines, of 20,000 characters each"
    path.write_bytes(("é€" * 30_000 + "\n").encode())
    is_right = tail(path, 1) == ["é€" * 30_000 + "\n"]
    assert is_right, "tail(path, 1) did not give the line of 30,000 times 'é€' as it stands"
    path.write_bytes((b"x" * 19_999 + b"\n") * 200)
    held = peak_memory(lambda: copy_matching(path, target, lambda line: len(line) == 19_999))
    is_little = held < whole / 4
    assert is_little, f"copy_matching(path, target, …) held {held:,} bytes\n{allowed}"
    size = target.stat().st_size
    assert size == 4_000_000, "size of `target`, when every line of 19,999 characters is kept:"
    tails, copies = [], []
    for lines in (3_500, 7_000):
        path.write_bytes((b"x" * 300 + b"\n") * lines)
        tails.append(peak_memory(lambda: tail(path, 2)))
        copies.append(peak_memory(lambda: copy_matching(path, target, bool)))
    allowed = "bytes more with 7,000 lines than with 3,500, 20,000 are allowed"
    more = tails[1] - tails[0]
    assert more < 20_000, f"tail(path, 2) held {more:,} {allowed}"
    more = copies[1] - copies[0]
    assert more < 20_000, f"copy_matching(path, target, bool) held {more:,} {allowed}"
