r"""Q14 · *args and **kwargs: take what comes and pass it on.

Topics: arguments, functions, signatures

What do the star and the double star mean in a signature, and what in a call? Write two functions
that take any arguments.

## Build

`tag(name, *children, **attrs)` returns an HTML element as a `str`, such as `<a href="/">Home</a>`.
The attributes come in the order given, with one space before each. The children come in the order
given, with nothing between them. Without children it is `<p></p>`.

- Each child is turned into text by `str`, then escaped by `html.escape`, quotes included.
- The value of an attribute is turned into text and escaped in the same way.
- One underscore at the end of an attribute's name is dropped: `class_` gives `class`.
- Each other underscore becomes a hyphen: `data_id` gives `data-id`.
- An attribute that is `True` is written as its bare name.
- An attribute that is `False` or `None` is left out.
- Any other value is written out, also `0`, `1` and `""`.

`spy(func)` returns a callable that passes all its arguments to the function `func` and returns what
`func` returns. It has the name and the docstring of `func`. Its attribute `calls` is a list with
one entry for each call, in order. An entry is `(args, kwargs)`: a tuple of the positional
arguments and a dict of the others.

## Rules

- A keyword argument of `tag` or a spy may have any name, such as `name`, `self` or `func`.
- The entry of a call is in `calls` before `func` runs, and stays there when `func` raises.
- An exception of `func` reaches the caller.
- Every spy has a `calls` of its own, also a spy on another spy.

## Left open

A spy as a method; later changes of arguments; attributes named `_`, or whose names become equal;
elements such as `br`; objects with `__html__` or `==` of their own; subclasses of `str`.

## Example

    >>> tag("button", "Save & close", class_="wide", disabled=True, title=None)
    '<button class="wide" disabled>Save &amp; close</button>'
    >>> power = spy(pow)
    >>> power(2, 5, mod=7)
    4
    >>> power.calls
    [((2, 5), {'mod': 7})]
"""

from collections.abc import Callable
from typing import Any


def tag(name: str, *children: object, **attrs: object) -> str:
    """Write an HTML element with its attributes and its text."""
    raise NotImplementedError


def spy(func: Callable[..., Any]) -> Callable[..., Any]:
    """Record the arguments of every call in the attribute `calls`."""
    raise NotImplementedError
