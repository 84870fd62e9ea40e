"""The run: submissions and a store, in; every result kept as soon as it exists.

What is known already costs no run: of files that have not changed since all of a learner's results
were kept, not even a look inside; of a source that was graded before, under the same key, none; of
an untouched stub none either, since no stub passes a check (a gate of `kata verify` holds every
course to that).

A source that came out solved is known for everybody. What did not is known for one submission as a
whole, and of the modules that can be found here: its other exercises ran beside it and may be what
spoiled it, and so may a package that it imports and that is not installed.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.catalog import Catalog, Exercise
from grader.cohort import submissions, times
from grader.cohort.keys import Keys, digest, modules_here, source_hash
from grader.cohort.store import Current, Entry, Store
from grader.cohort.submissions import Content, Contents, HandedIn
from grader.cohort.work import Graded, Runner, Work
from grader.engine import UNWRITTEN
from grader.errors import KataError
from grader.grading import take, unrun
from grader.results import ExerciseResult, Outcome
from grader.submission import Missing, plain
from grader.terminal import printable

How = Literal["unchanged", "reused", "graded"]
"""Whether a grade stands as it was, came from a result that was kept, or was made now."""


@dataclass(frozen=True)
class Step:
    """One exercise of one learner is settled: its outcome before (None: it had none), and now."""

    learner: str
    exercise: str
    before: Outcome | None
    now: Outcome
    how: How


@dataclass
class _Open:
    """A learner whose results have not all come yet."""

    fingerprint: bytes | None
    before: dict[str, Current]
    waiting: dict[str, tuple[Entry, Entry]]
    """What is to be kept of each: if it is solved, and if it is not."""
    faulty: bool = False


class Grading:
    """One run over a store: the chosen exercises of a course, by a runner.

    Of the learners `anew`, what is not solved is run again, whatever is known of it.
    """

    def __init__(
        self,
        store: Store,
        course: Catalog,
        chosen: Sequence[Exercise],
        keys: Keys,
        runner: Runner,
        anew: Collection[str] = (),
    ) -> None:
        self._anew = anew
        self._store = store
        self._course = course
        self._chosen = {exercise.name: exercise for exercise in chosen}
        self._keys = keys
        self._runner = runner
        self._open: dict[str, _Open] = {}
        self._stubs = {exercise.name: plain(exercise.stub.read_bytes()) for exercise in chosen}
        self._context = digest(modules_here(), *map(keys.of_exercise, chosen))

    def grade(self, handed_in: Sequence[HandedIn]) -> Iterator[Step]:
        """Grade what was handed in; a step an exercise and learner, as soon as it is kept.

        Learners whom another grader has just now come last, when that one has finished them.
        """
        self._store.note_seen((handed.learner, handed.path) for handed in handed_in)
        others = []
        for handed in handed_in:
            if self._store.claim(handed.learner):
                yield from self._grade(handed)
            else:
                others.append(handed)
        yield from self._keep(self._runner.drain())
        for handed in others:
            self._store.claim(handed.learner, wait=True)
            yield from self._grade(handed)
            yield from self._keep(self._runner.drain())

    def _grade(self, handed: HandedIn) -> Iterator[Step]:
        learner = handed.learner
        before = self._store.current(learner)
        seen = submissions.fingerprint(handed.path, time.time())
        seen = seen and digest(seen, self._context)
        if seen and seen == self._store.fingerprint(learner) and learner not in self._anew:
            for name in self._chosen:
                yield Step(learner, name, before[name].outcome, before[name].outcome, "unchanged")
            self._store.release(learner)
            return
        contents, moments, unrecognised, problem = self._read(handed)
        entries = {
            name: self._entry(exercise, contents[name], moments.get(name), before.get(name))
            for name, exercise in self._chosen.items()
        }
        # of all exercises, chosen or not: what is known stays so when others are chosen, too
        whole = digest(learner.encode(), modules_here(), *map(source_hash, contents.values()))
        own = {
            name: replace(entry, key=self._keys.of(self._chosen[name], entry.source, whole))
            for name, entry in entries.items()
        }
        looked_up = [*entries.values(), *(() if learner in self._anew else own.values())]
        known = self._store.known(entry.key for entry in looked_up)
        settled, sources = {}, {}
        for name, entry in entries.items():
            if entry.key in known:
                settled[name] = entry
            elif own[name].key in known:
                settled[name] = own[name]
            elif result := self._without_run(self._chosen[name], contents):
                settled[name] = replace(entry, result=result)
            else:
                sources[name] = contents[name]
        self._store.note_learner(learner, handed.path, problem, unrecognised)
        self._store.keep(learner, settled.values())
        waiting = {name: (entries[name], own[name]) for name in sources}
        # what could not be opened may be sound: it is looked at anew every time
        self._open[learner] = _Open(None if problem else seen, before, waiting)
        for name, entry in settled.items():
            now = entry.result.outcome if entry.result else known[entry.key]
            same = name in before and before[name].key == entry.key
            yield self._step(learner, name, now, "unchanged" if same else "reused")
        if sources:
            yield from self._keep(self._runner.submit(Work(learner, sources)))
        else:
            self._finish(learner)

    def _read(
        self, handed: HandedIn
    ) -> tuple[dict[str, Content], dict[str, str], tuple[str, ...], str]:
        """Contents by exercise of the course, times by chosen one, files that are no exercise's,
        and why there are none of all that if so."""
        course, chosen = self._course.exercises, self._chosen.values()
        try:
            with submissions.opened(handed, course) as submission:
                contents = submissions.read(submission, course)
                there = [e for e in chosen if not isinstance(contents[e.name], Missing)]
                files = {exercise.name: submission.file(exercise) for exercise in there}
                sources = {e.name: contents[e.name] for e in there}
                whole = {name: each for name, each in sources.items() if isinstance(each, bytes)}
                moments = times.submitted(handed.path, files, whole)
                return contents, moments, submissions.unrecognised(submission, course), ""
        except KataError as error:
            problem = str(error)
        except OSError as error:
            problem = f"{handed.path} cannot be read: {error.strerror}"
        # who reads of it need not know where all of them lie
        problem = printable(problem.replace(str(handed.path), handed.path.name))
        return submissions.nothing(problem, course), {}, (), problem

    def _entry(
        self, exercise: Exercise, content: Content, moment: str | None, before: Current | None
    ) -> Entry:
        """What will be kept, still without its result, under everybody's key. Of the same source
        the earliest time holds: fetching it once more makes no work late."""
        source = source_hash(content)
        if self._is_stub(exercise, content):
            moment = None
        if moment and before and before.submitted and before.source == source:
            moment = min(moment, before.submitted)
        return Entry(exercise.name, self._keys.of(exercise, source), source, moment)

    def _is_stub(self, exercise: Exercise, content: object) -> bool:
        return isinstance(content, bytes) and plain(content) == self._stubs[exercise.name]

    def _without_run(
        self, exercise: Exercise, contents: Mapping[str, Content]
    ) -> ExerciseResult | None:
        """The result where nothing has to be run for it, else None."""
        submission = Contents(contents=contents)
        taken = take(exercise, submission)
        if self._is_stub(exercise, taken):
            return unrun(exercise, submission, "ran", f"it {UNWRITTEN}: this is the stub")
        return None if isinstance(taken, bytes) else taken

    def _keep(self, graded: Iterable[Graded]) -> Iterator[Step]:
        for learner, result in graded:
            opened = self._open[learner]
            entry, own = opened.waiting.pop(result.name)
            entry = entry if result.outcome is Outcome.SOLVED else own
            self._keys.hold(self._chosen[result.name])
            self._store.keep(learner, [replace(entry, result=result)])
            opened.faulty |= result.outcome is Outcome.ERROR
            yield self._step(learner, result.name, result.outcome, "graded")
            if not opened.waiting:
                self._finish(learner)

    def _step(self, learner: str, exercise: str, now: Outcome, how: How) -> Step:
        before = self._open[learner].before.get(exercise)
        return Step(learner, exercise, before and before.outcome, now, how)

    def _finish(self, learner: str) -> None:
        done = self._open.pop(learner)
        self._store.set_fingerprint(learner, None if done.faulty else done.fingerprint)
        self._store.release(learner)
