"""What authors send a child for besides grading: to try an example, to measure coverage."""

import json
import traceback
import types
from collections.abc import Iterator
from pathlib import Path

from grader.engine.messages import MAX_TEXT

MODULES = ("coverage", "doctest")
"""What errands import: as much as all the rest, so only where there is one, once for all children.
"""


def try_example(example: str, module: types.ModuleType) -> list[str]:
    """Run a prompt's example with the names of a module; say of each call that is untrue its line
    in the example, from 1, what was run, what was expected and what came."""
    import doctest

    untrue = []

    class Runner(doctest.DocTestRunner):
        def report_failure(self, out, test, example, got):
            rows = (("ran", example.source), ("expected", example.want), ("got", got))
            shown = (f"{name:10}{_indented(text)}" for name, text in rows)
            untrue.append("\n".join([f"line {example.lineno + 1}", *shown])[:MAX_TEXT])

        def report_unexpected_exception(self, out, test, example, exc_info):
            said = "".join(traceback.format_exception_only(*exc_info[:2]))
            self.report_failure(out, test, example, said)

    test = doctest.DocTestParser().get_doctest(example, dict(vars(module)), "example", None, 0)
    Runner(verbose=False).run(test, out=str)
    return untrue if test.examples else ["the prompt's example has no >>> line"]


def _indented(text: str) -> str:
    return text.strip("\n").replace("\n", "\n" + 10 * " ") or "nothing"


class Coverage:
    """Measures, from now on, which lines and branches of a submission are reached."""

    def __init__(self, submission: Path, folder: Path) -> None:
        import coverage

        self._target = folder / "coverage.json"
        self._measure = coverage.Coverage(
            data_file=None,
            branch=True,
            include=[str(submission)],
            config_file=False,
            messages=False,
        )
        # a script's guard runs only in a process of its own, which the checks of such a kata start
        self._measure.exclude(r'if __name__ == "__main__":')
        self._measure.start()

    def findings(self) -> Iterator[str]:
        """Stop, and say what was never reached."""
        self._measure.stop()
        self._measure.json_report(outfile=str(self._target))
        (found,) = json.loads(self._target.read_text())["files"].values()
        for line in found["missing_lines"]:
            yield f"line {line} is never reached"
        for start, end in found["missing_branches"]:
            yield f"the branch from line {start} to line {end} is never taken"
