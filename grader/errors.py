"""The one exception for what a person can put right."""


class KataError(Exception):
    """Something the person at the command can mend; the text says what happened and what to do.

    The command prints it as one line and exits with 2.
    """


class GraderFault(Exception):
    """Something only the grader's own code or machine is to blame for: exit code 3."""
