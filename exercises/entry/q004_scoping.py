"""Q4 · Scoping: which variable a name means.

Topics: scoping, functions, closures

"Explain Python's scoping rules" is answered with four letters, LEGB: local, enclosing, global,
built-in. What they mean shows when a function changes a variable that is not its own, when a loop
makes functions, and when you look a name up by hand.

## Build

`next_ticket()` returns the next ticket number, an `int`, and `reset_tickets()` starts the numbers
again at 1. The latest number handed out is kept in the global variable `last_ticket` of this
module, which is 0 before the first ticket. Whoever sets `last_ticket` from outside changes what
comes next.

`make_counter(start=0, step=1)` returns a function without parameters: its first call returns
`start`, and each later call returns `step` more than the call before. `step` may be negative.

`make_handlers(names)` returns a `dict` from each name to a function of its own, in the order of
`names`. `handlers["save"]("file.txt")` returns the string `"save: file.txt"`: the name, a colon, a
space, and the argument as a string.

`resolve(name, local, enclosing, module)` returns the value that the variable `name` has for a
function. `local` and `module` are dicts from names to values; `enclosing` is a list of such dicts,
one for each enclosing function, the innermost first, perhaps empty. After all these come the names
of the standard module `builtins`. The first scope that has the name wins. If none has it, a
`NameError` is raised whose message contains the name.

## Rules

- Counters made by two calls of `make_counter` do not know of each other.
- `names` is any iterable of strings, also one that can be read only once or is empty. Changing it
  afterwards does not change the handlers.
- For `resolve` a name that is there counts, whatever its value: `None`, 0 and `""` are values. The
  dicts are not changed, and no other scope is looked at, this module's own names included.
- Declare outer variables with the statements made for that: `global` in `next_ticket` and in
  `reset_tickets`, `nonlocal` in the function that `make_counter` returns.

## Example

    >>> reset_tickets()
    >>> next_ticket(), next_ticket()
    (1, 2)
    >>> tens = make_counter(start=10, step=10)
    >>> tens(), tens()
    (10, 20)
    >>> handlers = make_handlers(["open", "save"])
    >>> handlers["open"]("a.txt"), handlers["save"]("a.txt")
    ('open: a.txt', 'save: a.txt')
    >>> resolve("x", {}, [{"x": "inner"}, {"x": "outer"}], {"x": "module"})
    'inner'
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

last_ticket = 0


def next_ticket() -> int:
    """Hand out the next ticket number."""
    raise NotImplementedError


def reset_tickets() -> None:
    """Let the ticket numbers start at 1 again."""
    raise NotImplementedError


def make_counter(start: int = 0, step: int = 1) -> Callable[[], int]:
    """Return a function that counts from `start` in steps of `step`."""
    raise NotImplementedError


def make_handlers(names: Iterable[str]) -> dict[str, Callable[[object], str]]:
    """Return one handler for each name; it puts its name before its argument."""
    raise NotImplementedError


def resolve(
    name: str,
    local: Mapping[str, Any],
    enclosing: Sequence[Mapping[str, Any]],
    module: Mapping[str, Any],
) -> Any:
    """Look `name` up: local, enclosing, global, built-in."""
    raise NotImplementedError
