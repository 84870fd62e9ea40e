"""The README's commands do what it says: every one is run, or what is nearest to that without a
network; each test says what stands for what."""

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.authoring import INSTALL
from tests.support import Terminal, make_workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORS = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
INSTRUCTORS = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
INSTALLING = {"README": README, "authors": AUTHORS, "instructors": INSTRUCTORS}
"""The pages that begin with how to install; test_instructors runs what else is in the last one."""

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

LISTED = {"coverage", "lint", "tests"}
"""The sessions that no test can run, as they run the tests or need the network for their tools;
that they are there has to do, and that `.ci/run` runs the last two."""

BIN = str(Path(sys.executable).parent)

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def place(tmp_path, course):
    """A workspace of the fixture course, and a submission in a folder beside it."""
    make_workspace(tmp_path / "DIR", course)
    return make_workspace(tmp_path / "mine", course)


def of(kind):
    return [command for command in COMMANDS if command.startswith(kind)]


@pytest.mark.parametrize("command", of("kata "))
def test_every_kata_command_works(kata, place, folder, command):
    """In a workspace; those of authors in a checkout, a copy of the fixture course."""
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


@pytest.mark.parametrize("word", sorted(STAND_INS.keys() - {"sorting"}))
def test_what_the_readme_speaks_of_is_in_the_course_that_is_installed(kata, word):
    """But for `sorting`, which the command before it makes."""
    done = kata("list", word, course=None)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of this clone."""
    left_out = shutil.ignore_patterns(".git", ".nox", ".*_cache", "__pycache__")
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "clone", ignore=left_out)


def run(folder, *words, before="", **env):
    """Run a command as a shell whose Python is this one does; it has to go well."""
    path = os.pathsep.join([*filter(None, [before]), BIN, os.environ["PATH"]])
    done = subprocess.run(
        words, cwd=folder, env=os.environ | {"PATH": path} | env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


MAKE = r"^    (python3 -m venv .*)$"
"""The line that makes an environment."""

NOX = {command.removeprefix("uvx ") for command in [*of("nox "), *of("uvx ")]}
"""The commands for nox; the one that is installed stands for the one that `uvx` fetches."""


@pytest.mark.parametrize("command", sorted(NOX))
def test_every_nox_command_runs(clone, command):
    """In this environment, which stands for the one that nox would make and install into."""
    pytest.importorskip("nox", reason="nox is not installed")
    _, session, *more = words = shlex.split(command)[1:]
    assert f"* {session}" in run(clone, "nox", "--list", *words)
    if session not in LISTED:
        more = more or ["--", "--help"]
        said = run(clone, "nox", "--no-venv", "--no-install", "-s", session, *more)
        assert "usage: " in said.lower() or "0 of 20 solved" in said


@pytest.mark.parametrize("page", INSTALLING)
def test_the_project_can_be_installed_as_each_page_says(clone, page):
    """With the versions of `constraints.txt`, from what is installed here, which stands for the
    index; the project's name stands for its folder, as building needs packages from there."""
    pytest.importorskip("pip", reason="pip is not installed")
    (command,) = re.findall(r"^    (python3 -m pip .* -e .*)$", INSTALLING[page], re.MULTILINE)
    words = shlex.split(command)
    target = words.pop()
    assert words.pop() == "-e" and target.startswith(".[")
    target = target.replace(".", PROJECT["name"])
    said = run(clone, *words, "--dry-run", "--no-index", target)
    assert f"Requirement already satisfied: {PROJECT['name']}" in said
    assert "does not provide the extra" not in said


def test_the_environment_can_be_made_and_entered(tmp_path):
    """By one line, which is the same on every page."""
    lines = [line for page in INSTALLING.values() for line in re.findall(MAKE, page, re.MULTILINE)]
    assert len(lines) == len(INSTALLING)
    (line,) = set(lines)
    said = run(tmp_path, "sh", "-c", f"{line} && command -v python3")
    assert Path(said.strip()) == tmp_path / ".venv" / "bin" / "python3"


def test_ci_runs_the_very_line_that_installs_nox_and_runs_the_tests(tmp_path):
    """No test can: it would need a network, and run itself. What `.ci/run` calls only notes here
    that it was called."""
    for name in (".ci/run", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    log = tmp_path / "log"
    for name in ("python3", "nox", "bwrap", "tmux", "redis-server", "chromium"):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            f'#!/bin/sh\necho "$(basename "$0")" "$@" >>"{log}"\n'
            '[ "$2" != venv ] || { mkdir -p "$3/bin" && touch "$3/bin/activate"; }\n'
        )
        file.chmod(0o755)
    run(tmp_path, "bash", ".ci/run", before=str(tmp_path / "bin"))
    _, installs, tests, rest = log.read_text().splitlines()
    assert shlex.split(installs) == shlex.split("python3 -m pip install 'nox[uv]'")
    assert {"python3 -m pip install 'nox[uv]'", tests} <= set(COMMANDS)
    assert rest.startswith("nox -s ") and "lint" in rest.split()


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


def test_what_authors_begin_with_leads_to_what_is_left_to_write(kata, folder):
    """The commands of the set-up in their order; the installation is tried above."""
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
    assert PROJECT["optional-dependencies"][asked] == ["cosmic-ray", "coverage"]
    assert "interview-katas[authors]" in PROJECT["optional-dependencies"]["dev"]
