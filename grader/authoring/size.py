"""The gate `size`: an exercise fits its level.

- Words are those of the whole prompt, as white space parts them.
- Lines are the non-blank ones after the module's docstring, those of the stub taken off. Where the
  stub's function works but the reference has another body, because it is to be improved, its body
  counts as one line, like the `raise NotImplementedError` of any other.
- Names are the public functions, classes and variables of the stub that the learner writes: those
  for which the reference has other code, docstrings aside. One given complete does not count.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from grader.authoring.files import Breach, Files
from grader.catalog import Level
from grader.source import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Size:
    """How much there may be: words of the prompt, lines of the reference, names to write."""

    words: int
    lines: int
    names: int


LIMITS = {
    Level.ENTRY: Size(360, 25, 4),
    Level.JUNIOR: Size(430, 35, 4),
    Level.MID: Size(500, 50, 4),
    Level.SENIOR: Size(550, 75, 5),
    Level.EXPERT: Size(600, 95, 5),
}


def measure(files: Files) -> Size:
    """The size of an exercise."""
    reference, stub = files.reference, files.stub
    return Size(
        words=len(files.prompt.split()),
        lines=_count(reference.code) - _count(stub.code) + _replaced(files),
        names=len(written(stub, reference)),
    )


def size(files: Files) -> Iterator[Breach]:
    """Where an exercise is larger than its level allows."""
    level, found = files.exercise.level, measure(files)
    limit = LIMITS[level]
    allowed = "allowed at this level; drop a function or a rule, the least interesting first"
    if found.words > limit.words:
        said = f"the prompt has {found.words} words, {limit.words} are {allowed}"
        yield Breach("size", files.stub.path, 1, said)
    if found.lines > limit.lines:
        said = f"the reference has {found.lines} lines beyond its stub, {limit.lines} are {allowed}"
        path = files.reference.path
        yield Breach("size", path, _first_line(files.reference), said)
    if found.names > limit.names:
        names = ", ".join(written(files.stub, files.reference))
        said = f"a learner writes {found.names} names ({names}), {limit.names} are {allowed}"
        yield Breach("size", files.stub.path, _first_line(files.stub), said)


def written(stub: Source, reference: Source) -> list[str]:
    """The public names of the stub that the learner gives their meaning."""
    wanted, has = (_grouped(each.tree) for each in (stub, reference))
    return [name for name, code in wanted.items() if name[0] != "_" and has.get(name) != code]


def _grouped(tree: ast.Module) -> dict[str, list[str]]:
    """What the top level defines each of its names as, in the order of the file."""
    found: dict[str, list[str]] = {}
    for name, node in _definitions(tree):
        found.setdefault(name, []).append(_code(node))
    return found


def _definitions(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What the top level defines, also inside an `if`, a `try` or the like."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for part in (part for target in targets for part in ast.walk(target)):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    yield part.id, node
        else:
            yield from _definitions(node)


def _code(node: ast.AST) -> str:
    """What a definition says, its docstrings and its layout aside."""
    node = copy.deepcopy(node)
    for part in ast.walk(node):
        if isinstance(part, Function | ast.ClassDef):
            part.body = _without_docstring(part.body) or [ast.Pass()]
    return ast.unparse(node)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text and isinstance(first.value.value, str) else body


def _replaced(files: Files) -> int:
    """How many lines of the stub, but one for each body, belong to bodies that are to be improved.

    Functions and the methods of classes at the top level are looked at.
    """
    has = {name: _code(node) for name, node in _functions(files.reference.tree)}
    lines = files.stub.text.splitlines()
    surplus = 0
    for name, node in _functions(files.stub.tree):
        body = _without_docstring(node.body)
        if body and has.get(name) != _code(node):
            surplus += _count(lines[body[0].lineno - 1 : body[-1].end_lineno]) - 1
    return surplus


def _functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    for name, node in _definitions(tree):
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, Function))
            yield from ((f"{name}.{method.name}", method) for method in methods)
        elif isinstance(node, Function):
            yield name, node


def _count(lines: list[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


def _first_line(module: Source) -> int:
    return len(module.text.splitlines()) - len(module.code) + 1
