"""What people hand in: folders in folders, other names, archives; found, or said, never a zero."""

import functools
import gzip
import io
import json
import os
import resource
import stat
import sys
import tarfile
import zipfile

import pytest

from grader import catalog
from grader.archive import MEMBERS, REMEDY, TOTAL_BYTES, unpack
from grader.errors import GraderFault, KataError
from grader.likeness import likeness
from grader.submission import MAX_BYTES, Missing, Submission, Unreadable, open_submission
from tests.conftest import ROOT


@pytest.fixture
def hand_in(tmp_path):
    """A function that lays out files in a folder, each with its own name in it; gives the path."""

    def make(*names, folder="handed-in"):
        (tmp_path / folder).mkdir()
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
        return tmp_path / folder

    return make


@pytest.fixture
def read(course):
    """A function that opens what was handed in and gives what is read of Q1, Q2 and Q3."""

    def find(path):
        found = []
        with open_submission(path, course.exercises) as submission:
            for exercise in course.exercises:
                try:
                    found.append(submission.read(exercise).decode())
                except Missing:
                    found.append(None)
        return found

    return find


@pytest.mark.parametrize(
    "name",
    [
        "entry/q001_double.py",
        "exercises/entry/q001_double.py",
        "q001_double.py",
        "Entry/q001_double.py",
        "ENTRY/Q001_Double.PY",
        "entry/double.py",
        "q1_double.py",
        "Q1.py",
        "1.py",
        "1_double.py",
        "q01-double.py",
        "q001_double (1).py",
        "smith_ann_123_q001_double.py",
        "expert/q001_double.py",
        "q001_double/q001_double.py",
        "cem-main/entry/q001_double.py",
        "cem-main/exercises/Entry/q001_double.py",
        "a/b/c/q001_double.py",
        "q001_doubl.py",
        "Q1-my-answer (2).py",
    ],
)
def test_a_file_that_is_meant_is_found(hand_in, read, name):
    assert read(hand_in(name, "README.md")) == [name, None, None]


@pytest.mark.parametrize(
    "name",
    [
        "q001_double_test.py",
        "test_q001_double.py",
        "q002_double.py",
        "q002_doubl.py",
        "redouble.py",
        "q001_double.txt",
        "q001.pyc",
        ".venv/q001_double.py",
        "__MACOSX/entry/q001_double.py",
    ],
)
def test_a_file_that_is_not_meant_is_not_taken(hand_in, read, name):
    folder = hand_in(name)
    with pytest.raises(KataError, match="no exercise of this course is in .*handed-in; a subm"):
        read(folder)


def test_somebodys_whole_path_is_looked_into(hand_in, read):
    assert read(hand_in("home/jo/courses/python/week-1/katas/entry/q001_double.py"))[0]


def test_where_folders_are_too_deep_it_is_said_how_deep_was_looked(hand_in, read):
    folder = hand_in("1/2/3/4/5/6/7/8/9/10/11/12/13/q001_double.py")
    with pytest.raises(KataError, match="no exercise of this course is in .*, 12 folders deep; a"):
        read(folder)


def test_the_right_name_goes_before_a_likeness(hand_in, read):
    folder = hand_in("double.py", "entry/q001_double.py", "old/q001_double.py")
    assert read(folder) == ["entry/q001_double.py", None, None]


def test_two_that_are_alike_are_neither(hand_in, course):
    folder = hand_in("junior/q001_double.py", "Entry/q001_double.py")
    with (
        open_submission(folder, course.exercises) as submission,
        pytest.raises(Unreadable, match=r"^Q1 is in Entry/q001_double.py and in junior/.*; keep"),
    ):
        submission.read(course.one("1"))


