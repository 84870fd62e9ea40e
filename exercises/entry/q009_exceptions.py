r"""Q9 · Exceptions: catch what you expect and let the rest go.

Topics: exceptions, validation

You are asked to explain exception handling: what `try`, `except`, `else` and `finally` are for.
Many bugs come from catching too much, so build two functions that catch just enough.

## Build

`parse_port(text)` returns the port number in the string `text` as an `int`. It reads what `int()`
reads, so blanks around the number and leading zeros are fine.

- Text that `int()` cannot read raises `PortError`.
- The `__cause__` of that error is the `ValueError` of `int()`.
- A number below 1 or above 65535 raises `PortError` too.
- Anything but a `str`, such as `True`, `b"80"` or `None`, raises `TypeError`.
- Every message contains the `repr` of the value given.

`run_steps(steps, log)` runs steps in order and returns the list of their results. `steps` is a list
or an iterator of pairs `(name, action)`, and a call `action()` runs the step. For each step
`log(name, event)` is called with these events, in this order:

- `"try"` before the action is called.
- `"except"` when the action has raised an `Exception`.
- `"else"` when the action has returned.
- `"finally"` last of all, whenever the action was called.

## Rules

- A step fails when its action raises an `Exception`, and the run goes on with the next step.
- A step that failed has no place in the list.
- A `KeyboardInterrupt` or `SystemExit` of an action ends the run and reaches the caller.
- An exception of `log` is no failure of the step: it ends the run and reaches the caller.

## Left open

- Whether `"finally"` is logged when `log` raises at `"try"`.
- What reaches the caller when `log` raises twice, or after a `KeyboardInterrupt` or `SystemExit`.
- A `StopIteration` that `log` raises, and a `BaseException` of another class, such as
  `GeneratorExit`.
- Instances of a subclass of `str`, and exceptions that count as false.

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
"""

from collections.abc import Callable, Iterable
from typing import Any


class PortError(ValueError):
    """The text is not a port number. Given: nothing to do here."""


def parse_port(text: str) -> int:
    """Read a port number from text, or say why it is none."""
    raise NotImplementedError


def run_steps(
    steps: Iterable[tuple[str, Callable[[], Any]]], log: Callable[[str, str], object]
) -> list[Any]:
    """Run the steps in order, report each one's course, return the results that came."""
    raise NotImplementedError
