"""What the source of a file of checks says of a place in it.

In go the file and a line, or trees of `ast`; out come the function and the statement around the
line, what a name was given before it and which exceptions are waited for there.
"""

import ast
import linecache
from pathlib import Path

from grader.engine.messages import Facts
from grader.engine.receipts import expects, place_of


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
    try:
        return ast.increment_lineno(ast.parse("".join(lines[start - 1 : end])), start - 1)
    except SyntaxError:
        return ast.Module([], [])  # whatever sent this line does not speak of a check


def waited_for(facts: Facts, function: ast.Module, statement: ast.stmt | None) -> list[str]:
    """The exceptions that the innermost `pytest.raises` around a statement waits for."""
    found = None
    for node in ast.walk(function):  # outer ones come first
        if not expects(node, "raises"):
            continue
        # managers that follow it are within it as well
        follow = node is statement and len(node.items) > 1 and place_of(node, "raises") == 0
        if follow or any(statement in ast.walk(each) for each in node.body):
            found = node.items[place_of(node, "raises")].context_expr.args[0]
    kinds = found.elts if isinstance(found, ast.Tuple) else [found] if found else []
    names = [each.attr if isinstance(each, ast.Attribute) else ast.unparse(each) for each in kinds]
    case = dict(each.split("=", 1) for each in facts.case if "=" in each)
    return [f"expected  {' or '.join(case.get(n, n) for n in names)}"] if names else []


def source_of(left: ast.expr, statement: ast.Assert, function: ast.Module) -> str:
    """The expression compared; for a bare name, what it was last given, with all that was added to
    it since, where that has a call in it."""
    if not isinstance(left, ast.Name):
        return ast.unparse(left)
    given = {id(target): node for node in ast.walk(function) for target in _targets(node)}
    names = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == left.id and isinstance(node.ctx, ast.Store)
    ]
    value, column = None, None
    for name in sorted(names, key=lambda name: name.lineno):
        node = given.get(id(name))
        if name.lineno >= statement.lineno:
            break
        if isinstance(node, ast.Assign):
            value, column = node.value, node.col_offset
        elif isinstance(node, ast.AugAssign) and value and node.col_offset == column:
            value = ast.BinOp(value, node.op, node.value)
        else:  # by a loop, say, or a part of something
            value = None
    calls = value and any(isinstance(node, ast.Call) for node in ast.walk(value))
    return ast.unparse(value if calls else left)


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.AugAssign):
        return [node.target]
    return node.targets if isinstance(node, ast.Assign) else []
