"""Checks compiled once and kept, and what a child runs of them."""

import marshal
import os
import shutil
import subprocess
import sys
import types

import pytest

from grader import catalog
from grader.engine import Engine, Limit, checks, compiled
from grader.grading import make_job
from tests.support import COURSE, SignOfLife, full_disk, make_course

STUB = '''"""Q1 · One: a stub.

Topics: functions, testing
"""
'''


@pytest.fixture
def file(tmp_path):
    """A file of checks of its own, of which nothing is kept."""
    original = COURSE / "exercises" / "entry" / "q001_double_test.py"
    return shutil.copy(original, tmp_path / original.name)


def keep(*files, **env):
    """Compile and keep files of checks, in a process as the grader does it."""
    names = [str(file) for file in files]
    code = f"import sys; sys.argv[1:] = {names!r}; from grader.engine.checks import main"
    command = [sys.executable, "-c", f"{code}; main()"]
    subprocess.run(command, cwd=COURSE.parent.parent, env=os.environ | env, check=True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHONPYCACHEPREFIX", "elsewhere"),
        ("PYTHONOPTIMIZE", "2"),
    ],
)
def test_what_is_kept_is_what_would_be_compiled_however_python_keeps_its_bytecode(
    file, tmp_path, setting, value
):
    """Supervisors know nothing of such settings of the caller's."""
    assert compiled.CACHE.missing([file]) == [file]
    made = checks.prepare(file, file.read_bytes())
    keep(file, **{setting: value.replace("elsewhere", str(tmp_path / "elsewhere"))})
    assert compiled.CACHE.missing([file]) == []
    assert compiled.CACHE.read(file, file.read_bytes()) == made


def test_one_file_that_cannot_be_compiled_keeps_no_other_from_being_kept(file, tmp_path):
    broken = tmp_path / "broken_test.py"
    broken.write_text("def test_broken(:\n")
    keep(broken, file)
    assert compiled.CACHE.read(file, file.read_bytes())
    assert compiled.CACHE.read(broken, broken.read_bytes()) is None


def test_what_was_kept_for_another_content_is_not_used(file):
    keep(file)
    status = file.stat()
    file.write_text(file.read_text().replace("test_triples", "test_tripled"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert compiled.CACHE.missing([file]) == [file]
    names = [unit.name for unit in checks.decode(checks.prepare(file, file.read_bytes())).units]
    assert "test_tripled" in names
    assert "test_triples" not in names


def test_a_full_disk_keeps_nothing_and_leaves_nothing(file):
    source = file.read_bytes()
    with full_disk(room=100):
        compiled.CACHE.write(file, source, b"x" * 1000)
    assert compiled.CACHE.read(file, source) is None
    assert list(file.parent.rglob("*.checks*")) == []


@pytest.mark.parametrize("setting", ["", "1"])
def test_a_run_keeps_the_checks_it_had_to_compile(kata, folder, setting):
    file = catalog.load(folder).one("1").checks_file
    env = {"PYTHONDONTWRITEBYTECODE": setting}
    done = kata("run", "1", "--submission", COURSE / "solutions", course=folder, env=env)
    assert done.returncode == 0, done.stderr
    assert compiled.CACHE.read(file, file.read_bytes())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_nothing_is_kept_where_it_cannot_be_written(file):
    file.parent.chmod(0o555)
    assert compiled.CACHE.missing([file]) == []


def test_checks_run_under_names_that_tell_nothing_and_change(file):
    prepared = checks.decode(checks.prepare(file, file.read_bytes()))
    limits = [Limit(unit.name, 5.0) for unit in prepared.units]
    chosen, again = checks.select(prepared, limits), checks.select(prepared, limits)
    assert [turn.check for turn in chosen.turns] == [limit.check for limit in limits]
    constants = [each for unit in chosen.code for each in marshal.loads(unit).co_consts]
    made = [each.co_name for each in constants if isinstance(each, types.CodeType)]
    assert {turn.alias for turn in chosen.turns} <= set(made)
    assert not any(limit.check.encode() in part for part in chosen.code for limit in limits)
    assert {t.alias for t in chosen.turns}.isdisjoint(t.alias for t in again.turns)


@pytest.mark.parametrize(
    ("marks", "cases"),
    [
        ("", 1),
        ("@pytest.mark.parametrize('a', [1, 2, 3])", 3),
        ("@pytest.mark.parametrize('a', (1, 2))\n@pytest.mark.parametrize('b', [3, 4])", 4),
        ("@pytest.mark.parametrize('a', [*range(3)])", None),
        ("@pytest.mark.parametrize('a', MANY)", None),
    ],
)
def test_cases_that_are_written_out_are_counted(tmp_path, marks, cases):
    source = f"import pytest\nMANY = [1]\n{marks}\ndef test_one(a=1, b=2):\n    assert a\n"
    prepared = checks.decode(checks.prepare(tmp_path / "q001_one_test.py", source.encode()))
    assert prepared.units[0].cases == cases


HELPED = """
from q001_one import work


def same(one, two):
    assert one == two


def test_it():
    work(lambda: same(1, 1))
    assert True


def test_that():
    work(lambda: same(1, 2))
    assert True
"""


def test_what_fails_in_a_helper_fails_the_check_that_called_it(tmp_path):
    """Also where the submission has kept the exception."""
    files = {"entry/q001_one.py": STUB, "entry/q001_one_test.py": HELPED}
    course = make_course(tmp_path, files)
    source = "def work(call):\n    try:\n        call()\n    except AssertionError:\n        pass\n"
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert [check.failure is None for check in verdict.checks] == [True, False]


def test_checks_can_read_the_log(tmp_path):
    course = make_course(
        tmp_path,
        {
            "entry/q001_one.py": STUB,
            "entry/q001_one_test.py": "from q001_one import warn\n\n\ndef test_one(caplog):\n"
            "    warn()\n    assert caplog.messages == ['look out']\n",
        },
    )
    source = "import logging\n\n\ndef warn():\n    logging.warning('look out')\n"
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert (verdict.ending, verdict.checks[0].failure) == ("ran", None)


def test_a_job_runs_while_the_next_is_still_being_made(course, tmp_path):
    sign = SignOfLife(tmp_path)
    exercise = course.one("1")

    def jobs():
        yield make_job(exercise, sign.source, 1)
        sign.wait_for_start()  # or the test fails: nobody has started it
        yield make_job(exercise, exercise.reference.read_text(), 2)

    with Engine(course.course) as engine:
        first = next(iter(engine.run(jobs())))
    sign.wait_for_end()
    sign.close()
    assert (first.job, first.ending) == (2, "ran")
