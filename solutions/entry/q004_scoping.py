"""Q4 · Scoping: the answer and one way to build it.

## Answer

A name is looked up in up to four scopes, LEGB: the local scope of the running function, the
functions that enclose it in the source, from the inside out, the module's globals, and the
built-ins. The first that has the name wins; if none has it, `NameError` is raised. Reading needs no
declaration, but assigning anywhere in a function makes the name local to all of it, so reading it
earlier raises `UnboundLocalError`. `global` redirects assignment to the module's variable,
`nonlocal`, new in Python 3, to the nearest enclosing function's. Scopes are lexical, fixed by where
code is written, yet values are looked up when the code runs: functions made in a loop all see the
loop variable's last value. Modules, functions, classes and comprehensions make scopes; an `if` or
`for` block does not. A class body is not an enclosing scope for its methods.

## Notes

`make_handlers` calls a small factory for each name, so every handler closes over a variable of its
own. A default argument (`name=name`) works too, but adds a parameter that callers could fill.
`resolve` asks whether the name is there and not whether its value is true.
"""

import builtins
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

last_ticket = 0


def next_ticket() -> int:
    """Hand out the next ticket number."""
    global last_ticket
    last_ticket += 1
    return last_ticket


def reset_tickets() -> None:
    """Let the ticket numbers start at 1 again."""
    global last_ticket
    last_ticket = 0


def make_counter(start: int = 0, step: int = 1) -> Callable[[], int]:
    """Return a function that counts from `start` in steps of `step`."""
    upcoming = start

    def count() -> int:
        nonlocal upcoming
        current = upcoming
        upcoming += step
        return current

    return count


def _make_handler(name: str) -> Callable[[object], str]:
    def handle(argument: object) -> str:
        return f"{name}: {argument}"

    return handle


def make_handlers(names: Iterable[str]) -> dict[str, Callable[[object], str]]:
    """Return one handler for each name; it puts its name before its argument."""
    return {name: _make_handler(name) for name in names}


def resolve(
    name: str,
    local: Mapping[str, Any],
    enclosing: Sequence[Mapping[str, Any]],
    module: Mapping[str, Any],
) -> Any:
    """Look `name` up: local, enclosing, global, built-in."""
    for scope in (local, *enclosing, module, vars(builtins)):
        if name in scope:
            return scope[name]
    raise NameError(f"name {name!r} is not defined")
