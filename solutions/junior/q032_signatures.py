r"""Q32 · Signatures: the answer and one way to build it.

## Answer

In a definition `*args` collects spare positional arguments into a tuple and `**kwargs` spare
keyword arguments into a dict; in a call the same stars unpack a sequence and a mapping. Together,
`func(*args, **kwargs)` forwards any call, which is why decorators and other wrappers use them.

The finer tools are the bare markers. What stands before `/` goes by position only, so I can rename
it later, and its name stays free for `**kwargs`. What follows `*` or `*args` goes by keyword only,
which suits flags: `strict=True` reads better than a lone `True`.

Forwarding has a price: the wrapper's own signature is `(*args, **kwargs)`, errors appear further
in, and editors show nothing. `functools.wraps` lets `inspect.signature` look through to the wrapped
function, `__signature__` sets it outright, and `Signature.bind` checks and names arguments as a
real call would. For type checkers there is `ParamSpec`. If I know the parameters, I write them out.

## Follow-ups

- **Why is `functools.wraps(func)` not enough in `forwards`?** It shows the signature of `func`,
  which is `(*args, **kwargs)`; `wraps(target)` would show the right one under the wrong name.
- **Can you make an existing parameter positional-only?** It breaks every caller that uses the
  keyword. The other way round, from positional-only to either, breaks nobody.
- **How do you annotate a wrapper that forwards?** `def wrapper(*args: P.args, **kwargs: P.kwargs)`,
  with `P` a `ParamSpec`, or `def decorate[**P, R](…)` since 3.12. A fixed set of keywords is
  `**kwargs: Unpack[Options]`, a `TypedDict`, also since 3.12.
- **What does `bind` cost?** It is written in Python and takes many times as long as the call that
  it checks: fine at the border of a program, not in an inner loop.

## Notes

`Signature.bind` knows all rules of a call, so nothing here counts arguments by hand. `forwards`
throws the binding away and passes on what came: `bound.args` and `bound.kwargs` would turn keywords
into positions, and `func` could no longer tell how it was called. The signature is read once, when
decorating. Setting `wrapper.__wrapped__ = target` would show it too, but claims a wrapping that is
not there, and `inspect.unwrap` believes it.
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
    """Tell what the parameters of `func` would hold in a call, without making it."""
    bound = inspect.signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


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
