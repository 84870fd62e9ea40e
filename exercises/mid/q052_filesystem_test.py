"""Checks for Q52 · Files and folders.

A tree is written as a sorted list of lines: `sub/a.txt = tea` is a file, `sub/none = ` an empty
one, `void/` an empty folder and `up -> ..` a link.
"""

import os

import pytest
from q052_filesystem import mirror


def grow(root, *lines):
    """Make the folder `root` with all that the lines say in it."""
    root.mkdir(parents=True)
    for line in lines:
        name, link, text = line.partition(" -> ")
        name, file, content = (name, "", "") if link else line.partition(" = ")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if link:
            os.symlink(text, root / name)
        elif file:
            (root / name).write_bytes(content.encode("latin-1"))
        else:
            (root / name).mkdir()
    return root


def look(folder, prefix=""):
    """The lines from which `grow` would make `folder`."""
    lines = []
    for entry in os.scandir(folder):
        name = prefix + entry.name
        if entry.is_symlink():
            lines.append(f"{name} -> {os.readlink(entry)}")
        elif entry.is_dir():
            lines += look(entry, f"{name}/") or [f"{name}/"]
        else:
            with open(entry, "rb") as file:
                lines.append(f"{name} = {file.read().decode('latin-1')}")
    return sorted(lines)


def details(path):
    """The permission bits and the modification time of what is at `path`, a link's own too.

    The time is in nanoseconds.
    """
    info = os.lstat(path)
    return oct(info.st_mode & 0o777), info.st_mtime_ns


def at_time(path, nanoseconds, bits=None):
    """Give a file or a link this modification time, and a file these bits."""
    os.utime(path, ns=(nanoseconds, nanoseconds), follow_symlinks=False)
    if bits is not None:
        path.chmod(bits)


@pytest.mark.hint(
    "Make the folder of the copy first, with all folders above it.",
    "For a folder in the folder, do the same again one level down, or have `shutil` do it.",
)
def test_makes_a_copy(tmp_path):
    """A new copy has all that is in the source, hidden and empty things too."""
    tree = [".env = key", ".git/", "a.txt = tea", "none = ", "sub/b = ale", "sub/deep/c = ink"]
    tree += ["sub/deep/void/", "sub/none = ", "t.tmp = oil", "u.pyc = oil", "void/"]
    source, target = grow(tmp_path / "source", *tree), tmp_path / "some" / "where" / "copy"
    changed = mirror(source, target)
    assert {"source": sorted(tree), "target": look(target)} == {
        "source": sorted(tree),
        "target": sorted(tree),
    }
    assert {"source after the call": look(source)} == {"source after the call": sorted(tree)}
    assert {"source": tree, "returned": changed} == {
        "source": tree,
        "returned": [".env", ".git", "a.txt", "none", "sub", "t.tmp", "u.pyc", "void"],
    }
    assert mirror(source, target) == [], "returned by a second call"


@pytest.mark.hint(
    "`shutil.copyfile`, `copy` and `copy2`: what does each of them take along?",
    "A copy is not one more name for the same file.",
)
def test_copies_bits_and_times(tmp_path):
    """A copied file has the bits and the time of the original, and is a file of its own."""
    source = grow(tmp_path / "source", "a = tea", "b = ale", "new/c = ink", "old/d = wax")
    target = grow(tmp_path / "target", "b = ???", "old/d = ???")
    names = ["a", "b", "new/c", "old/d"]
    for name, bits in zip(names, [0o640, 0o755, 0o444, 0o600], strict=True):
        at_time(source / name, 1_000_000_000_123_456_789, bits)
    time = details(source / "a")[1]  # as fine as the file system keeps it
    mirror(source, target)
    copied = {name: details(target / name) for name in names}
    assert {"bits and times (ns) of the copies in target": copied} == {
        "bits and times (ns) of the copies in target": {
            "a": ("0o640", time),
            "b": ("0o755", time),
            "new/c": ("0o444", time),
            "old/d": ("0o600", time),
        }
    }
    for name in names:
        (target / name).chmod(0o600)
        (target / name).write_text("changed in the copy")
    assert {"source after the copies were written to": look(source)} == {
        "source after the copies were written to": [
            "a = tea",
            "b = ale",
            "new/c = ink",
            "old/d = wax",
        ]
    }


