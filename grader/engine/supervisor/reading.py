"""What the source of a file of checks says of a place in it.

In go the file and a line, or trees of `ast`; out come the function and the statement around the
line, what a name was given before it and which exceptions are waited for there.
"""

import ast
import builtins
import copy
import linecache
import re
from collections.abc import Mapping
from pathlib import Path

from grader.engine.receipts import expects, place_of
from grader.source import is_check


def statement_at(function: ast.Module, line: int) -> ast.stmt | None:
    """The innermost statement in a function that holds a line."""
    found = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.stmt)
        and node not in function.body
        and _begin(node) <= line <= (node.end_lineno or node.lineno)
    ]
    return max(found, key=lambda node: (_begin(node), -(node.end_lineno or 0)), default=None)


def _begin(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", ())
    return min([statement.lineno, *(each.lineno for each in decorators)])


def function_around(path: Path, line: int) -> ast.Module:
    """The function or class of a file of checks around a line, as a tree of its own: parsed alone,
    since a whole file takes longer than most checks run."""
    linecache.checkcache(str(path))
    lines = linecache.getlines(str(path))
    heads = ("def ", "async def ", "class ")
    above = range(min(line, len(lines)), 0, -1)
    start = next((n for n in above if lines[n - 1].startswith(heads)), 1)
    inside = (" ", "\n", ")", "]", "}", "#")
    end = start
    while end < len(lines) and lines[end].startswith(inside):
        end += 1
    above_it = "\n" * (start - 1)  # for its lines to have their numbers
    try:
        return ast.parse(above_it + "".join(lines[start - 1 : end]))
    except SyntaxError:
        return ast.Module([], [])  # whatever sent this line does not speak of a check


def waited_for(
    function: ast.Module, statement: ast.stmt | None, checks: Path, case: Mapping[str, str]
) -> str | None:
    """The exceptions that the innermost `pytest.raises` around a statement waits for; empty where
    that is told by no class's name, None where there is none around it.

    `case` has the arguments of the check's case, as they are shown.
    """
    found = None
    for node in ast.walk(function):  # outer ones come first
        if not expects(node, "raises"):
            continue
        # managers that follow it are within it as well
        follow = node is statement and len(node.items) > 1 and place_of(node, "raises") == 0
        if follow or any(statement in ast.walk(each) for each in node.body):
            found = node.items[place_of(node, "raises")].context_expr.args[0]
    if found is None:
        return None
    kinds = found.elts if isinstance(found, ast.Tuple) else [found]
    names = [_class_name(ast.unparse(kind), function, checks, case) for kind in kinds]
    return " or ".join(names) if all(names) else ""


def _class_name(
    text: str, function: ast.Module, checks: Path, case: Mapping[str, str]
) -> str | None:
    """What an expression in a function names: an argument of the check's case, or a class of
    Python's or of the file's."""
    root, attribute = text.partition(".")[0], text.rpartition(".")[2]
    bound = [
        node
        for node in ast.walk(function)
        if (isinstance(node, ast.arg) and node.arg == root)
        or (isinstance(node, ast.Name) and node.id == root and isinstance(node.ctx, ast.Store))
    ]
    head = function.body[0]
    if bound:
        alone = len(bound) == 1 and is_check(head) and bound[0] in ast.walk(head.args)
        return case.get(text) if alone else None
    if not re.fullmatch(r"[\w.]+", text):
        return None
    source = "".join(linecache.getlines(str(checks)))
    made = rf"^[ \t]*(?:from \S+ import|import|class)\b(?:[^\n(]*\([^)]*|.*)\b{root}\b"
    known = isinstance(vars(builtins).get(text), type) or re.search(made, source, re.MULTILINE)
    return attribute if known else None


def source_of(left: ast.expr, statement: ast.Assert, function: ast.Module) -> str:
    """The expression compared; for a bare name what it was last given, with all that was added to
    it since, where that has a call in it and is certainly what the name still stands for."""
    if not isinstance(left, ast.Name):
        return ast.unparse(left)
    name, value, around = left.id, None, function
    while around is not statement:
        field, block = next(each for each in ast.iter_fields(around) if _holds(each[1], statement))
        # of a loop all may have run before, of others what does not stand in the same block
        before = copy.copy(around)
        if not isinstance(around, ast.For | ast.AsyncFor | ast.While):
            setattr(before, field, [])
        if isinstance(around, _FUNCTION) or _touches(before, name):
            value = None
        for node in block:
            if _holds([node], statement):
                around = node
                break
            if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
                value = node.value
            elif isinstance(node, ast.AugAssign) and ast.unparse(node.target) == name:
                value = value and ast.BinOp(value, node.op, node.value)
            elif _touches(node, name):
                value = None
    calls = value and any(isinstance(node, ast.Call) for node in ast.walk(value))
    return ast.unparse(value if calls else left)


_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def _holds(block: object, statement: ast.stmt) -> bool:
    return isinstance(block, list) and any(statement in ast.walk(node) for node in block)


def _touches(statement: ast.AST, name: str) -> bool:
    """Whether a name may stand for something else after a statement, or for something changed."""
    for node in ast.walk(statement):
        stores = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
        target = node.func if isinstance(node, ast.Call) else node if stores else None
        text = ast.unparse(target) if target else ""
        if text.startswith((f"{name}.", f"{name}[")) or (stores and text == name):
            return True
        if getattr(node, "name", None) == name:
            return True
    return False
