"""Q7 · Functions: take them as arguments, keep them in tables, give them back.

Topics: functions, arguments, closures

In an interview you may be asked what is special about functions in Python. They are objects like
any other: you can pass them on, store them and return them. Build four small tools that live on
that, and on flexible arguments.

## Build

`compose(*functions)` returns a function that calls the given ones from the last to the first, each
with the result of the one before: `compose(f, g, h)(x)` is `f(g(h(x)))`. The last function, which
is called first, gets whatever arguments the composed function is called with, positional and
keyword. `compose()` without functions returns a function that takes one argument and returns it.

`append_to(item, bucket=None)` appends `item` to the list `bucket` and returns that same list. Left
without a bucket, it starts a new list each time.

`calculate(operator, *operands)` combines the operands from left to right:
`calculate("-", 10, 3, 2)` is `(10 - 3) - 2`. A single operand is returned as it is. An unknown
operator raises a `ValueError` that names it, with any operands or none. A known operator without
operands raises `ValueError`.

`OPERATIONS` is the table behind `calculate`: a dictionary from `"+"`, `"-"`, `"*"` and `"/"`
(true division) to functions of two operands.

`repeat(times)` returns a function that takes `func` and returns a function which, called with any
arguments, calls `func` with them `times` times and returns the list of the results. With 0 `func`
is not called and the list is empty. A negative number raises `ValueError` as soon as
`repeat(times)` is called, and the error names the number.

## Rules

- A composed or repeating function can be called again and again, and does the same each time.
- Each function but the last in `compose` gets exactly one argument: a tuple or list that the one
  before returned is passed on whole.
- A bucket that is given is used even when it is empty.
- `calculate` looks the operator up in `OPERATIONS` at each call: putting an entry into the
  dictionary adds an operator, with no other change. Errors of the operation itself, such as
  `ZeroDivisionError`, reach the caller.

## Example

    >>> shout = compose(str.upper, str.strip)
    >>> shout("  hello ")
    'HELLO'
    >>> append_to(1), append_to(2), append_to(4, [3])
    ([1], [2], [3, 4])
    >>> calculate("-", 10, 3, 2)
    5
    >>> repeat(3)(max)(4, 7)
    [7, 7, 7]
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


def calculate(operator: str, *operands: float) -> float:
    """Combine the operands from left to right with the function named by `operator`."""
    raise NotImplementedError


def repeat(times: int) -> Callable[[Callable[..., Any]], Callable[..., list[Any]]]:
    """Make a function that calls another `times` times and lists the results."""
    raise NotImplementedError
