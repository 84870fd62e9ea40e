r"""Q7 · Functions: the answer and one way to build it.

## Answer

`def` makes a function object and binds it to a name; without a `return` it returns `None`.
Parameters can have defaults and be passed by position or by keyword. `*args` collects further
positional arguments in a tuple, `**kwargs` further keyword arguments in a dictionary; `/` and `*`
in the signature mark what is positional-only or keyword-only. Defaults are evaluated once, when
`def` is executed, so a mutable one is shared by all calls: use `None` instead. `lambda` makes a
nameless function from a single expression. Functions are first-class objects: I can assign them,
store them in a dictionary, pass them as arguments and return them. A nested function is a closure:
it keeps the variables of the enclosing function alive, the variables themselves, not copies of
their values. Functions that take or return functions, such as `map` and `sorted(key=…)`, are
called higher-order, and decorators are just that: they take a function and return another one.

## Follow-ups

- **When would you write `def` instead of `lambda`?** When it gets a name, more than an expression,
  or annotations: a traceback then shows a name that says something.
- **What does `functools.partial` add to a lambda?** It fixes the arguments when it is made, where a
  lambda looks its variables up when it is called; it can be pickled if its parts can.
- **What is a callable that is no function?** A class, a bound method, an object with `__call__`:
  take whatever can be called, and ask `callable` only where you must.
- **What happens to a mutable default that is never changed?** Nothing: a shared empty tuple or a
  table that is only read is fine. It is the change that all calls see.

## Notes

`compose` splits off the innermost function, the only one that takes arbitrary arguments. Reducing
the functions pairwise, `lambda f, g: lambda *a, **k: f(g(*a, **k))`, is shorter, but it stacks one
frame more for every function and makes tracebacks hard to read. The `try` in `calculate` holds
nothing but the lookup, so that a `KeyError` of an operation is not mistaken for an unknown symbol.
"""

import functools
import operator
from collections.abc import Callable
from typing import Any

OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def compose(*functions: Callable[..., Any]) -> Callable[..., Any]:
    """Chain functions into one; the last is called first."""
    if not functions:
        return lambda argument: argument
    *outer, innermost = functions

    def composed(*args, **kwargs):
        result = innermost(*args, **kwargs)
        for function in reversed(outer):
            result = function(result)
        return result

    return composed


def append_to(item: Any, bucket: list[Any] | None = None) -> list[Any]:
    """Append to the given list, or to a new one."""
    if bucket is None:
        bucket = []
    bucket.append(item)
    return bucket


def calculate(symbol: str, *operands: float) -> float:
    """Combine the operands from left to right with the function for `symbol`."""
    try:
        operation = OPERATIONS[symbol]
    except KeyError:
        raise ValueError(f"unknown symbol {symbol!r}") from None
    if not operands:
        raise ValueError(f"{symbol!r} needs at least one operand")
    return functools.reduce(operation, operands)
