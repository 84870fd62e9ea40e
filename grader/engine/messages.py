"""What the grader's processes say to each other: JSON lines, decoded strictly, every field bounded.

    command  --Setup, Job-->            supervisor  --(fork)-->  child
    command  <--Ready, Begun, Verdict-- supervisor  <--Loading, Started, Finished …--  child

A child runs untrusted code, so what it says is decoded against `FromChild` and nothing else, one
line of at most `MAX_LINE` bytes at a time.
"""

from typing import Annotated, Literal

import msgspec

MAX_LINE = 256 * 1024
"""Bytes of one message from a child; a longer one is not a message."""

MAX_TEXT = 16 * 1024
"""Characters of a failure message or of one check's output that are kept."""

MAX_SECONDS = 86_400.0
"""More than any check may take: a child that names a longer time is lying."""

MAX_LINES = 2**21
"""More lines than a submission or a file of checks can have."""

UNWRITTEN = "is not written yet"
"""In the message of a failure: a stub's `NotImplementedError` came."""

DEBUG = "pytest -x --pdb …_test.py"
"""In a message: the command that debugs; its file is named by who knows where the checks are."""

NOT_RUN = "not run: "
"""How the message of a failure begins where the check was never come to."""

Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Word = Annotated[str, msgspec.Meta(max_length=400)]
Line = Annotated[int, msgspec.Meta(ge=0, le=MAX_LINES)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=MAX_SECONDS)]
Bytes = Annotated[int, msgspec.Meta(ge=0, le=2**40)]


class Limit(msgspec.Struct, frozen=True, array_like=True):
    """A check's name and how many seconds it may take; `own` when its file says so itself."""

    check: str
    seconds: float
    own: bool = False


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of one exercise, to be run by a supervisor.

    `source` is the submission, byte for byte; `checks_path` is the trusted file of checks, `limits`
    its checks in order. `until_timeout` ends the job with the first check that runs out of time.
    The rest is for authors: `checks_source` stands in for the content of the file of checks,
    `strict` makes errors of warnings and has all of pytest look on, `seed` shuffles the checks,
    `until_failure` ends the job with the first check that fails, `coverage` notes what the checks
    do not reach, and an `example` is run instead of the checks.
    """

    id: int
    name: str
    source: bytes
    checks_path: str
    limits: tuple[Limit, ...]
    public_names: tuple[str, ...]
    until_timeout: bool = False
    checks_source: bytes | None = None
    strict: bool = False
    seed: int | None = None
    until_failure: bool = False
    coverage: bool = False
    example: str = ""

    @property
    def errand(self) -> bool:
        """Whether a child has notes to make, and so has to come to its end to have done it."""
        return self.coverage or bool(self.example)


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a supervisor is told first: where shared fixtures stand, how many children there may be
    at once, and whether the place for temporary files is its own alone."""

    conftest: str
    workers: int
    private: bool


class Isolation(msgspec.Struct, frozen=True, kw_only=True):
    """What stood between the submission and the machine while it was graded."""

    sandbox: Literal["bubblewrap", "none"]
    limits: tuple[str, ...]


class Turn(msgspec.Struct, frozen=True, array_like=True):
    """One function for a child to run: a check, under a name that tells nothing, and its limit."""

    alias: str
    check: str
    seconds: float


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """A place in the submission that an exception came through: line, function, source text."""

    line: Line
    function: Word
    source: Word


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a child knows of a check's failure, for `supervisor.explain` to put into words.

    `kind` is what sort of exception ended it, `error` the exception in words, `frames` where in the
    submission it came through, outermost first. `check_line` is the line of the check that it
    came from, `helper_lines` those of functions of the checks in between, outermost first and each
    once; `in_check` whether it arose in the last of them itself, `leaving` whether that is where
    the block of a `with` was left. `compared` are the two values of the comparison that failed,
    `case` the arguments of a parametrised case. `swallowed` when it was raised by an assertion and
    never came out of the check.
    """

    kind: Literal["assertion", "fail", "timeout", "skip", "unwritten", "mimic", "other"]
    error: Text
    frames: Annotated[tuple[Frame, ...], msgspec.Meta(max_length=32)]
    check_line: Line
    helper_lines: Annotated[tuple[Line, ...], msgspec.Meta(max_length=32)] = ()
    in_check: bool
    compared: tuple[Text, Text] | None
    case: Annotated[tuple[Text, ...], msgspec.Meta(max_length=32)]
    swallowed: bool = False
    leaving: bool = False


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a check failed: a text for the learner, the line of their file if it arose there, the
    line of the file of checks where it showed. `unfinished` where the code that it came to is not
    written, or has a name that is nothing's, so that nothing can be told of what it does."""

    message: str
    line: int | None = None
    check_line: int | None = None
    timed_out: bool = False
    unfinished: bool = False


class CheckVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A check's verdict, before anybody adds what the catalogue knows of it."""

    name: str
    failure: Failure | None = None
    output: str = ""
    seconds: float = 0.0


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """From a supervisor: it is there and takes jobs; `filtered` when system calls are."""

    filtered: bool = False


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """From a supervisor: a job's child has been started."""

    job: int


Ending = Literal["ran", "broken", "timeout", "crashed", "error", "tampered", "unavailable"]
"""How a child ended: it ran all that it was to run, could not load the submission, used up its
time, ended or was stopped early, failed by the grader's fault, or proved to cheat. Or it was never
started, as it lacks a package."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, tag="verdict"):
    """What became of a job.

    `ending` is how it ended. `checks` holds a verdict for every check of the job, in order.
    `seconds` and `cpu_seconds` are those of its children, from their start to their end, the latter
    with those of the processes that they have waited for. `notes` are an author's.
    """

    job: int
    ending: Ending
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

    alias: Word


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """From a child: a turn has ended; it failed when there are `facts`.

    `receipts` are what its assertions handed in, all of a case in one piece. `printed` is how many
    bytes the child and its processes have printed until then. `left` names, where the check failed,
    what it or one before it has left behind that could not be put back.
    """

    alias: Word
    seconds: Seconds
    printed: Bytes
    receipts: Annotated[tuple[bytes, ...], msgspec.Meta(max_length=2000)] = ()
    facts: Facts | None = None
    left: Annotated[tuple[Word, ...], msgspec.Meta(max_length=32)] = ()


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """From a child: the submission could not be loaded; `frames` as in `Facts`."""

    error: Text
    line: Line | None = None
    frames: Annotated[tuple[Frame, ...], msgspec.Meta(max_length=32)] = ()


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    """From a child: a finding for the author (an untrue example, a line never reached)."""

    text: Text


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """From a child: our own code failed, or was made to."""

    message: Text


class Done(msgspec.Struct, frozen=True, tag="done"):
    """From a child: it has run what it was to run, or cannot go on in this process."""


FromChild = Loading | Started | Finished | Broken | Noted | Fault | Done
