"""A Python file as a text: read and parsed, never imported."""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeGuard

from grader.errors import FileError


def read_bytes(path: Path) -> bytes:
    """What a file of the course holds; `FileError` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(path, 1, f"cannot be read ({error.strerror}); mend or restore it") from None


class Source(NamedTuple):
    """A Python file: its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Read and parse a file of the course; `FileError` says which line to mend."""
        return cls.parse(path, read_bytes(path))

    @classmethod
    def parse(cls, path: Path, data: bytes) -> "Source":
        """Parse what a file holds; `FileError` says which line to mend."""
        try:
            text = data.decode("utf-8")
            return cls(path, text, ast.parse(text, str(path)))
        except (ValueError, SyntaxError, RecursionError) as error:
            line = getattr(error, "lineno", None) or 1
            raise FileError(path, line, f"cannot be read ({error}); mend or restore it") from None

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @property
    def code(self) -> list[str]:
        """The lines after the module's docstring."""
        first = self.tree.body[0] if self.docstring else None
        return self.text.splitlines()[first.end_lineno if first else 0 :]

    def line_of(self, name: str) -> int:
        """The line on which the top level defines a function or class; 1 when it does not."""
        found = (node for node in self.tree.body if getattr(node, "name", None) == name)
        return next((node.lineno for node in found), 1)


def is_check(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Whether a statement of a file of checks defines a check."""
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def public_definitions(source: str) -> list[str]:
    """The public functions, classes and variables that a module's own top level defines."""
    names: list[str] = []
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.append(node.name)
            case ast.Assign():
                names += [target.id for target in node.targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
    return [name for name in names if not name.startswith("_")]


def listed(lines: Sequence[str], key: str) -> tuple[str, ...]:
    """The words behind `Topics:` or `Needs:`, among the first lines of a stub."""
    for line in lines[1:6]:
        if line.startswith(key):
            return tuple(word.strip() for word in line.removeprefix(key).split(",") if word.strip())
    return ()
