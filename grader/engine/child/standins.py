"""What stands in for the public names that a submission lacks, so that what it has counts.

That is what its stub has there, since no check passes on a stub, and checks can be begun with it: a
class can be derived from, an exception waited for, a table looked into.
"""

import ast
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.engine.child.intact import BUILTINS

# a submission may replace these where they come from
__builtins__ = BUILTINS


@contextmanager
def stand_in(module: types.ModuleType, names: Iterable[str], stub: Path) -> Iterator[None]:
    """Give a submission's module the names it lacks, for the checks to import in the block and for
    nobody after it; what is to be written there says so."""
    lacking = [name for name in names if not hasattr(module, name)]
    there: dict[str, object] = {}
    if lacking:
        with suppress(Exception):  # no stub, or one that needs what the submission has taken away
            there = _defined(stub, module.__name__)
    for name in lacking:
        setattr(module, name, there[name] if name in there else _unwritten(module.__name__, name))
    yield
    for name in lacking:
        delattr(module, name)


def _defined(stub: Path, module: str) -> dict[str, object]:
    """What a stub defines, by name."""
    tree = ast.parse(stub.read_bytes())
    for statement in tree.body:
        for node in ast.walk(statement):
            if (
                isinstance(node, ast.Raise)
                and ast.unparse(node.exc or node) == "NotImplementedError"
            ):
                said = ast.Constant(_lacks(module, getattr(statement, "name", "")))
                node.exc = ast.copy_location(ast.Call(node.exc, [said], []), node.exc)
    names: dict[str, object] = {"__name__": module}
    exec(compile(ast.fix_missing_locations(tree), "stub", "exec"), names)
    return names


def _unwritten(module: str, name: str) -> Callable[..., None]:
    def missing(*args, **kwargs):
        raise NotImplementedError(_lacks(module, name))

    missing.__name__ = missing.__qualname__ = name
    return missing


def _lacks(module: str, name: str) -> str:
    return f"{module}.py has no `{name}`"
