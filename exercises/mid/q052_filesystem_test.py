"""Checks for Q52 · Files and folders."""

import builtins
import io
import os
from pathlib import Path

import pytest
from q052_filesystem import find_duplicates, mirror, organise, render_tree


class Link(str):
    """The text of a symbolic link, in a tree for `grow` or from `look`."""


def grow(root, tree):
    """Make the folder `root`: a dict stands for a folder, bytes for a file."""
    root.mkdir()
    for name, content in tree.items():
        if isinstance(content, dict):
            grow(root / name, content)
        elif isinstance(content, Link):
            (root / name).symlink_to(content)
        else:
            (root / name).write_bytes(content)
    return root


def look(path):
    """Return what `grow` would make `path` from."""
    if path.is_symlink():
        return Link(os.readlink(path))
    if path.is_dir():
        return {entry.name: look(entry) for entry in path.iterdir()}
    return path.read_bytes()


@pytest.mark.hint(
    "A function that yields the lines of one folder can call itself for the folders in it.",
    "All lines of a subfolder get the same prefix, and it depends on whether the folder is last.",
)
def test_draws_a_tree(tmp_path):
    """Files and folders are drawn in the order of their names, with the branches of their depth."""
    tree = {
        "docs": {"img": {"b.png": b"", "a.png": b""}, "index.md": b""},
        ".env": b"",
        "empty": {},
        "src": {"app": {"main.py": b""}},
    }
    assert render_tree(grow(tmp_path / "project", tree)).split("\n") == [
        "project/",
        "├── .env",
        "├── docs/",
        "│   ├── img/",
        "│   │   ├── a.png",
        "│   │   └── b.png",
        "│   └── index.md",
        "├── empty/",
        "└── src/",
        "    └── app/",
        "        └── main.py",
    ]


@pytest.mark.hint(
    "`is_dir()` and `is_file()` look at what a link points to. Ask `is_symlink()` first.",
    "`Path.readlink()` gives the text of a link, whether or not anything is there.",
)
def test_draws_links_without_following(tmp_path):
    """A link shows what it points to: a parent, a folder, a file or nothing at all."""
    links = {"a": Link(".."), "b": Link("../f"), "c": Link("gone/x"), "d": Link("../e")}
    root = grow(tmp_path / "box", {"links": links, "e": {}, "f": b""})
    assert render_tree(root).split("\n") == [
        "box/",
        "├── e/",
        "├── f",
        "└── links/",
        "    ├── a -> ..",
        "    ├── b -> ../f",
        "    ├── c -> gone/x",
        "    └── d -> ../e",
    ]


@pytest.mark.hint(
    "Put the paths into a dict by what the files hold. Which lists of the dict are the answer?",
    "Files of one size may still differ. A digest of the bytes (`hashlib`) tells them apart.",
)
def test_finds_groups_of_duplicates(tmp_path):
    """Files with the same bytes are grouped over all folders, and everything is sorted."""
    sub = {"2": b"tea", "deep": {"3": b"tea", "4": b"ale"}, "5": b"sake", "6": b"x"}
    root = grow(tmp_path / "box", {"9": b"tea", "sub": sub, "1": b"sake", "7": b"ink", "8": b"x"})
    assert find_duplicates(root) == [
        [root / "1", root / "sub/5"],
        [root / "8", root / "sub/6"],
        [root / "9", root / "sub/2", root / "sub/deep/3"],
    ]


@pytest.mark.hint(
    "A link to a file has the file's bytes, but takes up no space of its own.",
    "`os.walk` does not go through links to folders, but it lists links to files among the files.",
)
def test_duplicates_leave_out_links_and_empty_files(tmp_path):
    """Empty files and links are no duplicates, and a link to a parent does no harm."""
    grow(tmp_path / "outside", {"one": b"tea", "two": b"tea"})
    folder = {"loop": Link(".."), "out": Link("../../outside"), "broken": Link("gone"), "e": b""}
    root = grow(tmp_path / "box", {"file": b"tea", "alias": Link("file"), "e": b"", "in": folder})
    assert find_duplicates(root) == []
    (root / "copy").write_bytes(b"tea")
    assert find_duplicates(root) == [[root / "copy", root / "file"]]


