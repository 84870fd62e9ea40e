"""A file of checks, made ready to run: compiled by a trusted process, kept for the next run.

pytest's own assertion rewriting turns each `assert` into one that can tell what it compared, and
`receipts` into one that hands in a token. That costs more than running most checks, so it is done
once for a file (`prepare`) and kept on disk (`compiled`). What a child is given (`select`) is one
compiled unit a check, with the tokens of this run put in; what they are for stays here.
"""

import ast
import marshal
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import msgspec
from _pytest.assertion.rewrite import rewrite_asserts

from grader.engine import compiled, receipts
from grader.engine.messages import Limit, Turn
from grader.engine.receipts import TOKEN_BYTES, Assertion, Ledger
from grader.errors import FileError
from grader.source import is_check

_NAME = "check_" + 12 * "_"
"""The name of every check in its compiled unit, as long as the random ones that replace it."""


class Unit(msgspec.Struct, frozen=True):
    """Compiled code and its assertions: that of one check, or of all the rest of a file.

    `blanks` are the places in the code where tokens go, with their numbers; `cases` is how many
    cases a check has, where that can be read.
    """

    name: str
    code: bytes
    assertions: tuple[Assertion, ...]
    blanks: tuple[tuple[int, int], ...]
    cases: int | None = None


class Prepared(msgspec.Struct, frozen=True):
    """A file of checks: what it imports, its checks, and the compiled rest."""

    imports: tuple[str, ...]
    rest: Unit
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Selection:
    """What a child is to run: turns and compiled code; and what each check is then to hand in."""

    turns: tuple[Turn, ...]
    code: tuple[bytes, ...]
    ledgers: dict[str, Ledger]


def prepare(path: Path, source: bytes) -> bytes:
    """A file of checks made ready, encoded: as it was kept, or made now.

    Raises `SyntaxError`, and `FileError` for an assertion that can never be come to.
    """
    return compiled.CACHE.read(path, source) or msgspec.msgpack.encode(_compile(path, source))


def decode(data: bytes) -> Prepared:
    """What `prepare` has encoded."""
    return msgspec.msgpack.decode(data, type=Prepared)


def _compile(path: Path, source: bytes) -> Prepared:
    # as `ast.parse` does it, but by no setting of the caller's: with -OO 3.15 leaves out docstrings
    only_tree = ast.PyCF_ONLY_AST
    tree = compile(source, str(path), "exec", only_tree, dont_inherit=True, optimize=0)
    checks = [node for node in tree.body if is_check(node)]
    tree.body = [node for node in tree.body if not is_check(node)]
    found = tuple(imports(tree.body))
    units = []
    for check in checks:
        name, check.name = check.name, _NAME
        made = receipts.instrument(check, 0)
        units.append(_unit(name, ast.Module([check], []), path, made, _cases(check)))
    made = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            made += receipts.instrument(node, len(made))
    return Prepared(found, _unit("", tree, path, made), tuple(units))


class _OwnPytest(ast.NodeTransformer):
    """Has code look pytest up where a submission cannot put another one."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id == "pytest" and isinstance(node.ctx, ast.Load):
            node.id = receipts.PYTEST
        return node


class _Inlined(ast.NodeTransformer):
    """Has what an assertion tests come to the test without being in a variable on the way.

    pytest keeps each step in one, to show it: `@py_assert2 = f(x)`, `@py_assert4 = not
    @py_assert2`, `if not @py_assert4`. There a tracer could change it. This makes one expression of
    them that has the same variables, and never reads one that decides.
    """

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, self._inlined(block))
        return node

    def _inlined(self, block: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for node in block:
            while _tests(node) and made and (step := _step(made[-1])):
                name, value = step
                loads = [each for each in ast.walk(node.test) if _loads(each, name)]
                if len(loads) != 1:
                    break
                named = ast.NamedExpr(ast.Name(name, ast.Store()), value)
                for each in (named, named.target):
                    ast.copy_location(each, value)
                node.test = _Put(loads[0], named).visit(node.test)
                made.pop()
            made.append(node)
        return made


class _Put(ast.NodeTransformer):
    """Puts an expression in the place of another one."""

    def __init__(self, old: ast.AST, new: ast.expr) -> None:
        self._old, self._new = old, new

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._new if node is self._old else node


def _step(node: ast.stmt) -> tuple[str, ast.expr] | None:
    """The variable in which pytest keeps a step of an assertion, and the step."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id.startswith("@py_assert"):
            return target.id, node.value
    return None


