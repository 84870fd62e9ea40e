"""The authors' gates: what every exercise has to hold, tried on the exercise itself.

In: exercises. Out: for each, the breaches found. `form`, `size` and `promises` read the files;
every other gate runs submissions made for it through the engine that grades learners, and `judges`
has a word for the verdicts. One cause is one breach: what cannot be judged because of it is named
there, and waits until it is mended.
"""

import importlib.util
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.authoring import INSTALL, judges
from grader.authoring.files import Breach, Files
from grader.authoring.form import form, unusable, unusable_mistakes
from grader.authoring.impostor import impostor
from grader.authoring.judges import Judge
from grader.authoring.places import absent
from grader.authoring.promises import promises
from grader.authoring.sentences import sections
from grader.authoring.size import size
from grader.catalog import Catalog, Exercise, known
from grader.engine import Engine, Job, Verdict
from grader.errors import FileError
from grader.grading import in_running_order, lacks, make_job, missing_packages
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

ON_REFERENCE = ("reference", "example", "mistakes", "coverage", "speed")
"""Those that have nothing to say where the checks do not all pass on the reference."""

REFERENCE_SEEDS = (1, 2, 3)
"""The random orders in which the reference must pass."""

MISTAKE_RUNS, AT_A_TIME = 5, 5
"""How often each mistake is graded, which must come out the same, and of how many exercises at a
time: no more than an author works on. Of a whole course that would take an hour; there only as many
as show it of each check are graded, once, and `nox -s steady` does the rest."""

FEW = 3
"""Of how many checks at most a mistake counts as showing them: one that fails many shows little of
each."""

SECONDS, PACKAGES_SECONDS, SLOW_SECONDS = 0.5, 1.5, 2.0
"""How long all checks of a kata may take on the reference; the second where it needs packages,
whose first calls alone take longer than most checks; the last where a check has a `timeout` mark,
which says that it starts something real."""


@dataclass(frozen=True)
class Trial:
    """Submissions run for a gate, how their verdicts are judged, and the place to mend.

    `holds_up` are gates that have nothing to say until this trial's verdicts are as they should be.
    """

    gate: str
    jobs: tuple[Job, ...]
    judge: Judge
    path: Path
    line: int = 1
    holds_up: tuple[str, ...] = ()


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
        """What the trials show, but for what comes of what is told already."""
        held_up: set[str] = set()
        blamed: set[str] = set()
        for trial in self.trials:
            verdicts = [self.verdicts[job.id] for job in trial.jobs]
            found = trial.judge(verdicts) if trial.gate not in held_up else None
            if not found or found.blamed and blamed.issuperset(found.blamed):
                continue
            blamed.update(found.blamed)
            said = found.said
            if trial.holds_up:
                ahead = dict.fromkeys(each.gate for each in self.trials if each is not trial)
                held_up = set(trial.holds_up if judges.ran(verdicts) else ahead)
                said = _until_then(said, [gate for gate in ahead if gate in held_up - {trial.gate}])
            path, line = trial.path, found.line or trial.line
            if found.check:
                path, line = self.files.checks.path, self.files.checks.line_of(found.check)
            yield Breach(trial.gate, path, line, said)


def parse_gates(names: Sequence[str]) -> tuple[str, ...]:
    """The gates of these names, all of them when there are none; `KataError` for an unknown one."""
    wanted = {known(name, GATES, "gate") for name in names}
    return tuple(gate for gate in GATES if gate in wanted) if names else GATES


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
    others: list[Job] = []
    read: list[_Plan] = []

    def timed() -> Iterator[Job]:
        for exercise in in_running_order(exercises):
            plan = _plan(exercise, catalog.tags, gates, len(owners), whole)
            own = {job.id: job for trial in plan.trials for job in trial.jobs}
            owners.update(dict.fromkeys(own, plan))
            plan.left = len(own)
            if not own:
                read.append(plan)
            others.extend(job for job in own.values() if not job.strict)
            yield from (job for job in own.values() if job.strict)

    verdicts = itertools.chain(engine.run(timed()), (crowd or engine).run(others))
    for verdict in verdicts:
        while read:  # known already, and not to be lost when this is interrupted
            plan = read.pop(0)
            yield plan.exercise, plan.breaches
        plan = owners[verdict.job]
        plan.verdicts[verdict.job] = verdict
        plan.left -= 1
        if not plan.left:
            yield plan.exercise, [*plan.breaches, *plan.judge()]
    yield from ((plan.exercise, plan.breaches) for plan in read)


