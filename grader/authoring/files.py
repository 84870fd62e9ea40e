"""An exercise's four files, read once for all gates, and what a gate has to say of them."""

from dataclasses import dataclass
from pathlib import Path

from grader import mistakes
from grader.catalog import Exercise
from grader.errors import FileError
from grader.source import Source
from grader.terminal import from_here


@dataclass(frozen=True)
class Breach:
    """What a gate found: the gate, the file and its line, and what is wrong and what to write."""

    gate: str
    path: Path
    line: int
    said: str

    def __str__(self) -> str:
        return f"{from_here(self.path)}:{self.line}: {self.gate}: {self.said}"


@dataclass(frozen=True)
class Files:
    """What the gates read of an exercise."""

    exercise: Exercise
    stub: Source
    checks: Source
    reference: Source
    listed: mistakes.Listed

    @classmethod
    def read(cls, exercise: Exercise) -> "Files":
        """Read the four files; `FileError` for the first that is not as it should be."""
        files = cls(
            exercise,
            Source.read(exercise.stub),
            Source.read(exercise.checks_file),
            Source.read(exercise.reference),
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