def _tests(node: ast.stmt) -> TypeGuard[ast.If]:
    """Whether it is `if not x:`; of a chain or an `and` pytest needs each part in its variable."""
    name = ast.Name | ast.NamedExpr
    test = node.test if isinstance(node, ast.If) else None
    return isinstance(test, ast.UnaryOp) and isinstance(test.operand, name)


def _loads(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _unit(
    name: str, module: ast.Module, path: Path, made: list[Assertion], cases: int | None = None
) -> Unit:
    rewrite_asserts(_OwnPytest().visit(module), b"", str(path))
    _Inlined().visit(module)
    code = marshal.dumps(compile(module, str(path), "exec", dont_inherit=True, optimize=0))
    blanks = receipts.blanks(code)
    # the compiler leaves out what it can tell is never run
    lost = {*range(2 * len(made) - 1)} - {number for _, number in blanks}
    if name and lost:
        place = min(lost) // 2
        said = f"this assertion of {name} can never be come to; delete it or move it up"
        if place == len(made) - 1:
            said = f"the end of {name} can never be come to; take out what leaves it before"
        raise FileError(path, made[place].line, said)
    return Unit(name, code, tuple(made), blanks, cases)


def _cases(check: ast.FunctionDef) -> int | None:
    """How many cases a check has, when its `parametrize` marks write them out; 1 without any."""
    count = 1
    for mark in check.decorator_list:
        if not isinstance(mark, ast.Call) or not ast.unparse(mark.func).endswith(".parametrize"):
            continue
        values = mark.args[1] if len(mark.args) > 1 else None
        if not isinstance(values, ast.List | ast.Tuple):
            return None
        if any(isinstance(value, ast.Starred) for value in values.elts):
            return None
        count *= len(values.elts)
    return count


def imports(body: list[ast.stmt]) -> Iterator[str]:
    """The modules that a file's top level imports, or imports something from."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def select(prepared: Prepared, limits: Sequence[Limit]) -> Selection:
    """Checks, in this order, under random names and with fresh tokens.

    Raises `KeyError` for a check that the file does not have.
    """
    units = {unit.name: unit for unit in prepared.units}
    code, helpers = _issue(prepared.rest)
    failed = frozenset(token for token, (_, _, held) in helpers.items() if not held)
    turns, parts, ledgers = [], [code], {}
    for limit in limits:
        unit = units[limit.check]
        turn = Turn(f"check_{secrets.token_hex(6)}", unit.name, limit.seconds)
        code, own = _issue(unit)
        parts.append(code.replace(_NAME.encode(), turn.alias.encode()))
        ledgers[unit.name] = Ledger(own, failed, unit.cases)
        turns.append(turn)
    return Selection(tuple(turns), tuple(parts), ledgers)


def _issue(unit: Unit) -> tuple[bytes, dict[bytes, tuple[int, Assertion, bool]]]:
    """A unit's code with fresh tokens, and what each of them says: assertion and outcome."""
    fresh = secrets.token_bytes(TOKEN_BYTES * 2 * len(unit.assertions))
    tokens = [fresh[i : i + TOKEN_BYTES] for i in range(0, len(fresh), TOKEN_BYTES)]
    means = {
        token: (number // 2, unit.assertions[number // 2], number % 2 == 0)
        for number, token in enumerate(tokens)
    }
    return receipts.fill(unit.code, unit.blanks, tokens), means


def main() -> None:
    """Prepare files of checks, named as arguments, and keep them."""
    os.nice(10)  # whoever waits for a report comes first
    for path in map(Path, sys.argv[1:]):
        with suppress(OSError, SyntaxError, ValueError, FileError):
            # a file that cannot be compiled is reported by the run that wants it
            source = path.read_bytes()
            compiled.CACHE.write(path, source, msgspec.msgpack.encode(_compile(path, source)))