def _plan(
    exercise: Exercise, tags: Sequence[str], gates: Sequence[str], first: int, whole: bool
) -> _Plan:
    """The breaches seen by reading, and the trials to run, their jobs numbered from `first` on."""
    tried = [gate for gate in gates if gate not in READING]
    if misplaced := absent(exercise):
        return _Plan(exercise, misplaced)
    try:
        files = Files.read(exercise)
    except FileError as error:
        breach = Breach("form", error.path, error.line, error.said)
        return _Plan(exercise, _hindered([breach], gates))
    read: list[Breach] = []
    hindrances = list(unusable(files)) if tried or "form" in gates else []
    read += _hindered(hindrances, tried)
    if "form" in gates:
        read += form(files, tags)
    elif "mistakes" in gates and not hindrances:
        path = exercise.mistakes_file
        found = unusable_mistakes(files)
        read += [Breach("mistakes", path, mistake.line, said) for mistake, said in found]
    if "size" in gates:
        read += size(files)
    if "promises" in gates:
        read += promises(files)
    if hindrances:
        return _Plan(exercise, read)
    if tried and (missing := missing_packages(exercise)):
        breach = Breach(tried[0], exercise.stub, 1, lacks(missing))
        return _Plan(exercise, [*read, breach])
    return _Plan(exercise, read, files, list(_trials(files, gates, first, whole)))


def _hindered(breaches: list[Breach], gates: Sequence[str]) -> list[Breach]:
    """Breaches because of which gates cannot be judged; the last says which."""
    if not breaches:
        return []
    *others, last = breaches
    waiting = [gate for gate in gates if gate != last.gate]
    return [*others, replace(last, said=_until_then(last.said, waiting))]


def _until_then(said: str, gates: Sequence[str]) -> str:
    """What is said, with the gates that are not judged until it is mended in its first line."""
    first, newline, rest = said.partition("\n")
    waiting = f" (until then not judged: {', '.join(gates)})" if gates else ""
    return f"{first}{waiting}{newline}{rest}"


def _trials(files: Files, gates: Sequence[str], first: int, whole: bool) -> Iterator[Trial]:
    """The trials that the gates ask for, in the order of the gates."""
    exercise, reference = files.exercise, files.reference
    checks = exercise.checks_file
    ids = itertools.count(first)

    def job(source: str, **special) -> Job:
        return make_job(exercise, source, next(ids), **special)

    if needing := [gate for gate in gates if gate in ON_REFERENCE]:
        strict = tuple(job(reference.text, strict=True, seed=seed) for seed in REFERENCE_SEEDS)
        yield Trial(needing[0], strict, judges.all_pass, checks, holds_up=ON_REFERENCE)
    if "example" in gates:
        example = next((s for s in sections(files.prompt) if s.title == "Example"), None)
        text = example.body if example else ""
        line = example.line - 1 if example else 1
        jobs = (job(reference.text, example=text),)
        yield Trial("example", jobs, judges.true_example(line), exercise.stub, line)
    if "stub" in gates:
        yield Trial("stub", (job(files.stub.text),), judges.none_pass, checks)
    if "impostor" in gates:
        jobs = (job(impostor(files.stub.text), until_failure=True),)
        yield Trial("impostor", jobs, judges.not_all_pass, checks)
    if "mistakes" in gates:
        useless = {mistake for mistake, _ in unusable_mistakes(files)}
        listed = [each for each in files.listed.mistakes if each not in useless]
        for mistake in listed if whole else one_a_check(listed):
            wrong = mistake.apply(reference.text)
            wrongs = (job(wrong) for _ in range(MISTAKE_RUNS if whole else 1))
            jobs = (*strict, *wrongs)
            judge = judges.fails_exactly(mistake, len(strict))
            yield Trial("mistakes", jobs, judge, exercise.mistakes_file, mistake.line)
    if "coverage" in gates:
        jobs = (job(reference.text, coverage=True),)
        yield Trial("coverage", jobs, judges.all_reached, exercise.reference)
    if "speed" in gates:
        limit = PACKAGES_SECONDS if exercise.needs else SECONDS
        limit = SLOW_SECONDS if exercise.is_slow else limit
        yield Trial("speed", strict, judges.within(limit), checks)


def one_a_check(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Of mistakes, those that show that each check still bites: always the next that shows it of
    most others, though of `FEW` at most, in as few failures; and those that name no check."""
    chosen = [mistake for mistake in mistakes if not mistake.fails]
    left = {check for mistake in mistakes for check in mistake.fails}

    def worth(mistake: Mistake) -> tuple[int, int]:
        return min(len(left.intersection(mistake.fails)), FEW), -len(mistake.fails)

    while left:
        chosen.append(max(mistakes, key=worth))
        left.difference_update(chosen[-1].fails)
    return chosen
