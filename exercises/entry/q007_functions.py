r"""Q7 · Functions: pass them on, keep them in tables, give them back.

Topics: functions, arguments, closures

"What is special about functions in Python?" They are objects like any other: you can pass them on,
store them and return them. Build three small tools that live on that, and on flexible arguments.

## Build

`compose(*functions)` returns a function that calls `functions` from the last to the first:
`compose(f, g, h)(x)` is `f(g(h(x)))`. The last one gets all arguments of the call, positional and
keyword. Each of the others gets one argument, the result of the function called before it.
`compose()` returns a function that returns its one argument.

`append_to(item, bucket=None)` appends `item` to the list `bucket` and returns that list. Without a
bucket, or with None, it appends to a new list.

`OPERATIONS` is a dict from `"+"`, `"-"`, `"*"` and `"/"` (true division) to functions of two
operands.

`calculate(symbol, *operands)` combines the operands from left to right with the function that
`OPERATIONS` holds for `symbol`: `calculate("-", 10, 3, 2)` is `(10 - 3) - 2`. A single operand is
returned as it is. Without operands it raises `ValueError`. A symbol that is not in `OPERATIONS`
raises `ValueError`, and the message contains its `repr`, however many operands there are.

## Rules

- Every call of a composed function calls all of `functions` again.
- A change of the dict `OPERATIONS` counts from the next call of `calculate` on.
- An exception that an operation raises reaches the caller.

## Left open

- What `compose()` does with more or fewer arguments than one.
- The name and the docstring of a composed function.
- What happens when the name `OPERATIONS` is given to another dict, or an operation changes it.
- Callables that are false, symbols that are no `str`, and operations that raise `StopIteration`.

## Example

    >>> shout = compose(str.upper, str.strip)
    >>> shout("  hello ")
    'HELLO'
    >>> append_to(1), append_to(4, [3])
    ([1], [3, 4])
    >>> calculate("-", 10, 3, 2)
    5
"""

from collections.abc import Callable
from typing import Any

OPERATIONS: dict[str, Callable[[float, float], float]] = {}


def compose(*functions: Callable[..., Any]) -> Callable[..., Any]:
    """Chain functions into one; the last is called first."""
    raise NotImplementedError


def append_to(item: Any, bucket: list[Any] | None = None) -> list[Any]:
    """Append to the given list, or to a new one."""
    raise NotImplementedError


def calculate(symbol: str, *operands: float) -> float:
    """Combine the operands from left to right with the function for `symbol`."""
    raise NotImplementedError
