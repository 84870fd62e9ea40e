"""The engine: jobs in, verdicts out, each submission in a process of its own.

`engine` is the command's end. It starts a supervisor (`supervisor/`), inside a sandbox where there
is one (`sandbox`, `shown`), which forks one child (`child/`) a job and holds it to limits
(`limits`, `seccomp`).
`checks` compiles the checks, `compiled` keeps that for all runs, and `receipts` has their
assertions prove that they were come to; `messages` is what the processes say to each other;
`scratch` and `processes` are the folders and the processes themselves, `interpreter` the command
line that starts one.
"""

from grader.engine.engine import Engine
from grader.engine.messages import (
    DEBUG,
    NOT_RUN,
    UNWRITTEN,
    CheckVerdict,
    Ending,
    Failure,
    Isolation,
    Job,
    Limit,
    Verdict,
)

__all__ = [
    "DEBUG",
    "NOT_RUN",
    "UNWRITTEN",
    "CheckVerdict",
    "Ending",
    "Engine",
    "Failure",
    "Isolation",
    "Job",
    "Limit",
    "Verdict",
]
