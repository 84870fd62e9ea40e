"""A learner's desk: the course, the workspace and the screen, which all that learners use needs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from grader import terminal
from grader.catalog import Catalog
from grader.errors import KataError
from grader.practice.progress import Progress
from grader.practice.workspace import Workspace
from grader.terminal import Screen


class Desk(NamedTuple):
    """What a learner works with."""

    catalog: Catalog
    workspace: Workspace
    screen: Screen
    warned: Callable[[str, Screen], None] = terminal.warn
    """Where warnings go: to standard error, unless somebody has a screen of their own."""

    def say(self, lines: Sequence[str] | str) -> None:
        terminal.say(lines, self.screen)

    def warn(self, message: str) -> None:
        self.warned(message, self.screen)

    def progress(self) -> Progress:
        """The progress as it is now; a warning says when its file made no sense."""
        return self.workspace.progress.read(self.warn)

    @contextmanager
    def changing(self) -> Iterator[Progress]:
        """The progress, kept if the block changes it; a warning says where that cannot be."""
        with ExitStack() as stack:
            try:
                progress = stack.enter_context(self.workspace.progress.changing(self.warn))
            except KataError as error:
                self.warn(str(error))
                progress = Progress()
            yield progress
            try:
                stack.close()
            except KataError as error:
                self.warn(str(error))
