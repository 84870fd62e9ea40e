"""Checks for Q72 · Model persistence."""

import contextlib
import errno
import hmac
import io
import itertools
import os
import pickle
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
import q072_model_persistence
from q072_model_persistence import ModelFileError, load_model, save_model
from sklearn.linear_model import LinearRegression

KEY = b"a secret"
SMALL = {"weights": [1.5, -2.0]}


class Trace:
    """An object that makes a folder when it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


class Unpicklable:
    """A model that raises an exception while it is pickled."""

    def __init__(self, exception):
        self.exception = exception

    def __reduce__(self):
        raise self.exception


@pytest.fixture
def path(tmp_path):
    """Where a model can be saved, in a folder with nothing else in it."""
    folder = tmp_path / "models"
    folder.mkdir()
    return folder / "price.model"


@pytest.fixture
def versions(monkeypatch):
    """The versions that are installed, to be changed at will."""
    present = {"python": "3.12.7", "scikit-learn": "1.9.0", "numpy": "2.4.0", "joblib": "1.5.3"}
    monkeypatch.setattr(q072_model_persistence, "installed", present.copy)
    return present


@pytest.fixture
def moved(monkeypatch):
    """The paths of the files that are moved, as far as `os.replace` and `os.rename` do it."""
    paths = []

    def watch(move):
        def watched_move(source, *arguments, **options):
            paths.append(Path(os.path.abspath(source)))
            return move(source, *arguments, **options)

        return watched_move

    monkeypatch.setattr(os, "replace", watch(os.replace))
    monkeypatch.setattr(os, "rename", watch(os.rename))
    return paths


def within(folder, move):
    """A move as it is where a folder is on a disk of its own: nothing can be moved into it."""

    def moved_within(source, *arguments, **options):
        if not Path(os.path.abspath(source)).is_relative_to(folder):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))
        return move(source, *arguments, **options)

    return moved_within


def names_in(folder):
    return sorted(entry.name for entry in folder.iterdir())


def refusal(path, key=KEY, features=("a",)):
    """What the error says that `load_model` raises, or None if there is none."""
    try:
        load_model(path, key, list(features))
    except ModelFileError as error:
        return str(error)
    return None


def accepted(path, contents):
    """How many of the contents, written to the file in turn, are accepted or fail otherwise."""
    count = 0
    for content in contents:
        path.write_bytes(content)
        try:
            load_model(path, KEY, ["a"])
        except ModelFileError:
            continue
        except Exception:
            pass
        count += 1
    return count


def noted(path):
    """The model that is loaded, and the warnings that come with it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = load_model(path, KEY, ["a"])
    return model, [(warning.category, str(warning.message)) for warning in caught]


def interrupted(move, moves, number):
    """A function that moves files, and is interrupted if it is the move of that number."""

    def interrupted_move(*arguments, **options):
        if next(moves) == number:
            raise KeyboardInterrupt
        return move(*arguments, **options)

    return interrupted_move


