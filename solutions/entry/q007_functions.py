"""Q7 · Functions: the answer and one way to build it.

## Answer

`def` makes a function object and binds it to a name; a function without `return` returns `None`.
Parameters can have defaults and be passed by position or by keyword; `*args` collects further
positional arguments in a tuple, `**kwargs` further keyword arguments in a dictionary, and `/` and
`*` mark parameters as positional-only or keyword-only. Defaults are evaluated once, when `def` is
executed, so a mutable one is shared by all calls: use `None` instead. `lambda` makes a nameless
function from a single expression. Functions are first-class objects: I can assign them, store them
in a dictionary, pass them as arguments and return them. A nested function is a closure: it keeps
the variables of the enclosing function alive, the variables themselves, not copies of their values.
Higher-order functions such as `map` and `sorted(key=…)` build on this, and so do decorators, which
take a function and return another one.

## Notes

`compose` splits off the innermost function, the only one that takes arbitrary arguments. The `try`
in `calculate` holds nothing but the lookup, so that a `KeyError` of an operation is not mistaken
for an unknown operator. `repeat` also works as a decorator; keeping the name of the function with
`functools.wraps` is left to Q10.
"""

import functools
import operator as op
from collections.abc import Callable
from typing import Any

OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": op.add,
    "-": op.sub,
    "*": op.mul,
    "/": op.truediv,
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


def calculate(operator: str, *operands: float) -> float:
    """Combine the operands from left to right with the function named by `operator`."""
    try:
        operation = OPERATIONS[operator]
    except KeyError:
        raise ValueError(f"unknown operator {operator!r}") from None
    if not operands:
        raise ValueError(f"{operator!r} needs at least one operand")
    return functools.reduce(operation, operands)


def repeat(times: int) -> Callable[[Callable[..., Any]], Callable[..., list[Any]]]:
    """Make a function that calls another `times` times and lists the results."""
    if times < 0:
        raise ValueError(f"times must not be negative, got {times}")

    def decorate(func):
        def repeated(*args, **kwargs):
            return [func(*args, **kwargs) for _ in range(times)]

        return repeated

    return decorate
