r"""Q9 · Exceptions: the answer and one way to build it.

## Answer

Code that may fail goes under `try`. Each `except` names the exceptions it can deal with, and the
first clause that matches runs. `else` runs only if nothing was raised. `finally` runs in every
case, also on the way out by `return` or an uncaught exception, so it holds the cleanup. You throw
with `raise`; a bare `raise` in a handler passes the exception on, and `raise New(...) from error`
keeps the original as the cause. Your own exceptions derive from `Exception` or from a built-in one
that fits, so that callers can catch them by name.

Keep the `try` block small and the exception specific. A bare `except:` hides bugs and catches even
`KeyboardInterrupt` and `SystemExit`. `except Exception` lets those two through; it belongs at the
edges of a program, where errors are logged.

Since 3.11 there are exception groups with `except*`, and `add_note` for context. Since 3.14 a
`return` in `finally`, which swallows the exception, draws a warning, and `except A, B:` needs no
parentheses.

## Follow-ups

- **What is the difference between `else` and more lines under `try`?** Lines under `else` are not
  guarded by the handlers, so an error of theirs is not taken for the one you expected.
- **What does a `return` in `finally` do?** It replaces the result and drops an exception that is on
  its way.
- **What is the difference between `__cause__` and `__context__`?** `raise … from` sets the cause;
  the context is set by itself when an exception is raised while another is handled.

## Notes

The `try` block of `run_steps` holds one call: anything more would take an error of `log` for one of
the step. `PortError` is a `ValueError`, so callers who do not know it catch it too. Two nested
statements, `try`/`finally` around `try`/`except`/`else`, do the same and make it plain that
`finally` also covers the handlers; they cost one more level.
"""

from collections.abc import Callable, Iterable
from typing import Any


class PortError(ValueError):
    """The text is not a port number."""


def parse_port(text: str) -> int:
    """Read a port number from text, or say why it is none."""
    if not isinstance(text, str):
        raise TypeError(f"a port is read from text, not from {text!r}")
    try:
        port = int(text)
    except ValueError as error:
        raise PortError(f"not a whole number: {text!r}") from error
    if not 1 <= port <= 65535:
        raise PortError(f"not from 1 to 65535: {text!r}")
    return port


def run_steps(
    steps: Iterable[tuple[str, Callable[[], Any]]], log: Callable[[str, str], object]
) -> list[Any]:
    """Run the steps in order, report each one's course, return the results that came."""
    results = []
    for name, action in steps:
        log(name, "try")
        try:
            result = action()
        except Exception:
            log(name, "except")
        else:
            log(name, "else")
            results.append(result)
        finally:
            log(name, "finally")
    return results
