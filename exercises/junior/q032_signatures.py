"""Q32 · Signatures: decide how a function may be called, and forward calls faithfully.

Topics: arguments, signatures, functions, introspection

Everybody can say that `*args` and `**kwargs` collect arguments. The advanced part is control:
parameters that go by position or by name only, finding out what a call would bind, and wrappers
that forward anything yet don't hide what the wrapped function takes.

## Build

`clamp(value, /, low, high, *, strict=False)` returns `value` if it lies from `low` to `high`, both
included, else the bound that is nearer. With `strict=True` it raises `ValueError`, naming the
value, instead of returning a bound. If `low` is greater than `high` it always raises `ValueError`.
`value` goes by position only, `strict` by keyword only, the bounds either way: the stub's signature
doesn't say so yet.

`bind_arguments(func, args, kwargs)` says what the parameters would hold in the call
`func(*args, **kwargs)`, without making it. The result is a plain `dict` from every parameter's name
to its value, in the order of the signature: defaults filled in, a `*` parameter as a tuple and a
`**` parameter as a `dict`, also when empty. A call that does not fit the signature raises
`TypeError`.

`curry(func)` returns a function that takes the arguments of `func` in as many steps as you like.
Each step may give any number of arguments, also none, by position or keyword.

- When the arguments gathered so far make a complete call (every parameter without a default has its
  value), that step calls `func` once with all of them and returns its result.
- Otherwise the step returns a function for the next step.
- Together the arguments count as one call's: those by position line up in the order they came.
- A step that cannot be part of a right call raises `TypeError` itself: one argument too many, an
  unknown keyword, a parameter given twice, also by the same keyword in two steps.

`forwards(target)` returns a decorator for a `func(*args, **kwargs)` that passes its arguments on to
`target`. The decorated function

- shows `inspect.signature(target)` when `inspect.signature` is asked, but keeps the name and the
  docstring of `func`;
- raises `TypeError`, before the body of `func` runs, for a call that does not fit that signature;
- otherwise calls `func` with the arguments just as they came (no defaults filled in) and returns
  its result.

## Rules

- `func` and `target` are plain functions whose signature `inspect.signature` can read. Parameters
  may be of every kind. (No call gives a keyword the name of a positional-only parameter: before
  Python 3.13, `inspect` may get that wrong.)
- `args` and `kwargs` of `bind_arguments`, a sequence and a mapping, stay as they are.
- `curry(func)` alone never calls `func`, even one without parameters: that takes a step. It keeps
  the name and the docstring of `func`; the functions of later steps need not.
- The steps of `curry` share nothing: each function it gives can be called again and again, and goes
  on from the arguments that led to it.
- An exception that `func` raises, also a `TypeError` of its body, comes out unchanged.

## Example

    >>> clamp(12, 0, high=10)
    10
    >>> bind_arguments(clamp, (12, 0), {"high": 10})
    {'value': 12, 'low': 0, 'high': 10, 'strict': False}
    >>> @curry
    ... def volume(width, height, depth):
    ...     return width * height * depth
    >>> volume(2)(3, 4), volume(depth=4)()(2)(height=3)
    (24, 24)
    >>> @forwards(clamp)
    ... def traced(*args, **kwargs):
    ...     return "clamp gives", clamp(*args, **kwargs)
    >>> traced(7, 0, 5)
    ('clamp gives', 5)
    >>> import inspect
    >>> list(inspect.signature(traced).parameters)
    ['value', 'low', 'high', 'strict']
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def clamp(value: float, low: float, high: float, strict: bool = False) -> float:
    """Limit `value` to the range from `low` to `high`."""
    raise NotImplementedError


def bind_arguments(
    func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """Say what the parameters of `func` would hold in a call, without making it."""
    raise NotImplementedError


def curry(func: Callable[..., Any]) -> Callable[..., Any]:
    """Let `func` take its arguments in several steps."""
    raise NotImplementedError


def forwards(target: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator for functions that forward their arguments to `target`."""
    raise NotImplementedError
