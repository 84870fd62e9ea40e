"""What has to be run, and what came of it: work items in, results out.

A `Work` is one learner's sources, and needs nothing else but this package and the course where it
is run. A `Runner` takes work and gives results back, in any order: `Here` runs one item after the
other on all cores of this machine; one that hands `grade_work` to an executor serves as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from grader.catalog import Exercise
from grader.cohort.submissions import Contents
from grader.engine import Engine, Isolation, processes
from grader.errors import GraderFault
from grader.grading import grade, unrun
from grader.results import ExerciseResult


@dataclass(frozen=True)
class Work:
    """One learner's sources, by the names of the exercises: never another one's beside them."""

    learner: str
    sources: Mapping[str, bytes]


Graded = tuple[str, ExerciseResult]
"""A learner's name, and one result of theirs."""


class Runner(Protocol):
    """Runs work. Of every item each result comes exactly once, of a later `submit` or `drain`.

    A context manager; `isolation` is what stands between a submission and the machine.
    """

    def __enter__(self) -> "Runner": ...

    def __exit__(self, *_: object) -> None: ...

    @property
    def isolation(self) -> Isolation: ...

    def submit(self, work: Work) -> Iterator[Graded]:
        """Take an item; give the results that have come meanwhile."""

    def drain(self) -> Iterator[Graded]:
        """Give all results that have not come yet."""


def grade_work(
    engine: Engine, exercises: Sequence[Exercise], work: Work
) -> Iterator[ExerciseResult]:
    """Grade one item on an engine of its own. Where that fails, what it has not come to is an
    `error` with the reason, so that it costs nobody else."""
    chosen = {e.name: e for e in exercises if e.name in work.sources}
    submission = Contents(contents=work.sources)
    try:
        with engine:
            for result in grade(engine, list(chosen.values()), submission):
                del chosen[result.name]
                yield result
    except GraderFault as fault:
        for exercise in chosen.values():
            yield unrun(exercise, submission, "error", str(fault))


class Here:
    """Runs work on this machine, each item with a supervisor (and sandbox) of its own.

    A context manager. In a sandbox, the next supervisor gets ready while one is at work; without
    one, whatever a supervisor leaves behind has to be told from the next one, which so comes later.
    """

    def __init__(
        self,
        course: Path,
        exercises: Sequence[Exercise],
        sandboxed: Literal["require", "off"],
        hidden: Sequence[Path],
    ) -> None:
        self._exercises = exercises
        self._engine = lambda: Engine(course, sandboxed, hidden=hidden)
        self._ahead = sandboxed == "require"
        self._next = self._engine()
        if self._ahead:
            processes.hide()
        else:
            processes.shield()

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        self._next.stop()

    @property
    def isolation(self) -> Isolation:
        """What stands between a submission and this machine."""
        return self._next.isolation

    def submit(self, work: Work) -> Iterator[Graded]:
        engine, self._next = self._next, self._engine()
        engine.start()
        if self._ahead:
            with suppress(GraderFault):  # whoever needs it is told
                self._next.start()
        for result in grade_work(engine, self._exercises, work):
            yield work.learner, result

    def drain(self) -> Iterator[Graded]:
        yield from ()
