"""One child's conversation: its lines in, what became of its checks out.

A state machine that knows no process and no descriptor, and is told the time. A child's word counts
only in its turn: a check passes when it was started and finished in the order that was asked for,
without a failure, and its receipts are complete.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from grader.engine import limits
from grader.engine.messages import (
    MAX_LINE,
    MAX_TEXT,
    Broken,
    CheckVerdict,
    Done,
    Ending,
    Facts,
    Failure,
    Fault,
    Finished,
    FromChild,
    Loading,
    Noted,
    Started,
    Turn,
)
from grader.engine.receipts import Ledger, Standing

LOAD_SECONDS = 15.0
"""How long a submission may take until its first check starts, and between two checks."""

GRACE_SECONDS = 1.0
"""How long after its time was up a check may take to let itself be stopped."""

END_SECONDS = 2.0
"""How long a child may take to be gone after its last word."""

LACKING = (
    "the check was not run to its end: something skipped it, or left it early without a failure"
)


class State(enum.Enum):
    """Where a child is in its conversation."""

    PREPARING = enum.auto()
    """It has not loaded the submission yet; what goes wrong is the grader's fault."""
    LOADING = enum.auto()
    """The submission is being loaded, or has been: untrusted from here on."""
    CHECKING = enum.auto()
    """A check runs."""
    BETWEEN = enum.auto()
    """A check has finished."""
    ENDED = enum.auto()
    """It has said its last word."""
    STOPPED = enum.auto()
    """It is being ended, and is not listened to any more."""


@dataclass(frozen=True)
class Stop:
    """Why a child came, or was brought, to its end."""

    ending: Ending
    message: str = ""
    line: int | None = None


