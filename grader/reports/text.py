"""The report that a person reads in a terminal: levels, what is unsolved and why, the sums."""

from collections import Counter
from collections.abc import Iterable, Iterator

from grader.results import CheckResult, ExerciseResult, Outcome, Report, Run
from grader.terminal import Screen, counted

NOT_COUNTED = {
    Outcome.UNAVAILABLE: ("waits for packages", "wait for packages"),
    Outcome.ERROR: ("was kept from running by a fault of the grader",) * 2,
}
"""What is never held against a learner, and how one and several of them are told."""

OUTPUT_LINES, PASSED_LINES = 12, 3
"""How many lines of a check's output are shown, of one that failed and of one that passed."""


def render(report: Report, screen: Screen) -> str:
    """One exercise in full, or several by level with the first failing check of each."""
    lines = []
    if len(report.exercises) == 1 and not report.interrupted:
        result = report.exercises[0]
        lines += exercise_lines(result, screen)
        told = result.outcome is Outcome.SOLVED or explains_itself(result)
        if not told and report.run.submission is None:
            lines += ["", f"kata hint {result.number} gives a nudge."]
    else:
        for level in dict.fromkeys(result.level for result in report.exercises):
            lines += _level(report, level, screen)
        lines += _totals(report, screen)
    lines += _notes(report, screen)
    lines += _isolation(report, screen)
    return screen.fit("\n".join(lines))


def _level(report: Report, level: str, screen: Screen) -> Iterator[str]:
    sums = next((sums for sums in report.levels if sums.level == level), None)
    head = screen.style(level, bold=True)
    if sums:
        head += f"  {sums.solved} of {sums.exercises} solved, "
        head += f"{points(sums.points)} of {points(sums.max_points)} points"
    yield head
    for result in report.exercises:
        if result.level == level and result.outcome is not Outcome.SOLVED:
            yield from _line(result, screen)
    yield ""


def _line(result: ExerciseResult, screen: Screen) -> Iterator[str]:
    passed = sum(check.passed for check in result.checks)
    outcome = result.outcome
    count = f"{passed}/{len(result.checks)} " if result.checks else ""
    head = f"  {screen.mark(False)} Q{result.number:<3} {count}"
    failing = result.first_failure
    said = result.message.partition("\n")[0] or (failing.label if failing else "")
    if outcome not in (Outcome.PARTIAL, Outcome.UNSOLVED) or result.message:
        place = f" in line {result.line}" if result.line else ""
        said = f"{outcome}{place}: {said}" if said else f"{outcome}{place}"
    topic = result.title.partition(":")[0]
    yield from screen.wrap(f"{topic}: {said}", head, " " * 13)


def _totals(report: Report, screen: Screen) -> Iterator[str]:
    yield (
        screen.style(
            f"{report.solved} of {report.total} solved, "
            f"{points(report.points)} of {points(report.max_points)} points",
            bold=True,
        )
        + f" in {report.run.seconds:.1f} s"
        + (" (interrupted)" if report.interrupted else "")
    )
    for outcome, why in NOT_COUNTED.items():
        if names := [f"Q{r.number}" for r in report.exercises if r.outcome is outcome]:
            verb = why[0] if len(names) == 1 else why[1]
            said = f"not counted: {len(names)} {verb} ({', '.join(names)})"
            yield from screen.wrap(said, "", "  ")


def _notes(report: Report, screen: Screen) -> Iterator[str]:
    """What a reader should know besides: the pass mark, files that nobody looked at."""
    if report.pass_mark is not None:
        reached = "reached" if report.passed else "missed"
        mark, percent = points(report.pass_mark), points(cut_percent(report.percent))
        yield from screen.wrap(f"pass mark {mark} %: {reached}, {percent} %", "", "  ")
    if said := not_graded(report.run):
        yield from screen.wrap(said, "", "  ")


def not_graded(run: Run) -> str:
    """Which files that were handed in nobody looked at; empty where there is none."""
    return f"not graded: {', '.join(run.unrecognised)}" if run.unrecognised else ""


def cut_percent(percent: float) -> float:
    """A share to one decimal, never rounded up to a mark that it misses."""
    return int(percent * 10) / 10


def _isolation(report: Report, screen: Screen) -> list[str]:
    kind = "no sandbox" if report.run.isolation.sandbox == "none" else report.run.isolation.sandbox
    return screen.wrap(f"isolation: a limited process an exercise, {kind}", "", "  ")


