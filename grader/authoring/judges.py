"""How the verdicts of a gate's submissions are judged.

In: the verdicts of a trial's jobs, in order. Out: what is wrong and what to do, or None. What did
not run to its end is told as that, whatever else it may show.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.engine import Verdict
from grader.mistakes import Mistake

WAITING = 5
"""How much longer than their processor time checks may take by the clock."""

SLOW = 0.5
"""From how many seconds by the clock on the reference a check has itself to blame that it runs out
of time: after one that did, each has but a second (`supervisor.hearing`)."""


@dataclass(frozen=True)
class Finding:
    """What is wrong and what to do, and the line it is about or the check, where one is known.

    `blamed` are checks that pass and fail by chance, or are too slow: wherever they run, that shows
    anew.
    """

    said: str
    line: int | None = None
    check: str | None = None
    blamed: tuple[str, ...] = ()


Judge = Callable[[Sequence[Verdict]], Finding | None]
"""From the verdicts of a trial's jobs to what is wrong, if anything is."""


def ran(verdicts: Sequence[Verdict]) -> bool:
    """Whether all came to the end of their checks."""
    return all(verdict.ending == "ran" for verdict in verdicts)


def all_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    """Every check passes in every run."""
    if not ran(verdicts):
        return next(filter(None, map(_not_run, verdicts)))
    runs = [_failed(verdict) for verdict in verdicts]
    always = [check for check in runs[0] if all(check in failed for failed in runs)]
    flaky = _flaky(runs)
    if not always and not flaky:
        return None
    check = always[0] if always else next(iter(flaky))
    if always:
        said = f"{_and(always)} {_fail(always)} on the reference, in random order and with "
        said += "warnings as errors; mend the check or the reference"
    else:
        said = f"{_passed(flaky, len(runs))} but for the order of the checks: leave nothing to "
        said += "chance, nor to that order"
    message = next(
        each.failure.message
        for verdict in verdicts
        for each in verdict.checks
        if each.name == check and each.failure
    )
    return Finding(f"{said}\n{message}", check=check, blamed=() if always else tuple(flaky))


def none_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    """No check passes."""
    (verdict,) = verdicts
    if passed := [check.name for check in verdict.checks if not check.failure]:
        verb = "passes" if len(passed) == 1 else "pass"
        said = f"{_and(passed)} {verb} on the stub; make it need the learner's work"
        return Finding(said, check=passed[0])
    return _not_run(verdict)


def not_all_pass(verdicts: Sequence[Verdict]) -> Finding | None:
    """A check fails."""
    (verdict,) = verdicts
    if verdict.ending == "ran" and not _failed(verdict):
        return Finding("an object that equals everything solves it; look at a type or an identity")
    return None


def true_example(heading: int) -> Judge:
    """The example is true; `heading` is the line of the stub on which its section begins."""

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        (verdict,) = verdicts
        if verdict.ending != "ran" or not verdict.notes:
            return _not_run(verdict)
        line, _, shown = verdict.notes[0].partition("\n")
        place = re.fullmatch(r"line (\d+)", line)
        if not place:
            return Finding(f"{line}; write one")
        more = f" (and {len(verdict.notes) - 1} more)" if len(verdict.notes) > 1 else ""
        said = f"the example is untrue of the reference{more}; mend it\n{shown}"
        return Finding(said, heading + int(place[1]))

    return judge


def all_reached(verdicts: Sequence[Verdict]) -> Finding | None:
    """The checks reach all of the reference."""
    (verdict,) = verdicts
    if verdict.ending != "ran":
        return _not_run(verdict)
    if failed := [check for check in verdict.checks if check.failure]:
        first = failed[0]
        said = (
            f"with coverage looking on, {first.name} fails, so what is reached is not known; make "
            f"it quicker and sure, or give it a `timeout` mark\n{first.failure.message}"
        )
        return Finding(said, check=first.name, blamed=tuple(check.name for check in failed))
    if not verdict.notes:
        return None
    line = re.search(r"line (\d+)", verdict.notes[0])
    said = f"{'; '.join(verdict.notes)}; add a check, or delete the code"
    return Finding(said, int(line[1]) if line else None)