@pytest.mark.hint(
    "How large a file is, `stat()` tells without opening it.",
    "Group by size first, and read only where a group has more than one path.",
)
def test_duplicates_open_only_files_of_one_size(tmp_path, monkeypatch):
    """Only files that share their size with another one are opened."""
    tree = {"a": b"tea", "b": b"ale", "c": b"coffee", "d": b"", "e": b"", "f": b"tea"}
    root = grow(tmp_path / "box", tree)
    opened = set()
    for module in (builtins, io, os):

        def spy(file, *args, _open=module.open, **kwargs):
            if isinstance(file, str | os.PathLike):
                opened.add(Path(file).name)
            return _open(file, *args, **kwargs)

        monkeypatch.setattr(module, "open", spy)
    groups = find_duplicates(root)
    monkeypatch.undo()
    assert groups == [[root / "a", root / "f"]]
    assert opened & set(tree) <= {"a", "b", "f"}, f"opened {sorted(opened & set(tree))}"


@pytest.mark.hint(
    "Make the folder of the copy first, with all folders above it.",
    "`shutil.copy2` and `shutil.copytree` do the copying. Have a look at their options for links.",
)
def test_mirror_makes_a_copy(tmp_path):
    """A new copy has all files, folders and links, and keeps permissions and times."""
    deep = {"void": {}, "up": Link("../.."), "gone": Link("nowhere")}
    tree = {"a.txt": b"tea", "none": b"", "sub": {"b.txt": b"ale", "deep": deep}, "l": Link("sub")}
    source, target = grow(tmp_path / "source", tree), tmp_path / "some/where/copy"
    (source / "a.txt").chmod(0o640)
    os.utime(source / "a.txt", (1e9, 1e9))
    assert mirror(source, target) == ["a.txt", "l", "none", "sub"]
    assert look(target) == tree
    assert look(source) == tree
    info = (target / "a.txt").stat()
    assert (oct(info.st_mode & 0o777), info.st_mtime) == (oct(0o640), 1e9)


@pytest.mark.hint(
    "Compare two folders by their names: what is extra, what is missing, what differs?",
    "The same size and the same time do not prove the same bytes.",
    "For a folder on both sides, do the same again one level down.",
)
def test_mirror_updates_and_deletes(tmp_path):
    """Changed files are replaced and extra ones deleted; a second run finds nothing to do."""
    source = grow(
        tmp_path / "source",
        {"a": b"new", "same": b"tea", "sub": {"b": b"1", "k": b""}, "fresh": {"in": b""}},
    )
    target = grow(
        tmp_path / "target",
        {"a": b"old", "same": b"tea", "sub": {"b": b"12", "x": b""}, "odd": {"y": {}}, "z": b""},
    )
    os.utime(source / "a", (1e9, 1e9))
    os.utime(target / "a", (1e9, 1e9))
    os.utime(target / "same", (5e8, 5e8))
    changed = ["a", "fresh", "odd", "sub/b", "sub/k", "sub/x", "z"]
    assert mirror(source, target) == changed
    assert look(target) == {
        "a": b"new",
        "same": b"tea",
        "sub": {"b": b"1", "k": b""},
        "fresh": {"in": b""},
    }
    assert mirror(source, target) == []
    assert (target / "same").stat().st_mtime == 5e8, "a file with the same bytes was written again"


@pytest.mark.hint(
    "Opening a link for writing writes to what it points to.",
    "If the two are not of the same kind, delete the one in `target`, but not through a link.",
)
def test_mirror_replaces_what_is_of_another_kind(tmp_path):
    """A file, folder or link in the way is replaced, and nothing outside is touched."""
    outside = grow(tmp_path / "outside", {"keep": b"safe", "in": {"keep": b"safe"}})
    source = {
        "a": b"safe",
        "b": {"new": b""},
        "c": b"1",
        "d": {"e": b""},
        "f": Link("a"),
        "g": Link("b"),
        "h": Link("a"),
        "i": Link("a"),
        "k": Link("c"),
    }
    target = {
        "a": Link("../outside/keep"),
        "b": Link("../outside/in"),
        "c": {"x": b""},
        "d": b"",
        "f": b"safe",
        "g": {"new": b""},
        "h": Link("c"),
        "i": Link("a"),
        "j": Link("../outside"),
        "k": Link("a"),
    }
    grow(tmp_path / "source", source)
    grow(tmp_path / "target", target)
    changed = mirror(tmp_path / "source", tmp_path / "target")
    assert changed == ["a", "b", "c", "d", "f", "g", "h", "j", "k"]
    assert look(tmp_path / "target") == source
    assert look(outside) == {"keep": b"safe", "in": {"keep": b"safe"}}