@dataclass
class Running:
    """A child that is to take some turns, and what it has said so far.

    `ledgers` says what each check is to hand in, `explain` puts a failure into words, given the
    limit in seconds, `read` gives what was printed between two places of the output. `errand` when
    it makes notes, `now` is the time in seconds.
    """

    turns: Sequence[Turn]
    ledgers: dict[str, Ledger]
    explain: Callable[[Facts | Broken, float], Failure]
    read: Callable[[int, int], bytes]
    now: float
    errand: bool = False

    state: State = State.PREPARING
    stop: Stop | None = None
    verdicts: dict[str, CheckVerdict] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    """The checks that failed where others before them may have left something behind."""
    notes: list[str] = field(default_factory=list)
    blamed: str | None = None
    """The check in which it ended early."""

    def __post_init__(self) -> None:
        self.deadline = self.now + LOAD_SECONDS
        self._ahead = list(reversed(self.turns))
        self._current: Turn | None = None
        self._unread = b""
        self._taken = 0
        self._decoder = msgspec.json.Decoder(FromChild)

    @property
    def stopped(self) -> bool:
        """Whether its process is to be ended."""
        return self.state is State.STOPPED

    def hear(self, data: bytes, now: float) -> None:
        """Take what has come through the channel: lines, or parts of lines."""
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            if len(line) > MAX_LINE:
                self._cheated("a message of more than its size")
            elif self.state is not State.STOPPED:
                self._hear(line, now)
        if len(self._unread) > MAX_LINE:
            self._unread = b""
            self._cheated("a message without an end")

    def _hear(self, line: bytes, now: float) -> None:
        try:
            message = self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._cheated("something that is not a message")
            return
        match self.state, message:
            case State.PREPARING, Loading():
                self._go_on(State.LOADING, now + LOAD_SECONDS)
            case State.LOADING | State.BETWEEN, Started(alias) if self._is_next(alias):
                self._current = self._ahead.pop()
                self._go_on(State.CHECKING, now + self._current.seconds + GRACE_SECONDS)
            case State.CHECKING, Finished(printed=printed) if printed > limits.OUTPUT:
                self._printed_too_much()  # that it was seen from outside is not certain
            case State.CHECKING, Finished() if message.alias == self._current.alias:
                self._finish(self._current, message)
                self._current = None
                if self.state is State.CHECKING:
                    self._go_on(State.BETWEEN, now + LOAD_SECONDS)
            case State.LOADING, Broken():
                self._end(Stop("broken", self.explain(message, LOAD_SECONDS).message, message.line))
            case State.LOADING | State.BETWEEN, Noted(text) if self.errand:
                self.notes.append(text)
            case State.PREPARING, Fault(text):
                self._end(Stop("error", text))
            case State.LOADING | State.CHECKING | State.BETWEEN, Fault(text):
                last = text.strip().rpartition("\n")[2]
                self._end(Stop("crashed", f"it broke what runs the checks: {last}"))
            case State.LOADING | State.BETWEEN, Done():
                self._end(Stop("ran"))
            case State.ENDED, Fault():
                pass  # an exception that some thread sends the main one, after its last word
            case _:
                self._cheated("a message out of turn")
        if self.state is State.ENDED:
            self.deadline = now + END_SECONDS

    def _is_next(self, alias: str) -> bool:
        return bool(self._ahead) and self._ahead[-1].alias == alias

    def _go_on(self, state: State, deadline: float) -> None:
        self.state, self.deadline = state, deadline

    def _finish(self, turn: Turn, message: Finished) -> None:
        standing = self.ledgers[turn.check].judge(message.receipts)
        if standing is Standing.FORGED:
            self.halt(Stop("tampered", "receipts of assertions were handed in that had failed"))
            return
        failure = None
        if message.facts:
            failure = self.explain(message.facts, turn.seconds)
            text = self._in_names(failure.message)
            failure = msgspec.structs.replace(failure, message=text)
        elif standing is not Standing.COMPLETE:
            failure = Failure(message=LACKING)
        if failure and message.left and self.verdicts:
            self.left.add(turn.check)
        self.verdicts[turn.check] = CheckVerdict(
            name=turn.check,
            failure=failure,
            output=self._take_text(message.printed),
            seconds=message.seconds,
        )

    def _take_text(self, end: int) -> str:
        """What was printed since the last call and up to a byte, as text."""
        start, self._taken = self._taken, max(self._taken, min(end, 2 * limits.OUTPUT))
        data = self.read(start, min(self._taken, start + 4 * MAX_TEXT))
        text = self._in_names(data.decode("utf-8", errors="replace"))
        cut = len(data) == 4 * MAX_TEXT or len(text) > MAX_TEXT
        return f"{text[:MAX_TEXT]}… (the rest is cut)" if cut else text

    def _in_names(self, text: str) -> str:
        """A text with the checks' names where it has those under which they are run."""
        for turn in self.turns:
            text = text.replace(f"{turn.alias}.<locals>.", "").replace(turn.alias, turn.check)
        return text

    def look(self, now: float, printed: int, processes: int) -> None:
        """See from outside whether it is over a limit: bytes printed, processes, time."""
        if printed > limits.OUTPUT:
            self._printed_too_much()
        elif processes > limits.PROCESSES:
            what = f"stopped: it had more than {limits.PROCESSES} processes"
            self.halt(Stop("crashed", what))
        elif now >= self.deadline:
            self.halt(Stop("timeout", self._waited_for()))

    def _printed_too_much(self) -> None:
        what = f"stopped: it printed more than {limits.OUTPUT // 1024} KiB"
        self.halt(Stop("crashed", what))

    def _waited_for(self) -> str:
        if self._current:
            seconds = self._current.seconds
            return f"stopped: {self._current.check} was still running after {seconds:g} s"
        if self.verdicts:
            return f"stopped: nothing happened for {LOAD_SECONDS:g} s between two checks"
        return (
            f"stopped: it was still being imported after {LOAD_SECONDS:g} s; "
            "what stands outside of functions has to come to an end"
        )

    def _cheated(self, what: str) -> None:
        self.halt(Stop("tampered", f"the submission sent the grader {what}"))

    def halt(self, stop: Stop) -> None:
        """It is to be ended, for the first reason given."""
        if self.state is not State.STOPPED:
            if self.stop is None or stop.ending == "tampered":
                self.stop = stop
            self.state = State.STOPPED

    def _end(self, stop: Stop) -> None:
        self.stop = stop
        self.state = State.ENDED

    def close(self, cause: str) -> None:
        """Its process has ended, and nothing more is to come; `cause` is how, in words.

        A check that was running fails with it.
        """
        if self.stop is None:
            finished = not self._ahead and not self._current and not self.errand
            told = self.state is not State.PREPARING
            self.stop = Stop("ran") if finished and told else self._died(cause)
        if self._current and self.stop.ending != "tampered":
            self._blame(self._current.check)

    def _died(self, cause: str) -> Stop:
        during = f" during {self._current.check}" if self._current else ""
        return Stop("crashed", f"the process {cause}{during}")

    def _blame(self, check: str) -> None:
        self.blamed = check
        timed_out = self.stop.ending == "timeout"
        failure = Failure(message=self.stop.message, timed_out=timed_out)
        output = self._take_text(2 * limits.OUTPUT)
        self.verdicts[check] = CheckVerdict(name=check, failure=failure, output=output)
