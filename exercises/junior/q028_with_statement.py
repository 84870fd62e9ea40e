"""Q28 · The with statement: set up, and always tidy up.

Topics: context-managers, classes, exceptions

"Explain the `with` statement and context managers" wants more than `open`: what runs on the way in,
what runs on every way out, and what becomes of an exception. Build three managers, by class or with
`contextlib`, as you think fit.

## Build

`Stopwatch(clock=time.perf_counter)` measures blocks. `with Stopwatch() as watch:` binds the
stopwatch itself. Its attribute `laps` is a list, empty at first. When a block ends, however it
ends, the number of seconds that it took is appended. The stopwatch calls `clock()`, which returns
seconds, once when a block begins and once when it ends, and at no other time.

`temporary_attribute(obj, name, value)` returns a context manager that gives `obj` the attribute
`name` with `value` for the time of the block. Afterwards `vars(obj)` has under `name` what it had
when the block began: the very same object or, if there was none, nothing. `obj` is a class, a
module, or an instance with a `__dict__`, and `name` is no property of its class. Making the manager
changes nothing yet. It is used for one block only; what `as` binds is up to you.

`Transaction(data)` protects a dict: `with Transaction(data) as d:` binds `data` itself. If the
block ends normally, its changes stay. If it ends with an exception, keys that were added, given
another value or deleted in the block are put back: `data` has the same keys in the same order with
the same values as when the block began. The values are the very same objects: they are not copied,
and what the block did inside of a value, such as appending to a list, stays.

## Rules

- An exception in a block, of whatever class (`KeyboardInterrupt` too), always reaches the code
  around the `with` as it is.
- An attribute that the object only sees, because its class has it, is not its own: after the block,
  the object just sees it again. It is no error if the block itself sets or deletes the attribute.
- `data` stays the same dict, which others may refer to: it is changed back in place.
- All of it nests. One `Stopwatch` or `Transaction` can be used for several blocks, one after the
  other or inside one another. The lap of an inner block is appended first, and the outer lap
  includes it. An inner transaction that fails takes back its own changes only; an outer one that
  fails takes back everything since it began, also what inner ones kept.

## Example

    >>> stock = {"apple": 3, "pear": 1}
    >>> with Transaction(stock):
    ...     stock["apple"] -= 1
    >>> try:
    ...     with Transaction(stock):
    ...         del stock["apple"]
    ...         stock["plum"] = 1 / 0
    ... except ZeroDivisionError:
    ...     print(stock)
    {'apple': 2, 'pear': 1}
    >>> import math
    >>> with temporary_attribute(math, "pi", 3):
    ...     print(math.pi)
    3
    >>> math.pi
    3.141592653589793
    >>> times = iter([10.0, 12.5])
    >>> with Stopwatch(clock=lambda: next(times)) as watch:
    ...     pass
    >>> watch.laps
    [2.5]
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any


class Stopwatch:
    """Measure how long blocks take: one entry in `laps` for each."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start without laps."""
        raise NotImplementedError

    def __enter__(self) -> "Stopwatch":
        """Begin a block."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the latest block."""
        raise NotImplementedError


def temporary_attribute(obj: Any, name: str, value: Any) -> AbstractContextManager[Any]:
    """Give `obj` an attribute for the time of a block."""
    raise NotImplementedError


class Transaction:
    """Take back the changes to a dict when a block ends with an exception."""

    def __init__(self, data: dict[Any, Any]) -> None:
        """Protect `data`."""
        raise NotImplementedError

    def __enter__(self) -> dict[Any, Any]:
        """Begin a block and return the dict."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Keep the changes of the latest block, or take them back."""
        raise NotImplementedError
