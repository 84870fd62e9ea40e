"""The authors' gates: what every exercise has to hold, tried on the exercise itself.

In: exercises. Out: for each, the breaches found, a sentence each that names the gate and the
remedy. `form` reads the files; every other gate runs submissions made for it through the engine
that grades learners.
"""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Catalog, Exercise, Level, public_definitions
from grader.engine import Engine, Job, Verdict
from grader.engine.negations import assertions, is_check
from grader.errors import KataError
from grader.grading import make_job, missing_packages

GATES = (
    "form",
    "reference",
    "example",
    "stub",
    "impostor",
    "negations",
    "mistakes",
    "coverage",
    "speed",
)

SECONDS, SLOW_SECONDS = 0.5, 2.0
"""How long all checks of a kata may take on the reference; the second where a check has a
`timeout` mark, which says that it starts something real."""

IMPOSTOR = '''
class Impostor:
    """Accepts every call and equals everything."""

    def _self(self, *args, **kwargs):
        return self

    def _true(self, *args):
        return True

    __call__ = __getitem__ = __enter__ = _self
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __or__ = __and__ = _self
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _true

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        pass

    def __setitem__(self, key, value):
        pass

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __int__(self):
        return 0

    def __index__(self):
        return 0

    def __str__(self):
        return ""

    def __exit__(self, *args):
        return True

    def __await__(self):
        yield from ()
        return self


'''


@dataclass(frozen=True)
class Trial:
    """A submission made for a gate, and how its verdict is judged: a breach, or nothing."""

    gate: str
    job: Job
    judge: Callable[[Verdict], str | None]


def parse_gates(names: Sequence[str]) -> tuple[str, ...]:
    """The gates of these names, all of them when there are none; `KataError` for an unknown one."""
    for name in names:
        if name not in GATES:
            raise KataError(f"no gate {name!r}; there are: {', '.join(GATES)}")
    return tuple(gate for gate in GATES if gate in names) if names else GATES


def verify(
    engine: Engine, catalog: Catalog, exercises: Sequence[Exercise], gates: Sequence[str]
) -> Iterator[tuple[Exercise, list[str]]]:
    """Hold exercises to gates; yield each with its breaches as soon as it is through."""
    breaches: dict[int, list[str]] = defaultdict(list)
    trials: dict[int, tuple[Exercise, Trial]] = {}
    left: dict[int, int] = {}
    for exercise in exercises:
        found, planned = _plan(exercise, catalog, gates, len(trials))
        breaches[exercise.number] += found
        trials |= {trial.job.id: (exercise, trial) for trial in planned}
        left[exercise.number] = len(planned)
        if not planned:
            yield exercise, found
    seconds: dict[int, list[float]] = defaultdict(list)
    for verdict in engine.run(trial.job for _, trial in trials.values()):
        exercise, trial = trials[verdict.job]
        if breach := trial.judge(verdict):
            breaches[exercise.number].append(f"{trial.gate}: {breach}")
        if trial.gate == "reference" or trial.gate == "speed":
            seconds[exercise.number].append(sum(check.seconds for check in verdict.checks))
        left[exercise.number] -= 1
        if not left[exercise.number]:
            if "speed" in gates:
                breaches[exercise.number] += _speed(exercise, seconds[exercise.number])
            yield exercise, breaches[exercise.number]


def _plan(
    exercise: Exercise, catalog: Catalog, gates: Sequence[str], first: int
) -> tuple[list[str], list[Trial]]:
    """The breaches seen by reading, and the trials to run, numbered from `first` on."""
    files = (exercise.stub, exercise.checks_file, exercise.reference, exercise.mistakes_file)
    if absent := [path for path in files if not path.is_file()]:
        return [f"form: {path} is missing; write it" for path in absent], []
    if missing := missing_packages(exercise):
        return [
            f"reference: {', '.join(missing)} is not installed; install it and verify again"
        ], []
    try:
        breaches = _form(exercise, catalog.tags) if "form" in gates else []
        planned = list(_trials(exercise, gates))
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, KataError) as error:
        return [f"form: a file cannot be read ({error}); mend it"], []
    jobs = [
        make_job(exercise, source, first + i, **more)
        for i, (_, source, more, _) in enumerate(planned)
    ]
    return [f"form: {breach}" for breach in breaches], [
        Trial(gate, job, judge) for (gate, _, _, judge), job in zip(planned, jobs, strict=True)
    ]


