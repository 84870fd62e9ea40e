r"""Q28 · The with statement: the answer and one way to build it.

## Answer

`with manager as name:` calls the manager's `__enter__`, binds what that returns, runs the block,
and calls `__exit__` on every way out: at the end, on `return` or `break`, and on an exception. So
setting up and tidying up stand together, and nobody can forget the second half. `__exit__` gets the
exception's class, value and traceback, or None three times. A true result swallows the exception,
so a manager normally returns None.

Files close themselves this way, locks are released, network connections given back. With databases
look closer: leaving a `sqlite3` connection's block commits or rolls back, but doesn't close.

You write a manager as a class, or as a generator under `contextlib.contextmanager`: before the
`yield` is the entry, after it the exit, in a `finally` so that it also runs after an exception.
`contextlib` also has `closing`, `suppress`, `ExitStack` and more. `async with` does the same with
`__aenter__` and `__aexit__`, which are awaited.

## Follow-ups

- **Does `__exit__` run when `__enter__` raises?** No, the block has not begun. What `__enter__` had
  already acquired, it must give back itself.
- **How do you enter a number of managers that is known only at run time?** With an `ExitStack`: its
  `enter_context` takes them one by one, and they are left in reverse order, whatever happens.
- **What if `__exit__` itself raises?** Its exception takes the place of the block's, which stays
  visible as `__context__`.
- **Can a manager be used twice?** That is its own choice: a lock can, a file can't, and what
  `contextmanager` returns serves one block.

## Notes

Nested transactions keep a copy each. One that is nested in itself would need a stack of copies.
`temporary_attribute` needs no reuse, and there the generator is shorter. `vars(obj)` tells what is
the object's own; `getattr` would also find the class's. `unittest.mock.patch.object` does the same
and more, but code outside of tests should not depend on it. A shallow copy of the dict costs time
at each entry, however little the block changes; a journal of the changes would cost less for large
dicts, but needs a dict that reports every change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any


@contextmanager
def temporary_attribute(obj: Any, name: str, value: Any) -> Iterator[None]:
    """Give `obj` an attribute for the time of a block."""
    own = name in vars(obj)
    old = vars(obj).get(name)
    setattr(obj, name, value)
    try:
        yield
    finally:
        if own:
            setattr(obj, name, old)
        else:
            delattr(obj, name)


class Transaction:
    """Take back the changes to a dict when a block ends with an exception."""

    def __init__(self, data: dict[Any, Any]) -> None:
        """Protect `data`."""
        self._data = data
        self._copy: dict[Any, Any] = {}

    def __enter__(self) -> dict[Any, Any]:
        """Begin a block and return the dict."""
        self._copy = self._data.copy()
        return self._data

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Keep the changes of the latest block, or take them back."""
        if kind is not None:
            self._data.clear()
            self._data.update(self._copy)
