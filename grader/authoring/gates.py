"""The authors' gates: what every exercise has to hold, tried on the exercise itself.

In: exercises. Out: for each, the breaches found. `form`, `size` and `promises` read the files;
every other gate runs submissions made for it through the engine that grades learners, and judges
the verdicts.
"""

import importlib.util
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring import INSTALL
from grader.authoring.files import Breach, Files
from grader.authoring.form import form
from grader.authoring.impostor import impostor
from grader.authoring.promises import promises
from grader.authoring.sentences import sections
from grader.authoring.size import size
from grader.catalog import Catalog, Exercise
from grader.engine import Engine, Job, Verdict
from grader.errors import FileError, KataError
from grader.grading import make_job, missing_packages
from grader.mistakes import Mistake
from grader.terminal import counted

GATES = (
    "form",
    "size",
    "promises",
    "reference",
    "example",
    "stub",
    "impostor",
    "mistakes",
    "coverage",
    "speed",
)

READING = ("form", "size", "promises")
"""Those that run nothing, and so need no package of an exercise."""

REFERENCE_SEEDS = (1, 2, 3)
"""The random orders in which the reference must pass."""

MISTAKE_RUNS, AT_A_TIME = 5, 5
"""How often each mistake is graded, which must come out the same, and of how many exercises at a
time: no more than an author works on. Of a whole course that would take an hour; there only a
mistake a check is graded, once, and `nox -s steady` does the rest."""

WAITING = 5
"""How much longer than their processor time checks may take by the clock."""

SECONDS, PACKAGES_SECONDS, SLOW_SECONDS = 0.5, 1.5, 2.0
"""How long all checks of a kata may take on the reference; the second where it needs packages,
whose first calls alone take longer than most checks; the last where a check has a `timeout` mark,
which says that it starts something real."""


@dataclass(frozen=True)
class Finding:
    """What is wrong and what to do, and the line it is about or the check, where one is known."""

    said: str
    line: int | None = None
    check: str | None = None


Judge = Callable[[Sequence[Verdict]], Finding | None]
"""From the verdicts of a trial's jobs to what is wrong, if anything is."""


@dataclass(frozen=True)
class Trial:
    """Submissions run for a gate, how their verdicts are judged, and the place to mend."""

    gate: str
    jobs: tuple[Job, ...]
    judge: Judge
    path: Path
    line: int = 1


@dataclass
class _Plan:
    """An exercise on its way through the gates."""

    exercise: Exercise
    breaches: list[Breach]
    files: Files | None = None
    trials: list[Trial] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    left: int = 0

    def judge(self) -> Iterator[Breach]:
        for trial in self.trials:
            if found := trial.judge([self.verdicts[job.id] for job in trial.jobs]):
                line = self.files.checks.line_of(found.check) if found.check else found.line
                yield Breach(trial.gate, trial.path, line or trial.line, found.said)


def parse_gates(names: Sequence[str]) -> tuple[str, ...]:
    """The gates of these names, all of them when there are none; `KataError` for an unknown one."""
    for name in names:
        if name not in GATES:
            raise KataError(f"no gate {name!r}; there are: {', '.join(GATES)}")
    return tuple(gate for gate in GATES if gate in names) if names else GATES


