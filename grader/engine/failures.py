"""From an exception in a check to words a beginner can act on.

The child notes what only it can know (`observe`: the exception, the values that were compared, the
frames in the submission) as `Facts`. The supervisor, which knows the checks, puts them into words
(`explain`): what was called, what was expected and what came, with the line of the learner's own
file where the error arose there. Frames of pytest and of the grader never show.
"""

import ast
import linecache
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pytest
from _pytest._io.saferepr import saferepr

from grader.engine.messages import MAX_TEXT, Facts, Failure, Frame

REPR_CHARACTERS = 400
"""How much of one value is shown."""

ERROR_CHARACTERS = 2000
"""How much of an exception's message is shown."""

FRAMES = 8
"""How many of the learner's frames are shown, the innermost ones."""


def show(value: object) -> str:
    """A value as the learner is shown it, cut to what can be taken in."""
    return _sendable(saferepr(value, maxsize=REPR_CHARACTERS))


def observe(
    error: BaseException, item: pytest.Function, submission: Path, compared: tuple[str, str] | None
) -> Facts:
    """Note what a check's failure was.

    `submission` is the learner's file as the child sees it; `compared` are the values that the
    failing assertion compared, when it did.
    """
    frames = _frames(error.__traceback__)
    checks = [frame.lineno for frame in frames if frame.filename == str(item.path)]
    learner = [frame for frame in frames if frame.filename == str(submission)]
    in_check = bool(frames) and frames[-1].filename == str(item.path)
    kind = _kind(error)
    text = _text(error) if kind in ("assertion", "fail", "unwritten") else _described(error)
    return Facts(
        kind=kind,
        error=_sendable(text),
        frames=tuple(map(_frame, learner[-FRAMES:])),
        check_line=(checks[-1] or 0) if checks else 0,
        in_check=in_check,
        compared=compared,
        case=tuple(map(_sendable, _case(item))),
    )


def _kind(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):
        return "unwritten"
    if isinstance(error, AssertionError):
        return "assertion"
    if isinstance(error, pytest.fail.Exception):
        return "timeout" if "Timeout" in _text(error) else "fail"
    if isinstance(error, pytest.skip.Exception):
        return "skip"
    return "other"


def explain(facts: Facts, checks: Path, submission: str, scratch: Path) -> Failure:
    """Say why a check failed.

    `checks` is the file of checks; `submission` is the name of the learner's file, `scratch` the
    folder it was run in, which no learner needs to see. The facts come from an untrusted process.
    """
    function = _function(checks, facts.check_line) if facts.check_line else ast.Module([], [])
    statement = _statement(function, facts.check_line)
    learner = facts.frames
    lines = []
    if facts.kind == "unwritten" and learner:
        lines.append(f"{learner[-1].function} is not written yet: it raises NotImplementedError")
    elif facts.kind == "unwritten":
        lines.append(facts.error or "something here is not written yet")
    elif facts.kind == "skip":
        lines.append("the check did not run to its end: it was skipped or left early")
    elif facts.kind == "timeout":
        lines += [*_called(statement), "got       no answer: still running when its time was up"]
    elif facts.kind == "assertion" and facts.in_check and isinstance(statement, ast.Assert):
        lines += _assertion(facts, statement, function)
    elif facts.kind == "fail":
        lines += _no_exception(facts.error, statement)
    elif facts.kind == "assertion":
        error = f"AssertionError: {facts.error}" if facts.error else "AssertionError"
        lines += [*_called(statement), f"got       {error[:ERROR_CHARACTERS]}"]
    else:
        lines += [*_called(statement), f"got       {facts.error}"]
    if facts.kind not in ("unwritten", "skip"):
        lines += [f"with      {', '.join(facts.case)}"] if facts.case else []
        lines += _where(submission, learner)
    text = "\n".join(lines).replace(str(scratch / "code" / submission), submission)
    text = text.replace(str(scratch), "…")
    return Failure(
        message=text[:MAX_TEXT],
        line=learner[-1].line if learner else None,
        timed_out=facts.kind == "timeout",
    )


def explain_load(error: BaseException, submission: Path) -> tuple[str, int | None]:
    """Say why a submission could not be loaded, and at which of its lines."""
    if isinstance(error, SyntaxError) and error.filename == str(submission):
        line = error.lineno
        text = (error.text or "").rstrip("\n")
        indent = len(text) - len(text.lstrip())
        lines = [f"{type(error).__name__}: {error.msg}"]
        if text.strip():
            caret = " " * max(0, (error.offset or 1) - 1 - indent) + "^"
            lines += [f"  line {line}:  {text.strip()}", " " * len(f"  line {line}:  ") + caret]
        return _sendable("\n".join(lines)), line
    frames = [
        _frame(frame) for frame in _frames(error.__traceback__) if frame.filename == str(submission)
    ]
    lines = [_described(error)]
    if isinstance(error, SystemExit):
        lines = ["it calls exit while it is being imported"]
    elif isinstance(error, ModuleNotFoundError):
        lines = [f"it imports {error.name}, which is not installed or not needed here"]
    lines += _where(submission.name, frames)
    text = "\n".join(lines).replace(str(submission), submission.name)
    return _sendable(text), frames[-1].line if frames else None


