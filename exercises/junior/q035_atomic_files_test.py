"""Checks for Q35 · Files and context managers."""

import gc
import os
import re
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest
from q035_atomic_files import atomic_write, open_all


@pytest.fixture
def folder(tmp_path):
    """A folder that is not the current one."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def path(folder):
    return folder / "data.txt"


def contents(folder):
    """What the files of a folder hold, by their names."""
    return {each.name: each.read_bytes().decode() for each in sorted(folder.iterdir())}


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def changes(folder, since):
    """What the files hold now (or "gone") that do not hold what they did."""
    now = contents(folder)
    return {name: now.get(name, "gone") for name in now | since if now.get(name) != since.get(name)}


def write_new(path, meanwhile=None):
    """Whether an `OSError` leaves a block that writes and then does something else."""
    try:
        with atomic_write(path) as file:
            file.write("new")
            if meanwhile:
                meanwhile()
    except OSError:
        return "OSError"
    return "no exception"


def raise_key_error(path):
    """Whether a `KeyError` leaves a block that raises it."""
    try:
        with atomic_write(path):
            raise KeyError("this is to come out")
    except KeyError:
        return "KeyError"
    except OSError as error:
        return type(error).__name__
    return "no exception"


@pytest.fixture
def states(monkeypatch, path):
    """What is at `path`, text or None, after each call that moves or removes a file."""
    seen = []

    def noting(genuine):
        def call(*args, **kwargs):
            result = genuine(*args, **kwargs)
            seen.append(path.read_bytes().decode() if path.is_file() else None)
            return result

        return call

    for name in ("link", "remove", "rename", "replace", "unlink"):
        monkeypatch.setattr(os, name, noting(getattr(os, name)))
    return seen


@pytest.mark.hint(
    "A generator with `contextlib.contextmanager`: what stands before, what after the `yield`?",
    "Give `as` an open text file. How does `open` leave `\\r\\n` alone?",
)
def test_writes_a_new_file(folder, path):
    """After the block, the file holds the text as it was written, and nothing else is there."""
    with atomic_write(path) as file:
        file.write("one\r\ntwo\nthree\r")
        file.write("caf\u00e9")
    assert file.closed, "the file is still open after the block"
    assert contents(folder) == {"data.txt": "one\r\ntwo\nthree\rcaf\u00e9"}


@pytest.mark.parametrize("before", [{"data.txt": "old text"}, {}], ids=["old file", "no file"])
@pytest.mark.hint(
    "Mode `w` empties the old file at once. Write to another one first.",
    "A file can take another's place in one step only within one file system.",
)
def test_path_is_as_it_was_until_the_block_ends(folder, path, before):
    """In the block, `path` holds the old text, and the draft is beside it."""
    for name, text in before.items():
        (folder / name).write_text(text)
    seen = []
    with atomic_write(path) as file:
        file.write("new text")
        file.flush()
        seen.append(contents(folder))
    drafts = [text for name, text in seen[0].items() if name != "data.txt"]
    assert drafts == ["new text"], f"in the block, the folder held {seen[0]}"
    assert {"data.txt in the block": seen[0].get("data.txt")} == {
        "data.txt in the block": before.get("data.txt")
    }
    assert contents(folder) == {"data.txt": "new text"}


@pytest.mark.hint(
    "`Path.replace` puts one file in the place of another in one step.",
    "What is still in the buffer of a file that has not been closed?",
    "First the draft is closed, and then it moves.",
)
def test_takes_the_place_in_one_step(monkeypatch, path, states):
    """A closed draft takes the place at once, and who has the old file open reads that on."""
    path.write_text("old text")
    drafts, moved = [], []

    def noting(genuine):
        def move(*args, **kwargs):
            moved.extend("closed" if draft.closed else "still open" for draft in drafts)
            return genuine(*args, **kwargs)

        return move

    monkeypatch.setattr(os, "rename", noting(os.rename))
    monkeypatch.setattr(os, "replace", noting(os.replace))
    with path.open() as reader:
        with atomic_write(path) as file:
            drafts.append(file)
            file.write("new text")
        rest = reader.read()
    assert path.read_text() == "new text"
    assert rest == "old text", "read from the old file, opened before the block, after its end"
    assert "still open" not in moved, "the draft was moved before it was closed"
    assert [text for text in states if text not in ("old text", "new text")] == [], (
        f"`path` held, one after the other, {states}; None is no file"
    )
    with path.open() as reader:
        with atomic_write(path):
            pass
        rest = reader.read()
    assert path.read_text() == "", "the new file, of a block that wrote nothing"
    assert rest == "new text", "read from the old file, opened before a block that wrote nothing"


@pytest.mark.parametrize(
    "error",
    [ValueError("no"), OSError("no"), StopIteration("end"), KeyboardInterrupt("stop")],
    ids=["ValueError", "OSError", "StopIteration", "KeyboardInterrupt"],
)
@pytest.mark.parametrize("before", [{"data.txt": "old"}, {}], ids=["old file", "no file"])
@pytest.mark.hint(
    "In a generator, an exception of the block appears at the `yield`.",
    "Close and delete the draft in a `finally`, or when a `BaseException` passes.",
)
def test_failed_block_changes_nothing(folder, path, states, before, error):
    """A block that raises leaves the old file, or none, and no draft; the exception passes."""
    for name, text in before.items():
        (folder / name).write_text(text)
    with pytest.raises(type(error)) as caught, atomic_write(path) as file:
        file.write("new")
        raise error
    assert caught.value is error, f"{caught.value!r} is not the exception of the block"
    assert file.closed, "the draft is still open after the block"
    assert contents(folder) == before
    assert "new" not in states, f"after its calls on files, `path` held {states}"


@pytest.mark.hint(
    "Replacing can fail as well: is that inside of your `try`?",
    "`shutil.move` moves a file into a folder; `Path.replace` refuses to replace a folder.",
)
def test_a_folder_in_the_way_stays(folder, path):
    """When `path` is a folder, an `OSError` reaches the caller and no draft is left."""
    path.mkdir()
    assert write_new(path) == "OSError", "`path` is an empty folder"
    assert names(folder) == ["data.txt"], "`path`, an empty folder, and what is beside it"
    assert path.is_dir(), "the folder was replaced"
    assert names(path) == [], "something was put into the folder"
    (path / "inside.txt").write_text("kept")
    assert write_new(path) == "OSError", "`path` is a folder with a file in it"
    assert names(folder) == ["data.txt"], "`path`, a folder with a file, and what is beside it"
    assert contents(path) == {"inside.txt": "kept"}, "the folder at `path`"
    assert raise_key_error(path) == "KeyError", "`path` is a folder, and the block raises KeyError"
    assert names(folder) == ["data.txt"], "after a block that raised"
    assert contents(path) == {"inside.txt": "kept"}, "the folder at `path`, the block raised"
    late, made = folder / "late.txt", []

    def make():
        late.mkdir()
        made.append("late.txt")

    assert write_new(late, meanwhile=make) == "OSError", "the block makes a folder at `late`"
    assert {"folders that the block made": made} == {"folders that the block made": ["late.txt"]}, (
        "nothing is at `late` before its block, so that `late.mkdir()` in the block goes through"
    )
    assert names(folder) == ["data.txt", "late.txt"], "the block made the folder late.txt"
    assert late.is_dir(), "the folder that the block made at its path was replaced"
    assert names(late) == [], "the block made the folder, and something was put into it"
    assert write_new(late, meanwhile=late.rmdir) == "no exception", "the block removes the folder"
    assert late.read_text() == "new", "it was a folder when the block began, and then removed"


@pytest.mark.hint("Any name made of `path` alone can be in use. Add something unique.")
def test_other_files_are_left_alone(folder, path):
    """Files with likely names are neither used nor removed, after good and failed blocks."""
    names = ["data", "data.bak", "data.new", "data.tmp", "data.txt.bak", "data.txt.new"]
    names += ["data.txt.part", "data.txt.tmp", "data.txt~", ".data.txt.tmp", ".data.txt.swp"]
    names += [".data.tmp", "tmp", "tmpdata.txt", "data.txt.0123abcd.tmp", ".data.txt.0123abcd.tmp"]
    others = {name: f"this is {name}" for name in names}
    for name, text in others.items():
        (folder / name).write_text(text)
    with atomic_write(path) as file:
        file.write("new")
    others["data.txt"] = "new"
    assert changes(folder, since=others) == {}, (
        "files of other people were there before; then a block wrote 'new' to data.txt"
    )
    assert raise_key_error(path) == "KeyError", "the block raises KeyError"
    assert changes(folder, since=others) == {}, (
        "files of other people, and data.txt, were there before; then a block raised"
    )
    with atomic_write(path) as file:
        drafts = {each.name for each in folder.iterdir()} - {*others}
    for draft in drafts:  # its name may come again, or with the next number
        for name in (draft, re.sub(r"\d+", lambda number: str(int(number[0]) + 1), draft)):
            others[name] = f"this is {name}"
            (folder / name).write_text(others[name])
    with atomic_write(path) as file:
        file.write("newer")
    others["data.txt"] = "newer"
    assert changes(folder, since=others) == {}, (
        f"the block before had the draft {drafts}; other people's files of this name and the next"
        " were there before this block"
    )


@pytest.mark.parametrize("before", ["old", None], ids=["old file", "no file"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
@pytest.mark.hint("Each block needs a draft of its own, also within one process.")
def test_blocks_on_one_path(folder, path, order, before):
    """Of three blocks that are open at the same time, the last one to end wins."""
    if before:
        path.write_text(before)
    managers = [atomic_write(path) for _ in range(3)]
    seen = []
    for number, manager in enumerate(managers):
        manager.__enter__().write(f"text {number}")
    for number in order:
        managers[number].__exit__(None, None, None)
        seen.append(path.read_text())
    assert {f"text at `path` as blocks {order} end, in this order": seen} == {
        f"text at `path` as blocks {order} end, in this order": [f"text {n}" for n in order]
    }
    assert contents(folder) == {"data.txt": f"text {order[-1]}"}


@pytest.mark.hint("Open the files one by one, in the order of the list.")
def test_opens_all_in_order(folder):
    """`open_all` gives a list of open files, one for each path, with their text unchanged."""
    texts = {"b": "\ufeffb\r\n\u20ac\n\r", "a": "a\r\u20ac\r", "c": "c\n\u20ac\r\n"}
    paths = [folder / name for name in texts]
    for each in paths:
        each.write_bytes(texts[each.name].encode())
    read = []
    with open_all([*paths, paths[0]]) as files:
        read += [file.read() for file in files]
    assert {"read from open_all([b, a, c, b])": read} == {
        "read from open_all([b, a, c, b])": [texts[name] for name in "bacb"]
    }
    assert isinstance(files, list), f"`as` binds a {type(files).__name__}, not a list"
    with open_all([]) as files:
        pass
    assert {"open_all([])": files} == {"open_all([])": []}


@pytest.mark.parametrize(
    "error", [None, KeyError("k"), OSError("no"), KeyboardInterrupt()], ids=repr
)
@pytest.mark.hint(
    "`contextlib.ExitStack` closes as many files as you enter into it.",
)
def test_closes_all(folder, error):
    """All files are closed after the block, whatever it did; its exception passes."""
    paths = [folder / name for name in "bac"]
    for each in paths:
        each.touch()
    seen, caught = [], []
    try:
        with open_all(paths) as files:
            seen += [file.closed for file in files]
            opened = files[:]
            if error:
                raise error
    except (KeyError, OSError, KeyboardInterrupt) as passed:
        caught.append(passed)
    assert {"file.closed in the block": seen} == {"file.closed in the block": [False] * 3}
    assert [file.closed for file in opened] == [True, True, True], "`closed` after the block"
    assert {"exceptions that left the block": caught} == {
        "exceptions that left the block": [error] if error else []
    }


@pytest.mark.parametrize("bad", ["missing", "folder"])
@pytest.mark.hint(
    "A list comprehension that raises takes the files it opened with it, still open.",
    "Each file must be in safe hands before the next is opened: enter it into the stack at once.",
)
def test_opens_all_or_none(folder, bad):
    """If the third of four cannot be opened, the first two are closed and the block never runs."""
    paths = [folder / name for name in ("a", "b", bad, "c")]
    for name in "abc":
        (folder / name).touch()
    (folder / "folder").mkdir()
    ran = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(OSError) as raised, ExitStack() as stack:
            stack.enter_context(open_all(paths))
            ran.append("the block")
        kind, number = raised.type, raised.value.errno
        del raised
        gc.collect()
    unclosed = [str(w.message) for w in caught if str(folder) in str(w.message)]
    unclosed = [re.sub(r"^.*name='[^']*/([^/']+)'.*$", r"\1", text) for text in unclosed]
    assert {f"ran, with {bad!r} the third file to open": ran} == {
        f"ran, with {bad!r} the third file to open": []
    }
    wanted = FileNotFoundError if bad == "missing" else IsADirectoryError
    assert issubclass(kind, wanted), f"{kind.__name__} came, not {wanted.__name__}"
    assert number is not None, "the error that arrived has no errno, unlike that of `open`"
    assert {f"left open, as {bad!r} after them can't be": unclosed} == {
        f"left open, as {bad!r} after them can't be": []
    }


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import q035_atomic_files as submission
with submission.atomic_write(Path(sys.argv[2], "written")) as file:
    file.write("na\\u00efve\\n\\u20ac\\n")
with submission.open_all([Path(sys.argv[2], "given")]) as files:
    Path(sys.argv[2], "read").write_bytes(ascii(files[0].read()).encode())
"""


@pytest.mark.timeout(10)
@pytest.mark.hint(
    "Without `encoding=`, a text file is read and written in the machine's own encoding.",
)
def test_text_is_utf8_on_any_machine(run_python, monkeypatch, folder):
    """On a machine whose own encoding is ASCII, text is written and read as UTF-8."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")  # what a submission prints does not matter
    (folder / "given").write_bytes("\u20ac5 caf\u00e9".encode())
    home = Path(sys.modules[atomic_write.__module__].__file__).parent
    process = run_python("-X", "utf8=0", "-c", CHILD, home, folder)
    found = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert {"written where the encoding is ASCII": found.get("written")} == {
        "written where the encoding is ASCII": "na\u00efve\n\u20ac\n".encode()
    }, process.stderr[-500:]
    assert {"read where the encoding is ASCII": found.get("read")} == {
        "read where the encoding is ASCII": ascii("\u20ac5 caf\u00e9").encode()
    }, process.stderr[-500:]
