r"""Q32 · Signatures: decide how a function may be called, and forward calls faithfully.

Topics: arguments, signatures, functions, introspection

"What do you use `*args` and `**kwargs` for, beyond the basics?" Collecting arguments is easy. What
counts is control: parameters that go by position or by keyword only, and wrappers that forward
every call and still show what it may look like.

## Build

`clamp(value, /, low, high, *, strict=False)` returns `value` if it lies from `low` to `high`, both
included, and otherwise the bound that is nearer. With `strict=True` a value outside of the bounds
raises `ValueError`, and the message contains the `repr` of the value. A `low` greater than `high`
always raises `ValueError`. `value` goes by position only, `strict` by keyword only, and the bounds
go either way.

`bind_arguments(func, args, kwargs)` tells what the parameters of `func` would hold in the call
`func(*args, **kwargs)`, and does not make that call. It returns a `dict` from the name of every
parameter in `inspect.signature(func)` to its value, in that order. A parameter that the call leaves
out holds its default. A `*` parameter holds a tuple and a `**` parameter a `dict`, which may be
empty. A call that does not fit the signature raises `TypeError`.

`forwards(target)` returns a decorator for a function `func(*args, **kwargs)`, and leaves it to
`func` to call `target`. The `inspect.signature` of the decorated function equals that of `target`.
Its `__name__` and `__doc__` are those of `func`. A call that does not fit the signature raises
`TypeError`, and `func` does not run. Any other call runs `func` once, with the arguments just as
they were given, and returns its result.

## Rules

- The parameters of `func` in `bind_arguments`, and those of `target`, may be of all five kinds.
- `args` is a list or a tuple and `kwargs` a `dict`, and both stay as they are.
- An `Exception` that `func` raises comes out of the decorated function as the same object.

## Left open

- Other numbers than `int` and `float`, and NaN.
- Whether a value comes back or the bound that it equals.
- The message where `low` is greater than `high`.
- A keyword named like a positional-only parameter.
- Methods, classes, and callables without a signature in the place of functions.

## Example

    >>> clamp(12, 0, high=10)
    10
    >>> bind_arguments(clamp, (12, 0), {"high": 10})
    {'value': 12, 'low': 0, 'high': 10, 'strict': False}
    >>> @forwards(clamp)
    ... def traced(*args, **kwargs):
    ...     return "clamped to", clamp(*args, **kwargs)
    >>> traced(7, 0, high=5)
    ('clamped to', 5)
    >>> import inspect
    >>> list(inspect.signature(traced).parameters)
    ['value', 'low', 'high', 'strict']
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def clamp(value: float, low: float, high: float, strict: bool = False) -> float:
    """Limit `value` to the range from `low` to `high`. (Mend the parameter list too.)"""
    raise NotImplementedError


def bind_arguments(
    func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """Tell what the parameters of `func` would hold in a call, without making it."""
    raise NotImplementedError


def forwards(target: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator for functions that forward their arguments to `target`."""
    raise NotImplementedError
