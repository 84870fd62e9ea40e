"""Work on a Dask cluster: each item goes to one of its workers, through its executor interface.

A worker is a machine with the same grader, course, Python and packages, and with a sandbox; that is
asked of each before anything is graded, and told with every item, since some may join later. Where
one dies, Dask gives its items to another.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Literal

from grader.catalog import Exercise, content_folder, load
from grader.cohort.keys import Keys, digest
from grader.cohort.submissions import Contents
from grader.cohort.work import Graded, Work, grade_work
from grader.engine import Engine, Isolation
from grader.errors import GraderFault, KataError
from grader.grading import unrun
from grader.install import install_line
from grader.results import ExerciseResult

try:
    from distributed import Client
except ModuleNotFoundError:
    raise KataError(f"distributed is missing; run: {install_line('cohort')}") from None

CONNECT_SECONDS = 30
"""How long the scheduler and a first worker are waited for."""

AHEAD = 2
"""Items a thread of the cluster that are handed out before results are waited for."""

DIFFERS = "has another grader, course, Python or package than this machine; install the same there"

Sandboxed = Literal["require", "off"]


class Cluster:
    """Runs work on the workers of a scheduler, at `tcp://HOST:PORT`. A context manager.

    Raises `KataError` when there is no scheduler or worker there, or when one of them differs.
    """

    def __init__(
        self, scheduler: str, course: Path, exercises: Sequence[Exercise], sandboxed: Sandboxed
    ) -> None:
        self._exercises = {exercise.name: exercise for exercise in exercises}
        self._how = str(course), sandboxed
        try:
            self._client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            said = str(error).partition("\n")[0] or "it does not answer"
            raise KataError(f"no Dask scheduler at {scheduler}: {said}") from None
        try:
            self._ask_workers(scheduler)
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        self._room = AHEAD * sum(self._client.nthreads().values())
        self._waiting: dict[Future, Work] = {}

    def _ask_workers(self, scheduler: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            start = f"start some: dask worker {scheduler}"
            raise KataError(f"the scheduler at {scheduler} has no workers; {start}") from None
        names = list(self._exercises)
        for worker, (isolation, key) in self._client.run(_facts, *self._how, names).items():
            if isolation is None:
                raise GraderFault(f"the worker {worker} has no sandbox; install bubblewrap there")
            self._isolation: Isolation = isolation
            self._keys = Keys(isolation.sandbox)
            if key != _key(self._keys, self._exercises.values(), names):
                raise KataError(f"the worker {worker} {DIFFERS}")

    def __enter__(self) -> "Cluster":
        return self

    @property
    def isolation(self) -> Isolation:
        """What stands between a submission and its worker."""
        return self._isolation

    def __exit__(self, *_: object) -> None:
        self._client.cancel(list(self._client.futures.values()), force=True)
        self._client.close()

    def submit(self, work: Work) -> Iterator[Graded]:
        future = self._executor.submit(grade_there, *self._how, work)
        self._waiting[future] = work
        full = len(self._waiting) >= self._room
        yield from self._finished(None if full else 0)

    def drain(self) -> Iterator[Graded]:
        while self._waiting:
            yield from self._finished(None)

    def _finished(self, seconds: float | None) -> Iterator[Graded]:
        """Results of what is done, waiting so long for the first (None: until there is one)."""
        done, _ = wait(self._waiting, seconds, FIRST_COMPLETED)
        for future in done:
            work = self._waiting.pop(future)
            for result in self._results(future, work):
                yield work.learner, result

    def _results(self, future: Future, work: Work) -> Sequence[ExerciseResult]:
        try:
            key, results = future.result()
            if key == _key(self._keys, self._exercises.values(), work.sources):
                return results
            said = f"a worker that joined later {DIFFERS}"
        except Exception as error:  # whatever a cluster can have: it costs this item alone
            said = f"the cluster could not grade it: {type(error).__name__}"
        nothing = Contents(contents=work.sources)
        return [unrun(self._exercises[name], nothing, "error", said) for name in work.sources]


def grade_there(
    course: str, sandboxed: Sandboxed, work: Work
) -> tuple[bytes, list[ExerciseResult]]:
    """Grade one item, on a worker; and what `_key` says there."""
    catalog = load(_course(course))
    engine = Engine(catalog.course, sandboxed)
    key = _key(Keys(engine.isolation.sandbox), catalog.exercises, work.sources)
    return key, list(grade_work(engine, catalog.exercises, work))


def _facts(course: str, sandboxed: Sandboxed, names: list[str]) -> tuple[Isolation | None, bytes]:
    """What this machine would grade in, None where it must have a sandbox and has none, and what
    `_key` says there."""
    catalog = load(_course(course))
    try:
        isolation = Engine(catalog.course, sandboxed).isolation
    except GraderFault:
        return None, b""
    return isolation, _key(Keys(isolation.sandbox), catalog.exercises, names)


def _key(keys: Keys, exercises: Iterable[Exercise], names: Container[str]) -> bytes:
    """A hash over all that results of the exercises with these names depend on."""
    return digest(*(keys.of_exercise(each) for each in exercises if each.name in names))


def _course(path: str) -> Path:
    """The course at its path, or the one that comes with the grader of this machine."""
    return Path(path) if (Path(path) / "exercises").is_dir() else content_folder()