@pytest.mark.parametrize(
    ("source", "target", "error"),
    [
        ("gone", "box", NotADirectoryError),
        ("box/file", "new", NotADirectoryError),
        ("box", "box", ValueError),
        ("box", "box/sub/deep/new", ValueError),
        ("box/sub", "box", ValueError),
    ],
)
@pytest.mark.hint(
    "What does your code take a missing folder for? Hopefully not for an empty one.",
    "`Path.is_relative_to` tells whether one path lies in another.",
)
def test_mirror_refuses_a_bad_source_or_target(tmp_path, source, target, error):
    """A `source` that is no folder, or overlaps with `target`, is refused and nothing changed."""
    before = {"box": {"file": b"tea", "sub": {"deep": {"x": b""}}}}
    root = grow(tmp_path / "root", before)
    with pytest.raises(error):
        mirror(root / source, root / target)
    assert look(root) == before


@pytest.mark.hint(
    "`Path.suffix` has the last dot and what follows it. `iterdir` lists more than files.",
    "Leave out what starts with a dot, and links: a relative one would point elsewhere once moved.",
)
def test_organise_moves_files_by_suffix(tmp_path):
    """Files move to the folder of their suffix; all else stays, and a second run does nothing."""
    stay = {".rc": b"1", ".x.txt": b"", "sub": {"y.txt": b""}, "l.txt": Link("sub/y.txt")}
    files = {"a.txt": b"a", "B.TXT": b"B", "c.tar.gz": b"c", "Makefile": b"M"}
    root = grow(tmp_path / "box", stay | files)
    moved = organise(root)
    assert moved == {
        "a.txt": "txt/a.txt",
        "B.TXT": "txt/B.TXT",
        "c.tar.gz": "gz/c.tar.gz",
        "Makefile": "other/Makefile",
    }
    tidy = {"txt": {"a.txt": b"a", "B.TXT": b"B"}, "gz": {"c.tar.gz": b"c"}}
    assert look(root) == stay | tidy | {"other": {"Makefile": b"M"}}
    assert organise(root) == {}
    assert look(root) == stay | tidy | {"other": {"Makefile": b"M"}}


@pytest.mark.hint(
    "Try the name itself, then with 1, 2, ... before the suffix, until one is free.",
    "`exists()` says no to a broken link. `os.path.lexists` asks about the link itself.",
)
def test_organise_never_overwrites(tmp_path):
    """A name that is taken gets the first free number, in the order of the names."""
    taken = {"a.txt": b"old", "a-2.txt": {}, "b.x.txt": Link("gone")}
    root = grow(
        tmp_path / "box",
        {
            "a.txt": b"a",
            "a-1.txt": b"1",
            "b.x.txt": b"b",
            "n": b"n",
            "txt": taken,
            "other": {"n": {}},
        },
    )
    moved = organise(root)
    assert moved == {
        "a-1.txt": "txt/a-1.txt",
        "a.txt": "txt/a-3.txt",
        "b.x.txt": "txt/b.x-1.txt",
        "n": "other/n-1",
    }
    txt = taken | {"a-1.txt": b"1", "a-3.txt": b"a", "b.x-1.txt": b"b"}
    assert look(root) == {"txt": txt, "other": {"n": {}, "n-1": b"n"}}


@pytest.mark.parametrize("obstacle", [b"file", Link("folder"), Link("gone")], ids=repr)
@pytest.mark.hint("First find out where everything goes, then whether it can, and only then move.")
def test_organise_moves_all_or_nothing(tmp_path, obstacle):
    """Something other than a folder in a folder's place is an error before anything moves."""
    before = {"a.py": b"", "z.txt": b"", "folder": {}, "txt": obstacle}
    root = grow(tmp_path / "box", before)
    with pytest.raises(FileExistsError, match="txt"):
        organise(root)
    assert look(root) == before
