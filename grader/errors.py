"""What is told in one line instead of a traceback: what a person can mend, what only we can."""

from pathlib import Path


class KataError(Exception):
    """Something the person at the command can mend; the text says what happened and what to do.

    The command prints it as one line and exits with 2.
    """


class FileError(KataError):
    """Something to mend at a place in a file: its path, a line from 1, and what is wrong there."""

    def __init__(self, path: Path, line: int, said: str) -> None:
        super().__init__(f"{path}:{line}: {said}")
        self.path, self.line, self.said = path, line, said


class GraderFault(Exception):
    """Something only the grader's own code or machine is to blame for: exit code 3."""
