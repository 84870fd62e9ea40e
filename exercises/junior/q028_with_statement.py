r"""Q28 · The with statement: set up, and always tidy up.

Topics: context-managers, classes, exceptions

Explain the `with` statement and context managers. Everybody opens a file with it. The interviewer
then asks what runs on every way out of the block, and what becomes of an exception. Build two
managers that others can rely on, each as a class or with the help of `contextlib`.

## Build

`temporary_attribute(obj, name, value)` returns a context manager. It sets the attribute `name` of
`obj`, a module or an object of a plain class, to `value` when its block begins. When the block
ends, `vars(obj)[name]` is the same object as just before the block. If `vars(obj)` had no such key
before, it has none afterwards, also where the class has the attribute.

`class Transaction(data)` protects the dict `data`: `with Transaction(data) as d:` binds `d` to
`data` itself.

- If the block ends without an exception, its changes stay.
- If it ends with an exception, `data` has the keys and values that it had when the block began.
- The values are the very same objects, in the same order, and `data` is still the same dict.
- Values are not copied: what the block changed inside a value, such as a list, stays changed.

## Rules

- A manager does nothing before its block begins.
- All this holds for an `Exception` and for `KeyboardInterrupt`.
- An exception of the block reaches the code around the `with` as the same object.
- The block itself may set the attribute to something else.
- Other attributes of `obj` stay as the block left them.
- Managers can be nested, also for the same attribute or the same dict.
- One `Transaction` serves several blocks, one after the other.
- An inner transaction that fails takes back what changed since it began, and no more.
- An outer one that fails also takes back what inner ones kept.

## Left open

What `as` binds for `temporary_attribute`, and a second block with one manager that it returned. A
block that deletes the attribute, properties and slots, classes as `obj`. Keys that are equal and
not the same, a `Transaction` nested in itself, and threads.

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
"""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any


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
