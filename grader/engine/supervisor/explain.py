"""From an exception in a check to words a beginner can act on.

The child notes what only it can know (`child.observe`: the exception, the values that were compared
and the frames in the submission) as `Facts`. The supervisor, which knows the checks, puts them into
words: what was called, what was expected and what came, with the line of the learner's own file
where the error arose there.
"""

import ast
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.engine.messages import MAX_TEXT, UNWRITTEN, Broken, Facts, Failure, Frame
from grader.engine.receipts import expects
from grader.engine.supervisor.reading import (
    function_around,
    source_of,
    statement_at,
    waited_for,
)

ERROR_CHARACTERS = 2000
"""How much of an exception's message is shown."""

VALUE_CHARACTERS = 450
"""How much of one value is shown."""

HELPERS = 3
"""How many of the checks' functions between a check and the call are shown, the innermost ones."""

_NO_MATCH = re.compile(
    r"Regex pattern did not match\.\s+Expected regex: (?P<wanted>.*)\n"
    r"\s+Actual message: (?P<came>.*)",
    re.DOTALL,
)
"""What pytest says of an exception with another message."""

_WHOLE = re.compile(r"\^((?:[^\\^$.*+?{}\[\]|()]|\\\W)*)\$", re.DOTALL)
"""A pattern of a whole message in which nothing else is special."""

_NOT_RAISED = re.compile(r"DID NOT RAISE (?:any of \((?P<several>[^)]*)\)|(?P<one>\w+))")
"""What pytest says where no exception came."""

_UNDEFINED = re.compile(r"NameError: name '\w+' is not defined")
"""What Python says of a name that is nothing's; a submission may have NameErrors of its own."""

_REFUSED = (
    (re.compile(r"TypeError: ('.+') object cannot be interpreted as an integer"), "__len__", "len"),
    (re.compile(r"TypeError: iter\(\) returned non-iterator of type ('.+')"), "__iter__", ""),
)
"""What Python says of a value that a special method returned, the method, and the function that
asks it, where others say the same."""

_FOR_PYTEST = re.compile(
    r"^\s*Use -v|^\.\.\.Full output truncated|, use '?-v|^\s*Drill down into differing"
)
"""Lines that speak of pytest's own options."""


def explain(
    what: Facts | Broken, checks: Path, submission: str, scratch: str, seconds: float
) -> Failure:
    """Say why a check failed, or why a submission could not be loaded.

    `checks` is the file of checks; `submission` is the name of the learner's file, `scratch` the
    folder it was run in, which no learner needs to see; `seconds` is how long it might take. What
    happened an untrusted process says.
    """
    if isinstance(what, Broken):
        said = [what.error[:ERROR_CHARACTERS], *_where(submission, what.frames[-8:])]
        lines, line, check_line = said, what.line, None
    else:
        lines, check_line = _failed(what, checks, submission, seconds), what.check_line or None
        line = what.frames[-1].line if what.frames else None
    text = "\n".join(lines).replace(f"{scratch}/code/{submission}", submission)
    return Failure(
        message=text.replace(scratch, "…")[:MAX_TEXT],
        line=line,
        check_line=check_line,
        timed_out=isinstance(what, Facts) and what.kind == "timeout",
        unfinished=isinstance(what, Facts) and _unfinished(what),
    )


def _unfinished(facts: Facts) -> bool:
    undefined = facts.kind == "other" and _UNDEFINED.fullmatch(facts.error)
    return facts.kind == "unwritten" or bool(undefined)


