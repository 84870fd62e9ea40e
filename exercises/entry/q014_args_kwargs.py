"""Q14 · *args and **kwargs: take what comes and pass it on.

Topics: arguments, functions, signatures

What do the star and the double star mean in a signature, and what in a call? Together they let a
function accept arguments it knows nothing about and hand them to another one. Write four functions
that do so.

## Build

`call_with(func, /, *args, **kwargs)` calls `func` with all the other arguments and returns its
result.

`tag(name, /, *children, **attrs)` returns an HTML element as a `str`, such as
`<a href="/">Home</a>`: the attributes in the order given, one space before each, and the children
one after the other with nothing between them. Without children it is `<p></p>`.

- `name` is used as it is. Each child and each attribute value is turned into text by `str` and then
  escaped by `html.escape` with its defaults (which escape quotes too).
- In the name of an attribute one trailing underscore is dropped (`class_` stands for `class`), and
  every other underscore becomes a hyphen (`data_id` stands for `data-id`).
- `True` gives the bare name of the attribute, `False` and `None` leave the attribute out. All other
  values are written out, also `0`, `1` and `""`.

`merge(*mappings, **overrides)` returns a new `dict` with the items of all mappings. For an equal
key the later mapping wins over the earlier, and `overrides` wins over all. The keys stand in the
order in which they are first met, reading the mappings first and `overrides` last. Without
arguments the result is `{}`.

`spy(func)` returns a callable with the name and docstring of `func` that passes all its arguments
to `func` and returns the result. Its attribute `calls` is a list, empty at first, that gets one
entry `(args, kwargs)` for each call: a tuple of the positional arguments and a dict of the keyword
arguments. A call that raises is recorded too, and its exception reaches the caller.

## Rules

- A keyword argument may have any name, in each call of `call_with`, `tag`, `merge` and a spy: also
  `func`, `name`, `self`, `args` or `kwargs`.
- The mappings may have keys of any hashable type, may be of any mapping type and are not changed.
- Two spies never share their `calls`.

## Example

    >>> call_with(max, [3, 9, 4], key=lambda number: -number)
    3
    >>> tag("button", "Save & close", class_="wide", name="save", disabled=True, title=None)
    '<button class="wide" name="save" disabled>Save &amp; close</button>'
    >>> merge({"host": "localhost", "port": 80}, {"port": 8080}, debug=True)
    {'host': 'localhost', 'port': 8080, 'debug': True}
    >>> power = spy(pow)
    >>> power(2, 5, mod=7), power.calls
    (4, [((2, 5), {'mod': 7})])
"""

from collections.abc import Callable, Mapping
from typing import Any


def call_with(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call `func` with the other arguments and return its result."""
    raise NotImplementedError


def tag(name: str, /, *children: object, **attrs: object) -> str:
    """Write an HTML element with its attributes and its text."""
    raise NotImplementedError


def merge(*mappings: Mapping[Any, Any], **overrides: Any) -> dict[Any, Any]:
    """Merge mappings into a new dict; the later wins, and the overrides win over all."""
    raise NotImplementedError


def spy(func: Callable[..., Any]) -> Callable[..., Any]:
    """Record the arguments of every call in the attribute `calls`."""
    raise NotImplementedError