@pytest.mark.hint(
    "`is_dir()` and `is_file()` look at what a link leads to. Ask `is_symlink()` first.",
    "`copytree` has `symlinks`, `copy2` has `follow_symlinks`. What are their defaults?",
    "`os.readlink()` gives the text of a link, `os.symlink()` makes one of it.",
)
def test_copies_links_as_links(tmp_path):
    """Links are copied with their text, wherever they lead: in circles, outside, to nothing."""
    outside = grow(tmp_path / "outside", "far = away")
    links = [
        f"absolute -> {tmp_path}/source/tea",
        "broken -> gone/x",
        "file -> tea",
        "folder -> sub",
        "hollow -> void",
        "itself -> itself",
    ]
    links += ["odd -> sub/../tea", "out -> ../outside", "parent -> ..", f"whole -> {outside}"]
    tree = sorted([*links, *(f"sub/{line}" for line in links), "sub/tea = hot", "sub/void/"])
    tree = sorted([*tree, "tea = hot", "void/"])
    source, target = grow(tmp_path / "source", *tree), tmp_path / "target"
    changed = mirror(source, target)
    missing, other = sorted({*tree} - {*look(target)}), sorted({*look(target)} - {*tree})
    assert {"not in target": missing, "in target, but not in source": other} == {
        "not in target": [],
        "in target, but not in source": [],
    }
    assert look(target) == tree
    assert look(source) == tree, "the source after the call"
    assert look(outside) == ["far = away"], "the folder outside after the call"
    places = [line.split(" -> ")[0] for line in links[:-1]]
    places += ["sub", "tea", "void", "whole"]
    assert {"source": tree, "returned": changed} == {"source": tree, "returned": places}
    assert mirror(source, target) == [], "returned by a second call"
    (target / "file").unlink()
    (target / "file").symlink_to(source / "tea")
    assert mirror(source, target) == ["file"], "its text in `target` was absolute, and is no more"
    assert look(target) == tree


@pytest.mark.hint(
    "Compare two folders by their names: what is extra, what is missing, what differs?",
    "For a folder on both sides, do the same again one level down.",
)
def test_brings_an_old_copy_up_to_date(tmp_path):
    """What is new or differs is written, at any depth, and the result says what that was."""
    wanted = ["a = new", "b = tea", "e/f/g = 1", "e/f/h = 2", "i/j = 3"]
    found = ["a = older", "b = tea", "e/f/g = 12", "e/f/h = 2"]
    source, target = grow(tmp_path / "source", *wanted), grow(tmp_path / "target", *found)
    told = {"source": wanted, "target before": found}
    changed = mirror(source, target)
    assert told | {"target after": look(target)} == told | {"target after": wanted}
    assert told | {"returned": changed} == told | {"returned": ["a", "e/f/g", "i"]}
    assert mirror(source, target) == [], "returned by a second call"


