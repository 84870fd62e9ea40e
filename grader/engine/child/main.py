"""A child from its start to its end: it runs the checks on one submission of one exercise.

It is a fork of the supervisor's warm image. Everything after `_load` is untrusted; what it has to
say goes to the supervisor as JSON lines, see `messages`.
"""

import os
import sys
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

from grader.engine.child import confine, errands, observe
from grader.engine.child.intact import BUILTINS
from grader.engine.child.items import Session
from grader.engine.child.own import Own
from grader.engine.child.standins import stand_in
from grader.engine.child.surroundings import Surroundings, tracers
from grader.engine.messages import (
    MAX_SECONDS,
    MAX_TEXT,
    Done,
    Fault,
    Finished,
    FromChild,
    Job,
    Loading,
    Noted,
    Started,
    Turn,
)
from grader.engine.scratch import Scratch

# a submission may replace these where they come from
__builtins__ = BUILTINS
_write, _fstat, _getpid, _exit, _clock = os.write, os.fstat, os.getpid, os._exit, time.perf_counter
_encode, _format_exc = msgspec.json.encode, traceback.format_exception_only
_Started, _Finished = Started, Finished


@dataclass(frozen=True)
class Work:
    """All that a child is given: its job, compiled code and which of its functions to run in turn,
    pytest, how the engine's code was, its folder and two descriptors.

    `channel` leads to the supervisor, `output` is the file that everything printed goes to.
    """

    job: Job
    code: Sequence[bytes]
    turns: Sequence[Turn]
    session: Session
    own: Own
    scratch: Scratch
    channel: int
    output: int

    @property
    def submission(self) -> Path:
        """The file that the submission is loaded from."""
        return self.scratch.code / f"{self.job.name}.py"


def run(work: Work) -> NoReturn:
    """Be a child: run a job, say on the channel what came of it, and end this process."""
    code = 1
    try:
        confine.enter(work.scratch, work.output)
        say = Voice(work.channel, work.output)
        try:
            if _run(work, say):
                say(Done())
            code = 0
        except BaseException as error:
            say(Fault("".join(_format_exc(error))[-MAX_TEXT:]))
    finally:
        _exit(code)


class Voice:
    """Says messages to the supervisor, one JSON line each; knows how much was printed."""

    def __init__(self, channel: int, output: int) -> None:
        self._channel, self._output = channel, output
        self._process = _getpid()

    def printed(self) -> int:
        """Bytes printed so far, by this process and those it has started."""
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                # the submission may have closed or replaced it: what it printed is its own loss
                stream.flush()
        return _fstat(self._output).st_size

    def __call__(self, *messages: FromChild) -> None:
        if _getpid() != self._process:
            _exit(0)  # a fork that the submission forgot to end has come back to us
        lines = memoryview(b"".join([_encode(message) + b"\n" for message in messages]))
        while lines:
            lines = lines[_write(self._channel, lines) :]


def _run(work: Work, say: Voice) -> bool:
    """Do the work; False when the submission could not even be loaded."""
    measure = errands.Coverage(work.submission, work.scratch.home) if work.job.coverage else None
    modules, before = dict(sys.modules), tracers()
    # opened before anybody could put a link in its place
    folder = os.open(work.scratch.folder, os.O_RDONLY | os.O_DIRECTORY)
    if (module := _load(work, say)) is None:
        return False
    work.own.put_back()
    for name, loaded in modules.items():
        sys.modules.setdefault(name, loaded)  # what was taken away would be missing to us as well
    sys.modules[work.job.name] = module
    if work.job.example:
        say(*map(Noted, errands.try_example(work.job.example, module)))
        return True
    surroundings = Surroundings(module, str(work.scratch.cwd), folder, before)
    if not _check(work, module, surroundings, say):
        return False
    if measure:
        say(*map(Noted, measure.findings()))
    return True


def _load(work: Work, say: Voice) -> types.ModuleType | None:
    """Import the submission under its own name, or say why that cannot be done."""
    name, submission = work.job.name, work.submission
    sys.path.append(str(submission.parent))
    loader = SourceFileLoader(name, str(submission))
    spec = ModuleSpec(name, loader, origin=str(submission))
    spec.has_location = True
    module = module_from_spec(spec)
    sys.modules[name] = module
    note = observe.observe_load
    say(Loading())
    try:
        loader.exec_module(module)
    except BaseException as error:
        say(note(error, submission))
        return None
    return module


def _check(work: Work, module: types.ModuleType, surroundings: Surroundings, say: Voice) -> bool:
    """Run the checks in turn and say what became of each; False when they cannot be begun with what
    the submission has."""
    session, job, checks_path = work.session, work.job, Path(work.job.checks_path)
    session.begin(work.submission, job.source, work.scratch.tmp / "pytest", job.strict)
    try:
        with stand_in(module, job.public_names, checks_path.with_name(f"{job.name}.py")):
            checks = session.collect(checks_path, work.code, work.turns)
    except BaseException as error:
        say(observe.observe_load(error, work.submission, "the checks cannot be begun: "))
        return False
    finished: list[Finished] = []  # told with the next start, in one go
    for turn, check in checks.items():
        surroundings.prepare(turn.check)
        say(*finished, _Started(turn.alias))
        start = _clock()
        facts, receipts = session.run(turn, check, turn is work.turns[-1], surroundings.repair)
        seconds = min(max(_clock() - start, 0.0), MAX_SECONDS)
        printed = say.printed()
        surroundings.put_back()
        work.own.put_back()
        left = surroundings.left() if facts else ()
        finished = [_Finished(turn.alias, seconds, printed, tuple(receipts), facts, left)]
        if facts and (facts.kind == "timeout" or job.until_failure):
            break  # whatever hung may still hang: the others are run in another process
    say(*finished)
    return True
