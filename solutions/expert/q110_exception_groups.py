r"""Q110 · Exception groups: the answer and one way to build it.

## Answer

I decide at boundaries. Inside, code raises precise exceptions from a small hierarchy with one base
for the package, and catches only what it can deal with. At a boundary, of a layer, a request or a
job, errors are translated with `raise ... from error`, logged once with their traceback, and turned
into an answer. Never a bare `except`, and `finally` or context managers for what must be released.

Transient failures are retried with a limit, growing waits and jitter, and only where repeating is
safe; a circuit breaker keeps a dead service from holding everybody up. Decorators and context
managers hold such policies in one place.

Where several things fail at once, 3.11 brought `ExceptionGroup` and `except*`, which a `TaskGroup`
raises, and `add_note` for context. A group is split by type, the rest goes on. Subclasses override
`derive`, or they lose their data in the split. `KeyboardInterrupt` and `CancelledError` pass
through everything. In production the groups go to a tracker such as Sentry, with the job in their
context.

## Follow-ups

- **When is a group the wrong tool?** Where a caller can act on one error only: raising groups
  changes an interface, since plain `except ValueError` no longer catches.
- **What does `except*` forbid?** `break`, `continue` and `return` in it, and groups as its types. A
  plain exception is caught too, wrapped in a group.
- **How do notes differ from a cause?** A cause is another exception with its own traceback; a note
  is a line of context on the exception itself, shown below it.
- **Why does `ExceptionGroup` refuse `KeyboardInterrupt`?** So that `except Exception` may catch
  every group of it. `BaseExceptionGroup` takes anything, and picks the narrower class if it can.

## Notes

The group's data has to be set in `__new__`, since that makes the group and knows two arguments
only. `__init__` is there because the one of the base refuses keywords. `derive` is all that
`split`, `subgroup` and `except*` ask for. Pickling calls the class with `args`, which lack the job,
hence `__reduce__`. Retrying keeps a dict of the last failures, so an error that passed is forgotten
by deleting its entry. Making groups of groups and flattening at the end would be shorter, but then
nobody knows which step an error belongs to.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


class BatchError(ExceptionGroup):
    """What went wrong in a job, step by step."""

    job: str

    def __new__(cls, message: str, errors: Sequence[Exception], job: str) -> "BatchError":
        """Make the group."""
        self = super().__new__(cls, message, errors)
        self.job = job
        return self

    def __init__(self, message: str, errors: Sequence[Exception], job: str) -> None:
        super().__init__(message, errors)

    def derive(self, errors: Sequence[Exception]) -> "BatchError":
        """Return a group of the same job for a part of the errors."""
        return type(self)(self.message, errors, self.job)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.exceptions, self.job), vars(self)


def _run(
    steps: Mapping[str, Callable[[], Any]], names: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Exception]]:
    """Run the steps of these names; return results and errors by name."""
    results, errors = {}, {}
    for name in names:
        try:
            results[name] = steps[name]()
        except Exception as error:
            note = f"in the step {name!r}"
            if note not in getattr(error, "__notes__", ()):
                error.add_note(note)
            errors[name] = error
    return results, errors


def run_all(job: str, steps: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run every step, and return all results or raise all errors."""
    return retry_transient(job, steps, (), 1)


def leaves(exc: BaseException) -> list[BaseException]:
    """Return the exceptions that are no groups."""
    if isinstance(exc, BaseExceptionGroup):
        return [leaf for inner in exc.exceptions for leaf in leaves(inner)]
    return [exc]


def retry_transient(
    job: str,
    steps: Mapping[str, Callable[[], Any]],
    transient: type[BaseException] | tuple[type[BaseException], ...],
    rounds: int,
) -> dict[str, Any]:
    """Run every step, and those again whose errors may pass."""
    results, failed, names = {}, {}, list(steps)
    for _ in range(rounds):
        returned, errors = _run(steps, names)
        results |= returned
        failed = {name: error for name, error in failed.items() if name not in returned} | errors
        names = [
            name
            for name, error in errors.items()
            if all(isinstance(leaf, transient) for leaf in leaves(error))
        ]
        if not names:
            break
    if failed:
        raise BatchError(f"{job} failed", [failed[name] for name in steps if name in failed], job)
    return {name: results[name] for name in steps}