@pytest.mark.hint(
    "`shutil.rmtree` deletes a folder with all that is in it, and refuses a link to one.",
    "`exists()` is false of a broken link. `os.path.lexists` asks about the link itself.",
)
def test_deletes_what_is_extra(tmp_path):
    """Extra files, folders and links are deleted at any depth, but not what a link leads to."""
    outside = grow(tmp_path / "outside", "file = safe", "folder/file = safe")
    extra = [".hidden = x", "__pycache__/x = x", "broken -> gone", "full/of/it = x"]
    extra += ["full/link -> ../../outside/folder", "full/of/link -> ../../../outside/file"]
    extra += ["link -> ../outside/folder", "none = ", "sub/full/x = x"]
    extra += ["sub/link -> ../../outside/file", "sub/void/", "void/"]
    source = grow(tmp_path / "source", "kept = 1", "sub/kept = 2")
    target = grow(tmp_path / "target", *extra, "kept = 1", "sub/kept = 2")
    changed = mirror(source, target)
    assert {"source": ["kept = 1", "sub/kept = 2"], "target after": look(target)} == {
        "source": ["kept = 1", "sub/kept = 2"],
        "target after": ["kept = 1", "sub/kept = 2"],
    }
    assert look(outside) == ["file = safe", "folder/file = safe"], "the folder outside"
    wanted = [".hidden", "__pycache__", "broken", "full", "link", "none"]
    wanted += ["sub/full", "sub/link", "sub/void", "void"]
    assert changed == wanted, f"`source` holds only kept and sub/kept, `target` also held {extra}"
    told = {"target before": look(target)}
    changed = mirror(grow(tmp_path / "empty"), target)
    assert told | {"mirror(empty, target)": changed} == told | {
        "mirror(empty, target)": ["kept", "sub"]
    }
    assert {"target after mirror(empty, target)": look(target)} == {
        "target after mirror(empty, target)": []
    }


@pytest.mark.hint(
    "If the two are not of one kind, delete the one in `target` first, but not through a link.",
    "Opening a link for writing writes to what it leads to.",
)
def test_replaces_what_is_of_another_kind(tmp_path):
    """A file, folder or link in the way is replaced, and what a link leads to stays."""
    outside = grow(tmp_path / "outside", "file = safe", "folder/file = safe")
    cases = [
        ("file1 = safe", "file1/"),
        ("file2 = safe", "file2/y/z = 1"),
        ("file3 = safe", "file3 -> ../outside/file"),
        ("file4 = safe", "file4 -> ../outside/folder"),
        ("file5 = safe", "file5 -> ../outside/new"),
        ("folder1/", "folder1 = "),
        ("folder2/y = 1", "folder2 = safe"),
        ("folder3/y = 1", "folder3 -> ../outside/folder"),
        ("folder4/y/", "folder4 -> gone"),
        ("folder5/file = safe", "folder5 -> ../outside/folder"),
        ("link1 -> ../outside/file", "link1 = safe"),
        ("link2 -> ../outside/folder", "link2/file = safe"),
        ("link3 -> same", "link3/z = 1"),
        ("link4 -> gone", "link4/"),
        ("link5 -> gone", "link5 = gone"),
        ("same/z = 1", "same/z = 1"),
    ]
    wanted, found = zip(*cases, strict=True)
    source, target = grow(tmp_path / "source", *wanted), grow(tmp_path / "target", *found)
    changed = mirror(source, target)
    assert look(target) == list(wanted), f"`target` held {found}"
    places = ["file1", "file2", "file3", "file4", "file5"]
    places += ["folder1", "folder2", "folder3", "folder4", "folder5"]
    places += ["link1", "link2", "link3", "link4", "link5"]
    assert changed == places, f"`source` holds {wanted}, `target` held {found}"
    assert look(outside) == ["file = safe", "folder/file = safe"], "the folder outside"


@pytest.mark.hint(
    "Text is not what a file holds: read its bytes.",
)
def test_replaces_a_file_with_other_bytes(tmp_path):
    """A file is replaced if its bytes differ at all: the length, a line end, one byte."""
    wanted = ["a = tea", "b = tea", "c = ", "d = tea\n", "e = caf\xe9\0", "sub/f = tea"]
    found = ["a = tea and more", "b = ", "c = tea", "d = tea\r\n", "e = caf\xe8\0", "sub/f = ale"]
    source, target = grow(tmp_path / "source", *wanted), grow(tmp_path / "target", *found)
    names = ["a", "b", "c", "d", "e", "sub/f"]
    changed = mirror(source, target)
    assert changed == names, f"`source` holds {wanted}, `target` held {found}"
    assert look(target) == wanted, f"`target` held {found}"


