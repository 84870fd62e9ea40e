"""Q9 · Exceptions: catch what you expect and let the rest go.

Topics: exceptions, validation

You are asked to explain exception handling: what `try`, `except`, `else` and `finally` are for, and
how an exception of your own is made. Many bugs come from catching too much, so build three
functions that catch just enough.

## Build

`parse_port(text)` returns the port number in the string `text` as an `int`. It reads what `int()`
reads, so whitespace around the number and leading zeros are fine.

- What is not a `str` (`True`, `80`, `b"80"`, `None`) raises `TypeError`.
- Text that `int()` cannot read, the empty text included, raises `PortError`, with the `ValueError`
  of `int()` as its `__cause__`.
- A number outside 1 to 65535 (both allowed) raises `PortError`.
- Every message contains the `repr` of the value that was given.

`run_steps(steps, log)` runs steps in order and returns the list of the results of those that
succeeded. `steps` is an iterable of pairs `(name, action)`; `action()` takes no arguments. Each
step reports what happens by calling `log(name, event)`:

- `"try"` before the action is called,
- `"except"` if it raised an `Exception`; the run then goes on with the next step,
- `"else"` if it returned,
- `"finally"` last of all, once the action was called, whatever happened.

`AllFailed(failures)` is an exception that keeps the exceptions of the iterable `failures` as a
tuple in the attribute `failures`. Its message contains the `repr` of each of them.

`first_success(functions)` calls the functions one by one, without arguments, and returns what the
first one returned that did not raise; the functions after it are not called. Any result is a
success, also `None`. If every function raised an `Exception`, or there is no function at all, it
raises `AllFailed` with those exceptions in order.

## Rules

- Only an `Exception` is a failure. `KeyboardInterrupt` and `SystemExit` do not derive from it: they
  reach the caller at once, and no later step or function is called.
- `run_steps` guards the action alone. An exception that `log` raises is no failure of the step: it
  ends the run and reaches the caller. If the action was called, the step's `"finally"` is logged
  first, and nothing else is.
- `PortError` is given; leave it as it is.

## Example

    >>> parse_port(" 8080 ")
    8080
    >>> def dial():
    ...     raise OSError("no route")
    >>> run_steps([("dial", dial), ("greet", lambda: "hello")], print)
    dial try
    dial except
    dial finally
    greet try
    greet else
    greet finally
    ['hello']
    >>> first_success([dial, lambda: "backup"])
    'backup'
"""

from collections.abc import Callable, Iterable
from typing import Any


class PortError(ValueError):
    """The text is not a port number."""


def parse_port(text: str) -> int:
    """Read a port number from text, or say why it is none."""
    raise NotImplementedError


def run_steps(
    steps: Iterable[tuple[str, Callable[[], Any]]], log: Callable[[str, str], object]
) -> list[Any]:
    """Run the steps in order, report each one's course, return the results that came."""
    raise NotImplementedError


class AllFailed(Exception):
    """Every function failed; `failures` holds their exceptions."""

    def __init__(self, failures: Iterable[Exception]) -> None:
        raise NotImplementedError


def first_success(functions: Iterable[Callable[[], Any]]) -> Any:
    """Return the first result that comes without an exception."""
    raise NotImplementedError
