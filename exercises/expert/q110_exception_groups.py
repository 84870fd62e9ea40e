r"""Q110 · Exception groups: a batch that fails in parts.

Topics: exceptions, classes, functions

How do you handle exceptions in complex Python systems? Where work is done in parts, several parts
can fail, for unrelated reasons. One exception cannot tell that. Since Python 3.11 an
`ExceptionGroup` can, and `except*` takes it apart. Build a group that knows its job, a runner that
reports every failure, and one that tries again only where that makes sense.

## Build

`BatchError(message, errors, job)` is an `ExceptionGroup` with one more attribute, `job`. The third
argument may be given by its name.

`run_all(job, steps)` runs the steps of a job. `job` is a string, and `steps` is a dict from the
names of the steps to functions without arguments.

- It calls every step once, in the order of `steps`.
- If all return, it returns a dict from the names to the results, in the same order.
- If steps raise an `Exception`, it raises one `BatchError` of this `job` when all have run. Its
  `exceptions` are the very objects that the steps raised, in the order of `steps`.
- Each of these has a note that contains the `repr` of the step's name.

`leaves(exc)` returns a list of the exceptions in `exc` that are no groups, at any depth, in their
order. For an exception that is no group itself, it is the only one.

`retry_transient(job, steps, transient, rounds)` runs the steps like `run_all`, in up to `rounds`
rounds, a number from 1 on. `transient` is a class of exceptions, or a tuple of such classes.

- Each later round runs again those steps alone that failed in the round before with nothing but
  transient errors: all leaves of what they raised are instances of `transient`.
- It ends when no such step is left, or after the last round.
- It returns the results of all steps, if each has returned in some round.
- Otherwise it raises one `BatchError`, with the last exception of each step that never returned.

## Rules

- What `split` and `subgroup` of a `BatchError` return has its class, also a subclass, and its job.
- So has what `except*` catches, and what it leaves to be raised again.
- A `BatchError` within another one keeps its own job in all of these.
- A `BatchError` that was pickled or copied has its class, message, exceptions and job.
- Results and exceptions of `retry_transient` stand in the order of `steps`.
- Steps run in the order of `steps` in every round.
- An exception of a step that is itself a group stays one in the `BatchError`.
- An exception has one note of the step that raised it, however often, and the notes that it had
  before.
- What is no `Exception`, such as `KeyboardInterrupt` or a group with one in it, reaches the caller
  as it is, and no further step is called.
- `steps` stays as it is.

## Left open

Messages, subclasses with another `__new__`, steps that raise another step's exception or that of an
earlier call, no steps, steps that change `steps`, what else is in a note, and groups deeper than
the recursion limit.

## Example

    >>> def fail(error):
    ...     raise error
    >>> steps = {"fetch": lambda: "page", "parse": lambda: fail(ValueError("no title"))}
    >>> try:
    ...     run_all("nightly", steps)
    ... except* ValueError as group:
    ...     print(group.job, leaves(group))
    nightly [ValueError('no title')]
    >>> answers = iter([ConnectionError("down"), "up"])
    >>> def ask():
    ...     answer = next(answers)
    ...     return answer if isinstance(answer, str) else fail(answer)
    >>> retry_transient("nightly", {"ask": ask}, OSError, rounds=3)
    {'ask': 'up'}
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


class BatchError(ExceptionGroup):
    """What went wrong in a job, step by step."""

    job: str

    def __new__(cls, message: str, errors: Sequence[Exception], job: str) -> "BatchError":
        """Make the group."""
        raise NotImplementedError


def run_all(job: str, steps: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run every step, and return all results or raise all errors."""
    raise NotImplementedError


def leaves(exc: BaseException) -> list[BaseException]:
    """Return the exceptions that are no groups."""
    raise NotImplementedError


def retry_transient(
    job: str,
    steps: Mapping[str, Callable[[], Any]],
    transient: type[BaseException] | tuple[type[BaseException], ...],
    rounds: int,
) -> dict[str, Any]:
    """Run every step, and those again whose errors may pass."""
    raise NotImplementedError
