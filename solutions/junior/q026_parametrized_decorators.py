"""Q26 · Decorators in depth: the answer and one way to build it.

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

## Notes

The last try of `retry` stands outside of the `try`, so its exception needs no handling and carries
no context of the earlier ones. `validated` resolves the annotations and the signature once, not in
every call. `isinstance(None, hint)` is asked only for the `TypeError` it raises when a hint is no
class or union.
"""

import functools
import inspect
import time
import typing
from collections.abc import Callable
from typing import Any


def retry(
    times: int,
    exceptions: type[BaseException] | tuple[type[BaseException], ...],
    sleep: Callable[[float], Any] = time.sleep,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call a function again when it raises one of `exceptions`, waiting longer each time."""
    if not isinstance(times, int):
        raise TypeError(f"times must be an int, got {times!r}")
    if times < 1:
        raise ValueError(f"times must be at least 1, got {times}")
    for kind in exceptions if isinstance(exceptions, tuple) else (exceptions,):
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            raise TypeError(f"exceptions must be exception classes, got {kind!r}")

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
    if not callable(func):
        raise TypeError(f"logged decorates a callable, got {func!r}")

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        arguments = [repr(value) for value in args]
        arguments += [f"{name}={value!r}" for name, value in kwargs.items()]
        call = f"{func.__name__}({', '.join(arguments)})"
        try:
            result = func(*args, **kwargs)
        except Exception as error:
            log(f"{call} !! {error!r}")
            raise
        log(f"{call} -> {result!r}")
        return result

    return wrapper


def validated(func: Callable[..., Any]) -> Callable[..., Any]:
    """Check the arguments of every call against the function's annotations."""
    signature = inspect.signature(func)
    hints = typing.get_type_hints(func)
    hints.pop("return", None)
    for hint in hints.values():
        isinstance(None, hint)

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if name in hints and not isinstance(value, hints[name]):
                raise TypeError(f"{name} of {func.__name__} must be {hints[name]}, got {value!r}")
        return func(*args, **kwargs)

    return wrapper
