"""Assertions in the body of a `with` whose manager might be the learner's and swallow them."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.source import is_check

TRUSTED = {"pytest", "warnings"}
"""The modules whose managers a check may assert in, besides those of its fixtures."""

_PYTEST = re.compile(r"pytest\.(?!(approx|param|mark)\b)")
_DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def swallowed(tree: ast.Module, cases: set[str]) -> Iterator[tuple[int, str]]:
    """The line of each such `with` in a file of checks, and what to write there instead.

    `cases` are the names that a `parametrize` gives values to, which are no fixtures.
    """
    asserting = _Asserting.of(tree)
    outside = set(_bound(node for node in tree.body if not isinstance(node, _DEFINITION)))
    for top in tree.body:
        trusted = TRUSTED - outside
        name, inside = "the module", [top]
        if isinstance(top, _DEFINITION):
            name, inside = top.name, top.body
        if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = {part.arg for part in ast.walk(top.args) if isinstance(part, ast.arg)}
            asked = [*top.args.posonlyargs, *top.args.args]
            asked = asked[: len(asked) - len(top.args.defaults)]
            given = {each.arg for each in asked} - cases
            fixtures = given if is_check(top) else arguments & {"monkeypatch"}
            trusted = trusted - arguments | fixtures
        trusted -= set(_bound(inside))
        for node in ast.walk(top):
            if not isinstance(node, ast.With | ast.AsyncWith):
                continue
            managers = [item.context_expr for item in node.items]
            doubtful = [i for i, each in enumerate(managers) if _root(each) not in trusted]
            if doubtful and any(map(asserting.holds, [*managers[doubtful[0] + 1 :], *node.body])):
                said = (
                    f"{name} asserts inside `with {ast.unparse(managers[doubtful[0]])}`, which may "
                    "swallow it; note what is seen there, and assert it afterwards"
                )
                yield node.lineno, said


@dataclass
class _Asserting:
    """The names of the functions, methods and lambdas of a module that assert when called."""

    names: set[str]

    @classmethod
    def of(cls, tree: ast.Module) -> "_Asserting":
        bodies: list[tuple[str, list[ast.AST]]] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                bodies.append((node.name, [*node.body]))
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
                match node.value:
                    case ast.Lambda(body=body):
                        bodies += [(name, [body]) for name in _bound([node])]
                    case (ast.Name() | ast.Attribute() as other) | ast.Call(
                        ast.Name("partial") | ast.Attribute(attr="partial"), [other, *_]
                    ):
                        called = ast.Call(other, [], [])
                        bodies += [(name, [called]) for name in _bound([node])]
        found, size = cls(set()), -1
        while size < len(found.names):
            size = len(found.names)
            found.names |= {name for name, body in bodies if any(map(found.holds, body))}
        return found

    def holds(self, node: ast.AST) -> bool:
        """Whether code asserts when it runs; what is only defined in it runs elsewhere."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                return False
            case ast.Assert():
                return True
            case ast.Raise(exc=ast.Name("AssertionError") | ast.Call(ast.Name("AssertionError"))):
                return True
            case ast.Call(func=ast.Lambda(body=body)) if self.holds(body):
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                name in self.names or name.startswith("assert")
            ):
                return True
            case ast.Call(func=function) if _PYTEST.match(ast.unparse(function)):
                return True
        return any(map(self.holds, ast.iter_child_nodes(node)))


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that code binds, save by `import name`."""
    for part in (part for node in nodes for part in ast.walk(node)):
        match part:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.arg(arg=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield name
            case ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name for alias in names)
            case ast.Import(names=names):
                yield from (alias.asname for alias in names if alias.asname)


def _root(expression: ast.expr) -> str:
    """The name that a manager is reached or called by, "" where it may be one of several."""
    match expression:
        case ast.Name(id=name):
            return name
        case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _root(inner)
    return ""