@pytest.mark.hint(
    "The same size and the same time do not prove the same bytes.",
    "`filecmp.cmp` compares sizes and times, unless it is told not to.",
)
def test_trusts_neither_size_nor_time(tmp_path):
    """A file that differs in its bytes alone is replaced."""
    source = grow(tmp_path / "source", "a = tea", "sub/b = tea")
    target = grow(tmp_path / "target", "a = ale", "sub/b = ale")
    for path in (source / "a", target / "a", source / "sub/b", target / "sub/b"):
        at_time(path, 10**18)
    told = {"source": look(source), "target": look(target), "sizes and times": "all alike"}
    changed = mirror(source, target)
    assert told | {"returned": changed} == told | {"returned": ["a", "sub/b"]}
    assert told | {"target after": look(target)} == told | {
        "target after": ["a = tea", "sub/b = tea"]
    }
    source, target = grow(tmp_path / "large"), grow(tmp_path / "old")
    (source / "large").write_bytes(bytes(3_000_000) + b"1")
    (target / "large").write_bytes(bytes(3_000_000) + b"2")
    assert mirror(source, target) == ["large"], "the last of 3,000,001 bytes differs"


@pytest.mark.hint("What is as it should be needs no writing: neither bytes nor bits nor times.")
def test_leaves_alone_what_is_the_same(tmp_path):
    """A file with the same bytes and a link with the same text are not touched."""
    tree = ["a = tea", "l -> a", "none = ", "sub/b = tea", "sub/l -> ../gone"]
    source, target = grow(tmp_path / "source", *tree), grow(tmp_path / "target", *tree)
    files, links = ["a", "none", "sub/b"], ["l", "sub/l"]
    kept = grow(tmp_path / "kept")
    for number, name in enumerate(files):
        at_time(target / name, 5 * 10**17, 0o640)
        os.link(target / name, kept / str(number))
    for name in links:
        at_time(target / name, 5 * 10**17)
    told = {"source and target before": tree}
    changed = mirror(source, target)
    assert told | {"returned": changed} == told | {"returned": []}
    after = {name: details(target / name) for name in files}
    assert {"bits and times (ns) in target, with the same bytes in source": after} == {
        "bits and times (ns) in target, with the same bytes in source": {
            "a": ("0o640", 5 * 10**17),
            "none": ("0o640", 5 * 10**17),
            "sub/b": ("0o640", 5 * 10**17),
        }
    }
    times = {name: details(target / name)[1] for name in links}
    assert {"times (ns) of links in target, with the same text in source": times} == {
        "times (ns) of links in target, with the same text in source": {
            "l": 5 * 10**17,
            "sub/l": 5 * 10**17,
        }
    }
    for number in range(3):
        (kept / str(number)).write_text("written later")
    assert look(target) == [
        "a = written later",
        "l -> a",
        "none = written later",
        "sub/b = written later",
        "sub/l -> ../gone",
    ], "each file in `target` has been the same file as before, with another hard link"


@pytest.mark.hint("Two texts may lead to one place, and still be two texts.")
def test_replaces_a_link_with_another_text(tmp_path):
    """A link is replaced if its text differs at all, even where it leads to the same place."""
    far = grow(tmp_path / "outside", "far = away") / "far"
    links = ["k -> sub/tea", "l -> sub/../tea", "m -> TEA", f"o -> {far}"]
    source = grow(tmp_path / "source", *links, "sub/tea = ice", "tea = hot")
    old = ["k -> tea", "l -> tea", "m -> tea", "o -> ../outside/far"]
    target = grow(tmp_path / "target", *old, "sub/tea = ice", "tea = hot")
    changed = mirror(source, target)
    assert changed == ["k", "l", "m", "o"], f"links of `source`: {links}, of `target`: {old}"
    after = look(target)
    assert {"target before": old, "target after": after} == {
        "target before": old,
        "target after": [*links, "sub/tea = ice", "tea = hot"],
    }