def _trials(
    exercise: Exercise, gates: Sequence[str]
) -> Iterator[tuple[str, str, dict, Callable[[Verdict], str | None]]]:
    """Gate, submission, fields of the job and judge of each trial that the gates ask for."""
    reference = exercise.reference.read_text(encoding="utf-8")
    stub = exercise.stub.read_text(encoding="utf-8")
    if "reference" in gates or "speed" in gates:
        gate = "reference" if "reference" in gates else "speed"
        for seed in (1, 2, 3):
            yield gate, reference, {"kind": "strict", "seed": seed}, _all_pass
    if "example" in gates:
        example = exercise.prompt.partition("## Example")[2]
        yield "example", reference, {"kind": "example", "example": example}, _no_notes
    if "coverage" in gates:
        yield "coverage", reference, {"kind": "coverage"}, _no_notes
    if "stub" in gates:
        yield "stub", stub, {}, _none_pass
    if "impostor" in gates:
        names = public_definitions(stub)
        source = IMPOSTOR + "".join(f"{name} = Impostor()\n" for name in names)
        yield "impostor", source, {"kind": "mutant"}, _not_all_pass
    if "negations" in gates:
        yield "negations", reference, {"kind": "negations"}, _all_pass_and_no_negation
    if "mistakes" in gates:
        for mistake in _mistakes(exercise):
            source = mistake.get("source")
            if source is None:
                source = reference.replace(mistake["find"], mistake["put"])
            yield "mistakes", source, {}, _fails_exactly(mistake["name"], mistake["fails"])


def _failed(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if check.failure]


def _not_run(verdict: Verdict) -> str | None:
    if verdict.ending == "ran":
        return None
    return f"it did not run to its end ({verdict.ending}): {verdict.message}"


def _all_pass(verdict: Verdict) -> str | None:
    first = next((check for check in verdict.checks if check.failure), None)
    if first is None or verdict.ending != "ran":
        return _not_run(verdict)
    return (
        f"{', '.join(_failed(verdict))} fails on the reference, in random order and with warnings "
        f"as errors; mend the check or the reference\n{first.failure.message}"
    )


def _all_pass_and_no_negation(verdict: Verdict) -> str | None:
    if verdict.notes:
        return f"{'; '.join(verdict.notes)}; make the assertion depend on the learner's work"
    return _all_pass(verdict)


def _none_pass(verdict: Verdict) -> str | None:
    passed = [check.name for check in verdict.checks if not check.failure]
    if passed:
        return f"{', '.join(passed)} passes on the stub; make it need the learner's work"
    return _not_run(verdict)


def _not_all_pass(verdict: Verdict) -> str | None:
    if verdict.ending == "ran" and not _failed(verdict):
        return "an object that equals everything solves it; look at a type or an identity"
    return None


def _no_notes(verdict: Verdict) -> str | None:
    if verdict.notes:
        return "; ".join(verdict.notes) + "; mend the example, or add a check, or delete the code"
    return _not_run(verdict)


def _fails_exactly(name: str, expected: Sequence[str]) -> Callable[[Verdict], str | None]:
    def judge(verdict: Verdict) -> str | None:
        failed = _failed(verdict)
        if verdict.ending == "broken":
            return f"{name!r} cannot be loaded ({verdict.message}); mend its replacement"
        if sorted(failed) == sorted(expected):
            return None
        return (
            f"{name!r} fails {', '.join(failed) or 'nothing'} and not {', '.join(expected)}; "
            "mend its `fails`, or the checks"
        )

    return judge


def _speed(exercise: Exercise, seconds: Sequence[float]) -> list[str]:
    source = exercise.checks_file.read_text(encoding="utf-8")
    limit = SLOW_SECONDS if "pytest.mark.timeout(" in source else SECONDS
    if seconds and min(seconds) > limit:
        return [f"speed: its checks take {min(seconds):.2f} s, {limit} s are allowed; slim them"]
    return []


def _mistakes(exercise: Exercise) -> list[dict]:
    return tomllib.loads(exercise.mistakes_file.read_text(encoding="utf-8")).get("mistake", [])


def _form(exercise: Exercise, tags: Sequence[str]) -> Iterator[str]:
    """What reading the four files shows to be wrong."""
    return [
        *_prompt_form(exercise, tags),
        *_checks_form(exercise),
        *_reference_form(exercise),
        *_mistakes_form(exercise),
        *_imports_form(exercise),
    ]


