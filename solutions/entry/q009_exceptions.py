"""Q9 · Exceptions: the answer and one way to build it.

## Answer

Code that may fail goes under `try`. Each `except` names the exceptions it can deal with; the first
clause that matches runs. `else` runs only if nothing was raised, `finally` in every case, also on
the way out by `return` or an uncaught exception, so it holds the cleanup. You throw with `raise`;
a bare `raise` inside a handler passes the exception on, and `raise New(...) from error` keeps the
original as the cause. Your own exceptions derive from `Exception`, or from a built-in one that
fits, so that callers can catch them by name.

Keep the `try` block small and the exception specific. A bare `except:` hides bugs and even catches
`KeyboardInterrupt` and `SystemExit`. `except Exception` leaves those alone, so it does not catch
everything; it belongs at the edges of a program, where errors are logged. Since 3.11 there are also
exception groups with `except*`, and `add_note` for context.

## Notes

`else` is more than taste in `run_steps`: under `try`, an error of `log` would pass for an error of
the step. `PortError` is a `ValueError`, so callers that do not know it catch it too. `AllFailed`
passes its one argument on to `Exception`, whose message then shows the tuple.
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


class AllFailed(Exception):
    """Every function failed; `failures` holds their exceptions."""

    def __init__(self, failures: Iterable[Exception]) -> None:
        self.failures = tuple(failures)
        super().__init__(self.failures)


def first_success(functions: Iterable[Callable[[], Any]]) -> Any:
    """Return the first result that comes without an exception."""
    failures = []
    for function in functions:
        try:
            return function()
        except Exception as error:
            failures.append(error)
    raise AllFailed(failures)
