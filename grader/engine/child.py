"""The process that runs one submission of one exercise. Everything after `load` is untrusted.

It starts from the supervisor's warm image (a fork) or as an interpreter of its own, and lives in a
scratch folder that it alone uses:

    SCRATCH/code/qNNN_name.py   the submission, alone; last on sys.path
    SCRATCH/cwd/                the working directory, empty
    SCRATCH/tmp/                TMPDIR and pytest's tmp_path
    SCRATCH/home/               HOME

What it has to say goes to the supervisor as JSON lines, see `messages`.
"""

import io
import marshal
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

import msgspec
import pytest

from grader.engine import checks, failures, guard, limits
from grader.engine.messages import (
    Bent,
    Broken,
    Done,
    End,
    Failure,
    Fault,
    Finished,
    FromChild,
    Job,
    Loading,
    Noted,
    Setup,
    Started,
)

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

    code: types.CodeType
    order: Sequence[str]
    snapshot: guard.Snapshot


def run(
    job: Job,
    plan: Plan,
    scratch: Path,
    channel: int,
    output: int,
    session: pytest.Session,
) -> None:
    """Run a job to its end and say on `channel` what came of it. Never raises.

    `output` is the file that everything printed goes to.
    """
    say = _Voice(channel, output)
    submission = scratch / "code" / f"{job.name}.py"
    try:
        if job.kind == "coverage":
            _with_coverage(job, submission, session, say, plan)
        else:
            _run(job, submission, session, say, plan)
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


def _run(job: Job, submission: Path, session: pytest.Session, say: _Voice, plan: Plan) -> None:
    snapshot = plan.snapshot
    module = _load(job, submission, say)
    if module is None:
        return
    if job.kind == "example":
        _try_example(job, module, say)
        return
    for name in job.public_names:
        if not hasattr(module, name):
            setattr(module, name, _placeholder(job.name, name))
    config = session.config
    if job.kind == "strict":
        config.known_args_namespace.pythonwarnings = ["error"]
    config._tmp_path_factory._given_basetemp = submission.parent.parent / "tmp" / "pytest"
    items = checks.collect(session, Path(job.checks_path), plan.code, plan.order)
    snapshot.add(item.obj for cases in items.values() for item in cases[:1])
    _Runner(submission, say).run(session, items, to_the_end=job.kind != "mutant")
    if change := snapshot.change():
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


class _Runner:
    """Runs items through pytest and says what became of each check."""

    def __init__(self, submission: Path, say: _Voice) -> None:
        self._submission = submission
        self._say = say
        self._comparisons = failures.Comparisons()
        self._failure: Failure | None = None
        self._passed: set[str] = set()

    def run(
        self, session: pytest.Session, items: dict[str, list[pytest.Function]], to_the_end: bool
    ) -> None:
        session.config.pluginmanager.register(self._comparisons)
        session.config.pluginmanager.register(self)
        if not items:
            return
        last = [cases[-1] for cases in items.values()][-1]
        finished: list[Finished] = []  # told with the next start, in one go
        for alias, cases in items.items():
            self._say(*finished, Started(alias))
            start = time.perf_counter()
            failure = None
            for item in cases:
                # pytest tears down what the next item does not share: they all share the module
                failure = self._run_item(session, item, None if item is last else last)
                if failure:
                    break
            if failure and failure.timed_out:
                # what hangs here may well hang everywhere: don't let the learner wait for each
                session.config._env_timeout = min(session.config._env_timeout, AFTER_TIMEOUT)
            seconds = time.perf_counter() - start
            finished = [Finished(alias, seconds, self._say.printed(), failure)]
            if failure and not to_the_end:
                break
        self._say(*finished)

    def _run_item(
        self, session: pytest.Session, item: pytest.Function, after: pytest.Function | None
    ) -> Failure | None:
        self._failure = self._comparisons.latest = None
        item.repr_failure = _nothing  # pytest's own words, which nobody reads, can take for ever
        self._passed.clear()
        try:
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        except BaseException as error:
            # pytest lets exits and interrupts through, and then tears nothing down; here they are
            # the submission's own doing, and the next check needs a clean start
            with suppress(BaseException):
                session._setupstate.teardown_exact(None)
            return self._failure or self._explain(error, item)
        if self._failure is None and self._passed != {"setup", "call", "teardown"}:
            return Failure(message="the check did not run to its end: it was skipped or left early")
        return self._failure

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome == "passed" and not hasattr(report, "wasxfail"):
            self._passed.add(report.when)

    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo) -> None:
        if self._failure is None and isinstance(node, pytest.Function) and call.excinfo:
            self._failure = self._explain(call.excinfo.value, node)

    def _explain(self, error: BaseException, item: pytest.Function) -> Failure:
        return failures.explain(error, item, self._submission, self._comparisons.latest)


def _nothing(*_: object) -> str:
    return ""


def _try_example(job: Job, module: types.ModuleType, say: _Voice) -> None:
    import doctest

    test = doctest.DocTestParser().get_doctest(job.example, dict(vars(module)), "example", None, 0)
    found = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(test, out=found.write)
    if not test.examples:
        say(Noted("the prompt's example has no >>> line"))
    elif found.getvalue():
        say(Noted(found.getvalue()[-4000:]))


def _with_coverage(
    job: Job, submission: Path, session: pytest.Session, say: _Voice, plan: Plan
) -> None:
    import json

    import coverage

    target = submission.parent.parent / "home" / "coverage.json"
    measure = coverage.Coverage(
        data_file=None, branch=True, include=[str(submission)], config_file=False, messages=False
    )
    # a script's guard runs only in a process of its own, which the checks of such a kata start
    measure.exclude(r'if __name__ == "__main__":')
    measure.start()
    _run(job, submission, session, say, plan)
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
        file.read_bytes(), type=tuple[Setup, Job, bytes, list[str]]
    )
    file.unlink()
    session = checks.open_session(Path(setup.conftest), setup.check_seconds)
    plan = Plan(marshal.loads(code), order, guard.Snapshot())
    enter(scratch, output)
    run(job, plan, scratch, channel, output, session)
    os._exit(0)