def holdable(gates: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The gates that can be held here, and what to say of the others, "" where there are none."""
    if "coverage" not in gates or importlib.util.find_spec("coverage"):
        return tuple(gates), ""
    said = f"the gate coverage needs the package of that name; run: {INSTALL}"
    return tuple(gate for gate in gates if gate != "coverage"), said


def summary(exercises: int, breaches: Sequence[Breach], gates: Sequence[str]) -> str:
    """One line: that so many exercises hold the gates, or how many breaches of each there are."""
    subject = counted(exercises, "exercise")
    sampled = exercises > AT_A_TIME and "mistakes" in gates
    if not breaches:
        held = ", ".join(gates)
        if sampled:
            held = held.replace("mistakes", "mistakes (one a check)")
        return f"{subject} hold{'s' if exercises == 1 else ''}: {held}"
    counts = Counter(breach.gate for breach in breaches)
    noun = "breach" if len(breaches) == 1 else "breaches"
    each = ", ".join(f"{gate} {counts[gate]}" for gate in GATES if counts[gate])
    sample = "; of the mistakes only one a check was graded" if sampled else ""
    return f"{subject}, {len(breaches)} {noun}: {each}{sample}"


def verify(
    engine: Engine,
    catalog: Catalog,
    exercises: Sequence[Exercise],
    gates: Sequence[str],
    crowd: Engine | None = None,
) -> Iterator[tuple[Exercise, list[Breach]]]:
    """Hold exercises to gates; yield each with its breaches as soon as it is through.

    What is timed runs on `engine`, all else on `crowd`, where there is one: it may run more at once
    than there are cores, since many a wrong solution only waits until its time is up.

    `gates` are those that `holdable` leaves.
    """
    whole = len(exercises) <= AT_A_TIME
    owners: dict[int, _Plan] = {}
    jobs: list[Job] = []
    # what was imported for an exercise makes the children of those after it larger
    for exercise in sorted(exercises, key=lambda exercise: bool(exercise.needs)):
        plan = _plan(exercise, catalog.tags, gates, len(jobs), whole)
        own = {job.id: job for trial in plan.trials for job in trial.jobs}
        owners |= dict.fromkeys(own, plan)
        jobs += own.values()
        plan.left = len(own)
        if not own:
            yield exercise, plan.breaches
    timed = [job for job in jobs if job.strict]
    others = [job for job in jobs if not job.strict]
    for verdict in itertools.chain(engine.run(timed), (crowd or engine).run(others)):
        plan = owners[verdict.job]
        plan.verdicts[verdict.job] = verdict
        plan.left -= 1
        if not plan.left:
            yield plan.exercise, [*plan.breaches, *plan.judge()]


def _plan(
    exercise: Exercise, tags: Sequence[str], gates: Sequence[str], first: int, whole: bool
) -> _Plan:
    """The breaches seen by reading, and the trials to run, their jobs numbered from `first` on."""
    paths = (exercise.stub, exercise.checks_file, exercise.reference, exercise.mistakes_file)
    if absent := [path for path in paths if not path.is_file()]:
        said = "the file is missing; write it"
        return _Plan(exercise, [Breach("form", path, 1, said) for path in absent])
    try:
        files = Files.read(exercise)
    except FileError as error:
        return _Plan(exercise, [Breach("form", error.path, error.line, error.said)])
    read: list[Breach] = []
    if "form" in gates:
        read += form(files, tags)
    if "size" in gates:
        read += size(files)
    if "promises" in gates:
        read += promises(files)
    running = [gate for gate in gates if gate not in READING]
    if running and (missing := missing_packages(exercise)):
        what, them = ("is", "it") if len(missing) == 1 else ("are", "them")
        said = f"{' and '.join(missing)} {what} not installed; install {them} and verify again"
        return _Plan(exercise, [*read, Breach(running[0], exercise.stub, 1, said)])
    return _Plan(exercise, read, files, list(_trials(files, gates, first, whole)))


def _trials(files: Files, gates: Sequence[str], first: int, whole: bool) -> Iterator[Trial]:
    """The trials that the gates ask for, in the order of the gates."""
    exercise, reference = files.exercise, files.reference
    checks = exercise.checks_file
    ids = itertools.count(first)

    def job(source: str, **special) -> Job:
        return make_job(exercise, source, next(ids), **special)

    strict = ()
    if "reference" in gates or "speed" in gates:
        strict = tuple(job(reference.text, strict=True, seed=seed) for seed in REFERENCE_SEEDS)
    if "reference" in gates:
        yield Trial("reference", strict, _all_pass, checks)
    if "example" in gates:
        example = next((s for s in sections(files.prompt) if s.title == "Example"), None)
        text = example.body if example else ""
        line = example.line - 1 if example else 1
        jobs = (job(reference.text, example=text),)
        yield Trial("example", jobs, _true_example(line), exercise.stub, line)
    if "stub" in gates:
        yield Trial("stub", (job(files.stub.text),), _none_pass, checks)
    if "impostor" in gates:
        jobs = (job(impostor(files.stub.text), until_failure=True),)
        yield Trial("impostor", jobs, _not_all_pass, checks)
    if "mistakes" in gates:
        listed = files.listed.mistakes
        for mistake in listed if whole else one_a_check(listed):
            wrong = mistake.apply(reference.text)
            jobs = tuple(job(wrong) for _ in range(MISTAKE_RUNS if whole else 1))
            judge = _fails_exactly(mistake)
            yield Trial("mistakes", jobs, judge, exercise.mistakes_file, mistake.line)
    if "coverage" in gates:
        jobs = (job(reference.text, coverage=True),)
        yield Trial("coverage", jobs, _all_reached, exercise.reference)
    if "speed" in gates:
        limit = PACKAGES_SECONDS if exercise.needs else SECONDS
        limit = SLOW_SECONDS if exercise.is_slow else limit
        yield Trial("speed", strict, _within(limit, silent="reference" in gates), checks)


def one_a_check(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Of mistakes, those that show that each check still bites: for each, the one that fails fewest
    others."""
    chosen: dict[str, Mistake] = {}
    for mistake in sorted(mistakes, key=lambda mistake: len(mistake.fails)):
        for check in mistake.fails:
            chosen.setdefault(check, mistake)
    return list(dict.fromkeys(chosen.values()))


def _failed(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if check.failure]


def _not_run(verdict: Verdict) -> Finding | None:
    if verdict.ending == "ran":
        return None
    said = f"it did not run to its end ({verdict.ending}): {verdict.message}; mend what it runs"
    return Finding(said)


def _all_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    for verdict in verdicts:
        first = next((check for check in verdict.checks if check.failure), None)
        if first and verdict.ending == "ran":
            said = (
                f"{', '.join(_failed(verdict))} fails on the reference, in random order and with "
                f"warnings as errors; mend the check or the reference\n{first.failure.message}"
            )
            return Finding(said, check=first.name)
        if verdict.ending != "ran":
            return _not_run(verdict)
    return None


def _none_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    (verdict,) = verdicts
    if passed := [check.name for check in verdict.checks if not check.failure]:
        said = f"{', '.join(passed)} passes on the stub; make it need the learner's work"
        return Finding(said, check=passed[0])
    return _not_run(verdict)


def _not_all_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    (verdict,) = verdicts
    if verdict.ending == "ran" and not _failed(verdict):
        return Finding("an object that equals everything solves it; look at a type or an identity")
    return None


def _true_example(heading: int) -> Judge:
    """The example is true; `heading` is the line of the stub on which its section begins."""

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        (verdict,) = verdicts
        if not verdict.notes:
            return _not_run(verdict)
        notes = "; ".join(verdict.notes).strip("*\n")
        inside = re.search(r"Line (\d+), in example", notes)
        return Finding(f"{notes}; mend the example", heading + int(inside[1]) if inside else None)

    return judge


def _all_reached(verdicts: Sequence[Verdict]) -> Finding | None:
    (verdict,) = verdicts
    if not verdict.notes:
        return _not_run(verdict)
    line = re.search(r"line (\d+)", verdict.notes[0])
    said = f"{'; '.join(verdict.notes)}; add a check, or delete the code"
    return Finding(said, int(line[1]) if line else None)


def _fails_exactly(mistake: Mistake) -> Judge:
    """Every run fails the checks that the mistake names and no others; none is accused."""

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        said = _differs(mistake.fails, verdicts)
        return Finding(f"the mistake {mistake.name!r} {said}") if said else None

    return judge


def _differs(expected: Sequence[str], verdicts: Sequence[Verdict]) -> str | None:
    """How runs of a mistake differ from what it should fail."""
    for verdict in verdicts:
        if verdict.ending == "broken":
            return f"cannot be loaded ({verdict.message}); mend its replacement"
        if verdict.ending == "tampered":
            return f"is called tampered ({verdict.message}); mend the check that it bends"
    failed = {tuple(_failed(verdict)) for verdict in verdicts}
    if len(failed) > 1:
        several = "; then ".join(sorted(", ".join(checks) or "nothing" for checks in failed))
        return (
            f"comes out differently from run to run: it fails {several}; mend the checks, so that "
            "nothing is left to chance"
        )
    (found,) = failed
    wrong = [f"does not fail {check}, which it names" for check in expected if check not in found]
    wrong += [f"fails {check} as well" for check in found if check not in expected]
    return f"{' and '.join(wrong)}; mend its `fails`, or the checks" if wrong else None


def _within(limit: float, silent: bool) -> Judge:
    """The checks take no longer than so many seconds in the fastest run.

    A reference that fails is left to its own gate where that one is asked for (`silent`).
    """

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        if wrong := _all_pass(verdicts):
            return None if silent else wrong
        fastest = min(verdicts, key=_seconds)
        if _seconds(fastest) <= limit:
            return None
        slowest = max(fastest.checks, key=lambda check: check.seconds)
        said = (
            f"its checks take {_seconds(fastest):.2f} s, {limit} s are allowed; slim them, "
            f"{slowest.name} first ({slowest.seconds:.2f} s)"
        )
        return Finding(said, check=slowest.name)

    return judge


def _seconds(verdict: Verdict) -> float:
    """How long the checks took: processor time, since a machine that is busy takes longer by the
    clock; but no less than a part of the time by the clock, since checks must not wait either."""
    by_the_clock = sum(check.seconds for check in verdict.checks)
    return min(by_the_clock, max(verdict.cpu_seconds, by_the_clock / WAITING))
