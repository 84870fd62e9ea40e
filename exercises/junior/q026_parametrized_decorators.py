"""Q26 · Decorators in depth: take arguments, fit methods, fail early.

Topics: decorators, functools, signatures, exceptions, validation

After "what is a decorator" comes "explain decorators in depth": how one takes arguments, how one
works with and without parentheses, and what makes it fit for every function of a code base.

## Build

`retry(times, exceptions, sleep=time.sleep)` returns a decorator. The decorated function calls the
original at most `times` times, until a call returns; its value is the result. Only a call that
raises one of `exceptions`, an exception class or a tuple of such classes (subclasses included), is
tried again; any other exception passes through at once. Between the tries it waits by calling
`sleep(seconds)` with 1, then 2, 4, 8 and so on, doubling. When the last try fails, its exception
reaches the caller as it is: the same object, without another wait. Every call of the decorated
function starts afresh.

`logged` is used as `@logged`, as `@logged()` or as `@logged(log=write)`. `log` goes by keyword only
and is `print` by default. The decorated function calls it with one string when a call of the
original has returned, `area(2, height=3) -> 6`, or raised an `Exception`, which then goes on to the
caller: `area('x') !! ValueError('no')`. That is the function's `__name__`, the arguments as the
call gave them, positional ones first, joined by `", "`, then the result or the exception. Values
are written as by `repr`. The `self` of a method is an argument like any other.

`validated(func)` checks the arguments of every call, before `func` runs. One that `isinstance` does
not find to be of the type its parameter is annotated with raises a `TypeError` that names the
parameter.

- An annotation is a class, `None`, or a union of those such as `int | None`. It may be written as a
  string of names that exist already (`typing.get_type_hints` resolves all of these).
- Not checked are parameters without an annotation, defaults that the call leaves in place, and the
  result, whose annotation may be one that `isinstance` can't use.
- Functions with `*args` or `**kwargs` need no support.

## Rules

- A decorated function takes the same arguments and keeps the name, the docstring and the signature
  (`inspect.signature`) of the original.
- The decorators work on functions, on methods and, placed below `@staticmethod`, on static methods.
  They can be stacked.
- What is used wrongly is refused when decorating, before any call. `retry` raises `TypeError` when
  `times` is not an `int` or `exceptions` is neither an exception class nor a tuple of exception
  classes, and `ValueError` when `times` is less than 1. `logged` raises `TypeError` when what it
  should decorate is not callable, as in `@logged("debug")`. `validated` raises `TypeError` for a
  parameter's annotation that `isinstance` can't use, such as `list[int]`.

## Example

    >>> @logged
    ... @retry(3, ConnectionError, sleep=lambda seconds: print("waiting", seconds))
    ... @validated
    ... def fetch(page: int):
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
    exceptions: type[BaseException] | tuple[type[BaseException], ...],
    sleep: Callable[[float], Any] = time.sleep,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call a function again when it raises one of `exceptions`, waiting longer each time."""
    raise NotImplementedError


def logged(
    func: Callable[..., Any] | None = None, *, log: Callable[[str], Any] = print
) -> Callable[..., Any]:
    """Write a line about every call; use it with or without parentheses."""
    raise NotImplementedError


def validated(func: Callable[..., Any]) -> Callable[..., Any]:
    """Check the arguments of every call against the function's annotations."""
    raise NotImplementedError