def _prompt_form(exercise: Exercise, tags: Sequence[str]) -> Iterator[str]:
    prompt = exercise.prompt
    head = rf"Q{exercise.number} · [^:\n]+: .+\.\n\nTopics: .+\n"
    if not re.match(head, prompt):
        yield f"the prompt must start with 'Q{exercise.number} · Topic: the point.' and 'Topics:'"
    if not 2 <= len(exercise.topics) <= 5:
        yield f"it has {len(exercise.topics)} topics; give it two to five"
    if unknown := [topic for topic in exercise.topics if topic not in tags]:
        yield f"topics {', '.join(unknown)} are not in topics.toml; use ones that are"
    sections = re.findall(r"^## (\w+)$", prompt, re.MULTILINE)
    if sections != ["Build", "Rules", "Example"]:
        yield f"the prompt has the sections {sections}; it needs Build, Rules, Example"
    known = {_normal(re.split(r"[ ;<>=\[]", line)[0]) for line in _declared_packages()}
    if unknown := [name for name in exercise.needs if _normal(name) not in known]:
        yield f"it needs {', '.join(unknown)}, which no extra installs; add it to pyproject.toml"


def _declared_packages() -> list[str]:
    try:
        return importlib.metadata.requires("interview-katas") or []
    except importlib.metadata.PackageNotFoundError:
        raise KataError("interview-katas is not installed; run: pip install -e .") from None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _checks_form(exercise: Exercise) -> Iterator[str]:
    if not 6 <= len(exercise.checks) <= 12:
        yield f"it has {len(exercise.checks)} checks; six to twelve are wanted"
    for check in exercise.checks:
        if not check.label:
            yield f"{check.name} has no docstring; say what a learner should read"
        if not 1 <= len(check.hints) <= 3:
            yield f"{check.name} has {len(check.hints)} hints; give it one to three"
    tree = ast.parse(exercise.checks_file.read_text(encoding="utf-8"))
    for node in tree.body:
        if (
            isinstance(node, ast.AsyncFunctionDef | ast.ClassDef)
            and "test" in node.name.lower()[:5]
        ):
            yield f"{node.name} is not a plain function; checks are"
        elif is_check(node) and not assertions(node):
            yield f"{node.name} has no assert or pytest.raises that it always comes to"


def _reference_form(exercise: Exercise) -> Iterator[str]:
    stub = exercise.stub.read_text(encoding="utf-8")
    reference = exercise.reference.read_text(encoding="utf-8")
    wanted = public_definitions(stub)
    if lacking := sorted(set(wanted) - set(public_definitions(reference))):
        yield f"the reference lacks {', '.join(lacking)}; write them"
    if foreign := sorted(set(exercise.public_names) - set(wanted)):
        yield f"the checks import {', '.join(foreign)}, which the stub does not have"
    docstring = ast.get_docstring(ast.parse(reference)) or ""
    answer, _, notes = docstring.partition("## Answer")[2].partition("## Notes")
    if not 80 <= len(answer.split()) <= 180:
        yield f"the answer has {len(answer.split())} words; 80 to 180 are wanted"
    if not notes.strip():
        yield "the reference has no ## Notes on its choices; write them"


def _mistakes_form(exercise: Exercise) -> Iterator[str]:
    mistakes = _mistakes(exercise)
    least = 3 if exercise.level in (Level.ENTRY, Level.JUNIOR) else 5
    if len(mistakes) < least:
        yield f"it has {len(mistakes)} mistakes; at least {least} are wanted"
    reference = exercise.reference.read_text(encoding="utf-8")
    names = {check.name for check in exercise.checks}
    for mistake in mistakes:
        name = mistake["name"]
        if "source" not in mistake and (count := reference.count(mistake["find"])) != 1:
            yield f"the mistake {name!r} finds its text {count} times; it must be there once"
        if not mistake["fails"]:
            yield f"the mistake {name!r} fails no check; name those that catch it"
        if unknown := sorted(set(mistake["fails"]) - names):
            yield f"the mistake {name!r} names {', '.join(unknown)}, which are no checks"


def _imports_form(exercise: Exercise) -> Iterator[str]:
    allowed = {_normal(name) for name in exercise.needs}
    owners = importlib.metadata.packages_distributions() if exercise.needs else {}
    for path in (exercise.stub, exercise.checks_file, exercise.reference):
        for root in sorted(_imported(path) - sys.stdlib_module_names - {exercise.name, "pytest"}):
            if allowed.isdisjoint(map(_normal, owners.get(root, [root]))):
                yield f"{path.name} imports {root}; name its package on a 'Needs:' line"


def _imported(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}
