"""What is told in one line instead of a traceback: what a person can mend, what only we can; and
which name was meant by one that there is not."""

from collections.abc import Iterable, Sequence
from pathlib import Path

NEAR = 0.7
"""How like a name a word must be, of 1, to be taken for it mistyped."""


class KataError(Exception):
    """Something the person at the command can mend; the text says what happened and what to do.

    The command prints it as one line and exits with 2.
    """


class FileError(KataError):
    """Something to mend at a place in a file: its path, a line from 1, and what is wrong there."""

    def __init__(self, path: Path, line: int, said: str) -> None:
        super().__init__(f"{path}:{line}: {said}")
        self.path, self.line, self.said = path, line, said


class WorkspaceGone(KataError):
    """The workspace is not where it was when the command began."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}, the workspace, is gone; quit, and go on in its new folder")


class GraderFault(Exception):
    """Something only the grader's own code or machine is to blame for: exit code 3."""


def suggestion(words: Iterable[str], known: Sequence[str]) -> str:
    """What may be meant by words that are no known names: ` (did you mean …?)`, or nothing."""
    meant = dict.fromkeys(name for word in words for name in near(word, known))
    return f" (did you mean {' or '.join(meant)}?)" if meant else ""


def near(word: str, known: Sequence[str]) -> list[str]:
    """The known names that a word is so like that it may be one mistyped, the likeliest first."""
    import difflib  # which takes longer to import than the catalogue takes to read

    return difflib.get_close_matches(word, known, cutoff=NEAR)
