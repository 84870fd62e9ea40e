r"""Q26 · Decorators in depth: the answer and one way to build it.

## Answer

A decorator is a callable that takes a function or a class and returns what its name will stand for.
Usually that is a wrapper which does something before and after calling the original: logging,
caching, authorisation, timing, retries. `@deco` is applied once, when the `def` is executed;
several apply from the bottom up. A decorator with arguments has one more level: `retry(3)` is
called first and returns the real decorator. To work with and without parentheses, it takes the
function as an optional first argument and returns a decorator when that is missing.

`functools.wraps` copies the name, docstring and annotations and sets `__wrapped__`, which
`inspect.signature` follows. The wrapper should be a function, because functions are descriptors:
that is how a method gets its `self`. A class can be the decorator, or be decorated, as with
`dataclass`. Well-known ones are `property`, `staticmethod`, `classmethod`, `functools.cache` and
`lru_cache`. Check a decorator's own arguments when decorating, so that mistakes show at import.

## Follow-ups

- **What does `retry` do to an `async def` function?** Nothing useful: the call returns a coroutine
  at once, and the exception comes when that is awaited. It needs a wrapper that is `async` and
  awaits inside its `try`.
- **How are decorators typed?** With `ParamSpec` for the parameters and a type variable for the
  result; since 3.12 one can write `def deco[**P, R](func: Callable[P, R]) -> Callable[P, R]`.
- **Why should a real retry add a random part to its waits?** Clients that failed together would
  come back together each time; jitter and an upper bound spread them. And only calls that may
  safely run twice should be retried.
- **Does it matter whether `@logged` stands above or below `@retry`?** Above, it sees the one call
  of the caller; below, it sees every try.

## Notes

The last try of `retry` stands outside of the `try`, so its exception needs no handling and carries
no context of the earlier ones. The number of the try is a variable of the call, so calls share
nothing. A class with `__call__` could hold the state of a decorator, but its instances are no
descriptors: on methods it would need a `__get__` of its own.
"""

import functools
import time
from collections.abc import Callable
from typing import Any


def retry(
    times: int,
    exceptions: type[Exception] | tuple[type[Exception], ...],
    sleep: Callable[[float], Any] = time.sleep,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call a function again when it raises one of `exceptions`, waiting longer each time."""

    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            for attempt in range(times - 1):
                try:
                    return func(*args, **kwargs)
                except exceptions:
                    sleep(2**attempt)
            return func(*args, **kwargs)

        return wrapper

    return decorate


def logged(
    func: Callable[..., Any] | None = None, *, log: Callable[[str], Any] = print
) -> Callable[..., Any]:
    """Write a line about every call; use it with or without parentheses."""
    if func is None:
        return functools.partial(logged, log=log)

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        arguments = [repr(value) for value in args]
        arguments += [f"{name}={value!r}" for name, value in kwargs.items()]
        call = f"{func.__name__}({', '.join(arguments)})"
        result = func(*args, **kwargs)
        log(f"{call} -> {result!r}")
        return result

    return wrapper
