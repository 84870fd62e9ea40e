"""Negations: copies of a check in which one assertion is turned round.

Another value is expected, `assert e` becomes `assert not e`, an exception becomes one that nobody
raises. Where a check passes, each of its negations must fail; one that passes proves that the
submission has bent what judges it.
"""

import ast
import copy
import random
from collections.abc import Collection
from typing import TypeGuard

_chance = random.SystemRandom()


def is_check(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Whether a statement of a file of checks defines a check."""
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def assertions(function: ast.FunctionDef) -> list[ast.Assert | ast.With]:
    """The assertions that a check certainly comes to: none in a branch or in another function.

    Of loops, only those over a list or tuple that is written there are certain to be entered.
    """
    found: list[ast.Assert | ast.With] = []

    def search(body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.Assert) or _expects_exception(node):
                found.append(node)
            elif isinstance(node, ast.With) or _surely_loops(node):
                search(node.body)

    search(function.body)
    return found


def negate(text: str, number: int, alias: str, lines: int, begins: Collection[int]) -> ast.Module:
    """A module with nothing but a negation of a check.

    `text` is the check's own text, `number` says which of its `assertions` to turn round, `alias`
    is the negation's name. It ends with that assertion, since no honest submission gets past it,
    and stands at random lines of a file that has so many `lines`, where none of the file's
    statements begins.
    """
    length = text.count("\n")
    free = [line for line in range(1, max(2, lines - length)) if line not in begins]
    module = ast.parse("\n" * (_chance.choice(free) - 1) + text)
    (function,) = module.body
    function.name = alias
    assertion = assertions(function)[number]
    _cut_after(assertion, function.body)
    _turn_round(assertion)
    return module


def _cut_after(last: ast.stmt, body: list[ast.stmt]) -> bool:
    """Drop what comes after a statement, in the block that holds it and in those around."""
    for place, node in enumerate(body):
        if node is last or _cut_after(last, getattr(node, "body", [])):
            del body[place + 1 :]
            return True
    return False


def _another(expected: ast.expr) -> ast.expr:
    """An expression for another value than the one expected, of the same shape."""
    changed = copy.deepcopy(expected)
    constants = [node for node in ast.walk(changed) if isinstance(node, ast.Constant)]
    literal = isinstance(changed, ast.Constant | ast.List | ast.Tuple) and not any(
        isinstance(node, ast.Call | ast.Subscript | ast.BinOp) for node in ast.walk(changed)
    )
    constants = [node for node in constants if isinstance(node.value, int | float | str | bytes)]
    if literal and constants:
        for node in constants:
            node.value = _changed(node.value)
        return changed
    make = ast.parse("__import__('grader.engine.negations', fromlist=['other']).other", mode="eval")
    call = ast.Call(make.body, [expected], [])
    for node in ast.walk(call):
        if not isinstance(node, ast.expr_context):
            ast.copy_location(node, expected)
    return call


def _changed(value: int | float | str | bytes) -> int | float | str | bytes:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "".join(_chance.choices("abcdefghijklmnopqrstuvwxyz", k=2))
    if isinstance(value, bytes):
        return value + b"z"
    return value + _chance.randint(1, 9)


def other(value: object) -> object:
    """Another value than the one given: lists, tuples and dicts keep their shape, filled anew."""
    if type(value) in (list, tuple) and value:
        return type(value)(map(other, value))
    if type(value) is dict and value:
        return {key: other(item) for key, item in value.items()}
    return object()


def _surely_loops(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.For)
        and isinstance(node.iter, ast.Tuple | ast.List)
        and bool(node.iter.elts)
    )


def _expects_exception(node: ast.stmt) -> bool:
    call = node.items[0].context_expr if isinstance(node, ast.With) else None
    return (
        isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.raises" and bool(call.args)
    )


def _turn_round(node: ast.Assert | ast.With) -> None:
    if isinstance(node, ast.Assert):
        test = node.test
        if isinstance(test, ast.Compare) and [type(o) for o in test.ops] == [ast.Eq]:
            # what equals everything, or reads in the check what it should say, passes this too
            test.comparators[0] = _another(test.comparators[0])
        else:
            node.test = ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
    else:
        call = node.items[0].context_expr
        nobodys = ast.parse("type('Error', (BaseException,), {})", mode="eval").body
        call.args[0] = ast.copy_location(nobodys, call.args[0])
        for part in ast.walk(call.args[0]):
            ast.copy_location(part, node)
