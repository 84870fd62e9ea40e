r"""Q26 · Decorators in depth: take arguments, and fit every function.

Topics: decorators, functools, exceptions

After "what is a decorator" comes "explain decorators in depth": how one takes arguments, works with
and without parentheses, and fits every function of a code base.

## Build

`retry(times, exceptions, sleep=time.sleep)` returns a decorator. The decorated function calls the
original, at most `times` times, until a call returns.

- `times` is a number from 1 to 10.
- `exceptions` is a subclass of `Exception` or a tuple of such classes.
- A call that raises one of these, or of their subclasses, is tried again.
- Any other exception reaches the caller at once.
- Before each further try it calls `sleep(seconds)`: with 1, then with 2, 4, 8 and so on.
- If the last try fails, its exception reaches the caller at once, the same object.

`logged` is used as `@logged`, as `@logged()` or as `@logged(log=write)`. After a call that
returned, the decorated function calls `log` with one string, such as `area(2, height=3) -> 6`.
`log` is `print` by default.

- The name is the function's `__name__`.
- The arguments are those of the call, in its order, positional ones first.
- Arguments and results are written by `repr`.
- The `self` of a method is an argument like any other.

## Rules

- A decorated function takes the arguments of the original and returns its result.
- It keeps the name and the docstring.
- Each call of a retried function has its own tries and waits, also after one that failed for good.
- Both decorators work on functions and methods.
- They can be stacked in either order.

## Left open

What `logged` logs of a call that raised, and arguments whose `repr` the call changes. What happens
when `sleep` or `log` raises. Functions that call themselves or each other, keywords that are also
names in your wrapper, and what is not made by `def`.

## Example

    >>> @logged
    ... @retry(3, ConnectionError, sleep=lambda seconds: print("waiting", seconds))
    ... def fetch(page):
    ...     if answers.pop():
    ...         raise ConnectionError("down")
    ...     return "text"
    >>> answers = [False, True, True]
    >>> result = fetch(page=7)
    waiting 1
    waiting 2
    fetch(page=7) -> 'text'
"""

import time
from collections.abc import Callable
from typing import Any


def retry(
    times: int,
    exceptions: type[Exception] | tuple[type[Exception], ...],
    sleep: Callable[[float], Any] = time.sleep,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call a function again when it raises one of `exceptions`, waiting longer each time."""
    raise NotImplementedError


def logged(
    func: Callable[..., Any] | None = None, *, log: Callable[[str], Any] = print
) -> Callable[..., Any]:
    """Write a line about every call; use it with or without parentheses."""
    raise NotImplementedError
