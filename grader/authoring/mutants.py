"""The slow gate: whether the checks notice mechanical mutants of the reference.

In: exercises. Out: for each, how many of its mutants the checks caught and a diff of those they did
not. The mutants are made with cosmic-ray's operators and run through the engine that grades
learners, each until its first failing check. One that cannot be told from the reference is listed
in the mistakes file (`grader.mistakes`) as an equivalent, with what it replaces and why.
"""

import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from grader import mistakes
from grader.authoring import INSTALL
from grader.catalog import Exercise
from grader.engine import Engine, Verdict
from grader.errors import KataError
from grader.grading import make_job
from grader.source import Source
from grader.terminal import counted

EACH, OVERALL = 0.90, 0.95
"""The share of its mutants that the checks of every exercise, and those of a whole course, must
catch."""

NEED_ARGUMENTS = {"core/VariableReplacer", "core/VariableInserter"}
"""Operators that have to be told what to replace; they are left out."""


@dataclass
class Tally:
    """What became of an exercise's mutants; `problems` are breaches in its list of equivalents.

    None was tried where the checks fail on the reference, and so on all that is made of it.
    """

    exercise: Exercise
    sound: bool = True
    killed: int = 0
    timed_out: int = 0
    equivalent: int = 0
    survivors: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """The mutants that could have been caught."""
        return self.killed + self.timed_out + len(self.survivors)

    @property
    def caught(self) -> int:
        return self.killed + self.timed_out


def try_mutants(engine: Engine, exercises: Sequence[Exercise]) -> Iterator[Tally]:
    """Run the mutants of each exercise; yield what became of them, exercise by exercise.

    Raises `KataError` when cosmic-ray is not installed or a reference cannot be read.
    """
    for exercise in exercises:
        reference = Source.read(exercise.reference).text
        tally = Tally(exercise)
        (own,) = engine.run([make_job(exercise, reference, 0, until_failure=True)])
        if not _survived(own):
            tally.sound = False
            yield tally
            continue
        mutants = make_mutants(reference)
        equivalent = _equivalents(exercise, reference, mutants, tally)
        jobs = [make_job(exercise, m, i, until_failure=True) for i, m in enumerate(mutants)]
        for verdict in engine.run(jobs):
            _count(tally, verdict, reference, mutants[verdict.job], equivalent)
        yield tally


def make_mutants(source: str) -> list[str]:
    """Every different text that one of cosmic-ray's operators makes of a module."""
    try:
        from cosmic_ray.ast import ast_nodes, get_ast
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError:
        raise KataError(f"mutants need the package cosmic-ray; run: {INSTALL}") from None
    nodes = list(ast_nodes(get_ast(source)))
    mutants = {}
    for name in sorted(set(operator_names()) - NEED_ARGUMENTS):
        operator = get_operator(name)()
        places = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        for occurrence in range(places):
            # cosmic-ray names places that it cannot change, as `a.b` in `except (a.b, c):`
            with suppress(AttributeError, AssertionError):
                mutants[mutate_code(source, operator, occurrence)] = None
    return [text for text in mutants if text and text != source]


def _equivalents(
    exercise: Exercise, reference: str, mutants: Sequence[str], tally: Tally
) -> dict[str, str]:
    """The mutants listed as equivalent, by text, with what they replace; notes stale ones."""
    found = {}
    for entry in mistakes.read(exercise.mistakes_file).equivalents:
        text = reference.replace(entry.find, entry.put)
        if not entry.reason:
            tally.problems.append(f"the equivalent {entry.put!r} gives no reason")
        if reference.count(entry.find) != 1 or text not in mutants:
            tally.problems.append(
                f"the equivalent {entry.put!r} is no mutant any more; take it out"
            )
        found[text] = entry.put
    return found


def _count(
    tally: Tally, verdict: Verdict, reference: str, mutant: str, equivalent: dict[str, str]
) -> None:
    survived = _survived(verdict)
    timed_out = verdict.ending == "timeout" or any(
        check.failure and check.failure.timed_out for check in verdict.checks
    )
    if mutant in equivalent:
        tally.equivalent += 1
        if not survived:
            tally.problems.append(
                f"{equivalent[mutant]!r} is caught, so it is not equivalent; take it out"
            )
    elif survived:
        tally.survivors.append(_difference(reference, mutant))
    elif timed_out:
        tally.timed_out += 1
    else:
        tally.killed += 1


def _survived(verdict: Verdict) -> bool:
    return verdict.ending == "ran" and not any(check.failure for check in verdict.checks)


def _difference(reference: str, mutant: str) -> str:
    lines = list(
        difflib.unified_diff(reference.splitlines(), mutant.splitlines(), lineterm="", n=1)
    )
    return "\n".join(lines[2:])


def advice(tallies: Sequence[Tally]) -> list[str]:
    """What may be done about the mutants that survived, where any did."""
    survivors = sum(len(tally.survivors) for tally in tallies)
    if not survivors:
        return []
    return [
        f"{counted(survivors, 'mutant')} survived: write a check that fails on it, or, where",
        "nothing can tell it from the reference, list it as [[equivalent]] in the mistakes file.",
    ]


def table(tallies: Sequence[Tally]) -> list[str]:
    """The figures of each exercise and of all, a line each."""
    lines = [f"{'exercise':32} mutants  killed  timed out  survived  equivalent  caught"]
    for tally in tallies:
        lines.append(
            f"{tally.exercise.name:32} {tally.counted + tally.equivalent:7} {tally.killed:7} "
            f"{tally.timed_out:10} {len(tally.survivors):9} {tally.equivalent:11} "
            f"{f'{_share(tally.caught, tally.counted):.1%}' if tally.sound else 'untried':>6}"
        )
    caught, of = sum(t.caught for t in tallies), sum(t.counted for t in tallies)
    return [*lines, f"{caught} of {of} caught, {_share(caught, of):.1%}"]


def missed(tallies: Sequence[Tally], whole: bool) -> list[str]:
    """What keeps the gate from holding, a line each: for an exercise, and, where they are the
    `whole` course, for all together."""
    lines = []
    for tally in tallies:
        if not tally.sound:
            lines.append(
                f"the reference of {tally.exercise.name} fails, so no mutant was tried; "
                f"run: kata verify {tally.exercise.number}"
            )
        if tally.caught < EACH * tally.counted:
            lines.append(f"{tally.exercise.name} misses {EACH:.0%}; mend its checks")
        if tally.problems:
            lines.append(f"{tally.exercise.name} lists what is not equivalent; mend its mistakes")
    caught, of = sum(t.caught for t in tallies), sum(t.counted for t in tallies)
    if whole and caught < OVERALL * of:
        lines.append(f"all together miss {OVERALL:.0%}; mend the checks that catch the fewest")
    return lines


def holds(tallies: Sequence[Tally], whole: bool) -> str:
    """That nothing was missed: the share that was caught and the one that is wanted."""
    caught, of = sum(t.caught for t in tallies), sum(t.counted for t in tallies)
    noun = "holds" if len(tallies) == 1 else "hold"
    return f"{noun}: {_share(caught, of):.1%}, {OVERALL if whole else EACH:.0%} are wanted"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