def _failed(facts: Facts, checks: Path, submission: str, seconds: float) -> list[str]:
    """Why a check failed, in lines, none of them longer than an honest child makes them."""
    facts = msgspec.structs.replace(
        facts,
        error=facts.error[: 2 * ERROR_CHARACTERS],
        compared=facts.compared and tuple(text[:VALUE_CHARACTERS] for text in facts.compared),
        case=tuple(text[:VALUE_CHARACTERS] for text in facts.case),
        frames=facts.frames[-8:],
    )
    function = function_around(checks, facts.check_line) if facts.check_line else ast.Module([], [])
    statement = statement_at(function, facts.check_line)
    learner = facts.frames
    by_value = facts.kind == "assertion" and facts.in_check and isinstance(statement, ast.Assert)
    lines = [] if by_value or facts.kind in ("unwritten", "skip") else _label(statement)
    if facts.kind == "unwritten" and learner:
        lines.append(f"{learner[-1].function} {UNWRITTEN}: it raises NotImplementedError")
    elif facts.kind == "unwritten":
        lines.append(facts.error or f"something here {UNWRITTEN}")
    elif facts.kind == "skip":
        lines.append("the check did not run to its end: it was skipped or left early")
    elif facts.kind == "timeout":
        late = f"got       no answer: still running when its time was up, after {seconds:g} s"
        lines += [*_called(statement, facts), late]
    elif facts.kind == "mimic":
        lines += [*_called(statement, facts), f"got       a {facts.error.partition(': ')[2]}"]
    elif by_value:
        lines += _assertion(facts, statement, function)
    elif facts.kind == "fail":
        lines += _no_exception(facts, statement)
    elif facts.kind == "assertion" and (found := _NO_MATCH.match(facts.error)):
        pattern = _literal(found["wanted"])
        whole = _WHOLE.fullmatch(pattern)
        wanted = re.sub(r"\\(\W)", r"\1", whole[1] if whole else pattern)
        lines += [
            *_called(statement, facts),
            f"expected  an exception whose message {'is' if whole else 'contains'}: {wanted}",
            f"got       {_literal(found['came'])}",
        ]
    elif facts.kind == "assertion":
        said = [line for line in facts.error.split("\n") if not _FOR_PYTEST.search(line)] or [""]
        error = "\n".join(["AssertionError: " + said[0], *said[1:]]).removesuffix(": ")
        expected = waited_for(function, statement, checks, _case(facts)) if learner else None
        got = f"got       {error[:ERROR_CHARACTERS]}"
        lines += [*_called(statement, facts), *_expected(expected), got]
    else:
        lines += _raised(facts, checks, function, statement)
    if facts.kind not in ("unwritten", "skip"):
        lines += [f"with      {', '.join(facts.case)}"] if facts.case else []
        lines += _where(submission, learner)
    if facts.swallowed:
        lines.append(_swallowed(function, statement))
    return lines


def _raised(
    facts: Facts, checks: Path, function: ast.Module, statement: ast.stmt | None
) -> list[str]:
    """What was called where any other exception came, by way of which of the checks' functions."""
    calls = [(function, statement)]
    for line in facts.helper_lines:
        around = function_around(checks, line)
        inner = statement_at(around, line)
        outer = calls[-1][1]
        if isinstance(outer, ast.ClassDef) and inner and _is_within(inner, outer):
            calls.pop()
        # what stands in one statement may well be several functions: a lambda, a comprehension
        if inner and all(other is None or _span(inner) != _span(other) for _, other in calls):
            calls.append((around, inner))
    beforehand = msgspec.structs.replace(facts, leaving=False)
    shown = [*calls[:1], *calls[1:][-HELPERS:]]
    lines, expected = [line for _, inner in shown[1:] for line in _label(inner)], None
    for number, (_, inner) in enumerate(shown, 1):
        called = _called(inner, facts if number == len(shown) else beforehand)
        lines += [re.sub("^called ", "through", line) for line in called] if number > 1 else called
    for around, inner in calls:
        within = waited_for(around, inner, checks, _case(facts))
        expected = expected if within is None else within
    got = f"got       {facts.error}"
    return [*lines, *_expected(expected), got, *_method(facts, calls[-1][1])]


def _case(facts: Facts) -> dict[str, str]:
    return dict(each.split("=", 1) for each in facts.case if "=" in each)


def _expected(exceptions: str | None) -> list[str]:
    return [f"expected  {exceptions}"] if exceptions else []


def _is_within(inner: ast.stmt, outer: ast.stmt) -> bool:
    """Whether a statement is a part of another one, in a tree of its own."""
    return outer.lineno < inner.lineno <= (outer.end_lineno or outer.lineno)


def _span(statement: ast.stmt) -> tuple[int, int | None]:
    return statement.lineno, statement.end_lineno


def _label(statement: ast.stmt | None) -> list[str]:
    """What an assertion says of itself, where that is written out."""
    said = statement.msg if isinstance(statement, ast.Assert) else None
    text = said.value if isinstance(said, ast.Constant) else None
    return text.splitlines() if isinstance(text, str) else []


def _swallowed(function: ast.Module, statement: ast.stmt | None) -> str:
    """What to say of a failure that the submission kept to itself."""
    for node in ast.walk(function):
        if not isinstance(node, ast.With) or expects(node, "raises") or expects(node, "warns"):
            continue
        if statement in ast.walk(node) and statement is not node:
            manager = ast.unparse(node.items[0].context_expr)
            return (
                f"but       your context manager swallowed this failure: what is raised in the "
                f"block of {manager} has to come out of it"
            )
    return (
        "but       your code swallowed this failure: an exception that it is not to handle has to "
        "come out of it"
    )


