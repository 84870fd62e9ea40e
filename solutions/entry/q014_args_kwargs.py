r"""Q14 · *args and **kwargs: the answer and one way to build it.

## Answer

In a signature, `*args` gathers the positional arguments that no other parameter took into a tuple,
and `**kwargs` gathers the remaining keyword arguments into a dict, in the order of the call. Only
the stars matter; the names are a convention. The full order of a signature is: positional-only
parameters and a `/`, ordinary ones, `*args` or a bare `*`, keyword-only ones, and last `**kwargs`.

In a call the stars do the reverse: `f(*items)` spreads any iterable into positional arguments and
`f(**options)` a mapping with string keys into keyword arguments. The same keyword twice is a
`TypeError`. They make a function flexible: it takes any number of values, or forwards arguments it
need not know, as decorators do. The price is a signature that says little, so where the parameters
are known, I name them.

## Follow-ups

- **What are `/` and a bare `*` for?** Parameters before `/` cannot be given by keyword, so their
  names stay free for `**kwargs` and may be changed later. Parameters after `*` can be given by
  keyword only.
- **Is the dict in `kwargs` the caller's dict?** No: the call makes a new dict, so the function may
  change it. The values in it are the caller's own objects.
- **How do you keep types when you forward arguments?** `ParamSpec`, written `[**P, R]` since 3.12,
  carries the parameters of the wrapped function over. `Unpack` with a `TypedDict` (3.12, PEP 692)
  types single keywords of `**kwargs`.

## Notes

The `/` after `name` keeps that name free for an attribute; the wrapper of the spy has no other
parameters at all. `is True` tells the flag from the number 1, which equals it. `calls` is set after
`functools.wraps`, which copies attributes and would otherwise share the list of an inner spy. A
class with `__call__` is the alternative: it can grow methods, but needs a `/` after `self`,
`update_wrapper` for the name, and `__get__` to work as a method.
"""

import functools
from collections.abc import Callable
from html import escape
from typing import Any


def tag(name: str, /, *children: object, **attrs: object) -> str:
    """Write an HTML element with its attributes and its text."""
    opening = name
    for key, value in attrs.items():
        attribute = key.removesuffix("_").replace("_", "-")
        if value is True:
            opening += f" {attribute}"
        elif value is not None and value is not False:
            opening += f' {attribute}="{escape(str(value))}"'
    text = "".join(escape(str(child)) for child in children)
    return f"<{opening}>{text}</{name}>"


def spy(func: Callable[..., Any]) -> Callable[..., Any]:
    """Record the arguments of every call in the attribute `calls`."""

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        wrapper.calls.append((args, kwargs))
        return func(*args, **kwargs)

    wrapper.calls = []
    return wrapper
