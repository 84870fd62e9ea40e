r"""Q4 · Scoping: the answer and one way to build it.

## Answer

A name is looked up in up to four scopes, LEGB: the local scope of the running function, the
functions that enclose it in the source, from the inside out, the module's globals, and the
built-ins. The first that has the name wins; if none has it, `NameError` is raised. Reading needs no
declaration, but assigning anywhere in a function makes the name local to all of it, so reading it
too early raises `UnboundLocalError`. `global` redirects assignment to the module's variable,
`nonlocal`, new in Python 3, to that of the nearest enclosing function which has one.

Scopes are lexical, fixed by where code is written, yet values are looked up when the code runs:
functions made in a loop all see the loop variable's last value. Modules, functions, classes and
comprehensions make scopes; an `if` or `for` block does not. A class body is no enclosing scope for
its methods, which therefore write `self.name`.

## Follow-ups

- **`x += 1` in a function raises `UnboundLocalError` though `x` is global. Why?** The assignment
  makes `x` local to the whole function, so its first reading finds no value yet.
- **Why can't `nonlocal` name a global variable?** It is resolved when the code is compiled, among
  the enclosing functions; if none has the name, that is a `SyntaxError`. A global may come into
  being while the program runs.
- **What does `locals()` give inside a function?** Since 3.13 a fresh snapshot at each call
  (PEP 667); writing to it never changes the variables.

## Notes

`resolve` asks whether the name is there and not whether its value is true, and compares `UNSET` by
identity. Only the position says whether a class is seen and which error is raised. Removing the
outer classes first and chaining the rest in a `ChainMap` is shorter, but loses the positions.
"""

import builtins
import enum
from collections.abc import Callable, Sequence
from typing import Any

last_ticket = 0

UNSET = enum.Enum("Variable", "UNSET").UNSET  # type: ignore
"""Stands for a variable of a function that has no value yet."""


def next_ticket() -> int:
    """Hand out the next ticket number."""
    global last_ticket
    last_ticket += 1
    return last_ticket


def make_counter(start: int = 0, step: int = 1) -> Callable[[], int]:
    """Return a function that counts from `start` in steps of `step`."""
    upcoming = start

    def count() -> int:
        nonlocal upcoming
        current = upcoming
        upcoming += step
        return current

    return count


def resolve(name: str, scopes: Sequence[tuple[str, dict[str, Any]]]) -> Any:
    """Look a name up as Python would for code in the innermost scope."""
    innermost = True
    for kind, names in [*scopes, ("module", vars(builtins))]:
        if name in names and (innermost or kind != "class"):
            if names[name] is not UNSET:
                return names[name]
            if innermost:
                raise UnboundLocalError(f"local variable {name!r} has no value yet")
            raise NameError(f"variable {name!r} of an enclosing function has no value yet")
        innermost = False
    raise NameError(f"name {name!r} is not defined")