def fails_exactly(mistake: Mistake, of_reference: int) -> Judge:
    """Every run fails the checks that the mistake names and no others; none is accused.

    The first verdicts, so many, are the reference's: they tell a slow check from a mistake that
    makes it wait for ever.
    """

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        reference, verdicts = verdicts[:of_reference], verdicts[of_reference:]
        for check, seconds in _slow(reference, verdicts).items():
            if check not in mistake.fails:
                said = (
                    f"{check} takes {seconds:.2f} s by the clock on the reference, so that wrong "
                    "solutions fail it by the time alone; slim it, or give it a `timeout` mark"
                )
                return Finding(said, check=check, blamed=(check,))
        runs = [_failed(verdict) for verdict in verdicts]
        flaky = _flaky(runs)
        for verdict in verdicts:
            if verdict.ending == "broken":
                said = f"cannot be loaded ({verdict.message}); mend its replacement"
                break
            if verdict.ending == "tampered":
                said = f"is called tampered ({verdict.message}); mend the check that it bends"
                break
        else:
            if flaky:
                said = (
                    f"comes out differently from run to run: {_passed(flaky, len(runs))}; mend "
                    "the checks, so that nothing is left to chance"
                )
            else:
                said = _differs(mistake.fails, runs[0])
        return (
            Finding(f"the mistake {mistake.name!r} {said}", blamed=tuple(flaky)) if said else None
        )

    return judge


def within(limit: float) -> Judge:
    """The checks take no longer than so many seconds in the fastest run."""

    def judge(verdicts: Sequence[Verdict]) -> Finding | None:
        fastest = min(verdicts, key=_seconds)
        if _seconds(fastest) <= limit:
            return None
        slowest = max(fastest.checks, key=lambda check: check.seconds)
        by_the_clock = sum(check.seconds for check in fastest.checks)
        if fastest.cpu_seconds > limit:
            used = min(fastest.cpu_seconds, by_the_clock)
            said = f"{used:.2f} s of processor time, {limit} s are allowed"
        else:
            said = f"{by_the_clock:.2f} s by the clock, {limit * WAITING} s are allowed"
        said = f"its checks take {said}; slim them, {slowest.name} first "
        said += f"({slowest.seconds:.2f} s by the clock)"
        return Finding(said, check=slowest.name, blamed=(slowest.name,))

    return judge


def _failed(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if check.failure]


def _slow(reference: Sequence[Verdict], verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The checks that ran out of time and take long on the reference as well, without a `timeout`
    mark; and how long at the fastest, in seconds by the clock."""
    late = {
        check.name
        for verdict in verdicts
        for check in verdict.checks
        if check.failure and check.failure.timed_out
    }
    taken: dict[str, float] = {}
    for check in (check for verdict in reference for check in verdict.checks):
        if check.name in late:
            taken[check.name] = min(check.seconds, taken.get(check.name, check.seconds))
    return {check: seconds for check, seconds in taken.items() if seconds > SLOW}


def _not_run(verdict: Verdict) -> Finding | None:
    if verdict.ending == "ran":
        return None
    said = f"it did not run to its end ({verdict.ending}): {verdict.message}; mend what it runs"
    return Finding(said)


def _flaky(runs: Sequence[Sequence[str]]) -> dict[str, int]:
    """Of runs alike, the checks that failed in some of them, and in how many they passed."""
    failed = Counter(check for run in runs for check in run)
    return {check: len(runs) - times for check, times in failed.items() if times < len(runs)}


def _passed(flaky: dict[str, int], runs: int) -> str:
    """That checks are flaky, in words."""
    verb = "is" if len(flaky) == 1 else "are"
    times = _and([str(passed) for passed in dict.fromkeys(flaky.values())], "or")
    return f"{_and([*flaky])} {verb} flaky: passed {times} of {runs} runs alike"


def _differs(expected: Sequence[str], failed: Sequence[str]) -> str | None:
    """How what a mistake fails differs from what it names."""
    passed = [check for check in expected if check not in failed]
    more = [check for check in failed if check not in expected]
    said = []
    if not expected:
        said.append("names no check" if failed else "fails no check")
    elif passed:
        said.append(f"does not fail {_and(passed)}, which it names")
    if expected and more:
        said.append(f"fails {_and(more)} as well")
    if not said:
        return None
    listed = ", ".join(f'"{check}"' for check in failed)
    remedy = f"write fails = [{listed}], or mend the checks" if failed else "mend it, or the checks"
    return f"{', and '.join(said)}; {remedy}"


def _and(words: Sequence[str], last: str = "and") -> str:
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end


def _fail(checks: Sequence[str]) -> str:
    return "fails" if len(checks) == 1 else "fail"


def _seconds(verdict: Verdict) -> float:
    """How long the checks took: processor time, since a machine that is busy takes longer by the
    clock; but no less than a part of the time by the clock, since checks must not wait either."""
    by_the_clock = sum(check.seconds for check in verdict.checks)
    return min(by_the_clock, max(verdict.cpu_seconds, by_the_clock / WAITING))
