"""What grading comes to: check, exercise, level and report records, and their JSON Schema.

These are the records that everything after the engine works on. They hold plain values only, and
`Report` is what `--format json` writes; `SCHEMA` rises when a reader of it would have to change.
"""

import enum
import platform
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from grader.engine.messages import NOT_RUN, UNWRITTEN, Isolation

SCHEMA = 2

Feedback = Literal["full", "labels", "score"]
"""How much a report tells of checks: all, which of them passed, nothing."""


class Outcome(enum.StrEnum):
    """How an exercise came out."""

    SOLVED = "solved"
    """Every check passed."""
    PARTIAL = "partial"
    """Some checks passed."""
    UNSOLVED = "unsolved"
    """No check passed."""
    BROKEN = "broken"
    """The submission cannot be loaded; the message says where."""
    TIMEOUT = "timeout"
    """A check, or the whole exercise, ran out of time."""
    CRASHED = "crashed"
    """The process ended, or was stopped at a limit, before all checks had run."""
    TAMPERED = "tampered"
    """The submission bent the test machinery; worth nothing."""
    UNAVAILABLE = "unavailable"
    """A package that the exercise needs is not installed; not counted."""
    ERROR = "error"
    """The grader's own fault; never the learner's."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check's verdict. `seconds` is wall-clock time.

    Of a failed one: `line` is where in the submission's `file` it arose, `check_line` where it
    showed in `check_file`, `proves` the sentence of the prompt that it proves, where clear.
    """

    name: str
    label: str
    passed: bool
    message: str = ""
    file: str | None = None
    line: int | None = None
    output: str = ""
    seconds: float = 0.0
    proves: str | None = None
    check_file: str | None = None
    check_line: int | None = None

    @property
    def unwritten(self) -> str:
        """What is still to be written, where it failed for that: `double is not written yet`."""
        said = self.message.partition("\n")[0].partition(":")[0]
        return said if UNWRITTEN in said else ""

    @property
    def not_run(self) -> bool:
        """Whether it failed because the exercise had ended before its turn."""
        return self.message.startswith(NOT_RUN)


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise's verdict and its worth. `file` is where the submission was looked for.

    `mistake` is the known mistake that it makes, `breaks` the sentence of the prompt which that
    breaks.
    """

    number: int
    name: str
    level: str
    title: str
    outcome: Outcome
    points: float
    max_points: float
    seconds: float
    checks: tuple[CheckResult, ...]
    message: str = ""
    file: str | None = None
    line: int | None = None
    mistake: str | None = None
    breaks: str | None = None

    @property
    def first_failure(self) -> CheckResult | None:
        """The failed check to look at first: in the order of the checks, or, once one has passed or
        run out of time, the first whose code was written and run."""
        failed = [check for check in self.checks if not check.passed]
        telling = [check for check in failed if not (check.unwritten or check.not_run)]
        begun = len(failed) < len(self.checks) or self.outcome is Outcome.TIMEOUT
        return next(iter(telling if begun and telling else failed), None)


class LevelResult(msgspec.Struct, frozen=True, kw_only=True):
    """The sums over one level's exercises; those of an interrupted run that were not reached count
    as worth nothing yet, and those that are never counted are left out."""

    level: str
    solved: int
    exercises: int
    points: float
    max_points: float


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What a run was graded with."""

    grader: str
    python: str
    pytest: str

    @classmethod
    def here(cls) -> "Versions":
        """The ones of this process."""
        return cls(
            grader=version("interview-katas"),
            python=platform.python_version(),
            pytest=version("pytest"),
        )


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How a report came about.

    `date` is when the run began, in UTC (ISO 8601), `seconds` how long it took. `submission` is
    what was handed in, as it was named, None for the workspace, and `unrecognised` its files that
    are not graded; of another version of what is, it says so. `feedback` is how much the report
    tells of checks.
    """

    date: str
    seconds: float
    versions: Versions
    isolation: Isolation
    submission: str | None = None
    unrecognised: tuple[str, ...] = ()
    feedback: Feedback = "full"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run and its worth.

    `percent` is the share of the points, `pass_mark` the one that was asked for (None: everything
    must be solved), `passed` whether it was reached.
    """

    schema: Literal[2] = SCHEMA
    run: Run
    interrupted: bool = False
    exercises: tuple[ExerciseResult, ...]
    levels: tuple[LevelResult, ...]
    solved: int
    points: float
    max_points: float
    percent: float
    pass_mark: float | None = None
    passed: bool

    @property
    def total(self) -> int:
        """How many exercises count."""
        return sum(level.exercises for level in self.levels)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `Report`: nothing that is not written in full is one."""
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Report)))
    for record in schema["$defs"].values():
        if "properties" in record:
            record["required"] = sorted(record["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