def exercise_lines(result: ExerciseResult, screen: Screen) -> list[str]:
    """One exercise in full: what the failing checks found, then those that passed, a line each."""
    passed = sum(check.passed for check in result.checks)
    colour = "green" if result.outcome is Outcome.SOLVED else "red"
    lines = screen.wrap(f"Q{result.number} · {result.title}", "", "  ")
    lines.append(
        screen.style(str(result.outcome), colour, bold=True)
        + (f"  {passed} of {len(result.checks)} checks, " if result.checks else "  ")
        + f"{points(result.points)} of {points(result.max_points)} points"
    )
    if result.file:
        place = f"{result.file}:{result.line}" if result.line else result.file
        lines += screen.block(place, "")
    if result.outcome is Outcome.UNAVAILABLE:  # a command is in it, which stays whole
        lines += screen.wrap(result.message, "  ", "  ")
    elif result.message:
        lines += screen.block(result.message, "  ")
    lines += ["", *mistake_lines(result, screen)]
    cited, told, others = {result.breaks}, set(), []
    if explains_itself(result):
        return lines
    for check in result.checks:
        if check.unwritten in told:
            others.append(check)
        elif not check.passed:
            lines += check_lines(check, screen, None if check.proves in cited else check.proves)
            cited.add(check.proves)
            told |= {check.unwritten} - {""}
    lines += waiting_lines(others, screen)
    return lines + [check_line(check, screen) for check in result.checks if check.passed]


def waiting_lines(others: Iterable[CheckResult], screen: Screen) -> Iterator[str]:
    """How many of the checks besides wait for what is not written, a line a function."""
    for said, number in Counter(c.unwritten for c in others if c.unwritten).items():
        yield failed_line(f"{counted(number, 'more check')}: {said}", screen)


def failed_line(said: str, screen: Screen) -> str:
    """What is said of checks that failed, cut to a line."""
    return screen.cut(said, f"  {screen.mark(False)} ")


def explains_itself(result: ExerciseResult) -> bool:
    """Whether a result's message says it all, and its checks would only say it again."""
    passed = any(check.passed for check in result.checks)
    return result.outcome in (Outcome.BROKEN, Outcome.UNAVAILABLE) or (
        bool(result.message) and not passed and result.outcome is Outcome.UNSOLVED
    )


def mistake_lines(result: ExerciseResult, screen: Screen) -> list[str]:
    """The known mistake that a submission makes, and what it breaks; nothing without one."""
    if not result.mistake:
        return []
    said = screen.wrap(f"These checks also fail when {result.mistake}.", "", "")
    return [*said, *_cited(result.breaks, "", screen), ""]


def quoted(sentence: str) -> str:
    """A sentence as a quotation; without marks where it has some itself."""
    return sentence if '"' in sentence else f'"{sentence}"'


def _cited(sentence: str | None, indent: str, screen: Screen) -> list[str]:
    """A sentence of the prompt, as a quotation that stands under what was called and got."""
    if not sentence:
        return []
    return screen.wrap(quoted(sentence), f"{indent}task      ", f"{indent}          ")


def check_line(check: CheckResult, screen: Screen) -> str:
    """One check: its sentence, cut to a line."""
    return screen.cut(check.label or check.name, f"  {screen.mark(check.passed)} ")


def check_lines(check: CheckResult, screen: Screen, cite: str | None = None) -> Iterator[str]:
    """A check that failed: its sentence, why, the sentence of the prompt that it proves (`cite`),
    what was printed, and where the check stands."""
    indent = " " * 6
    yield from screen.wrap(check.label or check.name, f"  {screen.mark(check.passed)} ", "    ")
    yield from screen.block(check.message, indent, labelled=True)
    yield from _cited(cite, indent, screen)
    yield from printed_lines(check, screen)
    if check.check_file:
        yield from screen.block(f"check     {check.check_file}:{check.check_line}", indent)


def printed_lines(check: CheckResult, screen: Screen) -> Iterator[str]:
    """What was printed while a check ran, cut to its first lines."""
    indent = " " * 6
    most = PASSED_LINES if check.passed else OUTPUT_LINES
    if check.output.strip():
        output = check.output.rstrip().splitlines()
        yield f"{indent}printed"
        yield from screen.block("\n".join(output[:most]), indent + "    ")
        if len(output) > most:
            yield f"{indent}    … and {counted(len(output) - most, 'line')} more"


def points(worth: float) -> str:
    """Points, or a percentage, as a person reads them."""
    return f"{worth:.2f}".rstrip("0").rstrip(".")
