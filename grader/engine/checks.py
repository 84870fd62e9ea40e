"""The checks as the engine runs them: compiled by a trusted process, made into pytest's items.

pytest's own assertion rewriting turns each `assert` into one that can tell what it compared. That
costs more than running most checks, so the supervisor does it once and children inherit the code.
"""

import ast
import copy
import io
import os
import random
import secrets
import sys
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from _pytest._io import TerminalWriter
from _pytest.assertion.rewrite import rewrite_asserts

from grader.engine.messages import Turn

BLOCKED_PLUGINS = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "pastebin",
    "reports",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "unittest",
)
"""pytest's built-in plugins that no check uses: each costs time in every child."""


class Fixtures(types.ModuleType):
    """A course's `exercises/conftest.py`, run as a module of its own and given to pytest."""

    def __init__(self, path: Path) -> None:
        super().__init__("exercises_conftest")
        self.__file__ = str(path)
        sys.modules[self.__name__] = self
        if path.is_file():
            exec(compile(path.read_bytes(), path, "exec"), self.__dict__)


ALL = -1
"""Negate every assertion of every check."""

_chance = random.SystemRandom()


class Silence:
    """Stands in for pytest's terminal reporter, which pytest-timeout writes to."""

    def __init__(self) -> None:
        self._tw = TerminalWriter(io.StringIO())


def open_session(conftest: Path, check_seconds: float) -> pytest.Session:
    """Make pytest ready to run checks: everything that can be done before a submission is there.

    The shared fixtures of `conftest` are registered; nothing is collected, and neither the
    environment nor any configuration file has a say.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    options = ["--capture=no", "--strict-markers", "--tb=no", f"--timeout={check_seconds}"]
    options += ["-c", os.devnull, "--rootdir", "/", "--noconftest", "-p", "pytest_timeout"]
    options += [part for name in BLOCKED_PLUGINS for part in ("-p", f"no:{name}")]
    from _pytest.config import _prepareconfig

    config = _prepareconfig(options, [])
    config._do_configure()
    config.pluginmanager.unregister(name="terminalreporter")
    config.pluginmanager.register(Silence(), "terminalreporter")
    config.pluginmanager.register(Fixtures(conftest), "exercises_conftest")
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


class Checks:
    """A file of checks, compiled together with negations of some of them.

    A *negation* of a check is a copy in which one assertion is turned round: another value is
    expected, `assert e` becomes `assert not e`, an exception becomes one that nobody raises. Where
    a check passes, each of its negations must fail. Checks and negations stand in the code under
    random names, the negations at random lines, so that nothing but their sense tells them apart;
    `turns` says which is which: the checks in the order of the file, each negation somewhere after
    its check.

    `negations` is how many checks to negate once, at random; `ALL` means every assertion.
    """

    def __init__(self, path: Path, negations: int) -> None:
        source = path.read_bytes()
        tree = ast.parse(source, str(path))
        self.imports = tuple(_imports(tree.body))
        functions = {node.name: node for node in tree.body if is_check(node)}
        self.turns = [Turn(_alias(), name) for name in functions]
        for name, number in _chosen(functions, negations):
            # after its check, so that what ends the process there has cost no other check its turn
            own = next(i for i, turn in enumerate(self.turns) if turn.check == name)
            place = _chance.randint(own + 1, len(self.turns))
            self.turns.insert(place, Turn(_alias(), name, number))
        for turn in self.turns:
            if turn.negation is not None:
                copied = copy.deepcopy(functions[turn.check])
                copied.name = turn.alias
                _turn_round(assertions(copied)[turn.negation])
                _move(copied, tree, source.count(b"\n"))
                tree.body.append(copied)
        for turn in self.turns:
            if turn.negation is None:
                functions[turn.check].name = turn.alias
        rewrite_asserts(tree, source, str(path))
        self.code = compile(tree, str(path), "exec", dont_inherit=True)


def _alias() -> str:
    return f"check_{secrets.token_hex(6)}"


def _chosen(functions: dict[str, ast.FunctionDef], negations: int) -> Iterator[tuple[str, int]]:
    """Which assertions of which checks to turn round."""
    able = {name: len(assertions(function)) for name, function in functions.items()}
    if negations == ALL:
        yield from ((name, number) for name, count in able.items() for number in range(count))
        return
    names = [name for name, count in able.items() if count]
    for name in _chance.sample(names, min(negations, len(names))):
        yield name, _chance.randrange(able[name])


def _imports(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


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
    make = ast.parse("__import__('grader.engine.checks', fromlist=['other']).other", mode="eval")
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


def _move(function: ast.FunctionDef, tree: ast.Module, lines: int) -> None:
    """Give a function other line numbers, inside the file and where nothing else begins."""
    taken = {node.lineno for node in tree.body}
    start = min(node.lineno for node in (function, *function.decorator_list))
    length = (function.end_lineno or start) - start
    free = [line for line in range(1, max(2, lines - length)) if line not in taken]
    ast.increment_lineno(function, _chance.choice(free) - start)


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


class CheckModule(pytest.Module):
    """A file of checks whose module object we have made ourselves."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared


def collect(
    session: pytest.Session, path: Path, code: types.CodeType, order: Iterable[str]
) -> dict[str, list[pytest.Function]]:
    """Run the code of a file of checks; let pytest make the items of each, in the order given."""
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    exec(code, module.__dict__)
    node = CheckModule.from_parent(session, path=path)
    node.prepared = module
    session._fixturemanager.parsefactories(node)
    return {alias: list(node._genfunctions(alias, getattr(module, alias))) for alias in order}
