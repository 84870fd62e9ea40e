"""Checks compiled once and kept, and what a child runs of them."""

import ast
import marshal
import os
import re
import shutil
import subprocess
import sys
import textwrap
import types

import msgspec
import pytest

from grader import kept
from grader.engine import Engine, checks
from grader.engine.negations import negate
from grader.grading import make_job
from tests.support import COURSE, SignOfLife, copy_course, full_disk, make_course

STUB = '''"""Q1 · One: a stub.

Topics: functions, testing
"""
'''


@pytest.fixture
def file(tmp_path):
    """A file of checks of its own, of which nothing is kept."""
    original = COURSE / "exercises" / "entry" / "q001_double_test.py"
    return shutil.copy(original, tmp_path / original.name)


@pytest.fixture
def writes_bytecode(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def keep(*files):
    """Compile and keep files of checks, in a process as the grader does it."""
    names = [str(file) for file in files]
    code = f"import sys; sys.argv[1:] = {names!r}; from grader.engine.checks import main"
    subprocess.run([sys.executable, "-c", f"{code}; main()"], cwd=COURSE.parent.parent, check=True)


def test_what_is_kept_is_what_would_be_compiled_and_a_negation_of_each(file, writes_bytecode):
    assert kept.CHECKS.missing([file]) == [file]
    compiled = checks.decode(checks.prepare(file))
    keep(file)
    assert kept.CHECKS.missing([file]) == []
    after = checks.decode(checks.prepare(file))
    assert all(unit.negation[1] != unit.code for unit in after.units)
    bare = [msgspec.structs.replace(unit, negation=None) for unit in after.units]
    assert msgspec.structs.replace(after, units=tuple(bare)) == compiled


def test_one_file_that_cannot_be_compiled_keeps_no_other_from_being_kept(file, tmp_path):
    broken = tmp_path / "broken_test.py"
    broken.write_text("def test_broken(:\n")
    keep(broken, file)
    assert kept.CHECKS.read(file, file.read_bytes())
    assert kept.CHECKS.read(broken, broken.read_bytes()) is None


def test_lines_are_counted_as_python_does(tmp_path):
    file = tmp_path / "q001_one_test.py"
    text = 'BREAKS = """\x0c\u2028\x1c"""\n\n\ndef test_one():\n    assert len(BREAKS) == 3\n'
    file.write_text(text, encoding="utf-8")
    (unit,) = checks.decode(checks.prepare(file)).units
    assert unit.text == text[text.index("def") :]


def test_what_was_kept_for_another_content_is_not_used(file, writes_bytecode):
    keep(file)
    status = file.stat()
    file.write_text(file.read_text().replace("test_triples", "test_tripled"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert kept.CHECKS.missing([file]) == [file]
    names = [unit.name for unit in checks.decode(checks.prepare(file)).units]
    assert "test_tripled" in names
    assert "test_triples" not in names


def test_a_full_disk_keeps_nothing_and_leaves_nothing(file):
    source = file.read_bytes()
    with full_disk(room=100):
        kept.CHECKS.write(file, source, b"x" * 1000)
    assert kept.CHECKS.read(file, source) is None
    assert list(file.parent.rglob("*.checks*")) == []


def test_nothing_is_kept_where_python_keeps_no_bytecode(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept.CHECKS.missing([file]) == []


def test_a_run_keeps_the_checks_it_had_to_compile(tmp_path, writes_bytecode):
    course = make_course(copy_course(tmp_path / "course"), {})
    file = course.one("1").checks_file
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), course.one("1").reference.read_text())])
    assert verdict.ending == "ran"
    assert kept.CHECKS.read(file, file.read_bytes())


@pytest.mark.parametrize("negations", [2, checks.ALL])
def test_checks_and_negations_are_told_apart_by_the_turns_alone(file, negations):
    keep(file)
    prepared = checks.decode(checks.prepare(file))
    names = [unit.name for unit in prepared.units]
    turns, (rest, *code) = checks.select(prepared, file, names, negations)
    assert [turn.check for turn in turns if turn.negation is None] == names
    negated = {turn.check for turn in turns if turn.negation is not None}
    assert len(negated) == (len(names) if negations == checks.ALL else negations)
    constants = [each for unit in code for each in marshal.loads(unit).co_consts]
    made = [each.co_name for each in constants if isinstance(each, types.CodeType)]
    assert sorted(made) == sorted(turn.alias for turn in turns)
    assert not any(name.encode() in part for part in (rest, *code) for name in names)


def test_a_negation_ends_with_the_assertion_that_is_turned_round():
    text = textwrap.dedent("""
        def test_one():
            for number in (1, 2):
                assert number == 3
                assert number
                beyond()
            beyond()
    """).lstrip()
    negated = [ast.unparse(negate(text, number, "alias", 40, {1, 2})) for number in (0, 1)]
    assert [re.sub(r"\d+$", "N", text).splitlines()[1:] for text in negated] == [
        ["    for number in (1, 2):", "        assert number == N"],
        ["    for number in (1, 2):", "        assert number == 3", "        assert not number"],
    ]
    assert not negated[0].endswith("3")


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
