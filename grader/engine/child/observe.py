"""From an exception in a child to facts that can be sent: what only the child can know.

The exception, the values that were compared and the frames in the submission are noted here; the
supervisor, which knows the checks, puts them into words (`supervisor.explain`). A submission that
cannot be loaded is explained here, since no check is needed for that. Frames of pytest and of the
grader never show.
"""

import linecache
import marshal
import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import pytest
from _pytest._io.saferepr import SafeRepr

from grader.engine.child.intact import BUILTINS
from grader.engine.child.till import EqualsEverything
from grader.engine.messages import MAX_LINES, MAX_TEXT, Broken, Facts, Frame

_MARKER = re.compile(r"(<{7}|>{7}) ")
"""How a line begins that git leaves around two versions of what it could not merge."""

REPR_CHARACTERS = 400
"""How much of one value is shown."""

ERROR_CHARACTERS = 2000
"""How much of an exception's message is shown."""

FRAMES = 8
"""How many of the learner's frames are shown, the innermost ones."""

HELPERS = 32
"""How many places in the checks' functions between a check and the call are noted, the innermost
ones."""

CASE_ARGUMENTS = 16
"""How many arguments of a parametrised case are shown."""


# a submission may replace these where they come from
__builtins__ = BUILTINS
_Failed, Skipped = pytest.fail.Exception, pytest.skip.Exception
_dumps, _loads, _getitem = marshal.dumps, marshal.loads, str.__getitem__
_type_name = type.__dict__["__name__"].__get__
_CONTAINERS = frozenset({list, tuple, dict, set})


class TimeIsUp(BaseException):
    """A check has used up its time; no `except Exception` is to swallow it."""


class _Shown(SafeRepr):
    """pytest's way to show a value, which leaves out all but six items of a list: here only the
    size limits it."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = size
        self.maxdeque = self.maxarray = self._parts = size

    def repr1(self, x: object, level: int) -> str:
        self._parts -= 1
        return super().repr1(x, level) if self._parts > 0 else "..."


def show(value: object) -> str:
    """A value as the learner is shown it, cut to what can be taken in."""
    return _sendable(_Shown(REPR_CHARACTERS).repr(value))


def kept(arguments: Mapping[str, object]) -> dict[str, bytes]:
    """What a check, or what it calls, may change of the arguments of its case, as it is before:
    this takes a microsecond or two where their texts would take longer than many checks."""
    return {
        name: data
        for name, value in arguments.items()
        if type(value) in _CONTAINERS and (data := _plain(value))
    }


def _plain(value: object) -> bytes | None:
    """A value that is made of plain ones, as bytes that are the same for an equal one."""
    try:
        return _dumps(value, 2)  # no later version: they tell what is referred to twice
    except Exception:  # a buffer may be of a submission's own class
        return None


def observe(
    error: BaseException,
    checks: Path,
    submission: Path,
    arguments: Mapping[str, object],
    before: Mapping[str, bytes],
    compared: tuple[str, str] | None,
    swallowed: bool = False,
) -> Facts:
    """Note what a check's failure was.

    `checks` is the file of checks and `submission` the learner's as the child sees it; `arguments`
    are those of the case, `before` what was `kept` of them, `compared` the values that the failing
    assertion compared, when it did; `swallowed` if the check never saw the failure.
    """
    frames = _frames(error.__traceback__)
    places = [n for n, frame in enumerate(frames) if frame.filename == str(checks)]
    learner = [frame for frame in frames if frame.filename == str(submission)]
    in_check = bool(frames) and frames[-1].filename == str(checks)
    kind = _kind(error)
    if kind == "other" and learner:
        # where the learner's code has called the checks' own, the check's call is what failed
        first = frames.index(learner[0])
        places = [n for n in places if n < first] or places
    at = places[-1] if places else None
    after = _name(frames[at + 1]) if at is not None and at + 1 < len(frames) else ""
    # a check that has a helper call it says with what
    shown = places if kind == "other" else places[-1:]
    lines = [min(frames[n].lineno or 0, MAX_LINES) for n in shown]
    text = _text(error) if kind in ("assertion", "fail", "unwritten") else _described(error)
    return Facts(
        kind=kind,
        error=_sendable(text),
        frames=tuple(map(_frame, learner[-FRAMES:])),
        check_line=lines[0] if lines else 0,
        helper_lines=tuple(dict.fromkeys(lines[1:]))[-HELPERS:],
        in_check=in_check,
        compared=compared,
        case=tuple(map(_sendable, _case(arguments, before)))[:CASE_ARGUMENTS],
        swallowed=swallowed,
        leaving=after.endswith(("__exit__", "__aexit__")),
    )


def _kind(error: BaseException) -> str:
    kinds = {NotImplementedError: "unwritten", EqualsEverything: "mimic", TimeIsUp: "timeout"}
    for known, kind in kinds.items():
        if isinstance(error, known):
            return kind
    if isinstance(error, AssertionError):
        return "assertion"
    if isinstance(error, _Failed):
        return "fail"
    if isinstance(error, Skipped):
        return "skip"
    return "other"


def observe_load(error: BaseException, submission: Path, begin: str = "") -> Broken:
    """Note why a submission could not be loaded, and at which of its lines; `begin` goes first."""
    if isinstance(error, SyntaxError) and error.filename == str(submission):
        if conflict := _conflict(submission):
            return Broken(
                f"a merge conflict is left in the file, from line {conflict} on", conflict
            )
        line = min(max(error.lineno or 0, 0), MAX_LINES)
        return Broken(_sendable("\n".join(_syntax_error(error, line))), line)
    frames = [
        _frame(frame) for frame in _frames(error.__traceback__) if frame.filename == str(submission)
    ]
    said = _described(error)
    if isinstance(error, SystemExit):
        said = "it calls exit while it is being imported"
    elif isinstance(error, ModuleNotFoundError):
        said = (
            f"it imports {error.name}, which is not here: one file is graded, alone, with the "
            "packages that its exercise needs"
        )
    text = said.replace(str(submission), submission.name)
    return Broken(
        _sendable(begin + text), frames[-1].line if frames else None, tuple(frames[-FRAMES:])
    )


def _conflict(submission: Path) -> int | None:
    """The line of a marker that git left in what does not load, the first if there are several."""
    lines = enumerate(linecache.getlines(str(submission))[:MAX_LINES], 1)
    return next((number for number, line in lines if _MARKER.match(line)), None)


def _syntax_error(error: SyntaxError, line: int) -> list[str]:
    text = (error.text or "").rstrip().expandtabs()
    lines = [f"{type(error).__name__}: {error.msg}"]
    if text.strip():
        place = f"  line {line}:  "
        lines.append(place + text)  # with its indentation, which may be what is wrong
        if not isinstance(error, IndentationError):
            lines.append(" " * (len(place) + max(0, (error.offset or 1) - 1)) + "^")
    return lines


def _sendable(text: str, characters: int = MAX_TEXT) -> str:
    """The text, with what UTF-8 cannot hold written out, cut to what is kept."""
    return _cut(text, characters).encode("utf-8", "backslashreplace").decode()[:characters]


def _cut(text: str, characters: int) -> str:
    """The beginning of a text, which may be of a class of the submission's own, as a plain one."""
    return _getitem(text, slice(characters))


