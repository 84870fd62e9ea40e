"""The process that runs one submission of one exercise. Everything after `load` is untrusted.

It starts from the supervisor's warm image (a fork) or as an interpreter of its own, and lives in a
scratch folder that it alone uses:

    SCRATCH/code/qNNN_name.py   the submission, alone; last on sys.path
    SCRATCH/cwd/                the working directory, empty
    SCRATCH/tmp/                TMPDIR and pytest's tmp_path
    SCRATCH/home/               HOME

What it has to say goes to the supervisor as JSON lines, see `messages`.
"""

import gc
import io
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from grader.engine import failures, guard, limits
from grader.engine.messages import (
    Bent,
    Broken,
    Done,
    End,
    Fault,
    Finished,
    FromChild,
    Job,
    Loading,
    Noted,
    Setup,
    Started,
)
from grader.engine.session import Session

ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "OPENBLAS_NUM_THREADS")
"""What a child keeps of the environment; the rest is made for it."""


AFTER_TIMEOUT = 1.0
"""Seconds for a check without a `timeout` mark, once another has run out of time."""


def enter(scratch: Path, output: int) -> None:
    """Make this process a child: own session, streams, folders, environment and limits."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            open(number, "wb", closefd=False),  # noqa: SIM115
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )
        for number in (1, 2)
    )
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    os.environ.clear()
    os.environ.update(
        kept,
        HOME=str(scratch / "home"),
        TMPDIR=str(scratch / "tmp"),
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONUTF8="1",
    )
    os.chdir(scratch / "cwd")
    tempfile.tempdir = None
    sys.dont_write_bytecode = True
    sys.argv = [""]
    random.seed()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    limits.restrict()
    limits.die_with_parent()


@dataclass(frozen=True)
class Plan:
    """What a child runs: functions of a code, in order. Nothing tells checks from negations."""

    code: Sequence[bytes]
    order: Sequence[str]
    snapshot: guard.Snapshot


@dataclass(frozen=True)
class Work:
    """All that a child is given: its job and plan, pytest, its folder and two descriptors.

    `channel` leads to the supervisor, `output` is the file that everything printed goes to.
    """

    job: Job
    plan: Plan
    session: Session
    scratch: Path
    channel: int
    output: int

    @property
    def submission(self) -> Path:
        """The file that the submission is loaded from."""
        return self.scratch / "code" / f"{self.job.name}.py"


def run(work: Work) -> NoReturn:
    """Be a child: run a job, say on the channel what came of it, and end this process."""
    code = 1
    try:
        enter(work.scratch, work.output)
        _run_to_the_end(work)
        code = 0
    finally:
        os._exit(code)


def _run_to_the_end(work: Work) -> None:
    say = _Voice(work.channel, work.output)
    try:
        if work.job.kind == "coverage":
            _with_coverage(work, say)
        else:
            _run(work, say)
        say(Done())
        say(End(say.hear()))
    except BaseException:
        say(Fault(traceback.format_exc()[-4000:]))


class _Voice:
    """Says messages to the supervisor, one JSON line each; knows how much was printed."""

    def __init__(self, channel: int, output: int) -> None:
        self._channel, self._output = channel, output
        self._process = os.getpid()

    def hear(self) -> str:
        """The supervisor's answer, one line."""
        with open(self._channel, "rb", closefd=False) as file:
            return file.readline(100).decode().strip()

    def printed(self) -> int:
        """Bytes printed so far, by this process and those it has started."""
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                # the submission may have closed or replaced it: what it printed is its own loss
                stream.flush()
        return os.fstat(self._output).st_size

    def __call__(self, *messages: FromChild) -> None:
        if os.getpid() != self._process:
            os._exit(0)  # a fork that the submission forgot to end has come back to us
        lines = memoryview(b"".join(msgspec.json.encode(message) + b"\n" for message in messages))
        while lines:
            lines = lines[os.write(self._channel, lines) :]


