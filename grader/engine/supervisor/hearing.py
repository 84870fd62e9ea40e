"""A job's hearing: what became of its children so far, and what is to run next, or the verdict.

All checks run in one child, in order. What ends the process costs the check that was running, and
those after it run in a fresh child. A check that failed after another one had left something behind
runs once more, alone in a fresh child, and what it does there counts.
"""

import random
from dataclasses import dataclass, field

from grader.engine.messages import NOT_RUN, CheckVerdict, Failure, Job, Limit, Verdict
from grader.engine.supervisor.running import Running, Stop

AFTER_TIMEOUT = 1.0
"""Seconds for a check without a limit of its own, once another has run out of time."""


@dataclass
class Hearing:
    """What is known of a job, from child to child."""

    job: Job
    verdicts: dict[str, CheckVerdict] = field(default_factory=dict)
    stop: Stop = field(default_factory=lambda: Stop("ran"))
    """What ended the job, or the first thing that ended one of its children early."""
    final: bool = False
    """Nothing more is to run."""
    doubtful: list[str] = field(default_factory=list)
    """Checks to run once more, alone."""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    _hurried: bool = False

    def __post_init__(self) -> None:
        self._order = list(self.job.limits)
        if self.job.seed is not None:
            random.Random(self.job.seed).shuffle(self._order)

    def next(self) -> list[Limit]:
        """The checks that a fresh child is to run now, with their limits; none when all is done."""
        if self.final:
            return []
        ahead = [limit for limit in self._order if limit.check not in self.verdicts]
        if not ahead:
            ahead = [limit for limit in self._order if limit.check in self.doubtful[:1]]
        if self._hurried:
            # what hangs here may well hang everywhere: a learner is not to wait for each
            ahead = [
                limit if limit.own else Limit(limit.check, min(limit.seconds, AFTER_TIMEOUT))
                for limit in ahead
            ]
        return ahead

    def take(self, run: Running, seconds: float, cpu_seconds: float) -> None:
        """Add what became of a child."""
        self.seconds += seconds
        self.cpu_seconds += cpu_seconds
        self.notes += run.notes
        stop = run.stop
        first = not self.verdicts
        asked = [turn.check for turn in run.turns]
        alone = asked == self.doubtful[:1] and asked[0] in self.verdicts
        self.doubtful = self.doubtful[1:] if alone else self.doubtful
        self.verdicts |= run.verdicts
        self._hurried |= any(v.failure and v.failure.timed_out for v in run.verdicts.values())
        if stop.ending in ("tampered", "error") or (stop.ending == "broken" and first):
            self.stop, self.final = stop, True
        if self.job.errand or self.job.until_failure:
            self.stop, self.final = stop, True
        elif not alone and not self.final:
            if stop.ending not in ("ran", "broken") and self.stop.ending == "ran":
                self.stop = stop
            if not run.verdicts:
                self._blame(asked, stop, first)
            failed = [name for name, each in run.verdicts.items() if each.failure]
            self.doubtful += [n for n in failed if n in run.left and n != run.blamed]
        self.final |= self._ends_with_timeout

    @property
    def _ends_with_timeout(self) -> bool:
        return self.job.until_timeout and self._hurried

    def _blame(self, asked: list[str], stop: Stop, first: bool) -> None:
        """A child came to none of its checks: all of them fail when it could not be loaded, else
        the first, so that there is an end to it."""
        could_not_load = first or stop.ending == "broken"
        for name in asked if could_not_load else asked[:1]:
            failure = Failure(message=stop.message or f"{NOT_RUN}the process had ended before")
            self.verdicts[name] = CheckVerdict(name=name, failure=failure)

    def verdict(self) -> Verdict:
        """What became of the job."""
        why = "the process had ended before"
        if self.stop.ending == "broken":
            why = "the submission could not be loaded"
        elif self._ends_with_timeout:
            why = "a check before it ran out of time"
        not_run = Failure(message=f"{NOT_RUN}{why}")
        return Verdict(
            job=self.job.id,
            ending=self.stop.ending,
            message=self.stop.message,
            line=self.stop.line,
            checks=tuple(
                self.verdicts.get(limit.check) or CheckVerdict(name=limit.check, failure=not_run)
                for limit in self.job.limits
            ),
            seconds=self.seconds,
            cpu_seconds=self.cpu_seconds,
            notes=tuple(self.notes),
        )