def _asked(question: Callable[[], str], otherwise: str) -> str:
    """What a submission's own code has to say, or something else where it fails or leaves."""
    try:
        return _cut(question(), MAX_TEXT)
    except TimeIsUp:
        raise
    except BaseException:
        return otherwise


def _text(error: BaseException) -> str:
    return _asked(lambda: str(error), "(its message cannot be shown)")


def _described(error: BaseException) -> str:
    text = _text(error)
    if isinstance(error, EOFError) and "reading a line" in text:
        text = "input() has nobody to ask here: checks call your code with arguments"
    name = _type_name(type(error))
    return f"{name}: {text[:ERROR_CHARACTERS]}" if text else name


def _frame(frame: traceback.FrameSummary) -> Frame:
    source = linecache.getline(frame.filename, frame.lineno or 0).strip()
    line = min(frame.lineno or 0, MAX_LINES)
    return Frame(line, _sendable(_name(frame), 200), _sendable(source, 200))


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return [
        traceback.FrameSummary(
            frame.f_code.co_filename, line, frame.f_code.co_qualname, lookup_line=False
        )
        for frame, line in _walk(trace, 200 if trace else 0)
    ]


def _name(frame: traceback.FrameSummary) -> str:
    """A function's name, with its class; not with the function around it."""
    return frame.name.rpartition("<locals>.")[2]


def _walk(trace: TracebackType | None, limit: int):
    """The first and the last frames of a traceback, which recursion can make very long."""
    entries = list(traceback.walk_tb(trace))
    return entries if len(entries) <= limit else entries[: limit // 2] + entries[-limit // 2 :]


def _case(arguments: Mapping[str, object], before: Mapping[str, bytes]) -> list[str]:
    given = {name: _loads(was) for name, was in before.items() if _plain(arguments[name]) != was}
    return [f"{name}={_named(value)}" for name, value in {**arguments, **given}.items()]


def _named(value: object) -> str:
    name = _asked(lambda: value.__name__, "") if callable(value) else ""
    return name or _asked(lambda: _Shown(120).repr(value), "(it cannot be shown)")
