r"""Q4 · Scoping: which variable a name means.

Topics: scoping, functions, closures

"Explain Python's scoping rules" is answered with LEGB: local, enclosing, global, built-in. Change
variables in functions, and look up a name.

## Build

`next_ticket()` adds 1 to the global variable `last_ticket` of this module, at first 0, and returns
the sum. It goes on from any integer that other code has put there.

`make_counter(start=0, step=1)` returns a function that takes no arguments. Its first call returns
`start`, and each later call returns `step` more than the call before. `start` and `step` are any
integers, also 0 or negative.

`resolve(name, scopes)` returns the value that the variable `name` has for code in the innermost
scope. `scopes` is a list of pairs `(kind, names)`, from the innermost scope outwards, and may be
empty. The kind is `"function"`, `"class"` or `"module"`, and `names` is a dict from names to
values. After them come the names in `vars(builtins)`.

## Rules

- `next_ticket` has a `global` statement, and the function that `make_counter` returns has a
  `nonlocal` statement.
- Counters made by several calls of `make_counter` are independent.
- A class counts only if it stands first in the list.
- Of the scopes that count, the first that has the name wins, also with a value like `None` or 0.
- A function's variable that is `UNSET` has no value yet: the search ends there with an error. In
  the first scope of the list, the error is an `UnboundLocalError`. In a later one, it is a
  `NameError` that is no `UnboundLocalError`.
- A name that is in no scope raises `NameError`, even if this file defines it.
- The message of each error contains the `repr` of the name.

## Left open

A `dict` subclass as a scope; scopes after a module; `UNSET` in a class or module; values with an
`==` of their own.

## Example

    >>> tens = make_counter(start=10, step=10)
    >>> tens(), tens()
    (10, 20)
    >>> outer = ("function", {"x": "outer"})
    >>> module = ("module", {"x": "module", "z": "module"})
    >>> resolve("x", [("function", {"x": "inner"}), outer, module])
    'inner'
    >>> resolve("z", [("function", {}), outer, module])
    'module'
    >>> resolve("len", [module]) is len
    True
"""

import enum
from collections.abc import Callable, Sequence
from typing import Any

last_ticket = 0

UNSET = enum.Enum("Variable", "UNSET").UNSET  # type: ignore
"""Stands for a variable of a function that has no value yet. Given: nothing to do here."""


def next_ticket() -> int:
    """Hand out the next ticket number."""
    raise NotImplementedError


def make_counter(start: int = 0, step: int = 1) -> Callable[[], int]:
    """Return a function that counts from `start` in steps of `step`."""
    raise NotImplementedError


def resolve(name: str, scopes: Sequence[tuple[str, dict[str, Any]]]) -> Any:
    """Look a name up as Python would for code in the innermost scope."""
    raise NotImplementedError