def _called(statement: ast.stmt | None, facts: Facts) -> list[str]:
    if statement is None:
        return []
    awaited = facts.kind in ("assertion", "fail") and not facts.frames
    if awaited and (expects(statement, "raises") or expects(statement, "warns")):
        statement = statement.body[0]  # which did not end as expected
    if facts.leaving and isinstance(statement, ast.With | ast.AsyncWith):
        return [f"left      the block of {', '.join(map(ast.unparse, statement.items))}"]
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        head = ast.unparse(statement).split("\n")[: len(statement.decorator_list) + 1]
        return [f"called    {' '.join(head)} …"]
    if isinstance(statement, ast.Assert):
        test = statement.test
        equality = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)
        calls = equality and any(isinstance(node, ast.Call) for node in ast.walk(test.left))
        return [f"called    {ast.unparse(test.left if calls else test)}"]
    if isinstance(statement, ast.Return) and statement.value:
        return [f"called    {_first_line(ast.unparse(statement.value))}"]
    return [f"called    {_first_line(ast.unparse(statement))}"]


def _literal(text: str) -> str:
    """A string from its `repr`; the text itself where it is none."""
    try:
        value = ast.literal_eval(text.strip())
    except Exception:  # whatever it is that a submission has put there
        return text.strip()
    return value if isinstance(value, str) else text.strip()


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
        by_identity = isinstance(test.ops[0], ast.Is) and left != right
        if isinstance(test.ops[0], ast.Eq) or by_identity:
            lines += [
                f"called    {source_of(test.left, statement, function)}",
                f"expected  {right}",
                f"got       {left}",
            ]
        else:
            came, wanted = left, right
            other = test.comparators[0]
            if isinstance(test.ops[0], ast.In | ast.NotIn):
                came, wanted, other = right, left, test.left  # what is looked into is what came
            lines += [f"expected  {ast.unparse(test)}", f"got       {came}"]
            if not isinstance(other, ast.Constant) and ast.unparse(other) != wanted:
                lines += [f"where     {ast.unparse(other)} is {wanted}"]
        if not by_identity and (left == right or len(left) + len(right) > 60):
            lines += [f"          {line}" for line in _differences(explanation[1:12])]
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        lines += [
            f"expected  {ast.unparse(test.operand)} to be false",
            f"got       {explanation[0].removeprefix('not ')}",
        ]
    elif not lines:
        lines += [f"expected  {ast.unparse(test)} to be true", f"got       {explanation[0]}"]
    return lines


_IN_OUR_WORDS = {
    r"^Left contains": "got has",
    r"^Right contains": "expected has",
    r"^Extra items in the left set": "only in got",
    r"^Extra items in the right set": "only in expected",
    r"^At index (\d+) diff:": r"at index \1:",
}
"""What pytest calls the sides of a comparison, and what a learner reads above."""


def _differences(explanation: Sequence[str]) -> list[str]:
    """What pytest says besides on how two values differ; nothing where it is the two once more."""
    lines = [line.strip()[:VALUE_CHARACTERS] for line in explanation]
    more = [line for line in lines if line and not _FOR_PYTEST.search(line)]
    for theirs, ours in _IN_OUR_WORDS.items():
        more = [re.sub(theirs, ours, line) for line in more]
    alike = any(line.startswith("Omitting") for line in lines)
    only = len(more) == 2 and more[0] == "Differing items:" and not alike
    return [] if only else more


def _no_exception(facts: Facts, statement: ast.stmt | None) -> list[str]:
    """What `pytest.raises` and its like have to say."""
    if (found := _NOT_RAISED.match(facts.error)) and isinstance(statement, ast.With):
        # pytest names the classes themselves, where a check may only have a name for them
        wanted = " or ".join((found["one"] or found["several"]).split(", "))
        body = _first_line("; ".join(ast.unparse(node) for node in statement.body))
        return [f"called    {body}", f"expected  {wanted}", "got       no exception"]
    return [*_called(statement, facts), f"got       {facts.error[:ERROR_CHARACTERS]}"]


def _method(facts: Facts, statement: ast.stmt | None) -> list[str]:
    """The special method that returned to a check what Python refuses without naming it."""
    for pattern, method, function in _REFUSED:
        found = pattern.fullmatch(facts.error) if facts.in_check and statement else None
        if found and (not function or f"{function}(" in ast.unparse(statement)):
            return [f"where     {method} returned a value of type {found[1]}"]
    return []


def _where(submission: str, frames: Sequence[Frame]) -> list[str]:
    """The lines of the submission that were come to, each once, however often it was."""
    lines = []
    for frame, times in Counter(frames).items():
        again = ", again and again" if times > 1 else ""
        lines.append(f"at        {submission}:{frame.line}, in {frame.function}{again}")
        if frame.source:
            lines.append(f"              {frame.source}")
    return lines
