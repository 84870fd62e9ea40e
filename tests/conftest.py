"""What the tests of the grader share: the fixture course, an engine, the real command."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader import catalog
from grader.authoring import gates
from grader.engine import Engine
from tests.support import copy_course

ROOT = Path(__file__).parent.parent
COURSE = Path(__file__).parent / "course"


@pytest.fixture(scope="session")
def course() -> catalog.Catalog:
    """The fixture course: q001_double, q002_echo (entry) and q003_tally (junior)."""
    return catalog.load(COURSE)


@pytest.fixture(scope="module")
def engine(course):
    """A warm engine for the fixture course."""
    with Engine(course.course) as engine:
        yield engine


@pytest.fixture
def kata(tmp_path):
    """A function that runs the real command in a process: `kata("run", "1", cwd=folder)`.

    The fixture course is its course, with `course=None` the one it finds. It returns a
    `subprocess.CompletedProcess` with texts.
    """

    def run(*arguments, cwd=tmp_path, env=(), course=COURSE, **options):
        chosen = ["--course", str(course)] if course else []
        return subprocess.run(
            [sys.executable, "-m", "grader", *chosen, *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT), **dict(env)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            **options,
        )

    return run


@pytest.fixture
def open_folder():
    """A folder that everybody may come to, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixture course, for a test to change."""
    return copy_course(tmp_path / "course")


@pytest.fixture
def breaches(engine, folder):
    """A function that holds Q1 of the copy to the gates named and gives its breaches as texts."""

    def find(*names):
        course = catalog.load(folder)
        found = gates.verify(engine, course, [course.one("1")], gates.parse_gates(names))
        ((_, broken),) = found
        return [
            f"{breach.path.relative_to(folder)}:{breach.line}: {breach.gate}: {breach.said}"
            for breach in broken
        ]

    return find
