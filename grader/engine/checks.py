"""A file of checks, made ready to run: compiled by a trusted process, kept for the next run.

pytest's own assertion rewriting turns each `assert` into one that can tell what it compared. That
costs more than running most checks, so it is done once for a file (`prepare`) and kept on disk
(`kept`). What a child is given (`select`) is one compiled unit a check, and as many for negations
of some of them, all alike.
"""

import ast
import io
import marshal
import os
import random
import secrets
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from _pytest.assertion.rewrite import rewrite_asserts

from grader import kept
from grader.engine.messages import Turn
from grader.engine.negations import assertions, is_check, negate

ALL = -1
"""Negate every assertion of every check."""

_NAME = "check_" + 12 * "_"
"""The name of every check in its compiled unit, as long as the random ones that replace it."""

_chance = random.SystemRandom()


class Unit(msgspec.Struct, frozen=True):
    """One check: its name and text, how many assertions can be turned round, its compiled code.

    Where it is kept on disk, one of its negations is ready too: which assertion, and its code.
    """

    name: str
    text: str
    assertions: int
    code: bytes
    negation: tuple[int, bytes] | None = None


class Prepared(msgspec.Struct, frozen=True):
    """A file of checks: what it imports, its checks, and the compiled rest.

    `lines` is how many lines the file has, `begins` at which of them its statements begin.
    """

    imports: tuple[str, ...]
    lines: int
    begins: frozenset[int]
    rest: bytes
    units: tuple[Unit, ...]


def prepare(path: Path) -> bytes:
    """A file of checks made ready, encoded: as it was kept, or made now."""
    source = path.read_bytes()
    return kept.CHECKS.read(path, source) or msgspec.msgpack.encode(_compile(path, source))


def decode(data: bytes) -> Prepared:
    """What `prepare` has encoded."""
    return msgspec.msgpack.decode(data, type=Prepared)


def _compile(path: Path, source: bytes) -> Prepared:
    tree = ast.parse(source, str(path))
    checks = [node for node in tree.body if is_check(node)]
    tree.body = [node for node in tree.body if not is_check(node)]
    lines = io.StringIO(source.decode("utf-8")).readlines()  # as Python counts them
    first = {c.name: min(n.lineno for n in (c, *c.decorator_list)) for c in checks}
    begins = {node.lineno for node in (*tree.body, *checks)} | set(first.values())
    units = []
    for check in checks:
        text = "".join(lines[first[check.name] - 1 : check.end_lineno])
        count = len(assertions(check))
        name, check.name = check.name, _NAME
        units.append(Unit(name, text, count, _code(ast.Module([check], []), path)))
    imports = tuple(_imports(tree.body))
    return Prepared(imports, len(lines), frozenset(begins), _code(tree, path), tuple(units))


def _with_negations(prepared: Prepared, path: Path) -> Prepared:
    """The same, with a negation of each check that has an assertion to turn round."""
    units = []
    for unit in prepared.units:
        if unit.assertions:
            number = _chance.randrange(unit.assertions)
            negation = number, _negation(prepared, path, unit, number, _NAME)
            unit = msgspec.structs.replace(unit, negation=negation)
        units.append(unit)
    return msgspec.structs.replace(prepared, units=tuple(units))


def _negation(prepared: Prepared, path: Path, unit: Unit, number: int, name: str) -> bytes:
    return _code(negate(unit.text, number, name, prepared.lines, prepared.begins), path)


def _code(module: ast.Module, path: Path) -> bytes:
    rewrite_asserts(module, b"", str(path))
    return marshal.dumps(compile(module, str(path), "exec", dont_inherit=True))


def _imports(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def select(
    prepared: Prepared, path: Path, names: Collection[str], negations: int
) -> tuple[list[Turn], list[bytes]]:
    """The turns to take for checks of these names, and the code that defines them.

    `negations` is how many checks to negate once, at random; `ALL` means every assertion. Checks
    and negations have random names, the negations random lines, and their code comes in random
    order after that of the rest of the file, so that nothing but their sense tells them apart. The
    turns say which is which: the checks in the order of the file, each negation somewhere after its
    check.
    """
    units = {unit.name: unit for unit in prepared.units if unit.name in names}
    turns = [Turn(_alias(), name) for name in units]
    code = [_renamed(units[turn.check].code, turn.alias) for turn in turns]
    for unit, number in _chosen(list(units.values()), negations):
        alias = _alias()
        if negations != ALL and unit.negation:
            number, compiled = unit.negation
            code.append(_renamed(compiled, alias))
        else:
            code.append(_negation(prepared, path, unit, number, alias))
        # after its check, so that what ends the process there has cost no other check its turn
        own = next(i for i, turn in enumerate(turns) if turn.check == unit.name)
        turns.insert(_chance.randint(own + 1, len(turns)), Turn(alias, unit.name, number))
    _chance.shuffle(code)
    return turns, [prepared.rest, *code]


def _renamed(code: bytes, name: str) -> bytes:
    return code.replace(_NAME.encode(), name.encode())


def _alias() -> str:
    return f"check_{secrets.token_hex(6)}"


def _chosen(units: list[Unit], negations: int) -> Iterator[tuple[Unit, int]]:
    """Which assertions of which checks to turn round."""
    if negations == ALL:
        yield from ((unit, number) for unit in units for number in range(unit.assertions))
        return
    able = [unit for unit in units if unit.assertions]
    for unit in _chance.sample(able, min(negations, len(able))):
        yield unit, _chance.randrange(unit.assertions)


def main() -> None:
    """Prepare files of checks, named as arguments, and keep them."""
    os.nice(10)  # whoever waits for a report comes first
    for path in map(Path, sys.argv[1:]):
        with suppress(OSError, SyntaxError, ValueError):
            # a file that cannot be compiled is reported by the run that wants it
            source = path.read_bytes()
            prepared = _with_negations(_compile(path, source), path)
            kept.CHECKS.write(path, source, msgspec.msgpack.encode(prepared))