def _run(work: Work, say: _Voice) -> None:
    job, plan, session = work.job, work.plan, work.session
    submission = work.submission
    module = _load(job, submission, say)
    if module is None:
        return
    if job.kind == "example":
        _try_example(job, module, say)
        return
    for name in job.public_names:
        if not hasattr(module, name):
            setattr(module, name, _placeholder(job.name, name))
    session.begin(submission, work.scratch / "tmp" / "pytest", strict=job.kind == "strict")
    items = session.collect(Path(job.checks_path), plan.code, plan.order)
    plan.snapshot.add(item.obj for cases in items.values() for item in cases[:1])
    _take_turns(session, items, say, to_the_end=job.kind != "mutant")
    if change := plan.snapshot.change():
        say(Bent(change))


def _load(job: Job, submission: Path, say: _Voice) -> types.ModuleType | None:
    """Import the submission under its own name, or say why that cannot be done."""
    sys.path.append(str(submission.parent))
    loader = SourceFileLoader(job.name, str(submission))
    spec = ModuleSpec(job.name, loader, origin=str(submission))
    spec.has_location = True
    module = module_from_spec(spec)
    sys.modules[job.name] = module
    say(Loading())
    try:
        loader.exec_module(module)
    except BaseException as error:
        say(Broken(*failures.explain_load(error, submission)))
        return None
    return module


def _placeholder(module: str, name: str):
    """What stands in for a public name that the submission lacks, so that the others count.

    It raises what a stub raises, since that is known to pass no check.
    """

    def missing(*args, **kwargs):
        raise NotImplementedError(f"{module}.py has no {name}")

    missing.__name__ = missing.__qualname__ = name
    return missing


def _take_turns(
    session: Session, items: dict[str, list[pytest.Function]], say: _Voice, to_the_end: bool
) -> None:
    """Run the items of each check and say what became of it."""
    if not items:
        return
    last = [cases[-1] for cases in items.values()][-1]
    finished: list[Finished] = []  # told with the next start, in one go
    for alias, cases in items.items():
        say(*finished, Started(alias))
        start = time.perf_counter()
        # pytest tears down what the next item does not share: they all share the module
        facts = session.run(cases, None if cases[-1] is last else last)
        if facts and facts.kind == "timeout":
            # what hangs here may well hang everywhere: don't let the learner wait for each
            session.limit(AFTER_TIMEOUT)
        seconds = time.perf_counter() - start
        finished = [Finished(alias, seconds, say.printed(), facts)]
        if facts and not to_the_end:
            break
    say(*finished)


def _try_example(job: Job, module: types.ModuleType, say: _Voice) -> None:
    import doctest

    test = doctest.DocTestParser().get_doctest(job.example, dict(vars(module)), "example", None, 0)
    found = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(test, out=found.write)
    if not test.examples:
        say(Noted("the prompt's example has no >>> line"))
    elif found.getvalue():
        say(Noted(found.getvalue()[-4000:]))


def _with_coverage(work: Work, say: _Voice) -> None:
    import json

    import coverage

    target = work.scratch / "home" / "coverage.json"
    measure = coverage.Coverage(
        data_file=None,
        branch=True,
        include=[str(work.submission)],
        config_file=False,
        messages=False,
    )
    # a script's guard runs only in a process of its own, which the checks of such a kata start
    measure.exclude(r'if __name__ == "__main__":')
    measure.start()
    _run(work, say)
    measure.stop()
    measure.json_report(outfile=str(target))
    (found,) = json.loads(target.read_text())["files"].values()
    for line in found["missing_lines"]:
        say(Noted(f"line {line} is never reached"))
    for start, end in found["missing_branches"]:
        say(Noted(f"the branch from line {start} to line {end} is never taken"))


def main() -> None:
    """Be a child in an interpreter of its own: `SCRATCH CHANNEL OUTPUT`, with SCRATCH/job.json."""
    scratch, channel, output = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for descriptor in (channel, output):
        os.set_inheritable(descriptor, False)
    file = scratch / "job.json"
    setup, job, code, order = msgspec.json.decode(
        file.read_bytes(), type=tuple[Setup, Job, list[bytes], list[str]]
    )
    file.unlink()
    session = Session(Path(setup.conftest), setup.check_seconds)
    plan = Plan(code, order, guard.Snapshot())
    gc.freeze()
    gc.enable()
    run(Work(job, plan, session, scratch, channel, output))