@pytest.mark.parametrize(
    "names",
    [
        ("week1/q001_double.py", "week2/q002_echo.py"),
        ("hw/week1/q001_double.py", "hw/week2/entry/q002_echo.py"),
        ("week1/q1.py", "week2/sheet/q002_echo.py", "week3/q003_tally.py"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_exercises_in_several_folders_are_graded_together(tmp_path, hand_in, course, names, packed):
    folder = hand_in(*names)
    path = zipped(tmp_path / "x.zip", {n: n for n in names}) if packed else folder
    with open_submission(path, course.exercises) as submission:
        for exercise, name in zip(course.exercises, names, strict=False):
            assert submission.read(exercise).decode() == name
            assert submission.shown_file(exercise) == path / name


@pytest.mark.parametrize("other", ["bob/q001_double.py", "bob/entry/q1.py"])
def test_an_exercise_in_several_folders_costs_itself_alone(hand_in, course, other):
    folder = hand_in("ann/entry/q001_double.py", "ann/entry/q002_echo.py", other, "notes/x.py")
    with open_submission(folder, course.exercises) as submission:
        assert submission.read(course.one("2")) == b"ann/entry/q002_echo.py"
        with pytest.raises(Unreadable, match=rf"^Q1 is in ann/entry/.* and in {other}; keep one$"):
            submission.read(course.one("1"))
        assert submission.unrecognised(course.exercises) == ["notes/x.py"]


@pytest.mark.parametrize(
    ("stub", "other"),
    [
        ("entry/q001_double.py", "entry/q01_double.py"),
        ("entry/q001_double.py", "entry/q001_double (1).py"),
        ("entry/q001_double.py", "solved/q001_double.py"),
        ("entry/q001_double.py", "double.py"),
        ("week1/entry/q001_double.py", "week2/q001_double.py"),
        ("entry/q01_double.py", "junior/q001_double.py"),
        ("q001_double.py", "entry/q001_double.py"),
    ],
)
@pytest.mark.parametrize("line_ends", [b"\n", b"\r\n"])
def test_an_untouched_stub_hides_no_work(hand_in, course, stub, other, line_ends):
    folder = hand_in(stub, other, "notes.py")
    source = course.one("1").stub.read_bytes()
    (folder / stub).write_bytes(source.replace(b"\n", line_ends))
    with open_submission(folder, course.exercises) as submission:
        assert submission.read(course.one("1")) == other.encode()
        assert submission.shown_file(course.one("1")) == folder / other
        assert submission.unrecognised(course.exercises) == ["notes.py"]


def test_stubs_alone_and_copies_are_one_file(hand_in, course):
    folder = hand_in("week1/q001_double.py", "week2/q001_double.py")
    for source in (course.one("1").stub.read_bytes(), b"x = 1\n"):
        for path in folder.rglob("*.py"):
            path.write_bytes(source)
        with open_submission(folder, course.exercises) as submission:
            assert submission.read(course.one("1")) == source


def test_in_a_workspace_the_right_place_is_the_file(hand_in, course):
    folder = hand_in("entry/q001_double.py", "scratch/double.py")
    (folder / "entry/q001_double.py").write_bytes(course.one("1").stub.read_bytes())
    assert b"NotImplementedError" in Submission(folder).read(course.one("1"))


def test_every_exercise_of_the_project_is_found_by_its_name_and_nobody_elses_is_taken():
    """Names have numbers in them, and one is the beginning of another."""
    course = catalog.load(ROOT)
    with open_submission(ROOT / "solutions", course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == []
        files = [submission.file(exercise) for exercise in course.exercises]
    assert files == [exercise.reference for exercise in course.exercises]


@pytest.mark.parametrize("form", ["q{0.number:03}.py", "{1}.py", "q{0.number}_{1}_1.py"])
def test_every_exercise_of_the_project_is_found_under_a_likeness_of_its_name(hand_in, form):
    course = catalog.load(ROOT)
    names = {e.number: form.format(e, e.name.partition("_")[2]) for e in course.exercises}
    with open_submission(hand_in(*names.values()), course.exercises) as submission:
        found = {e.number: submission.file(e).name for e in course.exercises}
    assert found == names


def test_an_empty_folder_is_no_submission(hand_in, read):
    folder = hand_in()
    with pytest.raises(KataError, match="no exercise of this course is in"):
        read(folder)


def test_files_that_are_no_exercises_are_listed(hand_in, course):
    folder = hand_in(
        "entry/q001_double.py",
        "q002_double.py",
        "entry/x/y.py",
        "conftest.py",
        "entry/q001_test.py",
    )
    with open_submission(folder, course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == ["entry/x/y.py", "q002_double.py"]


@pytest.mark.parametrize(
    "other", ["entry/q001_double (1).py", "entry/q001_double_v2.py", "old/q001_double.py", "q1.py"]
)
def test_of_a_second_version_it_is_said_which_one_is_graded(hand_in, course, other):
    folder = hand_in("entry/q001_double.py", "entry/q002_echo.py", other, "notes.py")
    with open_submission(folder, course.exercises) as submission:
        assert submission.read(course.one("1")) == b"entry/q001_double.py"
        said = f"{other} (Q1 is there twice; entry/q001_double.py is graded)"
        assert sorted(submission.unrecognised(course.exercises)) == sorted(["notes.py", said])


def test_what_may_be_meant_for_an_exercise_is_listed(hand_in, course):
    folder = hand_in(
        "entry/q001_double.py",
        "entry/q001_double.pyc",
        "entry/q001_double.mistakes.toml",
        "entry/q002_echo.py.txt",
        "junior.zip",
        "README.md",
        "work.ipynb",
        ".git/q002_echo",
    )
    listed = ["entry/q002_echo.py.txt", "junior.zip", "work.ipynb"]
    with open_submission(folder, course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == listed
    packed = zipped(folder.with_suffix(".zip"), dict.fromkeys(["Q1.py", *listed], ""))
    with open_submission(packed, course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == listed


@pytest.mark.parametrize(
    "name",
    [
        "entry/q002_echo/__init__.py",
        "entry/test_q002_echo.py",
        "entry/q002_echo.py.save",
        "entry/q002_echo.py.bak",
        "entry/q002_echo.py~",
        "q002_echo.PY3",
    ],
)
def test_of_a_missing_exercise_any_file_of_its_name_is_listed(hand_in, course, name):
    folder = hand_in("entry/q001_double.py", "entry/q001_double.py.bak", "q002_echo_test.py", name)
    with open_submission(folder, course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == [name]
    (folder / "entry" / "q002_echo.py").write_bytes(course.one("2").stub.read_bytes())
    with open_submission(folder, course.exercises) as submission:
        assert submission.unrecognised(course.exercises) == [name], "beside the untouched stub"


def test_what_is_not_looked_into_is_listed(hand_in, course, monkeypatch):
    folder = hand_in("entry/q001_double.py", "week2/q002_echo.py", "entry/._q001_double.py")
    (folder / "more").symlink_to(folder / "week2")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: path.name != "week2" and access(path, how))
    with open_submission(folder, course.exercises) as submission:
        said = submission.unrecognised(course.exercises)
    assert said == ["more (a link to a folder)", "week2 (it cannot be read)"]


def test_a_hard_link_in_an_archive_is_the_file_it_links_to(tmp_path, course, read):
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as packed:
        (tmp_path / "real").write_text("real")
        packed.add(tmp_path / "real", "entry/q002_echo.py")
        link = tarfile.TarInfo("entry/q001_double.py")
        link.type, link.linkname = tarfile.LNKTYPE, "entry/q002_echo.py"
        packed.addfile(link)
        away = tarfile.TarInfo("entry/q003_tally.py")
        away.type, away.linkname = tarfile.LNKTYPE, "/etc/passwd"
        packed.addfile(away)
    assert read(path) == ["real", "real", None]
    with open_submission(path, course.exercises) as submission:
        listed = submission.unrecognised(course.exercises)
    assert listed == ["entry/q003_tally.py (it was not unpacked)"]


def test_a_level_into_which_one_may_not_look_is_a_submission_all_the_same(
    hand_in, course, monkeypatch
):
    folder = hand_in("entry/q001_double.py")
    (folder / "entry" / "q001_double.py").unlink()  # to root, no folder is closed
    with pytest.raises(KataError, match="no exercise of this course"):
        open_submission(folder, course.exercises).__enter__()
    closed = folder / "entry"
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed)
    with open_submission(folder, course.exercises) as submission:
        assert submission.folder == folder


def test_what_was_handed_in_is_looked_through_once(hand_in, course, monkeypatch):
    """However often it is asked for: a cohort asks three times for each file of each learner."""
    looked = []
    noted = lambda *pair: looked.append(pair) or likeness(*pair)  # noqa: E731
    monkeypatch.setattr("grader.submission.likeness", noted)
    folder = hand_in("week1/q001_double.py", "week2/q002.py", "week2/notes.py")
    with open_submission(folder, course.exercises) as handed_in:
        looked.clear()
        for _ in range(3):
            for exercise in course.exercises:
                handed_in.file(exercise)
            assert handed_in.unrecognised(course.exercises) == ["week2/notes.py"]
        assert handed_in.read(course.exercises[0]) == b"week1/q001_double.py"
    assert len(looked) == len(set(looked)) > 0


def test_a_workspace_may_be_empty(hand_in, course):
    with pytest.raises(Missing):
        Submission(hand_in()).read(course.one("1"))


# archives


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def tarred(path, members):
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as packed:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content.encode()))
    return path


@pytest.mark.parametrize(
    ("pack", "name"), [(zipped, "cem.zip"), (tarred, "cem.tar"), (tarred, "cem.tar.gz")]
)
@pytest.mark.parametrize("inside", ["", "cem-main/", "Lab 1: Python/", "cem-main/exercises/"])
def test_an_archive_is_graded_as_it_is(tmp_path, read, course, pack, name, inside):
    members = {f"{inside}entry/q001_double.py": "one", f"{inside}entry/q002_echo.py": "two"}
    path = pack(tmp_path / name, members)
    assert read(path) == ["one", "two", None]
    with open_submission(path, course.exercises) as submission:
        shown = submission.shown_file(course.one("1"))
    assert shown == path / inside / "entry" / "q001_double.py"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_with_nothing_but_an_archive_is_that_archive(hand_in, read, course, tmp_path):
    folder = hand_in(folder="Ann Lee_123_assignsubmission_file")
    packed = zipped(folder / "work.zip", {"entry/q001_double.py": "one", "in.zip": ""})
    assert read(folder) == ["one", None, None]
    with open_submission(folder, course.exercises) as submission:
        shown = submission.shown_file(course.one("1"))
    assert shown == packed / "entry" / "q001_double.py"
    packed.rename(tmp_path / "work.zip")
    packed.symlink_to(tmp_path / "work.zip")
    with pytest.raises(KataError, match="no exercise of this course"):
        read(folder)


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "name",
    ["../q001_double.py", "a/../../q001_double.py", "..\\q001_double.py", "//../q001_double.py"],
)
def test_nothing_is_unpacked_outside(tmp_path, course, read, pack, name):
    path = pack(tmp_path / "x", {name: "out", "q002_echo.py": "in"})
    assert read(path) == [None, "in", None]
    assert list(tmp_path.iterdir()) == [path]
    with open_submission(path, course.exercises) as submission:
        listed = submission.unrecognised(course.exercises)
    assert listed == [f"{name} (it was not unpacked)"]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("start", ["/", "//", "///", "\\\\", "/\\"])
def test_an_absolute_name_is_taken_as_relative(tmp_path, read, pack, start):
    (tmp_path / "mine.txt").write_text("mine")
    outside = [f"{start}{str(tmp_path)[1:]}/{name}" for name in ("mine.txt", "new.py")]
    members = {f"{start}q001_double.py": "in", **dict.fromkeys(outside, "out")}
    assert read(pack(tmp_path / "x", members)) == ["in", None, None]
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "new.py").exists()


def test_links_in_a_tar_file_are_passed_over(tmp_path, read):
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as packed:
        for name, kind in [("q001_double.py", tarfile.SYMTYPE), ("q003_tally.py", tarfile.LNKTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
        packed.addfile(tarfile.TarInfo("q002_echo.py"), io.BytesIO(b""))
    assert read(path) == [None, "", None]


def test_links_in_a_zip_file_are_passed_over(tmp_path, read):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        link = zipfile.ZipInfo("q001_double.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("q002_echo.py", "")
    assert read(path) == [None, "", None]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({f"{number}.txt": "" for number in range(MEMBERS + 1)}, "too large to be a submission"),
        ({f"{number}.py": "0" * 2**20 for number in range(65)}, "too large to be a submission"),
        (
            {f"{'/'.join([str(n)] * 12)}.txt": "" for n in range(999)},
            "too large to be a submission",
        ),
        ({"notes.txt": "hello"}, "no exercise of this course is in"),
    ],
    ids=["members", "bytes", "folders", "nothing"],
)
def test_an_archive_that_cannot_be_a_submission_is_refused(tmp_path, read, members, said):
    path = zipped(tmp_path / "x.zip", members)
    with pytest.raises(KataError, match=said):
        read(path)


def test_what_an_archive_says_of_its_sizes_does_not_count(tmp_path, read):
    """A sparse file may claim less than nothing, and others more than is there."""

    def head(name, **sparse):
        info = tarfile.TarInfo(name)
        info.pax_headers = {f"GNU.sparse.{key}": value for key, value in sparse.items()}
        return info.tobuf(tarfile.PAX_FORMAT)

    members = [head("negative.py", realsize=str(-(10**12)))]
    members += [
        head(f"{n}.py", size=str(2**20), map="0,0", numblocks="1") for n in range(TOTAL_BYTES >> 20)
    ]
    more = head("more.py", size="1", map="0,0", numblocks="1")
    path, solution = tmp_path / "x.tar", head("q001_double.py", size="1", map="0,0", numblocks="1")
    path.write_bytes(b"".join([*members[1:], more, bytes(1024)]))
    with pytest.raises(KataError, match="too large to be a submission"):
        read(path)
    path.write_bytes(b"".join([members[0], solution, *members[2:], bytes(1024)]))
    with pytest.raises(Unreadable, match="null"):
        read(path)
    path.write_bytes(b"".join([*members, more, bytes(1024)]))
    with pytest.raises(KataError, match="too large to be a submission"):
        read(path)


@pytest.mark.parametrize(("pack", "name"), [(zipped, "x.zip"), (tarred, "x.tar")])
def test_what_lies_very_deep_is_passed_over(tmp_path, read, pack, name):
    path = pack(tmp_path / name, {"a/" * 1900 + "q002_echo.py": "", "q001_double.py": "one"})
    assert read(path) == ["one", None, None]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_member_with_a_name_as_long_as_the_memory_costs_none_of_it(tmp_path, read, kind):
    info = tarfile.TarInfo("q001_double.py")
    info.type, info.size = kind, 2**32
    (tmp_path / "x.tar").write_bytes(info.tobuf() + bytes(2 * tarfile.RECORDSIZE))
    with pytest.raises(KataError, match="takes too much memory"):
        read(tmp_path / "x.tar")


@pytest.mark.parametrize(("pack", "name"), [(zipped, "x.zip"), (tarred, "x.tar")])
def test_what_tools_put_beside_solutions_is_no_part_of_an_archive(tmp_path, read, pack, name):
    beside = {f"ann/.venv/lib/{number}.py": "" for number in range(MEMBERS + 1)}
    path = pack(tmp_path / name, {**beside, "ann/q001_double.py": "one"})
    assert read(path) == ["one", None, None]


def zeros(path, size):
    """A packed tar file with so much data, and then a solution."""
    head, own = tarfile.TarInfo("data.csv"), tarfile.TarInfo("q001_double.py")
    head.size, own.size = size, 3
    path.write_bytes(
        gzip.compress(head.tobuf())
        + gzip.compress(bytes(2**24)) * (size // 2**24)
        + gzip.compress(own.tobuf() + b"one" + bytes(tarfile.RECORDSIZE))
    )
    return path


def test_how_large_data_is_does_not_matter(tmp_path, read):
    assert read(zeros(tmp_path / "x.tar.gz", TOTAL_BYTES + 2**24)) == ["one", None, None]


def test_an_archive_that_takes_too_long_is_refused_with_a_remedy(tmp_path, kata):
    path = zeros(tmp_path / "x.tar.gz", 2**33)
    seconds = (3, 3)  # less than what the process has of its own, and more than the command needs
    lower = functools.partial(resource.setrlimit, resource.RLIMIT_CPU, seconds)
    done = kata("run", "1", "--submission", path, "--sandbox", "off", preexec_fn=lower)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"takes too much memory or time to be a submission; {REMEDY}\n")


def test_what_else_goes_wrong_while_unpacking_is_the_graders_fault(tmp_path, monkeypatch):
    path = zipped(tmp_path / "x.zip", {"q001_double.py": "one"})
    (tmp_path / "tarfile.py").write_text("raise ImportError('no tar files here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(GraderFault, match="x.zip failed: ImportError: no tar files here$"):
        unpack(path, tmp_path, MAX_BYTES)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(GraderFault, match="no process to unpack .*x.zip in: .*No such file"):
        unpack(path, tmp_path, MAX_BYTES)


def test_a_long_file_in_an_archive_is_cut_and_refused(tmp_path, course):
    path = zipped(tmp_path / "x.zip", {"q001_double.py": "0" * (MAX_BYTES + 9)})
    with (
        open_submission(path, course.exercises) as submission,
        pytest.raises(Unreadable, match="larger than 1024 KiB"),
    ):
        submission.read(course.one("1"))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 and no more", b"\x1f\x8b\x08\x00junk", b"print()\n" * 100]
)
def test_a_file_that_is_no_archive_is_refused_in_one_line(tmp_path, read, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(
        KataError, match="x.zip (cannot be unpacked|is neither a folder nor a sound)"
    ) as it:
        read(path)
    assert "\n" not in str(it.value)


def test_a_damaged_archive_is_refused(tmp_path, read):
    path = zipped(tmp_path / "x.zip", {"q001_double.py": "x = 1\n" * 1000})
    data = bytearray(path.read_bytes())
    data[50:60] = bytes(10)
    path.write_bytes(data)
    with pytest.raises(KataError, match="cannot be unpacked"):
        read(path)


# the command


def test_a_zip_with_a_password_is_told(tmp_path, read):
    path = zipped(tmp_path / "x.zip", {"q001_double.py": "x = 1"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # what says so in the list of members
    path.write_bytes(data)
    with pytest.raises(KataError, match="has a password; unpack it and name the folder"):
        read(path)


def test_a_zip_with_a_folder_inside_is_graded(kata, tmp_path, course):
    double = course.one("1").reference.read_text(encoding="utf-8")
    path = zipped(tmp_path / "cem.zip", {"cem/entry/q1_double.py": double, "cem/notes.py": ""})
    done = kata("run", "1", "--submission", path, "--format", "json", "--min-score", "50")
    report = json.loads(done.stdout)
    assert (done.returncode, report["solved"], report["passed"]) == (0, 1, True)
    assert (report["pass_mark"], report["percent"]) == (50, 100)
    assert report["run"]["submission"] == str(path)
    assert report["run"]["unrecognised"] == ["notes.py"]
    assert report["exercises"][0]["file"] == os.path.join(path, "cem", "entry", "q1_double.py")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--submission", "a", "--submission", "b"], "one --submission at a time"),
        (["--submission", ""], "--submission is empty"),
        *(
            (
                ["--submission", "a", "--min-score", score],
                f"--min-score '{score}' is no share of the points; say a number from 0 to 100",
            )
            for score in ("101", "-1", "half", "80 percent", "nan", "")
        ),
        (["--submission", "a", "--min-score", "0.8"], "a pass mark of 0.8 is below 1 %; write 80"),
        (["--submission", "a"], "no exercise of this course is in a"),
        (["--submission", "a", "--format", "text", "--format", "json"], "both go to standard"),
    ],
)
def test_what_cannot_be_graded_is_said_in_one_line(kata, hand_in, arguments, said):
    done = kata("run", *arguments, cwd=hand_in(folder="a").parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("packed", [False, True])
def test_folders_that_may_be_several_peoples_are_named(kata, hand_in, tmp_path, packed):
    files = ["class/anna/entry/q001_double.py", "class/bob/q002_echo.py"]
    path = zipped(tmp_path / "x.zip", {n: n for n in files}) if packed else hand_in(*files)
    done = kata("run", "1", "2", "--submission", path, "--sandbox", "off")
    said = "kata: anna, bob are graded together, as one person's; if they are several people's"
    assert said in " ".join(done.stderr.split())
    one = kata("run", "1", "--submission", hand_in(files[0], folder="one"), "--sandbox", "off")
    assert one.stderr == ""


@pytest.mark.parametrize("name", ["csv", "exercism", "text"])
def test_files_that_are_not_graded_are_told_whatever_the_format(kata, hand_in, name):
    folder = hand_in("entry/q001_double.py", "mine.py")
    done = kata("run", "1", "--submission", folder, "--format", name, "--sandbox", "off")
    said = "not graded: mine.py"
    assert ((said in done.stdout), (said in done.stderr)) == (name == "text", name != "text")


def test_what_a_format_needs_is_looked_for_before_anything_is_graded(kata, hand_in):
    folder = hand_in("entry/q001_double.py")
    (folder / "entry" / "q001_double.py").write_text("open('ran', 'w')\nwhile True:\n    pass\n")
    done = kata("run", "1", "--submission", folder, "--format", "text", "--format", "classroom50=x")
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs CLASSROOM, ASSIGNMENT," in done.stderr and done.stderr.count("\n") == 1
