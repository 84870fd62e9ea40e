"""What the grader's processes say to each other: JSON lines, decoded strictly.

    command  --Setup, Job-->  supervisor  --(fork or argument)-->  child
    command  <--Verdict--     supervisor  <--Started, Finished …--  child

A child runs untrusted code, so what it says is decoded against `FromChild` and nothing else, one
line of at most `MAX_LINE` bytes at a time.
"""

from typing import Annotated, Literal

import msgspec

MAX_LINE = 256 * 1024
"""Bytes of one message from a child; a longer one is not a message."""

MAX_TEXT = 16 * 1024
"""Characters of a failure message or of one check's output that are kept."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of one exercise, to be run by a supervisor.

    `source` is the whole text of the submission; `checks_path` is the trusted file of checks;
    `checks` maps each check's name, in order, to its limit in seconds. `kind` says what to do with
    it: grade it, or, for an author, run it `strict` (warnings are errors) in a random order of its
    `seed`, run every negation of every check (`negations`), stop it at the first failing check
    (`mutant`), measure its `coverage` or try its prompt's `example`.
    """

    id: int
    name: str
    source: str
    checks_path: str
    checks: dict[str, float]
    public_names: tuple[str, ...]
    needs: tuple[str, ...] = ()
    kind: Literal["grade", "strict", "negations", "mutant", "coverage", "example"] = "grade"
    seed: int = 0
    example: str = ""


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a supervisor is told first: where shared fixtures stand, and how to run children."""

    conftest: str
    check_seconds: float
    process: Literal["fork", "spawn"]
    workers: int


class Turn(msgspec.Struct, frozen=True, array_like=True):
    """One function for a child to run: a check under a name that tells nothing, or its negation."""

    alias: str
    check: str
    negation: int | None = None


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """A place in the submission that an exception came through: line, function, source text."""

    line: int
    function: str
    source: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a child knows of a check's failure, for `failures.explain` to put into words.

    `kind` is what sort of exception ended it, `error` the exception in words, `frames` where in the
    submission it came through, outermost first. `check_line` is the line of the file of checks that
    it came from, `in_check` whether it arose there itself; `compared` are the two values of the
    comparison that failed, `case` the arguments of a parametrised case.
    """

    kind: Literal["assertion", "fail", "timeout", "skip", "unwritten", "other"]
    error: str
    frames: tuple[Frame, ...]
    check_line: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    in_check: bool
    compared: tuple[str, str] | None
    case: tuple[str, ...]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a check failed: a text for the learner, the line of their file if it arose there."""

    message: str
    line: int | None = None
    timed_out: bool = False


class CheckVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A check's verdict, before anybody adds what the catalogue knows of it."""

    name: str
    failure: Failure | None = None
    output: str = ""
    seconds: float = 0.0


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """From a supervisor: it is there and takes jobs."""


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """From a supervisor: a job's child has been started."""

    job: int


class Verdict(msgspec.Struct, frozen=True, kw_only=True, tag="verdict"):
    """What became of a job.

    `ending` is how its child ended: it ran all checks (`ran`), could not load the submission
    (`broken`), lacks a package (`unavailable`), used up its time (`timeout`), ended or was stopped
    early (`crashed`), or the grader itself failed (`error`). `checks` holds a verdict for every
    check of the job, in order. `seconds` and `cpu_seconds` are the child's, from its start to its
    end, the latter with those of the processes it has waited for.
    """

    job: int
    ending: Literal["ran", "broken", "unavailable", "timeout", "crashed", "error", "tampered"]
    checks: tuple[CheckVerdict, ...]
    message: str = ""
    line: int | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    notes: tuple[str, ...] = ()


class Loading(msgspec.Struct, frozen=True, tag="loading"):
    """From a child: untrusted code runs from here on."""


class Started(msgspec.Struct, frozen=True, tag="started"):
    """From a child: a turn begins."""

    alias: str


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """From a child: a turn has ended; it passed when there is no failure, hence no `facts`.

    `printed` is how many bytes the child and its processes have printed until then.
    """

    alias: str
    seconds: float
    printed: int
    facts: Facts | None = None


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """From a child: the submission could not be loaded."""

    message: str
    line: int | None = None


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    """From a child: a finding for the author (an untrue example, a line never reached)."""

    text: str


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """From a child: our own code failed."""

    message: str


class Bent(msgspec.Struct, frozen=True, tag="bent"):
    """From a child: the submission has changed something that judges it."""

    what: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """From a child: all has run. The supervisor answers with a line that nobody could know."""


class End(msgspec.Struct, frozen=True, tag="end"):
    """From a child: the supervisor's answer to `Done`, said back; nothing may follow."""

    answer: str


FromChild = Loading | Started | Finished | Broken | Noted | Bent | Fault | Done | End
