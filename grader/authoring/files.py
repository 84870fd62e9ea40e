"""An exercise's four files, read once for all gates, and what a gate has to say of them."""

import ast
from dataclasses import dataclass
from pathlib import Path

from grader import mistakes
from grader.catalog import Exercise
from grader.errors import FileError


@dataclass(frozen=True)
class Breach:
    """What a gate found: the gate, the file and its line, and what is wrong and what to write."""

    gate: str
    path: Path
    line: int
    said: str

    def __str__(self) -> str:
        return f"{_shown(self.path)}:{self.line}: {self.gate}: {self.said}"


def _shown(path: Path) -> Path:
    """A path as the person would write it from here."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except (ValueError, FileNotFoundError):
        return path


@dataclass(frozen=True)
class Module:
    """A Python file: its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, path: Path) -> "Module":
        """Read and parse a file; `FileError` says which line to mend."""
        try:
            text = path.read_text(encoding="utf-8")
            return cls(path, text, ast.parse(text, str(path)))
        except (OSError, ValueError, SyntaxError, RecursionError) as error:
            line = getattr(error, "lineno", None) or 1
            raise FileError(path, line, f"cannot be read ({error}); mend it") from None

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @property
    def lines_of_code(self) -> list[str]:
        """The lines after the module's docstring."""
        first = self.tree.body[0] if self.docstring else None
        return self.text.splitlines()[first.end_lineno if first else 0 :]

    def line_of(self, name: str) -> int:
        """The line on which the top level defines a function or class; 1 when it does not."""
        found = (node for node in self.tree.body if getattr(node, "name", None) == name)
        return next((node.lineno for node in found), 1)


@dataclass(frozen=True)
class Files:
    """What the gates read of an exercise."""

    exercise: Exercise
    stub: Module
    checks: Module
    reference: Module
    listed: mistakes.Listed

    @classmethod
    def read(cls, exercise: Exercise) -> "Files":
        """Read the four files; `FileError` for the first that is not as it should be."""
        files = cls(
            exercise,
            Module.read(exercise.stub),
            Module.read(exercise.checks_file),
            Module.read(exercise.reference),
            mistakes.read(exercise.mistakes_file),
        )
        try:
            _ = exercise.checks
        except (ValueError, TypeError) as error:
            said = f"a mark's argument cannot be read ({error}); write it as a literal"
            raise FileError(exercise.checks_file, 1, said) from None
        return files

    @property
    def prompt(self) -> str:
        return self.stub.docstring
