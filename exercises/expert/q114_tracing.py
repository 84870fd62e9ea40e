r"""Q114 · Debugging: a crash report that can leave the machine.

Topics: tracing, debugging, exceptions, security

"How do you debug and trace Python applications?" In production nobody sits at a debugger: the crash
itself must say what happened, show no password, survive broken objects, and keep nothing alive.

## Build

`snapshot(exc, *, secret)` describes an exception in a `Failure`, which is given.

- `type` is the `__name__` of its class, `message` its `str`, and `notes` are its notes.
- `frames` has a `Frame`, which is given, for each step of its traceback, the outermost first.
- A frame has the file and the name of its code, and the line that the exception came through.
- `locals` is a dict from the names of the local variables to texts.
- `cause` is the `Failure` of the `__cause__`.
- `context` is that of the `__context__`, unless there is a `__cause__` or the context is
  suppressed.
- `members` are those of the exceptions in a group, in order.
- A missing `cause` or `context` is None; missing `notes`, `frames` or `members` are empty tuples.
- `secret(name)` tells by its truth whether a name, always a string, is that of a secret.

`crash_reports(sink, *, secret)` puts hooks on `sys.excepthook` and `threading.excepthook`.

- For an `Exception` that nobody caught, in any thread, `sink` is called with its `Failure`.
- Anything else, such as a `KeyboardInterrupt` or a `SystemExit` in a thread, does not reach it.
- In both cases the earlier hook is called afterwards, as it would have been, even if the sink
  raises.
- `crash_reports` returns a function that puts the earlier hooks back.
- That function does nothing when called again.

## Rules

- A text is the `repr` of the value, save where a rule says otherwise.
- Of more than 8 items in a `list`, `tuple`, `set` or `dict`, the first 8 are shown, and `...`
  stands for the others, whose `repr` is not called.
- One of these four, even an empty one, is shown as `...` inside three others.
- A text in `locals` of more than 120 characters is cut, and ends in `...` as the last of 120.
- `***` is shown for the value of a secret variable, and in a dict at any depth for the value of a
  secret key.
- The `repr` of such a value is not called.
- A value whose `repr` raises an `Exception` is shown as `<unprintable Thing>`, with the name of its
  class, and what is around it as ever.
- So is a message, if `str` raises.
- Where causes, contexts or members lead from an exception back to itself, None stands in its place.
- When the exception is gone, its functions have ended and the collector has run, the values of its
  frames are gone.

## Left open

- Modules' variables, those deleted after the snapshot, and hooks put back in another order.
- Subclasses of the four containers and of `str`, and other containers.
- Exceptions with an `__eq__` or `__bool__` of their own, and the variables of enclosing functions.
- Secrets in messages, and a `secret` that raises.
- Chains of more than 100 exceptions, and the sink's exception.

## Example

    >>> def pay(user, password):
    ...     items = list(range(100))
    ...     raise ValueError("no funds")
    >>> try:
    ...     pay({"name": "ann", "pin": 4711}, "hunter2")
    ... except ValueError as error:
    ...     failure = snapshot(error, secret=lambda name: name in {"password", "pin"})
    >>> failure.type, failure.message, failure.cause
    ('ValueError', 'no funds', None)
    >>> print(*failure.frames[-1].locals.values(), sep="\n")
    {'name': 'ann', 'pin': ***}
    ***
    [0, 1, 2, 3, 4, 5, 6, 7, ...]
"""

from collections.abc import Callable
from typing import NamedTuple


class Frame(NamedTuple):
    """One step of a traceback. Given: nothing to do here."""

    file: str
    function: str
    line: int
    locals: dict[str, str]


class Failure(NamedTuple):
    """An exception as plain data. Given: nothing to do here."""

    type: str
    message: str
    notes: tuple[str, ...]
    frames: tuple[Frame, ...]
    cause: "Failure | None"
    context: "Failure | None"
    members: "tuple[Failure | None, ...]"


def snapshot(exc: BaseException, *, secret: Callable[[str], object]) -> Failure:
    """Describe an exception in plain data."""
    raise NotImplementedError


def crash_reports(
    sink: Callable[[Failure], object], *, secret: Callable[[str], object]
) -> Callable[[], None]:
    """Report what nobody caught, and return a function that ends it."""
    raise NotImplementedError