def write_to_a_full_disk(path):
    """What a save raises while no file may be longer than 64 bytes, or None."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        save_model({"weights": [3]}, path, KEY, ["a"])
    except Exception as error:
        return error
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    return None


@pytest.mark.hint(
    "`joblib.dump` writes into an `io.BytesIO` too, whose `getvalue()` can be signed.",
)
def test_saves_and_loads(path):
    """What is loaded predicts like what was saved, and there is one file, where it should be."""
    model = LinearRegression().fit([[1, 0], [2, 1], [3, 5]], [10.0, 20.0, 30.0])
    save_model(model, path, KEY, ["size", "age"])
    loaded = load_model(path, KEY, ["size", "age"])
    assert loaded.predict([[4, 0], [0, 7]]).round(6).tolist() == [40.0, 0.0]
    assert names_in(path.parent) == ["price.model"]
    save_model([np.arange(3.0), None], path, b"\x00", [])
    array, nothing = load_model(path, b"\x00", [])
    assert [array.tolist(), nothing] == [[0, 1, 2], None]
    bare = path.with_name("price")
    save_model({"weights": [7]}, bare, KEY, ["a"])
    assert load_model(bare, KEY, ["a"]) == {"weights": [7]}
    assert names_in(path.parent) == ["price", "price.model"], "saved at a path without an ending"
    names = [f"column {number}" for number in range(9000)]
    save_model(np.arange(20000.0), path, KEY, names)
    large = load_model(path, KEY, names)
    assert large.tolist() == list(range(20000)), "20000 numbers, saved with 9000 names"


@pytest.mark.parametrize(
    "key", [KEY, b"\x00\xff" * 50, b" "], ids=["8 bytes", "100 bytes", "a blank"]
)
@pytest.mark.hint("`hmac.digest(key, content, 'sha256')` gives the 32 bytes.")
def test_starts_with_the_signature(path, key):
    """The first 32 bytes are the HMAC-SHA256 of everything after them."""
    save_model(SMALL, path, key, ["a"])
    content = path.read_bytes()
    assert len(content) > 32
    assert content[:32].hex() == hmac.digest(key, content[32:], "sha256").hex()


@pytest.mark.parametrize("key", [b"a secreT", b"a secre", b"a secret ", b"A SECRET"])
@pytest.mark.hint("Compute the signature again with the key you were given.")
def test_refuses_another_key(path, key):
    """A file that was signed with another key raises `ModelFileError`."""
    save_model(SMALL, path, KEY, ["a"])
    with pytest.raises(ModelFileError):
        load_model(path, key, ["a"])
    assert load_model(path, KEY, ["a"]) == SMALL


@pytest.mark.hint(
    "Which bytes are not part of what you sign?",
    "Look at nothing in the file before its signature was right: a length, a name, a version.",
)
def test_refuses_every_change(path):
    """A change of any byte of the file, whichever it is, raises `ModelFileError`."""
    save_model(SMALL, path, KEY, ["a"])
    content = path.read_bytes()

    def changed(bit):
        for place in range(len(content)):
            yield content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]

    count = accepted(path, changed(1))
    assert count == 0, f"changed files without ModelFileError, of {len(content)}"
    path.write_bytes(content)
    assert load_model(path, KEY, ["a"]) == SMALL


@pytest.mark.hint(
    "A file may be shorter than a signature, even empty.",
    "Which exceptions can come from reading a length, or JSON, out of too few bytes?",
)
def test_refuses_every_other_length(path):
    """A file that was cut short anywhere, or has more at its end, raises `ModelFileError`."""
    save_model(SMALL, path, KEY, ["a"])
    content = path.read_bytes()
    count = accepted(path, [content[:length] for length in range(len(content))])
    assert count == 0, f"files cut short without ModelFileError, of {len(content)} bytes"
    count = accepted(path, [content + more for more in (b"\0", b"\n", b" ", b"{}", content)])
    assert count == 0, "of five files with more at the end, without ModelFileError"


@pytest.mark.hint("Unpickling comes last. What of your file is read before, and how?")
def test_unpickles_nothing_unsigned(path, tmp_path):
    """Nothing in a file that is not rightly signed is unpickled."""
    trace = tmp_path / "trace"
    save_model(Trace(trace), path, KEY, ["a"])
    content = path.read_bytes()
    told = [refusal(path, b"another")]
    alone = pickle.dumps(Trace(trace))
    cut = (content[:-1], content + b"\n", content[32:])
    for changed in (b"x" * 32 + content[32:], *cut, alone, b"x" * 32 + alone):
        path.write_bytes(changed)
        told.append(refusal(path))
    assert None not in told, f"what was raised for seven wrong files: {told}"
    assert not trace.exists(), "something was unpickled, and made a folder"
    path.write_bytes(content)
    load_model(path, KEY, ["a"])
    assert trace.exists(), "the right file makes the folder"


@pytest.mark.parametrize(
    ("saved", "given"),
    [
        (["size", "age"], ["age", "size"]),
        (["size", "age"], ["size"]),
        (["size"], ["size", "age"]),
        (["size", "age"], ["size", "Age"]),
        (["a,b"], ["a", "b"]),
        (["a\nb"], ["a", "b"]),
        (["a", " b"], ["a", "b"]),
        (["a\n"], ["a"]),
        (["a\r\nb"], ["a\nb"]),
        (["a\rb"], ["a\nb"]),
        (["a\x85b", "c\u2028d\u2029e"], ["a\nb", "c\nd\ne"]),
        (["a", "a"], ["a"]),
        ([""], []),
        ([], ["size"]),
        ([f"size {i}" for i in range(12)], [f"size {i}" for i in range(11)]),
        (["größe", "'\"\\"], ["größe", "'\"\\\\"]),
        (["gr\u00f6\u00dfe"], ["gro\u0308\u00dfe"]),
    ],
)
@pytest.mark.hint(
    "The order counts: a model knows its columns by their place.",
    "Names that are joined to one text can't always be told apart. JSON keeps a list.",
)
def test_features_must_be_the_same(path, saved, given, versions):
    """Other features, fewer, more or in another order, raise an error that names both lists."""
    save_model(SMALL, path, KEY, saved)
    message = refusal(path, KEY, given)
    assert message is not None, f"no ModelFileError; {ascii(saved)} saved, {ascii(given)} given"
    unnamed = [repr(names) for names in (saved, given) if repr(names) not in message]
    assert unnamed == [], f"lists that the message does not name: {message!r}"
    assert load_model(path, KEY, list(saved)) == SMALL, f"saved with {saved}, and loaded with it"
    versions["numpy"] = "2.5.1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        message = refusal(path, KEY, given)
    assert message is not None, f"no ModelFileError with another numpy; {saved=}, {given=}"


@pytest.mark.hint(
    "Keep what `installed()` returned when you saved, and compare when you load.",
    "How small can the difference of two versions be?",
    "`warnings.warn` with one text for all packages.",
)
def test_warns_of_other_versions(path, versions):
    """Versions that differ cause one warning, with the packages and both versions of each."""
    save_model(SMALL, path, KEY, ["a"])
    model, told = noted(path)
    assert (model, told) == (SMALL, []), "with the same versions, by an `installed()` of the check"
    versions["numpy"] = "2.5.1"
    model, told = noted(path)
    assert (model, len(told)) == (SMALL, 1), f"with another numpy, these warnings came: {told}"
    assert issubclass(told[0][0], UserWarning)
    parts = [part in told[0][1] for part in ("numpy", "2.4.0", "2.5.1", "python", "scikit-learn")]
    assert parts == [True, True, True, False, False], f"numpy differs, and the warning: {told}"
    assert len(noted(path)[1]) == 1, "warnings; numpy differs still, at the next load"
    versions.update({"python": "3.13.1", "numpy": "2.4.0", "scikit-learn": "1.8.0"})
    model, told = noted(path)
    assert (model, len(told)) == (SMALL, 1), f"with two others, these warnings came: {told}"
    names = ("python", "3.12.7", "3.13.1", "scikit-learn", "1.9.0", "1.8.0", "numpy")
    parts = [part in told[0][1] for part in names]
    assert parts == [True] * 6 + [False], f"python and scikit-learn differ, the warning: {told}"
    versions["numpy"] = "2.3.0"
    model, told = noted(path)
    parts = [part in text for _, text in told for part in (*names, "2.4.0", "2.3.0")]
    assert (model, parts) == (SMALL, [True] * 9), f"three differ, and the warnings: {told}"
    versions["joblib"] = "1.4.2"
    model, told = noted(path)
    parts = [part in text for _, text in told for part in (*names, "joblib", "1.5.3", "1.4.2")]
    assert (model, parts) == (SMALL, [True] * 10), f"all four differ, and the warnings: {told}"
    save_model(SMALL, path, KEY, ["a"])
    assert noted(path) == (SMALL, []), "saved again, with the new versions"
    for later in ("3.13.2", "3.13.11", "3.13.1rc1", "3.13.1+local", "3.13"):
        versions["python"] = later
        model, told = noted(path)
        parts = [part in text for _, text in told for part in ("python", "3.13.1", later)]
        assert parts == [True] * 3, f"saved with python 3.13.1, loaded with {later}: {told}"


@pytest.mark.hint("`hmac` takes an empty key without a word.")
def test_refuses_an_empty_key(path):
    """An empty key raises a `ValueError`, in saving and in loading."""
    with pytest.raises(ValueError):
        save_model(SMALL, path, b"", ["a"])
    assert names_in(path.parent) == [], "in the folder after a save with an empty key"
    save_model(SMALL, path, KEY, ["a"])
    with pytest.raises(ValueError):
        load_model(path, b"", ["a"])
    with pytest.raises(ValueError):
        save_model({"weights": [7]}, path, b"", ["a"])
    assert load_model(path, KEY, ["a"]) == SMALL, "the old file, after a save with an empty key"


@pytest.mark.hint(
    "Open for writing, and the old content is gone. Write beside it, then take its place.",
    "`os.replace` puts a file in the place of another in one step.",
)
def test_replaces_the_old_file(path, monkeypatch):
    """A second save replaces the file, and who has the old one open reads on in the old one."""
    save_model(SMALL, path, KEY, ["a"])
    old = path.read_bytes()
    # the folder of the model is on a disk of its own
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, within(path.parent, getattr(os, name)))
    with path.open("rb") if os.name == "posix" else io.BytesIO(old) as held:
        save_model({"weights": [7]}, path, KEY, ["a"])
        kept = held.read()
    assert load_model(path, KEY, ["a"]) == {"weights": [7]}
    assert kept == old, (
        "read from the old file, opened before the second save; nothing can be moved into its "
        "folder, as if it were on a disk of its own"
    )
    assert names_in(path.parent) == ["price.model"]


@pytest.mark.hint(
    "Which step can fail: pickling, writing, replacing? What is in the folder at that moment?",
    "Remove the temporary file in an `except BaseException:` that raises again.",
)
def test_a_failed_save_leaves_no_trace(path, monkeypatch, tmp_path):
    """A save that fails raises what made it fail, and leaves the old file and no other."""
    save_model(SMALL, path, KEY, ["a"])
    elsewhere = tmp_path / "temporary files"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    with pytest.raises(Exception) as failed:
        save_model({"weights": [1], "loss": lambda: 0}, path, KEY, ["a"])
    assert not isinstance(failed.value, ModelFileError | NotImplementedError)
    assert names_in(path.parent) == ["price.model"], "after a model with a lambda"
    for exception in (KeyboardInterrupt(), LookupError("no weights")):
        with pytest.raises(type(exception)) as failed:
            save_model(Unpicklable(exception), path, KEY, ["a"])
        assert failed.value is exception, "another error than the one raised in pickling"
        assert names_in(path.parent) == ["price.model"], f"after {exception!r} in the middle"
    assert load_model(path, KEY, ["a"]) == SMALL
    with monkeypatch.context() as patched:
        patched.setattr(q072_model_persistence, "installed", lambda: {}["numpy"])
        with pytest.raises(KeyError):
            save_model({"weights": [2]}, path, KEY, ["a"])
    assert names_in(path.parent) == ["price.model"], "after `installed` has failed"
    assert load_model(path, KEY, ["a"]) == SMALL, "after `installed` has failed"

    for number in (1, 2):
        with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
            moves = itertools.count(1)
            for move in (os.replace, os.rename):
                patched.setattr(os, move.__name__, interrupted(move, moves, number))
            save_model(SMALL, path, KEY, ["a"])
        case = f"after an interrupt while a file was moved, move {number}"
        assert names_in(path.parent) == ["price.model"], case
        assert load_model(path, KEY, ["a"]) == SMALL, case
    if os.name == "posix":
        error = write_to_a_full_disk(path)
        assert isinstance(error, OSError), f"{error!r} from a save that could not be written"
        assert names_in(path.parent) == ["price.model"], "after a file could not be written"
        assert load_model(path, KEY, ["a"]) == SMALL, "after a file could not be written"
    assert names_in(elsewhere) == [], "in the folder for temporary files"


@pytest.mark.hint(
    "`os.replace` cannot put a file in the place of a folder. What is left then?",
    "A file of the name that you take may be there already: `tempfile` finds one that is free.",
)
def test_a_folder_in_the_way(path, moved):
    """If a folder stands at the path, the save raises `OSError` and leaves all else as it was."""
    path.mkdir()
    (path / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(OSError):
        save_model(SMALL, path, KEY, ["a"])
    assert names_in(path.parent) == ["price.model"], "beside the folder of that name"
    ends = ("bak", "new", "old", "part", "temp", "tmp")
    beside = {f"{start}.{end}" for start in ("price", "price.model") for end in ends}
    beside |= {source.name for source in moved if source.parent == path.parent}
    for name in beside:
        (path.parent / name).write_text("keep", encoding="utf-8")
    with pytest.raises(OSError):
        save_model(SMALL, path, KEY, ["a"])
    files = {each.name: each.read_text("utf-8") for each in path.parent.iterdir() if each != path}
    assert files == dict.fromkeys(beside, "keep"), "files that were beside it, and are afterwards"
    assert names_in(path) == ["notes.txt"], "in the folder"