def _sendable(text: str) -> str:
    """The text, cut to what is kept, with what UTF-8 cannot hold written out."""
    return text[:MAX_TEXT].encode("utf-8", "backslashreplace").decode()


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its message cannot be shown)"


def _described(error: BaseException) -> str:
    text = _text(error)
    name = type(error).__name__
    return f"{name}: {text[:ERROR_CHARACTERS]}" if text else name


def _frame(frame: traceback.FrameSummary) -> Frame:
    source = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return Frame(frame.lineno or 0, _sendable(frame.name[:200]), _sendable(source[:200]))


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    limit = 200 if trace else 0
    return list(traceback.StackSummary.extract(_walk(trace, limit), lookup_lines=False))


def _walk(trace: TracebackType | None, limit: int):
    """The first and the last frames of a traceback, which recursion can make very long."""
    entries = list(traceback.walk_tb(trace))
    return entries if len(entries) <= limit else entries[: limit // 2] + entries[-limit // 2 :]


def _statement(function: ast.Module, line: int) -> ast.stmt | None:
    """The innermost statement of a function that holds a line."""
    found = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(found, key=lambda node: (node.lineno, -(node.end_lineno or 0)), default=None)


def _function(path: Path, line: int) -> ast.Module:
    """The function of a file of checks around a line, as a tree of its own: parsed alone, since a
    whole file takes longer than most checks run."""
    linecache.checkcache(str(path))
    lines = linecache.getlines(str(path))
    above = range(min(line, len(lines)), 0, -1)
    start = next((n for n in above if lines[n - 1].startswith("def ")), 1)
    inside = (" ", "\n", ")", "]", "}", "#")
    end = start
    while end < len(lines) and lines[end].startswith(inside):
        end += 1
    try:
        return ast.increment_lineno(ast.parse("".join(lines[start - 1 : end])), start - 1)
    except SyntaxError:
        return ast.Module([], [])  # whatever sent this line does not speak of a check


def _called(statement: ast.stmt | None) -> list[str]:
    if statement is None:
        return []
    if isinstance(statement, ast.With):
        statement = statement.body[0]
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    if isinstance(statement, ast.Assert):
        return [f"called    {ast.unparse(statement.test)}"]
    return [f"called    {_first_line(ast.unparse(statement))}"]


def _first_line(text: str) -> str:
    head, _, rest = text.partition("\n")
    return f"{head} …" if rest else head


def _assertion(facts: Facts, statement: ast.Assert, function: ast.Module) -> list[str]:
    said, _, explanation = f"\n{facts.error}".rpartition("\nassert ")
    said = said.strip()
    explanation = explanation.splitlines() or [""]
    test = statement.test
    lines = said.splitlines() if statement.msg is not None else []
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and facts.compared:
        left, right = facts.compared
        if isinstance(test.ops[0], ast.Eq):
            lines += [
                f"called    {_source_of(test.left, statement, function)}",
                f"expected  {right}",
                f"got       {left}",
            ]
        else:
            lines += [
                f"expected  {ast.unparse(test)}",
                f"got       {left}",
                f"against   {right}",
            ]
        if len(left) + len(right) > 60:
            lines += [f"          {line.strip()}" for line in explanation[1:12] if line.strip()]
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        lines += [
            f"expected  {ast.unparse(test.operand)} to be false",
            f"got       {explanation[0].removeprefix('not ')}",
        ]
    elif not lines:
        lines += [f"expected  {ast.unparse(test)} to be true", f"got       {explanation[0]}"]
    return lines


def _source_of(left: ast.expr, statement: ast.Assert, function: ast.Module) -> str:
    """The expression compared; for a bare name, the call whose result it was last given."""
    if isinstance(left, ast.Name):
        assigned = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and node.lineno < statement.lineno
            and any(isinstance(t, ast.Name) and t.id == left.id for t in node.targets)
        ]
        last = max(assigned, key=lambda node: node.lineno, default=None)
        if last and any(isinstance(node, ast.Call) for node in ast.walk(last.value)):
            return ast.unparse(last.value)
    return ast.unparse(left)


def _no_exception(text: str, statement: ast.stmt | None) -> list[str]:
    if text.startswith("DID NOT RAISE") and isinstance(statement, ast.With):
        raising = statement.items[0].context_expr
        wanted = ast.unparse(raising.args[0]) if getattr(raising, "args", None) else "an exception"
        body = _first_line("; ".join(ast.unparse(node) for node in statement.body))
        return [f"called    {body}", f"expected  {wanted}", "got       no exception"]
    return [*_called(statement), f"got       {text[:ERROR_CHARACTERS]}"]


def _case(item: pytest.Function) -> list[str]:
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return []
    return [f"{name}={_named(value)}" for name, value in callspec.params.items()]


def _named(value: object) -> str:
    name = getattr(value, "__name__", None) if callable(value) else None
    return name if isinstance(name, str) else saferepr(value, maxsize=120)


def _where(submission: str, frames: Sequence[Frame]) -> list[str]:
    lines = []
    for frame in frames[-FRAMES:]:
        lines.append(f"at        {submission}:{frame.line}, in {frame.function}")
        if frame.source:
            lines.append(f"              {frame.source}")
    return lines
