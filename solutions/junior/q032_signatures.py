"""Q32 · Signatures: the answer and one way to build it.

## Answer

In a definition `*args` collects spare positional arguments into a tuple and `**kwargs` spare
keyword arguments into a dict; in a call the same stars unpack. Together,
`func(*args, **kwargs)` forwards any call, which is why decorators and other wrappers use them.

The finer tools are the bare markers. What stands before `/` goes by position only, so I can rename
it later, and its name stays free for `**kwargs`. What follows `*` or `*args` goes by keyword only,
which suits flags: `strict=True` reads better than a lone `True`.

Forwarding has a price: the wrapper's own signature is `(*args, **kwargs)`, errors appear further
in, and editors show nothing. `functools.wraps` lets `inspect.signature` look through to the wrapped
function, `__signature__` sets it outright, and `signature.bind` checks and names arguments as a
real call would. For type checkers there is `ParamSpec`. If I know the parameters, I write them out.

## Notes

`Signature.bind` knows all rules of a call, so nothing here counts arguments by hand. `curry` asks
`bind_partial` first: whatever that refuses can't be mended by later steps. Calling `func` to see
whether it raises `TypeError` would take a fault in its body for a missing argument. Giving one
keyword in two steps fails by itself, as Python refuses it in `curried(..., **kwargs, **named)`.
"""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def clamp(value: float, /, low: float, high: float, *, strict: bool = False) -> float:
    """Limit `value` to the range from `low` to `high`."""
    if low > high:
        raise ValueError(f"low {low!r} is greater than high {high!r}")
    if strict and not low <= value <= high:
        raise ValueError(f"{value!r} is not from {low!r} to {high!r}")
    return min(max(value, low), high)


def bind_arguments(
    func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """Say what the parameters of `func` would hold in a call, without making it."""
    bound = inspect.signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def curry(func: Callable[..., Any]) -> Callable[..., Any]:
    """Let `func` take its arguments in several steps."""
    signature = inspect.signature(func)

    @functools.wraps(func)
    def curried(*args, **kwargs):
        signature.bind_partial(*args, **kwargs)
        try:
            signature.bind(*args, **kwargs)
        except TypeError:
            return lambda *more, **named: curried(*args, *more, **kwargs, **named)
        return func(*args, **kwargs)

    return curried


def forwards(target: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator for functions that forward their arguments to `target`."""
    signature = inspect.signature(target)

    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return func(*args, **kwargs)

        wrapper.__signature__ = signature
        return wrapper

    return decorate
