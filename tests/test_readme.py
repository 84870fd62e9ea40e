"""The README's commands do what it says: every one is run, or its pieces are known to exist."""

import ast
import os
import re
import runpy
import shlex
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.authoring import INSTALL
from tests.support import Terminal, make_workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORS = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")

BLOCKS = re.findall(r"^    (.*)$", README + AUTHORS, re.MULTILINE)
SPANS = re.findall(r"`([^`\n]+)`", README + AUTHORS)
FOUND = {
    command.strip()
    for text in [*BLOCKS, *SPANS]
    for command in text.split("&&")
    if command.strip().startswith(("kata ", "nox ", "uvx ", "python3 ", "python "))
    and "COMMAND" not in command
}
COMMANDS = sorted(c for c in FOUND if not any(other.startswith(f"{c} ") for other in FOUND))
"""All of them but mere names of commands, such as `kata new`, of which there is a longer form."""

STAND_INS = {
    **{"10": "1", "1-5": "1-2", "decorators": "double"},
    **{"closures": "functions", "sorting": "double"},
}
"""What the fixture course has instead of what the README speaks of."""

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def place(tmp_path, course):
    """A workspace of the fixture course, and a submission in a folder beside it."""
    make_workspace(tmp_path / "DIR", course)
    return make_workspace(tmp_path / "mine", course)


def of(kind):
    return [command for command in COMMANDS if command.startswith(kind)]


@pytest.mark.parametrize("command", of("kata "))
def test_every_kata_command_works(kata, place, folder, command):
    command = command.replace("DIR", str(place.folder.parent / "DIR"))
    words = [STAND_INS.get(word, word) for word in shlex.split(command)[1:]]
    if words[0] == "watch":
        terminal = Terminal(*words, cwd=place.folder)
        terminal.read_until("q001_double.py")
        terminal.press("q")
        assert terminal.read_to_end()[1] == 0
        terminal.close()
        return
    if words[0] in ("verify", "mutants", "new"):
        done = kata(*words, cwd=folder, course=None)
    else:
        done = kata(*words, cwd=place.folder)
    expected = (2,) if command.startswith("kata solution") and "--spoil" not in words else (0, 1)
    assert done.returncode in expected, done.stderr
    assert "Usage" not in done.stderr


@pytest.mark.parametrize("command", [*of("nox "), *of("uvx ")])
def test_every_nox_session_exists(command):
    words = shlex.split(command)
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("nox.session") for each in node.decorator_list)
    }
    words = words[words.index("nox") + 1 :]
    assert words[:1] in ([], ["-s"])
    if words:
        assert words[1] in sessions


@pytest.fixture(scope="module")
def noxfile():
    """What the noxfile defines; it sets up an environment for what it starts."""
    pytest.importorskip("nox", reason="nox is not installed")
    with pytest.MonkeyPatch.context() as changes:
        changes.setattr(os, "environ", os.environ.copy())
        return runpy.run_path(str(ROOT / "noxfile.py"))


@pytest.mark.parametrize(
    ("words", "needed", "left_out"),
    [
        ("--level entry", {"packaging"}, {"numpy", "django"}),
        ("--level=entry --level senior 80", {"packaging", "django"}, {"numpy"}),
        ("--level Mid", {"numpy"}, {"django"}),
        ("1-5 --min-score 80", {"packaging", "numpy", "django"}, set()),
    ],
)
def test_what_grades_installs_what_the_levels_need_and_no_more(
    noxfile, monkeypatch, words, needed, left_out
):
    monkeypatch.chdir(ROOT)
    installed, run = [], []
    session = SimpleNamespace(
        posargs=words.split(),
        install=lambda *words: installed.extend(words),
        run=lambda *words, **_: run.append(words),
    )
    noxfile["grade"].func(session)
    assert needed <= set(installed) and left_out.isdisjoint(installed)
    assert {"-c", "constraints.txt", "-e", ".[sandbox]"} <= set(installed)
    assert run == [("kata", "run", *words.split())]


def test_the_light_way_comes_first():
    assert README.index("kata watch") < README.index("nox -s grade")


def test_an_image_is_built_from_what_is_packaged_and_no_more():
    _, *lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*" and lines[-1] == "**/__pycache__"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    packed = [*wheel["packages"], *wheel["force-include"]]
    about = [project["project"]["readme"], *project["project"]["license-files"]]
    assert {line.removeprefix("!") for line in lines[1:-1]} == {
        *(*packed, *about, "pyproject.toml", "constraints.txt")
    }


@pytest.mark.parametrize("command", of("python"))
def test_every_installation_names_what_there_is(command):
    for named in ",".join(re.findall(r"\[(.*?)\]", command)).split(","):
        assert named in EXTRAS["optional-dependencies"] or named in ("uv", "")
    assert re.search(r"-m (pip install|venv)", command)


def test_what_authors_begin_with_leads_to_what_is_left_to_write(kata, folder):
    """The commands of the set-up in their order; the installation's words are looked at above."""
    first, *_ = re.findall(r"(?:^    .*\n)+", AUTHORS, re.MULTILINE)
    environment, installation, *commands = map(str.strip, first.splitlines())
    assert environment.startswith("python3 -m venv") and "authors" in installation
    for command in commands:
        done = kata(*shlex.split(command)[1:], cwd=folder, course=None)
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        "q004_sorting_test.py:1: form: it has 2 checks; six to fourteen are wanted" in done.stdout
    )


def test_the_extra_of_authors_is_what_the_gates_say_they_need():
    asked = re.search(r"\[(\w+)\]", INSTALL)[1]
    assert asked == "authors"
    assert EXTRAS["optional-dependencies"][asked] == ["cosmic-ray", "coverage"]
    assert "interview-katas[authors]" in EXTRAS["optional-dependencies"]["dev"]
