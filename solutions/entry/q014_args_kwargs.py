"""Q14 · *args and **kwargs: the answer and one way to build it.

## Answer

In a signature, `*args` gathers the positional arguments that no other parameter took into a tuple,
and `**kwargs` gathers the remaining keyword arguments into a dict, in the order of the call. Only
the stars matter; the names are a convention. The full order of a signature is: positional-only
parameters and a `/`, ordinary ones, `*args` or a bare `*`, keyword-only ones, and last `**kwargs`.
In a call the stars do the reverse: `f(*items)` spreads an iterable into positional arguments and
`f(**options)` a mapping with string keys into keyword arguments; the same keyword twice is a
`TypeError`. They make a function flexible: it takes any number of values, or forwards arguments it
need not know, as decorators do. The price is a signature that says little, so where the parameters
are known, name them.

## Notes

The `/` after `func` and `name` keeps those names free for the caller's keyword arguments. `is True`
tells the flag from the number 1, which is equal to it. The spy records before it calls, so a call
that raises is not lost.
"""

import functools
from collections.abc import Callable, Mapping
from html import escape
from typing import Any


def call_with(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call `func` with the other arguments and return its result."""
    return func(*args, **kwargs)


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


def merge(*mappings: Mapping[Any, Any], **overrides: Any) -> dict[Any, Any]:
    """Merge mappings into a new dict; the later wins, and the overrides win over all."""
    merged = {}
    for mapping in mappings:
        merged.update(mapping)
    return merged | overrides


def spy(func: Callable[..., Any]) -> Callable[..., Any]:
    """Record the arguments of every call in the attribute `calls`."""

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        wrapper.calls.append((args, kwargs))
        return func(*args, **kwargs)

    wrapper.calls = []
    return wrapper