@pytest.mark.hint("Is `a-b` before or after `a/b`? Strings and `Path` objects do not agree.")
def test_the_result_is_sorted_as_strings(tmp_path):
    """The result is one sorted list of strings, with the path from `target` on, and without it."""
    source = grow(tmp_path / "source", "B = 1", "a/c/d = 2", "a/c.d = 3", "a-b = 4", "a.b = 5")
    target = grow(tmp_path / "target", "a/c/e = 6", "a/c-d = 7", "Z = 8", "a/c/d = 99")
    changed = mirror(source, target)
    told = {
        "source": ["B = 1", "a-b = 4", "a.b = 5", "a/c.d = 3", "a/c/d = 2"],
        "target": ["Z = 8", "a/c-d = 7", "a/c/d = 99", "a/c/e = 6"],
    }
    wanted = ["B", "Z", "a-b", "a.b", "a/c-d", "a/c.d", "a/c/d", "a/c/e"]
    assert told | {"returned": changed} == told | {"returned": wanted}
    assert isinstance(changed, list)
    assert [isinstance(path, str) for path in changed] == [True] * 8
    empty = grow(tmp_path / "empty")
    assert mirror(empty, tmp_path / "fresh") == [], "an empty source, and no target yet"
    assert look(tmp_path / "fresh") == []


@pytest.mark.hint("What does your code take a missing folder for? Hopefully not for an empty one.")
def test_refuses_a_source_that_is_no_folder(tmp_path):
    """A missing source, or a file, is refused, and nothing is made, changed or deleted."""
    before = ["file = tea", "target/a = 1", "target/sub/b = 2"]
    root = grow(tmp_path / "root", *before)
    pairs = [("gone", "target"), ("gone/deep", "new/target"), ("file", "target"), ("file", "new")]
    refused = {}
    for source, target in pairs:
        try:
            refused[f"{source} to {target}"] = mirror(root / source, root / target)
        except NotADirectoryError:
            refused[f"{source} to {target}"] = "NotADirectoryError"
    assert {"mirror, from and to": refused} == {
        "mirror, from and to": dict.fromkeys(
            [f"{source} to {target}" for source, target in pairs], "NotADirectoryError"
        )
    }
    assert look(root) == before, f"after calls with {pairs}"


@pytest.mark.hint("`Path.is_relative_to` tells whether one path lies in another.")
def test_refuses_folders_within_each_other(tmp_path):
    """Two folders that are one, or of which one lies in the other, are refused untouched."""
    before = ["box/file = tea", "box/sub/deep/x = 1"]
    pairs = [("box", "box"), ("box", "box/sub"), ("box", "box/new"), ("box", "box/sub/deep/new")]
    pairs += [("box", "box/new/x"), ("box/sub", "box"), ("box/sub/deep", "box")]
    refused, roots = {}, {}
    for source, target in pairs:
        call = f"{source} to {target}"
        roots[call] = root = grow(tmp_path / str(len(roots)), *before)
        try:
            refused[call] = mirror(root / source, root / target)
        except ValueError:
            refused[call] = "ValueError"
        except (OSError, RecursionError) as error:
            refused[call] = type(error).__name__
    assert {"mirror, from and to": refused} == {
        "mirror, from and to": dict.fromkeys(roots, "ValueError")
    }
    changed = {call: look(root) for call, root in roots.items() if look(root) != before}
    assert {"before": before, "changed by mirror, from and to": changed} == {
        "before": before,
        "changed by mirror, from and to": {},
    }


@pytest.mark.hint("That the text of a path starts with that of another does not make it lie there.")
def test_folders_side_by_side_are_fine(tmp_path):
    """Folders whose names begin alike lie beside each other, not in each other."""
    root = grow(tmp_path / "root", "box/a = tea", "box2/b = ink")
    changed = mirror(root / "box", root / "box2")
    told = {"before": ["box/a = tea", "box2/b = ink"]}
    assert told | {"mirror(box, box2)": changed} == told | {"mirror(box, box2)": ["a", "b"]}
    assert told | {"after mirror(box, box2)": look(root)} == told | {
        "after mirror(box, box2)": ["box/a = tea", "box2/a = tea"]
    }
    assert mirror(root / "box2", root / "box") == [], "both hold a = tea"
