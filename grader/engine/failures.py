"""From an exception in a check to words a beginner can act on.

In: the exception, where the submission and its checks stand, and what pytest compared last. Out: a
`Failure` that says what was called, what was expected and what came, with the line of the learner's
own file where the error arose there. Frames of pytest and of the grader never show.
"""

import ast
import functools
import linecache
import traceback
from pathlib import Path
from types import TracebackType

import pytest
from _pytest._io.saferepr import saferepr

from grader.engine.messages import MAX_TEXT, Failure

REPR_CHARACTERS = 400
"""How much of one value is shown."""

FRAMES = 8
"""How many of the learner's frames are shown, the innermost ones."""


class Comparisons:
    """A pytest plugin that remembers the values of the latest comparison that failed."""

    def __init__(self) -> None:
        self.latest: tuple[str, str] | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, left: object, right: object) -> None:
        self.latest = (_shown(left), _shown(right))


def explain(
    error: BaseException, item: pytest.Function, submission: Path, compared: tuple[str, str] | None
) -> Failure:
    """Say why a check failed.

    `submission` is the learner's file as the child sees it; `compared` are the values that the
    failing assertion compared, when it did.
    """
    frames = _frames(error.__traceback__)
    learner = [frame for frame in frames if frame.filename == str(submission)]
    checks = [frame for frame in frames if frame.filename == str(item.path)]
    statement = _statement(item.path, checks[-1].lineno or 0) if checks else None
    own_assertion = bool(frames) and frames[-1].filename == str(item.path)
    timed_out = isinstance(error, pytest.fail.Exception) and "Timeout" in str(error)

    lines = []
    unwritten = isinstance(error, NotImplementedError)
    if unwritten and learner:
        lines.append(f"{learner[-1].name} is not written yet: it raises NotImplementedError")
    elif unwritten:
        lines.append(str(error) or "something here is not written yet")
    elif timed_out:
        lines += [*_called(statement), "got       no answer: still running when its time was up"]
    elif isinstance(error, AssertionError) and own_assertion and isinstance(statement, ast.Assert):
        lines += _assertion(error, statement, item.path, compared)
    elif isinstance(error, pytest.fail.Exception):
        lines += _no_exception(error, statement)
    else:
        lines += [*_called(statement), f"got       {_described(error)}"]
    if not unwritten:
        lines += _case(item) + _where(learner)
    text = "\n".join(lines).replace(str(submission), submission.name)
    text = text.replace(str(submission.parent.parent), "…")
    return Failure(
        message=_sendable(text),
        line=learner[-1].lineno if learner else None,
        timed_out=timed_out,
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
    frames = [f for f in _frames(error.__traceback__) if f.filename == str(submission)]
    lines = [_described(error)]
    if isinstance(error, SystemExit):
        lines = ["it calls exit while it is being imported"]
    elif isinstance(error, ModuleNotFoundError):
        lines = [f"it imports {error.name}, which is not installed or not needed here"]
    lines += _where(frames)
    text = "\n".join(lines).replace(str(submission), submission.name)
    return _sendable(text), frames[-1].lineno if frames else None


def _sendable(text: str) -> str:
    """The text, cut to what is kept, with what UTF-8 cannot hold written out."""
    return text[:MAX_TEXT].encode("utf-8", "backslashreplace").decode()


def _shown(value: object) -> str:
    return saferepr(value, maxsize=REPR_CHARACTERS)


def _described(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    name = type(error).__name__
    return f"{name}: {text[:2000]}" if text else name


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    limit = 200 if trace else 0
    return list(traceback.StackSummary.extract(_walk(trace, limit), lookup_lines=False))


def _walk(trace: TracebackType | None, limit: int):
    """The first and the last frames of a traceback, which recursion can make very long."""
    entries = list(traceback.walk_tb(trace))
    return entries if len(entries) <= limit else entries[: limit // 2] + entries[-limit // 2 :]


def _statement(path: Path, line: int) -> ast.stmt | None:
    """The innermost statement of a file of checks that holds a line."""
    found = [
        node
        for node in ast.walk(_function(path, line))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(found, key=lambda node: (node.lineno, -(node.end_lineno or 0)), default=None)


@functools.lru_cache(maxsize=16)
def _function(path: Path, line: int) -> ast.Module:
    """The function of a file of checks around a line, as a tree of its own: parsed alone, since a
    whole file takes longer than most checks run."""
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
        return ast.Module([], [])  # a negation's line numbers mean nothing


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


def _assertion(
    error: AssertionError, statement: ast.Assert, path: Path, compared: tuple[str, str] | None
) -> list[str]:
    said, _, explanation = f"\n{error}".rpartition("\nassert ")
    said = said.strip()
    explanation = explanation.splitlines() or [""]
    test = statement.test
    lines = said.splitlines() if statement.msg is not None else []
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and compared:
        left, right = compared
        if isinstance(test.ops[0], ast.Eq):
            lines += [
                f"called    {_source_of(test.left, statement, path)}",
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


def _source_of(left: ast.expr, statement: ast.Assert, path: Path) -> str:
    """The expression compared; for a bare name, the call whose result it was last given."""
    if isinstance(left, ast.Name):
        assigned = [
            node
            for node in ast.walk(_function(path, statement.lineno))
            if isinstance(node, ast.Assign)
            and node.lineno < statement.lineno
            and any(isinstance(t, ast.Name) and t.id == left.id for t in node.targets)
        ]
        last = max(assigned, key=lambda node: node.lineno, default=None)
        if last and any(isinstance(node, ast.Call) for node in ast.walk(last.value)):
            return ast.unparse(last.value)
    return ast.unparse(left)


def _no_exception(error: BaseException, statement: ast.stmt | None) -> list[str]:
    text = str(error)
    if text.startswith("DID NOT RAISE") and isinstance(statement, ast.With):
        raising = statement.items[0].context_expr
        wanted = ast.unparse(raising.args[0]) if getattr(raising, "args", None) else "an exception"
        body = _first_line("; ".join(ast.unparse(node) for node in statement.body))
        return [f"called    {body}", f"expected  {wanted}", "got       no exception"]
    return [*_called(statement), f"got       {text[:2000]}"]


def _case(item: pytest.Function) -> list[str]:
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return []
    shown = (f"{name}={_named(value)}" for name, value in callspec.params.items())
    return [f"with      {', '.join(shown)}"]


def _named(value: object) -> str:
    name = getattr(value, "__name__", None) if callable(value) else None
    return name if isinstance(name, str) else saferepr(value, maxsize=120)


def _where(frames: list[traceback.FrameSummary]) -> list[str]:
    lines = []
    for frame in frames[-FRAMES:]:
        source = linecache.getline(frame.filename, frame.lineno or 0).strip()
        lines.append(f"at        {Path(frame.filename).name}:{frame.lineno}, in {frame.name}")
        if source:
            lines.append(f"              {source[:200]}")
    return lines
